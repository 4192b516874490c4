//! The files of an application: attached to a draft or with an answer, removed from a draft, and fetched.

use domain::application::ApplicationState;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::{Problem, only_looks},
    components::{
        form::{ERROR, error_line_of, error_of},
        icon::{Icon, icon},
    },
    texts::word,
};

use crate::{
    api::{
        application::{AnswerQuestion, ApplicationView, SaveNeed},
        attachment::{AttachmentView, DOWNLOAD, UPLOAD},
    },
    texts::attachment::attachment,
};

/// The form in which something is typed beside them. Files go along with it, so that what is typed comes back with the page.
pub const FORM: &str = "typed";

/// What is attached, and what sends and removes files while that is possible.
pub fn attachments(view: &ApplicationView) -> AnyView {
    let texts = attachment();
    let form = match view.state {
        ApplicationState::Draft => Some(SaveNeed::PATH),
        ApplicationState::MoreInformation => Some(AnswerQuestion::PATH),
        _ => None,
    };
    let form = form.filter(|_| !only_looks());
    if form.is_none() && view.attachments.is_empty() {
        return ().into_any();
    }
    let removes = form.is_some() && view.state == ApplicationState::Draft;
    let list = if view.attachments.is_empty() {
        view! { <p class="muted">{texts.none()}</p> }.into_any()
    } else {
        let rows = view.attachments.iter().map(|item| row(view, item, removes)).collect_view();
        view! { <ul class="card card--plain list">{rows}</ul> }.into_any()
    };
    view! {
        <section class="section stack" id="attachments">
            <h2>{texts.title()}</h2>
            {list}
            {form.map(|form| add(view, form))}
        </section>
    }
    .into_any()
}

/// Whether the form of this path was sent back for the file that went along with it.
pub fn is_of_file(path: &str) -> bool {
    error_of(path).is_some_and(|error| matches!(error.problem, Problem::Attachment(_)))
}

fn add(view: &ApplicationView, form: &'static str) -> impl IntoView + use<> {
    let (texts, wrong) = (attachment(), is_of_file(form));
    let described = if wrong { format!("file-hint {ERROR}") } else { "file-hint".to_owned() };
    let line = if wrong { error_line_of(form) } else { None };
    view! {
        <input type="hidden" form=FORM name="form" value=form />
        <div class="field">
            <label for="file">{texts.label()}</label>
            <p class="field__hint" id="file-hint">{texts.hint()}</p>
            <input
                id="file"
                form=FORM
                name="file"
                type="file"
                accept=".pdf,.jpg,.jpeg,.png"
                aria-invalid=wrong.then_some("true")
                aria-describedby=described
            />
            {line}
        </div>
        <div class="form__actions">
            <button
                class="button button--quiet"
                form=FORM
                formaction=UPLOAD.replace("{id}", &view.id)
                formenctype="multipart/form-data"
                formnovalidate=true
            >
                {icon(Icon::Upload)}
                " "
                {word().upload()}
            </button>
        </div>
    }
}

fn row(view: &ApplicationView, item: &AttachmentView, removes: bool) -> impl IntoView + use<> {
    let texts = attachment();
    let href = DOWNLOAD.replace("{id}", &item.id);
    let remove = removes.then(|| {
        view! {
            <button
                class="button button--quiet"
                form=FORM
                name="remove"
                value=item.id.clone()
                aria-label=format!("{} {}", texts.remove(), item.file_name)
                formaction=UPLOAD.replace("{id}", &view.id)
                formenctype="multipart/form-data"
                formnovalidate=true
            >
                {texts.remove()}
            </button>
        }
    });
    view! {
        <li>
            <div class="list__row">
                <span class="list__text">
                    <a href=href>{item.file_name.clone()}</a>
                    " "
                    <small>{texts.size(item.kilobytes)} " " {item.uploaded_at.clone()}</small>
                </span>
                {remove}
            </div>
        </li>
    }
}

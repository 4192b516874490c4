//! The files of an application: attached to a draft or with an answer, and removed from a draft.

use domain::application::ApplicationState;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::only_looks,
    components::{
        form::{Form, numbered},
        upload::Upload,
    },
};

use crate::{
    api::{
        application::ApplicationView,
        attachment::{AttachmentView, RemoveAttachment, UPLOAD},
    },
    texts::attachment::attachment,
};

/// What is attached, and the form for more while that is possible.
pub fn attachments(view: &ApplicationView) -> AnyView {
    let texts = attachment();
    let takes = matches!(view.state, ApplicationState::Draft | ApplicationState::MoreInformation) && !only_looks();
    let add = takes.then(|| {
        let upload = Upload {
            to: UPLOAD.to_owned(),
            title: texts.add_title(),
            label: texts.label(),
            hint: texts.hint(),
            accept: ".pdf,.jpg,.jpeg,.png",
            button: texts.button(),
        };
        let more = view! { <input type="hidden" name="application" value=view.id.clone() /> };
        upload.section(numbered(&view.request_no, "file"), more)
    });
    if add.is_none() && view.attachments.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="section" id="attachments">
            <h2>{texts.title()}</h2>
            {list(view)}
        </section>
        {add}
    }
    .into_any()
}

fn list(view: &ApplicationView) -> AnyView {
    let texts = attachment();
    if view.attachments.is_empty() {
        return view! { <p class="muted">{texts.none()}</p> }.into_any();
    }
    let removes = view.state == ApplicationState::Draft && !only_looks();
    let one = |(place, item): (usize, &AttachmentView)| {
        let remove = removes.then(|| {
            let (id, label) = (item.id.clone(), format!("{} {}", texts.remove(), item.file_name));
            view! {
                <Form to=RemoveAttachment::PATH request_no=numbered(&view.request_no, format!("remove-{place}"))>
                    <input type="hidden" name="attachment" value=id />
                    <button class="button button--quiet" aria-label=label>{texts.remove()}</button>
                </Form>
            }
        });
        view! {
            <li>
                <div class="list__row">
                    <span class="list__text">
                        {item.file_name.clone()} <small>{texts.size(item.kilobytes)} " " {item.uploaded_at.clone()}</small>
                    </span>
                    {remove}
                </div>
            </li>
        }
    };
    view! { <ul class="card card--plain list">{view.attachments.iter().enumerate().map(one).collect_view()}</ul> }
        .into_any()
}

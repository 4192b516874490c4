//! Files that people send: the form that sends one, and the list of those that were sent.

use leptos::prelude::*;
use parts::components::{
    empty::empty,
    icon::{Icon, icon},
    page_header::PageHeader,
    table::Table,
};

use crate::{api::upload::FilesView, texts::bank_layout::bank_layout};

/// A page on which files are sent and listed: its words.
pub struct Files {
    pub title: &'static str,
    pub note: &'static str,
    /// What stands above the list.
    pub heading: &'static str,
    /// What is said where nothing was sent yet.
    pub none: (&'static str, &'static str),
    pub form: Upload,
}

impl Files {
    /// The page; `more` is what else the form has.
    pub fn page<File>(self, view: FilesView<File>, table: Table<File>, more: impl FnOnce() -> AnyView) -> AnyView {
        let Self { title, note, heading, none: (none, none_text), form } = self;
        let none = empty(Icon::List, none, none_text);
        view! {
            <PageHeader title>{note}</PageHeader>
            {view.upload.map(|request_no| upload(form, request_no, more()))}
            <section class="section">
                <h2>{heading}</h2>
                {table.page(view.files, none)}
            </section>
        }
        .into_any()
    }
}

/// A form that sends a file: its words, and which endings of file names the browser offers.
pub struct Upload {
    /// Its own path, which answers with the page of what became of the file, or with this page and an error.
    pub to: String,
    pub title: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub accept: &'static str,
    pub button: &'static str,
}

/// `more` is what else the form has.
pub fn upload(form: Upload, request_no: String, more: impl IntoView + 'static) -> AnyView {
    view! {
        <section class="section">
            <h2>{form.title}</h2>
            <form class="form" method="post" action=form.to enctype="multipart/form-data">
                <input type="hidden" name="request_no" value=request_no />
                <div class="field">
                    <label for="file">{form.label}</label>
                    <p class="field__hint" id="file-hint">{form.hint}</p>
                    <input id="file" name="file" type="file" accept=form.accept required aria-describedby="file-hint" />
                </div>
                {more.into_any()}
                <div class="form__actions">
                    <button class="button">{icon(Icon::Upload)} {form.button}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// The field for the account of a bank's file that does not say it.
pub fn account_field() -> impl IntoView {
    let texts = bank_layout();
    view! {
        <div class="field">
            <label for="account_no">{texts.account_no()}</label>
            <p class="field__hint">{texts.account_hint()}</p>
            <input id="account_no" name="account_no" maxlength="40" autocomplete="off" />
        </div>
    }
}

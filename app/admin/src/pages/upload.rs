//! Files that people send, and the list of those that were sent.

use leptos::prelude::*;
use parts::components::{empty::empty, icon::Icon, page_header::PageHeader, table::Table, upload::Upload};

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
    pub fn page<File: Send + 'static>(
        self,
        view: FilesView<File>,
        table: Table<File>,
        more: impl FnOnce() -> AnyView,
    ) -> AnyView {
        let Self { title, note, heading, none: (none, none_text), form } = self;
        let none = empty(Icon::List, none, none_text);
        view! {
            <PageHeader title>{note}</PageHeader>
            {view.upload.map(|request_no| form.section(request_no, more()))}
            <section class="section">
                <h2>{heading}</h2>
                {table.page(view.files, none)}
            </section>
        }
        .into_any()
    }
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

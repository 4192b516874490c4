//! Files that people send, and the list of those that were sent.

use leptos::prelude::*;
use parts::components::{form::kept_beside, page_header::PageHeader, table::Table, upload::Upload};

use crate::{api::upload::FilesView, texts::bank_layout::bank_layout};

/// A page on which files are sent and listed: its words.
pub struct Files {
    pub title: &'static str,
    pub note: &'static str,
    /// What stands above the list.
    pub heading: &'static str,
    /// What narrows the list.
    pub filters: AnyView,
    /// What is said where there is nothing.
    pub none: AnyView,
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
        let Self { title, note, heading, filters, none, form } = self;
        view! {
            <PageHeader title>{note}</PageHeader>
            {view.upload.map(|request_no| form.section(request_no, more()))}
            <section class="section">
                <h2>{heading}</h2>
                {filters}
                {table.page(view.files, none)}
            </section>
        }
        .into_any()
    }
}

/// The field for the account of a bank's file that does not say it, beside the file that is sent to a path.
pub fn account_field(path: &str) -> impl IntoView + use<> {
    let (texts, typed) = (bank_layout(), kept_beside(path, "account_no"));
    view! {
        <div class="field">
            <label for="account_no">{texts.account_no()}</label>
            <p class="field__hint">{texts.account_hint()}</p>
            <input id="account_no" name="account_no" maxlength="40" autocomplete="off" value=typed />
        </div>
    }
}

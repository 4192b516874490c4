//! Uploading bank statements, and what was uploaded.

use leptos::prelude::*;
use services::bank_movement::ImportState;

use super::{
    around::{empty, header, loaded, when},
    table::{cells, table, words},
};
use crate::{
    api::statement::{StatementFileView, StatementsView, UPLOAD, statements},
    components::{
        pager::{asked_after, pager},
        status::{Tone, status},
        upload::upload,
    },
    texts::admin::{admin, statement::statement},
};

#[must_use]
pub fn page() -> AnyView {
    loaded(("/admin/statements", admin().statements), statements(asked_after()), content)
}

fn content(view: StatementsView) -> AnyView {
    let texts = statement();
    let upload = view.may_upload.then(|| upload(UPLOAD, view.request_no, &texts.upload));
    let list = if view.files.rows.is_empty() {
        empty(texts.none_title, texts.none_text)
    } else {
        let columns = vec![words(texts.file_name), words(texts.state), words(texts.uploaded)];
        let shown = view.files.rows.len();
        let table = table(texts.files, columns, view.files.rows.into_iter().map(row).collect(), None);
        view! { {table} {pager(shown, view.files.next)} }.into_any()
    };
    view! {
        {header(admin().statements, texts.note, None)}
        {upload}
        <section class="section">
            <h2>{texts.files}</h2>
            {list}
        </section>
    }
    .into_any()
}

/// Where a file stands, in a word.
pub(super) fn state(state: ImportState) -> AnyView {
    let texts = statement();
    match state {
        ImportState::Confirmed => status(Tone::Done, texts.confirmed).into_any(),
        ImportState::Previewed => status(Tone::Due, texts.to_confirm).into_any(),
        ImportState::GivenBack => status(Tone::Neutral, texts.given_back).into_any(),
    }
}

fn row(file: StatementFileView) -> Vec<AnyView> {
    cells![
        view! { <a href=format!("/admin/statements/{}", file.id)>{file.file_name}</a> },
        state(file.state),
        view! { {when(file.uploaded_at)} <small>{file.uploaded_by}</small> },
    ]
}

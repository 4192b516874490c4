//! Uploading operating data, and what was uploaded.

use leptos::prelude::*;
use parts::{
    components::{
        pager::{asked_after, pager},
        status::{Tone, status},
    },
    texts::word,
};

use super::{
    around::{empty, header, loaded, when},
    table::{cells, figures, prose, table, words},
};
use crate::{
    api::operating_data::{ImportView, ImportsView, UPLOAD, imports},
    pages::upload::{Upload, upload},
    texts::operating_data::operating_data,
};

#[must_use]
pub fn page() -> AnyView {
    loaded(("/admin/operating-data", word().operating_data()), imports(asked_after()), content)
}

fn content(view: ImportsView) -> AnyView {
    let texts = operating_data();
    let form = Upload {
        to: UPLOAD.to_owned(),
        title: texts.upload_title(),
        label: texts.upload_label(),
        hint: texts.upload_hint(),
        accept: ".xlsx,.csv,.txt",
        button: texts.upload_button(),
    };
    let upload = view.may_upload.then(|| upload(form, view.request_no, ()));
    let list = if view.imports.rows.is_empty() {
        empty(texts.none_title(), texts.none_text())
    } else {
        let columns = vec![
            prose(texts.file_name()),
            words(word().state()),
            figures(texts.rows()),
            figures(texts.rows_new()),
            figures(texts.rows_changed()),
            figures(texts.rows_same()),
            figures(texts.errors()),
            words(texts.uploaded()),
        ];
        let shown = view.imports.rows.len();
        let table = table(texts.imports(), columns, view.imports.rows.into_iter().map(row).collect(), None);
        view! { {table} {pager(shown, view.imports.next)} }.into_any()
    };
    view! {
        {header(word().operating_data(), texts.note(), None)}
        {upload}
        <section class="section">
            <h2>{texts.imports()}</h2>
            {list}
        </section>
    }
    .into_any()
}

/// How far an import is, in a word.
pub(super) fn state(import: &ImportView) -> AnyView {
    let texts = operating_data();
    if import.confirmed {
        status(Tone::Done, texts.confirmed()).into_any()
    } else if import.errors_total > 0 {
        status(Tone::Bad, texts.has_errors()).into_any()
    } else {
        status(Tone::Due, texts.to_confirm()).into_any()
    }
}

fn row(import: ImportView) -> Vec<AnyView> {
    let state = state(&import);
    cells![
        view! { <a href=format!("/admin/operating-data/{}", import.id)>{import.file_name}</a> },
        state,
        import.rows_total.to_string(),
        import.rows_new.to_string(),
        import.rows_changed.to_string(),
        import.rows_same.to_string(),
        import.errors_total.to_string(),
        view! { {when(import.uploaded_at)} <small>{import.uploaded_by}</small> },
    ]
}

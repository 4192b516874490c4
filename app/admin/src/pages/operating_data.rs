//! Uploading operating data, and what was uploaded.

use domain::import::ImportState;
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell, empty::empty, icon::Icon, load::loaded, pager::asked_after, status::Tone, table::Table,
        upload::Upload,
    },
    texts::word,
};

use super::upload::Files;
use crate::{
    api::{
        operating_data::{ImportView, UPLOAD, imports},
        upload::FilesView,
    },
    texts::operating_data::operating_data,
};

pub(super) const LIST: &str = "/admin/operating-data";

#[must_use]
pub fn page() -> AnyView {
    loaded((LIST, word().operating_data()), imports(asked_after()), content)
}

fn content(view: FilesView<ImportView>) -> AnyView {
    let texts = operating_data();
    let form = Upload {
        to: UPLOAD.to_owned(),
        title: texts.upload_title(),
        label: texts.upload_label(),
        hint: texts.upload_hint(),
        accept: ".xlsx,.csv,.txt",
        button: texts.upload_button(),
    };
    let page = Files {
        title: word().operating_data(),
        note: texts.note(),
        heading: texts.imports(),
        filters: ().into_any(),
        none: empty(Icon::List, texts.none_title(), texts.none_text()),
        form,
    };
    page.page(view, table(), || ().into_any())
}

/// How far an import is, in a word.
pub(super) fn state(import: &ImportView) -> Cell {
    let texts = operating_data();
    match import.state {
        ImportState::Confirmed => Cell::status(Tone::Done, texts.confirmed()),
        ImportState::GivenBack | ImportState::Discarded => Cell::status(Tone::Neutral, texts.discarded()),
        ImportState::Previewed if import.errors_total > 0 => Cell::status(Tone::Bad, texts.has_errors()),
        ImportState::Previewed => Cell::status(Tone::Due, texts.to_confirm()),
    }
}

fn table() -> Table<ImportView> {
    let texts = operating_data();
    Table::<ImportView>::new(texts.imports())
        .prose(word().file(), |import| Cell::text(&import.file_name).to(format!("{LIST}/{}", import.id)))
        .words(word().state(), state)
        .figures(texts.rows(), |import| import.rows_total.to_string())
        .figures(texts.rows_new(), |import| import.rows_new.to_string())
        .figures(texts.rows_changed(), |import| import.rows_changed.to_string())
        .figures(texts.rows_same(), |import| import.rows_same.to_string())
        .figures(texts.errors(), |import| import.errors_total.to_string())
        .words(word().uploaded(), |import| Cell::time(&import.uploaded_at).note(import.uploaded_by.clone()))
}

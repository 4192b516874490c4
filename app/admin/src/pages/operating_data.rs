//! Uploading operating data, and what was uploaded.

use domain::import::ImportState;
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        load::loaded,
        narrow::{Filters, SortKey},
        pager::asked_after,
        status::Tone,
        table::Table,
        tabs::{asked_one, tab},
        upload::{TABLES, Upload},
        value::grouped,
    },
    texts::{narrow::narrow, word},
};
use services::operating_data::ImportFilter;

use super::upload::Files;
use crate::{
    api::{
        operating_data::{ImportView, UPLOAD, imports},
        upload::FilesView,
    },
    texts::operating_data::operating_data,
};

pub(super) const LIST: &str = "/admin/operating-data";
/// Whoever confirms such a file is who discards it: none is given back.
const STATES: [ImportState; 3] = [ImportState::Previewed, ImportState::Confirmed, ImportState::Discarded];

#[must_use]
pub fn page() -> AnyView {
    let (texts, of, one) = (operating_data(), narrow(), asked_one::<ImportState>());
    let filters = Filters { path: LIST, hint: of.file_hint(), day: of.uploaded_on(), amount: "" };
    let list = NarrowedList::asked(filters, empty(Icon::List, texts.none_title(), texts.none_text())).each(
        word().state(),
        one.map(ImportState::code),
        STATES.map(|state| tab(state.code(), word_of(state))),
    );
    let files = imports(one.map_or(ImportFilter::All, ImportFilter::Of), list.query(), asked_after());
    let (filters, none) = list.head();
    loaded((LIST, word().operating_data()), files, move |view| content(view, filters, none))
}

fn content(view: FilesView<ImportView>, filters: AnyView, none: AnyView) -> AnyView {
    let texts = operating_data();
    let form = Upload {
        to: UPLOAD.to_owned(),
        title: texts.upload_title(),
        label: texts.upload_label(),
        hint: texts.upload_hint(),
        accept: TABLES,
        button: word().upload_and_check(),
    };
    let page =
        Files { title: word().operating_data(), note: texts.note(), heading: word().uploads(), filters, none, form };
    page.page(view, table().sortable(), || ().into_any())
}

/// Where a file stands, in a word.
fn word_of(state: ImportState) -> &'static str {
    let texts = operating_data();
    match state {
        ImportState::Recording | ImportState::Confirmed => texts.confirmed(),
        ImportState::GivenBack | ImportState::Discarded => word().discarded(),
        ImportState::Previewed => word().to_confirm(),
    }
}

/// How far an import is, in a word.
pub(super) fn state(import: &ImportView) -> Cell {
    let tone = match import.state {
        ImportState::Recording | ImportState::Confirmed => Tone::Done,
        ImportState::GivenBack | ImportState::Discarded => Tone::Neutral,
        ImportState::Previewed if import.errors_total > 0 => {
            return Cell::status(Tone::Bad, word().has_errors());
        }
        ImportState::Previewed => Tone::Due,
    };
    Cell::status(tone, word_of(import.state))
}

fn table() -> Table<ImportView> {
    let texts = operating_data();
    Table::<ImportView>::new(word().uploads())
        .prose(word().file(), |import| Cell::text(&import.file_name).to(format!("{LIST}/{}", import.id)))
        .words(word().state(), state)
        .figures(texts.rows(), |import| grouped(import.rows_total))
        .figures(texts.rows_new(), |import| grouped(import.rows_new))
        .figures(texts.rows_changed(), |import| grouped(import.rows_changed))
        .figures(texts.rows_same(), |import| grouped(import.rows_same))
        .figures(texts.errors(), |import| grouped(import.errors_total))
        .words(word().uploaded(), |import| Cell::time(&import.uploaded_at).note(import.uploaded_by.clone()))
        .sorted_by(SortKey::Time)
}

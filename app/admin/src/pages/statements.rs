//! Uploading bank statements, and what was uploaded.

use domain::{Amount, import::ImportState};
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        load::loaded,
        money::money,
        narrow::{Filters, SortKey},
        pager::asked_after,
        status::{Tone, status},
        table::Table,
        tabs::{asked_one, tab},
        upload::Upload,
        value::NONE,
    },
    texts::{narrow::narrow, word},
};
use services::bank_movement::ImportFilter;

use super::upload::{Files, account_field};
use crate::{
    api::{
        statement::{FileAccountView, StatementFileView, UPLOAD, statements},
        upload::FilesView,
    },
    texts::{admin, statement::statement},
};

pub(super) const LIST: &str = "/admin/statements";

#[must_use]
pub fn page() -> AnyView {
    let (texts, of, one) = (statement(), narrow(), asked_one::<ImportState>());
    let filters = Filters { path: LIST, hint: of.file_hint(), day: of.uploaded_on(), amount: "" };
    let list = NarrowedList::asked(filters, empty(Icon::List, texts.none_title(), texts.none_text())).each(
        word().state(),
        one.map(ImportState::code),
        ImportState::ALL.map(|state| tab(state.code(), word_of(state))),
    );
    let filter = one.map_or(ImportFilter::All, ImportFilter::Of);
    let files = statements(filter, list.query(), asked_after());
    let (filters, none) = list.head();
    loaded((LIST, admin().statements()), files, move |view| content(view, filters, none))
}

fn content(view: FilesView<StatementFileView>, filters: AnyView, none: AnyView) -> AnyView {
    let texts = statement();
    let form = Upload {
        to: UPLOAD.to_owned(),
        title: texts.upload_title(),
        label: texts.upload_label(),
        hint: texts.upload_hint(),
        accept: ".xlsx,.csv,.txt,.xml",
        button: texts.upload_button(),
    };
    let page =
        Files { title: admin().statements(), note: texts.note(), heading: word().uploads(), filters, none, form };
    page.page(view, table().sortable(), || account_field(UPLOAD).into_any())
}

/// Where a file stands, in a word.
fn word_of(state: ImportState) -> &'static str {
    let texts = statement();
    match state {
        ImportState::Recording => texts.recording(),
        ImportState::Confirmed => texts.confirmed(),
        ImportState::Previewed => word().to_confirm(),
        ImportState::Discarded => word().discarded(),
        ImportState::GivenBack => texts.given_back(),
    }
}

/// The same as a chip.
pub(super) fn state(state: ImportState) -> Cell {
    let tone = match state {
        ImportState::Recording => Tone::Active,
        ImportState::Confirmed => Tone::Done,
        ImportState::Previewed => Tone::Due,
        ImportState::Discarded | ImportState::GivenBack => Tone::Neutral,
    };
    Cell::status(tone, word_of(state))
}

fn table() -> Table<StatementFileView> {
    let texts = statement();
    Table::<StatementFileView>::new(word().uploads())
        .prose(word().file(), |file| Cell::text(&file.file_name).to(format!("{LIST}/{}", file.id)))
        .words(texts.accounts_days(), move |file| {
            let numbers = file.accounts.iter().map(|account| account.account_no.clone());
            let numbers = numbers.map(|number| view! { <code class="ref block">{number}</code> }).collect_view();
            Cell::view(numbers).note(texts.period(&file.from_on, &file.to_on))
        })
        .figures(texts.count(), |file| file.movements.to_string())
        .figures(word().opening_balance(), |file| balances(file, |account| account.opening))
        .figures(word().closing_balance(), |file| balances(file, |account| account.closing))
        .words(word().state(), |file| state(file.state).note_of(found(file)).note_of(same(file)))
        .words(word().uploaded(), |file| Cell::time(&file.uploaded_at).note(file.uploaded_by.clone()))
        .sorted_by(SortKey::Time)
}

/// A balance of every account, in the order of the accounts.
fn balances(file: &StatementFileView, of: fn(&FileAccountView) -> Option<Amount>) -> Cell {
    match file.accounts.as_slice() {
        [only] => of(only).into(),
        accounts => {
            let each = accounts.iter().map(|account| {
                let balance = of(account).map_or_else(|| NONE.into_any(), |amount| money(amount).into_any());
                view! { <span class="block">{balance}</span> }
            });
            Cell::view(each.collect_view())
        }
    }
}

/// How much a person has to know of it, or to explain.
fn found(file: &StatementFileView) -> Option<impl IntoView + use<>> {
    let texts = statement();
    // What was decided about was explained.
    let grave = if file.state == ImportState::Previewed { Tone::Due } else { Tone::Neutral };
    match (file.grave, file.findings) {
        (0, 0) => None,
        (0, count) => Some(status(Tone::Neutral, texts.to_know(count))),
        (count, _) => Some(status(grave, texts.to_explain(count))),
    }
}

/// The way to another file of the very same bytes.
fn same(file: &StatementFileView) -> Option<impl IntoView + use<>> {
    let texts = statement();
    file.same.clone().map(|(id, state)| {
        let words = if state == ImportState::Previewed { texts.same_waits() } else { texts.same_confirmed() };
        view! { <a href=format!("{LIST}/{id}")>{words}</a> }
    })
}

//! Uploading bank statements, and what was uploaded.

use domain::{Amount, import::ImportState};
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        load::loaded,
        money::money,
        pager::asked_after,
        status::{Tone, status},
        table::Table,
        upload::Upload,
        value::NONE,
    },
    texts::word,
};

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
    loaded((LIST, admin().statements()), statements(asked_after()), content)
}

fn content(view: FilesView<StatementFileView>) -> AnyView {
    let texts = statement();
    let form = Upload {
        to: UPLOAD.to_owned(),
        title: texts.upload_title(),
        label: texts.upload_label(),
        hint: texts.upload_hint(),
        accept: ".xlsx,.csv,.txt,.xml",
        button: texts.upload_button(),
    };
    let page = Files {
        title: admin().statements(),
        note: texts.note(),
        heading: texts.files(),
        none: (texts.none_title(), texts.none_text()),
        form,
    };
    page.page(view, table(), || account_field().into_any())
}

/// Where a file stands, in a word.
pub(super) fn state(state: ImportState) -> Cell {
    let texts = statement();
    match state {
        ImportState::Confirmed => Cell::status(Tone::Done, texts.confirmed()),
        ImportState::Previewed => Cell::status(Tone::Due, texts.to_confirm()),
        ImportState::Discarded => Cell::status(Tone::Neutral, texts.discarded()),
        ImportState::GivenBack => Cell::status(Tone::Neutral, texts.given_back()),
    }
}

fn table() -> Table<StatementFileView> {
    let texts = statement();
    Table::<StatementFileView>::new(texts.files())
        .prose(texts.file_name(), |file| Cell::text(&file.file_name).to(format!("{LIST}/{}", file.id)))
        .words(texts.accounts_days(), move |file| {
            let numbers = file.accounts.iter().map(|account| account.account_no.clone());
            let numbers = numbers.map(|number| view! { <code class="ref block">{number}</code> }).collect_view();
            Cell::view(numbers).note(texts.period(&file.from_on, &file.to_on))
        })
        .figures(texts.count(), |file| file.movements.to_string())
        .figures(texts.opening(), |file| balances(file, |account| account.opening))
        .figures(texts.closing(), |file| balances(file, |account| account.closing))
        .words(word().state(), |file| state(file.state).note_of(found(file)).note_of(same(file)))
        .words(texts.uploaded(), |file| Cell::time(&file.uploaded_at).note(file.uploaded_by.clone()))
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
        let words = if state == ImportState::Confirmed { texts.same_confirmed() } else { texts.same_waits() };
        view! { <a href=format!("{LIST}/{id}")>{words}</a> }
    })
}

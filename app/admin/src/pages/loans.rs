//! Finding a loan by its number, its agent or its funder.

use leptos::prelude::*;
use parts::{
    components::{cell::Cell, list::SearchedList, status::Tone, table::Table, value::when},
    texts::word,
};

use super::links;
use crate::{
    api::ledger::{FoundLoanView, find_loans},
    texts::{admin, ledger::ledger},
};

pub(super) const PATH: &str = "/admin/ledger/loans";

#[must_use]
pub fn page() -> AnyView {
    let texts = ledger();
    SearchedList {
        path: PATH,
        title: admin().loans(),
        note: texts.loans_note(),
        label: texts.find(),
        none: Some((texts.no_loans_title(), texts.no_loans_text())),
    }
    .page(find_loans, table)
}

fn table() -> Table<FoundLoanView> {
    Table::<FoundLoanView>::new(admin().loans())
        .words(word().loan(), |loan| {
            Cell::reference(&loan.reference)
                .to(format!("{PATH}/{}", loan.id))
                .note(view! { {word().credited_on()} " " {when(&loan.credited_on)} })
        })
        .words(word().agent(), |loan| links::shop(&loan.agent_name, &loan.agent))
        .words(word().funder(), |loan| links::partner(&loan.funder_name, &loan.funder))
        .figures(word().principal(), |loan| loan.principal)
        .figures(ledger().outstanding(), |loan| match loan.outstanding {
            owed if owed.is_zero() => Cell::status(Tone::Done, word().settled()),
            owed => owed.into(),
        })
}

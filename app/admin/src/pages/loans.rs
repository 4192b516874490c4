//! Finding a loan by its number, its agent or its funder.

use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::{empty, nothing_found},
        icon::Icon,
        load::load,
        narrow::{Filters, SortKey, asked_narrow},
        page_header::PageHeader,
        pager::asked_after,
        status::Tone,
        table::Table,
        value::when,
    },
    texts::{narrow::narrow, word},
};

use super::links;
use crate::{
    api::ledger::{FoundLoanView, find_loans},
    texts::{admin, ledger::ledger},
};

pub(super) const PATH: &str = links::LOANS;

#[must_use]
pub fn page() -> AnyView {
    let (texts, query, of) = (ledger(), asked_narrow(), narrow());
    let narrowed = query.is_given();
    let filters = Filters { path: PATH, hint: of.house_hint(), day: of.credited_on(), amount: of.principal() };
    view! {
        <PageHeader title=admin().loans()>{texts.loans_note()}</PageHeader>
        {filters.view(&query)}
        {load(find_loans(query, asked_after()), move |page| {
            let none = if narrowed {
                nothing_found(PATH)
            } else {
                empty(Icon::List, texts.no_loans_title(), texts.no_loans_text())
            };
            table().page(page, none)
        })}
    }
    .into_any()
}

fn table() -> Table<FoundLoanView> {
    Table::<FoundLoanView>::new(admin().loans())
        .sortable()
        .words(word().loan(), |loan| {
            Cell::reference(&loan.reference)
                .to(format!("{PATH}/{}", loan.id))
                .note(view! { {word().credited_on()} " " {when(&loan.credited_on)} })
        })
        .words(word().agent(), |loan| links::shop(&loan.agent_name, &loan.agent))
        .words(word().funder(), |loan| links::partner(&loan.funder_name, &loan.funder))
        .figures(word().principal(), |loan| loan.principal)
        .summed()
        .sorted_by(SortKey::Amount)
        .figures(word().unpaid_principal(), |loan| match loan.outstanding {
            owed if owed.is_zero() => Cell::status(Tone::Done, word().settled()),
            owed => owed.into(),
        })
        .summed()
}

//! Finding a loan by its number, its agent or its funder.

use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        status::Tone,
        table::Table,
        tabs::{asked_state, tab},
        value::when,
    },
    texts::{narrow::narrow, word},
};
use services::loan::{FoundFilter, LoanFilter};

use super::links;
use crate::{
    api::ledger::{FoundLoanView, find_loans},
    texts::{admin, ledger::ledger},
};

pub(super) const PATH: &str = links::LOANS;

#[must_use]
pub fn page() -> AnyView {
    let (texts, of) = (ledger(), narrow());
    let here = asked_state(&["", "open", "overdue", "settled"]);
    let part = match here {
        "open" => FoundFilter::Of(LoanFilter::Open),
        "overdue" => FoundFilter::Of(LoanFilter::Overdue),
        "settled" => FoundFilter::Of(LoanFilter::Settled),
        _ => FoundFilter::All,
    };
    let parts = vec![
        tab("", word().all()),
        tab("open", texts.open_loans()),
        tab("overdue", word().overdue()),
        tab("settled", word().settled()),
    ];
    let filters = Filters { path: PATH, hint: of.house_hint(), day: of.credited_on(), amount: of.principal() };
    let list = NarrowedList::asked(filters, empty(Icon::List, texts.no_loans_title(), texts.no_loans_text()))
        .parts(word().state(), here, parts)
        .narrowed(part != FoundFilter::All);
    view! {
        <PageHeader title=admin().loans()>{texts.loans_note()}</PageHeader>
        {list.view(move |query, after| find_loans(part, query, after), |page, none| table().page(page, none))}
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

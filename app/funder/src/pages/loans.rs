//! The funder's loans.

use domain::{Amount, loan::LoanState};
use leptos::prelude::*;
use partner::{
    api::loan::{falling_due, lent},
    pages::{
        loan::{holder, state},
        transfers::together,
    },
};
use parts::{
    api::{date, loan::LoanView},
    components::{
        batch::Tick,
        cell::Cell,
        empty::empty,
        expected::DUE,
        icon::Icon,
        list::NarrowedList,
        load::load,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        pager::asked_after,
        query::asked_for,
        table::Table,
        tabs::{asked_state, tab},
    },
    texts::{narrow::narrow, word},
};
use services::loan::LoanFilter;

use super::links;
use crate::texts::{funder, lending::lending};

pub(super) const LIST: &str = "/funder/loans";

#[must_use]
pub fn page() -> AnyView {
    if let Some(on) = asked_for(DUE).filter(|on| date(on).is_ok()) {
        return due_on(on);
    }
    let own = lending();
    let here = asked_state(&["", "overdue", "settled"]);
    let filter = match here {
        "overdue" => LoanFilter::Overdue,
        "settled" => LoanFilter::Settled,
        _ => LoanFilter::Open,
    };
    let of = narrow();
    let filters = Filters { path: LIST, hint: of.shop_hint(), day: of.credited_on(), amount: of.principal() };
    let all = vec![tab("", own.open_loans()), tab("overdue", word().overdue()), tab("settled", word().settled())];
    let list = NarrowedList::asked(filters, none(filter)).parts(word().state(), here, all);
    view! {
        <PageHeader title=word().loans()>{own.loans_note()}</PageHeader>
        {list.view(|query, after| lent(filter, query, after), |(page, number), none| {
            table(&page.rows).batch(number.map(together), tick).sortable().page(page, none)
        })}
    }
    .into_any()
}

/// Exactly the loans of which something falls due on a day.
fn due_on(on: String) -> AnyView {
    let own = lending();
    let title = own.due_on(&on);
    view! {
        <PageHeader title below=(LIST, word().loans())>{own.due_on_note()}</PageHeader>
        {load(falling_due(on, asked_after()), move |page| {
            table(&page.rows).page(page, empty(Icon::Check, own.none_due(), own.none_due_text()))
        })}
    }
    .into_any()
}

/// What is overdue and not transferred yet can change hands.
fn tick(loan: &LoanView) -> Option<Tick> {
    let goes = matches!(loan.state, LoanState::Overdue { .. }) && !loan.transferred;
    goes.then(|| Tick { id: loan.id.clone(), name: loan.reference.clone(), amount: Some(loan.outstanding) })
}

fn none(filter: LoanFilter) -> AnyView {
    let own = lending();
    match filter {
        LoanFilter::Open => empty(Icon::Ledger, own.no_open_loans(), own.no_loans_text()),
        LoanFilter::Overdue => empty(Icon::Check, own.no_overdue_loans(), own.no_overdue_loans_text()),
        LoanFilter::Settled => empty(Icon::Ledger, own.no_settled_loans(), own.no_settled_loans_text()),
    }
}

/// The table of these loans.
pub(super) fn table(rows: &[LoanView]) -> Table<LoanView> {
    let own = lending();
    let sum = |of: fn(&LoanView) -> Amount| rows.iter().map(of).sum::<Amount>();
    Table::<LoanView>::new(word().loans())
        .words(word().reference(), |loan| Cell::reference(&loan.reference).to(format!("{LIST}/{}", loan.id)))
        .total(word().page_total())
        .words(word().shop(), |loan| links::shop(&loan.agent_name, &loan.agent))
        .words(word().state(), |loan| state(loan).note_of(holder(loan).filter(|_| loan.transferred)))
        .figures(word().principal(), |loan| {
            let credited_on = loan.credited_on.clone();
            Cell::from(loan.principal).note(view! { {word().credited_on()} " " <time>{credited_on}</time> })
        })
        .total(sum(|loan| loan.principal))
        .sorted_by(SortKey::Amount)
        .figures(word().outstanding(), move |loan| {
            Cell::from(loan.outstanding).note(own.at_rate(&loan.terms.annual_rate.percent()))
        })
        .total(sum(|loan| loan.outstanding))
        .figures(word().next_due(), next_due)
}

/// What is to be paid next, and when.
fn next_due(loan: &LoanView) -> Cell {
    let (amount, on) = if loan.overdue_days > 0 {
        (loan.due_today, funder().due_now().to_owned())
    } else {
        (loan.next_due, loan.next_due_on.clone())
    };
    Cell::side(amount).note_of((!amount.is_zero()).then(|| view! { <time>{on}</time> }))
}

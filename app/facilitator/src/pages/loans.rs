//! The loans of the platform that the facilitator holds.

use leptos::prelude::*;
use partner::{api::loan::held, pages::loan::state};
use parts::{
    api::loan::LoanView,
    components::{
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        table::Table,
        value::when,
    },
    texts::{narrow::narrow, word},
};

use crate::texts::facilitator;

pub const LIST: &str = "/facilitator/loans";

#[must_use]
pub fn page() -> AnyView {
    let (texts, of) = (facilitator(), narrow());
    let filters = Filters { path: LIST, hint: of.shop_hint(), day: of.credited_on(), amount: of.principal() };
    let list = NarrowedList::asked(filters, empty(Icon::Ledger, texts.no_loans(), texts.no_loans_text()));
    view! {
        <PageHeader title=word().loans()>{texts.loans_note()}</PageHeader>
        {list.view(held, |page, none| table().sortable().page(page, none))}
    }
    .into_any()
}

fn table() -> Table<LoanView> {
    let texts = facilitator();
    Table::<LoanView>::new(word().loans())
        .words(word().reference(), |loan| {
            Cell::reference(&loan.reference).to(format!("{LIST}/{}", loan.id)).note(when(&loan.credited_on))
        })
        .sorted_by(SortKey::Time)
        .words(word().shop(), |loan| Cell::text(&loan.agent_name).note(loan.funder_name.clone()))
        .words(word().state(), state)
        .figures(word().principal(), |loan| loan.principal)
        .summed()
        .sorted_by(SortKey::Amount)
        .figures(word().outstanding(), |loan| loan.outstanding)
        .summed()
        .figures(word().payoff(), |loan| loan.payoff)
        .summed()
        .words(texts.held_since(), |loan| Cell::time(&loan.held_since))
}

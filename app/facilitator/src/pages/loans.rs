//! The loans of the platform that the facilitator holds.

use leptos::prelude::*;
use partner::{api::loan::held, pages::loan::state};
use parts::{
    api::loan::LoanView,
    components::{
        cell::Cell, empty::empty, icon::Icon, load::load, page_header::PageHeader, pager::asked_after, table::Table,
    },
    texts::word,
};

use crate::texts::facilitator;

pub const LIST: &str = "/facilitator/loans";

#[must_use]
pub fn page() -> AnyView {
    let texts = facilitator();
    view! {
        <PageHeader title=word().loans()>{texts.loans_note()}</PageHeader>
        {load(held(asked_after()), move |page| {
            table().page(page, empty(Icon::Ledger, texts.no_loans(), texts.no_loans_text()))
        })}
    }
    .into_any()
}

fn table() -> Table<LoanView> {
    let texts = facilitator();
    Table::<LoanView>::new(word().loans())
        .words(word().reference(), |loan| Cell::reference(&loan.reference).to(format!("{LIST}/{}", loan.id)))
        .words(word().shop(), |loan| Cell::text(&loan.agent_name).note(loan.funder_name.clone()))
        .words(word().state(), state)
        .figures(word().outstanding(), |loan| loan.outstanding)
        .summed()
        .figures(word().payoff(), |loan| loan.payoff)
        .summed()
        .words(texts.held_since(), |loan| Cell::time(&loan.held_since))
}

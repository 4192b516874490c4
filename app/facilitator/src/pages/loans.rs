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
        tabs::{asked_state, tab},
        value::when,
    },
    texts::{narrow::narrow, word},
};
use services::loan::{FoundFilter, LoanFilter};

use crate::texts::facilitator;

pub const LIST: &str = "/facilitator/loans";

#[must_use]
pub fn page() -> AnyView {
    let (texts, of) = (facilitator(), narrow());
    let filters = Filters { path: LIST, hint: of.shop_hint(), day: of.credited_on(), amount: of.principal() };
    let here = asked_state(&["", "overdue", "settled"]);
    let part = match here {
        "overdue" => FoundFilter::Of(LoanFilter::Overdue),
        "settled" => FoundFilter::Of(LoanFilter::Settled),
        _ => FoundFilter::All,
    };
    let parts = vec![tab("", word().all()), tab("overdue", word().overdue()), tab("settled", word().settled())];
    let list = NarrowedList::asked(filters, empty(Icon::Ledger, texts.no_loans(), texts.no_loans_text()))
        .parts(word().state(), here, parts)
        .narrowed(part != FoundFilter::All);
    view! {
        <PageHeader title=word().loans()>{texts.loans_note()}</PageHeader>
        {list.view(move |query, after| held(part, query, after), |page, none| table().sortable().page(page, none))}
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

//! Draws: what waits for payment, and all that ever were.

use domain::{Amount, draw::DrawPhase};
use leptos::{prelude::*, server_fn::ServerFn};
use partner::{
    pages::draw::{funds, information, state},
    texts::draw::draw,
};
use parts::{
    api::draw::DrawView,
    components::{
        batch::{Batch, Tick},
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        table::Table,
        tabs::{Tab, asked_state, tabs},
        value::when,
    },
    texts::{narrow::narrow, terms, word},
};
use services::draw::DrawFilter;

use super::links;
use crate::{
    api::draw::{AcceptDraws, DrawListView, draws_of_funder},
    texts::{draw::draw as texts_of_draws, funder},
};

pub(super) const LIST: &str = "/funder/draws";
/// The parts of the list, and what each holds. The first is what waits for the visitor's own answer.
const STATES: [&str; 5] = ["", "awaiting", "credited", "ended", "all"];

#[must_use]
pub fn page() -> AnyView {
    let here = asked_state(&STATES);
    let filter = match here {
        "awaiting" => DrawFilter::Awaiting,
        "credited" => DrawFilter::Credited,
        "ended" => DrawFilter::Ended,
        "all" => DrawFilter::All,
        _ => DrawFilter::Requested,
    };
    let (texts, own) = (narrow(), texts_of_draws());
    let filters =
        Filters { path: LIST, hint: texts.shop_hint(), day: texts.requested_on(), amount: word().plain_amount() };
    let none = if here.is_empty() {
        empty(Icon::Check, own.no_open_draws(), own.no_open_draws_text())
    } else {
        empty(Icon::Borrow, own.no_draws(), own.no_draws_text())
    };
    let list = NarrowedList::asked(filters, none);
    view! {
        <PageHeader title=funder().draws()>{own.draws_note()}</PageHeader>
        {list.view(|query, after| draws_of_funder(filter, query, after), move |view, none| content(view, here, none))}
    }
    .into_any()
}

fn content(view: DrawListView, here: &'static str, none: AnyView) -> AnyView {
    let (texts, own) = (funder(), texts_of_draws());
    let part = |state| {
        let (name, count) = match state {
            "" => (texts.draws_to_answer(), Some(view.open.requested)),
            "awaiting" => (own.awaiting(), Some(view.open.awaiting)),
            "credited" => (word().credited(), None),
            "ended" => (own.ended_unpaid(), None),
            _ => (word().all(), None),
        };
        Tab { state, name, count }
    };
    view! {
        {tabs(word().state(), here, STATES.map(part).to_vec())}
        {table(&view.page.rows, texts.draws()).sortable().batch(view.request_no.map(acceptance), tick).page(view.page, none)}
    }
    .into_any()
}

/// A draw can be accepted that was not answered.
fn tick(draw: &DrawView) -> Option<Tick> {
    let waits = draw.phase == DrawPhase::Requested;
    waits.then(|| Tick { id: draw.id.clone(), name: draw.reference.clone(), amount: Some(draw.amount) })
}

fn acceptance(request_no: String) -> Batch {
    let own = texts_of_draws();
    let fields = view! { <span class="muted">{own.accept_text()}</span> };
    Batch { path: AcceptDraws::PATH, request_no, fields: fields.into_any(), act: own.accept() }
}

/// The table of these draws, here and on the workbench.
pub fn table(rows: &[DrawView], label: &'static str) -> Table<DrawView> {
    let own = draw();
    let sum: Amount = rows.iter().map(|draw| draw.amount).sum();
    Table::<DrawView>::new(label)
        .words(word().reference(), |draw| Cell::reference(&draw.reference).to(format!("{LIST}/{}", draw.id)))
        .total(word().page_total())
        .words(word().shop(), |draw| links::shop(&draw.agent_name, &draw.agent).note(when(&draw.requested_at)))
        .figures(word().amount(), |draw| {
            let tenor = draw.tenor.parse().map_or_else(|_| draw.tenor.clone(), terms::tenor);
            Cell::from(draw.amount).note(tenor)
        })
        .total(sum)
        .sorted_by(SortKey::Amount)
        .words(word().state(), |draw| state(draw.phase))
        .words(own.information(), information)
        .words(own.funds(), funds)
}

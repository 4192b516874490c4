//! Draws: what waits for payment, and all that ever were.

use domain::Amount;
use leptos::prelude::*;
use parts::{
    api::draw::DrawView,
    components::{
        icon::Icon,
        load::load,
        money::money,
        pager::{Part, asked_after, asked_state, pager, parts},
    },
    texts::{terms, word},
};
use services::draw::DrawFilter;

use super::{
    heading::{empty, heading},
    standing,
};
use crate::{
    api::draw::{DrawListView, draws_of_funder},
    texts::{draw::draw as texts_of_draws, funder},
};

/// The parts of the list, and what each holds. The first is what waits for the visitor's own answer.
const STATES: [&str; 5] = ["", "awaiting", "credited", "ended", "all"];

#[must_use]
pub fn page() -> AnyView {
    let here = asked_state(&STATES);
    let filter = match here {
        "awaiting" => Some(DrawFilter::Awaiting),
        "credited" => Some(DrawFilter::Credited),
        "ended" => Some(DrawFilter::Ended),
        "all" => Some(DrawFilter::All),
        _ => None,
    };
    view! {
        {heading(funder().draws(), texts_of_draws().draws_note())}
        {load(draws_of_funder(filter, asked_after()), move |view| content(view, here))}
    }
    .into_any()
}

fn content(view: DrawListView, here: &'static str) -> AnyView {
    let (texts, own) = (funder(), texts_of_draws());
    let part = |state| {
        let (name, count) = match state {
            "" => (texts.draws_to_answer(), Some(view.open.requested)),
            "awaiting" => (own.awaiting(), Some(view.open.awaiting)),
            "credited" => (own.credited(), None),
            "ended" => (own.ended_unpaid(), None),
            _ => (word().all(), None),
        };
        Part { state, name, count }
    };
    let shown = view.page.rows.len();
    let list = if shown > 0 {
        view! { {table(view.page.rows, texts.draws())} {pager(shown, view.page.next)} }.into_any()
    } else if here.is_empty() {
        empty(Icon::Check, own.no_open_draws(), own.no_open_draws_text()).into_any()
    } else {
        empty(Icon::Borrow, own.no_draws(), own.no_draws_text()).into_any()
    };
    view! {
        {parts(word().state(), here, STATES.into_iter().map(part).collect())}
        {list}
    }
    .into_any()
}

/// Draws as a table, here and on the workbench.
pub fn table(rows: Vec<DrawView>, label: &'static str) -> AnyView {
    let own = texts_of_draws();
    let sum = rows.iter().map(|draw| draw.amount).sum::<Amount>();
    view! {
        <div class="table-wrap" role="region" aria-label=label tabindex="0">
            <table class="table">
                <caption class="visually-hidden">{label}</caption>
                <thead>
                    <tr>
                        <th scope="col">{word().reference()}</th>
                        <th scope="col">{word().shop()}</th>
                        <th scope="col" class="num">{word().amount()}</th>
                        <th scope="col">{word().state()}</th>
                        <th scope="col">{own.information()}</th>
                        <th scope="col">{own.funds()}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{word().page_total()}</th>
                        <td></td>
                        <td class="num" data-label=word().amount()>{money(sum)}</td>
                        <td colspan="3"></td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn row(draw: DrawView) -> impl IntoView {
    let own = texts_of_draws();
    let (state, information, funds) =
        (standing::draw(&draw.state), standing::information(&draw), standing::funds(&draw));
    let tenor = draw.tenor.parse().map_or(draw.tenor, terms::tenor);
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/funder/draws/{}", draw.id)>
                    <code class="ref">{draw.reference}</code>
                </a>
            </th>
            <td data-label=word().shop()>
                {draw.agent_name}
                <small>
                    <time>{draw.requested_at}</time>
                </small>
            </td>
            <td class="num" data-label=word().amount()>
                {money(draw.amount)} <small>{tenor}</small>
            </td>
            <td data-label=word().state()>{state}</td>
            <td data-label=own.information()>{information}</td>
            <td data-label=own.funds()>{funds}</td>
        </tr>
    }
}

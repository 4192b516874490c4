//! Draws: what waits for payment, and all that ever were.

use domain::Amount;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    heading::{empty, heading},
    standing,
};
use crate::{
    api::draw::{DrawView, draws},
    components::{icon::Icon, load::load, money::money},
    texts::{
        funder::{draw::draw as texts_of_draws, funder},
        terms,
    },
};

#[must_use]
pub fn page() -> AnyView {
    let all = use_query_map().with_untracked(|query| query.get_str("state") == Some("all"));
    let own = texts_of_draws();
    let tab = |href: &'static str, text: &'static str, here: bool| {
        view! { <a href=href aria-current=here.then_some("page")>{text}</a> }
    };
    view! {
        {heading(funder().draws, own.draws_note)}
        <nav class="tabs" aria-label=funder().state>
            {tab("/funder/draws", own.open, !all)}
            {tab("/funder/draws?state=all", funder().all, all)}
        </nav>
        {load(draws(!all), move |rows| content(rows, all))}
    }
    .into_any()
}

fn content(mut rows: Vec<DrawView>, all: bool) -> AnyView {
    let own = texts_of_draws();
    if rows.is_empty() && all {
        return empty(Icon::Borrow, own.no_draws, own.no_draws_text).into_any();
    }
    if rows.is_empty() {
        return empty(Icon::Check, own.no_open_draws, own.no_open_draws_text).into_any();
    }
    if !all {
        // What waits for the funder comes first, and the oldest of it.
        rows.reverse();
        rows.sort_by_key(|draw| draw.state != "requested");
    }
    table(rows, if all { funder().all } else { own.open })
}

/// Draws as a table, here and on the workbench.
pub fn table(rows: Vec<DrawView>, label: &'static str) -> AnyView {
    let (texts, own) = (funder(), texts_of_draws());
    let (count, sum) = (rows.len(), rows.iter().map(|draw| draw.amount).sum::<Amount>());
    view! {
        <div class="table-wrap" role="region" aria-label=label tabindex="0">
            <table class="table">
                <caption class="visually-hidden">{label}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts.reference}</th>
                        <th scope="col">{texts.shop}</th>
                        <th scope="col" class="num">{own.amount_yuan}</th>
                        <th scope="col">{texts.state}</th>
                        <th scope="col">{own.information}</th>
                        <th scope="col">{own.funds}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{(texts.shown)(count)}</th>
                        <td></td>
                        <td class="num" data-label=own.amount_yuan>{money(sum)}</td>
                        <td colspan="3"></td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn row(draw: DrawView) -> impl IntoView {
    let (texts, own) = (funder(), texts_of_draws());
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
            <td data-label=texts.shop>
                {draw.agent_name}
                <small>
                    <time>{draw.requested_at}</time>
                </small>
            </td>
            <td class="num" data-label=own.amount_yuan>
                {money(draw.amount)} <small>{tenor}</small>
            </td>
            <td data-label=texts.state>{state}</td>
            <td data-label=own.information>{information}</td>
            <td data-label=own.funds>{funds}</td>
        </tr>
    }
}

//! The applications that were submitted to the funder.

use leptos::prelude::*;
use parts::{
    components::{
        icon::Icon,
        load::load,
        money::money,
        pager::{asked_after, asked_for, asked_state, pager},
    },
    texts::word,
};
use services::page::Page;

use super::{
    heading::{empty, heading},
    standing,
};
use crate::{
    api::review::{ApplicationRowView, applications},
    texts::{funder, review::review},
};

/// What the list can be narrowed to, in the order of an application's life.
const STATES: [&str; 11] = [
    "",
    "submitted",
    "in_review",
    "to_confirm",
    "more_information",
    "counter_offered",
    "approved",
    "agreed",
    "rejected",
    "withdrawn",
    "lapsed",
];

/// What the address asks for.
#[derive(Clone)]
struct Asked {
    /// One of [`STATES`].
    state: &'static str,
    mine: bool,
}

#[must_use]
pub fn page() -> AnyView {
    let asked = Asked { state: asked_state(&STATES), mine: asked_for("mine").is_some() };
    let (state, mine) = (asked.state, asked.mine);
    view! {
        {heading(funder().applications(), review().list_note())}
        {filters(&asked)}
        {load(applications(state, mine, asked_after()), move |page| content(page, &asked))}
    }
    .into_any()
}

fn filters(asked: &Asked) -> impl IntoView + use<> {
    let (texts, own) = (funder(), review());
    let filtered = !asked.state.is_empty() || asked.mine;
    let options = STATES
        .into_iter()
        .skip(1)
        .map(|state| {
            let selected = state == asked.state;
            view! { <option value=state selected=selected>{own.state(state)}</option> }
        })
        .collect_view();
    view! {
        <div class="table__toolbar">
            <form class="filters" method="get" action="/funder/applications">
                <div class="field">
                    <label for="state">{word().state()}</label>
                    <select id="state" name="state">
                        <option value="">{word().all()}</option>
                        {options}
                    </select>
                </div>
                <label class="check">
                    <input type="checkbox" name="mine" value="1" checked=asked.mine />
                    <span>{own.only_mine()}</span>
                </label>
                <button class="button button--quiet">{word().filter()}</button>
                {filtered.then(|| view! { <a href="/funder/applications">{texts.clear_filter()}</a> })}
            </form>
        </div>
    }
}

fn content(page: Page<ApplicationRowView>, asked: &Asked) -> AnyView {
    let own = review();
    let filtered = !asked.state.is_empty() || asked.mine;
    if page.rows.is_empty() && filtered {
        return empty(Icon::Search, own.empty_filtered(), own.empty_filtered_text()).into_any();
    }
    if page.rows.is_empty() {
        return empty(Icon::List, own.empty(), own.empty_text()).into_any();
    }
    let shown = page.rows.len();
    view! {
        {table(page.rows, funder().applications())}
        {pager(shown, page.next)}
    }
    .into_any()
}

/// Applications as a table, here and on the workbench.
pub fn table(rows: Vec<ApplicationRowView>, label: &'static str) -> AnyView {
    let own = review();
    view! {
        <div class="table-wrap" role="region" aria-label=label tabindex="0">
            <table class="table">
                <caption class="visually-hidden">{label}</caption>
                <thead>
                    <tr>
                        <th scope="col">{word().reference()}</th>
                        <th scope="col">{word().shop()}</th>
                        <th scope="col" class="num">{own.requested_yuan()}</th>
                        <th scope="col" class="num">{own.approved_yuan()}</th>
                        <th scope="col">{word().state()}</th>
                        <th scope="col">{own.reviewer()}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(row: ApplicationRowView) -> impl IntoView {
    let (texts, own) = (funder(), review());
    let approved = match row.approved_limit {
        Some(limit) => money(limit).into_any(),
        None => texts.none().into_any(),
    };
    let reviewer = if row.reviewer.is_empty() { texts.none().to_owned() } else { row.reviewer };
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/funder/applications/{}", row.id)>
                    <code class="ref">{row.reference}</code>
                </a>
            </th>
            <td data-label=word().shop()>
                {row.shop_name.unwrap_or_else(|| texts.withheld().to_owned())}
                <small>{own.submitted_at()} " " <time>{row.submitted_at}</time></small>
            </td>
            <td class="num" data-label=own.requested_yuan()>
                {money(row.requested_limit)} <small>{own.was_offered()} " " {money(row.offered_limit)}</small>
            </td>
            <td class="num" data-label=own.approved_yuan()>{approved}</td>
            <td data-label=word().state()>{standing::application(&row.state, row.proposed)}</td>
            <td data-label=own.reviewer()>{reviewer}</td>
        </tr>
    }
}

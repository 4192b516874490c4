//! The applications that were submitted to the funder.

use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::{empty, nothing_found},
        icon::Icon,
        load::load,
        money::money,
        page_header::PageHeader,
        pager::asked_after,
        query::asked_for,
        table::Table,
        tabs::asked_state,
    },
    texts::{list::list, word},
};

use super::standing;
use crate::{
    api::review::{ApplicationRowView, applications},
    texts::{funder, review::review},
};

pub(super) const LIST: &str = "/funder/applications";
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

impl Asked {
    fn narrows(&self) -> bool {
        !self.state.is_empty() || self.mine
    }
}

#[must_use]
pub fn page() -> AnyView {
    let asked = Asked { state: asked_state(&STATES), mine: asked_for("mine").is_some() };
    let (state, mine) = (asked.state, asked.mine);
    view! {
        <PageHeader title=funder().applications()>{review().list_note()}</PageHeader>
        {filters(&asked)}
        {load(applications(state, mine, asked_after()), move |page| {
            let none = if asked.narrows() {
                nothing_found(LIST)
            } else {
                empty(Icon::List, review().empty(), review().empty_text())
            };
            table(funder().applications()).page(page, none)
        })}
    }
    .into_any()
}

fn filters(asked: &Asked) -> impl IntoView + use<> {
    let own = review();
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
            <form class="filters" method="get" action=LIST>
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
                {asked.narrows().then(|| view! { <a href=LIST>{list().clear()}</a> })}
            </form>
        </div>
    }
}

/// Applications as a table, here and on the workbench.
pub fn table(label: &'static str) -> Table<ApplicationRowView> {
    let own = review();
    Table::<ApplicationRowView>::new(label)
        .words(word().reference(), |row| Cell::reference(&row.reference).to(format!("{LIST}/{}", row.id)))
        .words(word().shop(), move |row| {
            let submitted_at = row.submitted_at.clone();
            Cell::text(row.shop_name.as_deref().unwrap_or(funder().withheld()))
                .note(view! { {own.submitted_at()} " " <time>{submitted_at}</time> })
        })
        .figures(own.requested_yuan(), move |row| {
            Cell::from(row.requested_limit).note(view! { {own.was_offered()} " " {money(row.offered_limit)} })
        })
        .figures(own.approved_yuan(), |row| row.approved_limit)
        .words(word().state(), |row| standing::application(&row.state, row.proposed))
        .words(own.reviewer(), |row| row.reviewer.clone())
}

//! The applications that were submitted to the funder.

use domain::application::ApplicationState;
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::{empty, nothing_found},
        icon::Icon,
        load::load,
        money::money,
        narrow::{Filters, asked_narrow},
        page_header::PageHeader,
        pager::asked_after,
        query::asked_for,
        table::Table,
        tabs::asked_state,
    },
    texts::{narrow::narrow, word},
};

use super::{links, standing};
use crate::{
    api::review::{ApplicationRowView, Part, applications},
    texts::{funder, review::review},
};

pub(super) const LIST: &str = "/funder/applications";
/// What the list can be narrowed to, by its name in the address, in the order of an application's life.
const PARTS: [(&str, Part); 11] = [
    ("", Part::All),
    ("submitted", Part::Of(ApplicationState::Submitted)),
    ("in_review", Part::Of(ApplicationState::InReview)),
    ("to_confirm", Part::ToConfirm),
    ("more_information", Part::Of(ApplicationState::MoreInformation)),
    ("counter_offered", Part::Of(ApplicationState::CounterOffered)),
    ("approved", Part::Of(ApplicationState::Approved)),
    ("agreed", Part::Of(ApplicationState::Agreed)),
    ("rejected", Part::Of(ApplicationState::Rejected)),
    ("withdrawn", Part::Of(ApplicationState::Withdrawn)),
    ("lapsed", Part::Of(ApplicationState::Lapsed)),
];

/// What the address asks for.
struct Asked {
    part: Part,
    mine: bool,
}

impl Asked {
    fn narrows(&self) -> bool {
        self.part != Part::All || self.mine
    }
}

#[must_use]
pub fn page() -> AnyView {
    let state = asked_state(&PARTS.map(|(state, _)| state));
    let part = PARTS.into_iter().find(|(name, _)| *name == state).map_or(Part::All, |(_, part)| part);
    let asked = Asked { part, mine: asked_for("mine").is_some() };
    let (query, texts) = (asked_narrow(), narrow());
    let narrowed = asked.narrows() || query.is_given();
    let filters = Filters { path: LIST, hint: texts.shop_hint(), day: texts.submitted_on(), amount: texts.offered() };
    view! {
        <PageHeader title=word().applications()>{review().list_note()}</PageHeader>
        {filters.with(&query, &["state", "mine"], fields(&asked))}
        {load(applications((part, asked.mine), query, asked_after()), move |page| {
            let none = if narrowed {
                nothing_found(LIST)
            } else {
                empty(Icon::List, review().empty(), review().empty_text())
            };
            table(word().applications()).page(page, none)
        })}
    }
    .into_any()
}

/// The list's own filters.
fn fields(asked: &Asked) -> impl IntoView + use<> {
    let own = review();
    let options = PARTS
        .into_iter()
        .filter_map(|(name, part)| {
            let word = match part {
                Part::All => return None,
                Part::Of(state) => own.state(state, false),
                Part::ToConfirm => own.state(ApplicationState::InReview, true),
            };
            Some(view! { <option value=name selected=part == asked.part>{word}</option> })
        })
        .collect_view();
    view! {
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
    }
}

/// Applications as a table, here and on the workbench.
pub fn table(label: &'static str) -> Table<ApplicationRowView> {
    let own = review();
    Table::<ApplicationRowView>::new(label)
        .words(word().reference(), |row| Cell::reference(&row.reference).to(format!("{LIST}/{}", row.id)))
        .words(word().shop(), move |row| {
            let submitted_at = row.submitted_at.clone();
            let shop = match &row.shop_name {
                Some(name) => links::shop(name, &row.agent),
                None => Cell::text(funder().withheld()),
            };
            shop.note(view! { {word().submitted_at()} " " <time>{submitted_at}</time> })
        })
        .words(word().state(), |row| standing::application(row.state, row.proposed))
        .figures(own.requested_yuan(), move |row| {
            Cell::from(row.requested_limit).note(view! { {own.was_offered()} " " {money(row.offered_limit)} })
        })
        .figures(own.approved_yuan(), |row| row.approved_limit)
        .words(own.reviewer(), |row| row.reviewer.clone())
}

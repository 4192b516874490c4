//! Everything about one draw: both flows and the money that came for it, what was disclosed, and what has happened to it across the
//! parties.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use partner::{
    pages::draw::{facts, flows, state},
    texts::draw::draw as words_of_draws,
};
use parts::{
    components::{
        cell::Cell,
        load::loaded,
        page_header::PageHeader,
        table::Table,
        timeline::happened,
        value::{fact, reference},
    },
    texts::word,
};

use super::{
    links::{self, LOANS as LIST},
    movements::PATH as MOVEMENTS,
};
use crate::{
    api::draw::{DrawMovementView, DrawPageView, draw},
    texts::{admin, approval::approval, lending::lending},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, admin().loans()), draw(id), content)
}

fn content(view: DrawPageView) -> AnyView {
    let item = &view.draw;
    let title = words_of_draws().draw_title(&item.amount.grouped());
    let (state, requested_at) = (state(item.phase).into_any(), item.requested_at.clone());
    let known = facts(item, links::shop(&item.agent_name, &item.agent), more(&view));
    let movements = if view.movements.is_empty() {
        view! { <p class="muted">{lending().none_matched()}</p> }.into_any()
    } else {
        matched().of(&view.movements)
    };
    view! {
        <PageHeader title below=(LIST, admin().loans()) reference=item.reference.clone()>
            {state} <span>{word().requested_at()} " " <time>{requested_at}</time></span>
        </PageHeader>
        <section class="section">
            <h2>{word().flows()}</h2>
            {flows(item, None)}
        </section>
        {known}
        <section class="section"><h2>{lending().matched()}</h2>{movements}</section>
        {happened(&view.timeline)}
    }
    .into_any()
}

/// Whose it is, on which line, from where it is paid, and what it has become.
fn more(view: &DrawPageView) -> AnyView {
    let item = &view.draw;
    let loan = item.loan.as_ref().map(|loan| fact(word().loan(), links::loan(&item.reference, loan).into_any()));
    view! {
        {fact(word().funder(), links::partner(&item.funder_name, &item.funder).into_any())}
        {fact(lending().line(), links::line(&view.line_reference, &view.line).into_any())}
        {fact(word().payer_account(), reference(&item.payer_account))}
        {loan}
    }
    .into_any()
}

fn matched() -> Table<DrawMovementView> {
    Table::<DrawMovementView>::new(lending().matched())
        .words(word().booked(), |item| {
            Cell::time(&item.booked_on).to(format!("{MOVEMENTS}/{}", item.id)).note(item.counterparty_name.clone())
        })
        .words(approval().counterparty_account(), |item| Cell::reference(&item.counterparty_account))
        .prose(word().remittance(), |item| item.remittance.clone())
        .figures(word().amount(), |item| item.amount)
}

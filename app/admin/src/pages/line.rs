//! Everything about one line: what was granted, what was drawn on it, and what has happened to it across the parties.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use partner::pages::{
    credit_line,
    draw::{funds, information, state},
};
use parts::{
    api::draw::DrawView,
    components::{
        cell::Cell,
        load::loaded,
        money::money,
        page_header::PageHeader,
        table::Table,
        timeline::happened,
        value::{fact, reference, when},
    },
    texts::{terms, word},
};

use super::links;
use crate::{
    api::credit_line::{LinePageView, line},
    texts::{agent::agent, lending::lending},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((links::AGENTS, word().agents()), line(id), content)
}

fn content(view: LinePageView) -> AnyView {
    let texts = lending();
    let title = texts.line_title(&view.limit.grouped());
    let (state, opened_on, until) =
        (credit_line::state(view.state).into_any(), view.opened_on.clone(), agent().until(&view.matures_on));
    let draws = if view.draws.is_empty() {
        view! { <p class="muted">{word().no_draws()}</p> }.into_any()
    } else {
        draws().of(&view.draws)
    };
    view! {
        <PageHeader title below=(links::AGENTS, word().agents()) reference=view.reference.clone()>
            {state} <span>{word().opened_on()} " " <time>{opened_on}</time> " " {until}</span>
        </PageHeader>
        {facts(&view)}
        <section class="section"><h2>{texts.draws()}</h2>{draws}</section>
        {happened(&view.timeline)}
    }
    .into_any()
}

fn facts(view: &LinePageView) -> impl IntoView + use<> {
    let (texts, of) = (lending(), &view.terms);
    let application = Cell::reference(&view.application_reference).to(links::trail_of(&view.application));
    view! {
        <dl class="card facts facts--3">
            {fact(word().shop(), links::shop(&view.agent_name, &view.agent).into_any())}
            {fact(word().funder(), links::partner(&view.funder_name, &view.funder).into_any())}
            {fact(texts.application(), application.into_any())}
            {fact(word().limit(), money(view.limit).into_any())}
            {fact(word().unpaid_principal(), money(view.outstanding).into_any())}
            {fact(word().earmarked(), money(view.earmarked).into_any())}
            {fact(word().available(), money(view.available).into_any())}
            {fact(word().annual_rate(), of.annual_rate.percent().into_any())}
            {fact(word().method(), terms::method(of.method).into_any())}
            <div class="facts__wide"><dt>{texts.contract()}</dt><dd>{reference(&view.contract_sha256)}</dd></div>
        </dl>
    }
}

/// Draws, each with both flows.
pub(super) fn draws() -> Table<DrawView> {
    let texts = partner::texts::draw::draw();
    Table::<DrawView>::new(lending().draws())
        .words(word().reference(), |draw| links::draw(&draw.reference, &draw.id))
        .figures(word().amount(), |draw| draw.amount)
        .words(word().state(), |draw| state(draw.phase))
        .words(texts.information(), information)
        .words(texts.funds(), funds)
        .words(word().requested_at(), |draw| Cell::time(&draw.requested_at))
        .words(word().loan(), |draw| match &draw.loan {
            Some(loan) => links::loan(&draw.reference, loan).note(when(&draw.credited_at)),
            None => Cell::text(""),
        })
}

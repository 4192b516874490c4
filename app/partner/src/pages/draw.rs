//! The parts of a draw's page that its funder and the institution read alike.

use domain::draw::DrawPhase;
use leptos::prelude::*;
use parts::{
    api::draw::DrawView,
    components::{
        cell::Cell,
        status::Tone,
        value::{NONE, fact},
    },
    texts::{purpose::purpose_name, terms, word},
};

use crate::texts::draw::draw as texts_of_draws;

/// How far a draw has got.
#[must_use]
pub fn state(phase: DrawPhase) -> Cell {
    let tone = match phase {
        DrawPhase::Requested => Tone::Due,
        DrawPhase::Awaiting => Tone::Waiting,
        DrawPhase::Credited => Tone::Done,
        DrawPhase::Refused => Tone::Bad,
        DrawPhase::Cancelled | DrawPhase::Lapsed => Tone::Neutral,
    };
    Cell::status(tone, texts_of_draws().draw_state(phase))
}

/// Whether the funder has reported its payment.
#[must_use]
pub fn information(draw: &DrawView) -> Cell {
    let texts = texts_of_draws();
    if !draw.instruction_at.is_empty() {
        return Cell::status(Tone::Done, texts.reported());
    }
    let tone = if draw.phase.is_over() { Tone::Neutral } else { Tone::Waiting };
    Cell::status(tone, texts.not_reported())
}

/// How much of the money has arrived.
#[must_use]
pub fn funds(draw: &DrawView) -> Cell {
    let texts = texts_of_draws();
    let missing = draw.amount.less(draw.funds);
    let excess = draw.funds.less(draw.amount);
    if excess.is_positive() {
        return Cell::status(Tone::Bad, texts.too_much_arrived(&excess.grouped()));
    }
    if draw.funds.is_zero() {
        let tone = if draw.phase.is_over() { Tone::Neutral } else { Tone::Waiting };
        return Cell::status(tone, word().not_arrived());
    }
    if missing.is_positive() {
        return Cell::status(Tone::Due, texts.part_arrived(&draw.funds.grouped()));
    }
    Cell::status(Tone::Done, word().arrived())
}

/// Both flows side by side, and whether they have met. `pays_into` is the account that the funder was given, where it is told.
#[must_use]
pub fn flows(draw: &DrawView, pays_into: Option<String>) -> AnyView {
    let own = texts_of_draws();
    let instructed = !draw.instruction_at.is_empty();
    let excess = draw.funds.less(draw.amount);
    let (class, sign, outcome) = if draw.phase == DrawPhase::Credited {
        ("flows flows--matched", "=", own.matched().to_owned())
    } else if excess.is_positive() {
        ("flows flows--broken", "≠", own.differs(&excess.grouped()))
    } else if draw.phase.is_over() {
        ("flows", "×", own.ended().to_owned())
    } else {
        ("flows flows--waiting", "…", own.matches_when_equal().to_owned())
    };
    let side = |here: bool| if here { "flows__side" } else { "flows__side flows__side--pending" };
    let arrived = !draw.funds.is_zero();
    let shown = |here: bool, text: String| if here { text } else { NONE.to_owned() };
    view! {
        <div class=class>
            <section class=side(instructed)>
                <h3>{own.information()} " " {information(draw).into_any()}</h3>
                <p class="flows__amount money">{shown(instructed, draw.amount.grouped())}</p>
                <dl class="facts">
                    {fact(word().from(), draw.funder_name.clone())}
                    {fact(word().at(), shown(instructed, draw.instruction_at.clone()))}
                    {fact(
                        word().payment_reference(),
                        shown(!draw.instruction_reference.is_empty(), draw.instruction_reference.clone()),
                    )}
                </dl>
            </section>
            <p class="flows__match">
                <span class="flows__sign" aria-hidden="true">{sign}</span>
                <span>{outcome}</span>
            </p>
            <section class=side(arrived)>
                <h3>{own.funds()} " " {funds(draw).into_any()}</h3>
                <p class="flows__amount money">{shown(arrived, draw.funds.grouped())}</p>
                <dl class="facts">
                    {pays_into.map(|account| fact(own.pays_into(), account))}
                    {fact(word().at(), shown(arrived, draw.funds_at.clone()))}
                </dl>
            </section>
        </div>
    }
    .into_any()
}

/// What was asked for, with the way to the shop and what else the page says of it, and the disclosure that the shop has confirmed.
#[must_use]
pub fn facts(draw: &DrawView, shop: Cell, more: AnyView) -> AnyView {
    let own = texts_of_draws();
    let tenor = draw.tenor.parse().map_or_else(|_| draw.tenor.clone(), terms::tenor);
    let lines = draw.disclosure.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    view! {
        <section class="card">
            <h2>{own.draw_facts()}</h2>
            <dl class="facts facts--3">
                {fact(word().shop(), shop.into_any())}
                {fact(word().agent_number(), draw.agent_number.clone())}
                {fact(word().tenor(), tenor)}
                {fact(word().annual_rate(), draw.annual_rate.percent())}
                {fact(word().purpose(), purpose_name(&draw.purpose))}
                {more}
            </dl>
            <details class="details">
                <summary>{own.disclosure()}</summary>
                <div class="document">{lines}</div>
            </details>
        </section>
    }
    .into_any()
}

//! One draw: both flows, and how to pay it.

mod payment;

use domain::draw::DrawPhase;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use parts::{
    api::{StepView, draw::DrawView},
    components::{
        load::loaded,
        page_header::PageHeader,
        timeline::{Step, timeline},
        value::fact,
    },
    texts::{draw::draw_reason, purpose::purpose_name, terms, word},
};
use services::party::ReceivingAccount;

use super::{draws::LIST, links, standing};
use crate::{
    api::draw::{DisbursementView, disbursement},
    texts::{draw::draw as texts_of_draws, funder},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, funder().draws()), disbursement(id), content)
}

fn content(view: DisbursementView) -> AnyView {
    let own = texts_of_draws();
    let draw = &view.draw;
    let (state, shop, requested_at) =
        (standing::draw(draw.phase), links::shop(&draw.agent_name, &draw.agent).into_any(), draw.requested_at.clone());
    let title = own.draw_title(&draw.amount.grouped());
    view! {
        <PageHeader title below=(LIST, funder().draws()) reference=draw.reference.clone()>
            {state.into_any()} <span>{shop}</span> <span>{word().requested_at()} " " <time>{requested_at}</time></span>
        </PageHeader>
        <a class="split__jump" href="#payment">{own.pay()}</a>
        <div class="split">
            <div class="split__data stack stack--loose">
                <section>
                    <h2 class="visually-hidden">{word().flows()}</h2>
                    {flows(draw, view.pay_to.as_ref())}
                </section>
                {facts(draw)}
                <section class="card">
                    <h2>{word().timeline()}</h2>
                    {timeline(view.timeline.iter().map(named).collect())}
                </section>
            </div>
            <aside class="split__decision card" aria-labelledby="payment">
                {payment::panel(&view)}
            </aside>
        </div>
    }
    .into_any()
}

fn named(step: &StepView<DrawPhase, parts::api::Called>) -> Step {
    Step {
        word: texts_of_draws().draw_step(step.to).to_owned(),
        actor: funder().actor(&step.actor).to_owned(),
        reason: draw_reason(step),
        at: step.at.clone(),
        bad: step.to == DrawPhase::Refused,
    }
}

fn flows(draw: &DrawView, pay_to: Option<&ReceivingAccount>) -> impl IntoView + use<> {
    let (own, none) = (texts_of_draws(), funder().none());
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
    let shown = |here: bool, text: String| if here { text } else { none.to_owned() };
    view! {
        <div class=class>
            <section class=side(instructed)>
                <h3>{own.information()} " " {standing::information(draw).into_any()}</h3>
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
                <h3>{own.funds()} " " {standing::funds(draw).into_any()}</h3>
                <p class="flows__amount money">{shown(arrived, draw.funds.grouped())}</p>
                <dl class="facts">
                    {fact(own.pays_into(), pay_to.map_or(none.to_owned(), |to| to.account_no.clone()))}
                    {fact(word().at(), shown(arrived, draw.funds_at.clone()))}
                </dl>
            </section>
        </div>
    }
}

fn facts(draw: &DrawView) -> impl IntoView + use<> {
    let own = texts_of_draws();
    let tenor = draw.tenor.parse().map_or_else(|_| draw.tenor.clone(), terms::tenor);
    let shop = links::shop(&draw.agent_name, &draw.agent).into_any();
    view! {
        <section class="card">
            <h2>{own.draw_facts()}</h2>
            <dl class="facts facts--3">
                <div><dt>{word().shop()}</dt><dd>{shop}</dd></div>
                {fact(own.agent_number(), draw.agent_number.clone())}
                {fact(word().tenor(), tenor)}
                {fact(word().annual_rate(), draw.annual_rate.percent())}
                {fact(word().purpose(), purpose_name(&draw.purpose))}
            </dl>
            <details class="details">
                <summary>{own.disclosure()}</summary>
                <div class="document">
                    {draw
                        .disclosure
                        .lines()
                        .map(|line| view! { <p>{line.to_owned()}</p> })
                        .collect_view()}
                </div>
            </details>
        </section>
    }
}

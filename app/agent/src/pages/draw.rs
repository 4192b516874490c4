//! One draw: both flows, what happened, and what can still be done.

use domain::draw::DrawPhase;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::{StepView, draw::DrawView, only_looks},
    components::{
        form::{Form, error_line},
        fresh::fresh,
        load::load,
        page_header::PageHeader,
        status::{Tone, status},
        timeline::{Step, timeline},
        value::{fact, reference},
    },
    texts::{draw::draw_reason, word},
};

use super::{draws::tone, param, sent_back, slip};
use crate::{
    api::draw::{CancelDraw, DrawPageView, draw},
    texts::{agent, draw::draw as texts, repayment::repayment},
};

#[must_use]
pub fn page() -> AnyView {
    load(draw(param("id")), content)
}

fn content(page: DrawPageView) -> AnyView {
    let draw = page.draw;
    let steps = steps(&page.timeline, &draw.funder_name);
    view! {
        {head(&draw)}
        {now(&draw, &page.expected_by)}
        {(!draw.credited_at.is_empty()).then(|| slip(&draw))}
        <section class="section">
            <h2 class="visually-hidden">{word().flows()}</h2>
            {flows(&draw)}
        </section>
        <section class="section">
            <h2>{word().progress()}</h2>
            {timeline(steps)}
        </section>
        {facts(&draw)}
        {(may_be_cancelled(&draw) && !only_looks()).then(|| cancel(&draw, page.request_no))}
    }
    .into_any()
}

fn head(draw: &DrawView) -> impl IntoView + use<> {
    let state = status(tone(draw.phase), agent().draw_states(draw.phase));
    let number = draw.reference.clone();
    view! {
        <PageHeader title=texts().draw_title(&draw.amount.grouped())>
            {state} <code class="ref">{number}</code>
        </PageHeader>
    }
}

/// Until the funder reports its payment.
fn may_be_cancelled(draw: &DrawView) -> bool {
    draw.phase.is_open() && draw.instruction_at.is_empty()
}

/// Where it stands, in a sentence, and the way on.
fn now(draw: &DrawView, expected_by: &str) -> impl IntoView + use<> {
    let texts = texts();
    let reason = (!draw.refusal_reason.is_empty()).then(|| texts.refused_because(&draw.refusal_reason));
    let open = draw.phase.is_open();
    let by = (open && !expected_by.is_empty()).then(|| repayment().expected_by(expected_by));
    let follows = open.then(|| fresh(format!("/agent/draws/{}", draw.id)));
    let loan = draw.loan.clone().map(|loan| format!("/agent/loans/{loan}"));
    view! {
        <div class="stack stack--tight">
            <p>{texts.now(draw.phase)}</p>
            {by.map(|by| view! { <p>{by}</p> })}
            {reason.map(|reason| view! { <p>{reason}</p> })}
            {follows}
            {loan.map(|href| view! { <p><a class="button" href=href>{texts.to_loan()}</a></p> })}
        </div>
    }
}

/// What is printed of a draw that was credited.
fn slip(draw: &DrawView) -> impl IntoView + use<> {
    let (texts, words) = (texts(), repayment());
    let payee = view! { {draw.agent_name.clone()} " · " {words.wallet()} };
    let facts = view! {
        {fact(word().reference(), reference(&draw.reference))}
        {fact(texts.credited_at(), draw.credited_at.clone())}
        {fact(word().payment_reference(), reference(&draw.instruction_reference))}
        {fact(texts.payer(), draw.funder_name.clone())}
        {fact(words.paid_to(), payee)}
        {slip::amount(draw.amount)}
    };
    slip::document(texts.receipt(), facts, None)
}

fn flows(draw: &DrawView) -> impl IntoView + use<> {
    let texts = texts();
    let instructed = !draw.instruction_at.is_empty();
    let funded = !draw.funds_at.is_empty();
    let difference = draw.amount.less(draw.funds).plus(draw.funds.less(draw.amount));
    let (class, sign, outcome) = if !draw.credited_at.is_empty() {
        ("flows flows--matched", "=", texts.matched().to_owned())
    } else if draw.phase.is_over() {
        ("flows", "–", texts.ended().to_owned())
    } else if instructed && funded && !difference.is_zero() {
        ("flows flows--broken", "≠", texts.differs(&difference.grouped()))
    } else {
        ("flows flows--waiting", "…", texts.meets().to_owned())
    };
    let information = vec![
        (word().from(), draw.funder_name.clone()),
        (word().at(), draw.instruction_at.clone()),
        (word().payment_reference(), draw.instruction_reference.clone()),
    ];
    let money = vec![(word().from(), draw.funder_name.clone()), (word().at(), draw.funds_at.clone())];
    let instructed_amount = if instructed { draw.amount.grouped() } else { "—".to_owned() };
    let funds_amount = if funded { draw.funds.grouped() } else { "—".to_owned() };
    view! {
        <div class=class>
            {side(texts.instruction(), (instructed, texts.received(), texts.not_received()), instructed_amount, information)}
            <p class="flows__match">
                <span class="flows__sign" aria-hidden="true">{sign}</span>
                <span>{outcome} " " <time>{draw.credited_at.clone()}</time></span>
            </p>
            {side(texts.funds(), (funded, word().arrived(), word().not_arrived()), funds_amount, money)}
        </div>
    }
}

fn side(
    title: &'static str,
    (there, yes, no): (bool, &'static str, &'static str),
    amount: String,
    facts: Vec<(&'static str, String)>,
) -> impl IntoView {
    let class = if there { "flows__side" } else { "flows__side flows__side--pending" };
    let (tone, word) = if there { (Tone::Done, yes) } else { (Tone::Waiting, no) };
    let rows = facts
        .into_iter()
        .filter(|(_, value)| there && !value.is_empty())
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .collect_view();
    view! {
        <section class=class>
            <h3>{title} {status(tone, word)}</h3>
            <p class="flows__amount money">{amount}</p>
            {there.then(|| view! { <dl class="facts">{rows}</dl> })}
        </section>
    }
}

/// The states in the agent's words; the funder's people have no names here.
fn steps(timeline: &[StepView<DrawPhase>], funder_name: &str) -> Vec<Step> {
    let texts = texts();
    let actor = |to: DrawPhase| match to {
        DrawPhase::Requested | DrawPhase::Cancelled => word().you().to_owned(),
        DrawPhase::Credited | DrawPhase::Lapsed => texts.platform().to_owned(),
        DrawPhase::Awaiting | DrawPhase::Refused => funder_name.to_owned(),
    };
    let step = |step: &StepView<DrawPhase>| Step {
        word: texts.steps_done(step.to).to_owned(),
        actor: actor(step.to),
        reason: draw_reason(step),
        at: step.at.clone(),
        bad: step.to == DrawPhase::Refused,
    };
    timeline.iter().map(step).collect()
}

fn facts(draw: &DrawView) -> impl IntoView + use<> {
    let texts = texts();
    let lines = draw.disclosure.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    view! {
        <details class="details">
            <summary>{texts.disclosed()}</summary>
            <div lang="zh-CN">{lines}</div>
        </details>
    }
}

fn cancel(draw: &DrawView, request_no: String) -> impl IntoView + use<> {
    let (texts, id) = (texts(), draw.id.clone());
    let open = sent_back::<CancelDraw>();
    view! {
        <details class="details" open=open>
            <summary>{texts.cancel_title()}</summary>
            <div class="stack">
                <p>{texts.cancel_text()}</p>
                <Form to=CancelDraw::PATH request_no class="stack">
                    <input type="hidden" name="draw" value=id />
                    {error_line::<CancelDraw>()}
                    <button class="button button--danger">{texts.cancel()}</button>
                </Form>
            </div>
        </details>
    }
}

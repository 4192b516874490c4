//! The receipt of a repayment: what was paid, of what, and how far the money has got.

use domain::payout::PayoutState;
use islands::Fresh;
use leptos::prelude::*;
use parts::{
    api::repayment::RepaymentView,
    components::{
        alert::Alert,
        load::load,
        loan_facts::corrected,
        page_header::PageHeader,
        status::{Tone, status},
        value::{fact, reference},
    },
    texts::word,
};

use super::param;
use crate::{
    api::repayment::{ReceiptView, receipt},
    texts::repayment::repayment,
};

#[must_use]
pub fn page() -> AnyView {
    load(receipt(param("id")), content)
}

fn content(view: ReceiptView) -> AnyView {
    let (texts, item) = (repayment(), &view.repayment);
    let state = if item.reversed { status(Tone::Bad, texts.reversed()) } else { status(Tone::Done, texts.paid()) };
    let cause = texts.causes(item.cause);
    let at = item.debited_at.clone();
    let back = format!("/agent/loans/{}", view.loan.id);
    let next = if item.reversed {
        view! { <Alert kind="warn" title=texts.reversed() text=texts.reversed_text() /> }.into_any()
    } else {
        next(&view).into_any()
    };
    view! {
        <PageHeader title=texts.receipt_title(&item.amount.grouped())>
            {state} <span>{at}</span> {(!cause.is_empty()).then(|| view! { <span>{cause}</span> })}
        </PageHeader>
        {next}
        {slip(&view)}
        <p class="form__actions"><a class="button button--quiet" href=back>{texts.back_to_loan()}</a></p>
    }
    .into_any()
}

/// What happens to the money by itself, and whether the page follows it.
fn next(view: &ReceiptView) -> impl IntoView + use<> {
    let (texts, item) = (repayment(), &view.repayment);
    let state = item.payout_state;
    let tone = if state == PayoutState::Confirmed { Tone::Done } else { Tone::Waiting };
    let confirmed = (!item.confirmed_at.is_empty()).then(|| texts.confirmed(&item.confirmed_at));
    let left = view.loan.outstanding;
    let left = left.is_positive().then(|| texts.still_owed(&left.grouped()));
    let follows = state != PayoutState::Confirmed;
    let by = (follows && !view.expected_by.is_empty()).then(|| texts.expected_by(&view.expected_by));
    let here = format!("/agent/repayments/{}", item.id);
    view! {
        <section class="card stack stack--tight screen-only">
            <h2>{texts.next_title()}</h2>
            <p>{status(tone, texts.payouts(state))} {confirmed.map(|text| view! { <span>" " {text}</span> })}</p>
            <p>{texts.next(state)} {by} {item.principal.is_positive().then(|| texts.bears_no_interest())}</p>
            {left.map(|text| view! { <p>{text}</p> })}
            {follows.then(|| view! {
                <p class="muted small"><Fresh />{word().fresh()} " · " <a href=here>{word().refresh()}</a></p>
            })}
        </section>
    }
}

/// What is printed.
fn slip(view: &ReceiptView) -> impl IntoView + use<> {
    let (texts, item) = (repayment(), &view.repayment);
    let money = |label: &'static str, amount: domain::Amount| {
        (!amount.is_zero()).then(|| fact(label, view! { <span class="money">{amount.grouped()}</span> }.into_any()))
    };
    let payout = (!item.payout_reference.is_empty())
        .then(|| fact(texts.payout_no(), reference(&item.payout_reference).into_any()));
    let RepaymentView { amount, principal, interest, penalty, fee, .. } = item.clone();
    let changed = corrected(item).map(|text| view! { <p>{text}</p> });
    view! {
        <section class="document">
            <h2>{texts.receipt()}</h2>
            <dl class="facts facts--end">
                {fact(word().reference(), reference(&item.reference).into_any())}
                {fact(word().debited_at(), item.debited_at.clone().into_any())}
                {fact(texts.of_loan(), reference(&view.loan.reference).into_any())}
                {fact(texts.paid_from(), view! { {texts.wallet()} " · " {item.agent_name.clone()} }.into_any())}
                {fact(texts.paid_to(), item.holder_name.clone().into_any())}
                {money(word().principal(), principal)}
                {money(word().interest(), interest)}
                {money(texts.penalty_paid(), penalty)}
                {money(texts.fee_paid(), fee)}
                {fact(word().amount(), view! { <strong class="money">{amount.grouped()}</strong> }.into_any())}
                {fact(texts.amount_in_words(), view! { <span lang="zh-CN">{amount.in_words()}</span> }.into_any())}
                {payout}
            </dl>
            {changed}
            <p class="muted small screen-only">{texts.print()}</p>
        </section>
    }
}

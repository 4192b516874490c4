//! The receipt of a repayment: what was paid, of what, and how far the money has got.

use domain::{Amount, payout::PayoutState};
use leptos::prelude::*;
use parts::{
    components::{
        alert::Alert,
        load::load,
        loan_facts::corrected,
        money::money,
        page_header::PageHeader,
        status::{Tone, status},
        value::{fact, reference},
    },
    texts::word,
};

use super::{param, slip};
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
    let said = view! {
        <p>{status(tone, texts.payouts(state))} {confirmed.map(|text| view! { <span>" " {text}</span> })}</p>
        <p>{texts.next(state)} {by} {item.principal.is_positive().then(|| texts.bears_no_interest())}</p>
        {left.map(|text| view! { <p>{text}</p> })}
    };
    slip::next(said, follows.then(|| format!("/agent/repayments/{}", item.id)))
}

/// What is printed.
fn slip(view: &ReceiptView) -> impl IntoView + use<> {
    let (texts, item) = (repayment(), &view.repayment);
    let part = |label: &'static str, amount: Amount| (!amount.is_zero()).then(|| fact(label, money(amount)));
    let payout =
        (!item.payout_reference.is_empty()).then(|| fact(texts.payout_no(), reference(&item.payout_reference)));
    let facts = view! {
        {fact(word().reference(), reference(&item.reference))}
        {fact(word().debited_at(), item.debited_at.clone())}
        {fact(texts.of_loan(), reference(&view.loan.reference))}
        {fact(texts.paid_from(), view! { {texts.wallet()} " · " {item.agent_name.clone()} })}
        {fact(texts.paid_to(), item.holder_name.clone())}
        {part(word().principal(), item.principal)}
        {part(word().interest(), item.interest)}
        {part(texts.penalty_paid(), item.penalty)}
        {part(texts.fee_paid(), item.fee)}
        {slip::amount(item.amount)}
        {payout}
    };
    slip::document(texts.receipt(), facts, corrected(item))
}

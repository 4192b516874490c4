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
    api::repayment::{PaidView, ReceiptView, receipt},
    texts::repayment::repayment,
};

#[must_use]
pub fn page() -> AnyView {
    load(receipt(param("id")), content)
}

fn content(view: ReceiptView) -> AnyView {
    let texts = repayment();
    // The loan that was named; what was overdue and was paid with it stands before.
    let named = view.parts.last().map(|part| {
        let item = &part.repayment;
        let state = if item.reversed { status(Tone::Bad, texts.reversed()) } else { status(Tone::Done, texts.paid()) };
        let cause = texts.causes(item.cause);
        let cause = (!cause.is_empty()).then(|| view! { <span>{cause}</span> });
        view! { {state} <span>{item.debited_at.clone()}</span> {cause} }
    });
    let back = view.parts.last().map(|part| format!("/agent/loans/{}", part.loan.id));
    view! {
        <PageHeader title=texts.receipt_title(&view.amount.grouped())>{named}</PageHeader>
        {next(&view)}
        {slip(&view)}
        <p class="form__actions"><a class="button button--quiet" href=back>{texts.back_to_loan()}</a></p>
    }
    .into_any()
}

/// What happens to the money by itself, and whether the page follows it.
fn next(view: &ReceiptView) -> AnyView {
    let (texts, many) = (repayment(), view.parts.len() > 1);
    let reversed = |part: &PaidView| {
        let text = texts.reversed_text();
        let text = if many { texts.of_part(&part.repayment.reference, text) } else { text.to_owned() };
        view! { <Alert kind="warn" title=texts.reversed() text=text /> }
    };
    let (gone, stands): (Vec<_>, Vec<_>) = view.parts.iter().partition(|part| part.repayment.reversed);
    let reversed = gone.into_iter().map(reversed).collect_view();
    let follows = stands.iter().find(|part| part.repayment.payout_state != PayoutState::Confirmed);
    let follows = follows.map(|part| format!("/agent/repayments/{}", part.repayment.id));
    let said = stands.iter().map(|part| said(part, many, &view.expected_by)).collect_view();
    let next = (!stands.is_empty()).then(|| slip::next(said, follows));
    view! { {reversed} {next} }.into_any()
}

/// How far the money of one repayment has got.
fn said(part: &PaidView, many: bool, expected_by: &str) -> impl IntoView + use<> {
    let (texts, item) = (repayment(), &part.repayment);
    let state = item.payout_state;
    let tone = if state == PayoutState::Confirmed { Tone::Done } else { Tone::Waiting };
    let confirmed = (!item.confirmed_at.is_empty()).then(|| texts.confirmed(&item.confirmed_at));
    let left = part.loan.outstanding;
    let left = left.is_positive().then(|| texts.still_owed(&left.grouped()));
    let follows = state != PayoutState::Confirmed;
    let by = (follows && !expected_by.is_empty()).then(|| texts.expected_by(expected_by));
    let of = many.then(|| texts.part(&item.amount.grouped(), &item.loan_reference));
    view! {
        {of.map(|text| view! { <h3>{text}</h3> })}
        <p>{status(tone, texts.payouts(state))} {confirmed.map(|text| view! { <span>" " {text}</span> })}</p>
        <p>{texts.next(state)} {by} {item.principal.is_positive().then(|| texts.bears_no_interest())}</p>
        {left.map(|text| view! { <p>{text}</p> })}
    }
}

/// What is printed: of several loans one after the other, each with what it was paid.
fn slip(view: &ReceiptView) -> impl IntoView + use<> {
    let (texts, many) = (repayment(), view.parts.len() > 1);
    let of_all = view.parts.last().map(|part| {
        let item = &part.repayment;
        view! {
            {fact(word().debited_at(), item.debited_at.clone())}
            {fact(texts.paid_from(), view! { {texts.wallet()} " · " {item.agent_name.clone()} })}
        }
    });
    let facts = view! {
        {of_all}
        {view.parts.iter().map(|part| paid(part, many)).collect_view()}
        {slip::amount(view.amount)}
    };
    let of_one = |part: &PaidView| {
        let text = corrected(&part.repayment)?;
        Some(if many { texts.of_part(&part.repayment.reference, &text) } else { text })
    };
    let said: Vec<String> = view.parts.iter().filter_map(of_one).collect();
    slip::document(texts.receipt(), facts, (!said.is_empty()).then(|| said.join(" ")))
}

/// What of it was paid for one loan, item by item.
fn paid(part: &PaidView, many: bool) -> impl IntoView + use<> {
    let (texts, item) = (repayment(), &part.repayment);
    let line = |label: &'static str, amount: Amount| (!amount.is_zero()).then(|| fact(label, money(amount)));
    let payout =
        (!item.payout_reference.is_empty()).then(|| fact(texts.payout_no(), reference(&item.payout_reference)));
    let sum = item.amount;
    view! {
        {fact(texts.of_loan(), reference(&part.loan.reference))}
        {fact(word().reference(), reference(&item.reference))}
        {fact(texts.paid_to(), item.holder_name.clone())}
        {line(word().principal(), item.principal)}
        {line(word().interest(), item.interest)}
        {line(texts.penalty_paid(), item.penalty)}
        {line(texts.fee_paid(), item.fee)}
        {payout}
        {many
            .then(|| view! { <div class="facts__total"><dt>{texts.part_amount()}</dt><dd>{money(sum)}</dd></div> })}
    }
}

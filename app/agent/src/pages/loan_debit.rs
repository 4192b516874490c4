//! The receipt of a debit for a loan: how much, when, by whom, with which card, and what it has paid.

use domain::{Amount, agreement_debit::DebitState};
use leptos::prelude::*;
use parts::{
    components::{
        load::load,
        loan_facts::corrected,
        money::money,
        page_header::PageHeader,
        status::{Tone, status},
        value::{fact, reference},
    },
    texts::word,
};

use super::{param, slip, top_up::standing_of};
use crate::{
    api::loan_debit::{LoanDebitPageView, LoanDebitView, loan_debit as find},
    texts::{loan_debit::loan_debit, repayment::repayment},
};

/// Where the receipts stand.
pub const RECEIPTS: &str = "/agent/loan-debits";

#[must_use]
pub fn page() -> AnyView {
    load(find(param("id")), content)
}

/// How a debit stands: how that is to be taken, in a word, and why.
pub(super) fn standing(item: &LoanDebitView) -> (Tone, &'static str, Option<String>) {
    let texts = loan_debit();
    standing_of(item.state, item.failure, item.returned, (texts.states(item.state), texts.not_sent()))
}

fn content(view: LoanDebitPageView) -> AnyView {
    let (texts, item) = (loan_debit(), &view.debit);
    let (tone, state, why) = standing(item);
    let next = if item.returned.is_some() { texts.next_returned() } else { texts.next(item.state) };
    let said = view! { <p>{next}</p> {why.map(|why| view! { <p>{why}</p> })} };
    let accepted = item.accepted_at.clone();
    let follows = item.state.is_in_flight().then(|| format!("{RECEIPTS}/{}", item.id));
    let back = format!("/agent/loans/{}", item.loan);
    view! {
        <PageHeader title=texts.title_of(&item.amount.grouped())>
            {status(tone, state)} <span>{accepted}</span>
        </PageHeader>
        {slip::next(said, follows)}
        {slip(&view, state)}
        <p class="form__actions screen-only">
            <a class="button button--quiet" href=back>{repayment().back_to_loan()}</a>
        </p>
    }
    .into_any()
}

/// What is printed.
fn slip(view: &LoanDebitPageView, state: &'static str) -> impl IntoView + use<> {
    let (texts, item) = (loan_debit(), &view.debit);
    let when = if item.state == DebitState::Failed { texts.failed_at() } else { texts.debited_at() };
    let decided = (!item.decided_at.is_empty()).then(|| fact(when, item.decided_at.clone()));
    let facts = view! {
        {fact(word().reference(), reference(&item.reference))}
        {fact(word().accepted_at(), item.accepted_at.clone())}
        {fact(texts.holder(), item.holder_name.clone())}
        {fact(word().card(), item.card.clone())}
        {fact(repayment().of_loan(), reference(&item.loan_reference))}
        {slip::amount(item.amount)}
        {fact(word().state(), state)}
        {decided}
        {split(view)}
    };
    slip::document(texts.receipt(), facts, view.paid.as_ref().and_then(corrected))
}

/// What the money was for: what it has paid of the loan, by parts, and what is the borrower's.
fn split(view: &LoanDebitPageView) -> Option<AnyView> {
    let paid = view.paid.as_ref()?;
    let (texts, of) = (loan_debit(), repayment());
    let part = |label: &'static str, amount: Amount| (!amount.is_zero()).then(|| fact(label, money(amount)));
    let href = format!("/agent/repayments/{}", paid.id);
    Some(
        view! {
            {fact(texts.repayment(), view! { <a href=href>{reference(&paid.reference)}</a> })}
            {fact(texts.paid(), money(paid.amount))}
            {part(word().principal(), paid.principal)}
            {part(word().interest(), paid.interest)}
            {part(of.penalty_paid(), paid.penalty)}
            {part(of.fee_paid(), paid.fee)}
            {part(texts.left(), view.debit.amount.less(paid.amount))}
        }
        .into_any(),
    )
}

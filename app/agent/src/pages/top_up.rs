//! The receipt of a top-up from a card: how much, out of which card, and how far the money has got.

use domain::{Amount, agreement_debit::DebitState, card::TopUpFailure, network::ReturnReason};
use leptos::prelude::*;
use parts::{
    components::{
        load::load,
        page_header::PageHeader,
        status::{Tone, status},
        value::{fact, reference},
    },
    texts::{returned::returned, word},
};

use super::{cards::LIST, param, slip};
use crate::{
    api::card::{ReceiptView, TopUpView, receipt},
    texts::{card::card, freeze::freeze, repayment::repayment},
};

/// Where the receipts stand.
pub const RECEIPTS: &str = "/agent/top-ups";

#[must_use]
pub fn page() -> AnyView {
    load(receipt(param("id")), content)
}

/// How a top-up stands: how that is to be taken, in a word, and why.
pub(super) fn standing(item: &TopUpView) -> (Tone, &'static str, Option<String>) {
    let texts = card();
    standing_of(item.state, item.failure, item.returned, (texts.top_up_states(item.state), texts.not_sent()))
}

/// How the debit of a card stands, with the word for its state and for what was not sent.
pub(super) fn standing_of(
    state: DebitState,
    failure: Option<TopUpFailure>,
    given_back: Option<(ReturnReason, Amount)>,
    (word, not_sent): (&'static str, &'static str),
) -> (Tone, &'static str, Option<String>) {
    if let Some((reason, open)) = given_back {
        let left = open.is_positive().then(|| card().taken_later(&open.grouped()));
        let why = left.unwrap_or_else(|| returned().reasons(reason).to_owned());
        return (Tone::Bad, returned().word(), Some(why));
    }
    let tone = match state {
        DebitState::Accepted | DebitState::Unknown => Tone::Waiting,
        DebitState::Succeeded => Tone::Done,
        DebitState::Failed => Tone::Bad,
    };
    let why = failure.map(|failure| match failure {
        TopUpFailure::Refused(reason) => card().reasons(reason),
        TopUpFailure::NotSent => not_sent,
    });
    (tone, word, why.map(str::to_owned))
}

fn content(view: ReceiptView) -> AnyView {
    let (texts, item) = (card(), &view.top_up);
    let (tone, state, why) = standing(item);
    let next = if item.returned.is_some() { texts.next_returned() } else { texts.next(item.state) };
    let said = view! { <p>{next}</p> {why.map(|why| view! { <p>{why}</p> })} };
    let accepted = item.accepted_at.clone();
    let follows = item.state.is_in_flight().then(|| format!("{RECEIPTS}/{}", item.id));
    let back = format!("{LIST}/{}", view.card.id);
    view! {
        <PageHeader title=texts.top_up_of(&item.amount.grouped()) below=(LIST, texts.title())>
            {status(tone, state)} <span>{accepted}</span>
        </PageHeader>
        {slip::next(said, follows)}
        {slip(&view, state)}
        <div class="cluster cluster--even screen-only">
            <a class="button button--quiet" href=back>{texts.back_to_card()}</a>
            <a class="button button--quiet" href="/agent/wallet">{freeze().back_to_wallet()}</a>
        </div>
    }
    .into_any()
}

/// What is printed.
fn slip(view: &ReceiptView, state: &'static str) -> impl IntoView + use<> {
    let (texts, paid, item) = (card(), repayment(), &view.top_up);
    let from = format!("{} {}", texts.banks(view.card.bank), view.card.card);
    let when = if item.state == DebitState::Failed { texts.failed_at() } else { freeze().paid_at() };
    let decided = (!item.decided_at.is_empty()).then(|| fact(when, item.decided_at.clone()));
    let facts = view! {
        {fact(word().reference(), reference(&item.reference))}
        {fact(word().accepted_at(), item.accepted_at.clone())}
        {fact(paid.paid_from(), from)}
        {fact(paid.paid_to(), paid.wallet())}
        {slip::amount(item.amount)}
        {fact(word().state(), state)}
        {decided}
    };
    slip::document(texts.receipt(), facts, None)
}

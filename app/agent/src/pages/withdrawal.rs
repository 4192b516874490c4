//! The receipt of a withdrawal or a prepayment: how much, to whom, and how far the money has got.

use domain::payout::PayoutState;
use leptos::prelude::*;
use parts::{
    components::{
        load::load,
        page_header::PageHeader,
        status::{Tone, status},
        value::{fact, reference},
    },
    texts::word,
};

use super::{param, slip};
use crate::{
    api::wallet::{WithdrawalView, withdrawal},
    texts::{freeze::freeze, repayment::repayment},
};

#[must_use]
pub fn page() -> AnyView {
    load(withdrawal(param("id")), content)
}

/// How a withdrawal's state is to be taken.
pub const fn tone(state: PayoutState) -> Tone {
    match state {
        PayoutState::Confirmed => Tone::Done,
        PayoutState::Failed | PayoutState::SentBack | PayoutState::Returned => Tone::Bad,
        PayoutState::Requested | PayoutState::Sent | PayoutState::Unknown => Tone::Waiting,
    }
}

fn content(view: WithdrawalView) -> AnyView {
    let (texts, own) = (repayment(), freeze());
    let amount = view.amount.grouped();
    let title = match (view.court, view.prepays) {
        (true, _) => own.deduct_of(&amount),
        (false, true) => own.prepay_of(&amount),
        (false, false) => own.withdraw_of(&amount),
    };
    let state = status(tone(view.state), own.states(view.state));
    let follows = matches!(view.state, PayoutState::Requested | PayoutState::Sent | PayoutState::Unknown);
    let by = (follows && !view.expected_by.is_empty()).then(|| texts.expected_by(&view.expected_by));
    let said = view! { <p>{own.next(view.state)} {by}</p> };
    let follows = follows.then(|| format!("/agent/withdrawals/{}", view.id));
    let confirmed = (!view.confirmed_at.is_empty()).then(|| fact(own.paid_at(), view.confirmed_at.clone()));
    let at = view.requested_at.clone();
    let payee = own.payee(&view.account_name, &view.account);
    let facts = view! {
        {fact(word().reference(), reference(view.reference))}
        {fact(word().accepted_at(), view.requested_at)}
        {fact(texts.paid_from(), texts.wallet())}
        {fact(texts.paid_to(), payee)}
        {slip::amount(view.amount)}
        {fact(word().state(), own.states(view.state))}
        {confirmed}
    };
    view! {
        <PageHeader title below=("/agent/wallet", texts.wallet())>
            {state} <span>{at}</span>
        </PageHeader>
        {slip::next(said, follows)}
        {slip::document(own.receipt(), facts, None)}
        <p class="form__actions"><a class="button button--quiet" href="/agent/wallet">{own.back_to_wallet()}</a></p>
    }
    .into_any()
}

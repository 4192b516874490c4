//! The receipt of a withdrawal or a prepayment: how much, to whom, and how far the money has got.

use domain::payout::PayoutState;
use islands::Fresh;
use leptos::prelude::*;
use parts::{
    components::{
        load::load,
        money::money,
        page_header::PageHeader,
        status::{Tone, status},
        value::{fact, reference},
    },
    texts::word,
};

use super::param;
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
    let here = format!("/agent/withdrawals/{}", view.id);
    let confirmed = (!view.confirmed_at.is_empty()).then(|| fact(own.paid_at(), view.confirmed_at.clone().into_any()));
    let at = view.requested_at.clone();
    let payee = own.payee(&view.account_name, &view.account);
    view! {
        <PageHeader title below=("/agent/wallet", texts.wallet())>
            {state} <span>{at}</span>
        </PageHeader>
        <section class="card stack stack--tight screen-only">
            <h2>{texts.next_title()}</h2>
            <p>{own.next(view.state)} {by}</p>
            {follows.then(|| view! {
                <p class="muted small"><Fresh />{word().fresh()} " · " <a href=here>{word().refresh()}</a></p>
            })}
        </section>
        <section class="document">
            <h2>{own.receipt()}</h2>
            <dl class="facts facts--end">
                {fact(word().reference(), reference(view.reference))}
                {fact(word().accepted_at(), view.requested_at.into_any())}
                {fact(texts.paid_from(), texts.wallet().into_any())}
                {fact(texts.paid_to(), payee.into_any())}
                {fact(word().amount(), view! { <strong>{money(view.amount)}</strong> }.into_any())}
                {fact(texts.amount_in_words(), view! { <span lang="zh-CN">{view.amount.in_words()}</span> }.into_any())}
                {fact(word().state(), own.states(view.state).into_any())}
                {confirmed}
            </dl>
            <p class="muted small screen-only">{texts.print()}</p>
        </section>
        <p class="form__actions"><a class="button button--quiet" href="/agent/wallet">{own.back_to_wallet()}</a></p>
    }
    .into_any()
}

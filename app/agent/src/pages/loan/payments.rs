//! What was paid of a loan, how it was split, and how far the money has got.

use domain::payout::PayoutState;
use leptos::prelude::*;
use parts::{
    api::repayment::RepaymentView,
    components::{cell::Cell, loan_facts::corrected, status::Tone, table::Table},
    texts::word,
};
use services::page::Page;

use crate::{
    api::loan_debit::LoanDebitView,
    pages::loan_debit::{RECEIPTS, standing},
    texts::{loan_debit::loan_debit, repayment::repayment},
};

pub fn payments(page: Page<RepaymentView>) -> impl IntoView {
    let none = view! { <p class="muted">{repayment().no_payments()}</p> }.into_any();
    view! {
        <section class="section">
            <h2>{word().payments()}</h2>
            {table().page(page, none)}
        </section>
    }
}

/// What whoever holds the loan has debited from a card, or tried to.
pub fn debits(rows: &[LoanDebitView]) -> impl IntoView + use<> {
    let texts = loan_debit();
    let table = Table::<LoanDebitView>::new(texts.title())
        .words(word().reference(), |view| Cell::reference(&view.reference).to(format!("{RECEIPTS}/{}", view.id)))
        .words(word().debited_at(), |view| Cell::time(&view.accepted_at))
        .figures(word().amount(), |view| view.amount)
        .words(texts.holder(), |view| Cell::text(&view.holder_name).note(view.card.clone()))
        .words(word().state(), |view| {
            let (tone, state, why) = standing(view);
            Cell::status(tone, state).note_of(why)
        });
    view! {
        <section class="section">
            <h2>{texts.title()}</h2>
            <p class="muted">{texts.note()}</p>
            {table.of(rows)}
        </section>
    }
}

fn table() -> Table<RepaymentView> {
    let texts = repayment();
    Table::<RepaymentView>::new(word().payments())
        .words(word().reference(), |view| Cell::reference(&view.reference).to(format!("/agent/repayments/{}", view.id)))
        .words(word().debited_at(), move |view| {
            Cell::time(&view.debited_at).note_of(Some(texts.causes(view.cause)).filter(|cause| !cause.is_empty()))
        })
        .figures(word().amount(), |view| view.amount)
        .words(texts.split(), move |view| {
            let [principal, interest, penalty, fee] =
                [view.principal, view.interest, view.penalty, view.fee].map(domain::Amount::grouped);
            Cell::text(texts.split_of(&principal, &interest, &penalty, &fee)).note_of(corrected(view))
        })
        .words(texts.to_funder(), move |view| {
            let tone = if view.payout_state == PayoutState::Confirmed { Tone::Done } else { Tone::Waiting };
            Cell::status(tone, texts.payouts(view.payout_state))
                .note_of((!view.confirmed_at.is_empty()).then(|| texts.confirmed(&view.confirmed_at)))
        })
}

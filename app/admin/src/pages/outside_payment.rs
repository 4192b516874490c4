//! One payment of a debt elsewhere, which two people take back where it was not.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use partner::{api::outside_payment::OutsidePaymentView, pages::outside_payments::state};
use parts::{
    components::{
        alert::Alert,
        cell::Cell,
        form::Form,
        load::loaded,
        money::money,
        page_header::PageHeader,
        value::{fact, when},
    },
    texts::{outside_payment::outside_payment as texts_of_payments, word},
};

use super::{
    outside_payments::LIST,
    proposal::{decide, history, onward, reason},
};
use crate::{
    api::{
        approval::Duty,
        outside_payment::{OutsidePaymentPageView, ProposeUndo, outside_payment},
    },
    texts::{approval::approval, outside_payment::outside_payment as own_texts},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, texts_of_payments().title()), outside_payment(id), content)
}

fn content(view: OutsidePaymentPageView) -> AnyView {
    let (texts, words) = (texts_of_payments(), approval());
    let todo = match view.duty {
        Duty::Decide(proposal) => decide(&proposal, &view.approvals, view.request_no),
        Duty::Wait => view! { <Alert kind="info" title=words.waits_title() text=words.waits_text() /> }.into_any(),
        Duty::Propose => propose(view.payment.id.clone(), view.request_no),
        Duty::Look => view! { <p class="muted">{word().nothing_to_do()}</p> {onward()} }.into_any(),
    };
    let (title, head) = (texts.of(&view.payment.number), state(view.payment.state).into_any());
    view! {
        <PageHeader title below=(LIST, texts.title())>{head}</PageHeader>
        {facts(&view.payment)}
        <section class="section"><h2>{word().what_to_do()}</h2>{todo}</section>
        {history(view.approvals)}
    }
    .into_any()
}

/// What was paid, on which debt, and what shows it.
fn facts(item: &OutsidePaymentView) -> impl IntoView + use<> {
    let texts = texts_of_payments();
    let debt = Cell::reference(&item.debt_number).to(format!("/admin/evidence/{}", item.debt));
    let owed = (!item.owed_to.is_empty()).then(|| texts.owed_to(&item.owed_to));
    let (reporter, evidence) = (item.reporter_name.clone(), item.evidence.clone());
    view! {
        <dl class="card facts facts--3">
            {fact(word().debt(), debt.into_any())}
            {fact(word().amount(), money(item.amount))}
            {fact(texts.reporter(), view! { {reporter} {owed.map(|owed| view! { <small class="block">{owed}</small> })} })}
            {fact(texts.paid_on(), when(&item.paid_on))}
            {fact(texts.reported_at(), when(&item.reported_at))}
            <div class="facts__wide"><dt>{texts.evidence()}</dt><dd>{evidence}</dd></div>
        </dl>
    }
}

fn propose(payment: String, request_no: String) -> AnyView {
    let texts = own_texts();
    view! {
        <Form to=ProposeUndo::PATH request_no class="card stack">
            <h3 class="card__title">{texts.undo_title()}</h3>
            <p>{texts.undo_text()}</p>
            <input type="hidden" name="payment" value=payment />
            {reason::<ProposeUndo>("payment-note")}
            <div class="form__actions"><button class="button">{texts.propose()}</button></div>
        </Form>
    }
    .into_any()
}

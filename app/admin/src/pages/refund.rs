//! One refund; where the network does not answer, two people say what became of it.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        alert::Alert,
        form::{Form, numbered},
        load::loaded,
        money::money,
        page_header::PageHeader,
        value::{fact, reference, when},
    },
    texts::word,
};

use super::{
    proposal::{decide, history, onward, reason},
    refunds::{LIST, failure, state},
};
use crate::{
    api::{
        approval::Duty,
        refund::{ProposeRefund, RefundPageView, RefundView, refund},
    },
    texts::{approval::approval, refund::refund as texts_of_refunds},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, texts_of_refunds().title()), refund(id), content)
}

fn content(view: RefundPageView) -> AnyView {
    let (texts, words) = (texts_of_refunds(), approval());
    let todo = match view.duty {
        Duty::Decide(proposal) => decide(&proposal, &view.approvals, view.request_no),
        Duty::Wait => view! { <Alert kind="info" title=words.waits_title() text=words.waits_text() /> }.into_any(),
        Duty::Propose => {
            let (id, number) = (view.refund.id.clone(), view.request_no);
            view! { {propose(&id, true, &number)} {propose(&id, false, &number)} }.into_any()
        }
        Duty::Look => {
            let nothing = if view.refund.open { words.maker_only() } else { word().nothing_to_do() };
            view! { <p class="muted">{nothing}</p> {onward()} }.into_any()
        }
    };
    let head = state(view.refund.state).note_of(failure(&view.refund)).into_any();
    let title = texts.of(&view.refund.reference);
    view! {
        <PageHeader title below=(LIST, texts.title())>{head}</PageHeader>
        {facts(&view.refund)}
        <section class="section"><h2>{word().what_to_do()}</h2>{todo}</section>
        {history(view.approvals)}
    }
    .into_any()
}

/// What goes back, of which debit, and why.
fn facts(item: &RefundView) -> impl IntoView + use<> {
    let (holder, reason) = (item.holder_name.clone(), item.reason.clone());
    view! {
        <dl class="card facts facts--3">
            {fact(word().debit(), reference(&item.debit_reference))}
            {fact(word().debt(), reference(&item.debt_number))}
            {fact(word().amount(), money(item.amount))}
            {fact(word().debited_by(), holder)}
            {fact(word().accepted_at(), when(&item.accepted_at))}
            <div class="facts__wide"><dt>{word().reason()}</dt><dd>{reason}</dd></div>
        </dl>
    }
}

fn propose(refund: &str, made: bool, request_no: &str) -> AnyView {
    let texts = texts_of_refunds();
    let refund = refund.to_owned();
    let note = if made { "made-note" } else { "failed-note" };
    view! {
        <Form to=ProposeRefund::PATH request_no=numbered(request_no, made) class="card stack">
            <h3 class="card__title">{texts.decide_title(made)}</h3>
            <p>{texts.decide_text(made)}</p>
            <input type="hidden" name="refund" value=refund />
            <input type="hidden" name="made" value=made.to_string() />
            {reason::<ProposeRefund>(note)}
            <div class="form__actions"><button class="button">{texts.propose()}</button></div>
        </Form>
    }
    .into_any()
}

//! A debit that succeeded after it had failed here, about which two people decide.

use domain::settlement::SettlementBreak;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        alert::Alert,
        cell::Cell,
        form::{Form, numbered},
        load::loaded,
        page_header::PageHeader,
        status::Tone,
        value::{fact, reference},
    },
    texts::word,
};

use super::{
    proposal::{decide, history, onward, reason},
    settlements::LIST,
};
use crate::{
    api::{
        approval::Duty,
        settlement::{LateView, ProposeLate, late_success},
    },
    texts::{approval::approval, settlement::settlement},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, settlement().title()), late_success(id), content)
}

fn content(view: LateView) -> AnyView {
    let (texts, words) = (settlement(), approval());
    let facts = view! {
        <dl class="card facts facts--3">
            {fact(texts.order(), reference(&view.reference))}
            {fact(texts.theirs(), view.amount.grouped().into_any())}
            {fact(texts.date(), view.settled_on.clone().into_any())}
            {fact(word().debt(), reference(&view.debt_number))}
            {fact(texts.owed_now(), view.outstanding.grouped().into_any())}
            {fact(texts.debited_by(), view.debited_by.clone().into_any())}
            {fact(texts.held_by(), view.holder_name.clone().into_any())}
        </dl>
    };
    let state = if view.open {
        Cell::status(Tone::Bad, texts.kinds(SettlementBreak::LateSuccess))
    } else {
        Cell::status(Tone::Done, texts.decided())
    };
    let (adoptable, id, request_no) = (view.amount <= view.outstanding, view.id, view.request_no);
    let todo = match view.duty {
        Duty::Decide(proposal) => decide(&proposal, &view.approvals, request_no),
        Duty::Wait => view! { <Alert kind="info" title=words.waits_title() text=words.waits_text() /> }.into_any(),
        Duty::Propose => propose(&id, &request_no, adoptable),
        Duty::Look => view! { <p class="muted">{word().nothing_to_do()}</p> {onward()} }.into_any(),
    };
    view! {
        <PageHeader title=view.reference below=(LIST, texts.title())>{state.into_any()}</PageHeader>
        <p>{texts.late_text()}</p>
        {facts}
        <section class="section"><h2>{word().what_to_do()}</h2>{todo}</section>
        {history(view.approvals)}
    }
    .into_any()
}

/// To give it back, and to book it where the debt owes as much.
fn propose(id: &str, request_no: &str, adoptable: bool) -> AnyView {
    let texts = settlement();
    let form = |adopt: bool, field: &'static str, word: &'static str, what: &'static str| {
        let (id, request_no) = (id.to_owned(), numbered(request_no, field));
        view! {
            <Form to=ProposeLate::PATH request_no class="card stack">
                <p>{what}</p>
                <input type="hidden" name="difference" value=id />
                <input type="hidden" name="adopt" value=adopt.to_string() />
                {reason::<ProposeLate>(field)}
                <div class="form__actions"><button class="button">{word}</button></div>
            </Form>
        }
    };
    let adopt = adoptable.then(|| form(true, "adopt-note", texts.propose_adopt(), texts.adopt_text()));
    view! {
        {form(false, "give-back-note", texts.propose_give_back(), texts.give_back_text())}
        {adopt}
    }
    .into_any()
}

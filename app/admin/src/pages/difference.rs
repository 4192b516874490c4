//! A difference about which two people decide: what succeeded after it had failed here, or went back beyond what was taken.

use domain::approval::Action;
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
        settlement::{ProposeDifference, TwoPeopleView, two_people_difference},
    },
    texts::{approval::approval, settlement::settlement},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, settlement().title()), two_people_difference(id), content)
}

fn content(view: TwoPeopleView) -> AnyView {
    let (texts, words) = (settlement(), approval());
    // A top-up is of no debt.
    let of_debt = view.outstanding.map(|owed| {
        view! {
            {fact(word().debt(), reference(&view.debt_number))}
            {fact(texts.owed_now(), owed.grouped().into_any())}
            {fact(word().current_holder(), view.holder_name.clone().into_any())}
        }
    });
    let facts = view! {
        <dl class="card facts facts--3">
            {fact(texts.order(), reference(&view.reference))}
            {fact(texts.difference_amount(), view.amount.grouped().into_any())}
            {fact(texts.date(), view.settled_on.clone().into_any())}
            {fact(word().debited_by(), view.debited_by.clone().into_any())}
            {of_debt}
        </dl>
    };
    let state = if view.open {
        Cell::status(Tone::Bad, texts.kinds(view.kind))
    } else {
        Cell::status(Tone::Done, texts.decided())
    };
    let (id, request_no) = (view.id, view.request_no);
    let todo = match view.duty {
        Duty::Decide(proposal) => decide(&proposal, &view.approvals, request_no),
        Duty::Wait => view! { <Alert kind="info" title=words.waits_title() text=words.waits_text() /> }.into_any(),
        Duty::Propose => propose(&id, &request_no, view.choices),
        Duty::Look => {
            let nothing = if view.open { words.maker_only() } else { word().nothing_to_do() };
            view! { <p class="muted">{nothing}</p> {onward()} }.into_any()
        }
    };
    view! {
        <PageHeader title=view.reference below=(LIST, texts.title())>{state.into_any()}</PageHeader>
        <p>{texts.advice(view.kind)}</p>
        {facts}
        <section class="section"><h2>{word().what_to_do()}</h2>{todo}</section>
        {history(view.approvals)}
    }
    .into_any()
}

/// A form for each thing that can be proposed.
fn propose(id: &str, request_no: &str, choices: Vec<Action>) -> AnyView {
    let form = |choice: Action| {
        let (what, word) = (settlement().choice_text(&choice), settlement().propose_choice(&choice));
        let (id, code) = (id.to_owned(), choice.code());
        view! {
            <Form to=ProposeDifference::PATH request_no=numbered(request_no, code) class="card stack">
                <p>{what}</p>
                <input type="hidden" name="difference" value=id />
                <input type="hidden" name="choice" value=code />
                {reason::<ProposeDifference>(code)}
                <div class="form__actions"><button class="button">{word}</button></div>
            </Form>
        }
    };
    choices.into_iter().map(form).collect_view().into_any()
}

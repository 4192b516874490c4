//! The forms of the funder's two people. Each carries the version that its person saw.

use domain::application::{Decision, OPINION_LIMIT, RejectReason};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::{Problem, sent_back::sent_back},
    components::{
        alert::Alert,
        form::{AmountField, Form, TextArea, error_of, kept},
        query::query,
    },
};

use crate::{
    api::review::{
        Duty, ReviewView,
        decision::{AskForMore, ClaimApplication, ConfirmDecision, ProposeApproval, ProposeRejection},
    },
    texts::review::review,
};

/// What every form of an application carries.
fn seen(view: &ReviewView) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="application" value=view.id.clone() />
        <input type="hidden" name="version" value=view.version />
    }
}

pub fn claim(view: &ReviewView) -> AnyView {
    let own = review();
    let (text, button, take_over) = if view.duty == Duty::TakeOver {
        (own.take_over_text(&view.reviewer), own.take_over(), "true")
    } else {
        (own.claim_text().to_owned(), own.claim(), "false")
    };
    let class = if view.duty == Duty::TakeOver { "button button--quiet button--block" } else { "button button--block" };
    let seen = seen(view);
    view! {
        <Form to=ClaimApplication::PATH request_no=view.request_no.clone() class="stack">
            {seen} <input type="hidden" name="take_over" value=take_over />
            <p>{text}</p>
            <button class=class>{button}</button>
        </Form>
    }
    .into_any()
}

/// Which of the three decisions the person has chosen, by the address.
fn chosen(view: &ReviewView) -> &'static str {
    let asked = query("as").unwrap_or_default();
    match (asked.as_str(), &view.proposal) {
        ("approve", _) => "approve",
        ("reject", _) => "reject",
        ("ask", _) => "ask",
        (_, None) => "approve",
        // What is proposed already waits for its second person.
        (_, Some(_)) => "",
    }
}

pub fn decide(view: &ReviewView) -> AnyView {
    let own = review();
    let chosen = chosen(view);
    let form = match chosen {
        "approve" => approve(view),
        "reject" => reject(view),
        "ask" => ask(view),
        _ => view! { <Alert kind="info" title=own.waits_for_second() text=own.waits_for_second_text() /> }.into_any(),
    };
    let label = if view.proposal.is_some() { own.change_mind() } else { own.decision() };
    let link = |key: &'static str, text: &'static str| {
        let current = (key == chosen).then_some("true");
        view! { <a href=format!("?as={key}") aria-current=current>{text}</a> }
    };
    let choices = view! {
        <p id="choices">
            <strong>{label}</strong>
        </p>
        <div class="segmented" role="group" aria-labelledby="choices">
            {link("approve", own.approve())}
            {link("reject", own.reject())}
            {link("ask", own.ask())}
        </div>
    };
    if chosen.is_empty() {
        view! {
            {form}
            {choices}
        }
        .into_any()
    } else {
        view! {
            {choices}
            {form}
        }
        .into_any()
    }
}

fn approve(view: &ReviewView) -> AnyView {
    let own = review();
    let proposed = match view.proposal.as_ref().map(|proposal| &proposal.decision) {
        Some(Decision::Approve { limit }) => *limit,
        _ => view.asked_limit(),
    };
    let hint = own.limit_hint(&view.offered.limit.grouped(), &view.asked_limit().grouped());
    let limit = kept::<ProposeApproval>("limit", proposed.grouped());
    let (seen, opinion) = (seen(view), opinion::<ProposeApproval>(view));
    view! {
        <Form to=ProposeApproval::PATH request_no=view.request_no.clone() class="stack">
            {seen}
            <AmountField name="limit" label=own.limit() value=limit hint />
            {opinion}
            {second_person()}
            <button class="button button--block">{own.propose()}</button>
        </Form>
    }
    .into_any()
}

/// Why: the approver reads it before anything else.
fn opinion<S: ServerFn>(view: &ReviewView) -> AnyView {
    let own = review();
    let earlier = view.proposal.as_ref().map_or("", |proposal| proposal.opinion.as_str());
    let written = kept::<S>("opinion", earlier);
    let wrong = wrong(S::PATH, "opinion");
    let most = u32::try_from(OPINION_LIMIT).unwrap_or(u32::MAX);
    view! {
        <div class="field">
            <label for="opinion">{own.opinion()}</label>
            <p class="field__hint">{own.opinion_hint()}</p>
            <TextArea id="opinion" name="opinion" required=true most=most value=written />
            {wrong}
        </div>
    }
    .into_any()
}

/// What is wrong with a field of the form that came back, to stand below it.
pub fn wrong(path: &str, field: &str) -> Option<AnyView> {
    let problem = error_of(path)?.problem;
    let Problem::Application(refusal) = &problem else { return None };
    let here = refusal.field() == Some(field);
    here.then(|| view! { <p class="field__error">{problem.words().advice}</p> }.into_any())
}

/// Whether a reason was ticked in the form that came back.
pub fn ticked(code: &str) -> bool {
    sent_back().is_some_and(|back| back.fields.iter().any(|(name, kept)| name == "reasons[]" && kept == code))
}

fn reject(view: &ReviewView) -> AnyView {
    let own = review();
    let earlier = match view.proposal.as_ref().map(|proposal| &proposal.decision) {
        Some(Decision::Reject { reasons }) => reasons.clone(),
        _ => Vec::new(),
    };
    let reasons = RejectReason::ALL
        .into_iter()
        .map(|reason| {
            let checked = ticked(reason.code()) || earlier.contains(&reason);
            view! {
                <label class="check">
                    <input type="checkbox" name="reasons[]" value=reason.code() checked=checked />
                    <span>{own.reason(reason)}</span>
                </label>
            }
        })
        .collect_view();
    let (seen, opinion) = (seen(view), opinion::<ProposeRejection>(view));
    view! {
        <Form to=ProposeRejection::PATH request_no=view.request_no.clone() class="stack">
            {seen} <fieldset>
                <legend>
                    {own.reasons()} " "
                    <small class="muted">{own.reasons_hint()}</small>
                </legend>
                {reasons}
            </fieldset> {opinion} {second_person()} <button class="button button--block">{own.propose()}</button>
        </Form>
    }
    .into_any()
}

fn ask(view: &ReviewView) -> AnyView {
    let own = review();
    let withdraws = view.proposal.is_some().then(|| view! { <p class="muted">{own.ask_withdraws()}</p> });
    let question = kept::<AskForMore>("question", "");
    let seen = seen(view);
    view! {
        <Form to=AskForMore::PATH request_no=view.request_no.clone() class="stack">
            {seen} <div class="field">
                <label for="question">{own.question()}</label>
                <p class="field__hint">{own.question_hint()}</p>
                <TextArea id="question" name="question" required=true value=question />
            </div> {withdraws} <button class="button button--block">{own.send_question()}</button>
        </Form>
    }
    .into_any()
}

fn second_person() -> impl IntoView {
    let own = review();
    view! {
        <p class="small">
            <strong>{own.second_person()}</strong>
            <br />
            {own.second_person_text()}
        </p>
    }
}

pub fn confirm(view: &ReviewView) -> AnyView {
    let own = review();
    let agree = match view.proposal.as_ref().map(|proposal| &proposal.decision) {
        Some(Decision::Reject { .. }) => own.confirm_rejection(),
        _ => own.confirm_approval(),
    };
    let note = kept::<ConfirmDecision>("note", "");
    let seen = seen(view);
    view! {
        <Form to=ConfirmDecision::PATH request_no=view.request_no.clone() class="stack">
            {seen} <h3>{own.confirm_title()}</h3> <div class="field">
                <label for="note">{own.confirm_note()}</label>
                <p class="field__hint">{own.confirm_note_hint()}</p>
                <TextArea id="note" name="note" value=note />
            </div> <button class="button button--block" name="agree" value="true">
                {agree}
            </button> <button class="button button--quiet button--block" name="agree" value="false">
                {own.send_back()}
            </button>
        </Form>
    }
    .into_any()
}

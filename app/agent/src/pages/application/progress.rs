//! What became of an application that was submitted, and what the agent can do about it.

use domain::application::{ApplicationState, Whose};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::{StepView, only_looks},
    components::{
        alert::Alert,
        form::{Form, TextArea, error_at, error_line, kept, numbered},
        timeline::{Step, timeline},
    },
    texts::word,
};

use super::{
    attachments::{FORM, attachments, is_of_file},
    contract, counter_offer, head, hidden, review,
};
use crate::{
    api::application::{AnswerQuestion, ApplicationView, WithdrawApplication},
    pages::{owner::OwnersForm, sent_back},
    texts::application::application,
};

pub fn progress(view: ApplicationView) -> AnyView {
    let texts = application();
    let state = view.state;
    let steps = steps(&view);
    view! {
        {head(&view)}
        {next_up(state)}
        {question(&view)}
        {attachments(&view)}
        {reasons(&view)}
        {counter_offer::counter_offer(&view)}
        {contract::contract(&view)}
        <section class="section">
            <h2>{word().progress()}</h2>
            {timeline(steps)}
        </section>
        <section class="card">
            <h2>{texts.form()}</h2>
            <dl class="facts">{review::need(&view)}</dl>
        </section>
        {(state.is_open() && !only_looks()).then(|| withdraw(&view))}
    }
    .into_any()
}

fn next_up(state: ApplicationState) -> impl IntoView {
    let texts = application();
    let kind = match state {
        ApplicationState::Agreed | ApplicationState::Approved => "good",
        ApplicationState::Rejected => "bad",
        ApplicationState::MoreInformation | ApplicationState::CounterOffered => "warn",
        _ => "info",
    };
    let ended = matches!(state, ApplicationState::Rejected | ApplicationState::Withdrawn | ApplicationState::Lapsed);
    view! {
        <Alert kind title=texts.states(state) text=texts.next_up(state) />
        {ended.then(|| view! { <p><a class="button" href="/agent/offers">{texts.to_offers()}</a></p> })}
        {(state == ApplicationState::Agreed && !only_looks())
            .then(|| view! { <p><a class="button" href="/agent/borrow">{texts.borrow()}</a></p> })}
    }
}

fn question(view: &ApplicationView) -> Option<impl IntoView + use<>> {
    let texts = application();
    let question = view.question.clone()?;
    let hidden = hidden(view);
    let answer = kept::<AnswerQuestion>("answer", "");
    Some(view! {
        <section class="card card--due">
            <h2>{texts.question()}</h2>
            <p>{question}</p>
            <OwnersForm to=AnswerQuestion::PATH request_no=numbered(&view.request_no, "answer") class="form" id=FORM>
                {hidden}
                <div class="field">
                    <label for="answer">{texts.answer()}</label>
                    <TextArea id="answer" name="answer" required=true value=answer />
                </div>
                <div class="form__actions form__actions--bar">
                    {error_at::<AnswerQuestion>(!is_of_file(AnswerQuestion::PATH))}
                    <button class="button">{texts.send_answer()}</button>
                </div>
            </OwnersForm>
        </section>
    })
}

fn reasons(view: &ApplicationView) -> Option<impl IntoView + use<>> {
    let texts = application();
    let reasons = &view.reject_reasons;
    (!reasons.is_empty()).then(|| {
        let items = reasons.iter().map(|reason| view! { <li>{texts.reason(*reason)}</li> }).collect_view();
        view! {
            <section class="section">
                <h2>{texts.reasons()}</h2>
                <ul>{items}</ul>
            </section>
        }
    })
}

/// The states in the agent's words; who acts is oneself or the funder.
fn steps(view: &ApplicationView) -> Vec<Step> {
    let texts = application();
    let step = |step: &StepView<ApplicationState>| {
        let own = Whose::from_code(&step.actor) == Some(Whose::Agent);
        let told = match step.to {
            ApplicationState::Approved if own => texts.accepted(),
            // The review goes on because the agent has answered.
            ApplicationState::InReview if own => texts.answered(),
            state => texts.steps_done(state),
        };
        Step {
            word: told.to_owned(),
            actor: if own { word().you().to_owned() } else { view.funder_name.clone() },
            reason: step.reason.clone(),
            at: step.at.clone(),
            bad: step.to == ApplicationState::Rejected,
        }
    };
    view.timeline.iter().map(step).collect()
}

fn withdraw(view: &ApplicationView) -> impl IntoView + use<> {
    let (texts, hidden) = (application(), hidden(view));
    let open = sent_back::<WithdrawApplication>();
    view! {
        <details class="details" open=open>
            <summary>{texts.withdraw_title()}</summary>
            <div class="stack">
                <p>{texts.withdraw_text()}</p>
                <Form to=WithdrawApplication::PATH request_no=numbered(&view.request_no, "withdraw") class="stack">
                    {hidden}
                    {error_line::<WithdrawApplication>()}
                    <button class="button button--danger">{texts.withdraw()}</button>
                </Form>
            </div>
        </details>
    }
}

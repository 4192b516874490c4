//! One binding: what it is, and what two people decide about debits with it.

use domain::binding::{BindingState, Suspension};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use partner::{pages::evidence::section, texts::binding::binding as texts_of_bindings};
use parts::{
    components::{
        cell::Cell,
        form::{Form, kept},
        load::loaded,
        page_header::PageHeader,
        status::Tone,
        value::{fact, reference},
    },
    texts::word,
};

use super::{
    links,
    proposal::{history, reason, what_to_do},
};
use crate::{
    api::binding::{BindingPageView, ProposeSuspension, binding as find},
    texts::{admin, binding::binding},
};

/// Bindings have no list of their own here: the box at the top finds one by its alias.
const HOME: &str = "/admin";

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((HOME, admin().overview()), find(id), content)
}

fn content(view: BindingPageView) -> AnyView {
    let texts = texts_of_bindings();
    let propose = || if ordered(view.suspension).is_some() { resume(&view) } else { suspend(&view) };
    let todo = what_to_do(&view.duty, &view.approvals, &view.request_no, propose, word().nothing_to_do());
    let (head, told) = match view.suspension.filter(|_| view.state == BindingState::Active) {
        Some(suspension) => (Cell::status(Tone::Bad, texts.suspended()), texts.suspended_for(suspension)),
        None => (Cell::status(Tone::Neutral, texts.binding_states(view.state)), ""),
    };
    let (head, steps) = (head.into_any(), section(view.evidence));
    view! {
        <PageHeader title=view.alias below=(HOME, admin().overview())>{head} <span>{told}</span></PageHeader>
        <dl class="card facts facts--3">
            {fact(texts.payer(), view.payer.into_any())}
            {fact(word().card(), view.card.into_any())}
            {fact(texts.signed_at(), view.signed_at.into_any())}
            {fact(word().funder(), links::partner(&view.funder_name, &view.funder).into_any())}
            {fact(word().facilitator(), links::partner(&view.facilitator_name, &view.facilitator).into_any())}
            {fact(word().settlement_id(), reference(view.settlement_id))}
        </dl>
        {todo}
        {history(view.approvals)}
        {steps}
    }
    .into_any()
}

/// What people have suspended it for; what follows from the card, nobody here lifts.
fn ordered(suspension: Option<Suspension>) -> Option<Suspension> {
    suspension.filter(|suspension| *suspension != Suspension::CardRefused)
}

fn suspend(view: &BindingPageView) -> AnyView {
    let (texts, id) = (binding(), view.id.clone());
    let chosen = kept::<ProposeSuspension>("reason", Suspension::Risk.code());
    let options = [Suspension::Risk, Suspension::Operations].map(|suspension| {
        let selected = suspension.code() == chosen;
        view! { <option value=suspension.code() selected=selected>{texts.reasons(suspension)}</option> }
    });
    view! {
        <Form to=ProposeSuspension::PATH request_no=view.request_no.clone() class="card stack">
            <h3 class="card__title">{texts.suspend_title()}</h3>
            <p>{texts.suspend_text()}</p>
            <input type="hidden" name="binding" value=id />
            <div class="field">
                <label for="suspension">{texts.reason()}</label>
                <select id="suspension" name="reason">
                    {options.into_iter().collect_view()}
                </select>
            </div>
            {reason::<ProposeSuspension>("suspension-note")}
            <div class="form__actions"><button class="button button--danger">{texts.propose_suspend()}</button></div>
        </Form>
    }
    .into_any()
}

fn resume(view: &BindingPageView) -> AnyView {
    let (texts, id) = (binding(), view.id.clone());
    view! {
        <Form to=ProposeSuspension::PATH request_no=view.request_no.clone() class="card stack">
            <h3 class="card__title">{texts.resume_title()}</h3>
            <p>{texts.resume_text()}</p>
            <input type="hidden" name="binding" value=id />
            <input type="hidden" name="reason" value="" />
            {reason::<ProposeSuspension>("suspension-note")}
            <div class="form__actions"><button class="button">{texts.propose_resume()}</button></div>
        </Form>
    }
    .into_any()
}

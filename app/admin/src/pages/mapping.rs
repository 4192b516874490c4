//! One mapping: what publishing or disabling it changes, and what two people decide.

use domain::mapping::MappingState;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        form::{Form, error_of, kept, numbered},
        load::loaded,
        page_header::PageHeader,
        query::query,
        value::{fact, or_dash},
    },
    texts::word,
};
use services::mapping::Trial;

use super::{
    links,
    mappings::{LIST, state},
    proposal::{history, reason, what_to_do},
};
use crate::{
    api::{
        approval::Duty,
        mapping::{
            AddMapping, BlockMapping, MappingPageView, MappingView, ProposeMapping, RollBackMapping, mapping as find,
        },
    },
    texts::{admin, mapping::mapping},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let sample = query("sample").filter(|sample| !sample.is_empty());
    loaded((LIST, admin().mappings()), find(id, sample), content)
}

fn content(view: MappingPageView) -> AnyView {
    let texts = mapping();
    let item = view.mapping.clone();
    let propose = || propose(&view.mapping, view.request_no.clone());
    let todo = if item.state == MappingState::Ended && view.may_add && view.duty == Duty::Look {
        again(&view).into_any()
    } else {
        what_to_do(&view.duty, &view.approvals, &view.request_no, propose, word().nothing_to_do())
    };
    let consequences = if item.state == MappingState::Draft { difference(&view) } else { usage(&view) };
    let back = view.former.as_ref().map(|former| roll_back(&view, former));
    let debits = view.may_block.then(|| block(&view));
    let blocked = view.debits_blocked.then(|| fact(texts.debits(), texts.debits_blocked().into_any()));
    let from = if item.from.is_empty() { texts.at_once().to_owned() } else { item.from };
    let to = match item.state {
        MappingState::InForce | MappingState::Scheduled if item.to.is_empty() => texts.until_further().to_owned(),
        _ => or_dash(item.to),
    };
    view! {
        <PageHeader title=item.settlement_id below=(LIST, admin().mappings())>
            {state(item.state).into_any()}
        </PageHeader>
        <dl class="card facts facts--3">
            {fact(word().funder(), links::partner(&item.funder_name, &item.funder).into_any())}
            {fact(word().facilitator(), links::partner(&item.facilitator_name, &item.facilitator).into_any())}
            {fact(texts.added_by(), format!("{} {}", item.added_by, item.added_at).into_any())}
            {fact(texts.from(), from.into_any())}
            {fact(texts.to(), to.into_any())}
            {blocked}
            {view.rolls_back.as_ref().map(|other| fact(texts.rolls_back(), version(other)))}
            {view.rolled_back_by.as_ref().map(|other| fact(texts.rolled_back_by(), version(other)))}
        </dl>
        {consequences}
        {back}
        {debits}
        {todo}
        {history(view.approvals)}
    }
    .into_any()
}

/// The way to another mapping of the same settlement id.
fn version(other: &MappingView) -> AnyView {
    let texts = mapping();
    let words = if other.state == MappingState::Draft {
        texts.version_draft(&other.facilitator_name, &other.added_at)
    } else {
        texts.version(&other.facilitator_name, &other.from)
    };
    let href = format!("{LIST}/{}", other.id);
    view! { <a href=href>{words}</a> }.into_any()
}

/// The form that proposes what counted before anew.
fn roll_back(view: &MappingPageView, former: &MappingView) -> AnyView {
    let (texts, id) = (mapping(), view.mapping.id.clone());
    let told = texts.roll_back_text(&former.facilitator_name, &former.from, &former.to);
    let (from, open) = (kept::<RollBackMapping>("from", ""), error_of(RollBackMapping::PATH).is_some());
    view! {
        <details class="details" open=open>
            <summary>{texts.roll_back_title()}</summary>
            <Form to=RollBackMapping::PATH request_no=numbered(&view.request_no, "back") class="stack">
                <p>{told}</p>
                <input type="hidden" name="mapping" value=id />
                <div class="field">
                    <label for="back-from">{texts.from()}</label>
                    <p class="field__hint">{texts.from_hint()}</p>
                    <input id="back-from" name="from" type="datetime-local" value=from />
                </div>
                {reason::<RollBackMapping>("back-note")}
                <div class="form__actions"><button class="button">{texts.roll_back()}</button></div>
            </Form>
        </details>
    }
    .into_any()
}

/// The form that proposes that the facilitator debits nothing, or does again.
fn block(view: &MappingPageView) -> AnyView {
    let (texts, id, blocked) = (mapping(), view.mapping.id.clone(), !view.debits_blocked);
    let open = error_of(BlockMapping::PATH).is_some();
    view! {
        <details class="details" open=open>
            <summary>{texts.block_title(blocked)}</summary>
            <Form to=BlockMapping::PATH request_no=numbered(&view.request_no, "block") class="stack">
                <p>{texts.block_text(blocked)}</p>
                <input type="hidden" name="mapping" value=id />
                <input type="hidden" name="blocked" value=blocked.to_string() />
                {reason::<BlockMapping>("block-note")}
                <div class="form__actions"><button class="button">{texts.block(blocked)}</button></div>
            </Form>
        </details>
    }
    .into_any()
}

fn difference(view: &MappingPageView) -> AnyView {
    let texts = mapping();
    let told = match &view.instead_of {
        Some(other) => texts.replaces(&other.facilitator_name, &other.from),
        None => texts.replaces_nothing().to_owned(),
    };
    let trial = trial(view);
    view! { {trial} <section class="section"><h2>{texts.difference()}</h2><p>{told}</p></section> }.into_any()
}

/// What a signing with a sample would come to.
fn trial(view: &MappingPageView) -> impl IntoView + use<> {
    let texts = mapping();
    let told = view.trial.as_ref().map(|(_, trial)| match trial {
        Trial::Invalid => texts.trial_invalid().to_owned(),
        Trial::Elsewhere { facilitator_name: Some(name) } => texts.trial_other(name),
        Trial::Elsewhere { facilitator_name: None } => texts.trial_nobody().to_owned(),
        Trial::Shared { consent } => texts.trial_shared(&view.mapping.facilitator_name, consent),
    });
    let sample = view.trial.as_ref().map(|(sample, _)| sample.clone()).unwrap_or_default();
    view! {
        <section class="section" id="trial">
            <h2>{texts.trial_title()}</h2>
            <form method="get" class="filters">
                <div class="field">
                    <label for="sample">{texts.trial_sample()}</label>
                    <input id="sample" name="sample" maxlength="64" autocomplete="off" value=sample />
                </div>
                <button class="button button--quiet">{texts.trial_act()}</button>
            </form>
            <p role="status">{told}</p>
        </section>
    }
}

/// Another draft of what an ended mapping said, which is the way back to it.
fn again(view: &MappingPageView) -> impl IntoView + use<> {
    let texts = mapping();
    let MappingView { funder, settlement_id, facilitator, .. } = view.mapping.clone();
    view! {
        <section class="section">
            <h2>{word().what_to_do()}</h2>
            <Form to=AddMapping::PATH request_no=numbered(&view.request_no, "again") class="card stack">
                <p>{texts.again_text()}</p>
                <input type="hidden" name="funder" value=funder />
                <input type="hidden" name="settlement_id" value=settlement_id />
                <input type="hidden" name="facilitator" value=facilitator />
                <input type="hidden" name="from" value="" />
                <div class="form__actions"><button class="button button--quiet">{texts.again()}</button></div>
            </Form>
        </section>
    }
}

fn usage(view: &MappingPageView) -> AnyView {
    let texts = mapping();
    let (open, shares) = if view.mapping.state == MappingState::Ended {
        (texts.signings_left(view.signings_open), texts.shares_left(view.shares))
    } else {
        (texts.signings_open(view.signings_open), texts.shares(view.shares))
    };
    view! {
        <section class="section">
            <h2>{texts.usage()}</h2>
            <p>{open}</p>
            <p>{shares}</p>
            <p>{texts.debts_held(view.debts_held)}</p>
        </section>
    }
    .into_any()
}

fn propose(item: &MappingView, request_no: String) -> AnyView {
    let (texts, id) = (mapping(), item.id.clone());
    let publish = item.state == MappingState::Draft;
    let words = if publish { texts.propose_publish() } else { texts.propose_disable() };
    view! {
        <Form to=ProposeMapping::PATH request_no class="card stack">
            <input type="hidden" name="mapping" value=id />
            <input type="hidden" name="publish" value=publish.to_string() />
            {reason::<ProposeMapping>("mapping-note")}
            <div class="form__actions"><button class="button">{words}</button></div>
        </Form>
    }
    .into_any()
}

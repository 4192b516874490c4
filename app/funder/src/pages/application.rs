//! One application: who applies on the left, what to decide on the right.

mod applicant;
mod attachments;
mod comments;
mod conflict;
mod contact;
mod forms;
mod panel;
mod ratios;
mod same_owner;

use domain::application::{ApplicationState, ReviewStep};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use parts::{
    api::{Called, StepView},
    components::{
        alert::Alert,
        cell::Cell,
        load::loaded,
        page_header::PageHeader,
        pager::asked_after,
        status::{Tone, status},
        table::Table,
        timeline::{Step, timeline},
        value::reference,
    },
    texts::{consent::consent, word},
};

use super::{applications::LIST, links, standing};
use crate::{
    api::review::{ConsentView, ReviewView, application},
    texts::{applicant::applicant, funder, review::review, shop::shop},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, word().applications()), application(id, asked_after()), content)
}

fn content(view: ReviewView) -> AnyView {
    let (texts, own, data) = (funder(), review(), applicant());
    let title = view.applicant.as_ref().map_or(texts.withheld().to_owned(), |applicant| applicant.shop_name.clone());
    let reviewer =
        (!view.reviewer.is_empty()).then(|| view! { <span>{own.reviewer()} " " {view.reviewer.clone()}</span> });
    let state = standing::application(view.state, view.proposal.is_some());
    let submitted_at = view.submitted_at.clone();
    let shop = links::shop(shop().see(), &view.agent).into_any();
    let known = match &view.applicant {
        Some(known) => applicant::sheets(&view, known),
        None => view! { <Alert kind="warn" title=data.consent_gone() text=data.consent_gone_text() /> }.into_any(),
    };
    view! {
        <PageHeader title below=(LIST, word().applications()) reference=view.reference.clone()>
            {state.into_any()} <span>{word().submitted_at()} " " <time>{submitted_at}</time></span> {reviewer} {shop}
        </PageHeader>
        {conflict::came_back(&view)}
        <a class="split__jump" href="#decision">{own.panel()}</a>
        <div class="split">
            <div class="split__data stack stack--loose">
                {known} {attachments::attachments(&view)} {panel::offered_terms(&view)} {consents(&view.consents)} {comments::comments(&view)}
                <section class="card">
                    <h2>{word().timeline()}</h2>
                    {timeline(view.timeline.iter().map(named).collect())}
                </section>
            </div>
            <aside class="split__decision card" aria-labelledby="decision">
                {panel::panel(&view)}
            </aside>
        </div>
    }
    .into_any()
}

/// A step in words.
fn named(step: &StepView<ReviewStep, Called>) -> Step {
    Step {
        word: applicant().step(step.to).to_owned(),
        actor: funder().actor(&step.actor).to_owned(),
        reason: step.reason.clone(),
        at: step.at.clone(),
        bad: step.to == ReviewStep::To(ApplicationState::Rejected),
    }
}

fn consents(rows: &[ConsentView]) -> impl IntoView + use<> {
    let data = applicant();
    let given = if rows.is_empty() {
        view! { <p class="muted">{data.no_consents()}</p> }.into_any()
    } else {
        consent_table().of(rows)
    };
    view! {
        <section class="card">
            <h2>{data.consents()}</h2>
            {given}
        </section>
    }
}

fn consent_table() -> Table<ConsentView> {
    let data = applicant();
    Table::<ConsentView>::new(data.consents())
        .words(data.consent(), |row| consent().names(row.purpose))
        .words(word().text(), |row| Cell::text(consent().version(&row.text_version)).note(reference(&row.hash)))
        .words(word().given_at(), move |row| {
            Cell::time(&row.given_at).note(if row.withdrawn_at.is_empty() {
                status(Tone::Done, word().holds()).into_any()
            } else {
                status(Tone::Bad, data.withdrawn(&row.withdrawn_at)).into_any()
            })
        })
}

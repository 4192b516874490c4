//! One application: who applies on the left, what to decide on the right.

mod applicant;
mod conflict;
mod contact;
mod forms;
mod panel;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        alert::Alert,
        load::load,
        status::{Tone, status},
        timeline::{Step, timeline},
    },
    texts::word,
};

use super::{heading::heading_of_one, standing};
use crate::{
    api::review::{ConsentView, ReviewView, application},
    texts::{applicant::applicant, funder, review::review},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    load(application(id), content)
}

fn fact(label: &'static str, value: impl IntoView) -> impl IntoView {
    view! {
        <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
        </div>
    }
}

fn content(view: ReviewView) -> AnyView {
    let (texts, own, data) = (funder(), review(), applicant());
    let title = view.applicant.as_ref().map_or(texts.withheld().to_owned(), |applicant| applicant.shop_name.clone());
    let reviewer =
        (!view.reviewer.is_empty()).then(|| view! { <span>{own.reviewer()} " " {view.reviewer.clone()}</span> });
    let meta = view! {
        {standing::application(&view.state, view.proposal.is_some() && view.state == "in_review")}
        <span>
            {own.submitted_at()} " "
            <time>{view.submitted_at.clone()}</time>
        </span>
        {reviewer}
    };
    let known = match &view.applicant {
        Some(known) => applicant::sheets(&view, known),
        None => view! { <Alert kind="warn" title=data.consent_gone() text=data.consent_gone_text() /> }.into_any(),
    };
    view! {
        {heading_of_one((texts.applications(), "/funder/applications"), view.reference.clone(), title, meta)}
        {conflict::came_back(&view)}
        <a class="split__jump" href="#decision">{own.panel()}</a>
        <div class="split">
            <div class="split__data stack stack--loose">
                {known} {panel::offered_terms(&view)} {consents(view.consents.clone())}
                <section class="card">
                    <h2>{data.timeline()}</h2>
                    {timeline(view.timeline.iter().cloned().map(named).collect())}
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
fn named(step: Step) -> Step {
    Step { word: applicant().step(&step.word).to_owned(), actor: funder().actor(&step.actor).to_owned(), ..step }
}

fn consents(rows: Vec<ConsentView>) -> impl IntoView {
    let data = applicant();
    if rows.is_empty() {
        return view! {
            <section class="card">
                <h2>{data.consents()}</h2>
                <p class="muted">{data.no_consents()}</p>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="card">
            <h2>{data.consents()}</h2>
            <div class="table-wrap" role="region" aria-label=data.consents() tabindex="0">
                <table class="table">
                    <caption class="visually-hidden">{data.consents()}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{data.consent()}</th>
                            <th scope="col">{word().text()}</th>
                            <th scope="col">{data.given_at()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.into_iter().map(consent).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn consent(row: ConsentView) -> impl IntoView {
    let data = applicant();
    let state = if row.withdrawn_at.is_empty() {
        status(Tone::Done, word().holds()).into_any()
    } else {
        status(Tone::Bad, data.withdrawn(&row.withdrawn_at)).into_any()
    };
    view! {
        <tr>
            <th scope="row">{data.purpose_of(&row.purpose)}</th>
            <td data-label=word().text()>
                {row.text_version} <small><code class="ref">{row.hash}</code></small>
            </td>
            <td data-label=data.given_at()>
                <time>{row.given_at}</time>
                <small>{state}</small>
            </td>
        </tr>
    }
}

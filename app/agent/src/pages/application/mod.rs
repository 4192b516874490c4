//! The formal application: a draft is filled in, and what was submitted is followed.

mod attachments;
mod contract;
mod counter_offer;
mod draft;
mod progress;
mod review;

use domain::application::ApplicationState;
use leptos::prelude::*;
use parts::{
    components::{
        load::load,
        page_header::PageHeader,
        status::{Tone, status},
        value::reference,
    },
    texts::word,
};

use super::{param, query};
use crate::{
    api::application::{ApplicationView, application, to_current_application},
    texts::application::application as texts,
};

/// Leads to the live application.
#[must_use]
pub fn current() -> AnyView {
    load(to_current_application(), |()| ().into_any())
}

#[must_use]
pub fn page() -> AnyView {
    load(application(param("id")), content)
}

fn content(view: ApplicationView) -> AnyView {
    if view.state != ApplicationState::Draft {
        return progress::progress(view);
    }
    match query("step").as_str() {
        "2" => draft::need(view),
        "3" => draft::consents(view),
        "4" => review::review(view),
        _ => draft::shop(view),
    }
}

/// How an application's state is to be taken.
pub const fn tone(state: ApplicationState) -> Tone {
    match state {
        ApplicationState::Draft | ApplicationState::Withdrawn | ApplicationState::Lapsed => Tone::Neutral,
        ApplicationState::Submitted | ApplicationState::InReview => Tone::Waiting,
        ApplicationState::MoreInformation | ApplicationState::CounterOffered | ApplicationState::Approved => Tone::Due,
        ApplicationState::Agreed => Tone::Done,
        ApplicationState::Rejected => Tone::Bad,
    }
}

/// The head of every page of one application.
fn head(view: &ApplicationView) -> impl IntoView + use<> {
    let submitted = (!view.submitted_at.is_empty()).then(|| texts().submitted_at(&view.submitted_at));
    let saved = (view.state == ApplicationState::Draft).then_some(texts().saved_note());
    let state = status(tone(view.state), texts().states(view.state));
    let number = (!view.reference.is_empty()).then(|| reference(&view.reference));
    view! {
        <PageHeader title=texts().title(&view.funder_name)>
            {state} {number}
            {submitted.map(|text| view! { <span>{text}</span> })}
            {saved.map(|text| view! { <span>{text}</span> })}
        </PageHeader>
    }
}

/// Where one is among the four steps; those before can be gone back to. Consents are kept nowhere until they are given,
/// so only the last step knows whether all are `ticked`.
fn steps(view: &ApplicationView, current: usize, ticked: bool) -> impl IntoView + use<> {
    let (contact, need) = (&view.form.contact, &view.form.need);
    let shop = [&contact.name, &contact.phone, &contact.address].iter().all(|text| !text.trim().is_empty());
    let done = [shop, need.requested_limit.is_some() && !need.purpose.trim().is_empty(), ticked];
    let items = (1..)
        .zip(texts().steps())
        .zip(done.into_iter().chain([false]))
        .map(|((number, name), done)| {
            let href = format!("/agent/applications/{}?step={number}", view.id);
            if number >= current {
                let here = (number == current).then_some("step");
                return view! { <li aria-current=here>{name}</li> }.into_any();
            }
            view! {
                <li class=done.then_some("steps__done")>
                    <a href=href>{name}</a>
                    {done.then(|| view! { <span class="visually-hidden">{word().done()}</span> })}
                </li>
            }
            .into_any()
        })
        .collect_view();
    view! { <ol class="steps" aria-label=texts().steps_label()>{items}</ol> }
}

/// The fields that every form of an application carries.
fn hidden(view: &ApplicationView) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="application" value=view.id.clone() />
        <input type="hidden" name="version" value=view.version />
    }
}

//! The last step of a draft: everything once more, and the submission.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        alert::{Alert, error_alert},
        form::error_line,
        status::{Tone, status},
    },
    texts::{purpose::purpose_name, terms, word},
};

use super::{head, hidden, steps};
use crate::{
    api::{
        application::{ApplicationView, SubmitApplication},
        consent::ConsentTextView,
    },
    pages::{owner::OwnersForm, query},
    texts::application::application,
};

pub fn review(view: ApplicationView) -> AnyView {
    let texts = application();
    // Only a tick to the very text that is shown counts.
    let ticked: Vec<(ConsentTextView, bool)> =
        view.consents.iter().map(|consent| (consent.clone(), query(consent.purpose.code()) == consent.hash)).collect();
    let all = ticked.iter().all(|(_, ticked)| *ticked);
    let ready = all && view.missing.is_none();
    view! {
        {head(&view)}
        {steps(&view, 4, all)}
        {view.missing.as_ref().map(error_alert)}
        {(!all)
            .then(|| view! { <Alert kind="warn" title=texts.consents_missing() text=texts.consents_missing_text() /> })}
        <h2>{texts.review_title()}</h2>
        <div class="grid-2">
            {part(&view, 1, texts.steps()[0], view! { <dl class="facts">{shop(&view)}</dl> })}
            {part(&view, 2, texts.steps()[1], view! { <dl class="facts">{need(&view)}</dl> })}
            {part(&view, 3, texts.consents(), view! { <dl class="facts facts--end">{consents(&ticked)}</dl> })}
            {offer(&view)}
        </div>
        {if ready { submit(&view).into_any() } else { back(&view).into_any() }}
    }
    .into_any()
}

fn part(view: &ApplicationView, step: u32, title: &'static str, content: impl IntoView) -> AnyView {
    let href = format!("/agent/applications/{}?step={step}", view.id);
    view! {
        <section class="card">
            <h3 class="card__title">
                {title} <a class="card__more" href=href aria-label=format!("{} {title}", application().change())>{application().change()}</a>
            </h3>
            {content}
        </section>
    }
    .into_any()
}

fn fact(name: &'static str, value: &str) -> impl IntoView + use<> {
    let value = if value.trim().is_empty() { application().not_filled().to_owned() } else { value.to_owned() };
    view! { <div><dt>{name}</dt><dd>{value}</dd></div> }
}

fn shop(view: &ApplicationView) -> impl IntoView + use<> {
    let texts = application();
    view! {
        {fact(texts.contact_name(), &view.form.contact.name)}
        {fact(texts.contact_phone(), &view.form.contact.phone)}
        {fact(word().business_address(), &view.form.contact.address)}
    }
}

pub fn need(view: &ApplicationView) -> impl IntoView + use<> {
    let texts = application();
    let limit = view.form.need.requested_limit.map(|limit| format!("{} {}", limit.grouped(), word().yuan()));
    view! {
        {fact(texts.requested_limit(), &limit.unwrap_or_default())}
        {fact(texts.purpose(), &purpose_name(&view.form.need.purpose))}
        {fact(texts.use_of_funds(), &view.form.need.use_of_funds)}
    }
}

fn consents(ticked: &[(ConsentTextView, bool)]) -> impl IntoView + use<> {
    ticked
        .iter()
        .map(|(consent, ticked)| {
            let (tone, word) =
                if *ticked { (Tone::Done, application().ticked()) } else { (Tone::Due, application().not_ticked()) };
            view! { <div><dt>{consent.title}</dt><dd>{status(tone, word)}</dd></div> }
        })
        .collect_view()
}

fn offer(view: &ApplicationView) -> impl IntoView + use<> {
    let texts = application();
    view! {
        <section class="card">
            <h3>{texts.offer()}</h3>
            <dl class="facts">
                {fact(word().annual_rate(), &view.offered.terms.annual_rate.percent())}
                {fact(word().tenors(), &terms::tenors(&view.offered.tenors))}
                {fact(word().method(), terms::method(view.offered.terms.method))}
                {fact(word().contract_kind(), terms::contract_kind(view.contract_kind))}
                {fact(texts.valid_until(), &view.offer_valid_until)}
            </dl>
        </section>
    }
}

fn submit(view: &ApplicationView) -> impl IntoView + use<> {
    let (texts, hidden) = (application(), hidden(view));
    let hint = texts.submit_hint(&view.funder_name);
    let back = format!("/agent/applications/{}?step=3", view.id);
    let consents = view
        .consents
        .iter()
        .map(|consent| view! { <input type="hidden" name=consent.purpose.code() value=consent.hash.clone() /> })
        .collect_view();
    view! {
        <OwnersForm to=SubmitApplication::PATH request_no=view.request_no.clone() class="form">
            {hidden}
            {consents}
            <label class="check">
                <input type="checkbox" required autocomplete="off" />
                <span>{texts.submit_tick()} <small>{hint}</small></span>
            </label>
            <div class="form__actions form__actions--bar">
                {error_line::<SubmitApplication>()}
                <button class="button">{texts.submit()}</button>
                <a class="button button--quiet" href=back>{texts.previous()}</a>
            </div>
        </OwnersForm>
    }
}

/// To what is still to be done before the submission.
fn back(view: &ApplicationView) -> impl IntoView + use<> {
    let texts = application();
    let (step, name) = if view.missing.is_some() { (1, texts.fill_in()) } else { (3, texts.read_and_tick()) };
    view! {
        <div class="form__actions form__actions--bar">
            <a class="button" href=format!("/agent/applications/{}?step={step}", view.id)>{name}</a>
        </div>
    }
}

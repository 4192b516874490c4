//! Offers: ask, wait, compare, take one. Who holds a line sees the line.

mod ask;
mod card;
mod line;

use axum::http::{HeaderValue, header::REFRESH};
use domain::{Amount, application::ApplicationState, offer::OfferState};
use leptos::prelude::*;
use parts::{
    api::{ApiError, Problem, RequestProblem, only_looks},
    components::{
        alert::{Alert, error_alert},
        form::ERROR,
        icon::{Icon, icon},
        load::load,
        page_header::PageHeader,
        query::here_with,
        status::{Tone, status},
    },
    texts::word,
};

use super::{application::tone, asked, query};
use crate::{
    api::{
        application::ApplicationBriefView,
        offer::{AnswerView, OffersView, WishView, offers},
    },
    texts::{application::application as application_texts, offer::offer},
};

/// How often the page is asked for again while funders answer, in seconds.
const REFRESH_SECONDS: &str = "5";

#[must_use]
pub fn page() -> AnyView {
    load(offers(query("amount"), query("days")), content)
}

fn content(view: OffersView) -> AnyView {
    if let Some(line) = view.line {
        let application = view.application.map(|application| application.id).unwrap_or_default();
        return line::section(line, &application, (asked("opened"), view.request_no)).into_any();
    }
    let waiting = !view.waiting_until.is_empty();
    let newest = view.application.as_ref().map(|newest| newest.state);
    let withdrawn = newest == Some(ApplicationState::Withdrawn) && asked("withdrawn");
    let rejected = newest == Some(ApplicationState::Rejected);
    let under_way = view.application.filter(ApplicationBriefView::is_under_way);
    let locked = only_looks() || under_way.as_ref().is_some_and(|application| application.submitted);
    let ended = under_way.is_none() && view.offers.is_empty() && !waiting;
    let untouched = ended && view.others.is_empty();
    // Whoever has begun to compare is left in peace.
    if waiting && !asked("amount") {
        refresh();
    }
    view! {
        {head(untouched, view.offers.len(), &view.wish)}
        {under_way.filter(|application| application.submitted).map(application_card)}
        {asked("closed").then(|| view! { <Alert kind="good" title=offer().closed_title() text=offer().closed_text() /> })}
        {withdrawn.then(|| view! { <Alert kind="good" title=offer().withdrawn_title() text=offer().withdrawn_text() /> })}
        {rejected.then(|| view! { <Alert kind="warn" title=offer().ended_title() text=offer().ended_text() /> })}
        {waiting.then(|| waiting_alert(&view.waiting_until))}
        {(ended && !untouched).then(|| view! { <Alert kind="warn" title=offer().none_title() text=offer().none_text() /> })}
        {view.offers.iter().map(|offer| offer.limit).max().map(|highest| wish_form(&view.wish, highest))}
        {(!view.offers.is_empty()).then(|| card::cards(view.offers, &view.wish, locked, &view.request_no))}
        {(!view.others.is_empty()).then(|| others(view.others))}
        {(!waiting && !locked).then(|| ask::ask(view.consent, &view.request_no, untouched))}
    }
    .into_any()
}

/// In the answer's head and not in the page: it works without JavaScript, and nothing in the page moves by itself.
fn refresh() {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.insert_header(REFRESH, HeaderValue::from_static(REFRESH_SECONDS));
    }
}

fn head(untouched: bool, offers: usize, wish: &WishView) -> impl IntoView + use<> {
    let texts = offer();
    let (title, note) = match (untouched, offers) {
        (true, _) => (texts.ask_title(), texts.ask_lead().to_owned()),
        (false, 0) => (texts.title(), String::new()),
        (false, _) if wish.amount_text.is_empty() => {
            (texts.compare_title(), texts.compare_example(offers, &wish.amount.grouped(), wish.days))
        }
        (false, _) => (texts.compare_title(), texts.compare_note(offers)),
    };
    view! { <PageHeader title>{note}</PageHeader> }
}

fn application_card(application: ApplicationBriefView) -> impl IntoView {
    let (texts, state) = (offer(), application.state);
    let words = application_texts();
    // A clerk only looks.
    let to_do = if only_looks() { texts.to_application() } else { words.to_do(state) };
    view! {
        <section class="card card--due">
            <h2 class="card__title">{texts.application_title()} {status(tone(state), words.states(state))}</h2>
            <p>{texts.application_text()}</p>
            <p class="muted">{application.funder_name} " · " <code class="ref">{application.reference}</code></p>
            <div class="cluster cluster--even">
                <a class="button" href=format!("/agent/applications/{}", application.id)>{to_do}</a>
            </div>
        </section>
    }
}

fn waiting_alert(until: &str) -> impl IntoView + use<> {
    let texts = offer();
    view! {
        <div class="alert" role="status">
            {icon(Icon::Clock)}
            <div>
                <p class="alert__title">{texts.waiting_title()}</p>
                <p>{texts.waiting_text(until)}</p>
                <p><a href="/agent/offers">{word().refresh()}</a></p>
            </div>
        </div>
    }
}

fn wish_form(wish: &WishView, highest: Amount) -> impl IntoView + use<> {
    let texts = offer();
    let all = format!("/agent/offers{}", here_with(&[("amount", Some(highest.grouped()))]));
    let chips = wish
        .choices
        .iter()
        .map(|days| {
            view! {
                <label>
                    <input type="radio" name="days" value=*days checked=*days == wish.days />
                    <span>{texts.days(*days)}</span>
                </label>
            }
        })
        .collect_view();
    let of_amount = |error: &&ApiError| error.problem != Problem::Request(RequestProblem::DaysInvalid);
    let wrong = wish.error.as_ref().filter(of_amount).map(|error| error.problem.words().title);
    view! {
        {wish.error.as_ref().map(error_alert)}
        <form class="compare__ask" method="get" action="/agent/offers">
            <div class="field">
                <label for="amount">{texts.i_need()}</label>
                <div class="field__affix">
                    <input
                        id="amount"
                        name="amount"
                        inputmode="decimal"
                        autocomplete="off"
                        maxlength="20"
                        required
                        value=wish.amount_text.clone()
                        aria-invalid=wrong.as_ref().map(|_| "true")
                        aria-describedby=wrong.as_ref().map(|_| ERROR)
                    />
                    <span>{word().yuan()}</span>
                </div>
                {wrong.map(|title| view! { <p class="field__error" id=ERROR>{title}</p> })}
            </div>
            <fieldset class="chips chips--even">
                <legend>{texts.for_days()}</legend>
                {chips}
            </fieldset>
            <button class="button button--quiet">{texts.reckon()}</button>
        </form>
        <p class="small"><a href=all>{texts.whole(&highest.grouped())}</a></p>
    }
}

fn others(answers: Vec<AnswerView>) -> impl IntoView {
    let texts = offer();
    let rows = answers
        .into_iter()
        .map(|answer| {
            let word = if answer.used { texts.used() } else { texts.states(answer.state) };
            let mark = if answer.state == OfferState::Pending { Tone::Waiting } else { Tone::Neutral };
            view! {
                <li>
                    <div class="list__row">
                        <span class="list__text">
                            {answer.funder_name} {(!answer.reason.is_empty()).then(|| view! { <small>{answer.reason}</small> })}
                        </span>
                        <span class="list__end">{status(mark, word)}</span>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="section">
            <h2>{texts.others()}</h2>
            <ul class="card card--plain list">{rows}</ul>
        </section>
    }
}

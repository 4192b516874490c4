//! Borrowing: the amount and the tenor, with the cost beside.

mod card;

use domain::{
    Amount,
    calendar::Calendar,
    credit_line::CreditLineState,
    schedule::DueDates,
    terms::{LoanTerms, Tenor},
};
use islands::{
    BorrowPreview, Price,
    texts::{borrow, terms},
    written,
};
use leptos::prelude::*;
use parts::{
    api::only_looks,
    components::{alert::Alert, empty::empty_with, icon::Icon, load::load, page_header::PageHeader, query::here_with},
    texts::word,
};
use time::Date;

use super::{asked, purpose, query};
use crate::{
    api::{
        credit_line::{CreditLineView, credit_line},
        people::owners,
    },
    texts::{draw::draw, freeze::freeze},
};

/// How far one press of a stepper goes.
const STEP: Amount = Amount::from_fen(100_000);
/// For how long the form starts with, where that is offered.
const FIRST_TENOR: Tenor = Tenor::Days(30);

#[must_use]
pub fn page() -> AnyView {
    if only_looks() { owners_alone() } else { load(credit_line(), content) }
}

/// In the place of every step for a clerk: who borrows for the shop.
pub(super) fn owners_alone() -> AnyView {
    load(owners(), |names| {
        let texts = draw();
        view! {
            <PageHeader title=texts.title()>
                <a href="/agent/draws">{texts.history()}</a>
            </PageHeader>
            <Alert kind="info" title=texts.owners_title() text=texts.owners_text(&names) />
            <p><a class="button button--quiet" href="/agent">{texts.leave()}</a></p>
        }
        .into_any()
    })
}

pub(super) fn content(line: Option<CreditLineView>) -> AnyView {
    let texts = draw();
    let Some(line) = line else { return no_line() };
    let active = line.state == CreditLineState::Active;
    let note = if active { texts.note(&line.funder_name, &line.available.grouped()) } else { line.funder_name.clone() };
    let body = if !active {
        nothing_more(texts.not_active_title(), texts.not_active_text(line.state))
    } else if line.available.is_zero() {
        nothing_more(texts.used_up_title(), texts.used_up_text())
    } else {
        form(line)
    };
    view! {
        <PageHeader title=texts.title()>
            <span>{note}</span>
            <a href="/agent/draws">{texts.history()}</a>
        </PageHeader>
        {body}
    }
    .into_any()
}

/// Why nothing more can be borrowed now, and the way to what is owed.
fn nothing_more(title: &'static str, text: &'static str) -> AnyView {
    view! {
        <Alert kind="warn" title text />
        <p><a class="button" href="/agent/loans">{freeze().see_loans()}</a></p>
    }
    .into_any()
}

fn no_line() -> AnyView {
    let texts = draw();
    view! {
        <PageHeader title=texts.title() />
        {empty_with(
            Icon::Borrow,
            texts.no_line_title(),
            texts.no_line_text(),
            ("/agent/offers", texts.to_offers()),
        )}
    }
    .into_any()
}

/// A plain form that asks for the next page; the island in it answers while one types.
fn form(line: CreditLineView) -> AnyView {
    let (texts, words) = (draw(), borrow());
    let typed = query("amount");
    // Beside the field a button does it where scripts run.
    let all = format!("/agent/borrow{}", here_with(&[("amount", Some(line.available.grouped()))]));
    let wished = query("tenor").parse().ok().filter(|tenor| line.tenors.contains(tenor));
    let usual = Some(FIRST_TENOR).filter(|tenor| line.tenors.contains(tenor));
    let Some(tenor) = wished.or(usual).or_else(|| line.tenors.first().copied()) else {
        return nothing_more(texts.not_active_title(), texts.not_active_text(line.state));
    };
    let calendar: Calendar = line.days.iter().cloned().collect();
    let dates =
        |tenor| DueDates::of(&LoanTerms { tenor, ..line.terms.clone() }, line.today, &calendar, line.matures_on).ok();
    let terms = LoanTerms { tenor, ..line.terms.clone() };
    let price = Price::of(&typed, &terms, line.available, dates(tenor).as_ref());
    // For who comes back to change what cannot be drawn.
    let wrong = price.as_ref().err().filter(|_| asked("amount")).map(|why| why.text().to_owned());
    let chips =
        line.tenors.iter().map(|each| chip(*each, dates(*each), line.matures_on, *each == tenor)).collect_view();
    view! {
        <noscript><p><a href=all>{words.all()}</a></p></noscript>
        <form method="get" action="/agent/borrow/confirm">
            <div
                class="split"
                data-borrow=""
                data-rate=line.terms.annual_rate.to_string()
                data-day-count=line.terms.day_count.code()
                data-method=line.terms.method.code()
                data-min-days=line.terms.min_days
                data-available=line.available.fen()
                data-today=line.today.to_julian_day()
            >
                <div class="form">
                    {amount(&typed, wrong, line.available)}
                    {stepper(line.available)}
                    <fieldset class="chips">
                        <legend>{words.tenor()}</legend>
                        {chips}
                    </fieldset>
                    {purpose(word().purpose(), &query("purpose"))}
                    <div class="form__actions form__actions--bar">
                        <button class="button">{texts.next()}</button>
                        <a class="button button--quiet" href="/agent">{texts.leave()}</a>
                    </div>
                </div>
                {card::card(price, &line.terms)}
            </div>
            <BorrowPreview />
        </form>
    }
    .into_any()
}

fn amount(typed: &str, wrong: Option<String>, available: Amount) -> impl IntoView + use<> {
    let texts = borrow();
    let invalid = wrong.as_ref().map(|_| "true");
    let words = typed.parse::<Amount>().map(Amount::in_words).unwrap_or_default();
    view! {
        <div class="field field--amount">
            <label for="amount">{texts.amount()}</label>
            <div class="field__affix">
                <span aria-hidden="true">"¥"</span>
                <input
                    id="amount"
                    name="amount"
                    inputmode="decimal"
                    autocomplete="off"
                    maxlength="20"
                    required
                    value=typed.to_owned()
                    aria-invalid=invalid
                    aria-describedby=invalid.map(|_| "error")
                />
                <span>{texts.yuan()}</span>
            </div>
            {wrong.map(|wrong| view! { <p class="field__error" id="error">{wrong}</p> })}
            <p class="cluster cluster--spread">
                <span class="amount-zh" lang="zh-CN" data-slot="words">{words}</span>
                <button type="button" class="link-button" hidden data-asleep="" data-step=available.fen()>
                    {texts.all()}
                </button>
            </p>
        </div>
    }
}

/// Buttons and a slider, which work in the browser only and stand only where they do.
fn stepper(available: Amount) -> impl IntoView {
    let texts = borrow();
    view! {
        <div class="stepper" hidden data-asleep="">
            <button
                type="button"
                class="button button--quiet"
                aria-label=texts.less()
                data-step=Amount::ZERO.less(STEP).fen()
            >
                "−1,000"
            </button>
            <input type="range" min="0" max=available.fen() step=STEP.fen() value="0" aria-label=texts.amount() />
            <button type="button" class="button button--quiet" aria-label=texts.more() data-step=STEP.fen()>
                "+1,000"
            </button>
        </div>
    }
}

/// A tenor with the day on which it would end. One that would end after the line is shown and cannot be chosen.
fn chip(tenor: Tenor, dates: Option<DueDates>, matures_on: Date, chosen: bool) -> impl IntoView {
    let end = dates.as_ref().and_then(|dates| dates.due_on().last().copied());
    let label = end.iter().fold(terms::tenor(tenor), |label, end| label + "\n" + &end.to_string());
    view! {
        <label>
            <input
                type="radio"
                name="tenor"
                value=tenor.to_string()
                checked=chosen
                disabled=end.is_none_or(|end| end > matures_on)
                required
                data-due=dates.map(|dates| written(dates.due_on()))
            />
            <span>{label}</span>
        </label>
    }
}

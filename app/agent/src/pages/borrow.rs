//! Borrowing: the amount and the tenor, with the cost beside.

use domain::{Amount, amount::AmountError, credit_line::CreditLineState, terms::Tenor};
use islands::{BorrowPreview, texts::borrow};
use leptos::prelude::*;
use parts::{
    components::{alert::Alert, empty::empty_with, icon::Icon, load::load, page_header::PageHeader, query::here_with},
    texts::word,
};

use super::{asked, purpose, query};
use crate::{
    api::credit_line::{CreditLineView, credit_line},
    texts::draw::draw,
};

/// For how long the form starts with, where that is offered.
const FIRST_TENOR: Tenor = Tenor::Days(30);

#[must_use]
pub fn page() -> AnyView {
    load(credit_line(), content)
}

pub(super) fn content(line: Option<CreditLineView>) -> AnyView {
    let texts = draw();
    let Some(line) = line else { return no_line() };
    let note = texts.note(&line.funder_name, &line.available.grouped());
    let body = if line.state != CreditLineState::Active {
        view! { <Alert kind="warn" title=texts.not_active_title() text=texts.not_active_text() /> }.into_any()
    } else if line.available.is_zero() {
        view! { <Alert kind="warn" title=texts.used_up_title() text=texts.used_up_text() /> }.into_any()
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

/// Why what was typed cannot be drawn, for who comes back to change it.
fn wrong(typed: &str, available: Amount) -> Option<String> {
    let texts = borrow();
    match typed.parse::<Amount>() {
        Ok(amount) if amount > available => Some(texts.above_available(&available.grouped())),
        Ok(amount) if amount.is_positive() => None,
        Err(AmountError::MisplacedComma) => Some(texts.comma().to_owned()),
        _ => Some(texts.enter_amount().to_owned()),
    }
}

/// A plain form that asks for the next page; the island inside answers while one types.
fn form(line: CreditLineView) -> AnyView {
    let texts = draw();
    let amount = query("amount");
    let wrong = if asked("amount") { wrong(&amount, line.available) } else { None };
    // Beside the field a button does it where scripts run.
    let all = format!("/agent/borrow{}", here_with(&[("amount", Some(line.available.grouped()))]));
    let wished = query("tenor").parse().ok().filter(|tenor| line.tenors.contains(tenor));
    let usual = Some(FIRST_TENOR).filter(|tenor| line.tenors.contains(tenor));
    let Some(tenor) = wished.or(usual).or_else(|| line.tenors.first().copied()) else {
        return view! { <Alert kind="warn" title=texts.not_active_title() text=texts.not_active_text() /> }.into_any();
    };
    view! {
        <noscript><p><a href=all>{borrow().all()}</a></p></noscript>
        <form method="get" action="/agent/borrow/confirm">
            <BorrowPreview
                terms=line.terms
                tenors=line.tenors
                available=line.available
                today=line.today
                matures_on=line.matures_on
                days=line.days
                amount
                wrong=wrong.unwrap_or_default()
                tenor
            >
                {purpose(word().purpose(), &query("purpose"))}
                <div class="form__actions form__actions--bar">
                    <button class="button">{texts.next()}</button>
                    <a class="button button--quiet" href="/agent">{texts.leave()}</a>
                </div>
            </BorrowPreview>
        </form>
    }
    .into_any()
}

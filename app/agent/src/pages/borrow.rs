//! Borrowing: the amount and the tenor, with the cost beside.

use domain::{Amount, credit_line::CreditLineState, terms::Tenor};
use islands::BorrowPreview;
use leptos::prelude::*;
use parts::{
    components::{alert::Alert, empty::empty_with, icon::Icon, load::load, page_header::PageHeader},
    texts::word,
};

use super::{purpose, query};
use crate::{
    api::credit_line::{CreditLineView, credit_line},
    texts::draw::draw,
};

/// What the form starts with, where so much is available.
const FIRST_AMOUNT: Amount = Amount::from_fen(5_000_000);
/// And for how long, where that is offered.
const FIRST_TENOR: Tenor = Tenor::Days(30);

#[must_use]
pub fn page() -> AnyView {
    load(credit_line(), content)
}

fn content(line: Option<CreditLineView>) -> AnyView {
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

/// A plain form that asks for the next page; the island inside answers while one types.
fn form(line: CreditLineView) -> AnyView {
    let texts = draw();
    let asked = query("amount");
    let amount = if asked.is_empty() { FIRST_AMOUNT.min(line.available).grouped() } else { asked };
    let asked = query("tenor").parse().ok().filter(|tenor| line.tenors.contains(tenor));
    let usual = Some(FIRST_TENOR).filter(|tenor| line.tenors.contains(tenor));
    let Some(tenor) = asked.or(usual).or_else(|| line.tenors.first().copied()) else {
        return view! { <Alert kind="warn" title=texts.not_active_title() text=texts.not_active_text() /> }.into_any();
    };
    view! {
        <form method="get" action="/agent/borrow/confirm">
            <BorrowPreview
                terms=line.terms
                tenors=line.tenors
                available=line.available
                today=line.today
                matures_on=line.matures_on
                days=line.days
                amount
                tenor
            >
                {purpose(word().purpose(), &query("purpose"))}
                <div class="form__actions"><button class="button">{texts.next()}</button></div>
            </BorrowPreview>
        </form>
    }
    .into_any()
}

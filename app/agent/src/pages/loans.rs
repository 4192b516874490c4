//! The loans that are owed and those that are settled, with how much is repaid and what comes next.

use leptos::prelude::*;
use parts::{
    api::loan::{LoanView, book},
    components::{
        icon::{Icon, icon},
        load::load,
        pager::{Part, asked_after, asked_state, pager, parts},
        status::{Tone, status},
    },
    texts::word,
};
use services::{loan::LoanFilter, page::Page};

use super::header;
use crate::texts::repayment::repayment;

#[must_use]
pub fn page() -> AnyView {
    let texts = repayment();
    let here = asked_state(&["", "settled"]);
    let filter = if here == "settled" { LoanFilter::Settled } else { LoanFilter::Open };
    let part = |state, name| Part { state, name, count: None };
    view! {
        {header(
            word().repay(),
            view! {
                <span>{texts.loans_note()}</span>
                <a href="/agent/draws">{texts.draws()}</a>
            },
        )}
        {parts(word().repay(), here, vec![part("", texts.owed_loans()), part("settled", word().settled())])}
        {load(book(filter, asked_after()), content)}
    }
    .into_any()
}

fn content(page: Page<LoanView>) -> AnyView {
    let texts = repayment();
    if page.rows.is_empty() {
        return view! {
            <section class="empty">
                {icon(Icon::Repay)}
                <h2>{texts.none_title()}</h2>
                <p>{texts.none_text()}</p>
                <a class="button" href="/agent">{texts.to_home()}</a>
            </section>
        }
        .into_any();
    }
    let shown = page.rows.len();
    view! { <div class="stack">{page.rows.into_iter().map(card).collect_view()}</div> {pager(shown, page.next)} }
        .into_any()
}

/// How a loan's state is to be taken.
pub fn tone(state: &str) -> Tone {
    match state {
        "active" => Tone::Active,
        "overdue" => Tone::Bad,
        _ => Tone::Done,
    }
}

/// What is to be paid next, in words.
pub fn due(loan: &LoanView) -> String {
    let texts = repayment();
    if loan.outstanding.is_zero() {
        texts.settled_note().to_owned()
    } else if loan.due_today.is_positive() {
        texts.due_now(&loan.due_today.grouped())
    } else {
        texts.next_due(&loan.next_due_on, &loan.next_due.grouped())
    }
}

/// How much of the principal is repaid.
pub fn progress(loan: &LoanView) -> impl IntoView + use<> {
    let repaid = loan.principal.less(loan.outstanding);
    view! {
        <div class="progress">
            <p class="progress__label">
                <span>{repayment().repaid()}</span>
                <span class="money">{repaid.grouped()} " / " {loan.principal.grouped()}</span>
            </p>
            <progress max=loan.principal.fen() value=repaid.fen()>{repaid.grouped()}</progress>
        </div>
    }
}

fn card(loan: LoanView) -> impl IntoView {
    let texts = repayment();
    let owed = loan.outstanding.is_positive();
    let class = match (loan.state.as_str(), loan.due_today.is_positive()) {
        ("overdue", _) => "card card--bad",
        (_, true) => "card card--due",
        _ => "card",
    };
    let (button, text) = if owed { ("button", word().repay()) } else { ("button button--quiet", texts.facts()) };
    view! {
        <section class=class>
            <h2 class="card__title">
                <a href=format!("/agent/loans/{}", loan.id)><code class="ref">{loan.reference.clone()}</code></a>
                {status(tone(&loan.state), texts.states(&loan.state))}
            </h2>
            {progress(&loan)}
            <div class="cluster cluster--spread">
                <p>{due(&loan)} <br /> <span class="muted small">{loan.funder_name.clone()}</span></p>
                <a class=button href=format!("/agent/loans/{}", loan.id)>{text}</a>
            </div>
        </section>
    }
}

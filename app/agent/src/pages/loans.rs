//! The loans that are owed and those that are settled, with how much is repaid and what comes next.

use domain::{Amount, loan::LoanState};
use leptos::prelude::*;
use parts::{
    api::{
        loan::{LoanView, book},
        narrow::NarrowQuery,
        only_looks,
    },
    components::{
        alert::Alert,
        empty::empty_with,
        icon::Icon,
        load::load,
        page_header::PageHeader,
        pager::{asked_after, pager},
        status::{Tone, status},
        tabs::{asked_state, tab, tabs},
    },
    texts::word,
};
use services::{loan::LoanFilter, page::Page};

use crate::texts::{agent, draw::draw, repayment::repayment};

#[must_use]
pub fn page() -> AnyView {
    let texts = repayment();
    let here = asked_state(&["", "settled"]);
    let filter = if here == "settled" { LoanFilter::Settled } else { LoanFilter::Open };
    view! {
        <PageHeader title=word().repay()>
            <span>{texts.loans_note()}</span>
            <a href="/agent/draws">{draw().history()}</a>
        </PageHeader>
        {tabs(word().repay(), here, vec![tab("", texts.owed_loans()), tab("settled", word().settled())])}
        {load(book(filter, NarrowQuery::default(), asked_after()), content)}
    }
    .into_any()
}

fn content(page: Page<LoanView>) -> AnyView {
    let texts = repayment();
    if page.rows.is_empty() {
        return empty_with(Icon::Repay, texts.none_title(), texts.none_text(), ("/agent", texts.to_home()));
    }
    let shown = page.rows.len();
    view! { <div class="stack">{page.rows.into_iter().map(card).collect_view()}</div> {pager(shown, page.next)} }
        .into_any()
}

/// How a loan's state is to be taken.
pub const fn tone(state: LoanState) -> Tone {
    match state {
        LoanState::Active => Tone::Active,
        LoanState::Overdue { .. } => Tone::Bad,
        LoanState::Settled => Tone::Done,
    }
}

/// How a loan stands, with how long it has been late.
pub fn state(loan: &LoanView) -> String {
    match loan.state {
        LoanState::Overdue { .. } => agent().late(loan.overdue_days),
        state => repayment().states(state).to_owned(),
    }
}

/// What is to be paid next and when; of a settled loan, what was borrowed.
fn next(loan: &LoanView) -> (Amount, Option<String>) {
    let texts = repayment();
    if loan.outstanding.is_zero() {
        (loan.principal, None)
    } else if loan.due_today.is_positive() {
        (loan.due_today, Some(texts.due_now(&loan.due_on)))
    } else {
        (loan.next_due, Some(texts.due_by(&loan.next_due_on)))
    }
}

/// Whom it is owed to from now on, if it has changed hands: what else is agreed stays.
pub fn creditor(loan: &LoanView) -> Option<impl IntoView + use<>> {
    let texts = repayment();
    (!loan.held_since.is_empty()).then(|| {
        let title = texts.creditor_title(&loan.holder_name, &loan.held_since);
        view! { <Alert kind="info" title text=texts.creditor_text() /> }
    })
}

/// How much of the principal is repaid.
pub fn progress(loan: &LoanView) -> impl IntoView + use<> {
    let repaid = loan.principal.less(loan.outstanding).less(loan.waived);
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
    let class = match (loan.state, loan.due_today.is_positive()) {
        (LoanState::Overdue { .. }, _) => "card card--bad",
        (_, true) => "card card--due",
        _ => "card",
    };
    let (button, text) =
        if owed && !only_looks() { ("button", word().repay()) } else { ("button button--quiet", texts.facts()) };
    let ((amount, when), href) = (next(&loan), format!("/agent/loans/{}", loan.id));
    let when = when.map(|when| view! { {when} " · " });
    view! {
        <section class=class>
            <h2 class="card__title">
                <a href=href.clone()>
                    <span class="money money--big">{amount.grouped()}</span>
                    " "
                    {word().yuan()}
                    " "
                    <small>{when} <code class="ref">{loan.reference.clone()}</code></small>
                </a>
                {status(tone(loan.state), state(&loan))}
            </h2>
            {progress(&loan)}
            <div class="cluster cluster--spread">
                <p class="muted small">{loan.holder_name}</p>
                <a class=button href=href>{text}</a>
            </div>
        </section>
    }
}

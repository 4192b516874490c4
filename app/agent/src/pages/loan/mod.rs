//! One loan: what is owed, how to repay it, its plan, and what was paid.

pub mod certificate;
mod order;
mod payments;
mod plan;

use domain::loan::LoanState;
use leptos::prelude::*;
use parts::{
    api::{loan::LoanView, only_looks},
    components::{
        alert::Alert,
        certificates::{certificates, voided},
        load::load,
        loan_facts::{loan_facts, marked},
        page_header::PageHeader,
        pager::asked_after,
        status::status,
    },
    texts::{terms, word},
};

use super::{
    asked,
    loans::{creditor, progress, state, tone},
    param, repay,
};
use crate::{
    api::loan::{OwnLoanView, own_loan},
    texts::{repayment::repayment, standing_order::standing_order},
};

#[must_use]
pub fn page() -> AnyView {
    load(own_loan(param("id"), asked_after()), content)
}

fn content(view: OwnLoanView) -> AnyView {
    let OwnLoanView { page, owed: owing, late, order, debits } = view;
    let ordered = (asked("ordered") && order.is_some())
        .then(|| view! { <Alert kind="good" title=standing_order().set_title() /> });
    let owed = page.loan.outstanding.is_positive();
    // What falls due at once stands among the facts of the loan.
    let plan = (page.position.instalments().len() > 1).then(|| plan::plan(&page.position, page.today));
    let (facts, told) = (facts(&page.loan), creditor(&page.loan));
    let payments = payments::payments(page.repayments.clone());
    let (recorded, settlements) = (loan_facts(&page.facts), certificates(&page.certificates));
    let void = voided(&page.certificates);
    let paused = marked(&page.marks);
    let order = (owed && !only_looks()).then(|| order::order(&page, order));
    view! {
        {head(&page.loan)}
        {told}
        {ordered}
        {void}
        {paused}
        {progress(&page.loan)}
        <div class="grid-2">
            {if owed {
                // What is owed stands beside it: a clerk is not asked how to pay.
                (!only_looks()).then(|| repay::form(page, &owing, &late)).into_any()
            } else {
                settled(&page.loan.id).into_any()
            }}
            {facts}
        </div>
        {order}
        {plan}
        {payments}
        {(!debits.is_empty()).then(|| payments::debits(&debits))}
        {recorded}
        {settlements}
    }
    .into_any()
}

fn settled(loan: &str) -> impl IntoView + use<> {
    let (texts, href) = (repayment(), format!("/agent/loans/{loan}/certificate"));
    view! {
        <div class="stack">
            <Alert kind="good" title=texts.settled_title() text=texts.settled_text() />
            <p><a class="button button--quiet" href=href>{texts.certificate()}</a></p>
        </div>
    }
}

fn head(loan: &LoanView) -> impl IntoView + use<> {
    let texts = repayment();
    let state = status(tone(loan.state), state(loan));
    let (reference, holder_name) = (loan.reference.clone(), loan.holder_name.clone());
    view! {
        <PageHeader title=texts.loan_title(&loan.principal.grouped())>
            {state} <code class="ref">{reference}</code> <span>{holder_name}</span>
        </PageHeader>
    }
}

fn facts(loan: &LoanView) -> impl IntoView + use<> {
    let texts = repayment();
    let open = loan.state != LoanState::Settled;
    let due = open.then(|| (texts.due_today(), loan.due_today.grouped()));
    let next = (!loan.next_due_on.is_empty())
        .then(|| [(texts.next_on(), loan.next_due_on.clone()), (word().next_due(), loan.next_due.grouped())]);
    let rest = [
        (word().annual_rate(), loan.terms.annual_rate.percent()),
        (word().method(), terms::method(loan.terms.method).to_owned()),
        (word().tenor(), terms::tenor(loan.terms.tenor)),
        (texts.credited_on(), loan.credited_on.clone()),
    ];
    let facts = [(texts.outstanding(), loan.outstanding.grouped())]
        .into_iter()
        .chain(due)
        .chain(next.into_iter().flatten())
        .chain(rest);
    let rows = facts.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    view! {
        <section class="card">
            <h2>{texts.facts()}</h2>
            <dl class="facts facts--end">
                {rows.collect_view()}
                <div class="facts__total"><dt>{texts.payoff()}</dt><dd class="money">{loan.payoff.grouped()}</dd></div>
            </dl>
            {terms::grace(&loan.terms).map(|text| view! { <p class="muted small">{text}</p> })}
        </section>
    }
}

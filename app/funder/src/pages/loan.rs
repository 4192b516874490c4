//! One loan: what is owed, the plan with what was paid of it, and the payments.

use domain::{Amount, position::InstalmentPosition};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use parts::{
    api::loan::{LoanPageView, loan},
    components::{
        load::load,
        money::money,
        pager::{asked_after, pager},
        status::{Tone, status},
    },
    texts::{terms, word},
};
use time::Date;

use super::{heading::heading_of_one, repayments, standing};
use crate::texts::{funder, lending::lending};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    load(loan(id, asked_after()), content)
}

fn content(view: LoanPageView) -> AnyView {
    let (texts, own) = (funder(), lending());
    let meta = view! {
        {standing::loan(&view.loan)}
        <span>{view.loan.agent_name.clone()}</span>
        <span>
            {word().credited_on()} " "
            <time>{view.loan.credited_on.clone()}</time>
        </span>
    };
    let title = own.loan_title(&view.loan.principal.grouped());
    let paid = view.repayments.clone();
    let payments = if paid.rows.is_empty() {
        view! { <p class="muted">{own.no_payments()}</p> }.into_any()
    } else {
        let shown = paid.rows.len();
        view! { {repayments::table(paid.rows, word().payments())} {pager(shown, paid.next)} }.into_any()
    };
    view! {
        {heading_of_one((texts.loans(), "/funder/loans"), view.loan.reference.clone(), title, meta)}
        {position(&view)}
        {plan(view.position.instalments(), view.today)}
        <section class="section">
            <h2>{word().payments()}</h2>
            {payments}
        </section>
    }
    .into_any()
}

fn position(view: &LoanPageView) -> impl IntoView + use<> {
    let own = lending();
    let (loan, terms_of_loan) = (&view.loan, &view.loan.terms);
    let owed = view.position.quote(view.today);
    let repaid = loan.principal.less(loan.outstanding);
    let fact = |label: &'static str, value: AnyView| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let penalty = view! {
        {terms::percent(terms_of_loan.penalty_rate())}
        " "
        <small class="muted">
            {own.penalty_multiplier(&terms_of_loan.penalty_multiplier.normalize().to_string())}
        </small>
    };
    view! {
        <section class="card">
            <h2>
                {own.position()} " "
                <small class="muted">{own.position_on(&view.today.to_string())}</small>
            </h2>
            <dl class="facts facts--3">
                {fact(funder().outstanding_yuan(), money(loan.outstanding).into_any())}
                {fact(own.interest_now(), money(owed.interest()).into_any())}
                {fact(own.penalty_now(), money(owed.penalty()).into_any())}
                {fact(own.due_now(), money(loan.due_today).into_any())}
                {fact(own.payoff(), money(loan.payoff).into_any())}
                {fact(word().annual_rate(), terms_of_loan.annual_rate.percent().into_any())}
                {fact(word().penalty_rate(), penalty.into_any())}
                {fact(word().method(), terms::method(terms_of_loan.method).into_any())}
                {fact(word().tenor(), terms::tenor(terms_of_loan.tenor).into_any())}
            </dl>
            <div class="progress">
                <p class="progress__label">
                    <span>{own.repaid()}</span>
                    <span class="money">{repaid.grouped()} " / " {loan.principal.grouped()}</span>
                </p>
                <progress max=loan.principal.fen() value=repaid.fen() aria-label=own.repaid()></progress>
            </div>
        </section>
    }
}

fn plan(instalments: &[InstalmentPosition], today: Date) -> impl IntoView + use<> {
    let own = lending();
    let rows = instalments.iter().map(|part| instalment(part, today)).collect_view();
    view! {
        <section class="section">
            <h2>{word().plan()}</h2>
            <div class="table-wrap" role="region" aria-label=word().plan() tabindex="0">
                <table class="table">
                    <caption class="visually-hidden">{word().plan()}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{own.instalment()}</th>
                            <th scope="col">{own.due_on()}</th>
                            <th scope="col" class="num">{word().principal()}</th>
                            <th scope="col" class="num">{word().interest()}</th>
                            <th scope="col" class="num">{own.sum_yuan()}</th>
                            <th scope="col" class="num">{word().paid()}</th>
                            <th scope="col">{word().state()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn instalment(part: &InstalmentPosition, today: Date) -> impl IntoView + use<> {
    let own = lending();
    let planned = &part.planned;
    let unpaid: Amount = part.principal_unpaid().plus(part.interest_unpaid());
    let (tone, state) = match planned.due_on {
        _ if unpaid.is_zero() => (Tone::Done, "paid"),
        on if on < today => (Tone::Bad, "overdue"),
        on if on == today => (Tone::Due, "due"),
        _ => (Tone::Neutral, "ahead"),
    };
    view! {
        <tr>
            <th scope="row">{planned.number}</th>
            <td data-label=own.due_on()>
                <time>{planned.due_on.to_string()}</time>
            </td>
            <td class="num" data-label=word().principal()>{money(planned.principal)}</td>
            <td class="num" data-label=word().interest()>{money(planned.interest)}</td>
            <td class="num" data-label=own.sum_yuan()>{money(planned.total())}</td>
            <td class="num" data-label=word().paid()>{money(part.principal_paid.plus(part.interest_paid))}</td>
            <td data-label=word().state()>{status(tone, own.instalment_state(state))}</td>
        </tr>
    }
}

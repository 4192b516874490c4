//! One loan: what is owed, the plan with what was paid of it, and the payments.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use parts::{
    api::loan::LoanPageView,
    components::{
        load::loaded, loan_facts::loan_facts, loan_plan::loan_plan, money::money, page_header::PageHeader,
        pager::asked_after, timeline::happened, value::fact,
    },
    texts::{terms, word},
};
use services::timeline::TimelineStep;

use super::{draws::LIST as DRAWS, freeze, links, loans::LIST, repayments, standing};
use crate::{
    api::loan::loan,
    texts::{funder, lending::lending, shop::shop},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, funder().loans()), loan(id, asked_after()), content)
}

fn content((view, steps): (LoanPageView, Vec<TimelineStep>)) -> AnyView {
    let (texts, own) = (funder(), lending());
    let (state, credited_on) = (standing::loan(&view.loan), view.loan.credited_on.clone());
    let agent = links::shop(&view.loan.agent_name, &view.loan.agent).into_any();
    let draw = format!("{DRAWS}/{}", view.loan.draw);
    let title = own.loan_title(&view.loan.principal.grouped());
    let (recorded, asked) = (loan_facts(&view.facts), freeze::requests(view.loan.id.clone()));
    let unpaid = view! { <p class="muted">{own.no_payments()}</p> }.into_any();
    view! {
        <PageHeader title below=(LIST, texts.loans()) reference=view.loan.reference.clone()>
            {state.into_any()} <span>{agent}</span> <span>{word().credited_on()} " " <time>{credited_on}</time></span>
            <a href=draw>{shop().see_draw()}</a>
        </PageHeader>
        {position(&view)}
        {loan_plan(view.position.instalments(), view.today)}
        <section class="section">
            <h2>{word().payments()}</h2>
            {repayments::table(word().payments(), &view.repayments.rows).page(view.repayments, unpaid)}
        </section>
        {recorded}
        {asked}
        {happened(&steps)}
    }
    .into_any()
}

fn position(view: &LoanPageView) -> impl IntoView + use<> {
    let own = lending();
    let (loan, terms_of_loan) = (&view.loan, &view.loan.terms);
    let owed = view.position.quote(view.today);
    let repaid = loan.principal.less(loan.outstanding);
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

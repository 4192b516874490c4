//! One loan: what is owed, the plan with what was paid of it, the payments, and how it changes hands.

use domain::loan::LoanState;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use partner::{
    api::loan::{HeldLoanView, loan},
    pages::{
        documents,
        loan::{debits, hands, holder, position, state},
        owed_back, repayments,
    },
    texts::lending::lending,
};
use parts::{
    components::{
        certificates::certificates, load::loaded, loan_facts::loan_facts, loan_plan::loan_plan,
        page_header::PageHeader, pager::asked_after, timeline::happened,
    },
    texts::word,
};

use super::{draws::LIST as DRAWS, freeze, links, loans::LIST, write_off};
use crate::texts::shop::shop;

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, word().loans()), loan(id, asked_after()), content)
}

fn content(held: HeldLoanView) -> AnyView {
    let own = lending();
    let collected = debits(&held);
    let (transfers, holder) = (hands(&held), holder(&held.page.loan).map(|text| view! { <span>{text}</span> }));
    let papers = documents::own(&held.documents);
    let HeldLoanView { page: view, steps, portal, .. } = held;
    let (state, credited_on) = (state(&view.loan), view.loan.credited_on.clone());
    let agent = links::shop(&view.loan.agent_name, &view.loan.agent).into_any();
    let draw = format!("{DRAWS}/{}", view.loan.draw);
    let title = own.loan_title(&view.loan.principal.grouped());
    let owed_here = view.loan.state != LoanState::Settled && !view.loan.transferred;
    let (recorded, asked) = (loan_facts(&view.facts), freeze::requests(view.loan.id.clone(), owed_here));
    let late = owed_here && view.loan.state.overdue_since().is_some();
    let written_off = write_off::section(view.loan.id.clone(), late);
    let settlements = certificates(&view.certificates);
    let owed = owed_back::of_repayments(&view.repayments.rows);
    let unpaid = view! { <p class="muted">{own.no_payments()}</p> }.into_any();
    view! {
        <PageHeader title below=(LIST, word().loans()) reference=view.loan.reference.clone()>
            {state.into_any()} <span>{agent}</span> <span>{word().credited_on()} " " <time>{credited_on}</time></span>
            {holder} <a href=draw>{shop().see_draw()}</a>
        </PageHeader>
        {position(&view)}
        {collected}
        {loan_plan(view.position.instalments(), view.today)}
        <section class="section">
            <h2>{word().payments()}</h2>
            {repayments::table(portal, word().payments(), &view.repayments.rows).page(view.repayments, unpaid)}
        </section>
        {owed}
        {recorded}
        {settlements}
        {papers}
        {transfers}
        {written_off}
        {asked}
        {happened(&steps)}
    }
    .into_any()
}

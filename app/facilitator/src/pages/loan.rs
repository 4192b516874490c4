//! One loan that the facilitator holds or is to: what is owed, the plan, and what it was paid.

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
        page_header::PageHeader, pager::asked_after,
    },
    texts::word,
};

use super::loans::LIST;

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, word().loans()), loan(id, asked_after()), content)
}

fn content(held: HeldLoanView) -> AnyView {
    let own = lending();
    let collected = debits(&held);
    let (transfers, holder) = (hands(&held), holder(&held.page.loan).map(|text| view! { <span>{text}</span> }));
    let papers = documents::held(&held.documents);
    let HeldLoanView { page: view, portal, .. } = held;
    let (state, agent, funder) = (state(&view.loan), view.loan.agent_name.clone(), view.loan.funder_name.clone());
    let title = own.loan_title(&view.loan.principal.grouped());
    let (recorded, settlements) = (loan_facts(&view.facts), certificates(&view.certificates));
    let owed = owed_back::of_repayments(&view.repayments.rows);
    let unpaid = view! { <p class="muted">{own.no_payments()}</p> }.into_any();
    view! {
        <PageHeader title below=(LIST, word().loans()) reference=view.loan.reference.clone()>
            {state.into_any()} <span>{agent}</span> <span>{funder}</span> {holder}
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
    }
    .into_any()
}

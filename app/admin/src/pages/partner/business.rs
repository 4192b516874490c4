//! What a partner offers and has lent, who works for it, its money, and what was done about it.

use leptos::prelude::*;
use parts::{
    components::{cell::Cell, money::money as amount, table::Table, value::when},
    texts::{terms, word},
};

use crate::{
    api::{
        partner::{LendingView, OfferedView, OwedBackView, PartnerDetailView, PartnerMovementView, PartnerPayoutView},
        somebody::{SomebodyView, TraceView},
    },
    pages::{agent, loans::PATH as LOANS, movements, payouts},
    texts::{admin, agent::agent as agent_texts, audit::audit, party::party, reconcile::reconcile},
};

/// A part of the page, with its table or with that there is nothing.
fn part(heading: &'static str, none: &'static str, some: bool, table: AnyView) -> AnyView {
    let table = if some { table } else { view! { <p class="muted">{none}</p> }.into_any() };
    view! { <section class="section"><h2>{heading}</h2>{table}</section> }.into_any()
}

/// What a funder offers, and what it has granted and lent.
pub fn lending(view: &LendingView) -> impl IntoView + use<> {
    let texts = party();
    let item = |label: &'static str, sum: AnyView, of: String| {
        view! { <div class="stats__item"><dt>{label}</dt><dd>{sum} " " <small>{of}</small></dd></div> }
    };
    view! {
        <dl class="stats">
            {item(word().granted(), amount(view.limit).into_any(), texts.line_count(view.lines))}
            {item(word().outstanding(), amount(view.outstanding).into_any(), texts.loan_count(view.loans))}
            {item(word().overdue_amount(), amount(view.overdue).into_any(), texts.loan_count(view.overdue_loans))}
        </dl>
        {part(word().products(), texts.no_products(), !view.products.is_empty(), products().of(&view.products))}
    }
}

fn products() -> Table<OfferedView> {
    let texts = party();
    Table::<OfferedView>::new(word().products())
        .words(texts.product(), |item| Cell::text(&item.name).note(terms::contract_kind(item.contract_kind)))
        .words(word().version(), |item| Cell::text(item.version.to_string()).note(when(&item.published_at)))
        .figures(texts.lowest(), |item| item.limits.0)
        .figures(texts.highest(), |item| item.limits.1)
        .figures(word().annual_rate(), |item| item.annual_rate.percent())
}

/// What it is paid and pays, and what it owes back.
pub fn money(view: &PartnerDetailView) -> impl IntoView + use<> {
    let texts = party();
    let owes = view.owes_back.is_positive().then(|| view! { <p>{texts.owes_back(&view.owes_back.grouped())}</p> });
    view! {
        {part(admin().payouts(), texts.no_payouts(), !view.payouts.is_empty(), paid_out().of(&view.payouts))}
        {part(admin().movements(), texts.no_movements(), !view.movements.is_empty(), moved().of(&view.movements))}
        {owes}
        {part(texts.owed_back(), texts.nothing_owed_back(), !view.owed_back.is_empty(), owed_back().of(&view.owed_back))}
    }
}

fn paid_out() -> Table<PartnerPayoutView> {
    let texts = reconcile();
    Table::<PartnerPayoutView>::new(admin().payouts())
        .words(texts.payout(), |item| Cell::reference(&item.reference).to(format!("{}/{}", payouts::PATH, item.id)))
        .figures(word().amount(), |item| item.amount)
        .words(word().state(), move |item| {
            let confirmed = (!item.confirmed_at.is_empty()).then(|| when(&item.confirmed_at));
            Cell::status(payouts::tone(item.state), texts.payout_states(item.state)).note_of(confirmed)
        })
        .words(texts.requested_at(), |item| Cell::time(&item.requested_at))
}

fn moved() -> Table<PartnerMovementView> {
    let texts = reconcile();
    Table::<PartnerMovementView>::new(admin().movements())
        .words(word().booked(), |item| Cell::time(&item.booked_on).to(format!("{}/{}", movements::PATH, item.id)))
        .prose(word().remittance(), |item| item.remittance.clone())
        .figures(word().income(), |item| Cell::side(item.credit))
        .figures(word().outgo(), |item| Cell::side(item.debit))
        .words(word().state(), move |item| Cell::status(movements::tone(item.state), texts.movement_states(item.state)))
}

fn owed_back() -> Table<OwedBackView> {
    Table::<OwedBackView>::new(party().owed_back())
        .words(reconcile().repayment(), |item| match &item.loan {
            Some(loan) => Cell::reference(&item.reference).to(format!("{LOANS}/{loan}")),
            None => Cell::reference(&item.reference),
        })
        .figures(word().amount(), |item| item.amount)
        .words(word().at(), |item| Cell::time(&item.recorded_at))
}

/// Who signs in for it.
pub fn people(rows: &[SomebodyView]) -> AnyView {
    let texts = agent_texts();
    part(texts.people(), texts.no_people(), !rows.is_empty(), agent::people().of(rows))
}

/// What was done about it and what is its own.
pub fn trail(rows: &[TraceView]) -> AnyView {
    part(agent_texts().trail(), audit().none_text(), !rows.is_empty(), agent::trail().of(rows))
}

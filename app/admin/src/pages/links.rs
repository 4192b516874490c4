//! Names and numbers that lead to the pages of those who have them.

use domain::id::IdKind;
use leptos::prelude::*;
use parts::components::{cell::Cell, query::query_string, value::reference};

use crate::{api::ledger::AboutView, texts::audit::audit};

/// Where things have their pages, for their own lists too.
pub const AGENTS: &str = "/admin/agents";
pub const CARRIERS: &str = "/admin/carriers";
pub const PARTNERS: &str = "/admin/partners";
pub const RESERVE_ACCOUNTS: &str = "/admin/reserve-accounts";
pub const LOANS: &str = "/admin/ledger/loans";
pub const DRAWS: &str = "/admin/draws";
pub const LINES: &str = "/admin/lines";
pub const WALLETS: &str = "/admin/freezes";
pub const PAYOUTS: &str = "/admin/payouts";
pub const MOVEMENTS: &str = "/admin/movements";
pub const INVOICES: &str = "/admin/revenue-share";

/// A shop by its name.
pub fn shop(name: &str, id: &str) -> Cell {
    Cell::text(name).to(below(AGENTS, id))
}

/// A funder or a facilitator by its name.
pub fn partner(name: &str, id: &str) -> Cell {
    Cell::text(name).to(below(PARTNERS, id))
}

/// A carrier by its name.
pub fn carrier(name: &str, id: &str) -> Cell {
    Cell::text(name).to(below(CARRIERS, id))
}

/// A loan by its number.
pub fn loan(reference: &str, id: &str) -> Cell {
    Cell::reference(reference).to(below(LOANS, id))
}

/// A draw by its number.
pub fn draw(reference: &str, id: &str) -> Cell {
    Cell::reference(reference).to(below(DRAWS, id))
}

/// A line by its number.
pub fn line(reference: &str, id: &str) -> Cell {
    Cell::reference(reference).to(below(LINES, id))
}

/// The way to all that was done about a thing.
pub fn trail_of(subject: &str) -> String {
    format!("/admin/audit{}", query_string([("subject".to_owned(), subject.to_owned())]))
}

/// A thing that the trail names, by its number or name, or else by what it is: with the way to all that was done about it and, where
/// it has one, to its page.
pub fn thing(subject: &str, name: &str, operation: &str) -> Cell {
    let Some(kind) = IdKind::of(subject) else {
        let href = if subject.is_empty() { String::new() } else { trail_of(subject) };
        return Cell::text(subject).to(href);
    };
    let called = audit().things(kind);
    let cell = Cell::text(if name.is_empty() { called } else { name }).to(trail_of(subject));
    match page_of(kind, concept(operation)) {
        Some(list) => {
            let href = format!("{list}/{subject}");
            cell.note(view! { <a href=href>{called}</a> })
        }
        None if name.is_empty() => cell,
        None => cell.note(called),
    }
}

/// What a journal is about, by its number, with the way to its page or to all that was done about it.
pub fn about(about: &AboutView) -> Option<AnyView> {
    let AboutView { subject, name, loan } = about;
    let page = IdKind::of(subject).and_then(|kind| page_of(kind, ""));
    let href = match (page, loan.as_str()) {
        (Some(list), _) => format!("{list}/{subject}"),
        (None, "") => trail_of(subject),
        (None, loan) => format!("{LOANS}/{loan}"),
    };
    (!name.is_empty()).then(|| view! { <a href=href>{reference(name)}</a> }.into_any())
}

/// What an operation is about: `draw` of `draw.request`.
pub fn concept(operation: &str) -> &str {
    operation.split_once('.').map_or(operation, |(concept, _)| concept)
}

/// Below which list the page of such a thing stands. Two kinds of files are imported, and what was done says which it is.
fn page_of(kind: IdKind, concept: &str) -> Option<&'static str> {
    Some(match kind {
        IdKind::AgentId => AGENTS,
        IdKind::CarrierId => CARRIERS,
        IdKind::PartnerId => PARTNERS,
        IdKind::ReserveAccountId => RESERVE_ACCOUNTS,
        IdKind::UserId => "/admin/users",
        IdKind::LoanId => LOANS,
        IdKind::DrawId => DRAWS,
        IdKind::CreditLineId => LINES,
        IdKind::WalletId => WALLETS,
        IdKind::PayoutId => PAYOUTS,
        IdKind::BankMovementId => MOVEMENTS,
        IdKind::BankLayoutId => "/admin/layouts",
        IdKind::MappingId => "/admin/mappings",
        IdKind::DebtTransferId => "/admin/transfers",
        IdKind::CommissionFileId => "/admin/commissions",
        IdKind::NetworkSettlementId => "/admin/settlements",
        IdKind::RevenueShareInvoiceId => INVOICES,
        IdKind::ImportId if concept == "statement" => "/admin/statements",
        IdKind::ImportId if concept == "operating_data" => "/admin/operating-data",
        _ => return None,
    })
}

/// Whatever has no page is named all the same.
fn below(list: &str, id: &str) -> String {
    if id.is_empty() { String::new() } else { format!("{list}/{id}") }
}

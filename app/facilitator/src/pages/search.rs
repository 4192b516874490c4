//! What the box finds that stands on every page.

use domain::search::Found;
use leptos::prelude::*;
use parts::components::search;

#[must_use]
pub fn page() -> AnyView {
    search::page(path)
}

/// The page of what was found.
fn path(found: Found, id: &str) -> Option<String> {
    let list = match found {
        Found::Share => "shares",
        Found::Debt => "debts",
        Found::Loan => "loans",
        Found::Repayment => return Some(format!("/facilitator/repayments?repayment={id}")),
        // What has happened to it is the page of a debit.
        Found::Debit => "evidence",
        Found::Transfer => "transfers",
        _ => return None,
    };
    Some(format!("/facilitator/{list}/{id}"))
}

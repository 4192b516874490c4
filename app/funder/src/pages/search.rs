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
        Found::Application => "applications",
        Found::Draw => "draws",
        Found::Loan => "loans",
        Found::Payout => return Some(format!("/funder/repayments?payout={id}")),
        Found::Signing => "signings",
        Found::Binding => "bindings",
        Found::Debt => "debts",
        _ => return None,
    };
    Some(format!("/funder/{list}/{id}"))
}

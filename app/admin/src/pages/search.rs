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
        Found::Agent => "agents",
        Found::Partner => "partners",
        Found::Carrier => "carriers",
        Found::User => "users",
        Found::Draw => "draws",
        Found::Loan => "ledger/loans",
        Found::Payout => "payouts",
        Found::Movement => "movements",
        Found::Mapping => "mappings",
        Found::Binding => "bindings",
        _ => return None,
    };
    Some(format!("/admin/{list}/{id}"))
}

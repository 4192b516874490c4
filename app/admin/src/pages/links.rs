//! Names and numbers that lead to the pages of those who have them.

use parts::components::{cell::Cell, query::query_string};

/// Where shops, partners, loans, draws and lines stand, for their own lists too.
pub const AGENTS: &str = "/admin/agents";
pub const PARTNERS: &str = "/admin/partners";
pub const LOANS: &str = "/admin/ledger/loans";
pub const DRAWS: &str = "/admin/draws";
pub const LINES: &str = "/admin/lines";

/// A shop by its name.
pub fn shop(name: &str, id: &str) -> Cell {
    Cell::text(name).to(below(AGENTS, id))
}

/// A funder or a facilitator by its name.
pub fn partner(name: &str, id: &str) -> Cell {
    Cell::text(name).to(below(PARTNERS, id))
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

/// Whatever has no page is named all the same.
fn below(list: &str, id: &str) -> String {
    if id.is_empty() { String::new() } else { format!("{list}/{id}") }
}

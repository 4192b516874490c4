//! Names that lead to the pages of those who have them.

use parts::components::cell::Cell;

/// Where shops and partners stand, for their own lists too.
pub const AGENTS: &str = "/admin/agents";
pub const PARTNERS: &str = "/admin/partners";

/// A shop by its name.
pub fn shop(name: &str, id: &str) -> Cell {
    below(AGENTS, name, id)
}

/// A funder or a facilitator by its name.
pub fn partner(name: &str, id: &str) -> Cell {
    below(PARTNERS, name, id)
}

/// Whoever has no page is named all the same.
fn below(list: &str, name: &str, id: &str) -> Cell {
    Cell::text(name).to(if id.is_empty() { String::new() } else { format!("{list}/{id}") })
}

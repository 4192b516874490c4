//! Names that lead to the pages of those who have them.

use parts::components::cell::Cell;

/// A shop by its name; its page is for whoever it has applied to.
pub fn shop(name: &str, id: &str) -> Cell {
    Cell::text(name).to(format!("/funder/shops/{id}"))
}

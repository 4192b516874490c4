//! A column of a table: its heading, its kind, and how its cell is made from a row.

use super::{cell::Cell, narrow::SortKey};

pub(super) struct Column<Row> {
    pub heading: &'static str,
    pub kind: Kind,
    pub cell: Box<dyn Fn(&Row) -> Cell + Send>,
    /// What the table's last line says below it.
    pub total: Option<Cell>,
    /// Whether that is the sum of its amounts.
    pub summed: bool,
    /// What its list can be sorted by, which stands in it.
    pub sort: Option<SortKey>,
}

/// How the cells of a column are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Words,
    /// To the right; the heading names their unit.
    Figures,
    /// What people and banks have written, however long: it is broken anywhere.
    Prose,
}

impl Kind {
    pub const fn class(self) -> Option<&'static str> {
        match self {
            Self::Words => None,
            Self::Figures => Some("num"),
            Self::Prose => Some("prose"),
        }
    }

    /// How it is written where a list is called after the kinds of its columns.
    pub const fn letter(self) -> char {
        match self {
            Self::Words => 'w',
            Self::Figures => 'f',
            Self::Prose => 'p',
        }
    }
}

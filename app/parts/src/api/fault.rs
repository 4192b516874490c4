//! What is wrong with a row of a file that people send.

use serde::{Deserialize, Serialize};
use services::operating_data::RowError;

use super::ApiError;

/// As many faults are listed as have room in what is kept for a page that is sent back, in bytes.
const ROOM: usize = 24 * 1024;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    Cell(RowError),
    /// It can be read, and what it names is not done.
    Row {
        row: usize,
        name: String,
        error: ApiError,
    },
}

impl Fault {
    /// The number that a person sees beside the row.
    #[must_use]
    pub const fn row(&self) -> usize {
        match self {
            Self::Cell(error) => error.row,
            Self::Row { row, .. } => *row,
        }
    }
}

/// How many there are, and as many of the first as have room.
pub(super) fn in_order(mut faults: Vec<Fault>) -> (usize, Vec<Fault>) {
    faults.sort_by_key(Fault::row);
    (faults.len(), first_of(faults))
}

/// As many of the first as have room.
pub(super) fn first_of<F: Serialize>(faults: Vec<F>) -> Vec<F> {
    let mut room = ROOM;
    let fits = |fault: &F| {
        let size = serde_json::to_vec(fault).map_or(ROOM, |text| text.len());
        let rest = room.checked_sub(size);
        room = rest.unwrap_or_default();
        rest.is_some()
    };
    faults.into_iter().take_while(fits).collect()
}

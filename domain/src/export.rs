//! A list as a file that is made in the background.

use serde::{Deserialize, Serialize};
use time::Duration;

/// The most rows of such a file.
pub const MOST_ROWS: i32 = 200_000;
/// How many files of one person are being made at once.
pub const MOST_OPEN: i64 = 5;
/// How many of the person's lists are written at once while the person waits for them.
pub const MOST_AT_ONCE: u32 = 2;
/// For how long a file is kept.
pub const KEPT_FOR: Duration = Duration::days(7);

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    Xlsx,
    Csv,
}

codes!(ExportFormat {
    Xlsx => "xlsx",
    Csv => "csv",
});

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportState {
    Making,
    Ready,
    /// Nothing becomes of it: see [`ExportReason`].
    Refused,
    /// By its person.
    Cancelled,
}

codes!(ExportState {
    Making => "making",
    Ready => "ready",
    Refused => "refused",
    Cancelled => "cancelled",
});

/// Why a file is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportReason {
    /// It would have more than [`MOST_ROWS`].
    TooLarge,
    /// On the page is no list.
    NoList,
    /// The person may not see the list, or is no longer who asked for it.
    NotAllowed,
}

codes!(ExportReason {
    TooLarge => "too_large",
    NoList => "no_list",
    NotAllowed => "not_allowed",
});

/// Why nobody begins to make a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ExportRefusal {
    #[error("{most} files are being made for the person")]
    TooManyOpen { most: i64 },
    /// While the person waits.
    #[error("{most} files are being downloaded by the person")]
    TooManyAtOnce { most: u32 },
    #[error("that is no list of the person's portal")]
    NoList,
}

impl ExportRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooManyOpen { .. } => "export.too_many_open",
            Self::TooManyAtOnce { .. } => "export.too_many_at_once",
            Self::NoList => "export.no_list",
        }
    }
}

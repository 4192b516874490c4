//! A funder's file of debts, and what became of its rows.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use services::{
    Context, Db,
    debt::{DebtImport, RefusedRow},
};

use super::{
    Answer, Told, failed_with,
    fault::{Fault, in_order},
};

/// Where a file is sent.
pub const UPLOAD: &str = "/funder/files/debts";

/// What became of a file's rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebtImportOutcome {
    pub registered: usize,
    /// So many were registered before, with the same content.
    pub already: usize,
    /// So many rows were not reached.
    pub left: usize,
    pub faults_total: usize,
    /// The first of them.
    pub faults: Vec<Fault>,
}

impl DebtImportOutcome {
    /// Whether every debt of the file stands there now.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.faults_total == 0 && self.left == 0
    }

    /// The stable code: a file is a batch.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match (self.is_whole(), self.registered) {
            (true, _) => "batch.done",
            (false, 0) => "batch.refused",
            (false, _) => "batch.partly_done",
        }
    }

    fn of(import: DebtImport) -> Self {
        let DebtImport { registered, already, left, errors, refused } = import;
        let debt = |RefusedRow { row, number, error }| {
            Err::<(), _>(error).told().err().map(|error| Fault::Row { row, name: number, error })
        };
        let faults = errors.into_iter().map(Fault::Cell).chain(refused.into_iter().filter_map(debt)).collect();
        let (faults_total, faults) = in_order(faults);
        Self { registered, already, left, faults_total, faults }
    }
}

/// Registers the debts of a file, in the visitor's name, each by itself, and tells what became of each.
///
/// # Errors
/// Always, because the page tells it: what became of the rows, or why the file could not be read.
pub async fn import_debts(db: &Db, context: &Context, file_name: &str, bytes: Vec<u8>) -> Answer<()> {
    let import = services::debt::import_debts(db, context, file_name, bytes).await.told()?;
    let outcome = DebtImportOutcome::of(import);
    let status = if outcome.is_whole() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Err(failed_with(status, outcome))
}

#[cfg(test)]
mod tests {
    use domain::{
        debt::DebtRefusal,
        operating_data::{Column, RowProblem},
    };
    use leptos::prelude::Owner;
    use services::{Error, operating_data::RowError};

    use super::*;

    #[test]
    fn faults_are_told_by_their_rows_and_as_many_as_a_page_is_sent_back_with() {
        let problem = RowProblem::AliasUnknown;
        let number = "\u{8d37}".repeat(64);
        let refused = |row| {
            let error = Error::Refused(DebtRefusal::NumberTaken);
            RefusedRow { row, number: number.clone(), error }
        };
        let import = DebtImport {
            errors: (1..500).map(|row| RowError::of(2 * row, Column::Alias, problem, &number)).collect(),
            refused: (1..500).map(|row| refused(2 * row + 1)).collect(),
            ..DebtImport::default()
        };
        let outcome = Owner::new().with(|| DebtImportOutcome::of(import));
        assert_eq!((outcome.faults_total, outcome.code()), (998, "batch.refused"));
        let rows: Vec<_> = outcome.faults.iter().map(Fault::row).collect();
        assert_eq!(rows, (2..rows.len() + 2).collect::<Vec<_>>());
        assert!(rows.len() > 60, "{}", rows.len());
        assert!(serde_json::to_vec(&outcome).unwrap().len() < services::kept_form::CONTENT_LIMIT - 4_000);
    }
}

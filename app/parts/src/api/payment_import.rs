//! What a funder's bank says became of its payments, and what became of the rows.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use services::{
    Context, Db,
    payment_file::{PaymentImport, RefusedPayment},
};

use super::{
    Answer, Told, failed_with,
    fault::{Fault, in_order},
};

/// Where a file is sent.
pub const UPLOAD: &str = "/funder/files/payment-results";

/// What became of a file's rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentImportOutcome {
    pub reported: usize,
    /// So many were reported before, with the same number of the bank.
    pub already: usize,
    /// So many rows were not reached.
    pub left: usize,
    pub faults_total: usize,
    /// The first of them.
    pub faults: Vec<Fault>,
}

impl PaymentImportOutcome {
    /// Whether every row of the file is a payment that was reported.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.faults_total == 0 && self.left == 0
    }

    /// The stable code: a file is a batch.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match (self.is_whole(), self.reported) {
            (true, _) => "batch.done",
            (false, 0) => "batch.refused",
            (false, _) => "batch.partly_done",
        }
    }

    fn of(import: PaymentImport) -> Self {
        let PaymentImport { reported, already, left, errors, refused } = import;
        let payment = |RefusedPayment { row, reference, error }| {
            Err::<(), _>(error).told().err().map(|error| Fault::Row { row, name: reference.to_string(), error })
        };
        let faults = errors.into_iter().map(Fault::Cell).chain(refused.into_iter().filter_map(payment)).collect();
        let (faults_total, faults) = in_order(faults);
        Self { reported, already, left, faults_total, faults }
    }
}

/// Reports the payments of a bank's file, in the visitor's name, each by itself, and tells what became of each.
///
/// # Errors
/// Always, because the page tells it: what became of the rows, or why the file could not be read.
pub async fn import_payments(db: &Db, context: &Context, file_name: &str, bytes: Vec<u8>) -> Answer<()> {
    let import = services::payment_file::import_payments(db, context, file_name, bytes).await.told()?;
    let outcome = PaymentImportOutcome::of(import);
    let status = if outcome.is_whole() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Err(failed_with(status, outcome))
}

//! Corrections of loans: a fact is put in or taken out, the loan is made anew of all its facts, and what that changes is posted. What is
//! closed stays closed: corrections are posted today, and say for which date they count.

mod plan;
mod post;
mod report;
mod settle;
mod sql;

use domain::{
    approval::ApprovalRefusal,
    correction::{Correction, CorrectionRefusal},
    id::LoanId,
};
use sqlx::PgConnection;

use crate::{Error, Write, draw, freeze, payout};

pub use report::{LoanFactRow, loan_facts};
pub(crate) use settle::settle;

/// Whether people may correct a loan so.
///
/// # Errors
/// As [`correct`].
pub(crate) async fn check(
    connection: &mut PgConnection,
    loan: LoanId,
    correction: &Correction,
) -> Result<(), Error<ApprovalRefusal>> {
    plan::plan(connection, loan, correction).await.map(|_| ()).map_err(refused)
}

/// Corrects a loan. What nobody owed after all is the wallet's again, and is not swept; the wallet freezes or is freed as the loan then
/// stands.
///
/// # Errors
/// `NotFound` when there is no such loan; refused when the fact is none of the loan's, is dated outside of its life, is more than was
/// owed, or puts the line over its limit.
pub(crate) async fn correct(
    write: &mut Write,
    loan: LoanId,
    correction: &Correction,
    (evidence, actor): (&str, &str),
) -> Result<(), Error<ApprovalRefusal>> {
    let planned = plan::plan(write.connection(), loan, correction).await.map_err(refused)?;
    let agent = planned.loan.agent;
    let late = post::post(write, planned, (correction, evidence, actor)).await.map_err(Error::into_defect)?;
    if late {
        let frozen = freeze::freeze_overdue(write, &[agent], actor).await?;
        payout::reverse_unsent(write, &frozen, actor).await.map_err(Error::into_defect)?;
        draw::lapse_open(write, &frozen, (actor, "wallet.frozen")).await.map_err(Error::into_defect)?;
    }
    Ok(())
}

fn refused(error: Error<CorrectionRefusal>) -> Error<ApprovalRefusal> {
    error.map_refusal(ApprovalRefusal::from)
}

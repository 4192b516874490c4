//! Corrections of loans: a fact is put in or taken out, the loan is made anew of all its facts, and what that changes is posted. What is
//! closed stays closed: corrections are posted today, and say for which date they count.

mod effect;
mod plan;
mod post;
mod report;
mod right_wallet;
mod settle;
mod sql;

use domain::{
    Amount,
    approval::ApprovalRefusal,
    correction::{Correction, CorrectionRefusal, RightWallet},
    id::{AgentId, LoanId, RepaymentId, WalletId},
};
use sqlx::PgConnection;

use crate::{Error, Write, commission, draw, error::Never, freeze, loan, payout, repayment};

pub use effect::{ChangedPayment, Effect, correction_effect};
pub use report::{LoanFactRow, TopUpRow, loan_facts, top_ups};
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
    let planned = plan::plan(connection, loan, correction).await.map_err(refused)?;
    match right_wallet_of(correction) {
        Some(right) => right_wallet::check(connection, &planned, right).await.map_err(refused),
        None => Ok(()),
    }
}

/// Corrects a loan. What nobody owed after all is the wallet's again, and is not swept, but for what the network has given back of it to a
/// card and so waits for; the wallet freezes or is freed as the loan then stands.
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
    let right = right_wallet_of(correction);
    if let Some(right) = right {
        sql::lock_wallets(write.connection(), loan, &right.wallet).await?;
    }
    let planned = plan::plan(write.connection(), loan, correction).await.map_err(refused)?;
    if let Some(right) = right {
        right_wallet::check(write.connection(), &planned, right).await.map_err(refused)?;
    }
    let (agent, wallet, came_back) = (planned.loan.agent, planned.loan.wallet_id, planned.came_back());
    let late = post::post(write, planned, (correction, evidence, actor)).await.map_err(Error::into_defect)?;
    let taken = match right {
        Some(_) => Amount::ZERO,
        None => commission::take_back_paid(write, wallet, &came_back).await?,
    };
    if late {
        let back: Amount = came_back.values().sum();
        stay_late(write, (agent, wallet), back.less(taken), actor).await?;
    }
    match right {
        Some(right) => right_wallet::carry_over(write, wallet, right, actor).await.map_err(refused),
        None => Ok(()),
    }
}

/// Undoes what a debit for a loan had paid and the network has given back: whoever was paid owes it back, and it leaves the wallet as it
/// comes. Gives why the loan stays as it is where that was undone before, or cannot be by itself: that is listed, and people correct the
/// loan.
///
/// # Errors
/// When the database fails, or holds what contradicts itself.
pub(crate) async fn undo_debited(
    write: &mut Write,
    (loan, repayment): (LoanId, RepaymentId),
    (evidence, actor): (&str, &str),
) -> Result<Option<CorrectionRefusal>, Error<Never>> {
    let correction = Correction::Reverse { repayment, right_wallet: None };
    let planned = match plan::plan(write.connection(), loan, &correction).await {
        Ok(planned) => planned,
        Err(Error::Refused(refusal)) => return Ok(Some(refusal)),
        Err(error) => return Err(error.into_defect()),
    };
    let (agent, wallet, came_back) = (planned.loan.agent, planned.loan.wallet_id, planned.came_back());
    let late = post::post(write, planned, (&correction, evidence, actor)).await?;
    commission::take_back_paid(write, wallet, &came_back).await?;
    if late {
        stay_late(write, (agent, wallet), Amount::ZERO, actor).await?;
    }
    Ok(None)
}

/// What is overdue again is paid with other money than came back, and else the wallet is frozen for it.
async fn stay_late<R>(
    write: &mut Write,
    (agent, wallet): (AgentId, WalletId),
    back: Amount,
    actor: &str,
) -> Result<(), Error<R>> {
    repayment::sweep_but(write, wallet, back, actor).await?;
    if !loan::is_late(write.connection(), agent).await? {
        return Ok(());
    }
    let frozen = freeze::freeze_overdue(write, &[agent], actor).await?;
    payout::reverse_unsent(write, &frozen, actor).await.map_err(Error::into_defect)?;
    draw::lapse_open(write, &frozen, actor).await.map_err(Error::into_defect)?;
    repayment::sweep_but(write, wallet, back, actor).await
}

const fn right_wallet_of(correction: &Correction) -> Option<&RightWallet> {
    match correction {
        Correction::Reverse { right_wallet, .. } => right_wallet.as_ref(),
        _ => None,
    }
}

fn refused(error: Error<CorrectionRefusal>) -> Error<ApprovalRefusal> {
    error.map_refusal(ApprovalRefusal::from)
}

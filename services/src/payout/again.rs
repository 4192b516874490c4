//! What two people have paid: a failed payout once more, or money back to where it came from.

use domain::{
    Amount, Reference,
    approval::{ApprovalRefusal, check_account},
    id::{BankMovementId, PayoutId},
    reference::ReferenceKind,
};
use sqlx::PgConnection;

use super::{moved, sql};
use crate::{Error, Write};

/// Whether a payout may be sent once more, to this account.
pub(crate) async fn check_resend(
    connection: &mut PgConnection,
    id: PayoutId,
    (account_no, account_name): (&str, &str),
) -> Result<(), Error<ApprovalRefusal>> {
    let row = sql::lock_payout(connection, id).await?.ok_or(Error::NotFound)?;
    if row.payout.resend().is_err() {
        let state = row.payout.state.code().to_owned();
        return Err(Error::Refused(ApprovalRefusal::PayoutNotFailed { state }));
    }
    if sql::find_unexplained(connection, id).await? {
        return Err(Error::Refused(ApprovalRefusal::DebitUnexplained));
    }
    check_account(account_no, account_name).map_err(Error::Refused)
}

/// Has a payout that the bank has refused for good sent once more. Its number stays, its serial does not.
pub(crate) async fn resend(
    write: &mut Write,
    id: PayoutId,
    account: (&str, &str),
    actor: &str,
) -> Result<(), Error<ApprovalRefusal>> {
    check_resend(write.connection(), id, account).await?;
    let row = sql::lock_payout(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let after = row.payout.resend().map_err(Error::defect)?;
    let at = write.at;
    sql::update_payout(write.connection(), id, after, at).await?;
    sql::update_account(write.connection(), id, account).await?;
    moved(write, id, (row.payout, after), actor, "")
}

/// Has money sent back to the account that it came from.
pub(crate) async fn request_return(
    write: &mut Write,
    movement: BankMovementId,
    amount: Amount,
    (account_no, account_name): (&str, &str),
    actor: &str,
) -> Result<(), Error<ApprovalRefusal>> {
    let (id, at) = (PayoutId(write.id()), write.at);
    let number = sql::next_payout_number(write.connection()).await?;
    let reference = Reference::new(ReferenceKind::Payout, write.business_date, number);
    let new = sql::NewReturn { id, reference: &reference, movement, amount, account_no, account_name, at };
    sql::insert_return(write.connection(), &new).await?;
    write.envelope.moved(id, ("", "requested"), actor, "");
    Ok(())
}

//! What two people have paid: a payout that has failed or come back once more, or money back to where it came from.

use domain::{
    Amount,
    approval::{ApprovalRefusal, check_account},
    id::{BankMovementId, PayoutId},
    payout::PayoutState,
    reference::ReferenceKind,
};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    change, request,
    set_off::set_off,
    sql::{self, NewPayout},
};
use crate::{Error, Write, reference::next_reference};

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

/// Has a payout that the bank has refused for good, or sent back, sent once more, unless all of it is set off. Its number stays, its serial
/// does not.
pub(crate) async fn resend(
    write: &mut Write,
    id: PayoutId,
    account: (&str, &str),
    actor: &str,
) -> Result<(), Error<ApprovalRefusal>> {
    check_resend(write.connection(), id, account).await?;
    set_off(write, id, actor).await?;
    let row = sql::lock_payout(write.connection(), id).await?.ok_or(Error::NotFound)?;
    if row.payout.state == PayoutState::Returned {
        return Ok(());
    }
    let after = row.payout.resend().map_err(Error::defect)?;
    sql::update_account(write.connection(), id, account).await?;
    change(write, &row, after, (actor, ""))?;
    Ok(write.flush().await?)
}

/// Has money sent back to the account that it came from.
pub(crate) async fn request_return(
    write: &mut Write,
    (movement, reserve_account): (BankMovementId, Uuid),
    amount: Amount,
    (account_no, account_name): (&str, &str),
    actor: &str,
) -> Result<(), Error<ApprovalRefusal>> {
    let reference = next_reference(write, ReferenceKind::Payout).await?;
    let new = NewPayout {
        id: PayoutId(write.id()),
        reference,
        partner: None,
        movement: Some(movement),
        agent: None,
        carrier: None,
        freeze: None,
        reserve_account,
        amount,
        account_no: account_no.to_owned(),
        account_name: account_name.to_owned(),
        at: write.at,
    };
    request(write, new, actor);
    Ok(write.flush().await?)
}

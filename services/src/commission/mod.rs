//! Commissions: a carrier's files, released by two people and distributed as soon as its money covers them.

mod distribute;
mod file;
mod report;
mod sql;
mod take_back;

use domain::{
    Amount,
    id::CarrierId,
    job::Job,
    ledger::{AccountKind, EventKind, Journal},
};
use time::Duration;
use uuid::Uuid;

pub(crate) use distribute::distribute;
pub use file::{CommissionReport, CommissionRowChange, UploadCommissionsCommand, upload_commissions};
pub(crate) use file::{check_discard, check_recall, check_release, discard, recall, release};
pub use report::{
    CarrierRow, CommissionFileDetail, CommissionFileRow, CommissionFilter, CommissionRow, OwnCommission, carriers,
    commission_file, commission_files, commissions_of_file, own_commissions,
};
pub(crate) use take_back::{take_back, take_back_all};

use crate::{Error, Write, ledger};

/// Puts a movement's money on a reserve account into its carrier's pool, and has the files looked at that wait for it.
pub(crate) async fn fund<R>(
    write: &mut Write,
    carrier: CarrierId,
    (movement, reserve_account): (Uuid, Uuid),
    amount: Amount,
) -> Result<(), Error<R>> {
    let journal = Journal::of(EventKind::CommissionFunded.of(movement), write.business_date)
        .transfer(
            ledger::account(AccountKind::UnmatchedReceipts, reserve_account),
            ledger::account(AccountKind::CommissionPool, carrier.0),
            amount,
        )
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    let waiting = sql::list_released(write.connection(), carrier).await?;
    write.envelope.post(journal);
    for file in waiting {
        write.enqueue(Job::DistributeCommissions(file), Duration::ZERO);
    }
    Ok(write.flush().await?)
}

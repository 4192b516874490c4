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
use files::operating_data::RowError;
use serde::{Deserialize, Serialize};
use time::Duration;
use uuid::Uuid;

pub(crate) use distribute::distribute;
pub use file::{UploadCommissionsCommand, upload_commissions};
pub(crate) use file::{check_discard, check_recall, check_release, discard, recall, release};
pub use report::{
    CarrierRow, CommissionFileDetail, CommissionFileRow, CommissionFilter, CommissionRow, ItemFilter, OwnCommission,
    carriers, commission_file, commission_files, commissions_of_file, own_commissions,
};
pub(crate) use take_back::{take_back, take_back_all, take_back_paid};

use crate::{Error, Write, ledger};

/// What a file says and what it would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommissionReport {
    pub rows_total: usize,
    /// Of these files of the month it is the newest: so many were released before.
    pub released_before: u32,
    /// How many agents are given something, and what in all.
    pub gives: usize,
    pub give: Amount,
    /// From how many something is taken back, and what in all.
    pub takes: usize,
    pub take: Amount,
    /// Of so many agents nothing changes.
    pub same: usize,
    /// So many agents were told before and are not in the file: theirs stays.
    pub unlisted: usize,
    /// The first rows, those that take back before those that give.
    pub rows: Vec<CommissionRowChange>,
    pub errors_total: usize,
    /// The first of them.
    pub errors: Vec<RowError>,
}

/// One agent's row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommissionRowChange {
    /// The number that a person sees beside the row.
    pub row: usize,
    pub agent_no: String,
    pub shop_name: String,
    /// The month's commission, by this file and by those before.
    pub told: Amount,
    pub before: Amount,
}

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

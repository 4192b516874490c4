//! What the network gives back to an agent's card of a top-up that had succeeded: it is taken out of the wallet again, as far as that
//! is free, and the rest as soon as money comes.

use domain::{agreement_debit::DebitState, id::TopUpId, network::ReturnReason};

use super::sql;
use crate::{Db, Error, commission, error::Never, network::system, wallet::lock_wallet};

/// Records, once, that the network has given a top-up back.
///
/// # Errors
/// `NotFound` when there is no such top-up.
pub(crate) async fn take_back(db: &Db, id: TopUpId, reason: ReturnReason) -> Result<(), Error<Never>> {
    let found = db
        .read(&system(db), move |connection| Box::pin(async move { sql::find_top_up(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)?;
    db.write(&system(db), "top_up.return", &(id, reason), move |write| {
        Box::pin(async move {
            let before = lock_wallet(write.connection(), found.wallet).await?;
            let row = sql::lock_top_up(write.connection(), id).await?.ok_or(Error::NotFound)?;
            write.envelope.about(id);
            let at = write.at;
            if row.state != DebitState::Succeeded
                || !sql::insert_returned(write.connection(), (id, row.amount), reason, at).await?
            {
                return Ok(());
            }
            commission::take_back(write, found.wallet).await?;
            let after = lock_wallet(write.connection(), found.wallet).await?;
            write.envelope.about(id);
            write.envelope.changed(&before.balance, &(after.balance, reason))
        })
    })
    .await
}

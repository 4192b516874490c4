use domain::{endpoint::EndpointRefusal, job::Job};
use serde::{Deserialize, Serialize};
use time::Duration;

use super::{partner, sql};
use crate::{Context, Db, Error, error::Never};

/// How many notices are sent again at one request.
const MOST: i64 = 10_000;

/// Which deliveries are made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    All,
    /// Those that are not tried any more.
    Dead,
}

/// Notices of the asking partner, by their numbers, both included.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RedeliverCommand {
    pub from: i64,
    pub to: i64,
    pub again: Again,
}

/// How many notices of the asking partner are not tried any more, and would be sent again at one request.
///
/// # Errors
/// `Forbidden` to anybody but a partner.
pub async fn count_dead(db: &Db, context: &Context) -> Result<i64, Error<Never>> {
    let partner = partner(context)?;
    db.read(context, move |connection| Box::pin(async move { Ok(sql::count_dead(connection, partner, MOST).await?) }))
        .await
}

/// Has notices sent again, with the identifiers and bodies of then, to the endpoint in force: the oldest first, at most ten thousand.
/// Gives how many.
///
/// # Errors
/// `Forbidden` to anybody but a partner; `NotFound` when there is none between the numbers; refused while no endpoint is in force.
pub async fn redeliver(db: &Db, context: &Context, command: RedeliverCommand) -> Result<u64, Error<EndpointRefusal>> {
    let partner = partner(context)?;
    let now = db.true_now();
    db.write(context, "notice.redeliver", &command, move |write| {
        Box::pin(async move {
            let RedeliverCommand { from, to, again } = command;
            let endpoint = sql::lock_in_force(write.connection(), partner).await?;
            let endpoint = endpoint.ok_or(Error::Refused(EndpointRefusal::NoneInForce))?;
            write.envelope.about(endpoint.id);
            let revived =
                sql::revive(write.connection(), partner, (from, to, again == Again::Dead), (now, MOST)).await?;
            if revived == 0 {
                return Err(Error::NotFound);
            }
            write.enqueue(Job::DeliverNotices(partner), Duration::ZERO);
            write.envelope.changed(&(), &(command, revived))?;
            Ok(revived)
        })
    })
    .await
}

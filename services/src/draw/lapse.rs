//! Draws that end by themselves: they have waited too long, or cannot be credited any more.

use domain::{
    Amount,
    actor::SystemPart,
    draw::{DrawRefusal, LapseReason},
    event::PartnerEvent,
    hexadecimal,
    id::{AgentId, DrawId},
};

use super::{Locked, end, lock, sql};
use crate::{Context, Db, Error, Write, bank_movement};

/// Ends the draws that were asked for as many business dates ago as they may wait and are not credited: by the worker during a day, and in a step
/// of its close. Gives how many have ended, and how many did not because that failed.
///
/// # Errors
/// When the database fails.
pub async fn lapse_waiting(db: &Db) -> Result<(usize, usize), Error<DrawRefusal>> {
    let days = db.draw_days();
    let waiting = db
        .read(&worker(db), move |connection| {
            Box::pin(async move { Ok::<_, Error<DrawRefusal>>(sql::list_waiting(connection, days).await?) })
        })
        .await?;
    let (mut lapsed, mut failed) = (0, 0);
    for id in waiting {
        // One that fails keeps no other waiting.
        match lapse_one(db, id).await {
            Ok(ended) => lapsed += usize::from(ended),
            Err(error) => {
                tracing::error!(%id, ?error, "a draw did not lapse");
                failed += 1;
            }
        }
    }
    Ok((lapsed, failed))
}

/// The worker's own request: its number is never used again, so that its answer is never taken for another's.
fn worker(db: &Db) -> Context {
    Context::system(SystemPart::Expiry, hexadecimal::text(&db.secret()))
}

/// False when it went on, or another worker was faster.
async fn lapse_one(db: &Db, id: DrawId) -> Result<bool, Error<DrawRefusal>> {
    let context = worker(db);
    let actor = context.actor_name();
    db.write(&context, "draw.lapse", &id, move |write| {
        Box::pin(async move {
            let Some(locked) = lock(write, id).await?.filter(|locked| locked.draw.clone().lapse().is_ok()) else {
                return Ok(false);
            };
            write.envelope.about(id);
            lapse(write, &locked, &actor, LapseReason::WaitedTooLong).await?;
            bank_movement::rematch_draw(write, id, &actor).await?;
            Ok(true)
        })
    })
    .await
}

/// Ends all draws that are not credited yet of agents whose wallets freeze. Gives their number and what they asked.
pub(crate) async fn lapse_open(
    write: &mut Write,
    agents: &[AgentId],
    actor: &str,
) -> Result<(usize, Amount), Error<DrawRefusal>> {
    let (mut ended, mut asked) = (0, Amount::ZERO);
    for id in sql::list_open_of(write.connection(), agents).await? {
        let Some(locked) = lock(write, id).await?.filter(|locked| locked.draw.clone().lapse().is_ok()) else {
            continue;
        };
        lapse(write, &locked, actor, LapseReason::WalletFrozen).await?;
        write.flush().await?;
        bank_movement::rematch_draw(write, id, actor).await?;
        write.flush().await?;
        (ended, asked) = (ended + 1, asked.plus(locked.draw.amount));
    }
    Ok((ended, asked))
}

/// Ends a draw by itself.
pub(super) async fn lapse(
    write: &mut Write,
    locked: &Locked,
    actor: &str,
    reason: LapseReason,
) -> Result<(), Error<DrawRefusal>> {
    let lapsed = locked.draw.clone().lapse().map_err(Error::Refused)?;
    end(write, locked, &lapsed, actor, reason.code()).await?;
    let told = PartnerEvent::DrawLapsed { reference: locked.reference.clone(), reason: reason.code().to_owned() };
    write.envelope.tell(locked.funder, locked.id, &told)
}

//! The worker's step with an approved transfer: its debts and loans change hands as soon as nothing is missing.

use domain::{
    actor::SystemPart,
    debt_transfer::{
        DebtTransfer, Draining, Item, ItemState, NOTICE_WITHIN_DAYS, TransferEnd, TransferRefusal, TransferState,
        Waiting,
    },
    event::PartnerEvent,
    hexadecimal,
    id::DebtTransferId,
    job::Job,
};
use time::{Date, Duration, OffsetDateTime};

use super::{
    change, check_partners, end, hold_bindings, lock_items, side,
    sql::{self, parts},
};
use crate::{
    Context, Db, Error, Write, calendar, debt,
    error::Never,
    job::{Outcome, enqueue},
};

/// How long it rests while debits are in flight, unless the last of them calls it, or one of its sides is suspended.
const PAUSE: Duration = Duration::minutes(10);

fn worker(db: &Db) -> Context {
    Context::system(SystemPart::Transfer, hexadecimal::text(&db.secret()))
}

/// A step of the close: what was approved and may count on the date that begins does, as far as nothing else is missing; else it is looked at
/// again when that may be so, reckoned from this date on. Gives how many were done with, and for how many that failed.
///
/// # Errors
/// When the database fails.
pub(crate) async fn follow_of_day(db: &Db, on: Date) -> Result<(usize, usize), Error<Never>> {
    let approved = db
        .read(&worker(db), move |connection| {
            Box::pin(async move { Ok::<_, Error<Never>>(sql::list_of_day(connection, on).await?) })
        })
        .await?;
    follow_each(db, approved, db.now()).await
}

/// A step of the close: approved transfers end of which nobody has shown by the last instant of the date that their debtors were notified, where
/// that was the time for it. Gives how many have ended, and for how many that failed.
///
/// # Errors
/// When the database fails.
pub(crate) async fn end_without_notice(db: &Db, until: OffsetDateTime) -> Result<(usize, usize), Error<Never>> {
    // Working days are never fewer than the calendar's.
    let approved_until = until - Duration::days(i64::from(NOTICE_WITHIN_DAYS));
    let waiting = db
        .read(&worker(db), move |connection| {
            Box::pin(async move { Ok::<_, Error<Never>>(sql::list_without_notice(connection, approved_until).await?) })
        })
        .await?;
    follow_each(db, waiting, until).await
}

async fn follow_each(
    db: &Db,
    transfers: Vec<DebtTransferId>,
    until: OffsetDateTime,
) -> Result<(usize, usize), Error<Never>> {
    let (mut done, mut failed) = (0, 0);
    for id in transfers {
        match follow_until(db, id, until).await {
            Outcome::Done => done += 1,
            Outcome::Again(at) => {
                let jobs = vec![Job::FollowTransfer(id)];
                db.note(&worker(db), move |connection| {
                    Box::pin(async move { Ok::<_, Error<Never>>(enqueue(connection, jobs, at).await?) })
                })
                .await?;
            }
            // One that fails keeps no other waiting; its job tries again.
            Outcome::Failed(failure) => {
                tracing::error!(%id, failure, "a transfer was not followed");
                failed += 1;
            }
        }
    }
    Ok((done, failed))
}

pub(crate) async fn follow(db: &Db, id: DebtTransferId) -> Outcome {
    follow_until(db, id, db.now()).await
}

/// Does what is to be done with a transfer by an instant, or by the present one if that is later.
async fn follow_until(db: &Db, id: DebtTransferId, until: OffsetDateTime) -> Outcome {
    let context = worker(db);
    let actor = context.actor_name();
    let waits: Result<Option<Duration>, Error<Never>> = db
        .write(&context, "transfer.follow", &id, move |write| {
            Box::pin(async move {
                let row = sql::lock_transfer(write.connection(), id).await?.ok_or(Error::NotFound)?;
                let at = write.at.max(until);
                write.envelope.about(id);
                if row.transfer.state != TransferState::Approved {
                    return Ok(None);
                }
                let frozen = sql::list_items(write.connection(), id, ItemState::Frozen).await?;
                let in_flight = sql::list_in_flight(write.connection(), id).await?;
                let draining = Draining::of(!in_flight.is_empty(), in_flight.len() == frozen.len());
                let suspended = check_partners(write, row.funder, row.facilitator).await?.is_err();
                match row.transfer.waits_for(draining, suspended, at) {
                    // Evidence enqueues this at once.
                    Some(Waiting::Notice) => {
                        let calendar = calendar::find(write.connection()).await?;
                        match row.transfer.thaws_at(&calendar).filter(|thaws| *thaws > at) {
                            Some(thaws) => Ok(Some(thaws - at)),
                            None => thaw(write, &row, &actor).await.map(|()| None).map_err(Error::into_defect),
                        }
                    }
                    Some(Waiting::Partners | Waiting::Debits) => Ok(Some(PAUSE)),
                    Some(Waiting::Time { until }) => Ok(Some(until - at)),
                    None => {
                        let next = follow_up(write, &row, &in_flight, &actor).await?;
                        take_effect(write, &row, &actor).await?;
                        if let Some(next) = next {
                            write.enqueue(Job::FollowTransfer(next), PAUSE);
                        }
                        Ok(None)
                    }
                }
            })
        })
        .await;
    match waits {
        Ok(Some(pause)) => Outcome::Again(db.true_now() + pause),
        Ok(None) => Outcome::Done,
        Err(error) => error.into(),
    }
}

/// Nobody was notified in time: the transfer is over, and its debts are whose they were.
async fn thaw(write: &mut Write, row: &sql::LockedTransfer, actor: &str) -> Result<(), Error<TransferRefusal>> {
    let after = row.transfer.cancel().map_err(Error::Refused)?;
    end(write, row, after, (actor, TransferEnd::NoNotice.code())).await?;
    for partner in [row.funder, row.facilitator] {
        let told = PartnerEvent::TransferCancelled { reason: TransferEnd::NoNotice.code().to_owned() };
        write.envelope.tell(partner, row.id, &told)?;
    }
    Ok(())
}

/// What still drains, if anything, goes on in a transfer of its own under the same document, and keeps the others no longer.
async fn follow_up(
    write: &mut Write,
    row: &sql::LockedTransfer,
    items: &[Item],
    actor: &str,
) -> Result<Option<DebtTransferId>, Error<Never>> {
    if items.is_empty() {
        return Ok(None);
    }
    let (id, at) = (DebtTransferId(write.id()), write.at);
    sql::insert_follow_up(write.connection(), id, row.id, items, at).await?;
    write.envelope.moved(id, ("", row.transfer.state.code()), actor, "");
    for partner in [row.funder, row.facilitator] {
        let told = PartnerEvent::TransferFollowedUp { transfer: row.id.to_string(), debts: items.len() };
        write.envelope.tell(partner, id, &told)?;
    }
    Ok(Some(id))
}

async fn take_effect(write: &mut Write, row: &sql::LockedTransfer, actor: &str) -> Result<(), Error<Never>> {
    let (back, on, mut transferred) = (row.transfer.back, write.business_date, 0);
    let items = sql::list_items(write.connection(), row.id, ItemState::Frozen).await?;
    hold_bindings(write.connection(), &items).await?;
    for locked in lock_items(write.connection(), &items, back, on).await?.into_values() {
        let may = locked.may_change_hands.clone().and_then(|()| locked.check_shared(row.facilitator, back));
        if let Err(refusal) = may {
            locked.keep(write, locked.holder.thaw(false), row.facilitator, (actor, "")).await?;
            sql::decline_item(write.connection(), row.id, locked.item, &refusal).await?;
            continue;
        }
        let after = locked.holder.thaw(true);
        let to = side(after.kind(), row);
        locked.hand_over(write, (after, to), row.facilitator, actor).await?;
        let amount = Some(locked.outstanding);
        sql::update_item(write.connection(), row.id, locked.item, ItemState::Effective, amount).await?;
        if let Some(journal) = locked.journal(to, on).map_err(Error::defect)? {
            write.envelope.post(journal);
        }
        transferred += 1;
    }
    // A card may have been bound anew for whom they have come to.
    debt::follow_bindings(write, &parts(&items).0).await?;
    let after = DebtTransfer { state: TransferState::Effective, ..row.transfer };
    change(write, row, after, (actor, "")).await?;
    for partner in [row.funder, row.facilitator] {
        write.envelope.tell(partner, row.id, &PartnerEvent::TransferEffective { debts: transferred })?;
    }
    Ok(())
}

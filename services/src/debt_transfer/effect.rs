//! The worker's step with an approved transfer: its debts change hands as soon as nothing is missing.

use domain::{
    debt_transfer::{DebtTransfer, ItemState, NO_NOTICE, TransferRefusal, TransferState, Waiting},
    event::PartnerEvent,
    hexadecimal,
    id::DebtTransferId,
    ledger::{AccountKind, Event, EventKind, Journal},
};
use time::Duration;

use super::{change, end, side, sql};
use crate::{Context, Db, Error, Write, calendar, debt, error::Never, job::Outcome, ledger};

/// How long it rests while debits are in flight, unless the last of them calls it.
const PAUSE: Duration = Duration::minutes(10);

pub(crate) async fn follow(db: &Db, id: DebtTransferId) -> Outcome {
    let context = Context::system("transfer", hexadecimal::text(&db.secret()));
    let actor = context.actor_name();
    let waits: Result<Option<i64>, Error<Never>> = db
        .write(&context, "transfer.follow", &id, move |write| {
            Box::pin(async move {
                let row = sql::lock_transfer(write.connection(), id).await?.ok_or(Error::NotFound)?;
                write.envelope.about(id);
                if row.transfer.state != TransferState::Approved {
                    return Ok(None);
                }
                let in_flight = sql::any_in_flight(write.connection(), id).await?;
                match row.transfer.waits_for(in_flight, write.at) {
                    // Evidence enqueues this at once.
                    Some(Waiting::Notice) => {
                        let calendar = calendar::find(write.connection()).await?;
                        match row.transfer.thaws_at(&calendar).filter(|thaws| *thaws > write.at) {
                            Some(thaws) => Ok(Some((thaws - write.at).whole_seconds().max(1))),
                            None => thaw(write, &row, &actor).await.map(|()| None).map_err(Error::into_defect),
                        }
                    }
                    Some(Waiting::Debits) => Ok(Some(PAUSE.whole_seconds())),
                    Some(Waiting::Time { until }) => Ok(Some((until - write.at).whole_seconds().max(1))),
                    None => {
                        take_effect(write, &row, &actor).await?;
                        Ok(None)
                    }
                }
            })
        })
        .await;
    match waits {
        Ok(Some(seconds)) => Outcome::Again(db.true_now() + Duration::seconds(seconds)),
        Ok(None) => Outcome::Done,
        Err(error) => error.into(),
    }
}

/// Nobody was notified in time: the transfer is over, and its debts are whose they were.
async fn thaw(write: &mut Write, row: &sql::LockedTransfer, actor: &str) -> Result<(), Error<TransferRefusal>> {
    let after = row.transfer.cancel().map_err(Error::Refused)?;
    end(write, row, after, (actor, NO_NOTICE)).await?;
    for partner in [row.funder, row.facilitator] {
        let told = PartnerEvent::TransferCancelled { reason: NO_NOTICE.to_owned() };
        write.envelope.tell(partner, row.id, &told)?;
    }
    Ok(())
}

async fn take_effect(write: &mut Write, row: &sql::LockedTransfer, actor: &str) -> Result<(), Error<Never>> {
    let ids = sql::list_items(write.connection(), row.id, ItemState::Frozen).await?;
    let (on, mut transferred) = (write.business_date, 0);
    debt::hold_bindings(write.connection(), &ids).await?;
    let debts = debt::lock_debts(write.connection(), &ids, None, on).await?;
    for locked in debts.values() {
        let (before, outstanding) = (locked.standing.holder, locked.standing.outstanding);
        let refusal = locked.standing.may_change_hands(row.transfer.back).err();
        let effective = refusal.is_none();
        let after = before.thaw(effective);
        let to = side(after.kind(), row);
        let transfers = locked.transfers + i16::from(effective);
        debt::update_holder(write.connection(), locked.id, (after, to), row.facilitator, transfers).await?;
        write.envelope.moved(locked.id, (before.code(), after.code()), actor, "");
        if !effective {
            sql::decline_item(write.connection(), row.id, locked.id, refusal.as_ref()).await?;
            continue;
        }
        sql::update_item(write.connection(), row.id, locked.id, ItemState::Effective, Some(outstanding)).await?;
        let event = Event { kind: EventKind::DebtTransferred, id: locked.id.0, leg: locked.transfers };
        let journal = Journal::of(event, on)
            .transfer(
                ledger::account(AccountKind::Claim, locked.holder_id.0),
                ledger::account(AccountKind::Claim, to.0),
                outstanding,
            )
            .and_then(Journal::finish)
            .map_err(Error::defect)?;
        write.envelope.post(journal);
        transferred += 1;
    }
    let after = DebtTransfer { state: TransferState::Effective, ..row.transfer };
    change(write, row, after, (actor, "")).await?;
    for partner in [row.funder, row.facilitator] {
        write.envelope.tell(partner, row.id, &PartnerEvent::TransferEffective { debts: transferred })?;
    }
    Ok(())
}

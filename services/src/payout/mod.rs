//! Payouts: money on its way to a partner. Each attempt is written down before the bank is asked, and only the reserve
//! account's own movement confirms it: an answer that is lost is asked for again, never guessed.

mod again;
mod report;
mod sql;

use domain::{
    id::PayoutId,
    ledger::{Account, AccountKind, Event, EventKind, Journal},
    payout::{Payout, PayoutState},
};
use time::Date;
use uuid::Uuid;

use crate::{
    Context, Db, Error, Write,
    bank::{Bank, Order, PayAnswer, QueryAnswer},
    bank_movement,
    draw::hexadecimal,
    error::{Conflict, Never},
    ledger,
};

pub(crate) use again::{check_resend, request_return, resend};
pub use report::{PayoutDetail, PayoutFilter, PayoutRow, payout, payouts};
use sql::Source;
pub(crate) use sql::state_of;

/// The worker's own request: its number is never used again, so that its answer is never taken for another's.
fn worker(db: &Db) -> Context {
    Context::system("payouts", hexadecimal(&db.secret()))
}

/// One step of the worker: sends every payout that is requested. Gives the number of orders that the bank was given.
///
/// # Errors
/// When the database fails. What the bank answers is never an error.
pub async fn send_payouts(db: &Db, bank: &dyn Bank) -> Result<usize, Error<Never>> {
    let requested = db
        .read(&worker(db), |connection| {
            Box::pin(async move { Ok::<_, Error<Never>>(sql::list_requested(connection).await?) })
        })
        .await?;
    let mut sent = 0;
    for id in requested {
        if let Some(order) = write_ahead(db, id).await? {
            sent += 1;
            let answer = bank.pay(&order).await;
            file_answer(db, id, order.serial, answer).await?;
        }
    }
    Ok(sent)
}

/// Writes the next attempt down as sent. `None` when another worker has it.
async fn write_ahead(db: &Db, id: PayoutId) -> Result<Option<Order>, Error<Never>> {
    let context = worker(db);
    let actor = context.actor_name();
    db.write(&context, "payout.send", &id, move |write| {
        Box::pin(async move {
            let Some(row) = sql::lock_requested(write.connection(), id).await? else { return Ok(None) };
            let after = row.payout.send().map_err(Error::defect)?;
            let at = write.at;
            sql::update_payout(write.connection(), id, after).await?;
            sql::update_sent_at(write.connection(), id, at).await?;
            moved(write, id, (row.payout, after), &actor, "")?;
            let journal = Journal::of(attempt(EventKind::PayoutSent, id, after), write.business_date)
                .transfer(row.source.account(), ledger::payouts_in_transit(), row.amount)
                .and_then(Journal::finish)
                .map_err(Error::defect)?;
            write.envelope.post(journal);
            Ok(Some(row.order(after.attempt)))
        })
    })
    .await
}

/// An attempt of a payout has a journal of its own for sending it and for its failure.
const fn attempt(kind: EventKind, id: PayoutId, payout: Payout) -> Event {
    Event { kind, id: id.0, leg: payout.attempt }
}

async fn file_answer(db: &Db, id: PayoutId, serial: i16, answer: PayAnswer) -> Result<(), Error<Never>> {
    match answer {
        PayAnswer::Accepted => settle(db, id, serial, None).await,
        PayAnswer::Rejected { reason } => settle(db, id, serial, Some(reason)).await,
        PayAnswer::Unknown(cause) => {
            tracing::warn!(payout = %id, serial, %cause, "the result of a payout is not known");
            Ok(())
        }
    }
}

/// Files the bank's definitive answer to one attempt, unless something has decided it meanwhile.
async fn settle(db: &Db, id: PayoutId, serial: i16, rejection: Option<String>) -> Result<(), Error<Never>> {
    let context = worker(db);
    let actor = context.actor_name();
    let rejection = rejection.map(|reason| reason.replace('\0', " "));
    let outcome = db
        .write(&context, "payout.answer", &(id, serial, &rejection), {
            let rejection = rejection.clone();
            move |write| Box::pin(async move { file(write, id, serial, rejection.as_deref(), &actor).await })
        })
        .await;
    match outcome {
        Err(Error::Conflict(Conflict::Changed)) => {
            tracing::error!(payout = %id, serial, ?rejection, "the bank's answer contradicts what is known of a payout");
            Ok(())
        }
        other => other,
    }
}

async fn file(
    write: &mut Write,
    id: PayoutId,
    serial: i16,
    rejection: Option<&str>,
    actor: &str,
) -> Result<(), Error<Never>> {
    let row = sql::lock_payout(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let (after, said_before) = match rejection {
        None => (row.payout.accept(), matches!(row.payout.state, PayoutState::Sent | PayoutState::Confirmed)),
        Some(_) => (row.payout.reject(), row.payout.state == PayoutState::Failed),
    };
    let after = match after {
        Ok(after) if row.payout.attempt == serial => after,
        // The movement came first, or a second worker asked too.
        _ if said_before => return Ok(()),
        _ => return Err(Error::Conflict(Conflict::Changed)),
    };
    sql::update_payout(write.connection(), id, after).await?;
    moved(write, id, (row.payout, after), actor, rejection.unwrap_or_default())?;
    if rejection.is_some() {
        let journal = Journal::of(attempt(EventKind::PayoutFailed, id, after), write.business_date)
            .transfer(ledger::payouts_in_transit(), row.source.account(), row.amount)
            .and_then(Journal::finish)
            .map_err(Error::defect)?;
        write.envelope.post(journal);
    }
    Ok(())
}

/// One step of the worker: asks the bank what became of every payout whose result is not known. An order that it does
/// not know is sent again after a while, under the same number and serial. Gives the number of payouts asked about.
///
/// # Errors
/// When the database fails.
pub async fn query_payouts(db: &Db, bank: &dyn Bank) -> Result<usize, Error<Never>> {
    let unknown = db
        .read(&worker(db), |connection| Box::pin(async move { sql::list_unknown::<Never>(connection).await }))
        .await?;
    let asked = unknown.len();
    for row in unknown {
        let order = row.order(row.payout.attempt);
        let answer = match bank.query(&order.order_no, order.serial).await {
            QueryAnswer::Accepted => PayAnswer::Accepted,
            QueryAnswer::Rejected { reason } => PayAnswer::Rejected { reason },
            QueryAnswer::Unknown(cause) => PayAnswer::Unknown(cause),
            QueryAnswer::NotFound => {
                if !row.sent_at.is_some_and(|sent_at| row.payout.may_resend(sent_at, db.now()))
                    || !write_again(db, &row).await?
                {
                    continue;
                }
                bank.pay(&order).await
            }
        };
        file_answer(db, row.id, order.serial, answer).await?;
    }
    Ok(asked)
}

/// Writes down that the same attempt is sent once more. False when another worker does so, or its result has come.
async fn write_again(db: &Db, seen: &sql::PayoutRow) -> Result<bool, Error<Never>> {
    let (id, attempt, sent_at) = (seen.id, seen.payout.attempt, seen.sent_at);
    db.write(&worker(db), "payout.send_again", &(id, attempt), move |write| {
        Box::pin(async move {
            let row = sql::lock_payout(write.connection(), id).await?.ok_or(Error::NotFound)?;
            if row.payout.accept().is_err() || row.payout.attempt != attempt || row.sent_at != sent_at {
                return Ok(false);
            }
            let at = write.at;
            sql::update_sent_at(write.connection(), id, at).await?;
            write.envelope.about(id);
            write.envelope.changed(&sent_at, &at)?;
            Ok(true)
        })
    })
    .await
}

/// The reserve account's statement shows the payout: the money has left. The payout is locked by the caller.
pub(crate) async fn confirm<R>(
    write: &mut Write,
    id: PayoutId,
    reserve_account: Uuid,
    booked_on: Date,
    actor: &str,
) -> Result<(), Error<R>> {
    let row = sql::lock_payout(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let after = row.payout.confirm().map_err(Error::defect)?;
    let cash = ledger::account(AccountKind::ReserveCash, reserve_account);
    paid(write, &row, after, (cash, booked_on), actor).await
}

/// Two people find that a debit which stands as unexplained is this payout: it was paid, whatever the bank has said.
pub(crate) async fn explain<R>(
    write: &mut Write,
    id: PayoutId,
    (reserve_account, booked_on): (Uuid, Date),
    actor: &str,
) -> Result<(), Error<R>> {
    let row = sql::lock_payout(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let after = row.payout.explain().map_err(Error::defect)?;
    let unexplained = ledger::account(AccountKind::UnmatchedReceipts, reserve_account);
    paid(write, &row, after, (unexplained, booked_on), actor).await
}

/// The money has left the reserve account: `to` is where its leaving stands in the books.
async fn paid<R>(
    write: &mut Write,
    row: &sql::PayoutRow,
    after: Payout,
    (to, booked_on): (Account, Date),
    actor: &str,
) -> Result<(), Error<R>> {
    let (id, at) = (row.id, write.at);
    sql::update_payout(write.connection(), id, after).await?;
    sql::update_confirmed_at(write.connection(), id, at).await?;
    write.envelope.moved(id, (row.payout.state.code(), after.state.code()), actor, "");
    // An attempt that has failed has given its money back to where it came from.
    let from = if row.payout.state.is_on_its_way() { ledger::payouts_in_transit() } else { row.source.account() };
    let journal = Journal::of(EventKind::PayoutConfirmed.of(id.0), booked_on)
        .transfer(from, to, row.amount)
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    if let Source::Receipt { movement, .. } = row.source {
        bank_movement::returned(write, movement, actor).await?;
    }
    let told = (&row.reference, row.amount, booked_on.to_string());
    write.envelope.tell("payout.confirmed", row.source.partner(), id, &told)
}

/// Leaves the transition's row and names the payout in the audit trail.
fn moved<R>(
    write: &mut Write,
    id: PayoutId,
    (before, after): (Payout, Payout),
    actor: &str,
    reason: &str,
) -> Result<(), Error<R>> {
    write.envelope.about(id);
    let told = |payout: Payout| (payout.state.code(), payout.attempt);
    write.envelope.moved(id, (before.state.code(), after.state.code()), actor, reason);
    write.envelope.changed(&told(before), &told(after))
}

//! The worker's two steps: sending what is requested, and asking the bank what became of what was sent.
//!
//! Each payout stands alone: one that comes to nothing is put aside, for longer each time, and the others go on.

use domain::{
    id::PayoutId,
    ledger::{EventKind, Journal},
    payout::PayoutState,
};
use futures_util::{StreamExt, future::ready, stream};
use serde::Serialize;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    attempt, drain_payables, moved,
    sql::{self, Due, PayoutChange, PayoutRow},
    worker,
};
use crate::{
    Db, Error, Write,
    bank::{Bank, Order, PayAnswer, QueryAnswer},
    batch::{Asked, Found, Operation},
    db::Work,
    error::{Conflict, Never},
    ledger,
};

/// How long a step goes on. A bank that lets every call time out is given a few of the payouts, and the rest in later
/// steps.
const STEP: Duration = Duration::seconds(10);

/// Requests payouts of what is payable, and sends those that are requested. Gives the number of orders that the bank was
/// given.
///
/// # Errors
/// When the database fails. What the bank answers is never an error, nor is what one payout comes to.
pub async fn send_payouts(db: &Db, bank: &dyn Bank) -> Result<usize, Error<Never>> {
    while drain_payables(db).await? > 0 {}
    let began = db.true_now();
    let due = db
        .read(&worker(db), move |connection| Box::pin(async move { sql::list_requested(connection, began).await }))
        .await?;
    let sent = each(bank, due, |seen| async move {
        if is_over(db, began) {
            return false;
        }
        match send(db, bank, seen.id).await {
            Ok(true) => return true,
            Ok(false) => {}
            Err(error) => tracing::error!(payout = %seen.id, ?error, "a payout could not be sent"),
        }
        put_aside_or_say(db, seen).await;
        false
    });
    Ok(sent.await)
}

/// Does `work` for each payout, as many at once as the bank takes calls, and counts for how many something was done.
async fn each<W: Future<Output = bool>>(bank: &dyn Bank, due: Vec<Due>, work: impl Fn(Due) -> W) -> usize {
    stream::iter(due).map(work).buffer_unordered(bank.calls_at_once()).filter(|done| ready(*done)).count().await
}

/// Asks the bank what became of every payout that it may pay. An order that it does not know is sent again after a
/// while, under the same number and serial. Gives the number of payouts asked about.
///
/// # Errors
/// As [`send_payouts`].
pub async fn query_payouts(db: &Db, bank: &dyn Bank) -> Result<usize, Error<Never>> {
    let began = db.true_now();
    let due = db
        .read(&worker(db), move |connection| Box::pin(async move { sql::list_under_way(connection, began).await }))
        .await?;
    let asked = each(bank, due, |seen| async move {
        if is_over(db, began) {
            return false;
        }
        if let Err(error) = ask(db, bank, seen.id).await {
            tracing::error!(payout = %seen.id, ?error, "the result of a payout could not be filed");
        }
        put_aside_or_say(db, seen).await;
        true
    });
    Ok(asked.await)
}

fn is_over(db: &Db, began: OffsetDateTime) -> bool {
    db.true_now() - began >= STEP
}

/// Leaves a payout alone for a while, if it is still as it was seen. It is no business request and leaves no audit row.
async fn put_aside(db: &Db, seen: Due) -> Result<(), Error<Never>> {
    let at = db.true_now();
    db.note(&worker(db), move |connection| Box::pin(async move { Ok(sql::put_aside(connection, seen, at).await?) }))
        .await
}

async fn put_aside_or_say(db: &Db, seen: Due) {
    if let Err(error) = put_aside(db, seen).await {
        tracing::error!(payout = %seen.id, ?error, "a payout could not be put aside");
    }
}

/// False when it is not to be sent now.
async fn send(db: &Db, bank: &dyn Bank, id: PayoutId) -> Result<bool, Error<Never>> {
    let order = match db.ride::<SendPayout>(&worker(db), id).await {
        Ok(order) => order,
        // Another worker has it, or an earlier attempt may have been paid.
        Err(Error::NotFound | Error::Conflict(_)) => return Ok(false),
        Err(error) => return Err(error),
    };
    let answer = bank.pay(&order).await;
    file_answer(db, id, order.serial, answer).await?;
    Ok(true)
}

/// Writes the next attempt down as sent.
pub struct SendPayout;

impl Operation for SendPayout {
    const NAME: &'static str = "payout.send";
    type Command = PayoutId;
    type Done = Order;
    type Refusal = Never;
    type Locked = PayoutRow;

    fn subject(id: &PayoutId) -> Uuid {
        id.0
    }

    fn lock(write: &mut Write, ids: Vec<Uuid>) -> Work<'_, Result<Found<Self>, Error<Never>>> {
        Box::pin(async move { sql::lock_requested(write.connection(), &ids).await })
    }

    fn moves(row: &PayoutRow) -> Uuid {
        row.id.0
    }

    fn decide<'w>(
        write: &'w mut Write,
        asked: &'w Asked<Self>,
        row: PayoutRow,
    ) -> Work<'w, Result<Order, Error<Never>>> {
        Box::pin(async move {
            if row.payout.attempt > 0 && sql::find_unexplained(write.connection(), row.id).await? {
                return Err(Error::Conflict(Conflict::Changed));
            }
            let after = row.payout.send().map_err(Error::defect)?;
            let journal = Journal::of(attempt(EventKind::PayoutSent, row.id, after), write.business_date)
                .transfer(row.source.account(), ledger::payouts_in_transit(), row.amount)
                .and_then(Journal::finish)
                .map_err(Error::defect)?;
            moved(write, row.id, (row.payout, after), &asked.context.actor_name(), "")?;
            write.envelope.change(PayoutChange { id: row.id, after, at: write.at, sent: true });
            write.envelope.post(journal);
            Ok(row.order(after.attempt))
        })
    }
}

async fn file_answer(db: &Db, id: PayoutId, serial: i16, answer: PayAnswer) -> Result<(), Error<Never>> {
    let rejection = match answer {
        PayAnswer::Accepted => None,
        PayAnswer::Rejected { reason } => Some(reason.replace('\0', " ")),
        PayAnswer::Unknown(cause) => {
            tracing::warn!(payout = %id, serial, %cause, "the result of a payout is not known");
            return Ok(());
        }
    };
    let told = BankAnswer { payout: id, serial, rejection };
    match db.ride::<FileAnswer>(&worker(db), told.clone()).await {
        Err(Error::Conflict(Conflict::Changed)) => {
            tracing::error!(payout = %id, serial, rejection = ?told.rejection, "the bank's answer contradicts what is known of a payout");
            Ok(())
        }
        other => other,
    }
}

/// The bank's definitive answer to one attempt.
#[derive(Clone, Debug, Serialize)]
pub struct BankAnswer {
    payout: PayoutId,
    serial: i16,
    rejection: Option<String>,
}

/// Files it, unless something has decided the payout meanwhile or says otherwise.
pub struct FileAnswer;

impl Operation for FileAnswer {
    const NAME: &'static str = "payout.answer";
    type Command = BankAnswer;
    type Done = ();
    type Refusal = Never;
    type Locked = PayoutRow;

    fn subject(told: &BankAnswer) -> Uuid {
        told.payout.0
    }

    fn lock(write: &mut Write, ids: Vec<Uuid>) -> Work<'_, Result<Found<Self>, Error<Never>>> {
        Box::pin(async move { sql::lock_payouts(write.connection(), &ids).await })
    }

    fn moves(row: &PayoutRow) -> Uuid {
        row.id.0
    }

    fn decide<'w>(write: &'w mut Write, asked: &'w Asked<Self>, row: PayoutRow) -> Work<'w, Result<(), Error<Never>>> {
        Box::pin(async move { file(write, &asked.command, &row, &asked.context.actor_name()).await })
    }
}

async fn file(write: &mut Write, told: &BankAnswer, row: &PayoutRow, actor: &str) -> Result<(), Error<Never>> {
    let (id, rejection) = (row.id, told.rejection.as_deref());
    let (after, said_before) = match rejection {
        None => (row.payout.accept(), matches!(row.payout.state, PayoutState::Sent | PayoutState::Confirmed)),
        Some(_) => (row.payout.reject(), row.payout.state == PayoutState::Failed),
    };
    let after = match after {
        Ok(after) if row.payout.attempt == told.serial => after,
        // The movement came first, or a second worker asked too.
        _ if said_before => return Ok(()),
        _ => return Err(Error::Conflict(Conflict::Changed)),
    };
    // It has failed only when nothing speaks for its having been paid.
    if rejection.is_some()
        && (sql::find_unexplained(write.connection(), id).await? || sql::find_arrival(write.connection(), id).await?)
    {
        return Err(Error::Conflict(Conflict::Changed));
    }
    if rejection.is_some() {
        let journal = Journal::of(attempt(EventKind::PayoutFailed, id, after), write.business_date)
            .transfer(ledger::payouts_in_transit(), row.source.account(), row.amount)
            .and_then(Journal::finish)
            .map_err(Error::defect)?;
        write.envelope.post(journal);
    }
    moved(write, id, (row.payout, after), actor, rejection.unwrap_or_default())?;
    write.envelope.change(PayoutChange { id, after, at: write.at, sent: false });
    Ok(())
}

/// Asks about one payout, and sends it again where the bank does not know it.
async fn ask(db: &Db, bank: &dyn Bank, id: PayoutId) -> Result<(), Error<Never>> {
    let row = db
        .read(&worker(db), move |connection| Box::pin(async move { sql::find_payout(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)?;
    let order = row.order(row.payout.attempt);
    let answer = match bank.query(&order.order_no, order.serial).await {
        // What the bank had said before is no news.
        QueryAnswer::Accepted if row.payout.state == PayoutState::Sent => return Ok(()),
        QueryAnswer::Accepted => PayAnswer::Accepted,
        QueryAnswer::Rejected { reason } => PayAnswer::Rejected { reason },
        QueryAnswer::Unknown(cause) => PayAnswer::Unknown(cause),
        QueryAnswer::NotFound => {
            if !row.sent_at.is_some_and(|sent_at| row.payout.may_resend(sent_at, db.now())) {
                return Ok(());
            }
            match write_again(db, &row).await {
                Ok(()) => bank.pay(&order).await,
                Err(Error::Conflict(_)) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    };
    file_answer(db, id, order.serial, answer).await
}

/// Writes down that the same attempt is sent once more. `Conflict` when another worker does so, its result has come, or it
/// may have been paid.
async fn write_again(db: &Db, seen: &PayoutRow) -> Result<(), Error<Never>> {
    let (id, attempt, sent_at) = (seen.id, seen.payout.attempt, seen.sent_at);
    db.write(&worker(db), "payout.send_again", &(id, attempt), move |write| {
        Box::pin(async move {
            let row = sql::lock_payout(write.connection(), id).await?.ok_or(Error::NotFound)?;
            if row.payout.accept().is_err()
                || row.payout.attempt != attempt
                || row.sent_at != sent_at
                || sql::find_unexplained(write.connection(), id).await?
            {
                return Err(Error::Conflict(Conflict::Changed));
            }
            let at = write.at;
            sql::update_sent(write.connection(), id, at).await?;
            write.envelope.about(id);
            write.envelope.changed(&sent_at, &at)
        })
    })
    .await
}

//! The worker's two steps with a payout: giving its order to the bank, and asking what became of it.

use domain::{
    id::PayoutId,
    ledger::{EventKind, Journal},
    payout::PayoutState,
};
use uuid::Uuid;

use super::{
    BankAnswer, attempt, change,
    set_off::set_off,
    sql::{self, PayoutRow, Source},
    withdrawal, worker, write_down,
};
use crate::{
    Db, Error, Write,
    bank::{Banks, Order, PayAnswer, QueryAnswer},
    batch::{Asked, Found, Operation},
    error::{Conflict, Never},
    job::Outcome,
    ledger,
};

/// Gives a payout's order to the bank, once it is written down as sent.
pub async fn send(db: &Db, banks: &Banks<'_>, id: PayoutId, tries: u32) -> Outcome {
    match give_order(db, banks, id).await {
        Ok(true) => Outcome::Done,
        // Another worker has it, an earlier attempt may have been paid, or something else became of it.
        Ok(false) => look_again(db, id, tries, |state| state == PayoutState::Requested).await,
        Err(error) => error.into(),
    }
}

/// Asks the bank what became of a payout that it may pay. An order that it does not know is sent again after a while, under
/// the same number and serial.
pub async fn query(db: &Db, banks: &Banks<'_>, id: PayoutId, tries: u32) -> Outcome {
    match ask(db, banks, id).await {
        Ok(()) => look_again(db, id, tries, PayoutState::is_on_its_way).await,
        Err(error) => error.into(),
    }
}

/// Has a payout looked at later, while it is in one of the states for which that is done.
async fn look_again(db: &Db, id: PayoutId, tries: u32, for_this: impl Fn(PayoutState) -> bool) -> Outcome {
    match find(db, id).await {
        Ok(row) if for_this(row.payout.state) => Outcome::Again(db.true_now() + row.payout.pause(tries)),
        Ok(_) => Outcome::Done,
        Err(error) => error.into(),
    }
}

async fn find(db: &Db, id: PayoutId) -> Result<PayoutRow, Error<Never>> {
    db.read(&worker(db), move |connection| Box::pin(async move { sql::find_payout(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)
}

/// False when it is not to be sent now.
async fn give_order(db: &Db, banks: &Banks<'_>, id: PayoutId) -> Result<bool, Error<Never>> {
    let (bank, order) = match db.ride::<SendPayout>(&worker(db), id).await {
        Ok(order) => order,
        Err(Error::NotFound | Error::Conflict(_)) => return Ok(false),
        Err(error) => return Err(error),
    };
    let answer = banks.of(&bank).pay(&order).await;
    file_answer(db, id, order.serial, answer).await?;
    Ok(true)
}

/// Writes the next attempt down as sent.
pub struct SendPayout;

impl Operation for SendPayout {
    const NAME: &'static str = "payout.send";
    type Command = PayoutId;
    /// The bank, and its order.
    type Done = (String, Order);
    type Refusal = Never;
    type Locked = PayoutRow;

    fn subject(id: &PayoutId) -> Uuid {
        id.0
    }

    async fn lock(write: &mut Write, ids: Vec<Uuid>) -> Result<Found<Self>, Error<Never>> {
        sql::lock_requested(write.connection(), &ids).await
    }

    fn moves(row: &PayoutRow) -> Uuid {
        row.id.0
    }

    async fn decide(write: &mut Write, asked: &Asked<Self>, row: PayoutRow) -> Result<Self::Done, Error<Never>> {
        if row.payout.attempt > 0 && sql::find_unexplained(write.connection(), row.id).await? {
            return Err(Error::Conflict(Conflict::Changed));
        }
        let after = row.payout.send().map_err(Error::defect)?;
        if let Some(from) = row.source.account() {
            let journal = Journal::of(attempt(EventKind::PayoutSent, row.id, after), write.business_date)
                .transfer(from, ledger::payouts_in_transit(), row.amount)
                .and_then(Journal::finish)
                .map_err(Error::defect)?;
            write.envelope.post(journal);
        }
        change(write, &row, after, (&asked.context.actor_name(), ""))?;
        let order = row.order(after.attempt);
        Ok((row.bank, order))
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
    let withdrawn = told.rejection.is_some() && matches!(find(db, id).await?.source, Source::Wallet(_));
    let filed = if withdrawn {
        withdrawal::come_back(db, &worker(db), told.clone()).await
    } else {
        db.ride::<FileAnswer>(&worker(db), told.clone()).await
    };
    match filed {
        Err(Error::Conflict(Conflict::Changed)) => {
            tracing::error!(payout = %id, serial, rejection = ?told.rejection, "the bank's answer contradicts what is known of a payout");
            Ok(())
        }
        other => other,
    }
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

    async fn lock(write: &mut Write, ids: Vec<Uuid>) -> Result<Found<Self>, Error<Never>> {
        sql::lock_payouts(write.connection(), &ids).await
    }

    fn moves(row: &PayoutRow) -> Uuid {
        row.id.0
    }

    async fn decide(write: &mut Write, asked: &Asked<Self>, row: PayoutRow) -> Result<(), Error<Never>> {
        file(write, &asked.command, &row, &asked.context.actor_name()).await
    }
}

async fn file(write: &mut Write, told: &BankAnswer, row: &PayoutRow, actor: &str) -> Result<(), Error<Never>> {
    let (id, rejection) = (row.id, told.rejection.as_deref());
    let (after, said_before) = match rejection {
        None => (
            row.payout.accept(),
            matches!(row.payout.state, PayoutState::Sent | PayoutState::Confirmed | PayoutState::SentBack),
        ),
        Some(_) => (row.payout.reject(), matches!(row.payout.state, PayoutState::Failed | PayoutState::SentBack)),
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
        let back = row.source.account().ok_or_else(|| Error::defect("a withdrawal comes back into its wallet"))?;
        let journal = Journal::of(attempt(EventKind::PayoutFailed, id, after), write.business_date)
            .transfer(ledger::payouts_in_transit(), back, row.amount)
            .and_then(Journal::finish)
            .map_err(Error::defect)?;
        write.envelope.post(journal);
    }
    let owed = rejection.is_some() && sql::find_owed_back(write.connection(), id).await?;
    change(write, row, after, (actor, rejection.unwrap_or_default()))?;
    if owed {
        write.flush().await?;
        set_off(write, id, actor).await?;
    }
    Ok(())
}

/// Asks about a payout, and sends it again where the bank does not know it.
async fn ask(db: &Db, banks: &Banks<'_>, id: PayoutId) -> Result<(), Error<Never>> {
    let row = find(db, id).await?;
    if !row.payout.state.is_on_its_way() {
        return Ok(());
    }
    let (bank, order) = (banks.of(&row.bank), row.order(row.payout.attempt));
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
            write_down(write, id, row.payout, true);
            write.envelope.about(id);
            let at = write.at;
            write.envelope.changed(&sent_at, &at)
        })
    })
    .await
}

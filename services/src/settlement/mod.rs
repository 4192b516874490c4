//! What the agreement payment network settles: a file for every date, held line by line against our debits, and the money
//! that comes for it.
//!
//! The network pays a day later what it has taken from payers' cards. Until then it stands on the channel's account. Its file
//! comes once for every date; another one of the same date changes nothing, and people look at both.

mod beyond;
mod breaks;
mod compare;
mod difference;
mod differences;
mod late;
mod lines;
mod report;
mod returned;
mod sql;

use domain::{
    Amount,
    agreement_debit::DebitState,
    hexadecimal,
    id::{NetworkSettlementId, SettlementBreakId},
    settlement::{BreakState, SettlementBreak, SettlementState},
};
use files::settlement::SettlementFile;
use sha2::{Digest, Sha256};
use time::Date;
use uuid::Uuid;

pub(crate) use beyond::{check_beyond, settle_beyond};
pub use breaks::{SettleBreakCommand, settle_break};
pub(crate) use compare::file;
pub use difference::{DifferenceDetail, difference};
pub use differences::{DifferenceFilter, SettlementBreakRow, settlement_breaks};
pub(crate) use late::{adopt, check_adopt, check_give_back, give_back};
pub use lines::{LineFilter, SettlementLineRow, settlement_lines};
pub use report::{
    DifferingLineRow, MOST_DIFFERING, SettlementDetail, SettlementFileRow, SettlementFilter, SettlementRow, settlement,
    settlements,
};
pub(crate) use returned::record_returned;
pub(crate) use sql::Taken;

use crate::{
    Db, Error, Write, binding,
    error::Never,
    job::Outcome,
    network::{ACTOR, Network, system},
};

/// The job: asks which agreements have ended and what was given back to payers, and for the file of every date that is over until it is there, and on the days after
/// whether it is the same still; then holds what came against our debits. One date that fails keeps no other waiting.
pub(crate) async fn fetch(db: &Db, network: &dyn Network) -> Outcome {
    match fetch_all(db, network).await {
        Ok(None) => Outcome::Done,
        Ok(Some(error)) | Err(error) => error.into(),
    }
}

/// Gives what failed first of one date.
async fn fetch_all(db: &Db, network: &dyn Network) -> Result<Option<Error<Never>>, Error<Never>> {
    let mut failed = binding::ask_ended(db, network).await.err();
    failed = failed.or(returned::ask(db, network).await.err());
    let wanted =
        db.read(&system(db), |connection| Box::pin(async move { Ok(sql::list_wanted(connection).await?) })).await?;
    for date in wanted {
        let told = network.settlement(date.on).await;
        if !date.known {
            expect_file(db, date.on).await?;
        }
        if let Some(text) = told {
            failed = failed.or(take(db, &date, text).await.err());
        }
    }
    let received =
        db.read(&system(db), |connection| Box::pin(async move { Ok(sql::list_received(connection).await?) })).await?;
    for id in received {
        failed = failed.or(compare::compare(db, id).await.err());
    }
    Ok(failed)
}

/// Keeps what the network tells of a date, if it was not told before.
async fn take(db: &Db, date: &sql::Wanted, text: String) -> Result<(), Error<Never>> {
    let on = date.on;
    let digest = Sha256::digest(text.as_bytes()).to_vec();
    if date.digests.contains(&digest) {
        return db
            .note(&system(db), move |connection| Box::pin(async move { Ok(sql::update_asked(connection, on).await?) }))
            .await;
    }
    let file = files::settlement::read(&text)
        .map_err(|error| Error::defect(format!("the network's file of {on} is not taken: {error}")))?;
    if file.settled_on != on {
        return Err(Error::defect(format!("the network's file of {on} says that it is of {}", file.settled_on)));
    }
    receive(db, file, text, digest).await
}

/// What the network took by a number of ours, as it stands with its amount.
pub(crate) async fn find_taken(db: &Db, serial: &str) -> Result<Option<(Taken, DebitState, Amount)>, Error<Never>> {
    let serials = vec![serial.to_owned()];
    let mut found = db
        .read(&system(db), move |connection| Box::pin(async move { sql::list_taken(connection, &serials).await }))
        .await?;
    Ok(found.remove(serial).map(|(taken, ours)| (taken, ours.state, ours.amount)))
}

/// Notes that the file of a date has not come.
async fn expect_file(db: &Db, on: Date) -> Result<(), Error<Never>> {
    db.write(&system(db), "settlement.expect", &on, move |write| {
        Box::pin(async move {
            let (id, state) = expect(write, on).await?;
            write.envelope.about(id);
            write.envelope.changed(&(), &state.code())
        })
    })
    .await
}

/// The settlement of a date, locked; begun, if it is not yet.
async fn expect(write: &mut Write, on: Date) -> Result<(NetworkSettlementId, SettlementState), Error<Never>> {
    let (id, at) = (NetworkSettlementId(write.id()), write.at);
    if sql::insert_awaited(write.connection(), id, on, at).await? {
        write.envelope.moved(id, ("", SettlementState::Awaited.code()), ACTOR, "");
    }
    sql::lock_date(write.connection(), on).await?.ok_or(Error::NotFound)
}

/// Files what came for a date: the first file counts, and any other is a break.
async fn receive(db: &Db, file: SettlementFile, text: String, digest: Vec<u8>) -> Result<(), Error<Never>> {
    let command = (file.settled_on, hexadecimal::text(&digest));
    db.write(&system(db), "settlement.receive", &command, move |write| {
        Box::pin(async move {
            let (id, state) = expect(write, file.settled_on).await?;
            let (of, at, today) = (write.id(), write.at, write.business_date);
            let places: Vec<Uuid> = file.lines.iter().map(|_| write.id()).collect();
            sql::insert_file(write.connection(), (of, id), &file, (&text, &digest), at).await?;
            sql::insert_lines(write.connection(), of, &places, &file.lines).await?;
            if state == SettlementState::Awaited {
                sql::update_received(write.connection(), id, of, &file, today).await?;
                let step = (state.code(), SettlementState::Received.code());
                write.envelope.moved(id, step, ACTOR, "");
            } else {
                let (difference, kind) = (write.id(), SettlementBreak::FileChanged);
                let changed = sql::NewBreak::of(difference, kind, None, None);
                write.envelope.moved(SettlementBreakId(difference), ("", BreakState::Open.code()), ACTOR, kind.code());
                sql::insert_breaks(write.connection(), id, &[changed], Some(of), at).await?;
                sql::update_asked(write.connection(), file.settled_on).await?;
            }
            write.envelope.about(id);
            write.envelope.changed(&state.code(), &(file.lines.len(), file.net))
        })
    })
    .await
}

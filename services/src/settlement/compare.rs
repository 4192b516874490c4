//! Holding a file against our debits: what the network says of those of which we knew nothing is filed first, as any answer of
//! it, and so is what it has given back; then each line agrees or is a break.

use std::collections::HashSet;

use domain::{
    agreement_debit::DebitState,
    id::{NetworkSettlementId, SettlementBreakId},
    network::{Meaning, ReturnReason},
    settlement::{BreakState, Comparison, SettlementBreak, SettlementState, compare as held_against},
};
use uuid::Uuid;

use super::{
    late, returned,
    sql::{self, LineRow, NewBreak, Taken},
};
use crate::{
    Db, Error, Write, agreement_debit, bank_movement,
    error::{Conflict, Never},
    network::{ACTOR, system},
    refund, top_up,
};

/// A difference, with the line and the debit that it is of.
type Difference = (SettlementBreak, Option<Uuid>, Option<Taken>);

/// What the lines of a file come to.
#[derive(Default)]
struct Judged {
    /// Debits and top-ups with the lines that settle them.
    settled: Vec<(Taken, Uuid)>,
    breaks: Vec<Difference>,
}

/// Files the network's word of what it was asked for, and gives where that stands.
pub(crate) async fn file(db: &Db, taken: Taken, meaning: Meaning) -> Result<DebitState, Error<Never>> {
    match taken {
        Taken::Debit(id) => agreement_debit::file(db, id, meaning).await,
        Taken::TopUp(id) => top_up::file(db, id, meaning).await,
        Taken::Refund(id) => refund::file(db, id, meaning).await,
    }
}

/// Holds the file of a date against our debits.
pub(super) async fn compare(db: &Db, id: NetworkSettlementId) -> Result<(), Error<Never>> {
    let lines =
        db.read(&system(db), move |connection| Box::pin(async move { sql::list_lines(connection, id).await })).await?;
    for line in &lines {
        let told = held_against(line.told, line.debit.map(|(_, ours)| ours));
        let Some((debit, _)) = line.debit else { continue };
        match told {
            Comparison::Tell(meaning) => {
                file(db, debit, meaning).await?;
            }
            // A line gives no reason.
            Comparison::Return => returned::record_return(db, debit, ReturnReason::Other).await?,
            _ => {}
        }
    }
    db.write(&system(db), "settlement.compare", &id, move |write| {
        Box::pin(async move {
            // Whoever records money waits: what came before the file is found below.
            bank_movement::lock_reserve_accounts(write.connection()).await?;
            let settlement = sql::lock_settlement(write.connection(), id).await?.ok_or(Error::NotFound)?;
            write.envelope.about(id);
            if settlement.state != SettlementState::Received {
                return Ok(());
            }
            let judged = judge(sql::list_lines(write.connection(), id).await?)?;
            let counts = (judged.settled.len(), judged.breaks.len());
            keep(write, &settlement, judged).await?;
            let step = (settlement.state.code(), SettlementState::Compared.code());
            write.envelope.moved(id, step, ACTOR, "");
            write.envelope.changed(&settlement.state.code(), &counts)?;
            match settlement.reference {
                Some(reference) => bank_movement::rematch_named(write, &reference, ACTOR).await,
                None => Ok(()),
            }
        })
    })
    .await
}

fn judge(lines: Vec<LineRow>) -> Result<Judged, Error<Never>> {
    let (mut judged, mut seen) = (Judged::default(), HashSet::new());
    for line in lines {
        let (debit, kind) = (line.debit.map(|(debit, _)| debit), line.told.kind);
        let ours = line.debit.map(|(debit, mut ours)| {
            ours.settled |= seen.contains(&(debit, kind));
            ours
        });
        match (held_against(line.told, ours), debit) {
            (Comparison::Agreed, Some(debit)) => {
                seen.insert((debit, kind));
                judged.settled.push((debit, line.id));
            }
            (Comparison::Differs(differs), _) => {
                if let (SettlementBreak::LateSuccess | SettlementBreak::BeyondTaken, Some(debit)) = (differs, debit) {
                    seen.insert((debit, kind));
                }
                judged.breaks.push((differs, Some(line.id), debit));
            }
            // What was told has not been filed yet, or the debit was sent meanwhile: the next look sees it.
            (Comparison::Tell(_) | Comparison::Return, _) => return Err(Error::Conflict(Conflict::Changed)),
            (Comparison::Agreed | Comparison::Nothing, _) => {}
        }
    }
    Ok(judged)
}

/// Writes down what settles what, and what differs: that of the lines, and every debit that should be in the file and is in none.
async fn keep(write: &mut Write, settlement: &sql::Settlement, judged: Judged) -> Result<(), Error<Never>> {
    let (id, at) = (settlement.id, write.at);
    sql::insert_settled(write.connection(), id, &judged.settled).await?;
    let settled: Vec<Uuid> = judged.settled.iter().map(|(debit, _)| debit.id()).collect();
    for found in sql::update_found(write.connection(), &settled, at).await? {
        write.envelope.moved(found, (BreakState::Open.code(), BreakState::Settled.code()), ACTOR, "");
    }
    for (kind, _, debit) in &judged.breaks {
        match (kind, debit) {
            (SettlementBreak::LateSuccess, Some(Taken::Debit(debit))) => late::tell(write, *debit).await?,
            (SettlementBreak::LateSuccess, Some(Taken::TopUp(top_up))) => top_up::tell_late(write, *top_up).await?,
            _ => {}
        }
    }
    open(write, id, judged.breaks).await?;
    let missing = sql::list_only_ours(write.connection(), settlement).await?;
    let missing = missing.into_iter().map(|debit| (SettlementBreak::OnlyOurs, None, Some(debit)));
    open(write, id, missing.collect()).await?;
    Ok(sql::update_compared(write.connection(), id).await?)
}

async fn open(write: &mut Write, id: NetworkSettlementId, differences: Vec<Difference>) -> Result<(), Error<Never>> {
    let (mut breaks, at) = (Vec::with_capacity(differences.len()), write.at);
    for (kind, line, debit) in differences {
        let of = write.id();
        breaks.push(NewBreak::of(of, kind, line, debit));
        write.envelope.moved(SettlementBreakId(of), ("", BreakState::Open.code()), ACTOR, kind.code());
    }
    Ok(sql::insert_breaks(write.connection(), id, &breaks, None, at).await?)
}

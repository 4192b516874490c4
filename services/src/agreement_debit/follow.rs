//! The worker's step with a debit: giving it to the network, and asking what became of it.

use domain::{
    Amount,
    agreement_debit::{DebitFailure, DebitState, NotSent, absent_since},
    debt::{DebitLimits, DebtRefusal, DebtStanding, day_of},
    event::PartnerEvent,
    id::{BindingId, DebitId},
    job::Job,
    ledger::{AccountKind, EventKind, Journal},
    network::{Meaning, Reason},
};
use serde::{Deserialize, Serialize};
use time::Duration;

use super::sql::{self, LockedDebit};
use crate::{
    Db, Error, Write, binding, debt,
    error::Never,
    job::Outcome,
    ledger,
    network::{ACTOR, Network, PayOrder, Payee, system},
    payable::NewPayable,
};

const PAUSE: Duration = Duration::seconds(5);
const LONGEST_PAUSE: Duration = Duration::hours(6);

pub(crate) async fn follow(
    db: &Db,
    (network, limits): (&dyn Network, DebitLimits),
    id: DebitId,
    tries: u32,
) -> Outcome {
    followed(db, tries, step(db, network, limits, id).await)
}

/// What a step with a debit, a refund or a top-up comes to: while it is in flight, the network is asked ever more seldom.
pub(crate) fn followed(db: &Db, tries: u32, stepped: Result<DebitState, Error<Never>>) -> Outcome {
    match stepped {
        Ok(state) if state.is_in_flight() => {
            Outcome::Again(db.true_now() + domain::calendar::doubled(PAUSE, tries, LONGEST_PAUSE))
        }
        Ok(_) => Outcome::Done,
        Err(error) => error.into(),
    }
}

async fn step(db: &Db, network: &dyn Network, limits: DebitLimits, id: DebitId) -> Result<DebitState, Error<Never>> {
    let debit = db
        .read(&system(db), move |connection| Box::pin(async move { sql::find_debit(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)?;
    let meaning = match debit.state {
        DebitState::Accepted => match write_sent(db, limits, id).await? {
            Some(order) => network.pay(&order).await,
            None => return Ok(DebitState::Failed),
        },
        DebitState::Unknown => network.query_pay(&debit.reference).await,
        DebitState::Succeeded | DebitState::Failed => return Ok(debit.state),
    };
    // No answer says nothing, but that the one before is not the last word.
    if meaning == Meaning::Unknown && !debit.absent {
        return Ok(DebitState::Unknown);
    }
    file(db, id, meaning).await
}

/// What is said of a debit that is written down as sent.
#[derive(Serialize, Deserialize)]
struct Sent {
    serial: String,
    payer_no: String,
    /// The number of the agreement.
    sealed: Vec<u8>,
    binding: BindingId,
    amount: Amount,
    payee: Payee,
}

/// Writes a debit down as sent, if it may still be made: the same question as when it was accepted. `None` when not, and it has
/// failed without the card's having been tried.
async fn write_sent(db: &Db, limits: DebitLimits, id: DebitId) -> Result<Option<PayOrder>, Error<Never>> {
    let sent: Option<Sent> = db
        .write(&system(db), "debit.send", &id, move |write| {
            Box::pin(async move {
                let agreement = sql::lock_agreement(write.connection(), id).await?;
                let (row, locked) = lock(write, id).await?;
                write.envelope.about(id);
                if row.state != DebitState::Accepted {
                    return Err(Error::Conflict(crate::error::Conflict::Changed));
                }
                let standing = DebtStanding { binding: agreement.state, ..locked.standing };
                let may = standing.may_debit(row.holder_kind, row.amount, (write.business_date, write.at), limits);
                // Who held it then holds it still.
                let may = may.and(if locked.holder_id == row.holder { Ok(()) } else { Err(DebtRefusal::NotHeld) });
                if let Err(refusal) = may {
                    let why = NotSent::of(&refusal).ok_or_else(|| Error::defect(refusal))?;
                    decide(write, &row, DebitState::Failed, Some(DebitFailure::NotSent(why))).await?;
                    return Ok(None);
                }
                let at = write.at;
                sql::update_sent(write.connection(), id, at).await?;
                let step = (DebitState::Accepted.code(), DebitState::Unknown.code());
                write.envelope.moved(id, step, ACTOR, "");
                write.envelope.changed(&row.state, &DebitState::Unknown)?;
                Ok(Some(Sent {
                    serial: row.reference,
                    payer_no: agreement.payer_no,
                    sealed: agreement.agreement_no,
                    binding: row.binding,
                    amount: row.amount,
                    payee: agreement.payee,
                }))
            })
        })
        .await?;
    let Some(Sent { serial, payer_no, sealed, binding, amount, payee }) = sent else { return Ok(None) };
    let agreement_no = db.seals().open_text(binding::agreement_place(binding), &sealed).map_err(Error::Failed)?;
    Ok(Some(PayOrder { serial, payer_no, agreement_no, amount, payee: Some(payee) }))
}

/// A debit and its debt, locked: the debt first, as everybody does.
pub(crate) async fn lock<R>(write: &mut Write, id: DebitId) -> Result<(LockedDebit, debt::LockedDebt), Error<R>> {
    let of = sql::find_debt(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let day = day_of(write.at);
    let mut debts = debt::lock_debts(write.connection(), &[of.0], Some(id), day).await?;
    let locked = debts.remove(&of).ok_or(Error::NotFound)?;
    let row = sql::lock_debit(write.connection(), id).await?.ok_or(Error::NotFound)?;
    Ok((row, locked))
}

/// Files the network's word. What contradicts what is known changes nothing, and is in the log.
pub(crate) async fn file(db: &Db, id: DebitId, meaning: Meaning) -> Result<DebitState, Error<Never>> {
    db.write(&system(db), "debit.file", &id, move |write| {
        Box::pin(async move {
            let (row, locked) = lock(write, id).await?;
            write.envelope.about(id);
            let at = write.at;
            let in_no_file = meaning == Meaning::NotFound && sql::is_in_no_file(write.connection(), id.0).await?;
            let (after, reason) = row.state.told(meaning, row.absent_since, in_no_file, at);
            if after == row.state {
                sql::update_absent(write.connection(), id, absent_since(meaning, row.absent_since, at)).await?;
                return Ok(after);
            }
            if after == DebitState::Succeeded {
                collect(write, &row, &locked).await?;
            }
            decide(write, &row, after, reason.map(DebitFailure::Refused)).await?;
            // One answer ends no binding: the network is asked.
            if reason == Some(Reason::AgreementEnded) {
                write.enqueue(Job::FollowBinding(row.binding), Duration::ZERO);
            }
            Ok(after)
        })
    })
    .await
}

/// The money that a debit has brought: owed less, and payable to whoever debited.
async fn collect(write: &mut Write, row: &LockedDebit, locked: &debt::LockedDebt) -> Result<(), Error<Never>> {
    let left = locked.standing.outstanding.checked_sub(row.amount).filter(|left| !left.is_negative());
    let left = left.ok_or_else(|| Error::defect("more was debited than was owed"))?;
    debt::update_outstanding(write.connection(), locked.id, left).await?;
    let journal = Journal::of(EventKind::AgreementDebited.of(row.id.0), write.business_date)
        .transfer(ledger::channel_receivable(), ledger::account(AccountKind::PartnerPayable, row.holder.0), row.amount)
        .and_then(|journal| {
            let claim = ledger::account(AccountKind::Claim, locked.holder_id.0);
            journal.transfer(claim, ledger::account(AccountKind::DebtPrincipal, locked.id.0), row.amount)
        })
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    let at = write.at;
    write.envelope.change(NewPayable { id: row.id.0, payee: row.holder, agent: None, amount: row.amount, at });
    Ok(())
}

async fn decide(
    write: &mut Write,
    row: &LockedDebit,
    after: DebitState,
    failure: Option<DebitFailure>,
) -> Result<(), Error<Never>> {
    let (at, failure) = (write.at, failure.map(DebitFailure::code));
    if write.envelope.has_changes() {
        write.flush().await?;
    }
    sql::update_decided(write.connection(), row.id, after, failure, at).await?;
    if let Some(transfer) = sql::find_waiting(write.connection(), row.id).await? {
        write.enqueue(Job::FollowTransfer(transfer), Duration::ZERO);
    }
    write.envelope.moved(row.id, (row.state.code(), after.code()), ACTOR, failure.unwrap_or(""));
    let (reference, amount) = (row.reference.parse().map_err(Error::defect)?, row.amount);
    let told = match after {
        DebitState::Succeeded => PartnerEvent::DebitSucceeded { reference, amount },
        _ => PartnerEvent::DebitFailed { reference, amount, failure: failure.map(ToOwned::to_owned) },
    };
    write.envelope.tell(row.holder, row.id, &told)?;
    write.envelope.changed(&row.state, &(after, failure))
}

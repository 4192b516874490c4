//! The worker's step with a refund: ordering it of the network, and asking what became of it.

use domain::{
    Amount,
    agreement_debit::{DebitState, absent_since},
    event::PartnerEvent,
    id::{DebitId, RefundId},
    job::Job,
    ledger::{AccountKind, EventKind, Journal},
    network::{Meaning, Reason},
};
use time::Duration;

use super::sql::{self, LockedRefund};
use crate::{
    Db, Error, Write,
    agreement_debit::{self, LockedDebit, followed},
    debt,
    error::{Conflict, Never},
    job::Outcome,
    ledger,
    network::{ACTOR, Network, RefundOrder, system},
    payable::{NewReceivable, Returned},
    settlement_break,
};

pub(crate) async fn follow(db: &Db, network: &dyn Network, id: RefundId, tries: u32) -> Outcome {
    followed(db, tries, step(db, network, id).await)
}

async fn step(db: &Db, network: &dyn Network, id: RefundId) -> Result<DebitState, Error<Never>> {
    let found = db
        .read(&system(db), move |connection| Box::pin(async move { sql::find_refund(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)?;
    let meaning = match found.state {
        DebitState::Accepted => network.refund(&write_sent(db, id, found.debit).await?).await,
        DebitState::Unknown => network.query_refund(&found.reference).await,
        DebitState::Succeeded | DebitState::Failed => return Ok(found.state),
    };
    // No answer says nothing, but that the one before is not the last word.
    if meaning == Meaning::Unknown && !found.absent {
        return Ok(DebitState::Unknown);
    }
    file(db, id, meaning).await
}

/// Writes a refund down as sent.
async fn write_sent(db: &Db, id: RefundId, debit: DebitId) -> Result<RefundOrder, Error<Never>> {
    let (serial, payment, amount) = db
        .write(&system(db), "refund.send", &id, move |write| {
            Box::pin(async move {
                let (of, _) = agreement_debit::lock(write, debit).await?;
                let row = sql::lock_refund(write.connection(), id).await?.ok_or(Error::NotFound)?;
                write.envelope.about(id);
                if row.state != DebitState::Accepted {
                    return Err(Error::Conflict(Conflict::Changed));
                }
                let at = write.at;
                sql::update_sent(write.connection(), id, at).await?;
                let step = (DebitState::Accepted.code(), DebitState::Unknown.code());
                write.envelope.moved(id, step, ACTOR, "");
                write.envelope.changed(&row.state, &DebitState::Unknown)?;
                Ok((row.reference, of.reference, row.amount))
            })
        })
        .await?;
    Ok(RefundOrder { serial, payment, amount })
}

/// Files the network's word of a refund, wherever it stood. What contradicts what is known changes nothing.
///
/// # Errors
/// `NotFound` when there is no such refund.
pub(crate) async fn file(db: &Db, id: RefundId, meaning: Meaning) -> Result<DebitState, Error<Never>> {
    let found = db
        .read(&system(db), move |connection| Box::pin(async move { sql::find_refund(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)?;
    let debit = found.debit;
    db.write(&system(db), "refund.file", &id, move |write| {
        Box::pin(async move {
            let (of, locked) = agreement_debit::lock(write, debit).await?;
            let row = sql::lock_refund(write.connection(), id).await?.ok_or(Error::NotFound)?;
            write.envelope.about(id);
            let at = write.at;
            let in_no_file = meaning == Meaning::NotFound && sql::is_in_no_file(write.connection(), id).await?;
            let (after, reason) = row.state.told(meaning, row.absent_since, in_no_file, at);
            if after == row.state {
                sql::update_absent(write.connection(), id, absent_since(meaning, row.absent_since, at)).await?;
                return Ok(after);
            }
            decide(write, (&row, &of, &locked), (after, reason), ACTOR).await?;
            Ok(after)
        })
    })
    .await
}

/// What came of a refund, by whoever's word. Gives what of it had gone back before.
pub(super) async fn decide(
    write: &mut Write,
    (row, of, locked): (&LockedRefund, &LockedDebit, &debt::LockedDebt),
    (after, failure): (DebitState, Option<Reason>),
    actor: &str,
) -> Result<Amount, Error<Never>> {
    let (at, made, failure) = (write.at, after == DebitState::Succeeded, failure.map(Reason::code));
    // What succeeded late was nobody's: the network nets it, and nothing of it stands in the books of a debt or a partner.
    let given = if made && !row.late { row.amount } else { Amount::ZERO };
    // What the network had given back by itself before is nobody's debt again: it is owed by the network.
    let counted = given.min(agreement_debit::find_left(write.connection(), of).await?);
    let paid_out = counted.is_positive() && agreement_debit::hold_payable(write, of.id, counted, actor).await?;
    if paid_out {
        ledger::open_account(write.connection(), AccountKind::PartnerReceivable, of.payee.0).await?;
    }
    let beyond = given.less(counted);
    sql::update_decided(write.connection(), row.id, (after, failure), (paid_out, beyond), at).await?;
    if made && row.late {
        settlement_break::settle_late(write, of.id.0, (&row.reference, actor)).await?;
    }
    if counted.is_positive() {
        debt::owe_again(write, locked, counted).await?;
    }
    if let Some(transfer) = agreement_debit::find_waiting(write.connection(), of.id).await? {
        write.enqueue(Job::FollowTransfer(transfer), Duration::ZERO);
    }
    if counted.is_positive() {
        post(write, (row, of, locked), (counted, paid_out))?;
    }
    write.envelope.moved(row.id, (row.state.code(), after.code()), actor, failure.unwrap_or(""));
    let (reference, debit) =
        (row.reference.parse().map_err(Error::defect)?, of.reference.parse().map_err(Error::defect)?);
    let amount = row.amount;
    let told = if made {
        PartnerEvent::DebitRefunded { reference, debit, amount, owed_back: paid_out.then_some(counted) }
    } else {
        PartnerEvent::DebitRefundFailed { reference, debit, amount, failure: failure.map(ToOwned::to_owned) }
    };
    write.envelope.tell(of.payee, row.id, &told)?;
    write.envelope.changed(&row.state, &(after, failure))?;
    Ok(beyond)
}

/// The network nets what it has given back: it owes so much less, and the debt owes again.
fn post(
    write: &mut Write,
    (row, of, locked): (&LockedRefund, &LockedDebit, &debt::LockedDebt),
    (amount, paid_out): (Amount, bool),
) -> Result<(), Error<Never>> {
    let at = write.at;
    let from = if paid_out { AccountKind::PartnerReceivable } else { AccountKind::PartnerPayable };
    let journal = Journal::of(EventKind::AgreementRefunded.of(row.id.0), write.business_date)
        .correcting(of.id.0)
        .transfer(ledger::account(from, of.payee.0), ledger::channel_receivable(), amount)
        .and_then(|journal| {
            let claim = ledger::account(AccountKind::Claim, locked.holder_id.0);
            journal.transfer(ledger::account(AccountKind::DebtPrincipal, locked.id.0), claim, amount)
        })
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    if paid_out {
        write.envelope.change(NewReceivable { id: row.id.0, payer: of.payee, payable: of.id.0, amount, at });
    } else {
        write.envelope.change(Returned { payable: of.id.0, amount });
    }
    Ok(())
}

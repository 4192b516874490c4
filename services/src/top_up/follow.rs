//! The worker's step with a top-up: giving it to the network, and asking what became of it.

use domain::{
    Amount,
    agreement_debit::{DebitState, absent_since},
    approval::ApprovalRefusal,
    debt::{DebitLimits, day_of},
    event::PartnerEvent,
    id::{CardId, TopUpId, WalletId},
    job::Job,
    ledger::{EventKind, Journal},
    network::{Meaning, Reason},
    wallet::Wallet,
};
use time::Duration;

use super::sql::{self, LockedTopUp};
use crate::{
    Db, Error, Write,
    agreement_debit::{followed, is_in_no_file},
    binding, card,
    error::{Conflict, Never},
    inflow,
    job::Outcome,
    ledger,
    loan_debit::{self, OfLoan},
    network::{ACTOR, Network, PayOrder, system},
    wallet::{WalletChange, lock_wallet},
};

pub(crate) async fn follow(
    db: &Db,
    (network, limits): (&dyn Network, DebitLimits),
    id: TopUpId,
    tries: u32,
) -> Outcome {
    followed(db, tries, step(db, network, limits, id).await)
}

async fn step(db: &Db, network: &dyn Network, limits: DebitLimits, id: TopUpId) -> Result<DebitState, Error<Never>> {
    let found = db
        .read(&system(db), move |connection| Box::pin(async move { sql::find_top_up(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)?;
    let meaning = match found.state {
        DebitState::Accepted => {
            let order = match (found.card, found.loan) {
                (Some(card), _) => write_sent(db, id, card).await?,
                (None, Some(of)) => write_loan_debit_sent(db, limits, id, of).await?,
                (None, None) => return Err(Error::defect("a top-up is of no card")),
            };
            match order {
                Some(order) => network.pay(&order).await,
                None => return Ok(DebitState::Failed),
            }
        }
        DebitState::Unknown => network.query_pay(&found.reference).await,
        DebitState::Succeeded | DebitState::Failed => return Ok(found.state),
    };
    // No answer says nothing, but that the one before is not the last word.
    if meaning == Meaning::Unknown && !found.absent {
        return Ok(DebitState::Unknown);
    }
    file_in(db, (id, found.wallet), meaning).await
}

/// Writes a top-up down as sent, if it may still be made: the same question as when it was ordered. `None` when not, and it has
/// failed without the card's having been tried.
async fn write_sent(db: &Db, id: TopUpId, card: CardId) -> Result<Option<PayOrder>, Error<Never>> {
    let sent: Option<(String, String, Option<Vec<u8>>, Amount)> = db
        .write(&system(db), "top_up.send", &id, move |write| {
            Box::pin(async move {
                let at = write.at;
                let held = sql::hold_card(write.connection(), card, Some(id), day_of(at)).await?;
                let held = held.ok_or(Error::NotFound)?;
                let row = sql::lock_top_up(write.connection(), id).await?.ok_or(Error::NotFound)?;
                write.envelope.about(id);
                if row.state != DebitState::Accepted {
                    return Err(Error::Conflict(Conflict::Changed));
                }
                if let Err(refusal) = held.standing.may_take(row.amount, at) {
                    decide(write, &row, (DebitState::Failed, Some(refusal.code())), ACTOR).await?;
                    return Ok(None);
                }
                sql::update_sent(write.connection(), id, at).await?;
                let step = (DebitState::Accepted.code(), DebitState::Unknown.code());
                write.envelope.moved(id, step, ACTOR, "");
                write.envelope.changed(&row.state, &DebitState::Unknown)?;
                Ok(Some((row.reference, held.payer_no, held.agreement_no, row.amount)))
            })
        })
        .await?;
    let Some((serial, payer_no, sealed, amount)) = sent else { return Ok(None) };
    let sealed = sealed.ok_or_else(|| Error::defect("a bound card has no agreement"))?;
    let agreement_no = db.seals().open_text(card::agreement_place(card), &sealed).map_err(Error::Failed)?;
    Ok(Some(PayOrder { serial, payer_no, agreement_no, amount, payee: None }))
}

/// Writes a debit for a loan down as sent, as [`write_sent`] does a top-up.
async fn write_loan_debit_sent(
    db: &Db,
    limits: DebitLimits,
    id: TopUpId,
    of: OfLoan,
) -> Result<Option<PayOrder>, Error<Never>> {
    let sent: Option<(String, String, Vec<u8>, Amount)> = db
        .write(&system(db), "top_up.send", &id, move |write| {
            Box::pin(async move {
                let (on, at) = (write.business_date, write.at);
                let (payer_no, agreement_no) = loan_debit::lock_agreement(write.connection(), of.binding).await?;
                let locked = loan_debit::lock_loan(write.connection(), of.loan, Some(id), (on, day_of(at))).await?;
                let locked = locked.ok_or(Error::NotFound)?;
                let row = sql::lock_top_up(write.connection(), id).await?.ok_or(Error::NotFound)?;
                write.envelope.about(id);
                if row.state != DebitState::Accepted {
                    return Err(Error::Conflict(Conflict::Changed));
                }
                if let Err(refusal) = locked.may_send(of, row.amount, (on, at), limits) {
                    decide(write, &row, (DebitState::Failed, Some(refusal.code())), ACTOR).await?;
                    return Ok(None);
                }
                sql::update_sent(write.connection(), id, at).await?;
                let step = (DebitState::Accepted.code(), DebitState::Unknown.code());
                write.envelope.moved(id, step, ACTOR, "");
                write.envelope.changed(&row.state, &DebitState::Unknown)?;
                Ok(Some((row.reference, payer_no, agreement_no, row.amount)))
            })
        })
        .await?;
    let Some((serial, payer_no, sealed, amount)) = sent else { return Ok(None) };
    let agreement_no = db.seals().open_text(binding::agreement_place(of.binding), &sealed).map_err(Error::Failed)?;
    Ok(Some(PayOrder { serial, payer_no, agreement_no, amount, payee: None }))
}

/// Files the network's word of a top-up, wherever it stood.
///
/// # Errors
/// `NotFound` when there is no such top-up.
pub(crate) async fn file(db: &Db, id: TopUpId, meaning: Meaning) -> Result<DebitState, Error<Never>> {
    let found = db
        .read(&system(db), move |connection| Box::pin(async move { sql::find_top_up(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)?;
    file_in(db, (id, found.wallet), meaning).await
}

/// What contradicts what is known changes nothing, and is in the log.
async fn file_in(db: &Db, (id, wallet): (TopUpId, WalletId), meaning: Meaning) -> Result<DebitState, Error<Never>> {
    db.write(&system(db), "top_up.file", &id, move |write| {
        Box::pin(async move {
            let before = lock_wallet(write.connection(), wallet).await?;
            let row = sql::lock_top_up(write.connection(), id).await?.ok_or(Error::NotFound)?;
            write.envelope.about(id);
            let at = write.at;
            let in_no_file = meaning == Meaning::NotFound && is_in_no_file(write.connection(), id.0).await?;
            let (after, reason) = row.state.told(meaning, row.absent_since, in_no_file, at);
            if after == row.state {
                sql::update_absent(write.connection(), id, absent_since(meaning, row.absent_since, at)).await?;
                return Ok(after);
            }
            decide(write, &row, (after, reason.map(Reason::code)), ACTOR).await?;
            if after == DebitState::Succeeded {
                credit(write, &row, (wallet, before)).await?;
            }
            // One answer ends no agreement: the network is asked.
            if reason == Some(Reason::AgreementEnded) {
                let of_card = row.card.map(Job::FollowCard);
                if let Some(job) = of_card.or_else(|| row.loan.map(|of| Job::FollowBinding(of.binding))) {
                    write.enqueue(job, Duration::ZERO);
                }
            }
            Ok(after)
        })
    })
    .await
}

/// Tells whoever had debited for a loan that it succeeded after all.
///
/// # Errors
/// When the database fails.
pub(crate) async fn tell_late(write: &mut Write, id: TopUpId) -> Result<(), Error<Never>> {
    let row = sql::lock_top_up(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let Some(of) = row.loan else { return Ok(()) };
    let reference = row.reference.parse().map_err(Error::defect)?;
    write.envelope.tell(of.holder, row.id, &PartnerEvent::DebitLateSuccess { reference, amount: row.amount })
}

/// Credits a top-up that had failed here and was made, as two people have found out.
///
/// # Errors
/// `NotFound` when there is no such top-up; refused unless it has failed.
pub(crate) async fn adopt(write: &mut Write, id: TopUpId, actor: &str) -> Result<(), Error<ApprovalRefusal>> {
    let found = sql::find_top_up(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let before = lock_wallet(write.connection(), found.wallet).await?;
    let row = sql::lock_top_up(write.connection(), id).await?.ok_or(Error::NotFound)?;
    if row.state != DebitState::Failed {
        return Err(Error::Refused(ApprovalRefusal::NoLateSuccess));
    }
    decide(write, &row, (DebitState::Succeeded, None), actor).await.map_err(Error::into_defect)?;
    credit(write, &row, (found.wallet, before)).await.map_err(Error::into_defect)
}

/// The money that a top-up has brought into its agent's wallet, where the loan for which it was debited is paid first, and then what is
/// overdue.
async fn credit(
    write: &mut Write,
    row: &LockedTopUp,
    (wallet, before): (WalletId, Wallet),
) -> Result<(), Error<Never>> {
    let after = before.credit(row.amount).map_err(Error::defect)?;
    let journal = Journal::of(EventKind::TopUpDebited.of(row.id.0), write.business_date)
        .transfer(ledger::channel_receivable(), ledger::wallet_account(wallet.0, after), row.amount)
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    write.envelope.change(WalletChange { id: wallet, after });
    write.flush().await?;
    if let Some(of) = row.loan {
        loan_debit::pay(write, (row.id, row.amount), of.loan, wallet).await?;
    }
    inflow::settle(write, wallet, after.frozen, ACTOR).await
}

async fn decide(
    write: &mut Write,
    row: &LockedTopUp,
    (after, failure): (DebitState, Option<&str>),
    actor: &str,
) -> Result<(), Error<Never>> {
    let at = write.at;
    sql::update_decided(write.connection(), row.id, after, failure, at).await?;
    write.envelope.moved(row.id, (row.state.code(), after.code()), actor, failure.unwrap_or(""));
    if let Some(of) = row.loan {
        let (reference, amount) = (row.reference.parse().map_err(Error::defect)?, row.amount);
        let told = match after {
            DebitState::Succeeded if row.state == DebitState::Failed => {
                PartnerEvent::DebitCorrected { reference, amount }
            }
            DebitState::Succeeded => PartnerEvent::DebitSucceeded { reference, amount },
            _ => PartnerEvent::DebitFailed { reference, amount, failure: failure.map(ToOwned::to_owned) },
        };
        write.envelope.tell(of.holder, row.id, &told)?;
    }
    write.envelope.changed(&row.state, &(after, failure))
}

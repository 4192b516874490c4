//! The worker's step with a top-up: giving it to the network, and asking what became of it.

use domain::{
    Amount,
    agreement_debit::DebitState,
    approval::ApprovalRefusal,
    debt::day_of,
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
    card,
    error::{Conflict, Never},
    inflow,
    job::Outcome,
    ledger,
    network::{ACTOR, Network, PayOrder, system},
    wallet::{WalletChange, lock_wallet},
};

pub(crate) async fn follow(db: &Db, network: &dyn Network, id: TopUpId, tries: u32) -> Outcome {
    followed(db, tries, step(db, network, id).await)
}

async fn step(db: &Db, network: &dyn Network, id: TopUpId) -> Result<DebitState, Error<Never>> {
    let found = db
        .read(&system(db), move |connection| Box::pin(async move { sql::find_top_up(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)?;
    let meaning = match found.state {
        DebitState::Accepted => match write_sent(db, id, found.card).await? {
            Some(order) => network.pay(&order).await,
            None => return Ok(DebitState::Failed),
        },
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
                if let Err(refusal) = held.standing.may_take(row.amount) {
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
    let agreement_no = db.seals().open(card::agreement_place(card), &sealed).map_err(Error::Failed)?;
    let agreement_no = String::from_utf8(agreement_no).map_err(Error::defect)?;
    Ok(Some(PayOrder { serial, payer_no, agreement_no, amount }))
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
                let absent_since = (meaning == Meaning::NotFound).then(|| row.absent_since.unwrap_or(at));
                if absent_since != row.absent_since {
                    sql::update_absent(write.connection(), id, absent_since).await?;
                }
                return Ok(after);
            }
            decide(write, &row, (after, reason.map(Reason::code)), ACTOR).await?;
            if after == DebitState::Succeeded {
                credit(write, &row, (wallet, before)).await?;
            }
            // One answer ends no agreement: the network is asked.
            if reason == Some(Reason::AgreementEnded) {
                write.enqueue(Job::FollowCard(row.card), Duration::ZERO);
            }
            Ok(after)
        })
    })
    .await
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

/// The money that a top-up has brought into its agent's wallet, where what is overdue is paid first.
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
    write.envelope.changed(&row.state, &(after, failure))
}

//! Payouts: money on its way to a partner. Each attempt is written down before the bank is asked, and only the reserve
//! account's own movement confirms it: an answer that is lost is asked for again, never guessed.

mod again;
mod less;
pub(crate) mod payable;
mod report;
mod sent_back;
mod set_off;
mod sql;
mod step;
mod withdrawal;

use domain::{
    Amount,
    actor::SystemPart,
    event::PartnerEvent,
    hexadecimal,
    id::{BankMovementId, PayoutId},
    job::Job,
    ledger::{Account, AccountKind, Event, EventKind, Journal},
    payout::{Payout, PayoutState},
};
use serde::Serialize;
use time::{Date, Duration};
use uuid::Uuid;

use crate::{Context, Db, Error, Write, ledger};

pub(crate) use again::{check_resend, request_return, resend};
pub(crate) use less::pay_less;
pub use payable::drain_payables;
pub use report::{PayoutDetail, PayoutFilter, PayoutRow, payout, payouts};
pub(crate) use set_off::set_off_explained;
use sql::Source;
pub(crate) use sql::{lock_of_payables, state_of};
pub use step::{query, send};
pub use withdrawal::{WithdrawalRow, Withdrawn, prepay, withdraw, withdrawal, withdrawals};
pub(crate) use withdrawal::{deduct, reverse_unsent};

/// The bank's definitive answer to one attempt.
#[derive(Clone, Debug, Serialize)]
pub struct BankAnswer {
    payout: PayoutId,
    serial: i16,
    rejection: Option<String>,
}

/// The worker's own request: its number is never used again, so that its answer is never taken for another's.
fn worker(db: &Db) -> Context {
    Context::system(SystemPart::Payouts, hexadecimal::text(&db.secret()))
}

/// An attempt of a payout has a journal of its own for sending it and for its failure.
const fn attempt(kind: EventKind, id: PayoutId, payout: Payout) -> Event {
    Event { kind, id: id.0, leg: payout.attempt }
}

/// Its reserve account's statement shows the payout: the money has left. The payout is locked by the caller. Gives the movement whose
/// money has gone back with it, if it was that.
pub(crate) async fn confirm<R>(
    write: &mut Write,
    id: PayoutId,
    reserve_account: Uuid,
    booked_on: Date,
    actor: &str,
) -> Result<Option<BankMovementId>, Error<R>> {
    let row = sql::lock_payout(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let after = row.payout.confirm().map_err(Error::defect)?;
    let cash = ledger::account(AccountKind::ReserveCash, reserve_account);
    paid(write, (&row, Amount::ZERO), after, (cash, booked_on), actor).await
}

/// A movement that stands in the books is this payout: its money, which the bank had paid, has come back; or two people find that a
/// debit which was unexplained is it, and it was paid, whatever the bank has said. Gives what [`confirm`] does.
pub(crate) async fn deliver<R>(
    write: &mut Write,
    id: PayoutId,
    (movement, reserve_account, booked_on): (Uuid, Uuid, Date),
    actor: &str,
) -> Result<Option<BankMovementId>, Error<R>> {
    let row = sql::lock_payout(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let unexplained = ledger::account(AccountKind::UnmatchedReceipts, reserve_account);
    if let Ok(back) = row.payout.come_back(row.source.whose()) {
        let reason = sql::find_remittance(write.connection(), movement).await?;
        let why = (actor, reason.as_str());
        match row.source {
            Source::Wallet(wallet) => withdrawal::sent_back(write, (wallet, &row), (back, unexplained), why).await?,
            Source::Partner(partner) => {
                sent_back::owe_again(write, (partner, &row), (back, unexplained, booked_on), why).await?;
            }
            Source::Receipt { .. } => {
                return Err(Error::defect("what was to go back to its payer does not come back"));
            }
        }
        return Ok(None);
    }
    let after = row.payout.explain(row.source.whose()).map_err(Error::defect)?;
    let amount = sql::find_moved(write.connection(), movement).await?;
    let open = if row.payout.state == PayoutState::Returned { Amount::ZERO } else { row.amount };
    let (row, more) = (sql::PayoutRow { amount, ..row }, amount.less(open));
    less::owe_what_went_back(write, &row, more).await?;
    paid(write, (&row, more), after, (unexplained, booked_on), actor).await
}

/// The money has left its reserve account: `to` is where its leaving stands in the books. So much more than it was to pay by then its
/// partner owes back.
async fn paid<R>(
    write: &mut Write,
    (row, more): (&sql::PayoutRow, Amount),
    after: Payout,
    (to, booked_on): (Account, Date),
    actor: &str,
) -> Result<Option<BankMovementId>, Error<R>> {
    let id = row.id;
    // An attempt that has failed has given its money back to where it came from.
    let from = if row.payout.state.is_on_its_way() { None } else { row.source.account() };
    let from = from.unwrap_or_else(ledger::payouts_in_transit);
    let leg = sql::count_sent_back(write.connection(), id).await?;
    let journal = Journal::of(Event { kind: EventKind::PayoutConfirmed, id: id.0, leg }, booked_on)
        .transfer(from, to, row.amount.less(more))
        .and_then(|journal| match row.source {
            Source::Partner(partner) => {
                journal.transfer(ledger::account(AccountKind::PartnerReceivable, partner.0), to, more)
            }
            Source::Receipt { .. } | Source::Wallet(_) => Ok(journal),
        })
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    if let Some(partner) = row.source.partner() {
        let told = PartnerEvent::PayoutConfirmed { reference: row.reference.clone(), amount: row.amount, booked_on };
        write.envelope.tell(partner, id, &told)?;
    }
    change(write, row, after, (actor, ""))?;
    write.flush().await?;
    Ok(if let Source::Receipt { movement, .. } = row.source { Some(movement) } else { None })
}

/// Moves a payout on: its new state, the transition, and the payout's name in the audit trail.
fn change<R>(
    write: &mut Write,
    row: &sql::PayoutRow,
    after: Payout,
    (actor, reason): (&str, &str),
) -> Result<(), Error<R>> {
    write_down(write, row.id, after, row.payout.attempt != after.attempt);
    write.envelope.about(row.id);
    let told = |payout: Payout| (payout.state.code(), payout.attempt);
    write.envelope.moved(row.id, (row.payout.state.code(), after.state.code()), actor, reason);
    write.envelope.changed(&told(row.payout), &told(after))
}

/// Writes down how a payout stands, and whether its order goes to the bank now, and has the worker do what comes next.
fn write_down(write: &mut Write, id: PayoutId, after: Payout, sent: bool) {
    write.envelope.change(sql::PayoutChange { id, after, at: write.at, sent });
    match after.state {
        PayoutState::Requested => write.enqueue(Job::SendPayout(id), Duration::ZERO),
        PayoutState::Unknown | PayoutState::Sent => write.enqueue(Job::QueryPayout(id), after.pause(0)),
        PayoutState::Confirmed | PayoutState::Failed | PayoutState::SentBack | PayoutState::Returned => {}
    }
}

/// Has money paid out, for the first time.
fn request(write: &mut Write, new: sql::NewPayout, actor: &str) {
    write.envelope.moved(new.id, ("", PayoutState::Requested.code()), actor, "");
    write.enqueue(Job::SendPayout(new.id), Duration::ZERO);
    write.envelope.change(new);
}

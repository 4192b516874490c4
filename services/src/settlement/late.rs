//! What succeeded after it had failed here. The answer that was given to a debit stays; two people give its money back to its payer, or,
//! where the debt owes it still, book it for whoever holds the debt by now. A top-up is credited to its agent, whose money it is, and
//! a refund counts as if it had succeeded at once: neither can be undone.

use domain::{
    Amount,
    approval::ApprovalRefusal,
    event::PartnerEvent,
    id::{DebitId, SettlementBreakId},
    ledger::{AccountKind, EventKind, Journal},
    settlement::SettlementBreak,
};
use sqlx::PgConnection;

use super::{beyond::charge, difference, sql::Taken};
use crate::{
    Error, Write,
    agreement_debit::{self, LockedDebit},
    debt::{self, LockedDebt},
    error::Never,
    ledger,
    payable::NewPayable,
    refund,
    settlement_break::settle_late,
    top_up,
};

/// A late success that waits for a decision, locked, and how much it is of. What was ordered to give a debit back is decided before it:
/// a refund that the network has not answered for, or has made although it had failed.
async fn lock(connection: &mut PgConnection, id: SettlementBreakId) -> Result<(Taken, Amount), Error<ApprovalRefusal>> {
    let late = difference::lock(connection, id, SettlementBreak::LateSuccess).await?;
    let decided = sqlx::query_scalar!(
        r#"select exists (select from refunds where debit_id = $1 and state <> 'failed')
                  or exists (select from adopted_debits where debit_id = $1)
                  or exists (select from refunds f join settlement_breaks b on b.debit_id = f.id
                             where f.debit_id = $1 and f.late and b.kind = 'late_success' and b.state = 'open')
                  or exists (select from refunds f join refunds o on o.debit_id = f.debit_id and o.id <> f.id
                             where f.id = $1 and f.late and o.late and o.state in ('accepted', 'unknown')) as "decided!""#,
        late.0.id()
    )
    .fetch_one(connection)
    .await?;
    if decided { Err(Error::Refused(ApprovalRefusal::NoLateSuccess)) } else { Ok(late) }
}

async fn lock_debit(
    connection: &mut PgConnection,
    id: SettlementBreakId,
) -> Result<(DebitId, Amount), Error<ApprovalRefusal>> {
    match lock(connection, id).await? {
        (Taken::Debit(debit), amount) => Ok((debit, amount)),
        _ => Err(Error::Refused(ApprovalRefusal::NoLateSuccess)),
    }
}

/// Whether the payer can be given the money back.
///
/// # Errors
/// `NotFound` when there is no such difference; refused when it is none of a debit, or was decided.
pub(crate) async fn check_give_back(
    connection: &mut PgConnection,
    id: SettlementBreakId,
) -> Result<(), Error<ApprovalRefusal>> {
    lock_debit(connection, id).await.map(|_| ())
}

/// Orders of the network to give the payer back what it has taken. The difference is settled once it has.
///
/// # Errors
/// As [`check_give_back`].
pub(crate) async fn give_back(
    write: &mut Write,
    id: SettlementBreakId,
    why: (&str, &str),
) -> Result<(), Error<ApprovalRefusal>> {
    let (debit, amount) = lock_debit(write.connection(), id).await?;
    let (row, locked) = agreement_debit::lock(write, debit).await?;
    refund::order(write, (&row, locked.id), (amount, true), why).await.map(|_| ())
}

/// Whether it can be booked: of a debit only what the debt owes still.
///
/// # Errors
/// `NotFound` when there is no such difference; refused when it is another, was decided, or the debt owes less.
pub(crate) async fn check_adopt(
    connection: &mut PgConnection,
    id: SettlementBreakId,
) -> Result<(), Error<ApprovalRefusal>> {
    let (Taken::Debit(debit), amount) = lock(connection, id).await? else { return Ok(()) };
    let owed = sqlx::query_scalar!(
        "select e.outstanding_fen from debits d join debts e on e.id = d.debt_id where d.id = $1",
        debit.0
    )
    .fetch_one(connection)
    .await?;
    if amount > Amount::from_fen(owed) { Err(Error::Refused(ApprovalRefusal::LateNotOwed)) } else { Ok(()) }
}

/// Books it: a debit as what whoever holds the debt now has collected. What goes beyond of a refund, because another was made or the
/// network has given back by itself, whoever has ordered it owes.
///
/// # Errors
/// As [`check_adopt`]; refused while the debt is debited or changes hands.
pub(crate) async fn adopt(
    write: &mut Write,
    id: SettlementBreakId,
    (note, actor): (&str, &str),
) -> Result<(), Error<ApprovalRefusal>> {
    let (of, amount) = lock(write.connection(), id).await?;
    match of {
        Taken::Debit(debit) => adopt_debit(write, (id, debit), amount, (note, actor)).await,
        Taken::TopUp(top_up) => {
            settle_late(write, top_up.0, (note, actor)).await?;
            top_up::adopt(write, top_up, actor).await
        }
        Taken::Refund(refund) => {
            settle_late(write, refund.0, (note, actor)).await?;
            let beyond = refund::adopt(write, refund, actor).await?;
            write.flush().await?;
            if beyond.is_positive() { charge(write, id, of, beyond).await } else { Ok(()) }
        }
    }
}

async fn adopt_debit(
    write: &mut Write,
    (id, debit): (SettlementBreakId, DebitId),
    amount: Amount,
    why: (&str, &str),
) -> Result<(), Error<ApprovalRefusal>> {
    let (row, locked) = agreement_debit::lock(write, debit).await?;
    let (standing, at) = (&locked.standing, write.at);
    if standing.holder.is_frozen() || standing.in_flight || amount > standing.outstanding {
        return Err(Error::Refused(ApprovalRefusal::LateNotOwed));
    }
    debt::update_outstanding(write.connection(), locked.id, standing.outstanding.less(amount)).await?;
    sqlx::query!(
        "insert into adopted_debits (debit_id, difference_id, debt_id, holder_id, amount_fen, adopted_at)
         values ($1, $2, $3, $4, $5, $6)",
        row.id.0,
        id.0,
        locked.id.0,
        locked.holder_id.0,
        amount.fen(),
        at
    )
    .execute(write.connection())
    .await?;
    settle_late(write, row.id.0, why).await?;
    post(write, &row, &locked, amount)
}

fn post(
    write: &mut Write,
    row: &LockedDebit,
    locked: &LockedDebt,
    amount: Amount,
) -> Result<(), Error<ApprovalRefusal>> {
    let (holder, at) = (locked.holder_id, write.at);
    let journal = Journal::of(EventKind::AgreementAdopted.of(row.id.0), write.business_date)
        .transfer(ledger::channel_receivable(), ledger::account(AccountKind::PartnerPayable, holder.0), amount)
        .and_then(|journal| {
            let claim = ledger::account(AccountKind::Claim, holder.0);
            journal.transfer(claim, ledger::account(AccountKind::DebtPrincipal, locked.id.0), amount)
        })
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    write.envelope.change(NewPayable { id: row.id.0, payee: holder, agent: None, amount, at });
    let told = PartnerEvent::DebitCorrected { reference: row.reference.parse().map_err(Error::defect)?, amount };
    write.envelope.tell(row.holder, row.id, &told)?;
    if holder != row.holder {
        write.envelope.tell(holder, locked.id, &told)?;
    }
    Ok(())
}

/// Tells whoever had debited that a debit succeeded after all.
///
/// # Errors
/// When the database fails.
pub(super) async fn tell(write: &mut Write, debit: DebitId) -> Result<(), Error<Never>> {
    let (row, _) = agreement_debit::lock(write, debit).await?;
    let told =
        PartnerEvent::DebitLateSuccess { reference: row.reference.parse().map_err(Error::defect)?, amount: row.amount };
    write.envelope.tell(row.holder, row.id, &told)
}

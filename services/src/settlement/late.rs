//! Debits that succeeded after they had failed here. The answer that was given stays; two people give the money back to its payer,
//! or, where the debt owes it still, book it for whoever holds the debt by now.

use domain::{
    Amount, Reference,
    approval::ApprovalRefusal,
    event::PartnerEvent,
    id::{DebitId, SettlementBreakId},
    ledger::{AccountKind, EventKind, Journal},
    settlement::{BreakState, SettlementBreak},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{
    Context, Db, Error, Write,
    agreement_debit::{self, LockedDebit},
    approval_row::{ApprovalRow, list_of},
    context::INSTITUTION,
    debt::{self, LockedDebt},
    error::Never,
    ledger,
    payable::NewPayable,
    refund,
};

/// A debit that succeeded late, and what can be done about it.
#[derive(Clone, Debug)]
pub struct LateDetail {
    pub reference: Reference,
    pub debt_number: String,
    /// Who had debited, and who holds the debt now.
    pub debited_by: String,
    pub holder_name: String,
    /// What the network has taken.
    pub amount: Amount,
    /// What the debt owes now.
    pub outstanding: Amount,
    pub settled_on: Date,
    pub opened_at: OffsetDateTime,
    /// Whether nothing was decided, or came of what was.
    pub open: bool,
    pub approvals: Vec<ApprovalRow>,
}

/// A late success by its difference.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` when the difference is none of a debit that succeeded late.
pub async fn late_success(db: &Db, context: &Context, id: SettlementBreakId) -> Result<LateDetail, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = sqlx::query!(
                r#"select d.reference, e.number, b.name as debited_by, h.name as holder_name, l.amount_fen, e.outstanding_fen,
                          t.settled_on, s.opened_at, s.state = 'open' as "open!"
                   from settlement_breaks s join settlements t on t.id = s.settlement_id join settlement_lines l on l.id = s.line_id
                   join debits d on d.id = s.debit_id join debts e on e.id = d.debt_id
                   join partners b on b.id = d.holder_id join partners h on h.id = e.holder_id
                   where s.id = $1 and s.kind = $2"#,
                id.0,
                SettlementBreak::LateSuccess.code()
            )
            .fetch_optional(&mut *connection)
            .await?
            .ok_or(Error::NotFound)?;
            Ok(LateDetail {
                reference: row.reference.parse().map_err(Error::defect)?,
                debt_number: row.number,
                debited_by: row.debited_by,
                holder_name: row.holder_name,
                amount: Amount::from_fen(row.amount_fen),
                outstanding: Amount::from_fen(row.outstanding_fen),
                settled_on: row.settled_on,
                opened_at: row.opened_at,
                open: row.open,
                approvals: list_of(connection, id.0).await?,
            })
        })
    })
    .await
}

/// A late success that waits for a decision, locked.
struct Late {
    debit: DebitId,
    amount: Amount,
}

async fn lock(connection: &mut PgConnection, id: SettlementBreakId) -> Result<Late, Error<ApprovalRefusal>> {
    let row = sqlx::query!(
        r#"select d.id as "debit_id?", l.amount_fen as "amount_fen?", s.state = 'open' and s.kind = $2 as "open!",
                  exists (select from refunds r where r.debit_id = s.debit_id and r.state <> 'failed')
                  or exists (select from adopted_debits a where a.debit_id = s.debit_id) as "decided!"
           from settlement_breaks s left join debits d on d.id = s.debit_id left join settlement_lines l on l.id = s.line_id
           where s.id = $1 for update of s"#,
        id.0,
        SettlementBreak::LateSuccess.code()
    )
    .fetch_optional(connection)
    .await?
    .ok_or(Error::NotFound)?;
    match (row.debit_id, row.amount_fen) {
        (Some(debit), Some(fen)) if row.open && !row.decided => {
            Ok(Late { debit: DebitId(debit), amount: Amount::from_fen(fen) })
        }
        _ => Err(Error::Refused(ApprovalRefusal::NoLateSuccess)),
    }
}

/// Whether the payer can be given the money back.
///
/// # Errors
/// `NotFound` when there is no such difference; refused when it is another, or was decided.
pub(crate) async fn check_give_back(
    connection: &mut PgConnection,
    id: SettlementBreakId,
) -> Result<(), Error<ApprovalRefusal>> {
    lock(connection, id).await.map(|_| ())
}

/// Orders of the network to give the payer back what it has taken. The difference is settled once it has.
///
/// # Errors
/// As [`check_give_back`].
pub(crate) async fn give_back(
    write: &mut Write,
    id: SettlementBreakId,
    (note, actor): (&str, &str),
) -> Result<(), Error<ApprovalRefusal>> {
    let late = lock(write.connection(), id).await?;
    let (row, locked) = agreement_debit::lock(write, late.debit).await?;
    refund::order_late(write, (&row, locked.id), late.amount, (note, actor)).await
}

/// Whether the debt owes it still, and nothing hinders its being booked.
///
/// # Errors
/// As [`check_give_back`]; refused when less is owed, and while the debt is debited or changes hands.
pub(crate) async fn check_adopt(
    connection: &mut PgConnection,
    id: SettlementBreakId,
) -> Result<(), Error<ApprovalRefusal>> {
    let late = lock(connection, id).await?;
    let owed = sqlx::query_scalar!(
        "select e.outstanding_fen from debits d join debts e on e.id = d.debt_id where d.id = $1",
        late.debit.0
    )
    .fetch_one(connection)
    .await?;
    if late.amount > Amount::from_fen(owed) { Err(Error::Refused(ApprovalRefusal::LateNotOwed)) } else { Ok(()) }
}

/// Books it as what whoever holds the debt now has collected.
///
/// # Errors
/// As [`check_adopt`].
pub(crate) async fn adopt(
    write: &mut Write,
    id: SettlementBreakId,
    (note, actor): (&str, &str),
) -> Result<(), Error<ApprovalRefusal>> {
    let late = lock(write.connection(), id).await?;
    let (row, locked) = agreement_debit::lock(write, late.debit).await?;
    let (standing, at) = (&locked.standing, write.at);
    if standing.holder.is_frozen() || standing.in_flight || late.amount > standing.outstanding {
        return Err(Error::Refused(ApprovalRefusal::LateNotOwed));
    }
    debt::update_outstanding(write.connection(), locked.id, standing.outstanding.less(late.amount)).await?;
    sqlx::query!(
        "insert into adopted_debits (debit_id, difference_id, debt_id, holder_id, amount_fen, adopted_at)
         values ($1, $2, $3, $4, $5, $6)",
        row.id.0,
        id.0,
        locked.id.0,
        locked.holder_id.0,
        late.amount.fen(),
        at
    )
    .execute(write.connection())
    .await?;
    settle(write, row.id, (note, actor)).await?;
    post(write, &row, &locked, late.amount)
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

/// Settles the difference of a debit that succeeded late.
///
/// # Errors
/// When the database fails.
pub(crate) async fn settle<R>(write: &mut Write, debit: DebitId, (note, actor): (&str, &str)) -> Result<(), Error<R>> {
    let at = write.at;
    let settled = sqlx::query_scalar!(
        "update settlement_breaks set state = 'settled', note = $2, settled_at = $3
         where debit_id = $1 and kind = $4 and state = 'open' returning id",
        debit.0,
        note,
        at,
        SettlementBreak::LateSuccess.code()
    )
    .fetch_all(write.connection())
    .await?;
    for id in settled {
        write.envelope.moved(SettlementBreakId(id), (BreakState::Open.code(), BreakState::Settled.code()), actor, note);
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

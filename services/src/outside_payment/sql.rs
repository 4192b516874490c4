use domain::{
    Amount,
    id::{DebtId, OutsidePaymentId, PartnerId},
    outside_payment::{Held, OutsidePaymentState, ReportStanding},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::ReportPaymentCommand;
use crate::{Error, debt::LockedDebt};

/// A payment of a debt elsewhere, locked.
pub struct LockedPayment {
    pub id: OutsidePaymentId,
    pub debt: DebtId,
    pub reporter: PartnerId,
    pub number: String,
    pub amount: Amount,
    pub paid_on: Date,
    pub state: OutsidePaymentState,
    /// Who held the debt when it was answered.
    pub holder: Option<PartnerId>,
}

/// What was reported under a number of the reporter's before.
pub struct KnownPayment {
    pub id: OutsidePaymentId,
    pub state: OutsidePaymentState,
    debt: DebtId,
    amount: Amount,
    paid_on: Date,
}

impl KnownPayment {
    pub fn is(&self, command: &ReportPaymentCommand) -> bool {
        (self.debt, self.amount, self.paid_on) == (command.debt, command.amount, command.paid_on)
    }
}

pub async fn find_known<R>(
    connection: &mut PgConnection,
    reporter: PartnerId,
    number: &str,
) -> Result<Option<KnownPayment>, Error<R>> {
    let row = sqlx::query!(
        "select id, debt_id, amount_fen, paid_on, state from outside_payments where reporter_id = $1 and number = $2",
        reporter.0,
        number
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(KnownPayment {
            id: OutsidePaymentId(row.id),
            state: row.state.parse().map_err(Error::defect)?,
            debt: DebtId(row.debt_id),
            amount: Amount::from_fen(row.amount_fen),
            paid_on: row.paid_on,
        })
    })
    .transpose()
}

/// What decides whether a report about a locked debt counts.
pub async fn find_standing(
    connection: &mut PgConnection,
    debt: &LockedDebt,
    reporter: PartnerId,
) -> Result<ReportStanding, sqlx::Error> {
    let unknown =
        sqlx::query_scalar!(r#"select debit_unknown($1) as "unknown!""#, debt.id.0).fetch_one(&mut *connection).await?;
    let ways = sqlx::query!(
        r#"select t.back, t.notified_on as "notified_on!" from debt_transfer_items i
           join debt_transfers t on t.id = i.transfer_id
           where i.debt_id = $1 and i.state = 'effective' and t.notified_on is not null
             and (t.funder_id = $2 or t.facilitator_id = $2)
           order by t.effective_at, t.id"#,
        debt.id.0,
        reporter.0
    )
    .fetch_all(connection)
    .await?;
    Ok(ReportStanding {
        outstanding: debt.standing.outstanding,
        unknown: Amount::from_fen(unknown),
        holds: debt.holder_id == reporter,
        held: Held::periods(debt.funder == reporter, ways.into_iter().map(|way| (way.back, way.notified_on))),
    })
}

pub async fn insert_payment(
    connection: &mut PgConnection,
    id: OutsidePaymentId,
    (reporter, command): (PartnerId, &ReportPaymentCommand),
    (state, holder, today): (OutsidePaymentState, Option<PartnerId>, Date),
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into outside_payments (id, debt_id, reporter_id, number, amount_fen, paid_on, evidence, state, holder_id,
                                       reported_at, counted_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id.0,
        command.debt.0,
        reporter.0,
        command.number.trim(),
        command.amount.fen(),
        command.paid_on,
        command.evidence.trim(),
        state.code(),
        holder.map(|holder| holder.0),
        at,
        holder.map(|_| today)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Of which debt a payment is said to be.
pub async fn find_debt(connection: &mut PgConnection, id: OutsidePaymentId) -> Result<Option<DebtId>, sqlx::Error> {
    let debt = sqlx::query_scalar!("select debt_id from outside_payments where id = $1", id.0)
        .fetch_optional(connection)
        .await?;
    Ok(debt.map(DebtId))
}

pub async fn lock_payment<R>(
    connection: &mut PgConnection,
    id: OutsidePaymentId,
) -> Result<Option<LockedPayment>, Error<R>> {
    let row = sqlx::query!(
        "select debt_id, reporter_id, number, amount_fen, paid_on, state, holder_id from outside_payments
         where id = $1 for update",
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(LockedPayment {
            id,
            debt: DebtId(row.debt_id),
            reporter: PartnerId(row.reporter_id),
            number: row.number,
            amount: Amount::from_fen(row.amount_fen),
            paid_on: row.paid_on,
            state: row.state.parse().map_err(Error::defect)?,
            holder: row.holder_id.map(PartnerId),
        })
    })
    .transpose()
}

/// Where a report has got on a date; `holder` is for whom it counts from now on.
pub async fn update_state(
    connection: &mut PgConnection,
    id: OutsidePaymentId,
    (state, holder, today): (OutsidePaymentState, Option<PartnerId>, Date),
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let on = |wanted| (state == wanted).then_some(today);
    sqlx::query!(
        "update outside_payments
         set state = $2, holder_id = coalesce($3, holder_id), decided_at = $4, counted_on = coalesce($5, counted_on),
             undone_on = $6
         where id = $1",
        id.0,
        state.code(),
        holder.map(|holder| holder.0),
        at,
        on(OutsidePaymentState::Counted),
        on(OutsidePaymentState::Undone)
    )
    .execute(connection)
    .await?;
    Ok(())
}

//! Payments of debts elsewhere, as those who may know of them see them.

use domain::{
    Amount,
    id::{DebtId, OutsidePaymentId},
    outside_payment::OutsidePaymentState,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    approval_row::{ApprovalRow, list_of},
    context::INSTITUTION,
    error::Never,
    page::{Cursor, Page, PageRequest},
};

/// A payment of a debt elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsidePaymentRow {
    pub id: OutsidePaymentId,
    pub debt: DebtId,
    /// The funder's number of the debt.
    pub debt_number: String,
    /// Who reports it, and was paid.
    pub reporter_name: String,
    /// The reporter's own number.
    pub number: String,
    pub amount: Amount,
    pub paid_on: Date,
    pub evidence: String,
    pub state: OutsidePaymentState,
    /// To whom the reporter owes it: who held the debt when it counted, unless that was the reporter. Empty of what does not count.
    pub owed_to: String,
    /// Whether the asker's word is waited for.
    pub asks: bool,
    pub reported_at: OffsetDateTime,
}

/// A payment, and what the institution's people have said to it.
#[derive(Clone, Debug)]
pub struct OutsidePaymentDetail {
    pub row: OutsidePaymentRow,
    pub approvals: Vec<ApprovalRow>,
}

/// A page of the payments elsewhere that the asker may know of, the newest first; of one debt, or of all.
///
/// # Errors
/// `Forbidden` to agents and nobody; `NotFound` to whom the debt is not named and whose it never was.
pub async fn outside_payments(
    db: &Db,
    context: &Context,
    of: Option<DebtId>,
    page: PageRequest,
) -> Result<Page<OutsidePaymentRow>, Error<Never>> {
    let partner = context.side::<Never>()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            if let Some(debt) = of {
                find_debt(connection, debt, partner).await?;
            }
            let rows = list(connection, partner, (of.map(|debt| debt.0), None), page).await?;
            Ok(Page::of(rows, page, |row: &OutsidePaymentRow| Cursor { at: row.reported_at, id: row.id.0 }))
        })
    })
    .await
}

/// One payment.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` when there is none.
pub async fn outside_payment(
    db: &Db,
    context: &Context,
    id: OutsidePaymentId,
) -> Result<OutsidePaymentDetail, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let mut rows = list(connection, None, (None, Some(id.0)), PageRequest::FIRST).await?;
            let row = rows.pop().ok_or(Error::NotFound)?;
            Ok(OutsidePaymentDetail { row, approvals: list_of(connection, id.0).await? })
        })
    })
    .await
}

async fn find_debt(connection: &mut PgConnection, id: DebtId, partner: Option<Uuid>) -> Result<(), Error<Never>> {
    sqlx::query!(
        "select from debts d where id = $1
           and (funder_id = $2 or facilitator_id = $2 or $2 is null
                or exists (select from debt_transfer_items i join debt_transfers t on t.id = i.transfer_id
                           where i.debt_id = d.id and i.state = 'effective' and t.facilitator_id = $2))",
        id.0,
        partner
    )
    .fetch_optional(connection)
    .await?
    .map(|_| ())
    .ok_or(Error::NotFound)
}

async fn list(
    connection: &mut PgConnection,
    partner: Option<Uuid>,
    (debt, payment): (Option<Uuid>, Option<Uuid>),
    page: PageRequest,
) -> Result<Vec<OutsidePaymentRow>, Error<Never>> {
    let after = page.newest_first();
    let rows = sqlx::query!(
        r#"select q.id, q.debt_id, d.number as debt_number, r.name as reporter_name, q.number, q.amount_fen, q.paid_on,
                  q.evidence, q.state, q.reported_at,
                  case when q.state = 'counted' and h.id <> r.id then h.name else '' end as "owed_to!",
                  q.state = 'reported' and d.holder_id is not distinct from $1 as "asks!"
           from outside_payments q join debts d on d.id = q.debt_id join partners r on r.id = q.reporter_id
           left join partners h on h.id = q.holder_id
           where (q.reporter_id = $1 or q.holder_id = $1 or d.funder_id = $1
                  or (q.state = 'reported' and d.holder_id = $1) or $1::uuid is null)
             and (q.debt_id = $2 or $2::uuid is null) and (q.id = $3 or $3::uuid is null)
             and (q.reported_at, q.id) < ($4, $5)
           order by q.reported_at desc, q.id desc limit $6"#,
        partner,
        debt,
        payment,
        after.at,
        after.id,
        page.rows_to_read(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(OutsidePaymentRow {
                id: OutsidePaymentId(row.id),
                debt: DebtId(row.debt_id),
                debt_number: row.debt_number,
                reporter_name: row.reporter_name,
                number: row.number,
                amount: Amount::from_fen(row.amount_fen),
                paid_on: row.paid_on,
                evidence: row.evidence,
                state: row.state.parse().map_err(Error::defect)?,
                owed_to: row.owed_to,
                asks: row.asks,
                reported_at: row.reported_at,
            })
        })
        .collect()
}

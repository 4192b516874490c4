//! Payouts as the institution sees them.

use domain::{
    Amount, Reference,
    id::{LoanId, PayoutId},
    payout::PayoutState,
};
use time::OffsetDateTime;

use super::sql::state_of;
use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{Cursor, Page, PageRequest},
};

/// A payout, and what it pays.
#[derive(Clone, Debug)]
pub struct PayoutRow {
    pub id: PayoutId,
    pub reference: Reference,
    pub partner_name: String,
    pub amount: Amount,
    pub account_no: String,
    pub account_name: String,
    pub state: PayoutState,
    pub attempt: i16,
    pub requested_at: OffsetDateTime,
    pub sent_at: Option<OffsetDateTime>,
    pub confirmed_at: Option<OffsetDateTime>,
    pub repayment_reference: Option<Reference>,
    pub loan: Option<LoanId>,
}

/// Which payouts are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutFilter {
    /// Those that are not confirmed.
    Open,
    All,
}

/// Payouts, newest first.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn payouts(
    db: &Db,
    context: &Context,
    filter: PayoutFilter,
    page: PageRequest,
) -> Result<Page<PayoutRow>, Error<Never>> {
    context.operator(INSTITUTION)?;
    let open_only = filter == PayoutFilter::Open;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                r#"select o.id, o.reference, p.name as partner_name, o.amount_fen, o.account_no, o.account_name, o.state,
                          o.attempt, o.requested_at, o.sent_at, o.confirmed_at,
                          r.reference as "repayment_reference?", r.loan_id as "loan_id?"
                   from payouts o join partners p on p.id = o.partner_id
                   left join repayments r on r.payout_id = o.id
                   where (not $1 or o.state <> 'confirmed')
                     and ($2::timestamptz is null or (o.requested_at, o.id) < ($2, $3::uuid))
                   order by o.requested_at desc, o.id desc limit $4"#,
                open_only,
                page.after.map(|cursor| cursor.at),
                page.after.map(|cursor| cursor.id),
                page.rows_to_read(),
            )
            .fetch_all(connection)
            .await?;
            let rows = rows
                .into_iter()
                .map(|row| {
                    let payout = state_of(&row.state, row.attempt)?;
                    Ok(PayoutRow {
                        id: PayoutId(row.id),
                        reference: row.reference.parse().map_err(Error::defect)?,
                        partner_name: row.partner_name,
                        amount: Amount::from_fen(row.amount_fen),
                        account_no: row.account_no,
                        account_name: row.account_name,
                        state: payout.state,
                        attempt: payout.attempt,
                        requested_at: row.requested_at,
                        sent_at: row.sent_at,
                        confirmed_at: row.confirmed_at,
                        repayment_reference: row
                            .repayment_reference
                            .map(|reference| reference.parse().map_err(Error::defect))
                            .transpose()?,
                        loan: row.loan_id.map(LoanId),
                    })
                })
                .collect::<Result<_, Error<Never>>>()?;
            Ok(Page::of(rows, page, |row: &PayoutRow| Cursor { at: row.requested_at, id: row.id.0 }))
        })
    })
    .await
}

//! Payouts as the institution sees them.

use domain::{
    Amount, Reference,
    id::{AgentId, BankMovementId, LoanId, PartnerId, PayoutId},
    payout::PayoutState,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::sql::{find_unexplained, state_of};
use crate::{
    Context, Db, Error,
    approval::{ApprovalRow, list_of},
    context::INSTITUTION,
    error::Never,
    page::{Cursor, Page, PageRequest},
    transition::{self, TransitionRow},
};

/// A payout, and what it pays.
#[derive(Clone, Debug)]
pub struct PayoutRow {
    pub id: PayoutId,
    pub reference: Reference,
    /// The partner that is paid, or the payer whose money goes back.
    pub payee: String,
    /// Where a partner is paid, and where an agent takes its own money out.
    pub partner: Option<PartnerId>,
    pub agent: Option<AgentId>,
    pub amount: Amount,
    pub account_no: String,
    pub account_name: String,
    pub state: PayoutState,
    pub attempt: i16,
    pub requested_at: OffsetDateTime,
    pub sent_at: Option<OffsetDateTime>,
    pub confirmed_at: Option<OffsetDateTime>,
    /// The repayments that it pays out.
    pub repayments: i64,
    /// The first of them, with its loan.
    pub repayment: Option<(Reference, LoanId)>,
    /// The movement whose money it sends back.
    pub returns: Option<BankMovementId>,
}

/// A payout with everything that is known of it.
#[derive(Clone, Debug)]
pub struct PayoutDetail {
    pub row: PayoutRow,
    pub timeline: Vec<TransitionRow>,
    /// The newest first.
    pub approvals: Vec<ApprovalRow>,
    /// Something that is not explained may be it: it is neither sent again nor failed.
    pub unexplained: bool,
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
            let rows = list(connection, open_only, None, page).await?;
            Ok(Page::of(rows, page, |row: &PayoutRow| Cursor { at: row.requested_at, id: row.id.0 }))
        })
    })
    .await
}

/// # Errors
/// `Forbidden` outside the institution, `NotFound` when there is no such payout.
pub async fn payout(db: &Db, context: &Context, id: PayoutId) -> Result<PayoutDetail, Error<Never>> {
    context.operator(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = list(connection, false, Some(id), PageRequest::FIRST).await?.pop().ok_or(Error::NotFound)?;
            Ok(PayoutDetail {
                timeline: transition::list(connection, &id.to_string()).await?,
                approvals: list_of(connection, id.0).await?,
                unexplained: row.state != PayoutState::Confirmed && find_unexplained(connection, id).await?,
                row,
            })
        })
    })
    .await
}

struct RawPayout {
    id: Uuid,
    reference: String,
    payee: String,
    partner_id: Option<Uuid>,
    agent_id: Option<Uuid>,
    amount_fen: i64,
    account_no: String,
    account_name: String,
    state: String,
    attempt: i32,
    requested_at: OffsetDateTime,
    sent_at: Option<OffsetDateTime>,
    confirmed_at: Option<OffsetDateTime>,
    repayments: i64,
    repayment_reference: Option<String>,
    loan_id: Option<Uuid>,
    movement_id: Option<Uuid>,
}

impl RawPayout {
    fn into_row<R>(self) -> Result<PayoutRow, Error<R>> {
        let payout = state_of(&self.state, self.attempt)?;
        Ok(PayoutRow {
            id: PayoutId(self.id),
            reference: self.reference.parse().map_err(Error::defect)?,
            payee: self.payee,
            partner: self.partner_id.map(PartnerId),
            agent: self.agent_id.map(AgentId),
            amount: Amount::from_fen(self.amount_fen),
            account_no: self.account_no,
            account_name: self.account_name,
            state: payout.state,
            attempt: payout.attempt,
            requested_at: self.requested_at,
            sent_at: self.sent_at,
            confirmed_at: self.confirmed_at,
            repayments: self.repayments,
            repayment: self
                .repayment_reference
                .zip(self.loan_id)
                .map(|(reference, loan)| Ok::<_, Error<R>>((reference.parse().map_err(Error::defect)?, LoanId(loan))))
                .transpose()?,
            returns: self.movement_id.map(BankMovementId),
        })
    }
}

/// By their ids, which sort as they were requested.
async fn list(
    connection: &mut PgConnection,
    open_only: bool,
    id: Option<PayoutId>,
    page: PageRequest,
) -> Result<Vec<PayoutRow>, Error<Never>> {
    sqlx::query_as!(
        RawPayout,
        r#"select o.id, o.reference, coalesce(p.name, o.account_name) as "payee!", o.partner_id, o.agent_id, o.amount_fen,
                  o.account_no, o.account_name, o.state, o.attempt, o.requested_at, o.sent_at, o.confirmed_at,
                  c.repayments as "repayments!", r.reference as "repayment_reference?", r.loan_id as "loan_id?",
                  o.movement_id
           from (select * from payouts
                 where (not $1 or state not in ('confirmed', 'returned')) and ($2::uuid is null or id = $2) and ($3::uuid is null or id < $3)
                 order by id desc limit $4) o
           left join partners p on p.id = o.partner_id
           cross join lateral (select count(*) as repayments from payables where payout_id = o.id) c
           left join lateral (select id from payables where payout_id = o.id order by recorded_at, id limit 1) f on true
           left join repayments r on r.id = f.id
           order by o.id desc"#,
        open_only,
        id.map(|id| id.0),
        page.after.map(|cursor| cursor.id),
        page.rows_to_read(),
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(RawPayout::into_row)
    .collect()
}

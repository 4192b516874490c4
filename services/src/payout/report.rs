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
    approval_row::{ApprovalRow, list_of},
    audit::first_id,
    context::INSTITUTION,
    error::Never,
    page::{Added, Bounds, Cursor, Narrowed, Page, PageRequest, Sort, total},
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
    /// Those in one state.
    Of(PayoutState),
    All,
}

impl PayoutFilter {
    /// Whether only those that are not over are asked for, which an index has, and of which state.
    fn asks(self) -> (bool, Option<&'static str>) {
        match self {
            Self::Open => (true, None),
            Self::Of(state) => (!matches!(state, PayoutState::Confirmed | PayoutState::Returned), Some(state.code())),
            Self::All => (false, None),
        }
    }
}

/// Payouts, newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn payouts(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<PayoutFilter>>,
    page: PageRequest,
) -> Result<Page<PayoutRow>, Error<Never>> {
    let list: Narrowed<PayoutFilter> = list.into();
    context.operator(INSTITUTION)?;
    db.read(context, move |connection| Box::pin(async move { list_narrowed(connection, &list, page).await })).await
}

fn page_of(rows: Vec<PayoutRow>, page: PageRequest) -> Page<PayoutRow> {
    Page::of(rows, page, |row: &PayoutRow| Cursor { at: row.requested_at, id: row.id.0 })
}

/// # Errors
/// `Forbidden` outside the institution, `NotFound` when there is no such payout.
pub async fn payout(db: &Db, context: &Context, id: PayoutId) -> Result<PayoutDetail, Error<Never>> {
    context.operator(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = find_payout(connection, id).await?.ok_or(Error::NotFound)?;
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

/// Payouts as they are listed: those of which a statement says something, and what it says of their order.
macro_rules! listed {
    ($first:tt $(+ $more:tt)*; $order:tt; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            RawPayout,
            r#"select o.id, o.reference, coalesce(p.name, o.account_name) as "payee!", o.partner_id, o.agent_id, o.amount_fen,
                      o.account_no, o.account_name, o.state, o.attempt, o.requested_at, o.sent_at, o.confirmed_at,
                      c.repayments as "repayments!", r.reference as "repayment_reference?", r.loan_id as "loan_id?",
                      o.movement_id
               from (select o.* from payouts o "#
                + $first
                $(+ $more)*
                + r#") o
               left join partners p on p.id = o.partner_id
               cross join lateral (select count(*) as repayments from payables where payout_id = o.id) c
               left join lateral (select id from payables where payout_id = o.id order by recorded_at, id limit 1) f on true
               left join repayments r on r.id = f.id "#
                + $order,
            $($value),*
        )
    };
}

/// What payouts come to.
macro_rules! added {
    ($first:tt $(+ $more:tt)*; $order:tt; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            Added,
            r#"select count(*) as "count!", coalesce(sum(o.amount_fen), 0)::bigint as "fen!" from payouts o "#
                + $first
                $(+ $more)*,
            $($value),*
        )
    };
}

/// What `$statement` says of the payouts, those that are open or in one state, that `$bounds` narrow, and what else it says from `$9` on.
/// Their days are those of their ids, which sort as they were requested. The number is its own, or that of a repayment that it pays out.
macro_rules! narrowed {
    ($statement:ident, $then:tt, $order:tt, $asked:expr, $bounds:expr $(, $value:expr)*) => {
        $statement!(
            "where (not $1 or o.state not in ('confirmed', 'returned')) and ($8::text is null or o.state = $8)
               and o.id >= $2 and o.id < $3
               and o.amount_fen between $4 and $5
               and ($6::uuid[] is null or o.agent_id = any($6) or o.partner_id = any($6))
               and ($7::text is null or o.reference = $7
                    or o.id = any(array(select y.payout_id from payables y join repayments e on e.id = y.id
                                        where e.reference = $7))) "
                + $then;
            $order;
            $asked.0,
            first_id($bounds.since()),
            first_id($bounds.until()),
            $bounds.least,
            $bounds.most,
            $bounds.parties.as_deref() as _,
            $bounds.reference.as_deref(),
            $asked.1
            $(, $value)*
        )
    };
}

/// One payout, as the list shows it.
async fn find_payout(connection: &mut PgConnection, id: PayoutId) -> Result<Option<PayoutRow>, Error<Never>> {
    listed!("where o.id = $1"; ""; id.0).fetch_optional(connection).await?.map(RawPayout::into_row).transpose()
}

/// A page of what is asked for of the payouts, with what all of it comes to.
async fn list_narrowed(
    connection: &mut PgConnection,
    list: &Narrowed<PayoutFilter>,
    page: PageRequest,
) -> Result<Page<PayoutRow>, Error<Never>> {
    let (bounds, asked) = (Bounds::find(connection, &list.narrow).await?, list.part.asks());
    if bounds.is_nobody() {
        return Ok(Page::EMPTY);
    }
    let rows = narrowed!(
        listed,
        "and ($10::uuid is null
              or case $9::text when 'newest' then o.id < $10
                               when 'oldest' then o.id > $10
                               when 'largest' then (o.amount_fen, o.id) < (select amount_fen, id from payouts where id = $10)
                               else (o.amount_fen, o.id) > (select amount_fen, id from payouts where id = $10) end)
         order by case $9 when 'smallest' then o.amount_fen end, case $9 when 'largest' then o.amount_fen end desc,
                  case when $9 in ('newest', 'largest') then o.id end desc, o.id
         limit $11",
        "order by case $9 when 'smallest' then o.amount_fen end, case $9 when 'largest' then o.amount_fen end desc,
                  case when $9 in ('newest', 'largest') then o.id end desc, o.id",
        asked,
        bounds,
        list.sort.unwrap_or(Sort::Newest).code(),
        page.after.map(|cursor| cursor.id),
        page.rows_to_read()
    )
    .fetch_all(&mut *connection)
    .await?;
    let listed = page_of(rows.into_iter().map(RawPayout::into_row).collect::<Result<_, Error<Never>>>()?, page);
    let total = total!(list, narrowed!(added, "", "", asked, bounds).fetch_one(connection));
    Ok(listed.with_total(total))
}

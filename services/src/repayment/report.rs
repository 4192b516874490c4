//! Repayments as their agent, whoever was paid and the institution see them.

use domain::{
    Amount, Reference,
    id::{AgentId, LoanId, PayoutId, QuoteId, RepaymentId},
    repayment::RepaymentCause,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    context::FUNDER_TEAM,
    error::Never,
    page::{Added, Bounds, Cursor, Narrowed, Page, PageRequest, Sort, by_time_or_amount, total},
    payable::PaidBy,
    planning::plan_anew,
};

/// A payment with its split as it is known now, and how far the money has got.
#[derive(Clone, Debug)]
pub struct RepaymentRow {
    pub id: RepaymentId,
    pub reference: Reference,
    pub loan: LoanId,
    pub loan_reference: Reference,
    pub agent: AgentId,
    pub agent_name: String,
    /// Who was paid.
    pub holder_name: String,
    pub amount: Amount,
    pub fee: Amount,
    pub penalty: Amount,
    pub interest: Amount,
    pub principal: Amount,
    /// What of it was withheld for the institution, less what went back: the rest is paid out. Nothing for its agent, whom it does not
    /// concern.
    pub share: Amount,
    /// What of it is the wallet's again.
    pub returned: Amount,
    /// What its holder owes back of that, because it had been paid out.
    pub owed_back: Amount,
    /// It was none.
    pub reversed: bool,
    pub debited_on: Date,
    pub debited_at: OffsetDateTime,
    pub cause: RepaymentCause,
    /// The payout that pays it out, once there is one.
    pub payout: Option<PaidBy>,
    pub partner_confirmed_at: Option<OffsetDateTime>,
}

/// Which repayments are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepaymentFilter {
    Loan(LoanId),
    /// Those that one payout pays out.
    PaidBy(PayoutId),
    One(RepaymentId),
    /// Those that paid a quote, one for each loan.
    OfQuote(QuoteId),
    /// Those that whoever was paid has not confirmed.
    Unconfirmed,
    All,
}

impl RepaymentFilter {
    /// Of a loan, a payout, a repayment, a quote: at most one of them narrows the list.
    const fn ids(self) -> [Option<Uuid>; 4] {
        match self {
            Self::Loan(id) => [Some(id.0), None, None, None],
            Self::PaidBy(id) => [None, Some(id.0), None, None],
            Self::One(id) => [None, None, Some(id.0), None],
            Self::OfQuote(id) => [None, None, None, Some(id.0)],
            Self::Unconfirmed | Self::All => [None; 4],
        }
    }
}

struct RawRepayment {
    id: Uuid,
    reference: String,
    loan_id: Uuid,
    loan_reference: String,
    agent_id: Uuid,
    agent_name: String,
    holder_name: String,
    amount_fen: i64,
    fee_fen: i64,
    penalty_fen: i64,
    interest_fen: i64,
    principal_fen: i64,
    returned_fen: i64,
    share_fen: i64,
    owed_back_fen: i64,
    reversed: bool,
    debited_on: Date,
    debited_at: OffsetDateTime,
    payout_id: Option<Uuid>,
    payout_reference: Option<String>,
    payout_state: Option<String>,
    payout_fen: Option<i64>,
    partner_confirmed_at: Option<OffsetDateTime>,
    cause: String,
}

impl RawRepayment {
    fn into_row<R>(self) -> Result<RepaymentRow, Error<R>> {
        Ok(RepaymentRow {
            id: RepaymentId(self.id),
            reference: self.reference.parse().map_err(Error::defect)?,
            loan: LoanId(self.loan_id),
            loan_reference: self.loan_reference.parse().map_err(Error::defect)?,
            agent: AgentId(self.agent_id),
            agent_name: self.agent_name,
            holder_name: self.holder_name,
            amount: Amount::from_fen(self.amount_fen),
            fee: Amount::from_fen(self.fee_fen),
            penalty: Amount::from_fen(self.penalty_fen),
            interest: Amount::from_fen(self.interest_fen),
            principal: Amount::from_fen(self.principal_fen),
            share: Amount::from_fen(self.share_fen),
            returned: Amount::from_fen(self.returned_fen),
            owed_back: Amount::from_fen(self.owed_back_fen),
            reversed: self.reversed,
            debited_on: self.debited_on,
            debited_at: self.debited_at,
            cause: self.cause.parse().map_err(Error::defect)?,
            payout: PaidBy::from_parts(self.payout_id, self.payout_reference, self.payout_state, self.payout_fen)?,
            partner_confirmed_at: self.partner_confirmed_at,
        })
    }
}

/// Repayments as they are listed: which of them, as `r`, and what a statement says behind their columns.
macro_rules! listed {
    ($first:tt $(+ $more:tt)*; $then:tt $(+ $behind:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            RawRepayment,
            r#"select r.id, r.reference, r.loan_id, l.reference as loan_reference, r.agent_id, a.shop_name as agent_name,
                      h.name as holder_name, r.amount_fen, r.fee_fen + k.fee_fen as "fee_fen!", r.penalty_fen + k.penalty_fen as "penalty_fen!",
                      r.interest_fen + k.interest_fen as "interest_fen!", r.principal_fen + k.principal_fen as "principal_fen!",
                      k.excess_fen as "returned_fen!", r.share_fen + k.share_fen as "share_fen!",
                      k.owed_back_fen as "owed_back_fen!", exists (select from loan_facts u where u.undoes = r.id) as "reversed!",
                      r.debited_on, r.debited_at, p.id as "payout_id?", p.reference as "payout_reference?",
                      p.state as "payout_state?", p.amount_fen as "payout_fen?", r.partner_confirmed_at, r.cause
               from ("#
                + $first
                $(+ $more)*
                + ") r
                   join loans l on l.id = r.loan_id join agents a on a.id = r.agent_id join partners h on h.id = r.holder_id
                   left join payables o on o.id = r.id left join payouts p on p.id = o.payout_id
                   cross join lateral corrected(r.id) k "
                + $then
                $(+ $behind)*,
            $($value),*
        )
    };
}

/// What repayments come to.
macro_rules! added {
    ($first:tt $(+ $more:tt)*; $then:tt $(+ $behind:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            Added,
            r#"select count(*) as "count!", coalesce(sum(r.amount_fen), 0)::bigint as "fen!" from ("# + $first $(+ $more)* + ") r",
            $($value),*
        )
    };
}

/// What `$statement` says of the repayments of `$owners`, or those unconfirmed, that `$bounds` narrow, and what else it says of each
/// and of all from `$10` on. A shop's are found by its loans, and those of a loan's number by its draw, or among the few that a facilitator
/// holds, who sees no draw.
macro_rules! narrowed {
    ($statement:ident, [$($of_each:tt)*], order [$($of_all:tt)*], $owners:expr, $unconfirmed:expr, $bounds:expr $(, $value:expr)*) => {
        $statement!(
            "select * from repayments r
             where ($1::uuid is null or r.agent_id = $1) and ($2::uuid is null or r.holder_id = $2)
               and (not $3 or (r.partner_confirmed_at is null and r.share_fen < r.amount_fen
                               and not exists (select from loan_facts u where u.undoes = r.id)))
               and r.debited_at >= $4 and r.debited_at < $5 and r.amount_fen between $6 and $7
               and ($8::uuid[] is null or r.loan_id = any(array(select id from loans where agent_id = any($8))))
               and ($9::text is null or r.reference = $9
                    or r.loan_id = any(array(select l.id from draws d join loans l on l.draw_id = d.id where d.reference = $9))
                    or r.loan_id = any(array(select l.id from loans l
                                             where l.holder_id = $2 and l.holder_id <> l.funder_id and l.reference = $9))) "
                + $($of_each)*;
            $($of_all)*;
            $owners.0,
            $owners.1,
            $unconfirmed,
            $bounds.since(),
            $bounds.until(),
            $bounds.least,
            $bounds.most,
            $bounds.parties.as_deref() as _,
            $bounds.reference.as_deref()
            $(, $value)*
        )
    };
}

/// The repayments that the acting party may see, newest first where nothing else is asked for. Those of one loan, payout or quote
/// are few, and only listed as they are.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn repayments(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<RepaymentFilter>>,
    page: PageRequest,
) -> Result<Page<RepaymentRow>, Error<Never>> {
    let list: Narrowed<RepaymentFilter> = list.into();
    let [loan, payout, one, quote] = list.part.ids();
    let (agent, partner) = context.holders()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            if list.asks() && matches!(list.part, RepaymentFilter::All | RepaymentFilter::Unconfirmed) {
                let page = list_narrowed(connection, (agent, partner), &list, page).await?;
                return Ok(if agent.is_some() { page.map(without_share) } else { page });
            }
            plan_anew(connection).await?;
            let from = page.newest_first();
            let rows = listed!(
                "select * from repayments r
                 where ($1::uuid is null or r.agent_id = $1) and ($2::uuid is null or r.holder_id = $2)
                   and ($3::uuid is null or r.loan_id = $3) and (not $4 or (r.partner_confirmed_at is null and r.share_fen < r.amount_fen
                                and not exists (select from loan_facts u where u.undoes = r.id)))
                   and ($8::uuid is null or r.id in (select id from payables where payout_id = $8))
                   and ($9::uuid is null or r.id = $9) and ($10::uuid is null or r.quote_id = $10)
                   and (r.debited_at, r.id) < ($5::timestamptz, $6::uuid)
                 order by r.debited_at desc, r.id desc limit $7";
                "order by r.debited_at desc, r.id desc";
                agent,
                partner,
                loan,
                list.part == RepaymentFilter::Unconfirmed,
                from.at,
                from.id,
                page.rows_to_read(),
                payout,
                one,
                quote,
            )
            .fetch_all(connection)
            .await?;
            let page = page_of(rows, page)?;
            Ok(if agent.is_some() { page.map(without_share) } else { page })
        })
    })
    .await
}

/// The latest repayments of a shop to the acting funder. They are found by its loans: there are few, and each has an index.
///
/// # Errors
/// `Forbidden` for anybody but a funder.
pub async fn repayments_of_shop(
    db: &Db,
    context: &Context,
    shop: AgentId,
    most: u16,
) -> Result<Vec<RepaymentRow>, Error<Never>> {
    let funder = context.funder::<Never>(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = listed!(
                "select p.* from (select id from loans where agent_id = $1 and funder_id = $2
                                  order by credited_on desc limit $3) b
                 cross join lateral (select * from repayments where loan_id = b.id and holder_id = $2
                                     order by version desc limit $3) p
                 order by p.debited_at desc, p.id desc limit $3";
                "order by r.debited_at desc, r.id desc";
                shop.0,
                funder.0,
                i64::from(most),
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter().map(RawRepayment::into_row).collect()
        })
    })
    .await
}

/// As its agent sees it.
fn without_share(row: RepaymentRow) -> RepaymentRow {
    RepaymentRow { share: Amount::ZERO, ..row }
}

fn page_of(rows: Vec<RawRepayment>, page: PageRequest) -> Result<Page<RepaymentRow>, Error<Never>> {
    let rows = rows.into_iter().map(RawRepayment::into_row).collect::<Result<_, _>>()?;
    Ok(Page::of(rows, page, |row: &RepaymentRow| Cursor { at: row.debited_at, id: row.id.0 }))
}

/// A page of what is asked for of the repayments, with what all of it comes to.
async fn list_narrowed(
    connection: &mut PgConnection,
    owners: (Option<Uuid>, Option<Uuid>),
    list: &Narrowed<RepaymentFilter>,
    page: PageRequest,
) -> Result<Page<RepaymentRow>, Error<Never>> {
    let (bounds, unconfirmed) =
        (Bounds::find(connection, &list.narrow).await?, list.part == RepaymentFilter::Unconfirmed);
    if bounds.is_nobody() {
        return Ok(Page::EMPTY);
    }
    let rows = by_time_or_amount!(
        narrowed!(listed; owners, unconfirmed, bounds) and order,
        ("r.debited_at", "r.amount_fen", "r.id", "select amount_fen, id from repayments where id = "),
        ("$10", "$11::timestamptz", "$12", "$13"),
        list.sort.unwrap_or(Sort::Newest),
        page
    )
    .fetch_all(&mut *connection)
    .await?;
    let listed = page_of(rows, page)?;
    let total = total!(list, narrowed!(added, [""], order[""], owners, unconfirmed, bounds).fetch_one(connection));
    Ok(listed.with_total(total))
}

/// One repayment that the acting party may see.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn repayment(db: &Db, context: &Context, filter: RepaymentFilter) -> Result<RepaymentRow, Error<Never>> {
    repayments(db, context, filter, PageRequest::new(None, 1)).await?.rows.pop().ok_or(Error::NotFound)
}

/// All repayments of the payment of the shop's that one belongs to: what was asked for together, and else it alone. What was overdue
/// leads, and the loan that was named stands last.
///
/// # Errors
/// `Forbidden` for anybody but a person of a shop, `NotFound` when there is none.
pub async fn payment(db: &Db, context: &Context, repayment: RepaymentId) -> Result<Vec<RepaymentRow>, Error<Never>> {
    let agent = context.shop()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = listed!(
                "select r.* from repayments b left join quotes q on q.id = b.quote_id
                 cross join lateral (
                     select b.loan_id, b.version where b.quote_id is null
                     union all
                     select q.loan_id, q.version + 1 where q.id is not null
                     union all
                     select late.loan, late.version + 1 from jsonb_to_recordset(q.late) as late (loan uuid, version bigint)) p
                 join repayments r on r.loan_id = p.loan_id and r.version = p.version
                                  and (r.id = b.id or r.quote_id = b.quote_id)
                 where b.id = $1 and b.agent_id = $2";
                "order by r.id";
                repayment.0,
                agent.0,
            )
            .fetch_all(connection)
            .await?;
            if rows.is_empty() {
                return Err(Error::NotFound);
            }
            rows.into_iter().map(|row| row.into_row().map(without_share)).collect()
        })
    })
    .await
}

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
    page::{Added, Bounds, Cursor, Narrow, Narrowed, Page, PageRequest, Sort, bounded, by_time_or_amount, total},
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

/// Which payments are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutsidePaymentFilter {
    /// Those that wait for the word of the asker's side.
    Asking,
    /// Those of one debt.
    Of(DebtId),
    In(OutsidePaymentState),
    All,
}

/// Which payments a statement is about: of one debt, itself, in a state, those that wait for the asker's side.
type Part = (Option<Uuid>, Option<Uuid>, Option<&'static str>, bool);

/// A statement about the payments that a partner may know of, as `$part` and `$bounds` narrow them: what it selects, and what else it says
/// from `$11` on. A text is a part of the payment's or the debt's number, of who was paid, or of what shows it.
macro_rules! listed {
    ($macro:ident $(of $row:ident)?, $what:literal, [$($then:tt)*], $partner:expr, $part:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            $macro $(of $row)?,
            [$what],
            " from outside_payments q join debts d on d.id = q.debt_id join partners r on r.id = q.reporter_id
                left join partners h on h.id = q.holder_id
                where ($6::uuid is null or q.reporter_id = $6 or q.holder_id = $6 or d.funder_id = $6
                       or (q.state = 'reported' and d.holder_id = $6))
                  and ($7::uuid is null or q.debt_id = $7) and ($8::uuid is null or q.id = $8) and ($9::text is null or q.state = $9)
                  and (not $10::bool or q.state = 'reported' and d.holder_id is not distinct from $6)",
            [$($then)*],
            at "q.reported_at",
            said "q.number, d.number, r.name, q.evidence",
            fen "q.amount_fen",
            $bounds,
            $partner,
            $part.0,
            $part.1,
            $part.2,
            $part.3
            $(, $value)*
        )
    };
}

/// A page of the payments elsewhere that the asker may know of, the newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` to agents and nobody; `NotFound` to whom the debt is not named and whose it never was.
pub async fn outside_payments(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<OutsidePaymentFilter>>,
    page: PageRequest,
) -> Result<Page<OutsidePaymentRow>, Error<Never>> {
    let list: Narrowed<OutsidePaymentFilter> = list.into();
    let partner = context.side::<Never>()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            if let OutsidePaymentFilter::Of(debt) = list.part {
                find_debt(connection, debt, partner).await?;
            }
            list_narrowed(connection, partner, &list, page).await
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
            let bounds = Bounds::find(connection, &Narrow::default()).await?;
            let part = (None, Some(id.0), None, false);
            let mut rows = list_payments(connection, None, part, (&bounds, Sort::Newest), PageRequest::FIRST).await?;
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

/// A page of what is asked for of the payments, with what all of it comes to.
async fn list_narrowed(
    connection: &mut PgConnection,
    partner: Option<Uuid>,
    list: &Narrowed<OutsidePaymentFilter>,
    page: PageRequest,
) -> Result<Page<OutsidePaymentRow>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    let part: Part = match list.part {
        OutsidePaymentFilter::Asking => (None, None, None, true),
        OutsidePaymentFilter::Of(debt) => (Some(debt.0), None, None, false),
        OutsidePaymentFilter::In(state) => (None, None, Some(state.code()), false),
        OutsidePaymentFilter::All => (None, None, None, false),
    };
    let sort = list.sort.unwrap_or(Sort::Newest);
    let rows = list_payments(connection, partner, part, (&bounds, sort), page).await?;
    let listed = Page::of(rows, page, |row: &OutsidePaymentRow| Cursor { at: row.reported_at, id: row.id.0 });
    let total = total!(
        list,
        listed!(
            query_as of Added,
            r#"select count(*) as "count!", coalesce(sum(q.amount_fen), 0)::bigint as "fen!""#,
            [""],
            partner,
            part,
            bounds
        )
        .fetch_one(connection)
    );
    Ok(listed.with_total(total))
}

async fn list_payments(
    connection: &mut PgConnection,
    partner: Option<Uuid>,
    part: Part,
    (bounds, sort): (&Bounds, Sort),
    page: PageRequest,
) -> Result<Vec<OutsidePaymentRow>, Error<Never>> {
    let rows = by_time_or_amount!(
        listed!(
            query,
            r#"select q.id as "id!", q.debt_id as "debt_id!", d.number as "debt_number!", r.name as "reporter_name!",
                      q.number as "number!", q.amount_fen as "amount_fen!", q.paid_on as "paid_on!", q.evidence as "evidence!",
                      q.state as "state!", q.reported_at as "reported_at!",
                      case when q.state = 'counted' and h.id <> r.id then h.name else '' end as "owed_to!",
                      q.state = 'reported' and d.holder_id is not distinct from $6 as "asks!""#;
            partner, part, bounds
        ),
        ("q.reported_at", "q.amount_fen", "q.id", "select amount_fen, id from outside_payments where id = "),
        ("$11", "$12::timestamptz", "$13", "$14"),
        sort,
        page
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

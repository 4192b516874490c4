//! What differs between the network and us, as the institution sees it.

use domain::{
    Amount,
    id::{NetworkSettlementId, SettlementBreakId},
    settlement::SettlementBreak,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{Bounds, Cursor, Narrowed, Page, PageRequest, Sort, bounded, by_time_or_amount, total},
};

/// A difference between the network and us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementBreakRow {
    pub id: SettlementBreakId,
    pub settlement: NetworkSettlementId,
    pub settled_on: Date,
    pub kind: SettlementBreak,
    /// Of the debit, as the line or we say; empty for a whole file.
    pub order_no: String,
    /// Two people decide about it.
    pub two_people: bool,
    /// Empty where no line tells of it.
    pub network_serial: String,
    pub theirs: Option<Amount>,
    pub ours: Option<Amount>,
    pub opened_at: OffsetDateTime,
}

/// Which of the open differences are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceFilter {
    /// Those of one settlement.
    Of(NetworkSettlementId),
    In(SettlementBreak),
    All,
}

impl DifferenceFilter {
    /// Of which settlement, and of which kind.
    fn asks(self) -> (Option<Uuid>, Option<&'static str>) {
        match self {
            Self::Of(settlement) => (Some(settlement.0), None),
            Self::In(kind) => (None, Some(kind.code())),
            Self::All => (None, None),
        }
    }
}

/// A statement about the open differences that `$part` and `$bounds` narrow, by the amount that the network says or else ours: what it
/// selects, and what else it says from `$8` on. A text is a part of the debit's number or of the network's. (What is open is little.)
macro_rules! listed {
    ($macro:ident $(of $row:ident)?, $what:literal, [$($then:tt)*], $part:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            $macro $(of $row)?,
            [$what],
            " from settlement_breaks b join settlements t on t.id = b.settlement_id
                left join settlement_lines l on l.id = b.line_id left join network_debits d on d.id = b.debit_id
                where b.state = 'open' and ($6::uuid is null or b.settlement_id = $6) and ($7::text is null or b.kind = $7)",
            [$($then)*],
            at "b.opened_at",
            said "l.order_no, d.reference, l.network_serial",
            fen "coalesce(l.amount_fen, d.amount_fen, 0)",
            $bounds,
            $part.0,
            $part.1
            $(, $value)*
        )
    };
}

/// A page of the open differences, the oldest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn settlement_breaks(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<DifferenceFilter>>,
    page: PageRequest,
) -> Result<Page<SettlementBreakRow>, Error<Never>> {
    let list: Narrowed<DifferenceFilter> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| Box::pin(async move { list_narrowed(connection, &list, page).await })).await
}

/// A page of what is asked for of the differences, with how many there are.
async fn list_narrowed(
    connection: &mut PgConnection,
    list: &Narrowed<DifferenceFilter>,
    page: PageRequest,
) -> Result<Page<SettlementBreakRow>, Error<Never>> {
    let (bounds, part) = (Bounds::find(connection, &list.narrow).await?, list.part.asks());
    let rows = by_time_or_amount!(
        listed!(
            query,
            r#"select b.id as "id!", b.settlement_id as "settlement_id!", t.settled_on as "settled_on!", b.kind as "kind!",
                      coalesce(l.order_no, d.reference, '') as "order_no!", two_people_decide(b.id) as "two_people!",
                      coalesce(l.network_serial, '') as "network_serial!", l.amount_fen as "theirs?", d.amount_fen as "ours?",
                      b.opened_at as "opened_at!""#;
            part, bounds
        ),
        (
            "b.opened_at", "coalesce(l.amount_fen, d.amount_fen, 0)", "b.id",
            "select coalesce(v.amount_fen, w.amount_fen, 0), k.id from settlement_breaks k
             left join settlement_lines v on v.id = k.line_id left join network_debits w on w.id = k.debit_id where k.id = "
        ),
        ("$8", "$9::timestamptz", "$10", "$11"),
        list.sort.unwrap_or(Sort::Oldest),
        page
    )
    .fetch_all(&mut *connection)
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            Ok(SettlementBreakRow {
                id: SettlementBreakId(row.id),
                settlement: NetworkSettlementId(row.settlement_id),
                settled_on: row.settled_on,
                kind: row.kind.parse().map_err(Error::defect)?,
                order_no: row.order_no,
                two_people: row.two_people,
                network_serial: row.network_serial,
                theirs: row.theirs.map(Amount::from_fen),
                ours: row.ours.map(Amount::from_fen),
                opened_at: row.opened_at,
            })
        })
        .collect::<Result<Vec<_>, Error<Never>>>()?;
    let listed = Page::of(rows, page, |row: &SettlementBreakRow| Cursor { at: row.opened_at, id: row.id.0 });
    let total =
        total!(list, listed!(query_scalar, r#"select count(*) as "count!""#, [""], part, bounds).fetch_one(connection));
    Ok(listed.with_total(total))
}

//! What people have to resolve of movements.

use domain::{
    Amount, Reference,
    id::{BankMovementId, BreakId, DrawId},
    matching::{BreakKind, Direction},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{Bounds, Cursor, Narrowed, Page, PageRequest, Sort, Total, Which, bounded, by_time_or_amount, total},
};

/// A difference that people have to resolve.
#[derive(Clone, Debug)]
pub struct BreakRow {
    pub id: BreakId,
    pub kind: BreakKind,
    pub movement: BankMovementId,
    pub direction: Direction,
    pub amount: Amount,
    pub booked_on: Date,
    pub counterparty_name: String,
    pub counterparty_account: String,
    pub remittance: String,
    pub draw: Option<DrawId>,
    pub draw_reference: Option<Reference>,
    /// What the draw asks for.
    pub draw_amount: Option<Amount>,
    pub opened_at: OffsetDateTime,
}

/// Which of the open breaks are listed.
pub type BreakFilter = Which<BreakKind>;

/// A statement about the open breaks that `$bounds` narrow: what it selects, and what else it says from `$7` on. A text is a part of whom the money is from, of an account, of the bank's text or number, or of the draw's. (What is open is little.)
macro_rules! listed {
    ($what:literal, [$($then:tt)*], $kind:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            query,
            [$what],
            " from breaks b join bank_movements m on m.id = b.movement_id left join draws d on d.id = b.draw_id
                where b.state = 'open' and ($6::text is null or b.kind = $6)",
            [$($then)*],
            at "b.opened_at",
            said "m.counterparty_name, m.counterparty_account, m.remittance, m.bank_reference, d.reference",
            fen "m.amount_fen",
            $bounds,
            $kind
            $(, $value)*
        )
    };
}

/// The open breaks, oldest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn breaks(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<BreakFilter>>,
    page: PageRequest,
) -> Result<Page<BreakRow>, Error<Never>> {
    let list: Narrowed<BreakFilter> = list.into();
    context.operator(INSTITUTION)?;
    db.read(context, move |connection| Box::pin(async move { list_narrowed(connection, &list, page).await })).await
}

/// A page of what is asked for of the breaks, with what all of it comes to.
async fn list_narrowed(
    connection: &mut PgConnection,
    list: &Narrowed<BreakFilter>,
    page: PageRequest,
) -> Result<Page<BreakRow>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    let kind = list.part.one().map(BreakKind::code);
    let rows = by_time_or_amount!(
        listed!(
            r#"select b.id as "id!", b.kind as "kind!", b.movement_id as "movement_id!", m.direction as "direction!",
                      m.amount_fen as "amount_fen!", m.booked_on as "booked_on!", m.counterparty_name as "counterparty_name!",
                      m.counterparty_account as "counterparty_account!", m.remittance as "remittance!", b.draw_id,
                      d.reference as "draw_reference?", d.amount_fen as "draw_amount_fen?",
                      b.opened_at as "opened_at!""#;
            kind, bounds
        ),
        ("b.opened_at", "m.amount_fen", "b.id",
         "select v.amount_fen, k.id from breaks k join bank_movements v on v.id = k.movement_id where k.id = "),
        ("$7", "$8::timestamptz", "$9", "$10"),
        list.sort.unwrap_or(Sort::Oldest),
        page
    )
    .fetch_all(&mut *connection)
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            Ok(BreakRow {
                id: BreakId(row.id),
                kind: row.kind.parse().map_err(Error::defect)?,
                movement: BankMovementId(row.movement_id),
                direction: row.direction.parse().map_err(Error::defect)?,
                amount: Amount::from_fen(row.amount_fen),
                booked_on: row.booked_on,
                counterparty_name: row.counterparty_name,
                counterparty_account: row.counterparty_account,
                remittance: row.remittance,
                draw: row.draw_id.map(DrawId),
                draw_reference: row.draw_reference.map(|text| text.parse().map_err(Error::defect)).transpose()?,
                draw_amount: row.draw_amount_fen.map(Amount::from_fen),
                opened_at: row.opened_at,
            })
        })
        .collect::<Result<Vec<_>, Error<Never>>>()?;
    let listed = Page::of(rows, page, |row: &BreakRow| Cursor { at: row.opened_at, id: row.id.0 });
    let total = total!(list, add_up(connection, kind, &bounds));
    Ok(listed.with_total(total))
}

/// What the breaks come to that `bounds` narrow.
async fn add_up(connection: &mut PgConnection, kind: Option<&str>, bounds: &Bounds) -> Result<Total, sqlx::Error> {
    let total = listed!(
        r#"select count(*) as "count!",
                  coalesce(sum(m.amount_fen) filter (where m.direction = 'credit'), 0)::bigint as "income!",
                  coalesce(sum(m.amount_fen) filter (where m.direction = 'debit'), 0)::bigint as "outgo!""#,
        [""],
        kind,
        bounds
    )
    .fetch_one(connection)
    .await?;
    let (sum, outgo) = (Amount::from_fen(total.income), Amount::from_fen(total.outgo));
    Ok(Total { count: total.count, sum: Some(sum), outgo: Some(outgo) })
}

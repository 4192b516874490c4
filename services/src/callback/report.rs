//! What the network has told by itself, as the institution sees it.

use domain::{
    Amount,
    callback::{CallbackKind, CallbackOutcome},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{Bounds, Cursor, Narrowed, Page, PageRequest, Sort, bounded, by_time_or_amount, total},
};

/// What the network has told by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackRow {
    pub id: Uuid,
    /// The network's own.
    pub number: String,
    pub kind: CallbackKind,
    /// Ours, of the order; empty of an agreement that has ended.
    pub serial: String,
    /// The network's code.
    pub result: String,
    pub amount: Option<Amount>,
    /// None as long as it could not be filed.
    pub outcome: Option<CallbackOutcome>,
    /// How often it was told.
    pub times: i32,
    pub received_at: OffsetDateTime,
}

/// Which of what the network has told is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallbackFilter {
    Of(CallbackOutcome),
    /// What could not be filed yet.
    Waiting,
    All,
}

impl CallbackFilter {
    /// As the statement names it, to which nothing came of what waits.
    const fn code(self) -> Option<&'static str> {
        match self {
            Self::Of(outcome) => Some(outcome.code()),
            Self::Waiting => Some(""),
            Self::All => None,
        }
    }
}

/// A statement about what the network has told that `$bounds` narrow: what it selects, and what else it says from `$7` on. A text is a part
/// of our number of an order, or of the network's of what it told.
macro_rules! listed {
    ($macro:ident $(of $row:ident)?, $what:literal, [$($then:tt)*], $outcome:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            $macro $(of $row)?,
            [$what],
            " from callbacks c where ($6::text is null or coalesce(c.outcome, '') = $6)",
            [$($then)*],
            at "c.received_at",
            said "c.serial, c.number",
            fen "coalesce(c.amount_fen, 0)",
            $bounds,
            $outcome
            $(, $value)*
        )
    };
}

/// A page of what the network has told by itself, the newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn callbacks(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<CallbackFilter>>,
    page: PageRequest,
) -> Result<Page<CallbackRow>, Error<Never>> {
    let list: Narrowed<CallbackFilter> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| Box::pin(async move { list_narrowed(connection, &list, page).await })).await
}

/// A page of what is asked for, with how much there is of it: payments and what goes back of them add up to nothing.
async fn list_narrowed(
    connection: &mut PgConnection,
    list: &Narrowed<CallbackFilter>,
    page: PageRequest,
) -> Result<Page<CallbackRow>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    let outcome = list.part.code();
    let rows = by_time_or_amount!(
        listed!(
            query,
            r#"select c.id as "id!", c.number as "number!", c.kind as "kind!", c.serial as "serial!", c.result as "result!",
                      c.amount_fen, c.outcome, c.times as "times!", c.received_at as "received_at!""#;
            outcome, bounds
        ),
        (
            "c.received_at",
            "coalesce(c.amount_fen, 0)",
            "c.id",
            "select coalesce(amount_fen, 0), id from callbacks where id = "
        ),
        ("$7", "$8::timestamptz", "$9", "$10"),
        list.sort.unwrap_or(Sort::Newest),
        page
    )
    .fetch_all(&mut *connection)
    .await?;
    let rows: Result<Vec<CallbackRow>, Error<Never>> = rows
        .into_iter()
        .map(|row| {
            Ok(CallbackRow {
                id: row.id,
                number: row.number,
                kind: row.kind.parse().map_err(Error::defect)?,
                serial: row.serial,
                result: row.result,
                amount: row.amount_fen.map(Amount::from_fen),
                outcome: row.outcome.map(|code| code.parse().map_err(Error::defect)).transpose()?,
                times: row.times,
                received_at: row.received_at,
            })
        })
        .collect();
    let listed = Page::of(rows?, page, |row: &CallbackRow| Cursor { at: row.received_at, id: row.id });
    let total = total!(
        list,
        listed!(query_scalar, r#"select count(*) as "count!""#, [""], outcome, bounds).fetch_one(connection)
    );
    Ok(listed.with_total(total))
}

//! What the network has told by itself, as the institution sees it.

use domain::{
    Amount,
    callback::{CallbackKind, CallbackOutcome},
};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{Cursor, Page, PageRequest},
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

/// A page of what the network has told by itself, the newest first.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn callbacks(db: &Db, context: &Context, page: PageRequest) -> Result<Page<CallbackRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    let after = page.newest_first();
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                "select id, number, kind, serial, result, amount_fen, outcome, times, received_at
                 from callbacks where (received_at, id) < ($1, $2) order by received_at desc, id desc limit $3",
                after.at,
                after.id,
                page.rows_to_read()
            )
            .fetch_all(connection)
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
            Ok(Page::of(rows?, page, |row: &CallbackRow| Cursor { at: row.received_at, id: row.id }))
        })
    })
    .await
}

//! Top-ups as their agent sees them.

use domain::{
    Amount, Reference,
    agreement_debit::DebitState,
    id::{CardId, TopUpId},
};
use time::OffsetDateTime;

use crate::{
    Context, Db, Error,
    error::Never,
    page::{Cursor, Page, PageRequest},
};

/// A top-up in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopUpRow {
    pub id: TopUpId,
    pub reference: Reference,
    pub amount: Amount,
    pub state: DebitState,
    /// The network's reason, or the code of our own refusal before it was asked.
    pub failure: String,
    pub accepted_at: OffsetDateTime,
}

/// A page of the top-ups that the agent has ordered from a card, the newest first.
///
/// # Errors
/// `Forbidden` to anybody but an agent.
pub async fn top_ups(
    db: &Db,
    context: &Context,
    of: CardId,
    page: PageRequest,
) -> Result<Page<TopUpRow>, Error<Never>> {
    let agent = context.shop::<Never>()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let after = page.newest_first();
            let rows = sqlx::query!(
                r#"select id, reference, amount_fen, state, coalesce(failure, '') as "failure!", accepted_at
                   from top_ups where agent_id = $1 and card_id = $2 and (accepted_at, id) < ($3, $4)
                   order by accepted_at desc, id desc limit $5"#,
                agent.0,
                of.0,
                after.at,
                after.id,
                page.rows_to_read(),
            )
            .fetch_all(connection)
            .await?;
            let rows = rows
                .into_iter()
                .map(|row| {
                    Ok(TopUpRow {
                        id: TopUpId(row.id),
                        reference: row.reference.parse().map_err(Error::defect)?,
                        amount: Amount::from_fen(row.amount_fen),
                        state: row.state.parse().map_err(Error::defect)?,
                        failure: row.failure,
                        accepted_at: row.accepted_at,
                    })
                })
                .collect::<Result<Vec<_>, Error<Never>>>()?;
            Ok(Page::of(rows, page, |row: &TopUpRow| Cursor { at: row.accepted_at, id: row.id.0 }))
        })
    })
    .await
}

//! Top-ups as their agent sees them.

use domain::{
    Amount, Reference,
    agreement_debit::DebitState,
    id::{CardId, TopUpId},
    network::ReturnReason,
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
    /// Why the network has given it back to the card, and what of it is to be taken out of the wallet yet.
    pub returned: Option<(ReturnReason, Amount)>,
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
                r#"select t.id, t.reference, t.amount_fen, t.state, coalesce(t.failure, '') as "failure!", t.accepted_at,
                          r.reason as "reason?", r.amount_fen - r.taken_fen as "open_fen?"
                   from top_ups t left join returned_top_ups r on r.top_up_id = t.id
                   where t.agent_id = $1 and t.card_id = $2 and (t.accepted_at, t.id) < ($3, $4)
                   order by t.accepted_at desc, t.id desc limit $5"#,
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
                    let returned = match (row.reason, row.open_fen) {
                        (Some(reason), Some(open)) => {
                            Some((reason.parse().map_err(Error::defect)?, Amount::from_fen(open)))
                        }
                        _ => None,
                    };
                    Ok(TopUpRow {
                        id: TopUpId(row.id),
                        reference: row.reference.parse().map_err(Error::defect)?,
                        amount: Amount::from_fen(row.amount_fen),
                        state: row.state.parse().map_err(Error::defect)?,
                        failure: row.failure,
                        accepted_at: row.accepted_at,
                        returned,
                    })
                })
                .collect::<Result<Vec<_>, Error<Never>>>()?;
            Ok(Page::of(rows, page, |row: &TopUpRow| Cursor { at: row.accepted_at, id: row.id.0 }))
        })
    })
    .await
}

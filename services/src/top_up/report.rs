//! Top-ups as their agent sees them.

use domain::{
    Amount, Reference,
    agreement_debit::DebitState,
    card::TopUpFailure,
    id::{CardId, TopUpId},
    network::ReturnReason,
};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    error::Never,
    page::{Cursor, Page, PageRequest},
};

/// A top-up, in a list or by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopUpRow {
    pub id: TopUpId,
    pub reference: Reference,
    pub card: CardId,
    pub amount: Amount,
    pub state: DebitState,
    pub failure: Option<TopUpFailure>,
    pub accepted_at: OffsetDateTime,
    /// When it was known to have succeeded or failed.
    pub decided_at: Option<OffsetDateTime>,
    /// Why the network has given it back to the card, and what of it is to be taken out of the wallet yet.
    pub returned: Option<(ReturnReason, Amount)>,
}

struct RawTopUp {
    id: Uuid,
    reference: String,
    card_id: Uuid,
    amount_fen: i64,
    state: String,
    failure: Option<String>,
    accepted_at: OffsetDateTime,
    decided_at: Option<OffsetDateTime>,
    reason: Option<String>,
    open_fen: Option<i64>,
}

impl RawTopUp {
    fn into_row(self) -> Result<TopUpRow, Error<Never>> {
        let returned = match (self.reason, self.open_fen) {
            (Some(reason), Some(open)) => Some((reason.parse().map_err(Error::defect)?, Amount::from_fen(open))),
            _ => None,
        };
        Ok(TopUpRow {
            id: TopUpId(self.id),
            reference: self.reference.parse().map_err(Error::defect)?,
            card: CardId(self.card_id),
            amount: Amount::from_fen(self.amount_fen),
            state: self.state.parse().map_err(Error::defect)?,
            failure: self.failure.as_deref().map(TopUpFailure::read),
            accepted_at: self.accepted_at,
            decided_at: self.decided_at,
            returned,
        })
    }
}

macro_rules! list {
    ($where:literal, $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            RawTopUp,
            r#"select t.id, t.reference, t.card_id as "card_id!", t.amount_fen, t.state, t.failure, t.accepted_at, t.decided_at,
                      r.reason as "reason?", r.amount_fen - r.taken_fen as "open_fen?"
               from top_ups t left join returned_top_ups r on r.top_up_id = t.id "#
                + $where,
            $($value),*
        )
    };
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
            let rows = list!(
                "where t.agent_id = $1 and t.card_id = $2 and (t.accepted_at, t.id) < ($3, $4)
                 order by t.accepted_at desc, t.id desc limit $5",
                agent.0,
                of.0,
                after.at,
                after.id,
                page.rows_to_read(),
            )
            .fetch_all(connection)
            .await?;
            let rows = rows.into_iter().map(RawTopUp::into_row).collect::<Result<Vec<_>, _>>()?;
            Ok(Page::of(rows, page, |row: &TopUpRow| Cursor { at: row.accepted_at, id: row.id.0 }))
        })
    })
    .await
}

/// One of the agent's top-ups.
///
/// # Errors
/// `NotFound` when it is not the agent's; `Forbidden` to anybody but an agent.
pub async fn receipt(db: &Db, context: &Context, id: TopUpId) -> Result<TopUpRow, Error<Never>> {
    let agent = context.shop::<Never>()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = list!("where t.agent_id = $1 and t.id = $2 and t.card_id is not null", agent.0, id.0)
                .fetch_optional(connection)
                .await?;
            row.ok_or(Error::NotFound)?.into_row()
        })
    })
    .await
}

//! Cards as their agent sees them.

use domain::{
    card::CardState,
    card_bank::CardBank,
    id::{CardId, TopUpId},
    network::Reason,
    signing::CODE_MINUTES,
};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use super::{consent::consent_text, sql};
use crate::{
    Context, Db, Error,
    error::Never,
    page::{Cursor, Page, PageRequest},
    transition::{self, TransitionRow},
};

/// A card in a list, masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRow {
    pub id: CardId,
    pub payer_masked: String,
    pub card_masked: String,
    pub bank: CardBank,
    pub state: CardState,
    pub failure: Option<Reason>,
    pub tries: i16,
    pub code_ends_at: OffsetDateTime,
    pub created_at: OffsetDateTime,
}

/// An agent's cards, and what it agrees to when it adds one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cards {
    pub page: Page<CardRow>,
    pub consent: String,
}

/// One card.
#[derive(Clone, Debug)]
pub struct CardDetail {
    pub row: CardRow,
    pub consent: String,
    pub timeline: Vec<TransitionRow>,
    /// The top-up of which it is not known yet whether it has succeeded: a card has one at a time.
    pub in_flight: Option<TopUpId>,
}

macro_rules! list {
    ($where:literal, $($value:expr),* $(,)?) => {
        sqlx::query!(
            r#"select id, payer_masked, card_masked, bank, state, failure, tries, asked_at, created_at, consent from cards "#
                + $where,
            $($value),*
        )
    };
}

macro_rules! into_row {
    ($row:expr) => {
        CardRow {
            id: CardId($row.id),
            payer_masked: $row.payer_masked,
            card_masked: $row.card_masked,
            bank: $row.bank.parse().map_err(Error::defect)?,
            state: $row.state.parse().map_err(Error::defect)?,
            failure: $row.failure.map(|code| code.parse().map_err(Error::defect)).transpose()?,
            tries: $row.tries,
            code_ends_at: $row.asked_at + Duration::minutes(CODE_MINUTES),
            created_at: $row.created_at,
        }
    };
}

/// A page of the agent's cards, the newest first.
///
/// # Errors
/// `Forbidden` to anybody but an agent.
pub async fn cards(db: &Db, context: &Context, page: PageRequest) -> Result<Cards, Error<Never>> {
    let agent = context.shop::<Never>()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let owner = sql::find_owner(connection, agent).await?.ok_or(Error::NotFound)?;
            let after = page.newest_first();
            let rows = list!(
                "where agent_id = $1 and (created_at, id) < ($2, $3) order by created_at desc, id desc limit $4",
                agent.0,
                after.at,
                after.id,
                page.rows_to_read(),
            )
            .fetch_all(connection)
            .await?;
            let rows = rows.into_iter().map(|row| Ok(into_row!(row))).collect::<Result<Vec<_>, Error<Never>>>()?;
            let page = Page::of(rows, page, |row: &CardRow| Cursor { at: row.created_at, id: row.id.0 });
            Ok(Cards { page, consent: consent_text(&owner.wallet) })
        })
    })
    .await
}

/// One card of the agent.
///
/// # Errors
/// `NotFound` when it is not the agent's.
pub async fn card(db: &Db, context: &Context, id: CardId) -> Result<CardDetail, Error<Never>> {
    let agent = context.shop::<Never>()?;
    db.read(context, move |connection: &mut PgConnection| {
        Box::pin(async move {
            let row = list!("where agent_id = $1 and id = $2", agent.0, id.0).fetch_optional(&mut *connection).await?;
            let mut row = row.ok_or(Error::NotFound)?;
            let consent = std::mem::take(&mut row.consent);
            Ok(CardDetail {
                row: into_row!(row),
                consent,
                in_flight: sql::find_in_flight(connection, id).await?,
                timeline: transition::list(connection, &id.to_string()).await?,
            })
        })
    })
    .await
}

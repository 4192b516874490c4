use domain::{
    Reference,
    card::CardState,
    card_bank::CardBank,
    id::{AgentId, BindingId, CardId, TopUpId},
    payer::Payer,
    signing::Signing,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{Error, signing_word::Kept};

/// Who an agent is, and where its money goes.
pub struct Owner {
    pub legal_person: String,
    pub wallet: Reference,
}

/// What is ordered.
pub struct NewCard {
    pub agent: AgentId,
    pub consent: String,
    /// Where it was agreed to: address and device.
    pub agreed_at: (String, String),
}

/// A card, as its steps need it.
pub struct LockedCard {
    pub id: CardId,
    pub reference: Reference,
    pub agent: AgentId,
    pub payer: Vec<u8>,
    pub payer_no: String,
    pub state: CardState,
    pub signing: Signing,
    /// Sealed; none before it is signed.
    pub agreement_no: Option<Vec<u8>>,
}

pub async fn find_owner<R>(connection: &mut PgConnection, agent: AgentId) -> Result<Option<Owner>, Error<R>> {
    let row = sqlx::query!(
        "select a.legal_person, w.reference from agents a join wallets w on w.agent_id = a.id where a.id = $1",
        agent.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| Ok(Owner { legal_person: row.legal_person, wallet: row.reference.parse().map_err(Error::defect)? }))
        .transpose()
}

/// How many cards an agent has bound or is binding; and when it began the first of the last `many` bindings, if it was after an instant.
pub async fn count_cards(
    connection: &mut PgConnection,
    agent: AgentId,
    (many, since): (i32, OffsetDateTime),
) -> Result<(i64, Option<OffsetDateTime>), sqlx::Error> {
    let row = sqlx::query!(
        r#"select count(*) filter (where state in ('created', 'code_sent', 'confirming', 'active', 'paused', 'unsigning')) as "kept!",
                  (array_agg(created_at order by created_at desc) filter (where created_at > $2))[$3::int] as first
           from cards where agent_id = $1"#,
        agent.0,
        since,
        many
    )
    .fetch_one(connection)
    .await?;
    Ok((row.kept, row.first))
}

pub async fn insert_card(
    connection: &mut PgConnection,
    (id, reference, at): (CardId, &Reference, OffsetDateTime),
    new: &NewCard,
    (payer, kept): (&Payer, &Kept),
) -> Result<(), sqlx::Error> {
    let begun = Signing::begin(at);
    sqlx::query!(
        "insert into cards (id, reference, agent_id, payer, payer_masked, card_masked, bank, card_index, payer_no, consent,
                            consent_address, consent_device, state, sendings, tries, asked_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)",
        id.0,
        reference.as_str(),
        new.agent.0,
        kept.sealed,
        payer.masked_name(),
        payer.masked_card(),
        CardBank::of(&payer.card_number).code(),
        kept.card_index,
        kept.payer_no,
        new.consent,
        new.agreed_at.0,
        new.agreed_at.1,
        CardState::of(begun.state).code(),
        begun.sendings,
        begun.tries,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A card, locked.
pub async fn lock_card<R>(connection: &mut PgConnection, id: CardId) -> Result<Option<LockedCard>, Error<R>> {
    sqlx::query!("select from cards where id = $1 for update", id.0).fetch_optional(&mut *connection).await?;
    find_card(connection, id).await
}

pub async fn find_card<R>(connection: &mut PgConnection, id: CardId) -> Result<Option<LockedCard>, Error<R>> {
    let row = sqlx::query!(
        "select reference, agent_id, payer, payer_no, state, sendings, tries, asked_at, failure, agreement_no
         from cards where id = $1",
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let state: CardState = row.state.parse().map_err(Error::defect)?;
        Ok(LockedCard {
            id,
            reference: row.reference.parse().map_err(Error::defect)?,
            agent: AgentId(row.agent_id),
            payer: row.payer,
            payer_no: row.payer_no,
            state,
            signing: Signing {
                state: state.signing(),
                sendings: row.sendings,
                tries: row.tries,
                asked_at: row.asked_at,
                failure: row.failure.map(|code| code.parse().map_err(Error::defect)).transpose()?,
            },
            agreement_no: row.agreement_no,
        })
    })
    .transpose()
}

/// Keeps where a card's signing stands. One that has succeeded has its agreement: [`update_bound`].
pub async fn update_signing(
    connection: &mut PgConnection,
    id: CardId,
    signing: &Signing,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update cards set state = $2, sendings = $3, tries = $4, asked_at = $5, failure = $6, ended_at = $7 where id = $1",
        id.0,
        CardState::of(signing.state).code(),
        signing.sendings,
        signing.tries,
        signing.asked_at,
        signing.failure.map(domain::network::Reason::code),
        signing.state.is_final().then_some(at),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps the agreement by which a card is bound.
pub async fn update_bound(
    connection: &mut PgConnection,
    id: CardId,
    (agreement_no, agreement_index): (&[u8], &[u8]),
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update cards set state = 'active', agreement_no = $2, agreement_index = $3, signed_at = $4 where id = $1",
        id.0,
        agreement_no,
        agreement_index,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps what has become of a bound card. `revoked_on` is the business date of an end that its agent wants.
pub async fn update_state(
    connection: &mut PgConnection,
    id: CardId,
    state: CardState,
    (revoked_on, at): (Option<Date>, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    let over = matches!(state, CardState::Unsigned | CardState::Invalid);
    sqlx::query!(
        "update cards set state = $2, revoked_on = coalesce($3, revoked_on), ended_at = $4 where id = $1",
        id.0,
        state.code(),
        revoked_on,
        over.then_some(at)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The top-up of a card of which it is not known yet whether it has succeeded.
pub async fn find_in_flight(connection: &mut PgConnection, id: CardId) -> Result<Option<TopUpId>, sqlx::Error> {
    let found =
        sqlx::query_scalar!("select id from top_ups where card_id = $1 and state in ('accepted', 'unknown')", id.0);
    Ok(found.fetch_optional(connection).await?.map(TopUpId))
}

/// Whether the end of a card's agreement waits: for a top-up that was sent, until the business date on which it was asked for is
/// over.
pub async fn find_waiting(connection: &mut PgConnection, id: CardId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from cards c join top_ups t on t.card_id = c.id cross join business_day d
                          where c.id = $1 and t.state = 'unknown' and c.revoked_on >= d.open_on) as "is!""#,
        id.0
    )
    .fetch_one(connection)
    .await
}

/// What else is in force by the agreement of a card: other cards, and what funders have bound.
pub async fn list_by_same_agreement(
    connection: &mut PgConnection,
    id: CardId,
) -> Result<(Vec<CardId>, Vec<BindingId>), sqlx::Error> {
    let cards = sqlx::query_scalar!(
        "select o.id from cards c join cards o on o.agreement_index = c.agreement_index and o.id <> c.id
         where c.id = $1 and o.state in ('active', 'paused') order by o.id",
        id.0
    )
    .fetch_all(&mut *connection)
    .await?;
    let bindings = sqlx::query_scalar!(
        "select b.id from cards c join bindings b on b.agreement_index = c.agreement_index
         where c.id = $1 and b.state = 'active' order by b.id",
        id.0
    )
    .fetch_all(connection)
    .await?;
    Ok((cards.into_iter().map(CardId).collect(), bindings.into_iter().map(BindingId).collect()))
}

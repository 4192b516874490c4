mod list;
mod product;
mod proposal;

use domain::{
    id::{AgentId, OfferId, PartnerId, ProductVersionId, RoundId},
    offer::{OfferState, OfferTerms},
};
use sqlx::{PgConnection, types::Json};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{Error, tenors::tenor_texts};

pub use list::{list_asked, list_months, list_offers};
pub use product::{
    find_capacity, find_newest, find_product, find_version, insert_product, insert_version, list_products,
    lock_capacity, update_capacity,
};
pub use proposal::{
    NewProposal, find_proposal, insert_proposal, list_proposals, list_versions, lock_proposal, update_proposal,
};

/// Who asks for a round.
pub struct Asker {
    pub licence_expires_on: Date,
    pub region: String,
    pub has_data: bool,
    pub departed: bool,
}

pub struct NewOffer {
    pub offer: OfferId,
    pub round: RoundId,
    pub agent: AgentId,
    pub funder: PartnerId,
    pub pseudonym: Uuid,
    pub at: OffsetDateTime,
}

/// An offer that can still change.
#[derive(Clone, Copy)]
pub struct LockedOffer {
    pub id: OfferId,
    pub state: OfferState,
    pub deadline_at: OffsetDateTime,
    /// The end of its validity; of no meaning while it is pending.
    pub valid_until: OffsetDateTime,
    /// An application was submitted from it.
    pub used: bool,
}

struct RawOffer {
    id: Uuid,
    state: String,
    deadline_at: OffsetDateTime,
    valid_until: Option<OffsetDateTime>,
    used: bool,
}

impl RawOffer {
    fn into_locked<R>(self) -> Result<LockedOffer, Error<R>> {
        Ok(LockedOffer {
            id: OfferId(self.id),
            state: self.state.parse().map_err(Error::defect)?,
            deadline_at: self.deadline_at,
            valid_until: self.valid_until.unwrap_or(self.deadline_at),
            used: self.used,
        })
    }
}

/// Whether business with an offer's funder may go on.
pub struct Permission {
    pub funder: PartnerId,
    pub agent: AgentId,
    /// The agent's consent to pre-credit still holds for this funder.
    pub consented: bool,
}

/// Makes the decisions of one agent about its offers take turns, and its orders of cards. Agents' own rows are never locked: the application
/// may not change them.
pub async fn lock_agent(connection: &mut PgConnection, agent: AgentId) -> Result<(), sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(4054, hashtext($1))", agent.to_string()).execute(connection).await?;
    Ok(())
}

pub async fn find_asker(connection: &mut PgConnection, agent: AgentId) -> Result<Option<Asker>, sqlx::Error> {
    sqlx::query_as!(
        Asker,
        r#"select licence_expires_on, region,
                  exists (select from operating_data d where d.agent_id = a.id) as "has_data!",
                  departed_for is not null as "departed!"
           from agents a where id = $1"#,
        agent.0
    )
    .fetch_optional(connection)
    .await
}

/// The deadline of a round in which somebody can still answer.
pub async fn find_open_deadline(
    connection: &mut PgConnection,
    agent: AgentId,
    at: OffsetDateTime,
) -> Result<Option<OffsetDateTime>, sqlx::Error> {
    sqlx::query_scalar!(
        "select max(r.deadline_at) from rounds r
         where r.agent_id = $1 and r.deadline_at > $2
           and exists (select from offers o where o.round_id = r.id and o.state = 'pending')",
        agent.0,
        at
    )
    .fetch_one(connection)
    .await
}

pub async fn list_fitting_funders(
    connection: &mut PgConnection,
    region: &str,
    on: Date,
) -> Result<Vec<PartnerId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select p.id from partners p
         where p.kind = 'funder' and p.status = 'active' and p.licence_expires_on >= $2
           and ($1 = any (p.regions) or '全国' = any (p.regions))
           and exists (select from product_versions v where v.funder_id = p.id)
         order by p.code",
        region,
        on
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(PartnerId).collect())
}

pub async fn insert_round(
    connection: &mut PgConnection,
    round: RoundId,
    agent: AgentId,
    (opened_at, deadline_at): (OffsetDateTime, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into rounds (id, agent_id, opened_at, deadline_at) values ($1, $2, $3, $4)",
        round.0,
        agent.0,
        opened_at,
        deadline_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn insert_offer(connection: &mut PgConnection, new: &NewOffer) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into offers (id, round_id, agent_id, funder_id, pseudonym, state, asked_at)
         values ($1, $2, $3, $4, $5, 'pending', $6)",
        new.offer.0,
        new.round.0,
        new.agent.0,
        new.funder.0,
        new.pseudonym,
        new.at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What the funder was asked, with its older offers to the same agent that are not settled, in one fixed order.
pub async fn lock_offers_of_funder<R>(
    connection: &mut PgConnection,
    offer: OfferId,
    funder: PartnerId,
) -> Result<Vec<LockedOffer>, Error<R>> {
    let rows = sqlx::query_as!(
        RawOffer,
        r#"select o.id, o.state, r.deadline_at, o.valid_until, false as "used!"
           from offers o join rounds r on r.id = o.round_id
           where o.funder_id = $2 and o.agent_id = (select agent_id from offers where id = $1 and funder_id = $2)
             and (o.id = $1 or o.state in ('offered', 'viewed', 'not_chosen'))
           order by o.id for update of o"#,
        offer.0,
        funder.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(RawOffer::into_locked).collect()
}

/// The agent's offers that are open or selected, in one fixed order.
pub async fn lock_offers_of_agent<R>(
    connection: &mut PgConnection,
    agent: AgentId,
) -> Result<Vec<LockedOffer>, Error<R>> {
    let rows = sqlx::query_as!(
        RawOffer,
        r#"select o.id, o.state, r.deadline_at, o.valid_until,
                  exists (select from applications a where a.offer_id = o.id and a.submitted_at is not null) as "used!"
           from offers o join rounds r on r.id = o.round_id
           where o.agent_id = $1 and o.state in ('offered', 'viewed', 'selected', 'not_chosen')
           order by o.id for update of o"#,
        agent.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(RawOffer::into_locked).collect()
}

pub async fn find_permission(connection: &mut PgConnection, offer: OfferId) -> Result<Permission, sqlx::Error> {
    let row = sqlx::query!(
        r#"select o.agent_id, o.funder_id,
                  exists (select from consents c where c.agent_id = o.agent_id and c.funder_id = o.funder_id
                          and c.purpose = 'pre_credit' and c.withdrawn_at is null and c.given_at <= o.asked_at) as "consented!"
           from offers o where o.id = $1"#,
        offer.0
    )
    .fetch_one(connection)
    .await?;
    Ok(Permission { agent: AgentId(row.agent_id), funder: PartnerId(row.funder_id), consented: row.consented })
}

pub async fn find_state<R>(
    connection: &mut PgConnection,
    offer: OfferId,
    agent: AgentId,
) -> Result<Option<OfferState>, Error<R>> {
    sqlx::query_scalar!("select state from offers where id = $1 and agent_id = $2", offer.0, agent.0)
        .fetch_optional(connection)
        .await?
        .map(|state| state.parse().map_err(Error::defect))
        .transpose()
}

pub async fn update_state(
    connection: &mut PgConnection,
    offer: OfferId,
    state: OfferState,
    selected_at: Option<OffsetDateTime>,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update offers set state = $2, selected_at = $3 where id = $1", offer.0, state.code(), selected_at)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn update_viewed(
    connection: &mut PgConnection,
    agent: AgentId,
    offers: &[OfferId],
) -> Result<Vec<OfferId>, sqlx::Error> {
    let ids: Vec<Uuid> = offers.iter().map(|offer| offer.0).collect();
    let viewed = sqlx::query_scalar!(
        "update offers set state = 'viewed' where id = any ($1) and agent_id = $2 and state = 'offered' returning id",
        &ids,
        agent.0
    )
    .fetch_all(connection)
    .await?;
    Ok(viewed.into_iter().map(OfferId).collect())
}

pub async fn update_offered(
    connection: &mut PgConnection,
    offer: OfferId,
    (version, terms): (ProductVersionId, &OfferTerms),
    (answered_at, valid_until): (OffsetDateTime, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update offers set state = 'offered', product_version_id = $2, limit_fen = $3, terms = $4, tenors = $5,
                           answered_at = $6, valid_until = $7
         where id = $1",
        offer.0,
        version.0,
        terms.limit.fen(),
        Json(&terms.terms) as _,
        &tenor_texts(&terms.tenors),
        answered_at,
        valid_until
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_declined(
    connection: &mut PgConnection,
    offer: OfferId,
    reason: &str,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update offers set state = 'declined', decline_reason = $2, answered_at = $3 where id = $1",
        offer.0,
        reason,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

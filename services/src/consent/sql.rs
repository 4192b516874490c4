use domain::{
    consent::ConsentPurpose,
    id::{AgentId, ConsentId, PartnerId},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{ConsentDetail, ConsentRow, GivenConsent};
use crate::Error;

pub struct NewConsent<'a> {
    pub id: ConsentId,
    pub agent: AgentId,
    pub partner: PartnerId,
    pub consent: &'a GivenConsent,
    pub at: OffsetDateTime,
}

pub struct LockedConsent {
    pub partner: PartnerId,
    pub purpose: ConsentPurpose,
    pub withdrawn_at: Option<OffsetDateTime>,
}

pub async fn insert_consent(
    connection: &mut PgConnection,
    row: &NewConsent<'_>,
    address: &str,
    device: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into consents (id, agent_id, funder_id, purpose, text_version, text_hash, text, given_at, address, device)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        row.id.0,
        row.agent.0,
        row.partner.0,
        row.consent.purpose.code(),
        row.consent.text.version,
        &row.consent.text.hash(),
        row.consent.text.text,
        row.at,
        address,
        device,
    )
    .execute(connection)
    .await?;
    Ok(())
}

struct RawConsent {
    id: Uuid,
    purpose: String,
    funder_id: Uuid,
    name: String,
    text_version: String,
    text_hash: Vec<u8>,
    given_at: OffsetDateTime,
    withdrawn_at: Option<OffsetDateTime>,
    text: Option<String>,
}

impl RawConsent {
    fn into_detail<R>(self) -> Result<ConsentDetail, Error<R>> {
        let row = ConsentRow {
            id: ConsentId(self.id),
            purpose: self.purpose.parse().map_err(Error::defect)?,
            partner: PartnerId(self.funder_id),
            partner_name: self.name,
            text_version: self.text_version,
            text_hash: self.text_hash,
            given_at: self.given_at,
            withdrawn_at: self.withdrawn_at,
        };
        Ok(ConsentDetail { row, text: self.text })
    }
}

/// What an agent has authorised, for everybody or for one partner; the words stay where they are.
pub async fn list_consents<R>(
    connection: &mut PgConnection,
    agent: AgentId,
    partner: Option<PartnerId>,
) -> Result<Vec<ConsentRow>, Error<R>> {
    let rows = sqlx::query_as!(
        RawConsent,
        "select c.id, c.purpose, c.funder_id, p.name, c.text_version, c.text_hash, c.given_at, c.withdrawn_at,
                null::text as text
         from consents c join partners p on p.id = c.funder_id
         where c.agent_id = $1 and ($2::uuid is null or c.funder_id = $2) order by c.given_at desc, c.id desc",
        agent.0,
        partner.map(|id| id.0)
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(|row| row.into_detail().map(|detail| detail.row)).collect()
}

pub async fn find_consent<R>(
    connection: &mut PgConnection,
    consent: ConsentId,
    agent: AgentId,
) -> Result<Option<ConsentDetail>, Error<R>> {
    let row = sqlx::query_as!(
        RawConsent,
        "select c.id, c.purpose, c.funder_id, p.name, c.text_version, c.text_hash, c.given_at, c.withdrawn_at, c.text
         from consents c join partners p on p.id = c.funder_id where c.id = $1 and c.agent_id = $2",
        consent.0,
        agent.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(RawConsent::into_detail).transpose()
}

pub async fn lock_consent<R>(
    connection: &mut PgConnection,
    consent: ConsentId,
    agent: AgentId,
) -> Result<Option<LockedConsent>, Error<R>> {
    let row = sqlx::query!(
        "select funder_id, purpose, withdrawn_at from consents where id = $1 and agent_id = $2 for update",
        consent.0,
        agent.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(LockedConsent {
            partner: PartnerId(row.funder_id),
            purpose: row.purpose.parse().map_err(Error::defect)?,
            withdrawn_at: row.withdrawn_at,
        })
    })
    .transpose()
}

pub async fn update_withdrawn(
    connection: &mut PgConnection,
    agent: AgentId,
    given: &LockedConsent,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update consents set withdrawn_at = $4
         where agent_id = $1 and funder_id = $2 and purpose = $3 and withdrawn_at is null",
        agent.0,
        given.partner.0,
        given.purpose.code(),
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

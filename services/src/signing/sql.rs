use domain::{
    Reference,
    id::{AgentId, MappingId, PartnerId, ShareId, SigningId},
    mapping::SettlementId,
    payer::Payer,
    signing::Signing,
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{Error, mapping::InForce, signing_row::SigningRow, signing_word::Kept};

/// What is ordered.
pub struct NewSigning {
    pub funder: PartnerId,
    /// Whose legal person pays, where the payer is the funder's borrower.
    pub borrower: Option<AgentId>,
    pub settlement_id: SettlementId,
    pub consent: String,
    pub shares: bool,
}

pub async fn active_name(connection: &mut PgConnection, funder: PartnerId) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!("select name from partners where id = $1 and status = 'active'", funder.0)
        .fetch_optional(connection)
        .await
}

/// The shop of a line of the funder's that is not closed, with its legal person.
pub async fn find_borrower(
    connection: &mut PgConnection,
    funder: PartnerId,
    line: &str,
) -> Result<Option<(AgentId, String)>, sqlx::Error> {
    let row = sqlx::query!(
        "select a.id, a.legal_person from credit_lines c join agents a on a.id = c.agent_id
         where c.reference = $1 and c.funder_id = $2 and c.state <> 'closed'",
        line,
        funder.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (AgentId(row.id), row.legal_person)))
}

pub async fn is_bound(
    connection: &mut PgConnection,
    funder: PartnerId,
    settlement_id: &SettlementId,
    card_index: &[u8],
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from bindings where funder_id = $1 and settlement_id = $2 and card_index = $3
                          and state in ('active', 'unsigning')) as "is!""#,
        funder.0,
        settlement_id.as_str(),
        card_index
    )
    .fetch_one(connection)
    .await
}

/// Whether a signing of the card is under way.
pub async fn is_being_bound(
    connection: &mut PgConnection,
    funder: PartnerId,
    settlement_id: &SettlementId,
    card_index: &[u8],
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from signings where funder_id = $1 and settlement_id = $2 and card_index = $3
                          and state in ('created', 'code_sent', 'confirming')) as "is!""#,
        funder.0,
        settlement_id.as_str(),
        card_index
    )
    .fetch_one(connection)
    .await
}

pub async fn insert_signing(
    connection: &mut PgConnection,
    (id, reference, at): (SigningId, &Reference, OffsetDateTime),
    new: &NewSigning,
    mapped: &InForce,
    (payer, kept): (&Payer, &Kept),
) -> Result<(), sqlx::Error> {
    let begun = Signing::begin(at);
    sqlx::query!(
        "insert into signings (id, reference, funder_id, settlement_id, mapping_id, facilitator_id, payer, payer_masked,
                               card_masked, card_index, payer_no, consent, consent_shares, state, sendings, tries, asked_at,
                               created_at, agent_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17, $18)",
        id.0,
        reference.as_str(),
        new.funder.0,
        new.settlement_id.as_str(),
        mapped.id.0,
        mapped.facilitator.0,
        kept.sealed,
        payer.masked_name(),
        payer.masked_card(),
        kept.card_index,
        kept.payer_no,
        new.consent,
        new.shares,
        begun.state.code(),
        begun.sendings,
        begun.tries,
        at,
        new.borrower.map(|borrower| borrower.0),
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn insert_share(
    connection: &mut PgConnection,
    (id, signing, at): (ShareId, SigningId, OffsetDateTime),
    new: &NewSigning,
    facilitator: PartnerId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into shares (id, signing_id, funder_id, facilitator_id, settlement_id, state, created_at)
         values ($1, $2, $3, $4, $5, 'pending', $6)",
        id.0,
        signing.0,
        new.funder.0,
        facilitator.0,
        new.settlement_id.as_str(),
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A signing, locked.
pub async fn lock_signing<R>(connection: &mut PgConnection, id: SigningId) -> Result<Option<SigningRow>, Error<R>> {
    sqlx::query!("select from signings where id = $1 for update", id.0).fetch_optional(&mut *connection).await?;
    find_signing(connection, id).await
}

pub async fn find_signing<R>(connection: &mut PgConnection, id: SigningId) -> Result<Option<SigningRow>, Error<R>> {
    let row = sqlx::query!(
        "select reference, funder_id, facilitator_id, settlement_id, mapping_id, payer, payer_masked, card_masked, card_index,
                payer_no, consent_shares, agent_id, state, sendings, tries, asked_at, failure
         from signings where id = $1",
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(SigningRow {
            id,
            reference: row.reference.parse().map_err(Error::defect)?,
            funder: PartnerId(row.funder_id),
            facilitator: PartnerId(row.facilitator_id),
            settlement_id: row.settlement_id.parse().map_err(Error::defect)?,
            mapping: MappingId(row.mapping_id),
            payer: row.payer,
            payer_masked: row.payer_masked,
            card_masked: row.card_masked,
            card_index: row.card_index,
            payer_no: row.payer_no,
            shares: row.consent_shares,
            borrower: row.agent_id.map(AgentId),
            signing: Signing {
                state: row.state.parse().map_err(Error::defect)?,
                sendings: row.sendings,
                tries: row.tries,
                asked_at: row.asked_at,
                failure: row.failure.map(|code| code.parse().map_err(Error::defect)).transpose()?,
            },
        })
    })
    .transpose()
}

pub async fn update_signing(
    connection: &mut PgConnection,
    id: SigningId,
    signing: &Signing,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update signings set state = $2, sendings = $3, tries = $4, asked_at = $5, failure = $6, decided_at = $7 where id = $1",
        id.0,
        signing.state.code(),
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

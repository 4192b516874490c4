mod attachment;
mod comment;
mod contact;
mod list;
mod same_owner;

use domain::{
    Amount, Reference,
    application::{ApplicationState, Need, Proposal},
    id::{AgentId, ApplicationId, CreditLineId, OfferId, PartnerId, ProductId, UserId},
    offer::ContractKind,
    terms::{LoanTerms, Tenor},
};
use sqlx::{PgConnection, types::Json};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::Owner;
use crate::{
    Error,
    tenors::{tenor_texts, tenors_of},
};

pub use attachment::{
    NewAttachment, count_attachments, delete_attachment, find_attachment_of, find_sealed_attachment, insert_attachment,
    list_attachments, lock_attachments_before, update_attachment, update_attachments_moved,
};
pub use comment::{NewComment, insert_comment, list_comments};
pub use contact::{
    NewUnmasking, find_contact, find_unmasked_until, insert_unmasking, list_with_same_phone, update_contact,
};
pub use list::{
    Surroundings, count_narrowed, count_open, find_newest, find_next, find_surroundings, list_narrowed, list_of_shop,
    list_oldest,
};
pub use same_owner::find_owner_exposure;

/// An application with everything that a step may change.
pub struct Application {
    pub id: ApplicationId,
    pub agent: AgentId,
    pub funder: PartnerId,
    pub offer: OfferId,
    pub reference: Option<Reference>,
    pub state: ApplicationState,
    pub need: Need,
    /// Sealed, and changed by [`update_contact`] alone.
    pub contact: Option<Vec<u8>>,
    pub offered_limit: Amount,
    pub approved_limit: Option<Amount>,
    pub terms: LoanTerms,
    pub tenors: Vec<Tenor>,
    pub claimed_by: Option<UserId>,
    pub proposed_by: Option<UserId>,
    pub proposal: Option<Proposal>,
    pub confirmed_by: Option<UserId>,
    /// The text agreed to, with its hash.
    pub contract: Option<(String, Vec<u8>)>,
    pub version: i64,
    pub submitted_at: Option<OffsetDateTime>,
    pub decided_at: Option<OffsetDateTime>,
    /// When the agent accepted more than it had asked for.
    pub accepted_at: Option<OffsetDateTime>,
}

impl Application {
    /// The limit that was asked for.
    pub fn asked_limit(&self) -> Amount {
        self.need.requested_limit.unwrap_or(self.offered_limit)
    }

    /// Whether it has waited too long for its next step.
    pub fn has_lapsed(&self, now: OffsetDateTime) -> bool {
        self.state.lapses_at(self.submitted_at, self.decided_at).is_some_and(|at| at <= now)
    }
}

struct RawApplication {
    id: Uuid,
    agent_id: Uuid,
    funder_id: Uuid,
    offer_id: Uuid,
    reference: Option<String>,
    state: String,
    form: Json<Need>,
    contact: Option<Vec<u8>>,
    offered_limit_fen: i64,
    approved_limit_fen: Option<i64>,
    terms: Json<LoanTerms>,
    tenors: Vec<String>,
    claimed_by: Option<Uuid>,
    proposed_by: Option<Uuid>,
    proposal: Option<Json<Proposal>>,
    confirmed_by: Option<Uuid>,
    contract: Option<String>,
    contract_hash: Option<Vec<u8>>,
    version: i64,
    submitted_at: Option<OffsetDateTime>,
    decided_at: Option<OffsetDateTime>,
    accepted_at: Option<OffsetDateTime>,
}

impl RawApplication {
    fn into_application<R>(self) -> Result<Application, Error<R>> {
        Ok(Application {
            id: ApplicationId(self.id),
            agent: AgentId(self.agent_id),
            funder: PartnerId(self.funder_id),
            offer: OfferId(self.offer_id),
            reference: self.reference.map(|text| text.parse()).transpose().map_err(Error::defect)?,
            state: self.state.parse().map_err(Error::defect)?,
            need: self.form.0,
            contact: self.contact,
            offered_limit: Amount::from_fen(self.offered_limit_fen),
            approved_limit: self.approved_limit_fen.map(Amount::from_fen),
            terms: self.terms.0,
            tenors: tenors_of(&self.tenors)?,
            claimed_by: self.claimed_by.map(UserId),
            proposed_by: self.proposed_by.map(UserId),
            proposal: self.proposal.map(|proposal| proposal.0),
            confirmed_by: self.confirmed_by.map(UserId),
            contract: self.contract.zip(self.contract_hash),
            version: self.version,
            submitted_at: self.submitted_at,
            decided_at: self.decided_at,
            accepted_at: self.accepted_at,
        })
    }
}

/// An offer, as far as an application from it needs it.
pub struct OfferFacts {
    pub selected: bool,
    pub valid_until: Option<OffsetDateTime>,
}

/// The names in a contract.
pub struct Parties {
    pub kind: ContractKind,
    pub funder: String,
    pub agent: String,
    pub legal_person: String,
    pub licence_no: String,
}

/// What an agent fills in for an offer that it may still leave.
pub struct Draft {
    pub id: ApplicationId,
    pub offer: OfferId,
    pub need: Need,
}

pub struct NewDraft {
    pub agent: AgentId,
    pub offer: OfferId,
    pub need: Need,
}

pub struct NewLine {
    pub id: CreditLineId,
    /// None of an offer that names none.
    pub product: Option<ProductId>,
    pub reference: Reference,
    pub limit: Amount,
    pub opened_on: Date,
    pub matures_on: Date,
}

/// The application that an owner may read, with what a statement says behind its conditions.
macro_rules! application {
    ($connection:expr, $id:expr, $owner:expr, $then:literal) => {{
        let (agent, funder) = $owner.ids();
        sqlx::query_as!(
            RawApplication,
            r#"select a.id, a.agent_id, a.funder_id, a.offer_id, a.reference,
                      a.state, a.form as "form: Json<Need>", a.contact, a.offered_limit_fen, a.approved_limit_fen,
                      a.terms as "terms: Json<LoanTerms>", a.tenors, a.claimed_by, a.proposed_by,
                      a.proposal as "proposal: Json<Proposal>", a.confirmed_by, a.contract, a.contract_hash, a.version,
                      a.submitted_at, a.decided_at, a.accepted_at
               from applications a
               where a.id = $1 and ($2::uuid is null or a.agent_id = $2)
                 and ($3::uuid is null or (a.funder_id = $3 and a.submitted_at is not null)) "#
                + $then,
            $id.0,
            agent,
            funder
        )
        .fetch_optional($connection)
        .await?
        .map(RawApplication::into_application)
        .transpose()
    }};
}

pub async fn find_application<R>(
    connection: &mut PgConnection,
    id: ApplicationId,
    owner: Owner,
) -> Result<Option<Application>, Error<R>> {
    application!(connection, id, owner, "")
}

/// Whether the agent's one slot is held.
pub async fn find_slot(connection: &mut PgConnection, agent: AgentId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from applications where agent_id = $1 and slot_held) as "held!""#,
        agent.0
    )
    .fetch_one(connection)
    .await
}

/// The agent's draft: there is at most one.
pub async fn lock_draft(connection: &mut PgConnection, agent: AgentId) -> Result<Option<Draft>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id, offer_id, form as "form: Json<Need>" from applications
           where agent_id = $1 and state = 'draft' for update"#,
        agent.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Draft { id: ApplicationId(row.id), offer: OfferId(row.offer_id), need: row.form.0 }))
}

pub async fn lock_application<R>(
    connection: &mut PgConnection,
    id: ApplicationId,
    owner: Owner,
) -> Result<Option<Application>, Error<R>> {
    application!(connection, id, owner, "for update of a")
}

/// Saves everything that a step may change, but for the contact.
pub async fn update_application(connection: &mut PgConnection, application: &Application) -> Result<(), sqlx::Error> {
    let (contract, contract_hash) = application.contract.clone().unzip();
    sqlx::query!(
        "update applications
         set reference = $2, state = $3, slot_held = $4, form = $5, approved_limit_fen = $6, claimed_by = $7,
             proposed_by = $8, proposal = $9, confirmed_by = $10, contract = $11, contract_hash = $12, version = $13,
             submitted_at = $14, decided_at = $15, accepted_at = $16
         where id = $1",
        application.id.0,
        application.reference.as_ref().map(Reference::as_str),
        application.state.code(),
        application.state.holds_slot(),
        Json(&application.need) as _,
        application.approved_limit.map(Amount::fen),
        application.claimed_by.map(|user| user.0),
        application.proposed_by.map(|user| user.0),
        application.proposal.as_ref().map(Json) as _,
        application.confirmed_by.map(|user| user.0),
        contract,
        contract_hash,
        application.version,
        application.submitted_at,
        application.decided_at,
        application.accepted_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn insert_draft(
    connection: &mut PgConnection,
    id: ApplicationId,
    new: &NewDraft,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into applications (id, agent_id, funder_id, offer_id, state, slot_held, form, offered_limit_fen, terms,
                                   tenors, created_at)
         select $1, agent_id, funder_id, id, 'draft', false, $4, limit_fen, terms, tenors, $5
         from offers where id = $3 and agent_id = $2",
        id.0,
        new.agent.0,
        new.offer.0,
        Json(&new.need) as _,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_draft_withdrawn(connection: &mut PgConnection, draft: ApplicationId) -> Result<(), sqlx::Error> {
    sqlx::query!("update applications set state = 'withdrawn', version = version + 1 where id = $1", draft.0)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn find_offer(connection: &mut PgConnection, offer: OfferId) -> Result<OfferFacts, sqlx::Error> {
    sqlx::query_as!(
        OfferFacts,
        r#"select state = 'selected' as "selected!", valid_until from offers where id = $1"#,
        offer.0
    )
    .fetch_one(connection)
    .await
}

pub async fn find_display_name(connection: &mut PgConnection, user: UserId) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!("select display_name from users where id = $1", user.0).fetch_one(connection).await
}

pub async fn insert_credit_line(
    connection: &mut PgConnection,
    application: &Application,
    line: &NewLine,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into credit_lines (id, reference, agent_id, funder_id, application_id, state, limit_fen,
                                   outstanding_fen, earmarked_fen, terms, tenors, opened_on, matures_on, product_id)
         values ($1, $2, $3, $4, $5, 'active', $6, 0, 0, $7, $8, $9, $10, $11)",
        line.id.0,
        line.reference.as_str(),
        application.agent.0,
        application.funder.0,
        application.id.0,
        line.limit.fen(),
        Json(&application.terms) as _,
        &tenor_texts(&application.tenors),
        line.opened_on,
        line.matures_on,
        line.product.map(|product| product.0)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Applications that have waited too long: submitted or decided before these instants, and not gone further.
pub async fn list_overdue(
    connection: &mut PgConnection,
    submitted_before: OffsetDateTime,
    decided_before: OffsetDateTime,
) -> Result<Vec<ApplicationId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select id from applications
         where (state in ('submitted', 'in_review', 'more_information') and submitted_at <= $1)
            or (state in ('counter_offered', 'approved') and decided_at <= $2)
         order by submitted_at",
        submitted_before,
        decided_before
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(ApplicationId).collect())
}

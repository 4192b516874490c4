//! Consents: what an agent authorised, for which partner, with which text, when, and whether it still holds.

mod sql;

use domain::{
    consent::{ConsentPurpose, ConsentRefusal},
    event::PartnerEvent,
    id::{AgentId, ConsentId, PartnerId},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use crate::{Context, Db, Error, Write, context::FUNDER_TEAM, error::Never};

/// A text that was shown and agreed to: its version, and its words, which are kept as they were read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentText {
    pub version: String,
    pub text: String,
}

impl ConsentText {
    #[must_use]
    pub fn of(version: &str, text: &str) -> Self {
        Self { version: version.to_owned(), text: text.to_owned() }
    }

    /// The SHA-256 of the words.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.text).into()
    }
}

/// One consent, given by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenConsent {
    pub purpose: ConsentPurpose,
    pub text: ConsentText,
}

/// A consent as its agent sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRow {
    pub id: ConsentId,
    pub purpose: ConsentPurpose,
    pub partner: PartnerId,
    pub partner_name: String,
    pub text_version: String,
    pub text_hash: Vec<u8>,
    pub given_at: OffsetDateTime,
    pub withdrawn_at: Option<OffsetDateTime>,
}

/// Records consents of an agent for one partner, with where the person sits.
pub(crate) async fn record<R>(
    write: &mut Write,
    context: &Context,
    (agent, partner): (AgentId, PartnerId),
    consents: &[GivenConsent],
) -> Result<(), Error<R>> {
    let person = context.person()?;
    for consent in consents {
        let (id, at) = (ConsentId(write.id()), write.at);
        let row = sql::NewConsent { id, agent, partner, consent, at };
        sql::insert_consent(write.connection(), &row, &person.address, &person.device).await?;
    }
    Ok(())
}

/// Everything that an agent has authorised, newest first.
///
/// # Errors
/// `Forbidden` for anybody but an agent.
pub async fn consents(db: &Db, context: &Context) -> Result<Vec<ConsentRow>, Error<Never>> {
    let agent = context.shop()?;
    db.read(context, move |connection| Box::pin(async move { sql::list_consents(connection, agent, None).await })).await
}

/// What one agent has authorised for the asking funder, newest first.
///
/// # Errors
/// `Forbidden` for anybody but the funder.
pub async fn consents_for_funder(db: &Db, context: &Context, agent: AgentId) -> Result<Vec<ConsentRow>, Error<Never>> {
    let funder = context.funder(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move { sql::list_consents(connection, agent, Some(funder)).await })
    })
    .await
}

/// A consent with the words that were agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentDetail {
    pub row: ConsentRow,
    /// `None` for a consent from before words were kept.
    pub text: Option<String>,
}

/// One of the agent's own consents, to be read again.
///
/// # Errors
/// `NotFound` for another agent's.
pub async fn consent(db: &Db, context: &Context, id: ConsentId) -> Result<ConsentDetail, Error<Never>> {
    let agent = context.shop()?;
    db.read(context, move |connection| {
        Box::pin(async move { sql::find_consent(connection, id, agent).await?.ok_or(Error::NotFound) })
    })
    .await
}

/// Stops the flow of data that a consent allowed, and with it any older consent for the same partner and purpose: they
/// say the same thing. What was passed on already, and every contract, stays.
///
/// # Errors
/// `NotFound` for another agent's consent; refused when it is part of a contract or was withdrawn before.
pub async fn withdraw_consent(db: &Db, context: &Context, consent: ConsentId) -> Result<(), Error<ConsentRefusal>> {
    let agent = context.agent()?;
    db.write(context, "consent.withdraw", &consent, move |write| {
        Box::pin(async move {
            let given = sql::lock_consent(write.connection(), consent, agent).await?.ok_or(Error::NotFound)?;
            if !given.purpose.may_be_withdrawn() {
                let purpose = given.purpose.code().to_owned();
                return Err(Error::Refused(ConsentRefusal::PartOfContract { purpose }));
            }
            if given.withdrawn_at.is_some() {
                return Err(Error::Refused(ConsentRefusal::AlreadyWithdrawn));
            }
            let at = write.at;
            sql::update_withdrawn(write.connection(), agent, &given, at).await?;
            write.envelope.about(consent);
            write.envelope.changed(&"given", &"withdrawn")?;
            let told = PartnerEvent::ConsentWithdrawn { purpose: given.purpose.code().to_owned() };
            write.envelope.tell(given.partner, consent, &told)
        })
    })
    .await
}

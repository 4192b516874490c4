//! The agent fills the form in, step by step, and submits it with its consents.

use domain::{
    Reference,
    application::{ApplicationForm, ApplicationRefusal, ApplicationState, ApplicationStep, FormStep, check_consents},
    consent::ConsentPurpose,
    event::PartnerEvent,
    id::{AgentId, ApplicationId},
    reference::ReferenceKind,
};
use serde::{Deserialize, Serialize};

use super::{
    Owner, Progress, advance,
    contact::{open_contact, seal_contact},
    sql,
};
use crate::{
    Context, Db, Error, Write,
    consent::{self, GivenConsent},
    error::Conflict,
    party::check_standing,
    reference::next_reference,
    sealed::Seals,
};

/// What was typed into one step of the form.
#[derive(Clone, Debug)]
pub struct SaveDraftCommand {
    pub application: ApplicationId,
    /// The version that the form was filled in on.
    pub version: i64,
    pub step: FormStep,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SubmitCommand {
    pub application: ApplicationId,
    /// The version that was reviewed.
    pub version: i64,
    pub consents: Vec<GivenConsent>,
}

/// What is filed of a step: it holds personal data, so that only its keyed digest says what was typed.
#[derive(Serialize)]
struct Filed {
    application: ApplicationId,
    version: i64,
    digest: Vec<u8>,
}

/// Keeps what was typed so far. Saving the same again changes nothing, and so does not matter.
///
/// # Errors
/// `NotFound` for another agent's draft, a conflict when it was changed elsewhere since, refused when it is submitted
/// or a field is too long or no mobile number.
pub async fn save_draft(
    db: &Db,
    context: &Context,
    command: SaveDraftCommand,
) -> Result<Progress, Error<ApplicationRefusal>> {
    let agent = context.agent()?;
    let typed = serde_json::to_string(&command.step)?;
    let digest = db.seals().blind_index("application.save_draft", &typed).map_err(Error::Failed)?;
    let filed = Filed { application: command.application, version: command.version, digest };
    db.write(context, "application.save_draft", &filed, move |write| {
        Box::pin(async move {
            let mut draft = lock_draft(write, command.application, agent).await?;
            let seals = write.seals().clone();
            let before = form_of(&seals, &draft)?;
            let form = before.clone().with_step(command.step);
            form.check_draft().map_err(Error::Refused)?;
            if form != before {
                if draft.version != command.version {
                    return Err(Error::Conflict(Conflict::Changed));
                }
                draft.need = form.need;
                draft.version = draft.version.saturating_add(1);
                sql::update_application(write.connection(), &draft).await?;
                if form.contact != before.contact {
                    seal_contact(write.connection(), &seals, draft.id, &form.contact).await?;
                }
            }
            write.envelope.about(draft.id);
            Ok(Progress { state: draft.state, version: draft.version })
        })
    })
    .await
}

/// Hands the application over to the funder. From here on the agent's one slot is held, and the funder sees who asks.
///
/// # Errors
/// `NotFound` for another agent's draft, a conflict when it was changed elsewhere since; refused when something is
/// missing, the offer or a licence has expired, the funder is suspended, or another application or line is live.
pub async fn submit(
    db: &Db,
    context: &Context,
    command: SubmitCommand,
) -> Result<Reference, Error<ApplicationRefusal>> {
    let agent = context.agent()?;
    let person = context.clone();
    db.write(context, "application.submit", &command.clone(), move |write| {
        Box::pin(async move {
            let draft = lock_draft(write, command.application, agent).await?;
            if draft.version != command.version {
                return Err(Error::Conflict(Conflict::Changed));
            }
            hand_over(write, &person, draft, &command.consents).await
        })
    })
    .await
}

async fn hand_over(
    write: &mut Write,
    context: &Context,
    draft: sql::Application,
    consents: &[GivenConsent],
) -> Result<Reference, Error<ApplicationRefusal>> {
    form_of(write.seals(), &draft)?.check_complete(draft.offered_limit).map_err(Error::Refused)?;
    let purposes: Vec<ConsentPurpose> = consents.iter().map(|consent| consent.purpose).collect();
    check_consents(&purposes).map_err(Error::Refused)?;
    let offer = sql::find_offer(write.connection(), draft.offer).await?;
    if !offer.selected || offer.valid_until.is_none_or(|until| write.at >= until) {
        return Err(Error::Refused(ApplicationRefusal::OfferNotOpen));
    }
    check_standing(write.connection(), draft.agent, draft.funder).await?;
    consent::record(write, context, (draft.agent, draft.funder), consents).await?;
    let reference = next_reference(write, ReferenceKind::Application).await?;
    let (id, funder) = (draft.id, draft.funder);
    let submitted = sql::Application { reference: Some(reference.clone()), submitted_at: Some(write.at), ..draft };
    advance(write, context, submitted, ApplicationStep::Submit, "").await?;
    write.envelope.tell(funder, id, &PartnerEvent::ApplicationSubmitted { reference: reference.clone() })?;
    Ok(reference)
}

/// The whole form, with the contact in clear.
fn form_of(seals: &Seals, draft: &sql::Application) -> Result<ApplicationForm, Error<ApplicationRefusal>> {
    Ok(ApplicationForm { contact: open_contact(seals, draft)?, need: draft.need.clone() })
}

async fn lock_draft(
    write: &mut Write,
    id: ApplicationId,
    agent: AgentId,
) -> Result<sql::Application, Error<ApplicationRefusal>> {
    let owner = Owner::Agent(agent);
    let draft = sql::lock_application(write.connection(), id, owner).await?.ok_or(Error::NotFound)?;
    match draft.state {
        ApplicationState::Draft => Ok(draft),
        state => Err(Error::Refused(ApplicationRefusal::WrongState { state: state.code().to_owned() })),
    }
}

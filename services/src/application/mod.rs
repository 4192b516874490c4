//! Formal applications: draft, submission, the decision of two people, and the contract that opens the line.

mod attachment;
mod choose;
mod comment;
mod contact;
mod contract;
mod draft;
mod lapse;
mod outcome;
mod queue;
mod report;
mod review;
mod same_owner;
mod shop;
mod sql;

use domain::{
    application::{ApplicationRefusal, ApplicationState, ApplicationStep},
    id::{AgentId, ApplicationId, PartnerId},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Context, Error, Write, error::violated_constraint};

pub(crate) use attachment::reseal_attachments;
pub use attachment::{
    AttachCommand, AttachmentFile, AttachmentRow, attach, attachments, download_attachment, remove_attachment,
};
pub use choose::select_offer;
pub use comment::{Comment, CommentCommand, comment, comments};
pub use contact::{ShownContact, UnmaskCommand, unmask};
pub(crate) use contact::{contact_place, seal_contact};
pub use contract::{AgreeContractCommand, agree_contract};
pub use draft::{SaveDraftCommand, SubmitCommand, save_draft, submit};
pub use lapse::lapse_overdue;
pub use outcome::{AcceptCommand, WithdrawCommand, accept_counter_offer, withdraw};
pub use queue::{Queue, next_waiting, queue};
pub use report::{
    Applicant, ApplicationBrief, ApplicationDetail, ApplicationFilter, ApplicationRow, Proposed, ShownContract,
    application, applications, newest_application,
};
pub use review::{
    AnswerQuestionCommand, AskForMoreCommand, ClaimCommand, ConfirmCommand, ProposeCommand, answer_question,
    ask_for_more, claim, confirm, propose,
};
pub use same_owner::{OwnerExposure, OwnerLine};
pub use shop::{Shop, ShopOffer, shop};

/// Where an application stands after a step: the version is what the next command must name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    pub state: ApplicationState,
    pub version: i64,
}

/// Whose applications somebody may act on or read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Agent(AgentId),
    /// Only what was submitted to it.
    Funder(PartnerId),
    /// Everybody's, to read.
    Institution,
}

impl Owner {
    /// The agent and the funder that a row must have.
    const fn ids(self) -> (Option<Uuid>, Option<Uuid>) {
        match self {
            Self::Agent(AgentId(agent)) => (Some(agent), None),
            Self::Funder(PartnerId(funder)) => (None, Some(funder)),
            Self::Institution => (None, None),
        }
    }
}

/// Locks an application that somebody looked at when it had `version`.
async fn lock_seen(
    write: &mut Write,
    id: ApplicationId,
    owner: Owner,
    version: i64,
) -> Result<sql::Application, Error<ApplicationRefusal>> {
    let locked = sql::lock_application(write.connection(), id, owner).await?.ok_or(Error::NotFound)?;
    if locked.version != version {
        return Err(Error::Refused(ApplicationRefusal::DecidedMeanwhile));
    }
    // The worker may not have come by yet.
    if locked.has_lapsed(write.at) { Err(Error::Refused(ApplicationRefusal::Lapsed)) } else { Ok(locked) }
}

/// Takes a step, saves what else was changed about the application, and leaves the row of the step.
async fn advance(
    write: &mut Write,
    context: &Context,
    application: sql::Application,
    step: ApplicationStep,
    reason: &str,
) -> Result<Progress, Error<ApplicationRefusal>> {
    let after = application.state.after(step).map_err(Error::Refused)?;
    save(write, context, application, after, reason).await
}

/// Saves an application, which may stay in its state.
async fn save(
    write: &mut Write,
    context: &Context,
    application: sql::Application,
    after: ApplicationState,
    reason: &str,
) -> Result<Progress, Error<ApplicationRefusal>> {
    let (id, before) = (application.id, application.state);
    let application = sql::Application { state: after, version: application.version.saturating_add(1), ..application };
    let saved = sql::update_application(write.connection(), &application).await;
    saved.map_err(|error| match violated_constraint(&error) {
        Some("one_live_slot_per_agent") => Error::Refused(ApplicationRefusal::SlotTaken),
        Some("application_maker_is_not_checker") => Error::Refused(ApplicationRefusal::SamePerson),
        _ => error.into(),
    })?;
    write.envelope.moved(id, (before.code(), after.code()), &context.actor_name(), reason);
    write.envelope.about(id);
    let progress = Progress { state: after, version: application.version };
    write.envelope.changed(&before, &progress)?;
    Ok(progress)
}

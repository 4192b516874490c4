//! The funder's two people and the agent take turns. Every command names the version that its person saw: whoever acts
//! second on the same version is told so, and nothing is decided twice.

use domain::{
    application::{
        ApplicationRefusal, ApplicationState, ApplicationStep, Decision, OPINION_LIMIT, Proposal, ReviewStep,
        check_message, written,
    },
    event::PartnerEvent,
    id::{ApplicationId, PartnerId, UserId},
    role::Role,
};
use serde::{Deserialize, Serialize};

use super::{Owner, Progress, advance, lock_seen, save, sql};
use crate::{Context, Db, Error, Write, offer::check_capacity_of_offer, party::check_standing};

/// A reviewer takes an application on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ClaimCommand {
    pub application: ApplicationId,
    pub version: i64,
    /// Takes it from the colleague who has it.
    pub take_over: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskForMoreCommand {
    pub application: ApplicationId,
    pub version: i64,
    pub question: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AnswerQuestionCommand {
    pub application: ApplicationId,
    pub version: i64,
    pub answer: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProposeCommand {
    pub application: ApplicationId,
    pub version: i64,
    pub decision: Decision,
    /// Why, for the approver.
    pub opinion: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConfirmCommand {
    pub application: ApplicationId,
    pub version: i64,
    /// Whether the proposal stands. If not it goes back to the reviewer, with the note that says why.
    pub agree: bool,
    pub note: String,
}

/// A reviewer takes an application on, or takes it over from a colleague.
///
/// # Errors
/// `NotFound` for what was not submitted to the reviewer's funder; refused when somebody else has it, or the reviewer has.
pub async fn claim(db: &Db, context: &Context, command: ClaimCommand) -> Result<Progress, Error<ApplicationRefusal>> {
    let (funder, reviewer) = person_of_funder(context, Role::FunderReviewer)?;
    let actor = context.clone();
    db.write(context, "application.claim", &command.clone(), move |write| {
        Box::pin(async move {
            let owner = Owner::Funder(funder);
            let mut application = lock_seen(write, command.application, owner, command.version).await?;
            let reason = match application.claimed_by {
                Some(holder) if holder != reviewer => {
                    let by = sql::find_display_name(write.connection(), holder).await?;
                    if !command.take_over {
                        return Err(Error::Refused(ApplicationRefusal::ClaimedByAnother { by }));
                    }
                    ReviewStep::TakenOver.reason(&by)
                }
                Some(_) => return Err(Error::Refused(wrong_state(&application))),
                None => String::new(),
            };
            application.claimed_by = Some(reviewer);
            advance(write, &actor, application, ApplicationStep::Claim, &reason).await
        })
    })
    .await
}

/// The reviewer asks the agent something. A proposal that waits for its second person is taken back.
///
/// # Errors
/// `NotFound` for another funder's application; refused unless the reviewer has it, and without a question.
pub async fn ask_for_more(
    db: &Db,
    context: &Context,
    command: AskForMoreCommand,
) -> Result<Progress, Error<ApplicationRefusal>> {
    let (funder, reviewer) = person_of_funder(context, Role::FunderReviewer)?;
    let actor = context.clone();
    db.write(context, "application.ask_for_more", &command.clone(), move |write| {
        Box::pin(async move {
            let owner = Owner::Funder(funder);
            let mut application = lock_seen(write, command.application, owner, command.version).await?;
            check_message("question", &command.question).map_err(Error::Refused)?;
            check_holder(write, &application, reviewer).await?;
            (application.proposed_by, application.proposal) = (None, None);
            advance(write, &actor, application, ApplicationStep::AskForMore, command.question.trim()).await
        })
    })
    .await
}

/// The agent answers the reviewer's question.
///
/// # Errors
/// `NotFound` for another agent's application; refused when nothing was asked, and without an answer.
pub async fn answer_question(
    db: &Db,
    context: &Context,
    command: AnswerQuestionCommand,
) -> Result<Progress, Error<ApplicationRefusal>> {
    let agent = context.agent()?;
    let actor = context.clone();
    db.write(context, "application.answer", &command.clone(), move |write| {
        Box::pin(async move {
            let owner = Owner::Agent(agent);
            let mut application = lock_seen(write, command.application, owner, command.version).await?;
            check_message("answer", &command.answer).map_err(Error::Refused)?;
            command.answer.trim().clone_into(&mut application.need.answer);
            let (id, funder) = (application.id, application.funder);
            let progress = advance(write, &actor, application, ApplicationStep::Answer, command.answer.trim()).await?;
            write.envelope.tell(funder, id, &PartnerEvent::ApplicationAnswered {})?;
            Ok(progress)
        })
    })
    .await
}

/// The reviewer proposes a decision, or another one instead. It counts when an approver has confirmed it.
///
/// # Errors
/// `NotFound` for another funder's application; refused unless the reviewer has it, when the limit would be raised, when
/// a rejection has no reason, and without an opinion.
pub async fn propose(
    db: &Db,
    context: &Context,
    command: ProposeCommand,
) -> Result<Progress, Error<ApplicationRefusal>> {
    let (funder, reviewer) = person_of_funder(context, Role::FunderReviewer)?;
    let actor = context.clone();
    db.write(context, "application.propose", &command.clone(), move |write| {
        Box::pin(async move {
            let owner = Owner::Funder(funder);
            let mut application = lock_seen(write, command.application, owner, command.version).await?;
            let step = command.decision.step(application.asked_limit());
            application.state.after(step).map_err(Error::Refused)?;
            command.decision.check(application.offered_limit).map_err(Error::Refused)?;
            let opinion = written("opinion", &command.opinion, OPINION_LIMIT).map_err(Error::Refused)?;
            check_holder(write, &application, reviewer).await?;
            // The proposal may be replaced; the step and its reason stay for ever.
            let reason = ReviewStep::Proposed.reason(&opinion);
            let proposal = Proposal { decision: command.decision, opinion };
            (application.proposed_by, application.proposal) = (Some(reviewer), Some(proposal));
            let state = application.state;
            save(write, &actor, application, state, &reason).await
        })
    })
    .await
}

/// An approver, who is another person, confirms the proposal or gives it back to the reviewer.
///
/// # Errors
/// `NotFound` for another funder's application; refused when nothing is proposed or waits for a decision any more, to the
/// proposer, and without a note when it is given back.
pub async fn confirm(
    db: &Db,
    context: &Context,
    command: ConfirmCommand,
) -> Result<Progress, Error<ApplicationRefusal>> {
    let (funder, approver) = person_of_funder(context, Role::FunderApprover)?;
    let actor = context.clone();
    db.write(context, "application.confirm", &command.clone(), move |write| {
        Box::pin(async move {
            let owner = Owner::Funder(funder);
            let mut application = lock_seen(write, command.application, owner, command.version).await?;
            let proposal = application.proposal.clone().ok_or(Error::Refused(ApplicationRefusal::NothingProposed))?;
            // What was decided, or has ended meanwhile, keeps its proposal.
            application.state.after(proposal.decision.step(application.asked_limit())).map_err(Error::Refused)?;
            if application.proposed_by == Some(approver) {
                return Err(Error::Refused(ApplicationRefusal::SamePerson));
            }
            if command.agree && command.note.trim().is_empty() {
                return decide(write, &actor, application, (approver, proposal.decision), "").await;
            }
            check_message("note", &command.note).map_err(Error::Refused)?;
            let note = command.note.trim();
            if command.agree {
                return decide(write, &actor, application, (approver, proposal.decision), note).await;
            }
            (application.proposed_by, application.proposal) = (None, None);
            let reason = ReviewStep::SentBack.reason(note);
            save(write, &actor, application, ApplicationState::InReview, &reason).await
        })
    })
    .await
}

async fn decide(
    write: &mut Write,
    context: &Context,
    mut application: sql::Application,
    (approver, decision): (UserId, Decision),
    note: &str,
) -> Result<Progress, Error<ApplicationRefusal>> {
    application.confirmed_by = Some(approver);
    application.decided_at = Some(write.at);
    if let Decision::Approve { limit } = &decision {
        check_standing(write.connection(), application.agent, application.funder).await?;
        check_capacity_of_offer(write.connection(), application.offer, *limit).await?;
        application.approved_limit = Some(*limit);
    }
    let (id, funder, step) = (application.id, application.funder, decision.step(application.asked_limit()));
    let progress = advance(write, context, application, step, note).await?;
    let told = match progress.state {
        ApplicationState::Approved => PartnerEvent::ApplicationApproved {},
        ApplicationState::CounterOffered => PartnerEvent::ApplicationCounterOffered {},
        ApplicationState::MoreInformation => PartnerEvent::ApplicationMoreInformation {},
        _ => PartnerEvent::ApplicationRejected {},
    };
    write.envelope.tell(funder, id, &told)?;
    Ok(progress)
}

fn person_of_funder(context: &Context, role: Role) -> Result<(PartnerId, UserId), Error<ApplicationRefusal>> {
    let person = context.person()?;
    Ok((context.funder(&[role])?, person.user))
}

/// Only the reviewer who claimed it goes on with it.
async fn check_holder(
    write: &mut Write,
    application: &sql::Application,
    reviewer: UserId,
) -> Result<(), Error<ApplicationRefusal>> {
    match application.claimed_by {
        Some(holder) if holder == reviewer => Ok(()),
        Some(holder) => {
            let by = sql::find_display_name(write.connection(), holder).await?;
            Err(Error::Refused(ApplicationRefusal::ClaimedByAnother { by }))
        }
        None => Err(Error::Refused(wrong_state(application))),
    }
}

fn wrong_state(application: &sql::Application) -> ApplicationRefusal {
    ApplicationRefusal::WrongState { state: application.state.code().to_owned() }
}

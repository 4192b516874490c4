//! What the agent makes of it: accepts what is more than it asked for, or no longer wants it.

use domain::{
    application::{ApplicationRefusal, ApplicationState, ApplicationStep},
    event::PartnerEvent,
    id::ApplicationId,
};
use serde::{Deserialize, Serialize};

use super::{Owner, Progress, advance, lock_seen};
use crate::{Context, Db, Error, offer, party::check_standing};

/// The agent accepts the counter-offer of the version that it saw.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AcceptCommand {
    pub application: ApplicationId,
    pub version: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WithdrawCommand {
    pub application: ApplicationId,
    pub version: i64,
}

/// The agent accepts a limit above the one that it asked for, which is then approved. Declining it is to withdraw.
///
/// # Errors
/// `NotFound` for another agent's application; refused when it is no counter-offer, its funder is suspended or a licence
/// has expired.
pub async fn accept_counter_offer(
    db: &Db,
    context: &Context,
    command: AcceptCommand,
) -> Result<Progress, Error<ApplicationRefusal>> {
    let agent = context.agent()?;
    let actor = context.clone();
    db.write(context, "application.accept", &command.clone(), move |write| {
        Box::pin(async move {
            let owner = Owner::Agent(agent);
            let mut application = lock_seen(write, command.application, owner, command.version).await?;
            check_standing(write.connection(), agent, application.funder).await?;
            application.accepted_at = Some(write.at);
            let (id, funder) = (application.id, application.funder);
            let progress = advance(write, &actor, application, ApplicationStep::Accept, "").await?;
            write.envelope.tell(funder, id, &PartnerEvent::ApplicationApproved {})?;
            Ok(progress)
        })
    })
    .await
}

/// The agent no longer wants it. The slot is free again; the offer of a draft may be taken again while it is valid.
///
/// # Errors
/// `NotFound` for another agent's application; refused when it has ended or became a line.
pub async fn withdraw(
    db: &Db,
    context: &Context,
    command: WithdrawCommand,
) -> Result<Progress, Error<ApplicationRefusal>> {
    let agent = context.agent()?;
    let actor = context.clone();
    db.write(context, "application.withdraw", &command.clone(), move |write| {
        Box::pin(async move {
            let owner = Owner::Agent(agent);
            offer::lock_of_agent(write, agent).await?;
            let application = lock_seen(write, command.application, owner, command.version).await?;
            let (id, funder) = (application.id, application.funder);
            if application.state == ApplicationState::Draft {
                offer::pass_over(write, &actor.actor_name(), application.offer).await?;
            } else {
                write.envelope.tell(funder, id, &PartnerEvent::ApplicationWithdrawn {})?;
            }
            advance(write, &actor, application, ApplicationStep::Withdraw, "").await
        })
    })
    .await
}

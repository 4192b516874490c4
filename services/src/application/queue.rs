//! What waits at a funder.

use domain::{
    id::{ApplicationId, PartnerId},
    role::Role,
};

use super::{ApplicationRow, sql};
use crate::{
    Context, Db, Error,
    context::{FUNDER_TEAM, SignedIn},
    error::Never,
};

/// What waits for whom, how much of it, and the oldest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Submitted, and nobody has it.
    pub to_claim: i64,
    /// With the asking person, who has not proposed anything yet.
    pub mine: i64,
    /// Proposed, and waiting for its second person.
    pub to_confirm: i64,
    /// Waiting for the agent's answer.
    pub asked: i64,
    /// The oldest of what waits for somebody at the funder.
    pub oldest: Vec<ApplicationRow>,
}

/// How many of the oldest are listed.
const OLDEST: i64 = 8;

/// What waits at the asking person's funder.
///
/// # Errors
/// `Forbidden` for anybody but a person of the funder.
pub async fn queue(db: &Db, context: &Context) -> Result<Queue, Error<Never>> {
    let funder: PartnerId = context.funder(FUNDER_TEAM)?;
    let SignedIn { user, .. } = *context.person()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let (counts, waiting) = sql::count_open(connection, funder, user).await?;
            if waiting == 0 {
                return Ok(counts);
            }
            let oldest = sql::list_oldest(connection, funder, OLDEST).await?;
            Ok(Queue { oldest, ..counts })
        })
    })
    .await
}

/// The oldest that waits for the asking person besides this one: for a reviewer what it has claimed, then what nobody has; for an
/// approver what a colleague proposed. For nobody else does anything wait.
///
/// # Errors
/// `Forbidden` for anybody but a person of the funder.
pub async fn next_waiting(
    db: &Db,
    context: &Context,
    besides: ApplicationId,
) -> Result<Option<ApplicationRow>, Error<Never>> {
    let funder: PartnerId = context.funder(FUNDER_TEAM)?;
    let SignedIn { user, role, .. } = *context.person()?;
    let confirms = role == Role::FunderApprover;
    if !confirms && role != Role::FunderReviewer {
        return Ok(None);
    }
    db.read(context, move |connection| {
        Box::pin(async move { sql::find_next(connection, funder, (user, confirms), besides).await })
    })
    .await
}

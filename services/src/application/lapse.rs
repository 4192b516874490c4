//! Applications that have waited too long end by themselves, and the agent's slot is free again.

use domain::{
    actor::SystemPart,
    application::{AGREEMENT_DAYS, ApplicationRefusal, ApplicationStep, DECISION_DAYS},
    event::PartnerEvent,
    hexadecimal,
    id::ApplicationId,
};
use time::{Duration, OffsetDateTime};

use super::{Owner, advance, sql};
use crate::{Context, Db, Error};

/// Ends the applications whose time is over by an instant: by the worker, the present one; in a step of a day's close, its last. Gives how many
/// have ended, and how many did not because that failed.
///
/// # Errors
/// When the database fails.
pub async fn lapse_overdue(db: &Db, until: OffsetDateTime) -> Result<(usize, usize), Error<ApplicationRefusal>> {
    let (submitted, decided) = (until - Duration::days(DECISION_DAYS), until - Duration::days(AGREEMENT_DAYS));
    let overdue = db
        .read(&worker(db), move |connection| {
            Box::pin(async move {
                Ok::<_, Error<ApplicationRefusal>>(sql::list_overdue(connection, submitted, decided).await?)
            })
        })
        .await?;
    let (mut lapsed, mut failed) = (0, 0);
    for id in overdue {
        // One that fails keeps no other waiting.
        match lapse(db, id, until).await {
            Ok(ended) => lapsed += usize::from(ended),
            Err(error) => {
                tracing::error!(%id, ?error, "an application did not lapse");
                failed += 1;
            }
        }
    }
    Ok((lapsed, failed))
}

/// The worker's own request: its number is never used again, so that its answer is never taken for another's.
fn worker(db: &Db) -> Context {
    Context::system(SystemPart::Expiry, hexadecimal::text(&db.secret()))
}

/// False when it went on, or another worker was faster.
async fn lapse(db: &Db, id: ApplicationId, until: OffsetDateTime) -> Result<bool, Error<ApplicationRefusal>> {
    let context = worker(db);
    let actor = context.clone();
    db.write(&context, "application.lapse", &id, move |write| {
        Box::pin(async move {
            let locked = sql::lock_application(write.connection(), id, Owner::Institution).await?;
            let Some(application) = locked.filter(|application| application.has_lapsed(until)) else {
                return Ok(false);
            };
            let funder = application.funder;
            advance(write, &actor, application, ApplicationStep::Lapse, "").await?;
            write.envelope.tell(funder, id, &PartnerEvent::ApplicationLapsed {})?;
            Ok(true)
        })
    })
    .await
}

//! Where a partner is told: registered by one of its people or its system, tried out, and put in force by another of its people.

use domain::{
    endpoint::{EndReason, EndpointRefusal, EndpointState},
    id::{EndpointId, EventId, PartnerId},
    job::Job,
    notice::{DeadReason, Verdict},
    role::Role,
};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::{
    Notice,
    outbound::{Message, Outbound, Secret},
    partner,
    sql::{self, LockedEndpoint, NewEndpoint},
};
use crate::{
    Context, Db, Error, Write,
    error::{Never, violated_constraint},
    sealed::random_uuid,
};

/// Who puts an endpoint in force, or another secret.
const APPROVERS: &[Role] = &[Role::FunderApprover, Role::FacilitatorApprover];
/// How long after a change of the secret the one before signs too.
const OVERLAP: Duration = Duration::hours(24);
/// How long whoever asked sees the secret.
const REVEALED: Duration = Duration::minutes(15);

/// Where a partner wants to be told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RegisterEndpointCommand {
    pub url: String,
    /// Whether only the body `SUCCESS` acknowledges.
    pub wants_success: bool,
}

/// An endpoint as its partner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointRow {
    pub id: EndpointId,
    pub url: String,
    pub wants_success: bool,
    pub state: EndpointState,
    /// As audit rows name actors.
    pub registered_by: String,
    pub registered_at: OffsetDateTime,
    /// When it last acknowledged a test.
    pub tested_at: Option<OffsetDateTime>,
    pub approved_by: Option<String>,
    pub approved_at: Option<OffsetDateTime>,
    pub ended_at: Option<OffsetDateTime>,
    /// Why it was put out of force by nobody.
    pub end_reason: Option<EndReason>,
    /// Until when the secret before signs too.
    pub previous_until: Option<OffsetDateTime>,
    /// Its secrets that are in force, the newest first, for whom they are revealed to; otherwise none.
    pub secrets: Vec<Secret>,
}

/// The person of a partner who acts, with one of the roles that approve.
fn approver<R>(context: &Context) -> Result<PartnerId, Error<R>> {
    let person = context.person()?;
    if APPROVERS.contains(&person.role) { partner(context) } else { Err(Error::Forbidden) }
}

async fn lock_own<R>(write: &mut Write, id: EndpointId, owner: PartnerId) -> Result<LockedEndpoint, Error<R>> {
    let locked = sql::lock_endpoint(write.connection(), id).await?;
    let locked = locked.filter(|locked| locked.partner == owner).ok_or(Error::NotFound)?;
    write.envelope.about(id);
    Ok(locked)
}

/// Registers an endpoint. It is told nothing before it has acknowledged a test and a second person has put it in force.
///
/// # Errors
/// `Forbidden` to anybody but a partner; refused when its address is not public, and while another one waits.
pub async fn register_endpoint(
    db: &Db,
    outbound: &Outbound,
    context: &Context,
    command: RegisterEndpointCommand,
) -> Result<EndpointId, Error<EndpointRefusal>> {
    let (partner, by) = (partner(context)?, context.actor_name());
    let address = outbound.address(&command.url).await;
    db.write(context, "endpoint.register", &command.clone(), move |write| {
        Box::pin(async move {
            let url = address.ok_or(Error::Refused(EndpointRefusal::NotPublic))?;
            let (id, at, wants_success) = (EndpointId(write.id()), write.at, command.wants_success);
            let new = NewEndpoint { id, partner, url: &url, wants_success, by: &by, at };
            let saved = sql::insert_endpoint(write.connection(), &new).await;
            saved.map_err(|error| match violated_constraint(&error) {
                Some("one_endpoint_registered") => Error::Refused(EndpointRefusal::AlreadyRegistered),
                _ => error.into(),
            })?;
            write.envelope.about(id);
            write.envelope.moved(id, ("", EndpointState::Registered.code()), &by, "");
            Ok(id)
        })
    })
    .await
}

/// Sends an endpoint a notice of nothing, and waits for its answer.
///
/// # Errors
/// `NotFound` when it is not the partner's; refused when it is over, and when it does not acknowledge.
pub async fn test_endpoint(
    db: &Db,
    outbound: &Outbound,
    context: &Context,
    id: EndpointId,
) -> Result<(), Error<EndpointRefusal>> {
    let partner = partner(context)?;
    let locked = db
        .note(context, move |connection| {
            Box::pin(async move {
                let locked = sql::lock_endpoint(connection, id).await?;
                locked.filter(|locked| locked.partner == partner).ok_or(Error::NotFound)
            })
        })
        .await?;
    let tried = if locked.endpoint.can_be_tested() {
        let now = db.true_now();
        let event = EventId(random_uuid(db.secret()));
        let secrets = locked.secrets(db.seals(), now)?;
        let body = Notice::test(event, id, db.now()).body().map_err(Error::Failed)?;
        let (url, id) = (&locked.url, event.to_string());
        let message = Message { url, id: &id, body: &body, secrets: &secrets, sm2: locked.sm2 };
        let attempt = outbound.send(&message).await;
        match attempt.verdict(locked.wants_success) {
            Verdict::Acknowledged => Ok(()),
            _ => Err(EndpointRefusal::TestFailed { outcome: attempt.outcome() }),
        }
    } else {
        Err(EndpointRefusal::WrongState)
    };
    db.write(context, "endpoint.test", &id, move |write| {
        Box::pin(async move {
            lock_own(write, id, partner).await?;
            tried.map_err(Error::Refused)?;
            let at = write.at;
            Ok(sql::update_tested(write.connection(), id, at).await?)
        })
    })
    .await
}

/// Puts an endpoint in force, instead of the one before.
///
/// # Errors
/// `Forbidden` to anybody but an approver of the partner; `NotFound` when it is not the partner's; refused to whoever registered it,
/// and unless it waits and has acknowledged a test.
pub async fn approve_endpoint(db: &Db, context: &Context, id: EndpointId) -> Result<(), Error<EndpointRefusal>> {
    let (partner, by) = (approver(context)?, context.actor_name());
    db.write(context, "endpoint.approve", &id, move |write| {
        Box::pin(async move {
            // Before the endpoint that is to come, so that nobody is told by the one before any more.
            let before = sql::lock_in_force::<EndpointRefusal>(write.connection(), partner).await?;
            let locked = lock_own(write, id, partner).await?;
            let after = locked.endpoint.approve(&by).map_err(Error::Refused)?;
            let at = write.at;
            sql::update_approved(write.connection(), &locked, (&by, at)).await?;
            if let Some(before) = before {
                let step = (before.endpoint.state.code(), EndpointState::Replaced.code());
                write.envelope.moved(before.id, step, &by, "");
            }
            write.envelope.moved(id, (locked.endpoint.state.code(), after.code()), &by, "");
            write.enqueue(Job::DeliverNotices(partner), Duration::ZERO);
            write.envelope.changed(&locked.endpoint.state, &after)
        })
    })
    .await
}

/// Puts an endpoint out of force, or takes it back before it was; what waits for it is dead.
///
/// # Errors
/// As [`approve_endpoint`], but that whoever registered it may.
pub async fn end_endpoint(db: &Db, context: &Context, id: EndpointId) -> Result<(), Error<EndpointRefusal>> {
    let (partner, by) = (approver(context)?, context.actor_name());
    db.write(context, "endpoint.end", &id, move |write| {
        Box::pin(async move {
            let locked = lock_own(write, id, partner).await?;
            let after = locked.endpoint.end().map_err(Error::Refused)?;
            end(write, &locked, after, (&by, None)).await.map_err(Error::into_defect)
        })
    })
    .await
}

/// Ends an endpoint, and what waits for it.
pub(super) async fn end(
    write: &mut Write,
    locked: &LockedEndpoint,
    after: EndpointState,
    (by, reason): (&str, Option<EndReason>),
) -> Result<(), Error<Never>> {
    let (at, reason) = (write.at, reason.map_or("", EndReason::code));
    sql::update_ended(write.connection(), locked.id, after, (reason, at)).await?;
    if after == EndpointState::Disabled {
        sql::bury_waiting(write.connection(), locked.partner, DeadReason::EndpointDisabled, at).await?;
    }
    write.envelope.about(locked.id);
    write.envelope.moved(locked.id, (locked.endpoint.state.code(), after.code()), by, reason);
    write.envelope.changed(&locked.endpoint.state, &after)
}

/// Gives an endpoint another secret. The one before signs too, for a day.
///
/// # Errors
/// As [`approve_endpoint`]; refused when it is over.
pub async fn rotate_secret(db: &Db, context: &Context, id: EndpointId) -> Result<(), Error<EndpointRefusal>> {
    let partner = approver(context)?;
    let until = db.true_now() + OVERLAP;
    db.write(context, "endpoint.rotate", &id, move |write| {
        Box::pin(async move {
            let locked = lock_own(write, id, partner).await?;
            if !locked.endpoint.can_be_tested() {
                return Err(Error::Refused(EndpointRefusal::WrongState));
            }
            Ok(sql::update_secret(write.connection(), id, until).await?)
        })
    })
    .await
}

/// Shows an endpoint's secrets to the person who asks, for a quarter of an hour.
///
/// # Errors
/// `Forbidden` to anybody but a person of a partner; `NotFound` when it is not the partner's.
pub async fn reveal_secret(db: &Db, context: &Context, id: EndpointId) -> Result<(), Error<EndpointRefusal>> {
    context.person::<EndpointRefusal>()?;
    let (partner, by) = (partner(context)?, context.actor_name());
    let until = db.true_now() + REVEALED;
    db.write(context, "endpoint.reveal", &id, move |write| {
        Box::pin(async move {
            lock_own(write, id, partner).await?;
            Ok(sql::update_revealed(write.connection(), id, (&by, until)).await?)
        })
    })
    .await
}

/// The asking partner's endpoints, the newest first, at most twenty.
///
/// # Errors
/// `Forbidden` to anybody but a partner.
pub async fn endpoints(db: &Db, context: &Context) -> Result<Vec<EndpointRow>, Error<Never>> {
    let (partner, viewer, seals) = (partner(context)?, context.actor_name(), db.seals().clone());
    // Secrets end by the machine's clock, by which receivers live, and people see their own.
    let (now, ahead) = (db.true_now(), db.now() - db.true_now());
    let mut endpoints = db
        .read(context, move |connection| {
            Box::pin(async move { sql::list_endpoints(connection, &seals, partner, (&viewer, now)).await })
        })
        .await?;
    for until in endpoints.iter_mut().filter_map(|endpoint| endpoint.previous_until.as_mut()) {
        *until += ahead;
    }
    Ok(endpoints)
}

//! Sessions: found by token, listed, ended.

use domain::{
    id::{SessionId, UserId},
    identity::SessionLifetime,
    role::Role,
};
use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::{digest, sql};
use crate::{
    Actor, Context, Db, Error,
    context::{INSTITUTION, SignedIn},
    error::Never,
};

/// How long a sign of life is not written down again.
const TOUCH_EVERY: Duration = Duration::MINUTE;

/// One session in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    pub id: SessionId,
    pub created_at: OffsetDateTime,
    pub seen_at: OffsetDateTime,
    pub ends_at: OffsetDateTime,
    pub address: String,
    pub device: String,
    /// The one that asks.
    pub current: bool,
}

/// Who is signed in with a token; nobody when it is unknown, ended, revoked, or its holder disabled. A sign of life is
/// written down at most once a minute.
///
/// # Errors
/// Technical ones only.
pub async fn session_by_token(db: &Db, token: &str) -> Result<Option<SignedIn>, Error<Never>> {
    // Anything of another length was never a token, and is not worth a query.
    if token.len() != 64 {
        return Ok(None);
    }
    let hash = digest(token);
    let nobody = Context::new(Actor::Nobody, String::new());
    let found =
        db.read(&nobody, move |connection| Box::pin(async move { sql::find_session(connection, &hash).await })).await?;
    let at = db.now();
    let Some(found) =
        found.filter(|found| SessionLifetime::of(found.person.role).is_alive(found.seen_at, found.ends_at, at))
    else {
        return Ok(None);
    };
    if at - found.seen_at >= TOUCH_EVERY {
        touch(db, &found.person, found.seen_at, at).await?;
    }
    Ok(Some(found.person))
}

/// Several requests at once come with the same number: one writes, and the others need not wait for it.
async fn touch(db: &Db, person: &SignedIn, seen_at: OffsetDateTime, at: OffsetDateTime) -> Result<(), Error<Never>> {
    let session = person.session;
    let number = format!("{session} {}", seen_at.unix_timestamp());
    let context = Context::new(Actor::User(person.clone()), number);
    let touched = db
        .write(&context, "identity.touch_session", &session, move |write| {
            Box::pin(async move {
                sql::update_session_seen(write.connection(), session, at).await?;
                write.envelope.about(session);
                Ok(())
            })
        })
        .await;
    match touched {
        Err(Error::Conflict(_) | Error::Unknown) => Ok(()),
        other => other,
    }
}

/// Ends the session that asks.
///
/// # Errors
/// `Forbidden` when nobody is signed in.
pub async fn sign_out(db: &Db, context: &Context) -> Result<(), Error<Never>> {
    let session = context.person::<Never>()?.session;
    revoke(db, context, "identity.sign_out", session).await
}

/// Ends a session: one's own, or, for the institution's checker, anybody's. One that has ended stays so.
///
/// # Errors
/// `NotFound` for somebody else's.
pub async fn revoke_session(db: &Db, context: &Context, session: SessionId) -> Result<(), Error<Never>> {
    context.person::<Never>()?;
    revoke(db, context, "identity.revoke_session", session).await
}

async fn revoke(db: &Db, context: &Context, operation: &'static str, session: SessionId) -> Result<(), Error<Never>> {
    let user = context.person::<Never>()?.user;
    let anybodys = context.operator::<Never>(&[Role::OperatorChecker]).is_ok();
    db.write(context, operation, &session, move |write| {
        Box::pin(async move {
            let found = sql::lock_session(write.connection(), session).await?;
            let (holder, revoked_at) =
                found.filter(|(holder, _)| anybodys || *holder == user).ok_or(Error::NotFound)?;
            let at = revoked_at.unwrap_or(write.at);
            if revoked_at.is_none() {
                sql::update_session_revoked(write.connection(), session, at).await?;
            }
            write.envelope.about(session);
            let before = json!({ "user": holder, "revoked": revoked_at.is_some() });
            write.envelope.changed(&before, &json!({ "user": holder, "revoked": true }))
        })
    })
    .await
}

/// One's own live sessions, newest first.
///
/// # Errors
/// `Forbidden` when nobody is signed in.
pub async fn sessions(db: &Db, context: &Context) -> Result<Vec<SessionRow>, Error<Never>> {
    let user = context.person::<Never>()?.user;
    live_sessions(db, context, user).await
}

/// Somebody's live sessions, newest first, for the institution's people.
///
/// # Errors
/// `Forbidden` for anybody else, `NotFound` for an unknown person.
pub async fn sessions_of(db: &Db, context: &Context, user: UserId) -> Result<Vec<SessionRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    live_sessions(db, context, user).await
}

async fn live_sessions(db: &Db, context: &Context, user: UserId) -> Result<Vec<SessionRow>, Error<Never>> {
    let (at, current) = (db.now(), context.session());
    db.read(context, move |connection| {
        Box::pin(async move {
            let role = sql::find_role(connection, user).await?.ok_or(Error::NotFound)?;
            let life = SessionLifetime::of(role);
            let mut rows = sql::list_sessions(connection, user, at).await?;
            rows.retain(|row| life.is_alive(row.seen_at, row.ends_at, at));
            for row in &mut rows {
                row.current = current == Some(row.id);
            }
            Ok(rows)
        })
    })
    .await
}

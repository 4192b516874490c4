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

/// Who is signed in with a token; nobody when it is unknown, ended, revoked, or its holder may not be in: disabled, or,
/// where the demonstration does not run, an account of it or staff without a second factor, whatever was allowed when the
/// session began. A sign of life is written down at most once a minute.
///
/// # Errors
/// Technical ones only.
pub async fn session_by_token(db: &Db, token: &str, demonstration: bool) -> Result<Option<SignedIn>, Error<Never>> {
    let Some(hash) = hash_of(token) else { return Ok(None) };
    let at = db.true_now();
    let found = db.find(move |connection| Box::pin(async move { sql::find_session(connection, &hash).await })).await?;
    let Some(found) = found.filter(|found| goes_on(found, demonstration, at)) else { return Ok(None) };
    if is_due(&found, at) {
        write_down(db, &found, at).await?;
    }
    Ok(Some(found.person))
}

/// The same for a page, with what it reads with: all of it begins with the session, in one round trip.
///
/// # Errors
/// Technical ones only.
pub async fn session_of_page(
    db: &Db,
    token: &str,
    demonstration: bool,
) -> Result<Option<(SignedIn, Db)>, Error<Never>> {
    let Some(hash) = hash_of(token) else { return Ok(None) };
    let at = db.true_now();
    let Some((page, row)) = db.page_of_session(hash).await? else { return Ok(None) };
    let found = sql::FoundSession::of(&row)?;
    let (goes_on, is_due) = (goes_on(&found, demonstration, at), is_due(&found, at));
    if goes_on && !is_due {
        return Ok(Some((found.person, page)));
    }
    // Whoever waited for a second connection, holding one, might wait for somebody who does the same.
    page.end_page().await;
    if !goes_on {
        return Ok(None);
    }
    write_down(db, &found, at).await?;
    Ok(Some((found.person, db.for_page())))
}

/// Anything of another length was never a token, and is not worth a query.
fn hash_of(token: &str) -> Option<Vec<u8>> {
    (token.len() == 64).then(|| digest(token))
}

fn goes_on(found: &sql::FoundSession, demonstration: bool, at: OffsetDateTime) -> bool {
    SessionLifetime::of(found.person.role).is_alive(found.seen_at, found.ends_at, at)
        && found.account.be_in(demonstration).is_ok()
}

fn is_due(found: &sql::FoundSession, at: OffsetDateTime) -> bool {
    at - found.seen_at >= TOUCH_EVERY
}

/// Writes down a sign of life.
async fn write_down(db: &Db, found: &sql::FoundSession, at: OffsetDateTime) -> Result<(), Error<Never>> {
    let (nobody, session) = (Context::new(Actor::Nobody, String::new()), found.person.session);
    db.note(&nobody, move |connection| {
        Box::pin(async move { Ok::<_, Error<Never>>(sql::update_session_seen(connection, session, at).await?) })
    })
    .await
}

/// Which session a token was of, whether it has ended or not: for what is kept for its holder.
///
/// # Errors
/// Technical ones only.
pub async fn session_of_token(db: &Db, token: &str) -> Result<Option<SessionId>, Error<Never>> {
    let hash = digest(token);
    let found = db.find(move |connection| Box::pin(async move { sql::find_session(connection, &hash).await })).await?;
    Ok(found.map(|found| found.person.session))
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
    let now = db.true_now();
    db.write(context, operation, &session, move |write| {
        Box::pin(async move {
            let found = sql::lock_session(write.connection(), session).await?;
            let (holder, revoked_at) =
                found.filter(|(holder, _)| anybodys || *holder == user).ok_or(Error::NotFound)?;
            let at = revoked_at.unwrap_or(now);
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
    let (at, current) = (db.true_now(), context.session());
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

//! The keys with which a partner's system signs: registered by one of its people or by the system itself, let count by another of its
//! people, ended by whoever has to.

use domain::{
    event::PartnerEvent,
    hexadecimal,
    id::{KeyId, PartnerId},
    partner_key::{KeyRefusal, KeyState, MOST_LIVE, may_add},
    role::Role,
};
use time::{Duration, OffsetDateTime};

use super::{
    public_key::{self, PublicKey},
    shared_secret::SharedSecret,
    sql::{self, LockedKey, NewKey},
};
use crate::{
    Actor, Context, Db, Error, Write,
    error::{Never, violated_constraint},
};

/// Who lets a key count.
const APPROVERS: &[Role] = &[Role::FunderApprover, Role::FacilitatorApprover];
/// Who of the institution ends one.
const OPERATORS: &[Role] = &[Role::OperatorMaker, Role::OperatorChecker];
/// How many of its keys a partner is shown.
const SHOWN: i64 = 50;

/// A key with which a partner's system signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    pub id: KeyId,
    pub partner: PartnerId,
    /// As requests name it.
    pub key_id: String,
    pub public_key: PublicKey,
    pub state: KeyState,
    /// As audit rows name actors.
    pub registered_by: String,
    pub registered_at: OffsetDateTime,
    /// Nobody where the institution registered it.
    pub approved_by: Option<String>,
    pub approved_at: Option<OffsetDateTime>,
    pub ended_by: Option<String>,
    pub ended_at: Option<OffsetDateTime>,
    /// To the minute.
    pub last_used_at: Option<OffsetDateTime>,
}

impl KeyRow {
    /// `ahead`: how far the clock that people see is before the machine's, by which requests are signed.
    pub(super) fn seen_by_people(mut self, ahead: Duration) -> Self {
        self.last_used_at = self.last_used_at.map(|at| at + ahead);
        self
    }
}

/// The partner for which one of its people acts, or its system.
fn partner<R>(context: &Context) -> Result<PartnerId, Error<R>> {
    context.party().partner().ok_or(Error::Forbidden)
}

fn approver<R>(context: &Context) -> Result<PartnerId, Error<R>> {
    if APPROVERS.contains(&context.person()?.role) { partner(context) } else { Err(Error::Forbidden) }
}

/// Whose keys the asker ends: its partner's; the institution's operators end anybody's.
fn ender<R>(context: &Context) -> Result<Option<PartnerId>, Error<R>> {
    if context.operator::<R>(OPERATORS).is_ok() { Ok(None) } else { partner(context).map(Some) }
}

async fn lock<R>(write: &mut Write, id: KeyId, owner: Option<PartnerId>) -> Result<LockedKey, Error<R>> {
    let locked = sql::lock_key(write.connection(), id).await?;
    let own = locked.filter(|locked| owner.is_none_or(|owner| locked.partner == owner));
    let locked = own.ok_or(Error::NotFound)?;
    write.envelope.about(id);
    Ok(locked)
}

/// Registers a partner's Ed25519 key for its signed requests. It counts at once.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself.
pub async fn register_key(
    db: &Db,
    context: &Context,
    partner: PartnerId,
    key_id: String,
    public_key: [u8; 32],
) -> Result<(), Error<Never>> {
    context.system_only()?;
    let (true_at, by) = (db.true_now(), context.actor_name());
    db.write(context, "partner.register_key", &(partner, key_id.clone()), move |write| {
        Box::pin(async move {
            let (id, at, public_key) = (KeyId(write.id()), write.at, PublicKey::from(public_key));
            let key_id = Some(key_id.as_str());
            let new = NewKey { id, partner, key_id, public_key: &public_key, secret: None, by: &by, at };
            let key_id = sql::insert_key(write.connection(), &new, Some(true_at)).await?;
            write.envelope.about(partner);
            write.envelope.changed(&(), &key_id)
        })
    })
    .await
}

/// Registers a public key, in one of its forms, or a secret that both sides have from then on, as a JWK. Nothing that it signs counts
/// before a second person has approved it.
///
/// # Errors
/// `Forbidden` to anybody but a partner; refused when it is no public key, nothing of which is written down then, when it
/// is known, while another one waits, and when as many count as may.
pub async fn register_own_key(db: &Db, context: &Context, text: &str) -> Result<KeyId, Error<KeyRefusal>> {
    let (partner, by) = (partner(context)?, context.actor_name());
    let secret = SharedSecret::read(text);
    let public_key = match &secret {
        Some(secret) => secret.known_by(),
        None => public_key::read(text).map_err(Error::Refused)?,
    };
    db.write(context, "key.register", &hexadecimal::text(&public_key.bytes), move |write| {
        Box::pin(async move {
            let live = sql::count_live_keys(write.connection(), partner).await?;
            may_add(live).map_err(Error::Refused)?;
            let (id, at) = (KeyId(write.id()), write.at);
            let seal = |secret: SharedSecret| write.seals().seal(SharedSecret::place(id), secret.bytes());
            let secret = secret.map(seal).transpose().map_err(Error::Failed)?;
            let secret = secret.as_deref();
            let new = NewKey { id, partner, key_id: None, public_key: &public_key, secret, by: &by, at };
            let saved = sql::insert_key(write.connection(), &new, None).await;
            let key_id = saved.map_err(|error| match violated_constraint(&error) {
                Some("one_key_registered") => Error::Refused(KeyRefusal::AlreadyRegistered),
                Some("partner_key_once" | "partner_keys_pkey") => Error::Refused(KeyRefusal::Known),
                _ => error.into(),
            })?;
            write.envelope.about(id);
            write.envelope.moved(id, ("", KeyState::Registered.code()), &by, "");
            write.envelope.changed(&(), &key_id)?;
            Ok(id)
        })
    })
    .await
}

/// Lets a key count, beside those that do.
///
/// # Errors
/// `Forbidden` to anybody but an approver of the partner; `NotFound` when it is not the partner's; refused to whoever registered it,
/// unless it waits, and when as many count as may.
pub async fn approve_key(db: &Db, context: &Context, id: KeyId) -> Result<(), Error<KeyRefusal>> {
    let (partner, by, true_at) = (approver(context)?, context.actor_name(), db.true_now());
    db.write(context, "key.approve", &id, move |write| {
        Box::pin(async move {
            let locked = lock(write, id, Some(partner)).await?;
            // Another one can only wait once this one is decided, so that nobody counts at the same time.
            let live = sql::count_live_keys(write.connection(), partner).await?;
            let after = locked.key.approve(&by, live).map_err(Error::Refused)?;
            let at = write.at;
            sql::update_key_approved(write.connection(), id, &by, (at, true_at)).await?;
            write.envelope.tell(partner, id, &PartnerEvent::KeyApproved { key: locked.key_id })?;
            write.envelope.moved(id, (locked.key.state.code(), after.code()), &by, "");
            write.envelope.changed(&locked.key.state, &after)
        })
    })
    .await
}

/// Ends a key at once, or takes it back before it counted. What it had signed before stands.
///
/// # Errors
/// `Forbidden` to anybody but the partner and the institution's operators; `NotFound` when it is another partner's; refused when it has
/// ended, and to a system when no other one counts: it could not sign any more that this was wrong.
pub async fn end_key(db: &Db, context: &Context, id: KeyId) -> Result<(), Error<KeyRefusal>> {
    let (owner, by, true_at) = (ender(context)?, context.actor_name(), db.true_now());
    let system = if let Actor::Partner { id, .. } = context.actor { Some(id) } else { None };
    db.write(context, "key.end", &id, move |write| {
        Box::pin(async move {
            let others = match system {
                Some(partner) => sql::lock_live_keys(write.connection(), partner).await?.saturating_sub(1),
                None => MOST_LIVE,
            };
            let locked = lock(write, id, owner).await?;
            let after = locked.key.end(others).map_err(Error::Refused)?;
            let at = write.at;
            sql::update_key_ended(write.connection(), id, &by, (at, true_at)).await?;
            if after == KeyState::Ended {
                write.envelope.tell(locked.partner, id, &PartnerEvent::KeyEnded { key: locked.key_id })?;
            }
            write.envelope.moved(id, (locked.key.state.code(), after.code()), &by, "");
            write.envelope.changed(&locked.key.state, &after)
        })
    })
    .await
}

/// The asking partner's keys: those that count or wait, then those that have ended, the newest first, at most fifty.
///
/// # Errors
/// `Forbidden` to anybody but a partner.
pub async fn own_keys(db: &Db, context: &Context) -> Result<Vec<KeyRow>, Error<Never>> {
    let (partner, ahead) = (partner(context)?, db.now() - db.true_now());
    let rows = db
        .read(context, move |connection| {
            Box::pin(async move { sql::list_keys(connection, Some(partner), SHOWN).await })
        })
        .await?;
    Ok(rows.into_iter().map(|row: KeyRow| row.seen_by_people(ahead)).collect())
}

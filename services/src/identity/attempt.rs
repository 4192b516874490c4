//! One attempt to prove who one is: name, password, and how many guesses have missed.
//!
//! The password is compared outside the transaction, because that takes long. Inside it, attempts under one name take
//! turns, and only an attempt that finds few enough failures learns anything: many at once guess no more often than one
//! after the other.
//!
//! A stranger's attempt leaves a failure that is forgotten, and no audit row: [`super::forget`] files what was tried on an
//! account. Names that nobody has leave as much and take as long.

use domain::{
    actor::ActorName,
    hexadecimal,
    id::UserId,
    identity::{FAILURE_WINDOW, FAILURES_ALLOWED, GivenCode, SignInRefusal},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{
    digest, password, sql,
    totp::{self, Factor},
};
use crate::{Actor, Context, Db, Error, Write, db::Work, error::Conflict, sealed::Seals};

/// Where an attempt comes from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// What is counted as one stranger: an address, or a network of addresses that one subscriber has.
    pub network: String,
    /// The token that a device keeps, if it brings one: see [`super::SessionToken`].
    pub device: Option<String>,
    /// The token of the session that the browser had, ended as it may be.
    pub session: Option<String>,
}

type Answer<T> = Result<T, Error<SignInRefusal>>;

/// What somebody typed, and where. It is compared and forgotten: neither requests nor audit ever hold it.
#[derive(Clone)]
pub struct Credentials {
    pub username: String,
    pub password: String,
    /// The six digits of the second factor.
    pub code: Option<String>,
    pub origin: Origin,
}

/// The account that credentials proved to be theirs, locked.
pub(super) struct Proven {
    pub user: sql::LockedUser,
    /// The token of the device that the attempt comes from, if anybody signed in from it before.
    pub device: Option<String>,
    /// How many guesses had missed here.
    pub missed_before: usize,
    /// When the attempt began, by the true time.
    pub at: OffsetDateTime,
    code: Option<String>,
}

impl Proven {
    /// A secret of the account, opened.
    pub fn secret(&self, seals: &Seals, factor: Factor) -> Answer<Option<Vec<u8>>> {
        let sealed = match factor {
            Factor::InForce => &self.user.totp_secret,
            Factor::Waiting => &self.user.totp_pending,
        };
        let opened = sealed.as_ref().map(|sealed| seals.open(factor.place(self.user.id), sealed)).transpose();
        opened.map_err(Error::Failed)
    }

    /// How the code given compares with a second factor, the present one or one that waits.
    pub fn code_against(&self, seals: &Seals, factor: Factor) -> Answer<GivenCode> {
        let code = self.code.as_deref().unwrap_or_default();
        let code: String = code.chars().filter(|character| !character.is_whitespace()).collect();
        if code.is_empty() {
            return Ok(GivenCode::None);
        }
        let Some(secret) = self.secret(seals, factor)? else { return Ok(GivenCode::None) };
        let step = totp::step_of(&secret, &code, self.at).map_err(Error::Failed)?;
        Ok(step.map_or(GivenCode::Wrong, GivenCode::OfStep))
    }
}

/// What is known before the transaction.
struct Compared {
    at: OffsetDateTime,
    name_hash: Vec<u8>,
    place: sql::Place,
    device: Option<String>,
    /// Whose name it is, and the hash that the password was compared with.
    known: Option<(UserId, String)>,
    password_right: bool,
    locked: Option<SignInRefusal>,
}

async fn compare(db: &Db, context: &Context, credentials: Credentials) -> Answer<Compared> {
    // The database takes no zero byte in a text; no name has one either.
    let name = credentials.username.trim().to_lowercase().replace('\0', " ");
    let name_hash = digest(&name);
    let Origin { network, device, .. } = credentials.origin;
    let device_hash = device.as_deref().map(digest).unwrap_or_default();
    let (at, looked_up) = (db.true_now(), name_hash.clone());
    let (here, place, failures, known) = db
        .read(context, move |connection| {
            Box::pin(async move {
                let here = sql::find_device(connection, &device_hash, &name).await?;
                let place = match here {
                    sql::Device::OfThisName => sql::Place { hash: device_hash, known_device: true },
                    _ => sql::Place { hash: digest(&network), known_device: false },
                };
                let failures = sql::list_failures(connection, &looked_up, &place, at - FAILURE_WINDOW).await?;
                Ok((here, place, failures, sql::find_password(connection, &name).await?))
            })
        })
        .await?;
    let locked = failures.locked_until(at).map(|until| SignInRefusal::TooManyAttempts { until });
    let password_right = if locked.is_some() {
        false
    } else {
        let hash = known.as_ref().map(|(_, hash)| hash.clone());
        password::verify(credentials.password, hash).await.map_err(Error::Failed)?
    };
    let device = device.filter(|_| here != sql::Device::Unknown);
    Ok(Compared { at, name_hash, place, device, known, password_right, locked })
}

/// Runs `work` for whoever the credentials prove. A missed guess, of password or code, is recorded and committed;
/// success forgets the failures before it from the same place.
pub(super) async fn attempt<T, C, F>(
    db: &Db,
    operation: &'static str,
    mut credentials: Credentials,
    record: &C,
    work: F,
) -> Answer<T>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    C: Serialize + Sync,
    F: for<'w> FnOnce(&'w mut Write, Proven) -> Work<'w, Answer<T>> + Send + 'static,
{
    let context = Context::new(Actor::Nobody, hexadecimal::text(&db.secret()));
    let code = credentials.code.take();
    let compared = compare(db, &context, credentials).await?;
    if let Some(refusal) = compared.locked.clone() {
        return Err(Error::Refused(refusal));
    }
    if !compared.password_right {
        return miss(db, &context, compared).await;
    }
    let outcome: Result<T, SignInRefusal> = db
        .write(&context, operation, record, move |write| {
            Box::pin(async move {
                let outcome = match prove(write, &compared, code).await {
                    Ok(proven) => {
                        // Who knows the password acts, also where a code is wrong or the account may not be in.
                        write.envelope.acted_by(ActorName::User(&proven.user.username).to_string());
                        work(write, proven).await
                    }
                    Err(error) => Err(error),
                };
                match outcome {
                    Ok(value) => {
                        sql::delete_failures(write.connection(), &compared.name_hash, &compared.place).await?;
                        Ok(Ok(value))
                    }
                    Err(Error::Refused(refusal)) if refusal.is_failed_guess() => {
                        sql::insert_failure(write.connection(), &compared.failure()).await?;
                        let told = json!({ "refused": refusal.code(), "allowed": FAILURES_ALLOWED });
                        write.envelope.changed(&json!(null), &told)?;
                        Ok(Err(refusal))
                    }
                    Err(error) => Err(error),
                }
            })
        })
        .await?;
    outcome.map_err(Error::Refused)
}

/// Records a password that was wrong, for a name that somebody has or nobody.
async fn miss<T: Send + 'static>(db: &Db, context: &Context, compared: Compared) -> Answer<T> {
    db.note(context, move |connection| {
        Box::pin(async move {
            may_guess(connection, &compared).await?;
            sql::insert_failure(connection, &compared.failure()).await?;
            Ok(())
        })
    })
    .await?;
    Err(Error::Refused(SignInRefusal::WrongCredentials))
}

/// Waits for its turn under the name; refused when too many guesses have missed. Says how many have.
async fn may_guess(connection: &mut PgConnection, compared: &Compared) -> Answer<usize> {
    let Compared { at, name_hash, place, .. } = compared;
    sql::lock_name(connection, name_hash).await?;
    let failures = sql::list_failures(connection, name_hash, place, *at - FAILURE_WINDOW).await?;
    match failures.locked_until(*at) {
        Some(until) => Err(Error::Refused(SignInRefusal::TooManyAttempts { until })),
        None => Ok(failures.here.len()),
    }
}

async fn prove(write: &mut Write, compared: &Compared, code: Option<String>) -> Answer<Proven> {
    let missed_before = may_guess(write.connection(), compared).await?;
    let Some((id, hash)) = compared.known.as_ref() else {
        return Err(Error::Refused(SignInRefusal::WrongCredentials));
    };
    let user = sql::lock_user(write.connection(), *id).await?;
    if user.password_hash != *hash {
        return Err(Error::Conflict(Conflict::Changed));
    }
    write.envelope.about(id);
    Ok(Proven { user, device: compared.device.clone(), missed_before, at: compared.at, code })
}

impl Compared {
    fn failure(&self) -> sql::Failure<'_> {
        let user = self.known.as_ref().map(|(id, _)| *id);
        sql::Failure { name_hash: &self.name_hash, place: &self.place, user, at: self.at }
    }
}

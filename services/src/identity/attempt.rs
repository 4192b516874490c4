//! One attempt to prove who one is: name, password, and how many guesses have missed.
//!
//! The password is compared outside the transaction, because that takes long. Inside it, attempts under one name take
//! turns, and only an attempt that finds fewer than five failures learns anything: many at once guess no more often
//! than one after the other.

use domain::{
    id::UserId,
    identity::{FAILURE_WINDOW, FAILURES_ALLOWED, GivenCode, SignInAccount, SignInRefusal, locked_until},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use super::{digest, hex, password, second_factor, sql};
use crate::{Actor, Context, Db, Error, Write, db::Work, error::Conflict};

type Answer<T> = Result<T, Error<SignInRefusal>>;

/// What somebody typed. It is compared and forgotten: neither requests nor audit ever hold it.
#[derive(Clone)]
pub struct Credentials {
    pub username: String,
    pub password: String,
    /// The six digits of the second factor.
    pub code: Option<String>,
}

/// The account that credentials proved to be theirs, locked.
pub(super) struct Proven {
    pub user: sql::LockedUser,
    code: Option<String>,
}

impl Proven {
    pub fn account(&self) -> SignInAccount {
        SignInAccount {
            role: self.user.role,
            disabled: self.user.disabled,
            demonstration: self.user.demonstration,
            last_step: self.user.totp_secret.as_ref().map(|_| self.user.totp_step),
        }
    }

    /// How the code given compares with `secret`, the present second factor or one that waits.
    pub fn code_against(&self, secret: Option<&[u8]>, at: time::OffsetDateTime) -> Answer<GivenCode> {
        let code = self.code.as_deref().unwrap_or_default();
        let code: String = code.chars().filter(|character| !character.is_whitespace()).collect();
        let Some(secret) = secret.filter(|_| !code.is_empty()) else {
            return Ok(GivenCode::None);
        };
        let step = second_factor::step_of(secret, &code, at).map_err(Error::Failed)?;
        Ok(step.map_or(GivenCode::Wrong, GivenCode::OfStep))
    }
}

/// What is known before the transaction.
struct Compared {
    name_hash: Vec<u8>,
    /// Whose name it is, and the hash that the password was compared with.
    known: Option<(UserId, String)>,
    password_right: bool,
    locked: Option<SignInRefusal>,
}

async fn compare(db: &Db, context: &Context, credentials: &Credentials) -> Answer<Compared> {
    // The database takes no zero byte in a text; no name has one either.
    let name = credentials.username.trim().to_lowercase().replace('\0', " ");
    let name_hash = digest(&name);
    let (at, looked_up) = (db.now(), name_hash.clone());
    let (failures, known) = db
        .read(context, move |connection| {
            Box::pin(async move {
                let failures = sql::list_failures(connection, &looked_up, at - FAILURE_WINDOW).await?;
                Ok((failures, sql::find_password(connection, &name).await?))
            })
        })
        .await?;
    let locked = locked_until(&failures, at).map(|until| SignInRefusal::TooManyAttempts { until });
    let password_right = if locked.is_some() {
        false
    } else {
        let hash = known.as_ref().map(|(_, hash)| hash.clone());
        password::verify(credentials.password.clone(), hash).await.map_err(Error::Failed)?
    };
    Ok(Compared { name_hash, known, password_right, locked })
}

/// Runs `work` for whoever the credentials prove. A missed guess, of password or code, is recorded and committed;
/// success forgets the failures before it.
pub(super) async fn attempt<T, C, F>(
    db: &Db,
    operation: &'static str,
    credentials: Credentials,
    record: &C,
    work: F,
) -> Answer<T>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    C: Serialize + Sync,
    F: for<'w> FnOnce(&'w mut Write, Proven) -> Work<'w, Answer<T>> + Send + 'static,
{
    let context = Context::new(Actor::Nobody, hex(&db.secret()));
    let compared = compare(db, &context, &credentials).await?;
    let code = credentials.code;
    let outcome: Result<T, SignInRefusal> = db
        .write(&context, operation, record, move |write| {
            Box::pin(async move {
                let outcome = match prove(write, &compared, code).await {
                    Ok(proven) => {
                        let actor = format!("user:{}", proven.user.username);
                        let outcome = work(write, proven).await;
                        if outcome.is_ok() {
                            write.envelope.acted_by(actor);
                        }
                        outcome
                    }
                    Err(error) => Err(error),
                };
                match outcome {
                    Ok(value) => {
                        sql::delete_failures(write.connection(), &compared.name_hash).await?;
                        Ok(Ok(value))
                    }
                    Err(Error::Refused(refusal)) if refusal.is_failed_guess() => {
                        record_failure(write, &compared, &refusal).await?;
                        Ok(Err(refusal))
                    }
                    Err(error) => Err(error),
                }
            })
        })
        .await?;
    outcome.map_err(Error::Refused)
}

async fn prove(write: &mut Write, compared: &Compared, code: Option<String>) -> Answer<Proven> {
    if let Some(refusal) = compared.locked.clone() {
        return Err(Error::Refused(refusal));
    }
    let at = write.at;
    sql::lock_name(write.connection(), &compared.name_hash).await?;
    let failures = sql::list_failures(write.connection(), &compared.name_hash, at - FAILURE_WINDOW).await?;
    if let Some(until) = locked_until(&failures, at) {
        return Err(Error::Refused(SignInRefusal::TooManyAttempts { until }));
    }
    let Some((id, hash)) = compared.known.as_ref().filter(|_| compared.password_right) else {
        return Err(Error::Refused(SignInRefusal::WrongCredentials));
    };
    let user = sql::lock_user(write.connection(), *id).await?;
    if user.password_hash != *hash {
        return Err(Error::Conflict(Conflict::Changed));
    }
    write.envelope.about(id);
    Ok(Proven { user, code })
}

async fn record_failure(write: &mut Write, compared: &Compared, refusal: &SignInRefusal) -> Answer<()> {
    let at = write.at;
    sql::insert_failure(write.connection(), &compared.name_hash, at, at - FAILURE_WINDOW).await?;
    if let Some((id, _)) = &compared.known {
        write.envelope.about(id);
    }
    write.envelope.changed(&json!(null), &json!({ "refused": refusal.code(), "allowed": FAILURES_ALLOWED }))
}

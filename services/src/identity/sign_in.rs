//! Signing in: credentials become a session.

use domain::{
    hexadecimal,
    id::SessionId,
    identity::{SessionLifetime, SignInRefusal},
    role::Role,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::OffsetDateTime;

use super::{
    attempt::{Credentials, attempt},
    digest,
    second_factor::Factor,
    sql,
};
use crate::{Db, Error, kept_form};

/// The longest address or description of a device that is kept, in characters.
const PLACE_LIMIT: usize = 200;

/// An attempt to sign in.
#[derive(Clone)]
pub struct SignInCommand {
    pub credentials: Credentials,
    /// Where it comes from: the network address, and what the browser says it is.
    pub address: String,
    pub device: String,
    /// Whether the demonstration runs here: its accounts may enter, and staff without a second factor.
    pub demonstration: bool,
}

/// A new session. The tokens are told this once and never again: only their digests are stored.
#[derive(Clone)]
pub struct SessionToken {
    /// 256 random bits in hexadecimal.
    pub token: String,
    /// As many, for the device to keep: whoever guesses the person's name elsewhere does not lock it out.
    pub device_token: String,
    pub session: SessionId,
    /// The absolute end.
    pub ends_at: OffsetDateTime,
    pub role: Role,
}

/// What is filed about an attempt: no password, no code, no token.
#[derive(Serialize)]
struct SignInRecord {
    address: String,
    device: String,
    demonstration: bool,
}

#[derive(Serialize, Deserialize)]
struct SignedInAnswer {
    session: SessionId,
    ends_at: OffsetDateTime,
    role: Role,
    /// Whether the device brought a token that goes on being its own.
    #[serde(default)]
    device_known: bool,
}

/// Begins a session for whoever proves to be the holder of an account.
///
/// # Errors
/// Refused when the credentials or the code are wrong or missing, and while too many guesses have missed.
pub async fn sign_in(db: &Db, command: SignInCommand) -> Result<SessionToken, Error<SignInRefusal>> {
    let (token, new_device) = (hexadecimal::text(&db.secret()), hexadecimal::text(&db.secret()));
    let (token_hash, new_device_hash) = (digest(&token), digest(&new_device));
    let brought = command.credentials.origin.device.clone();
    let ended = command.credentials.origin.session.as_deref().map(digest);
    let (address, device) = (shortened(&command.address), shortened(&command.device));
    let demonstration = command.demonstration;
    let record = SignInRecord { address: address.clone(), device: device.clone(), demonstration };
    let answer = attempt(db, "identity.sign_in", command.credentials, &record, move |write, proven| {
        Box::pin(async move {
            let code = proven.code_against(write.seals(), Factor::InForce)?;
            let step = proven.account().sign_in(code, demonstration).map_err(Error::Refused)?;
            if let Some(step) = step {
                sql::update_totp_step(write.connection(), proven.user.id, step).await?;
            }
            let role = proven.user.role;
            let session = sql::NewSession {
                id: SessionId(write.id()),
                user: proven.user.id,
                token_hash,
                at: proven.at,
                ends_at: proven.at + SessionLifetime::of(role).absolute,
                address,
                device,
            };
            sql::insert_session(write.connection(), &session).await?;
            if let Some(ended) = ended {
                kept_form::hand_over(write.connection(), &ended, session.id).await?;
            }
            let device_hash = proven.device.as_deref().map_or(new_device_hash, digest);
            sql::keep_device(write.connection(), session.user, &device_hash, session.at).await?;
            let after = json!({
                "session": session.id,
                "address": session.address,
                "second_factor": step.is_some(),
                "missed_before": proven.missed_before,
            });
            write.envelope.changed(&json!(null), &after)?;
            let (session, ends_at, device_known) = (session.id, session.ends_at, proven.device.is_some());
            Ok(SignedInAnswer { session, ends_at, role, device_known })
        })
    })
    .await?;
    let device_token = brought.filter(|_| answer.device_known).unwrap_or(new_device);
    let SignedInAnswer { session, ends_at, role, .. } = answer;
    Ok(SessionToken { token, device_token, session, ends_at, role })
}

/// What a stranger says of itself, fit to be kept and shown.
fn shortened(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(PLACE_LIMIT).collect()
}

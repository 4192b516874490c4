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
    attempt::{Credentials, Origin, attempt},
    digest, sql,
    totp::Factor,
};
use crate::{Db, Error, Write, kept_form};

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
    /// Whether the person wants the rows of tables to stand close.
    pub compact: bool,
}

/// What is filed about an attempt: no password, no code, no token.
#[derive(Serialize)]
pub(super) struct SignInRecord {
    pub address: String,
    pub device: String,
    pub demonstration: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SignedInAnswer {
    pub session: SessionId,
    ends_at: OffsetDateTime,
    role: Role,
    /// Whether the device brought a token that goes on being its own.
    #[serde(default)]
    device_known: bool,
    #[serde(default)]
    compact: bool,
}

/// The tokens of a session that may begin.
pub(super) struct Tokens {
    token: String,
    new_device: String,
}

impl Tokens {
    /// What whoever signs in is told. `brought` is the token of a device that is known.
    pub fn told(self, answer: SignedInAnswer, brought: Option<String>) -> SessionToken {
        let SignedInAnswer { session, ends_at, role, device_known, compact } = answer;
        let device_token = brought.filter(|_| device_known).unwrap_or(self.new_device);
        SessionToken { token: self.token, device_token, session, ends_at, role, compact }
    }
}

/// Where a session begins, and what is kept of its tokens.
pub(super) struct Visit {
    pub address: String,
    pub device: String,
    token_hash: Vec<u8>,
    /// Of the token by which the device is known from now on.
    device_hash: Vec<u8>,
    device_known: bool,
    /// Of the session that the browser had.
    ended: Option<Vec<u8>>,
}

impl Visit {
    /// The same, from a device that is known by this digest of its token.
    pub fn of_known_device(self, device_hash: Vec<u8>) -> Self {
        Self { device_hash, device_known: true, ..self }
    }
}

/// A visit of somebody who is not proven yet, from a device that is not known.
pub(super) fn visit(db: &Db, origin: &Origin, address: &str, device: &str) -> (Tokens, Visit) {
    let (token, new_device) = (hexadecimal::text(&db.secret()), hexadecimal::text(&db.secret()));
    let visit = Visit {
        address: shortened(address),
        device: shortened(device),
        token_hash: digest(&token),
        device_hash: digest(&new_device),
        device_known: false,
        ended: origin.session.as_deref().map(digest),
    };
    (Tokens { token, new_device }, visit)
}

/// Begins the session.
pub(super) async fn begin<R>(
    write: &mut Write,
    user: &sql::LockedUser,
    visit: Visit,
    at: OffsetDateTime,
) -> Result<SignedInAnswer, Error<R>> {
    let session = sql::NewSession {
        id: SessionId(write.id()),
        user: user.id,
        token_hash: visit.token_hash,
        at,
        ends_at: at + SessionLifetime::of(user.role).absolute,
        address: visit.address,
        device: visit.device,
    };
    sql::insert_session(write.connection(), &session).await?;
    if let Some(ended) = visit.ended {
        kept_form::hand_over(write.connection(), &ended, session.id).await?;
    }
    sql::keep_device(write.connection(), session.user, &visit.device_hash, session.at).await?;
    let compact = sqlx::query_scalar!("select compact from users where id = $1", session.user.0);
    let compact = compact.fetch_one(write.connection()).await?;
    let (session, ends_at, role) = (session.id, session.ends_at, user.role);
    Ok(SignedInAnswer { session, ends_at, role, device_known: visit.device_known, compact })
}

/// Begins a session for whoever proves to be the holder of an account.
///
/// # Errors
/// Refused when the credentials or the code are wrong or missing, and while too many guesses have missed.
pub async fn sign_in(db: &Db, command: SignInCommand) -> Result<SessionToken, Error<SignInRefusal>> {
    let brought = command.credentials.origin.device.clone();
    let (tokens, visit) = visit(db, &command.credentials.origin, &command.address, &command.device);
    let demonstration = command.demonstration;
    let record = SignInRecord { address: visit.address.clone(), device: visit.device.clone(), demonstration };
    let answer = attempt(db, "identity.sign_in", command.credentials, &record, move |write, proven| {
        Box::pin(async move {
            let code = proven.code_against(write.seals(), Factor::InForce)?;
            let step = proven.user.account().sign_in(code, demonstration).map_err(Error::Refused)?;
            if let Some(step) = step {
                sql::update_totp_step(write.connection(), proven.user.id, step).await?;
            }
            let visit = match proven.device.as_deref() {
                Some(known) => visit.of_known_device(digest(known)),
                None => visit,
            };
            let address = visit.address.clone();
            let answer = begin(write, &proven.user, visit, proven.at).await?;
            let after = json!({
                "session": answer.session,
                "address": address,
                "second_factor": step.is_some(),
                "missed_before": proven.missed_before,
            });
            write.envelope.changed(&json!(null), &after)?;
            Ok(answer)
        })
    })
    .await?;
    Ok(tokens.told(answer, brought))
}

/// What a stranger says of itself, fit to be kept and shown.
fn shortened(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(PLACE_LIMIT).collect()
}

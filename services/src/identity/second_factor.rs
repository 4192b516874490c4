//! Setting up a second factor: [`super::totp`].
//!
//! It is set up with name and password, not inside a session: staff without one get no session to set it up in, and
//! whoever only finds an open browser cannot replace it.

use domain::identity::{GivenCode, SignInRefusal};
use serde::Serialize;
use serde_json::json;

use super::{
    attempt::{Credentials, attempt},
    sql,
    totp::{Factor, SECRET_BYTES, base32},
};
use crate::{Db, Error};

/// A new second factor, shown once; it counts when a code of it was confirmed.
#[derive(Clone)]
pub struct Enrolment {
    /// For typing into an authenticator, in base 32.
    pub secret: String,
    /// For scanning.
    pub uri: String,
}

/// Nothing of it may be filed: what is left is that it happened, and about whom.
#[derive(Serialize)]
struct Filed {}

/// Makes a new secret, which waits for [`confirm_second_factor`]. Whoever has a second factor gives its code.
///
/// # Errors
/// As [`super::sign_in`]; always for demonstration accounts.
pub async fn enrol_second_factor(db: &Db, credentials: Credentials) -> Result<Enrolment, Error<SignInRefusal>> {
    let random = db.secret();
    let (secret, _) = random.split_at(SECRET_BYTES);
    let pending = secret.to_vec();
    let username = attempt(db, "identity.enrol_second_factor", credentials, &Filed {}, move |write, proven| {
        Box::pin(async move {
            let code = proven.code_against(write.seals(), Factor::InForce)?;
            let step = proven.user.account().enrol(code).map_err(Error::Refused)?;
            if let Some(step) = step {
                sql::update_totp_step(write.connection(), proven.user.id, step).await?;
            }
            let sealed = write.seals().seal(Factor::Waiting.place(proven.user.id), &pending).map_err(Error::Failed)?;
            sql::update_totp_pending(write.connection(), proven.user.id, &sealed).await?;
            Ok(proven.user.username)
        })
    })
    .await?;
    let secret = base32(secret);
    let username = username.bytes().fold(String::new(), |text, byte| match byte {
        b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => text + char::from(byte).encode_utf8(&mut [0; 1]),
        other => text + &format!("%{other:02X}"),
    });
    let uri =
        format!("otpauth://totp/Lianrong:{username}?secret={secret}&issuer=Lianrong&algorithm=SHA1&digits=6&period=30");
    Ok(Enrolment { secret, uri })
}

/// Puts the new secret in force with one of its codes, and ends every session that began without it.
///
/// # Errors
/// As [`super::sign_in`], and when nothing waits to be confirmed.
pub async fn confirm_second_factor(db: &Db, credentials: Credentials) -> Result<(), Error<SignInRefusal>> {
    attempt(db, "identity.confirm_second_factor", credentials, &Filed {}, move |write, proven| {
        Box::pin(async move {
            if proven.user.disabled {
                return Err(Error::Refused(SignInRefusal::Disabled));
            }
            if proven.user.totp_pending.is_none() {
                return Err(Error::Refused(SignInRefusal::NothingToConfirm));
            }
            let step = match proven.code_against(write.seals(), Factor::Waiting)? {
                GivenCode::None => return Err(Error::Refused(SignInRefusal::CodeNeeded)),
                GivenCode::Wrong => return Err(Error::Refused(SignInRefusal::CodeWrong)),
                GivenCode::OfStep(step) => step,
            };
            let (id, at) = (proven.user.id, proven.at);
            let secret = proven.secret(write.seals(), Factor::Waiting)?.unwrap_or_default();
            let sealed = write.seals().seal(Factor::InForce.place(id), &secret).map_err(Error::Failed)?;
            sql::update_totp_secret(write.connection(), id, &sealed, step).await?;
            sql::update_sessions_revoked(write.connection(), id, at).await?;
            let before = json!({ "second_factor": proven.user.totp_secret.is_some() });
            write.envelope.changed(&before, &json!({ "second_factor": true }))
        })
    })
    .await
}

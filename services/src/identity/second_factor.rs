//! The second factor: time-based codes of six digits (RFC 6238, SHA-1, 30 seconds), each accepted once.
//!
//! It is set up with name and password, not inside a session: staff without one get no session to set it up in, and
//! whoever only finds an open browser cannot replace it.

use domain::{
    id::UserId,
    identity::{GivenCode, SignInRefusal},
};
use serde::Serialize;
use serde_json::json;
use time::OffsetDateTime;
use totp_rs::{Builder, Secret, Totp};

use super::{
    attempt::{Credentials, attempt},
    sql,
};
use crate::{Db, Error, error::Failure, sealed::Place};

/// How many bytes a secret has: as many as the hash, as RFC 4226 recommends.
pub(crate) const SECRET_BYTES: usize = 20;

/// Which of an account's two secrets: they are sealed for columns of their own.
#[derive(Clone, Copy)]
pub(crate) enum Factor {
    InForce,
    /// Until its first code has confirmed it.
    Waiting,
}

impl Factor {
    pub(crate) const fn place(self, user: UserId) -> Place {
        let column = match self {
            Self::InForce => "totp_secret",
            Self::Waiting => "totp_pending",
        };
        Place { table: "users", column, row: user.0 }
    }
}

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

/// The time step, at most one away from now, whose code `code` is.
pub(super) fn step_of(secret: &[u8], code: &str, at: OffsetDateTime) -> Result<Option<i64>, Failure> {
    let seconds = u64::try_from(at.unix_timestamp())?;
    Ok(totp(secret)?.check(code, seconds).map(i64::try_from).transpose()?)
}

fn totp(secret: &[u8]) -> Result<Totp, Failure> {
    let secret: [u8; SECRET_BYTES] = secret.try_into()?;
    let builder = Builder::new().with_secret(Secret::new_stack(secret));
    builder.build().map_err(|error| format!("the second factor cannot be computed: {error}").into())
}

/// Base 32 of RFC 4648. Twenty bytes are 32 letters, without padding.
pub(super) fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bit = |index: usize| bytes.get(index / 8).is_some_and(|byte| byte >> (7 - index % 8) & 1 == 1);
    (0..bytes.len() * 8)
        .step_by(5)
        .map(|start| (start..start + 5).fold(0usize, |value, index| value << 1 | usize::from(bit(index))))
        .map(|value| char::from(ALPHABET.get(value).copied().unwrap_or(b'A')))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret and the codes of RFC 6238, appendix B, whose last six digits are ours.
    const SECRET: &[u8] = b"12345678901234567890";

    fn step(code: &str, seconds: i64) -> Option<i64> {
        step_of(SECRET, code, OffsetDateTime::from_unix_timestamp(seconds).unwrap()).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (20_000_000_000, "353130")]
        {
            assert_eq!(step(code, seconds), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_code_counts_one_step_early_and_late_and_no_more() {
        for (seconds, expected) in [(0, Some(1)), (59, Some(1)), (89, Some(1)), (90, None), (1_000, None)] {
            assert_eq!(step("287082", seconds), expected, "{seconds}");
        }
    }

    #[test]
    fn what_is_no_code_is_wrong() {
        for code in ["", "28708", "2870822", "+87082", "２８７０８２", "28708x"] {
            assert_eq!(step(code, 59), None, "{code}");
        }
        assert!(step_of(b"short", "287082", OffsetDateTime::UNIX_EPOCH).is_err());
    }

    #[test]
    fn a_secret_is_written_in_the_letters_of_the_standard() {
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(base32(SECRET), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}

//! The codes of a second factor: time-based, of six digits (RFC 6238, SHA-1, 30 seconds), each accepted once.

use domain::id::UserId;
use time::OffsetDateTime;
use totp_rs::{Builder, Secret, Totp};

use crate::{error::Failure, sealed::Place};

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

//! How requests on a line and their answers are signed, with a secret that both sides have: HMAC-SHA256 in hexadecimal over
//!
//! ```text
//! POST                       the method
//! /bank/payouts              the path with its query
//! 2026-11-20T10:00:00Z       when it was written (X-Bank-Timestamp)
//! 8f0c1d2e3b4a5968…          a number that is used once (X-Bank-Nonce)
//! 200                        of an answer only: its status
//! 3f1c…                      SHA-256 of the body, in hexadecimal
//! ```
//!
//! An answer repeats the nonce of its request, so that it can be no other's. The file of the secrets has a line `key` with
//! 64 hexadecimal digits for each: the first signs, all are accepted, so that a secret is changed without a pause.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use domain::hexadecimal;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

pub const TIMESTAMP: &str = "X-Bank-Timestamp";
pub const NONCE: &str = "X-Bank-Nonce";
pub const SIGNATURE: &str = "X-Bank-Signature";

/// How far the bank's clock may be from ours, either way.
const CLOCK_TOLERANCE: Duration = Duration::minutes(5);

/// The secrets that we share with whoever is at the other end.
#[derive(Clone)]
pub struct LineKeys(Vec<[u8; 32]>);

impl fmt::Debug for LineKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} secrets", self.0.len())
    }
}

/// Why there are no secrets.
#[derive(Debug, thiserror::Error)]
pub enum LineKeysError {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("{path}: line {line} is not `key` with 64 hexadecimal digits")]
    Line { path: PathBuf, line: usize },
    #[error("{path} has no key")]
    Empty { path: PathBuf },
}

impl LineKeys {
    /// # Errors
    /// When the file is missing, or holds something else.
    pub fn load(path: &Path) -> Result<Self, LineKeysError> {
        let text = fs::read_to_string(path).map_err(|source| LineKeysError::File { path: path.to_owned(), source })?;
        let mut keys = Vec::new();
        for (line, text) in
            (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty() && !text.starts_with('#'))
        {
            let key = text.strip_prefix("key ").and_then(|digits| hexadecimal::bytes(digits.trim()));
            keys.push(key.ok_or_else(|| LineKeysError::Line { path: path.to_owned(), line })?);
        }
        if keys.is_empty() { Err(LineKeysError::Empty { path: path.to_owned() }) } else { Ok(Self(keys)) }
    }

    /// Secrets that are known already; the first signs.
    #[must_use]
    pub fn of(keys: Vec<[u8; 32]>) -> Self {
        Self(keys)
    }

    /// A key for another purpose out of each secret, in their order: HKDF-SHA256 (RFC 5869) without salt.
    pub(crate) fn derive(&self, purpose: &str) -> Vec<[u8; 32]> {
        let expanded = [purpose.as_bytes(), &[1]].concat();
        let derived = |secret: &[u8; 32]| -> [u8; 32] {
            let extracted: [u8; 32] = mac(&[0; 32], secret).finalize().into_bytes().into();
            mac(&extracted, &expanded).finalize().into_bytes().into()
        };
        self.0.iter().map(derived).collect()
    }

    fn sign(&self, text: &str) -> String {
        let Some(key) = self.0.first() else { return String::new() };
        hexadecimal::text(&mac(key, text.as_bytes()).finalize().into_bytes())
    }

    fn accepts(&self, text: &str, signature: &str) -> bool {
        let Some(signature) = hexadecimal::bytes::<32>(signature) else { return false };
        self.0.iter().any(|key| mac(key, text.as_bytes()).verify_slice(&signature).is_ok())
    }
}

fn mac(key: &[u8; 32], message: &[u8]) -> Hmac<Sha256> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("a secret of any length will do");
    mac.update(message);
    mac
}

/// What is signed of a request besides its body.
pub struct Signed<'a> {
    pub method: &'a str,
    /// The path with its query, as it is sent.
    pub target: &'a str,
    pub nonce: &'a str,
}

impl Signed<'_> {
    /// The time that is sent, and the signature.
    #[must_use]
    pub fn request(&self, keys: &LineKeys, at: OffsetDateTime, body: &[u8]) -> (String, String) {
        let timestamp = at.format(&Rfc3339).unwrap_or_default();
        let signature = keys.sign(&self.text(&timestamp, None, body));
        (timestamp, signature)
    }

    /// Whether a request that came here is of somebody who shares a secret with us, and of now.
    #[must_use]
    pub fn is_asked(
        &self,
        keys: &LineKeys,
        now: OffsetDateTime,
        (timestamp, signature): (&str, &str),
        body: &[u8],
    ) -> bool {
        is_fresh(timestamp, now) && keys.accepts(&self.text(timestamp, None, body), signature)
    }

    /// The time and the signature of an answer, as a bank gives them.
    #[must_use]
    pub fn answer(&self, keys: &LineKeys, at: OffsetDateTime, status: u16, body: &[u8]) -> (String, String) {
        let timestamp = at.format(&Rfc3339).unwrap_or_default();
        let signature = keys.sign(&self.text(&timestamp, Some(status), body));
        (timestamp, signature)
    }

    /// Whether an answer is the bank's to this request, and of now.
    #[must_use]
    pub fn is_answered(
        &self,
        keys: &LineKeys,
        now: OffsetDateTime,
        (timestamp, signature): (&str, &str),
        (status, body): (u16, &[u8]),
    ) -> bool {
        is_fresh(timestamp, now) && keys.accepts(&self.text(timestamp, Some(status), body), signature)
    }

    fn text(&self, timestamp: &str, status: Option<u16>, body: &[u8]) -> String {
        let digest = hexadecimal::text(&Sha256::digest(body));
        let status = status.map(|status| format!("\n{status}")).unwrap_or_default();
        format!("{}\n{}\n{timestamp}\n{}{status}\n{digest}", self.method, self.target, self.nonce)
    }
}

fn is_fresh(timestamp: &str, now: OffsetDateTime) -> bool {
    OffsetDateTime::parse(timestamp, &Rfc3339).is_ok_and(|at| (now - at).abs() <= CLOCK_TOLERANCE)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-20 10:00 UTC);
    const SIGNED: Signed<'static> = Signed { method: "POST", target: "/bank/payouts?a=b", nonce: "8f0c1d2e3b4a5968" };

    /// The bank's side has the same vector.
    #[test]
    fn a_request_is_signed_as_the_bank_expects_it() {
        let (timestamp, signature) = SIGNED.request(&LineKeys::of(vec![[7; 32]]), NOW, b"{}");
        assert_eq!(timestamp, "2026-11-20T10:00:00Z");
        assert_eq!(signature, "e63cdfe9f9cf943c3bbd781dc3476f2e3d99a5511c4c9a8898e5d270ed9830b6");
    }

    #[test]
    fn an_answer_is_believed_only_to_its_own_request_in_time_and_with_a_known_secret() {
        let (old, new) = (LineKeys::of(vec![[7; 32]]), LineKeys::of(vec![[8; 32], [7; 32]]));
        let timestamp = "2026-11-20T10:00:01Z";
        let signature = old.sign(&SIGNED.text(timestamp, Some(200), b"{}"));
        let told = |keys: &LineKeys, now, signed: &Signed<'_>, status, body: &[u8]| {
            signed.is_answered(keys, now, (timestamp, &signature), (status, body))
        };
        assert!(told(&old, NOW, &SIGNED, 200, b"{}") && told(&new, NOW, &SIGNED, 200, b"{}"));
        assert!(!told(&LineKeys::of(vec![[8; 32]]), NOW, &SIGNED, 200, b"{}"), "another secret");
        assert!(!told(&old, NOW + Duration::minutes(6), &SIGNED, 200, b"{}"), "too old");
        assert!(!told(&old, NOW - Duration::minutes(6), &SIGNED, 200, b"{}"), "of the future");
        assert!(!told(&old, NOW, &Signed { nonce: "another", ..SIGNED }, 200, b"{}"), "to another request");
        assert!(!told(&old, NOW, &Signed { target: "/bank/payouts", ..SIGNED }, 200, b"{}"), "to another path");
        assert!(!told(&old, NOW, &SIGNED, 201, b"{}"), "another status");
        assert!(!told(&old, NOW, &SIGNED, 200, b"[]"), "another body");
        for (timestamp, signature) in [("", signature.as_str()), (timestamp, ""), (timestamp, "00")] {
            assert!(!SIGNED.is_answered(&old, NOW, (timestamp, signature), (200, b"{}")));
        }
    }

    #[test]
    fn a_request_is_believed_only_as_it_was_signed_in_time_and_with_a_known_secret() {
        let (old, new) = (LineKeys::of(vec![[7; 32]]), LineKeys::of(vec![[8; 32], [7; 32]]));
        let (timestamp, signature) = SIGNED.request(&old, NOW, b"{}");
        let asked = |keys: &LineKeys, now, signed: &Signed<'_>, body: &[u8]| {
            signed.is_asked(keys, now, (&timestamp, &signature), body)
        };
        assert!(asked(&old, NOW, &SIGNED, b"{}") && asked(&new, NOW, &SIGNED, b"{}"));
        assert!(!asked(&LineKeys::of(vec![[8; 32]]), NOW, &SIGNED, b"{}"), "another secret");
        assert!(!asked(&old, NOW + Duration::minutes(6), &SIGNED, b"{}"), "too old");
        assert!(!asked(&old, NOW, &Signed { nonce: "another", ..SIGNED }, b"{}"), "another number");
        assert!(!asked(&old, NOW, &Signed { target: "/network/messages", ..SIGNED }, b"{}"), "to another path");
        assert!(!asked(&old, NOW, &SIGNED, b"[]"), "another body");
        assert!(!SIGNED.is_asked(&old, NOW, (&timestamp, ""), b"{}") && !SIGNED.is_asked(&old, NOW, ("", ""), b"{}"));
    }

    #[test]
    fn a_derived_key_is_as_hkdf_has_it_and_each_purpose_has_its_own() {
        let keys = LineKeys::of(vec![[7; 32], [8; 32]]);
        let derived = keys.derive("lianrong sealed fields 1");
        assert_eq!(hexadecimal::text(&derived[0]), "d992587bcf26a59b3d489df776e44d2ae557f0e0a3d58a5f46594476dce1de4a");
        assert_ne!(derived[1], derived[0]);
        assert_ne!(keys.derive("another")[0], derived[0]);
    }

    #[test]
    fn a_file_has_the_secrets_and_nothing_else() {
        let path = std::env::temp_dir().join(format!("lianrong-bank-keys-{}", std::process::id()));
        let read = |text: &str| {
            fs::write(&path, text).unwrap();
            LineKeys::load(&path)
        };
        let key = "07".repeat(32);
        assert_eq!(read(&format!("# a bank\nkey {key}\n\nkey {}\n", "08".repeat(32))).unwrap().0, [[7; 32], [8; 32]]);
        assert!(matches!(read("# nothing\n"), Err(LineKeysError::Empty { .. })));
        assert!(matches!(read(&format!("key {key}\nkey 07\n")), Err(LineKeysError::Line { line: 2, .. })));
        assert!(matches!(read(&key), Err(LineKeysError::Line { line: 1, .. })));
        fs::remove_file(&path).unwrap();
        assert!(matches!(LineKeys::load(&path), Err(LineKeysError::File { .. })));
    }
}

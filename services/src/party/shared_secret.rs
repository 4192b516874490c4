//! A secret that a partner's system and we both have, with which it signs where it has no pair of keys: HMAC-SHA256.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{id::KeyId, partner_key::KeyAlgorithm};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::PublicKey;
use crate::sealed::Place;

/// Its 32 bytes, which are never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct SharedSecret([u8; 32]);

impl fmt::Debug for SharedSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SharedSecret")
    }
}

impl SharedSecret {
    /// Where it lies, sealed.
    pub(crate) const fn place(key: KeyId) -> Place {
        Place { table: "partner_keys", column: "secret", row: key.0 }
    }

    /// The secret of a JWK that says that it is one: of the type `oct`, for `HS256`, with 32 bytes.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let jwk: Value = serde_json::from_str(text.trim()).ok()?;
        let field = |name: &str| jwk.get(name).and_then(Value::as_str);
        let meant = field("kty") == Some("oct") && field("alg") == Some("HS256");
        let bytes = URL_SAFE_NO_PAD.decode(field("k").filter(|_| meant)?).ok()?;
        Self::from_bytes(&bytes)
    }

    /// `None` unless there are 32 of them.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(crate) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// By what it is known: its SHA-256.
    pub(crate) fn known_by(&self) -> PublicKey {
        PublicKey { algorithm: KeyAlgorithm::Hmac, bytes: Sha256::digest(self.0).to_vec() }
    }

    fn mac_of(&self, text: &[u8]) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0).expect("a secret of any length will do");
        mac.update(text);
        mac
    }

    #[must_use]
    pub fn mac(&self, text: &[u8]) -> Vec<u8> {
        self.mac_of(text).finalize().into_bytes().to_vec()
    }

    /// Whether `mac` is the whole one over `text`; however much of it is right, that takes the same time.
    #[must_use]
    pub fn verify(&self, text: &[u8], mac: &[u8]) -> bool {
        self.mac_of(text).verify_slice(mac).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_says_that_it_is_a_secret_of_32_bytes_is_one() {
        let bytes = [7; 32];
        let jwk = format!(r#"{{"kty":"oct","alg":"HS256","k":"{}"}}"#, URL_SAFE_NO_PAD.encode(bytes));
        assert_eq!(SharedSecret::read(&jwk), SharedSecret::from_bytes(&bytes));
        let short = URL_SAFE_NO_PAD.encode([7; 31]);
        for other in [
            jwk.replace("oct", "OKP"),
            jwk.replace("HS256", "HS512"),
            jwk.replace(r#""alg":"HS256","#, ""),
            format!(r#"{{"kty":"oct","alg":"HS256","k":"{short}"}}"#),
            URL_SAFE_NO_PAD.encode(bytes),
        ] {
            assert_eq!(SharedSecret::read(&other), None, "{other}");
        }
        assert_eq!(format!("{:?}", SharedSecret::read(&jwk).unwrap()), "SharedSecret");
    }
}

//! A partner's public key as people and systems give it: in PEM, as `openssl pkey -pubout` writes it; what stands in it, in base 64;
//! Ed25519 as a JWK; SM2 as the 65 bytes of its point in base 64. What is no public key is not kept: it may be the private one.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use domain::{
    hexadecimal,
    partner_key::{KeyAlgorithm, KeyRefusal, TEXT_LIMIT},
};
use ed25519_dalek::{Signature, VerifyingKey};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{Error, sm2_signature};

/// What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410).
const ED25519_PREFIX: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
/// What stands before the 65 bytes of an SM2 key in DER.
const SM2_PREFIX: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf,
    0x55, 0x01, 0x82, 0x2d, 0x03, 0x42, 0x00,
];
const BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
const END: &str = "-----END PUBLIC KEY-----";

/// A public key, in the one form in which it is kept: of Ed25519 its 32 bytes, of SM2 `04`, x and y. Of a shared secret, which has
/// none, its SHA-256, with which nothing is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    pub algorithm: KeyAlgorithm,
    pub bytes: Vec<u8>,
}

impl From<[u8; 32]> for PublicKey {
    fn from(ed25519: [u8; 32]) -> Self {
        Self { algorithm: KeyAlgorithm::Ed25519, bytes: ed25519.to_vec() }
    }
}

impl PublicKey {
    /// Of a row.
    pub(crate) fn from_parts<R>(algorithm: &str, bytes: Vec<u8>) -> Result<Self, Error<R>> {
        Ok(Self { algorithm: algorithm.parse().map_err(Error::defect)?, bytes })
    }

    /// The SHA-256 of its DER in hexadecimal, as `openssl pkey -pubin -outform DER | sha256sum` tells it; of a shared secret that of its
    /// bytes.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let prefix = match self.algorithm {
            KeyAlgorithm::Hmac => return hexadecimal::text(&self.bytes),
            KeyAlgorithm::Ed25519 => ED25519_PREFIX,
            KeyAlgorithm::Sm2 => SM2_PREFIX,
        };
        hexadecimal::text(&Sha256::digest([prefix, &self.bytes].concat()))
    }

    /// Whether `signature` is the key's own over `text`. Strict: weak keys and signatures in a second form are refused.
    #[must_use]
    pub fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        match self.algorithm {
            KeyAlgorithm::Hmac => false,
            KeyAlgorithm::Sm2 => sm2_signature::verify(&self.bytes, text, signature),
            KeyAlgorithm::Ed25519 => {
                let bytes = <&[u8; 32]>::try_from(self.bytes.as_slice()).ok();
                let key = bytes.and_then(|bytes| VerifyingKey::from_bytes(bytes).ok());
                match (key, Signature::from_slice(signature)) {
                    (Some(key), Ok(signature)) => key.verify_strict(text, &signature).is_ok(),
                    _ => false,
                }
            }
        }
    }
}

/// The public key that a text holds.
pub fn read(text: &str) -> Result<PublicKey, KeyRefusal> {
    let text = text.trim();
    if text.to_ascii_uppercase().contains("PRIVATE KEY") {
        return Err(KeyRefusal::Private);
    }
    if text.len() > TEXT_LIMIT {
        return Err(KeyRefusal::Unreadable);
    }
    if text.starts_with('{') {
        return ed25519(&of_jwk(text)?);
    }
    let inner = match text.strip_prefix(BEGIN) {
        Some(pem) => pem.strip_suffix(END).ok_or(KeyRefusal::Unreadable)?,
        None => text,
    };
    let inner: String = inner.split_ascii_whitespace().collect();
    of_bytes(&STANDARD.decode(inner).map_err(|_| KeyRefusal::Unreadable)?)
}

fn of_bytes(bytes: &[u8]) -> Result<PublicKey, KeyRefusal> {
    if let Some(key) = bytes.strip_prefix(ED25519_PREFIX) {
        return ed25519(key);
    }
    let point = bytes.strip_prefix(SM2_PREFIX).unwrap_or(bytes);
    if sm2_signature::is_public_key(point) {
        return Ok(PublicKey { algorithm: KeyAlgorithm::Sm2, bytes: point.to_vec() });
    }
    // Nothing is put before it here: who leaves it out may have lost something else.
    let without_prefix = sm2_signature::is_public_key(&[[4].as_slice(), bytes].concat());
    Err(if without_prefix { KeyRefusal::NoPrefix } else { KeyRefusal::Unreadable })
}

fn ed25519(bytes: &[u8]) -> Result<PublicKey, KeyRefusal> {
    let bytes: [u8; 32] = bytes.try_into().map_err(|_| KeyRefusal::Unreadable)?;
    let key = VerifyingKey::from_bytes(&bytes).map_err(|_| KeyRefusal::Unreadable)?;
    if key.is_weak() { Err(KeyRefusal::Weak) } else { Ok(bytes.into()) }
}

fn of_jwk(text: &str) -> Result<Vec<u8>, KeyRefusal> {
    let jwk: Value = serde_json::from_str(text).map_err(|_| KeyRefusal::Unreadable)?;
    let field = |name: &str| jwk.get(name).and_then(Value::as_str);
    // The private part of a pair, and a key that both sides have.
    if jwk.get("d").is_some() || jwk.get("k").is_some() {
        return Err(KeyRefusal::Private);
    }
    let known = field("kty") == Some("OKP") && field("crv") == Some("Ed25519");
    field("x").filter(|_| known).and_then(|x| URL_SAFE_NO_PAD.decode(x).ok()).ok_or(KeyRefusal::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 8410.
    const PEM: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----";
    /// The example of RFC 8037.
    const JWK: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    const SM2_FORMS: &str = include_str!("../../tests/data/cases-binding/56-public-keys.json");
    const SM2_TEXT: &str = include_str!("../../tests/data/cases-binding/54-user-ids.json");

    #[test]
    fn a_public_key_is_read_from_pem_and_jwk() {
        let key = read(PEM).unwrap();
        assert_eq!(STANDARD.encode(&key.bytes), "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
        let on_windows = format!("\u{feff}{}\r\n", PEM.replace('\n', "\r\n"));
        assert_eq!(read(on_windows.trim_start_matches('\u{feff}')), Ok(key.clone()));
        assert_eq!(read("MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="), Ok(key.clone()));
        assert_eq!(
            hexadecimal::text(&read(JWK).unwrap().bytes),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        );
        assert_eq!(key.fingerprint().len(), 64);
    }

    /// Case 56: two forms, kept as one; and each key accepts what was signed with it.
    #[test]
    fn an_sm2_key_is_a_whole_point_or_refused() {
        let keys: Vec<Value> = serde_json::from_str(SM2_FORMS).unwrap();
        let text: Value = serde_json::from_str(SM2_TEXT).unwrap();
        let text = text["key"]["text"].as_str().unwrap();
        assert_eq!(keys.len(), 4);
        for key in &keys {
            let told = |name: &str| key[name].as_str().unwrap();
            let kept = format!("04{}{}", told("x"), told("y"));
            let mut accepted = 0;
            for form in key["forms"].as_array().unwrap() {
                let (name, given) = (form["form"].as_str().unwrap(), form["base64"].as_str().unwrap());
                let registration = form["registration"].as_str().unwrap();
                match read(given) {
                    Ok(key) => {
                        assert!(registration.starts_with("accepted"), "{name}");
                        assert_eq!((key.algorithm, hexadecimal::text(&key.bytes)), (KeyAlgorithm::Sm2, kept.clone()));
                        let signature = STANDARD.decode(told("signature_base64")).unwrap();
                        assert!(key.verify(text.as_bytes(), &signature), "{name}");
                        assert!(!key.verify(b"another text", &signature), "{name}");
                        accepted += 1;
                    }
                    Err(refusal) => {
                        let expected = if registration.contains("put 04 before it") {
                            KeyRefusal::NoPrefix
                        } else {
                            KeyRefusal::Unreadable
                        };
                        assert!(registration.starts_with("refused"), "{name}: {registration}");
                        assert_eq!(refusal, expected, "{name}");
                    }
                }
            }
            assert_eq!(accepted, 2, "{}", told("key"));
        }
    }

    #[test]
    fn a_private_key_is_told_from_what_is_no_key() {
        let pair = JWK.replace("\"x\"", "\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\",\"x\"");
        for private in [
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----",
            "-----begin openssh private key-----",
            &format!("{PEM}\n-----BEGIN PRIVATE KEY-----"),
            &pair,
            r#"{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ"}"#,
        ] {
            assert_eq!(read(private), Err(KeyRefusal::Private), "{private}");
        }
        for unreadable in [
            "",
            "{",
            "{}",
            "\0",
            "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
            &PEM.replace("MCow", "MCox"),
            &PEM.replace("-----END", "----END"),
            &JWK.replace("Ed25519", "X25519"),
            &JWK.replace("11qY", ""),
            &format!("{PEM}{}", " x".repeat(TEXT_LIMIT)),
        ] {
            assert_eq!(read(unreadable), Err(KeyRefusal::Unreadable), "{unreadable}");
        }
    }

    #[test]
    fn a_key_that_proves_nothing_is_refused() {
        // The neutral element: what it signs, anybody can sign.
        let neutral = [[1u8].as_slice(), [0; 31].as_slice()].concat();
        let jwk = format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{}"}}"#, URL_SAFE_NO_PAD.encode(neutral));
        assert_eq!(read(&jwk), Err(KeyRefusal::Weak));
    }
}

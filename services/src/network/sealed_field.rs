//! What nobody between us and the network reads: the secret fields of a message, and those of its answer, sealed on their way.
//!
//! ```json
//! { "category": "0202", "serial": "…", "sealed": {
//!   "key_version": "6c330d26",
//!   "key": "…",
//!   "fields": { "code": "…" } } }
//! ```
//!
//! Each message has a key of its own, which seals its fields (AES-256-GCM, each value as JSON). That key is wrapped under one
//! that is derived of a secret which both sides have, and `key_version` says of which: the first four bytes of the SHA-256 of
//! the wrapping key. Key and fields are a random number of twelve bytes with what was enciphered, in base 64, and bound to
//!
//! ```text
//! request                    or answer, or callback for what the network tells by itself
//! 0202                       the category; of a question the first word of its path
//! SGN2026112000000001-1      the serial; of a question what it is about
//! 8f0c1d2e3b4a5968…          the number of the request, which is used once
//! code                       the field, or `key`
//! ```

use std::collections::BTreeMap;

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload, array::Array},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::hexadecimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::{db::Randomness, error::Failure, signed_line::LineKeys};

/// What wrapping keys are derived for.
const PURPOSE: &str = "lianrong sealed fields 1";
/// What a message's own key is bound to instead of a field's name; no field is called so.
const KEY: &str = "key";
const NONCE_BYTES: usize = 12;

/// The secret fields of a message or an answer, as they are sent.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Sealed {
    key_version: String,
    key: String,
    fields: BTreeMap<String, String>,
}

/// Which way something sealed goes.
#[derive(Clone, Copy)]
pub(super) enum Way {
    Request,
    Answer,
    Callback,
}

/// What sealed fields are part of: they open in nothing else.
#[derive(Clone, Copy)]
pub(super) struct Bound<'a> {
    pub way: Way,
    pub category: &'a str,
    pub serial: &'a str,
    pub nonce: &'a str,
}

impl Bound<'_> {
    fn of(self, field: &str) -> Vec<u8> {
        let way = match self.way {
            Way::Request => "request",
            Way::Answer => "answer",
            Way::Callback => "callback",
        };
        [way, self.category, self.serial, self.nonce, field].join("\n").into_bytes()
    }
}

/// Why something sealed is not opened. It says nothing of what was in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum OpenError {
    #[error("it is sealed with key version {0:?}, of which there is no secret in the file")]
    VersionUnknown(String),
    #[error("{0:?} was changed, or sealed for another message")]
    NotThis(String),
}

struct WrappingKey {
    version: String,
    cipher: Aes256Gcm,
}

/// What the keys of messages are wrapped with: the first wraps, all unwrap.
pub(super) struct WrappingKeys {
    keys: Vec<WrappingKey>,
    randomness: Randomness,
}

impl WrappingKeys {
    pub fn of(secrets: &LineKeys, randomness: Randomness) -> Self {
        let wrapping = |key: [u8; 32]| {
            let digest: [u8; 32] = Sha256::digest(key).into();
            let version = digest.first_chunk::<4>().map_or_else(String::new, |first| hexadecimal::text(first));
            WrappingKey { version, cipher: Aes256Gcm::new(&Array(key)) }
        };
        Self { keys: secrets.derive(PURPOSE).into_iter().map(wrapping).collect(), randomness }
    }

    /// Seals each field of `secret`.
    pub fn seal(&self, bound: Bound<'_>, secret: &impl Serialize) -> Result<Sealed, Failure> {
        let Value::Object(secret) = serde_json::to_value(secret)? else { return Err("only fields are sealed".into()) };
        let wrapping = self.keys.first().ok_or("there is no secret to seal with")?;
        let mut own = [0; 32];
        (self.randomness)(&mut own);
        let key = self.enciphered(&wrapping.cipher, &bound.of(KEY), &own)?;
        let cipher = Aes256Gcm::new(&Array(own));
        let mut fields = BTreeMap::new();
        for (name, value) in secret {
            let value = self.enciphered(&cipher, &bound.of(&name), value.to_string().as_bytes())?;
            fields.insert(name, value);
        }
        Ok(Sealed { key_version: wrapping.version.clone(), key, fields })
    }

    fn enciphered(&self, cipher: &Aes256Gcm, bound: &[u8], value: &[u8]) -> Result<String, Failure> {
        let mut nonce = [0; NONCE_BYTES];
        (self.randomness)(&mut nonce);
        let sealed = cipher.encrypt(&Array(nonce), Payload { msg: value, aad: bound });
        let sealed = sealed.map_err(|_| "a field could not be enciphered")?;
        Ok(STANDARD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// The fields that were sealed for the same message.
    pub fn open(&self, bound: Bound<'_>, sealed: &Sealed) -> Result<Map<String, Value>, OpenError> {
        let wrapping = self.keys.iter().find(|key| key.version == sealed.key_version);
        let wrapping = wrapping.ok_or_else(|| OpenError::VersionUnknown(sealed.key_version.clone()))?;
        let not_this = |name: &str| OpenError::NotThis(name.to_owned());
        let own = deciphered(&wrapping.cipher, &bound.of(KEY), &sealed.key);
        let own: [u8; 32] = own.and_then(|own| own.try_into().ok()).ok_or_else(|| not_this(KEY))?;
        let cipher = Aes256Gcm::new(&Array(own));
        let mut fields = Map::new();
        for (name, value) in &sealed.fields {
            let value = deciphered(&cipher, &bound.of(name), value);
            let value = value.and_then(|value| serde_json::from_slice(&value).ok()).ok_or_else(|| not_this(name))?;
            fields.insert(name.clone(), value);
        }
        Ok(fields)
    }
}

fn deciphered(cipher: &Aes256Gcm, bound: &[u8], sealed: &str) -> Option<Vec<u8>> {
    let sealed = STANDARD.decode(sealed).ok()?;
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
    cipher.decrypt(&Array(*nonce), Payload { msg: sealed, aad: bound }).ok()
}

#[cfg(test)]
mod tests;

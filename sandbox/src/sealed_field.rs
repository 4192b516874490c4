//! What nobody between Lianrong and the network reads: the secret fields of a message are opened before anything is done about
//! it, and those of the answer sealed. How is what the adapter of Lianrong describes.

use std::{fmt, sync::Arc};

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload, array::Array},
};
use axum::{
    Json,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Method, StatusCode, header::CONTENT_LENGTH},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::Mac;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::{
    guard::{BODY_LIMIT, Guard},
    signing::hexadecimal,
};

/// What wrapping keys are derived for.
const PURPOSE: &[u8] = b"lianrong sealed fields 1";
/// What a message's own key is bound to instead of a field's name.
const KEY: &str = "key";
const NONCE_BYTES: usize = 12;
/// The fields of messages that are never taken in clear, and those of answers that are never told in clear.
const ASKED: [&str; 3] = ["payer", "code", "agreement_no"];
const TOLD: [&str; 2] = ["agreement_no", "ended"];

#[derive(Serialize, Deserialize)]
struct Sealed {
    key_version: String,
    key: String,
    fields: Map<String, Value>,
}

/// What sealed fields are part of: they open in nothing else.
struct Bound {
    /// `request`, `answer` or `callback`.
    way: &'static str,
    category: String,
    serial: String,
    nonce: String,
}

impl Bound {
    fn of(&self, field: &str) -> Vec<u8> {
        [self.way, &self.category, &self.serial, &self.nonce, field].join("\n").into_bytes()
    }
}

/// Why a message is not looked at. It says nothing of what was in it.
#[derive(PartialEq, Eq, Debug)]
enum Refusal {
    VersionUnknown(String),
    NotThis(String),
    InClear(&'static str),
}

impl Refusal {
    /// The code of the network's system.
    fn code(&self) -> &'static str {
        match self {
            Self::VersionUnknown(_) => "PS400001",
            Self::NotThis(_) => "PS400002",
            Self::InClear(_) => "PS400003",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::VersionUnknown(version) => write!(formatter, "there is no secret of key version {version:?}"),
            Self::NotThis(name) => write!(formatter, "{name:?} is missing, was changed, or sealed for another message"),
            Self::InClear(name) => write!(formatter, "{name:?} is in clear"),
        }
    }
}

struct WrappingKey {
    version: String,
    cipher: Aes256Gcm,
}

/// What the keys of messages are wrapped with: the first wraps, all unwrap.
pub struct WrappingKeys(Vec<WrappingKey>);

/// A key out of a secret: HKDF-SHA256 (RFC 5869) without salt.
fn derived(secret: &[u8; 32]) -> [u8; 32] {
    let extracted: [u8; 32] = Guard::mac(&[0; 32], secret).finalize().into_bytes().into();
    Guard::mac(&extracted, &[PURPOSE, &[1]].concat()).finalize().into_bytes().into()
}

impl WrappingKeys {
    /// Of the secrets with which the network's door is guarded.
    pub fn of(guard: &Guard) -> Self {
        let wrapping = |secret: &[u8; 32]| {
            let key = derived(secret);
            let digest: [u8; 32] = Sha256::digest(key).into();
            WrappingKey { version: hexadecimal(&digest[..4]), cipher: Aes256Gcm::new(&Array(key)) }
        };
        Self(guard.secrets().iter().map(wrapping).collect())
    }

    fn seal(&self, bound: &Bound, secret: Map<String, Value>) -> Option<Sealed> {
        let wrapping = self.0.first()?;
        let mut own = [0; 32];
        getrandom::fill(&mut own).ok()?;
        let key = enciphered(&wrapping.cipher, &bound.of(KEY), &own)?;
        let cipher = Aes256Gcm::new(&Array(own));
        let mut fields = Map::new();
        for (name, value) in secret {
            let value = enciphered(&cipher, &bound.of(&name), value.to_string().as_bytes())?;
            fields.insert(name, Value::String(value));
        }
        Some(Sealed { key_version: wrapping.version.clone(), key, fields })
    }

    /// The secret fields of what the network tells by itself.
    pub fn seal_callback(
        &self,
        (category, serial): (&str, &str),
        nonce: &str,
        secret: Map<String, Value>,
    ) -> Option<Value> {
        let [category, serial, nonce] = [category, serial, nonce].map(str::to_owned);
        serde_json::to_value(self.seal(&Bound { way: "callback", category, serial, nonce }, secret)?).ok()
    }

    fn open(&self, bound: &Bound, sealed: &Sealed) -> Result<Map<String, Value>, Refusal> {
        let wrapping = self.0.iter().find(|key| key.version == sealed.key_version);
        let wrapping = wrapping.ok_or_else(|| Refusal::VersionUnknown(sealed.key_version.clone()))?;
        let not_this = |name: &str| Refusal::NotThis(name.to_owned());
        let own = deciphered(&wrapping.cipher, &bound.of(KEY), &sealed.key);
        let own: [u8; 32] = own.and_then(|own| own.try_into().ok()).ok_or_else(|| not_this(KEY))?;
        let cipher = Aes256Gcm::new(&Array(own));
        let mut fields = Map::new();
        for (name, value) in &sealed.fields {
            let value = value.as_str().and_then(|value| deciphered(&cipher, &bound.of(name), value));
            let value = value.and_then(|value| serde_json::from_slice(&value).ok()).ok_or_else(|| not_this(name))?;
            fields.insert(name.clone(), value);
        }
        Ok(fields)
    }

    /// A message with its secret fields in their places, and what its answer is bound to.
    fn opened(&self, nonce: &str, mut message: Map<String, Value>) -> Result<(Bound, Value), Refusal> {
        if let Some(clear) = ASKED.into_iter().find(|name| message.contains_key(*name)) {
            return Err(Refusal::InClear(clear));
        }
        let sealed = message.remove("sealed").and_then(|sealed| serde_json::from_value(sealed).ok());
        let sealed: Sealed = sealed.ok_or_else(|| Refusal::NotThis("sealed".to_owned()))?;
        let text = |name: &str| message.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (category, serial) = (text("category"), text("serial"));
        let bound = Bound { way: "request", category, serial, nonce: nonce.to_owned() };
        message.extend(self.open(&bound, &sealed)?);
        Ok((Bound { way: "answer", ..bound }, Value::Object(message)))
    }

    /// An answer with what of it is a secret sealed.
    fn closed(&self, bound: &Bound, mut answer: Map<String, Value>) -> Option<Value> {
        let secret: Map<String, Value> =
            TOLD.iter().filter_map(|name| Some(((*name).to_owned(), answer.remove(*name)?))).collect();
        if !secret.is_empty() {
            answer.insert("sealed".to_owned(), serde_json::to_value(self.seal(bound, secret)?).ok()?);
        }
        Some(Value::Object(answer))
    }
}

fn enciphered(cipher: &Aes256Gcm, bound: &[u8], value: &[u8]) -> Option<String> {
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).ok()?;
    let sealed = cipher.encrypt(&Array(nonce), Payload { msg: value, aad: bound }).ok()?;
    Some(STANDARD.encode([nonce.as_slice(), &sealed].concat()))
}

fn deciphered(cipher: &Aes256Gcm, bound: &[u8], sealed: &str) -> Option<Vec<u8>> {
    let sealed = STANDARD.decode(sealed).ok()?;
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
    cipher.decrypt(&Array(*nonce), Payload { msg: sealed, aad: bound }).ok()
}

/// What the answer to a question is bound to: what it asks for, and about what.
fn question(path: &str, nonce: &str) -> Bound {
    let mut words = path.split('/').skip(2).map(str::to_owned);
    let (category, serial) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    Bound { way: "answer", category, serial, nonce: nonce.to_owned() }
}

/// Opens what is asked and seals what is answered. Of a failure only the status is told.
pub async fn sealed(State(keys): State<Arc<WrappingKeys>>, request: Request, next: Next) -> Response {
    let nonce = request.headers().get("X-Bank-Nonce").and_then(|nonce| nonce.to_str().ok());
    let nonce = nonce.unwrap_or_default().to_owned();
    let (mut parts, body) = request.into_parts();
    let (bound, body) = if parts.method == Method::POST {
        let message = to_bytes(body, BODY_LIMIT).await.ok().and_then(|body| serde_json::from_slice(&body).ok());
        let Some(message) = message else { return StatusCode::BAD_REQUEST.into_response() };
        match keys.opened(&nonce, message) {
            Ok((bound, message)) => (bound, Body::from(message.to_string())),
            Err(refusal) => {
                tracing::warn!(%refusal, "a message of the network is not looked at");
                return Json(json!({ "system_code": refusal.code(), "business_code": "" })).into_response();
            }
        }
    } else {
        (question(parts.uri.path(), &nonce), body)
    };
    parts.headers.remove(CONTENT_LENGTH);
    let answer = next.run(Request::from_parts(parts, body)).await;
    if answer.status() != StatusCode::OK {
        return answer.status().into_response();
    }
    let answer = to_bytes(answer.into_body(), usize::MAX).await.ok();
    let answer = answer.and_then(|answer| serde_json::from_slice(&answer).ok());
    match answer.and_then(|answer| keys.closed(&bound, answer)) {
        Some(answer) => Json(answer).into_response(),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[cfg(test)]
pub mod tests;

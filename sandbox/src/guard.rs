//! The bank's door: it answers only what is signed with its secret, once, and of now, and signs what it answers. What is
//! signed is what the adapter of Lianrong describes.

use std::{
    collections::BTreeMap,
    fs, io,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{clock, signing::hexadecimal};

/// How far a caller's clock may be from the bank's, either way.
const CLOCK_TOLERANCE: Duration = Duration::minutes(5);
const TIMESTAMP: &str = "X-Bank-Timestamp";
const NONCE: &str = "X-Bank-Nonce";
const SIGNATURE: &str = "X-Bank-Signature";
/// No order and no question is longer.
pub const BODY_LIMIT: usize = 64 * 1024;

/// The bank's secrets and the numbers that were used.
pub struct Guard {
    keys: Vec<[u8; 32]>,
    used: Mutex<BTreeMap<String, OffsetDateTime>>,
}

impl Guard {
    /// # Errors
    /// When the file of the secrets is missing or holds something else.
    pub fn open(path: &Path) -> io::Result<Self> {
        let told = |error: &dyn std::fmt::Display| io::Error::other(format!("{}: {error}", path.display()));
        let text = fs::read_to_string(path).map_err(|error| told(&format!("{error}; run `sandbox keys`")))?;
        let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        let keys: Option<Vec<[u8; 32]>> = lines.map(|line| bytes(line.strip_prefix("key ")?)).collect();
        match keys {
            Some(keys) if !keys.is_empty() => Ok(Self { keys, used: Mutex::default() }),
            _ => Err(told(&"not a file of secrets")),
        }
    }

    /// What Lianrong shares with whoever is behind this door.
    pub fn secrets(&self) -> &[[u8; 32]] {
        &self.keys
    }

    pub fn mac(key: &[u8; 32], message: &[u8]) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("a secret of any length will do");
        mac.update(message);
        mac
    }

    fn accepts(&self, text: &str, signature: &str) -> bool {
        let Some(signature) = bytes(signature) else { return false };
        self.keys.iter().any(|key| Self::mac(key, text.as_bytes()).verify_slice(&signature).is_ok())
    }

    fn sign(&self, text: &str) -> String {
        self.keys
            .first()
            .map(|key| hexadecimal(&Self::mac(key, text.as_bytes()).finalize().into_bytes()))
            .unwrap_or_default()
    }

    /// Takes a number; false when it was used before.
    fn takes(&self, nonce: &str, now: OffsetDateTime) -> bool {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, at| now - *at <= CLOCK_TOLERANCE * 2);
        nonce.len() >= 16 && used.insert(nonce.to_owned(), now).is_none()
    }

    /// A request that is sent from here, signed.
    pub fn asking(&self, (method, target): (&str, &str), nonce: &str, body: &[u8]) -> Asked {
        let [method, target, nonce] = [method, target, nonce].map(str::to_owned);
        let timestamp = clock::text(clock::now());
        let mut asked = Asked { method, target, timestamp, nonce, signature: String::new() };
        asked.signature = self.sign(&asked.text(&asked.timestamp, None, body));
        asked
    }

    /// Whether an answer without a body is Lianrong's to this request, and of now.
    pub fn is_answered(&self, asked: &Asked, status: StatusCode, headers: &HeaderMap) -> bool {
        let (timestamp, signature) = (text(headers, TIMESTAMP), text(headers, SIGNATURE));
        is_fresh(&timestamp, clock::now()) && self.accepts(&asked.text(&timestamp, Some(status), b""), &signature)
    }

    /// Why a request is not let in.
    fn refusal(&self, asked: &Asked, body: &[u8], now: OffsetDateTime) -> Option<&'static str> {
        if !is_fresh(&asked.timestamp, now) {
            Some("stale")
        } else if !self.accepts(&asked.text(&asked.timestamp, None, body), &asked.signature) {
            Some("unsigned")
        } else if !self.takes(&asked.nonce, now) {
            Some("replayed")
        } else {
            None
        }
    }
}

/// A request as far as its signature speaks of it.
pub struct Asked {
    method: String,
    target: String,
    timestamp: String,
    nonce: String,
    signature: String,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let header = |name: &str| text(request.headers(), name);
        Self {
            method: request.method().to_string(),
            target: request.uri().path_and_query().map(ToString::to_string).unwrap_or_default(),
            timestamp: header(TIMESTAMP),
            nonce: header(NONCE),
            signature: header(SIGNATURE),
        }
    }

    /// The headers that it is sent with.
    pub fn headers(&self) -> [(&'static str, &str); 3] {
        [(TIMESTAMP, &self.timestamp), (NONCE, &self.nonce), (SIGNATURE, &self.signature)]
    }

    fn text(&self, timestamp: &str, status: Option<StatusCode>, body: &[u8]) -> String {
        let status = status.map(|status| format!("\n{}", status.as_u16())).unwrap_or_default();
        let digest = hexadecimal(&Sha256::digest(body));
        format!("{}\n{}\n{timestamp}\n{}{status}\n{digest}", self.method, self.target, self.nonce)
    }
}

fn text(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

fn is_fresh(timestamp: &str, now: OffsetDateTime) -> bool {
    OffsetDateTime::parse(timestamp, &Rfc3339).is_ok_and(|at| (now - at).abs() <= CLOCK_TOLERANCE)
}

/// 32 bytes from 64 hexadecimal digits.
fn bytes(digits: &str) -> Option<[u8; 32]> {
    let digits = digits.trim();
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// Lets in what is signed, and signs the answer.
pub async fn guard(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let asked = Asked::of(&request);
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    if let Some(refusal) = guard.refusal(&asked, &body, clock::now()) {
        tracing::warn!(target = asked.target, refusal, "a request is not let in");
        return (StatusCode::UNAUTHORIZED, refusal).into_response();
    }
    let answer = next.run(Request::from_parts(parts, Body::from(body))).await;
    signed(&guard, &asked, answer).await
}

async fn signed(guard: &Guard, asked: &Asked, answer: Response) -> Response {
    let (mut parts, body) = answer.into_parts();
    let Ok(body): Result<Bytes, _> = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let timestamp = clock::text(clock::now());
    let signature = guard.sign(&asked.text(&timestamp, Some(parts.status), &body));
    for (name, value) in [(TIMESTAMP, timestamp), (SIGNATURE, signature)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            parts.headers.insert(name, value);
        }
    }
    Response::from_parts(parts, Body::from(body))
}

#[cfg(test)]
pub mod tests {
    use time::macros::datetime;

    use super::*;

    /// A request of now, signed as the adapter signs.
    pub fn signed(
        guard: &Guard,
        client: &reqwest::Client,
        to: (reqwest::Method, &str, &str),
        body: Vec<u8>,
    ) -> reqwest::RequestBuilder {
        let mut random = [0; 16];
        getrandom::fill(&mut random).unwrap();
        signed_as(guard, client, &hexadecimal(&random), to, body)
    }

    /// As [`signed`], under a number that the caller has chosen.
    pub fn signed_as(
        guard: &Guard,
        client: &reqwest::Client,
        nonce: &str,
        (method, base, target): (reqwest::Method, &str, &str),
        body: Vec<u8>,
    ) -> reqwest::RequestBuilder {
        let asked = guard.asking((method.as_str(), target), nonce, &body);
        let request = client.request(method, format!("{base}{target}")).header("content-type", "application/json");
        let request = asked.headers().into_iter().fold(request, |request, (name, value)| request.header(name, value));
        request.body(body)
    }

    pub fn open(keys: &[[u8; 32]]) -> Guard {
        Guard { keys: keys.to_vec(), used: Mutex::default() }
    }

    /// The adapter's own vector: both sides agree without having a line in common.
    fn asked() -> Asked {
        Asked {
            method: "POST".to_owned(),
            target: "/bank/payouts?a=b".to_owned(),
            timestamp: "2026-11-20T10:00:00Z".to_owned(),
            nonce: "8f0c1d2e3b4a5968".to_owned(),
            signature: "e63cdfe9f9cf943c3bbd781dc3476f2e3d99a5511c4c9a8898e5d270ed9830b6".to_owned(),
        }
    }

    #[test]
    fn what_is_unsigned_stale_or_told_again_is_not_let_in() {
        let now = datetime!(2026-11-20 10:00:30 UTC);
        let guard = open(&[[7; 32]]);
        assert_eq!(guard.refusal(&asked(), b"{}", now), None);
        assert_eq!(guard.refusal(&asked(), b"{}", now), Some("replayed"));
        assert_eq!(open(&[[8; 32], [7; 32]]).refusal(&asked(), b"{}", now), None, "two secrets while one is changed");
        assert_eq!(open(&[[8; 32]]).refusal(&asked(), b"{}", now), Some("unsigned"));
        let guard = open(&[[7; 32]]);
        assert_eq!(guard.refusal(&asked(), b"[]", now), Some("unsigned"));
        assert_eq!(guard.refusal(&Asked { method: "GET".to_owned(), ..asked() }, b"{}", now), Some("unsigned"));
        assert_eq!(
            guard.refusal(&Asked { target: "/bank/payouts".to_owned(), ..asked() }, b"{}", now),
            Some("unsigned")
        );
        assert_eq!(
            guard.refusal(&Asked { nonce: "another number 16".to_owned(), ..asked() }, b"{}", now),
            Some("unsigned")
        );
        assert_eq!(guard.refusal(&Asked { signature: String::new(), ..asked() }, b"{}", now), Some("unsigned"));
        for late in [now + Duration::minutes(5), now - Duration::minutes(6)] {
            assert_eq!(guard.refusal(&asked(), b"{}", late), Some("stale"));
        }
        assert_eq!(guard.refusal(&asked(), b"{}", now), None, "what was refused has used no number");
    }
}

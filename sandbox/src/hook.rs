//! The partners' endpoints: each notice of the platform is checked, counted once, and calls the funder that it is for.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use serde::Deserialize;
use tokio::sync::Notify;

use crate::{clock, keys, platform::PlatformKey, signing::verify};

/// How many notices are kept.
const KEPT: usize = 1_000;
/// How old an attempt may be, in seconds, either way.
const TOLERANCE: i64 = 300;

/// Wakes a funder when something has happened.
#[derive(Clone, Default)]
pub struct Bell(Arc<Notify>);

impl Bell {
    pub async fn rung(&self) {
        self.0.notified().await;
    }
}

/// A notice that was taken.
#[derive(Clone, Debug, Deserialize)]
pub struct Taken {
    #[serde(skip)]
    pub partner: String,
    /// As it came.
    #[serde(skip)]
    pub body: String,
    pub number: i64,
    pub r#type: String,
    pub subject: String,
    pub timestamp: String,
}

pub struct Hooks {
    trusted: PlatformKey,
    bells: BTreeMap<String, Bell>,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    /// How many notices are refused next, for a trial of what then happens.
    refusing: u32,
    seen: BTreeSet<String>,
    taken: VecDeque<Taken>,
}

impl Hooks {
    pub fn new(trusted: PlatformKey) -> Self {
        let bells = keys::partners().map(|code| (code, Bell::default())).collect();
        Self { trusted, bells, memory: Mutex::default() }
    }

    pub fn bell(&self, partner: &str) -> Bell {
        self.bells.get(partner).cloned().unwrap_or_default()
    }

    pub fn refuse(&self, times: u32) {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).refusing = times;
    }

    /// The newest first.
    pub fn taken(&self) -> Vec<Taken> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).taken.iter().cloned().collect()
    }

    /// The status that a notice is answered with.
    fn take(&self, partner: &str, headers: &HeaderMap, body: &[u8]) -> StatusCode {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let Some(bell) = self.bells.get(partner) else { return StatusCode::NOT_FOUND };
        let (id, timestamp) = (header("webhook-id"), header("webhook-timestamp"));
        let fresh = timestamp.parse().is_ok_and(|at: i64| (clock::now().unix_timestamp() - at).abs() <= TOLERANCE);
        let signed = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat();
        let signatures = header("webhook-signature").split(' ').filter_map(|one| one.strip_prefix("v1a,"));
        let ours = self.trusted.get().is_some_and(|key| signatures.into_iter().any(|one| verify(key, &signed, one)));
        if !(fresh && ours) {
            return StatusCode::UNAUTHORIZED;
        }
        let Ok(notice) = serde_json::from_slice::<Taken>(body) else { return StatusCode::BAD_REQUEST };
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.refusing > 0 {
            memory.refusing -= 1;
            return StatusCode::SERVICE_UNAVAILABLE;
        }
        if memory.seen.insert(id.to_owned()) {
            let body = String::from_utf8_lossy(body).into_owned();
            memory.taken.push_front(Taken { partner: partner.to_owned(), body, ..notice });
            memory.taken.truncate(KEPT);
        }
        bell.0.notify_one();
        StatusCode::NO_CONTENT
    }
}

pub async fn take(
    State(hooks): State<Arc<Hooks>>,
    Path(partner): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    hooks.take(&partner, &headers, &body)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use base64::{Engine, engine::general_purpose::STANDARD};
    use ed25519_dalek::SigningKey;

    use super::*;
    use crate::{signing::sign, state::tests::Folder};

    fn headers(key: &SigningKey, id: &str, at: i64, body: &[u8]) -> HeaderMap {
        let signed = [format!("{id}.{at}.").as_bytes(), body].concat();
        let signature = format!("v1,AAAA v1a,{}", sign(key, &signed));
        let fields =
            [("webhook-id", id.to_owned()), ("webhook-timestamp", at.to_string()), ("webhook-signature", signature)];
        fields
            .into_iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(&value).unwrap()))
            .collect()
    }

    #[tokio::test]
    async fn a_notice_is_taken_once_and_only_when_it_is_the_platform_s_and_of_now() {
        let folder = Folder::new("hook");
        let key = SigningKey::from_bytes(&[9; 32]);
        let arguments = folder.arguments();
        std::fs::create_dir_all(arguments.platform_key_path().parent().unwrap()).unwrap();
        std::fs::write(arguments.platform_key_path(), STANDARD.encode(key.verifying_key().as_bytes())).unwrap();
        let hooks = Hooks::new(PlatformKey::at(arguments.platform_key_path()));
        let body = br#"{"number":7,"type":"draw.requested","subject":"draw_1","timestamp":"2026-11-20T10:00:00Z"}"#;
        let now = clock::now().unix_timestamp();
        let good = headers(&key, "event_1", now, body);
        assert_eq!(hooks.take("funder-z", &good, body), StatusCode::NOT_FOUND);
        assert_eq!(hooks.take("funder-a", &good, b"{}"), StatusCode::UNAUTHORIZED, "another body");
        let old = headers(&key, "event_1", now - 301, body);
        assert_eq!(hooks.take("funder-a", &old, body), StatusCode::UNAUTHORIZED, "too old");
        let forged = headers(&SigningKey::from_bytes(&[8; 32]), "event_1", now, body);
        assert_eq!(hooks.take("funder-a", &forged, body), StatusCode::UNAUTHORIZED, "another key");
        hooks.refuse(1);
        assert_eq!(hooks.take("funder-a", &good, body), StatusCode::SERVICE_UNAVAILABLE);
        assert!(hooks.taken().is_empty());
        for _ in 0..2 {
            assert_eq!(hooks.take("funder-a", &good, body), StatusCode::NO_CONTENT);
        }
        let [taken] = &hooks.taken()[..] else { panic!("it is shown once") };
        assert_eq!((taken.partner.as_str(), taken.number), ("funder-a", 7));
        hooks.bell("funder-a").rung().await;
    }
}

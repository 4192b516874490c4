//! A partner's client, as a partner would write it: it signs what it sends and checks what it gets, on a real server.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{debt::DebitLimits, id::PartnerId, partner_key::KeyAlgorithm};
use ed25519_dalek::SigningKey;
use reqwest::{
    Method, StatusCode,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use serde_json::Value;
use server::partner::{
    MOUNTED_AT, PartnerApi, router,
    signing::{Signed, mac, sign, target, verify, verify_mac},
};
use services::{
    Db,
    network::{Network, Nowhere},
    party::{self, PublicKey, SharedSecret},
    sm2_signature::Sm2Key,
};
use sha2::{Digest, Sha256};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::harness::{START, World};

/// Serves the partner API on a port of its own, and tells its address.
pub async fn serve(db: Db) -> String {
    serve_with(db, Arc::new(Nowhere)).await
}

/// As [`serve`], with a network by which cards are bound.
pub async fn serve_with(db: Db, network: Arc<dyn Network>) -> String {
    let api = PartnerApi::new(db, server_key()).with_network(network, DebitLimits::default());
    let api = axum::Router::new().nest(MOUNTED_AT, router(api));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, api).await.unwrap() });
    format!("http://{address}")
}

fn server_key() -> SigningKey {
    key_named("server")
}

fn server_public_key(algorithm: KeyAlgorithm) -> PublicKey {
    let bytes = match algorithm {
        KeyAlgorithm::Ed25519 => server_key().verifying_key().to_bytes().to_vec(),
        KeyAlgorithm::Sm2 => Sm2Key::beside(&server_key().to_bytes()).public_key(),
        // Who shares a secret with us is answered with that, and not with a key of ours.
        KeyAlgorithm::Hmac => Vec::new(),
    };
    PublicKey { algorithm, bytes }
}

/// A key that every run makes alike.
pub fn key_named(name: &str) -> SigningKey {
    SigningKey::from_bytes(&Sha256::digest(name).into())
}

/// A world with its partner API served, and a key for each funder: `funder-a-1`, `funder-b-1`, `funder-c-1`.
pub struct Served {
    pub world: World,
    pub address: String,
    pub sender: Sender,
    nonces: AtomicU64,
}

/// Sends calls, several at once if wanted.
#[derive(Clone)]
pub struct Sender(reqwest::Client);

impl Served {
    pub async fn new() -> Self {
        Self::with(Arc::new(Nowhere)).await
    }

    /// With a network by which cards are bound.
    pub async fn with(network: Arc<dyn Network>) -> Self {
        let world = World::new().await;
        for (letter, funder) in ['a', 'b', 'c'].into_iter().zip(world.funders.clone()) {
            register(&world, funder, &format!("funder-{letter}-1")).await;
        }
        for (digit, facilitator) in ['1', '2'].into_iter().zip(world.facilitators.clone()) {
            register(&world, facilitator, &format!("facilitator-{digit}-1")).await;
        }
        let address = serve_with(world.db.clone(), network).await;
        let sender = Sender(services::http_client::builder().unwrap().build().unwrap());
        Self { world, address, sender, nonces: AtomicU64::new(0) }
    }

    /// A call of funder `a`, `b` or `c`, or facilitator `1` or `2`, ready to be sent or spoiled.
    pub fn call(&self, letter: char, method: Method, target: &str) -> Call {
        let kind = if letter.is_ascii_digit() { "facilitator" } else { "funder" };
        let partner = format!("{kind}-{letter}");
        let key_id = format!("{partner}-1");
        let nonce = format!("nonce-{:010}", self.nonces.fetch_add(1, Ordering::Relaxed));
        Call {
            address: self.address.clone(),
            method,
            target: target.to_owned(),
            partner,
            key: key_named(&key_id),
            sm2_key: None,
            secret: None,
            key_id,
            request_no: Some(format!("request-of-{nonce}")),
            at: START,
            nonce,
            body: Vec::new(),
            content_type: Some("application/json"),
            left_out: None,
            malformed: None,
            signature: None,
        }
    }

    pub fn get(&self, funder: char, target: &str) -> Call {
        Call { request_no: None, content_type: None, ..self.call(funder, Method::GET, target) }
    }

    pub fn post(&self, funder: char, target: &str, body: &Value) -> Call {
        Call { body: body.to_string().into_bytes(), ..self.call(funder, Method::POST, target) }
    }

    pub async fn send(&self, call: &Call) -> Answer {
        self.sender.send(call).await
    }

    /// Sends a call that must succeed.
    pub async fn ok(&self, call: Call) -> Value {
        let answer = self.send(&call).await;
        assert_eq!(answer.status, StatusCode::OK, "{call:?} got {answer:?}");
        let value = answer.json();
        assert!(!has_null(&value), "what is absent is absent, and never null: {value}");
        value
    }

    /// The document, which nobody has to sign for.
    pub async fn document(&self) -> Value {
        self.sender
            .0
            .get(format!("{}{MOUNTED_AT}/openapi.json", self.address))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    /// Sends a call that must fail, and tells status and code.
    pub async fn problem(&self, call: Call) -> (u16, String) {
        self.send(&call).await.problem()
    }
}

impl Sender {
    /// Sends a call. Whatever comes back must be signed by the server, for this very request.
    pub async fn send(&self, call: &Call) -> Answer {
        let mut request = self.0.request(call.method.clone(), format!("{}{MOUNTED_AT}{}", call.address, call.target));
        request = request.headers(call.headers()).body(call.body.clone());
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.unwrap().to_vec();
        let mut answer = Answer { status, headers, body, algorithm: KeyAlgorithm::Ed25519 };
        let signed_by = KeyAlgorithm::ALL.into_iter().find(|algorithm| {
            let signed = Signed { algorithm: *algorithm, ..call.signed() };
            let text = signed.answer_text(answer.header("x-timestamp").unwrap(), status.as_u16(), &answer.body);
            let signature = answer.header("x-signature").unwrap();
            match (&call.secret, algorithm) {
                (Some(secret), KeyAlgorithm::Hmac) => verify_mac(secret, &text, signature),
                _ => verify(&server_public_key(*algorithm), &text, signature),
            }
        });
        answer.algorithm = signed_by.unwrap_or_else(|| panic!("{call:?} got {answer:?}"));
        answer
    }
}

pub async fn register(world: &World, partner: PartnerId, key_id: &str) {
    let public_key = key_named(key_id).verifying_key().to_bytes();
    party::register_key(&world.db, &world.system(), partner, key_id.to_owned(), public_key).await.unwrap();
}

#[derive(Clone, Debug)]
pub struct Call {
    pub address: String,
    pub method: Method,
    pub target: String,
    pub partner: String,
    pub key_id: String,
    pub key: SigningKey,
    /// Signs instead.
    pub sm2_key: Option<Sm2Key>,
    /// Or this does.
    pub secret: Option<SharedSecret>,
    pub request_no: Option<String>,
    pub at: OffsetDateTime,
    pub nonce: String,
    pub body: Vec<u8>,
    pub content_type: Option<&'static str>,
    /// A header that is not sent.
    pub left_out: Option<&'static str>,
    /// A header that is sent like this, and counts as not sent.
    pub malformed: Option<(&'static str, &'static str)>,
    /// Another signature than the right one.
    pub signature: Option<String>,
}

impl Call {
    fn signed(&self) -> Signed {
        let whole = format!("{MOUNTED_AT}{}", self.target);
        let (path, query) = whole.split_once('?').map_or((whole.as_str(), None), |(path, query)| (path, Some(query)));
        let sent = |header: &str, text: &str| {
            if self.counts(header) { text.to_owned() } else { String::new() }
        };
        Signed {
            method: self.method.as_str().to_owned(),
            target: target(path, query),
            partner: sent("x-partner", &self.partner),
            request_no: sent("x-request-no", self.request_no.as_deref().unwrap_or_default()),
            timestamp: sent("x-timestamp", &self.at.format(&Rfc3339).unwrap()),
            nonce: sent("x-nonce", &self.nonce),
            algorithm: match (&self.secret, &self.sm2_key) {
                (Some(_), _) => KeyAlgorithm::Hmac,
                (None, Some(_)) => KeyAlgorithm::Sm2,
                (None, None) => KeyAlgorithm::Ed25519,
            },
        }
    }

    fn counts(&self, header: &str) -> bool {
        self.left_out != Some(header) && self.malformed.is_none_or(|(malformed, _)| malformed != header)
    }

    /// The right signature over what is sent.
    pub fn right_signature(&self) -> String {
        let text = self.signed().request_text(&self.body);
        match (&self.secret, &self.sm2_key) {
            (Some(secret), _) => mac(secret, &text),
            (None, Some(key)) => STANDARD.encode(key.sign(text.as_bytes())),
            (None, None) => sign(&self.key, &text),
        }
    }

    fn headers(&self) -> HeaderMap {
        let signed = self.signed();
        let signature = self.signature.clone().unwrap_or_else(|| self.right_signature());
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("x-partner", signed.partner),
            ("x-key-id", self.key_id.clone()),
            ("x-timestamp", signed.timestamp),
            ("x-nonce", signed.nonce),
            ("x-request-no", signed.request_no),
            ("x-signature", signature),
            ("content-type", self.content_type.unwrap_or_default().to_owned()),
        ] {
            if self.counts(name) && !value.is_empty() {
                headers.insert(HeaderName::from_static(name), HeaderValue::from_str(&value).unwrap());
            }
        }
        if let Some((name, value)) = self.malformed {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        headers
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// Of the key that signed it.
    pub algorithm: KeyAlgorithm,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub fn is_replay(&self) -> bool {
        self.header("idempotent-replay") == Some("true")
    }

    /// Status and code of a problem, which always has the same four fields.
    pub fn problem(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let problem = self.json();
        let fields: Vec<&str> = problem.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(fields, ["code", "facts", "final", "request_id"]);
        (self.status.as_u16(), problem["code"].as_str().unwrap().to_owned())
    }
}

/// Whether a value is null, or has one in it.
fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(fields) => fields.values().any(has_null),
        _ => false,
    }
}

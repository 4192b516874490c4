//! Lianrong's partner API, as a funder's system calls it.

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
    time::Duration,
};

use ed25519_dalek::SigningKey;
use reqwest::{Client, Method, StatusCode};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    clock, keys,
    signing::{Signed, hexadecimal, sign, verify},
};

#[derive(Debug)]
pub enum PlatformError {
    /// No answer, or none that can be used: to be asked again.
    NoAnswer(String),
    /// The platform said no.
    Problem { status: StatusCode, code: String, last_word: bool },
}

impl std::fmt::Display for PlatformError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoAnswer(reason) => write!(formatter, "no usable answer: {reason}"),
            Self::Problem { status, code, .. } => write!(formatter, "{status} {code}"),
        }
    }
}

impl PlatformError {
    /// Whether asking again in the same way is pointless.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Problem { last_word: true, .. })
    }
}

#[derive(Deserialize)]
struct Problem {
    code: String,
    r#final: bool,
}

pub struct Platform {
    client: Client,
    base: String,
    partner: String,
    key_id: String,
    key: SigningKey,
    trusted: PlatformKey,
}

/// The platform's public key. It makes it when it first starts, so the file may come later than the sandbox.
#[derive(Clone)]
pub struct PlatformKey {
    path: PathBuf,
    found: Arc<OnceLock<[u8; 32]>>,
}

impl PlatformKey {
    pub fn at(path: PathBuf) -> Self {
        Self { path, found: Arc::default() }
    }

    pub fn get(&self) -> Option<&[u8; 32]> {
        if self.found.get().is_none() {
            let text = std::fs::read_to_string(&self.path).ok()?;
            let key = keys::public_key(&text)?;
            tracing::info!(path = %self.path.display(), "answers of the platform are checked with its key");
            return Some(self.found.get_or_init(|| key));
        }
        self.found.get()
    }
}

/// A client that goes where it is told; the outside world speaks plain HTTP, so no certificate is believed.
pub fn client(timeout: Duration) -> reqwest::Result<Client> {
    let builder = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let tls = builder.with_safe_default_protocol_versions().expect("the library speaks its own versions");
    let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    #[expect(clippy::disallowed_methods, reason = "the outside world has clients of its own")]
    let builder = Client::builder();
    builder.no_proxy().timeout(timeout).tls_backend_preconfigured(tls).build()
}

impl Platform {
    pub fn new(funder: char, base: &str, key: SigningKey, trusted: PlatformKey) -> reqwest::Result<Self> {
        Ok(Self {
            client: client(Duration::from_secs(10))?,
            base: base.trim_end_matches('/').to_owned(),
            partner: keys::code(funder),
            key_id: keys::key_id(funder),
            key,
            trusted,
        })
    }

    pub async fn get<T: DeserializeOwned>(&self, target: &str) -> Result<T, PlatformError> {
        self.send(Method::GET, target, "", Vec::new()).await
    }

    /// Whoever repeats a request repeats its number.
    pub async fn post(&self, target: &str, request_no: &str, body: &impl Serialize) -> Result<(), PlatformError> {
        let body = serde_json::to_vec(body).map_err(|error| PlatformError::NoAnswer(error.to_string()))?;
        self.send::<serde_json::Value>(Method::POST, target, request_no, body).await.map(drop)
    }

    async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        target: &str,
        request_no: &str,
        body: Vec<u8>,
    ) -> Result<T, PlatformError> {
        let no_answer = |error: &dyn std::fmt::Display| PlatformError::NoAnswer(error.to_string());
        let mut random = [0u8; 16];
        getrandom::fill(&mut random).map_err(|error| no_answer(&error))?;
        let (target, timestamp, nonce) = (format!("/api/v1{target}"), clock::text(clock::now()), hexadecimal(&random));
        let signed = Signed {
            method: method.as_str(),
            target: &target,
            partner: &self.partner,
            request_no,
            timestamp: &timestamp,
            nonce: &nonce,
        };
        let signature = sign(&self.key, signed.request_text(&body));
        let mut request = self.client.request(method.clone(), format!("{}{target}", self.base));
        if method != Method::GET {
            request = request.header("X-Request-No", request_no).header("Content-Type", "application/json").body(body);
        }
        let response = request
            .header("X-Partner", &self.partner)
            .header("X-Key-Id", &self.key_id)
            .header("X-Timestamp", &timestamp)
            .header("X-Nonce", &nonce)
            .header("X-Signature", signature)
            .send()
            .await
            .map_err(|error| no_answer(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.map_err(|error| no_answer(&error))?;
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if let Some(key) = self.trusted.get() {
            let text = signed.answer_text(header("x-timestamp"), status.as_u16(), &body);
            if !verify(key, &text, header("x-signature")) {
                return Err(PlatformError::NoAnswer("it is not signed by the platform".to_owned()));
            }
        }
        if status.is_success() {
            return serde_json::from_slice(&body).map_err(|error| no_answer(&error));
        }
        match serde_json::from_slice::<Problem>(&body) {
            Ok(problem) => Err(PlatformError::Problem { status, code: problem.code, last_word: problem.r#final }),
            Err(_) => Err(PlatformError::NoAnswer(format!("status {status}"))),
        }
    }
}

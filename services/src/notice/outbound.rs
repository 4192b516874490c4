//! The way out to partners' endpoints, the only one: nobody is called who is not on the public internet, and no more of an answer is
//! read than it takes.

use std::{error, fmt, io, net::IpAddr, sync::Arc, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{
    endpoint::{URL_LIMIT, is_public},
    notice::{ANSWER_LIMIT, Attempt, PATIENCE, signed_text},
};
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{
    Client, Response, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{CONTENT_TYPE, RETRY_AFTER, USER_AGENT},
};
use sha2::Sha256;
use tokio::time::timeout;

use crate::{
    db::{Clock, Work},
    error::Failure,
    http_client,
    sm2_signature::Sm2Key,
};

/// Finds the addresses of a name: the system's resolver in the program, a table in tests.
pub type Lookup = Arc<dyn Fn(String) -> Work<'static, io::Result<Vec<IpAddr>>> + Send + Sync>;

/// A secret that an endpoint's notices are signed with.
pub type Secret = [u8; 32];

/// Who may be called.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// This machine too, and without TLS: for development.
    pub loopback: bool,
    /// Our own addresses, which no notice goes to.
    pub own: Vec<IpAddr>,
}

impl Reach {
    /// Whether a host may be called that has these addresses: any of them may be the one.
    fn takes(&self, addresses: &[IpAddr]) -> bool {
        let here = self.loopback && addresses.iter().all(IpAddr::is_loopback);
        let public = addresses.iter().all(|address| is_public(*address) && !self.own.contains(address));
        !addresses.is_empty() && (here || public)
    }

    /// The url that a text is, if it may be one of an endpoint, whatever the name in it means.
    fn url(&self, text: &str) -> Option<Url> {
        let url: Url = text.parse().ok().filter(|_| text.chars().count() <= URL_LIMIT)?;
        let literal = literal(&url);
        let plain = url.username().is_empty() && url.password().is_none() && url.port() != Some(0);
        let secret = url.scheme() == "https"
            || (url.scheme() == "http" && self.loopback && literal.is_some_and(|address| address.is_loopback()));
        (plain && secret && url.has_host() && literal.is_none_or(|address| self.takes(&[address]))).then_some(url)
    }
}

/// The address that stands in a url instead of a name.
fn literal(url: &Url) -> Option<IpAddr> {
    let host = url.host_str()?;
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host).parse().ok()
}

#[derive(Clone, Copy, Debug)]
struct NotPublic;

impl fmt::Display for NotPublic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the endpoint is not public")
    }
}

impl error::Error for NotPublic {}

/// Gives only addresses that may be called. The connection goes to one of them: a name is not asked for twice.
#[derive(Clone)]
struct Guarded {
    reach: Reach,
    lookup: Lookup,
}

impl Guarded {
    async fn addresses(&self, name: &str) -> Result<Vec<IpAddr>, Failure> {
        // A name that nobody knows is told like one that is not public: who asks learns nothing of our own names.
        let found = (self.lookup)(name.to_owned()).await.unwrap_or_default();
        if self.reach.takes(&found) { Ok(found) } else { Err(NotPublic.into()) }
    }
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let guarded = self.clone();
        Box::pin(async move {
            let found = guarded.addresses(name.as_str()).await?;
            // The port is the url's.
            Ok(Box::new(found.into_iter().map(|address| (address, 0u16).into())) as Addrs)
        })
    }
}

/// A notice on its way to an endpoint.
pub struct Message<'a> {
    pub url: &'a str,
    /// The same at every attempt.
    pub id: &'a str,
    pub body: &'a [u8],
    /// In force now, the newest first.
    pub secrets: &'a [Secret],
    /// Whether its partner signs with SM2, and is told so too.
    pub sm2: bool,
}

/// The way out; or none, where nobody is told anything.
#[derive(Default)]
pub struct Outbound(Option<Way>);

/// Where nobody is told anything.
pub static NOWHERE: Outbound = Outbound(None);

struct Way {
    client: Client,
    guarded: Guarded,
    key: SigningKey,
    sm2_key: Sm2Key,
    clock: Clock,
    patience: Duration,
}

impl Outbound {
    /// # Errors
    /// When no client can be made.
    pub fn new(reach: Reach, lookup: Lookup, key: SigningKey, clock: Clock) -> Result<Self, Failure> {
        Self::with_patience(PATIENCE, (reach, lookup), key, clock)
    }

    /// As [`new`](Self::new), with another patience.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_patience(
        patience: Duration,
        (reach, lookup): (Reach, Lookup),
        key: SigningKey,
        clock: Clock,
    ) -> Result<Self, Failure> {
        let guarded = Guarded { reach, lookup };
        let client = http_client::builder()?.dns_resolver(Arc::new(guarded.clone())).build()?;
        let sm2_key = Sm2Key::beside(&key.to_bytes());
        Ok(Self(Some(Way { client, guarded, key, sm2_key, clock, patience })))
    }

    /// Our public key, in base 64.
    #[must_use]
    pub fn public_key(&self) -> Option<String> {
        self.0.as_ref().map(|way| STANDARD.encode(way.key.verifying_key().as_bytes()))
    }

    /// Our public key of SM2, as [`public_key`](Self::public_key).
    #[must_use]
    pub fn sm2_public_key(&self) -> Option<String> {
        self.0.as_ref().map(|way| STANDARD.encode(way.sm2_key.public_key()))
    }

    /// An address as it is called, if it may be an endpoint's now: whoever reads it sees where it leads.
    pub async fn address(&self, url: &str) -> Option<String> {
        let Way { guarded, patience, .. } = self.0.as_ref()?;
        let url = guarded.reach.url(url)?;
        if literal(&url).is_none() {
            timeout(*patience, guarded.addresses(url.host_str()?)).await.ok()?.ok()?;
        }
        Some(url.to_string())
    }

    /// Sends a message, signed for this moment.
    pub async fn send(&self, message: &Message<'_>) -> Attempt {
        let Some(way) = &self.0 else { return Attempt::NotPublic };
        let Some(url) = way.guarded.reach.url(message.url) else { return Attempt::NotPublic };
        timeout(way.patience, way.post(url, message)).await.unwrap_or(Attempt::TimedOut)
    }
}

impl Way {
    async fn post(&self, url: Url, message: &Message<'_>) -> Attempt {
        let timestamp = (self.clock)().unix_timestamp();
        let text = signed_text(message.id, timestamp, message.body);
        let own = format!("v1a,{}", STANDARD.encode(self.key.sign(&text).to_bytes()));
        let by_sm2 = message.sm2.then(|| format!("v1sm2,{}", STANDARD.encode(self.sm2_key.sign(&text))));
        let shared = message.secrets.iter().map(|secret| symmetric(secret, &text));
        let signatures: Vec<String> = shared.chain([own]).chain(by_sm2).collect();
        let request = self
            .client
            .post(url)
            .header(USER_AGENT, "Lianrong")
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", message.id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", signatures.join(" "))
            .body(message.body.to_vec());
        match request.send().await {
            Ok(response) => read(response).await,
            Err(error) if is_not_public(&error) => Attempt::NotPublic,
            Err(error) => {
                tracing::debug!(error = ?error.without_url(), "an endpoint gave no answer");
                Attempt::NoAnswer
            }
        }
    }
}

async fn read(mut response: Response) -> Attempt {
    let status = response.status().as_u16();
    let seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let retry_after = seconds.and_then(|seconds| seconds.trim().parse().ok());
    let (mut body, mut ended) = (Vec::new(), false);
    while !ended && body.len() < ANSWER_LIMIT {
        match response.chunk().await {
            Ok(Some(chunk)) => body.extend(chunk.iter().take(ANSWER_LIMIT.saturating_sub(body.len()))),
            Ok(None) => ended = true,
            Err(_) => return Attempt::NoAnswer,
        }
    }
    Attempt::Answered { status, body, ended, retry_after }
}

fn is_not_public(error: &(dyn error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source()).any(|error| error.is::<NotPublic>())
}

/// `v1`: HMAC-SHA256 with a secret that both sides have.
fn symmetric(secret: &Secret, text: &[u8]) -> String {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret).expect("a secret of any length will do");
    mac.update(text);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// As partners type it into their own system.
#[must_use]
pub fn secret_text(secret: &Secret) -> String {
    format!("whsec_{}", STANDARD.encode(secret))
}

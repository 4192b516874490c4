//! How a bank, the network or a gateway is called over HTTP: signed, directly, and so many calls at once.

mod signing;

use std::time::Duration;

use domain::hexadecimal;
use reqwest::{
    Client, Method, Response, StatusCode, Url,
    header::{CONTENT_TYPE, HeaderMap},
};
use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;

use crate::{
    db::{Clock, Randomness},
    http_client,
};

pub use signing::{LineKeys, LineKeysError, NONCE, SIGNATURE, Signed, TIMESTAMP};

/// How many calls it is given at once, where nobody says.
const CALLS_AT_ONCE: usize = 1;
/// The most bytes of an answer, whoever gives it: a settlement's file of some hundred thousand lines is smaller.
const ANSWER_LIMIT: usize = 64 * 1024 * 1024;

/// Whoever was asked gave no answer that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    #[error("no answer: {0}")]
    NoAnswer(String),
    #[error("the answer has status {0}")]
    Status(u16),
    #[error("the answer has more than {0} bytes")]
    TooLarge(usize),
    /// Somebody else's word, or an old one.
    #[error("the answer is not signed with a secret that we share")]
    Unsigned,
    #[error("the answer cannot be read: {0}")]
    Unreadable(String),
}

/// A line to a bank, the network or a gateway. Every request and every answer is signed ([`Signed`]).
pub(crate) struct SignedLine {
    client: Client,
    base: Url,
    /// The first segment of every path.
    room: &'static str,
    keys: LineKeys,
    clock: Clock,
    randomness: Randomness,
    /// One for each call that it takes now, whatever the call is for.
    calls: Semaphore,
    calls_at_once: usize,
}

/// A base url that no request can be made of.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not an http address")]
pub struct LineUrlError(String);

impl SignedLine {
    /// # Errors
    /// When `base` is not an http url, or the client cannot be made.
    pub fn new(
        (base, room, timeout): (&str, &'static str, Duration),
        keys: LineKeys,
        clock: Clock,
        randomness: Randomness,
    ) -> Result<Self, LineUrlError> {
        let wrong = || LineUrlError(base.to_owned());
        let url: Url = base.parse().map_err(|_| wrong())?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(wrong());
        }
        let client = http_client::builder().map_err(|_| wrong())?.timeout(timeout).build().map_err(|_| wrong())?;
        Ok(Self {
            client,
            base: url,
            room,
            keys,
            clock,
            randomness,
            calls: Semaphore::new(CALLS_AT_ONCE),
            calls_at_once: CALLS_AT_ONCE,
        })
    }

    /// With another number of calls at once.
    #[must_use]
    pub fn with_calls_at_once(self, calls_at_once: u16) -> Self {
        let calls_at_once = usize::from(calls_at_once.max(1));
        Self { calls: Semaphore::new(calls_at_once), calls_at_once, ..self }
    }

    pub fn calls_at_once(&self) -> usize {
        self.calls_at_once
    }

    pub fn url(&self, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        // A base without segments is refused by its scheme.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push(self.room).extend(path);
        }
        url
    }

    /// A number for a request, which is used once.
    pub fn nonce(&self) -> String {
        let mut random = [0; 16];
        (self.randomness)(&mut random);
        hexadecimal::text(&random)
    }

    /// Whether a request that came here is of the other end, and of now.
    pub fn is_asked(&self, signed: &Signed<'_>, told: (&str, &str), body: &[u8]) -> bool {
        signed.is_asked(&self.keys, (self.clock)(), told, body)
    }

    /// The time and the signature of an answer without a body to such a request.
    pub fn answered(&self, signed: &Signed<'_>, status: u16) -> (String, String) {
        signed.answer(&self.keys, (self.clock)(), status, b"")
    }

    pub async fn ask<T: DeserializeOwned>(&self, method: Method, url: Url, body: Vec<u8>) -> Result<T, LineError> {
        self.ask_as(&self.nonce(), (method, url), body).await
    }

    /// As [`ask`](Self::ask), under a number that the caller has taken.
    pub async fn ask_as<T: DeserializeOwned>(
        &self,
        nonce: &str,
        (method, url): (Method, Url),
        body: Vec<u8>,
    ) -> Result<T, LineError> {
        // The semaphore is never closed.
        let _call = self.calls.acquire().await.map_err(|error| LineError::NoAnswer(error.to_string()))?;
        let target = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let signed = Signed { method: method.as_str(), target: &target, nonce };
        let (timestamp, signature) = signed.request(&self.keys, (self.clock)(), &body);
        let mut request = self.client.request(method.clone(), url);
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/json").body(body);
        }
        let request = request.header(TIMESTAMP, timestamp).header(NONCE, nonce).header(SIGNATURE, signature);
        let response = request.send().await.map_err(|error| no_answer(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        if status != StatusCode::OK {
            return Err(LineError::Status(status.as_u16()));
        }
        let text = read(response, ANSWER_LIMIT).await?;
        let told = (header(&headers, TIMESTAMP), header(&headers, SIGNATURE));
        if !signed.is_answered(&self.keys, (self.clock)(), told, (status.as_u16(), &text)) {
            return Err(LineError::Unsigned);
        }
        serde_json::from_slice(&text).map_err(|error| LineError::Unreadable(error.to_string()))
    }
}

fn no_answer(error: &reqwest::Error) -> LineError {
    LineError::NoAnswer(chain(error))
}

/// An answer's body. It is read before it is known whose word it is: no more of it than may be.
async fn read(mut response: Response, most: usize) -> Result<Vec<u8>, LineError> {
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|error| no_answer(&error))? {
        if body.len().saturating_add(piece.len()) > most {
            return Err(LineError::TooLarge(most));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn chain(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    #[tokio::test]
    async fn no_more_of_an_answer_is_read_than_may_be() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let client = http_client::builder().unwrap().build().unwrap();
        for (most, read_to_its_end) in [(5, true), (4, false)] {
            let (response, ()) = tokio::join!(client.get(&url).send(), async {
                let (mut stream, _) = listener.accept().await.unwrap();
                assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
                let answer = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 5\r\n\r\nhello";
                stream.write_all(answer).await.unwrap();
            });
            let expected = if read_to_its_end { Ok(b"hello".to_vec()) } else { Err(LineError::TooLarge(most)) };
            assert_eq!(read(response.unwrap(), most).await, expected);
        }
    }
}

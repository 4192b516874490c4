//! Text messages, as an adapter: a gateway sends them, each once, whose words it has as templates.

use std::time::Duration;

use reqwest::Method;
use serde::{Deserialize, Serialize};

use crate::{
    db::{Clock, Randomness, Work},
    signed_line::{LineError, LineKeys, LineUrlError, SignedLine},
};

/// How long the gateway has for an answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A message to a mobile number. The gateway sends one number once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Ours.
    pub number: String,
    pub mobile: String,
    /// Of its words.
    pub template: Template,
    pub code: String,
    /// Of what is confirmed, in yuan as people write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
}

/// Each says the code, what it is for, for how long it is good, and that nobody else is told.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Template {
    SignIn,
    Mobile,
    Contract,
    Draw,
}

pub trait Sms: Send + Sync {
    /// Hands a message over. Without an answer it may be on its way.
    fn send<'a>(&'a self, message: &'a Message) -> Work<'a, Result<(), LineError>>;
}

/// The gateway's HTTP interface, signed as a bank's is.
pub struct HttpSms(SignedLine);

#[derive(Deserialize)]
struct Taken {}

impl HttpSms {
    /// # Errors
    /// When `base` is not an http url, or the client cannot be made.
    pub fn new(base: &str, keys: LineKeys, clock: Clock, randomness: Randomness) -> Result<Self, LineUrlError> {
        Ok(Self(SignedLine::new((base, "sms", TIMEOUT), keys, clock, randomness)?.with_calls_at_once(16)))
    }
}

impl Sms for HttpSms {
    fn send<'a>(&'a self, message: &'a Message) -> Work<'a, Result<(), LineError>> {
        Box::pin(async move {
            let body = serde_json::to_vec(message).map_err(|error| LineError::Unreadable(error.to_string()))?;
            let Taken {} = self.0.ask(Method::POST, self.0.url(&["messages"]), body).await?;
            Ok(())
        })
    }
}

/// Where nothing is sent.
pub struct NoSms;

impl Sms for NoSms {
    fn send<'a>(&'a self, _: &'a Message) -> Work<'a, Result<(), LineError>> {
        Box::pin(std::future::ready(Err(LineError::NoAnswer("no gateway".to_owned()))))
    }
}

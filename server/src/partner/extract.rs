//! What handlers are given: the caller, identifiers, bodies and queries, each read strictly, each failure a problem.

use std::{fmt, str::FromStr, sync::Arc};

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{StatusCode, header, request::Parts},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{Amount, amount::AmountError, debt::DebitLimits};
use serde::{Deserialize, Deserializer, de, de::DeserializeOwned};
use services::{Context, Db, network::Network, notice::Outbound};

use super::problem::Problem;

/// A partner's system whose signature was right.
#[derive(Clone)]
pub struct Caller {
    pub db: Db,
    pub context: Context,
    pub network: Arc<dyn Network>,
    pub outbound: Arc<Outbound>,
    pub debit_limits: DebitLimits,
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or_else(|| Problem::internal(&NoCaller))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("an operation of the partner API stands outside its guard")]
struct NoCaller;

/// The identifier in the path. One that is none names nothing: it is not found, like any other that does not exist.
pub struct Id<T>(pub T);

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let text = Path::<String>::from_request_parts(parts, state).await.ok();
        text.and_then(|Path(text)| text.parse().ok()).map(Self).ok_or_else(Problem::not_found)
    }
}

/// The body: JSON, and said to be.
pub struct Form<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        // Signed and read are the same bytes: nothing is unpacked between.
        if request.headers().contains_key(header::CONTENT_ENCODING) {
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "body.content_encoding"));
        }
        let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = content_type.and_then(|text| text.split(';').next()).map(str::trim);
        if !media_type.is_some_and(|media_type| media_type.eq_ignore_ascii_case("application/json")) {
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "body.content_type"));
        }
        let invalid = |reason: String| Problem::bad_request("body.invalid", &reason);
        let bytes = Bytes::from_request(request, state).await.map_err(|error| invalid(error.to_string()))?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| invalid(error.to_string()))
    }
}

/// The query.
pub struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let asked = Query::<T>::from_request_parts(parts, state).await;
        asked.map(|Query(asked)| Self(asked)).map_err(|error| Problem::bad_request("query.invalid", &error.body_text()))
    }
}

/// Reads a value from its text form, so that a number or a list in its place is refused.
pub(super) fn from_text<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: fmt::Display>,
    D: Deserializer<'de>,
{
    String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
}

/// As [`from_text`], for a field that may be left out.
pub(super) fn from_text_if_given<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: FromStr<Err: fmt::Display>,
    D: Deserializer<'de>,
{
    from_text(deserializer).map(Some)
}

/// Reads bytes, told in base 64.
pub(super) fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    STANDARD.decode(String::deserialize(deserializer)?).map_err(de::Error::custom)
}

/// Reads an amount that one operation may move: yuan with two decimals, and at most [`Amount::MAX`].
pub(super) fn amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Amount, D::Error> {
    let amount = Amount::deserialize(deserializer)?;
    if amount > Amount::MAX { Err(de::Error::custom(AmountError::TooLarge)) } else { Ok(amount) }
}

/// Words of a partner: one line, without control characters, which neither people nor the database can take. Operations
/// have shorter limits of their own.
pub struct Words(String);

/// The most characters of any words.
const LONGEST_WORDS: usize = 500;

impl Words {
    pub fn into_string(self) -> String {
        self.0
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.chars().any(char::is_control) {
            return Err(de::Error::custom("control characters are not allowed"));
        }
        if text.chars().count() > LONGEST_WORDS {
            return Err(de::Error::custom(format!("more than {LONGEST_WORDS} characters")));
        }
        Ok(Self(text))
    }
}

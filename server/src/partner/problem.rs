//! What a partner is told when it does not get what it asked for: `application/problem+json`, always of one shape.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use services::{Error, error::Conflict};
use utoipa::ToSchema;

/// A problem, before it is known to which request it answers: [`super::guard`] writes that in.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    facts: Value,
    /// Whether the same request, asked again, can only be answered the same.
    last_word: bool,
    retry_after_seconds: Option<u64>,
}

/// A problem as it is sent.
#[derive(Serialize, ToSchema)]
pub struct ProblemView<'a> {
    /// Stable, for programs.
    #[schema(example = "draw.amount_differs")]
    code: &'a str,
    /// What the code is about, by name: amounts, states, limits.
    #[schema(value_type = Object)]
    facts: &'a Value,
    /// The request number that was sent, or of a read the nonce: to ask us about it.
    request_id: &'a str,
    /// Whether asking again in the same way is pointless.
    r#final: bool,
}

impl Problem {
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, facts: Value::Object(Map::new()), last_word: true, retry_after_seconds: None }
    }

    /// The request is not what the operation takes.
    #[must_use]
    pub fn bad_request(code: &'static str, reason: &str) -> Self {
        Self { facts: json!({ "reason": reason }), ..Self::new(StatusCode::BAD_REQUEST, code) }
    }

    /// Does not exist, or the asker may not know that it does.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found")
    }

    /// Nothing was done, or nobody knows yet: to be asked again, after a second.
    fn passing(status: StatusCode, code: &'static str) -> Self {
        Self { last_word: false, retry_after_seconds: Some(1), ..Self::new(status, code) }
    }

    /// Nothing was done: to be asked again after some seconds.
    #[must_use]
    pub fn too_often(seconds: u64) -> Self {
        Self { retry_after_seconds: Some(seconds), ..Self::passing(StatusCode::TOO_MANY_REQUESTS, "too_many_requests") }
    }

    /// Logs a defect once, here at the boundary, with its whole chain; the partner learns only that there is one.
    #[must_use]
    pub fn internal(source: &(dyn std::error::Error + 'static)) -> Self {
        let mut chain = source.to_string();
        let mut cause = source.source();
        while let Some(error) = cause {
            chain.push_str(": ");
            chain.push_str(&error.to_string());
            cause = error.source();
        }
        tracing::error!(error = chain, "a partner's request failed");
        Self::defect()
    }

    /// What a partner learns of a defect.
    #[must_use]
    pub fn defect() -> Self {
        Self { last_word: false, ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal") }
    }

    /// Maps a failed use case; `code` names its refusals.
    pub fn of<R: Serialize>(code: fn(&R) -> &'static str) -> impl Fn(Error<R>) -> Self {
        move |error| match error {
            Error::Refused(refusal) => {
                let facts = facts(&refusal);
                Self { facts, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, code(&refusal)) }
            }
            Error::NotFound => Self::not_found(),
            Error::Forbidden => Self::new(StatusCode::FORBIDDEN, "forbidden"),
            Error::Conflict(Conflict::OtherContent) => Self::new(StatusCode::CONFLICT, "idempotency_conflict"),
            Error::Conflict(Conflict::StillRunning) => Self::passing(StatusCode::CONFLICT, "still_running"),
            Error::Conflict(Conflict::Changed) => Self::passing(StatusCode::CONFLICT, "changed"),
            Error::Unknown => Self::passing(StatusCode::SERVICE_UNAVAILABLE, "outcome_unknown"),
            Error::Failed(failure) => Self::internal(&*failure),
        }
    }

    /// The answer to the request with this id.
    #[must_use]
    pub fn answer(self, request_id: &str) -> Response {
        let view = ProblemView { code: self.code, facts: &self.facts, request_id, r#final: self.last_word };
        // Four fields of text and JSON can always be written.
        let body = serde_json::to_vec(&view).unwrap_or_default();
        let content_type = (header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        let mut response = (self.status, [content_type], body).into_response();
        if let Some(seconds) = self.retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl IntoResponse for Problem {
    /// Carries the problem out to where the request's id is known.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A refusal's fields. Refusals are enums: what has fields is an object in an object of the variant's name.
fn facts(refusal: &impl Serialize) -> Value {
    let written = serde_json::to_value(refusal).unwrap_or_default();
    let fields = match written {
        Value::Object(variant) => variant.into_iter().next().map(|(_, fields)| fields),
        _ => None,
    };
    fields.filter(Value::is_object).unwrap_or_else(|| Value::Object(Map::new()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Amount, draw::DrawRefusal};

    #[test]
    fn the_facts_of_a_refusal_are_its_fields() {
        let differs =
            DrawRefusal::AmountDiffers { instructed: Amount::from_fen(1), requested: Amount::from_fen(5_000_000) };
        assert_eq!(facts(&differs), json!({ "instructed": "0.01", "requested": "50000.00" }));
        assert_eq!(facts(&DrawRefusal::ReasonMissing), json!({}));
    }

    #[test]
    fn only_what_may_change_is_not_final() {
        let problem = Problem::of(DrawRefusal::code);
        for (error, status, last_word) in [
            (Error::Refused(DrawRefusal::ReasonMissing), 422, true),
            (Error::NotFound, 404, true),
            (Error::Forbidden, 403, true),
            (Error::Conflict(Conflict::OtherContent), 409, true),
            (Error::Conflict(Conflict::StillRunning), 409, false),
            (Error::Conflict(Conflict::Changed), 409, false),
            (Error::Unknown, 503, false),
            (Error::defect("a defect"), 500, false),
        ] {
            let problem = problem(error);
            assert_eq!((problem.status.as_u16(), problem.last_word), (status, last_word), "{problem:?}");
        }
    }
}

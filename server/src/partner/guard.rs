//! The gate before every operation: who signed, when, and only once. And behind it the seal on every answer.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{OriginalUri, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::partner_key::KeyAlgorithm;
use services::{
    Actor, Context,
    context::Replay,
    error::Never,
    partner::{self, CLOCK_TOLERANCE, PartnerKey},
    party::{PublicKey, SharedSecret},
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::limits::CALLS;

use super::{
    api::PartnerApi,
    extract::Caller,
    problem::Problem,
    signing::{self, Signed},
};

/// The most bytes of a request's body.
pub const BODY_LIMIT: usize = 1024 * 1024;

const PARTNER: &str = "x-partner";
const KEY_ID: &str = "x-key-id";
const TIMESTAMP: &str = "x-timestamp";
const NONCE: &str = "x-nonce";
const REQUEST_NO: &str = "x-request-no";
const SIGNATURE: &str = "x-signature";
const REPLAY: &str = "idempotent-replay";

/// The secret with which a request was signed, where it is a shared one, and what it is called: its answer is signed with it too.
type Shared = Option<(SharedSecret, String)>;

/// Lets in what a partner's key has signed, and signs what comes out, problems included.
pub async fn guard(State(api): State<PartnerApi>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let (mut signed, mut shared) = (signed_of(&parts), None);
    let (response, replay) = match admit(&api, (&mut signed, &mut shared), parts, body).await {
        Ok((request, replay)) => (next.run(request).await, Some(replay)),
        Err(problem) => (problem.into_response(), None),
    };
    seal(&api, (&signed, &shared), response, replay).await
}

/// What of the request is signed. What is missing or malformed is left empty: nothing of it is ever echoed.
fn signed_of(parts: &Parts) -> Signed {
    let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |OriginalUri(uri)| uri);
    let read = |name, shortest, longest| text(&parts.headers, name, shortest, longest).unwrap_or_default().to_owned();
    Signed {
        method: parts.method.as_str().to_owned(),
        target: signing::target(uri.path(), uri.query()),
        partner: read(PARTNER, 1, 64),
        request_no: if is_read(&parts.method) { String::new() } else { read(REQUEST_NO, 8, 64) },
        timestamp: timestamp(&parts.headers).unwrap_or_default().to_owned(),
        nonce: read(NONCE, 16, 64),
        algorithm: KeyAlgorithm::default(),
    }
}

fn is_read(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// A header of letters, digits, `_` and `-`.
fn text<'h>(headers: &'h HeaderMap, name: &str, shortest: usize, longest: usize) -> Option<&'h str> {
    let text = headers.get(name)?.to_str().ok()?;
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    (plain && (shortest..=longest).contains(&text.len())).then_some(text)
}

fn timestamp(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(TIMESTAMP)?.to_str().ok()?;
    OffsetDateTime::parse(text, &Rfc3339).is_ok().then_some(text)
}

async fn admit(
    api: &PartnerApi,
    (signed, shared): (&mut Signed, &mut Shared),
    parts: Parts,
    body: Body,
) -> Result<(Request, Replay), Problem> {
    let incomplete = || Problem::new(StatusCode::UNAUTHORIZED, "auth.incomplete");
    if signed.partner.is_empty() || signed.nonce.is_empty() || signed.timestamp.is_empty() {
        return Err(incomplete());
    }
    let key_id = text(&parts.headers, KEY_ID, 1, 64).ok_or_else(incomplete)?.to_owned();
    let signature = parts.headers.get(SIGNATURE).and_then(|value| value.to_str().ok()).ok_or_else(incomplete)?;
    if signed.request_no.is_empty() && !is_read(&parts.method) {
        return Err(Problem::bad_request("request_no.invalid", "X-Request-No is 8 to 64 letters, digits, _ or -"));
    }
    if is_stale(&signed.timestamp, api.db.true_now()) {
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "auth.stale"));
    }
    let body = read_body(&parts.headers, body).await?;
    let known = partner::find_key(&api.db, &signed.partner, &key_id).await.map_err(Problem::of(Never::code))?;
    let key = verified(api, known, signed, (&body, signature))?;
    *shared = key.secret.map(|secret| (secret, key_id.clone()));
    if let Err(seconds) = CALLS.take(&signed.partner) {
        return Err(Problem::too_often(seconds));
    }
    let actor = Actor::Partner { kind: key.kind, id: key.partner, key_id };
    let (context, replay) = Context::new(actor, signed.request_no.clone()).noticing_replay();
    let first = partner::take_nonce(&api.db, &context, &signed.nonce).await.map_err(Problem::of(Never::code))?;
    if !first {
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "auth.nonce_used"));
    }
    let mut request = Request::from_parts(parts, Body::from(body));
    request.extensions_mut().insert(Caller {
        db: api.db.clone(),
        context,
        network: api.network.clone(),
        outbound: api.outbound.clone(),
        debit_limits: api.debit_limits,
    });
    Ok((request, replay))
}

fn is_stale(timestamp: &str, now: OffsetDateTime) -> bool {
    OffsetDateTime::parse(timestamp, &Rfc3339).map_or(true, |at| (now - at).abs() > CLOCK_TOLERANCE)
}

async fn read_body(headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    let too_large = || Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body.too_large");
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > BODY_LIMIT) {
        return Err(too_large());
    }
    to_bytes(body, BODY_LIMIT).await.map_err(|_| too_large())
}

/// The key, if it signed. A key that we do not know costs the same time and has the same answer as a wrong signature:
/// neither tells which partner exists. (SM2 takes longer and a shared secret less, whoever signed.) Only who signed with SM2 is answered with it.
fn verified(
    api: &PartnerApi,
    known: Option<PartnerKey>,
    signed: &mut Signed,
    (body, signature): (&[u8], &str),
) -> Result<PartnerKey, Problem> {
    let nobody_s = PublicKey::from(api.signing_key.verifying_key().to_bytes());
    let public_key = known.as_ref().map_or(&nobody_s, |key| &key.public_key);
    signed.algorithm = public_key.algorithm;
    let text = signed.request_text(body);
    let right = match known.as_ref().and_then(|key| key.secret.as_ref()) {
        Some(secret) => signing::verify_mac(secret, &text, signature),
        None => signing::verify(public_key, &text, signature),
    };
    known.filter(|_| right).ok_or_else(|| {
        signed.algorithm = KeyAlgorithm::default();
        Problem::new(StatusCode::UNAUTHORIZED, "auth.signature")
    })
}

/// Writes a problem's request id, says whether the answer is a stored one, and signs it.
async fn seal(
    api: &PartnerApi,
    (signed, shared): (&Signed, &Shared),
    mut response: Response,
    replay: Option<Replay>,
) -> Response {
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let request_id = if signed.request_no.is_empty() { &signed.nonce } else { &signed.request_no };
        response = problem.answer(request_id);
    }
    let (mut parts, body) = response.into_parts();
    // Our own answers are in memory already.
    let body = match to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => return Problem::internal(&error).answer(&signed.nonce),
    };
    let timestamp = api.db.true_now().format(&Rfc3339).unwrap_or_default();
    let text = signed.answer_text(&timestamp, parts.status.as_u16(), &body);
    let mut put = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            parts.headers.insert(name, value);
        }
    };
    let (signature, key_id) = match shared {
        Some((secret, key_id)) => (signing::mac(secret, &text), key_id.as_str()),
        None => api.sign(signed.algorithm, &text),
    };
    put(SIGNATURE, &signature);
    put(TIMESTAMP, &timestamp);
    put(KEY_ID, key_id);
    put("cache-control", "no-store");
    if replay.is_some_and(|replay| replay.happened()) {
        put(REPLAY, "true");
    }
    Response::from_parts(parts, Body::from(body))
}

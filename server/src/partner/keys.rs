//! The keys with which the caller's system signs. It may register the next one, which one of its people lets count in the portal, and
//! end one as soon as another one counts.

use axum::Json;
use domain::{id::KeyId, partner_key::KeyRefusal};
use serde::{Deserialize, Serialize};
use services::{
    error::Never,
    party::{KeyRow, end_key, own_keys, register_own_key},
};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    extract::{Caller, Form, Id},
    problem::{Problem, ProblemView},
};

/// Those that count or wait, then those that have ended, newest first; at most fifty.
#[derive(Serialize, ToSchema)]
pub struct KeysView {
    keys: Vec<KeyView>,
}

#[derive(Serialize, ToSchema)]
pub struct KeyView {
    #[schema(value_type = String)]
    id: KeyId,
    /// As X-Key-Id names it.
    key_id: String,
    /// `ed25519`, `sm2` or `hmac`.
    algorithm: &'static str,
    /// The SHA-256 of the public key in DER, or of the shared secret's bytes, in hexadecimal.
    fingerprint: String,
    /// `registered`, `live`, `ended` or `withdrawn`.
    state: &'static str,
    /// When a signed request last came with it, to the minute.
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = DateTime, required = false)]
    last_used_at: Option<OffsetDateTime>,
}

impl From<KeyRow> for KeyView {
    fn from(row: KeyRow) -> Self {
        let KeyRow { id, key_id, public_key, state, last_used_at, .. } = row;
        let (algorithm, fingerprint) = (public_key.algorithm.code(), public_key.fingerprint());
        Self { id, key_id, algorithm, fingerprint, state: state.code(), last_used_at }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyForm {
    /// In PEM, or what stands in it in base 64; Ed25519 as a JWK too; SM2 also as the base 64 of its 65 bytes, which begin with 04. Never
    /// the private key: nothing of it would be kept, but it would have been sent. For HMAC-SHA256 the secret that both sides have from
    /// then on, as a JWK: `{"kty":"oct","alg":"HS256","k":"…"}` with 32 random bytes.
    #[schema(example = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=")]
    public_key: String,
}

#[derive(Serialize, ToSchema)]
pub struct RegisteredKeyView {
    #[schema(value_type = String)]
    id: KeyId,
}

#[utoipa::path(get, path = "/keys", operation_id = "list_keys",
    responses((status = 200, body = KeysView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list(caller: Caller) -> Result<Json<KeysView>, Problem> {
    let rows = own_keys(&caller.db, &caller.context).await.map_err(Problem::of(Never::code))?;
    Ok(Json(KeysView { keys: rows.into_iter().map(KeyView::from).collect() }))
}

/// What it signs counts once an approver has approved it in the portal; the partner is told `key.approved` then.
#[utoipa::path(post, path = "/keys", operation_id = "register_key",
    params(("X-Request-No" = String, Header)), request_body = KeyForm,
    responses((status = 200, body = RegisteredKeyView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn register(caller: Caller, Form(form): Form<KeyForm>) -> Result<Json<RegisteredKeyView>, Problem> {
    let id = register_own_key(&caller.db, &caller.context, &form.public_key).await;
    Ok(Json(RegisteredKeyView { id: id.map_err(Problem::of(KeyRefusal::code))? }))
}

/// Ends a key at once, or takes it back before it counted. The last one that counts is ended in the portal.
#[utoipa::path(post, path = "/keys/{id}/end", operation_id = "end_key",
    params(("id" = String, Path), ("X-Request-No" = String, Header)),
    responses((status = 200, body = RegisteredKeyView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn end(caller: Caller, Id(id): Id<KeyId>) -> Result<Json<RegisteredKeyView>, Problem> {
    end_key(&caller.db, &caller.context, id).await.map_err(Problem::of(KeyRefusal::code))?;
    Ok(Json(RegisteredKeyView { id }))
}

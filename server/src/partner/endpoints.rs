//! Where a partner is told. Its system may register and try out; another of its people puts it in force, in the portal.

use axum::Json;
use domain::{endpoint::EndpointRefusal, id::EndpointId};
use serde::{Deserialize, Serialize};
use services::{
    error::Never,
    notice::{EndpointRow, RegisterEndpointCommand, endpoints, register_endpoint, test_endpoint},
};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    extract::{Caller, Form, Id, Words},
    problem::{Problem, ProblemView},
};

/// Newest first.
#[derive(Serialize, ToSchema)]
pub struct EndpointsView {
    endpoints: Vec<EndpointView>,
}

#[derive(Serialize, ToSchema)]
pub struct EndpointView {
    #[schema(value_type = String)]
    id: EndpointId,
    url: String,
    wants_success: bool,
    /// `registered`, `in_force`, `replaced`, `disabled` or `withdrawn`.
    state: &'static str,
    /// When it last acknowledged a test.
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = DateTime, required = false)]
    tested_at: Option<OffsetDateTime>,
}

impl From<EndpointRow> for EndpointView {
    fn from(row: EndpointRow) -> Self {
        let EndpointRow { id, url, wants_success, state, tested_at, .. } = row;
        Self { id, url, wants_success, state: state.code(), tested_at }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndpointForm {
    /// https, on the public internet; at most 500 characters.
    #[schema(value_type = String, example = "https://hooks.partner.example/lianrong")]
    url: Words,
    /// Whether only an answer with the body `SUCCESS` acknowledges; otherwise any 2xx does.
    #[serde(default)]
    wants_success: bool,
}

#[derive(Serialize, ToSchema)]
pub struct RegisteredEndpointView {
    #[schema(value_type = String)]
    id: EndpointId,
}

#[utoipa::path(get, path = "/endpoints", operation_id = "list_endpoints",
    responses((status = 200, body = EndpointsView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list(caller: Caller) -> Result<Json<EndpointsView>, Problem> {
    let rows = endpoints(&caller.db, &caller.context).await.map_err(Problem::of(Never::code))?;
    Ok(Json(EndpointsView { endpoints: rows.into_iter().map(EndpointView::from).collect() }))
}

#[utoipa::path(post, path = "/endpoints", operation_id = "register_endpoint",
    params(("X-Request-No" = String, Header)), request_body = EndpointForm,
    responses((status = 200, body = RegisteredEndpointView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn register(caller: Caller, Form(form): Form<EndpointForm>) -> Result<Json<RegisteredEndpointView>, Problem> {
    let command = RegisterEndpointCommand { url: form.url.into_string(), wants_success: form.wants_success };
    let id = register_endpoint(&caller.db, &caller.outbound, &caller.context, command).await;
    Ok(Json(RegisteredEndpointView { id: id.map_err(Problem::of(EndpointRefusal::code))? }))
}

/// Sends the endpoint a notice of nothing, and waits for its answer.
#[utoipa::path(post, path = "/endpoints/{id}/test", operation_id = "test_endpoint",
    params(("id" = String, Path), ("X-Request-No" = String, Header)),
    responses((status = 200, body = RegisteredEndpointView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn test(caller: Caller, Id(id): Id<EndpointId>) -> Result<Json<RegisteredEndpointView>, Problem> {
    test_endpoint(&caller.db, &caller.outbound, &caller.context, id)
        .await
        .map_err(Problem::of(EndpointRefusal::code))?;
    Ok(Json(RegisteredEndpointView { id }))
}

//! Notices that are sent again.

use axum::Json;
use domain::endpoint::EndpointRefusal;
use serde::{Deserialize, Serialize};
use services::notice::{Again, RedeliverCommand, redeliver as send_again};
use utoipa::ToSchema;

use super::{
    extract::{Caller, Form},
    problem::{Problem, ProblemView},
};

/// By their numbers, both included.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RedeliverForm {
    from: u32,
    to: u32,
    /// Those that were acknowledged too.
    #[serde(default)]
    delivered: bool,
}

#[derive(Serialize, ToSchema)]
pub struct RedeliverView {
    /// How many are sent again.
    notices: u64,
}

#[utoipa::path(post, path = "/notices/redeliver", operation_id = "redeliver_notices",
    params(("X-Request-No" = String, Header)), request_body = RedeliverForm,
    responses((status = 200, body = RedeliverView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn redeliver(caller: Caller, Form(form): Form<RedeliverForm>) -> Result<Json<RedeliverView>, Problem> {
    let again = if form.delivered { Again::All } else { Again::Dead };
    let command = RedeliverCommand { from: form.from.into(), to: form.to.into(), again };
    let notices = send_again(&caller.db, &caller.context, command).await;
    Ok(Json(RedeliverView { notices: notices.map_err(Problem::of(EndpointRefusal::code))? }))
}

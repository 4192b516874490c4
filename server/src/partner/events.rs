//! What a partner is told, in the order of its numbers: how it catches up.

use axum::Json;
use serde::{Deserialize, Serialize};
use services::{error::Never, event::events_after, notice::Notice};
use utoipa::{IntoParams, ToSchema};

use super::{
    extract::{Asked, Caller},
    problem::{Problem, ProblemView},
};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EventsQuery {
    /// The last number that was read; 0 to begin.
    #[serde(default)]
    after: u32,
    /// 1 to 200; 100 if it is not named.
    limit: Option<u16>,
}

/// The oldest first.
#[derive(Serialize, ToSchema)]
pub struct EventsView {
    /// Each as its webhook has it.
    #[schema(value_type = Vec<Object>)]
    events: Vec<Notice>,
}

#[utoipa::path(get, path = "/events", operation_id = "list_events", params(EventsQuery),
    responses((status = 200, body = EventsView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list(caller: Caller, Asked(query): Asked<EventsQuery>) -> Result<Json<EventsView>, Problem> {
    let limit = query.limit.unwrap_or(100).clamp(1, 200);
    let rows = events_after(&caller.db, &caller.context, i64::from(query.after), limit).await;
    let rows = rows.map_err(Problem::of(Never::code))?;
    Ok(Json(EventsView { events: rows.into_iter().map(Notice::from).collect() }))
}

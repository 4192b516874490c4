//! What a partner is told, in the order of its numbers: how it catches up.

use axum::Json;
use domain::id::EventId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use services::{error::Never, event::events_after};
use time::OffsetDateTime;
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
    events: Vec<EventView>,
}

#[derive(Serialize, ToSchema)]
pub struct EventView {
    /// Counts what this partner is told, from 1, without a gap.
    number: i64,
    #[schema(value_type = String)]
    id: EventId,
    /// What happened.
    #[schema(example = "signing.succeeded")]
    event: String,
    /// To what.
    subject: String,
    /// What else there is to say of it.
    #[schema(value_type = Object)]
    payload: Value,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    at: OffsetDateTime,
}

#[utoipa::path(get, path = "/events", operation_id = "list_events", params(EventsQuery),
    responses((status = 200, body = EventsView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list(caller: Caller, Asked(query): Asked<EventsQuery>) -> Result<Json<EventsView>, Problem> {
    let limit = query.limit.unwrap_or(100).clamp(1, 200);
    let rows = events_after(&caller.db, &caller.context, i64::from(query.after), limit).await;
    let rows = rows.map_err(Problem::of(Never::code))?;
    let events = rows.into_iter().map(|row| EventView {
        number: row.number,
        id: row.id,
        event: row.code,
        subject: row.subject,
        payload: row.payload,
        at: row.at,
    });
    Ok(Json(EventsView { events: events.collect() }))
}

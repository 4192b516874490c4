//! `/metrics`: what a program that watches asks for, in the text form of Prometheus.
//!
//! Requests are counted in this process by the route that answered, never by what was typed into it; what waits is read
//! from the database when it is asked for.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    net::SocketAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use services::{
    Context, Db,
    gauges::{Gauges, gauges},
};
use sha2::{Digest, Sha256};

use crate::router::AppState;

/// Upper bounds of the durations that are told apart.
const BOUNDS: [Duration; 6] = [
    Duration::from_millis(10),
    Duration::from_millis(50),
    Duration::from_millis(200),
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(30),
];

#[derive(Clone, Copy, Default)]
struct Series {
    /// How many took no longer than each bound.
    within: [u64; BOUNDS.len()],
    count: u64,
    took: Duration,
}

/// By method, route and status. There are as many as the code has routes.
static REQUESTS: Mutex<BTreeMap<(String, String, u16), Series>> = Mutex::new(BTreeMap::new());

/// Counts a request with its status and how long it took.
pub async fn count(request: Request, next: Next) -> Response {
    let method = request.method().as_str().to_owned();
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str).to_owned();
    let began = Instant::now();
    let response = next.run(request).await;
    let took = began.elapsed();
    let mut requests = REQUESTS.lock().unwrap_or_else(PoisonError::into_inner);
    let series = requests.entry((method, route, response.status().as_u16())).or_default();
    for (within, bound) in series.within.iter_mut().zip(BOUNDS) {
        *within += u64::from(took <= bound);
    }
    series.count += 1;
    series.took += took;
    response
}

/// Answers a watcher on this machine, or one that brings the token. For everybody else there is nothing here.
pub async fn metrics(State(state): State<AppState>, request: Request) -> Response {
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(from)| *from);
    if !may_read(state.metrics_token.as_deref(), from, request.headers()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match gauges(&state.db, &Context::system("metrics", "")).await {
        Ok(gauges) => {
            let content_type = (header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
            ([content_type], text(&gauges, &state.db)).into_response()
        }
        Err(error) => {
            tracing::warn!(?error, "the gauges could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

fn may_read(token: Option<&str>, from: Option<SocketAddr>, headers: &HeaderMap) -> bool {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    match token {
        // Compared by digest: how long it takes tells nothing of the token.
        Some(token) => given.is_some_and(|given| Sha256::digest(given) == Sha256::digest(token)),
        None => from.is_some_and(|from| from.ip().is_loopback()) && !headers.contains_key("x-forwarded-for"),
    }
}

fn text(gauges: &Gauges, db: &Db) -> String {
    let mut text = String::from(
        "# HELP lianrong_request_seconds Requests by method, route and status.\n\
         # TYPE lianrong_request_seconds histogram\n",
    );
    let requests = REQUESTS.lock().unwrap_or_else(PoisonError::into_inner).clone();
    for ((method, route, status), series) in requests {
        let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
        for (within, bound) in series.within.iter().zip(BOUNDS) {
            let bound = bound.as_secs_f64();
            let _ = writeln!(text, "lianrong_request_seconds_bucket{{{labels},le=\"{bound}\"}} {within}");
        }
        let (count, took) = (series.count, series.took.as_secs_f64());
        let _ = writeln!(text, "lianrong_request_seconds_bucket{{{labels},le=\"+Inf\"}} {count}");
        let _ = writeln!(text, "lianrong_request_seconds_sum{{{labels}}} {took}");
        let _ = writeln!(text, "lianrong_request_seconds_count{{{labels}}} {count}");
    }
    let outcomes = "lianrong_use_cases_total";
    let _ = writeln!(text, "# HELP {outcomes} Use cases of the portals by outcome.\n# TYPE {outcomes} counter");
    for (outcome, count) in app::api::outcomes() {
        let _ = writeln!(text, "{outcomes}{{outcome=\"{outcome}\"}} {count}");
    }
    let (open, idle) = db.connections();
    for (name, help, value) in [
        ("connections_open", "Connections to the database.", i64::try_from(open).unwrap_or(i64::MAX)),
        ("connections_idle", "Connections that nothing uses.", i64::try_from(idle).unwrap_or(i64::MAX)),
        ("breaks_open", "Breaks that wait for a person.", gauges.breaks_open),
        ("breaks_oldest_seconds", "Age of the oldest open break.", gauges.breaks_oldest_seconds),
        ("movements_unmatched", "Bank movements that nothing explains.", gauges.movements_unmatched),
        ("payouts_waiting", "Payouts that the worker has to send or to ask about.", gauges.payouts_waiting),
        ("payouts_oldest_seconds", "Age of the oldest of them.", gauges.payouts_oldest_seconds),
        (
            "business_date_lag_days",
            "How far the open business date is behind the calendar.",
            gauges.business_date_lag_days,
        ),
    ] {
        let _ = writeln!(text, "# HELP lianrong_{name} {help}\n# TYPE lianrong_{name} gauge\nlianrong_{name} {value}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_watcher_on_this_machine_or_with_the_token_reads() {
        let headers = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
            pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
        };
        let (here, there) = ("127.0.0.1:1".parse().ok(), "10.0.0.1:1".parse().ok());
        let bearer = headers(&[("authorization", "Bearer secret")]);
        let forwarded = headers(&[("x-forwarded-for", "10.0.0.1")]);
        for (token, from, headers, reads) in [
            (None, here, headers(&[]), true),
            (None, here, forwarded, false),
            (None, there, bearer.clone(), false),
            (None, None, headers(&[]), false),
            (Some("secret"), there, bearer, true),
            (Some("secret"), here, headers(&[("authorization", "Bearer other")]), false),
            (Some("secret"), here, headers(&[]), false),
        ] {
            assert_eq!(may_read(token, from, &headers), reads, "{token:?} {from:?} {headers:?}");
        }
    }
}

//! `/metrics`: what a program that watches asks for, in the text form of Prometheus.
//!
//! Requests are counted in this process by the method and the route that answered, never by what was typed into either:
//! there are no more series than the code has routes. What waits is read from the database when it is asked for.

use std::{
    net::SocketAddr,
    sync::LazyLock,
    time::{Duration, Instant},
};

use ::metrics::{describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::actor::SystemPart;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use services::{
    Context, Db,
    gauges::{Gauges, gauges},
};
use sha2::{Digest, Sha256};

use crate::state::AppState;

/// Upper bounds of the durations that are told apart, in seconds.
const BOUNDS: [f64; 6] = [0.01, 0.05, 0.2, 1.0, 5.0, 30.0];
const REQUESTS: &str = "lianrong_request_seconds";
/// How often what was measured is added up, so that nothing piles up where nobody asks for it.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// What the process has counted. Made by whoever counts or asks first.
static RECORDER: LazyLock<PrometheusHandle> = LazyLock::new(|| {
    let builder = PrometheusBuilder::new().set_buckets(&BOUNDS).expect("there are bounds");
    let handle = builder.install_recorder().expect("nothing else in this process records");
    describe_histogram!(REQUESTS, "Requests by method, route and status.");
    describe_counter!(parts::api::USE_CASES, "Use cases of the portals by outcome.");
    handle
});

/// Begins to count, and adds up from time to time, until the future is dropped.
pub async fn keep_counts() {
    let mut ticks = tokio::time::interval(UPKEEP_EVERY);
    loop {
        ticks.tick().await;
        RECORDER.run_upkeep();
    }
}

/// Counts a request with its status and how long it took.
pub async fn count(request: Request, next: Next) -> Response {
    LazyLock::force(&RECORDER);
    let method = known(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str).to_owned();
    let began = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_str().to_owned();
    histogram!(REQUESTS, "method" => method, "route" => route, "status" => status).record(began.elapsed());
    response
}

/// A method that something here answers, or "other": anybody may make up another.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Answers a watcher on this machine, or one that brings the token. For everybody else there is nothing here.
pub async fn metrics(State(state): State<AppState>, request: Request) -> Response {
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(from)| *from);
    if !may_read(state.metrics_token.as_deref(), from, request.headers()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match gauges(&state.db, &Context::system(SystemPart::Server, "")).await {
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
    let (open, idle) = db.connections();
    for (name, help, value) in [
        ("lianrong_connections_open", "Connections to the database.", i64::try_from(open).unwrap_or(i64::MAX)),
        ("lianrong_connections_idle", "Connections that nothing uses.", i64::try_from(idle).unwrap_or(i64::MAX)),
        ("lianrong_breaks_open", "Breaks that wait for a person.", gauges.breaks_open),
        ("lianrong_breaks_oldest_seconds", "Age of the oldest open break.", gauges.breaks_oldest_seconds),
        ("lianrong_movements_unmatched", "Bank movements that nothing explains.", gauges.movements_unmatched),
        ("lianrong_unread_lines", "Lines of the bank's feed that could not be read.", gauges.unread_lines),
        (
            "lianrong_feed_age_seconds",
            "How long ago the feed read longest ago was read to its end.",
            gauges.feed_age_seconds,
        ),
        ("lianrong_payouts_waiting", "Payouts that the worker has to send or to ask about.", gauges.payouts_waiting),
        ("lianrong_payouts_oldest_seconds", "Age of the oldest of them.", gauges.payouts_oldest_seconds),
        (
            "lianrong_business_date_lag_days",
            "How far the open business date is behind the calendar.",
            gauges.business_date_lag_days,
        ),
    ] {
        describe_gauge!(name, help);
        gauge!(name).set(f64::from(i32::try_from(value).unwrap_or(i32::MAX)));
    }
    describe_gauge!("lianrong_jobs_waiting", "Jobs that are due, by kind.");
    describe_gauge!("lianrong_jobs_wait_seconds", "How long the one that waits the longest has been due, by kind.");
    describe_gauge!("lianrong_jobs_failing", "Jobs that have failed and will be tried again, by kind.");
    describe_gauge!("lianrong_jobs_dead", "Jobs that were given up and wait for people, by kind.");
    for of in &gauges.jobs {
        for (name, value) in [
            ("lianrong_jobs_waiting", of.waiting),
            ("lianrong_jobs_wait_seconds", of.waits.whole_seconds()),
            ("lianrong_jobs_failing", of.failing),
            ("lianrong_jobs_dead", of.dead),
        ] {
            gauge!(name, "kind" => of.kind.code()).set(f64::from(i32::try_from(value).unwrap_or(i32::MAX)));
        }
    }
    RECORDER.render()
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

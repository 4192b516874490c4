//! How often somebody may ask, and how much at once: brakes for what is guessed or costs much. Counted in this process; several
//! processes allow so many times more.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    extract::Request,
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::export::MOST_AT_ONCE;
use parts::api::Visitor;

use crate::source::Source;

/// The time over which is counted.
const WINDOW: Duration = Duration::from_secs(60);
/// So many askers are told apart; who comes when there are as many is counted with all others who do.
const MANY: usize = 10_000;
const OTHERS: &str = "";

/// Counts by asker.
pub struct Limit {
    allowed: u32,
    seen: Mutex<BTreeMap<String, (Instant, u32)>>,
}

/// Guesses of passwords and codes, by person, or before anybody has signed in by network. Each name has its own, much narrower limits in the use case.
static GUESSES: Limit = Limit::of(300);
/// Files, by person.
static UPLOADS: Limit = Limit::of(60);
/// Calls of a partner.
pub static CALLS: Limit = Limit::of(3_000);

impl Limit {
    const fn of(allowed: u32) -> Self {
        Self { allowed, seen: Mutex::new(BTreeMap::new()) }
    }

    /// Counts one more; says after how many seconds to come back when it is one too many.
    pub fn take(&self, asker: &str) -> Result<(), u64> {
        self.take_at(asker, Instant::now())
    }

    fn take_at(&self, asker: &str, now: Instant) -> Result<(), u64> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut asker = asker;
        if seen.len() >= MANY && !seen.contains_key(asker) {
            // Looked through once in a window at most: the others' own count says when the last time was.
            if seen.get(OTHERS).is_none_or(|(since, _)| now.duration_since(*since) >= WINDOW) {
                seen.retain(|_, (since, _)| now.duration_since(*since) < WINDOW);
                seen.insert(OTHERS.to_owned(), (now, 0));
            }
            asker = if seen.len() >= MANY { OTHERS } else { asker };
        }
        let (since, count) = seen.entry(asker.to_owned()).or_insert((now, 0));
        if now.duration_since(*since) >= WINDOW {
            (*since, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        if *count <= self.allowed {
            return Ok(());
        }
        Err(WINDOW.saturating_sub(now.duration_since(*since)).as_secs().max(1))
    }
}

/// How much is done at once for whoever asks.
pub struct AtOnce {
    allowed: u32,
    busy: Mutex<BTreeMap<String, u32>>,
}

/// Lists that are written while a person waits, each on a connection of its own.
pub static EXPORTS: AtOnce = AtOnce::of(MOST_AT_ONCE);

/// One of what is done at once: until it is dropped, and so also when nobody waits for it any more.
pub struct Turn<'a> {
    of: &'a AtOnce,
    asker: String,
}

impl AtOnce {
    const fn of(allowed: u32) -> Self {
        Self { allowed, busy: Mutex::new(BTreeMap::new()) }
    }

    /// One more, unless as many as are allowed are under way.
    pub fn begin(&self, asker: &str) -> Option<Turn<'_>> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        let count = busy.entry(asker.to_owned()).or_default();
        if *count >= self.allowed {
            return None;
        }
        *count = count.saturating_add(1);
        Some(Turn { of: self, asker: asker.to_owned() })
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut busy = self.of.busy.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = busy.get_mut(&self.asker) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                busy.remove(&self.asker);
            }
        }
    }
}

/// Around everything that takes a password or a code, or has one sent.
pub async fn brake_guesses(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if request.method() != Method::POST || !GUESSED.contains(&path) {
        return next.run(request).await;
    }
    let network = || request.extensions().get::<Source>().map(|source| source.network()).unwrap_or_default();
    let asker = person(&request).unwrap_or_else(network);
    passed(&GUESSES, &asker, request, next).await
}

const GUESSED: [&str; 18] = [
    "/api/application/agree",
    "/api/card/again",
    "/api/card/confirm",
    "/api/card/order",
    "/api/code/ask",
    "/api/code/contract",
    "/api/code/draw",
    "/api/code/mobile",
    "/api/code/register",
    "/api/code/sign_in",
    "/api/draw/request",
    "/api/people/join",
    "/api/second_factor/confirm",
    "/api/second_factor/enrol",
    "/api/session/sign_in",
    "/api/signing/again",
    "/api/signing/confirm",
    "/api/signing/order",
];

/// Around files that people bring.
pub async fn brake_uploads(request: Request, next: Next) -> Response {
    let person = person(&request).unwrap_or_default();
    passed(&UPLOADS, &person, request, next).await
}

/// By the name that nobody else has, where somebody is signed in.
fn person(request: &Request) -> Option<String> {
    let visitor = request.extensions().get::<Visitor>()?;
    visitor.person.as_ref().map(|person| person.username.clone())
}

async fn passed(limit: &Limit, asker: &str, request: Request, next: Next) -> Response {
    match limit.take(asker) {
        Ok(()) => next.run(request).await,
        Err(seconds) => {
            let words = parts::texts::problem::too_often(seconds);
            (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds.to_string())], words).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_asks_too_often_waits_for_the_rest_of_the_window_and_nobody_else_does() {
        let (limit, began) = (Limit::of(2), Instant::now());
        assert_eq!(limit.take_at("a", began), Ok(()));
        assert_eq!(limit.take_at("a", began), Ok(()));
        assert_eq!(limit.take_at("a", began + Duration::from_secs(20)), Err(40));
        assert_eq!(limit.take_at("b", began + Duration::from_secs(20)), Ok(()));
        assert_eq!(limit.take_at("a", began + WINDOW), Ok(()));
    }

    #[test]
    fn whoever_has_enough_under_way_begins_no_more_until_one_ends_and_nobody_else_waits() {
        let at_once = AtOnce::of(2);
        let (first, second) = (at_once.begin("a"), at_once.begin("a"));
        assert!(first.is_some() && second.is_some());
        assert!(at_once.begin("a").is_none(), "the third");
        assert!(at_once.begin("b").is_some());
        drop(first);
        let third = at_once.begin("a");
        assert!(third.is_some() && at_once.begin("a").is_none());
        drop((second, third));
        assert!(at_once.busy.lock().unwrap().is_empty(), "nobody is remembered who waits for nothing");
    }

    #[test]
    fn askers_without_end_are_counted_together_and_take_no_more_room() {
        let (limit, began) = (Limit::of(2), Instant::now());
        for asker in 0..MANY {
            assert_eq!(limit.take_at(&asker.to_string(), began), Ok(()));
        }
        for asker in ["x", "y"] {
            assert_eq!(limit.take_at(asker, began), Ok(()));
        }
        assert!(limit.take_at("z", began).is_err(), "the third of the others");
        assert_eq!(limit.take_at("0", began), Ok(()), "who is known goes on");
        let held = || limit.seen.lock().unwrap().len();
        assert_eq!(held(), MANY + 1);
        assert_eq!(limit.take_at("z", began + WINDOW), Ok(()));
        assert_eq!(held(), 2, "everybody else is forgotten");
    }
}

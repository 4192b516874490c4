//! Who is asking: resolves the session cookie once per request, and keeps portals apart.

use axum::{
    body::HttpBody,
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use parts::api::{RequestProblem, Visitor, sent_back::SENT_BACK};
use services::{
    Db, Error,
    context::SignedIn,
    error::Never,
    identity::{Origin, session_by_token, session_of_page},
};

use crate::{page::PageDb, refused::refused, source::Source, state::AppState};

pub const SESSION: &str = "__Host-session";
/// What a device keeps that somebody signed in from.
const DEVICE: &str = "__Host-device";

pub fn cookie<'h>(headers: &'h HeaderMap, wanted: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == wanted && !value.is_empty()).then_some(value))
}

/// Puts the [`Visitor`] into the request, and what a page of a portal reads with, which begins with the session.
pub async fn resolve_session(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let asks_for_page = asks_for_page(&request);
    let (person, page) = match cookie(request.headers(), SESSION) {
        None => (None, None),
        Some(token) => match find_session(&state, token, asks_for_page).await {
            Ok(found) => found,
            Err(error) => {
                tracing::error!(?error, "a session could not be read");
                return refused(StatusCode::SERVICE_UNAVAILABLE, RequestProblem::Unavailable);
            }
        },
    };
    let source = request.extensions().get::<Source>().copied();
    let address = source.map(|Source(address)| address.to_string()).unwrap_or_default();
    let origin = Origin {
        network: source.map(Source::network).unwrap_or_default(),
        device: cookie(request.headers(), DEVICE).filter(|token| token.len() == 64).map(str::to_owned),
        session: cookie(request.headers(), SESSION).map(str::to_owned),
    };
    let device = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .chars()
        .take(200)
        .collect();
    request.extensions_mut().insert(Visitor { person, address, device, origin });
    let Some(page) = page else { return next.run(request).await };
    request.extensions_mut().insert(PageDb(page.clone()));
    let response = next.run(request).await;
    // Whoever was led elsewhere came to no page.
    page.end_page().await;
    response
}

/// Whether it may be a page of a portal that is asked for, which then reads at once: nothing has to come from the browser
/// first, and no form that was sent back be looked up beside it.
fn asks_for_page(request: &Request) -> bool {
    let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
    request.method() == Method::GET
        && portal_of(path).is_some()
        && !query.contains(SENT_BACK)
        && request.body().is_end_stream()
}

/// Who is signed in with a token, and what that person's page reads with.
async fn find_session(
    state: &AppState,
    token: &str,
    for_page: bool,
) -> Result<(Option<SignedIn>, Option<Db>), Error<Never>> {
    if for_page {
        return Ok(session_of_page(&state.db, token, state.demonstration).await?.unzip());
    }
    Ok((session_by_token(&state.db, token, state.demonstration).await?, None))
}

/// The portal that a path leads into.
pub fn portal_of(path: &str) -> Option<&'static str> {
    let inside =
        |portal: &&str| path.strip_prefix(*portal).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    ["/agent", "/funder", "/facilitator", "/admin"].into_iter().find(inside)
}

/// The portals' gate: sends to sign in who has no session, and to one's own portal who asks for another.
pub async fn keep_to_portal(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let portal = portal_of(path);
    let person = request.extensions().get::<Visitor>().and_then(|visitor| visitor.person.as_ref());
    match (person, portal) {
        (None, Some(_)) => {
            let next = request.uri().path_and_query().map_or(path, |asked| asked.as_str());
            return Redirect::to(&format!("/sign-in?next={}", encoded(next))).into_response();
        }
        (Some(person), Some(portal)) if person.role.portal() != portal => {
            return Redirect::to(person.role.portal()).into_response();
        }
        (Some(person), None) if path == "/" || path == "/sign-in" => {
            return to_start(person.role.portal(), request.uri().query());
        }
        (None, None) if path == "/" => return to_start("/sign-in", request.uri().query()),
        _ => {}
    }
    next.run(request).await
}

/// To where a person starts, with the marker of a form that was sent back.
fn to_start(path: &str, query: Option<&str>) -> Response {
    let marker = query.unwrap_or_default().split('&').find(|pair| pair.split('=').next() == Some(SENT_BACK));
    let address = marker.map_or_else(|| path.to_owned(), |marker| format!("{path}?{marker}"));
    Redirect::to(&address).into_response()
}

/// A path as the value of a query parameter.
fn encoded(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let headers: HeaderMap =
            [(header::COOKIE, "a=b; __Host-session=abc; lang=en".parse().unwrap())].into_iter().collect();
        assert_eq!(cookie(&headers, SESSION), Some("abc"));
        let none: HeaderMap = [(header::COOKIE, "session=abc; __Host-session=".parse().unwrap())].into_iter().collect();
        assert_eq!(cookie(&none, SESSION), None);
    }

    #[test]
    fn a_path_survives_as_a_parameter() {
        assert_eq!(encoded("/agent/borrow?amount=1&x=中"), "/agent/borrow%3Famount%3D1%26x%3D%E4%B8%AD");
    }
}

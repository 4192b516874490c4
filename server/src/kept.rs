//! Around server functions and uploads: what is no form is refused, and what was typed is not lost. A form that is refused
//! leads back to its page with nothing but a marker in the address; what was typed and what was wrong with it waits on the
//! server for the session that typed it ([`services::kept_form`]). Whoever has no session yet takes the error and the name
//! along in a cookie of two minutes.

use axum::{
    Form, Json,
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest, Query, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::id::SessionId;
use leptos::server_fn::error::{SERVER_FN_ERROR_HEADER, ServerFnUrlError};
use parts::api::{
    ApiError, RequestProblem, Visitor,
    sent_back::{SENT_BACK, SentBack},
};
use services::{Db, identity, kept_form};

use crate::{
    form,
    refused::{refused, wants_page},
    session::{SESSION, cookie, portal_of},
    state::AppState,
};

/// Fields that are never kept. Where a public key is asked for, somebody pastes the private one.
const SECRET: [&str; 4] = ["password", "code", "public_key", "request_no"];
/// The one field that goes along without a session.
const NAME: &str = "username";
const COOKIE: &str = "__Host-kept";

/// The body of a form that was refused.
#[derive(Clone)]
struct Typed(Bytes);

/// Refuses what is no form, and hands a refused form's fields to [`keep_refused`].
pub async fn check_form(request: Request, next: Next) -> Response {
    let (mut head, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, form::READ_LIMIT).await else {
        return refused(StatusCode::PAYLOAD_TOO_LARGE, RequestProblem::TooLarge);
    };
    if !form::is_text(head.uri.to_string().as_bytes()) {
        return refused(StatusCode::BAD_REQUEST, RequestProblem::Unreadable);
    }
    if head.method == Method::POST {
        if let Err((status, problem)) = form::check(&head.headers, &bytes) {
            return refused(status, problem);
        }
        name_page(&mut head.headers);
    }
    let mut response = next.run(Request::from_parts(head, Body::from(bytes.clone()))).await;
    if response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        response.extensions_mut().insert(Typed(bytes));
    }
    response
}

/// A form whose browser does not say from which page it comes is sent back to the start.
fn name_page(headers: &mut HeaderMap) {
    let named = headers.get(header::REFERER).is_some_and(|page| page.to_str().is_ok_and(|page| page.contains("://")));
    if !named {
        headers.insert(header::REFERER, HeaderValue::from_static("http://localhost/"));
    }
}

/// Keeps what a refused form has to show again, and gives it to the page that it leads to.
pub async fn keep_refused(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let asker = Asker::of(&request);
    let kept = if request.method() == Method::GET { asker.take(&state.db, request.uri()).await } else { None };
    let read_cookie = kept.is_some() && asker.session.is_none();
    if let Some(back) = kept {
        request.extensions_mut().insert(back);
    }
    let mut response = next.run(request).await;
    if let Some(location) = location(&response) {
        let (page, refused) = taken_apart(&location);
        let back = match refused {
            Some((path, error)) => Some(SentBack { path, error: Some(error), fields: typed(&mut response).await }),
            // An upload says by itself what was typed beside the file.
            None => response.extensions_mut().remove::<SentBack>(),
        };
        match back {
            Some(back) if asker.wants_page => asker.send_back(&state.db, &mut response, &page, back).await,
            Some(SentBack { error: Some(error), .. }) => {
                return (StatusCode::UNPROCESSABLE_ENTITY, Json(error)).into_response();
            }
            _ if page != location => put(&mut response, header::LOCATION, &page),
            _ => {}
        }
    } else if read_cookie {
        put(&mut response, header::SET_COOKIE, &cookie_of("", 0));
    }
    response
}

/// Who is sent back, or comes back.
struct Asker {
    session: Option<SessionId>,
    /// Of a session that may have ended.
    token: Option<String>,
    kept: Option<String>,
    wants_page: bool,
}

impl Asker {
    fn of(request: &Request) -> Self {
        let text = |name| cookie(request.headers(), name).map(str::to_owned);
        let person = request.extensions().get::<Visitor>().and_then(|visitor| visitor.person.as_ref());
        Self {
            session: person.map(|person| person.session),
            token: text(SESSION),
            kept: text(COOKIE),
            wants_page: wants_page(request.headers()),
        }
    }

    /// What waits for the page that is asked for.
    async fn take(&self, db: &Db, uri: &Uri) -> Option<SentBack> {
        let Some(session) = self.session else {
            let kept = URL_SAFE_NO_PAD.decode(self.kept.as_deref()?).ok()?;
            return serde_json::from_slice(&kept).ok();
        };
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri).ok()?;
        let (_, marker) = pairs.into_iter().find(|(name, _)| name == SENT_BACK)?;
        match kept_form::take(db, session, &marker).await {
            Ok(kept) => serde_json::from_slice(&kept?).ok(),
            Err(error) => {
                tracing::error!(?error, "a form that was sent back could not be read");
                None
            }
        }
    }

    /// Leads back to the page. What cannot be kept is left out: the error with its words comes first, then the fields.
    async fn send_back(&self, db: &Db, response: &mut Response, page: &str, back: SentBack) {
        let session = match (self.session, &self.token) {
            // Too late for this page: whoever signs in again here finds it.
            (None, Some(token)) if portal_of(page.split('?').next().unwrap_or_default()).is_some() => {
                identity::session_of_token(db, token).await.unwrap_or_default()
            }
            (session, _) => session,
        };
        let Some(session) = session else {
            let fields = back.fields.into_iter().filter(|(name, typed)| name == NAME && typed.len() <= 200).collect();
            let kept = serde_json::to_vec(&SentBack { fields, ..back }).unwrap_or_default();
            put(response, header::LOCATION, page);
            put(response, header::SET_COOKIE, &cookie_of(&URL_SAFE_NO_PAD.encode(kept), 120));
            return;
        };
        let mut content = serde_json::to_vec(&back).unwrap_or_default();
        if content.len() > kept_form::CONTENT_LIMIT {
            content = serde_json::to_vec(&SentBack { fields: Vec::new(), ..back }).unwrap_or_default();
        }
        match kept_form::keep(db, session, &content).await {
            Ok(marker) => {
                let joint = if page.contains('?') { '&' } else { '?' };
                put(response, header::LOCATION, &format!("{page}{joint}{SENT_BACK}={marker}"));
            }
            Err(error) => {
                tracing::error!(?error, "a form that was refused could not be kept");
                *response = refused(StatusCode::SERVICE_UNAVAILABLE, RequestProblem::Unavailable);
            }
        }
    }
}

fn cookie_of(kept: &str, seconds: u32) -> String {
    format!("{COOKIE}={kept}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={seconds}")
}

fn location(response: &Response) -> Option<String> {
    response.headers().get(header::LOCATION)?.to_str().ok().map(str::to_owned)
}

fn put(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        if name == header::SET_COOKIE {
            response.headers_mut().append(name, value);
        } else {
            response.headers_mut().insert(name, value);
        }
    }
}

/// The page's own address, relative, without what an earlier form was sent back with; and the path and the error of a form
/// that was refused now.
fn taken_apart(location: &str) -> (String, Option<(String, ApiError)>) {
    // Server functions lead back to the page by its whole address, and on to another by its path.
    let Some((_, rest)) = location.split_once("://") else {
        return (location.to_owned(), None);
    };
    let relative = rest.find('/').map_or("/", |start| &rest[start..]);
    // Two slashes would name another host.
    let relative = format!("/{}", relative.trim_start_matches('/'));
    let (path, query) = relative.split_once('?').unwrap_or((&relative, ""));
    let told = |name: &str| {
        let asked =
            format!("/?{query}").parse().ok().and_then(|uri| Query::<Vec<(String, String)>>::try_from_uri(&uri).ok());
        asked.and_then(|Query(pairs)| pairs.into_iter().find_map(|(asked, told)| (asked == name).then_some(told)))
    };
    let back = told("__path").zip(told("__err").map(|error| ServerFnUrlError::<ApiError>::decode_err(&error)));
    let ours = ["__path", "__err", SENT_BACK];
    let own: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !ours.iter().any(|name| pair.split('=').next() == Some(name)))
        .collect();
    let page = if own.is_empty() { path.to_owned() } else { format!("{path}?{}", own.join("&")) };
    (page, back)
}

/// What was typed into a refused form, but for its secrets.
async fn typed(response: &mut Response) -> Vec<(String, String)> {
    let Some(Typed(bytes)) = response.extensions_mut().remove::<Typed>() else { return Vec::new() };
    let request = Request::post("/").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let Ok(request) = request.body(Body::from(bytes)) else { return Vec::new() };
    let fields = Form::<Vec<(String, String)>>::from_request(request, &()).await;
    let fields = fields.map(|Form(fields)| fields).unwrap_or_default();
    fields.into_iter().filter(|(name, _)| !SECRET.contains(&name.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use domain::application::ApplicationRefusal;

    use super::*;

    fn page(location: &str) -> (String, Option<String>) {
        let (page, back) = taken_apart(location);
        (page, back.map(|(path, _)| path))
    }

    #[test]
    fn a_page_is_led_back_to_without_a_word_of_what_was_wrong() {
        let error = ApiError::of(ApplicationRefusal::ClaimedByAnother { by: "138 0013 8000".to_owned() });
        let told = ServerFnUrlError::new("/api/draw/request", error.clone());
        let whole = told.to_url("http://127.0.0.1:3000/agent/borrow?step=1&sent_back=old").unwrap();
        let (own, back) = taken_apart(whole.as_str());
        assert_eq!(own, "/agent/borrow?step=1");
        assert_eq!(back, Some(("/api/draw/request".to_owned(), error)));
        assert_eq!(page("http://127.0.0.1:3000/agent/draws/1?sent_back=old"), ("/agent/draws/1".to_owned(), None));
        assert_eq!(page("https://evil.example//evil.example/x"), ("/evil.example/x".to_owned(), None));
    }

    #[test]
    fn where_a_form_leads_on_to_is_left_as_it_is() {
        let next = "/agent/x?sent_back=0a&__path=y&__err=z";
        assert_eq!(page(next), (next.to_owned(), None), "as signing in does, to the form that was sent too late");
    }

    #[tokio::test]
    async fn secrets_are_not_kept() {
        let form = "username=agent-1&password=secret&code=123456&public_key=PRIVATE&request_no=abc&next=&reasons%5B%5D=%E4%B8%AD&reasons%5B%5D=b";
        let mut response = Response::new(Body::empty());
        response.extensions_mut().insert(Typed(form.into()));
        let kept = [("username", "agent-1"), ("next", ""), ("reasons[]", "中"), ("reasons[]", "b")];
        assert_eq!(typed(&mut response).await, kept.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }
}

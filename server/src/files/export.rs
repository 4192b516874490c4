//! Lists as files: see `parts::components::export`.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Method, Uri, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use parts::{
    api::{ApiError, RequestProblem},
    components::{
        export::{FORMAT, Format, MOST, Sheet},
        pager::AFTER,
        query::{queries_of, query_string},
    },
};

use super::{attachment, back};
use crate::router::{AppState, page_into};

/// The portals whose lists are files too.
const PORTALS: [&str; 3] = ["/funder/", "/facilitator/", "/admin/"];

/// Answers a page that is asked for as a file; lets everything else pass.
pub async fn lists(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_list =
        request.method() == Method::GET && PORTALS.iter().any(|portal| request.uri().path().starts_with(portal));
    let format = is_list.then(|| parameter(request.uri(), FORMAT)).flatten().and_then(|format| format.parse().ok());
    match format {
        Some(format) => written(&state, request.into_parts().0, format).await,
        None => next.run(request).await,
    }
}

async fn written(state: &AppState, mut parts: Parts, format: Format) -> Response {
    let sheet = Sheet::default();
    let list = with(&parts.uri, FORMAT, None);
    loop {
        let request = Request::from_parts(parts.clone(), Body::empty());
        let page = page_into(state, sheet.clone())(request).await;
        // What is not a page is told as it is: who may not see it gets no file.
        if !page.status().is_success() {
            return page;
        }
        let (head, body) = page.into_parts();
        // The page is made by being read.
        let Ok(body) = to_bytes(body, usize::MAX).await else { return Response::from_parts(head, Body::empty()) };
        match sheet.turn() {
            None => return Response::from_parts(head, Body::from(body)),
            Some((Some(_), rows)) if rows >= MOST => {
                return back(&list, FORMAT, ApiError::of(RequestProblem::ExportTooLarge)).into_response();
            }
            Some((after @ Some(_), _)) => match with(&parts.uri, AFTER, after).parse() {
                Ok(uri) => parts.uri = uri,
                Err(_) => return Response::from_parts(head, Body::from(body)),
            },
            Some((None, _)) => break,
        }
    }
    match sheet.written(format) {
        Ok(content) => {
            // Called after its page.
            let name = parts.uri.path().trim_matches('/').replace('/', "-");
            attachment(&format!("{name}.{}", format.extension()), format, content)
        }
        Err(error) => {
            tracing::error!(?error, "a list could not be written as a file");
            back(&list, FORMAT, ApiError::of(RequestProblem::Failed)).into_response()
        }
    }
}

/// What a parameter of an address's query says.
fn parameter(uri: &Uri, name: &str) -> Option<String> {
    queries_of(uri).into_iter().find_map(|(asked, value)| (asked == name).then_some(value))
}

/// An address with another value of a parameter, or without it.
fn with(uri: &Uri, name: &str, value: Option<String>) -> String {
    let mut parameters = queries_of(uri);
    parameters.retain(|(asked, _)| asked != name);
    parameters.extend(value.map(|value| (name.to_owned(), value)));
    format!("{}{}", uri.path(), query_string(parameters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_keeps_what_the_list_asks_for() {
        let uri: Uri = "/admin/loans?text=%E9%B8%BF&export=xlsx".parse().unwrap();
        assert_eq!(parameter(&uri, FORMAT).as_deref(), Some("xlsx"));
        assert_eq!(with(&uri, FORMAT, None), "/admin/loans?text=%E9%B8%BF");
        let next: Uri = with(&uri, AFTER, Some("1 a&b".to_owned())).parse().unwrap();
        assert_eq!(parameter(&next, AFTER).as_deref(), Some("1 a&b"));
        assert_eq!((parameter(&next, "text").as_deref(), next.path()), (Some("鸿"), "/admin/loans"));
        let third: Uri = with(&next, AFTER, Some("2".to_owned())).parse().unwrap();
        assert_eq!(third.query().unwrap().matches("after=").count(), 1);
        assert_eq!(with(&"/admin/loans?export=csv".parse().unwrap(), FORMAT, None), "/admin/loans");
    }
}

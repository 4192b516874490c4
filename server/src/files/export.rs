//! Lists as files: see `parts::components::export`.

use axum::{
    body::{Body, to_bytes},
    extract::{Query, Request, State},
    http::{
        HeaderValue, Method, Uri,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
        request::Parts,
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use parts::{
    api::{ApiError, RequestProblem},
    components::{
        export::{FORMAT, Format, MOST, Sheet},
        pager::AFTER,
        query::query_string,
    },
};

use super::back;
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
    let list = without(&parts.uri, &[FORMAT]);
    loop {
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = parts.uri.clone();
        *request.headers_mut() = parts.headers.clone();
        *request.extensions_mut() = parts.extensions.clone();
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
            Some((Some(after), _)) => match with_after(&parts.uri, &after) {
                Some(uri) => parts.uri = uri,
                None => return Response::from_parts(head, Body::from(body)),
            },
            Some((None, _)) => break,
        }
    }
    match sheet.written(format) {
        Ok(content) => file(&parts.uri, format, content),
        Err(error) => {
            tracing::error!(?error, "a list could not be written as a file");
            back(&list, FORMAT, ApiError::of(RequestProblem::Failed)).into_response()
        }
    }
}

/// What a parameter of an address's query says.
fn parameter(uri: &Uri, name: &str) -> Option<String> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri).ok()?;
    pairs.into_iter().find_map(|(asked, value)| (asked == name).then_some(value))
}

/// An address without some of its parameters.
fn without(uri: &Uri, names: &[&str]) -> String {
    let query = uri.query().unwrap_or_default().split('&').filter(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        !pair.is_empty() && !names.contains(&name)
    });
    let query: Vec<&str> = query.collect();
    if query.is_empty() { uri.path().to_owned() } else { format!("{}?{}", uri.path(), query.join("&")) }
}

/// The address of the list's next page.
fn with_after(uri: &Uri, after: &str) -> Option<Uri> {
    let list = without(uri, &[AFTER]);
    let after = query_string([(AFTER.to_owned(), after.to_owned())]);
    let joined = if list.contains('?') { after.replacen('?', "&", 1) } else { after };
    format!("{list}{joined}").parse().ok()
}

/// A file that is called after its page.
fn file(uri: &Uri, format: Format, content: Vec<u8>) -> Response {
    let name = uri.path().trim_matches('/').replace('/', "-");
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}.{}\"", format.extension()));
    let mut response = content.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    if let Ok(disposition) = disposition {
        headers.insert(CONTENT_DISPOSITION, disposition);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_keeps_what_the_list_asks_for() {
        let uri: Uri = "/admin/loans?text=%E9%B8%BF&export=xlsx".parse().unwrap();
        assert_eq!(parameter(&uri, FORMAT).as_deref(), Some("xlsx"));
        assert_eq!(without(&uri, &[FORMAT]), "/admin/loans?text=%E9%B8%BF");
        let next = with_after(&uri, "1 a&b").unwrap();
        assert_eq!(parameter(&next, AFTER).as_deref(), Some("1 a&b"));
        assert_eq!((parameter(&next, "text").as_deref(), next.path()), (Some("鸿"), "/admin/loans"));
        let third = with_after(&next, "2").unwrap();
        assert_eq!(third.query().unwrap().matches("after=").count(), 1);
        assert_eq!(without(&"/admin/loans?export=csv".parse().unwrap(), &[FORMAT]), "/admin/loans");
    }
}

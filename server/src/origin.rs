//! The origin check: a change that a browser was made to ask for by another site is refused.

use axum::{
    extract::Request,
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use parts::api::RequestProblem;

use crate::refused::refused;

/// Lets reads pass; lets everything else pass only when the browser says that it comes from this site, or when it is no
/// browser (no cookie, no origin), which then has no session either.
pub async fn check_origin(request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || is_own(request.headers()) {
        return next.run(request).await;
    }
    refused(StatusCode::FORBIDDEN, RequestProblem::Foreign)
}

fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text("host").unwrap_or_default();
    let origin = text("origin").map(|origin| origin.split_once("://").is_some_and(|(_, from)| from == host));
    match (text("sec-fetch-site"), origin) {
        (Some("same-origin"), Some(own)) => own,
        (Some("same-origin"), None) => true,
        (Some(_), _) => false,
        (None, Some(own)) => own,
        (None, None) => !headers.contains_key(header::COOKIE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_this_site_may_ask_for_changes() {
        let host = ("host", "lianrong.example");
        let table = [
            (vec![host], true),
            (vec![host, ("cookie", "a=b")], false),
            (vec![host, ("origin", "https://lianrong.example")], true),
            (vec![host, ("origin", "https://evil.example")], false),
            (vec![host, ("origin", "null")], false),
            (vec![host, ("sec-fetch-site", "same-origin"), ("cookie", "a=b")], true),
            (vec![host, ("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")], false),
            (vec![host, ("sec-fetch-site", "same-site")], false),
            (vec![host, ("sec-fetch-site", "cross-site")], false),
            (vec![host, ("sec-fetch-site", "none")], false),
        ];
        for (pairs, own) in table {
            assert_eq!(is_own(&headers(&pairs)), own, "{pairs:?}");
        }
    }
}

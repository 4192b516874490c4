//! Around server functions: what is no form is refused, and what was typed is not lost. A form that is sent back with its
//! error takes its fields along, in the address of its page.

use app::components::form::KEPT;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};

use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;

use crate::{error_page::refused, form};

/// Fields that never leave the form's body.
const SECRET: [&str; 3] = ["password", "code", "request_no"];
/// The longest address that every browser and proxy takes.
const ADDRESS_LIMIT: usize = 6_000;

/// Makes the address to which a form is sent back relative, and puts the typed fields into it when it carries an error.
pub async fn keep_typed(request: Request, next: Next) -> Response {
    let (mut head, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, form::READ_LIMIT).await else {
        return refused(StatusCode::PAYLOAD_TOO_LARGE, "request.too_large");
    };
    if !form::is_text(head.uri.to_string().as_bytes()) {
        return refused(StatusCode::BAD_REQUEST, "request.unreadable");
    }
    if head.method == Method::POST {
        if let Err((status, code)) = form::check(&head.headers, &bytes) {
            return refused(status, code);
        }
        name_page(&mut head.headers);
    }
    let mut response = next.run(Request::from_parts(head, Body::from(bytes.clone()))).await;
    let refused = response.headers().contains_key(SERVER_FN_ERROR_HEADER);
    let back = response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
    if let Some(back) = back.map(|back| page_with_fields(back, refused.then_some(&*bytes)))
        && let Ok(value) = HeaderValue::from_str(&back)
    {
        response.headers_mut().insert(header::LOCATION, value);
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

/// The page's own address with the fields of its form, if that was refused; without them otherwise. A page that the form
/// leads on to with an error of another form, as signing in does, keeps that form's fields.
fn page_with_fields(location: &str, refused: Option<&[u8]>) -> String {
    let relative = match location.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |start| &rest[start..]),
        None => location,
    };
    // Two slashes would name another host.
    let relative = format!("/{}", relative.trim_start_matches('/'));
    let (path, query) = relative.split_once('?').unwrap_or((&relative, ""));
    if refused.is_none() && query.contains("__err=") {
        return relative;
    }
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with(KEPT)).collect();
    let form = refused.and_then(|form| std::str::from_utf8(form).ok()).unwrap_or_default();
    let typed: Vec<String> = form
        .split('&')
        .filter(|pair| !SECRET.iter().any(|secret| pair.split('=').next() == Some(secret)))
        .filter(|pair| !pair.is_empty() && pair.bytes().all(|byte| byte.is_ascii_graphic()))
        .map(|pair| format!("{KEPT}{pair}"))
        .collect();
    let length: usize = relative.len() + typed.iter().map(String::len).sum::<usize>();
    if length <= ADDRESS_LIMIT {
        pairs.extend(typed.iter().map(String::as_str));
    }
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::page_with_fields;

    #[test]
    fn a_refused_form_takes_its_fields_back_and_never_its_secrets() {
        let back = "http://127.0.0.1:3000/sign-in?next=%2Fagent&typed.username=old&__path=x&__err=y";
        let form = b"username=agent-1&password=secret&code=123456&request_no=abc&next=";
        assert_eq!(
            page_with_fields(back, Some(form)),
            "/sign-in?next=%2Fagent&__path=x&__err=y&typed.username=agent-1&typed.next="
        );
    }

    #[test]
    fn a_form_that_went_well_leaves_nothing_behind() {
        assert_eq!(page_with_fields("/agent/draws/1?typed.amount=5", None), "/agent/draws/1");
        assert_eq!(page_with_fields("https://evil.example//evil.example/x", None), "/evil.example/x");
    }

    #[test]
    fn signing_in_leads_on_to_the_form_that_was_sent_too_late() {
        let next = "/agent/x?__path=y&__err=z&typed.answer=5";
        assert_eq!(page_with_fields(next, None), next);
    }

    #[test]
    fn what_would_make_the_address_too_long_is_left_out() {
        let form = format!("reason={}", "a".repeat(7_000));
        assert_eq!(page_with_fields("/x?__err=y", Some(form.as_bytes())), "/x?__err=y");
    }
}

//! Cookies: those of an answer, and those that came with a request.

use axum::http::{
    HeaderValue,
    header::{COOKIE, SET_COOKIE},
    request::Parts,
};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;

/// Has the browser keep this.
pub fn cookie(cookie: &str) {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        expect_context::<ResponseOptions>().append_header(SET_COOKIE, cookie);
    }
}

/// A cookie that the browser sent with the page's request.
#[must_use]
pub fn sent_cookie(name: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let cookies = parts.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(sent, value)| (sent == name && !value.is_empty()).then(|| value.to_owned()))
}

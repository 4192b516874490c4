//! Cookies of an answer.

use axum::http::{HeaderValue, header::SET_COOKIE};
use leptos::prelude::expect_context;
use leptos_axum::ResponseOptions;

/// Has the browser keep this.
pub fn cookie(cookie: &str) {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        expect_context::<ResponseOptions>().append_header(SET_COOKIE, cookie);
    }
}

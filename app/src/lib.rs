//! The screens of Lianrong and the browser's contract with the server.
//!
//! Under `ssr` the screens are rendered from `services`; under `hydrate` the same screens come alive in the browser
//! with `domain` alone. Each portal is one lazily loaded chunk: an agent never downloads a funder's screens.

#![recursion_limit = "256"]

pub mod api;
pub mod components;
pub mod layouts;
pub mod pages;
pub mod routes;
pub mod texts;

use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::Router;

use crate::{routes::AppRoutes, texts::Language};

/// The document around every page. Also sets the content security policy, because the nonce is known here.
pub fn shell(options: LeptosOptions, stylesheet: String) -> impl IntoView {
    let language = Language::of_request();
    #[cfg(feature = "ssr")]
    security_policy();
    view! {
        <!DOCTYPE html>
        <html lang=language.tag()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="format-detection" content="telephone=no" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=stylesheet />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

#[cfg(feature = "ssr")]
fn security_policy() {
    use axum::http::{HeaderName, HeaderValue};
    let Some(nonce) = leptos::nonce::use_nonce() else { return };
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        expect_context::<leptos_axum::ResponseOptions>()
            .insert_header(HeaderName::from_static("content-security-policy"), value);
    }
}

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let language = Language::of_request();
    provide_context(language);
    // Tests and styles wait for this mark instead of guessing when the page is alive.
    Effect::new(|_| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-hydrated", "");
        }
    });
    view! {
        <Title text="联融" />
        <Router>
            <AppRoutes />
        </Router>
    }
}

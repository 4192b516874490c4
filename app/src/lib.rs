//! The screens of Lianrong and the browser's contract with the server.
//!
//! Under `ssr` the screens are rendered from `services`; under `hydrate` the same screens come alive in the browser
//! with `domain` alone. Each portal is one lazily loaded chunk: an agent never downloads a funder's screens.

#![recursion_limit = "512"]

pub mod api;
pub mod components;
pub mod layouts;
pub mod pages;
pub mod routes;
pub mod texts;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::Router;

use crate::{routes::AppRoutes, texts::Preferences};

/// The document around every page. Also sets the content security policy, because the nonce is known here.
#[cfg(feature = "ssr")]
#[must_use]
pub fn shell(options: LeptosOptions, stylesheet: String) -> impl IntoView {
    let preferences = Preferences::of_page();
    security_policy();
    view! {
        <!DOCTYPE html>
        <html
            lang=preferences.language.tag()
            data-theme=(!preferences.theme.is_empty()).then(|| preferences.theme.clone())
            data-text=(!preferences.text.is_empty()).then(|| preferences.text.clone())
        >
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="format-detection" content="telephone=no" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=stylesheet />
                <HydrationScripts options />
                <leptos_meta::MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

#[cfg(feature = "ssr")]
fn security_policy() {
    use axum::http::{HeaderValue, header::CONTENT_SECURITY_POLICY};
    let Some(nonce) = leptos::nonce::use_nonce() else { return };
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    if let (Ok(value), Some(response)) =
        (HeaderValue::from_str(&policy), use_context::<leptos_axum::ResponseOptions>())
    {
        response.insert_header(CONTENT_SECURITY_POLICY, value);
    }
}

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(Preferences::of_page());
    // Tests and styles wait for this mark instead of guessing when the page is alive.
    Effect::new(|_| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-hydrated", "");
        }
    });
    view! {
        <Router>
            <AppRoutes />
        </Router>
    }
}

//! The document around every page.

use axum::http::{HeaderValue, header::CONTENT_SECURITY_POLICY, request::Parts};
use islands::Ready;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::Router;
use parts::{api::ApiError, components::error_page::error_page, texts::Preferences};

use crate::routes::AppRoutes;

/// The whole document. Also sets the content security policy, because the nonce is known here.
#[must_use]
pub fn document(options: LeptosOptions, stylesheet: String) -> impl IntoView {
    let preferences = Preferences::of_page();
    security_policy();
    view! {
        <!DOCTYPE html>
        <html
            lang=preferences.language.tag()
            data-theme=(!preferences.theme.is_empty()).then(|| preferences.theme.clone())
            data-text=(!preferences.text.is_empty()).then(|| preferences.text.clone())
            data-density=preferences.compact.then_some("compact")
        >
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="format-detection" content="telephone=no" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=stylesheet />
                <HydrationScripts options islands=true />
                <MetaTags />
            </head>
            <body>
                <App />
                <Ready />
            </body>
        </html>
    }
}

fn security_policy() {
    let Some(nonce) = leptos::nonce::use_nonce() else { return };
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    if let (Ok(value), Some(response)) = (HeaderValue::from_str(&policy), use_context::<leptos_axum::ResponseOptions>())
    {
        response.insert_header(CONTENT_SECURITY_POLICY, value);
    }
}

/// The page of the request, or that of the error which the server put into the request in place of an answer without
/// words.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(Preferences::of_page());
    if let Some(error) = use_context::<Parts>().and_then(|parts| parts.extensions.get::<ApiError>().cloned()) {
        return error_page(&error);
    }
    view! {
        <Router>
            <AppRoutes />
        </Router>
    }
    .into_any()
}

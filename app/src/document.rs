//! The document around every page.

use axum::http::{HeaderValue, header::CONTENT_SECURITY_POLICY, request::Parts};
use islands::Ready;
use leptos::{WasmSplitManifest, nonce::use_nonce, prelude::*, reactive::owner::Owner};
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::Router;
use parts::{api::ApiError, components::error_page::error_page, texts::Preferences};

use crate::routes::AppRoutes;

/// What brings the islands to life: a function of the addresses of their program. `HydrationScripts` would read the names of
/// the built files for every page.
const ISLANDS: &str = include_str!("islands.js");

/// The addresses of the built files that every page names.
#[derive(Clone, Debug, Default)]
pub struct BuiltFiles {
    pub stylesheet: String,
    pub script: String,
    pub wasm: String,
    /// The parts of the program that are loaded with the islands that need them.
    pub parts: WasmSplitManifest,
}

/// The whole document. Also sets the content security policy, because the nonce is known here.
#[must_use]
pub fn document(built: &BuiltFiles) -> AnyView {
    let preferences = Preferences::of_page();
    security_policy();
    provide_context(built.parts.clone());
    // Only islands are.
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    let BuiltFiles { stylesheet, script, wasm, .. } = built.clone();
    let begin = format!("{ISLANDS}({script:?}, {wasm:?});");
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
                <link rel="modulepreload" href=script crossorigin="" />
                <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="" />
                <script type="module" nonce=use_nonce()>{begin}</script>
                <MetaTags />
            </head>
            <body>
                <App />
                <Ready />
            </body>
        </html>
    }
    .into_any()
}

fn security_policy() {
    let Some(nonce) = use_nonce() else { return };
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
    if let Some(error) = with_context(|parts: &Parts| parts.extensions.get::<ApiError>().cloned()).flatten() {
        return error_page(&error);
    }
    view! {
        <Router>
            <AppRoutes />
        </Router>
    }
    .into_any()
}

//! Lists in pages: plain links, which keep whatever else the address asks for.

use axum::http::request::Parts;
use leptos::prelude::*;

use super::{
    export::{FORMAT, Format},
    query::{asked_for, here_with},
};
use crate::texts::{list::list, word};

/// The parameter of an address that says where a page begins.
pub const AFTER: &str = "after";

/// Where the page begins; none is the beginning of the list.
#[must_use]
pub fn asked_after() -> Option<String> {
    asked_for(AFTER)
}

/// How many rows a page shows, and the ways to the first and the next one.
pub fn pager(shown: usize, next: Option<impl ToString>) -> AnyView {
    let texts = list();
    let first = asked_after().map(|_| here_with(&[(AFTER, None)]));
    let next = next.map(|next| here_with(&[(AFTER, Some(next.to_string()))]));
    // An agent has no keys.
    let key = exports().then_some("n");
    let files = exports().then(|| {
        let file = |format: Format, text: &'static str| {
            let href = here_with(&[(AFTER, None), (FORMAT, Some(format.extension().to_owned()))]);
            view! { <a href=href>{text}</a> }
        };
        let (xlsx, csv) = (file(Format::Xlsx, texts.export_xlsx()), file(Format::Csv, texts.export_csv()));
        view! { <span class="pager__files">{xlsx} {csv}</span> }
    });
    view! {
        <nav class="pager" aria-label=word().pages()>
            <span>{texts.shown(shown)}</span>
            {files}
            {first.map(|href| view! { <a class="button button--quiet" href=href rel="first">{texts.first_page()}</a> })}
            {next.map(|href| view! { <a class="button button--quiet" href=href rel="next" aria-keyshortcuts=key>{texts.next_page()}</a> })}
        </nav>
    }
    .into_any()
}

/// Whether the lists of this portal are files too: those of staff.
fn exports() -> bool {
    with_context(|parts: &Parts| !parts.uri.path().starts_with("/agent")).unwrap_or_default()
}

//! The box in which everything is looked for, on every page of staff, and what it finds.

use domain::search::{Found, SOUGHT_LIMIT};
use leptos::prelude::*;

use super::{
    cell::Cell,
    empty::empty,
    icon::{Icon, icon},
    load::load,
    page_header::PageHeader,
    query::query,
    table::Table,
};
use crate::{
    api::search::{HitView, search},
    texts::{search::search as texts, word},
};

/// The parameter of the address.
const SOUGHT: &str = "q";

/// The box. Its page stands below the portal's home.
pub fn search_box(home: &'static str) -> impl IntoView {
    let label = texts().label();
    view! {
        <form class="shell__search" method="get" action=format!("{home}/search") role="search">
            {icon(Icon::Search)}
            <input
                type="search"
                name=SOUGHT
                aria-label=label
                placeholder=label
                autocomplete="off"
                aria-keyshortcuts="/"
                value=query(SOUGHT).unwrap_or_default()
            />
        </form>
    }
}

/// What is found with the text of the address. `path` leads to the page of what was found. The only thing that is found is
/// shown at once.
pub fn page(path: fn(Found, &str) -> Option<String>) -> AnyView {
    let text = query(SOUGHT).unwrap_or_default();
    view! {
        <PageHeader title=texts().title()>{texts().note()}</PageHeader>
        {load(search(text.clone()), move |hits| {
            let Some(hits) = hits else {
                let why = if text.chars().count() > SOUGHT_LIMIT { texts().too_long() } else { texts().what_text() };
                return empty(Icon::Search, texts().what(), why);
            };
            if let [only] = hits.as_slice() && let Some(path) = path(only.found, &only.id) {
                leptos_axum::redirect(&path);
            }
            if hits.is_empty() {
                return empty(Icon::Search, texts().nothing(), texts().nothing_text());
            }
            hits.chunk_by(|one, next| one.found == next.found).map(|group| of_kind(group, path)).collect_view().into_any()
        })}
    }
    .into_any()
}

fn of_kind(group: &[HitView], path: fn(Found, &str) -> Option<String>) -> AnyView {
    let kind = group.first().map(|hit| texts().found(hit.found)).unwrap_or_default();
    let table = Table::<HitView>::new(kind)
        .words(texts().found_title(), move |hit| {
            let title = Cell::text(&hit.title);
            match path(hit.found, &hit.id) {
                Some(path) => title.to(path),
                None => title,
            }
        })
        .prose(texts().whose(), |hit| hit.note.clone())
        .figures(word().amount(), |hit| hit.amount)
        .words(word().at(), |hit| Cell::time(&hit.at))
        .even();
    view! { <section class="stack"><h2>{kind}</h2>{table.of(group)}</section> }.into_any()
}

//! Lists in pages and parts: plain links, which keep whatever else the address asks for.

use leptos::prelude::*;

use super::query::{queries, query, query_string};
use crate::{api::sent_back::SENT_BACK, texts::list::list};

/// The parameter of an address that says where a page begins.
const AFTER: &str = "after";
/// The parameter of an address that names a part of a list.
const STATE: &str = "state";

/// A parameter of the page's address; none when it is empty.
#[must_use]
pub fn asked_for(name: &str) -> Option<String> {
    query(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// Where the page begins; none is the beginning of the list.
#[must_use]
pub fn asked_after() -> Option<String> {
    asked_for(AFTER)
}

/// The part of the list that is asked for, if it is one of these; the first is what nobody has to ask for.
#[must_use]
pub fn asked_state(states: &[&'static str]) -> &'static str {
    let asked = asked_for(STATE);
    let known = states.iter().find(|state| asked.as_deref() == Some(**state));
    known.or_else(|| states.first()).copied().unwrap_or_default()
}

/// How many rows a page shows, and the ways to the first and the next one.
pub fn pager(shown: usize, next: Option<impl ToString>) -> AnyView {
    let texts = list();
    let first = asked_after().map(|_| here_with(&[(AFTER, None)]));
    let next = next.map(|next| here_with(&[(AFTER, Some(next.to_string()))]));
    view! {
        <nav class="pager" aria-label=texts.pages()>
            <span>{texts.shown(shown)}</span>
            {first.map(|href| view! { <a class="button button--quiet" href=href rel="first">{texts.first_page()}</a> })}
            {next.map(|href| view! { <a class="button button--quiet" href=href rel="next">{texts.next_page()}</a> })}
        </nav>
    }
    .into_any()
}

/// A part of a list, by its name in the address and in words, with how much there is of it where that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub state: &'static str,
    pub name: &'static str,
    pub count: Option<i64>,
}

/// The parts of a list beside each other; the first is what nobody has to ask for.
pub fn parts(label: &'static str, here: &'static str, parts: Vec<Part>) -> AnyView {
    let tabs = parts.into_iter().enumerate().map(|(place, part)| {
        let state = (place > 0).then(|| part.state.to_owned());
        let count = part.count.filter(|count| *count > 0);
        view! {
            <a href=here_with(&[(AFTER, None), (STATE, state)]) aria-current=(part.state == here).then_some("page")>
                {part.name} {count.map(|count| view! { <span class="badge">{count}</span> })}
            </a>
        }
    });
    view! { <nav class="tabs" aria-label=label>{tabs.collect_view()}</nav> }.into_any()
}

/// This page's address with some of its parameters changed, and without the marker of a form that was sent back.
fn here_with(changes: &[(&'static str, Option<String>)]) -> String {
    let mut parameters = queries();
    parameters.retain(|(name, _)| name != SENT_BACK && changes.iter().all(|(changed, _)| changed != name));
    let added = changes.iter().filter_map(|(name, value)| Some(((*name).to_owned(), value.clone()?)));
    let query = query_string(parameters.into_iter().chain(added));
    if query.is_empty() { "?".to_owned() } else { query }
}

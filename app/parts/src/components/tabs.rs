//! The parts of a list beside each other, each under an address of its own.

use std::str::FromStr;

use leptos::prelude::*;

use super::{
    pager::AFTER,
    query::{asked_for, here_with},
};

/// The parameter of an address that names a part of a list.
const STATE: &str = "state";

/// The part of the list that is asked for, if it is one of these; the first is what nobody has to ask for.
#[must_use]
pub fn asked_state(states: &[&'static str]) -> &'static str {
    let asked = asked_for(STATE);
    let known = states.iter().find(|state| asked.as_deref() == Some(**state));
    known.or_else(|| states.first()).copied().unwrap_or_default()
}

/// The state by which a list is narrowed, if one is asked for that there is.
#[must_use]
pub fn asked_one<State: FromStr>() -> Option<State> {
    asked_for(STATE)?.parse().ok()
}

/// A part of a list, by its name in the address and in words, with how much there is of it where that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tab {
    pub state: &'static str,
    pub name: &'static str,
    pub count: Option<i64>,
}

/// A part of a list of which it does not matter how much there is.
#[must_use]
pub const fn tab(state: &'static str, name: &'static str) -> Tab {
    Tab { state, name, count: None }
}

/// The parts of a list; the first is what nobody has to ask for.
pub fn tabs(label: &'static str, here: &'static str, tabs: Vec<Tab>) -> AnyView {
    let links = tabs.into_iter().enumerate().map(|(place, tab)| {
        let state = (place > 0).then(|| tab.state.to_owned());
        let count = tab.count.filter(|count| *count > 0);
        view! {
            <a href=here_with(&[(AFTER, None), (STATE, state)]) aria-current=(tab.state == here).then_some("page")>
                {tab.name} {count.map(|count| view! { <span class="badge">{count}</span> })}
            </a>
        }
    });
    view! { <nav class="tabs" aria-label=label>{links.collect_view()}</nav> }.into_any()
}

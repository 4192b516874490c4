//! A page that looks again by itself while something is under way elsewhere.

use islands::Fresh;
use leptos::prelude::*;

use crate::texts::word;

/// Says that it does, with the way to look again by hand.
#[must_use]
pub fn fresh(here: impl Into<String>) -> AnyView {
    let here = here.into();
    view! { <p class="muted small"><Fresh />{word().fresh()} " · " <a href=here>{word().refresh()}</a></p> }.into_any()
}

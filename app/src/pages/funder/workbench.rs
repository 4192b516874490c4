//! What waits for the funder.

use leptos::prelude::*;

#[must_use]
pub fn page() -> AnyView {
    view! { <h1>"资金方"</h1> }.into_any()
}

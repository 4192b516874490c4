//! What waits for the institution.

use leptos::prelude::*;

#[must_use]
pub fn page() -> AnyView {
    view! { <h1>"运营"</h1> }.into_any()
}

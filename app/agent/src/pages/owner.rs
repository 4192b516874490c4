//! What only the owner of a shop does: a clerk is not shown the form.

use leptos::prelude::*;
use parts::{api::only_looks, components::form::Form};

/// A form as [`Form`], for the owner alone.
#[component]
pub fn OwnersForm(
    /// The path of the server function.
    to: &'static str,
    #[prop(into)] request_no: String,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] id: &'static str,
    children: Children,
) -> impl IntoView {
    (!only_looks()).then(move || view! { <Form to request_no class=class id=id>{children()}</Form> })
}

//! What happened, what to do, and a reference.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::{
    api::ApiError,
    texts::{frame::frame, problem::Words},
};

/// An error where it happened.
#[must_use]
pub fn error_alert(error: &ApiError) -> AnyView {
    let Words { title, advice } = error.problem.words();
    let request_id = error.request_id.clone();
    view! {
        <div class="alert alert--bad" role="alert" data-code=error.code.clone()>
            {icon(Icon::Alert)}
            <div>
                <p class="alert__title">{title}</p>
                <p>{advice}</p>
                {(!request_id.is_empty())
                    .then(|| view! { <p class="alert__reference">{frame().reference()}" "<code class="ref">{request_id}</code></p> })}
            </div>
        </div>
    }
    .into_any()
}

/// Something worth knowing, or something that went well.
#[component]
pub fn Alert(
    /// `info`, `good`, `warn` or `bad`.
    kind: &'static str,
    #[prop(into)] title: String,
    #[prop(into, optional)] text: String,
) -> impl IntoView {
    let shape = match kind {
        "good" => Icon::Check,
        "info" => Icon::Info,
        _ => Icon::Alert,
    };
    view! {
        <div class=format!("alert alert--{kind}")>
            {icon(shape)}
            <div>
                <p class="alert__title">{title}</p>
                {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
            </div>
        </div>
    }
}

//! A screen's data: there, or why not.

use leptos::prelude::*;

use super::alert::error_alert;
use crate::{api::Answer, texts::frame::frame};

/// Shows what a resource brings, or its error in its place.
pub fn load<T>(resource: Resource<Answer<T>>, view: fn(T) -> AnyView) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    view! {
        <Transition fallback=|| view! { <p class="muted" role="status">{frame().loading}</p> }>
            {move || Suspend::new(async move {
                match resource.await {
                    Ok(value) => view(value),
                    Err(error) => error_alert(&error),
                }
            })}
        </Transition>
    }
    .into_any()
}

//! A screen's data: there, or why not.

use leptos::prelude::*;

use super::error_page::error_section;
use crate::api::Answer;

/// Waits for a page's data, and shows it, or the error in its place. The page is sent only when it is complete.
pub fn load<T: Send + 'static>(
    data: impl Future<Output = Answer<T>> + Send + 'static,
    view: impl FnOnce(T) -> AnyView + Send + 'static,
) -> AnyView {
    let content = Suspend::new(async move {
        match data.await {
            Ok(value) => view(value),
            Err(error) => error_section(&error),
        }
    });
    view! { <Suspense fallback=|| ()>{content}</Suspense> }.into_any()
}

/// Waits for what a frame shows besides its page. Without it the page tells what is wrong.
pub fn load_aside<T: Send + 'static>(
    data: impl Future<Output = Answer<T>> + Send + 'static,
    view: impl FnOnce(T) -> AnyView + Send + 'static,
) -> AnyView {
    let content = Suspend::new(async move { data.await.ok().map(view) });
    view! { <Suspense fallback=|| ()>{content}</Suspense> }.into_any()
}

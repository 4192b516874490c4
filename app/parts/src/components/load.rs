//! A screen's data: there, or why not.

use leptos::prelude::*;

use super::{alert::error_alert, error_page::error_section, page_header::PageHeader};
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

/// Waits for the data of a page whose head depends on it. What cannot be shown still says where one is: `below` is the
/// address and name of a list.
pub fn loaded<T: Send + 'static>(
    below: (&'static str, &'static str),
    data: impl Future<Output = Answer<T>> + Send + 'static,
    view: impl FnOnce(T) -> AnyView + Send + 'static,
) -> AnyView {
    load(async move { Ok(data.await) }, move |answer| match answer {
        Ok(value) => view(value),
        Err(error) => {
            let title = error.problem.words().title;
            view! { <PageHeader title below /> {error_alert(&error)} }.into_any()
        }
    })
}

/// Waits for what a frame shows besides its page. Without it the page tells what is wrong.
pub fn load_aside<T: Send + 'static>(
    data: impl Future<Output = Answer<T>> + Send + 'static,
    view: impl FnOnce(T) -> AnyView + Send + 'static,
) -> AnyView {
    let content = Suspend::new(async move { data.await.ok().map(view) });
    view! { <Suspense fallback=|| ()>{content}</Suspense> }.into_any()
}

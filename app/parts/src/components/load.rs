//! A screen's data: there, or why not.

use leptos::{prelude::*, reactive::owner::Owner, tachys::reactive_graph::OwnedView};

use super::{alert::error_alert, error_page::error_section, page_header::PageHeader};
use crate::api::Answer;

/// Waits for a page's data, and shows it, or the error in its place. The page is sent only when it is complete.
pub fn load<T: Send + 'static>(
    data: impl Future<Output = Answer<T>> + Send + 'static,
    view: impl FnOnce(T) -> AnyView + Send + 'static,
) -> AnyView {
    awaited(async move {
        match data.await {
            Ok(value) => view(value),
            Err(error) => error_section(&error),
        }
    })
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
    awaited(async move { data.await.map_or_else(|_| ().into_any(), view) })
}

/// A part of a page that is waited for where it stands. `Suspense` would look through it twice more, from a task of its own, for
/// resources, which no page has.
fn awaited(part: impl Future<Output = AnyView> + Send + 'static) -> AnyView {
    // Of two that wait in one owner, the second would end the first one's waiting.
    let owner = Owner::new();
    let part = owner.with(|| Suspend::new(async move { OwnedView::new(part.await) }));
    OwnedView::new_with_owner(part, owner).into_any()
}

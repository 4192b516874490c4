//! A page that cannot be shown: what happened, what to do, and a reference.

use leptos::prelude::*;

use super::{
    icon::{Icon, icon, mark},
    page_header::window_title,
};
use crate::{
    api::ApiError,
    texts::{frame::frame, problem::Words},
};

/// In place of a page's content, within its portal's frame.
#[must_use]
pub fn error_section(error: &ApiError) -> AnyView {
    let Words { title, advice } = error.problem.words();
    view! {
        {window_title(&title)}
        <section class="empty empty--page" data-code=error.code.clone()>
            {icon(Icon::Alert)}
            <h1>{title}</h1>
            <p>{advice}</p>
            {reference(error)}
            <a class="button" href="/" rel="external">{frame().to_start()}</a>
        </section>
    }
    .into_any()
}

/// In place of the whole page: for what is outside of every portal.
#[must_use]
pub fn error_page(error: &ApiError) -> AnyView {
    let Words { title, advice } = error.problem.words();
    view! {
        {window_title(&title)}
        <main class="sign-in" id="main" data-code=error.code.clone()>
            <div class="sign-in__brand">
                {mark()}
                <h1>{title}</h1>
                <p>{advice}</p>
                {reference(error)}
            </div>
            <a class="button" href="/" rel="external">{frame().to_start()}</a>
        </main>
    }
    .into_any()
}

fn reference(error: &ApiError) -> Option<impl IntoView + use<>> {
    let id = error.request_id.clone();
    (!id.is_empty()).then(|| view! { <p class="small">{frame().reference()} " " <code class="ref">{id}</code></p> })
}

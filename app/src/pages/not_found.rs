//! A path that leads nowhere.

use leptos::prelude::*;

use crate::{components::icon::mark, texts::frame::frame};

#[component]
pub fn NotFound() -> impl IntoView {
    expect_context::<leptos_axum::ResponseOptions>().set_status(axum::http::StatusCode::NOT_FOUND);
    let texts = frame();
    view! {
        <main class="sign-in" id="main">
            <div class="sign-in__brand">
                {mark()}
                <h1>{texts.not_found_title}</h1>
                <p>{texts.not_found_text}</p>
            </div>
            <p class="sign-in__foot"><a href="/" rel="external">{texts.to_start}</a></p>
        </main>
    }
}

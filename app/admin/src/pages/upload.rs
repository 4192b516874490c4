//! A form that sends one file.

use leptos::prelude::*;
use parts::components::icon::{Icon, icon};

/// The words of a form that sends a file, and which endings of file names the browser offers.
#[derive(Clone, Copy)]
pub struct UploadTexts {
    pub title: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub accept: &'static str,
    pub button: &'static str,
}

/// Sends a file and its request number to a path of its own, which answers with the page of what became of it, or with
/// this page and an error.
pub fn upload(to: &'static str, request_no: String, texts: &UploadTexts) -> AnyView {
    view! {
        <section class="section">
            <h2>{texts.title}</h2>
            <form class="form" method="post" action=to enctype="multipart/form-data">
                <input type="hidden" name="request_no" value=request_no />
                <div class="field">
                    <label for="file">{texts.label}</label>
                    <p class="field__hint" id="file-hint">{texts.hint}</p>
                    <input id="file" name="file" type="file" accept=texts.accept required aria-describedby="file-hint" />
                </div>
                <div class="form__actions">
                    <button class="button">{icon(Icon::Upload)} {texts.button}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

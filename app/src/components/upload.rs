//! A form that sends one file.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// Sends a file and its request number to a path of its own, which answers with the page of what became of it, or with
/// this page and an error.
#[component]
pub fn UploadForm(
    to: &'static str,
    request_no: String,
    label: &'static str,
    hint: &'static str,
    /// Endings of file names, as the browser's own filter.
    accept: &'static str,
    button: &'static str,
) -> impl IntoView {
    view! {
        <form class="form" method="post" action=to enctype="multipart/form-data">
            <input type="hidden" name="request_no" value=request_no />
            <div class="field">
                <label for="file">{label}</label>
                <p class="field__hint" id="file-hint">{hint}</p>
                <input id="file" name="file" type="file" accept=accept required aria-describedby="file-hint" />
            </div>
            <div class="form__actions">
                <button class="button">{icon(Icon::Upload)} {button}</button>
            </div>
        </form>
    }
}

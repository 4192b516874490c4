//! A form that sends one file.

use leptos::prelude::*;
use parts::components::icon::{Icon, icon};

/// A form that sends a file: its words, and which endings of file names the browser offers.
pub struct Upload {
    /// Its own path, which answers with the page of what became of the file, or with this page and an error.
    pub to: &'static str,
    pub title: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub accept: &'static str,
    pub button: &'static str,
}

pub fn upload(form: &Upload, request_no: String) -> AnyView {
    view! {
        <section class="section">
            <h2>{form.title}</h2>
            <form class="form" method="post" action=form.to enctype="multipart/form-data">
                <input type="hidden" name="request_no" value=request_no />
                <div class="field">
                    <label for="file">{form.label}</label>
                    <p class="field__hint" id="file-hint">{form.hint}</p>
                    <input id="file" name="file" type="file" accept=form.accept required aria-describedby="file-hint" />
                </div>
                <div class="form__actions">
                    <button class="button">{icon(Icon::Upload)} {form.button}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

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
/// this page and an error. `more` is what else the form has.
pub fn upload(
    to: impl Into<String>,
    request_no: String,
    texts: &UploadTexts,
    more: impl IntoView + 'static,
) -> AnyView {
    let (to, more) = (to.into(), more.into_any());
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
                {more}
                <div class="form__actions">
                    <button class="button">{icon(Icon::Upload)} {texts.button}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// The field for the account of a bank's file that does not say it.
pub fn account_field((label, hint): (&'static str, &'static str)) -> impl IntoView {
    view! {
        <div class="field">
            <label for="account_no">{label}</label>
            <p class="field__hint">{hint}</p>
            <input id="account_no" name="account_no" maxlength="40" autocomplete="off" />
        </div>
    }
}

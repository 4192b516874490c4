//! A form that sends one file.

use leptos::prelude::*;
use parts::components::icon::{Icon, icon};

use crate::texts::bank_layout::bank_layout;

/// A form that sends a file: its words, and which endings of file names the browser offers.
pub struct Upload {
    /// Its own path, which answers with the page of what became of the file, or with this page and an error.
    pub to: String,
    pub title: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub accept: &'static str,
    pub button: &'static str,
}

/// `more` is what else the form has.
pub fn upload(form: Upload, request_no: String, more: impl IntoView + 'static) -> AnyView {
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
                {more.into_any()}
                <div class="form__actions">
                    <button class="button">{icon(Icon::Upload)} {form.button}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// The field for the account of a bank's file that does not say it.
pub fn account_field() -> impl IntoView {
    let texts = bank_layout();
    view! {
        <div class="field">
            <label for="account_no">{texts.account_no()}</label>
            <p class="field__hint">{texts.account_hint()}</p>
            <input id="account_no" name="account_no" maxlength="40" autocomplete="off" />
        </div>
    }
}

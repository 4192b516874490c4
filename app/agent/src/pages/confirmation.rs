//! In front of a form that is confirmed with a code: sends it. And the field that takes it.

use leptos::prelude::*;
use parts::{components::alert::Alert, texts::word};

use crate::{api::confirmation::ConfirmationView, texts::confirmation::confirmation};

/// Sends the code: `form` asks for it, made of the button's words. Without a number, the way to register one.
pub fn ask_for_code<F: IntoView + 'static>(needed: &ConfirmationView, form: impl FnOnce(AnyView) -> F) -> AnyView {
    let texts = confirmation();
    if needed.mobile.is_empty() {
        return view! {
            <Alert kind="warn" title=texts.no_mobile_title() text=texts.no_mobile_text() />
            <p><a class="button" href="/agent/mobile">{texts.to_mobile()}</a></p>
        }
        .into_any();
    }
    let (told, button) = if needed.sent {
        (
            texts.sent(&needed.mobile),
            view! { <button class="button button--quiet">{word().resend_code()}</button> }.into_any(),
        )
    } else {
        (
            texts.needed(&needed.mobile),
            view! { <button class="button button--quiet">{word().send_code()}</button> }.into_any(),
        )
    };
    view! {
        <section class="section" aria-label=texts.title()>
            <p>{told}</p>
            {form(button)}
        </section>
    }
    .into_any()
}

/// The field for the code, inside the form that it confirms.
pub fn code_field() -> impl IntoView {
    view! {
        <div class="field">
            <label for="code">{confirmation().code()}</label>
            <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required />
        </div>
    }
}

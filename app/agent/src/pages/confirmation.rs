//! In front of a form that is confirmed with a code: sends it. And the field that takes it.

use domain::{application::ApplicationRefusal, draw::DrawRefusal, identity::SignInRefusal};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::Problem,
    components::{
        alert::Alert,
        form::{ERROR, error_at, error_of},
    },
    texts::word,
};

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

/// Whether a form was sent back for its code.
pub fn is_of_code<S: ServerFn>() -> bool {
    error_of(S::PATH).is_some_and(|error| {
        matches!(
            error.problem,
            Problem::Code(_)
                | Problem::Application(ApplicationRefusal::Code(_))
                | Problem::Draw(DrawRefusal::Code(_))
                | Problem::SignIn(SignInRefusal::Code(_))
        )
    })
}

/// The field for the code, inside the form that it confirms, with what is wrong with it.
pub fn code_field<S: ServerFn>() -> impl IntoView {
    let wrong = is_of_code::<S>();
    view! {
        <div class="field">
            <label for="code">{confirmation().code()}</label>
            <input
                id="code"
                name="code"
                inputmode="numeric"
                autocomplete="one-time-code"
                maxlength="12"
                required
                aria-invalid=wrong.then_some("true")
                aria-describedby=wrong.then_some(ERROR)
            />
            {error_at::<S>(wrong)}
        </div>
    }
}

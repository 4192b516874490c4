//! The door of agents: a mobile number, and the code that is sent to it.

use domain::mobile::masked_mobile;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        form::{Form, kept, sent_back_with},
        icon::mark,
        page_header::window_title,
        query::{query, query_string},
    },
    layout::language,
    texts::{frame::frame, word},
};

use crate::{
    api::code::{AskForCode, PATH, SignInWithCode, kept_mobile},
    texts::code::code,
};

#[component]
pub fn CodePage() -> impl IntoView {
    let texts = code();
    let next = query("next").unwrap_or_default();
    let forgotten = query("forgotten").unwrap_or_default();
    let title = if forgotten.is_empty() { texts.title() } else { texts.forgotten_title() };
    let step = match kept_mobile().filter(|_| query("other").is_none()) {
        Some(mobile) => type_code(mobile, next, forgotten),
        None => ask(next, forgotten),
    };
    view! {
        {window_title(title)}
        <main class="sign-in" id="main">
            <div class="sign-in__brand">
                {mark()}
                <h1>{title}</h1>
                <p>{texts.note()}</p>
            </div>
            {sent_back_with()}
            {step}
            <p class="sign-in__foot"><a href="/sign-in">{texts.by_password()}</a></p>
            {language()}
            <p class="sign-in__foot">{frame().institution()}</p>
        </main>
    }
}

fn ask(next: String, forgotten: String) -> AnyView {
    let mobile = kept::<AskForCode>("username", "");
    view! {
        <Form to=AskForCode::PATH class="card form">
            <input type="hidden" name="next" value=next />
            <input type="hidden" name="forgotten" value=forgotten />
            <div class="field">
                <label for="mobile">{word().mobile()}</label>
                <input id="mobile" name="username" type="tel" inputmode="numeric" autocomplete="tel-national" maxlength="20" required value=mobile />
            </div>
            <button class="button button--block">{word().send_code()}</button>
        </Form>
    }
    .into_any()
}

fn type_code(mobile: String, next: String, forgotten: String) -> AnyView {
    let texts = code();
    let sets_password = !forgotten.is_empty();
    let password = sets_password.then(|| {
        view! {
            <div class="field">
                <label for="password">{texts.new_password()}</label>
                <p class="field__hint" id="password-hint">{texts.new_password_hint()}</p>
                <input
                    id="password"
                    name="password"
                    type="password"
                    autocomplete="new-password"
                    minlength="8"
                    maxlength="200"
                    required
                    aria-describedby="password-hint"
                />
            </div>
        }
    });
    let (sent_to, first_next) = (texts.sent_to(&masked_mobile(&mobile)), next.clone());
    let going_on = [("other", "1"), ("next", &next), ("forgotten", &forgotten)]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let again = format!("{PATH}{}", query_string(going_on.into_iter().filter(|(_, value)| !value.is_empty())));
    view! {
        <p>{sent_to}</p>
        <Form to=SignInWithCode::PATH class="card form">
            <input type="hidden" name="next" value=first_next />
            <div class="field">
                <label for="code">{texts.code()}</label>
                <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required autofocus />
            </div>
            {password}
            <button class="button button--block">{if sets_password { texts.set_and_enter() } else { frame().sign_in() }}</button>
        </Form>
        <Form to=AskForCode::PATH class="cluster">
            <input type="hidden" name="username" value=mobile />
            <input type="hidden" name="next" value=next />
            <input type="hidden" name="forgotten" value=forgotten />
            <button class="button button--quiet">{word().resend_code()}</button>
            <a class="button button--quiet" href=again>{texts.other()}</a>
        </Form>
    }
    .into_any()
}

//! Joining a shop: whoever has the link of an invitation chooses a user name and a password.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::Answer,
    components::{
        alert::error_alert,
        form::{Form, kept, sent_back_of, sent_back_with},
        icon::mark,
        load::load,
        page_header::window_title,
    },
    layout::language,
    texts::{frame::frame, word},
};

use crate::{
    api::join::{InvitationView, Join, invitation, take_along},
    texts::join::join,
};

/// Where a link leads: on to the page, without the secret in the address.
#[must_use]
pub fn link() -> AnyView {
    load(take_along(), |()| ().into_any())
}

#[component]
pub fn JoinPage() -> impl IntoView {
    let texts = join();
    view! {
        {window_title(texts.title())}
        <main class="sign-in" id="main">
            <div class="sign-in__brand">
                {mark()}
                <h1>{texts.title()}</h1>
                <p>{texts.note()}</p>
            </div>
            {sent_back_with()}
            {load(async move { Ok(invitation().await) }, content)}
            <p class="sign-in__foot"><a href="/sign-in">{texts.to_sign_in()}</a></p>
            {language()}
            <p class="sign-in__foot">{frame().institution()}</p>
        </main>
    }
}

fn content(answer: Answer<InvitationView>) -> AnyView {
    match answer {
        Ok(invited) => form(&invited),
        // What was sent back says it already.
        Err(error) => sent_back_of(Join::PATH).is_none().then(|| error_alert(&error)).into_any(),
    }
}

fn form(invited: &InvitationView) -> AnyView {
    let texts = join();
    let username = kept::<Join>("username", "");
    view! {
        <p>{texts.invited(&invited.display_name, &invited.shop_name)} " " {texts.good_until(&invited.good_until)}</p>
        <Form to=Join::PATH class="card form">
            <div class="field">
                <label for="username">{word().username()}</label>
                <p class="field__hint" id="username-hint">{texts.username_hint()}</p>
                <input
                    id="username"
                    name="username"
                    autocomplete="username"
                    autocapitalize="none"
                    maxlength="32"
                    required
                    aria-describedby="username-hint"
                    value=username
                />
            </div>
            <div class="field">
                <label for="password">{word().password()}</label>
                <p class="field__hint" id="password-hint">{texts.password_hint()}</p>
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
            <button class="button button--block">{texts.enter()}</button>
        </Form>
    }
    .into_any()
}

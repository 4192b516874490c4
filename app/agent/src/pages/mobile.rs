//! The person's own mobile number: registered with a code that is sent to it, and the password.

use domain::mobile::masked_mobile;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        alert::Alert,
        form::{ERROR, Form, error_at, error_line, invalid, kept},
        load::load,
        page_header::PageHeader,
    },
    texts::word,
};

use super::{
    asked,
    confirmation::{code_field, is_of_code},
};
use crate::{
    api::confirmation::{AskMobileCode, RegisterMobile, asked_mobile, own_mobile},
    texts::confirmation::confirmation,
};

#[must_use]
pub fn page() -> AnyView {
    load(own_mobile(), content)
}

fn content(present: String) -> AnyView {
    let texts = confirmation();
    let done = asked("registered").then(|| {
        view! { <Alert kind="good" title=texts.registered_title() text=texts.present(&present) /> }
    });
    let note = (!present.is_empty()).then(|| texts.present(&present));
    let step = match asked_mobile().filter(|_| !asked("other")) {
        Some(mobile) => type_code(&mobile),
        None => ask(),
    };
    view! {
        <PageHeader title=word().mobile()>
            <span>{texts.mobile_note()}</span>
        </PageHeader>
        {done}
        {note.map(|note| view! { <p>{note}</p> })}
        {step}
    }
    .into_any()
}

fn ask() -> AnyView {
    let texts = confirmation();
    let (mobile, wrong) = (kept::<AskMobileCode>("mobile", ""), invalid::<AskMobileCode>());
    view! {
        <Form to=AskMobileCode::PATH class="card form">
            <div class="field">
                <label for="mobile">{texts.mobile()}</label>
                <input
                    id="mobile"
                    name="mobile"
                    type="tel"
                    inputmode="numeric"
                    autocomplete="tel-national"
                    maxlength="20"
                    required
                    value=mobile
                    aria-invalid=wrong
                    aria-describedby=wrong.map(|_| ERROR)
                />
                {error_line::<AskMobileCode>()}
            </div>
            <div class="form__actions form__actions--bar"><button class="button">{word().send_code()}</button></div>
        </Form>
    }
    .into_any()
}

fn type_code(mobile: &str) -> AnyView {
    let texts = confirmation();
    let sent = texts.sent(&masked_mobile(mobile));
    view! {
        <p>{sent}</p>
        <Form to=RegisterMobile::PATH class="card form">
            {code_field::<RegisterMobile>()}
            <div class="field">
                <label for="password">{texts.password()}</label>
                <p class="field__hint" id="password-hint">{texts.password_hint()}</p>
                <input
                    id="password"
                    name="password"
                    type="password"
                    autocomplete="current-password"
                    maxlength="200"
                    required
                    aria-describedby="password-hint"
                />
            </div>
            <div class="form__actions form__actions--bar">
                {error_at::<RegisterMobile>(!is_of_code::<RegisterMobile>())}
                <button class="button">{texts.register()}</button>
            </div>
        </Form>
        // The number that this browser has asked for stands in its cookie, and in no page.
        <Form to=AskMobileCode::PATH>
            <input type="hidden" name="mobile" value="" />
            {error_line::<AskMobileCode>()}
            <button class="button button--quiet">{word().resend_code()}</button>
        </Form>
        <p><a href="/agent/mobile?other">{texts.other()}</a></p>
    }
    .into_any()
}

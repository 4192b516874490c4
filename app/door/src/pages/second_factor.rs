//! Setting up a second factor, in two steps: prove who you are, then scan it and give its first code.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::not_compressed,
    components::{
        form::{Form, kept, sent_back_with},
        icon::mark,
        page_header::window_title,
    },
};
use qrcodegen::{QrCode, QrCodeEcc};

use crate::{
    api::second_factor::{ConfirmSecondFactor, EnrolSecondFactor, EnrolmentView, enrolment},
    components::credentials::{code_field, credentials},
    texts::second_factor::second_factor,
};

#[component]
pub fn SecondFactorPage() -> impl IntoView {
    let texts = second_factor();
    not_compressed();
    let step = match enrolment() {
        Some(enrolment) => confirm(enrolment),
        None => enrol(),
    };
    view! {
        {window_title(texts.title())}
        <main class="sign-in" id="main">
            <div class="sign-in__brand">
                {mark()}
                <h1>{texts.title()}</h1>
                <p>{texts.note()}</p>
            </div>
            {sent_back_with()}
            {step}
            <p class="sign-in__foot"><a href="/sign-in">{texts.to_sign_in()}</a></p>
        </main>
    }
}

fn enrol() -> AnyView {
    let texts = second_factor();
    let username = kept::<EnrolSecondFactor>("username", "");
    view! {
        <Form to=EnrolSecondFactor::PATH class="card form">
            {credentials(username)}
            {code_field(texts.present_code(), texts.present_code_hint())}
            <button class="button button--block">{texts.enrol()}</button>
        </Form>
    }
    .into_any()
}

fn confirm(enrolment: EnrolmentView) -> AnyView {
    let texts = second_factor();
    let username = kept::<ConfirmSecondFactor>("username", "");
    let in_fours: Vec<String> =
        enrolment.secret.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    let (picture, secret) = (picture(&enrolment.uri), enrolment.secret);
    view! {
        <Form to=ConfirmSecondFactor::PATH class="card form">
            <p>{texts.scan()}</p>
            {picture}
            <p>{texts.or_type()} " " <code class="ref" data-secret=secret>{in_fours.join(" ")}</code></p>
            {credentials(username)}
            <div class="field">
                <label for="code">{texts.first_code()}</label>
                <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required />
            </div>
            <button class="button button--block">{texts.confirm()}</button>
        </Form>
    }
    .into_any()
}

/// The address as a picture to be scanned: dark on light in every theme, with the quiet margin that scanners need.
fn picture(uri: &str) -> Option<AnyView> {
    let code = QrCode::encode_text(uri, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let dark: String = (0..size)
        .flat_map(|y| (0..size).map(move |x| (x, y)))
        .filter(|(x, y)| code.get_module(*x, *y))
        .map(|(x, y)| format!("M{} {}h1v1h-1z", x + 4, y + 4))
        .collect();
    let whole = size + 8;
    let picture = view! {
        <svg
            viewBox=format!("0 0 {whole} {whole}")
            width="220"
            height="220"
            role="img"
            aria-label=second_factor().picture()
            shape-rendering="crispEdges"
        >
            <rect width=whole height=whole fill="#fff" />
            <path d=dark fill="#000" />
        </svg>
    };
    Some(picture.into_any())
}

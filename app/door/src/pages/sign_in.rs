//! The door.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::Demonstration,
    components::{
        alert::Alert,
        form::{Form, kept, sent_back_with},
        icon::mark,
        page_header::window_title,
        query::{query, query_string},
    },
    layout::language,
    texts::{frame::frame, word},
};

use crate::{
    api::{code::PATH, session::SignIn},
    components::credentials::{code_field, credentials},
    texts::{code::code, second_factor::second_factor},
};

#[component]
pub fn SignInPage() -> impl IntoView {
    let next = query("next").unwrap_or_default();
    let by_code = format!("{PATH}{}", query_string((!next.is_empty()).then(|| ("next".to_owned(), next.clone()))));
    let username = kept::<SignIn>("username", "");
    let texts = frame();
    let demonstration = use_context::<Demonstration>().is_some_and(|mode| mode.0);
    let enrolled = query("enrolled").is_some();
    view! {
        {window_title(texts.sign_in())}
        <main class="sign-in" id="main">
            <div class="sign-in__brand">
                {mark()}
                <h1>{texts.brand()}</h1>
                <p>{texts.sign_in_to()}</p>
            </div>
            {sent_back_with()}
            {enrolled.then(|| view! {
                <Alert kind="good" title=second_factor().enrolled() text=second_factor().enrolled_text() />
            })}
            <Form to=SignIn::PATH class="card form">
                <input type="hidden" name="next" value=next />
                {credentials(username)}
                {code_field(word().second_factor(), texts.code_hint())}
                <button class="button button--block">{texts.sign_in()}</button>
            </Form>
            <p class="sign-in__foot">
                <a href=by_code>{code().by_code()}</a> " · " <a href=format!("{PATH}?forgotten=1")>{code().forgotten()}</a>
            </p>
            {(!demonstration).then(|| view! {
                <p class="sign-in__foot"><a href="/second-factor">{second_factor().title()}</a></p>
            })}
            {language()}
            <p class="sign-in__foot">{texts.institution()}</p>
        </main>
    }
}

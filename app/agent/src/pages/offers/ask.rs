//! Asking for offers: what it means, the consent to read, and its tick.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::components::form::{Form, error_line, numbered};

use crate::{
    api::{consent::ConsentTextView, offer::OpenRound},
    pages::{consent_document, sent_back},
    texts::offer::offer,
};

/// The whole page for who has never asked; folded away for who asks again.
pub fn ask(consent: ConsentTextView, request_no: &str, first: bool) -> AnyView {
    let texts = offer();
    if first {
        let steps = texts.ask_steps().map(|step| view! { <li>{step}</li> });
        return view! {
            <ul>{steps.into_iter().collect_view()}</ul>
            {form(&consent, request_no)}
        }
        .into_any();
    }
    let open = sent_back::<OpenRound>();
    view! {
        <details class="details" open=open>
            <summary>{texts.ask_again()}</summary>
            <div class="stack">{form(&consent, request_no)}</div>
        </details>
    }
    .into_any()
}

fn form(consent: &ConsentTextView, request_no: &str) -> impl IntoView + use<> {
    let (texts, hash) = (offer(), consent.hash.clone());
    view! {
        {consent_document(consent)}
        <Form to=OpenRound::PATH request_no=numbered(request_no, "ask") class="form">
            <label class="check">
                <input type="checkbox" name="consent_hash" value=hash required />
                <span>{texts.ask_tick()} <small>{texts.ask_tick_hint()}</small></span>
            </label>
            <div class="form__actions">
                {error_line::<OpenRound>()}
                <button class="button">{texts.ask()}</button>
            </div>
        </Form>
    }
}

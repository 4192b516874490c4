//! On a loan's page: asking the institution to freeze the wallet that it is repaid from.

use domain::approval::ApprovalState;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        cell::Cell,
        form::{Form, TextArea, kept},
        load::load,
        status::Tone,
        table::Table,
        value::when,
    },
    texts::word,
};

use crate::{
    api::freeze::{FreezeRequestView, FreezeRequestsView, RequestFreeze, freeze_requests},
    texts::lending::lending,
};

/// What was asked about a loan's wallet, and the form, where something is `owed` to the funder.
pub fn requests(loan: String, owed: bool) -> AnyView {
    load(freeze_requests(loan.clone()), move |view| content(view, loan.clone(), owed))
}

fn content(view: FreezeRequestsView, loan: String, owed: bool) -> AnyView {
    let own = lending();
    let table = Table::<FreezeRequestView>::new(own.freeze_title())
        .prose(word().evidence(), |item| item.evidence.clone())
        .words(own.freeze_by(), |item| Cell::text(&item.requested_by).note(when(&item.requested_at)))
        .words(word().state(), move |item| {
            let (tone, text) = match item.state {
                ApprovalState::Proposed => (Tone::Waiting, own.freeze_waits()),
                ApprovalState::Approved => (Tone::Done, word().frozen()),
                ApprovalState::GivenBack => (Tone::Neutral, own.freeze_given_back()),
            };
            Cell::status(tone, text).note(item.decision_note.clone())
        });
    let asks = (owed && !view.request_no.is_empty()).then(|| {
        let typed = kept::<RequestFreeze>("evidence", "");
        view! {
            <details class="details">
                <summary>{own.freeze_ask()}</summary>
                <Form to=RequestFreeze::PATH request_no=view.request_no.clone() class="card stack">
                    <p>{own.freeze_text()}</p>
                    <input type="hidden" name="loan" value=loan />
                    <div class="field">
                        <label for="freeze-evidence">{word().evidence()}</label>
                        <p class="field__hint">{own.freeze_hint()}</p>
                        <TextArea id="freeze-evidence" name="evidence" required=true value=typed />
                    </div>
                    <div class="form__actions"><button class="button">{own.freeze_ask()}</button></div>
                </Form>
            </details>
        }
    });
    let asked = (!view.requests.is_empty()).then(|| table.of(&view.requests));
    if asks.is_none() && asked.is_none() {
        return ().into_any();
    }
    view! {
        <section class="section">
            <h2>{own.freeze_title()}</h2>
            {asked}
            {asks}
        </section>
    }
    .into_any()
}

//! What was proposed about one thing and what came of it, and the second person's form.

use domain::approval::ApprovalState;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        cell::Cell,
        form::{Form, TextArea, kept},
        status::Tone,
        table::Table,
        value::when,
    },
    texts::word,
};

use crate::{
    api::approval::{ApprovalView, DecideApproval},
    texts::approval::approval,
};

pub fn state(state: ApprovalState) -> Cell {
    let tone = match state {
        ApprovalState::Proposed => Tone::Waiting,
        ApprovalState::Approved => Tone::Done,
        ApprovalState::GivenBack => Tone::Neutral,
    };
    Cell::status(tone, approval().states(state))
}

/// Who proposed it, and when.
pub fn proposed(item: &ApprovalView) -> Cell {
    Cell::text(&item.proposed_by).note(when(&item.proposed_at))
}

/// Who decided, when, and with which words.
pub fn decided(item: &ApprovalView) -> Cell {
    let (at, note) = (item.decided_at.clone(), item.decision_note.clone());
    Cell::text(&item.decided_by).note_of((!at.is_empty()).then(|| view! { {at} " " {note} }))
}

/// Who proposed what, and who decided.
pub fn history(approvals: Vec<ApprovalView>) -> Option<impl IntoView> {
    let texts = approval();
    let table = Table::<ApprovalView>::new(texts.history())
        .words(word().action(), move |item| texts.actions(&item.action))
        .prose(texts.to(), |item| Cell::reference(&item.reference).note(item.account.clone()))
        .prose(texts.reason(), |item| item.note.clone())
        .words(texts.proposed_by(), proposed)
        .prose(texts.decided_by(), decided)
        .words(word().state(), |item| state(item.state));
    (!approvals.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>{texts.history()}</h2>
                {table.of(&approvals)}
            </section>
        }
    })
}

/// The field in which a reason is given. `id` is its own on the page.
pub fn reason<S: ServerFn>(id: &'static str) -> impl IntoView {
    let texts = approval();
    let value = kept::<S>("note", "");
    view! {
        <div class="field">
            <label for=id>{texts.reason()}</label>
            <p class="field__hint">{texts.reason_hint()}</p>
            <TextArea id name="note" required=true value />
        </div>
    }
}

/// The checker's form for a proposal.
pub fn decide(proposal: String, request_no: String) -> AnyView {
    let texts = approval();
    let note = kept::<DecideApproval>("note", "");
    view! {
        <Form to=DecideApproval::PATH request_no class="card stack">
            <h3 class="card__title">{texts.decide_title()}</h3>
            <p>{texts.decide_text()}</p>
            <input type="hidden" name="approval" value=proposal />
            <div class="field">
                <label for="decision-note">{texts.decision_note()}</label>
                <p class="field__hint">{texts.decision_note_hint()}</p>
                <TextArea id="decision-note" name="note" value=note />
            </div>
            <div class="form__actions">
                <button class="button" name="agree" value="true">{texts.agree()}</button>
                <button class="button button--quiet" name="agree" value="false">{texts.give_back()}</button>
            </div>
        </Form>
    }
    .into_any()
}

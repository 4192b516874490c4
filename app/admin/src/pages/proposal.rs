//! What was proposed about one thing and what came of it, and the second person's form.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        form::{Form, TextArea, kept},
        status::{Tone, status},
    },
    texts::word,
};

use super::{
    around::{or_dash, when},
    table::{cells, prose, table, words},
};
use crate::{
    api::approval::{ApprovalView, DecideApproval},
    texts::approval::approval,
};

pub fn state(code: &str) -> impl IntoView + use<> {
    let tone = match code {
        "approved" => Tone::Done,
        "given_back" => Tone::Neutral,
        _ => Tone::Waiting,
    };
    status(tone, approval().states(code))
}

/// Who proposed what, and who decided.
pub fn history(approvals: Vec<ApprovalView>) -> Option<impl IntoView> {
    let texts = approval();
    let columns = vec![
        words(word().action()),
        prose(texts.to()),
        prose(texts.reason()),
        words(texts.proposed_by()),
        prose(texts.decided_by()),
        words(word().state()),
    ];
    let row = |item: ApprovalView| {
        cells![
            texts.actions(item.action),
            view! { <code class="ref">{or_dash(item.reference)}</code> <small>{item.account}</small> },
            item.note,
            view! { {item.proposed_by} <small>{when(item.proposed_at)}</small> },
            view! { {or_dash(item.decided_by)} <small>{item.decided_at} " " {item.decision_note}</small> },
            state(item.state),
        ]
    };
    (!approvals.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>{texts.history()}</h2>
                {table(texts.history(), columns, approvals.into_iter().map(row).collect(), None)}
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

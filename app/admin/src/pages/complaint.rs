//! The complaint about one debt, which two people settle.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    components::{alert::Alert, form::Form, load::loaded, page_header::PageHeader},
    texts::word,
};

use super::{
    complaints::{LIST, state, table},
    proposal::{decide, history, onward, reason},
};
use crate::{
    api::{
        approval::Duty,
        complaint::{ComplaintPageView, ProposeSettlement, complaint},
    },
    texts::{approval::approval, complaint::complaint as texts_of_complaints},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, texts_of_complaints().title()), complaint(id), content)
}

fn content(view: ComplaintPageView) -> AnyView {
    let (texts, words) = (texts_of_complaints(), approval());
    let todo = match view.duty {
        Duty::Decide(proposal) => decide(&proposal, &view.approvals, view.request_no),
        Duty::Wait => view! { <Alert kind="info" title=words.waits_title() text=words.waits_text() /> }.into_any(),
        Duty::Propose => propose(view.debt, view.request_no),
        Duty::Look => {
            let nothing = if view.open { words.maker_only() } else { word().nothing_to_do() };
            view! { <p class="muted">{nothing}</p> {onward()} }.into_any()
        }
    };
    let (title, head) = (texts.of(&view.number), state(view.open).into_any());
    view! {
        <PageHeader title below=(LIST, texts.title())>{head}</PageHeader>
        <section class="section">{table().of(&view.rows)}</section>
        <section class="section"><h2>{word().what_to_do()}</h2>{todo}</section>
        {history(view.approvals)}
    }
    .into_any()
}

fn propose(debt: String, request_no: String) -> AnyView {
    let texts = texts_of_complaints();
    view! {
        <Form to=ProposeSettlement::PATH request_no class="card stack">
            <h3 class="card__title">{texts.settle_title()}</h3>
            <p>{texts.settle_text()}</p>
            <input type="hidden" name="debt" value=debt />
            {reason::<ProposeSettlement>("complaint-note")}
            <div class="form__actions"><button class="button">{texts.propose()}</button></div>
        </Form>
    }
    .into_any()
}

//! One transfer of debts, which two people approve.

use domain::debt_transfer::TransferState;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use partner::{
    pages::{
        evidence::section,
        transfer::{facts, items},
        transfers::{state, waiting},
    },
    texts::transfer::transfer as texts_of_transfers,
};
use parts::components::{alert::Alert, form::Form, load::loaded, page_header::PageHeader};

use super::{
    proposal::{decide, history, reason},
    transfers::LIST,
};
use crate::{
    api::{
        approval::Duty,
        transfer::{ProposeTransfer, TransferToApproveView, transfer},
    },
    texts::{admin, approval::approval, mapping::mapping},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, admin().transfers()), transfer(id), content)
}

fn content(view: TransferToApproveView) -> AnyView {
    let (texts, words) = (texts_of_transfers(), approval());
    let item = view.transfer;
    let todo = match view.duty {
        Duty::Decide(proposal) => decide(&proposal, &view.approvals, view.request_no),
        Duty::Wait => view! { <Alert kind="info" title=words.waits_title() text=words.waits_text() /> }.into_any(),
        Duty::Propose => propose(item.id.clone(), view.request_no),
        Duty::Look if item.state == TransferState::Submitted => {
            view! { <p class="muted">{mapping().transfer_waits()}</p> }.into_any()
        }
        Duty::Look => view! { <p class="muted">{mapping().nothing_to_do()}</p> }.into_any(),
    };
    let steps = section(view.evidence);
    let (title, head) = (texts.way(item.back, &item.funder_name, &item.facilitator_name), state(item.state).into_any());
    let (direction, waits) = (texts.direction(item.back), waiting(&item));
    view! {
        <PageHeader title below=(LIST, admin().transfers())>{head} <span>{direction}</span> {waits}</PageHeader>
        {facts(&item)}
        <section class="section"><h2>{texts.items()}</h2>{items("/admin/evidence".to_owned()).of(&view.items)}</section>
        <section class="section"><h2>{words.what_to_do()}</h2>{todo}</section>
        {history(view.approvals)}
        {steps}
    }
    .into_any()
}

fn propose(id: String, request_no: String) -> AnyView {
    view! {
        <Form to=ProposeTransfer::PATH request_no class="card stack">
            <input type="hidden" name="transfer" value=id />
            {reason::<ProposeTransfer>("transfer-note")}
            <div class="form__actions"><button class="button">{mapping().propose_transfer()}</button></div>
        </Form>
    }
    .into_any()
}

//! One transfer of debts, which two people approve.

use domain::debt_transfer::TransferState;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use partner::{
    pages::{
        evidence::section,
        transfer::{documents, facts, items},
        transfers::{state, waiting},
    },
    texts::transfer::transfer as texts_of_transfers,
};
use parts::{
    components::{form::Form, load::loaded, page_header::PageHeader},
    texts::word,
};

use super::{
    proposal::{history, reason, what_to_do},
    transfers::LIST,
};
use crate::{
    api::transfer::{ProposeTransfer, TransferToApproveView, transfer},
    texts::{admin, mapping::mapping},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, admin().transfers()), transfer(id), content)
}

fn content(view: TransferToApproveView) -> AnyView {
    let texts = texts_of_transfers();
    let item = view.transfer;
    let waits = item.state == TransferState::Submitted;
    let nothing = if waits { mapping().transfer_waits() } else { word().nothing_to_do() };
    let propose = || propose(item.id.clone(), view.request_no.clone());
    let todo = what_to_do(&view.duty, &view.approvals, &view.request_no, propose, nothing);
    let steps = section(view.evidence);
    let (title, head) = (texts.way(item.back, &item.funder_name, &item.facilitator_name), state(item.state).into_any());
    let (direction, waits) = (texts.direction(item.back), waiting(&item));
    let table = items("/admin/evidence".to_owned(), "/admin/ledger/loans".to_owned());
    view! {
        <PageHeader title below=(LIST, admin().transfers())>{head} <span>{direction}</span> {waits}</PageHeader>
        {facts(&item, LIST)}
        <section class="section"><h2>{texts.items()}</h2>{table.of(&view.items)}</section>
        {documents(&view.documents)}
        {todo}
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

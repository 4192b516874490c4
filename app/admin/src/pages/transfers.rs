//! Transfers of debts between funders and facilitators.

use domain::debt_transfer::TransferState;
use leptos::{prelude::*, server_fn::ServerFn};
use partner::{
    api::debt_transfer::TransferView,
    pages::transfers::{list, tick},
};
use parts::{
    components::{
        batch::{Batch, Tick, reason_field},
        page_header::PageHeader,
    },
    texts::narrow::narrow,
};

use crate::{
    api::transfer::ProposeTransfers,
    texts::{admin, mapping::mapping},
};

pub(super) const LIST: &str = "/admin/transfers";

#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=admin().transfers()>{mapping().transfers_note()}</PageHeader>
        {list((LIST, narrow().document_hint()), (proposing, to_propose))}
    }
    .into_any()
}

fn to_propose(item: &TransferView) -> Option<Tick> {
    tick(item, TransferState::Confirmed)
}

fn proposing(request_no: String) -> Batch {
    let (texts, path) = (mapping(), ProposeTransfers::PATH);
    Batch { path, request_no, fields: reason_field(path, texts.transfer_freezes()), act: texts.propose_transfers() }
}

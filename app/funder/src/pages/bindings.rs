//! Bindings and what is shared of each.

use domain::binding::{BindingState, ShareState};
use leptos::{prelude::*, server_fn::ServerFn};
use partner::texts::binding::binding;
use parts::{
    components::{
        batch::{Batch, Tick, reason_field},
        cell::Cell,
        empty::empty,
        icon::Icon,
        load::load,
        page_header::PageHeader,
        pager::asked_after,
        status::Tone,
        table::Table,
    },
    texts::word,
};
use services::binding::Collectors;

use crate::api::binding::{BindingView, RevokeShares, bindings};

pub const LIST: &str = "/funder/bindings";

#[must_use]
pub fn page() -> AnyView {
    let texts = binding();
    view! {
        <PageHeader title=texts.bindings()>{texts.bindings_note()}</PageHeader>
        {load(bindings(asked_after()), |(page, request_no)| {
            table().batch(request_no.map(revocation), tick).page(page, empty(Icon::Link, binding().no_bindings(), binding().no_bindings_text()))
        })}
    }
    .into_any()
}

pub(super) fn state(state: BindingState) -> Cell {
    let tone = match state {
        BindingState::Active => Tone::Active,
        BindingState::Unsigning => Tone::Waiting,
        BindingState::Unsigned | BindingState::Invalid => Tone::Neutral,
    };
    Cell::status(tone, binding().binding_states(state))
}

pub(super) fn share(share: Option<ShareState>) -> Cell {
    match share {
        None => Cell::status(Tone::Neutral, binding().not_agreed()),
        Some(state) => {
            let tone = if state == ShareState::Shared { Tone::Active } else { Tone::Neutral };
            Cell::status(tone, binding().share_states(state))
        }
    }
}

/// Who may debit with a binding now, and who may not because of what.
pub(super) fn collectors(item: &BindingView) -> Vec<String> {
    let texts = binding();
    if item.state != BindingState::Active {
        return vec![texts.by_nobody_ended().to_owned()];
    }
    let Collectors { funder, facilitator, nobody } = item.collectors;
    let sides = [
        (funder, texts.by_us(funder)),
        (facilitator, texts.by_facilitator(facilitator)),
        (nobody, texts.by_nobody(nobody)),
    ];
    let told: Vec<String> = sides.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    if told.is_empty() { vec![texts.by_none_owed().to_owned()] } else { told }
}

/// What can be taken back is what is shared.
fn tick(item: &BindingView) -> Option<Tick> {
    let (share, _) = item.share.as_ref().filter(|(_, state)| *state == ShareState::Shared)?;
    Some(Tick { id: share.clone(), name: item.alias.clone(), amount: None })
}

fn revocation(request_no: String) -> Batch {
    let (texts, path) = (binding(), RevokeShares::PATH);
    Batch { path, request_no, fields: reason_field(path, texts.revoke_text()), act: texts.revoke() }
}

fn table() -> Table<BindingView> {
    let texts = binding();
    Table::<BindingView>::new(texts.bindings())
        .words(texts.alias(), |item| Cell::reference(&item.alias).to(format!("{LIST}/{}", item.id)))
        .words(texts.payer(), |item| Cell::text(&item.payer).note(item.card.clone()))
        .words(texts.settlement_id(), |item| Cell::reference(&item.settlement_id).note(item.facilitator_name.clone()))
        .words(word().state(), |item| state(item.state))
        .words(texts.share(), |item| share(item.share.as_ref().map(|(_, state)| *state)))
        .prose(texts.collectors(), |item| collectors(item).join(" · "))
        .words(texts.signed_at(), |item| Cell::time(&item.signed_at))
}

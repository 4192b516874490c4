//! Bindings and what is shared of each.

use domain::binding::{BindingState, ShareState, ShareUse, Suspension};
use leptos::{prelude::*, server_fn::ServerFn};
use partner::texts::binding::binding;
use parts::{
    components::{
        batch::{Batch, Tick, reason_field},
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        status::Tone,
        table::Table,
        tabs::{asked_one, tab},
        value::whole,
    },
    texts::{narrow::narrow, word},
};
use services::binding::{BindingFilter, Collectors};

use crate::api::binding::{BindingView, RevokeShares, bindings};

pub const LIST: &str = "/funder/bindings";

#[must_use]
pub fn page() -> AnyView {
    let texts = binding();
    let one: Option<BindingState> = asked_one();
    let of = narrow();
    let filters = Filters { path: LIST, hint: of.binding_hint(), day: of.signed_on(), amount: "" };
    let list = NarrowedList::asked(filters, empty(Icon::Link, texts.no_bindings(), texts.no_bindings_text())).each(
        word().state(),
        one.map(BindingState::code),
        BindingState::ALL.map(|state| tab(state.code(), texts.binding_states(state))),
    );
    let filter = one.map_or(BindingFilter::All, BindingFilter::Of);
    view! {
        <PageHeader title=texts.bindings()>{texts.bindings_note()}</PageHeader>
        {list.view(
            |query, after| bindings(filter, query, after),
            |(page, request_no), none| table().batch(request_no.map(revocation), tick).sortable().page(page, none),
        )}
    }
    .into_any()
}

pub(super) fn state(item: &BindingView) -> Cell {
    let state = item.state;
    let tone = match state {
        BindingState::Active => match suspension(item) {
            Some(_) => return Cell::status(Tone::Bad, binding().suspended()),
            None => Tone::Active,
        },
        BindingState::Unsigning => Tone::Waiting,
        BindingState::Unsigned | BindingState::Invalid => Tone::Neutral,
    };
    Cell::status(tone, binding().binding_states(state))
}

/// Why nobody debits with a binding for a while.
fn suspension(item: &BindingView) -> Option<Suspension> {
    item.suspension.filter(|_| item.state == BindingState::Active)
}

pub(super) fn share(item: &BindingView) -> Cell {
    match item.share.as_ref().map(|(_, state)| *state) {
        None => Cell::status(Tone::Neutral, binding().not_agreed()),
        Some(ShareState::Shared) if suspension(item).is_some() => {
            Cell::status(Tone::Bad, binding().uses(ShareUse::Suspended))
        }
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
    if let Some(suspension) = suspension(item) {
        return vec![texts.lifted_by(suspension).to_owned()];
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
        .words(texts.payer(), |item| Cell::text(&item.payer).note(whole(&item.card)))
        .words(word().settlement_id(), |item| Cell::reference(&item.settlement_id).note(item.facilitator_name.clone()))
        .words(word().state(), state)
        .words(texts.share(), share)
        .prose(texts.collectors(), |item| collectors(item).join(" · "))
        .words(texts.signed_at(), |item| Cell::time(&item.signed_at))
        .sorted_by(SortKey::Time)
}

//! The facilitator's shares, and what each is good for.

use domain::binding::{ShareState, ShareUse};
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
        tabs::{asked_one, asked_state, tab},
        value::whole,
    },
    texts::{narrow::narrow, word},
};
use services::binding::ShareFilter;

use crate::api::share::{ReleaseShares, ShareView, shares};

pub const LIST: &str = "/facilitator/shares";
/// The states that have to be asked for.
const OTHERS: [ShareState; 3] = [ShareState::Void, ShareState::Released, ShareState::Revoked];

#[must_use]
pub fn page() -> AnyView {
    let texts = binding();
    let one: Option<ShareState> = asked_one();
    let here = one.map_or_else(|| asked_state(&["", "all"]), ShareState::code);
    let filter = match (one, here) {
        (Some(state), _) => ShareFilter::Of(state),
        (None, "all") => ShareFilter::All,
        (None, _) => ShareFilter::Of(ShareState::Shared),
    };
    let mut states = vec![tab("", texts.shared())];
    states.extend(OTHERS.map(|state| tab(state.code(), texts.share_states(state))));
    states.push(tab("all", word().all()));
    let of = narrow();
    let filters = Filters { path: LIST, hint: of.binding_hint(), day: of.started_on(), amount: "" };
    let list = NarrowedList::asked(filters, empty(Icon::Link, texts.no_shares(), texts.no_shares_text()))
        .parts(word().state(), here, states)
        .narrowed(one.is_some());
    view! {
        <PageHeader title=texts.shares()>{texts.shares_note()}</PageHeader>
        {list.view(
            |query, after| shares(filter, query, after),
            |(page, request_no), none| table().batch(request_no.map(release), tick).sortable().page(page, none),
        )}
    }
    .into_any()
}

pub(super) fn usable(usable: ShareUse) -> Cell {
    let tone = match usable {
        ShareUse::Pending | ShareUse::Locked => Tone::Waiting,
        ShareUse::Enabled => Tone::Active,
        ShareUse::Suspended => Tone::Bad,
        ShareUse::Void | ShareUse::Over => Tone::Neutral,
    };
    Cell::status(tone, binding().uses(usable))
}

/// What a share is good for now, and why.
pub(super) fn why(item: &ShareView) -> &'static str {
    match item.suspension.filter(|_| item.usable == ShareUse::Suspended) {
        Some(suspension) => binding().lifted_by(suspension),
        None => binding().usable(item.usable),
    }
}

/// What can be given back is what is shared.
fn tick(item: &ShareView) -> Option<Tick> {
    let shared = item.state == ShareState::Shared;
    shared.then(|| Tick { id: item.id.clone(), name: item.alias.clone(), amount: None })
}

fn release(request_no: String) -> Batch {
    let (texts, path) = (binding(), ReleaseShares::PATH);
    Batch { path, request_no, fields: reason_field(path, texts.release_text()), act: texts.release() }
}

fn table() -> Table<ShareView> {
    let texts = binding();
    Table::<ShareView>::new(texts.shares())
        .words(texts.alias(), |item| {
            let shown = if item.alias.is_empty() { &item.settlement_id } else { &item.alias };
            Cell::reference(shown).to(format!("{LIST}/{}", item.id))
        })
        .words(texts.payer(), |item| Cell::text(&item.payer).note(whole(&item.card)))
        .words(word().funder(), |item| Cell::text(&item.funder_name).note(item.settlement_id.clone()))
        .prose(word().state(), |item| usable(item.usable).note(why(item)))
        .words(texts.ordered_at(), |item| Cell::time(&item.created_at))
        .sorted_by(SortKey::Time)
}

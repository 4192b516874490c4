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
        load::load,
        page_header::PageHeader,
        pager::asked_after,
        status::Tone,
        table::Table,
        tabs::{asked_state, tab, tabs},
    },
    texts::word,
};
use services::binding::ShareFilter;

use crate::api::share::{ReleaseShares, ShareView, shares};

pub const LIST: &str = "/facilitator/shares";

#[must_use]
pub fn page() -> AnyView {
    let texts = binding();
    let here = asked_state(&["", "all"]);
    let filter = if here.is_empty() { ShareFilter::Shared } else { ShareFilter::All };
    view! {
        <PageHeader title=texts.shares()>{texts.shares_note()}</PageHeader>
        {tabs(word().state(), here, vec![tab("", texts.shared()), tab("all", word().all())])}
        {load(shares(filter, asked_after()), |(page, request_no)| {
            table().batch(request_no.map(release), tick).page(page, empty(Icon::Link, binding().no_shares(), binding().no_shares_text()))
        })}
    }
    .into_any()
}

pub(super) fn usable(usable: ShareUse) -> Cell {
    let tone = match usable {
        ShareUse::Pending | ShareUse::Locked => Tone::Waiting,
        ShareUse::Enabled => Tone::Active,
        ShareUse::Void | ShareUse::Over => Tone::Neutral,
    };
    Cell::status(tone, binding().uses(usable))
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
        .words(texts.payer(), |item| Cell::text(&item.payer).note(item.card.clone()))
        .words(texts.funder(), |item| Cell::text(&item.funder_name).note(item.settlement_id.clone()))
        .prose(word().state(), move |item| usable(item.usable).note(texts.usable(item.usable)))
        .words(texts.ordered_at(), |item| Cell::time(&item.created_at))
}

//! Debits that were given back to their payers.

use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell, empty::empty, icon::Icon, load::load, page_header::PageHeader, pager::asked_after, status::Tone,
        table::Table,
    },
    texts::{returned::returned, word},
};

use crate::{
    api::complaint::{ComplaintView, complaints},
    texts::complaint::complaint,
};

pub(super) const LIST: &str = "/admin/complaints";

#[must_use]
pub fn page() -> AnyView {
    let texts = complaint();
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {load(complaints(asked_after()), move |page| {
            table().page(page, empty(Icon::Alert, texts.none_title(), texts.none_text()))
        })}
    }
    .into_any()
}

/// Whether debits go on.
pub(super) fn state(open: bool) -> Cell {
    let texts = complaint();
    if open { Cell::status(Tone::Bad, texts.open()) } else { Cell::status(Tone::Done, texts.settled()) }
}

pub(super) fn table() -> Table<ComplaintView> {
    let texts = complaint();
    Table::<ComplaintView>::new(texts.title())
        .words(word().debt(), |item| {
            Cell::reference(&item.number).to(format!("{LIST}/{}", item.debt)).note(item.funder_name.clone())
        })
        .words(word().debit(), |item| {
            Cell::reference(&item.reference)
                .to(format!("/admin/evidence/{}", item.debit))
                .note(item.holder_name.clone())
        })
        .figures(word().amount(), |item| item.amount)
        .prose(texts.reason(), move |item| {
            let owed = returned().owed_back(&item.reference);
            Cell::text(returned().reasons(item.reason)).note(if item.owed_back {
                owed
            } else {
                texts.paid_back().to_owned()
            })
        })
        .words(texts.returned_at(), |item| Cell::time(&item.returned_at))
        .words(word().state(), |item| state(item.open))
}

//! Debits that were given back to their payers.

use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        status::Tone,
        table::Table,
        tabs::{asked_state, tab},
    },
    texts::{narrow::narrow, returned::returned, word},
};
use services::complaint::ComplaintFilter;

use crate::{
    api::complaint::{ComplaintView, complaints},
    texts::complaint::complaint,
};

pub(super) const LIST: &str = "/admin/complaints";

const OPEN: &str = "open";
const SETTLED: &str = "settled";

#[must_use]
pub fn page() -> AnyView {
    let (texts, of, one) = (complaint(), narrow(), asked_state(&["", OPEN, SETTLED]));
    let filters =
        Filters { path: LIST, hint: of.complaint_hint(), day: of.returned_on(), amount: word().plain_amount() };
    let list = NarrowedList::asked(filters, empty(Icon::Alert, texts.none_title(), texts.none_text())).each(
        word().state(),
        Some(one).filter(|one| !one.is_empty()),
        [tab(OPEN, texts.open()), tab(SETTLED, texts.settled())],
    );
    let filter = match one {
        OPEN => ComplaintFilter::Open,
        SETTLED => ComplaintFilter::Settled,
        _ => ComplaintFilter::All,
    };
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {list.view(|query, after| complaints(filter, query, after), |page, none| table().sortable().page(page, none))}
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
        .summed()
        .sorted_by(SortKey::Amount)
        .prose(texts.reason(), move |item| {
            let owed = returned().owed_back(&item.reference);
            Cell::text(returned().reasons(item.reason)).note(if item.owed_back {
                owed
            } else {
                texts.paid_back().to_owned()
            })
        })
        .words(texts.returned_at(), |item| Cell::time(&item.returned_at))
        .sorted_by(SortKey::Time)
        .words(word().state(), |item| state(item.open))
}

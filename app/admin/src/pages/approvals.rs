//! What waits for the second person, and what was decided.

use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        icon::Icon,
        load::load,
        page_header::PageHeader,
        pager::asked_after,
        table::Table,
        tabs::{asked_state, tab, tabs},
        value::reference,
    },
    texts::word,
};
use services::approval::ApprovalFilter;

use super::proposal::{decided, proposed, state};
use crate::{
    api::approval::{ApprovalView, approvals},
    texts::{admin, approval::approval},
};

#[must_use]
pub fn page() -> AnyView {
    let texts = approval();
    let here = asked_state(&["", "all"]);
    let (filter, none) = match here {
        "all" => (ApprovalFilter::All, texts.no_approvals_title()),
        _ => (ApprovalFilter::Open, texts.no_open_title()),
    };
    view! {
        <PageHeader title=admin().approvals()>{texts.note()}</PageHeader>
        {tabs(word().state(), here, vec![tab("", texts.open()), tab("all", word().all())])}
        {load(approvals(filter, asked_after()), move |page| {
            table().page(page, empty(Icon::List, none, texts.no_open_text()))
        })}
    }
    .into_any()
}

fn table() -> Table<ApprovalView> {
    let texts = approval();
    let about = |item: &ApprovalView| (!item.reference.is_empty()).then(|| reference(&item.reference));
    Table::<ApprovalView>::new(admin().approvals())
        .words(word().action(), move |item| {
            Cell::text(texts.actions(&item.action)).to(&item.about).note_of(about(item))
        })
        .prose(texts.counterparty(), |item| Cell::text(&item.counterparty).note(item.account.clone()))
        .figures(word().amount(), |item| item.amount)
        .prose(texts.reason(), |item| item.note.clone())
        .words(texts.proposed_by(), proposed)
        .prose(texts.decided_by(), decided)
        .words(word().state(), |item| state(item.state))
}

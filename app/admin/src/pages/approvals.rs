//! What waits for the second person, and what was decided.

use domain::approval::{Action, ApprovalState};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        batch::{Batch, Tick},
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
    api::approval::{ApprovalView, ApproveTicked, approvals},
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
        {load(approvals(filter, asked_after()), move |(page, request_no)| {
            table().batch(request_no.map(approving), tick).page(page, empty(Icon::List, none, texts.no_open_text()))
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
        .prose(texts.counterparty(), |item| {
            let account = if item.account.is_empty() { &item.account_no } else { &item.account };
            Cell::text(&item.counterparty).note(account.clone())
        })
        .figures(word().amount(), |item| item.amount)
        .prose(texts.reason(), |item| item.note.clone())
        .words(texts.proposed_by(), proposed)
        .prose(texts.decided_by(), decided)
        .words(word().state(), |item| state(item.state))
}

/// Returns are alike: their line says all that the second person has to know. Everything else is decided on its page.
fn tick(item: &ApprovalView) -> Option<Tick> {
    let open = item.state == ApprovalState::Proposed && matches!(item.action, Action::Return { .. });
    let amount = item.amount.filter(|_| open)?;
    let name = format!("{} {}", item.counterparty, amount.grouped());
    Some(Tick { id: item.id.clone(), name, amount: Some(amount) })
}

fn approving(request_no: String) -> Batch {
    let texts = approval();
    let fields = view! { <span class="muted">{texts.returns_text()} " " {texts.decide_text()}</span> };
    Batch { path: ApproveTicked::PATH, request_no, fields: fields.into_any(), act: texts.approve_returns() }
}

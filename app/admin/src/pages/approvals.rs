//! What waits for the second person, and what was decided.

use domain::approval::{Action, ApprovalState};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        batch::{Batch, Tick},
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        table::Table,
        tabs::{asked_one, asked_state, tab},
        value::reference,
    },
    texts::{narrow::narrow, word},
};
use services::approval::ApprovalFilter;

use super::proposal::{decided, proposed, state};
use crate::{
    api::approval::{ApprovalView, ApproveTicked, approvals},
    texts::{admin, approval::approval},
};

const PATH: &str = "/admin/approvals";
/// The states of what nobody has to decide any more.
const DECIDED: [ApprovalState; 2] = [ApprovalState::Approved, ApprovalState::GivenBack];

#[must_use]
pub fn page() -> AnyView {
    let texts = approval();
    let one: Option<ApprovalState> = asked_one();
    let here = one.map_or_else(|| asked_state(&["", "all"]), ApprovalState::code);
    let (filter, none) = match (one, here) {
        (Some(state), _) => (ApprovalFilter::Of(state), texts.no_approvals_title()),
        (None, "all") => (ApprovalFilter::All, texts.no_approvals_title()),
        (None, _) => (ApprovalFilter::Of(ApprovalState::Proposed), texts.no_open_title()),
    };
    let mut states = vec![tab("", texts.open())];
    states.extend(DECIDED.map(|state| tab(state.code(), texts.states(state))));
    states.push(tab("all", word().all()));
    let of = narrow();
    let filters =
        Filters { path: PATH, hint: of.approval_hint(), day: of.proposed_on(), amount: word().plain_amount() };
    let list = NarrowedList::asked(filters, empty(Icon::List, none, texts.no_open_text()))
        .parts(word().state(), here, states)
        .narrowed(one.is_some());
    view! {
        <PageHeader title=admin().approvals()>{texts.note()}</PageHeader>
        {list.view(
            |query, after| approvals(filter, query, after),
            |(page, request_no), none| table().batch(request_no.map(approving), tick).sortable().page(page, none),
        )}
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
        .prose(word().subject(), |item| {
            let account = if item.account.is_empty() { &item.account_no } else { &item.account };
            Cell::text(&item.counterparty).note(account.clone())
        })
        .figures(word().amount(), |item| item.amount)
        .sorted_by(SortKey::Amount)
        .prose(texts.reason(), |item| item.note.clone())
        .words(texts.proposed_by(), proposed)
        .sorted_by(SortKey::Time)
        .prose(texts.decided_by(), decided)
        .words(word().state(), |item| state(item.state))
}

/// Returns are alike: their line says all that the second person has to know. Transfers come in batches, and each names its document.
/// Everything else is decided on its page.
fn tick(item: &ApprovalView) -> Option<Tick> {
    let (name, amount) = match item.action {
        Action::Return { .. } => {
            let amount = item.amount?;
            (format!("{} {}", item.counterparty, amount.grouped()), Some(amount))
        }
        Action::Transfer { .. } => (item.counterparty.clone(), None),
        _ => return None,
    };
    (item.state == ApprovalState::Proposed).then(|| Tick { id: item.id.clone(), name, amount })
}

fn approving(request_no: String) -> Batch {
    let texts = approval();
    let fields = view! { <span class="muted">{texts.ticked_text()} " " {texts.decide_text()}</span> };
    Batch { path: ApproveTicked::PATH, request_no, fields: fields.into_any(), act: texts.approve_ticked() }
}

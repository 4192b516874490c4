//! What waits for the second person, and what was decided.

use leptos::prelude::*;

use super::{
    around::{asked_for, empty, header, or_dash, when},
    proposal::state,
    table::{cells, figures, table, words},
};
use crate::{
    api::approval::{ApprovalView, approvals},
    components::{load::load, money::money},
    texts::admin::{admin, approval::approval},
};

const PATH: &str = "/admin/approvals";

#[must_use]
pub fn page() -> AnyView {
    let texts = approval();
    let all = asked_for("state").as_deref() == Some("all");
    let tab = |href: &'static str, current: bool, name: &'static str| {
        view! { <a href=href aria-current=current.then_some("page")>{name}</a> }
    };
    view! {
        {header(admin().approvals, texts.note, None)}
        <nav class="tabs" aria-label=texts.state>
            {tab(PATH, !all, texts.open)}
            {tab("/admin/approvals?state=all", all, admin().all)}
        </nav>
        {load(approvals(!all), move |approvals| list(approvals, all))}
    }
    .into_any()
}

fn list(approvals: Vec<ApprovalView>, all: bool) -> AnyView {
    let texts = approval();
    if approvals.is_empty() {
        return empty(if all { texts.no_approvals_title } else { texts.no_open_title }, texts.no_open_text);
    }
    let columns = vec![
        words(texts.action),
        words(texts.counterparty),
        figures(crate::texts::admin::reconcile::reconcile().amount),
        words(texts.reason),
        words(texts.proposed_by),
        words(texts.decided_by),
        words(texts.state),
    ];
    table(admin().approvals, columns, approvals.into_iter().map(row).collect(), None)
}

fn row(item: ApprovalView) -> Vec<AnyView> {
    let texts = approval();
    cells![
        view! { <a href=item.about>{(texts.actions)(item.action)}</a> <small><code class="ref">{item.reference}</code></small> },
        view! { {or_dash(item.counterparty)} <small>{item.account}</small> },
        money(item.amount),
        item.note,
        view! { {item.proposed_by} <small>{when(item.proposed_at)}</small> },
        view! { {or_dash(item.decided_by)} <small>{item.decided_at} " " {item.decision_note}</small> },
        state(item.state),
    ]
}

//! What waits for the second person, and what was decided.

use leptos::prelude::*;
use parts::{
    components::{
        load::load,
        money::money,
        pager::{Part, asked_after, asked_state, pager, parts},
    },
    texts::word,
};
use services::{approval::ApprovalFilter, page::Page};

use super::{
    around::{empty, header, or_dash, when},
    proposal::state,
    table::{cells, figures, prose, table, words},
};
use crate::{
    api::approval::{ApprovalView, approvals},
    texts::{admin, approval::approval},
};

#[must_use]
pub fn page() -> AnyView {
    let texts = approval();
    let here = asked_state(&["", "all"]);
    let filter = if here == "all" { ApprovalFilter::All } else { ApprovalFilter::Open };
    let part = |state, name| Part { state, name, count: None };
    view! {
        {header(admin().approvals(), texts.note(), None)}
        {parts(word().state(), here, vec![part("", texts.open()), part("all", word().all())])}
        {load(approvals(filter, asked_after()), move |page| list(page, filter))}
    }
    .into_any()
}

fn list(page: Page<ApprovalView>, filter: ApprovalFilter) -> AnyView {
    let texts = approval();
    if page.rows.is_empty() {
        let title = match filter {
            ApprovalFilter::All => texts.no_approvals_title(),
            ApprovalFilter::Open => texts.no_open_title(),
        };
        return empty(title, texts.no_open_text());
    }
    let columns = vec![
        words(word().action()),
        prose(texts.counterparty()),
        figures(word().amount()),
        prose(texts.reason()),
        words(texts.proposed_by()),
        prose(texts.decided_by()),
        words(word().state()),
    ];
    let shown = page.rows.len();
    let table = table(admin().approvals(), columns, page.rows.into_iter().map(row).collect(), None);
    view! { {table} {pager(shown, page.next)} }.into_any()
}

fn row(item: ApprovalView) -> Vec<AnyView> {
    let texts = approval();
    cells![
        view! { <a href=item.about>{texts.actions(item.action)}</a> <small><code class="ref">{item.reference}</code></small> },
        view! { {or_dash(item.counterparty)} <small>{item.account}</small> },
        item.amount.map_or_else(|| "—".into_any(), |amount| money(amount).into_any()),
        item.note,
        view! { {item.proposed_by} <small>{when(item.proposed_at)}</small> },
        view! { {or_dash(item.decided_by)} <small>{item.decided_at} " " {item.decision_note}</small> },
        state(item.state),
    ]
}

//! Finding a loan by its number, its agent or its funder.

use leptos::prelude::*;
use parts::{
    components::{
        load::load,
        money::money,
        pager::{asked_after, asked_for, pager},
        status::{Tone, status},
    },
    texts::word,
};
use services::page::Page;

use super::{
    around::{empty, header, nothing_found, search, when},
    table::{cells, figures, table, words},
};
use crate::{
    api::ledger::{FoundLoanView, find_loans},
    texts::{admin, ledger::ledger},
};

const PATH: &str = "/admin/ledger/loans";

#[must_use]
pub fn page() -> AnyView {
    let text = asked_for("text");
    let searched = text.is_some();
    view! {
        {header(admin().loans(), ledger().loans_note(), None)}
        {search(PATH, ledger().find(), text.clone())}
        {load(find_loans(text, asked_after()), move |page| list(page, searched))}
    }
    .into_any()
}

fn list(page: Page<FoundLoanView>, searched: bool) -> AnyView {
    let texts = ledger();
    if page.rows.is_empty() {
        return if searched { nothing_found(PATH) } else { empty(texts.no_loans_title(), texts.no_loans_text()) };
    }
    let columns = vec![
        words(word().loan()),
        words(word().agent()),
        words(word().funder()),
        figures(word().principal()),
        figures(texts.outstanding()),
    ];
    let shown = page.rows.len();
    let table = table(admin().loans(), columns, page.rows.into_iter().map(row).collect(), None);
    view! { {table} {pager(shown, page.next)} }.into_any()
}

fn row(loan: FoundLoanView) -> Vec<AnyView> {
    let outstanding = if loan.outstanding.is_zero() {
        status(Tone::Done, word().settled()).into_any()
    } else {
        money(loan.outstanding).into_any()
    };
    cells![
        view! {
            <a href=format!("{PATH}/{}", loan.id)><code class="ref">{loan.reference}</code></a>
            <small>{word().credited_on()} " " {when(loan.credited_on)}</small>
        },
        loan.agent_name,
        loan.funder_name,
        money(loan.principal),
        outstanding,
    ]
}

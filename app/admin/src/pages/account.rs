//! One account's statement.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        money::money,
        pager::{asked_after, pager},
    },
    texts::word,
};

use super::{
    around::{empty, header_below, loaded, money_or_dash, reference, when},
    table::{cells, figures, table, words},
};
use crate::{
    api::ledger::{AccountStatementView, EntryView, account_statement},
    texts::{admin, ledger::ledger},
};

#[must_use]
pub fn page() -> AnyView {
    let account = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded(("/admin/ledger", admin().ledger()), account_statement(account, asked_after()), content)
}

fn content(view: AccountStatementView) -> AnyView {
    let texts = ledger();
    let kind = texts.kinds(view.kind);
    let title = if view.owner.is_empty() { kind.to_owned() } else { format!("{kind} {}", view.owner) };
    let side = if view.credit_side { texts.balance_credit() } else { texts.balance_debit() };
    let (yuan, fen) = split(&view.balance.grouped());
    let meta = view! { <span>{texts.statement()}</span> <span>{texts.books(&view.book)}</span> };
    let entries = if view.entries.rows.is_empty() {
        empty(texts.no_entries_title(), texts.no_entries_text())
    } else {
        let columns = vec![
            words(texts.recorded_at()),
            words(texts.event()),
            words(texts.value_on()),
            figures(texts.debit_entry()),
            figures(texts.credit_entry()),
            figures(word().balance()),
        ];
        let shown = view.entries.rows.len();
        let table = table(title.clone(), columns, view.entries.rows.into_iter().map(row).collect(), None);
        view! { {table} {pager(shown, view.entries.next)} }.into_any()
    };
    view! {
        {header_below(("/admin/ledger", admin().ledger()), &title, meta, None)}
        <div class="figure">
            <p class="figure__label">{side}</p>
            <p class="figure__value">{yuan}<small>{fen}</small></p>
        </div>
        {entries}
    }
    .into_any()
}

fn split(amount: &str) -> (String, String) {
    amount
        .split_once('.')
        .map_or((amount.to_owned(), String::new()), |(yuan, fen)| (yuan.to_owned(), format!(".{fen}")))
}

fn row(entry: EntryView) -> Vec<AnyView> {
    cells![
        when(entry.recorded_at),
        view! { {ledger().events(&entry.event)} <small>{reference(entry.journal)}</small> },
        view! { {when(entry.value_on)} <small>{word().business_date()} " " <time>{entry.posted_on}</time></small> },
        money_or_dash(entry.debit),
        money_or_dash(entry.credit),
        money(entry.balance),
    ]
}

//! One account's statement.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use parts::{
    api::narrow::NarrowQuery,
    components::{
        cell::Cell,
        empty::{empty, nothing_found},
        icon::Icon,
        load::loaded,
        narrow::{asked_narrow, by_days},
        page_header::PageHeader,
        pager::asked_after,
        query::asked_for,
        table::Table,
        value::when,
    },
    texts::word,
};

use super::{links, reserve};
use crate::{
    api::ledger::{AccountStatementView, EntryView, OwnerView, account_statement},
    texts::{admin, ledger::ledger},
};

#[must_use]
pub fn page() -> AnyView {
    let account = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    // An account is narrowed by days alone.
    let NarrowQuery { from, to, .. } = asked_narrow();
    let query = NarrowQuery { from, to, ..NarrowQuery::default() };
    let statement = account_statement(account, asked_for("on"), query.clone(), asked_after());
    loaded(list(), statement, move |view| content(view, &query))
}

fn list() -> (&'static str, &'static str) {
    ("/admin/ledger", admin().ledger())
}

fn content(view: AccountStatementView, query: &NarrowQuery) -> AnyView {
    let texts = ledger();
    let kind = texts.kinds(view.kind);
    let OwnerView { name, page } = view.owner;
    let title = if name.is_empty() { kind.to_owned() } else { format!("{kind} {name}") };
    let owner = (!page.is_empty()).then(|| view! { <a href=page>{name}</a> });
    let side = if view.credit_side { texts.balance_credit() } else { texts.balance_debit() };
    let (yuan, fen) = split(&view.balance.grouped());
    let book = texts.books(view.book);
    let none = if query.is_given() {
        nothing_found("?")
    } else {
        empty(Icon::List, texts.no_entries_title(), texts.no_entries_text())
    };
    view! {
        <PageHeader title=title.clone() below=list()>
            <span>{texts.statement()}</span> <span>{book}</span> {owner}
        </PageHeader>
        <div class="figure">
            <p class="figure__label">{side}</p>
            <p class="figure__value">{yuan}<small>{fen}</small></p>
        </div>
        {view.day.map(reserve::day)}
        {by_days(query, word().business_date())}
        {table(title).page(view.entries, none)}
    }
    .into_any()
}

fn split(amount: &str) -> (String, String) {
    amount
        .split_once('.')
        .map_or((amount.to_owned(), String::new()), |(yuan, fen)| (yuan.to_owned(), format!(".{fen}")))
}

/// The entries of an account, here and on the page of the shop whose wallet it is.
pub(super) fn table(title: String) -> Table<EntryView> {
    let texts = ledger();
    Table::<EntryView>::new(title)
        .words(texts.recorded_at(), |entry| Cell::time(&entry.recorded_at))
        .words(texts.event(), move |entry| Cell::text(texts.events(entry.event)).note_of(links::about(&entry.about)))
        .words(texts.value_on(), |entry| {
            let posted_on = when(&entry.posted_on);
            Cell::time(&entry.value_on).note(view! { {word().business_date()} " " {posted_on} })
        })
        .figures(texts.debit_entry(), |entry| Cell::side(entry.debit))
        .figures(texts.credit_entry(), |entry| Cell::side(entry.credit))
        .figures(word().balance(), |entry| entry.balance)
}

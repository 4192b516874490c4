//! The trial balance of both books, and the accounts of one kind.

use domain::Amount;
use leptos::prelude::*;
use parts::{
    components::{
        alert::Alert,
        money::money,
        pager::{asked_after, asked_for, pager},
        status::{Tone, status},
    },
    texts::word,
};
use services::page::Page;

use super::{
    around::{empty, header, loaded, money_or_dash, or_dash},
    table::{cells, even_table, figures, table, words},
};
use crate::{
    api::ledger::{AccountView, BookView, KindView, TrialBalanceView, trial_balance},
    texts::{admin, ledger::ledger},
};

#[must_use]
pub fn page() -> AnyView {
    loaded(("/admin/ledger", admin().ledger()), trial_balance(asked_for("kind"), asked_after()), content)
}

fn content(view: TrialBalanceView) -> AnyView {
    let texts = ledger();
    let even = view.books.iter().all(BookView::is_even);
    let state = if even { status(Tone::Done, texts.even()) } else { status(Tone::Bad, texts.uneven()) };
    let meta = view! {
        <span>{word().business_date()} " " <time>{view.business_date}</time></span>
        {state}
    };
    let accounts = view.accounts.map(|(kind, page)| accounts(kind, page));
    view! {
        {header(admin().ledger(), meta, None)}
        {(!even).then(|| view! { <Alert kind="bad" title=texts.uneven() /> })}
        {accounts}
        {view.books.into_iter().map(book).collect_view()}
    }
    .into_any()
}

fn book(book: BookView) -> AnyView {
    let texts = ledger();
    let name = texts.books(book.code);
    let even = book.is_even();
    let difference = book.debit.plus(book.credit.negated());
    let count: i64 = book.kinds.iter().map(|kind| kind.accounts).sum();
    let rows = book.kinds.into_iter().map(kind_row).collect();
    let total = cells![word().total(), count.to_string(), money(book.debit), money(book.credit)];
    let columns =
        vec![words(texts.account()), figures(texts.accounts()), figures(texts.debit()), figures(texts.credit())];
    view! {
        <section class="section">
            <h2 class="card__title">
                {name}
                <span class=if even { "status status--done" } else { "status status--bad" }>
                    {texts.difference()} " " {money(difference)}
                </span>
            </h2>
            {even_table(name, columns, rows, Some(total))}
        </section>
    }
    .into_any()
}

fn kind_row(kind: KindView) -> Vec<AnyView> {
    let texts = ledger();
    let name = texts.kinds(kind.code);
    let link = match (&kind.account, kind.accounts) {
        (_, 0) => name.into_any(),
        (Some(account), _) => view! { <a href=format!("/admin/ledger/accounts/{account}")>{name}</a> }.into_any(),
        (None, _) => view! { <a href=format!("/admin/ledger?kind={}", kind.code)>{name}</a> }.into_any(),
    };
    cells![
        view! { {link} {kind.contrary.then(contrary)} },
        kind.accounts.to_string(),
        money_or_dash(kind.debit),
        money_or_dash(kind.credit),
    ]
}

fn contrary() -> AnyView {
    view! { <small>{status(Tone::Due, ledger().contrary())}</small> }.into_any()
}

fn accounts(kind: &'static str, page: Page<AccountView>) -> AnyView {
    let texts = ledger();
    let title = texts.of_kind(texts.kinds(kind));
    let sum = |side: fn(&AccountView) -> Amount| page.rows.iter().map(side).sum::<Amount>();
    let total = cells![
        word().page_total(),
        money_or_dash(sum(|account| account.debit)),
        money_or_dash(sum(|account| account.credit)),
    ];
    let shown = page.rows.len();
    let rows: Vec<Vec<AnyView>> = page.rows.into_iter().map(account_row).collect();
    let content = if rows.is_empty() {
        empty(texts.no_accounts(), "")
    } else {
        let columns = vec![words(texts.owner()), figures(texts.debit()), figures(texts.credit())];
        view! { {table(title.clone(), columns, rows, Some(total))} {pager(shown, page.next)} }.into_any()
    };
    view! {
        <section class="section">
            <h2 class="card__title">{title} <a class="card__more" href="/admin/ledger">{word().all()}</a></h2>
            {content}
        </section>
    }
    .into_any()
}

fn account_row(account: AccountView) -> Vec<AnyView> {
    let owner = if account.owner.is_empty() { ledger().kinds(account.kind).to_owned() } else { account.owner };
    let href = format!("/admin/ledger/accounts/{}", account.id);
    cells![
        view! {
            <a href=href>{or_dash(owner)}</a>
            {account.contrary.then(contrary)}
        },
        money_or_dash(account.debit),
        money_or_dash(account.credit),
    ]
}

//! The trial balance of both books, and the accounts of one kind.

use domain::{Amount, ledger::AccountKind};
use leptos::prelude::*;
use parts::{
    components::{
        alert::Alert,
        cell::Cell,
        empty::empty,
        icon::Icon,
        load::loaded,
        money::money,
        page_header::PageHeader,
        pager::asked_after,
        query::asked_for,
        status::{Tone, status},
        table::Table,
    },
    texts::word,
};
use services::page::Page;

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
    let accounts = view.accounts.map(|(kind, page)| accounts(kind, page));
    view! {
        <PageHeader title=admin().ledger()>
            <span>{word().business_date()} " " <time>{view.business_date}</time></span>
            {state}
        </PageHeader>
        {(!even).then(|| view! { <Alert kind="bad" title=texts.uneven() /> })}
        {accounts}
        {view.books.into_iter().map(book).collect_view()}
    }
    .into_any()
}

fn book(book: BookView) -> AnyView {
    let texts = ledger();
    let name = texts.books(book.book);
    let even = book.is_even();
    let difference = book.debit.plus(book.credit.negated());
    let count: i64 = book.kinds.iter().map(|kind| kind.accounts).sum();
    let table = Table::<KindView>::new(name)
        .words(texts.account(), kind_name)
        .total(word().total())
        .figures(texts.accounts(), |kind| kind.accounts.to_string())
        .total(count.to_string())
        .figures(texts.debit(), |kind| Cell::side(kind.debit))
        .total(book.debit)
        .figures(texts.credit(), |kind| Cell::side(kind.credit))
        .total(book.credit);
    view! {
        <section class="section">
            <h2 class="card__title">
                {name}
                <span class=if even { "status status--done" } else { "status status--bad" }>
                    {texts.difference()} " " {money(difference)}
                </span>
            </h2>
            {table.even().compact().of(&book.kinds)}
        </section>
    }
    .into_any()
}

fn kind_name(kind: &KindView) -> Cell {
    let href = match (&kind.account, kind.accounts) {
        (_, 0) => String::new(),
        (Some(account), _) => format!("/admin/ledger/accounts/{account}"),
        (None, _) => format!("/admin/ledger?kind={}", kind.kind),
    };
    Cell::text(ledger().kinds(kind.kind)).to(href).note_of(kind.contrary.then(contrary))
}

fn contrary() -> impl IntoView {
    status(Tone::Due, ledger().contrary())
}

fn accounts(kind: AccountKind, page: Page<AccountView>) -> AnyView {
    let texts = ledger();
    let title = texts.of_kind(texts.kinds(kind));
    let sum = |side: fn(&AccountView) -> Amount| Cell::side(page.rows.iter().map(side).sum());
    let table = Table::<AccountView>::new(&title)
        .words(texts.owner(), account_name)
        .total(word().page_total())
        .figures(texts.debit(), |account| Cell::side(account.debit))
        .total(sum(|account| account.debit))
        .figures(texts.credit(), |account| Cell::side(account.credit))
        .total(sum(|account| account.credit));
    view! {
        <section class="section">
            <h2 class="card__title">
                {title} <a class="card__more" href="/admin/ledger">{word().all()}</a>
            </h2>
            {table.page(page, empty(Icon::List, texts.no_accounts(), ""))}
        </section>
    }
    .into_any()
}

fn account_name(account: &AccountView) -> Cell {
    let name = account.owner.name.as_str();
    let owner = if name.is_empty() { ledger().kinds(account.kind) } else { name };
    // The name leads to the account, which leads on to whose it is.
    let href = format!("/admin/ledger/accounts/{}", account.id);
    Cell::text(owner).to(href).note_of(account.contrary.then(contrary))
}

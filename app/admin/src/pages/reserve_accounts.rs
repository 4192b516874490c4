//! The reserve accounts, and registering one.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        cell::Cell, form::Form, load::load, money::money, page_header::PageHeader, status::Tone, table::Table,
        value::copy_button,
    },
    texts::word,
};

use super::{
    links,
    proposal::reason,
    registering::{Fact, listed},
};
use crate::{
    api::reserve_account::{ProposeReserveAccount, ReserveAccountView, ReserveAccountsView, reserve_accounts},
    texts::{admin, registry::registry},
};

pub const LIST: &str = links::RESERVE_ACCOUNTS;

#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=admin().reserve_accounts()>{registry().accounts_note()}</PageHeader>
        {load(reserve_accounts(), content)}
    }
    .into_any()
}

fn content(view: ReserveAccountsView) -> AnyView {
    let texts = registry();
    let register = view.may_propose.then(|| (texts.register_account(), form(view.request_no)));
    let none = (texts.no_accounts_title(), texts.no_accounts_text());
    listed::<ProposeReserveAccount, _>(&view.accounts, table(), none, register)
}

fn table() -> Table<ReserveAccountView> {
    let texts = registry();
    Table::<ReserveAccountView>::new(admin().reserve_accounts())
        .words(texts.account(), |item| {
            Cell::text(&item.account_no).to(format!("{LIST}/{}", item.id)).note(item.name.clone())
        })
        .prose(word().bank_branch(), |item| Cell::text(&item.branch).note(item.bank.clone()))
        .words(texts.currency(), |item| item.currency.clone())
        .figures(texts.partners(), |item| item.partners.to_string())
        .figures(texts.books(), |item| item.books)
        .words(word().state(), state)
}

/// Whether it is in use, in a word.
pub(super) fn state(item: &ReserveAccountView) -> Cell {
    let texts = registry();
    if !item.ended_on.is_empty() {
        Cell::status(Tone::Neutral, texts.ended_on(&item.ended_on))
    } else if item.is_default {
        Cell::status(Tone::Active, texts.is_default())
    } else {
        Cell::status(Tone::Active, word().active())
    }
}

fn form(request_no: String) -> AnyView {
    let texts = registry();
    let facts = [
        Fact { name: "account_no", label: texts.account_no(), hint: None, most: "60", digits: true },
        Fact { name: "name", label: word().account_name(), hint: None, most: "100", digits: false },
        Fact { name: "branch", label: word().bank_branch(), hint: None, most: "100", digits: false },
        Fact { name: "bank", label: texts.interface(), hint: Some(texts.interface_hint()), most: "32", digits: false },
    ];
    let fields = facts.into_iter().map(|fact| fact.field::<ProposeReserveAccount>("")).collect_view();
    view! {
        <Form to=ProposeReserveAccount::PATH request_no class="stack">
            <p>{texts.register_text()}</p>
            {fields}
            {reason::<ProposeReserveAccount>("account-note")}
            <div class="form__actions"><button class="button">{texts.propose()}</button></div>
        </Form>
    }
    .into_any()
}

/// What is registered of it.
pub(super) fn facts(item: &ReserveAccountView) -> AnyView {
    let texts = registry();
    let item = item.clone();
    let copy_number = copy_button(texts.account_no(), &item.account_no);
    let copy_name = copy_button(word().account_name(), &item.name);
    let copy_branch = copy_button(word().bank_branch(), &item.branch);
    view! {
        <dl class="card facts facts--3">
            <div class="facts__wide">
                <dt>{texts.account_no()}</dt>
                <dd><code class="ref unbroken">{item.account_no}</code> {copy_number}</dd>
            </div>
            <div class="facts__wide"><dt>{word().account_name()}</dt><dd>{item.name} {copy_name}</dd></div>
            <div class="facts__wide"><dt>{word().bank_branch()}</dt><dd>{item.branch} {copy_branch}</dd></div>
            <div><dt>{texts.interface()}</dt><dd><code>{item.bank}</code></dd></div>
            <div><dt>{texts.books()}</dt><dd>{money(item.books)}</dd></div>
            <div><dt>{texts.partners()}</dt><dd class="num">{item.partners}</dd></div>
            <div><dt>{texts.recognition()}</dt><dd>{texts.recognises(item.recognises)}</dd></div>
        </dl>
    }
    .into_any()
}

//! The reserve accounts, and registering one.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        form::{Form, kept, sent_back_of},
        icon::Icon,
        load::load,
        page_header::PageHeader,
        status::{Tone, status},
        table::Table,
    },
    texts::word,
};

use super::proposal::reason;
use crate::{
    api::reserve_account::{ProposeReserveAccount, ReserveAccountView, ReserveAccountsView, reserve_accounts},
    texts::{admin, registry::registry},
};

pub const LIST: &str = "/admin/reserve-accounts";

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
    let list = if view.accounts.is_empty() {
        empty(Icon::Bank, texts.no_accounts_title(), texts.no_accounts_text())
    } else {
        table().of(&view.accounts)
    };
    let open = view.accounts.is_empty() || sent_back_of(ProposeReserveAccount::PATH).is_some();
    let register = view.may_propose.then(|| {
        view! {
            <details class="details" open=open>
                <summary>{texts.register_account()}</summary>
                {form(view.request_no)}
            </details>
        }
    });
    view! { {list} {register} }.into_any()
}

fn table() -> Table<ReserveAccountView> {
    let texts = registry();
    Table::<ReserveAccountView>::new(admin().reserve_accounts())
        .words(texts.account(), |item| {
            Cell::text(&item.account_no).to(format!("{LIST}/{}", item.id)).note(item.name.clone())
        })
        .prose(texts.bank_name(), |item| Cell::text(&item.branch).note(item.bank.clone()))
        .words(texts.currency(), |item| item.currency.clone())
        .figures(texts.partners(), |item| item.partners.to_string())
        .figures(texts.books(), |item| item.books)
        .words(word().state(), move |item| {
            if !item.ended_on.is_empty() {
                Cell::status(Tone::Neutral, texts.ended_on(&item.ended_on))
            } else if item.is_default {
                Cell::status(Tone::Active, texts.is_default())
            } else {
                Cell::status(Tone::Active, word().active())
            }
        })
}

fn form(request_no: String) -> AnyView {
    let texts = registry();
    let typed = |name| kept::<ProposeReserveAccount>(name, "");
    let [account_no, name, branch, bank] =
        ["facts[account_no]", "facts[name]", "facts[branch]", "facts[bank]"].map(typed);
    view! {
        <Form to=ProposeReserveAccount::PATH request_no class="stack">
            <p>{texts.register_text()}</p>
            <div class="field">
                <label for="account_no">{texts.account_no()}</label>
                <input id="account_no" name="facts[account_no]" inputmode="numeric" maxlength="60" required autocomplete="off" value=account_no />
            </div>
            <div class="field">
                <label for="name">{texts.holder()}</label>
                <input id="name" name="facts[name]" maxlength="100" required autocomplete="off" value=name />
            </div>
            <div class="field">
                <label for="branch">{texts.bank_name()}</label>
                <input id="branch" name="facts[branch]" maxlength="100" required autocomplete="off" value=branch />
            </div>
            <div class="field">
                <label for="bank">{texts.interface()}</label>
                <p class="field__hint" id="bank-hint">{texts.interface_hint()}</p>
                <input id="bank" name="facts[bank]" maxlength="32" required autocomplete="off" aria-describedby="bank-hint" value=bank />
            </div>
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
    let default = item.is_default.then(|| status(Tone::Active, texts.is_default()));
    view! {
        <dl class="card facts facts--3">
            <div><dt>{texts.account_no()}</dt><dd><code class="ref unbroken">{item.account_no}</code> " " {default}</dd></div>
            <div><dt>{texts.holder()}</dt><dd>{item.name}</dd></div>
            <div><dt>{texts.bank_name()}</dt><dd>{item.branch}</dd></div>
            <div><dt>{texts.interface()}</dt><dd><code>{item.bank}</code></dd></div>
            <div><dt>{texts.books()}</dt><dd class="money">{item.books.grouped()} " " {item.currency}</dd></div>
            <div><dt>{texts.partners()}</dt><dd class="num">{item.partners}</dd></div>
        </dl>
    }
    .into_any()
}

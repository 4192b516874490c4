//! The carriers, and registering one.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        cell::Cell,
        form::Form,
        load::load,
        page_header::PageHeader,
        table::Table,
        value::{copy_button, or_dash, reference},
    },
    texts::word,
};

use super::{
    links,
    proposal::reason,
    registering::{Fact, listed},
};
use crate::{
    api::carrier::{CarriersView, ProposeCarrier, RegisteredView, carriers},
    texts::registry::registry,
};

pub const LIST: &str = links::CARRIERS;

#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=word().carriers()>{registry().carriers_note()}</PageHeader>
        {load(carriers(), content)}
    }
    .into_any()
}

fn content(view: CarriersView) -> AnyView {
    let texts = registry();
    let register = view.may_propose.then(|| (texts.register_carrier(), form(None, view.request_no)));
    let none = (texts.no_carriers_title(), texts.no_carriers_text());
    listed::<ProposeCarrier, _>(&view.carriers, table(), none, register)
}

fn table() -> Table<RegisteredView> {
    let texts = registry();
    Table::<RegisteredView>::new(word().carriers())
        .words(word().carrier(), |item| {
            Cell::text(&item.name).to(format!("{LIST}/{}", item.id)).note(reference(&item.reference))
        })
        .prose(texts.account_no(), |item| Cell::text(or_dash(item.account_no.clone())).note(item.bank_name.clone()))
        .figures(word().agents(), |item| item.agents.to_string())
        .figures(texts.pool(), |item| item.pool)
}

/// The form that proposes one, or what is to be registered of it from now on.
pub(super) fn form(item: Option<&RegisteredView>, request_no: String) -> AnyView {
    let texts = registry();
    let known = item.cloned().map(|item| (item.id, item.name, item.account_no, item.bank_name));
    let (id, name, account_no, bank_name) = known.unwrap_or_default();
    let (name_hint, account_hint) = (Some(texts.name_hint()), Some(texts.account_hint()));
    let facts = [
        (Fact { name: "name", label: texts.name(), hint: name_hint, most: "100", digits: false }, name),
        (
            Fact { name: "account_no", label: texts.account_no(), hint: account_hint, most: "60", digits: true },
            account_no,
        ),
        (Fact { name: "bank_name", label: word().bank_branch(), hint: None, most: "100", digits: false }, bank_name),
    ];
    let fields = facts.into_iter().map(|(fact, known)| fact.field::<ProposeCarrier>(known)).collect_view();
    view! {
        <Form to=ProposeCarrier::PATH request_no class="stack">
            <input type="hidden" name="carrier" value=id />
            {fields}
            {reason::<ProposeCarrier>("carrier-note")}
            <div class="form__actions"><button class="button">{texts.propose()}</button></div>
        </Form>
    }
    .into_any()
}

/// What is registered of it.
pub(super) fn facts(item: &RegisteredView) -> AnyView {
    let texts = registry();
    let item = item.clone();
    let copy = copy_button(texts.account_no(), &item.account_no);
    let account = or_dash(item.account_no);
    view! {
        <dl class="card facts facts--3">
            <div><dt>{texts.name()}</dt><dd>{item.name}</dd></div>
            <div><dt>{word().reference()}</dt><dd>{reference(&item.reference)}</dd></div>
            <div>
                <dt>{texts.account_no()}</dt>
                <dd><code class="ref unbroken">{account}</code> {copy} <small class="block">{item.bank_name}</small></dd>
            </div>
            <div><dt>{word().agents()}</dt><dd class="num">{item.agents}</dd></div>
            <div>
                <dt>{texts.pool()}</dt>
                <dd><a class="money" href=format!("/admin/ledger/accounts/{}", item.pool_account)>{item.pool.grouped()}</a></dd>
            </div>
        </dl>
    }
    .into_any()
}

//! The carriers, and registering one.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        form::{Form, kept, sent_back_of},
        icon::Icon,
        load::load,
        page_header::PageHeader,
        table::Table,
        value::{or_dash, reference},
    },
    texts::word,
};

use super::proposal::reason;
use crate::{
    api::carrier::{CarriersView, ProposeCarrier, RegisteredView, carriers},
    texts::{admin, registry::registry},
};

pub const LIST: &str = "/admin/carriers";

#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=admin().carriers()>{registry().carriers_note()}</PageHeader>
        {load(carriers(), content)}
    }
    .into_any()
}

fn content(view: CarriersView) -> AnyView {
    let texts = registry();
    let list = if view.carriers.is_empty() {
        empty(Icon::Bank, texts.no_carriers_title(), texts.no_carriers_text())
    } else {
        table().of(&view.carriers)
    };
    let open = view.carriers.is_empty() || sent_back_of(ProposeCarrier::PATH).is_some();
    let register = view.may_propose.then(|| {
        view! {
            <details class="details" open=open>
                <summary>{texts.register_carrier()}</summary>
                {form(None, view.request_no)}
            </details>
        }
    });
    view! { {list} {register} }.into_any()
}

fn table() -> Table<RegisteredView> {
    let texts = registry();
    Table::<RegisteredView>::new(admin().carriers())
        .words(texts.carrier(), |item| {
            Cell::text(&item.name).to(format!("{LIST}/{}", item.id)).note(reference(&item.reference))
        })
        .prose(texts.account_no(), |item| Cell::text(or_dash(item.account_no.clone())).note(item.bank_name.clone()))
        .figures(texts.agents(), |item| item.agents.to_string())
        .figures(texts.pool(), |item| item.pool)
}

/// The form that proposes one, or what is to be registered of it from now on.
pub(super) fn form(item: Option<&RegisteredView>, request_no: String) -> AnyView {
    let texts = registry();
    let known = item.cloned().map(|item| (item.id, item.name, item.account_no, item.bank_name));
    let (id, name, account_no, bank_name) = known.unwrap_or_default();
    let name = kept::<ProposeCarrier>("facts[name]", name);
    let account_no = kept::<ProposeCarrier>("facts[account_no]", account_no);
    let bank_name = kept::<ProposeCarrier>("facts[bank_name]", bank_name);
    view! {
        <Form to=ProposeCarrier::PATH request_no class="stack">
            <input type="hidden" name="carrier" value=id />
            <div class="field">
                <label for="name">{texts.name()}</label>
                <p class="field__hint" id="name-hint">{texts.name_hint()}</p>
                <input id="name" name="facts[name]" maxlength="100" required autocomplete="off" aria-describedby="name-hint" value=name />
            </div>
            <div class="field">
                <label for="account_no">{texts.account_no()}</label>
                <p class="field__hint" id="account-hint">{texts.account_hint()}</p>
                <input
                    id="account_no"
                    name="facts[account_no]"
                    inputmode="numeric"
                    maxlength="60"
                    required
                    autocomplete="off"
                    aria-describedby="account-hint"
                    value=account_no
                />
            </div>
            <div class="field">
                <label for="bank_name">{texts.bank_name()}</label>
                <input id="bank_name" name="facts[bank_name]" maxlength="100" required autocomplete="off" value=bank_name />
            </div>
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
    let account = or_dash(item.account_no);
    view! {
        <dl class="card facts facts--3">
            <div><dt>{texts.name()}</dt><dd>{item.name}</dd></div>
            <div><dt>{word().reference()}</dt><dd>{reference(&item.reference)}</dd></div>
            <div>
                <dt>{texts.account_no()}</dt>
                <dd><code class="ref unbroken">{account}</code><small class="block">{item.bank_name}</small></dd>
            </div>
            <div><dt>{texts.agents()}</dt><dd class="num">{item.agents}</dd></div>
            <div>
                <dt>{texts.pool()}</dt>
                <dd><a class="money" href=format!("/admin/ledger/accounts/{}", item.pool_account)>{item.pool.grouped()}</a></dd>
            </div>
        </dl>
    }
    .into_any()
}

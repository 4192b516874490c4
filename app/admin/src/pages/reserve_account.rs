//! One reserve account, which two people end.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        form::Form,
        load::loaded,
        page_header::PageHeader,
        status::{Tone, status},
    },
    texts::word,
};

use super::{
    proposal::{history, reason, what_to_do},
    reserve_accounts::{LIST, facts},
};
use crate::{
    api::reserve_account::{ProposeReserveEnd, ReserveAccountPageView, reserve_account},
    texts::{admin, registry::registry},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, admin().reserve_accounts()), reserve_account(id), content)
}

fn content(view: ReserveAccountPageView) -> AnyView {
    let texts = registry();
    let id = view.account.as_ref().map(|item| item.id.clone()).unwrap_or_default();
    let end = || end(id, view.request_no.clone());
    let todo = what_to_do(&view.duty, &view.approvals, &view.request_no, end, word().nothing_to_do());
    let title = view
        .account
        .as_ref()
        .map_or_else(|| texts.proposed_account().to_owned(), |item| [item.branch.as_str(), &item.account_no].join(" "));
    let ended = view.account.as_ref().filter(|item| !item.ended_on.is_empty());
    let ended = ended.map(|item| status(Tone::Neutral, texts.ended_on(&item.ended_on)));
    let told = match &view.account {
        Some(item) => facts(item),
        None => view! { <p>{texts.not_registered()}</p> }.into_any(),
    };
    view! {
        <PageHeader title below=(LIST, admin().reserve_accounts())>{ended}</PageHeader>
        {told}
        {todo}
        {history(view.approvals)}
    }
    .into_any()
}

fn end(account: String, request_no: String) -> AnyView {
    let texts = registry();
    view! {
        <Form to=ProposeReserveEnd::PATH request_no class="card stack">
            <h3 class="card__title">{texts.end_account()}</h3>
            <p>{texts.end_text()}</p>
            <input type="hidden" name="account" value=account />
            {reason::<ProposeReserveEnd>("end-note")}
            <div class="form__actions"><button class="button">{texts.propose()}</button></div>
        </Form>
    }
    .into_any()
}

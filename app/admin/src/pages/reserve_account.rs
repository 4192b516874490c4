//! One reserve account, which two people change or end.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        form::{Form, numbered},
        load::loaded,
        page_header::PageHeader,
    },
    texts::word,
};

use super::{
    proposal::{history, reason, what_to_do},
    reserve_accounts::{LIST, facts, state},
};
use crate::{
    api::reserve_account::{ProposeRecognition, ProposeReserveEnd, ReserveAccountPageView, reserve_account},
    texts::{admin, registry::registry},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, admin().reserve_accounts()), reserve_account(id), content)
}

fn content(view: ReserveAccountPageView) -> AnyView {
    let texts = registry();
    let item = view.account.as_ref();
    let id = item.map(|item| item.id.clone()).unwrap_or_default();
    let recognises = item.is_some_and(|item| item.recognises);
    let change = || changes((id, recognises), view.request_no.clone());
    let todo = what_to_do(&view.duty, &view.approvals, &view.request_no, change, word().nothing_to_do());
    let title = view
        .account
        .as_ref()
        .map_or_else(|| texts.proposed_account().to_owned(), |item| [item.branch.as_str(), &item.account_no].join(" "));
    let state = view.account.as_ref().map(|item| state(item).into_any());
    let told = match &view.account {
        Some(item) => facts(item),
        None => view! { <p>{texts.not_registered()}</p> }.into_any(),
    };
    view! {
        <PageHeader title below=(LIST, admin().reserve_accounts())>{state}</PageHeader>
        {told}
        {todo}
        {history(view.approvals)}
    }
    .into_any()
}

/// What may be proposed of an account that goes on.
fn changes((account, recognises): (String, bool), request_no: String) -> AnyView {
    let texts = registry();
    let (of, number) = (account.clone(), numbered(&request_no, 1));
    let wanted = !recognises;
    view! {
        <Form to=ProposeRecognition::PATH request_no=number class="card stack">
            <h3 class="card__title">{texts.recognition()}</h3>
            <p>{texts.recognition_text(recognises)}</p>
            <input type="hidden" name="account" value=of />
            <input type="hidden" name="wanted" value=wanted.to_string() />
            {reason::<ProposeRecognition>("recognition-note")}
            <div class="form__actions"><button class="button">{texts.recognise(wanted)}</button></div>
        </Form>
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

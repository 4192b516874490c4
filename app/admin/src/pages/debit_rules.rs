//! How often cards are tried, and when again after they were refused, which two people decide.

use domain::{
    debit_rules::{DebitRules, REASONS, Retry},
    network::Reason,
};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::components::{
    cell::Cell,
    form::{Form, kept},
    load::load,
    page_header::PageHeader,
    table::Table,
    value::fact,
};

use super::proposal::{history, reason, what_to_do};
use crate::{
    api::debit_rules::{DebitRulesView, ProposeDebitRules, debit_rules as find},
    texts::{approval::approval, debit_rules::debit_rules},
};

#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=debit_rules().title()>{debit_rules().note()}</PageHeader>
        {load(find(), content)}
    }
    .into_any()
}

fn content(view: DebitRulesView) -> AnyView {
    let (texts, rules) = (debit_rules(), view.rules.clone());
    let propose = || propose(&rules, view.request_no.clone());
    let todo = what_to_do(&view.duty, &view.approvals, &view.request_no, propose, approval().maker_only());
    let table = Table::<(Reason, Retry)>::new(texts.title())
        .words(texts.reason(), |row| Cell::text(debit_rules().reasons(row.0)))
        .words(texts.retry(), |row| Cell::text(debit_rules().retries(row.1)))
        .compact();
    let hours = view.limits.hours;
    let hours = if hours.from == hours.to { texts.all_day().to_owned() } else { hours.to_string() };
    let rows = REASONS.map(|reason| (reason, view.rules.retry(reason)));
    view! {
        <dl class="card facts facts--3">
            {fact(texts.tries(), view.rules.tries.to_string())}
            {fact(texts.hours(), hours)}
            {fact(texts.a_debit(), view.limits.a_debit.grouped())}
            {fact(texts.a_day(), view.limits.a_day.grouped())}
        </dl>
        <p class="muted small">{texts.deployed()}</p>
        {table.of(&rows)}
        {todo}
        {history(view.approvals)}
    }
    .into_any()
}

/// The maker's form, as it stands now.
fn propose(rules: &DebitRules, request_no: String) -> AnyView {
    let texts = debit_rules();
    let tries = kept::<ProposeDebitRules>("tries", rules.tries.to_string());
    let retries = REASONS.map(|of| choice(of, rules.retry(of))).into_iter().collect_view();
    view! {
        <Form to=ProposeDebitRules::PATH request_no class="card stack">
            <h3 class="card__title">{texts.propose_title()}</h3>
            <p>{texts.propose_text()}</p>
            <div class="form form--2">
                <div class="field">
                    <label for="tries">{texts.tries()}</label>
                    <input id="tries" name="tries" inputmode="numeric" autocomplete="off" required value=tries />
                </div>
                {retries}
            </div>
            {reason::<ProposeDebitRules>("rules-note")}
            <div class="form__actions"><button class="button">{texts.propose()}</button></div>
        </Form>
    }
    .into_any()
}

/// When a card is tried again that was refused for a reason.
fn choice(of: Reason, now: Retry) -> AnyView {
    let (id, name) = (format!("retry-{}", of.code()), format!("retries[{}]", of.code()));
    let chosen = kept::<ProposeDebitRules>(&name, now.code());
    let options = Retry::ALL.map(|retry| {
        let selected = Retry::from_code(&chosen) == Some(retry);
        view! { <option value=retry.code() selected=selected>{debit_rules().retries(retry)}</option> }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{debit_rules().reasons(of)}</label>
            <select id=id name=name>{options.into_iter().collect_view()}</select>
        </div>
    }
    .into_any()
}

//! One debt: who holds it, what was taken, and what the visitor may do.

use domain::debt::Holder;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    api::Problem,
    components::{
        alert::Alert,
        form::{AmountField, Form, kept, numbered},
        load::load,
        money::money,
        page_header::PageHeader,
        value::{fact, or_dash, reference},
    },
    texts::word,
};

use super::{agreement_debits, debts::collects, evidence, outside_payments, owed_back, transfers};
use crate::{
    api::debt::{DebitCard, DebtPageView, RefundDebit, debt},
    texts::{debt::debt as texts_of_debts, team::team},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    load(debt(id), content)
}

fn content(view: DebtPageView) -> AnyView {
    let texts = texts_of_debts();
    let item = &view.debt;
    let below = if view.portal == "/funder" { "/funder/debts" } else { "/facilitator/debts" };
    let steps = evidence::section(view.evidence.clone());
    let (title, state, holder) = (item.number.clone(), collects(item).into_any(), texts.steps(item.holder));
    let (facts, collect, refund, submit) = (facts(&view), collect(&view), refund(&view), submit(&view));
    let (paid, report) = (outside_payments::section(&view), outside_payments::report(&view));
    let next = outside_payments::onward(&view);
    view! {
        <PageHeader title below=(below, texts.title())>{state} <span>{holder}</span></PageHeader>
        <div class="split">
            <div class="split__data stack stack--loose">
                {facts}
                <section class="section">
                    <h2>{texts.debits()}</h2>
                    {if view.debits.is_empty() {
                        view! { <p class="muted">{texts.no_debits()}</p> }.into_any()
                    } else {
                        agreement_debits::table(view.portal, None).of(&view.debits)
                    }}
                </section>
                {owed_back::of_debits(&view.debits)}
                {paid}
                {(!view.transfers.is_empty()).then(|| {
                    view! { <section class="section"><h2>{texts.transfers()}</h2>{transfers::of_item(view.portal).of(&view.transfers)}</section> }
                })}
                {steps}
            </div>
            <aside class="split__decision card stack" aria-labelledby="collect">
                <h2 id="collect">{word().debit()}</h2>
                {collect}
                {refund}
                {report}
                {submit}
                {next}
            </aside>
        </div>
    }
    .into_any()
}

fn facts(view: &DebtPageView) -> impl IntoView + use<> {
    let (texts, item) = (texts_of_debts(), view.debt.clone());
    let binding = if view.portal == "/funder" {
        let href = format!("/funder/bindings/{}", item.binding);
        view! { <a href=href>{reference(item.alias)}</a> }.into_any()
    } else {
        reference(item.alias)
    };
    view! {
        <dl class="card facts facts--3">
            {item.outstanding.map(|left| fact(texts.outstanding(), money(left).into_any()))}
            {fact(texts.registered(), money(item.amount).into_any())}
            {fact(word().due_on(), item.due_on.into_any())}
            {fact(texts.payer(), format!("{} {}", item.payer, item.card).into_any())}
            {fact(texts.original(), item.funder_name.into_any())}
            {fact(word().facilitator(), or_dash(item.facilitator_name).into_any())}
            {fact(texts.alias(), binding)}
        </dl>
    }
}

fn collect(view: &DebtPageView) -> AnyView {
    let texts = texts_of_debts();
    if !view.may_debit {
        let words = match &view.debt.may_collect {
            Err(refusal) => {
                let words = Problem::from(refusal.clone()).words();
                (words.title, words.advice)
            }
            Ok(()) if view.debt.in_flight => {
                let words = Problem::from(domain::debt::DebtRefusal::InFlight).words();
                (words.title, words.advice)
            }
            Ok(()) => (texts.why_not().to_owned(), team().not_yours().to_owned()),
        };
        return view! { <Alert kind="info" title=words.0 text=words.1 /> }.into_any();
    }
    let (id, value) = (view.debt.id.clone(), kept::<DebitCard>("amount", ""));
    let hint = view.debt.outstanding.map(|left| texts.amount_hint(&left.grouped())).unwrap_or_default();
    let request_no = numbered(&view.request_no, "debit");
    view! {
        <Form to=DebitCard::PATH request_no class="stack">
            <input type="hidden" name="debt" value=id />
            <AmountField name="amount" label=texts.amount() value hint />
            <p class="muted small">{texts.collect_hint()}</p>
            <button class="button button--block">{texts.take()}</button>
        </Form>
    }
    .into_any()
}

/// Where something of what was debited can go back to its payer.
fn refund(view: &DebtPageView) -> Option<AnyView> {
    let refundable = view.debits.iter().filter(|debit| view.may_refund && debit.refundable.is_positive());
    let chosen = kept::<RefundDebit>("debit", "");
    let options: Vec<AnyView> = refundable
        .map(|debit| {
            let words = texts_of_debts().refundable(&debit.reference, &debit.refundable.grouped());
            let id = debit.id.clone();
            view! { <option value=id.clone() selected=id == chosen>{words}</option> }.into_any()
        })
        .collect();
    if options.is_empty() {
        return None;
    }
    let texts = texts_of_debts();
    let (amount, reason) = (kept::<RefundDebit>("amount", ""), kept::<RefundDebit>("reason", ""));
    let open = parts::components::form::error_of(RefundDebit::PATH).is_some();
    Some(
        view! {
            <details class="details" open=open>
                <summary>{texts.refund()}</summary>
                <div>
                    <Form to=RefundDebit::PATH request_no=numbered(&view.request_no, "refund") class="stack">
                        <p>{texts.refund_text()}</p>
                        <div class="field">
                            <label for="refund-debit">{texts.reference()}</label>
                            <select id="refund-debit" name="debit">{options}</select>
                        </div>
                        <div class="field">
                            <label for="refund-amount">{texts.refund_amount()}</label>
                            <input
                                id="refund-amount"
                                name="amount"
                                class="num"
                                inputmode="decimal"
                                maxlength="20"
                                required
                                autocomplete="off"
                                value=amount
                            />
                        </div>
                        <div class="field">
                            <label for="refund-reason">{texts.refund_reason()}</label>
                            <input id="refund-reason" name="reason" maxlength="500" required autocomplete="off" value=reason />
                        </div>
                        <button class="button button--quiet button--block">{texts.refund()}</button>
                    </Form>
                </div>
            </details>
        }
        .into_any(),
    )
}

fn submit(view: &DebtPageView) -> Option<AnyView> {
    let open = view.debt.holder != Holder::Funder;
    Some(transfers::submit(&view.debt.id, view.may_transfer?, open, numbered(&view.request_no, "transfer")))
}

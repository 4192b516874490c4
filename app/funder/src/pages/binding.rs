//! One binding: its share, and what can be done with either.

use domain::binding::ShareState;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use partner::{
    pages::evidence::section,
    texts::{binding::binding, transfer::transfer},
};
use parts::{
    components::{
        form::{AmountField, Form, TextArea, error_of, kept, numbered},
        load::loaded,
        page_header::PageHeader,
        value::{fact, reference},
    },
    texts::word,
};

use super::bindings::{LIST, collectors, share as share_cell, state};
use crate::api::binding::{BindingPageView, RegisterDebt, RevokeShare, Unsign, binding as find};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, binding().bindings()), find(id), content)
}

fn content(view: BindingPageView) -> AnyView {
    let texts = binding();
    let item = view.binding.clone();
    let steps = section(view.evidence.clone());
    let signing = format!("/funder/signings/{}", item.signing);
    let who = collectors(&item).into_iter().map(|words| view! { <div>{words}</div> }).collect_view();
    let (head, shares) = (state(&item).into_any(), share_cell(&item).into_any());
    view! {
        <PageHeader title=item.alias.clone() below=(LIST, texts.bindings())>{head}</PageHeader>
        <div class="split">
            <div class="split__data stack stack--loose">
                <dl class="card facts facts--3">
                    {fact(texts.payer(), item.payer.into_any())}
                    {fact(word().card(), item.card.into_any())}
                    {fact(texts.signed_at(), item.signed_at.into_any())}
                    {fact(word().settlement_id(), reference(item.settlement_id))}
                    {fact(word().facilitator(), item.facilitator_name.into_any())}
                    {fact(texts.share(), shares)}
                    {fact(texts.collectors(), who.into_any())}
                    {fact(texts.reference(), view! { <a href=signing>{reference(item.signing_reference)}</a> }.into_any())}
                </dl>
                {steps}
            </div>
            <aside class="split__decision card stack" aria-labelledby="todo">
                <h2 id="todo">{word().what_to_do()}</h2>
                {if view.may_act {
                    todo(&view)
                } else {
                    view! { <p class="muted">{transfer().nothing_to_do()}</p> }.into_any()
                }}
            </aside>
        </div>
    }
    .into_any()
}

fn todo(view: &BindingPageView) -> AnyView {
    let shared = view.binding.share.clone().filter(|(_, state)| *state == ShareState::Shared);
    view! { {register(view)} {shared.map(|(share, _)| revoke(view, share))} {unsign(view)} }.into_any()
}

fn register(view: &BindingPageView) -> impl IntoView + use<> {
    let (texts, id) = (binding(), view.binding.id.clone());
    let value = |name: &str| kept::<RegisterDebt>(name, "");
    let (number, amount, due_on) = (value("number"), value("amount"), value("due_on"));
    view! {
        <Form to=RegisterDebt::PATH request_no=numbered(&view.request_no, "debt") class="stack">
            <h3>{texts.register_title()}</h3>
            <p>{texts.register_text()}</p>
            <input type="hidden" name="binding" value=id />
            <div class="field">
                <label for="number">{texts.number()}</label>
                <input id="number" name="number" maxlength="64" required autocomplete="off" value=number />
            </div>
            <AmountField name="amount" label=word().plain_amount() value=amount />
            <div class="field">
                <label for="due-on">{word().due_on()}</label>
                <input id="due-on" name="due_on" type="date" required value=due_on />
            </div>
            <button class="button button--block">{texts.register()}</button>
        </Form>
    }
}

fn revoke(view: &BindingPageView, share: String) -> impl IntoView + use<> {
    let texts = binding();
    let (reason, open) = (kept::<RevokeShare>("reason", ""), error_of(RevokeShare::PATH).is_some());
    let wished = !kept::<RevokeShare>("payers_wish", "").is_empty();
    view! {
        <details class="details" open=open>
            <summary>{texts.revoke_title()}</summary>
            <div>
                <Form to=RevokeShare::PATH request_no=numbered(&view.request_no, "revoke") class="stack">
                    <p>{texts.revoke_text()}</p>
                    <input type="hidden" name="share" value=share />
                    <div class="field">
                        <label for="revoke-reason">{word().reason()}</label>
                        <TextArea id="revoke-reason" name="reason" required=true value=reason />
                    </div>
                    <label class="check">
                        <input type="checkbox" name="payers_wish" value="yes" checked=wished />
                        <span>{texts.payers_word()}</span>
                    </label>
                    <button class="button button--danger button--block">{texts.revoke()}</button>
                </Form>
            </div>
        </details>
    }
}

fn unsign(view: &BindingPageView) -> impl IntoView + use<> {
    let (texts, id) = (binding(), view.binding.id.clone());
    let (reason, open) = (kept::<Unsign>("reason", ""), error_of(Unsign::PATH).is_some());
    let wished = !kept::<Unsign>("payers_wish", "").is_empty();
    view! {
        <details class="details" open=open>
            <summary>{texts.unsign_title()}</summary>
            <div>
                <Form to=Unsign::PATH request_no=numbered(&view.request_no, "unsign") class="stack">
                    <p>{texts.unsign_text()}</p>
                    <input type="hidden" name="binding" value=id />
                    <div class="field">
                        <label for="unsign-reason">{word().reason()}</label>
                        <TextArea id="unsign-reason" name="reason" required=true value=reason />
                    </div>
                    <label class="check">
                        <input type="checkbox" name="payers_wish" value="yes" checked=wished />
                        <span>{texts.payers_wish()}</span>
                    </label>
                    <button class="button button--danger button--block">{texts.unsign()}</button>
                </Form>
            </div>
        </details>
    }
}

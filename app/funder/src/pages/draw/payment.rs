//! Paying a draw: what to do at the bank, and what to report here.

use domain::draw::DrawPhase;
use leptos::{prelude::*, server_fn::ServerFn};
use partner::texts::team::team;
use parts::{
    api::batch::item,
    components::{
        alert::Alert,
        form::{AmountField, Form, TextArea, error_of, kept},
        load::load_aside,
        value::{copyable, reference},
    },
    texts::word,
};

use super::LIST;
use crate::{
    api::{
        draw::{DisbursementView, InstructDraw, RefuseDraw, next_draw},
        payment_file::{PreparedView, ReleasePayments},
    },
    texts::{draw::draw as texts_of_draws, payment_file::payment_file as texts_of_payments},
};

pub fn panel(view: &DisbursementView) -> AnyView {
    let own = texts_of_draws();
    let draw = &view.draw;
    let instructed = !draw.instruction_at.is_empty();
    let body = match draw.phase {
        DrawPhase::Requested => to_pay(view),
        DrawPhase::Awaiting if !instructed => to_pay(view),
        DrawPhase::Awaiting => view! {
            <Alert kind="info" title=own.reported_title() text=own.reported_text() />
            {at_the_bank(view)}
        }
        .into_any(),
        DrawPhase::Credited => {
            let loan = draw.loan.clone().map(|loan| {
                view! {
                    <p>
                        <a class="button button--quiet button--block" href=format!("/funder/loans/{loan}")>
                            {own.see_loan()}
                        </a>
                    </p>
                }
            });
            view! {
                <Alert kind="good" title=word().credited() text=own.credited_text() />
                {loan}
            }
            .into_any()
        }
        DrawPhase::Refused => {
            view! { <Alert kind="info" title=own.refused_title() text=draw.refusal_reason.clone() /> }.into_any()
        }
        DrawPhase::Lapsed => view! { <Alert kind="info" title=own.lapsed_title() text=own.lapsed_text() /> }.into_any(),
        DrawPhase::Cancelled => {
            view! { <Alert kind="info" title=own.cancelled_title() text=own.cancelled_text() /> }.into_any()
        }
    };
    let open = matches!(draw.phase, DrawPhase::Requested | DrawPhase::Awaiting);
    let done = !open || instructed || view.prepared.is_some();
    let next = (view.treasurer && done).then(|| onward(draw.id.clone()));
    view! {
        <h2 id="payment">{own.pay()}</h2>
        {body}
        {next}
    }
    .into_any()
}

/// The way to the draw that waits to be paid next.
fn onward(draw: String) -> AnyView {
    load_aside(next_draw(draw), |next| {
        let link = next.map(|draw| {
            let words = texts_of_draws().next_draw(&draw.agent_name, &draw.amount.grouped());
            let href = format!("{LIST}/{}", draw.id);
            view! { <p><a class="button button--block" href=href rel="next" aria-keyshortcuts="n">{words}</a></p> }
        });
        link.into_any()
    })
}

fn to_pay(view: &DisbursementView) -> AnyView {
    let own = texts_of_draws();
    let waits = view.prepared.as_ref().map(|prepared| {
        let by = team().actor(&prepared.by);
        let text = texts_of_payments().waits_text(by, &prepared.at, &prepared.payment_reference);
        view! { <Alert kind="info" title=texts_of_payments().waits_title() text /> }
    });
    if let Some(prepared) = view.prepared.as_ref().filter(|_| view.approver) {
        return view! { {waits} {at_the_bank(view)} {release(view, prepared)} }.into_any();
    }
    if !view.treasurer {
        return view! {
            {waits}
            <Alert kind="info" title=own.treasurer_only() text=own.treasurer_only_text() />
            {at_the_bank(view)}
        }
        .into_any();
    }
    let refuse = (view.draw.phase == DrawPhase::Requested).then(|| refuse(view));
    view! {
        {waits}
        <h3>{own.pay_first()}</h3>
        {at_the_bank(view)}
        <h3>{own.pay_then()}</h3>
        {report(view)}
        {refuse}
    }
    .into_any()
}

/// What the remittance must say, so that it can be matched.
fn at_the_bank(view: &DisbursementView) -> impl IntoView + use<> {
    let own = texts_of_draws();
    let (name, account_no, branch) =
        view.pay_to.clone().map_or_else(Default::default, |to| (to.name, to.account_no, to.branch));
    view! {
        <dl class="facts facts--end facts--copy">
            {copyable(word().amount(), view.draw.amount.to_string())}
            <div><dt>{word().payer_account()}</dt><dd>{reference(view.draw.payer_account.clone())}</dd></div>
            {copyable(own.payee_account(), account_no)}
            {copyable(word().payee_name(), name)}
            {copyable(word().payee_branch(), branch)}
            {copyable(word().remittance(), view.draw.reference.clone())}
        </dl>
        <p class="muted small">{own.remittance_hint()}</p>
    }
}

fn report(view: &DisbursementView) -> impl IntoView + use<> {
    let own = texts_of_draws();
    let draw = view.draw.id.clone();
    let amount = kept::<InstructDraw>("amount", view.draw.amount.grouped());
    let reference = kept::<InstructDraw>("payment_reference", "");
    let (note, act) = if view.releases {
        (texts_of_payments().register_note(), texts_of_payments().register())
    } else {
        (own.report_accepts(), own.report_payment())
    };
    view! {
        <Form to=InstructDraw::PATH request_no=view.request_no.clone() class="stack">
            <input type="hidden" name="draw" value=draw />
            <AmountField name="amount" label=own.amount() value=amount />
            <div class="field">
                <label for="payment-reference">{own.own_reference()}</label>
                <p class="field__hint" id="payment-reference-hint">{own.own_reference_hint()}</p>
                <input
                    id="payment-reference"
                    name="payment_reference"
                    maxlength="64"
                    required
                    autocomplete="off"
                    aria-describedby="payment-reference-hint"
                    value=reference
                />
            </div>
            <p class="muted small">{note}</p>
            <button class="button button--block">{act}</button>
        </Form>
    }
}

/// A second person's release of what was registered.
fn release(view: &DisbursementView, prepared: &PreparedView) -> impl IntoView + use<> {
    let one = item(&prepared.registered, &view.draw.reference);
    view! {
        <Form to=ReleasePayments::PATH request_no=view.request_no.clone() class="stack">
            <input type="hidden" name="items[]" value=one />
            <p class="muted small">{texts_of_payments().release_text()}</p>
            <button class="button button--block">{texts_of_payments().release_this()}</button>
        </Form>
    }
}

fn refuse(view: &DisbursementView) -> impl IntoView + use<> {
    let own = texts_of_draws();
    let draw = view.draw.id.clone();
    let reason = kept::<RefuseDraw>("reason", "");
    let came_back = error_of(RefuseDraw::PATH).is_some();
    view! {
        <details class="details" open=came_back>
            <summary>{own.or_refuse()}</summary>
            <div>
                <Form to=RefuseDraw::PATH request_no=view.request_no.clone() class="stack">
                    <input type="hidden" name="draw" value=draw />
                    <div class="field">
                        <label for="reason">{own.refuse_reason()}</label>
                        <p class="field__hint">{own.refuse_hint()}</p>
                        <TextArea id="reason" name="reason" required=true value=reason />
                    </div>
                    <button class="button button--danger button--block">{own.refuse()}</button>
                </Form>
            </div>
        </details>
    }
}

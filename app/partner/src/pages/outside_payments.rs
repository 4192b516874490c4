//! What was paid on a debt elsewhere: a part of the debt's page, and a table for the institution.

use domain::outside_payment::OutsidePaymentState;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        cell::Cell,
        form::{Form, TextArea, error_of, kept, numbered},
        money::money,
        status::Tone,
        table::Table,
        value::when,
    },
    texts::{outside_payment::outside_payment as texts_of_payments, word},
};

use crate::{
    api::{
        debt::DebtPageView,
        outside_payment::{AnswerPayment, OutsidePaymentView, ReportPayment},
    },
    texts::debt::debt,
};

/// How far a report has got.
#[must_use]
pub fn state(state: OutsidePaymentState) -> Cell {
    let tone = match state {
        OutsidePaymentState::Reported => Tone::Waiting,
        OutsidePaymentState::Counted => Tone::Done,
        OutsidePaymentState::Declined | OutsidePaymentState::Undone => Tone::Neutral,
    };
    Cell::status(tone, texts_of_payments().states(state))
}

/// Payments with what shows them, and to whom they are owed.
#[must_use]
pub fn table() -> Table<OutsidePaymentView> {
    let texts = texts_of_payments();
    Table::<OutsidePaymentView>::new(texts.title())
        .words(texts.number(), |item| Cell::reference(&item.number).note(item.reporter_name.clone()))
        .figures(word().amount(), |item| item.amount)
        .words(texts.paid_on(), |item| Cell::time(&item.paid_on).note(when(&item.reported_at)))
        .prose(texts.evidence(), |item| item.evidence.clone())
        .words(word().state(), |item| {
            let owed = (!item.owed_to.is_empty()).then(|| texts_of_payments().owed_to(&item.owed_to));
            state(item.state).note_of(owed)
        })
}

/// What was paid, with the forms of those that wait for the visitor.
pub(super) fn section(view: &DebtPageView) -> Option<AnyView> {
    let texts = texts_of_payments();
    if view.payments.is_empty() {
        return None;
    }
    let asks = view.payments.iter().filter(|item| item.asks && view.may_report);
    let asks: Vec<AnyView> =
        asks.enumerate().map(|(place, item)| answer(item, &numbered(&view.request_no, place))).collect();
    Some(
        view! { <section class="section"><h2>{texts.title()}</h2>{table().of(&view.payments)}{asks}</section> }
            .into_any(),
    )
}

fn answer(item: &OutsidePaymentView, request_no: &str) -> AnyView {
    let texts = debt();
    let form = |agree: bool, class: &'static str, label: &'static str| {
        let (payment, request_no) = (item.id.clone(), numbered(request_no, agree));
        view! {
            <Form to=AnswerPayment::PATH request_no>
                <input type="hidden" name="payment" value=payment />
                <input type="hidden" name="agree" value=agree.to_string() />
                <button class=class>{label}</button>
            </Form>
        }
    };
    let title = texts.answer_payment(&item.number);
    let (yes, no) = (form(true, "button", texts.agree()), form(false, "button button--quiet", texts.disagree()));
    view! {
        <div class="card stack">
            <h3 class="card__title">{title}</h3>
            <p>{texts.answer_text()}</p>
            <p>{money(item.amount)}</p>
            {yes}
            {no}
        </div>
    }
    .into_any()
}

/// The form with which the visitor reports what was paid.
pub(super) fn report(view: &DebtPageView) -> Option<AnyView> {
    if !view.may_report || view.debt.outstanding.is_some_and(|left| !left.is_positive()) {
        return None;
    }
    let (texts, own) = (texts_of_payments(), debt());
    let (id, today) = (view.debt.id.clone(), view.today.clone());
    let (number, amount) = (kept::<ReportPayment>("number", ""), kept::<ReportPayment>("amount", ""));
    let paid_on = kept::<ReportPayment>("shown[paid_on]", today.as_str());
    let evidence = kept::<ReportPayment>("shown[evidence]", "");
    let open = error_of(ReportPayment::PATH).is_some();
    Some(
        view! {
            <details class="details" open=open>
                <summary>{own.report_payment()}</summary>
                <div>
                    <Form to=ReportPayment::PATH request_no=numbered(&view.request_no, "paid") class="stack">
                        <p>{own.report_text()}</p>
                        <input type="hidden" name="debt" value=id />
                        <div class="field">
                            <label for="paid-number">{texts.number()}</label>
                            <p class="field__hint">{own.report_number_hint()}</p>
                            <input id="paid-number" name="number" maxlength="64" required autocomplete="off" value=number />
                        </div>
                        <div class="field">
                            <label for="paid-amount">{own.paid_amount()}</label>
                            <input
                                id="paid-amount"
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
                            <label for="paid-on">{texts.paid_on()}</label>
                            <input id="paid-on" name="shown[paid_on]" type="date" max=today required value=paid_on />
                        </div>
                        <div class="field">
                            <label for="paid-evidence">{texts.evidence()}</label>
                            <p class="field__hint">{own.report_evidence_hint()}</p>
                            <TextArea id="paid-evidence" name="shown[evidence]" required=true value=evidence />
                        </div>
                        <button class="button button--quiet button--block">{own.report_payment()}</button>
                    </Form>
                </div>
            </details>
        }
        .into_any(),
    )
}

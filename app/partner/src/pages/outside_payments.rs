//! What was paid on debts elsewhere: a list of all of it, a part of a debt's page, and a table for the institution.

use domain::outside_payment::OutsidePaymentState;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        form::{Form, TextArea, error_of, kept, numbered},
        icon::Icon,
        list::NarrowedList,
        load::load_aside,
        money::money,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        query::query_string,
        status::Tone,
        table::Table,
        tabs::{asked_one, asked_state, tab},
        value::when,
    },
    texts::{narrow::narrow, outside_payment::outside_payment as texts_of_payments, word},
};
use services::outside_payment::OutsidePaymentFilter;

use crate::{
    api::{
        debt::DebtPageView,
        outside_payment::{AnswerPayment, OutsidePaymentView, ReportPayment, next_payment, outside_payments},
    },
    texts::debt::debt,
};

/// Beside the page itself, which stands in two portals.
const PATH: &str = "outside-payments";
/// The part of the list that waits for the visitor's side.
const ASKING: &str = "asking";

#[must_use]
pub fn page() -> AnyView {
    let (texts, one, asking) = (texts_of_payments(), asked_one::<OutsidePaymentState>(), asked_state(&["", ASKING]));
    let states = OutsidePaymentState::ALL.map(|state| tab(state.code(), texts.states(state)));
    let here = one.map_or(asking, OutsidePaymentState::code);
    let filter = match one {
        Some(state) => OutsidePaymentFilter::In(state),
        None if asking == ASKING => OutsidePaymentFilter::Asking,
        None => OutsidePaymentFilter::All,
    };
    let of = narrow();
    let filters = Filters { path: PATH, hint: of.payment_hint(), day: of.reported_on(), amount: word().plain_amount() };
    let list = NarrowedList::asked(filters, empty(Icon::Wallet, texts.none_title(), texts.none_text())).each(
        word().state(),
        Some(here).filter(|here| !here.is_empty()),
        std::iter::once(tab(ASKING, debt().payments_asking())).chain(states),
    );
    view! {
        <PageHeader title=texts.title()>{debt().payments_note()}</PageHeader>
        {list.view(
            |query, after| outside_payments(filter, query, after),
            |(page, portal), none| of_debts(portal).sortable().page(page, none),
        )}
    }
    .into_any()
}

/// Payments, each with the way to its debt.
fn of_debts(portal: &'static str) -> Table<OutsidePaymentView> {
    let texts = texts_of_payments();
    Table::<OutsidePaymentView>::new(texts.title())
        .words(word().debt(), move |item| {
            Cell::reference(&item.debt_number).to(format!("{portal}/debts/{}", item.debt))
        })
        .words(texts.number(), |item| Cell::reference(&item.number).note(item.reporter_name.clone()))
        .figures(word().amount(), |item| item.amount)
        .summed()
        .sorted_by(SortKey::Amount)
        .words(texts.paid_on(), |item| Cell::time(&item.paid_on))
        .words(texts.reported_at(), |item| Cell::time(&item.reported_at))
        .sorted_by(SortKey::Time)
        .words(word().state(), owed)
}

/// How far a report has got, and to whom the money is owed.
fn owed(item: &OutsidePaymentView) -> Cell {
    let owed = (!item.owed_to.is_empty()).then(|| texts_of_payments().owed_to(&item.owed_to));
    state(item.state).note_of(owed)
}

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
fn table() -> Table<OutsidePaymentView> {
    let texts = texts_of_payments();
    Table::<OutsidePaymentView>::new(texts.title())
        .words(texts.number(), |item| Cell::reference(&item.number).note(item.reporter_name.clone()))
        .figures(word().amount(), |item| item.amount)
        .words(texts.paid_on(), |item| Cell::time(&item.paid_on).note(when(&item.reported_at)))
        .prose(texts.evidence(), |item| item.evidence.clone())
        .words(word().state(), owed)
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
    let of_debt = query_string([("text".to_owned(), view.debt.number.clone())]);
    let all = format!("{}/{PATH}{of_debt}", view.portal);
    Some(
        view! {
            <section class="section">
                <h2 class="card__title">{texts.title()} <a class="card__more" href=all>{word().all()}</a></h2>
                {table().of(&view.payments)}
                {asks}
            </section>
        }
        .into_any(),
    )
}

/// The way to the payment that the visitor has to confirm next, where nothing of this debt asks for it any more.
pub(super) fn onward(view: &DebtPageView) -> Option<AnyView> {
    if !view.may_report || view.payments.iter().any(|item| item.asks) {
        return None;
    }
    let portal = view.portal;
    let class = if view.may_debit { "button button--quiet button--block" } else { "button button--block" };
    Some(load_aside(next_payment(view.debt.id.clone()), move |next| {
        let link = next.map(|next| {
            let words = debt().next_payment(&next.debt_number, &next.amount.grouped());
            let href = format!("{portal}/debts/{}", next.debt);
            view! { <p><a class=class href=href rel="next" aria-keyshortcuts="n">{words}</a></p> }
        });
        link.into_any()
    }))
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
            <p>{money(item.amount)} " " {word().yuan()}</p>
            <div class="cluster">{yes} {no}</div>
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

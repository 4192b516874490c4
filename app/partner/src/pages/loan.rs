//! The parts of a loan's page that its funder and whoever holds it read alike.

use domain::{loan::LoanState, payout::PayoutState};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::loan::{LoanPageView, LoanView},
    components::{
        alert::Alert,
        cell::Cell,
        form::{Form, kept, numbered},
        loan_facts::marked,
        money::money,
        status::Tone,
        value::fact,
    },
    texts::{terms, word},
};
use services::loan::WriteOffRow;

use super::{loan_debits, transfers};
use crate::{
    api::loan::{DebitLoan, HeldLoanView},
    texts::{debt::debt, lending::lending, transfer::transfer},
};

/// How a loan stands.
#[must_use]
pub fn state(loan: &LoanView) -> Cell {
    let texts = lending();
    match loan.state {
        LoanState::Overdue { .. } => Cell::status(Tone::Bad, texts.overdue_days(loan.overdue_days)),
        LoanState::Settled => Cell::status(Tone::Done, word().settled()),
        LoanState::Active => Cell::status(Tone::Active, word().running()),
    }
}

/// How far a payout is.
#[must_use]
pub fn payout(state: PayoutState) -> Cell {
    let tone = match state {
        PayoutState::Requested | PayoutState::Sent => Tone::Waiting,
        PayoutState::Unknown => Tone::Due,
        PayoutState::Confirmed => Tone::Done,
        PayoutState::Failed | PayoutState::SentBack | PayoutState::Returned => Tone::Bad,
    };
    Cell::status(tone, lending().payout_state(state))
}

/// Who holds the loan since when, if that is not whoever lent it, or was not always.
#[must_use]
pub fn holder(loan: &LoanView) -> Option<String> {
    (!loan.held_since.is_empty()).then(|| lending().held_since(&loan.holder_name, &loan.held_since))
}

/// That its funder has written it off, since when and why.
#[must_use]
pub fn written_off(row: &WriteOffRow) -> impl IntoView + use<> {
    let texts = lending();
    let told = texts.written_off_by(&row.written_on.to_string(), &row.written_by, &row.reason);
    view! { <Alert kind="warn" title=texts.written_off() text=told /> }
}

/// The transfers of the loan, and the form that begins one.
#[must_use]
pub fn hands(view: &HeldLoanView) -> AnyView {
    let table = (!view.transfers.is_empty()).then(|| transfers::of_item(view.portal).of(&view.transfers));
    let request_no = numbered(&view.page.request_no, "transfer");
    let form = view.may_transfer.map(|back| transfers::submit(&view.page.loan.id, back, false, request_no));
    if table.is_none() && form.is_none() {
        return ().into_any();
    }
    view! {
        <section class="section stack">
            <h2>{transfer().title()}</h2>
            {table}
            {form}
        </section>
    }
    .into_any()
}

/// What was debited for the loan with a card that its borrower has bound, and the form that debits more.
#[must_use]
pub fn debits(view: &HeldLoanView) -> Option<AnyView> {
    let texts = debt();
    let paused = marked(&view.page.marks);
    let form = view.may_debit.then(|| debit(view));
    let table = (!view.debits.is_empty()).then(|| loan_debits::table(view.portal).of(&view.debits));
    (form.is_some() || table.is_some() || paused.is_some()).then(|| {
        view! { <section class="section stack"><h2>{texts.debits()}</h2>{paused}{table}{form}</section> }.into_any()
    })
}

fn debit(view: &HeldLoanView) -> impl IntoView + use<> {
    let (texts, loan) = (debt(), &view.page.loan);
    let (id, value) = (loan.id.clone(), kept::<DebitLoan>("amount", ""));
    let request_no = numbered(&view.page.request_no, "debit");
    let hint = texts.amount_hint(&loan.due_today.grouped());
    view! {
        <Form to=DebitLoan::PATH request_no class="form">
            <input type="hidden" name="loan" value=id />
            <div class="field">
                <label for="amount">{texts.amount()}</label>
                <p class="field__hint" id="amount-hint">{hint}</p>
                <div class="field__affix">
                    <input
                        id="amount"
                        name="amount"
                        class="num"
                        inputmode="decimal"
                        maxlength="20"
                        required
                        autocomplete="off"
                        aria-describedby="amount-hint"
                        value=value
                    />
                    <span>{word().yuan()}</span>
                </div>
            </div>
            <p class="muted small">{texts.loan_debit_hint()}</p>
            <div class="form__actions"><button class="button">{texts.take()}</button></div>
        </Form>
    }
}

/// What is owed now.
#[must_use]
pub fn position(view: &LoanPageView) -> impl IntoView + use<> {
    let own = lending();
    let (loan, terms_of_loan) = (&view.loan, &view.loan.terms);
    let owed = view.position.quote(view.today);
    let repaid = loan.principal.less(loan.outstanding);
    let penalty = view! {
        {terms::percent(terms_of_loan.penalty_rate())}
        " "
        <small class="muted">
            {own.penalty_multiplier(&terms_of_loan.penalty_multiplier.normalize().to_string())}
        </small>
    };
    view! {
        <section class="card">
            <h2>
                {own.position()} " "
                <small class="muted">{own.position_on(&view.today.to_string())}</small>
            </h2>
            <dl class="facts facts--3">
                {fact(word().outstanding(), money(loan.outstanding).into_any())}
                {fact(own.interest_now(), money(owed.interest()).into_any())}
                {fact(own.penalty_now(), money(owed.penalty()).into_any())}
                {fact(word().due_now(), money(loan.due_today).into_any())}
                {fact(word().payoff(), money(loan.payoff).into_any())}
                {fact(word().annual_rate(), terms_of_loan.annual_rate.percent().into_any())}
                {fact(word().penalty_rate(), penalty.into_any())}
                {fact(word().method(), terms::method(terms_of_loan.method).into_any())}
                {fact(word().tenor(), terms::tenor(terms_of_loan.tenor).into_any())}
            </dl>
            {terms::grace(terms_of_loan).map(|text| view! { <p class="muted small">{text}</p> })}
            <div class="progress">
                <p class="progress__label">
                    <span>{own.repaid()}</span>
                    <span class="money">{repaid.grouped()} " / " {loan.principal.grouped()}</span>
                </p>
                <progress max=loan.principal.fen() value=repaid.fen() aria-label=own.repaid()></progress>
            </div>
        </section>
    }
}

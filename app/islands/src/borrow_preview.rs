//! What a draw would cost, while one types: the functions that disclose and charge it, run in the browser.

use domain::{
    Amount,
    amount::AmountError,
    calendar::{Calendar, CalendarDay},
    cost::cost,
    schedule::{DueDates, Instalment, plan},
    terms::{HolidayRule, LoanTerms, Tenor},
};
use leptos::{html::Input, prelude::*};
use time::Date;

use super::chips::{Chip, chips};
use crate::texts::{borrow, terms};

/// How far one press of a stepper goes.
const STEP: Amount = Amount::from_fen(100_000);

/// The amount and the tenor of a draw, for the form around it, with its cost beside. What the form needs besides comes
/// as children, below the tenors.
#[island(lazy)]
pub fn BorrowPreview(
    terms: LoanTerms,
    tenors: Vec<Tenor>,
    available: Amount,
    today: Date,
    matures_on: Date,
    /// The days by which due dates move, where the terms have it so.
    days: Vec<CalendarDay>,
    amount: String,
    /// Why that amount cannot be drawn; empty when it can, or when there is none.
    wrong: String,
    tenor: Tenor,
    children: Children,
) -> impl IntoView {
    let texts = borrow();
    let calendar: Calendar = days.into_iter().collect();
    let (typed, chosen) = (RwSignal::new(amount.clone()), RwSignal::new(tenor));
    let invalid = (!wrong.is_empty()).then_some("true");
    let (field, alive) = (NodeRef::<Input>::new(), RwSignal::new(false));
    Effect::new(move |_| {
        // What was typed before the page came to life counts.
        if let Some(field) = field.get() {
            typed.set(field.value());
        }
        alive.set(true);
    });
    let tenors = tenors
        .into_iter()
        .map(|tenor| {
            let dates = DueDates::of(&LoanTerms { tenor, ..terms.clone() }, today, &calendar, matures_on).ok();
            chip(tenor, dates.and_then(|dates| dates.due_on().last().copied()), matures_on)
        })
        .collect();
    let set = move |amount: Amount| {
        if let Some(field) = field.get_untracked() {
            field.set_value(&amount.grouped());
        }
        typed.set(amount.grouped());
    };
    let words = move || typed.get().parse::<Amount>().map(Amount::in_words).unwrap_or_default();
    view! {
        <div class="split">
            <div class="form">
                <div class="field field--amount">
                    <label for="amount">{texts.amount()}</label>
                    <div class="field__affix">
                        <span aria-hidden="true">"¥"</span>
                        <input
                            id="amount"
                            name="amount"
                            inputmode="decimal"
                            autocomplete="off"
                            maxlength="20"
                            required
                            value=amount
                            aria-invalid=invalid
                            aria-describedby=invalid.map(|_| "error")
                            node_ref=field
                            on:input=move |event| typed.set(event_target_value(&event))
                        />
                        <span>{texts.yuan()}</span>
                    </div>
                    {invalid.map(|_| view! { <p class="field__error" id="error">{wrong}</p> })}
                    <p class="cluster cluster--spread">
                        <span class="amount-zh" lang="zh-CN">{words}</span>
                        <button type="button" class="link-button" hidden=move || !alive.get() on:click=move |_| set(available)>
                            {texts.all()}
                        </button>
                    </p>
                </div>
                {stepper(available, typed, alive, set)}
                {chips("tenor", texts.tenor(), tenors, chosen)}
                {children()}
            </div>
            <aside class="card split__decision" aria-live="polite" aria-atomic="true">
                <h2>{texts.this_loan()}</h2>
                {move || {
                    let terms = LoanTerms { tenor: chosen.get(), ..terms.clone() };
                    let dates = DueDates::of(&terms, today, &calendar, matures_on).ok();
                    price(&typed.get(), &terms, available, dates.as_ref())
                }}
            </aside>
        </div>
    }
}

/// A tenor with the day on which it would end. One that would end after the line is shown and cannot be chosen.
fn chip(tenor: Tenor, end: Option<Date>, matures_on: Date) -> Chip<Tenor> {
    let label = end.iter().fold(terms::tenor(tenor), |label, end| label + "\n" + &end.to_string());
    Chip { value: tenor, code: tenor.to_string(), label, disabled: end.is_none_or(|end| end > matures_on) }
}

/// Buttons and a slider, which work in the browser only and stand only where they do.
fn stepper(
    available: Amount,
    typed: RwSignal<String>,
    alive: RwSignal<bool>,
    set: impl Fn(Amount) + Copy + Send + 'static,
) -> impl IntoView {
    let texts = borrow();
    let current = move || typed.get().parse::<Amount>().unwrap_or_default();
    let whole = move |amount: Amount| amount.clamp(Amount::ZERO, available);
    let in_steps = move |amount: Amount| amount.fen() / STEP.fen();
    view! {
        <div class="stepper" hidden=move || !alive.get()>
            <button
                type="button"
                class="button button--quiet"
                aria-label=texts.less()
                on:click=move |_| set(whole(current().less(STEP)))
            >
                "−1,000"
            </button>
            <input
                type="range"
                min="0"
                max=in_steps(available)
                aria-label=texts.amount()
                aria-valuetext=move || current().grouped()
                prop:value=move || in_steps(current()).to_string()
                on:input=move |event| {
                    let steps: i64 = event_target_value(&event).parse().unwrap_or_default();
                    set(whole(Amount::from_fen(steps.saturating_mul(STEP.fen()))));
                }
            />
            <button
                type="button"
                class="button button--quiet"
                aria-label=texts.more()
                on:click=move |_| set(whole(current().plus(STEP)))
            >
                "+1,000"
            </button>
        </div>
    }
}

/// The card: the cost of the amount, or why it has none.
fn price(typed: &str, terms: &LoanTerms, available: Amount, dates: Option<&DueDates>) -> AnyView {
    let texts = borrow();
    let amount = match typed.parse::<Amount>() {
        Ok(amount) if amount.is_positive() => amount,
        Err(AmountError::MisplacedComma) => return view! { <p class="field__error">{texts.comma()}</p> }.into_any(),
        _ => return view! { <p class="muted">{texts.enter_amount()}</p> }.into_any(),
    };
    if amount > available {
        return view! { <p class="field__error">{texts.above_available(&available.grouped())}</p> }.into_any();
    }
    let reckoned = dates.and_then(|dates| cost(amount, terms, dates).ok().zip(plan(amount, terms, dates).ok()));
    let Some((cost, plan)) = reckoned else {
        return view! { <p class="muted">{texts.enter_amount()}</p> }.into_any();
    };
    let (percent, moves) = (terms.annual_rate.percent(), terms.holiday_rule != HolidayRule::Stays);
    let due = match plan.as_slice() {
        [only] => texts.due_once(&only.due_on.to_string()),
        _ => texts.due_in_all().to_owned(),
    };
    let early = if terms.early_fee_rate.fraction().is_zero() {
        texts.early_free(terms.min_days)
    } else {
        texts.early_fee(&terms.early_fee_rate.percent())
    };
    view! {
        <dl class="facts facts--end">
            <div><dt>{texts.principal()}</dt><dd class="money">{amount.grouped()}</dd></div>
            <div><dt>{texts.interest(&terms::tenor(terms.tenor))}</dt><dd class="money">{cost.interest.grouped()}</dd></div>
            <div><dt>{texts.other_fees()}</dt><dd class="money">{cost.fees.grouped()}</dd></div>
            <div class="facts__total"><dt>{due}</dt><dd class="money">{amount.plus(cost.total).grouped()}</dd></div>
        </dl>
        <p class="offer__rate">
            <span class="offer__percent">{percent.trim_end_matches('%').to_owned()}<small>"%"</small></span>
            {texts.annual_rate()}
        </p>
        <p class="muted small">{texts.effective(&terms::percent(cost.effective_annual_rate))}</p>
        <p class="muted small">{early}</p>
        {moves.then(|| view! { <p class="muted small">{terms::holidays(terms.holiday_rule)}</p> })}
        {(plan.len() > 1).then(|| plan_table(plan))}
    }
    .into_any()
}

fn plan_table(plan: Vec<Instalment>) -> impl IntoView {
    let texts = borrow();
    view! {
        <details class="details">
            <summary>{texts.plan()}</summary>
            <table class="table table--compact">
                <thead>
                    <tr>
                        <th scope="col">{texts.due_on()}</th>
                        <th scope="col" class="num">{texts.plan_principal()}</th>
                        <th scope="col" class="num">{texts.plan_interest()}</th>
                    </tr>
                </thead>
                <tbody>
                    {plan
                        .into_iter()
                        .map(|instalment| {
                            view! {
                                <tr>
                                    <th scope="row"><time>{instalment.due_on.to_string()}</time></th>
                                    <td class="num">{instalment.principal.grouped()}</td>
                                    <td class="num">{instalment.interest.grouped()}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </details>
    }
}

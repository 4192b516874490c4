//! Where a repayment goes, while one types: the very function that will split it, run in the browser.

use domain::{
    Amount,
    amount::AmountError,
    position::{Allocation, Position, Quote},
    repayment::RepaymentChoice,
};
use leptos::{html::Input, prelude::*};
use time::Date;

use crate::texts::repay;

/// What the agent chose, as the form names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Due,
    All,
    Part,
}

impl Choice {
    const fn code(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::All => "all",
            Self::Part => "part",
        }
    }

    fn from_code(code: &str) -> Self {
        [Self::Due, Self::Part].into_iter().find(|choice| choice.code() == code).unwrap_or(Self::All)
    }
}

/// How much to repay, for the form around it, and what that does to the loan. The form's button comes as children.
#[island(lazy)]
pub fn RepayPreview(
    position: Position,
    today: Date,
    balance: Amount,
    /// `due`, `all` or `part`.
    choice: String,
    amount: String,
    children: Children,
) -> impl IntoView {
    let texts = repay();
    let quote = position.quote(today);
    let (typed, chosen) = (RwSignal::new(amount.clone()), RwSignal::new(Choice::from_code(&choice)));
    let (field, alive) = (NodeRef::<Input>::new(), RwSignal::new(false));
    Effect::new(move |_| {
        // What was typed before the page came to life counts.
        if let Some(field) = field.get() {
            typed.set(field.value());
        }
        alive.set(true);
    });
    let nothing_due = quote.due_total().is_zero();
    let choices = [(Choice::Due, texts.due()), (Choice::All, texts.all()), (Choice::Part, texts.part())]
        .map(|(choice, label)| chip(choice, label, choice == Choice::Due && nothing_due, chosen));
    view! {
        <div class="form">
            <fieldset class="chips">
                <legend>{texts.how_much()}</legend>
                {choices.into_iter().collect_view()}
            </fieldset>
            {nothing_due.then(|| view! { <p class="field__hint">{texts.nothing_due()}</p> })}
            <div class="field" hidden=move || alive.get() && chosen.get() != Choice::Part>
                <label for="amount">{texts.amount()}</label>
                <p class="field__hint" id="amount-hint">{texts.amount_hint()}</p>
                <div class="field__affix">
                    <input
                        id="amount"
                        name="amount"
                        inputmode="decimal"
                        autocomplete="off"
                        maxlength="20"
                        aria-describedby="amount-hint"
                        value=amount
                        node_ref=field
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                    <span>{texts.yuan()}</span>
                </div>
            </div>
            <p class="muted">{texts.balance(&balance.grouped())}</p>
            <div class="stack" aria-live="polite">
                {move || effect_of(&position, today, balance, chosen.get(), &typed.get())}
            </div>
            {children()}
        </div>
    }
}

/// One of the choices, in step with `chosen`; what was chosen before the page came to life counts.
fn chip(choice: Choice, label: &'static str, disabled: bool, chosen: RwSignal<Choice>) -> impl IntoView {
    let radio = NodeRef::<Input>::new();
    let first = chosen.get_untracked() == choice;
    Effect::new(move |_| {
        if radio.get().is_some_and(|radio| radio.checked()) {
            chosen.set(choice);
        }
    });
    view! {
        <label>
            <input
                type="radio"
                name="choice"
                value=choice.code()
                checked=first
                disabled=disabled
                required
                node_ref=radio
                on:change=move |_| chosen.set(choice)
            />
            <span>{label}</span>
        </label>
    }
}

/// What the choice would do, or why it would do nothing.
fn effect_of(position: &Position, today: Date, balance: Amount, choice: Choice, typed: &str) -> AnyView {
    let texts = repay();
    let quote = position.quote(today);
    let choice = match choice {
        Choice::Due => RepaymentChoice::Due,
        Choice::All => RepaymentChoice::All,
        Choice::Part => match typed.parse() {
            Ok(amount) => RepaymentChoice::Part(amount),
            Err(AmountError::MisplacedComma) => {
                return view! { <p class="field__error">{texts.comma()}</p> }.into_any();
            }
            Err(_) => return view! { <p class="muted">{texts.enter_amount()}</p> }.into_any(),
        },
    };
    let amount = choice.amount(position, today);
    if amount > quote.payoff_total() {
        let text = texts.above_payoff(&quote.payoff_total().grouped());
        return view! { <p class="field__error">{text}</p> }.into_any();
    }
    let (Ok((after, allocation)), Ok(saved)) = (position.pay(today, amount), position.saved_by(today, amount)) else {
        return view! { <p class="muted">{texts.enter_amount()}</p> }.into_any();
    };
    let short = amount.less(balance);
    view! {
        {short
            .is_positive()
            .then(|| view! { <p>{texts.short(&short.grouped())} " " <a class="unbroken" href="/agent/wallet">{texts.top_up()}</a></p> })}
        <h3>{texts.split(&amount.grouped())}</h3>
        {allocation_table(&quote, &allocation)}
        {short.is_zero().then(|| outlook(position, &after, &allocation, saved, today))}
    }
    .into_any()
}

/// What settles the loan beside what is paid now, item by item.
pub fn allocation_table(quote: &Quote, allocation: &Allocation) -> AnyView {
    let texts = repay();
    let rows = [
        (texts.fee(), quote.early_fee, allocation.fee),
        (texts.penalty(), quote.penalty(), allocation.penalty),
        (texts.interest(), quote.interest(), allocation.interest),
        (texts.principal(), quote.principal(), allocation.principal),
    ];
    view! {
        <div class="table-wrap" role="region" aria-label=texts.paid() tabindex="0">
            <table class="table table--compact">
                <thead>
                    <tr>
                        <th scope="col">{texts.item()}</th>
                        <th scope="col" class="num">{texts.owed()}</th>
                        <th scope="col" class="num">{texts.paid()}</th>
                    </tr>
                </thead>
                <tbody>
                    {rows
                        .into_iter()
                        .map(|(name, owed, paid)| {
                            view! {
                                <tr>
                                    <th scope="row">{name}</th>
                                    <td class="num">{owed.grouped()}</td>
                                    <td class="num">{paid.grouped()}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{texts.sum()}</th>
                        <td class="num">{quote.payoff_total().grouped()}</td>
                        <td class="num">{allocation.total().grouped()}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

/// What is left afterwards, when the next payment is due, and what was saved.
pub fn outlook(before: &Position, after: &Position, allocation: &Allocation, saved: Amount, today: Date) -> AnyView {
    let texts = repay();
    // What was paid ahead is no part of the plan any more.
    let planned: Amount = before.instalments().iter().map(|part| part.planned.principal).sum();
    let total = planned.plus(before.prepaid());
    let repaid = total.less(after.outstanding_principal());
    let title = if allocation.settled {
        texts.settled().to_owned()
    } else {
        texts.left(&after.outstanding_principal().grouped())
    };
    let next = after.next_due(today).map(|(on, amount)| texts.next(&on.to_string(), &amount.grouped()));
    let saved = saved.is_positive().then(|| texts.saved(&saved.grouped()));
    view! {
        <div class="alert alert--good">
            <svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="M4 10.5 8.2 14.7 16 5.8" /></svg>
            <div>
                <p class="alert__title">{title}</p>
                {next.map(|text| view! { <p>{text}</p> })}
                {saved.map(|text| view! { <p>{text}</p> })}
            </div>
        </div>
        <div class="progress">
            <p class="progress__label">
                <span>{texts.repaid_after()}</span>
                <span class="money">{repaid.grouped()} " / " {total.grouped()}</span>
            </p>
            <progress max=total.fen() value=repaid.fen()>{repaid.grouped()}</progress>
        </div>
    }
    .into_any()
}

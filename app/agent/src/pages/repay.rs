//! How much to repay, and what that does to the loan: while one chooses, and in a quote.

use domain::{
    Amount,
    position::{Allocation, Quote},
    repayment::RepaymentRefusal,
};
use islands::{Outlook, Owed, Repaid, RepayPreview, Unsaid, texts::repay};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::{Problem, loan::LoanPageView},
    components::{
        alert::Alert,
        form::{ERROR, Form, error_at, error_of, kept},
    },
    texts::word,
};

use super::unsaid;
use crate::{
    api::{loan::LateView, repayment::QuoteRepayment},
    texts::repayment::repayment,
};

/// A plain form that asks for a quote; the island in it answers while one types.
pub fn form(page: LoanPageView, owed: &Owed, late: &[LateView]) -> AnyView {
    let (texts, words) = (repayment(), repay());
    let LoanPageView { loan, position, request_no, .. } = page;
    let first = if loan.due_today.is_positive() { "due" } else { "all" };
    let choice = kept::<QuoteRepayment>("choice", first);
    let typed = kept::<QuoteRepayment>("amount", "");
    let wrong = choice == "part" && is_of_amount();
    let (payoff, balance) = (position.quote(owed.today), owed.balance);
    let (loans, named, today) = (owed.written(), owed.named, owed.today.to_julian_day());
    let effect = effect(&payoff, owed.repaid(&choice, &typed));
    view! {
        <section class="card">
            <h2>{word().repay()}</h2>
            {late_first(late)}
            <Form to=QuoteRepayment::PATH request_no class="stack">
                <input type="hidden" name="loan" value=loan.id />
                <div
                    class="form"
                    data-loans=loans
                    data-named=named
                    data-today=today
                    data-balance=balance.fen()
                >
                    {choices(&choice, payoff.due_total().is_zero())}
                    {part(typed, wrong)}
                    <p class="muted">{words.balance(&balance.grouped())}</p>
                    {effect}
                    {error_at::<QuoteRepayment>(!wrong)}
                    <div class="form__actions form__actions--bar">
                        <button class="button">{texts.get_quote()}</button>
                        <a class="button button--quiet" href="/agent/loans">{texts.all_loans()}</a>
                    </div>
                </div>
                <RepayPreview />
            </Form>
        </section>
    }
    .into_any()
}

/// Other loans are overdue: a payment goes there first.
fn late_first(late: &[LateView]) -> Option<impl IntoView + use<>> {
    (!late.is_empty()).then(|| {
        let texts = repayment();
        let overdue: Amount = late.iter().map(|loan| loan.overdue).sum();
        let links = late.iter().map(|loan| {
            let (href, reference) = (format!("/agent/loans/{}", loan.id), loan.reference.clone());
            view! { <a href=href>{texts.late_loan()} " " <code class="ref">{reference}</code></a> }
        });
        view! {
            <Alert kind="warn" title=texts.late_first_title() text=texts.late_first_text(&overdue.grouped()) />
            <p class="cluster">{links.collect_view()}</p>
        }
    })
}

/// Whether the form was sent back for the amount that was typed.
fn is_of_amount() -> bool {
    use RepaymentRefusal::{AbovePayoff, AmountNotPositive};
    error_of(QuoteRepayment::PATH).is_some_and(|error| {
        matches!(error.problem, Problem::Amount(_) | Problem::Repayment(AmountNotPositive | AbovePayoff { .. }))
    })
}

fn choices(chosen: &str, nothing_due: bool) -> impl IntoView + use<> {
    let texts = repay();
    let chips = [("due", texts.due()), ("all", texts.all()), ("part", texts.part())].map(|(code, label)| {
        let disabled = code == "due" && nothing_due;
        view! {
            <label>
                <input type="radio" name="choice" value=code checked=code == chosen disabled=disabled required />
                <span>{label}</span>
            </label>
        }
    });
    view! {
        <fieldset class="chips">
            <legend>{texts.how_much()}</legend>
            {chips.into_iter().collect_view()}
        </fieldset>
        {nothing_due.then(|| view! { <p class="field__hint">{texts.nothing_due()}</p> })}
    }
}

/// The amount of a part. Where scripts run it is hidden until that is chosen.
fn part(typed: String, wrong: bool) -> impl IntoView {
    let texts = repay();
    let described = if wrong { format!("amount-hint {ERROR}") } else { "amount-hint".to_owned() };
    view! {
        <div class="field" data-slot="part">
            <label for="amount">{texts.amount()}</label>
            <p class="field__hint" id="amount-hint">{texts.amount_hint()}</p>
            <div class="field__affix">
                <input
                    id="amount"
                    name="amount"
                    inputmode="decimal"
                    autocomplete="off"
                    maxlength="20"
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=described
                    value=typed
                />
                <span>{texts.yuan()}</span>
            </div>
            {error_at::<QuoteRepayment>(wrong)}
        </div>
    }
}

/// What the choice would do, or why it would do nothing.
fn effect(owed: &Quote, repaid: Result<Repaid, Unsaid>) -> AnyView {
    let texts = repay();
    let why = unsaid(repaid.as_ref().err());
    let repaid = repaid.ok();
    let nothing = repaid.is_none();
    let short = repaid.as_ref().map(|repaid| repaid.short).filter(|short| short.is_positive());
    let enough = short.is_none();
    let (parts, own) = repaid.map(|repaid| (repaid.parts, repaid.own)).unwrap_or_default();
    let (whole, none) = (parts.is_empty(), own.is_none());
    let (allocation, after) = own.unzip();
    let split = allocation.as_ref().map(|allocation| texts.split(&allocation.total().grouped()));
    let table = allocation_table(owed, allocation.as_ref());
    let outlook = outlook(after.unwrap_or_default(), enough);
    view! {
        <div class="stack" aria-live="polite">
            {why}
            <div class="stack" data-slot="repaid" hidden=nothing>
                <p data-slot="lacks" hidden=enough>
                    <span data-slot="short">{short.map(|short| texts.short(&short.grouped()))}</span>
                    " "
                    <a class="unbroken" href="/agent/wallet">{texts.top_up()}</a>
                </p>
                <p data-slot="parts" hidden=whole>{parts}</p>
                <div class="stack" data-slot="own" hidden=none>
                    <h3 data-slot="split">{split}</h3>
                    {table}
                    {outlook}
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// What settles the loan beside what is paid now, item by item.
pub fn allocation_table(owed: &Quote, allocation: Option<&Allocation>) -> AnyView {
    let texts = repay();
    let paid = |of: fn(&Allocation) -> Amount| allocation.map(|allocation| of(allocation).grouped());
    let rows = [
        ("fee", texts.fee(), owed.early_fee, paid(|allocation| allocation.fee)),
        ("penalty", texts.penalty(), owed.penalty(), paid(|allocation| allocation.penalty)),
        ("interest", texts.interest(), owed.interest(), paid(|allocation| allocation.interest)),
        ("principal", texts.principal(), owed.principal(), paid(|allocation| allocation.principal)),
    ]
    .map(|(slot, name, owed, paid)| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="num">{owed.grouped()}</td>
                <td class="num" data-slot=slot>{paid}</td>
            </tr>
        }
    });
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
                <tbody>{rows.into_iter().collect_view()}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{texts.sum()}</th>
                        <td class="num">{owed.payoff_total().grouped()}</td>
                        <td class="num" data-slot="sum">{paid(Allocation::total)}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

/// What is left afterwards, when the next payment is due, and what was saved; hidden unless it is `shown`.
pub fn outlook(outlook: Outlook, shown: bool) -> AnyView {
    let Outlook { left, next, saved, repaid, total } = outlook;
    let (hidden, last, saves_nothing) = (!shown, next.is_empty(), saved.is_empty());
    view! {
        <div class="alert alert--good" data-slot="outlook" hidden=hidden>
            <svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="M4 10.5 8.2 14.7 16 5.8" /></svg>
            <div>
                <p class="alert__title" data-slot="left">{left}</p>
                <p data-slot="next" hidden=last>{next}</p>
                <p data-slot="saved" hidden=saves_nothing>{saved}</p>
            </div>
        </div>
        <div class="progress" data-slot="progress" hidden=hidden>
            <p class="progress__label">
                <span>{repay().repaid_after()}</span>
                <span class="money">
                    <span data-slot="done">{repaid.grouped()}</span>
                    " / "
                    <span data-slot="total">{total.grouped()}</span>
                </span>
            </p>
            <progress data-slot="bar" max=total.fen() value=repaid.fen()>{repaid.grouped()}</progress>
        </div>
    }
    .into_any()
}

//! Having the next commissions repay the loan: set, shown, and ended.

use domain::standing_order::StandingOrderRefusal;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::{Problem, loan::LoanPageView, only_looks},
    components::{
        alert::Alert,
        form::{ERROR, Form, error_at, error_line, error_of, kept, numbered},
    },
    texts::word,
};

use crate::{
    api::standing_order::{EndStandingOrder, SetStandingOrder, StandingOrderView},
    texts::standing_order::standing_order,
};

/// The order that stands, or the form that sets one; for a clerk, who sets none, only what stands.
pub fn order(page: &LoanPageView, order: Option<StandingOrderView>) -> AnyView {
    let body = match order {
        Some(order) => stands(page, &order),
        None if only_looks() => return ().into_any(),
        None => set(page),
    };
    view! {
        <section class="card section" id="commissions">
            <h2>{standing_order().title()}</h2>
            {body}
        </section>
    }
    .into_any()
}

fn stands(page: &LoanPageView, order: &StandingOrderView) -> AnyView {
    let (texts, amount) = (standing_order(), order.amount.grouped());
    let what = if order.due { texts.stands_due(&amount) } else { texts.stands_part(&amount) };
    let progress = texts.progress(&order.paid.grouped(), &order.left.grouped(), &order.set_at);
    let end = (!only_looks()).then(|| {
        let loan = order.loan.clone();
        view! {
            <Form to=EndStandingOrder::PATH request_no=numbered(&page.request_no, "end") class="stack">
                <input type="hidden" name="loan" value=loan />
                <div class="form__actions">
                    {error_line::<EndStandingOrder>()}
                    <button class="button button--quiet">{texts.end()}</button>
                </div>
            </Form>
        }
    });
    view! {
        <Alert kind="info" title=what text=progress />
        <p class="muted small">{texts.order_of()}</p>
        {end}
    }
    .into_any()
}

/// Whether the form was sent back for the amount that was typed.
fn is_of_amount() -> bool {
    use StandingOrderRefusal::{AboveOwed, AmountNotPositive};
    error_of(SetStandingOrder::PATH).is_some_and(|error| {
        matches!(error.problem, Problem::Amount(_) | Problem::StandingOrder(AmountNotPositive | AboveOwed { .. }))
    })
}

fn set(page: &LoanPageView) -> AnyView {
    let (texts, loan) = (standing_order(), page.loan.id.clone());
    let choice = kept::<SetStandingOrder>("what", "due");
    let amount = kept::<SetStandingOrder>("ordered", "");
    let chips = [("due", texts.due()), ("part", texts.part())].into_iter().map(|(code, label)| {
        let checked = choice == code;
        view! { <label><input type="radio" name="what" value=code checked=checked required /><span>{label}</span></label> }
    });
    let chips = chips.collect_view();
    let wrong = choice == "part" && is_of_amount();
    let described = if wrong { format!("order-amount-hint {ERROR}") } else { "order-amount-hint".to_owned() };
    view! {
        <p>{texts.text()}</p>
        <p class="muted small">{texts.order_of()}</p>
        <p class="muted small">{texts.early()}</p>
        <Form to=SetStandingOrder::PATH request_no=numbered(&page.request_no, "order") class="form">
            <input type="hidden" name="loan" value=loan />
            <fieldset class="chips">
                <legend>{texts.how_much()}</legend>
                {chips}
            </fieldset>
            <div class="field field--part">
                <label for="order-amount">{word().amount()}</label>
                <p class="field__hint" id="order-amount-hint">{texts.amount_hint()}</p>
                <div class="field__affix">
                    <input
                        id="order-amount"
                        name="ordered"
                        inputmode="decimal"
                        autocomplete="off"
                        maxlength="20"
                        aria-invalid=wrong.then_some("true")
                        aria-describedby=described
                        value=amount
                    />
                    <span>{word().yuan()}</span>
                </div>
                {error_at::<SetStandingOrder>(wrong)}
            </div>
            {error_at::<SetStandingOrder>(!wrong)}
            <div class="form__actions"><button class="button button--quiet">{texts.set()}</button></div>
        </Form>
    }
    .into_any()
}

//! The card beside the form: what the draw costs, or why that is not known.

use domain::terms::{HolidayRule, LoanTerms};
use islands::{
    Price, Unpriced, plan_table,
    texts::{borrow, terms},
};
use leptos::prelude::*;

/// Every text that the browser writes anew stands in its `data-price`, and what does not apply is hidden.
pub fn card(price: Result<Price, Unpriced>, terms: &LoanTerms) -> AnyView {
    let (open, wrong) = match &price {
        Ok(_) => (None, None),
        Err(Unpriced::Open(why)) => (Some(*why), None),
        Err(Unpriced::Wrong(why)) => (None, Some(why.clone())),
    };
    let (neither, right) = (open.is_none(), wrong.is_none());
    view! {
        <aside class="card split__decision" aria-live="polite" aria-atomic="true">
            <h2>{borrow().this_loan()}</h2>
            <p class="muted" data-price="open" hidden=neither>{open}</p>
            <p class="field__error" data-price="wrong" hidden=right>{wrong}</p>
            {cost(price.ok(), terms)}
        </aside>
    }
    .into_any()
}

fn cost(price: Option<Price>, loan_terms: &LoanTerms) -> AnyView {
    let texts = borrow();
    let unpriced = price.is_none();
    let Price { principal, interest_of, interest, fees, due, total, effective, plan } = price.unwrap_or_default();
    let (percent, rule) = (loan_terms.annual_rate.percent(), loan_terms.holiday_rule);
    let early = if loan_terms.early_fee_rate.fraction().is_zero() {
        texts.early_free(loan_terms.min_days)
    } else {
        texts.early_fee(&loan_terms.early_fee_rate.percent())
    };
    view! {
        <div class="stack" data-price="cost" hidden=unpriced>
            <dl class="facts facts--end">
                <div><dt>{texts.principal()}</dt><dd class="money" data-price="principal">{principal}</dd></div>
                <div><dt data-price="interest_of">{interest_of}</dt><dd class="money" data-price="interest">{interest}</dd></div>
                <div><dt>{texts.other_fees()}</dt><dd class="money" data-price="fees">{fees}</dd></div>
                <div class="facts__total">
                    <dt data-price="due">{due}</dt>
                    <dd class="money" data-price="total">{total}</dd>
                </div>
            </dl>
            <p class="offer__rate">
                <span class="offer__percent">{percent.trim_end_matches('%').to_owned()}<small>"%"</small></span>
                {texts.annual_rate()}
            </p>
            <p class="muted small" data-price="effective">{effective}</p>
            <p class="muted small">{early}</p>
            {(rule != HolidayRule::Stays).then(|| view! { <p class="muted small">{terms::holidays(rule)}</p> })}
            {plan_table(&plan)}
        </div>
    }
    .into_any()
}

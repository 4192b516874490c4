//! The card beside the form: what the draw costs, or why that is not known.

use domain::terms::{HolidayRule, LoanTerms};
use islands::{
    Price, Unsaid, plan_table,
    texts::{borrow, terms},
};
use leptos::prelude::*;

use crate::pages::unsaid;

/// Every text that the browser writes anew stands in its `data-slot`, and what does not apply is hidden.
pub fn card(price: Result<Price, Unsaid>, terms: &LoanTerms) -> AnyView {
    let why = unsaid(price.as_ref().err());
    view! {
        <aside class="card split__decision" aria-live="polite" aria-atomic="true">
            <h2>{borrow().this_loan()}</h2>
            {why}
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
        <div class="stack" data-slot="cost" hidden=unpriced>
            <dl class="facts facts--end">
                <div><dt>{texts.principal()}</dt><dd class="money" data-slot="principal">{principal}</dd></div>
                <div><dt data-slot="interest_of">{interest_of}</dt><dd class="money" data-slot="interest">{interest}</dd></div>
                <div><dt>{texts.other_fees()}</dt><dd class="money" data-slot="fees">{fees}</dd></div>
                <div class="facts__total">
                    <dt data-slot="due">{due}</dt>
                    <dd class="money" data-slot="total">{total}</dd>
                </div>
            </dl>
            <p class="offer__rate">
                <span class="offer__percent">{percent.trim_end_matches('%').to_owned()}<small>"%"</small></span>
                {texts.annual_rate()}
            </p>
            <p class="muted small" data-slot="effective">{effective}</p>
            <p class="muted small">{early}</p>
            {(rule != HolidayRule::Stays).then(|| view! { <p class="muted small">{terms::holidays(rule)}</p> })}
            {plan_table(&plan)}
        </div>
    }
    .into_any()
}

//! The terms of a product in words: one by one, where two versions differ, and as sentences that a borrower reads.

use domain::{
    Amount, Rate,
    capacity::Capacity,
    offer::{ContractKind, Misfit, OwnCost, ProductTerms},
    product::ProductField,
    terms::LoanTerms,
};
use leptos::prelude::*;
use parts::{
    components::{money::money, value::fact},
    texts::{terms, word},
};

use crate::texts::{funder, product::product, product_proposal::product_proposal};

/// What a card is computed for.
#[derive(Clone, Copy)]
pub struct Asked {
    pub amount: Amount,
    pub days: u32,
}

/// Unless somebody asks for something else.
pub const USUAL: Asked = Asked { amount: Amount::from_fen(5_000_000), days: 30 };

/// A term in words; the name and the kind are none.
fn said(field: ProductField, of: &ProductTerms) -> String {
    let (own, of_loan) = (product_proposal(), &of.terms);
    match field {
        ProductField::Name | ProductField::ContractKind => String::new(),
        ProductField::AnnualRate => of_loan.annual_rate.percent(),
        ProductField::DayCount => terms::day_count(of_loan.day_count).to_owned(),
        ProductField::MinDays => own.days(of_loan.min_days),
        ProductField::EarlyFee => early_fee(of_loan),
        ProductField::LimitMin => of.limit_min.grouped(),
        ProductField::LimitMax => of.limit_max.grouped(),
        ProductField::Method => terms::method(of_loan.method).to_owned(),
        ProductField::Tenors => terms::tenors(&of.tenors),
        ProductField::HolidayRule => terms::holidays(of_loan.holiday_rule).to_owned(),
        ProductField::GraceDays => own.days(of_loan.grace_days),
        ProductField::MinimumOverdue => of_loan.minimum_overdue.grouped(),
        ProductField::PenaltyMultiplier => own.times(&of_loan.penalty_multiplier.normalize().to_string()),
        ProductField::AllocationOrder => terms::order(of_loan.allocation_order).to_owned(),
        ProductField::UnfreezeWhen => terms::unfreeze(of_loan.unfreeze_when).to_owned(),
    }
}

/// Where two versions differ, with what each says.
pub fn differences(before: &ProductTerms, after: &ProductTerms) -> Vec<(ProductField, String, String)> {
    let both = ProductField::ALL.map(|field| (field, said(field, before), said(field, after)));
    both.into_iter().filter(|(_, before, after)| before != after).collect()
}

fn early_fee(of: &LoanTerms) -> String {
    if of.early_fee_rate.fraction().is_zero() {
        return product().no_early_fee().to_owned();
    }
    product().early_fee_value(&of.early_fee_rate.percent())
}

fn granted(capacity: Capacity) -> String {
    let granted = capacity.granted.grouped();
    match capacity.most {
        Some(most) => product().capacity_value(&granted, &most.grouped()),
        None => product().capacity_none(&granted),
    }
}

/// The terms, one by one, and what is granted with them.
pub fn conditions(kind: ContractKind, of: &ProductTerms, capacity: Option<Capacity>) -> impl IntoView + use<> {
    let (own, of_loan) = (product(), &of.terms);
    let limits = own.limits_value(&of.limit_min.grouped(), &of.limit_max.grouped());
    view! {
        <dl class="facts facts--2">
            {fact(own.kind(), terms::contract_kind(kind))}
            {fact(own.limits(), limits)}
            {capacity.map(|capacity| fact(own.capacity(), granted(capacity)))}
            {fact(word().annual_rate(), of_loan.annual_rate.percent())}
            {fact(word().penalty_rate(), terms::percent(of_loan.penalty_rate()))}
            {fact(word().method(), terms::method(of_loan.method))}
            {fact(own.tenors(), terms::tenors(&of.tenors))}
            {fact(word().day_count(), terms::day_count(of_loan.day_count))}
            {fact(own.holidays(), terms::holidays(of_loan.holiday_rule))}
            {fact(own.overdue_from(), terms::grace(of_loan).unwrap_or_else(|| own.overdue_at_once().to_owned()))}
            {fact(product_proposal().label(ProductField::AllocationOrder), terms::order(of_loan.allocation_order))}
            {fact(own.unfreeze(), terms::unfreeze(of_loan.unfreeze_when))}
            {fact(own.min_days(), own.min_days_value(of_loan.min_days))}
            {fact(own.early_fee(), early_fee(of_loan))}
        </dl>
    }
}

/// What a borrower reads of the terms, sentence by sentence.
pub fn sentences(of: &ProductTerms, cap: Rate) -> Vec<String> {
    let (own, of_loan) = (product_proposal(), &of.terms);
    let early_fee = if of_loan.early_fee_rate.fraction().is_zero() {
        own.no_early_fee_read().to_owned()
    } else {
        own.early_fee_read(&of_loan.early_fee_rate.percent())
    };
    vec![
        own.price_read(&of_loan.annual_rate.percent(), &terms::percent(of_loan.penalty_rate())),
        own.within_cap(&cap.percent()),
        own.min_days_read(of_loan.min_days),
        early_fee,
        own.holidays_read(terms::holidays(of_loan.holiday_rule)),
        terms::grace(of_loan).unwrap_or_else(|| own.overdue_at_once_read().to_owned()),
        own.order_read(terms::order(of_loan.allocation_order)),
        own.unfreeze_read(terms::unfreeze(of_loan.unfreeze_when)),
    ]
}

/// The card as a borrower sees it, without anything to press.
pub fn card(
    of: &ProductTerms,
    preview: &Result<OwnCost, Misfit>,
    funder_name: &str,
    asked: Asked,
) -> impl IntoView + use<> {
    let (own, of_loan) = (product(), &of.terms);
    let percent = of_loan.annual_rate.percent();
    let percent = percent.trim_end_matches('%').to_owned();
    let (cost, effective) = match preview {
        Ok(fit) => {
            let tenor = own.tenor_used(&terms::tenor(fit.tenor));
            let shown = view! {
                <p class="offer__cost">
                    {own.cost(&asked.amount.grouped(), asked.days)} " "
                    <strong>{money(fit.cost.total)}</strong> " " {word().yuan()} <br />
                    <small class="muted">{tenor}</small>
                </p>
            };
            (shown.into_any(), terms::percent(fit.cost.effective_annual_rate))
        }
        Err(misfit) => {
            let shown = view! { <p class="offer__cost">{own.misfit(misfit)}</p> };
            (shown.into_any(), funder().none().to_owned())
        }
    };
    view! {
        <article class="card card--offer">
            <h3 class="offer__funder">{funder_name.to_owned()}</h3>
            <p class="offer__rate">
                <span class="offer__percent">
                    {percent} <small>"%"</small>
                </span>
                {word().annual_rate()}
            </p>
            {cost}
            <dl class="facts facts--end">
                {fact(word().limit(), own.up_to(&of.limit_max.grouped()))}
                {fact(own.effective_rate(), effective)}
                {fact(word().penalty_rate(), terms::percent(of_loan.penalty_rate()))}
                {fact(own.tenors(), terms::tenors(&of.tenors))}
                {fact(word().method(), terms::method(of_loan.method))}
            </dl>
        </article>
    }
}

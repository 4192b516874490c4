//! The funder's products, each beside the card that a borrower would compare.

use domain::{Amount, terms::LoanTerms};
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        alert::Alert,
        empty::empty,
        form::{Form, numbered},
        icon::Icon,
        load::load,
        money::money,
        page_header::PageHeader,
        query::query,
        value::fact,
    },
    texts::{terms, word},
};

use crate::{
    api::product::{ProductView, ProductsView, SetCapacity, products},
    texts::{funder, product::product},
};

/// What the cards are computed for, unless one asks for something else.
const AMOUNT: Amount = Amount::from_fen(5_000_000);
const DAYS: u32 = 30;

#[derive(Clone, Copy)]
struct Asked {
    amount: Amount,
    days: u32,
}

#[must_use]
pub fn page() -> AnyView {
    let (amount, days) = (query("amount").unwrap_or_default(), query("days").unwrap_or_default());
    let usable = amount.parse::<Amount>().ok().filter(|amount| amount.is_positive());
    let whole = domain::width::bare(&days).parse::<u32>().ok().filter(|days| *days > 0);
    let misread = (!amount.is_empty() && usable.is_none()) || (!days.is_empty() && whole.is_none());
    let asked = if misread {
        Asked { amount: AMOUNT, days: DAYS }
    } else {
        Asked { amount: usable.unwrap_or(AMOUNT), days: whole.unwrap_or(DAYS) }
    };
    load(products(asked.amount, asked.days), move |view| content(view, asked, misread))
}

fn content(view: ProductsView, asked: Asked, misread: bool) -> AnyView {
    let own = product();
    let note = own.note(&view.cap.percent());
    if view.products.is_empty() {
        return view! {
            <PageHeader title=word().products()>{note}</PageHeader>
            {empty(Icon::Offers, own.none(), own.none_text())}
        }
        .into_any();
    }
    let (name, request_no) = (view.funder_name, view.request_no);
    let sheets = view.products.into_iter().enumerate().map(|(place, one)| {
        let number = (!request_no.is_empty()).then(|| numbered(&request_no, place));
        sheet(one, &name, asked, number)
    });
    view! {
        <PageHeader title=word().products()>{note}</PageHeader>
        {misread.then(|| view! { <Alert kind="warn" title=own.preview_invalid() /> })}
        {ask(asked)}
        {sheets.collect_view()}
    }
    .into_any()
}

fn ask(asked: Asked) -> impl IntoView {
    let own = product();
    view! {
        <form class="compare__ask" method="get" action="/funder/products">
            <div class="field">
                <label for="amount">{own.amount()}</label>
                <div class="field__affix">
                    <input
                        id="amount"
                        name="amount"
                        inputmode="decimal"
                        maxlength="20"
                        required
                        value=asked.amount.grouped()
                    />
                    <span>{word().yuan()}</span>
                </div>
            </div>
            <div class="field">
                <label for="days">{own.days()}</label>
                <div class="field__affix">
                    <input id="days" name="days" inputmode="numeric" maxlength="4" required value=asked.days />
                    <span>{own.days_unit()}</span>
                </div>
            </div>
            <button class="button button--quiet">{own.preview()}</button>
        </form>
    }
}

/// `number` is of the form that sets the capacity, where the visitor may.
fn sheet(one: ProductView, funder_name: &str, asked: Asked, number: Option<String>) -> impl IntoView + use<> {
    let own = product();
    let form = number.map(|number| set_capacity(&one, number));
    let card = card(&one, funder_name, asked);
    let version = own.version(one.version, &one.published_at);
    view! {
        <section class="section">
            <h2>
                {one.name.clone()} " "
                <small class="muted">{version}</small>
            </h2>
            <div class="grid-2">
                <section class="card">
                    <h3>{own.terms()}</h3>
                    {conditions(&one)}
                    {form}
                </section>
                <div class="stack">
                    {card} <p class="muted small">{own.card_note()}</p>
                </div>
            </div>
        </section>
    }
}

fn capacity(one: &ProductView) -> String {
    let granted = one.capacity.granted.grouped();
    match one.capacity.most {
        Some(most) => product().capacity_value(&granted, &most.grouped()),
        None => product().capacity_none(&granted),
    }
}

fn set_capacity(one: &ProductView, number: String) -> impl IntoView + use<> {
    let own = product();
    let (id, field, hint) = (one.id.clone(), format!("most-{}", one.id), format!("most-{}-hint", one.id));
    let most = one.capacity.most.map(Amount::grouped).unwrap_or_default();
    view! {
        <details class="details">
            <summary>{own.set_capacity()}</summary>
            <Form to=SetCapacity::PATH request_no=number class="stack">
                <input type="hidden" name="product" value=id />
                <div class="field">
                    <label for=field.clone()>{own.capacity()}</label>
                    <p class="field__hint" id=hint.clone()>{own.capacity_hint()}</p>
                    <input
                        id=field
                        name="most"
                        class="num"
                        inputmode="decimal"
                        maxlength="20"
                        autocomplete="off"
                        aria-describedby=hint
                        value=most
                    />
                </div>
                <div class="form__actions"><button class="button button--quiet">{own.set_capacity()}</button></div>
            </Form>
        </details>
    }
}

fn early_fee(terms_of_loan: &LoanTerms) -> String {
    if terms_of_loan.early_fee_rate.fraction().is_zero() {
        return product().no_early_fee().to_owned();
    }
    product().early_fee_value(&terms_of_loan.early_fee_rate.percent())
}

fn conditions(one: &ProductView) -> impl IntoView + use<> {
    let (own, of_loan) = (product(), &one.terms.terms);
    let limits = own.limits_value(&one.terms.limit_min.grouped(), &one.terms.limit_max.grouped());
    view! {
        <dl class="facts facts--2">
            {fact(own.kind(), terms::contract_kind(one.contract_kind))}
            {fact(own.limits(), limits)}
            {fact(own.capacity(), capacity(one))}
            {fact(word().annual_rate(), of_loan.annual_rate.percent())}
            {fact(word().penalty_rate(), terms::percent(of_loan.penalty_rate()))}
            {fact(word().method(), terms::method(of_loan.method))}
            {fact(own.tenors(), terms::tenors(&one.terms.tenors))}
            {fact(word().day_count(), terms::day_count(of_loan.day_count))}
            {fact(own.holidays(), terms::holidays(of_loan.holiday_rule))}
            {fact(own.overdue_from(), terms::grace(of_loan).unwrap_or_else(|| own.overdue_at_once().to_owned()))}
            {fact(own.unfreeze(), terms::unfreeze(of_loan.unfreeze_when))}
            {fact(own.min_days(), own.min_days_value(of_loan.min_days))}
            {fact(own.early_fee(), early_fee(of_loan))}
        </dl>
    }
}

/// The card as a borrower sees it, without anything to press.
fn card(one: &ProductView, funder_name: &str, asked: Asked) -> impl IntoView + use<> {
    let (own, of_loan) = (product(), &one.terms.terms);
    let percent = of_loan.annual_rate.percent();
    let percent = percent.trim_end_matches('%').to_owned();
    let (cost, effective) = match &one.preview {
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
                {fact(word().limit(), own.up_to(&one.terms.limit_max.grouped()))}
                {fact(own.effective_rate(), effective)}
                {fact(word().penalty_rate(), terms::percent(of_loan.penalty_rate()))}
                {fact(own.tenors(), terms::tenors(&one.terms.tenors))}
                {fact(word().method(), terms::method(of_loan.method))}
            </dl>
        </article>
    }
}

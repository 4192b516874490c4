//! A quote: what exactly will be paid, and what it does, before it is paid.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{alert::Alert, form::error_line, load::load, page_header::PageHeader},
    texts::word,
};

use super::{
    owner::OwnersForm,
    param,
    repay::{allocation_table, outlook},
    to_top_up,
};
use crate::{
    api::repayment::{QuoteView, Repay, quote},
    texts::repayment::repayment,
};

#[must_use]
pub fn page() -> AnyView {
    load(quote(param("id")), content)
}

fn content(view: QuoteView) -> AnyView {
    let texts = repayment();
    let body = match &view.paid {
        Some((at, receipt)) => paid(&view, at, receipt).into_any(),
        None if view.stale => stale(&view).into_any(),
        None => valid(&view).into_any(),
    };
    let note = (!view.stale && view.paid.is_none()).then(|| texts.quote_note(&view.expires_at));
    view! {
        <PageHeader title=texts.quote_title(&view.amount.grouped())>
            <code class="ref">{view.loan.reference}</code>
            <span>{view.loan.holder_name}</span>
            {note.map(|note| view! { <span>{note}</span> })}
        </PageHeader>
        {body}
    }
    .into_any()
}

fn loan_path(view: &QuoteView) -> String {
    format!("/agent/loans/{}", view.loan.id)
}

/// It was paid, and nothing is left to press.
fn paid(view: &QuoteView, at: &str, receipt: &str) -> impl IntoView + use<> {
    let texts = repayment();
    let (text, href) = (texts.quote_paid_text(at, &view.amount.grouped()), format!("/agent/repayments/{receipt}"));
    view! {
        <Alert kind="good" title=texts.quote_paid() text=text />
        <p><a class="button" href=href>{texts.to_receipt()}</a></p>
    }
}

fn stale(view: &QuoteView) -> impl IntoView + use<> {
    let texts = repayment();
    view! {
        <Alert kind="warn" title=texts.quote_stale() text=texts.quote_stale_text() />
        <p><a class="button" href=loan_path(view)>{texts.again()}</a></p>
    }
}

fn valid(view: &QuoteView) -> impl IntoView + use<> {
    let told = view.owed.told(&view.split);
    let own = view.owed.own(&view.split).map(|(allocation, after)| {
        view! {
            {allocation_table(&view.payoff, Some(&allocation))}
            {outlook(after, true)}
        }
    });
    let short = view.amount.less(view.owed.balance);
    view! {
        {(!told.is_empty()).then(|| view! { <Alert kind="warn" title=repayment().late_first_title() text=told /> })}
        {own}
        {wallet(view)}
        {if short.is_positive() { too_little(view, short).into_any() } else { pay(view).into_any() }}
    }
}

fn wallet(view: &QuoteView) -> impl IntoView + use<> {
    let texts = repayment();
    let (balance, after) = (view.owed.balance, view.owed.balance.less(view.amount));
    view! {
        <section class="card">
            <dl class="facts facts--end">
            <div><dt>{word().wallet_balance()}</dt><dd class="money">{balance.grouped()}</dd></div>
            <div><dt>{texts.balance_after()}</dt><dd class="money">{after.grouped()}</dd></div>
            </dl>
        </section>
    }
}

fn too_little(view: &QuoteView, short: domain::Amount) -> impl IntoView + use<> {
    let texts = repayment();
    view! {
        <Alert kind="warn" title=texts.short_title(&short.grouped()) text=texts.short_text() />
        <div class="form__actions form__actions--bar">
            <a class="button" href=to_top_up(short)>{word().top_up()}</a>
            <a class="button button--quiet" href=loan_path(view)>{word().back_to_edit()}</a>
        </div>
    }
}

fn pay(view: &QuoteView) -> impl IntoView + use<> {
    let (texts, back, amount) = (repayment(), loan_path(view), view.amount.grouped());
    let quote = view.id.clone();
    view! {
        <OwnersForm to=Repay::PATH request_no=view.request_no.clone() class="form">
            <input type="hidden" name="quote" value=quote />
            <p class="muted small">{texts.pay_hint()}</p>
            <div class="form__actions form__actions--bar">
                {error_line::<Repay>()}
                <button class="button">{texts.pay(&amount)}</button>
                <a class="button button--quiet" href=back>{word().back_to_edit()}</a>
            </div>
        </OwnersForm>
    }
}

//! What agents repaid, and how far the money has got.

use leptos::prelude::*;
use parts::{
    api::repayment::{RepaymentView, repayments},
    components::{
        icon::Icon,
        load::load,
        money::money,
        pager::{Part, asked_after, asked_for, asked_state, pager, parts},
        status::{Tone, status},
    },
    texts::word,
};
use services::{page::Page, repayment::RepaymentFilter};

use super::{
    heading::{empty, heading},
    standing,
};
use crate::texts::{funder, lending::lending};

#[must_use]
pub fn page() -> AnyView {
    let (texts, own) = (funder(), lending());
    if let Some(payout) = asked_for("payout").and_then(|text| text.parse().ok()) {
        return paid_by(RepaymentFilter::PaidBy(payout));
    }
    let here = asked_state(&["", "unconfirmed"]);
    let filter = if here.is_empty() { RepaymentFilter::All } else { RepaymentFilter::Unconfirmed };
    let part = |state, name| Part { state, name, count: None };
    view! {
        {heading(texts.repayments(), own.repayments_note())}
        {parts(word().state(), here, vec![part("", word().all()), part("unconfirmed", own.unconfirmed())])}
        {load(repayments(filter, asked_after()), move |page| content(page, filter))}
    }
    .into_any()
}

/// Exactly the repayments that one payout pays.
fn paid_by(filter: RepaymentFilter) -> AnyView {
    let (texts, own) = (funder(), lending());
    view! {
        {heading(texts.repayments(), own.repayments_note())}
        <p><a href="/funder/repayments">{own.all_repayments()}</a></p>
        {load(repayments(filter, asked_after()), move |page| {
            let told = page.rows.first().map(|first| {
                view! { <p class="lead">{own.paid_together(&first.payout_reference, &first.payout_amount.grouped())}</p> }
            });
            view! { {told} {content(page, filter)} }.into_any()
        })}
    }
    .into_any()
}

fn content(page: Page<RepaymentView>, filter: RepaymentFilter) -> AnyView {
    let own = lending();
    if page.rows.is_empty() {
        return match filter {
            RepaymentFilter::Unconfirmed => {
                empty(Icon::Check, own.none_to_confirm(), own.none_to_confirm_text()).into_any()
            }
            _ => empty(Icon::Repay, own.no_repayments(), own.no_repayments_text()).into_any(),
        };
    }
    let shown = page.rows.len();
    view! { {table(page.rows, funder().repayments())} {pager(shown, page.next)} }.into_any()
}

/// Repayments as a table, here and on the page of their loan.
pub fn table(rows: Vec<RepaymentView>, label: &'static str) -> AnyView {
    let own = lending();
    view! {
        <div class="table-wrap" role="region" aria-label=label tabindex="0">
            <table class="table">
                <caption class="visually-hidden">{label}</caption>
                <thead>
                    <tr>
                        <th scope="col">{word().reference()}</th>
                        <th scope="col">{word().shop()}</th>
                        <th scope="col" class="num">{word().amount()}</th>
                        <th scope="col" class="num">{word().principal()}</th>
                        <th scope="col">{own.payout()}</th>
                        <th scope="col">{own.confirmation()}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(row: RepaymentView) -> impl IntoView {
    let own = lending();
    let confirmation = if row.confirmed_at.is_empty() {
        status(Tone::Waiting, own.unconfirmed()).into_any()
    } else {
        view! { {status(Tone::Done, own.confirmed())} <small><time>{row.confirmed_at}</time></small> }.into_any()
    };
    let penalty = row.penalty.is_positive().then(|| view! { <small>{own.penalty(&row.penalty.grouped())}</small> });
    let payout = (!row.payout.is_empty()).then(|| {
        view! {
            <small>
                <a href=format!("/funder/repayments?payout={}", row.payout)>
                    <code class="ref">{row.payout_reference}</code>
                </a>
            </small>
        }
    });
    let fee = row.fee.is_positive().then(|| view! { <small>{own.fee(&row.fee.grouped())}</small> });
    view! {
        <tr>
            <th scope="row">
                <code class="ref">{row.reference}</code>
                <small>
                    {word().loan()} " "
                    <a href=format!("/funder/loans/{}", row.loan)>{row.loan_reference}</a>
                </small>
            </th>
            <td data-label=word().shop()>
                {row.agent_name}
                <small>
                    <time>{row.debited_at}</time>
                </small>
            </td>
            <td class="num" data-label=word().amount()>{money(row.amount)}</td>
            <td class="num" data-label=word().principal()>
                {money(row.principal)} <small>{own.interest(&row.interest.grouped())}</small> {penalty} {fee}
            </td>
            <td data-label=own.payout()>
                {standing::payout(&row.payout_state)} {payout}
            </td>
            <td data-label=own.confirmation()>{confirmation}</td>
        </tr>
    }
}

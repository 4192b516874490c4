//! The funder's loans.

use domain::Amount;
use leptos::prelude::*;

use super::{
    heading::{empty, heading},
    standing,
};
use crate::{
    api::repayment::{LoanView, loans},
    components::{icon::Icon, load::load, money::money},
    texts::funder::{funder, lending::lending},
};

#[must_use]
pub fn page() -> AnyView {
    view! {
        {heading(funder().loans, lending().loans_note)}
        {load(loans(), content)}
    }
    .into_any()
}

fn content(mut rows: Vec<LoanView>) -> AnyView {
    let (texts, own) = (funder(), lending());
    // What is overdue the longest comes first; everything else stays as it is.
    rows.sort_by_key(|loan| std::cmp::Reverse(loan.overdue_days));
    if rows.is_empty() {
        return empty(Icon::Ledger, own.no_loans, own.no_loans_text).into_any();
    }
    let principal: Amount = rows.iter().map(|loan| loan.principal).sum();
    let outstanding: Amount = rows.iter().map(|loan| loan.outstanding).sum();
    let count = rows.len();
    view! {
        <div class="table-wrap" role="region" aria-label=texts.loans tabindex="0">
            <table class="table">
                <caption class="visually-hidden">{texts.loans}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts.reference}</th>
                        <th scope="col">{texts.shop}</th>
                        <th scope="col">{texts.state}</th>
                        <th scope="col" class="num">{own.principal_yuan}</th>
                        <th scope="col" class="num">{texts.outstanding_yuan}</th>
                        <th scope="col" class="num">{own.next_due_yuan}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{(texts.shown)(count)}</th>
                        <td colspan="2"></td>
                        <td class="num" data-label=own.principal_yuan>{money(principal)}</td>
                        <td class="num" data-label=texts.outstanding_yuan>{money(outstanding)}</td>
                        <td></td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn row(loan: LoanView) -> impl IntoView {
    let (texts, own) = (funder(), lending());
    let state = standing::loan(&loan);
    let overdue = loan.overdue_days > 0;
    let (amount, when) =
        if overdue { (loan.due_today, texts.due_now.to_owned()) } else { (loan.next_due, loan.next_due_on) };
    let next_due = if amount.is_zero() {
        texts.none.into_any()
    } else {
        view! {
            {money(amount)}
            <small>
                <time>{when}</time>
            </small>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/funder/loans/{}", loan.id)>
                    <code class="ref">{loan.reference}</code>
                </a>
            </th>
            <td data-label=texts.shop>{loan.agent_name}</td>
            <td data-label=texts.state>{state}</td>
            <td class="num" data-label=own.principal_yuan>
                {money(loan.principal)}
                <small>
                    {own.credited_on} " "
                    <time>{loan.credited_on}</time>
                </small>
            </td>
            <td class="num" data-label=texts.outstanding_yuan>
                {money(loan.outstanding)} <small>{(own.at_rate)(&loan.terms.annual_rate.percent())}</small>
            </td>
            <td class="num" data-label=own.next_due_yuan>{next_due}</td>
        </tr>
    }
}

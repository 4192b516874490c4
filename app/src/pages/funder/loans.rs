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
    texts::funder::{draw::draw, funder, lending::lending},
};

#[must_use]
pub fn page() -> AnyView {
    view! {
        {heading(funder().loans, lending().loans_note)}
        {load(loans(), content)}
    }
    .into_any()
}

fn content(rows: Vec<LoanView>) -> AnyView {
    let (texts, own) = (funder(), lending());
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
                        <th scope="col" class="num">{draw().rate}</th>
                        <th scope="col">{own.credited_on}</th>
                        <th scope="col">{own.next_due}</th>
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
                        <td colspan="4"></td>
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
    let next = if loan.next_due_on.is_empty() { texts.none.to_owned() } else { loan.next_due_on };
    let next_due = if loan.next_due.is_zero() { texts.none.into_any() } else { money(loan.next_due).into_any() };
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/funder/loans/{}", loan.id)>
                    <code class="ref">{loan.reference}</code>
                </a>
            </th>
            <td data-label=texts.shop>{loan.agent_name}</td>
            <td data-label=texts.state>{state}</td>
            <td class="num" data-label=own.principal_yuan>{money(loan.principal)}</td>
            <td class="num" data-label=texts.outstanding_yuan>{money(loan.outstanding)}</td>
            <td class="num" data-label=draw().rate>{loan.terms.annual_rate.percent()}</td>
            <td data-label=own.credited_on>
                <time>{loan.credited_on}</time>
            </td>
            <td data-label=own.next_due>
                <time>{next}</time>
            </td>
            <td class="num" data-label=own.next_due_yuan>{next_due}</td>
        </tr>
    }
}

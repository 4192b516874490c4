//! The funder's loans.

use domain::Amount;
use leptos::prelude::*;
use parts::{
    api::loan::{LoanView, book},
    components::{
        icon::Icon,
        load::load,
        money::money,
        pager::{Part, asked_after, asked_state, pager, parts},
    },
    texts::word,
};
use services::{loan::LoanFilter, page::Page};

use super::{
    heading::{empty, heading},
    standing,
};
use crate::texts::{funder, lending::lending};

#[must_use]
pub fn page() -> AnyView {
    let (texts, own) = (funder(), lending());
    let here = asked_state(&["", "overdue", "settled"]);
    let filter = match here {
        "overdue" => LoanFilter::Overdue,
        "settled" => LoanFilter::Settled,
        _ => LoanFilter::Open,
    };
    let part = |state, name| Part { state, name, count: None };
    let all = vec![part("", own.open_loans()), part("overdue", word().overdue()), part("settled", word().settled())];
    view! {
        {heading(texts.loans(), own.loans_note())}
        {parts(word().state(), here, all)}
        {load(book(filter, asked_after()), move |page| content(page, filter))}
    }
    .into_any()
}

fn content(page: Page<LoanView>, filter: LoanFilter) -> AnyView {
    let own = lending();
    if page.rows.is_empty() {
        return match filter {
            LoanFilter::Open => empty(Icon::Ledger, own.no_open_loans(), own.no_loans_text()).into_any(),
            LoanFilter::Overdue => empty(Icon::Check, own.no_overdue_loans(), own.no_overdue_loans_text()).into_any(),
            LoanFilter::Settled => empty(Icon::Ledger, own.no_settled_loans(), own.no_settled_loans_text()).into_any(),
        };
    }
    let shown = page.rows.len();
    view! { {table(page.rows)} {pager(shown, page.next)} }.into_any()
}

fn table(rows: Vec<LoanView>) -> AnyView {
    let texts = funder();
    let principal: Amount = rows.iter().map(|loan| loan.principal).sum();
    let outstanding: Amount = rows.iter().map(|loan| loan.outstanding).sum();
    view! {
        <div class="table-wrap" role="region" aria-label=texts.loans() tabindex="0">
            <table class="table">
                <caption class="visually-hidden">{texts.loans()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{word().reference()}</th>
                        <th scope="col">{word().shop()}</th>
                        <th scope="col">{word().state()}</th>
                        <th scope="col" class="num">{word().principal()}</th>
                        <th scope="col" class="num">{texts.outstanding_yuan()}</th>
                        <th scope="col" class="num">{word().next_due()}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{word().page_total()}</th>
                        <td colspan="2"></td>
                        <td class="num" data-label=word().principal()>{money(principal)}</td>
                        <td class="num" data-label=texts.outstanding_yuan()>{money(outstanding)}</td>
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
        if overdue { (loan.due_today, texts.due_now().to_owned()) } else { (loan.next_due, loan.next_due_on) };
    let next_due = if amount.is_zero() {
        texts.none().into_any()
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
            <td data-label=word().shop()>{loan.agent_name}</td>
            <td data-label=word().state()>{state}</td>
            <td class="num" data-label=word().principal()>
                {money(loan.principal)}
                <small>
                    {word().credited_on()} " "
                    <time>{loan.credited_on}</time>
                </small>
            </td>
            <td class="num" data-label=texts.outstanding_yuan()>
                {money(loan.outstanding)} <small>{own.at_rate(&loan.terms.annual_rate.percent())}</small>
            </td>
            <td class="num" data-label=word().next_due()>{next_due}</td>
        </tr>
    }
}

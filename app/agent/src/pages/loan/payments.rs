//! What was paid of a loan, how it was split, and how far the money has got.

use leptos::prelude::*;
use parts::{
    api::repayment::RepaymentView,
    components::{
        pager::pager,
        status::{Tone, status},
    },
    texts::word,
};
use services::page::Page;

use crate::texts::repayment::repayment;

pub fn payments(page: Page<RepaymentView>) -> AnyView {
    let texts = repayment();
    let shown = page.rows.len();
    if shown == 0 {
        return view! {
            <section class="section">
                <h2>{word().payments()}</h2>
                <p class="muted">{texts.no_payments()}</p>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="section">
            <h2>{word().payments()}</h2>
            <div class="table-wrap" role="region" aria-label=word().payments() tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{word().reference()}</th>
                            <th scope="col">{texts.at()}</th>
                            <th scope="col" class="num">{word().amount()}</th>
                            <th scope="col">{texts.split()}</th>
                            <th scope="col">{texts.to_funder()}</th>
                        </tr>
                    </thead>
                    <tbody>{page.rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            {pager(shown, page.next)}
        </section>
    }
    .into_any()
}

fn row(view: RepaymentView) -> impl IntoView {
    let texts = repayment();
    let [principal, interest, penalty, fee] =
        [view.principal, view.interest, view.penalty, view.fee].map(domain::Amount::grouped);
    let tone = if view.payout_state == "confirmed" { Tone::Done } else { Tone::Waiting };
    let confirmed = (!view.confirmed_at.is_empty()).then(|| texts.confirmed(&view.confirmed_at));
    view! {
        <tr>
            <th scope="row"><code class="ref">{view.reference}</code></th>
            <td data-label=texts.at()><time>{view.debited_at}</time></td>
            <td data-label=word().amount() class="num">{view.amount.grouped()}</td>
            <td data-label=texts.split()>{texts.split_of(&principal, &interest, &penalty, &fee)}</td>
            <td data-label=texts.to_funder()>
                {status(tone, texts.payouts(&view.payout_state))}
                {confirmed.map(|text| view! { <small>{text}</small> })}
            </td>
        </tr>
    }
}

//! Money that leaves the reserve account, and how far each payout has got.

use leptos::prelude::*;
use parts::{
    components::{
        load::load,
        money::money,
        pager::{Part, asked_after, asked_state, pager, parts},
        status::{Tone, status},
    },
    texts::word,
};
use services::{page::Page, payout::PayoutFilter};

use super::{
    around::{empty, header, when},
    table::{cells, figures, prose, table, words},
};
use crate::{
    api::payout::{PayoutView, payouts},
    texts::{admin, approval::approval, reconcile::reconcile},
};

#[must_use]
pub fn page() -> AnyView {
    let texts = reconcile();
    let here = asked_state(&["", "all"]);
    let filter = if here == "all" { PayoutFilter::All } else { PayoutFilter::Open };
    let part = |state, name| Part { state, name, count: None };
    view! {
        {header(admin().payouts(), texts.payouts_note(), None)}
        {parts(word().state(), here, vec![part("", texts.open_payouts()), part("all", word().all())])}
        {load(payouts(filter, asked_after()), move |page| list(page, filter))}
    }
    .into_any()
}

fn list(page: Page<PayoutView>, filter: PayoutFilter) -> AnyView {
    let texts = reconcile();
    if page.rows.is_empty() {
        let title = match filter {
            PayoutFilter::All => texts.no_payouts_title(),
            PayoutFilter::Open => texts.no_open_payouts_title(),
        };
        return empty(title, texts.no_payouts_text());
    }
    let columns = vec![
        words(texts.payout()),
        prose(texts.payee()),
        figures(word().amount()),
        words(word().state()),
        words(texts.requested_at()),
    ];
    let shown = page.rows.len();
    let table = table(admin().payouts(), columns, page.rows.into_iter().map(row).collect(), None);
    view! { {table} {pager(shown, page.next)} }.into_any()
}

pub(super) fn tone(state: &str) -> Tone {
    match state {
        "confirmed" => Tone::Done,
        "unknown" | "failed" => Tone::Bad,
        _ => Tone::Waiting,
    }
}

fn row(payout: PayoutView) -> Vec<AnyView> {
    let texts = reconcile();
    // One attempt is the rule; more of them are worth a word.
    let attempts = (payout.attempt > 1).then(|| view! { <small>{texts.attempts(payout.attempt)}</small> });
    let confirmed = (!payout.confirmed_at.is_empty()).then(|| view! { <small>{when(payout.confirmed_at)}</small> });
    let purpose = match (payout.loan, payout.returns) {
        (Some(_), _) if payout.repayments > 1 => texts.repayments_paid(payout.repayments).into_any(),
        (Some(loan), _) => {
            let href = format!("/admin/ledger/loans/{loan}");
            let link = view! { <a href=href><code class="ref">{payout.repayment_reference}</code></a> };
            view! { {texts.repayment()} " " {link} }.into_any()
        }
        (None, Some(movement)) => {
            view! { <a href=format!("/admin/movements/{movement}")>{approval().returns()}</a> }.into_any()
        }
        (None, None) => ().into_any(),
    };
    let account_name = if payout.account_name == payout.payee { String::new() } else { payout.account_name };
    cells![
        view! {
            <a href=format!("/admin/payouts/{}", payout.id)><code class="ref">{payout.reference}</code></a>
            <small>{purpose}</small>
        },
        view! { {payout.payee} <small>{account_name} " " {payout.account_no}</small> },
        money(payout.amount),
        view! { {status(tone(payout.state), texts.payout_states(payout.state))} {confirmed} {attempts} },
        view! { {when(payout.requested_at)} <small>{when(payout.sent_at)}</small> },
    ]
}

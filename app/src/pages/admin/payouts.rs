//! Money that leaves the reserve account, and how far each payout has got.

use leptos::prelude::*;

use super::{
    around::{asked_for, empty, header, reference, when},
    table::{cells, figures, table, words},
};
use crate::{
    api::payout::{PayoutView, payouts},
    components::{
        load::load,
        money::money,
        status::{Tone, status},
    },
    texts::admin::{admin, approval::approval, reconcile::reconcile},
};

const PATH: &str = "/admin/payouts";

#[must_use]
pub fn page() -> AnyView {
    let texts = reconcile();
    let all = asked_for("state").as_deref() == Some("all");
    let tab = |href: &'static str, current: bool, name: &'static str| {
        view! { <a href=href aria-current=current.then_some("page")>{name}</a> }
    };
    view! {
        {header(admin().payouts, texts.payouts_note, None)}
        <nav class="tabs" aria-label=texts.state>
            {tab(PATH, !all, texts.open_payouts)}
            {tab("/admin/payouts?state=all", all, admin().all)}
        </nav>
        {load(payouts(!all), move |payouts| list(payouts, all))}
    }
    .into_any()
}

fn list(payouts: Vec<PayoutView>, all: bool) -> AnyView {
    let texts = reconcile();
    if payouts.is_empty() {
        let title = if all { texts.no_payouts_title } else { texts.no_open_payouts_title };
        return empty(title, texts.no_payouts_text);
    }
    let columns = vec![
        words(texts.payout),
        words(texts.payee),
        figures(texts.amount),
        words(texts.state),
        words(texts.requested_at),
        words(texts.confirmed_at),
        words(texts.repayment),
    ];
    table(admin().payouts, columns, payouts.into_iter().map(row).collect(), None)
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
    let attempts = (payout.attempt > 0).then(|| view! { <small>{(texts.attempts)(payout.attempt)}</small> });
    let repayment = match payout.loan {
        Some(loan) => {
            let href = format!("/admin/ledger/loans/{loan}");
            view! { <a href=href><code class="ref">{payout.repayment_reference}</code></a> }.into_any()
        }
        None => match payout.returns {
            Some(movement) => {
                view! { <a href=format!("/admin/movements/{movement}")>{approval().returns}</a> }.into_any()
            }
            None => reference(payout.repayment_reference),
        },
    };
    let account_name = if payout.account_name == payout.payee { String::new() } else { payout.account_name };
    cells![
        view! { <a href=format!("/admin/payouts/{}", payout.id)><code class="ref">{payout.reference}</code></a> },
        view! { {payout.payee} <small>{account_name} " " {payout.account_no}</small> },
        money(payout.amount),
        view! { {status(tone(payout.state), (texts.payout_states)(payout.state))} {attempts} },
        view! { {when(payout.requested_at)} <small>{when(payout.sent_at)}</small> },
        when(payout.confirmed_at),
        repayment,
    ]
}

//! Finding a loan by its number, its agent or its funder.

use leptos::prelude::*;

use super::{
    around::{asked_for, empty, header, nothing_found, when},
    table::{cells, figures, table, words},
};
use crate::{
    api::ledger::{FoundLoanView, find_loans},
    components::{
        load::load,
        money::money,
        status::{Tone, status},
    },
    texts::admin::{admin, ledger::ledger},
};

const PATH: &str = "/admin/ledger/loans";

#[must_use]
pub fn page() -> AnyView {
    let text = asked_for("text");
    let searched = text.is_some();
    let typed = text.clone().unwrap_or_default();
    view! {
        {header(admin().loans, ledger().loans_note, None)}
        <form class="filters" method="get" action=PATH role="search">
            <div class="field">
                <label for="text">{ledger().find}</label>
                <input id="text" name="text" type="search" maxlength="64" value=typed />
            </div>
            <button class="button button--quiet">{admin().search}</button>
        </form>
        {load(find_loans(text.unwrap_or_default()), move |loans| list(loans, searched))}
    }
    .into_any()
}

fn list(loans: Vec<FoundLoanView>, searched: bool) -> AnyView {
    let texts = ledger();
    if loans.is_empty() {
        return if searched { nothing_found(PATH) } else { empty(texts.no_loans_title, texts.no_loans_text) };
    }
    let columns = vec![
        words(texts.loan),
        words(texts.agent),
        words(texts.funder),
        words(texts.credited_on),
        figures(texts.principal),
        figures(texts.outstanding),
    ];
    table(admin().loans, columns, loans.into_iter().map(row).collect(), None)
}

fn row(loan: FoundLoanView) -> Vec<AnyView> {
    let outstanding = if loan.outstanding.is_zero() {
        status(Tone::Done, ledger().settled).into_any()
    } else {
        money(loan.outstanding).into_any()
    };
    cells![
        view! { <a href=format!("{PATH}/{}", loan.id)><code class="ref">{loan.reference}</code></a> },
        loan.agent_name,
        loan.funder_name,
        when(loan.credited_on),
        money(loan.principal),
        outstanding,
    ]
}

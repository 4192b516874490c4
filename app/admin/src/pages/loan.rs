//! Every journal of one loan, with its lines.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use parts::{
    api::loan::LoanView,
    components::{
        money::money,
        status::{Tone, status},
    },
    texts::word,
};

use super::{
    around::{header_below, loaded, money_or_dash, or_dash},
    table::{cells, figures, table, words},
};
use crate::{
    api::ledger::{JournalLineView, JournalView, LoanJournalsView, loan_journals},
    texts::{admin, ledger::ledger},
};

#[must_use]
pub fn page() -> AnyView {
    let loan = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded(("/admin/ledger/loans", admin().loans()), loan_journals(loan), content)
}

fn content(view: LoanJournalsView) -> AnyView {
    let texts = ledger();
    let state = match view.loan.state.as_str() {
        "settled" => status(Tone::Done, word().settled()),
        "overdue" => status(Tone::Bad, word().overdue()),
        _ => status(Tone::Active, texts.active()),
    };
    let count = texts.journals_count(view.journals.len());
    let meta = view! { {state} <span>{count}</span> };
    view! {
        {header_below(("/admin/ledger/loans", admin().loans()), &view.loan.reference, meta, None)}
        {facts(&view.loan)}
        <section class="section">
            <h2>{texts.journals()}</h2>
            {(1..).zip(view.journals).map(|(place, item)| journal(place, item)).collect_view()}
        </section>
    }
    .into_any()
}

fn facts(loan: &LoanView) -> impl IntoView + use<> {
    let texts = ledger();
    view! {
        <dl class="card facts facts--3">
            <div><dt>{word().agent()}</dt><dd>{loan.agent_name.clone()}</dd></div>
            <div><dt>{word().funder()}</dt><dd>{loan.funder_name.clone()}</dd></div>
            <div><dt>{word().credited_on()}</dt><dd><time>{loan.credited_on.clone()}</time></dd></div>
            <div><dt>{word().principal()}</dt><dd>{money(loan.principal)}</dd></div>
            <div><dt>{texts.outstanding()}</dt><dd>{money(loan.outstanding)}</dd></div>
        </dl>
    }
}

fn journal(place: usize, journal: JournalView) -> AnyView {
    let texts = ledger();
    let name = texts.events(&journal.event);
    let columns =
        vec![words(texts.account()), words(texts.owner()), figures(texts.debit_entry()), figures(texts.credit_entry())];
    view! {
        <section class="card">
            <h3 class="card__title">
                {name} <small class="muted"><time>{journal.recorded_at}</time></small>
            </h3>
            <p class="muted small">
                {word().business_date()} " " <time>{journal.posted_on}</time> " · " {texts.value_on()} " "
                <time>{journal.value_on}</time> " · " <code class="ref">{journal.id}</code>
            </p>
            {table(format!("{name} {place}"), columns, journal.lines.into_iter().map(line_row).collect(), None)}
        </section>
    }
    .into_any()
}

fn line_row(line: JournalLineView) -> Vec<AnyView> {
    let texts = ledger();
    cells![
        view! {
            <a href=format!("/admin/ledger/accounts/{}", line.account)>{texts.kinds(line.kind)}</a>
            <small>{texts.books(&line.book)}</small>
        },
        or_dash(line.owner),
        money_or_dash(line.debit),
        money_or_dash(line.credit),
    ]
}

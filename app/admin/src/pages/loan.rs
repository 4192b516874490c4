//! Every journal of one loan, with its lines.

use domain::loan::LoanState;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use parts::{
    api::loan::LoanView,
    components::{
        cell::Cell,
        load::loaded,
        money::money,
        page_header::PageHeader,
        status::{Tone, status},
        table::Table,
    },
    texts::word,
};

use super::{corrections::corrections, loans::PATH as LIST};
use crate::{
    api::ledger::{JournalLineView, JournalView, LoanJournalsView, loan_journals},
    texts::{admin, ledger::ledger},
};

#[must_use]
pub fn page() -> AnyView {
    let loan = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, admin().loans()), loan_journals(loan), content)
}

fn content(view: LoanJournalsView) -> AnyView {
    let texts = ledger();
    let state = match view.loan.state {
        LoanState::Settled => status(Tone::Done, word().settled()),
        LoanState::Overdue { .. } => status(Tone::Bad, word().overdue()),
        LoanState::Active => status(Tone::Active, texts.active()),
    };
    let count = texts.journals_count(view.journals.len());
    view! {
        <PageHeader title=view.loan.reference.clone() below=(LIST, admin().loans())>
            {state} <span>{count}</span>
        </PageHeader>
        {facts(&view.loan)}
        {corrections(view.corrections)}
        <section id="journals" class="section">
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
    let name = texts.events(journal.event);
    view! {
        <section class="card">
            <h3 class="card__title">
                {name} <small class="muted"><time>{journal.recorded_at}</time></small>
            </h3>
            <p class="muted small">
                {word().business_date()} " " <time>{journal.posted_on}</time> " · " {texts.value_on()} " "
                <time>{journal.value_on}</time> " · " <code class="ref">{journal.id}</code>
            </p>
            {table(format!("{name} {place}")).of(&journal.lines)}
        </section>
    }
    .into_any()
}

fn table(title: String) -> Table<JournalLineView> {
    let texts = ledger();
    Table::<JournalLineView>::new(title)
        .words(texts.account(), move |line| {
            Cell::text(texts.kinds(line.kind))
                .to(format!("/admin/ledger/accounts/{}", line.account))
                .note(texts.books(line.book))
        })
        .words(texts.owner(), |line| line.owner.clone())
        .figures(texts.debit_entry(), |line| Cell::side(line.debit))
        .figures(texts.credit_entry(), |line| Cell::side(line.credit))
}

//! Everything about one loan: what is owed, where its money came from, what was paid and corrected, its journals, and what has
//! happened to it across the parties.

use domain::{loan::LoanState, position::Position};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use partner::pages::{documents, loan::written_off};
use parts::{
    api::{draw::DrawView, loan::LoanView},
    components::{
        cell::Cell,
        certificates::certificates,
        load::loaded,
        loan_plan::loan_plan,
        money::money,
        page_header::PageHeader,
        status::{Tone, status},
        table::Table,
        timeline::happened,
        value::{fact, money_or_dash, or_dash, reference, when},
    },
    texts::{purpose::purpose_name, terms, word},
};
use time::Date;

use super::{
    corrections::corrections,
    freezes::{PATH as FREEZES, columns, lifted},
    links,
    loans::PATH as LIST,
};
use crate::{
    api::{
        freeze::FreezeView,
        ledger::{JournalLineView, JournalView, LoanJournalsView, loan_journals},
    },
    texts::{admin, freeze::freeze, ledger::ledger},
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
        LoanState::Active => status(Tone::Active, word().running()),
    };
    let count = texts.journals_count(view.journals.len());
    view! {
        <PageHeader title=view.loan.reference.clone() below=(LIST, admin().loans())>
            {state} <span>{count}</span>
        </PageHeader>
        {view.written_off.as_ref().map(written_off)}
        {facts(&view.loan, &view.position, view.today)}
        {draw(&view.draw)}
        {loan_plan(view.position.instalments(), view.today)}
        {corrections(view.corrections)}
        {certificates(&view.certificates)}
        {documents::all(&view.documents)}
        {freezes(&view.freezes)}
        {happened(&view.timeline)}
        <section id="journals" class="section">
            <h2>{texts.journals()}</h2>
            {(1..).zip(view.journals).map(|(place, item)| journal(place, item)).collect_view()}
        </section>
    }
    .into_any()
}

fn facts(loan: &LoanView, position: &Position, today: Date) -> impl IntoView + use<> {
    let (texts, owed) = (ledger(), position.quote(today));
    view! {
        <dl class="card facts facts--3">
            {fact(word().agent(), links::shop(&loan.agent_name, &loan.agent).into_any())}
            {fact(word().funder(), links::partner(&loan.funder_name, &loan.funder).into_any())}
            {fact(word().credited_on(), when(&loan.credited_on))}
            {fact(word().principal(), money(loan.principal).into_any())}
            {fact(word().unpaid_principal(), money(loan.outstanding).into_any())}
            {fact(texts.owed_interest(), money(owed.interest()).into_any())}
            {fact(texts.owed_penalty(), money(owed.penalty()).into_any())}
            {fact(word().due_now(), money(loan.due_today).into_any())}
            {fact(word().payoff(), money(loan.payoff).into_any())}
            {fact(word().annual_rate(), loan.terms.annual_rate.percent().into_any())}
            {fact(word().method(), terms::method(loan.terms.method).into_any())}
            {fact(word().tenor(), terms::tenor(loan.terms.tenor).into_any())}
        </dl>
    }
}

/// The draw that it was made of: what the funder has said, and what has come.
fn draw(draw: &DrawView) -> impl IntoView + use<> {
    let texts = ledger();
    view! {
        <section class="section">
            <h2>{texts.draw()}</h2>
            <dl class="card facts facts--3">
                {fact(word().reference(), links::draw(&draw.reference, &draw.id).into_any())}
                {fact(word().requested_at(), when(&draw.requested_at))}
                {fact(word().amount(), money(draw.amount).into_any())}
                {fact(word().purpose(), purpose_name(&draw.purpose).into_any())}
                {fact(texts.instruction_at(), when(&draw.instruction_at))}
                {fact(word().payment_reference(), reference(&draw.instruction_reference))}
                {fact(word().payer_account(), or_dash(&draw.payer_account).into_any())}
                {fact(texts.funds_at(), when(&draw.funds_at))}
                {fact(texts.funds(), money_or_dash(draw.funds))}
                {fact(texts.credited_at(), when(&draw.credited_at))}
            </dl>
        </section>
    }
}

/// What has frozen the wallet that pays it, if anything ever has.
fn freezes(rows: &[FreezeView]) -> Option<impl IntoView + use<>> {
    let texts = freeze();
    let first = rows.first()?;
    let href = format!("{FREEZES}/{}", first.wallet);
    let table = columns(Table::<FreezeView>::new(texts.history())).words(word().state(), lifted).of(rows);
    Some(view! {
        <section class="section">
            <h2 class="card__title">{texts.history()} <a class="card__more" href=href>{word().all()}</a></h2>
            {table}
        </section>
    })
}

fn journal(place: usize, journal: JournalView) -> AnyView {
    let texts = ledger();
    let name = texts.events(journal.event);
    let about = links::about(&journal.about).map(|about| view! { " · " {about} });
    view! {
        <section class="card">
            <h3 class="card__title">
                {name} <small class="muted"><time>{journal.recorded_at}</time></small>
            </h3>
            <p class="muted small">
                {word().business_date()} " " <time>{journal.posted_on}</time> " · " {texts.value_on()} " "
                <time>{journal.value_on}</time> {about}
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
        .words(texts.owner(), |line| Cell::text(&line.owner.name).to(&line.owner.page))
        .figures(texts.debit_entry(), |line| Cell::side(line.debit))
        .figures(texts.credit_entry(), |line| Cell::side(line.credit))
}

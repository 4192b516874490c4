//! The settlement of one date: what its file says line by line, whether its money has come, and what differs.

use domain::{
    Amount,
    settlement::{LineStanding, SettlementState},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use parts::{
    components::{
        alert::Alert,
        cell::Cell,
        empty::empty,
        form::{Form, kept_of},
        icon::Icon,
        list::NarrowedList,
        load::loaded,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        pager::asked_after,
        status::Tone,
        table::Table,
        tabs::{asked_one, tab},
        value::{fact, or_dash, reference},
    },
    texts::{narrow::narrow, word},
};
use services::{
    page::Page,
    settlement::{DifferingLineRow, LineFilter, MOST_DIFFERING},
};

use super::settlements::{DIFFERENCES, LIST, money, state};
use crate::{
    api::settlement::{
        DifferenceView, SettleDifference, SettlementFileView, SettlementLineView, SettlementPageView, settlement_page,
    },
    texts::{admin, reconcile::reconcile, settlement::settlement},
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let (texts, one) = (settlement(), asked_one::<LineStanding>());
    let filters = Filters { path: "?", hint: narrow().difference_hint(), day: "", amount: word().plain_amount() };
    let none = empty(Icon::List, texts.no_lines_title(), texts.no_lines_text());
    let list = NarrowedList::asked(filters, none).each(
        texts.outcome(),
        one.map(LineStanding::code),
        LineStanding::ALL.map(|standing| tab(standing.code(), texts.standings(standing))),
    );
    let filter = one.map_or(LineFilter::All, LineFilter::Of);
    let found = settlement_page(id, (filter, list.query()), asked_after());
    let head = list.head();
    loaded((LIST, texts.title()), found, move |view| content(view, head))
}

/// `head` is what stands above the lines, and in their place where there are none.
fn content(view: SettlementPageView, head: (AnyView, AnyView)) -> AnyView {
    let texts = settlement();
    let (row, state, money) = (view.settlement.clone(), state(&view.settlement), money(&view.settlement));
    let awaited = row.state == SettlementState::Awaited;
    let facts = (!awaited).then(|| {
        view! {
            <dl class="card facts facts--3">
                {fact(texts.number(), reference(&row.reference))}
                {fact(texts.debited(), view.debited.grouped().into_any())}
                {fact(texts.refunded(), view.refunded.grouped().into_any())}
                {fact(texts.net(), row.net.map(Amount::grouped).unwrap_or_default().into_any())}
                {fact(texts.money(), money.into_any())}
                <div class="facts__wide"><dt>{texts.payer_account()}</dt><dd>{or_dash(row.payer_account.clone())}</dd></div>
                {fact(texts.received(), row.received_at.clone().into_any())}
                {fact(texts.settled(), format!("{} / {}", row.settled, row.lines).into_any())}
                {fact(texts.files(), view.files.len().to_string().into_any())}
            </dl>
        }
    });
    let waits = awaited.then(|| view! { <Alert kind="info" title=texts.awaited_title() text=texts.awaited_text() /> });
    let digest = (!awaited).then(|| {
        view! { <p class="muted small">{word().sha256()} " " <code class="ref">{view.sha256}</code></p> }
    });
    view! {
        <PageHeader title=texts.of(&row.settled_on) below=(LIST, texts.title())>{state.into_any()}</PageHeader>
        {waits}
        {facts}
        {differences(view.differences)}
        {(view.files.len() > 1).then(|| files(&view.files, &view.differing))}
        {(!awaited).then(|| lines(view.lines, head))}
        {digest}
    }
    .into_any()
}

/// All files of the date, and in which lines they differ.
fn files(files: &[SettlementFileView], differing: &[DifferingLineRow]) -> AnyView {
    let texts = settlement();
    let table = Table::<SettlementFileView>::new(texts.files())
        .words(word().file(), move |file| {
            let cell = match file.number {
                1 => Cell::status(Tone::Done, texts.first_file()),
                number => Cell::status(Tone::Bad, texts.other_file(number)),
            };
            cell.note(reference(&file.sha256))
        })
        .words(texts.received(), |file| Cell::time(&file.received_at))
        .figures(word().lines(), |file| file.lines.to_string())
        .figures(texts.debited(), |file| file.debited)
        .figures(texts.refunded(), |file| file.refunded)
        .figures(texts.net(), |file| file.net);
    let lines = if differing.is_empty() {
        view! { <p>{texts.lines_alike()}</p> }.into_any()
    } else {
        differing_table().of(differing)
    };
    let more = (differing.len() >= MOST_DIFFERING)
        .then(|| view! { <p class="muted">{texts.first_differing(MOST_DIFFERING)}</p> });
    view! {
        <section class="section">
            <h2>{texts.files()}</h2>
            {table.of(files)}
            <h3>{texts.differing()}</h3>
            {lines}
            {more}
        </section>
    }
    .into_any()
}

fn differing_table() -> Table<DifferingLineRow> {
    let texts = settlement();
    Table::<DifferingLineRow>::new(texts.differing())
        .words(texts.order(), |line| Cell::reference(&line.order_no).note(line.network_serial.clone()))
        .words(
            texts.stands_in(),
            move |line| {
                if line.in_first { texts.in_first(line.file) } else { texts.in_other(line.file) }
            },
        )
        .words(word().kind(), move |line| texts.line_kinds(line.kind))
        .figures(word().amount(), |line| line.amount)
        .words(word().network_result(), |line| Cell::reference(&line.result))
}

fn lines(page: Page<SettlementLineView, i32>, (filters, none): (AnyView, AnyView)) -> AnyView {
    let texts = settlement();
    let table = Table::<SettlementLineView>::new(texts.details())
        .words(texts.order(), |line| Cell::reference(&line.order_no).note(line.network_serial.clone()))
        .words(word().kind(), move |line| texts.line_kinds(line.kind))
        .figures(word().amount(), |line| line.amount)
        .sorted_by(SortKey::Amount)
        .words(word().network_result(), |line| Cell::reference(&line.result))
        .words(texts.ours(), move |line| line.debit.map_or(texts.not_ours(), |debit| texts.debit_states(debit)))
        .words(texts.outcome(), outcome)
        .sortable();
    view! {
        <section class="section">
            <h2>{texts.details()}</h2>
            {filters}
            {table.page(page, none)}
        </section>
    }
    .into_any()
}

fn outcome(line: &SettlementLineView) -> Cell {
    let texts = settlement();
    match line.differs {
        Some(kind) => Cell::status(Tone::Bad, texts.kinds(kind)),
        None if line.settles => Cell::status(Tone::Done, texts.standings(LineStanding::Settles)),
        None => Cell::status(Tone::Neutral, texts.standings(LineStanding::Nothing)),
    }
}

/// The differences that wait for a person, if there are any.
pub(super) fn differences(page: Page<DifferenceView>) -> AnyView {
    let texts = settlement();
    if page.rows.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="section">
            <h2>{texts.differences()}</h2>
            <p>{texts.differences_text()}</p>
            {difference_table().of(&page.rows)}
            <p><a href=DIFFERENCES>{texts.differences_all()}</a></p>
        </section>
    }
    .into_any()
}

pub(super) fn difference_table() -> Table<DifferenceView> {
    let texts = settlement();
    Table::<DifferenceView>::new(texts.differences())
        .words(word().kind(), move |item| {
            Cell::status(Tone::Bad, texts.kinds(item.kind))
                .to(format!("{LIST}/{}", item.settlement))
                .note(view! { {reconcile().age()} " " {admin().days(item.age_days)} })
        })
        .sorted_by(SortKey::Time)
        .prose(texts.order(), |item| Cell::reference(&item.order_no).note(item.network_serial.clone()))
        .words(texts.date(), |item| Cell::time(&item.settled_on))
        .figures(texts.theirs(), |item| item.theirs)
        .sorted_by(SortKey::Amount)
        .figures(texts.ours_amount(), |item| item.ours)
        .prose(word().outcome(), settle)
}

/// What to do, and the form with which a person says what became of it.
fn settle(item: &DifferenceView) -> Cell {
    let texts = settlement();
    let advice = texts.advice(item.kind);
    if item.two_people {
        return Cell::text(advice).to(format!("/admin/differences/{}", item.id));
    }
    if item.request_no.is_empty() {
        return Cell::text(advice);
    }
    let (id, request_no) = (item.id.clone(), item.request_no.clone());
    let typed = kept_of::<SettleDifference>(("difference", &id), "note");
    Cell::text(advice).note(view! {
        <Form to=SettleDifference::PATH request_no class="stack">
            <input type="hidden" name="difference" value=id />
            <input name="note" maxlength="500" required autocomplete="off" aria-label=word().outcome() value=typed />
            <button class="button button--quiet">{texts.settle()}</button>
        </Form>
    })
}

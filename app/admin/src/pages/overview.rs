//! What waits for the institution, and whether the money is all there.

use domain::ledger::Book;
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        icon::{Icon, icon},
        load::loaded,
        page_header::PageHeader,
        status::{Tone, status},
        table::Table,
    },
    texts::word,
};

use super::{feed::feeds, reserve::reserves};
use crate::{
    api::{
        ledger::{BookView, KindView},
        worklist::{WorklistView, worklist},
    },
    texts::{admin, feed::feed, job::job, ledger::ledger, overview::overview, settlement::settlement},
};

const APPROVALS: &str = "/admin/approvals";
/// Each tile leads to exactly what it counts.
const UNKNOWN: &str = "/admin/payouts?state=unknown";
const UNCONFIRMED: &str = "/admin/payouts?state=sent";

#[must_use]
pub fn page() -> AnyView {
    loaded(("/admin", admin().overview()), worklist(), content)
}

fn content(view: WorklistView) -> AnyView {
    let texts = overview();
    let even = view.books.iter().all(BookView::is_even);
    let state = if even { status(Tone::Done, texts.even()) } else { status(Tone::Bad, texts.uneven()) };
    let today = view.business_date.clone();
    let custody = view.books.iter().find(|book| book.book == Book::Custody).cloned();
    view! {
        <PageHeader title=admin().overview()>
            <span>{word().business_date()} " " <time>{today}</time> " " {texts.open()}</span>
            {state}
        </PageHeader>
        {stats(&view)}
        <section class="section">
            <h2>{texts.waiting()}</h2>
            {waiting(&view)}
        </section>
        {reserves(view.reserves)}
        {feeds(view.feeds)}
        {custody.map(held)}
    }
    .into_any()
}

fn stats(view: &WorklistView) -> impl IntoView + use<> {
    let texts = overview();
    let item = |name: &'static str, href: &'static str, count: i64, class: &'static str| {
        let class = if count == 0 { "stats__item".to_owned() } else { format!("stats__item {class}") };
        let count = if count == 0 { count.into_any() } else { view! { <a href=href>{count}</a> }.into_any() };
        view! {
            <div class=class>
                <dt>{name}</dt>
                <dd>{count}</dd>
            </div>
        }
    };
    view! {
        <dl class="stats">
            {item(texts.approvals(), APPROVALS, view.approvals_to_decide, "stats__item--due")}
            {item(texts.unmatched(), "/admin/movements?state=unmatched", view.unmatched_movements, "stats__item--due")}
            {item(texts.breaks(), "/admin/breaks", view.open_breaks, "stats__item--bad")}
            {item(texts.payouts_unknown(), UNKNOWN, view.payouts_unknown, "stats__item--bad")}
            {item(texts.payouts_unconfirmed(), UNCONFIRMED, view.payouts_unconfirmed, "")}
            {item(texts.statements(), "/admin/statements", view.statements_to_confirm, "stats__item--due")}
        </dl>
    }
}

/// What waits: for the visitor's own decision first, then the gravest.
fn waiting(view: &WorklistView) -> AnyView {
    let texts = overview();
    let rows: Vec<AnyView> = own(view).into_iter().chain(grave(view)).chain(ordinary(view)).flatten().collect();
    if rows.is_empty() {
        return empty(Icon::List, texts.nothing_waits(), texts.nothing_waits_text());
    }
    view! { <ul class="card card--plain list">{rows}</ul> }.into_any()
}

/// Proposals: those that only the visitor keeps waiting, and those of the visitor.
fn own(view: &WorklistView) -> Vec<Option<AnyView>> {
    let texts = overview();
    vec![
        row(APPROVALS, Icon::Check, texts.approvals(), texts.approvals_text().to_owned(), view.approvals_to_decide),
        row(APPROVALS, Icon::Clock, texts.approvals_proposed(), String::new(), view.approvals_proposed),
    ]
}

fn grave(view: &WorklistView) -> Vec<Option<AnyView>> {
    let texts = overview();
    vec![
        row(
            "/admin/breaks",
            Icon::Alert,
            texts.breaks(),
            texts.breaks_text(&admin().days(view.oldest_break_days)),
            view.open_breaks,
        ),
        row("/admin/breaks", Icon::Alert, feed().unread(), String::new(), view.unread_lines),
        row("/admin/breaks", Icon::Alert, settlement().differences(), String::new(), view.settlement_breaks),
        row(
            "/admin/calendar",
            Icon::Clock,
            texts.calendar_missing(),
            texts.calendar_missing_text(view.calendar_missing.unwrap_or_default()),
            i64::from(view.calendar_missing.is_some()),
        ),
        row("/admin/jobs", Icon::Alert, job().dead(), job().dead_text().to_owned(), view.jobs_dead),
        row(
            "/admin/payouts?state=failed",
            Icon::Alert,
            texts.payouts_failed(),
            texts.payouts_failed_text().to_owned(),
            view.payouts_failed,
        ),
        row(
            UNKNOWN,
            Icon::Clock,
            texts.payouts_unknown(),
            texts.payouts_unknown_text().to_owned(),
            view.payouts_unknown,
        ),
    ]
}

fn ordinary(view: &WorklistView) -> Vec<Option<AnyView>> {
    let texts = overview();
    vec![
        row(
            "/admin/movements?state=unmatched",
            Icon::Bank,
            texts.unmatched(),
            texts.unmatched_text().to_owned(),
            view.unmatched_movements,
        ),
        row(
            "/admin/movements?state=doubtful",
            Icon::Alert,
            texts.doubtful(),
            texts.doubtful_text().to_owned(),
            view.doubtful_movements,
        ),
        row(
            UNCONFIRMED,
            Icon::Repay,
            texts.payouts_unconfirmed(),
            texts.payouts_unconfirmed_text(&admin().days(view.oldest_payout_days)),
            view.payouts_unconfirmed,
        ),
        row(
            "/admin/payouts?state=requested",
            Icon::Repay,
            texts.payouts_requested(),
            String::new(),
            view.payouts_requested,
        ),
        row(
            "/admin/statements",
            Icon::Upload,
            texts.statements(),
            texts.statements_text().to_owned(),
            view.statements_to_confirm,
        ),
        row("/admin/operating-data", Icon::Upload, texts.data(), texts.data_text().to_owned(), view.data_to_confirm),
    ]
}

/// One thing that waits, where there is any of it: where it stands, its name and explanation, and how many.
fn row(href: &'static str, shape: Icon, name: &'static str, text: String, count: i64) -> Option<AnyView> {
    (count > 0).then(|| {
        view! {
            <li>
                <a class="list__row" href=href>
                    {icon(shape)}
                    <span class="list__text">{name} <small>{text}</small></span>
                    <span class="list__end">{count}</span>
                </a>
            </li>
        }
        .into_any()
    })
}

/// The custody book by kinds: what is at the bank, and to whom it belongs.
fn held(book: BookView) -> AnyView {
    let (texts, names) = (overview(), ledger());
    let table = Table::<KindView>::new(texts.held())
        .words(names.account(), move |kind| {
            Cell::text(names.kinds(kind.kind)).to(format!("/admin/ledger?kind={}", kind.kind))
        })
        .total(word().total())
        .figures(names.debit(), |kind| Cell::side(kind.debit))
        .total(Cell::side(book.debit))
        .figures(names.credit(), |kind| Cell::side(kind.credit))
        .total(Cell::side(book.credit));
    view! {
        <section class="section">
            <h2 class="card__title">
                {texts.held()} <a class="card__more" href="/admin/ledger">{admin().ledger()}</a>
            </h2>
            {table.even().of(&book.kinds)}
        </section>
    }
    .into_any()
}

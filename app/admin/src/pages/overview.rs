//! What waits for the institution, and whether the money is all there.

use domain::{ledger::Book, role::Role};
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        icon::{Icon, icon},
        load::loaded,
        page_header::PageHeader,
        stats::{Stat, shown, stats},
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
    texts::{
        admin, complaint::complaint, feed::feed, job::job, ledger::ledger, overview::overview, settlement::settlement,
    },
};

const MAKER: Role = Role::OperatorMaker;
const CHECKER: Role = Role::OperatorChecker;
const APPROVALS: &str = "/admin/approvals";
/// Each tile leads to exactly what it counts.
const UNKNOWN: &str = "/admin/payouts?state=unknown";
const UNCONFIRMED: &str = "/admin/payouts?state=sent";
const FAILED: &str = "/admin/payouts?state=failed";
const UNMATCHED: &str = "/admin/movements?state=unmatched";
const TRANSFERS: &str = "/admin/transfers?state=confirmed";
const COMMISSIONS: &str = "/admin/commissions?state=draft";
const DATA: &str = "/admin/operating-data";

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
        {tiles(&view)}
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

/// What the badges of the navigation count for the visitor, a checker's decisions first; then what is gravest of all else.
fn tiles(view: &WorklistView) -> AnyView {
    let texts = overview();
    let statements = Stat::new(texts.statements(), "/admin/statements", view.statements_to_confirm).due();
    let breaks = Stat::new(texts.breaks(), "/admin/breaks", view.open_breaks).bad();
    let failed = Stat::new(texts.payouts_failed(), FAILED, view.payouts_failed).bad();
    let unmatched = Stat::new(texts.unmatched(), UNMATCHED, view.unmatched_movements).due();
    let unknown = Stat::new(texts.payouts_unknown(), UNKNOWN, view.payouts_unknown).bad();
    let unconfirmed = Stat::new(texts.payouts_unconfirmed(), UNCONFIRMED, view.payouts_unconfirmed);
    let (own, others) = match view.role {
        CHECKER => {
            let approvals = Stat::new(texts.approvals(), APPROVALS, view.approvals_to_decide).due();
            (vec![approvals, statements], vec![breaks, failed, unmatched, unknown, unconfirmed])
        }
        MAKER => {
            let transfers = Stat::new(texts.transfers(), TRANSFERS, view.transfers_to_propose).due();
            let commissions = Stat::new(texts.commissions(), COMMISSIONS, view.commissions_to_propose).due();
            let data = Stat::new(texts.data(), DATA, view.data_to_confirm).due();
            let proposed = Stat::new(texts.approvals_proposed(), APPROVALS, view.approvals_proposed);
            let own = vec![breaks, failed, unmatched, transfers, commissions, data];
            (own, vec![proposed, statements, unknown, unconfirmed])
        }
        _ => (Vec::new(), vec![breaks, failed, unmatched, unknown, unconfirmed, statements]),
    };
    stats(own, others)
}

/// What waits for the visitor, what only waits for a decision first, then the gravest; and apart from it what is up to others.
/// Who only looks sees all of it in one.
fn waiting(view: &WorklistView) -> AnyView {
    let texts = overview();
    let rows = decisions(view).into_iter().chain(grave(view)).chain(ordinary(view)).flatten();
    let looks = view.role == Role::Auditor;
    let (own, others): (Vec<Row>, Vec<Row>) = rows.partition(|(role, _)| looks || *role == view.role);
    let list = |rows: Vec<Row>| {
        let rows = rows.into_iter().map(|(_, row)| row).collect_view();
        view! { <ul class="card card--plain list">{rows}</ul> }
    };
    let nothing_text = if others.is_empty() { texts.nothing_waits_text() } else { texts.others_wait_text() };
    let own =
        if own.is_empty() { empty(Icon::List, texts.nothing_waits(), nothing_text) } else { list(own).into_any() };
    let others = (!others.is_empty()).then(|| view! { <h3>{texts.others()}</h3> {list(others)} });
    view! { {own} {others} }.into_any()
}

/// Something that waits, for whom.
type Row = (Role, AnyView);

/// What a checker decides, and what of the visitor's own waits for one.
fn decisions(view: &WorklistView) -> Vec<Option<Row>> {
    let texts = overview();
    vec![
        row(CHECKER, APPROVALS, (Icon::Check, texts.approvals(), texts.approvals_text()), view.approvals_to_decide),
        row(
            CHECKER,
            "/admin/statements",
            (Icon::Upload, texts.statements(), texts.statements_text()),
            view.statements_to_confirm,
        ),
        row(view.role, APPROVALS, (Icon::Clock, texts.approvals_proposed(), ""), view.approvals_proposed),
    ]
}

fn grave(view: &WorklistView) -> Vec<Option<Row>> {
    let (texts, breaks) = (overview(), "/admin/breaks");
    let oldest = texts.breaks_text(&admin().days(view.oldest_break_days));
    let missing = texts.calendar_missing_text(view.calendar_missing.unwrap_or_default());
    vec![
        row(MAKER, breaks, (Icon::Alert, texts.breaks(), &oldest), view.open_breaks),
        row(MAKER, breaks, (Icon::Alert, feed().unread(), ""), view.unread_lines),
        row(MAKER, "/admin/differences", (Icon::Alert, settlement().differences(), ""), view.settlement_breaks),
        row(
            MAKER,
            "/admin/complaints",
            (Icon::Alert, complaint().stays_paid(), complaint().stays_paid_short()),
            view.stays_paid,
        ),
        row(
            MAKER,
            "/admin/calendar",
            (Icon::Clock, texts.calendar_missing(), &missing),
            i64::from(view.calendar_missing.is_some()),
        ),
        row(MAKER, "/admin/jobs", (Icon::Alert, job().dead(), job().dead_text()), view.jobs_dead),
        row(MAKER, FAILED, (Icon::Alert, texts.payouts_failed(), texts.payouts_failed_text()), view.payouts_failed),
        row(MAKER, UNKNOWN, (Icon::Clock, texts.payouts_unknown(), texts.payouts_unknown_text()), view.payouts_unknown),
    ]
}

fn ordinary(view: &WorklistView) -> Vec<Option<Row>> {
    let texts = overview();
    let oldest = texts.payouts_unconfirmed_text(&admin().days(view.oldest_payout_days));
    vec![
        row(MAKER, UNMATCHED, (Icon::Bank, texts.unmatched(), texts.unmatched_text()), view.unmatched_movements),
        row(
            MAKER,
            "/admin/movements?state=doubtful",
            (Icon::Alert, texts.doubtful(), texts.doubtful_text()),
            view.doubtful_movements,
        ),
        row(MAKER, UNCONFIRMED, (Icon::Repay, texts.payouts_unconfirmed(), &oldest), view.payouts_unconfirmed),
        row(
            MAKER,
            "/admin/payouts?state=requested",
            (Icon::Repay, texts.payouts_requested(), ""),
            view.payouts_requested,
        ),
        row(MAKER, TRANSFERS, (Icon::Repay, texts.transfers(), texts.transfers_text()), view.transfers_to_propose),
        row(
            MAKER,
            COMMISSIONS,
            (Icon::Bank, texts.commissions(), texts.commissions_text()),
            view.commissions_to_propose,
        ),
        row(MAKER, DATA, (Icon::Upload, texts.data(), texts.data_text()), view.data_to_confirm),
    ]
}

/// One thing that waits for a role, where there is any of it: where it stands, how it looks with its name and explanation, and how
/// many.
fn row(role: Role, href: &'static str, (shape, name, text): (Icon, &'static str, &str), count: i64) -> Option<Row> {
    let text = text.to_owned();
    let waits = || {
        view! {
            <li>
                <a class="list__row" href=href>
                    {icon(shape)}
                    <span class="list__text">{name} <small>{text}</small></span>
                    <span class="list__end">{shown(count)}</span>
                </a>
            </li>
        }
        .into_any()
    };
    (count > 0).then(|| (role, waits()))
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
            {table.compact().of(&book.kinds)}
        </section>
    }
    .into_any()
}

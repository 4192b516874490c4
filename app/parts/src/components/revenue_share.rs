//! Invoices of the institution's share, and one of them line by line.

use domain::revenue_share::{LineKind, RevenueShare};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use services::{page::Page, revenue_share::LineFilter};

use super::{
    cell::Cell,
    empty::empty,
    icon::Icon,
    list::NarrowedList,
    load::loaded,
    narrow::{Filters, SortKey},
    page_header::PageHeader,
    pager::asked_after,
    table::Table,
    tabs::{asked_one, tab},
    value::fact,
};
use crate::{
    api::{
        repayment::RepaymentView,
        revenue_share::{InvoicePageView, InvoiceView, LineView, invoice as find},
    },
    texts::{narrow::narrow, revenue_share::revenue_share, word},
};

/// What is agreed, in a line.
#[must_use]
pub fn agreed(share: Option<RevenueShare>) -> String {
    let texts = revenue_share();
    let Some(share) = share else { return texts.nothing_agreed().to_owned() };
    let counts = [
        (share.penalty, texts.counts_penalty()),
        (share.elsewhere, texts.counts_elsewhere()),
        (true, texts.billings(share.billing)),
    ];
    let more = counts.into_iter().filter(|(counts, _)| *counts).map(|(_, words)| words.to_owned());
    std::iter::once(texts.agreed(&share.rate.percent())).chain(more).collect::<Vec<_>>().join(" · ")
}

/// What of a payment is withheld and what of it is paid out, for its funder and the institution.
#[must_use]
pub fn withheld(payment: &RepaymentView) -> Option<String> {
    let left = payment.amount.less(payment.returned).less(payment.share);
    let told = || revenue_share().withheld_of(&payment.share.grouped(), &left.grouped());
    payment.share.is_positive().then(told)
}

/// A page of invoices; `path` is where each is shown.
pub fn invoices(page: Page<InvoiceView>, path: &'static str) -> AnyView {
    let texts = revenue_share();
    let table = Table::<InvoiceView>::new(texts.invoices())
        .words(word().month(), move |item| Cell::text(&item.month).to(format!("{path}/{}", item.id)))
        .words(texts.rate(), |item| item.share.rate.percent())
        .figures(word().lines(), |item| item.lines.to_string())
        .figures(texts.counted(), |item| item.counted)
        .figures(texts.due(), |item| item.due)
        .figures(texts.withheld(), |item| item.withheld)
        .words(texts.issued_on(), |item| Cell::time(&item.issued_on));
    table.page(page, empty(Icon::List, texts.none_title(), texts.none_text()))
}

/// The page of one invoice, below a list, with those of its lines that are asked for; `loans` is where a loan is shown.
#[must_use]
pub fn invoice(below: (&'static str, &'static str), loans: &'static str) -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let (texts, of, one) = (revenue_share(), narrow(), asked_one::<LineKind>());
    let filters = Filters { path: "?", hint: of.loan_number_hint(), day: texts.posted_on(), amount: of.included() };
    let list = NarrowedList::asked(filters, ().into_any()).each(
        word().kind(),
        one.map(LineKind::code),
        LineKind::ALL.map(|kind| tab(kind.code(), texts.kinds(kind))),
    );
    let filter = one.map_or(LineFilter::All, LineFilter::Of);
    let found = find(id, (filter, list.query()), asked_after());
    let head = list.head();
    loaded(below, found, move |view| content(view, below, loans, head))
}

fn content(
    view: InvoicePageView,
    below: (&'static str, &'static str),
    loans: &'static str,
    (filters, none): (AnyView, AnyView),
) -> AnyView {
    let (texts, item) = (revenue_share(), view.invoice);
    let table = Table::<LineView>::new(word().lines())
        .words(word().loan(), move |line| Cell::reference(&line.reference).to(format!("{loans}/{}", line.loan)))
        .words(word().kind(), move |line| texts.kinds(line.kind))
        .words(texts.posted_on(), |line| Cell::time(&line.posted_on))
        .sorted_by(SortKey::Time)
        .words(word().value_on(), |line| Cell::time(&line.value_on))
        .figures(word().interest(), |line| line.interest)
        .figures(word().penalty(), |line| line.penalty)
        .figures(texts.counts(), |line| line.counts)
        .sorted_by(SortKey::Amount)
        .sortable();
    view! {
        <PageHeader title=texts.invoice_of(&item.funder_name, &item.month) below>{agreed(Some(item.share))}</PageHeader>
        <dl class="card facts facts--3">
            {fact(texts.counted(), item.counted.grouped())}
            {fact(texts.due(), item.due.grouped())}
            {fact(texts.withheld(), item.withheld.grouped())}
            {fact(texts.issued_on(), item.issued_on)}
        </dl>
        <p class="muted">{texts.recompute()}</p>
        {filters}
        {table.page(view.lines, none)}
    }
    .into_any()
}

//! The lines that the funder has granted.

use leptos::prelude::*;
use partner::pages::credit_line;
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        load::load,
        money::money,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        pager::asked_after,
        table::Table,
        tabs::{Tab, asked_state, tab, tabs},
        value::reference,
    },
    texts::{narrow::narrow, word},
};
use services::credit_line::CreditLineFilter;

use super::links;
use crate::{
    api::credit_line::{ExposureView, GrantedLineView, GrantedLinesView, granted_lines},
    texts::{funder, lending::lending},
};

const PATH: &str = "/funder/lines";

#[must_use]
pub fn page() -> AnyView {
    let here = asked_state(&["", "closed"]);
    let filter = if here == "closed" { CreditLineFilter::Closed } else { CreditLineFilter::Open };
    let (own, of) = (lending(), narrow());
    let none = if here == "closed" {
        empty(Icon::Wallet, own.no_closed_lines(), own.no_closed_lines_text())
    } else {
        empty(Icon::Wallet, own.no_lines(), own.no_lines_text())
    };
    let filters = Filters { path: PATH, hint: of.shop_hint(), day: of.line_opened_on(), amount: of.limit() };
    let list = NarrowedList::asked(filters, none);
    let lines = granted_lines(filter, list.query(), asked_after());
    let head = list.head();
    view! {
        <PageHeader title=word().credit_lines()>{own.lines_note()}</PageHeader>
        {load(lines, move |view| content(view, here, head))}
    }
    .into_any()
}

fn content(view: GrantedLinesView, here: &'static str, (filters, none): (AnyView, AnyView)) -> AnyView {
    let own = lending();
    let open = Tab { state: "", name: own.open_lines(), count: Some(view.exposure.lines) };
    view! {
        {sums(view.exposure)}
        {filters}
        {tabs(word().state(), here, vec![open, tab("closed", own.closed_lines())])}
        {table().sortable().page(view.lines, none)}
    }
    .into_any()
}

fn sums(exposure: ExposureView) -> impl IntoView {
    let (texts, own) = (funder(), lending());
    let item = |label: &'static str, value: AnyView| {
        view! {
            <div class="stats__item">
                <dt>{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let granted = view! {
        {money(exposure.limit)}
        " "
        <small>{texts.line_count(exposure.lines)}</small>
    };
    let available = view! { {money(exposure.available)} " " <small>{own.active_only()}</small> };
    view! {
        <dl class="stats">
            {item(word().granted(), granted.into_any())}
            {item(word().outstanding(), money(exposure.outstanding).into_any())}
            {item(word().earmarked(), money(exposure.earmarked).into_any())}
            {item(word().available(), available.into_any())}
        </dl>
    }
}

pub(super) fn table() -> Table<GrantedLineView> {
    let own = lending();
    Table::<GrantedLineView>::new(word().credit_lines())
        .words(word().shop(), |line| links::shop(&line.agent_name, &line.agent).note(reference(&line.reference)))
        .words(word().state(), |line| credit_line::state(line.state))
        .figures(word().limit(), move |line| {
            Cell::from(line.limit).note(own.at_rate(&line.terms.annual_rate.percent()))
        })
        .summed()
        .sorted_by(SortKey::Amount)
        .figures(word().outstanding(), |line| line.outstanding)
        .summed()
        .figures(word().earmarked(), |line| line.earmarked)
        .summed()
        .figures(own.available_yuan(), |line| line.available)
        .summed()
        .words(word().expires_on(), move |line| {
            let opened_on = line.opened_on.clone();
            Cell::time(&line.matures_on).note(view! { {word().opened_on()} " " <time>{opened_on}</time> })
        })
}

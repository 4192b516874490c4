//! The lines that the funder has granted.

use leptos::prelude::*;
use parts::{
    components::{
        icon::Icon,
        load::load,
        money::money,
        pager::{Part, asked_after, asked_state, pager, parts},
    },
    texts::word,
};
use services::{credit_line::CreditLineFilter, page::Page};

use super::{
    heading::{empty, heading},
    standing,
};
use crate::{
    api::credit_line::{ExposureView, GrantedLineView, GrantedLinesView, granted_lines},
    texts::{funder, lending::lending},
};

#[must_use]
pub fn page() -> AnyView {
    let here = asked_state(&["", "closed"]);
    let filter = if here == "closed" { CreditLineFilter::Closed } else { CreditLineFilter::Open };
    view! {
        {heading(funder().lines(), lending().lines_note())}
        {load(granted_lines(filter, asked_after()), move |view| content(view, here))}
    }
    .into_any()
}

fn content(view: GrantedLinesView, here: &'static str) -> AnyView {
    let own = lending();
    let open = Part { state: "", name: own.open_lines(), count: Some(view.exposure.lines) };
    let closed = Part { state: "closed", name: own.closed_lines(), count: None };
    let list = if !view.lines.rows.is_empty() {
        table(view.lines)
    } else if here == "closed" {
        empty(Icon::Wallet, own.no_closed_lines(), own.no_closed_lines_text()).into_any()
    } else {
        empty(Icon::Wallet, own.no_lines(), own.no_lines_text()).into_any()
    };
    view! {
        {sums(view.exposure)}
        {parts(word().state(), here, vec![open, closed])}
        {list}
    }
    .into_any()
}

fn table(page: Page<GrantedLineView>) -> AnyView {
    let (texts, own) = (funder(), lending());
    let shown = page.rows.len();
    view! {
        <div class="table-wrap" role="region" aria-label=texts.lines() tabindex="0">
            <table class="table">
                <caption class="visually-hidden">{texts.lines()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{word().shop()}</th>
                        <th scope="col">{word().state()}</th>
                        <th scope="col" class="num">{word().limit()}</th>
                        <th scope="col" class="num">{texts.outstanding_yuan()}</th>
                        <th scope="col" class="num">{own.earmarked_yuan()}</th>
                        <th scope="col" class="num">{own.available_yuan()}</th>
                        <th scope="col">{own.matures_on()}</th>
                    </tr>
                </thead>
                <tbody>{page.rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        {pager(shown, page.next)}
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
    view! {
        <dl class="stats">
            {item(texts.granted(), granted.into_any())}
            {item(texts.outstanding(), money(exposure.outstanding).into_any())}
            {item(own.earmarked(), money(exposure.earmarked).into_any())}
            {item(texts.available(), money(exposure.available).into_any())}
        </dl>
    }
}

fn row(line: GrantedLineView) -> impl IntoView {
    let (texts, own) = (funder(), lending());
    view! {
        <tr>
            <th scope="row">
                {line.agent_name}
                <small>
                    <code class="ref">{line.reference}</code>
                </small>
            </th>
            <td data-label=word().state()>{standing::line(&line.state)}</td>
            <td class="num" data-label=word().limit()>
                {money(line.limit)} <small>{own.at_rate(&line.terms.annual_rate.percent())}</small>
            </td>
            <td class="num" data-label=texts.outstanding_yuan()>{money(line.outstanding)}</td>
            <td class="num" data-label=own.earmarked_yuan()>{money(line.earmarked)}</td>
            <td class="num" data-label=own.available_yuan()>{money(line.available)}</td>
            <td data-label=own.matures_on()>
                <time>{line.matures_on}</time>
                <small>
                    {own.opened_on()} " "
                    <time>{line.opened_on}</time>
                </small>
            </td>
        </tr>
    }
}

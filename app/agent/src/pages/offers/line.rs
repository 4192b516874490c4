//! The line that an agent holds, in place of offers, and how it is closed.

use domain::credit_line::CreditLineState;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    api::only_looks,
    components::{
        alert::Alert,
        form::{Form, error_of},
        icon::{Icon, icon},
        page_header::PageHeader,
        status::{Tone, status},
    },
    texts::{terms, word},
};

use crate::{
    api::credit_line::{CloseLine, CreditLineView},
    texts::{agent, draw::draw, offer::offer},
};

/// The line with its terms; `application` holds its contract. Whether it was opened right now, and the number of the form that
/// closes it.
pub fn section(line: CreditLineView, application: &str, (opened, request_no): (bool, String)) -> impl IntoView + use<> {
    let texts = offer();
    let active = line.state == CreditLineState::Active;
    let tone = if active { Tone::Active } else { Tone::Waiting };
    let (state, closing) = (line.state, close(&line, request_no));
    let contract = format!("/agent/applications/{application}");
    let (funder_name, reference) = (line.funder_name.clone(), line.reference.clone());
    view! {
        <PageHeader title=texts.line_title()>
            {status(tone, texts.line_states(line.state))} <span>{funder_name}</span> <code class="ref">{reference}</code>
        </PageHeader>
        {(state == CreditLineState::Closing).then(|| view! { <p>{draw().not_active_text(state)}</p> })}
        {opened.then(|| view! { <Alert kind="good" title=texts.line_opened() text=texts.line_opened_text() /> })}
        <div class="grid-2">
            <section class="card">{amounts(&line)}</section>
            <section class="card">{price(&line)}</section>
        </div>
        <div class="cluster cluster--even">
            {(active && !only_looks())
                .then(|| view! { <a class="button" href="/agent/borrow">{icon(Icon::Borrow)} {agent().borrow()}</a> })}
            <a class="button button--quiet" href=contract>{texts.contract()}</a>
            <a class="button button--quiet" href="/agent/consents">{texts.consents()}</a>
        </div>
        {closing}
    }
}

/// What closing the line leads to, and its button, folded away; nothing of a line that ends already.
fn close(line: &CreditLineView, request_no: String) -> Option<AnyView> {
    let texts = offer();
    let open = matches!(line.state, CreditLineState::Active | CreditLineState::Suspended);
    if only_looks() || !open {
        return None;
    }
    let form = if line.earmarked.is_positive() {
        view! { <p>{texts.close_not_now()}</p> }.into_any()
    } else {
        let text = if line.outstanding.is_zero() { texts.close_text() } else { texts.close_later_text() };
        view! {
            <Form to=CloseLine::PATH request_no class="stack">
                <p>{text}</p>
                <button class="button button--danger button--block">{texts.close()}</button>
            </Form>
        }
        .into_any()
    };
    let opened = error_of(CloseLine::PATH).is_some();
    let shown = view! {
        <details class="details" open=opened>
            <summary>{texts.close_title()}</summary>
            <div>{form}</div>
        </details>
    };
    Some(shown.into_any())
}

fn amounts(line: &CreditLineView) -> impl IntoView + use<> {
    let texts = offer();
    let active = line.state == CreditLineState::Active;
    let available = if active { texts.available() } else { agent().not_now() };
    view! {
        <dl class="facts facts--end">
            <div><dt>{texts.granted()}</dt><dd class="money">{line.limit.grouped()}</dd></div>
            <div><dt>{texts.outstanding()}</dt><dd class="money">{line.outstanding.grouped()}</dd></div>
            <div><dt>{texts.earmarked()}</dt><dd class="money">{line.earmarked.grouped()}</dd></div>
            <div class="facts__total"><dt>{available}</dt><dd class="money">{line.available.grouped()}</dd></div>
        </dl>
    }
}

fn price(line: &CreditLineView) -> impl IntoView + use<> {
    let texts = offer();
    let percent = line.terms.annual_rate.percent();
    let early = if line.terms.early_fee_rate.fraction().is_zero() {
        texts.early_free().to_owned()
    } else {
        line.terms.early_fee_rate.percent()
    };
    let facts = [
        (word().penalty_rate(), terms::percent(line.terms.penalty_rate())),
        (word().tenors(), terms::tenors(&line.tenors)),
        (word().method(), terms::method(line.terms.method).to_owned()),
        (texts.early_fee(), early),
        (texts.matures_on(), line.matures_on.to_string()),
    ];
    let rows = facts.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    view! {
        <p class="offer__rate">
            <span class="offer__percent">{percent.trim_end_matches('%').to_owned()}<small>"%"</small></span>
            {texts.annual_rate()}
        </p>
        <dl class="facts facts--end">{rows.into_iter().collect_view()}</dl>
    }
}

//! The line that an agent holds, in place of offers.

use domain::credit_line::CreditLineState;
use leptos::prelude::*;
use parts::{
    api::only_looks,
    components::{
        alert::Alert,
        icon::{Icon, icon},
        page_header::PageHeader,
        status::{Tone, status},
    },
    texts::{terms, word},
};

use crate::{
    api::credit_line::CreditLineView,
    texts::{agent, offer::offer},
};

/// The line with its terms; `application` holds its contract.
pub fn section(line: CreditLineView, application: &str, opened: bool) -> impl IntoView {
    let texts = offer();
    let active = line.state == CreditLineState::Active;
    let tone = if active { Tone::Active } else { Tone::Waiting };
    let contract = format!("/agent/applications/{application}");
    let (funder_name, reference) = (line.funder_name.clone(), line.reference.clone());
    view! {
        <PageHeader title=texts.line_title()>
            {status(tone, texts.line_states(line.state))} <span>{funder_name}</span> <code class="ref">{reference}</code>
        </PageHeader>
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
    }
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

//! What a frozen wallet means, in plain words, where its agent looks first.

use domain::freeze::FreezeReason;
use leptos::prelude::*;
use parts::{
    components::icon::{Icon, icon},
    texts::word,
};

use super::to_top_up;
use crate::{
    api::freeze::{FreezeView, FrozenView, TakenView},
    texts::freeze::freeze,
};

/// Why the wallet is frozen, and what lifts it.
pub fn frozen(view: FrozenView) -> impl IntoView {
    let texts = freeze();
    let whole = view.freezes.iter().any(|item| item.reason.is_whole());
    let overdue = view.freezes.iter().any(|item| item.reason == FreezeReason::Overdue);
    let title = if whole { texts.whole_title() } else { texts.part_title() };
    let settles = view.settles;
    let rows = view.freezes.iter().map(|item| row(item, settles)).collect_view();
    let clears = (overdue && view.clears.is_positive()).then(|| {
        let amount = view.clears.grouped();
        view! {
            <p>{if settles { texts.settles(&amount) } else { texts.clears(&amount) }}</p>
            <div class="cluster">
                <a class="button" href=to_top_up(view.clears)>{word().top_up()}</a>
                <a class="button button--quiet" href="/agent/loans">{texts.see_loans()}</a>
            </div>
        }
    });
    let taken = (!view.taken.is_empty()).then(|| {
        view! {
            <h3>{texts.taken()}</h3>
            <ul class="stack">{view.taken.iter().map(taken).collect_view()}</ul>
        }
    });
    view! {
        <section class="card card--bad" aria-label=title>
            <h2 class="card__title"><span>{icon(Icon::Alert)} " " {title}</span></h2>
            {whole.then(|| view! { <p>{texts.whole_text()}</p> })}
            <ul class="stack">{rows}</ul>
            {taken}
            {clears}
        </section>
    }
}

/// That nothing is overdue any more, and what the wallet has paid for that by itself.
pub fn cleared(items: &[TakenView]) -> impl IntoView + use<> {
    let texts = freeze();
    view! {
        <section class="card" aria-label=texts.cleared()>
            <h2 class="card__title">{texts.cleared()}</h2>
            <p>{texts.cleared_text()}</p>
            <ul class="stack">{items.iter().map(taken).collect_view()}</ul>
        </section>
    }
}

fn taken(item: &TakenView) -> impl IntoView + use<> {
    let href = format!("/agent/loans/{}", item.loan);
    view! {
        <li>
            {freeze().taken_on(&item.on, &item.amount.grouped())}
            " "
            <a href=href><code class="ref">{item.loan_reference.clone()}</code></a>
        </li>
    }
}

/// `settles` is whether the freeze for what is overdue ends only with all that is owed.
fn row(item: &FreezeView, settles: bool) -> impl IntoView + use<> {
    let texts = freeze();
    let reason = match item.reason {
        FreezeReason::Overdue if settles => texts.until_settled(),
        reason => texts.reasons(reason),
    };
    let asked_by = (!item.asked_by.is_empty()).then(|| match item.reason {
        FreezeReason::Court => texts.ordered_by(&item.asked_by),
        FreezeReason::Overdue | FreezeReason::Funder | FreezeReason::Risk => texts.requested_by(&item.asked_by),
    });
    let held = item.amount.map(|amount| texts.held(&amount.grouped()));
    let until = (!item.until.is_empty()).then(|| texts.until(&item.until));
    let waits = item.held.filter(|held| item.amount > Some(*held)).map(|held| texts.waits(&held.grouped()));
    let details = [asked_by, Some(texts.since(&item.since)), held, waits, until]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(texts.comma());
    view! {
        <li>
            <strong>{reason}</strong>
            <br />
            <span class="muted small">{details}</span>
        </li>
    }
}

//! Our books of each reserve account beside its bank's last balance, and everything between the two.

use leptos::prelude::*;
use parts::{
    components::{
        money::money,
        status::{Tone, status},
    },
    texts::word,
};

use super::{
    around::{money_or_dash, or_dash, when},
    table::{cells, even_table, figures, prose, table, words},
};
use crate::{
    api::reserve::{DifferenceView, ReserveView},
    texts::{reconcile::reconcile, reserve::reserve},
};

pub fn reserves(views: Vec<ReserveView>) -> AnyView {
    views.into_iter().map(one).collect_view().into_any()
}

fn one(view: ReserveView) -> AnyView {
    let texts = reserve();
    let contradicted = view.explained.iter().any(|explained| explained.reason == "contradicted");
    let ties = match (&view.bank, view.unexplained.is_zero()) {
        (None, _) => status(Tone::Neutral, texts.not_told()).into_any(),
        (Some(_), true) if contradicted => status(Tone::Bad, texts.contradicted()).into_any(),
        (Some(_), true) => status(Tone::Done, texts.ties()).into_any(),
        (Some(_), false) => status(Tone::Bad, texts.does_not_tie()).into_any(),
    };
    let mut rows = vec![cells![texts.books(), money(view.books)]];
    if let Some(bank) = &view.bank {
        let source = match &bank.import {
            Some(import) => {
                let href = format!("/admin/statements/{import}");
                view! { <a href=href>{reconcile().source_statement()}</a> }.into_any()
            }
            None => reconcile().source_feed().into_any(),
        };
        rows.push(cells![
            view! { {texts.bank()} <small>{source} " " {when(bank.known_at.clone())}</small> },
            money(bank.balance)
        ]);
    }
    for explained in &view.explained {
        let name = texts.reasons(&explained.reason, explained.count);
        rows.push(cells![name, money(explained.amount)]);
    }
    if view.bank.is_some() {
        rows.push(cells![texts.unexplained(), money(view.unexplained)]);
    }
    let lines = (!view.lines.is_empty()).then(|| difference(view.lines));
    view! {
        <section class="section">
            <h2 class="card__title">
                <span>{texts.title()} <small class="block muted">{view.name} " " {view.account_no} " " {view.currency}</small></span>
                {ties}
            </h2>
            {even_table(texts.title(), vec![words(texts.what()), figures(word().amount())], rows, None)}
            {lines}
        </section>
    }
    .into_any()
}

fn difference(lines: Vec<DifferenceView>) -> AnyView {
    let texts = reserve();
    let columns = vec![
        words(texts.why()),
        prose(reconcile().booked()),
        prose(reconcile().remittance()),
        figures(word().amount()),
    ];
    let row = |line: DifferenceView| {
        let href = format!("/admin/movements/{}", line.movement);
        cells![
            view! { <a href=href>{texts.reasons(&line.reason, 1)}</a> },
            view! { <time>{line.booked_on}</time> <small>{line.counterparty_name}</small> },
            or_dash(line.remittance),
            money_or_dash(line.amount),
        ]
    };
    table(texts.lines(), columns, lines.into_iter().map(row).collect(), None)
}

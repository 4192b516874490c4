//! Movements whose money and instruction do not meet.

use domain::{
    Amount,
    matching::{BreakKind, Direction},
};
use leptos::prelude::*;
use parts::components::{
    load::load,
    money::money,
    pager::{asked_after, pager},
    status::{Tone, status},
};
use services::page::Page;

use super::{
    around::{empty, header, or_dash, reference, when},
    feed,
    table::{cells, figures, prose, table, words},
};
use crate::{
    api::{
        bank_movement::{BreakView, breaks},
        feed::unread_lines,
    },
    texts::{admin, reconcile::reconcile},
};

#[must_use]
pub fn page() -> AnyView {
    view! {
        {header(admin().breaks(), reconcile().breaks_note(), None)}
        {load(unread_lines(), feed::unread)}
        {load(breaks(asked_after()), list)}
    }
    .into_any()
}

fn list(page: Page<BreakView>) -> AnyView {
    let texts = reconcile();
    if page.rows.is_empty() {
        return empty(texts.no_breaks_title(), texts.no_breaks_text());
    }
    let columns = vec![
        words(texts.kind()),
        prose(texts.counterparty()),
        prose(texts.remittance()),
        figures(texts.movement_amount()),
        figures(texts.draw_amount()),
        figures(texts.difference()),
    ];
    let shown = page.rows.len();
    let table = table(admin().breaks(), columns, page.rows.into_iter().map(row).collect(), None);
    view! { {table} {pager(shown, page.next)} }.into_any()
}

fn row(item: BreakView) -> Vec<AnyView> {
    let texts = reconcile();
    let direction = match item.direction {
        Direction::Credit => texts.incoming(),
        Direction::Debit => texts.outgoing(),
    };
    // Of what came a second time, all is too much.
    let difference = item.draw_amount.map(|draw| difference(item.kind, item.amount, draw));
    let amount = |amount: Option<Amount>| amount.map_or_else(|| "—".into_any(), |amount| money(amount).into_any());
    cells![
        view! {
            <a href=format!("/admin/movements/{}", item.movement)>
                {status(Tone::Bad, texts.break_kinds(item.kind))}
            </a>
            <small>{texts.age()} " " {admin().days(item.age_days)}</small>
        },
        view! { {or_dash(item.counterparty_name)} <small>{item.counterparty_account}</small> },
        view! { {or_dash(item.remittance)} <small>{when(item.booked_on)}</small> },
        view! { <span class="unbroken">{direction} " " {money(item.amount)}</span> },
        view! { {amount(item.draw_amount)} <small>{reference(item.draw_reference)}</small> },
        amount(difference),
    ]
}

/// What came too much, or with a minus too little. Of what came a second time all is too much.
fn difference(kind: &str, moved: Amount, draw: Amount) -> Amount {
    if kind == BreakKind::DuplicateFunds.code() { moved } else { moved.plus(draw.negated()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_little_has_a_minus_and_a_second_payment_is_all_too_much() {
        let yuan = |yuan: i64| Amount::from_fen(yuan * 100);
        let (paid, draw) = (yuan(40_000), yuan(50_000));
        assert_eq!(difference(BreakKind::AmountDiffers.code(), paid, draw), yuan(-10_000));
        assert_eq!(difference(BreakKind::DuplicateFunds.code(), draw, draw), draw);
    }
}

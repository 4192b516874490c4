//! Movements whose money and instruction do not meet.

use domain::{
    Amount,
    matching::{BreakKind, Direction},
};
use leptos::prelude::*;
use parts::{
    api::narrow::NarrowQuery,
    components::{
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        load::load,
        money::money,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        status::Tone,
        table::Table,
        tabs::{asked_one, tab},
        value::when,
    },
    texts::{narrow::narrow, word},
};
use services::{bank_movement::BreakFilter, settlement::DifferenceFilter};

use super::{feed, links, settlement};
use crate::{
    api::{
        bank_movement::{BreakView, breaks},
        feed::unread_lines,
        settlement::differences,
    },
    texts::{admin, reconcile::reconcile},
};

const PATH: &str = "/admin/breaks";

#[must_use]
pub fn page() -> AnyView {
    let texts = reconcile();
    let one: Option<BreakKind> = asked_one();
    let of = narrow();
    let filters = Filters { path: PATH, hint: of.break_hint(), day: of.opened_on(), amount: word().plain_amount() };
    let list = NarrowedList::asked(filters, empty(Icon::List, texts.no_breaks_title(), texts.no_breaks_text())).each(
        word().kind(),
        one.map(BreakKind::code),
        BreakKind::ALL.map(|kind| tab(kind.code(), texts.break_kinds(kind))),
    );
    let filter = one.map_or(BreakFilter::All, BreakFilter::Of);
    view! {
        <PageHeader title=admin().breaks()>{texts.breaks_note()}</PageHeader>
        {load(unread_lines(), feed::unread)}
        {load(differences(DifferenceFilter::All, NarrowQuery::default(), None), settlement::differences)}
        {list.view(|query, after| breaks(filter, query, after), |page, none| table().sortable().page(page, none))}
    }
    .into_any()
}

fn table() -> Table<BreakView> {
    let texts = reconcile();
    Table::<BreakView>::new(admin().breaks())
        .words(word().kind(), move |item| {
            Cell::status(Tone::Bad, texts.break_kinds(item.kind))
                .to(format!("/admin/movements/{}", item.movement))
                .note(view! { {texts.age()} " " {admin().days(item.age_days)} })
        })
        .sorted_by(SortKey::Time)
        .prose(word().counterparty(), |item| {
            Cell::text(&item.counterparty_name).note(item.counterparty_account.clone())
        })
        .prose(word().remittance(), |item| Cell::text(&item.remittance).note(when(&item.booked_on)))
        .figures(texts.movement_amount(), move |item| {
            let direction = match item.direction {
                Direction::Credit => texts.incoming(),
                Direction::Debit => texts.outgoing(),
            };
            Cell::view(view! { <span class="unbroken">{direction} " " {money(item.amount)}</span> })
        })
        .sorted_by(SortKey::Amount)
        .figures(texts.draw_amount(), |item| {
            Cell::from(item.draw_amount).note(links::draw(&item.draw_reference, &item.draw).into_any())
        })
        .figures(texts.difference(), |item| item.draw_amount.map(|draw| difference(item.kind, item.amount, draw)))
}

/// What came too much, or with a minus too little. Of what came a second time all is too much.
fn difference(kind: BreakKind, moved: Amount, draw: Amount) -> Amount {
    if kind == BreakKind::DuplicateFunds { moved } else { moved.plus(draw.negated()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_little_has_a_minus_and_a_second_payment_is_all_too_much() {
        let yuan = |yuan: i64| Amount::from_fen(yuan * 100);
        let (paid, draw) = (yuan(40_000), yuan(50_000));
        assert_eq!(difference(BreakKind::AmountDiffers, paid, draw), yuan(-10_000));
        assert_eq!(difference(BreakKind::DuplicateFunds, draw, draw), draw);
    }
}

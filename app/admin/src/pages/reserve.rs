//! Our books of each reserve account beside its bank's last balance, or that of a day's end, and everything between the two.

use domain::{Amount, bank_movement::Difference};
use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        status::{Tone, status},
        table::Table,
        value::when,
    },
    texts::word,
};

use super::movements::source;
use crate::{
    api::reserve::{BankView, DayLineView, DifferenceView, ReserveDayView, ReserveView},
    texts::{reconcile::reconcile, reserve::reserve},
};

pub fn reserves(views: Vec<ReserveView>) -> AnyView {
    views.into_iter().map(one).collect_view().into_any()
}

fn one(view: ReserveView) -> AnyView {
    let texts = reserve();
    let contradicted = view.explained.iter().any(|explained| explained.reason == Difference::Contradicted);
    let ties = match (&view.bank, view.unexplained.is_zero()) {
        (None, _) => status(Tone::Neutral, texts.not_told()).into_any(),
        (Some(_), true) if contradicted => status(Tone::Bad, texts.contradicted()).into_any(),
        (Some(_), true) => status(Tone::Done, texts.ties()).into_any(),
        (Some(_), false) => status(Tone::Bad, texts.does_not_tie()).into_any(),
    };
    let mut sums = vec![(texts.books().to_owned(), None, view.books)];
    sums.extend(view.bank.clone().map(|bank| (texts.bank().to_owned(), Some(bank.clone()), bank.balance)));
    sums.extend(view.explained.iter().map(|one| (texts.reasons(one.reason, one.count), None, one.amount)));
    sums.extend(view.bank.is_some().then(|| (texts.unexplained().to_owned(), None, view.unexplained)));
    let lines = (!view.lines.is_empty()).then(|| difference_table().of(&view.lines));
    view! {
        <section class="section">
            <h2 class="card__title">
                <span>{texts.title()} <small class="block muted">{view.name} " " {view.account_no} " " {view.currency}</small></span>
                {ties}
            </h2>
            {sum_table().even().of(&sums)}
            {lines}
        </section>
    }
    .into_any()
}

/// The end of a day: the bank's balance is that of our books, but for what is listed.
pub fn day(view: ReserveDayView) -> AnyView {
    let texts = reserve();
    let ties = match (&view.bank, view.unexplained.is_zero()) {
        (None, _) => status(Tone::Neutral, texts.day_not_told()).into_any(),
        (Some(_), true) => status(Tone::Done, texts.explained_to_the_fen()).into_any(),
        (Some(_), false) => status(Tone::Bad, texts.does_not_tie()).into_any(),
    };
    let mut sums: Vec<Sum> = vec![(texts.day_books().to_owned(), None, view.books)];
    sums.extend(view.bank.clone().map(|bank| (texts.day_bank().to_owned(), Some(bank.clone()), bank.balance)));
    sums.extend(view.explained.iter().map(|(reason, count, sum)| (texts.day_reasons(*reason, *count), None, *sum)));
    sums.extend(view.bank.is_some().then(|| (texts.unexplained().to_owned(), None, view.unexplained)));
    sums.push((texts.of_it_unmatched().to_owned(), None, view.unmatched));
    sums.push((texts.of_it_in_transit().to_owned(), None, view.in_transit));
    let lines = (!view.lines.is_empty()).then(|| day_table().of(&view.lines));
    view! {
        <section class="section">
            <h2 class="card__title"><span>{texts.day_title()}</span> {ties}</h2>
            <form method="get" class="cluster">
                <label for="on">{texts.day()}</label>
                <input id="on" name="on" type="date" value=view.on />
                <button class="button button--quiet">{texts.show()}</button>
            </form>
            {sum_table().even().of(&sums)}
            {lines}
        </section>
    }
    .into_any()
}

fn day_table() -> Table<DayLineView> {
    let texts = reserve();
    Table::<DayLineView>::new(texts.lines())
        .words(texts.why(), move |line| {
            Cell::text(texts.day_reasons(line.reason, 1)).to(format!("/admin/movements/{}", line.movement))
        })
        .prose(reconcile().booked(), |line| Cell::time(&line.booked_on).note(line.counterparty_name.clone()))
        .prose(reconcile().remittance(), |line| line.remittance.clone())
        .figures(word().amount(), |line| Cell::side(line.amount))
}

/// What a sum is called, the bank's balance where it is that, and how much it is.
type Sum = (String, Option<BankView>, Amount);

fn sum_table() -> Table<Sum> {
    let texts = reserve();
    let told = |bank: &BankView| {
        view! { {source(bank.import.as_deref()).into_any()} " " {when(&bank.known_at)} }
    };
    Table::<Sum>::new(texts.title())
        .words(reserve().what(), move |(name, bank, _): &Sum| Cell::text(name).note_of(bank.as_ref().map(told)))
        .figures(word().amount(), |(.., amount)| *amount)
}

fn difference_table() -> Table<DifferenceView> {
    let texts = reserve();
    Table::<DifferenceView>::new(texts.lines())
        .words(texts.why(), move |line| {
            Cell::text(texts.reasons(line.reason, 1)).to(format!("/admin/movements/{}", line.movement))
        })
        .prose(reconcile().booked(), |line| Cell::time(&line.booked_on).note(line.counterparty_name.clone()))
        .prose(reconcile().remittance(), |line| line.remittance.clone())
        .figures(word().amount(), |line| Cell::side(line.amount))
}

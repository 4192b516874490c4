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
    api::reserve::{BankView, DifferenceView, ReserveDayView, ReserveView},
    texts::reserve::reserve,
};

pub fn reserves(views: Vec<ReserveView>) -> AnyView {
    views.into_iter().map(one).collect_view().into_any()
}

fn one(view: ReserveView) -> AnyView {
    let texts = reserve();
    let contradicted =
        |bank: &BankView<Difference>| bank.explained.iter().any(|one| one.reason == Difference::Contradicted);
    let ties = match &view.bank {
        None => status(Tone::Neutral, texts.not_told()).into_any(),
        Some(bank) if !bank.unexplained.is_zero() => status(Tone::Bad, texts.does_not_tie()).into_any(),
        Some(bank) if contradicted(bank) => status(Tone::Bad, texts.contradicted()).into_any(),
        Some(_) => status(Tone::Done, texts.ties()).into_any(),
    };
    let number = Cell::text(&view.account_no).to(&view.page).into_any();
    let day = (!view.page.is_empty()).then(|| view! { <p class="small"><a href=view.page>{texts.day_title()}</a></p> });
    let words = |reason, count| reserve().reasons(reason, count);
    let sums = sums((texts.books(), view.books), (texts.bank(), view.bank.as_ref()), words);
    let lines = view.bank.and_then(|bank| lines(&bank.lines, words));
    view! {
        <section class="section">
            <h2 class="card__title">
                <span>{texts.title()} <small class="block muted">{view.name} " " {number} " " {view.currency}</small></span>
                {ties}
            </h2>
            {sum_table().compact().of(&sums)}
            {lines}
            {day}
        </section>
    }
    .into_any()
}

/// The end of a day: the bank's balance is that of our books, but for what is listed.
pub fn day(view: ReserveDayView) -> AnyView {
    let texts = reserve();
    let ties = match &view.bank {
        None => status(Tone::Neutral, texts.day_not_told()).into_any(),
        Some(bank) if bank.unexplained.is_zero() => status(Tone::Done, texts.explained_to_the_fen()).into_any(),
        Some(_) => status(Tone::Bad, texts.does_not_tie()).into_any(),
    };
    let words = |reason, count| reserve().day_reasons(reason, count);
    let mut sums = sums((texts.day_books(), view.books), (texts.day_bank(), view.bank.as_ref()), words);
    sums.push((texts.of_it_unmatched().to_owned(), None, view.unmatched));
    sums.push((texts.of_it_in_transit().to_owned(), None, view.in_transit));
    let lines = view.bank.and_then(|bank| lines(&bank.lines, words));
    view! {
        <section class="section">
            <h2 class="card__title"><span>{texts.day_title()}</span> {ties}</h2>
            <form method="get" class="filters">
                <div class="field">
                    <label for="on">{texts.day()}</label>
                    <input id="on" name="on" type="date" value=view.on />
                </div>
                <button class="button button--quiet">{word().show()}</button>
            </form>
            {sum_table().compact().of(&sums)}
            {lines}
        </section>
    }
    .into_any()
}

/// What a sum is called, who told the bank's balance and when where it is that, and how much it is.
type Sum = (String, Option<(Option<String>, String)>, Amount);

/// Our books, the bank's balance, each reason with the sum of its lines, and what none explains.
fn sums<Reason: Copy>(
    (ours, books): (&str, Amount),
    (theirs, bank): (&str, Option<&BankView<Reason>>),
    words: impl Fn(Reason, i64) -> String,
) -> Vec<Sum> {
    let mut sums = vec![(ours.to_owned(), None, books)];
    if let Some(bank) = bank {
        sums.push((theirs.to_owned(), Some((bank.import.clone(), bank.known_at.clone())), bank.balance));
        sums.extend(bank.explained.iter().map(|one| (words(one.reason, one.count), None, one.amount)));
        sums.push((reserve().unexplained().to_owned(), None, bank.unexplained));
    }
    sums
}

fn sum_table() -> Table<Sum> {
    let told = |(import, at): &(Option<String>, String)| {
        view! { {source(import.as_deref()).into_any()} " " {when(at)} }
    };
    Table::<Sum>::new(reserve().title())
        .words(reserve().what(), move |(name, bank, _): &Sum| Cell::text(name).note_of(bank.as_ref().map(told)))
        .figures(word().amount(), |(.., amount)| *amount)
}

/// The first lines of a difference, if there are any.
fn lines<Reason: Copy + 'static>(
    rows: &[DifferenceView<Reason>],
    words: impl Fn(Reason, i64) -> String + Send + 'static,
) -> Option<AnyView> {
    let table = Table::<DifferenceView<Reason>>::new(reserve().lines())
        .words(word().reason(), move |line| {
            Cell::text(words(line.reason, 1)).to(format!("/admin/movements/{}", line.movement))
        })
        .prose(word().booked(), |line| Cell::time(&line.booked_on).note(line.counterparty_name.clone()))
        .prose(word().remittance(), |line| line.remittance.clone())
        .figures(word().amount(), |line| Cell::side(line.amount));
    (!rows.is_empty()).then(|| table.of(rows))
}

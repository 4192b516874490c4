//! The plan of a loan with what was paid of each instalment.

use domain::{
    Amount,
    position::{InstalmentPosition, Position},
};
use leptos::prelude::*;
use parts::{
    components::{cell::Cell, status::Tone, table::Table},
    texts::word,
};
use time::Date;

use crate::texts::repayment::repayment;

/// A part of what an instalment comes to.
type Part = fn(&InstalmentPosition) -> Amount;

pub fn plan(position: &Position, today: Date) -> impl IntoView + use<> {
    let (texts, overdue) = (repayment(), position.is_overdue(today));
    let amounts: [(&'static str, Part); 5] = [
        (word().principal(), |part| part.planned.principal),
        (word().interest(), |part| part.planned.interest),
        (texts.to_pay(), |part| part.planned.total()),
        (word().paid(), paid),
        (texts.left(), left),
    ];
    let days = Table::<InstalmentPosition>::new(word().plan())
        .words(word().falls_due_on(), |part| Cell::time(part.planned.due_on.to_string()))
        .total(word().total());
    let table = amounts
        .into_iter()
        .fold(days, |table, (heading, of)| {
            let sum: Amount = position.instalments().iter().map(of).sum();
            table.figures(heading, of).total(sum)
        })
        .words(word().state(), move |part| state(part, today, overdue));
    let prepaid = position.prepaid();
    let note = prepaid.is_positive().then(|| texts.prepaid(&prepaid.grouped()));
    let waived = position.principal_waived();
    let waived = waived.is_positive().then(|| texts.waived(&waived.grouped()));
    view! {
        <section class="section">
            <h2>{word().plan()}</h2>
            {note.into_iter().chain(waived).map(|text| view! { <p class="muted">{text}</p> }).collect_view()}
            {table.of(position.instalments())}
        </section>
    }
}

/// Principal and interest paid of an instalment, as they were planned; penalty interest stands with the payments.
fn paid(part: &InstalmentPosition) -> Amount {
    part.principal_paid.plus(part.interest_paid)
}

fn left(part: &InstalmentPosition) -> Amount {
    part.principal_unpaid().plus(part.interest_unpaid())
}

/// An instalment is overdue only where its loan is: not in its days of grace, nor for less than makes it so.
fn state(part: &InstalmentPosition, today: Date, overdue: bool) -> Cell {
    let texts = repayment();
    if left(part).is_zero() {
        Cell::status(Tone::Done, word().paid_off())
    } else if part.planned.due_on < today && overdue {
        Cell::status(Tone::Bad, word().overdue())
    } else if part.planned.due_on < today {
        Cell::status(Tone::Due, texts.plan_unpaid())
    } else if part.planned.due_on == today {
        Cell::status(Tone::Due, word().due_today())
    } else if paid(part).is_positive() {
        Cell::status(Tone::Active, texts.plan_part())
    } else {
        Cell::status(Tone::Neutral, word().not_due_yet())
    }
}

//! A loan's plan, with what was paid of it.

use domain::{Amount, position::InstalmentPosition};
use leptos::prelude::*;
use time::Date;

use super::{cell::Cell, status::Tone, table::Table};
use crate::texts::{loan_plan::loan_plan as texts, word};

pub fn loan_plan(instalments: &[InstalmentPosition], today: Date) -> impl IntoView + use<> {
    let own = texts();
    let table = Table::<InstalmentPosition>::new(word().plan())
        .words(own.instalment(), |part| part.planned.number.to_string())
        .words(word().due_on(), |part| Cell::time(part.planned.due_on.to_string()))
        .figures(word().principal(), |part| part.planned.principal)
        .figures(word().interest(), |part| part.planned.interest)
        .figures(own.sum_yuan(), |part| part.planned.total())
        .figures(word().paid(), |part| part.principal_paid.plus(part.interest_paid))
        .words(word().state(), move |part| state(part, today));
    view! {
        <section class="section">
            <h2>{word().plan()}</h2>
            {table.of(instalments)}
        </section>
    }
}

fn state(part: &InstalmentPosition, today: Date) -> Cell {
    let unpaid: Amount = part.principal_unpaid().plus(part.interest_unpaid());
    match part.planned.due_on {
        _ if unpaid.is_zero() => Cell::status(Tone::Done, word().paid_off()),
        on if on < today => Cell::status(Tone::Bad, word().overdue()),
        on if on == today => Cell::status(Tone::Due, word().due_today()),
        _ => Cell::status(Tone::Neutral, word().not_due_yet()),
    }
}

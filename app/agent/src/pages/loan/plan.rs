//! The plan of a loan with what was paid of each instalment.

use domain::{
    Amount,
    position::{InstalmentPosition, Position},
};
use leptos::prelude::*;
use parts::{
    components::status::{Tone, status},
    texts::word,
};
use time::Date;

use crate::texts::repayment::repayment;

pub fn plan(position: &Position, today: Date) -> AnyView {
    let texts = repayment();
    let sum = |of: fn(&InstalmentPosition) -> Amount| position.instalments().iter().map(of).sum::<Amount>().grouped();
    let rows = position.instalments().iter().map(|part| row(part, today)).collect_view();
    let prepaid = position.prepaid();
    let note = prepaid.is_positive().then(|| texts.prepaid(&prepaid.grouped()));
    view! {
        <section class="section">
            <h2>{word().plan()}</h2>
            {note.map(|text| view! { <p class="muted">{text}</p> })}
            <div class="table-wrap" role="region" aria-label=word().plan() tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{texts.due_on()}</th>
                            <th scope="col" class="num">{word().principal()}</th>
                            <th scope="col" class="num">{word().interest()}</th>
                            <th scope="col" class="num">{texts.to_pay()}</th>
                            <th scope="col" class="num">{word().paid()}</th>
                            <th scope="col" class="num">{texts.left()}</th>
                            <th scope="col">{word().state()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                    <tfoot>
                        <tr>
                            <th scope="row">{word().total()}</th>
                            <td data-label=word().principal() class="num">{sum(|part| part.planned.principal)}</td>
                            <td data-label=word().interest() class="num">{sum(|part| part.planned.interest)}</td>
                            <td data-label=texts.to_pay() class="num">{sum(|part| part.planned.total())}</td>
                            <td data-label=word().paid() class="num">{sum(paid)}</td>
                            <td data-label=texts.left() class="num">{sum(left)}</td>
                            <td></td>
                        </tr>
                    </tfoot>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// Principal and interest paid of an instalment, as they were planned; penalty interest stands with the payments.
fn paid(part: &InstalmentPosition) -> Amount {
    part.principal_paid.plus(part.interest_paid)
}

fn left(part: &InstalmentPosition) -> Amount {
    part.principal_unpaid().plus(part.interest_unpaid())
}

fn row(part: &InstalmentPosition, today: Date) -> impl IntoView + use<> {
    let texts = repayment();
    let (tone, state) = state(part, today);
    view! {
        <tr>
            <th scope="row"><time>{part.planned.due_on.to_string()}</time></th>
            <td data-label=word().principal() class="num">{part.planned.principal.grouped()}</td>
            <td data-label=word().interest() class="num">{part.planned.interest.grouped()}</td>
            <td data-label=texts.to_pay() class="num">{part.planned.total().grouped()}</td>
            <td data-label=word().paid() class="num">{paid(part).grouped()}</td>
            <td data-label=texts.left() class="num">{left(part).grouped()}</td>
            <td data-label=word().state()>{status(tone, state)}</td>
        </tr>
    }
}

fn state(part: &InstalmentPosition, today: Date) -> (Tone, &'static str) {
    let texts = repayment();
    if left(part).is_zero() {
        (Tone::Done, texts.plan_paid())
    } else if part.planned.due_on < today {
        (Tone::Bad, word().overdue())
    } else if part.planned.due_on == today {
        (Tone::Due, texts.plan_due())
    } else if paid(part).is_positive() {
        (Tone::Active, texts.plan_part())
    } else {
        (Tone::Neutral, texts.plan_ahead())
    }
}

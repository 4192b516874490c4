//! What was recorded of a loan beside its repayments, and what corrections have made of those.

use domain::loan::LoanMark;
use leptos::prelude::*;
use services::loan::fact::Recorded;

use super::{alert::Alert, cell::Cell, status::Tone, table::Table};
use crate::{
    api::{loan::LoanFactView, repayment::RepaymentView},
    texts::{loan_fact::loan_fact, word},
};

/// The columns of a table of facts.
#[must_use]
pub fn columns() -> Table<LoanFactView> {
    let texts = loan_fact();
    Table::<LoanFactView>::new(texts.title())
        .words(word().action(), move |fact| {
            let name = match (&fact.recorded, fact.repayment.as_str()) {
                (Recorded::Undone(_), reference) if !reference.is_empty() => texts.reversed(reference),
                (recorded, _) => texts.names(recorded).to_owned(),
            };
            let moved = match fact.recorded {
                Recorded::DueDateMoved(moved) => Some(texts.moved(&moved.from.to_string(), &moved.to.to_string())),
                _ => None,
            };
            Cell::text(name).note_of(moved)
        })
        .figures(word().amount(), |fact| match fact.recorded {
            Recorded::Received(amount) | Recorded::Waived(_, amount) => Some(amount),
            Recorded::DueDateMoved(_) | Recorded::Undone(_) => None,
        })
        .words(word().value_on(), |fact| Cell::time(&fact.value_on))
        .words(texts.recorded_on(), |fact| Cell::time(&fact.recorded_on))
}

/// Whether a fact is in force.
#[must_use]
pub fn standing(fact: &LoanFactView) -> Cell {
    let texts = loan_fact();
    if fact.undone { Cell::status(Tone::Neutral, texts.undone()) } else { Cell::status(Tone::Done, word().holds()) }
}

/// The facts of a loan, where there are any.
#[must_use]
pub fn loan_facts(facts: &[LoanFactView]) -> Option<impl IntoView + use<>> {
    (!facts.is_empty()).then(|| {
        let table = columns().words(word().state(), standing).of(facts);
        view! {
            <section class="section">
                <h2>{loan_fact().title()}</h2>
                {table}
            </section>
        }
    })
}

/// Why nobody debits a card for a loan, if anything keeps everybody from it.
#[must_use]
pub fn marked(marks: &[LoanMark]) -> Option<impl IntoView + use<>> {
    let texts = loan_fact();
    let names: Vec<&str> = marks.iter().map(|mark| texts.marks(*mark)).collect();
    (!names.is_empty()).then(|| {
        let title = texts.marked(&names.join(" / "));
        view! { <Alert kind="warn" title=title text=texts.marked_text() /> }
    })
}

/// What the holder of a loan owes back of a payment, for the holder and the institution.
#[must_use]
pub fn owed_back(payment: &RepaymentView) -> Option<String> {
    let owed = payment.owed_back.is_positive();
    owed.then(|| loan_fact().owed_back(&payment.owed_back.grouped(), &payment.reference))
}

/// What a correction has made of a payment, if one has.
#[must_use]
pub fn corrected(payment: &RepaymentView) -> Option<String> {
    let texts = loan_fact();
    if payment.reversed {
        return Some(texts.repayment_reversed().to_owned());
    }
    payment.returned.is_positive().then(|| texts.repayment_returned(&payment.returned.grouped()))
}

//! What is wrong with the rows of a file that was sent, row by row.

use domain::operating_data::{Column, RowProblem};
use leptos::prelude::*;
use services::operating_data::RowError;

use super::{cell::Cell, status::Tone, table::Table};
use crate::{
    api::fault::Fault,
    texts::{
        fault::{FaultTexts, fault},
        word,
    },
};

/// The first of as many as there are, if there are any. `names` is the column of what names a row.
#[must_use]
pub fn faults(title: &'static str, names: Column, (faults, total): (Vec<Fault>, usize)) -> Option<AnyView> {
    if faults.is_empty() {
        return None;
    }
    let texts = fault();
    let note = (faults.len() < total).then(|| texts.first(faults.len()));
    let table = Table::<Fault>::new(title)
        .figures(word().row(), |fault| fault.row().to_string())
        .words(texts.column(), move |fault| match fault {
            Fault::Cell(error) => Column::from_code(&error.column).map_or("", |column| texts.columns(column)),
            Fault::Row { .. } => texts.columns(names),
        })
        .prose(texts.cell(), |fault| match fault {
            Fault::Cell(error) if error.is_of_two_rows() => String::new(),
            Fault::Cell(error) => error.text.clone(),
            Fault::Row { name, .. } => name.clone(),
        })
        .words(texts.problem(), move |fault| match fault {
            Fault::Cell(error) => Cell::status(Tone::Bad, problem(texts, error)),
            Fault::Row { error, .. } => {
                let words = error.problem.words();
                Cell::status(Tone::Bad, words.title).note(words.advice)
            }
        })
        .bad(|_| true);
    Some(
        view! {
            <section class="section">
                <h2>{title} " " <small class="muted">{note}</small></h2>
                {table.of(&faults)}
            </section>
        }
        .into_any(),
    )
}

fn problem(texts: FaultTexts, error: &RowError) -> String {
    let problem = RowProblem::from_code(&error.code).map_or(texts.unknown(), |problem| texts.problems(problem));
    if error.is_of_two_rows() { format!("{problem} {}", error.text) } else { problem.to_owned() }
}

//! A funder's file of debts: the form that sends it, and what was wrong with its rows.

use leptos::prelude::*;
use parts::{
    api::{
        Problem,
        debt_import::{DebtImportOutcome, Fault, UPLOAD},
    },
    components::{cell::Cell, form::error_of, status::Tone, table::Table, upload::Upload},
};

use crate::texts::debt_import::debt_import;

/// The form, folded away until a file was sent.
#[must_use]
pub fn form(request_no: String) -> AnyView {
    let texts = debt_import();
    let form = Upload {
        to: UPLOAD.to_owned(),
        title: texts.title(),
        label: texts.label(),
        hint: texts.hint(),
        accept: ".xlsx,.csv,.txt",
        button: texts.button(),
    };
    form.folded(request_no, error_of(UPLOAD).is_some())
}

/// What was wrong with the file that was sent, row by row.
#[must_use]
pub fn faults() -> Option<AnyView> {
    let texts = debt_import();
    let Problem::DebtImport(DebtImportOutcome { faults, faults_total, .. }) = error_of(UPLOAD)?.problem else {
        return None;
    };
    if faults.is_empty() {
        return None;
    }
    let note = (faults.len() < faults_total).then(|| texts.faults_first(faults.len()));
    Some(
        view! {
            <section class="section">
                <h2>{texts.faults()} " " <small class="muted">{note}</small></h2>
                {table().of(&faults)}
            </section>
        }
        .into_any(),
    )
}

fn table() -> Table<Fault> {
    let texts = debt_import();
    Table::<Fault>::new(texts.faults())
        .figures(texts.row(), |fault| fault.row().to_string())
        .words(texts.column(), move |fault| match fault {
            Fault::Cell(error) => texts.columns(&error.column),
            Fault::Debt { .. } => texts.columns("number"),
        })
        .prose(texts.cell(), |fault| match fault {
            Fault::Cell(error) if is_of_two_rows(&error.code) => String::new(),
            Fault::Cell(error) => error.text.clone(),
            Fault::Debt { number, .. } => number.clone(),
        })
        .words(texts.problem(), |fault| match fault {
            Fault::Cell(error) => {
                let problem = debt_import().problems(&error.code);
                let of_two = is_of_two_rows(&error.code);
                Cell::status(Tone::Bad, if of_two { format!("{problem} {}", error.text) } else { problem.to_owned() })
            }
            Fault::Debt { error, .. } => {
                let words = error.problem.words();
                Cell::status(Tone::Bad, words.title).note(words.advice)
            }
        })
        .bad(|_| true)
}

/// Whether the text of a wrong cell is the number of the other row.
fn is_of_two_rows(code: &str) -> bool {
    matches!(code, "operating_data.duplicate" | "debt.row_contradicted")
}

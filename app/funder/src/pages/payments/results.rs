//! The bank's file of results: the form that sends it, and which of its rows were not reported.

use leptos::prelude::*;
use parts::{
    api::{
        Problem,
        payment_import::{PaymentFault, PaymentImportOutcome, UPLOAD},
    },
    components::{
        cell::Cell,
        form::{error_of, numbered},
        status::Tone,
        table::Table,
        upload::Upload,
    },
};

use crate::texts::payment_file::payment_file as texts;

/// The form, folded away until a file was sent.
pub fn form(request_no: String) -> AnyView {
    let form = Upload {
        to: UPLOAD.to_owned(),
        title: texts().upload_title(),
        label: texts().upload_label(),
        hint: texts().upload_hint(),
        accept: ".xlsx,.csv,.txt",
        button: texts().upload_button(),
    };
    // The page's other form has the plain number.
    form.folded(numbered(&request_no, "results"), error_of(UPLOAD).is_some())
}

/// What was not reported of the file that was sent, row by row.
pub fn faults() -> Option<AnyView> {
    let Problem::PaymentImport(PaymentImportOutcome { faults, faults_total, .. }) = error_of(UPLOAD)?.problem else {
        return None;
    };
    if faults.is_empty() {
        return None;
    }
    let note = (faults.len() < faults_total).then(|| texts().faults_first(faults.len()));
    Some(
        view! {
            <section class="section">
                <h2>{texts().faults()} " " <small class="muted">{note}</small></h2>
                {table().of(&faults)}
            </section>
        }
        .into_any(),
    )
}

fn table() -> Table<PaymentFault> {
    Table::<PaymentFault>::new(texts().faults())
        .figures(texts().row(), |fault| fault.row().to_string())
        .words(texts().column(), |fault| match fault {
            PaymentFault::Cell(error) => texts().columns(&error.column),
            PaymentFault::Payment { .. } => texts().columns("reference"),
        })
        .prose(texts().cell(), |fault| match fault {
            PaymentFault::Cell(error) if is_of_two_rows(&error.code) => String::new(),
            PaymentFault::Cell(error) => error.text.clone(),
            PaymentFault::Payment { reference, .. } => reference.clone(),
        })
        .words(texts().problem(), |fault| match fault {
            PaymentFault::Cell(error) => {
                let problem = texts().problems(&error.code);
                let of_two = is_of_two_rows(&error.code);
                Cell::status(Tone::Bad, if of_two { format!("{problem} {}", error.text) } else { problem.to_owned() })
            }
            PaymentFault::Payment { error, .. } => {
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

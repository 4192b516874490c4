//! The bank's file of results: the form that sends it, and which of its rows were not reported.

use domain::operating_data::Column;
use leptos::prelude::*;
use parts::{
    api::{Problem, payment_import::UPLOAD},
    components::{
        self,
        form::{error_of, numbered},
        upload::{TABLES, Upload},
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
        accept: TABLES,
        button: texts().upload_button(),
    };
    // The page's other form has the plain number.
    form.folded(numbered(&request_no, "results"))
}

/// What was not reported of the file that was sent, row by row.
pub fn faults() -> Option<AnyView> {
    let Problem::PaymentImport(outcome) = error_of(UPLOAD)?.problem else {
        return None;
    };
    components::faults::faults(texts().faults(), Column::DrawReference, (outcome.faults, outcome.faults_total))
}

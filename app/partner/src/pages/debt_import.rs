//! A funder's file of debts: the form that sends it, and what was wrong with its rows.

use domain::operating_data::Column;
use leptos::prelude::*;
use parts::{
    api::{Problem, debt_import::UPLOAD},
    components::{
        self,
        form::error_of,
        upload::{TABLES, Upload},
    },
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
        accept: TABLES,
        button: texts.button(),
    };
    form.folded(request_no)
}

/// What was wrong with the file that was sent, row by row.
#[must_use]
pub fn faults() -> Option<AnyView> {
    let Problem::DebtImport(outcome) = error_of(UPLOAD)?.problem else {
        return None;
    };
    components::faults::faults(debt_import().faults(), Column::DebtNumber, (outcome.faults, outcome.faults_total))
}

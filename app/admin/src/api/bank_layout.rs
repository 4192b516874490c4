//! How banks lay out their tables: layouts that people add, try on a file, and adopt with a second person.

mod form;

use std::collections::BTreeMap;

use domain::{
    Amount, approval::Action, bank_layout::LayoutState, bank_movement::LineRefusal, layout_field::LayoutField,
    role::Role,
};
use leptos::prelude::*;
use parts::api::{Answer, Told, db, id, instant, new_request_no, reader, role, writer};
use services::bank_layout::{LayoutRow, Trial};

use super::approval::{ApprovalView, Duty, duty};

pub use form::{Choice, Said};

/// Where a file is sent on which the layout of this number is tried.
pub const UPLOAD: &str = "/admin/files/layout/{id}";

/// A layout in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayoutView {
    pub id: String,
    pub name: String,
    pub state: LayoutState,
    pub added_by: String,
    pub added_at: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayoutsView {
    pub layouts: Vec<LayoutView>,
    /// The names of those that come with the product.
    pub built_in: Vec<String>,
    pub may_add: bool,
    pub request_no: String,
}

/// What was read of the last file on which a layout was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialView {
    pub file_name: String,
    /// The account with its currency.
    pub account: String,
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
    pub lines_total: usize,
    pub lines: Vec<TriedLineView>,
    pub refused_total: usize,
    /// Row, reason and text of each.
    pub refused: Vec<(usize, Option<LineRefusal>, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriedLineView {
    pub row: usize,
    pub booked: String,
    /// Negative when it left.
    pub amount: Amount,
    pub balance_after: Option<Amount>,
    pub counterparty: String,
    pub remittance: String,
    pub bank_reference: String,
}

/// One layout, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayoutPageView {
    pub layout: LayoutView,
    /// What it says, by the fields of the form; without those that say nothing.
    pub said: Vec<(LayoutField, Said)>,
    pub trial: Option<TrialView>,
    pub may_try: bool,
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    pub request_no: String,
}

impl LayoutView {
    fn of(row: LayoutRow) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.layout.name,
            state: row.state,
            added_by: row.added_by,
            added_at: instant(row.added_at),
        }
    }
}

impl TrialView {
    fn of(trial: Trial) -> Self {
        let lines = trial.lines.into_iter().map(|line| TriedLineView {
            row: line.row,
            booked: format!("{} {}", line.booked_on, super::bank_movement::time_of_day(line.booked_time)),
            amount: line.amount,
            balance_after: line.balance_after,
            counterparty: format!("{} {}", line.counterparty_name, line.counterparty_account).trim().to_owned(),
            remittance: line.remittance,
            bank_reference: line.bank_reference,
        });
        Self {
            lines: lines.collect(),
            file_name: trial.file_name,
            account: format!("{} {}", trial.account_no, trial.currency).trim().to_owned(),
            opening: trial.opening,
            closing: trial.closing,
            lines_total: trial.lines_total,
            refused_total: trial.refused_total,
            refused: trial
                .refused
                .into_iter()
                .map(|row| (row.row, LineRefusal::from_code(&row.code), row.text))
                .collect(),
        }
    }
}

/// The layouts that people added, and the names of those that come with the product.
pub async fn layouts() -> Answer<LayoutsView> {
    let context = reader()?;
    let rows = services::bank_layout::layouts(&db(), &context).await.told()?;
    Ok(LayoutsView {
        layouts: rows.into_iter().map(LayoutView::of).collect(),
        built_in: services::bank_layout::built_in_names(),
        may_add: role(&context)? == Role::OperatorMaker,
        request_no: new_request_no(),
    })
}

/// One layout.
pub async fn layout(layout: String) -> Answer<LayoutPageView> {
    let (db, context) = (db(), reader()?);
    let detail = services::bank_layout::layout(&db, &context, id(&layout)?).await.told()?;
    let (role, row) = (role(&context)?, detail.row);
    let tried = row.trial.as_ref().is_some_and(|trial| trial.lines_total > 0);
    let open = match row.state {
        LayoutState::Draft => tried,
        LayoutState::Adopted => true,
        LayoutState::Retired => false,
    };
    Ok(LayoutPageView {
        said: form::said(&row.layout),
        trial: row.trial.clone().map(TrialView::of),
        may_try: role == Role::OperatorMaker && row.state == LayoutState::Draft,
        duty: duty(role, open, &detail.approvals),
        approvals: detail.approvals.into_iter().map(ApprovalView::of).collect(),
        layout: LayoutView::of(row),
        request_no: new_request_no(),
    })
}

/// Describes a layout by the fields of the form.
#[server(endpoint = "layout/add")]
pub async fn add_layout(request_no: String, layout: BTreeMap<String, String>) -> Answer<()> {
    let added = services::bank_layout::add_layout(&db(), &writer(&request_no)?, form::layout(&layout)).await.told()?;
    leptos_axum::redirect(&format!("/admin/layouts/{added}"));
    Ok(())
}

/// Proposes to read files by a layout from now on, or (`adopt` is false) no more.
#[server(endpoint = "layout/propose")]
pub async fn propose_layout(request_no: String, layout: String, adopt: bool, note: String) -> Answer<()> {
    let layout = id(&layout)?;
    let action = if adopt { Action::Adopt { layout } } else { Action::Retire { layout } };
    let command = services::approval::ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}

//! Bank statements as files: uploaded, looked at line by line, confirmed.

use domain::{Amount, role::Role};
use leptos::prelude::*;
use services::{
    bank_movement::{ImportState, Outcome, ReportedLine, ReportedStatement, StatementReport},
    page::Page,
};

use super::{
    Answer,
    bank_movement::{in_and_out, time_of_day},
};

/// Where a file is sent.
pub const UPLOAD: &str = "/admin/files/statement";

/// A file in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementFileView {
    pub id: String,
    pub file_name: String,
    pub confirmed: bool,
    pub uploaded_by: String,
    pub uploaded_at: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementsView {
    pub files: Page<StatementFileView>,
    pub may_upload: bool,
    pub request_no: String,
}

/// One file with what its lines will do, or have done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementPageView {
    pub id: String,
    pub file_name: String,
    pub sha256: String,
    pub format: String,
    pub confirmed: bool,
    pub uploaded_by: String,
    pub uploaded_at: String,
    /// Empty until it is confirmed.
    pub confirmed_at: String,
    pub accounts: Vec<AccountStatementFileView>,
    /// Whether the visitor is one who confirms.
    pub may_confirm: bool,
    pub request_no: String,
}

/// One account over one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountStatementFileView {
    pub account_no: String,
    pub currency: String,
    pub from_on: String,
    pub to_on: String,
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
    pub lines: Vec<LineView>,
    pub refused: Vec<RefusedLineView>,
}

/// One line with what becomes of it. One of `credit` and `debit` is zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineView {
    pub number: usize,
    pub booked_on: String,
    pub booked_time: String,
    pub counterparty_name: String,
    pub counterparty_account: String,
    pub remittance: String,
    pub credit: Amount,
    pub debit: Amount,
    pub outcome: OutcomeView,
}

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeKind {
    /// Recorded before: nothing happens.
    Known,
    /// Money for a draw that is credited by it.
    DrawCredited,
    /// Money for a draw that still awaits its instruction or the rest.
    DrawFunded,
    TopUp,
    PayoutConfirmed,
    Broken,
    Unmatched,
    /// Perhaps recorded before: it waits for two people.
    Doubtful,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeView {
    pub kind: OutcomeKind,
    /// What the line names; empty when it names nothing known.
    pub reference: String,
    /// Why it is broken; empty when it is not.
    pub break_kind: &'static str,
}

/// A line that was not understood and is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedLineView {
    pub number: usize,
    pub code: String,
    pub text: String,
}

impl OutcomeView {
    fn of(outcome: Outcome) -> Self {
        let view = |kind, reference: String| Self { kind, reference, break_kind: "" };
        match outcome {
            Outcome::Known => view(OutcomeKind::Known, String::new()),
            Outcome::Draw { reference, credited: true } => view(OutcomeKind::DrawCredited, reference.to_string()),
            Outcome::Draw { reference, credited: false } => view(OutcomeKind::DrawFunded, reference.to_string()),
            Outcome::Wallet { reference } => view(OutcomeKind::TopUp, reference.to_string()),
            Outcome::Payout { reference } => view(OutcomeKind::PayoutConfirmed, reference.to_string()),
            Outcome::Break { reason, reference } => Self {
                kind: OutcomeKind::Broken,
                reference: reference.map(|reference| reference.to_string()).unwrap_or_default(),
                break_kind: reason.code(),
            },
            Outcome::Unmatched => view(OutcomeKind::Unmatched, String::new()),
            Outcome::Doubtful { .. } => view(OutcomeKind::Doubtful, String::new()),
        }
    }
}

impl LineView {
    fn of(line: ReportedLine) -> Self {
        let (credit, debit) = in_and_out(line.facts.direction, line.facts.amount);
        Self {
            number: line.number,
            booked_on: line.facts.booked_on.to_string(),
            booked_time: time_of_day(line.facts.booked_time),
            counterparty_name: line.facts.counterparty_name,
            counterparty_account: line.facts.counterparty_account,
            remittance: line.facts.remittance,
            credit,
            debit,
            outcome: OutcomeView::of(line.outcome),
        }
    }
}

impl AccountStatementFileView {
    fn of(statement: ReportedStatement) -> Self {
        let on = |on: Option<time::Date>| on.map(|on| on.to_string()).unwrap_or_default();
        let refused = statement.refused.into_iter().map(|line| RefusedLineView {
            number: line.number,
            code: line.code,
            text: line.text,
        });
        Self {
            account_no: statement.account_no,
            currency: statement.currency,
            from_on: on(statement.from_on),
            to_on: on(statement.to_on),
            opening: statement.opening,
            closing: statement.closing,
            lines: statement.lines.into_iter().map(LineView::of).collect(),
            refused: refused.collect(),
        }
    }
}

impl StatementPageView {
    fn of(report: StatementReport, may_confirm: bool) -> Self {
        use super::server::{instant, new_request_no};
        Self {
            id: report.import.to_string(),
            file_name: report.file_name,
            sha256: report.sha256,
            format: report.format,
            confirmed: report.state == ImportState::Confirmed,
            uploaded_by: report.uploaded_by,
            uploaded_at: instant(report.uploaded_at),
            confirmed_at: report.confirmed_at.map(instant).unwrap_or_default(),
            accounts: report.statements.into_iter().map(AccountStatementFileView::of).collect(),
            may_confirm,
            request_no: new_request_no(),
        }
    }
}

/// A page of files, newest first.
pub async fn statements(after: Option<String>) -> Answer<StatementsView> {
    use super::server::{Told, db, instant, new_request_no, page, reader, role};
    use services::bank_movement::{ImportKind, ImportRow};
    let context = reader()?;
    let kind = ImportKind::BankStatement;
    let rows = services::bank_movement::imports(&db(), &context, kind, page(after)).await.told()?;
    let view = |row: ImportRow| StatementFileView {
        id: row.id.to_string(),
        file_name: row.file_name,
        confirmed: row.state == ImportState::Confirmed,
        uploaded_by: row.uploaded_by,
        uploaded_at: instant(row.uploaded_at),
    };
    Ok(StatementsView {
        files: rows.map(view),
        may_upload: role(&context)? == Role::OperatorMaker,
        request_no: new_request_no(),
    })
}

pub async fn statement(import: String) -> Answer<StatementPageView> {
    use super::server::{Told, db, id, reader, role};
    let context = reader()?;
    let report = services::bank_movement::import(&db(), &context, id(&import)?).await.told()?;
    Ok(StatementPageView::of(report, role(&context)? == Role::OperatorMaker))
}

/// Records every line of a previewed statement, all or none, and stays on its page.
#[server(endpoint = "statement/confirm")]
pub async fn confirm_statement(request_no: String, import: String) -> Answer<()> {
    use super::server::{Told, db, id, writer};
    use services::bank_movement::ConfirmStatementCommand;
    let command = ConfirmStatementCommand { import: id(&import)? };
    services::bank_movement::confirm_statement(&db(), &writer(&request_no)?, command).await.told()?;
    leptos_axum::redirect(&format!("/admin/statements/{}", command.import));
    Ok(())
}

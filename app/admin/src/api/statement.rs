//! Bank statements as files: uploaded by one person, looked at line by line, confirmed or given back by another one.

use domain::{
    Amount,
    approval::Subject,
    bank_movement::{Finding, LineOutcome, LineRefusal},
    id::BankMovementId,
    import::ImportState,
    matching::BreakKind,
    role::Role,
};
use leptos::prelude::*;
use parts::api::{Answer, Told, db, id, instant, narrow::NarrowQuery, new_request_no, page, reader, role, writer};
use services::{
    approval::ApprovalRow,
    bank_movement::{
        Counts, ImportFilter, LineRequest, MovementFacts, Outcome, ReportedStatement, StatementFile, StatementLine,
        Told as Reading,
    },
};

use super::{
    approval::{ApprovalView, Duty},
    bank_movement::{in_and_out, time_of_day},
    upload::FilesView,
};

/// Where a file is sent.
pub const UPLOAD: &str = "/admin/files/statement";

/// A file in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementFileView {
    pub id: String,
    pub file_name: String,
    pub state: ImportState,
    pub uploaded_by: String,
    pub uploaded_at: String,
    pub accounts: Vec<FileAccountView>,
    /// The first and the last day of all accounts; empty where none is told.
    pub from_on: String,
    pub to_on: String,
    /// How many of its lines are movements.
    pub movements: u64,
    /// What a person has to know of it, and how much of that has to be explained.
    pub findings: usize,
    pub grave: usize,
    /// While it waits: another file of the very same bytes that was confirmed, or waits too.
    pub same: Option<(String, ImportState)>,
}

/// An account of a file in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileAccountView {
    pub account_no: String,
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
}

/// What the visitor may do about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileDuty {
    /// Nothing, or nothing any more.
    Look,
    /// Another person has to decide.
    Wait,
    Decide,
}

/// One file with what its lines will do, or have done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementPageView {
    pub id: String,
    pub file_name: String,
    pub sha256: String,
    pub format: String,
    pub state: ImportState,
    pub uploaded_by: String,
    pub uploaded_at: String,
    /// Empty until it is decided.
    pub decided_by: String,
    pub decided_at: String,
    pub decision_note: String,
    pub accounts: Vec<AccountStatementFileView>,
    /// Of all accounts.
    pub counts: CountsView,
    /// While its lines are being recorded: how many are.
    pub recorded: Option<u64>,
    /// The lines of this page, with the outcome that is asked for.
    pub lines: Vec<LineView>,
    /// Where the next page begins; none on the last.
    pub next: Option<String>,
    pub duty: FileDuty,
    /// What was proposed, and what the visitor may do about discarding it.
    pub approvals: Vec<ApprovalView>,
    pub discard: Duty,
    pub request_no: String,
}

/// One account over one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountStatementFileView {
    pub account_no: String,
    /// The page of its cash in the ledger; empty where there is none.
    pub page: String,
    pub currency: String,
    pub from_on: String,
    pub to_on: String,
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
    pub findings: Vec<Finding>,
}

/// How many lines become what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountsView(Vec<(LineOutcome, u64)>);

impl CountsView {
    fn of<'a>(counts: impl Iterator<Item = &'a Counts> + Clone) -> Self {
        let sum = |outcome| (outcome, counts.clone().map(|counts| counts.of(outcome)).sum());
        Self(LineOutcome::ALL.into_iter().map(sum).collect())
    }

    /// How many lines have one of these outcomes.
    #[must_use]
    pub fn sum(&self, outcomes: &[LineOutcome]) -> u64 {
        self.0.iter().filter(|(outcome, _)| outcomes.contains(outcome)).map(|(_, count)| count).sum()
    }

    /// How many lines are movements, and not a total, a note or something that was not understood.
    #[must_use]
    pub fn movements(&self) -> u64 {
        self.0.iter().filter(|(outcome, _)| outcome.is_movement()).map(|(_, count)| count).sum()
    }
}

/// One line of a file: as it was understood, or that it was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineView {
    pub number: i64,
    pub told: Result<ReadLineView, LeftOutView>,
}

/// What was not understood, or is no line (`passed_over`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOutView {
    pub passed_over: bool,
    pub why: Option<LineRefusal>,
    pub text: String,
}

/// A line that was understood. One of `credit` and `debit` is zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadLineView {
    pub booked_on: String,
    pub booked_time: String,
    pub counterparty_name: String,
    pub counterparty_account: String,
    pub remittance: String,
    pub credit: Amount,
    pub debit: Amount,
    pub outcome: LineOutcome,
    /// Whether a draw is credited by it.
    pub credited: bool,
    /// What the line names; empty when it names nothing known.
    pub reference: String,
    /// Why it is broken.
    pub break_kind: Option<BreakKind>,
    /// The movement that it is, or may be; empty while it is none.
    pub movement: String,
}

impl LineView {
    fn of(line: StatementLine) -> Self {
        let told = match line.told {
            Reading::Read { facts, outcome } => Ok(ReadLineView::of(facts.into_owned(), outcome, line.movement)),
            Reading::Refused { code, text } => {
                Err(LeftOutView { passed_over: line.passed_over, why: LineRefusal::from_code(&code), text })
            }
        };
        Self { number: line.number, told }
    }
}

impl ReadLineView {
    /// `movement` is the one that it is, once it is recorded.
    fn of(facts: MovementFacts, outcome: Outcome, movement: Option<BankMovementId>) -> Self {
        let (credit, debit) = in_and_out(facts.direction, facts.amount);
        let kind = outcome.kind();
        let (reference, credited, break_kind, like) = match outcome {
            Outcome::Matched { reference, credited } => (Some(reference), credited, None, None),
            Outcome::Break { reason, reference } => (reference, false, Some(reason), None),
            Outcome::Doubtful { like } => (None, false, None, Some(like)),
            Outcome::Known | Outcome::Unmatched => (None, false, None, None),
        };
        Self {
            booked_on: facts.booked_on.to_string(),
            booked_time: time_of_day(facts.booked_time),
            counterparty_name: facts.counterparty_name,
            counterparty_account: facts.counterparty_account,
            remittance: facts.remittance,
            credit,
            debit,
            outcome: kind,
            credited,
            reference: reference.map(|reference| reference.to_string()).unwrap_or_default(),
            break_kind,
            movement: movement.or(like).map(|movement| movement.to_string()).unwrap_or_default(),
        }
    }
}

impl AccountStatementFileView {
    fn of(statement: ReportedStatement) -> Self {
        let on = |on: Option<time::Date>| on.map(|on| on.to_string()).unwrap_or_default();
        Self {
            account_no: statement.account_no,
            page: super::reserve::page_of(statement.cash),
            currency: statement.currency,
            from_on: on(statement.from_on),
            to_on: on(statement.to_on),
            opening: statement.opening,
            closing: statement.closing,
            findings: statement.findings,
        }
    }
}

impl StatementPageView {
    fn of(
        file: StatementFile,
        page: services::bank_movement::LinePage,
        duty: FileDuty,
        (discard, approvals): (Duty, Vec<ApprovalRow>),
    ) -> Self {
        Self {
            id: file.import.to_string(),
            file_name: file.file_name,
            sha256: file.sha256,
            format: file.format,
            state: file.state,
            uploaded_by: file.uploaded_by_name,
            uploaded_at: instant(file.uploaded_at),
            decided_by: file.decided_by_name,
            decided_at: file.decided_at.map(instant).unwrap_or_default(),
            decision_note: file.decision_note,
            counts: CountsView::of(file.statements.iter().map(|statement| &statement.counts)),
            accounts: file.statements.into_iter().map(AccountStatementFileView::of).collect(),
            recorded: file.recorded,
            lines: page.lines.into_iter().map(LineView::of).collect(),
            next: page.next.map(|next| next.to_string()),
            duty,
            approvals: approvals.into_iter().map(ApprovalView::of).collect(),
            discard,
            request_no: new_request_no(),
        }
    }
}

/// A page of files, as it is asked for.
pub async fn statements(
    filter: ImportFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<FilesView<StatementFileView>> {
    let (list, context) = (query.read(filter)?, reader()?);
    let rows = services::bank_movement::statement_files(&db(), &context, list, page(after)).await.told()?;
    let on = |on: Option<time::Date>| on.map(|on| on.to_string()).unwrap_or_default();
    let account = |account: services::bank_movement::ListedAccount| FileAccountView {
        account_no: account.account_no,
        opening: account.opening,
        closing: account.closing,
    };
    let view = |row: services::bank_movement::ListedFile| StatementFileView {
        id: row.import.to_string(),
        file_name: row.file_name,
        state: row.state,
        uploaded_by: row.uploaded_by,
        uploaded_at: instant(row.uploaded_at),
        accounts: row.accounts.into_iter().map(account).collect(),
        from_on: on(row.days.0),
        to_on: on(row.days.1),
        movements: CountsView::of(row.counts.iter()).movements(),
        findings: row.findings.len(),
        grave: row.findings.iter().filter(|finding| finding.is_grave()).count(),
        same: row.same.map(|(import, state)| (import.to_string(), state)),
    };
    FilesView::of(&context, rows.map(view))
}

/// One file, and a page of its lines with the outcome that is asked for. Nonsense narrows nothing and begins no page.
pub async fn statement(
    import: String,
    outcome: Option<LineOutcome>,
    after: Option<String>,
) -> Answer<StatementPageView> {
    let (db, context, import) = (db(), reader()?, id(&import)?);
    let request = LineRequest { outcome, after: after.and_then(|after| after.parse().ok()) };
    let file = services::bank_movement::statement_file(&db, &context, import).await.told()?;
    let page = services::bank_movement::statement_lines(&db, &context, import, request).await.told()?;
    let person = context.operator::<services::error::Never>(services::context::INSTITUTION).told()?.user;
    let duty = match (file.state, role(&context)?) {
        (ImportState::Previewed, Role::OperatorChecker) if person != file.uploaded_by => FileDuty::Decide,
        (ImportState::Previewed, _) => FileDuty::Wait,
        _ => FileDuty::Look,
    };
    let approvals = services::approval::approvals_of(&db, &context, Subject::Statement(import)).await.told()?;
    let discard = super::approval::duty(role(&context)?, file.state == ImportState::Previewed, &approvals);
    Ok(StatementPageView::of(file, page, duty, (discard, approvals)))
}

/// Records every line of a file, at once or by a job, or gives it back, and stays on its page.
#[server(endpoint = "statement/decide")]
pub async fn decide_statement(request_no: String, import: String, agree: bool, note: String) -> Answer<()> {
    let command = services::bank_movement::DecideStatementCommand { import: id(&import)?, agree, note };
    let to = format!("/admin/statements/{}", command.import);
    services::bank_movement::decide_statement(&db(), &writer(&request_no)?, command).await.told()?;
    leptos_axum::redirect(&to);
    Ok(())
}

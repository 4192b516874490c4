//! Files of bank statements as the institution's people see them.

use domain::{
    Amount,
    bank_movement::{Finding, LineOutcome, Link},
    hexadecimal,
    id::{AccountId, BankMovementId, ImportId, UserId},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::{
    ImportState,
    join::join,
    line::{Answer, Counts, LineCursor, LineRequest, Told},
    sql::{
        import::{self as rows, StatementRow},
        parts,
    },
};
use crate::{Context, Db, Error, context::INSTITUTION};

/// A file with what it tells; its lines come in pages.
#[derive(Clone, Debug)]
pub struct StatementFile {
    pub import: ImportId,
    pub file_name: String,
    /// Of the file, in hexadecimal.
    pub sha256: String,
    pub state: ImportState,
    pub uploaded_by: UserId,
    pub uploaded_by_name: String,
    pub uploaded_at: OffsetDateTime,
    /// Empty until it is decided.
    pub decided_by_name: String,
    pub decided_at: Option<OffsetDateTime>,
    pub decision_note: String,
    /// `camt.053.001.02`, or the name of the column mapping.
    pub format: String,
    /// While its lines are being recorded: how many are.
    pub recorded: Option<u64>,
    pub statements: Vec<ReportedStatement>,
}

/// One account over one period.
#[derive(Clone, Debug)]
pub struct ReportedStatement {
    pub account_no: String,
    /// Its cash in the ledger, where it is one of the reserve accounts.
    pub cash: Option<AccountId>,
    pub currency: String,
    pub statement_no: Option<String>,
    pub from_on: Option<Date>,
    pub to_on: Option<Date>,
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
    pub link: Link,
    /// How many of its lines become what, or have become it.
    pub counts: Counts,
    /// What a person has to know of it before it counts.
    pub findings: Vec<Finding>,
}

/// One line with what becomes of it, or has become of it.
#[derive(Clone, Debug)]
pub struct StatementLine {
    /// Which statement of the file it is in, from 0.
    pub statement: i32,
    /// The row that a person sees in the file.
    pub number: i64,
    pub told: Told<'static>,
    /// Whether it is no line at all: a total, a note.
    pub passed_over: bool,
    /// The movement that it is, once it is recorded.
    pub movement: Option<BankMovementId>,
}

#[derive(Clone, Debug)]
pub struct LinePage {
    pub lines: Vec<StatementLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<LineCursor>,
}

/// A file with what its statements tell. What joins them to what was known before is looked up until it is decided.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` without such an import.
pub async fn statement_file(db: &Db, context: &Context, id: ImportId) -> Answer<StatementFile> {
    context.operator(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let file = rows::find_import(connection, id).await?.ok_or(Error::NotFound)?;
            let state: ImportState = file.state.parse().map_err(Error::defect)?;
            let mut statements = rows::list_statements(connection, id).await?;
            if !matches!(state, ImportState::Recording | ImportState::Confirmed) {
                join(connection, &mut statements).await?;
            }
            let recorded = if state == ImportState::Recording {
                Some(count_recorded(connection, id, &statements).await?)
            } else {
                None
            };
            let statements = statements.into_iter().map(|row| ReportedStatement {
                account_no: row.account_no,
                cash: row.cash,
                currency: row.currency.unwrap_or_default(),
                statement_no: row.statement_no,
                from_on: row.from_on,
                to_on: row.to_on,
                opening: row.opening,
                closing: row.closing,
                link: row.link.unwrap_or(Link::Unknown),
                counts: row.counts,
                findings: row.findings,
            });
            Ok(StatementFile {
                import: id,
                file_name: file.file_name,
                sha256: hexadecimal::text(&file.sha256),
                state,
                uploaded_by: UserId(file.uploaded_by),
                uploaded_by_name: file.uploaded_by_name,
                uploaded_at: file.uploaded_at,
                decided_by_name: file.decided_by_name.unwrap_or_default(),
                decided_at: file.decided_at,
                decision_note: file.decision_note,
                format: file.format,
                recorded,
                statements: statements.collect(),
            })
        })
    })
    .await
}

/// How many lines of a file are recorded, of which some are not.
async fn count_recorded(
    connection: &mut PgConnection,
    import: ImportId,
    statements: &[StatementRow],
) -> Result<u64, sqlx::Error> {
    let all: u64 = statements.iter().map(|statement| statement.counts.movements()).sum();
    // Until its lines are cut into parts, none of them is recorded.
    let left = parts::count_left(connection, import).await?.map_or(all, i64::unsigned_abs);
    Ok(all.saturating_sub(left))
}

/// A page of a file's lines.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` without such an import.
pub async fn statement_lines(db: &Db, context: &Context, id: ImportId, request: LineRequest) -> Answer<LinePage> {
    context.operator(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            rows::find_import(connection, id).await?.ok_or(Error::NotFound)?;
            let mut found = rows::list_lines(connection, id, request).await?;
            let more = found.len() > LineRequest::PAGE;
            found.truncate(LineRequest::PAGE);
            let last = found.last().filter(|_| more);
            let next = last.map(|row| LineCursor { statement: row.statement, place: row.place });
            let line = |row: rows::LineRow| {
                let outcome: LineOutcome = row.outcome.parse().map_err(Error::defect)?;
                Ok(StatementLine {
                    statement: row.statement,
                    number: row.number,
                    told: row.detail.0,
                    passed_over: outcome == LineOutcome::PassedOver,
                    movement: row.movement_id.map(BankMovementId),
                })
            };
            Ok(LinePage { lines: found.into_iter().map(line).collect::<Answer<_>>()?, next })
        })
    })
    .await
}

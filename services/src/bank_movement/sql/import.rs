//! Imported files of bank statements: each statement with its lines, and what was made of them.

use std::collections::HashMap;

use domain::{
    Amount,
    bank_movement::{Finding, LineOutcome, Link},
    id::{AccountId, BankMovementId, ImportId, UserId},
};
use files::bank_statement::RefusedLine;
use serde::Serialize;
use sqlx::{PgConnection, types::Json};
use time::{Date, OffsetDateTime, Time};
use uuid::Uuid;

use crate::{
    Error,
    bank_movement::{
        ImportState, MovementFacts,
        apply::Planned,
        clean,
        line::{Counts, LineCursor, LineRequest, Told},
        plan::Outcome,
    },
};

/// How many lines one statement of the database writes or reads.
const LINES_AT_ONCE: usize = 5_000;

pub struct NewImport<'a> {
    pub id: ImportId,
    pub file_name: &'a str,
    pub sha256: &'a [u8],
    /// `camt.053.001.02`, or the name of the layout.
    pub format: &'a str,
    pub content: &'a [u8],
    pub by: UserId,
    pub at: OffsetDateTime,
}

pub async fn insert_import(connection: &mut PgConnection, new: &NewImport<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into imports (id, kind, file_name, sha256, state, report, content, uploaded_by, uploaded_at)
         values ($1, 'bank_statement', $2, $3, 'previewed', jsonb_build_object('format', $4::text), $5, $6, $7)",
        new.id.0,
        new.file_name,
        new.sha256,
        new.format,
        new.content,
        new.by.0,
        new.at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub struct NewStatement<'a> {
    pub id: Uuid,
    pub import: ImportId,
    pub place: i32,
    pub account: Option<Uuid>,
    pub account_no: &'a str,
    pub currency: Option<&'a str>,
    pub statement_no: Option<&'a str>,
    pub period: (Option<Date>, Option<Date>),
    pub last_time: Option<Time>,
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
    pub counts: &'a Counts,
    pub findings: &'a [Finding],
}

pub async fn insert_statement(connection: &mut PgConnection, new: &NewStatement<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into bank_statements (id, import_id, place, reserve_account_id, account_no, currency, statement_no,
                                      from_on, to_on, last_time, opening_fen, closing_fen, counts, findings)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        new.id,
        new.import.0,
        new.place,
        new.account,
        new.account_no,
        new.currency,
        new.statement_no,
        new.period.0,
        new.period.1,
        new.last_time,
        new.opening.map(Amount::fen),
        new.closing.map(Amount::fen),
        Json(new.counts) as _,
        Json(new.findings) as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A line as it is stored.
#[derive(Serialize)]
pub struct NewLine<'a> {
    place: i32,
    number: usize,
    outcome: &'static str,
    detail: Told<'a>,
    movement_id: Option<Uuid>,
}

impl<'a> NewLine<'a> {
    pub fn read(number: usize, facts: &'a MovementFacts, plan: &Planned) -> Self {
        let (outcome, movement_id) = (plan.outcome(), plan.movement().map(|movement| movement.0));
        let code = outcome.kind().code();
        let detail = Told::Read { facts: std::borrow::Cow::Borrowed(facts), outcome };
        Self { place: 0, number, outcome: code, detail, movement_id }
    }

    pub fn left_out(outcome: LineOutcome, line: &RefusedLine) -> Self {
        let detail = Told::Refused { code: line.code.to_owned(), text: clean(&line.text) };
        Self { place: 0, number: line.number, outcome: outcome.code(), detail, movement_id: None }
    }
}

/// Inserts a statement's lines in their order.
pub async fn insert_lines<'a>(
    connection: &mut PgConnection,
    statement: Uuid,
    lines: impl Iterator<Item = NewLine<'a>>,
) -> Result<(), sqlx::Error> {
    let mut lines = (0..).zip(lines).map(|(place, line)| NewLine { place, ..line });
    loop {
        let rows: Vec<NewLine<'_>> = lines.by_ref().take(LINES_AT_ONCE).collect();
        if rows.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "insert into statement_lines (statement_id, place, number, outcome, detail, movement_id)
             select $1, place, number, outcome, detail, movement_id
             from jsonb_to_recordset($2) as t (place integer, number bigint, outcome text, detail jsonb, movement_id uuid)",
            statement,
            Json(&rows) as _,
        )
        .execute(&mut *connection)
        .await?;
    }
}

/// A file, as far as deciding about it needs it.
pub struct Decided {
    pub state: ImportState,
    pub uploaded_by: UserId,
}

pub async fn lock_import<R>(connection: &mut PgConnection, import: ImportId) -> Result<Option<Decided>, Error<R>> {
    let row = sqlx::query!(
        "select state, uploaded_by from imports where id = $1 and kind = 'bank_statement' for update",
        import.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Decided { state: row.state.parse().map_err(Error::defect)?, uploaded_by: UserId(row.uploaded_by) })
    })
    .transpose()
}

pub async fn update_decided(
    connection: &mut PgConnection,
    import: ImportId,
    state: ImportState,
    (checker, at, note): (UserId, OffsetDateTime, &str),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update imports set state = $2, decided_by = $3, decided_at = $4, decision_note = $5 where id = $1",
        import.0,
        state.code(),
        checker.0,
        at,
        note.trim(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_discarded(connection: &mut PgConnection, import: ImportId) -> Result<(), sqlx::Error> {
    sqlx::query!("update imports set state = 'discarded' where id = $1", import.0).execute(connection).await?;
    Ok(())
}

/// One statement of a file.
pub struct StatementRow {
    pub id: Uuid,
    pub account: Option<Uuid>,
    /// The account's cash in the ledger.
    pub cash: Option<AccountId>,
    pub account_no: String,
    pub currency: Option<String>,
    pub statement_no: Option<String>,
    pub from_on: Option<Date>,
    pub to_on: Option<Date>,
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
    /// None until it is decided, or joined to what is known.
    pub link: Option<Link>,
    pub follows: Option<Uuid>,
    pub counts: Counts,
    pub findings: Vec<Finding>,
}

impl StatementRow {
    /// Whether it tells both balances and its lines are what lies between them.
    pub fn is_explained(&self) -> bool {
        let open = |finding: &Finding| {
            matches!(finding, Finding::Unexplained { .. } | Finding::NoBalances | Finding::OneBalance)
        };
        self.opening.is_some() && !self.findings.iter().any(open)
    }
}

pub async fn list_statements<R>(
    connection: &mut PgConnection,
    import: ImportId,
) -> Result<Vec<StatementRow>, Error<R>> {
    Ok(list_statements_of(connection, &[import.0]).await?.remove(&import).unwrap_or_default())
}

/// The statements of several files, of each in its order.
pub async fn list_statements_of<R>(
    connection: &mut PgConnection,
    imports: &[Uuid],
) -> Result<HashMap<ImportId, Vec<StatementRow>>, Error<R>> {
    let rows = sqlx::query!(
        r#"select import_id, id, reserve_account_id, account_no, currency, statement_no, from_on, to_on, opening_fen, closing_fen,
                  (select a.id from accounts a where a.kind = 'reserve_cash' and a.owner_id = reserve_account_id) as "cash?",
                  link, follows_id, counts as "counts: Json<Counts>", findings as "findings: Json<Vec<Finding>>"
           from bank_statements where import_id = any($1) order by import_id, place"#,
        imports
    )
    .fetch_all(connection)
    .await?;
    let mut statements: HashMap<ImportId, Vec<StatementRow>> = HashMap::new();
    for row in rows {
        statements.entry(ImportId(row.import_id)).or_default().push(StatementRow {
            id: row.id,
            account: row.reserve_account_id,
            cash: row.cash.map(AccountId),
            account_no: row.account_no,
            currency: row.currency,
            statement_no: row.statement_no,
            from_on: row.from_on,
            to_on: row.to_on,
            opening: row.opening_fen.map(Amount::from_fen),
            closing: row.closing_fen.map(Amount::from_fen),
            link: row.link.map(|link| link.parse()).transpose().map_err(Error::defect)?,
            follows: row.follows_id,
            counts: row.counts.0,
            findings: row.findings.0,
        });
    }
    Ok(statements)
}

/// Keeps how a confirmed statement joined what was known, and what became of its lines.
pub async fn update_statement(connection: &mut PgConnection, statement: &StatementRow) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update bank_statements set link = $2, follows_id = $3, counts = $4, findings = $5 where id = $1",
        statement.id,
        statement.link.map(Link::code),
        statement.follows,
        Json(&statement.counts) as _,
        Json(&statement.findings) as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A line that was read, as it is to be recorded.
pub struct ReadLine {
    pub place: i32,
    pub facts: MovementFacts,
    /// As the preview has found.
    pub outcome: LineOutcome,
}

/// All lines of a statement that were read.
pub async fn list_read<R>(connection: &mut PgConnection, statement: Uuid) -> Result<Vec<ReadLine>, Error<R>> {
    let (mut lines, mut after) = (Vec::new(), -1);
    loop {
        let some = list_read_after(connection, statement, after, LINES_AT_ONCE).await?;
        let Some(last) = some.last() else { return Ok(lines) };
        after = last.place;
        lines.extend(some);
    }
}

/// So many lines of a statement that were read, after a place.
pub async fn list_read_after<R>(
    connection: &mut PgConnection,
    statement: Uuid,
    after: i32,
    limit: usize,
) -> Result<Vec<ReadLine>, Error<R>> {
    let rows = sqlx::query!(
        r#"select place, detail -> 'facts' as "facts!: Json<MovementFacts>", outcome from statement_lines
           where statement_id = $1 and place > $2 and outcome not in ('refused', 'passed_over') order by place limit $3"#,
        statement,
        after,
        i64::try_from(limit).unwrap_or(i64::MAX),
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| {
        let outcome: LineOutcome = row.outcome.parse().map_err(Error::defect)?;
        Ok(ReadLine { place: row.place, facts: row.facts.0, outcome })
    });
    read.collect()
}

/// What became of a line.
#[derive(Serialize)]
struct Done {
    place: i32,
    outcome: &'static str,
    told: Outcome,
    movement_id: Uuid,
}

pub async fn update_lines(
    connection: &mut PgConnection,
    statement: Uuid,
    done: impl Iterator<Item = (i32, Outcome, BankMovementId)>,
) -> Result<(), sqlx::Error> {
    let mut done =
        done.map(|(place, told, movement)| Done { place, outcome: told.kind().code(), told, movement_id: movement.0 });
    loop {
        let rows: Vec<Done> = done.by_ref().take(LINES_AT_ONCE).collect();
        if rows.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "update statement_lines l set outcome = t.outcome, detail = jsonb_set(l.detail, '{outcome}', t.told),
                                          movement_id = t.movement_id
             from jsonb_to_recordset($2) as t (place integer, outcome text, told jsonb, movement_id uuid)
             where l.statement_id = $1 and l.place = t.place",
            statement,
            Json(&rows) as _,
        )
        .execute(&mut *connection)
        .await?;
    }
}

pub struct ImportFile {
    pub file_name: String,
    pub sha256: Vec<u8>,
    pub state: String,
    pub format: String,
    pub uploaded_by: Uuid,
    pub uploaded_by_name: String,
    pub uploaded_at: OffsetDateTime,
    pub decided_by_name: Option<String>,
    pub decided_at: Option<OffsetDateTime>,
    pub decision_note: String,
}

pub async fn find_import(connection: &mut PgConnection, import: ImportId) -> Result<Option<ImportFile>, sqlx::Error> {
    sqlx::query_as!(
        ImportFile,
        r#"select i.file_name, i.sha256, i.state, i.report ->> 'format' as "format!", i.uploaded_by,
                  u.display_name as uploaded_by_name, i.uploaded_at, d.display_name as "decided_by_name?", i.decided_at,
                  i.decision_note
           from imports i join users u on u.id = i.uploaded_by left join users d on d.id = i.decided_by
           where i.id = $1 and i.kind = 'bank_statement'"#,
        import.0
    )
    .fetch_optional(connection)
    .await
}

/// A line of a file.
pub struct LineRow {
    /// Of its statement in the file.
    pub statement: i32,
    pub place: i32,
    pub number: i64,
    pub outcome: String,
    pub detail: Json<Told<'static>>,
    pub movement_id: Option<Uuid>,
}

/// The lines of a file, statement by statement in the file's order, one more than a page has.
pub async fn list_lines(
    connection: &mut PgConnection,
    import: ImportId,
    request: LineRequest,
) -> Result<Vec<LineRow>, sqlx::Error> {
    let after = request.after.unwrap_or(LineCursor { statement: 0, place: -1 });
    sqlx::query_as!(
        LineRow,
        r#"select s.place as statement, l.place, l.number, l.outcome, l.detail as "detail: Json<Told<'static>>", l.movement_id
           from bank_statements s
           cross join lateral (
               select * from statement_lines l
               where l.statement_id = s.id and ($2::text is null or l.outcome = $2)
                 and (s.place > $3 or l.place > $4)
               order by l.place limit $5) l
           where s.import_id = $1 and s.place >= $3
           order by s.place, l.place limit $5"#,
        import.0,
        request.outcome.map(LineOutcome::code),
        after.statement,
        after.place,
        i64::try_from(LineRequest::PAGE + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(connection)
    .await
}

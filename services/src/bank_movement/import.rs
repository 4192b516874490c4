//! Bank statements as files: looked at first, then confirmed by a person.

use std::collections::BTreeMap;

use domain::{
    Amount,
    bank_movement::StatementRefusal,
    id::{BankMovementId, ImportId},
    role::Role,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::{Date, OffsetDateTime};

use super::{
    ImportState, MovementFacts,
    apply::{self, Incoming},
    clean,
    identity::Source,
    plan::Outcome,
    sql::{self, ReserveAccount, import as rows},
};
use crate::{
    Context, Db, Error, Write,
    bank_statement::{self, ColumnMapping, Format, Statement},
    context::{INSTITUTION, SignedIn},
    draw::hexadecimal,
};

type Answer<T> = Result<T, Error<StatementRefusal>>;

/// The longest name of a file that is kept, in characters.
const FILE_NAME_LIMIT: usize = 200;

/// A statement with what its lines will do, or have done once it is confirmed.
#[derive(Clone, Debug)]
pub struct StatementReport {
    pub import: ImportId,
    pub file_name: String,
    /// Of the file, in hexadecimal.
    pub sha256: String,
    pub state: ImportState,
    pub uploaded_by: String,
    pub uploaded_at: OffsetDateTime,
    pub confirmed_at: Option<OffsetDateTime>,
    /// `camt.053.001.02`, or the name of the column mapping.
    pub format: String,
    pub statements: Vec<ReportedStatement>,
}

impl StatementReport {
    /// All lines of all statements, in the file's order.
    pub fn lines(&self) -> impl Iterator<Item = &ReportedLine> {
        self.statements.iter().flat_map(|statement| &statement.lines)
    }
}

/// One account over one period.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReportedStatement {
    pub account_no: String,
    pub currency: String,
    pub statement_no: Option<String>,
    pub from_on: Option<Date>,
    pub to_on: Option<Date>,
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
    pub lines: Vec<ReportedLine>,
    pub refused: Vec<ReportedRefusal>,
}

/// One line with what becomes of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReportedLine {
    /// The row that a person sees in the file.
    pub number: usize,
    pub facts: MovementFacts,
    pub outcome: Outcome,
    /// The movement that it is, once it is recorded.
    pub movement: Option<BankMovementId>,
}

/// One line that was not understood and is left out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReportedRefusal {
    pub number: usize,
    pub code: String,
    pub text: String,
}

/// What is stored of a report.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReportBody {
    format: String,
    #[serde(with = "time::serde::rfc3339::option")]
    confirmed_at: Option<OffsetDateTime>,
    statements: Vec<ReportedStatement>,
}

impl ReportBody {
    /// How many lines were told apart, for the audit trail.
    fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for statement in &self.statements {
            *counts.entry("refused").or_default() += statement.refused.len();
            for line in &statement.lines {
                let what = match line.outcome {
                    Outcome::Known => "known",
                    Outcome::Draw { .. } | Outcome::Wallet { .. } | Outcome::Payout { .. } => "matched",
                    Outcome::Break { .. } => "broken",
                    Outcome::Unmatched => "unmatched",
                    Outcome::Doubtful { .. } => "doubtful",
                };
                *counts.entry(what).or_default() += 1;
            }
        }
        counts
    }
}

#[derive(Serialize)]
struct PreviewCommand {
    file_name: String,
    sha256: Vec<u8>,
    mapping: Option<ColumnMapping>,
}

/// Reads a file of bank statements and tells what each line would do; nothing is recorded but the file itself. Without
/// a mapping the built-in ones are tried.
///
/// # Errors
/// Refused when it is no statement, or one of an account or a currency that is not ours.
pub async fn preview_statement(
    db: &Db,
    context: &Context,
    file_name: &str,
    bytes: Vec<u8>,
    mapping: Option<ColumnMapping>,
) -> Answer<StatementReport> {
    let person = context.operator(&[Role::OperatorMaker])?.clone();
    let name: String = file_name.chars().filter(|letter| !letter.is_control()).take(FILE_NAME_LIMIT).collect();
    let command =
        PreviewCommand { file_name: name.clone(), sha256: Sha256::digest(&bytes).to_vec(), mapping: mapping.clone() };
    let digest = command.sha256.clone();
    // Reading a large file takes a while, and other operations shall not wait for it.
    let (read, bytes) = tokio::task::spawn_blocking({
        let name = name.clone();
        move || (read(&name, &bytes, mapping), bytes)
    })
    .await
    .map_err(Error::defect)?;
    let import = db
        .write(context, "statement.preview", &command, move |write| {
            Box::pin(async move {
                let statements = read.map_err(Error::Refused)?;
                let file = File { name, digest, bytes };
                preview(write, &person, statements, file).await
            })
        })
        .await?;
    self::import(db, context, import).await
}

fn read(file_name: &str, bytes: &[u8], mapping: Option<ColumnMapping>) -> Result<Vec<Statement>, StatementRefusal> {
    let mappings = mapping.map_or_else(ColumnMapping::built_in, |mapping| vec![mapping]);
    let mut statements = bank_statement::read(file_name, bytes, &mappings).map_err(|error| {
        StatementRefusal::Unreadable { code: error.code().to_owned(), detail: clean(&error.to_string()) }
    })?;
    // A message that carries a whole statement twice says nothing with the second.
    let mut index = 0;
    while let Some(statement) = statements.get(index) {
        if statements.iter().take(index).any(|earlier| earlier == statement) {
            statements.remove(index);
        } else {
            index += 1;
        }
    }
    Ok(statements)
}

struct File {
    name: String,
    digest: Vec<u8>,
    bytes: Vec<u8>,
}

async fn preview(write: &mut Write, person: &SignedIn, statements: Vec<Statement>, file: File) -> Answer<ImportId> {
    let accounts = sql::list_reserve_accounts(write.connection()).await?;
    let format = statements.first().map(|statement| format_name(&statement.format)).unwrap_or_default();
    let statements = statements
        .into_iter()
        .map(|statement| reported(statement, &accounts))
        .collect::<Result<_, _>>()
        .map_err(Error::Refused)?;
    let mut report = ReportBody { format, confirmed_at: None, statements };
    let lines = incoming(&report, &accounts)?;
    let planned = apply::plan(write.connection(), &lines, Source::File).await?;
    let told = planned.iter().map(|plan| (plan.outcome(), plan.movement())).collect();
    tell(&mut report, told);
    let import = ImportId(write.id());
    let new = rows::NewImport {
        id: import,
        file_name: &file.name,
        sha256: &file.digest,
        report: &report,
        content: &file.bytes,
        by: person.user,
        at: write.at,
    };
    rows::insert_import(write.connection(), &new).await?;
    write.envelope.about(import);
    write.envelope.changed(&(), &(&file.name, report.counts()))?;
    Ok(import)
}

fn format_name(format: &Format) -> String {
    match format {
        Format::Camt053 { version } => format!("camt.053.001.{version:02}"),
        Format::Table { mapping } => clean(mapping),
    }
}

/// Checks a statement against the reserve accounts. Its lines are told as unmatched until they are planned.
fn reported(statement: Statement, accounts: &[ReserveAccount]) -> Result<ReportedStatement, StatementRefusal> {
    let account_no = clean(&statement.account_no);
    let Some(account) = accounts.iter().find(|account| account.account_no == account_no) else {
        return Err(StatementRefusal::UnknownAccount { account_no });
    };
    let of_lines = statement.lines.iter().filter_map(|line| line.currency.as_ref());
    if let Some(other) = statement.currency.iter().chain(of_lines).find(|code| **code != account.currency) {
        return Err(StatementRefusal::OtherCurrency {
            account_no,
            account_currency: account.currency.clone(),
            statement_currency: clean(other),
        });
    }
    let line = |line: bank_statement::Line| ReportedLine {
        number: line.number,
        facts: MovementFacts::from(line),
        outcome: Outcome::Unmatched,
        movement: None,
    };
    let refusal = |line: bank_statement::RefusedLine| ReportedRefusal {
        number: line.number,
        code: line.code.to_owned(),
        text: clean(&line.text),
    };
    Ok(ReportedStatement {
        account_no,
        currency: account.currency.clone(),
        statement_no: statement.statement_no.as_deref().map(clean),
        from_on: statement.from_on,
        to_on: statement.to_on,
        opening: statement.opening_fen.map(Amount::from_fen),
        closing: statement.closing_fen.map(Amount::from_fen),
        lines: statement.lines.into_iter().map(line).collect(),
        refused: statement.refused.into_iter().map(refusal).collect(),
    })
}

fn incoming<'a>(report: &'a ReportBody, accounts: &[ReserveAccount]) -> Answer<Vec<Incoming<'a>>> {
    let mut lines = Vec::new();
    for statement in &report.statements {
        let account = accounts
            .iter()
            .find(|account| account.account_no == statement.account_no)
            .ok_or_else(|| Error::defect("a reserve account is gone"))?;
        lines.extend(statement.lines.iter().map(|line| Incoming { reserve_account: account.id, facts: &line.facts }));
    }
    Ok(lines)
}

/// Writes what becomes of the lines into the report, which has them in the same order.
fn tell(report: &mut ReportBody, told: Vec<(Outcome, Option<BankMovementId>)>) {
    let lines = report.statements.iter_mut().flat_map(|statement| &mut statement.lines);
    for (line, (outcome, movement)) in lines.zip(told) {
        line.outcome = outcome;
        line.movement = movement;
    }
}

#[derive(Clone, Copy, Debug, Serialize)]
pub struct ConfirmStatementCommand {
    pub import: ImportId,
}

/// Records every line of a statement that was previewed, all or none, and puts each where it belongs. What has changed
/// since the preview is decided anew; the report tells what was done.
///
/// # Errors
/// `NotFound` without such an import; refused when it was confirmed before.
pub async fn confirm_statement(
    db: &Db,
    context: &Context,
    command: ConfirmStatementCommand,
) -> Answer<StatementReport> {
    context.operator(&[Role::OperatorMaker])?;
    let actor = context.actor_name();
    db.write(context, "statement.confirm", &command, move |write| {
        Box::pin(async move { confirm(write, command.import, &actor).await })
    })
    .await?;
    import(db, context, command.import).await
}

async fn confirm(write: &mut Write, id: ImportId, actor: &str) -> Answer<()> {
    let (mut report, confirmed) = rows::lock_import(write.connection(), id).await?.ok_or(Error::NotFound)?;
    if confirmed {
        return Err(Error::Refused(StatementRefusal::AlreadyConfirmed));
    }
    let accounts = sql::list_reserve_accounts(write.connection()).await?;
    let lines = incoming(&report, &accounts)?;
    apply::lock(write.connection(), &lines).await?;
    let planned = apply::plan(write.connection(), &lines, Source::File).await?;
    let movements = apply::apply(write, &lines, &planned, Some(id.0), actor).await?;
    let told = planned.iter().zip(movements).map(|(plan, movement)| (plan.outcome(), Some(movement))).collect();
    let before = report.counts();
    tell(&mut report, told);
    report.confirmed_at = Some(write.at);
    rows::update_import(write.connection(), id, &report).await?;
    write.envelope.about(id);
    write.envelope.changed(&before, &report.counts())
}

/// A statement with what its lines will do or have done.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` without such an import.
pub async fn import(db: &Db, context: &Context, id: ImportId) -> Answer<StatementReport> {
    context.operator(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let file = rows::find_import(connection, id).await?.ok_or(Error::NotFound)?;
            Ok(StatementReport {
                import: id,
                file_name: file.file_name,
                sha256: hexadecimal(&file.sha256),
                state: super::report::import_state(&file.state)?,
                uploaded_by: file.uploaded_by,
                uploaded_at: file.uploaded_at,
                confirmed_at: file.report.0.confirmed_at,
                format: file.report.0.format,
                statements: file.report.0.statements,
            })
        })
    })
    .await
}

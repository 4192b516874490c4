//! Bank statements as files: one person uploads and looks, another one confirms or gives back.

use std::collections::BTreeSet;

use domain::{
    Amount,
    approval::ApprovalRefusal,
    bank_movement::{Finding, LineOutcome, StatementRefusal, Told, check_decision},
    id::ImportId,
    job::Job,
    role::Role,
};
use files::bank_statement::{self, Format, Statement};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::{Date, Duration, Time};
use uuid::Uuid;

use super::{
    ImportState, MovementFacts,
    apply::{self, Earlier, Incoming, Planned},
    clean, confirm,
    identity::Source,
    join::{contradiction, earlier, join},
    line::{Answer, Counts},
    sql::{
        self, ReserveAccount,
        import::{self as rows, NewLine, NewStatement, StatementRow},
        parts,
    },
};
use crate::{Context, Db, Error, Write, bank_layout, context::SignedIn};

/// The longest name of a file that is kept, in characters.
const FILE_NAME_LIMIT: usize = 200;

#[derive(Serialize)]
struct PreviewCommand {
    file_name: String,
    sha256: Vec<u8>,
    account_no: Option<String>,
}

/// Reads a file of bank statements and tells what each line would do; nothing is recorded but the file itself. `account_no`
/// is the account that the file is said to be of, where it does not say so itself. Statements of accounts that are not
/// reserve accounts are named and left out.
///
/// # Errors
/// Refused when it is no statement, tells of none of our accounts or of another than it is said to be of, or in another
/// currency than the account's.
pub async fn preview_statement(
    db: &Db,
    context: &Context,
    file_name: &str,
    bytes: Vec<u8>,
    account_no: Option<String>,
) -> Answer<ImportId> {
    let person = context.operator(&[Role::OperatorMaker])?.clone();
    let name: String = file_name.chars().filter(|letter| !letter.is_control()).take(FILE_NAME_LIMIT).collect();
    let sha256 = Sha256::digest(&bytes).to_vec();
    let command = PreviewCommand { file_name: name.clone(), sha256, account_no: account_no.clone() };
    let digest = command.sha256.clone();
    let layouts = bank_layout::in_force(db, context).await?;
    // Reading a large file takes a while, and other operations shall not wait for it.
    let (read, bytes) = tokio::task::spawn_blocking({
        let name = name.clone();
        move || (bank_layout::read(&name, &bytes, &layouts, account_no.as_deref()), bytes)
    })
    .await
    .map_err(Error::defect)?;
    db.write(context, "statement.preview", &command, move |write| {
        Box::pin(async move {
            let statements = read.map_err(Error::Refused)?;
            preview(write, &person, statements, File { name, digest, bytes }).await
        })
    })
    .await
}

struct File {
    name: String,
    digest: Vec<u8>,
    bytes: Vec<u8>,
}

async fn preview(write: &mut Write, person: &SignedIn, statements: Vec<Statement>, file: File) -> Answer<ImportId> {
    let accounts = sql::list_reserve_accounts(write.connection()).await?;
    check_accounts(&statements, &accounts).map_err(Error::Refused)?;
    let import = ImportId(write.id());
    let format = statements.first().map(|statement| format_name(&statement.format)).unwrap_or_default();
    let new = rows::NewImport {
        id: import,
        file_name: &file.name,
        sha256: &file.digest,
        format: &format,
        content: &file.bytes,
        by: person.user,
        at: write.at,
    };
    rows::insert_import(write.connection(), &new).await?;
    drop(file.bytes);
    let read: Vec<Read> = statements.into_iter().map(|statement| Read::of(statement, &accounts)).collect();
    let planned = {
        let mut lines = Vec::new();
        for statement in &read {
            let earlier = statement.earlier(write.connection()).await?;
            lines.extend(statement.incoming(&earlier));
        }
        apply::plan(write.connection(), &lines, Source::File).await?
    };
    let mut counts = Counts::default();
    let mut planned = planned.into_iter();
    for (place, statement) in (0..).zip(read) {
        let of_lines: Vec<Planned> = planned.by_ref().take(statement.lines.len()).collect();
        counts.add(&insert(write, (import, place), &statement, &of_lines).await?);
    }
    write.envelope.about(import);
    write.envelope.changed(&(), &(&file.name, counts))?;
    Ok(import)
}

fn format_name(format: &Format) -> String {
    match format {
        Format::Camt053 { version } => format!("camt.053.001.{version:02}"),
        Format::Table { layout } => clean(layout),
    }
}

/// At least one statement must be of a reserve account, and each of those in its currency.
fn check_accounts(statements: &[Statement], accounts: &[ReserveAccount]) -> Result<(), StatementRefusal> {
    let ours = |statement: &Statement| accounts.iter().find(|account| account.account_no == statement.account_no);
    if !statements.iter().any(|statement| ours(statement).is_some()) {
        let account_no = statements.first().map(|statement| clean(&statement.account_no)).unwrap_or_default();
        return Err(StatementRefusal::UnknownAccount { account_no });
    }
    for statement in statements {
        let Some(account) = ours(statement) else { continue };
        let of_lines = statement.lines.iter().filter_map(|line| line.currency.as_ref());
        if let Some(other) = statement.currency.iter().chain(of_lines).find(|code| **code != account.currency) {
            return Err(StatementRefusal::OtherCurrency {
                account_no: account.account_no.clone(),
                account_currency: account.currency.clone(),
                statement_currency: clean(other),
            });
        }
    }
    Ok(())
}

/// A statement as it was read, with the reserve account that it is of.
struct Read {
    account: Option<Uuid>,
    account_no: String,
    currency: Option<String>,
    statement_no: Option<String>,
    from_on: Option<Date>,
    to_on: Option<Date>,
    opening: Option<Amount>,
    closing: Option<Amount>,
    lines: Vec<(usize, MovementFacts)>,
    refused: Vec<bank_statement::RefusedLine>,
    passed_over: Vec<bank_statement::RefusedLine>,
}

impl Read {
    fn of(statement: Statement, accounts: &[ReserveAccount]) -> Self {
        let account = accounts.iter().find(|account| account.account_no == statement.account_no);
        let line = |line: bank_statement::Line| (line.number, MovementFacts::from(line));
        let (lines, refused, passed_over) = match account {
            Some(_) => (statement.lines.into_iter().map(line).collect(), statement.refused, statement.passed_over),
            None => (Vec::new(), Vec::new(), Vec::new()),
        };
        let mut read = Self {
            account: account.map(|account| account.id),
            account_no: clean(&statement.account_no),
            currency: statement.currency.as_deref().map(clean),
            statement_no: statement.statement_no.as_deref().map(clean),
            from_on: statement.from_on,
            to_on: statement.to_on,
            opening: statement.opening_fen.map(Amount::from_fen),
            closing: statement.closing_fen.map(Amount::from_fen),
            lines,
            refused,
            passed_over,
        };
        // After the only line the balance is that of the statement.
        let explained = read.told().is_explained();
        if let ([(_, line)], true) = (read.lines.as_mut_slice(), explained) {
            line.balance_after = line.balance_after.or(read.closing);
        }
        read
    }

    fn incoming(&self, earlier: &Earlier) -> impl Iterator<Item = Incoming<'_>> {
        let lines = self.lines.iter().map(|(_, facts)| facts);
        lines.filter_map(|facts| Some(Incoming { earlier: earlier.clone(), ..Incoming::of(self.account?, facts) }))
    }

    /// The movements after which it begins.
    async fn earlier<R>(&self, connection: &mut PgConnection) -> Result<Earlier, Error<R>> {
        let begins = self.account.zip(self.period().0).zip(self.opening).filter(|_| self.told().is_explained());
        earlier(connection, begins).await
    }

    fn dates(&self) -> impl Iterator<Item = Date> {
        self.lines.iter().map(|(_, facts)| facts.booked_on)
    }

    /// The first and the last day, as the bank says or as its lines do.
    fn period(&self) -> (Option<Date>, Option<Date>) {
        (self.from_on.or_else(|| self.dates().min()), self.to_on.or_else(|| self.dates().max()))
    }

    /// When the last of its lines was booked, where they tell the time.
    fn last_time(&self, to_on: Option<Date>) -> Option<Time> {
        let last = self.lines.iter().filter(|(_, facts)| Some(facts.booked_on) == to_on);
        last.filter_map(|(_, facts)| facts.booked_time).max()
    }

    fn told(&self) -> Told {
        let moved = self.lines.iter().fold(Amount::ZERO, |sum, (_, facts)| sum.plus(facts.signed()));
        Told {
            opening: self.opening,
            closing: self.closing,
            moved,
            dates: self.dates().collect(),
            unread: u64::try_from(self.refused.len()).unwrap_or(u64::MAX),
        }
    }
}

async fn insert(
    write: &mut Write,
    (import, place): (ImportId, i32),
    read: &Read,
    planned: &[Planned],
) -> Answer<Counts> {
    let mut counts = Counts::default();
    for plan in planned {
        counts.one(plan.outcome().kind());
    }
    for _ in &read.refused {
        counts.one(LineOutcome::Refused);
    }
    for _ in &read.passed_over {
        counts.one(LineOutcome::PassedOver);
    }
    let (from_on, to_on) = read.period();
    let (opening, closing) = read.told().ends();
    let findings = match read.account {
        Some(account) => {
            let mut findings = read.told().findings(write.business_date);
            let period = from_on.zip(to_on);
            findings.extend(contradiction(write.connection(), (account, period), read.dates(), planned).await?);
            findings
        }
        None => vec![Finding::LeftOut],
    };
    let statement = NewStatement {
        id: write.id(),
        import,
        place,
        account: read.account,
        account_no: &read.account_no,
        currency: read.currency.as_deref(),
        statement_no: read.statement_no.as_deref(),
        period: (from_on, to_on),
        last_time: read.last_time(to_on),
        opening,
        closing,
        counts: &counts,
        findings: &findings,
    };
    rows::insert_statement(write.connection(), &statement).await?;
    let lines = read.lines.iter().zip(planned).map(|((number, facts), plan)| NewLine::read(*number, facts, plan));
    let refused = read.refused.iter().map(|line| NewLine::left_out(LineOutcome::Refused, line));
    let passed_over = read.passed_over.iter().map(|line| NewLine::left_out(LineOutcome::PassedOver, line));
    rows::insert_lines(write.connection(), statement.id, lines.chain(refused).chain(passed_over)).await?;
    Ok(counts)
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecideStatementCommand {
    pub import: ImportId,
    /// Whether its lines are recorded. If not, the note says why.
    pub agree: bool,
    pub note: String,
}

/// A second person confirms a file, which records every line and puts each where it belongs, at once or, where they are many, by a
/// job; or gives it back. What has changed since the preview is decided anew; the lines then tell what was done.
///
/// # Errors
/// `NotFound` without such an import; refused to who uploaded it, when it was decided before, without a note where one is
/// needed, and while another file of one of its accounts is being recorded.
pub async fn decide_statement(db: &Db, context: &Context, command: DecideStatementCommand) -> Answer<()> {
    let checker = context.operator(&[Role::OperatorChecker])?.clone();
    let actor = context.actor_name();
    db.write(context, "statement.decide", &command.clone(), move |write| {
        Box::pin(async move {
            let file = rows::lock_import(write.connection(), command.import).await?.ok_or(Error::NotFound)?;
            if file.state != ImportState::Previewed {
                return Err(Error::Refused(StatementRefusal::AlreadyDecided));
            }
            if file.uploaded_by == checker.user {
                return Err(Error::Refused(StatementRefusal::SamePerson));
            }
            let mut statements = rows::list_statements(write.connection(), command.import).await?;
            for account in accounts(&statements) {
                sql::lock_reserve_account(write.connection(), account).await?;
                if command.agree && parts::is_under_way(write.connection(), account).await? {
                    return Err(Error::Refused(StatementRefusal::AnotherUnderWay));
                }
            }
            join(write.connection(), &mut statements).await?;
            let findings = statements.iter().flat_map(|statement| &statement.findings);
            check_decision(command.agree, &command.note, findings).map_err(Error::Refused)?;
            let state = match (command.agree, confirm::are_few(&statements)) {
                (false, _) => ImportState::GivenBack,
                (true, true) => ImportState::Confirmed,
                (true, false) => ImportState::Recording,
            };
            let at = write.at;
            rows::update_decided(write.connection(), command.import, state, (checker.user, at, &command.note)).await?;
            let mut counts = Counts::default();
            if command.agree {
                confirm::begin(write.connection(), &statements).await?;
                if state == ImportState::Confirmed {
                    confirm::record_at_once(write, command.import, &mut statements, &actor).await?;
                }
                for statement in &statements {
                    rows::update_statement(write.connection(), statement).await?;
                    counts.add(&statement.counts);
                }
            }
            if state == ImportState::Recording {
                write.enqueue(Job::RecordStatement(command.import), Duration::ZERO);
            }
            write.envelope.about(command.import);
            write.envelope.changed(&ImportState::Previewed.code(), &(state.code(), counts))
        })
    })
    .await
}

/// Whether a file may be discarded: nobody has decided about it.
pub(crate) async fn check_discard(
    connection: &mut PgConnection,
    import: ImportId,
) -> Result<(), Error<ApprovalRefusal>> {
    let file = rows::lock_import(connection, import).await?.ok_or(Error::NotFound)?;
    if file.state == ImportState::Previewed { Ok(()) } else { Err(Error::Refused(ApprovalRefusal::AlreadyDecided)) }
}

/// Discards a file: its lines stay to be seen, and are never recorded.
pub(crate) async fn discard(write: &mut Write, import: ImportId) -> Result<(), Error<ApprovalRefusal>> {
    check_discard(write.connection(), import).await?;
    Ok(rows::update_discarded(write.connection(), import).await?)
}

/// The accounts of the statements, each once, in the order in which they are locked.
fn accounts(statements: &[StatementRow]) -> BTreeSet<Uuid> {
    statements.iter().filter_map(|statement| statement.account).collect()
}

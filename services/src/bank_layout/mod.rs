//! Layouts of banks' tables that people add: one person describes it and tries it on a file, and two adopt it.

mod sql;

use domain::{
    Amount, account_no,
    approval::ApprovalRefusal,
    bank_layout::{Layout, LayoutRefusal, LayoutState},
    bank_movement::StatementRefusal,
    id::BankLayoutId,
    role::Role,
};
use files::bank_statement::{self, Statement, built_in};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime, Time};

use crate::{
    Context, Db, Error, Write,
    approval_row::{ApprovalRow, list_of},
    bank::clean,
    context::INSTITUTION,
    error::{Never, violated_constraint},
};

/// How many lines of a trial are kept, and how many of the refused ones.
const LINES_KEPT: usize = 20;

/// What was read of a file by a layout.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    pub file_name: String,
    pub account_no: String,
    pub currency: String,
    pub opening: Option<Amount>,
    pub closing: Option<Amount>,
    pub lines_total: usize,
    /// The first of them.
    pub lines: Vec<TriedLine>,
    pub refused_total: usize,
    /// The first of them.
    pub refused: Vec<TriedRefusal>,
}

/// A movement that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriedLine {
    /// The number that a person sees beside the row.
    pub row: usize,
    pub booked_on: Date,
    pub booked_time: Option<Time>,
    /// Negative when it left.
    pub amount: Amount,
    pub balance_after: Option<Amount>,
    pub counterparty_name: String,
    pub counterparty_account: String,
    pub remittance: String,
    pub bank_reference: String,
}

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriedRefusal {
    pub row: usize,
    pub code: String,
    pub text: String,
}

/// A layout that somebody added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayoutRow {
    pub id: BankLayoutId,
    pub layout: Layout,
    pub state: LayoutState,
    pub trial: Option<Trial>,
    /// The name of the person.
    pub added_by: String,
    pub added_at: OffsetDateTime,
}

/// A layout with what was proposed about it, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayoutDetail {
    pub row: LayoutRow,
    pub approvals: Vec<ApprovalRow>,
}

/// Describes a layout, which is in no use yet.
///
/// # Errors
/// Refused when it does not say what it has to, and when a layout in use has its name.
pub async fn add_layout(db: &Db, context: &Context, layout: Layout) -> Result<BankLayoutId, Error<LayoutRefusal>> {
    let person = context.operator(&[Role::OperatorMaker])?.user;
    db.write(context, "layout.add", &layout.clone(), move |write| {
        Box::pin(async move {
            layout.check().map_err(Error::Refused)?;
            if is_taken(write.connection(), &layout.name).await? {
                return Err(Error::Refused(LayoutRefusal::NameTaken { name: layout.name }));
            }
            let id = BankLayoutId(write.id());
            let at = write.at;
            sql::insert_layout(write.connection(), id, &layout, (person, at)).await?;
            write.envelope.about(id);
            write.envelope.changed(&(), &layout)?;
            Ok(id)
        })
    })
    .await
}

#[derive(Serialize)]
struct TryCommand<'a> {
    layout: BankLayoutId,
    file_name: &'a str,
    account_no: Option<&'a str>,
}

/// Tries a draft on a file: what is read of it is kept with the layout, and counts for nothing.
///
/// # Errors
/// `NotFound` without such a draft; refused when the file cannot be read by it.
pub async fn try_layout(
    db: &Db,
    context: &Context,
    id: BankLayoutId,
    (file_name, bytes): (&str, Vec<u8>),
    account_no: Option<String>,
) -> Result<(), Error<StatementRefusal>> {
    context.operator(&[Role::OperatorMaker])?;
    let row = db
        .read(context, move |connection| Box::pin(async move { sql::find_layout(connection, id).await }))
        .await?
        .ok_or(Error::NotFound)?;
    let file_name = clean(file_name);
    let command = TryCommand { layout: id, file_name: &file_name, account_no: account_no.as_deref() };
    let read = tokio::task::spawn_blocking({
        let (file_name, account_no) = (file_name.clone(), account_no.clone());
        move || read(&file_name, &bytes, &[row.layout], account_no.as_deref())
    });
    let read = read.await.map_err(Error::defect)?;
    let name = file_name.clone();
    db.write(context, "layout.try", &command, move |write| {
        Box::pin(async move {
            write.envelope.about(id);
            let trial = Trial::of(name, read.map_err(Error::Refused)?);
            let before = sql::lock_layout(write.connection(), id).await?.ok_or(Error::NotFound)?;
            if before.state != LayoutState::Draft {
                return Err(Error::NotFound);
            }
            sql::update_trial(write.connection(), id, &trial).await?;
            write.envelope.changed(&(), &(&trial.file_name, trial.lines_total, trial.refused_total))
        })
    })
    .await
}

impl Trial {
    /// Of the first statement of a file, and of how many lines all of them have.
    fn of(file_name: String, statements: Vec<Statement>) -> Self {
        let lines_total = statements.iter().map(|statement| statement.lines.len()).sum();
        let refused_total = statements.iter().map(|statement| statement.refused.len()).sum();
        let Some(first) = statements.into_iter().next() else {
            return Self { file_name, ..Self::default() };
        };
        let line = |line: files::bank_statement::Line| TriedLine {
            row: line.number,
            booked_on: line.booked_on,
            booked_time: line.booked_at,
            amount: Amount::from_fen(line.signed_fen()),
            balance_after: line.balance_after_fen.map(Amount::from_fen),
            counterparty_name: clean(&line.counterparty_name.unwrap_or_default()),
            counterparty_account: clean(&line.counterparty_account.unwrap_or_default()),
            remittance: clean(&line.remittance),
            bank_reference: clean(&line.bank_reference.unwrap_or_default()),
        };
        let refused = |row: files::bank_statement::RefusedLine| TriedRefusal {
            row: row.number,
            code: row.code.to_owned(),
            text: clean(&row.text),
        };
        Self {
            file_name,
            account_no: clean(&first.account_no),
            currency: clean(&first.currency.unwrap_or_default()),
            opening: first.opening_fen.map(Amount::from_fen),
            closing: first.closing_fen.map(Amount::from_fen),
            lines_total,
            lines: first.lines.into_iter().take(LINES_KEPT).map(line).collect(),
            refused_total,
            refused: first.refused.into_iter().take(LINES_KEPT).map(refused).collect(),
        }
    }
}

/// The layouts by which files are read: those that were adopted, before those that come with the product.
///
/// # Errors
/// When the database fails.
pub async fn in_force<R: 'static + Send>(db: &Db, context: &Context) -> Result<Vec<Layout>, Error<R>> {
    let mut layouts =
        db.read(context, |connection| Box::pin(async move { sql::list_adopted(connection).await })).await?;
    layouts.extend(built_in());
    Ok(layouts)
}

/// Reads a file by the layouts; `given` is the account that it is said to be of.
pub(crate) fn read(
    file_name: &str,
    bytes: &[u8],
    layouts: &[Layout],
    given: Option<&str>,
) -> Result<Vec<Statement>, StatementRefusal> {
    let mut statements = bank_statement::read(file_name, bytes, layouts, given)
        .map_err(|error| StatementRefusal::Unreadable { code: error.fault(), detail: clean(&error.to_string()) })?;
    if let Some(given) = given
        && let Some(other) = statements.iter().find(|statement| !account_no::same(&statement.account_no, given))
    {
        let account_no = clean(&other.account_no);
        return Err(StatementRefusal::OtherAccount { account_no, given: clean(given) });
    }
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

/// The names of the layouts that come with the product.
#[must_use]
pub fn built_in_names() -> Vec<String> {
    built_in().into_iter().map(|layout| layout.name).collect()
}

/// The layouts that people added, the newest first, for the institution's people.
///
/// # Errors
/// `Forbidden` for anybody else.
pub async fn layouts(db: &Db, context: &Context) -> Result<Vec<LayoutRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, |connection| Box::pin(async move { sql::list_layouts(connection).await })).await
}

/// One layout, for the institution's people.
///
/// # Errors
/// `Forbidden` for anybody else, `NotFound` without such a layout.
pub async fn layout(db: &Db, context: &Context, id: BankLayoutId) -> Result<LayoutDetail, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = sql::find_layout(connection, id).await?.ok_or(Error::NotFound)?;
            Ok(LayoutDetail { row, approvals: list_of(connection, id.0).await? })
        })
    })
    .await
}

/// Whether a draft may be adopted: it has read a movement, and its name is free.
///
/// # Errors
/// `NotFound` without such a layout; refused when it may not.
pub(crate) async fn check_adopt(connection: &mut PgConnection, id: BankLayoutId) -> Result<(), Error<ApprovalRefusal>> {
    adoptable(connection, id).await.map(|_| ())
}

async fn adoptable(connection: &mut PgConnection, id: BankLayoutId) -> Result<LayoutRow, Error<ApprovalRefusal>> {
    let row = in_state(connection, id, LayoutState::Draft).await?;
    if row.trial.as_ref().is_none_or(|trial| trial.lines_total == 0) {
        return Err(Error::Refused(ApprovalRefusal::LayoutUntried));
    }
    if is_taken(connection, &row.layout.name).await? {
        return Err(Error::Refused(ApprovalRefusal::LayoutNameTaken { name: row.layout.name }));
    }
    Ok(row)
}

/// Whether a layout may be retired: it is in use.
///
/// # Errors
/// `NotFound` without such a layout; refused when it is not.
pub(crate) async fn check_retire(
    connection: &mut PgConnection,
    id: BankLayoutId,
) -> Result<(), Error<ApprovalRefusal>> {
    in_state(connection, id, LayoutState::Adopted).await.map(|_| ())
}

pub(crate) async fn adopt(write: &mut Write, id: BankLayoutId) -> Result<(), Error<ApprovalRefusal>> {
    let name = adoptable(write.connection(), id).await?.layout.name;
    let saved = sql::update_state(write.connection(), id, LayoutState::Adopted).await;
    saved.map_err(|error| match violated_constraint(&error) {
        Some("one_adopted_layout_per_name") => Error::Refused(ApprovalRefusal::LayoutNameTaken { name }),
        _ => error.into(),
    })
}

pub(crate) async fn retire(write: &mut Write, id: BankLayoutId) -> Result<(), Error<ApprovalRefusal>> {
    check_retire(write.connection(), id).await?;
    Ok(sql::update_state(write.connection(), id, LayoutState::Retired).await?)
}

/// The locked layout, if it is in this state.
async fn in_state(
    connection: &mut PgConnection,
    id: BankLayoutId,
    state: LayoutState,
) -> Result<LayoutRow, Error<ApprovalRefusal>> {
    let row = sql::lock_layout(connection, id).await?.ok_or(Error::NotFound)?;
    if row.state == state {
        Ok(row)
    } else {
        Err(Error::Refused(ApprovalRefusal::LayoutState { state: row.state.code().to_owned() }))
    }
}

/// Whether files are read by another layout of this name.
async fn is_taken(connection: &mut PgConnection, name: &str) -> Result<bool, sqlx::Error> {
    Ok(built_in().iter().any(|layout| layout.name == name) || sql::is_adopted(connection, name).await?)
}

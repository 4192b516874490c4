//! A carrier's file of a month: read, looked at, and released by two people.

use std::collections::{BTreeMap, HashMap};

use domain::{
    Amount,
    commission::{CommissionFileState, CommissionRefusal, difference},
    hexadecimal,
    id::{AgentId, CarrierId, CommissionFileId, CommissionId},
    job::Job,
    operating_data::{Column, ImportRefusal, Month, RowProblem},
    role::Role,
};
use files::{
    commission::{Commissions, read},
    operating_data::shown,
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::{Date, Duration};

use super::{
    CommissionReport, CommissionRowChange,
    sql::{self, Told},
};
use crate::{Context, Db, Error, Write};

/// How many wrong cells a report lists; nobody mends more in one go.
const ERRORS_LISTED: usize = 200;
/// How many rows a report shows, so that a person sees that columns and amounts were understood.
const ROWS_LISTED: usize = 20;

/// A file, with what people say of it.
pub struct UploadCommissionsCommand {
    pub carrier: CarrierId,
    /// For which it pays.
    pub month: Month,
    /// When the carrier's money is expected.
    pub expected_on: Date,
    pub file_name: String,
    pub bytes: Vec<u8>,
}

#[derive(Serialize)]
struct Command {
    carrier: CarrierId,
    month: Month,
    expected_on: Date,
    sha256: String,
}

/// Reads a file and says what it would do. Nothing of it counts until two people have released it.
///
/// # Errors
/// Refused when the file is no table, or has no rows or too many, for a month that has not begun, and when the money was expected
/// before the business date. Wrong cells are no refusal: the report lists them. `NotFound` for an unknown carrier.
pub async fn upload_commissions(
    db: &Db,
    context: &Context,
    upload: UploadCommissionsCommand,
) -> Result<CommissionFileId, Error<ImportRefusal>> {
    let person = context.operator::<ImportRefusal>(&[Role::OperatorMaker])?.user;
    let UploadCommissionsCommand { carrier, month, expected_on, file_name, bytes } = upload;
    let sha256 = Sha256::digest(&bytes).to_vec();
    let command = Command { carrier, month, expected_on, sha256: hexadecimal::text(&sha256) };
    let name = file_name.clone();
    let read = tokio::task::spawn_blocking(move || (read(&name, &bytes, month), bytes));
    let (table, content) = read.await.map_err(Error::defect)?;
    db.write(context, "commission.upload", &command, move |write| {
        Box::pin(async move {
            let mut table = table.map_err(Error::Refused)?;
            if month > Month::containing(write.business_date) {
                return Err(Error::Refused(ImportRefusal::MonthInFuture));
            }
            if expected_on < write.business_date {
                return Err(Error::Refused(ImportRefusal::ExpectedInPast));
            }
            if !sql::find_carrier(write.connection(), carrier).await? {
                return Err(Error::NotFound);
            }
            let id = CommissionFileId(write.id());
            let (told, names) = find_agents(write.connection(), carrier, &mut table).await?;
            let before = sql::list_before(write.connection(), carrier, month).await?;
            let released_before = sql::count_released(write.connection(), carrier, month).await?;
            let report = CommissionReport::of(&table, &told, &before, (released_before, &names));
            let new = sql::NewFile {
                id,
                carrier,
                month,
                expected_on,
                file_name: shown(&file_name),
                sha256,
                content,
                report: &report,
                uploaded_by: person,
                uploaded_at: write.at,
            };
            sql::insert_file(write.connection(), new).await?;
            if report.errors_total == 0 {
                sql::insert_lines(write.connection(), id, &told).await?;
            }
            write.envelope.about(id);
            write.envelope.changed(&(), &(report.give, report.take, report.errors_total))?;
            Ok(id)
        })
    })
    .await
}

/// Number and name of the shops.
type Names = HashMap<AgentId, (String, String)>;

/// Finds the agents of the rows; those that are not this carrier's, and second rows of one agent, are wrong.
async fn find_agents(
    connection: &mut PgConnection,
    carrier: CarrierId,
    table: &mut Commissions,
) -> Result<(Vec<Told>, Names), sqlx::Error> {
    let rows = std::mem::take(&mut table.rows);
    // The database takes no zero byte in a text; no agent's number has one either.
    let numbers: Vec<&str> = rows.iter().map(|row| row.agent_no.as_str()).filter(|no| !no.contains('\0')).collect();
    let agents = sql::list_agents(connection, carrier, &numbers).await?;
    let (mut told, mut names, mut first) = (Vec::with_capacity(rows.len()), Names::new(), HashMap::new());
    for row in rows {
        let Some((agent, shop_name)) = agents.get(&row.agent_no) else {
            table.refuse(row.number, Column::AgentNo, RowProblem::AgentUnknown, &row.agent_no);
            continue;
        };
        if let Some(first) = first.insert(*agent, row.number) {
            table.refuse(row.number, Column::AgentNo, RowProblem::Duplicate, &first.to_string());
            continue;
        }
        names.insert(*agent, (row.agent_no, shop_name.clone()));
        told.push(Told { agent: *agent, line: row.number, amount: row.amount });
    }
    table.errors.sort_by_key(|error| error.row);
    Ok((told, names))
}

impl CommissionReport {
    fn of(
        table: &Commissions,
        told: &[Told],
        before: &BTreeMap<AgentId, Amount>,
        (released_before, names): (u32, &Names),
    ) -> Self {
        let mut rows: Vec<_> = told
            .iter()
            .map(|told| {
                let (agent_no, shop_name) = names.get(&told.agent).cloned().unwrap_or_default();
                let before = before.get(&told.agent).copied().unwrap_or_default();
                CommissionRowChange { row: told.line, agent_no, shop_name, told: told.amount, before }
            })
            .collect();
        let changes = |row: &CommissionRowChange| difference(row.told, row.before);
        let (give, take) = Sums::of(rows.iter().map(changes));
        let same = rows.iter().filter(|row| changes(row).is_zero()).count();
        rows.retain(|row| !changes(row).is_zero());
        rows.sort_by_key(|row| !changes(row).is_negative());
        rows.truncate(ROWS_LISTED);
        Self {
            rows_total: table.rows_total,
            released_before,
            gives: give.agents,
            give: give.amount,
            takes: take.agents,
            take: take.amount,
            same,
            unlisted: before.keys().filter(|agent| !names.contains_key(agent)).count(),
            rows,
            errors_total: table.errors.len(),
            errors: table.errors.iter().take(ERRORS_LISTED).cloned().collect(),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    agents: usize,
    amount: Amount,
}

impl Sums {
    /// What is given, and what is taken back, both positive.
    fn of(differences: impl Iterator<Item = Amount>) -> (Self, Self) {
        let (mut give, mut take) = (Self::default(), Self::default());
        for amount in differences.filter(|amount| !amount.is_zero()) {
            if amount.is_negative() { take.add(amount.negated()) } else { give.add(amount) }
        }
        (give, take)
    }

    fn add(&mut self, amount: Amount) {
        self.agents += 1;
        self.amount = self.amount.plus(amount);
    }
}

/// Whether a file may be released.
pub(crate) async fn check_release<R: From<CommissionRefusal>>(
    connection: &mut PgConnection,
    id: CommissionFileId,
) -> Result<(), Error<R>> {
    let file = sql::find_file(connection, id).await?.ok_or(Error::NotFound)?;
    differences(connection, id, &file).await.map(|_| ())
}

/// Releases a file: from now on its agents are to be given what it brings, as soon as the carrier's money covers it.
pub(crate) async fn release<R: From<CommissionRefusal>>(
    write: &mut Write,
    id: CommissionFileId,
    actor: &str,
) -> Result<(), Error<R>> {
    let carrier = sql::find_file(write.connection(), id).await?.ok_or(Error::NotFound)?.carrier;
    // Files of one carrier are released and begun one after the other.
    sql::lock_carrier(write.connection(), carrier).await?;
    let file = sql::find_file(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let differences = differences(write.connection(), id, &file).await?;
    let revision = sql::count_released(write.connection(), carrier, file.month).await? + 1;
    sql::update_released(write.connection(), id, revision).await?;
    let new: Vec<_> =
        differences.into_iter().map(|(agent, amount)| (CommissionId(write.id()), agent, amount)).collect();
    sql::insert_commissions(write.connection(), (id, carrier, file.month), revision, &new).await?;
    let (from, to) = (CommissionFileState::Draft.code(), CommissionFileState::Released.code());
    write.envelope.moved(id, (from, to), actor, "");
    write.enqueue(Job::DistributeCommissions(id), Duration::ZERO);
    Ok(write.flush().await?)
}

/// Whether a file's release may be taken back: nothing of it was given.
pub(crate) async fn check_recall<R: From<CommissionRefusal>>(
    connection: &mut PgConnection,
    id: CommissionFileId,
) -> Result<(), Error<R>> {
    let file = sql::find_file(connection, id).await?.ok_or(Error::NotFound)?;
    if file.state == CommissionFileState::Released {
        return Ok(());
    }
    Err(Error::Refused(CommissionRefusal::NotRecallable.into()))
}

/// Takes the release of a file back: it is a draft again, and the month may be told anew.
pub(crate) async fn recall<R: From<CommissionRefusal>>(
    write: &mut Write,
    id: CommissionFileId,
    actor: &str,
) -> Result<(), Error<R>> {
    let carrier = sql::find_file(write.connection(), id).await?.ok_or(Error::NotFound)?.carrier;
    sql::lock_carrier(write.connection(), carrier).await?;
    check_recall(write.connection(), id).await?;
    sql::recall(write.connection(), id).await?;
    let (from, to) = (CommissionFileState::Released.code(), CommissionFileState::Draft.code());
    write.envelope.moved(id, (from, to), actor, "");
    Ok(write.flush().await?)
}

/// Whether a file may be discarded: nobody has released it.
pub(crate) async fn check_discard<R: From<CommissionRefusal>>(
    connection: &mut PgConnection,
    id: CommissionFileId,
) -> Result<(), Error<R>> {
    let file = sql::find_file(connection, id).await?.ok_or(Error::NotFound)?;
    file.state.draft().map_err(|refusal| Error::Refused(refusal.into()))
}

/// Discards a draft: it can be released no more.
pub(crate) async fn discard<R: From<CommissionRefusal>>(
    write: &mut Write,
    id: CommissionFileId,
    actor: &str,
) -> Result<(), Error<R>> {
    let carrier = sql::find_file(write.connection(), id).await?.ok_or(Error::NotFound)?.carrier;
    sql::lock_carrier(write.connection(), carrier).await?;
    check_discard(write.connection(), id).await?;
    sql::discard(write.connection(), id).await?;
    let (from, to) = (CommissionFileState::Draft.code(), CommissionFileState::Discarded.code());
    write.envelope.moved(id, (from, to), actor, "");
    Ok(write.flush().await?)
}

/// What a draft changes, agent by agent, if that is still what its report says.
async fn differences<R: From<CommissionRefusal>>(
    connection: &mut PgConnection,
    id: CommissionFileId,
    file: &sql::FileRow,
) -> Result<Vec<(AgentId, Amount)>, Error<R>> {
    let refused = |refusal: CommissionRefusal| Error::Refused(refusal.into());
    file.state.draft().map_err(refused)?;
    let report = &file.report;
    if report.errors_total > 0 {
        return Err(refused(CommissionRefusal::HasErrors { errors: report.errors_total }));
    }
    if sql::find_open(connection, file.carrier, file.month).await? {
        return Err(refused(CommissionRefusal::EarlierOpen));
    }
    // What people saw of it holds only while nothing else of the month was released.
    if sql::count_released(connection, file.carrier, file.month).await? != report.released_before {
        return Err(refused(CommissionRefusal::Stale));
    }
    let told = sql::list_lines(connection, id).await?;
    let before = sql::list_before(connection, file.carrier, file.month).await?;
    let differences: Vec<_> = told
        .into_iter()
        .map(|(agent, amount)| (agent, difference(amount, before.get(&agent).copied().unwrap_or_default())))
        .filter(|(_, amount)| !amount.is_zero())
        .collect();
    if differences.is_empty() {
        return Err(refused(CommissionRefusal::NothingNew));
    }
    Ok(differences)
}

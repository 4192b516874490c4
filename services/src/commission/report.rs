//! What people see of carriers, their files, and what agents are given.

use domain::{
    Amount, Reference,
    commission::{CommissionFileState, CommissionState, missing},
    id::{AgentId, CarrierId, CommissionFileId, CommissionId},
    ledger::AccountKind,
    operating_data::Month,
};
use sqlx::{PgConnection, types::Json};
use time::{Date, OffsetDateTime};

use super::{file::CommissionReport, sql};
use crate::{
    Context, Db, Error,
    approval_row::{ApprovalRow, list_of},
    context::INSTITUTION,
    error::Never,
    ledger,
    page::{Cursor, Page, PageRequest},
    transition::{self, TransitionRow},
};

/// A carrier with its pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarrierRow {
    pub id: CarrierId,
    pub reference: Reference,
    pub name: String,
    /// Empty while it is not known.
    pub bank_account_no: String,
    pub bank_name: String,
    pub agents: i64,
    /// What the pool holds.
    pub pool: Amount,
    /// What released files give that was not given yet.
    pub to_give: Amount,
    /// What is taken back and was not there.
    pub open: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommissionFileRow {
    pub id: CommissionFileId,
    pub carrier: CarrierId,
    pub carrier_name: String,
    pub month: Month,
    /// None for a draft.
    pub revision: Option<i32>,
    pub state: CommissionFileState,
    pub expected_on: Date,
    pub distributed_on: Option<Date>,
    pub file_name: String,
    pub uploaded_by: String,
    pub uploaded_at: OffsetDateTime,
    pub report: CommissionReport,
}

/// A file with everything that is known of it.
#[derive(Clone, Debug)]
pub struct CommissionFileDetail {
    pub row: CommissionFileRow,
    /// Of the content, in hexadecimal.
    pub sha256: String,
    /// What the carrier's money misses, of one that waits for it.
    pub missing: Amount,
    /// How many were given theirs, and how many are to be; of those that take back, how much was not there.
    pub given: i64,
    pub waiting: i64,
    pub open: Amount,
    pub timeline: Vec<TransitionRow>,
    /// The newest first.
    pub approvals: Vec<ApprovalRow>,
}

/// What a file gives an agent or takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommissionRow {
    pub id: CommissionId,
    pub agent: AgentId,
    pub agent_no: String,
    pub shop_name: String,
    /// Negative where it is taken back.
    pub amount: Amount,
    pub taken: Amount,
    pub state: CommissionState,
    pub given_on: Option<Date>,
}

/// A commission that an agent waits for, or that is taken back from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCommission {
    pub carrier_name: String,
    pub month: Month,
    /// Negative where it is taken back.
    pub amount: Amount,
    /// What is still to be taken back.
    pub open: Amount,
    /// When the carrier's money is expected, of one that is given.
    pub expected_on: Date,
    pub state: CommissionState,
}

/// The carriers, for the institution's people.
///
/// # Errors
/// `Forbidden` for anybody else.
pub async fn carriers(db: &Db, context: &Context) -> Result<Vec<CarrierRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                r#"select c.id, c.reference, c.name, c.bank_account_no, c.bank_name,
                          (select count(*) from agents a where a.carrier_id = c.id) as "agents!",
                          -account_balance(p.id) as "pool!",
                          (select coalesce(sum(m.amount_fen), 0)::bigint
                           from commission_files f join commissions m on m.file_id = f.id and m.state = 'waiting' and m.amount_fen > 0
                           where f.carrier_id = c.id and f.state in ('released', 'distributing')) as "to_give!",
                          (select coalesce(sum(-m.amount_fen - m.taken_fen), 0)::bigint from commissions m
                           where m.carrier_id = c.id and m.state = 'open') as "open!"
                   from carriers c join accounts p on p.kind = 'commission_pool' and p.owner_id = c.id order by c.name"#
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter()
                .map(|row| {
                    Ok(CarrierRow {
                        id: CarrierId(row.id),
                        reference: row.reference.parse().map_err(Error::defect)?,
                        name: row.name,
                        bank_account_no: row.bank_account_no.unwrap_or_default(),
                        bank_name: row.bank_name,
                        agents: row.agents,
                        pool: Amount::from_fen(row.pool),
                        to_give: Amount::from_fen(row.to_give),
                        open: Amount::from_fen(row.open),
                    })
                })
                .collect()
        })
    })
    .await
}

/// Files of commissions, the newest first, for the institution's people.
///
/// # Errors
/// `Forbidden` for anybody else.
pub async fn commission_files(
    db: &Db,
    context: &Context,
    page: PageRequest,
) -> Result<Page<CommissionFileRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    let rows =
        db.read(context, move |connection| Box::pin(async move { list_files(connection, None, page).await })).await?;
    Ok(Page::of(rows, page, |row: &CommissionFileRow| Cursor { at: row.uploaded_at, id: row.id.0 }))
}

/// One file, for the institution's people.
///
/// # Errors
/// `Forbidden` for anybody else, `NotFound` for an unknown file.
pub async fn commission_file(
    db: &Db,
    context: &Context,
    id: CommissionFileId,
) -> Result<CommissionFileDetail, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let found = list_files(connection, Some(id), PageRequest::new(None, 1)).await?;
            let row = found.into_iter().next().ok_or(Error::NotFound)?;
            let counts = sqlx::query!(
                r#"select encode(f.sha256, 'hex') as "sha256!",
                          count(c.id) filter (where c.state = 'given') as "given!",
                          count(c.id) filter (where c.state = 'waiting') as "waiting!",
                          coalesce(sum(-c.amount_fen - c.taken_fen) filter (where c.state = 'open'), 0)::bigint as "open!"
                   from commission_files f left join commissions c on c.file_id = f.id where f.id = $1 group by f.id"#,
                id.0
            )
            .fetch_one(&mut *connection)
            .await?;
            let missing = if matches!(row.state, CommissionFileState::Draft | CommissionFileState::Released) {
                let pool = ledger::account(AccountKind::CommissionPool, row.carrier.0).id;
                let (balance, promised) = sql::find_pool(connection, row.carrier, pool).await?;
                missing(balance, promised, row.report.give)
            } else {
                Amount::ZERO
            };
            Ok(CommissionFileDetail {
                missing,
                sha256: counts.sha256,
                given: counts.given,
                waiting: counts.waiting,
                open: Amount::from_fen(counts.open),
                timeline: transition::list(connection, &id.to_string()).await?,
                approvals: list_of(connection, id.0).await?,
                row,
            })
        })
    })
    .await
}

/// One file, or all of a page, the newest first.
async fn list_files(
    connection: &mut PgConnection,
    id: Option<CommissionFileId>,
    page: PageRequest,
) -> Result<Vec<CommissionFileRow>, Error<Never>> {
    let after = page.newest_first();
    let rows = sqlx::query!(
        r#"select f.id, f.carrier_id, c.name, f.month, f.revision, f.state, f.expected_on, f.distributed_on, f.file_name,
                  u.display_name, f.uploaded_at, f.report as "report: Json<CommissionReport>"
           from commission_files f join carriers c on c.id = f.carrier_id join users u on u.id = f.uploaded_by
           where ($1::uuid is null or f.id = $1) and (f.uploaded_at, f.id) < ($2, $3)
           order by f.uploaded_at desc, f.id desc limit $4"#,
        id.map(|id| id.0),
        after.at,
        after.id,
        page.rows_to_read(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(CommissionFileRow {
                id: CommissionFileId(row.id),
                carrier: CarrierId(row.carrier_id),
                carrier_name: row.name,
                month: Month::containing(row.month),
                revision: row.revision,
                state: row.state.parse().map_err(Error::defect)?,
                expected_on: row.expected_on,
                distributed_on: row.distributed_on,
                file_name: row.file_name,
                uploaded_by: row.display_name,
                uploaded_at: row.uploaded_at,
                report: row.report.0,
            })
        })
        .collect()
}

/// What a released file gives and takes back, by the agents' numbers: the page after one.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn commissions_of_file(
    db: &Db,
    context: &Context,
    file: CommissionFileId,
    after: Option<String>,
) -> Result<Page<CommissionRow, String>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    let rows = db
        .read(context, move |connection| {
            Box::pin(async move {
                let rows = sqlx::query!(
                    "select c.id, c.agent_id, a.number, a.shop_name, c.amount_fen, c.taken_fen, c.state, c.given_on
                     from commissions c join agents a on a.id = c.agent_id
                     where c.file_id = $1 and a.number > $2 order by a.number limit $3",
                    file.0,
                    after.unwrap_or_default(),
                    i64::from(ROWS) + 1,
                )
                .fetch_all(connection)
                .await?;
                rows.into_iter()
                    .map(|row| {
                        Ok(CommissionRow {
                            id: CommissionId(row.id),
                            agent: AgentId(row.agent_id),
                            agent_no: row.number,
                            shop_name: row.shop_name,
                            amount: Amount::from_fen(row.amount_fen),
                            taken: Amount::from_fen(row.taken_fen),
                            state: row.state.parse().map_err(Error::defect)?,
                            given_on: row.given_on,
                        })
                    })
                    .collect::<Result<Vec<_>, Error<Never>>>()
            })
        })
        .await?;
    Ok(Page::cut(rows, usize::from(ROWS), |row: &CommissionRow| row.agent_no.clone()))
}

/// How many rows of a file a page has.
const ROWS: u16 = 100;

/// What the agent is to be given, the earliest first, and what is still to be taken back from it.
///
/// # Errors
/// `Forbidden` for anybody but an agent.
pub async fn own_commissions(db: &Db, context: &Context) -> Result<Vec<OwnCommission>, Error<Never>> {
    let agent = context.shop()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                "select r.name, c.month, c.amount_fen, c.taken_fen, c.state, c.expected_on
                 from commissions c join carriers r on r.id = c.carrier_id
                 where c.agent_id = $1 and c.state in ('waiting', 'open') order by c.expected_on, c.month, c.id",
                agent.0
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter()
                .map(|row| {
                    let amount = Amount::from_fen(row.amount_fen);
                    let open = if amount.is_negative() { -row.amount_fen - row.taken_fen } else { 0 };
                    Ok(OwnCommission {
                        carrier_name: row.name,
                        month: Month::containing(row.month),
                        amount,
                        open: Amount::from_fen(open),
                        expected_on: row.expected_on,
                        state: row.state.parse().map_err(Error::defect)?,
                    })
                })
                .collect()
        })
    })
    .await
}

//! Statements about carriers' files of commissions and what they give.

use std::collections::{BTreeMap, HashMap};

use domain::{
    Amount,
    commission::{CommissionFileState, CommissionState, TakenBack},
    id::{AccountId, AgentId, CarrierId, CommissionFileId, CommissionId, TopUpId, UserId, WalletId},
    operating_data::Month,
};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Json};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::CommissionReport;
use crate::{
    Error,
    envelope::{Arrays, Change},
};

/// An agent's row of a file.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    pub agent: AgentId,
    pub line: usize,
    pub amount: Amount,
}

pub async fn find_carrier(connection: &mut PgConnection, carrier: CarrierId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select from carriers where id = $1) as "known!""#, carrier.0)
        .fetch_one(connection)
        .await
}

/// Whoever releases or begins a file of the carrier waits for who does.
pub async fn lock_carrier(connection: &mut PgConnection, carrier: CarrierId) -> Result<(), sqlx::Error> {
    sqlx::query!("select id from carriers where id = $1 for no key update", carrier.0).fetch_one(connection).await?;
    Ok(())
}

/// A carrier's agents of these numbers, with the names of their shops.
pub async fn list_agents(
    connection: &mut PgConnection,
    carrier: CarrierId,
    numbers: &[&str],
) -> Result<HashMap<String, (AgentId, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select number, id, shop_name from agents where number = any($1) and carrier_id = $2",
        numbers as &[&str],
        carrier.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.number, (AgentId(row.id), row.shop_name))).collect())
}

/// What released files of a month have told of each agent.
pub async fn list_before(
    connection: &mut PgConnection,
    carrier: CarrierId,
    month: Month,
) -> Result<BTreeMap<AgentId, Amount>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select agent_id, sum(amount_fen)::bigint as "fen!" from commissions
           where carrier_id = $1 and month = $2 group by agent_id"#,
        carrier.0,
        month.first_day()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (AgentId(row.agent_id), Amount::from_fen(row.fen))).collect())
}

/// How many files of a month were released.
pub async fn count_released(
    connection: &mut PgConnection,
    carrier: CarrierId,
    month: Month,
) -> Result<u32, sqlx::Error> {
    let newest = sqlx::query_scalar!(
        r#"select coalesce(max(revision), 0) as "newest!" from commission_files where carrier_id = $1 and month = $2"#,
        carrier.0,
        month.first_day()
    )
    .fetch_one(connection)
    .await?;
    Ok(newest.unsigned_abs())
}

pub struct NewFile<'a> {
    pub id: CommissionFileId,
    pub carrier: CarrierId,
    pub month: Month,
    pub expected_on: Date,
    pub file_name: String,
    pub sha256: Vec<u8>,
    pub content: Vec<u8>,
    pub report: &'a CommissionReport,
    pub uploaded_by: UserId,
    pub uploaded_at: OffsetDateTime,
}

pub async fn insert_file<R>(connection: &mut PgConnection, file: NewFile<'_>) -> Result<(), Error<R>> {
    sqlx::query!(
        "insert into commission_files (id, carrier_id, month, expected_on, state, file_name, sha256, content, report,
                                       give_fen, take_fen, uploaded_by, uploaded_at)
         values ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9, $10, $11, $12)",
        file.id.0,
        file.carrier.0,
        file.month.first_day(),
        file.expected_on,
        file.file_name,
        file.sha256,
        file.content,
        Json(file.report) as _,
        file.report.give.fen(),
        file.report.take.fen(),
        file.uploaded_by.0,
        file.uploaded_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn insert_lines(
    connection: &mut PgConnection,
    file: CommissionFileId,
    told: &[Told],
) -> Result<(), sqlx::Error> {
    let agents: Vec<Uuid> = told.iter().map(|told| told.agent.0).collect();
    let lines: Vec<i32> = told.iter().map(|told| i32::try_from(told.line).unwrap_or(i32::MAX)).collect();
    let amounts: Vec<i64> = told.iter().map(|told| told.amount.fen()).collect();
    sqlx::query!(
        "insert into commission_lines (file_id, agent_id, line, told_fen)
         select $1, * from unnest($2::uuid[], $3::integer[], $4::bigint[])",
        file.0,
        &agents,
        &lines,
        &amounts,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What a file tells of each agent, in its order.
pub async fn list_lines(
    connection: &mut PgConnection,
    file: CommissionFileId,
) -> Result<Vec<(AgentId, Amount)>, sqlx::Error> {
    let rows = sqlx::query!("select agent_id, told_fen from commission_lines where file_id = $1 order by line", file.0)
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (AgentId(row.agent_id), Amount::from_fen(row.told_fen))).collect())
}

/// A file, as far as releasing and distributing it needs it.
pub struct FileRow {
    pub carrier: CarrierId,
    pub month: Month,
    pub state: CommissionFileState,
    pub report: CommissionReport,
}

pub async fn find_file<R>(connection: &mut PgConnection, id: CommissionFileId) -> Result<Option<FileRow>, Error<R>> {
    let row = sqlx::query!(
        r#"select carrier_id, month, state, report as "report: Json<CommissionReport>" from commission_files where id = $1"#,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(FileRow {
            carrier: CarrierId(row.carrier_id),
            month: Month::containing(row.month),
            state: row.state.parse().map_err(Error::defect)?,
            report: row.report.0,
        })
    })
    .transpose()
}

pub async fn update_released(
    connection: &mut PgConnection,
    id: CommissionFileId,
    revision: u32,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update commission_files set state = 'released', revision = $2 where id = $1",
        id.0,
        i32::try_from(revision).unwrap_or(i32::MAX),
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn insert_commissions(
    connection: &mut PgConnection,
    (file, carrier, month): (CommissionFileId, CarrierId, Month),
    revision: u32,
    new: &[(CommissionId, AgentId, Amount)],
) -> Result<(), sqlx::Error> {
    let ids: Vec<Uuid> = new.iter().map(|(id, ..)| id.0).collect();
    let agents: Vec<Uuid> = new.iter().map(|(_, agent, _)| agent.0).collect();
    let amounts: Vec<i64> = new.iter().map(|(.., amount)| amount.fen()).collect();
    sqlx::query!(
        "insert into commissions (id, agent_id, amount_fen, file_id, carrier_id, month, revision, state, expected_on)
         select t.id, t.agent_id, t.fen, f.id, $5, $6, $7, 'waiting', f.expected_on
         from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as t (id, agent_id, fen)
         join commission_files f on f.id = $4",
        &ids,
        &agents,
        &amounts,
        file.0,
        carrier.0,
        month.first_day(),
        i32::try_from(revision).unwrap_or(i32::MAX),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether a file of the month was released and is not distributed yet.
pub async fn find_open(connection: &mut PgConnection, carrier: CarrierId, month: Month) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from commission_files where carrier_id = $1 and month = $2
                                                         and state in ('released', 'distributing')) as "open!""#,
        carrier.0,
        month.first_day()
    )
    .fetch_one(connection)
    .await
}

/// Makes a released file a draft again.
pub async fn recall(connection: &mut PgConnection, id: CommissionFileId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from commissions where file_id = $1", id.0).execute(&mut *connection).await?;
    sqlx::query!("update commission_files set state = 'draft', revision = null where id = $1", id.0)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn discard(connection: &mut PgConnection, id: CommissionFileId) -> Result<(), sqlx::Error> {
    sqlx::query!("update commission_files set state = 'discarded' where id = $1", id.0).execute(connection).await?;
    Ok(())
}

/// The files of a carrier that wait for its money, the earliest first.
pub async fn list_released(
    connection: &mut PgConnection,
    carrier: CarrierId,
) -> Result<Vec<CommissionFileId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select id from commission_files where carrier_id = $1 and state = 'released' order by month, revision",
        carrier.0
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(CommissionFileId).collect())
}

/// What a carrier's pool holds, and what of that files that are being distributed have not given yet: of one moment.
pub async fn find_pool(
    connection: &mut PgConnection,
    carrier: CarrierId,
    pool: AccountId,
) -> Result<(Amount, Amount), sqlx::Error> {
    let row = sqlx::query!(
        r#"select -account_balance($2) as "balance!",
                  (select coalesce(sum(c.amount_fen), 0)::bigint
                   from commission_files f join commissions c on c.file_id = f.id and c.state = 'waiting' and c.amount_fen > 0
                   where f.carrier_id = $1 and f.state = 'distributing') as "promised!""#,
        carrier.0,
        pool.0
    )
    .fetch_one(connection)
    .await?;
    Ok((Amount::from_fen(row.balance), Amount::from_fen(row.promised)))
}

pub async fn update_state(
    connection: &mut PgConnection,
    id: CommissionFileId,
    state: CommissionFileState,
    distributed_on: Option<Date>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update commission_files set state = $2, distributed_on = $3 where id = $1",
        id.0,
        state.code(),
        distributed_on
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Commissions of a file that nothing was done about, after one of them, with their agents' wallets.
pub async fn list_waiting(
    connection: &mut PgConnection,
    file: CommissionFileId,
    (after, limit): (CommissionId, i64),
) -> Result<Vec<(CommissionId, WalletId)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select c.id, w.id as wallet_id from commissions c join wallets w on w.agent_id = c.agent_id
         where c.file_id = $1 and c.state = 'waiting' and c.id > $2 order by c.id limit $3",
        file.0,
        after.0,
        limit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (CommissionId(row.id), WalletId(row.wallet_id))).collect())
}

pub async fn list_wallets(
    connection: &mut PgConnection,
    commissions: &[Uuid],
) -> Result<HashMap<CommissionId, WalletId>, sqlx::Error> {
    let rows = sqlx::query!(
        "select c.id, w.id as wallet_id from commissions c join wallets w on w.agent_id = c.agent_id where c.id = any($1)",
        commissions
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (CommissionId(row.id), WalletId(row.wallet_id))).collect())
}

pub struct Item {
    pub id: CommissionId,
    pub carrier: CarrierId,
    pub state: CommissionState,
    pub amount: Amount,
}

pub async fn lock_commissions<R>(connection: &mut PgConnection, commissions: &[Uuid]) -> Result<Vec<Item>, Error<R>> {
    let rows = sqlx::query!(
        "select id, carrier_id, state, amount_fen from commissions where id = any($1) order by id for update",
        commissions
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Item {
                id: CommissionId(row.id),
                carrier: CarrierId(row.carrier_id),
                state: row.state.parse().map_err(Error::defect)?,
                amount: Amount::from_fen(row.amount_fen),
            })
        })
        .collect()
}

/// Of what something is to be taken back.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    Commission(CommissionId, CarrierId),
    TopUp(TopUpId),
}

/// Something that is to be taken back.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    pub of: Of,
    pub item: TakenBack,
}

/// What is to be taken back of wallets: of commissions, the oldest first, then of top-ups.
pub async fn lock_open(
    connection: &mut PgConnection,
    wallets: &[WalletId],
) -> Result<HashMap<WalletId, Vec<Open>>, sqlx::Error> {
    let ids: Vec<Uuid> = wallets.iter().map(|wallet| wallet.0).collect();
    let rows = sqlx::query!(
        "select w.id as wallet_id, c.id, c.carrier_id, c.amount_fen, c.taken_fen, c.takings
         from wallets w join commissions c on c.agent_id = w.agent_id and c.state = 'open'
         where w.id = any($1) order by w.id, c.month, c.id for update of c",
        &ids
    )
    .fetch_all(&mut *connection)
    .await?;
    let top_ups = sqlx::query!(
        "select w.id as wallet_id, t.top_up_id, t.amount_fen, t.taken_fen, t.takings
         from wallets w join returned_top_ups t on t.agent_id = w.agent_id and t.taken_fen < t.amount_fen
         where w.id = any($1) order by w.id, t.returned_at, t.top_up_id for update of t",
        &ids
    )
    .fetch_all(connection)
    .await?;
    let mut open: HashMap<WalletId, Vec<Open>> = HashMap::new();
    for row in rows {
        let amount = Amount::from_fen(row.amount_fen).negated();
        let item = TakenBack { amount, taken: Amount::from_fen(row.taken_fen), takings: row.takings };
        let of = Of::Commission(CommissionId(row.id), CarrierId(row.carrier_id));
        open.entry(WalletId(row.wallet_id)).or_default().push(Open { of, item });
    }
    for row in top_ups {
        let (amount, taken) = (Amount::from_fen(row.amount_fen), Amount::from_fen(row.taken_fen));
        let item = TakenBack { amount, taken, takings: row.takings };
        let of = Of::TopUp(TopUpId(row.top_up_id));
        open.entry(WalletId(row.wallet_id)).or_default().push(Open { of, item });
    }
    Ok(open)
}

/// What is to be taken back of a wallet's top-ups that made these repayments.
pub async fn lock_paid(
    connection: &mut PgConnection,
    wallet: WalletId,
    repayments: &[Uuid],
) -> Result<Vec<(Uuid, TopUpId, TakenBack)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.repayment_id as "repayment_id!", t.top_up_id, t.amount_fen, t.taken_fen, t.takings
           from wallets w join returned_top_ups t on t.agent_id = w.agent_id and t.taken_fen < t.amount_fen
           join top_ups p on p.id = t.top_up_id
           where w.id = $1 and p.repayment_id = any($2) order by t.returned_at, t.top_up_id for update of t"#,
        wallet.0,
        repayments
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let (amount, taken) = (Amount::from_fen(row.amount_fen), Amount::from_fen(row.taken_fen));
            (row.repayment_id, TopUpId(row.top_up_id), TakenBack { amount, taken, takings: row.takings })
        })
        .collect())
}

/// The wallets of which something is to be taken back and that hold something that is not frozen.
pub async fn list_reachable(connection: &mut PgConnection) -> Result<Vec<WalletId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select w.id from wallets w
         where not w.frozen and w.balance_fen > w.held_fen
           and w.agent_id in (select agent_id from commissions where state = 'open'
                              union all select agent_id from returned_top_ups where taken_fen < amount_fen)
         order by w.id"
    );
    Ok(ids.fetch_all(connection).await?.into_iter().map(WalletId).collect())
}

/// Keeps a commission as it is now, with the envelope.
pub struct CommissionChange {
    pub id: CommissionId,
    pub state: CommissionState,
    pub taken: Amount,
    pub takings: i16,
    pub given_on: Option<Date>,
}

impl Change for CommissionChange {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push(
            "update commissions set state = t.state, taken_fen = t.taken_fen, takings = t.takings, given_on = t.given_on from ",
        );
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.id.0))
            .column(rows.iter().map(|row| row.state.code()))
            .column(rows.iter().map(|row| row.taken.fen()))
            .column(rows.iter().map(|row| row.takings))
            .column(rows.iter().map(|row| row.given_on))
            .end();
        sql.push(" as t (id, state, taken_fen, takings, given_on) where commissions.id = t.id");
    }
}

/// Keeps what was taken back of a top-up, with the envelope.
pub struct TopUpTaken {
    pub id: TopUpId,
    pub taken: Amount,
    pub takings: i16,
}

impl Change for TopUpTaken {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push("update returned_top_ups set taken_fen = t.taken_fen, takings = t.takings from ");
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.id.0))
            .column(rows.iter().map(|row| row.taken.fen()))
            .column(rows.iter().map(|row| row.takings))
            .end();
        sql.push(" as t (id, taken_fen, takings) where returned_top_ups.top_up_id = t.id");
    }
}

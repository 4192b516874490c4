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
use uuid::Uuid;

use super::{CommissionReport, sql};
use crate::{
    Context, Db, Error,
    approval_row::{ApprovalRow, list_of},
    context::INSTITUTION,
    error::Never,
    ledger,
    page::{Added, Bounds, Cursor, Narrowed, Page, PageRequest, Sort, Which, bounded, by_time_or_amount, total},
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

/// Which files of commissions are listed.
pub type CommissionFilter = Which<CommissionFileState>;

/// Files of commissions, newest first where nothing else is asked for, for the institution's people.
///
/// # Errors
/// `Forbidden` for anybody else.
pub async fn commission_files(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<CommissionFilter>>,
    page: PageRequest,
) -> Result<Page<CommissionFileRow>, Error<Never>> {
    let list: Narrowed<CommissionFilter> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| Box::pin(async move { list_narrowed(connection, &list, page).await })).await
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
            let row = find_file(connection, id).await?.ok_or(Error::NotFound)?;
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

struct RawFile {
    id: Uuid,
    carrier_id: Uuid,
    name: String,
    month: Date,
    revision: Option<i32>,
    state: String,
    expected_on: Date,
    distributed_on: Option<Date>,
    file_name: String,
    display_name: String,
    uploaded_at: OffsetDateTime,
    report: Json<CommissionReport>,
}

impl RawFile {
    fn into_row(self) -> Result<CommissionFileRow, Error<Never>> {
        Ok(CommissionFileRow {
            id: CommissionFileId(self.id),
            carrier: CarrierId(self.carrier_id),
            carrier_name: self.name,
            month: Month::containing(self.month),
            revision: self.revision,
            state: self.state.parse().map_err(Error::defect)?,
            expected_on: self.expected_on,
            distributed_on: self.distributed_on,
            file_name: self.file_name,
            uploaded_by: self.display_name,
            uploaded_at: self.uploaded_at,
            report: self.report.0,
        })
    }
}

async fn find_file(
    connection: &mut PgConnection,
    id: CommissionFileId,
) -> Result<Option<CommissionFileRow>, Error<Never>> {
    sqlx::query_as!(
        RawFile,
        r#"select f.id, f.carrier_id, c.name, f.month, f.revision, f.state, f.expected_on, f.distributed_on, f.file_name,
                  u.display_name, f.uploaded_at, f.report as "report: Json<CommissionReport>"
           from commission_files f join carriers c on c.id = f.carrier_id join users u on u.id = f.uploaded_by
           where f.id = $1"#,
        id.0
    )
    .fetch_optional(connection)
    .await?
    .map(RawFile::into_row)
    .transpose()
}

/// A statement about the files that `$bounds` narrow, by what they give: what it selects, and what else it says from `$7` on. A text is a
/// part of the carrier's, the file's or the person's name, or of the month.
macro_rules! narrowed {
    ($row:ident, $what:literal, [$($then:tt)*], $state:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            query_as of $row,
            [$what],
            " from commission_files f join carriers c on c.id = f.carrier_id join users u on u.id = f.uploaded_by
                where ($6::text is null or f.state = $6)",
            [$($then)*],
            at "f.uploaded_at",
            said "c.name, f.file_name, u.display_name, to_char(f.month, 'YYYY-MM')",
            fen "f.give_fen",
            $bounds,
            $state
            $(, $value)*
        )
    };
}

/// A page of what is asked for of the files, with what all of it gives.
async fn list_narrowed(
    connection: &mut PgConnection,
    list: &Narrowed<CommissionFilter>,
    page: PageRequest,
) -> Result<Page<CommissionFileRow>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    let state = list.part.one().map(CommissionFileState::code);
    let rows = by_time_or_amount!(
        narrowed!(
            RawFile,
            r#"select f.id, f.carrier_id, c.name, f.month, f.revision, f.state, f.expected_on, f.distributed_on, f.file_name,
                      u.display_name, f.uploaded_at, f.report as "report: Json<CommissionReport>""#;
            state, bounds
        ),
        ("f.uploaded_at", "f.give_fen", "f.id", "select give_fen, id from commission_files where id = "),
        ("$7", "$8::timestamptz", "$9", "$10"),
        list.sort.unwrap_or(Sort::Newest),
        page
    )
    .fetch_all(&mut *connection)
    .await?;
    let rows = rows.into_iter().map(RawFile::into_row).collect::<Result<Vec<_>, Error<Never>>>()?;
    let listed = Page::of(rows, page, |row: &CommissionFileRow| Cursor { at: row.uploaded_at, id: row.id.0 });
    let total = total!(
        list,
        narrowed!(
            Added,
            r#"select count(*) as "count!", coalesce(sum(f.give_fen), 0)::bigint as "fen!""#,
            [""],
            state,
            bounds
        )
        .fetch_one(connection)
    );
    Ok(listed.with_total(total))
}

/// Which commissions of a file are listed.
pub type ItemFilter = Which<CommissionState>;

struct RawItem {
    id: Uuid,
    agent_id: Uuid,
    number: String,
    shop_name: String,
    amount_fen: i64,
    taken_fen: i64,
    state: String,
    given_on: Option<Date>,
}

impl RawItem {
    fn into_row(self) -> Result<CommissionRow, Error<Never>> {
        Ok(CommissionRow {
            id: CommissionId(self.id),
            agent: AgentId(self.agent_id),
            agent_no: self.number,
            shop_name: self.shop_name,
            amount: Amount::from_fen(self.amount_fen),
            taken: Amount::from_fen(self.taken_fen),
            state: self.state.parse().map_err(Error::defect)?,
            given_on: self.given_on,
        })
    }
}

/// A statement about the commissions of a file that `$bounds` narrow: what it selects, and what else it says from `$6` on. A text is a part of
/// the agent's number or of the shop's name.
macro_rules! items {
    ($row:ident, $what:literal, [$($then:tt)*], $file:expr, $state:expr, $bounds:expr $(, $value:expr)*) => {
        sqlx::query_as!(
            $row,
            $what
                + " from commissions c join agents a on a.id = c.agent_id
                    where c.file_id = $1 and ($2::text is null or c.state = $2)
                      and ($3::text is null or position(folded($3) in folded(concat_ws(chr(10), a.number, a.shop_name))) > 0)
                      and c.amount_fen between $4 and $5 "
                + $($then)*,
            $file.0,
            $state,
            $bounds.text.as_deref(),
            $bounds.least,
            $bounds.most
            $(, $value)*
        )
    };
}

/// What a released file gives and takes back, by the agents' numbers where no amount is asked for: the page after one, and what all of it
/// comes to.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn commissions_of_file(
    db: &Db,
    context: &Context,
    file: CommissionFileId,
    list: impl Into<Narrowed<ItemFilter>>,
    after: Option<String>,
) -> Result<Page<CommissionRow, String>, Error<Never>> {
    let list: Narrowed<ItemFilter> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move { list_items(connection, file, &list, after.as_deref()).await })
    })
    .await
}

async fn list_items(
    connection: &mut PgConnection,
    file: CommissionFileId,
    list: &Narrowed<ItemFilter>,
    after: Option<&str>,
) -> Result<Page<CommissionRow, String>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    let state = list.part.one().map(CommissionState::code);
    let rows = items!(
        RawItem,
        "select c.id, c.agent_id, a.number, a.shop_name, c.amount_fen, c.taken_fen, c.state, c.given_on",
        ["and ($6::text is null or case $7::text
              when 'largest' then (c.amount_fen, a.number) < (select x.amount_fen, $6 from commissions x join agents y on y.id = x.agent_id
                                                              where x.file_id = $1 and y.number = $6)
              when 'smallest' then (c.amount_fen, a.number) > (select x.amount_fen, $6 from commissions x join agents y on y.id = x.agent_id
                                                               where x.file_id = $1 and y.number = $6)
              else a.number > $6 end)
          order by case $7 when 'smallest' then c.amount_fen end, case $7 when 'largest' then c.amount_fen end desc,
                   case $7 when 'largest' then a.number end desc, a.number limit $8"],
        file,
        state,
        bounds,
        after,
        list.sort.map(Sort::code),
        i64::from(ROWS) + 1
    )
    .fetch_all(&mut *connection)
    .await?;
    let rows = rows.into_iter().map(RawItem::into_row).collect::<Result<Vec<_>, Error<Never>>>()?;
    let listed = Page::cut(rows, usize::from(ROWS), |row: &CommissionRow| row.agent_no.clone());
    let total = total!(
        list,
        items!(
            Added,
            r#"select count(*) as "count!", coalesce(sum(c.amount_fen), 0)::bigint as "fen!""#,
            [""],
            file,
            state,
            bounds
        )
        .fetch_one(connection)
    );
    Ok(listed.with_total(total))
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

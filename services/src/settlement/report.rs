//! Settlements as the institution sees them.

use domain::{
    Amount,
    id::NetworkSettlementId,
    settlement::{LineKind, SettlementState},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{Added, Bounds, Cursor, Narrow, Narrowed, Page, PageRequest, Sort, bounded, by_time_or_amount, total},
    transition::{self, TransitionRow},
};

/// How many lines are shown in which files of one date differ.
pub const MOST_DIFFERING: usize = 200;

/// The settlement of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementRow {
    pub id: NetworkSettlementId,
    pub settled_on: Date,
    pub state: SettlementState,
    /// What its money names; empty until its file has come, as all that the file says.
    pub reference: String,
    pub payer_account: String,
    pub received_at: Option<OffsetDateTime>,
    pub lines: i64,
    /// How many of them settle a debit of ours.
    pub settled: i64,
    pub open_breaks: i64,
    /// What is paid for it; less than zero where more was given back than debited.
    pub net: Option<Amount>,
    pub arrived: Amount,
    pub arrived_on: Option<Date>,
}

/// A settlement with everything that is known of it, but for its lines.
#[derive(Clone, Debug)]
pub struct SettlementDetail {
    pub row: SettlementRow,
    pub debited: Amount,
    pub refunded: Amount,
    /// Of the file that counts, in hexadecimal; empty until it has come.
    pub sha256: String,
    /// What came for the date, each with another content, in order: the first counts.
    pub files: Vec<SettlementFileRow>,
    /// In which lines the others differ from the first, at most [`MOST_DIFFERING`].
    pub differing: Vec<DifferingLineRow>,
    pub timeline: Vec<TransitionRow>,
}

/// A file that came for a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementFileRow {
    /// In hexadecimal.
    pub sha256: String,
    pub lines: i32,
    pub debited: Amount,
    pub refunded: Amount,
    pub net: Amount,
    pub received_at: OffsetDateTime,
}

/// A line that stands in one file of a date and not in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferingLineRow {
    /// Which file is held against the first, from 2 on.
    pub file: i64,
    /// It stands in the first file, and else in the other.
    pub in_first: bool,
    pub network_serial: String,
    pub order_no: String,
    pub kind: LineKind,
    pub amount: Amount,
    /// The network's business code.
    pub result: String,
}

struct RawSettlement {
    id: Uuid,
    settled_on: Date,
    state: String,
    reference: Option<String>,
    payer_account: Option<String>,
    received_at: Option<OffsetDateTime>,
    lines: i64,
    settled: i64,
    open_breaks: i64,
    net_fen: Option<i64>,
    arrived_fen: i64,
    arrived_on: Option<Date>,
}

impl RawSettlement {
    fn into_row<R>(self) -> Result<SettlementRow, Error<R>> {
        Ok(SettlementRow {
            id: NetworkSettlementId(self.id),
            settled_on: self.settled_on,
            state: self.state.parse().map_err(Error::defect)?,
            reference: self.reference.unwrap_or_default(),
            payer_account: self.payer_account.unwrap_or_default(),
            received_at: self.received_at,
            lines: self.lines,
            settled: self.settled,
            open_breaks: self.open_breaks,
            net: self.net_fen.map(Amount::from_fen),
            arrived: Amount::from_fen(self.arrived_fen),
            arrived_on: self.arrived_on,
        })
    }
}

/// Which settlements are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettlementFilter {
    In(SettlementState),
    All,
}

/// A statement about the settlements that `$part` and `$bounds` narrow, by their dates and by what is paid for them: what it selects, and
/// what else it says from `$8` on. A text is a part of the date, of what the money names, or of the account that it comes from.
macro_rules! listed {
    ($row:ident, $what:literal, [$($then:tt)*], $part:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            query_as of $row,
            [$what],
            " from settlements t left join settlement_files f on f.id = t.file_id
                where ($6::uuid is null or t.id = $6) and ($7::text is null or t.state = $7)",
            [$($then)*],
            on "t.settled_on",
            said "t.settled_on::text, t.reference, t.payer_account",
            fen "coalesce(t.net_fen, 0)",
            $bounds,
            $part.0,
            $part.1
            $(, $value)*
        )
    };
}

/// A page of the settlements, the latest date first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn settlements(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<SettlementFilter>>,
    page: PageRequest,
) -> Result<Page<SettlementRow>, Error<Never>> {
    let list: Narrowed<SettlementFilter> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| Box::pin(async move { list_narrowed(connection, &list, page).await })).await
}

/// A page of what is asked for of the settlements, with what all of it comes to.
async fn list_narrowed(
    connection: &mut PgConnection,
    list: &Narrowed<SettlementFilter>,
    page: PageRequest,
) -> Result<Page<SettlementRow>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    let state = match list.part {
        SettlementFilter::In(state) => Some(state.code()),
        SettlementFilter::All => None,
    };
    let part: (Option<Uuid>, Option<&str>) = (None, state);
    let rows = list_settlements(connection, part, (&bounds, list.sort.unwrap_or(Sort::Newest)), page).await?;
    let listed = Page::of(rows, page, |row: &SettlementRow| Cursor::on(row.settled_on, row.id.0));
    let total = total!(
        list,
        listed!(
            Added,
            r#"select count(*) as "count!", coalesce(sum(t.net_fen), 0)::bigint as "fen!""#,
            [""],
            part,
            bounds
        )
        .fetch_one(connection)
    );
    Ok(listed.with_total(total))
}

/// One settlement, or those in a state.
async fn list_settlements<R>(
    connection: &mut PgConnection,
    part: (Option<Uuid>, Option<&str>),
    (bounds, sort): (&Bounds, Sort),
    page: PageRequest,
) -> Result<Vec<SettlementRow>, Error<R>> {
    let rows = by_time_or_amount!(
        listed!(
            RawSettlement,
            r#"select t.id as "id!", t.settled_on as "settled_on!", t.state as "state!", t.reference, t.payer_account,
                      f.received_at as "received_at?", coalesce(f.lines, 0)::bigint as "lines!",
                      (select count(*) from settled_debits s where s.settlement_id = t.id) as "settled!",
                      (select count(*) from settlement_breaks b
                       where b.settlement_id = t.id and b.state = 'open') as "open_breaks!",
                      t.net_fen, t.arrived_fen as "arrived_fen!", t.arrived_on"#;
            part, bounds
        ),
        (
            "t.settled_on",
            "coalesce(t.net_fen, 0)",
            "t.id",
            "select coalesce(net_fen, 0), id from settlements where id = "
        ),
        ("$8", "($9::timestamptz at time zone 'utc')::date", "$10", "$11"),
        sort,
        page
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(RawSettlement::into_row).collect()
}

/// The settlement of one date.
///
/// # Errors
/// `Forbidden` outside the institution, `NotFound` when there is no such settlement.
pub async fn settlement(db: &Db, context: &Context, id: NetworkSettlementId) -> Result<SettlementDetail, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let bounds = Bounds::find(connection, &Narrow::default()).await?;
            let (part, order) = ((Some(id.0), None), (&bounds, Sort::Newest));
            let found = list_settlements(connection, part, order, PageRequest::new(None, 1)).await?;
            let row = found.into_iter().next().ok_or(Error::NotFound)?;
            let files = list_files(connection, id).await?;
            let first = files.first();
            Ok(SettlementDetail {
                row,
                debited: first.map_or(Amount::ZERO, |file| file.debited),
                refunded: first.map_or(Amount::ZERO, |file| file.refunded),
                sha256: first.map(|file| file.sha256.clone()).unwrap_or_default(),
                differing: if files.len() > 1 { list_differing(connection, id).await? } else { Vec::new() },
                files,
                timeline: transition::list(connection, &id.to_string()).await?,
            })
        })
    })
    .await
}

async fn list_files(
    connection: &mut PgConnection,
    id: NetworkSettlementId,
) -> Result<Vec<SettlementFileRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select encode(f.sha256, 'hex') as "sha256!", f.lines, f.debited_fen, f.refunded_fen, f.net_fen, f.received_at
           from settlements t join settlement_files f on f.settlement_id = t.id
           where t.id = $1 order by f.id <> t.file_id, f.received_at, f.id"#,
        id.0
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|row| SettlementFileRow {
        sha256: row.sha256,
        lines: row.lines,
        debited: Amount::from_fen(row.debited_fen),
        refunded: Amount::from_fen(row.refunded_fen),
        net: Amount::from_fen(row.net_fen),
        received_at: row.received_at,
    });
    Ok(rows.collect())
}

/// What each other file of a date has and the first has not, or the other way round. A line that stands in a file twice is in it twice.
async fn list_differing<R>(
    connection: &mut PgConnection,
    id: NetworkSettlementId,
) -> Result<Vec<DifferingLineRow>, Error<R>> {
    let rows = sqlx::query!(
        r#"with came as (
             select f.id, row_number() over (order by f.id <> t.file_id, f.received_at, f.id) as number
             from settlements t join settlement_files f on f.settlement_id = t.id where t.id = $1),
           told as (
             select l.*, row_number() over (
                        partition by l.file_id, l.network_serial, l.order_no, l.kind, l.amount_fen, l.result order by l.place) as nth
             from came c join settlement_lines l on l.file_id = c.id)
           select o.number as "file!", l.file_id = c.id as "in_first!", l.network_serial as "network_serial!",
                  l.order_no as "order_no!", l.kind as "kind!", l.amount_fen as "amount_fen!", l.result as "result!"
           from came c join came o on c.number = 1 and o.number > 1 join told l on l.file_id in (c.id, o.id)
           where not exists (
               select from told x
               where x.file_id = case when l.file_id = c.id then o.id else c.id end
                 and x.network_serial = l.network_serial and x.order_no = l.order_no and x.kind = l.kind
                 and x.amount_fen = l.amount_fen and x.result = l.result and x.nth = l.nth)
           order by o.number, l.order_no, l.file_id <> c.id, l.place limit $2"#,
        id.0,
        i64::try_from(MOST_DIFFERING).unwrap_or(i64::MAX)
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(DifferingLineRow {
                file: row.file,
                in_first: row.in_first,
                network_serial: row.network_serial,
                order_no: row.order_no,
                kind: row.kind.parse().map_err(Error::defect)?,
                amount: Amount::from_fen(row.amount_fen),
                result: row.result,
            })
        })
        .collect()
}

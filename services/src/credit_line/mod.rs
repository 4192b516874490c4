//! Credit lines as their agent, their funder and the institution see them, and how they end.

mod end;

use domain::{
    Amount, Reference,
    credit_line::CreditLine,
    hexadecimal,
    id::{AgentId, ApplicationId, CreditLineId, DrawId, LoanId, PartnerId, RepaymentId},
    terms::{LoanTerms, Tenor},
};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Json};
use time::Date;
use uuid::Uuid;

use crate::{
    Context, Db, Error,
    context::{FUNDER_TEAM, INSTITUTION},
    envelope::{Arrays, Change},
    error::Never,
    page::{Added, Bounds, Cursor, Narrowed, Page, PageRequest, Sort, by_time_or_amount, total},
    timeline::{self, Things, TimelineStep},
};

pub use end::close;
pub(crate) use end::{LockedLine, end_lines};

/// The most of what a line's timeline tells of, each the latest.
const MOST: i64 = 50;

/// Reads a line back from its columns: limit, outstanding and earmarked in fen.
pub(crate) fn of_columns<R>(
    state: &str,
    [limit, outstanding, earmarked]: [i64; 3],
    matures_on: Date,
) -> Result<CreditLine, Error<R>> {
    Ok(CreditLine {
        state: state.parse().map_err(Error::defect)?,
        limit: Amount::from_fen(limit),
        outstanding: Amount::from_fen(outstanding),
        earmarked: Amount::from_fen(earmarked),
        matures_on,
    })
}

/// Keeps a locked line as it is now, with the envelope.
pub(crate) struct CreditLineChange {
    pub id: CreditLineId,
    pub after: CreditLine,
}

impl Change for CreditLineChange {
    fn write(rows: &[Self], sql: &mut QueryBuilder<Postgres>) {
        sql.push(
            "update credit_lines set state = t.state, outstanding_fen = t.outstanding_fen, earmarked_fen = t.earmarked_fen from ",
        );
        Arrays::of(sql)
            .column(rows.iter().map(|row| row.id.0))
            .column(rows.iter().map(|row| row.after.state.code()))
            .column(rows.iter().map(|row| row.after.outstanding.fen()))
            .column(rows.iter().map(|row| row.after.earmarked.fen()))
            .end();
        sql.push(" as t (id, state, outstanding_fen, earmarked_fen) where credit_lines.id = t.id");
    }
}

#[derive(Clone, Debug)]
pub struct CreditLineRow {
    pub id: CreditLineId,
    pub reference: Reference,
    pub agent: AgentId,
    pub agent_name: String,
    pub funder_name: String,
    pub line: CreditLine,
    pub terms: LoanTerms,
    pub tenors: Vec<Tenor>,
    pub opened_on: Date,
}

/// Which lines are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditLineFilter {
    /// Those that are not closed; an agent has at most one.
    Open,
    Closed,
}

struct RawCreditLine {
    id: Uuid,
    reference: String,
    agent_id: Uuid,
    shop_name: String,
    funder_name: String,
    state: String,
    limit_fen: i64,
    outstanding_fen: i64,
    earmarked_fen: i64,
    terms: Json<LoanTerms>,
    tenors: Vec<String>,
    opened_on: Date,
    matures_on: Date,
}

impl RawCreditLine {
    fn into_row(self) -> Result<CreditLineRow, Error<Never>> {
        let fen = [self.limit_fen, self.outstanding_fen, self.earmarked_fen];
        Ok(CreditLineRow {
            id: CreditLineId(self.id),
            reference: self.reference.parse().map_err(Error::defect)?,
            agent: AgentId(self.agent_id),
            agent_name: self.shop_name,
            funder_name: self.funder_name,
            line: of_columns(&self.state, fen, self.matures_on)?,
            terms: self.terms.0,
            tenors: self.tenors.iter().map(|tenor| tenor.parse().map_err(Error::defect)).collect::<Result<_, _>>()?,
            opened_on: self.opened_on,
        })
    }
}

/// Lines as they are listed: what a statement says behind their columns, where `c` is a line.
macro_rules! listed {
    ($first:tt $(+ $more:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            RawCreditLine,
            r#"select c.id, c.reference, c.agent_id, a.shop_name, p.name as funder_name, c.state, c.limit_fen, c.outstanding_fen,
                      c.earmarked_fen, c.terms as "terms: Json<LoanTerms>", c.tenors, c.opened_on, c.matures_on
               from credit_lines c join agents a on a.id = c.agent_id join partners p on p.id = c.funder_id "#
                + $first
                $(+ $more)*,
            $($value),*
        )
    };
}

/// What lines come to.
macro_rules! added {
    ($first:tt $(+ $more:tt)*; $($value:expr),* $(,)?) => {
        sqlx::query_as!(
            Added,
            r#"select count(*) as "count!", coalesce(sum(c.limit_fen), 0)::bigint as "fen!" from credit_lines c "#
                + $first
                $(+ $more)*,
            $($value),*
        )
    };
}

/// A page of lines, newest first, by a condition.
macro_rules! list {
    ($connection:ident, $whose:tt, $party:expr, $closed:ident, $from:ident, $page:ident) => {
        listed!(
            "where "
                + $whose
                + " and (c.state = 'closed') = $2 and (c.opened_on, c.id) < ($3::date, $4::uuid)
                   order by c.opened_on desc, c.id desc limit $5";
            $party,
            $closed,
            $from.day(),
            $from.id,
            $page.rows_to_read(),
        )
        .fetch_all($connection)
        .await
    };
}

/// What `$statement` says of the lines of `$owners`, closed or not, that `$bounds` narrow, and what else it says from `$10` on.
macro_rules! narrowed {
    ($statement:ident, [$($then:tt)*], $owners:expr, $closed:expr, $bounds:expr $(, $value:expr)*) => {
        $statement!(
            "where ($1::uuid is null or c.agent_id = $1) and ($2::uuid is null or c.funder_id = $2)
               and (c.state = 'closed') = $3 and c.opened_on between $4 and $5
               and c.limit_fen between $6 and $7 and ($8::uuid[] is null or c.agent_id = any($8))
               and ($9::text is null or c.reference = $9) "
                + $($then)*;
            $owners.0,
            $owners.1,
            $closed,
            $bounds.from,
            $bounds.to,
            $bounds.least,
            $bounds.most,
            $bounds.parties.as_deref() as _,
            $bounds.reference.as_deref()
            $(, $value)*
        )
    };
}

/// The lines that the acting party may see, newest first where nothing else is asked for.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn credit_lines(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<CreditLineFilter>>,
    page: PageRequest,
) -> Result<Page<CreditLineRow>, Error<Never>> {
    let list: Narrowed<CreditLineFilter> = list.into();
    let (agent, partner) = context.owners()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            if list.asks() {
                return list_narrowed(connection, (agent, partner), &list, page).await;
            }
            let (closed, from) = (list.part == CreditLineFilter::Closed, page.newest_first());
            let rows = match agent {
                Some(agent) => list!(connection, "c.agent_id = $1", agent, closed, from, page),
                None => list!(connection, "($1::uuid is null or c.funder_id = $1)", partner, closed, from, page),
            }?;
            page_of(rows, page)
        })
    })
    .await
}

fn page_of(rows: Vec<RawCreditLine>, page: PageRequest) -> Result<Page<CreditLineRow>, Error<Never>> {
    let rows = rows.into_iter().map(RawCreditLine::into_row).collect::<Result<_, _>>()?;
    Ok(Page::of(rows, page, |row: &CreditLineRow| Cursor::on(row.opened_on, row.id.0)))
}

/// A page of what is asked for of the lines, with what the limits of all of it come to.
async fn list_narrowed(
    connection: &mut PgConnection,
    owners: (Option<Uuid>, Option<Uuid>),
    list: &Narrowed<CreditLineFilter>,
    page: PageRequest,
) -> Result<Page<CreditLineRow>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    if bounds.is_nobody() {
        return Ok(Page::EMPTY);
    }
    let closed = list.part == CreditLineFilter::Closed;
    let rows = by_time_or_amount!(
        narrowed!(listed; owners, closed, bounds),
        ("c.opened_on", "c.limit_fen", "c.id", "select limit_fen, id from credit_lines where id = "),
        ("$10", "($11::timestamptz at time zone 'utc')::date", "$12", "$13"),
        list.sort.unwrap_or(Sort::Newest),
        page
    )
    .fetch_all(&mut *connection)
    .await?;
    let page = page_of(rows, page)?;
    let total = total!(list, narrowed!(added, [""], owners, closed, bounds).fetch_one(connection));
    Ok(page.with_total(total))
}

/// The lines of a shop with the acting funder, the newest first.
///
/// # Errors
/// `Forbidden` for anybody but a funder.
pub async fn lines_of_shop(
    db: &Db,
    context: &Context,
    shop: AgentId,
    most: u16,
) -> Result<Vec<CreditLineRow>, Error<Never>> {
    let funder = context.funder::<Never>(FUNDER_TEAM)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = listed!(
                "where c.agent_id = $1 and c.funder_id = $2 order by c.opened_on desc, c.id desc limit $3";
                shop.0,
                funder.0,
                i64::from(most),
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter().map(RawCreditLine::into_row).collect()
        })
    })
    .await
}

/// A line with what belongs to it, as the institution follows it.
#[derive(Clone, Debug)]
pub struct CreditLineDetail {
    pub line: CreditLineRow,
    pub funder: PartnerId,
    pub application: ApplicationId,
    pub application_reference: Option<String>,
    /// Of the contract, in hexadecimal.
    pub contract_sha256: Option<String>,
    /// The oldest first: the latest of it.
    pub timeline: Vec<TimelineStep>,
}

/// One line.
///
/// # Errors
/// `NotFound` for an unknown one, `Forbidden` outside the institution.
pub async fn credit_line(db: &Db, context: &Context, id: CreditLineId) -> Result<CreditLineDetail, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    let reader = context.party();
    db.read(context, move |connection| {
        Box::pin(async move {
            let line = listed!("where c.id = $1"; id.0).fetch_optional(&mut *connection).await?;
            let line = line.ok_or(Error::NotFound)?.into_row()?;
            let more = sqlx::query!(
                "select c.funder_id, a.id, a.reference, a.contract_hash
                 from credit_lines c join applications a on a.id = c.application_id where c.id = $1",
                id.0
            )
            .fetch_one(&mut *connection)
            .await?;
            let things = things(connection, &line, ApplicationId(more.id)).await?;
            Ok(CreditLineDetail {
                line,
                funder: PartnerId(more.funder_id),
                application: ApplicationId(more.id),
                application_reference: more.reference,
                contract_sha256: more.contract_hash.as_deref().map(hexadecimal::text),
                timeline: timeline::list(connection, reader, &things).await?,
            })
        })
    })
    .await
}

/// What is of a line, as far as a timeline tells of it: itself, its application, and the latest of what was drawn and repaid.
async fn things(
    connection: &mut PgConnection,
    line: &CreditLineRow,
    application: ApplicationId,
) -> Result<Things, sqlx::Error> {
    let row = sqlx::query!(
        r#"with d as (select id from draws where agent_id = $1 and credit_line_id = $2
                      order by requested_at desc, id desc limit $3),
                l as (select l.id from d join loans l on l.draw_id = d.id)
           select array(select id from d) as "draws!", array(select id from l) as "loans!",
                  array(select r.id from l cross join lateral (select id, debited_at from repayments where loan_id = l.id
                                                               order by version desc limit $3) r
                        order by r.debited_at desc limit $3) as "repayments!""#,
        line.agent.0,
        line.id.0,
        MOST
    )
    .fetch_one(connection)
    .await?;
    Ok(Things {
        applications: vec![application],
        lines: vec![line.id],
        draws: row.draws.into_iter().map(DrawId).collect(),
        loans: row.loans.into_iter().map(LoanId).collect(),
        repayments: row.repayments.into_iter().map(RepaymentId).collect(),
        frozen: None,
    })
}

/// What a funder has granted and lent, over all its lines that are not closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exposure {
    pub lines: i64,
    pub limit: Amount,
    pub outstanding: Amount,
    /// Set aside for draws that are under way.
    pub earmarked: Amount,
    /// What agents may still draw: of active lines only.
    pub available: Amount,
}

/// Sums over all lines of the acting party that are not closed.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn exposure(db: &Db, context: &Context) -> Result<Exposure, Error<Never>> {
    let (agent, partner) = context.owners()?;
    db.sum(context, move |connection| {
        Box::pin(async move {
            let sums = sqlx::query!(
                r#"select count(*) as "lines!", coalesce(sum(limit_fen), 0)::bigint as "limit!",
                          coalesce(sum(outstanding_fen), 0)::bigint as "outstanding!",
                          coalesce(sum(earmarked_fen), 0)::bigint as "earmarked!",
                          coalesce(sum(limit_fen - outstanding_fen - earmarked_fen)
                                   filter (where state = 'active'), 0)::bigint as "available!"
                   from credit_lines
                   where state <> 'closed' and ($1::uuid is null or agent_id = $1) and ($2::uuid is null or funder_id = $2)"#,
                agent,
                partner,
            )
            .fetch_one(connection)
            .await?;
            Ok(Exposure {
                lines: sums.lines,
                limit: Amount::from_fen(sums.limit),
                outstanding: Amount::from_fen(sums.outstanding),
                earmarked: Amount::from_fen(sums.earmarked),
                available: Amount::from_fen(sums.available),
            })
        })
    })
    .await
}

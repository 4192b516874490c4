//! Loans as the institution's people find them: among all, and those of one agent.

use domain::{
    Amount, Reference,
    id::{AgentId, LoanId, PartnerId},
};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::book::{FoundFilter, LoanFilter};
use crate::{
    Context, Db, Error,
    context::INSTITUTION,
    error::Never,
    page::{Added, Bounds, Cursor, Narrowed, Page, PageRequest, Sort, by_time_or_amount, total},
};

/// A loan in a search, as far as one needs it to be the right one.
#[derive(Clone, Debug)]
pub struct FoundLoan {
    pub id: LoanId,
    pub reference: Reference,
    pub agent: AgentId,
    pub agent_name: String,
    pub funder: PartnerId,
    pub funder_name: String,
    pub principal: Amount,
    pub outstanding: Amount,
    pub credited_on: Date,
}

struct RawFound {
    id: Uuid,
    reference: String,
    agent_id: Uuid,
    shop_name: String,
    funder_id: Uuid,
    name: String,
    principal_fen: i64,
    outstanding_fen: i64,
    credited_on: Date,
}

impl RawFound {
    fn into_loan<R>(self) -> Result<FoundLoan, Error<R>> {
        Ok(FoundLoan {
            id: LoanId(self.id),
            reference: self.reference.parse().map_err(Error::defect)?,
            agent: AgentId(self.agent_id),
            agent_name: self.shop_name,
            funder: PartnerId(self.funder_id),
            funder_name: self.name,
            principal: Amount::from_fen(self.principal_fen),
            outstanding: Amount::from_fen(self.outstanding_fen),
            credited_on: self.credited_on,
        })
    }
}

/// All loans, newest first where nothing else is asked for. A text is a loan's number, or names its agent or its funder.
///
/// # Errors
/// `Forbidden` for anybody but the institution's people.
pub async fn find_loans(
    db: &Db,
    context: &Context,
    list: impl Into<Narrowed<FoundFilter>>,
    page: PageRequest,
) -> Result<Page<FoundLoan>, Error<Never>> {
    let list: Narrowed<FoundFilter> = list.into();
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, move |connection| Box::pin(async move { find_narrowed(connection, &list, page).await })).await
}

fn page_of_loans(rows: Vec<RawFound>, page: PageRequest) -> Result<Page<FoundLoan>, Error<Never>> {
    let found = rows.into_iter().map(RawFound::into_loan).collect::<Result<_, _>>()?;
    Ok(Page::of(found, page, |loan: &FoundLoan| Cursor::on(loan.credited_on, loan.id.0)))
}

/// A statement about the loans of some states that `$bounds` narrow: what it selects, and what else it says from `$8` on.
macro_rules! narrowed {
    ($row:ident, $what:literal, [$($then:tt)*], $states:expr, $bounds:expr $(, $value:expr)*) => {
        sqlx::query_as!(
            $row,
            $what
                + " where l.credited_on between $1 and $2 and l.principal_fen between $3 and $4
                      and ($5::uuid[] is null or l.agent_id = any($5) or l.funder_id = any($5))
                      and ($6::text is null or l.draw_id = (select id from draws where reference = $6))
                      and ($7::text[] is null or l.state = any($7)) "
                + $($then)*,
            $bounds.from,
            $bounds.to,
            $bounds.least,
            $bounds.most,
            $bounds.parties.as_deref() as _,
            $bounds.reference.as_deref(),
            $states as _
            $(, $value)*
        )
    };
}

/// A page of the loans that are asked for, with what all of them come to.
async fn find_narrowed(
    connection: &mut PgConnection,
    list: &Narrowed<FoundFilter>,
    page: PageRequest,
) -> Result<Page<FoundLoan>, Error<Never>> {
    let bounds = Bounds::find(connection, &list.narrow).await?;
    if bounds.is_nobody() {
        return Ok(Page::EMPTY);
    }
    // Only where some are asked for: of all, no state is looked at.
    let states: Option<&[&str]> = list.part.one().map(LoanFilter::states);
    let rows = by_time_or_amount!(
        narrowed!(
            RawFound,
            "select l.id, l.reference, l.agent_id, a.shop_name, l.funder_id, p.name, l.principal_fen, l.outstanding_fen, l.credited_on
             from loans l join agents a on a.id = l.agent_id join partners p on p.id = l.funder_id";
            states, bounds
        ),
        ("l.credited_on", "l.principal_fen", "l.id", "select principal_fen, id from loans where id = "),
        ("$8", "($9::timestamptz at time zone 'UTC')::date", "$10", "$11"),
        list.sort.unwrap_or(Sort::Newest),
        page
    )
    .fetch_all(&mut *connection)
    .await?;
    let found = page_of_loans(rows, page)?;
    let total = total!(
        list,
        narrowed!(
            Added,
            r#"select count(*) as "count!", coalesce(sum(l.principal_fen), 0)::bigint as "fen!" from loans l"#,
            [""],
            states,
            bounds
        )
        .fetch_one(connection)
    );
    Ok(found.with_total(total))
}

/// One of an agent's loans, with whoever it is owed to.
#[derive(Clone, Debug)]
pub struct AgentLoan {
    pub id: LoanId,
    pub reference: Reference,
    /// Whoever it is owed to.
    pub holder: PartnerId,
    pub holder_name: String,
    pub principal: Amount,
    pub outstanding: Amount,
    /// Since when something is overdue.
    pub overdue_since: Option<Date>,
    pub credited_on: Date,
}

/// The newest loans of an agent.
pub(crate) async fn list_of_agent(
    connection: &mut PgConnection,
    agent: AgentId,
    most: i64,
) -> Result<Vec<AgentLoan>, Error<Never>> {
    let rows = sqlx::query!(
        "select l.id, l.reference, l.holder_id, f.name, l.principal_fen, l.outstanding_fen, l.overdue_since, l.credited_on
         from loans l join partners f on f.id = l.holder_id
         where l.agent_id = $1 order by l.credited_on desc, l.id desc limit $2",
        agent.0,
        most
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(AgentLoan {
                id: LoanId(row.id),
                reference: row.reference.parse().map_err(Error::defect)?,
                holder: PartnerId(row.holder_id),
                holder_name: row.name,
                principal: Amount::from_fen(row.principal_fen),
                outstanding: Amount::from_fen(row.outstanding_fen),
                overdue_since: row.overdue_since,
                credited_on: row.credited_on,
            })
        })
        .collect()
}

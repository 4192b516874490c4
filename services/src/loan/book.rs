//! The loans of one party in pages: those still owed by the day on which something is to be paid, settled ones by their
//! age.

use domain::{position::Position, terms::LoanTerms};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{LoanRow, RawLoan};
use crate::{
    Context, Db, Error,
    error::Never,
    page::{Cursor, Page, PageRequest},
};

/// Which loans are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoanFilter {
    /// Still owed; what is to be paid first comes first, so that what is overdue the longest leads.
    Open,
    /// Only those of which something is overdue.
    Overdue,
    /// The newest first.
    Settled,
}

/// Whose loans: of an agent, of a funder, or of both.
type Parties = (Option<Uuid>, Option<Uuid>);

/// A page of the loans that the acting party may see.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn book(
    db: &Db,
    context: &Context,
    filter: LoanFilter,
    page: PageRequest,
) -> Result<Page<LoanRow>, Error<Never>> {
    let owners = context.owners()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            if filter == LoanFilter::Settled {
                let rows = list_settled(connection, owners, page).await?;
                return page_of(rows, page, |row| Cursor::on(row.credited_on, row.id.0));
            }
            let rows = list_running(connection, owners, filter == LoanFilter::Overdue, page).await?;
            page_of(rows, page, |row| {
                let due_on = row.position.first_unpaid().map_or(row.credited_on, |(due_on, _)| due_on);
                Cursor::on(due_on, row.id.0)
            })
        })
    })
    .await
}

fn page_of(
    rows: Vec<RawLoan>,
    page: PageRequest,
    cursor: impl Fn(&LoanRow) -> Cursor,
) -> Result<Page<LoanRow>, Error<Never>> {
    let rows = rows.into_iter().map(RawLoan::into_row).collect::<Result<_, _>>()?;
    Ok(Page::of(rows, page, cursor))
}

async fn list_running(
    connection: &mut PgConnection,
    (agent, funder): Parties,
    overdue_only: bool,
    page: PageRequest,
) -> Result<Vec<RawLoan>, sqlx::Error> {
    sqlx::query_as!(
        RawLoan,
        r#"select l.id, l.draw_id, l.reference, a.shop_name as agent_name, p.name as funder_name,
                  l.principal_fen, l.outstanding_fen, l.terms as "terms: Json<LoanTerms>", l.credited_on,
                  l.state, l.position as "position: Json<Position>", d.open_on as today
           from business_day d cross join loans l
           join agents a on a.id = l.agent_id join partners p on p.id = l.funder_id
           where l.state <> 'settled' and ($1::uuid is null or l.agent_id = $1)
             and ($2::uuid is null or l.funder_id = $2) and (not $3 or l.due_on < (select open_on from business_day))
             and ($4::date is null or (l.due_on, l.id) > ($4, $5::uuid))
           order by l.due_on, l.id limit $6"#,
        agent,
        funder,
        overdue_only,
        page.after.map(Cursor::day),
        page.after.map(|cursor| cursor.id),
        page.rows_to_read(),
    )
    .fetch_all(connection)
    .await
}

async fn list_settled(
    connection: &mut PgConnection,
    (agent, funder): Parties,
    page: PageRequest,
) -> Result<Vec<RawLoan>, sqlx::Error> {
    sqlx::query_as!(
        RawLoan,
        r#"select l.id, l.draw_id, l.reference, a.shop_name as agent_name, p.name as funder_name,
                  l.principal_fen, l.outstanding_fen, l.terms as "terms: Json<LoanTerms>", l.credited_on,
                  l.state, l.position as "position: Json<Position>", d.open_on as today
           from business_day d cross join loans l
           join agents a on a.id = l.agent_id join partners p on p.id = l.funder_id
           where l.state = 'settled' and ($1::uuid is null or l.agent_id = $1)
             and ($2::uuid is null or l.funder_id = $2)
             and ($3::date is null or (l.credited_on, l.id) < ($3, $4::uuid))
           order by l.credited_on desc, l.id desc limit $5"#,
        agent,
        funder,
        page.after.map(Cursor::day),
        page.after.map(|cursor| cursor.id),
        page.rows_to_read(),
    )
    .fetch_all(connection)
    .await
}

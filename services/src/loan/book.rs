//! A funder's loans in pages: those still owed by the day on which something is to be paid, settled ones by their age.

use domain::{position::Position, terms::LoanTerms};
use sqlx::{PgConnection, types::Json};
use time::Date;
use uuid::Uuid;

use super::{LoanRow, RawLoan};
use crate::{
    Context, Db, Error,
    context::FUNDER_TEAM,
    error::Never,
    page::{Cursor, Page, PageRequest},
};

/// Which of a funder's loans are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoanFilter {
    /// Still owed; what is to be paid first comes first, so that what is overdue the longest leads.
    Open,
    /// Only those of which something is overdue.
    Overdue,
    /// The newest first.
    Settled,
}

/// A page of the acting funder's loans.
///
/// # Errors
/// `Forbidden` for anybody but a funder.
pub async fn book(
    db: &Db,
    context: &Context,
    filter: LoanFilter,
    page: PageRequest,
) -> Result<Page<LoanRow>, Error<Never>> {
    let funder = context.funder(FUNDER_TEAM)?.0;
    db.read(context, move |connection| {
        Box::pin(async move {
            if filter == LoanFilter::Settled {
                let ids = list_settled(connection, funder, page).await?;
                let found = Page::of(ids, page, |(on, id)| Cursor::on(*on, *id));
                return rows_of(connection, found).await;
            }
            let today = sqlx::query_scalar!("select open_on from business_day").fetch_one(&mut *connection).await?;
            let running = list_running(connection, funder).await?;
            let found = Page::of(due(running, today, filter, page), page, |(on, id)| Cursor::on(*on, *id));
            rows_of(connection, found).await
        })
    })
    .await
}

/// The running loans that the page may hold, by the first day on which something is unpaid.
fn due(running: Vec<(Uuid, Position)>, today: Date, filter: LoanFilter, page: PageRequest) -> Vec<(Date, Uuid)> {
    let mut due: Vec<_> = running
        .into_iter()
        .filter_map(|(id, position)| {
            let on = position.overdue_since(today).or_else(|| position.next_due(today).map(|(on, _)| on))?;
            Some((on, id))
        })
        .filter(|(on, _)| filter == LoanFilter::Open || *on < today)
        .filter(|place| page.after.is_none_or(|after| *place > (after.day(), after.id)))
        .collect();
    due.sort_unstable();
    due
}

async fn list_running(connection: &mut PgConnection, funder: Uuid) -> Result<Vec<(Uuid, Position)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, position as "position: Json<Position>" from loans where funder_id = $1 and state <> 'settled'"#,
        funder
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.position.0)).collect())
}

async fn list_settled(
    connection: &mut PgConnection,
    funder: Uuid,
    page: PageRequest,
) -> Result<Vec<(Date, Uuid)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select credited_on, id from loans
         where funder_id = $1 and state = 'settled' and ($2::date is null or (credited_on, id) < ($2, $3::uuid))
         order by credited_on desc, id desc limit $4",
        funder,
        page.after.map(Cursor::day),
        page.after.map(|cursor| cursor.id),
        page.rows_to_read(),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.credited_on, row.id)).collect())
}

/// The loans themselves, in the order in which they were found.
async fn rows_of(connection: &mut PgConnection, found: Page<(Date, Uuid)>) -> Result<Page<LoanRow>, Error<Never>> {
    let ids: Vec<Uuid> = found.rows.iter().map(|(_, id)| *id).collect();
    let rows = sqlx::query_as!(
        RawLoan,
        r#"select l.id, l.draw_id, l.reference, a.shop_name as agent_name, p.name as funder_name,
                  l.principal_fen, l.outstanding_fen, l.terms as "terms: Json<LoanTerms>", l.credited_on,
                  l.state, l.position as "position: Json<Position>", (select open_on from business_day) as "today!"
           from unnest($1::uuid[]) with ordinality as f (id, place) join loans l on l.id = f.id
           join agents a on a.id = l.agent_id join partners p on p.id = l.funder_id
           order by f.place"#,
        &ids,
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(RawLoan::into_row).collect::<Result<_, _>>()?;
    Ok(Page { rows, next: found.next })
}

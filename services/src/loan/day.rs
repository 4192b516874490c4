//! What loans were at the close of a date.

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

/// Keeps, as the date ends, what the loans are to which something has happened on it: money, a fact, or that they became overdue.
pub(crate) async fn keep_day(connection: &mut PgConnection, on: Date, fallen: &[Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into loan_days (loan_id, business_date, agent_id, funder_id, holder_id, version, outstanding_fen, overdue_since)
         select id, $1::date, agent_id, funder_id, holder_id, version, outstanding_fen, overdue_since from loans
         where id in (select j.loan_id from entries e join journals j on j.id = e.journal_id
                      where e.business_date = $1 and j.loan_id is not null
                      union select loan_id from loan_facts where recorded_on = $1
                      union select unnest($2::uuid[]))",
        on,
        fallen,
    )
    .execute(connection)
    .await?;
    Ok(())
}

//! How the loans of each month of credit have turned out.

use domain::{
    Amount,
    operating_data::Month,
    vintage::{LATE_AFTER, Vintage, VintageMonth, vintages as reckoned},
};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::past_months;
use crate::{Context, Db, Error, error::Never};

/// The vintages of one party, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vintages {
    pub vintages: Vec<Vintage>,
}

/// Adds up how the loans of the acting party that were credited in each month that has passed stood at the end of every month since. As
/// many rows come back however many loans there are.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn vintages(db: &Db, context: &Context) -> Result<Vintages, Error<Never>> {
    let owners = context.owners()?;
    db.sum(context, move |connection| {
        Box::pin(async move {
            let today = sqlx::query_scalar!("select open_on from business_day").fetch_one(&mut *connection).await?;
            let months = list_months(connection, owners, &past_months(today)).await?;
            Ok(Vintages { vintages: reckoned(&months) })
        })
    })
    .await
}

/// Each vintage of these months at the end of each of them. A loan is late for the first time on the day on which it is more than
/// [`LATE_AFTER`] days overdue, if nothing was paid before that.
async fn list_months(
    connection: &mut PgConnection,
    (agent, funder): (Option<Uuid>, Option<Uuid>),
    months: &[Month],
) -> Result<Vec<VintageMonth>, Error<Never>> {
    let begins: Vec<Date> = months.iter().map(|month| month.first_day()).collect();
    let ends: Vec<Date> = months.iter().map(|month| month.last_day()).collect();
    let rows = sqlx::query!(
        r#"with spans as (
               select loan_id, outstanding_fen, overdue_since, business_date as from_on,
                      lead(business_date) over (partition by loan_id order by business_date) as next_on
               from loan_days where ($1::uuid is null or agent_id = $1) and ($2::uuid is null or funder_id = $2)
           ), late as (
               select loan_id, next_on, greatest(overdue_since + $5::int + 1, from_on) as late_on
               from spans where overdue_since is not null
           ), firsts as (
               select loan_id, min(late_on) as late_on from late where next_on is null or late_on < next_on group by loan_id
           )
           select date_trunc('month', l.credited_on)::date as "credited_in!", sum(l.principal_fen)::bigint as "credited!",
                  coalesce(sum(l.principal_fen) filter (where f.late_on between e.begins_on and e.ends_on), 0)::bigint as "newly_late!",
                  coalesce(sum(s.outstanding_fen) filter (where e.ends_on - s.overdue_since > $5::int), 0)::bigint as "late!"
           from unnest($3::date[], $4::date[]) as e (begins_on, ends_on)
           join loans l on l.credited_on <= e.ends_on
           left join firsts f on f.loan_id = l.id
           left join spans s on s.loan_id = l.id and s.overdue_since is not null and s.from_on <= e.ends_on
                            and (s.next_on is null or s.next_on > e.ends_on)
           where l.credited_on >= (select min(begins_on) from unnest($3::date[]) m (begins_on))
             and ($1::uuid is null or l.agent_id = $1) and ($2::uuid is null or l.funder_id = $2)
           group by 1, e.ends_on order by 1, e.ends_on"#,
        agent,
        funder,
        &begins,
        &ends,
        LATE_AFTER,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| VintageMonth {
            credited_in: Month::containing(row.credited_in),
            credited: Amount::from_fen(row.credited),
            newly_late: Amount::from_fen(row.newly_late),
            late: Amount::from_fen(row.late),
        })
        .collect())
}

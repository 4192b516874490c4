//! What comes in, day by day: of each running loan the instalment that is to be paid next.

use domain::Amount;
use time::{Date, Duration};

use crate::{Context, Db, Error, error::Never};

/// How many days are looked ahead, today among them.
pub const DAYS_AHEAD: i32 = 31;

/// What falls due on a day: of how many loans, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpectedDay {
    pub on: Date,
    pub loans: i64,
    pub amount: Amount,
}

/// What is to come in, as of the open business date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    pub today: Date,
    /// How many loans have something from before today, and the earliest instalment of each that is unpaid.
    pub late: (i64, Amount),
    /// Every day from today on, also those on which nothing falls due.
    pub days: Vec<ExpectedDay>,
}

/// Sums up the next instalments of all running loans of the acting party.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn expected(db: &Db, context: &Context) -> Result<Expected, Error<Never>> {
    let (agent, partner) = context.owners()?;
    db.sum(context, move |connection| {
        Box::pin(async move {
            let today = sqlx::query_scalar!("select open_on from business_day").fetch_one(&mut *connection).await?;
            // As many rows whatever falls due: the day before today stands for all before it.
            let rows = sqlx::query!(
                r#"select coalesce(l.loans, 0) as "loans!", coalesce(l.fen, 0) as "fen!"
                   from generate_series(-1, $4::int - 1) ahead
                   left join (select greatest(due_on, $3::date - 1) - $3::date as ahead, count(*) as loans, sum(due_fen)::bigint as fen
                              from loans
                              where state <> 'settled' and due_on < $3::date + $4::int and ($1::uuid is null or agent_id = $1)
                                and ($2::uuid is null or funder_id = $2)
                              group by 1) l using (ahead)
                   order by ahead"#,
                agent,
                partner,
                today,
                DAYS_AHEAD,
            )
            .fetch_all(connection)
            .await?;
            let mut rows = rows.into_iter().map(|row| (row.loans, Amount::from_fen(row.fen)));
            let late = rows.next().unwrap_or_default();
            let days = rows.zip(0_i64..).map(|((loans, amount), ahead)| {
                let on = today + Duration::days(ahead);
                ExpectedDay { on, loans, amount }
            });
            Ok(Expected { today, late, days: days.collect() })
        })
    })
    .await
}

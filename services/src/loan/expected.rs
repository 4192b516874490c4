//! What comes in: everything that running loans owe in the next weeks, beside what past weeks have brought.

use std::collections::BTreeMap;

use domain::Amount;
use sqlx::PgConnection;
use time::{Date, Duration};
use uuid::Uuid;

use super::LoanRow;
use crate::{Context, Db, Error, error::Never};

/// How many days are looked ahead, today among them: 13 weeks.
pub const DAYS_AHEAD: i32 = 91;
/// How many weeks are looked back.
const WEEKS_BACK: i32 = 8;
/// A loan has nothing after its next instalment in these days, unless that is due earlier than so many days ahead: instalments are a month
/// apart, and holidays move one of them on by less than two weeks.
const MORE_WITHIN: i32 = DAYS_AHEAD - 14;

/// What falls due on a day: of how many loans, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpectedDay {
    pub on: Date,
    pub loans: i64,
    pub amount: Amount,
}

/// Seven days that are over: what was to fall due on each of them as it began, and what was repaid on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastWeek {
    pub from: Date,
    pub due: Amount,
    pub received: Amount,
}

/// What is to come in, as of the open business date. Penalty interest is no part of it, but of what was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    pub today: Date,
    /// How many loans have something unpaid from before today, and how much in all. It is not expected on any day.
    pub late: (i64, Amount),
    /// Every day from today on, also those on which nothing falls due.
    pub days: Vec<ExpectedDay>,
    /// The oldest first; the last ended yesterday.
    pub past: Vec<PastWeek>,
}

/// Sums up what all running loans of the acting party owe. The database does: however many they are, a row for each day comes back.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn expected(db: &Db, context: &Context) -> Result<Expected, Error<Never>> {
    let owners = context.owners()?;
    db.sum(context, move |connection| {
        Box::pin(async move {
            let today = sqlx::query_scalar!("select open_on from business_day").fetch_one(&mut *connection).await?;
            let mut sums = find_due(connection, owners, today).await?.into_iter();
            let late = sums.next().unwrap_or_default();
            let days = sums.zip(0_i64..).map(|((loans, amount), ahead)| {
                let on = today + Duration::days(ahead);
                ExpectedDay { on, loans, amount }
            });
            let days = days.collect();
            Ok(Expected { today, late, days, past: list_past(connection, owners, today).await? })
        })
    })
    .await
}

/// The same of loans that have been read, by their own plans: the days from today on, so many, on which something falls due.
#[must_use]
pub fn due_days(loans: &[LoanRow], days: i64) -> Vec<ExpectedDay> {
    let mut due: BTreeMap<Date, ExpectedDay> = BTreeMap::new();
    for loan in loans {
        let ahead = loan.today..loan.today + Duration::days(days);
        for (on, amount) in loan.position.unpaid().filter(|(on, _)| ahead.contains(on)) {
            let day = due.entry(on).or_insert(ExpectedDay { on, loans: 0, amount: Amount::ZERO });
            day.loans += 1;
            day.amount = day.amount.plus(amount);
        }
    }
    due.into_values().collect()
}

/// What is due before today, then on each day. A loan's next instalment stands in its columns; those that follow, in its position.
async fn find_due(
    connection: &mut PgConnection,
    (agent, funder): (Option<Uuid>, Option<Uuid>),
    today: Date,
) -> Result<Vec<(i64, Amount)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"with dues as (
               select due_on, 1 as loans, due_fen as fen from loans
               where state <> 'settled' and ($1::uuid is not null or holder_id = funder_id) and due_on < $3::date + $4::int
                 and ($1::uuid is null or agent_id = $1) and ($2::uuid is null or funder_id = $2)
               union all
               -- What is late counts its loan once.
               select f.due_on, case when f.due_on < $3::date then 0 else 1 end, f.fen
               from loans l cross join lateral unpaid_instalments(l.position) f
               where l.state <> 'settled' and ($1::uuid is not null or l.holder_id = l.funder_id)
                 and l.due_on < $3::date + $5::int and jsonb_array_length(l.position -> 'instalments') > 1
                 and ($1::uuid is null or l.agent_id = $1) and ($2::uuid is null or l.funder_id = $2)
                 and f.due_on > l.due_on and f.due_on < $3::date + $4::int
           )
           select coalesce(d.loans, 0) as "loans!", coalesce(d.fen, 0) as "fen!"
           from generate_series(-1, $4::int - 1) ahead
           left join (select greatest(due_on, $3::date - 1) - $3::date as ahead, sum(loans)::bigint as loans, sum(fen)::bigint as fen
                      from dues group by 1) d using (ahead)
           order by ahead"#,
        agent,
        funder,
        today,
        DAYS_AHEAD,
        MORE_WITHIN,
    );
    let rows = rows.fetch_all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.loans, Amount::from_fen(row.fen))).collect())
}

/// The weeks before today, of what the closes of their days have kept. An agent has none.
async fn list_past(
    connection: &mut PgConnection,
    (_, funder): (Option<Uuid>, Option<Uuid>),
    today: Date,
) -> Result<Vec<PastWeek>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select $2::date - 7 * ago as "from!",
                  coalesce(sum(fen) filter (where figure = 'due'), 0)::bigint as "due!",
                  coalesce(sum(fen) filter (where figure = 'received'), 0)::bigint as "received!"
           from generate_series(1, $3::int) ago
           left join cash_days on business_date >= $2::date - 7 * ago and business_date < $2::date - 7 * ago + 7
                               and ($1::uuid is null or funder_id = $1)
           group by ago order by ago desc"#,
        funder,
        today,
        WEEKS_BACK,
    );
    let rows = rows.fetch_all(connection).await?;
    Ok(rows
        .into_iter()
        .map(|row| PastWeek {
            from: row.from,
            due: Amount::from_fen(row.due),
            received: Amount::from_fen(row.received),
        })
        .collect())
}

/// Keeps of each funder what was repaid on a date that has ended, and what falls due on the next as it begins.
pub(crate) async fn keep_cash_days(connection: &mut PgConnection, on: Date, next: Date) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into cash_days (business_date, funder_id, figure, fen)
         select $1::date, funder_id, 'received', sum(amount_fen)::bigint from repayments
         where debited_on = $1 and holder_id = funder_id
           and loan_id in (select j.loan_id from entries e join journals j on j.id = e.journal_id
                           where e.business_date = $1 and j.loan_id is not null)
         group by funder_id
         union all
         select $2::date, d.funder_id, 'due', sum(d.fen)::bigint
         from partners p cross join lateral (
             select funder_id, due_fen as fen from loans
             where funder_id = p.id and holder_id = funder_id and state <> 'settled' and due_on = $2
             union all
             select l.funder_id, f.fen from loans l cross join lateral unpaid_instalments(l.position) f
             where l.funder_id = p.id and l.holder_id = l.funder_id and l.state <> 'settled' and l.due_on < $2 and f.due_on = $2
               and jsonb_array_length(l.position -> 'instalments') > 1) d
         group by d.funder_id",
        on,
        next,
    )
    .execute(connection)
    .await?;
    Ok(())
}

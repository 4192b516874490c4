//! What comes in, day by day: everything that running loans owe until then.

use domain::{Amount, position::Position};
use sqlx::{PgConnection, types::Json};
use time::{Date, Duration};
use uuid::Uuid;

use crate::{Context, Db, Error, error::Never};

/// How many days are looked ahead, today among them.
pub const DAYS_AHEAD: i32 = 31;
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

/// What is to come in, as of the open business date. Penalty interest is no part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    pub today: Date,
    /// How many loans have something unpaid from before today, and how much in all.
    pub late: (i64, Amount),
    /// Every day from today on, also those on which nothing falls due.
    pub days: Vec<ExpectedDay>,
}

/// Sums up what all running loans of the acting party owe.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn expected(db: &Db, context: &Context) -> Result<Expected, Error<Never>> {
    let owners = context.owners()?;
    db.sum(context, move |connection| {
        Box::pin(async move {
            let today = sqlx::query_scalar!("select open_on from business_day").fetch_one(&mut *connection).await?;
            let mut sums = find_next(connection, owners, today).await?;
            for Json(position) in list_with_more(connection, owners, today).await? {
                add_what_follows(&mut sums, &position, today);
            }
            let mut sums = sums.into_iter();
            let late = sums.next().unwrap_or_default();
            let days = sums.zip(0_i64..).map(|((loans, amount), ahead)| {
                let on = today + Duration::days(ahead);
                ExpectedDay { on, loans, amount }
            });
            Ok(Expected { today, late, days: days.collect() })
        })
    })
    .await
}

/// The next instalments: those of before today, then those of each day. As many rows whatever falls due.
async fn find_next(
    connection: &mut PgConnection,
    (agent, partner): (Option<Uuid>, Option<Uuid>),
    today: Date,
) -> Result<Vec<(i64, Amount)>, sqlx::Error> {
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
    );
    let rows = rows.fetch_all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.loans, Amount::from_fen(row.fen))).collect())
}

/// The loans that may have more than their next instalment in these days.
async fn list_with_more(
    connection: &mut PgConnection,
    (agent, partner): (Option<Uuid>, Option<Uuid>),
    today: Date,
) -> Result<Vec<Json<Position>>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select position as "position: Json<Position>" from loans
           where state <> 'settled' and due_on < $3::date + $4::int and jsonb_array_length(position->'instalments') > 1
             and ($1::uuid is null or agent_id = $1) and ($2::uuid is null or funder_id = $2)"#,
        agent,
        partner,
        today,
        MORE_WITHIN,
    )
    .fetch_all(connection)
    .await
}

fn add_what_follows(sums: &mut [(i64, Amount)], position: &Position, today: Date) {
    for (due_on, amount) in position.unpaid().skip(1) {
        // The first place is of all days before today, and each of these loans is counted there already.
        let ahead = (due_on - today).whole_days().max(-1) + 1;
        let Some((loans, sum)) = usize::try_from(ahead).ok().and_then(|place| sums.get_mut(place)) else { return };
        *loans += i64::from(ahead > 0);
        *sum = sum.plus(amount);
    }
}

#[cfg(test)]
mod tests {
    use domain::{schedule::DueDates, terms::LoanTerms};
    use time::macros::date;

    use super::*;

    #[test]
    fn a_loan_that_is_behind_counts_with_all_that_it_owes_each_on_its_day() {
        let terms = LoanTerms::new(
            "0.12".parse().unwrap(),
            domain::terms::DayCount::Act360,
            domain::terms::RepaymentMethod::EqualPrincipal,
            "4m".parse().unwrap(),
        );
        let dates = DueDates::unmoved(&terms, date!(2026 - 09 - 25)).unwrap();
        let position = Position::open("40000".parse().unwrap(), &terms, &dates).unwrap();
        let owed: Vec<Amount> = position.unpaid().map(|(_, amount)| amount).collect();
        let today = date!(2026 - 12 - 01);
        // October's is counted as the next; November's is late too, December's is to come, January's is beyond.
        let mut sums = vec![(0, Amount::ZERO); 32];
        sums[0] = (1, owed[0]);
        add_what_follows(&mut sums, &position, today);
        assert_eq!(sums[0], (1, owed[0].plus(owed[1])));
        assert_eq!(sums[25], (1, owed[2]));
        assert_eq!(sums.iter().filter(|(loans, _)| *loans > 0).count(), 2);
    }
}

//! All running loans in a few figures: how old what is overdue is, now or at the close of a past date, and what comes in soon.

use domain::{Amount, ageing::Age};
use time::Date;

use crate::{Context, Db, Error, error::Never};

/// The loans of one class that their funder holds and has not written off, with all their outstanding principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeRow {
    pub age: Age,
    pub loans: u32,
    pub outstanding: Amount,
}

/// The running loans of one party, as of the open business date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portfolio {
    pub today: Date,
    /// From what is not overdue to what is overdue the longest; empty ones too.
    pub ages: [AgeRow; Age::ALL.len()],
    /// How many loans that are not overdue have something that falls due from today to [`SOON_DAYS`] days later, and how
    /// much that is.
    pub due_soon: (u32, Amount),
}

/// How far ahead what comes in is counted.
pub const SOON_DAYS: i32 = 7;

/// Sums up all running loans of the acting party. The database does: however many they are, a row for each class comes
/// back.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn portfolio(db: &Db, context: &Context) -> Result<Portfolio, Error<Never>> {
    let (agent, partner) = context.owners()?;
    db.sum(context, move |connection| {
        Box::pin(async move {
            let today = sqlx::query_scalar!("select open_on from business_day").fetch_one(&mut *connection).await?;
            let rows = sqlx::query!(
                r#"select case when overdue_since is null then 0 else width_bucket($3::date - overdue_since, $4::int[]) end as "place!",
                          count(*) as "loans!", sum(outstanding_fen)::bigint as "outstanding_fen!",
                          count(*) filter (where due_on between $3 and $3 + $5::int) as "soon!",
                          coalesce(sum(due_fen) filter (where due_on between $3 and $3 + $5::int), 0)::bigint as "soon_fen!"
                   from loans
                   where state <> 'settled' and holder_id = funder_id and ($1::uuid is null or agent_id = $1)
                     and ($2::uuid is null or funder_id = $2)
                     and not exists (select from write_offs w where w.loan_id = loans.id and w.taken_back_on is null)
                   group by 1"#,
                agent,
                partner,
                today,
                &Age::BEGINS,
                SOON_DAYS,
            )
            .fetch_all(connection)
            .await?;
            let mut portfolio = Portfolio { today, ages: empty(), due_soon: (0, Amount::ZERO) };
            for row in rows {
                put(&mut portfolio.ages, row.place, (row.loans, row.outstanding_fen))?;
                let (loans, amount) = portfolio.due_soon;
                let soon = u32::try_from(row.soon).map_err(Error::defect)?;
                portfolio.due_soon = (loans.saturating_add(soon), amount.plus(Amount::from_fen(row.soon_fen)));
            }
            Ok(portfolio)
        })
    })
    .await
}

/// The loans of the acting party by age at the close of a past date, as it was known then: a fact that was recorded later changes
/// nothing of it, whatever date it counts for.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn ageing_at(db: &Db, context: &Context, on: Date) -> Result<[AgeRow; Age::ALL.len()], Error<Never>> {
    let (agent, partner) = context.owners()?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let rows = sqlx::query!(
                r#"select case when overdue_since is null then 0 else width_bucket($3::date - overdue_since, $4::int[]) end as "place!",
                          count(*) as "loans!", sum(outstanding_fen)::bigint as "outstanding_fen!"
                   from (select distinct on (loan_id) loan_id, funder_id, holder_id, outstanding_fen, overdue_since from loan_days
                         where business_date <= $3 and ($1::uuid is null or agent_id = $1) and ($2::uuid is null or funder_id = $2)
                         order by loan_id, business_date desc) d
                   where outstanding_fen > 0 and holder_id = funder_id
                     and not exists (select from write_offs w where w.loan_id = d.loan_id and w.written_on <= $3
                                                                and (w.taken_back_on is null or w.taken_back_on > $3))
                   group by 1"#,
                agent,
                partner,
                on,
                &Age::BEGINS,
            )
            .fetch_all(connection)
            .await?;
            let mut ages = empty();
            for row in rows {
                put(&mut ages, row.place, (row.loans, row.outstanding_fen))?;
            }
            Ok(ages)
        })
    })
    .await
}

fn empty() -> [AgeRow; Age::ALL.len()] {
    Age::ALL.map(|age| AgeRow { age, loans: 0, outstanding: Amount::ZERO })
}

/// Puts what the database has added up of a class in its place.
fn put(ages: &mut [AgeRow], place: i32, (loans, fen): (i64, i64)) -> Result<(), Error<Never>> {
    let found = usize::try_from(place).ok().and_then(|place| ages.get_mut(place));
    let row = found.ok_or_else(|| Error::defect("a loan of no age"))?;
    row.loans = u32::try_from(loans).map_err(Error::defect)?;
    row.outstanding = Amount::from_fen(fen);
    Ok(())
}

//! All running loans in a few figures: how old what is overdue is, and what comes in soon.

use domain::Amount;
use time::Date;

use crate::{Context, Db, Error, error::Never};

/// The loans whose oldest unpaid instalment is so many days overdue, with all their outstanding principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Both ends are included; 0 is what is not overdue, and the last bucket has no end.
    pub from_days: u32,
    pub to_days: Option<u32>,
    pub loans: u32,
    pub outstanding: Amount,
}

/// The running loans of one party, as of the open business date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portfolio {
    pub today: Date,
    /// From what is not overdue to what is overdue the longest; empty ones too.
    pub buckets: Vec<Bucket>,
    /// How many loans that are not overdue have something that falls due from today to [`SOON_DAYS`] days later, and how
    /// much that is.
    pub due_soon: (u32, Amount),
}

/// How far ahead what comes in is counted.
pub const SOON_DAYS: i32 = 7;

/// Where the buckets begin, in days overdue.
const BEGINS: [i32; 5] = [0, 1, 31, 61, 91];

/// Sums up all running loans of the acting party. The database does: however many they are, a row for each bucket comes
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
                r#"select width_bucket(greatest($3 - due_on, 0), $4::int[]) as "place!", count(*) as "loans!",
                          sum(outstanding_fen)::bigint as "outstanding_fen!",
                          count(*) filter (where due_on between $3 and $3 + $5::int) as "soon!",
                          coalesce(sum(due_fen) filter (where due_on between $3 and $3 + $5::int), 0)::bigint as "soon_fen!"
                   from loans
                   where state <> 'settled' and ($1::uuid is null or agent_id = $1)
                     and ($2::uuid is null or funder_id = $2)
                   group by 1"#,
                agent,
                partner,
                today,
                &BEGINS,
                SOON_DAYS,
            )
            .fetch_all(connection)
            .await?;
            let mut portfolio = empty(today);
            for row in rows {
                // Buckets are counted from 1.
                let place = usize::try_from(row.place - 1).map_err(Error::defect)?;
                let bucket = portfolio.buckets.get_mut(place).ok_or_else(|| Error::defect("a loan of no age"))?;
                bucket.loans = u32::try_from(row.loans).map_err(Error::defect)?;
                bucket.outstanding = Amount::from_fen(row.outstanding_fen);
                let (loans, amount) = portfolio.due_soon;
                let soon = u32::try_from(row.soon).map_err(Error::defect)?;
                portfolio.due_soon = (loans.saturating_add(soon), amount.plus(Amount::from_fen(row.soon_fen)));
            }
            Ok(portfolio)
        })
    })
    .await
}

fn empty(today: Date) -> Portfolio {
    let days = BEGINS.map(i32::unsigned_abs);
    let ends = days.iter().skip(1).map(|next| Some(next.saturating_sub(1))).chain([None]);
    let bucket = |(from_days, to_days)| Bucket { from_days, to_days, loans: 0, outstanding: Amount::ZERO };
    let buckets = days.into_iter().zip(ends).map(bucket).collect();
    Portfolio { today, buckets, due_soon: (0, Amount::ZERO) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn the_buckets_follow_each_other_and_the_last_has_no_end() {
        let portfolio = empty(date!(2026 - 11 - 20));
        let ends: Vec<_> = portfolio.buckets.iter().map(|bucket| (bucket.from_days, bucket.to_days)).collect();
        assert_eq!(ends, [(0, Some(0)), (1, Some(30)), (31, Some(60)), (61, Some(90)), (91, None)]);
        assert_eq!(portfolio.due_soon, (0, Amount::ZERO));
    }
}

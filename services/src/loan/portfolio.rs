//! All running loans in a few figures: how old what is overdue is, and what comes in soon.

use domain::{
    Amount,
    calendar::{add_days, days_between},
    position::Position,
};
use sqlx::types::Json;
use time::Date;

use crate::{Context, Db, Error, draw::parties, error::Never};

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
    /// How many loans have something that falls due from today to [`SOON_DAYS`] days later, and how much that is.
    pub due_soon: (u32, Amount),
}

/// How far ahead what comes in is counted.
pub const SOON_DAYS: u32 = 7;

/// Where the buckets begin, in days overdue.
const BEGINS: [u32; 5] = [0, 1, 31, 61, 91];

/// Sums up all running loans of the acting party.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn portfolio(db: &Db, context: &Context) -> Result<Portfolio, Error<Never>> {
    let (agent, partner) = parties(context)?;
    db.read(context, move |connection| {
        Box::pin(async move {
            let today = sqlx::query_scalar!("select open_on from business_day").fetch_one(&mut *connection).await?;
            let rows = sqlx::query!(
                r#"select position as "position: Json<Position>" from loans
                   where state <> 'settled' and ($1::uuid is null or agent_id = $1)
                     and ($2::uuid is null or funder_id = $2)"#,
                agent,
                partner,
            )
            .fetch_all(connection)
            .await?;
            let positions: Vec<Position> = rows.into_iter().map(|row| row.position.0).collect();
            Ok(sum_up(&positions, today))
        })
    })
    .await
}

fn sum_up(positions: &[Position], today: Date) -> Portfolio {
    let ends = BEGINS.iter().skip(1).map(|next| Some(next.saturating_sub(1))).chain([None]);
    let mut buckets: Vec<Bucket> = BEGINS
        .iter()
        .zip(ends)
        .map(|(from_days, to_days)| Bucket { from_days: *from_days, to_days, loans: 0, outstanding: Amount::ZERO })
        .collect();
    let last_day = add_days(today, SOON_DAYS).unwrap_or(today);
    let mut due_soon = (0_u32, Amount::ZERO);
    for position in positions {
        let age = position.overdue_since(today).map_or(0, |since| days_between(since, today));
        if let Some(bucket) = buckets.iter_mut().rev().find(|bucket| bucket.from_days <= age) {
            bucket.loans = bucket.loans.saturating_add(1);
            bucket.outstanding = bucket.outstanding.plus(position.outstanding_principal());
        }
        if let Some((_, amount)) = position.next_due(today).filter(|(due_on, _)| *due_on <= last_day) {
            due_soon = (due_soon.0.saturating_add(1), due_soon.1.plus(amount));
        }
    }
    Portfolio { today, buckets, due_soon }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::terms::{DayCount, LoanTerms, RepaymentMethod, Tenor};
    use time::macros::date;

    /// A bullet of 1,000.00 that falls due on a day.
    fn due(due_on: Date) -> Position {
        let terms = LoanTerms::new("0.1".parse().unwrap(), DayCount::Act365, RepaymentMethod::Bullet, Tenor::Days(10));
        let credited_on = due_on - time::Duration::days(10);
        Position::open(Amount::from_fen(100_000), &terms, credited_on).unwrap()
    }

    #[test]
    fn a_loan_is_as_old_as_its_oldest_unpaid_instalment() {
        let today = date!(2026 - 11 - 20);
        let ages = [-8, -7, 0, 1, 30, 31, 60, 61, 90, 91, 400];
        let positions: Vec<Position> = ages.map(|age| due(today - time::Duration::days(age))).to_vec();
        let portfolio = sum_up(&positions, today);
        let loans: Vec<u32> = portfolio.buckets.iter().map(|bucket| bucket.loans).collect();
        assert_eq!(loans, [3, 2, 2, 2, 2]);
        assert_eq!(portfolio.buckets[1].outstanding, Amount::from_fen(200_000));
        assert_eq!((portfolio.buckets[3].from_days, portfolio.buckets[3].to_days), (61, Some(90)));
        assert_eq!(portfolio.buckets[4].to_days, None);
        // In seven days and today, each with the interest of ten days at 10 %: 2.74.
        assert_eq!(portfolio.due_soon, (2, Amount::from_fen(200_548)));
    }

    #[test]
    fn no_loans_are_empty_buckets() {
        let portfolio = sum_up(&[], date!(2026 - 11 - 20));
        assert_eq!(portfolio.buckets.len(), 5);
        assert_eq!(portfolio.due_soon, (0, Amount::ZERO));
    }
}

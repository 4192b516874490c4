//! How much of each class of late loans moved to the next in a month, month by month.

use domain::{
    Amount,
    ageing::{Age, Became, Moved, Roll, rolls},
    operating_data::Month,
};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::past_months;
use crate::{Context, Db, Error, error::Never};

/// What became of each class in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollMonth {
    pub month: Month,
    pub rolls: [Roll; Age::ALL.len()],
}

/// The months of one party that have passed, the latest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollRates {
    pub months: Vec<RollMonth>,
}

/// Adds up what became of the loans of the acting party in each month that has passed, as it was at the closes of its first and its last
/// day. As many rows come back however many loans there are.
///
/// # Errors
/// `Forbidden` for nobody in particular.
pub async fn roll_rates(db: &Db, context: &Context) -> Result<RollRates, Error<Never>> {
    let owners = context.owners()?;
    db.sum(context, move |connection| {
        Box::pin(async move {
            let today = sqlx::query_scalar!("select open_on from business_day").fetch_one(&mut *connection).await?;
            let months = past_months(today);
            // A month begins with the close of the one before.
            let before = months.last().map(|first| first.before());
            let ends: Vec<Date> = months.iter().copied().chain(before).map(Month::last_day).collect();
            let moves = list_moves(connection, owners, &ends).await?;
            let of = |(place, month): (usize, Month)| {
                let own = moves.iter().filter(|(of, _)| *of == place).map(|(_, moved)| *moved);
                RollMonth { month, rolls: rolls(&own.collect::<Vec<_>>()) }
            };
            Ok(RollRates { months: months.into_iter().enumerate().map(of).collect() })
        })
    })
    .await
}

/// What moved between each two of these days, the latest first, by the place of the later one.
async fn list_moves(
    connection: &mut PgConnection,
    (agent, funder): (Option<Uuid>, Option<Uuid>),
    ends: &[Date],
) -> Result<Vec<(usize, Moved)>, Error<Never>> {
    let rows = sqlx::query!(
        r#"with spans as (
               select loan_id, holder_id = funder_id as held, outstanding_fen, overdue_since, business_date as from_on,
                      lead(business_date) over (partition by loan_id order by business_date) as next_on
               from loan_days where ($1::uuid is null or agent_id = $1) and ($2::uuid is null or funder_id = $2)
           ), stood as (
               select s.loan_id, e.place, s.held, s.outstanding_fen,
                      case when s.overdue_since is null then 0 else width_bucket(e.on_date - s.overdue_since, $4::int[]) end as age,
                      exists (select from write_offs w where w.loan_id = s.loan_id and w.written_on <= e.on_date
                                                         and (w.taken_back_on is null or w.taken_back_on > e.on_date)) as written_off
               from unnest($3::date[]) with ordinality as e (on_date, place)
               join spans s on s.from_on <= e.on_date and (s.next_on is null or s.next_on > e.on_date)
               where s.outstanding_fen > 0
           )
           select b.place - 2 as "place!", b.age as "from!", case when t.held and not t.written_off then t.age end as "to?",
                  coalesce(t.held and t.written_off, false) as "written_off!",
                  sum(b.outstanding_fen)::bigint as "opening!", coalesce(sum(t.outstanding_fen), 0)::bigint as "closing!"
           from stood b left join stood t on t.loan_id = b.loan_id and t.place = b.place - 1
           where b.place > 1 and b.held and not b.written_off
           group by 1, 2, 3, 4"#,
        agent,
        funder,
        ends,
        &Age::BEGINS,
    )
    .fetch_all(connection)
    .await?;
    let age = |place: i32| -> Result<Age, Error<Never>> {
        let age = usize::try_from(place).ok().and_then(Age::at);
        age.ok_or_else(|| Error::defect("a loan of no age"))
    };
    rows.into_iter()
        .map(|row| {
            let from = age(row.from)?;
            let to = match row.to {
                Some(place) => Became::In(age(place)?),
                None if row.written_off => Became::WrittenOff,
                None => Became::Gone,
            };
            let (opening, closing) = (Amount::from_fen(row.opening), Amount::from_fen(row.closing));
            Ok((usize::try_from(row.place).map_err(Error::defect)?, Moved { from, to, opening, closing }))
        })
        .collect()
}

//! What waits, and for how long: for whoever watches the system.

use crate::{
    Context, Db, Error,
    error::Never,
    job::{JobsOfKind, standing},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gauges {
    pub breaks_open: i64,
    pub breaks_oldest_seconds: i64,
    pub movements_unmatched: i64,
    /// Lines of the bank's feed that could not be read.
    pub unread_lines: i64,
    /// How long ago the feed that was read to its end the longest ago was; since 1970 where one never was.
    pub feed_age_seconds: i64,
    /// To be sent, or to be asked about.
    pub payouts_waiting: i64,
    pub payouts_oldest_seconds: i64,
    pub business_date_lag_days: i64,
    pub jobs: Vec<JobsOfKind>,
}

/// Reads them all, each by its index.
///
/// # Errors
/// `Forbidden` for anybody but Lianrong itself.
pub async fn gauges(db: &Db, context: &Context) -> Result<Gauges, Error<Never>> {
    context.system_only()?;
    let (at, true_at) = (db.now(), db.true_now());
    let today = domain::calendar::date_in_china(true_at);
    db.read(context, move |connection| {
        Box::pin(async move {
            let row = sqlx::query!(
                r#"select b.open as "breaks_open!", b.oldest as "breaks_oldest_seconds!",
                          (select count(*) from bank_movements where state = 'unmatched') as "movements_unmatched!",
                          (select count(*) from unread_lines where state = 'open') as "unread_lines!",
                          (select coalesce(extract(epoch from $1 - min(coalesce(f.read_at, 'epoch')))::bigint, 0)
                           from reserve_accounts r left join bank_feeds f on f.reserve_account_id = r.id
                          ) as "feed_age_seconds!",
                          p.waiting as "payouts_waiting!", p.oldest as "payouts_oldest_seconds!",
                          (select greatest($2 - open_on, 0)::bigint from business_day) as "business_date_lag_days!"
                   from (select count(*) as open, coalesce(extract(epoch from $1 - min(opened_at))::bigint, 0) as oldest
                         from breaks where state = 'open') b,
                        (select count(*) as waiting,
                                coalesce(extract(epoch from $1 - min(requested_at))::bigint, 0) as oldest
                         from payouts where state in ('requested', 'unknown')) p"#,
                at,
                today,
            )
            .fetch_one(&mut *connection)
            .await?;
            Ok(Gauges {
                breaks_open: row.breaks_open,
                breaks_oldest_seconds: row.breaks_oldest_seconds,
                movements_unmatched: row.movements_unmatched,
                unread_lines: row.unread_lines,
                feed_age_seconds: row.feed_age_seconds,
                payouts_waiting: row.payouts_waiting,
                payouts_oldest_seconds: row.payouts_oldest_seconds,
                business_date_lag_days: row.business_date_lag_days,
                jobs: standing(connection, true_at).await?,
            })
        })
    })
    .await
}

//! What waits for the institution's people.

use time::{Date, OffsetDateTime};

use crate::{Context, Db, Error, context::INSTITUTION, error::Never};

/// How much waits, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worklist {
    /// The open business date.
    pub business_date: Date,
    /// Movements that name nothing known.
    pub unmatched_movements: i64,
    pub open_breaks: i64,
    pub oldest_break_at: Option<OffsetDateTime>,
    /// Payouts that are owed and not yet sent.
    pub payouts_requested: i64,
    /// Payouts whose result the bank has not told.
    pub payouts_unknown: i64,
    /// Payouts that the bank has taken and no statement has shown.
    pub payouts_unconfirmed: i64,
    /// Payouts that the bank has refused.
    pub payouts_failed: i64,
    /// When the oldest payout was sent that is unknown or unconfirmed.
    pub oldest_payout_at: Option<OffsetDateTime>,
    /// Files without an error that nobody has confirmed; not those whose very content was confirmed.
    pub imports_to_confirm: i64,
}

/// # Errors
/// `Forbidden` outside the institution.
pub async fn worklist(db: &Db, context: &Context) -> Result<Worklist, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, |connection| {
        Box::pin(async move {
            let worklist = sqlx::query_as!(
                Worklist,
                r#"select d.open_on as business_date,
                          (select count(*) from bank_movements where state = 'unmatched') as "unmatched_movements!",
                          b.open as "open_breaks!", b.oldest_at as oldest_break_at,
                          p.requested as "payouts_requested!", p.unknown as "payouts_unknown!",
                          p.unconfirmed as "payouts_unconfirmed!", p.failed as "payouts_failed!",
                          p.oldest_at as oldest_payout_at,
                          (select count(*) from imports i where i.state = 'previewed'
                             and coalesce((i.report ->> 'errors_total')::bigint, 0) = 0
                             and not exists (select from imports same where same.kind = i.kind
                                             and same.sha256 = i.sha256 and same.state = 'confirmed')
                          ) as "imports_to_confirm!"
                   from business_day d
                   cross join (select count(*) as open, min(opened_at) as oldest_at
                               from breaks where state = 'open') b
                   cross join (select count(*) filter (where state = 'requested') as requested,
                                      count(*) filter (where state = 'unknown') as unknown,
                                      count(*) filter (where state = 'sent') as unconfirmed,
                                      count(*) filter (where state = 'failed') as failed,
                                      min(sent_at) filter (where state in ('unknown', 'sent')) as oldest_at
                               from payouts where state <> 'confirmed') p"#
            )
            .fetch_one(connection)
            .await?;
            Ok(worklist)
        })
    })
    .await
}

//! What waits for the institution's people.

use domain::role::Role;
use time::{Date, OffsetDateTime};

use crate::{Context, Db, Error, context::INSTITUTION, error::Never};

/// How far the bank's feed of a reserve account was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedRow {
    pub account_no: String,
    pub account_name: String,
    /// When it was last read to its end, if it ever was.
    pub read_at: Option<OffsetDateTime>,
}

/// How much waits, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worklist {
    /// The open business date.
    pub business_date: Date,
    /// Proposals of others that wait for the person who asks, who is one that decides.
    pub approvals_to_decide: i64,
    /// Proposals of the person who asks that wait for somebody else.
    pub approvals_proposed: i64,
    /// Movements that name nothing known.
    pub unmatched_movements: i64,
    /// Readings that may be movements which are recorded already.
    pub doubtful_movements: i64,
    pub open_breaks: i64,
    /// Lines of the feed that could not be read.
    pub unread_lines: i64,
    pub oldest_break_at: Option<OffsetDateTime>,
    /// What the network's settlements and our debits do not say alike.
    pub settlement_breaks: i64,
    /// Debits for loans that the network has given back and whose loans stay paid.
    pub stays_paid: i64,
    /// Payouts that are owed and not yet sent.
    pub payouts_requested: i64,
    /// Payouts whose result the bank has not told.
    pub payouts_unknown: i64,
    /// Payouts that the bank has taken and no statement has shown.
    pub payouts_unconfirmed: i64,
    /// Payouts that the bank has refused or sent back.
    pub payouts_failed: i64,
    /// When the oldest payout was sent that is unknown or unconfirmed.
    pub oldest_payout_at: Option<OffsetDateTime>,
    /// Bank statements that nobody has decided about; not those whose very content was confirmed.
    pub statements_to_confirm: i64,
    /// Files of operating data without an error that nobody has confirmed; not those whose very content was.
    pub data_to_confirm: i64,
    /// Jobs that the worker has given up.
    pub jobs_dead: i64,
}

/// # Errors
/// `Forbidden` outside the institution.
pub async fn worklist(db: &Db, context: &Context) -> Result<Worklist, Error<Never>> {
    let person = context.operator::<Never>(INSTITUTION)?;
    let (me, decides) = (person.user.0, person.role == Role::OperatorChecker);
    db.read(context, move |connection| {
        Box::pin(async move {
            let worklist = sqlx::query_as!(
                Worklist,
                r#"select d.open_on as business_date,
                          v.others as "approvals_to_decide!", v.own as "approvals_proposed!",
                          (select count(*) from bank_movements where state = 'unmatched') as "unmatched_movements!",
                          (select count(*) from unread_lines where state = 'open') as "unread_lines!",
                          (select count(*) from bank_movements where state = 'doubtful') as "doubtful_movements!",
                          b.open as "open_breaks!", b.oldest_at as oldest_break_at,
                          (select count(*) from settlement_breaks where state = 'open') as "settlement_breaks!",
                          (select count(*) from stays_paid) as "stays_paid!",
                          p.requested as "payouts_requested!", p.unknown as "payouts_unknown!",
                          p.unconfirmed as "payouts_unconfirmed!", p.failed as "payouts_failed!",
                          p.oldest_at as oldest_payout_at,
                          i.statements as "statements_to_confirm!", i.data as "data_to_confirm!",
                          (select count(*) from jobs where dead_at is not null) as "jobs_dead!"
                   from business_day d
                   cross join (select count(*) filter (where $2 and proposed_by <> $1) as others,
                                      count(*) filter (where proposed_by = $1) as own
                               from approvals where state = 'proposed') v
                   cross join (select count(*) as open, min(opened_at) as oldest_at
                               from breaks where state = 'open') b
                   cross join (select count(*) filter (where state = 'requested') as requested,
                                      count(*) filter (where state = 'unknown') as unknown,
                                      count(*) filter (where state = 'sent') as unconfirmed,
                                      count(*) filter (where state in ('failed', 'sent_back')) as failed,
                                      min(sent_at) filter (where state in ('unknown', 'sent')) as oldest_at
                               from payouts where state <> 'confirmed') p
                   cross join (select count(*) filter (where i.kind = 'bank_statement') as statements,
                                      count(*) filter (where i.kind = 'operating_data') as data
                               from imports i where i.state = 'previewed'
                                 and coalesce((i.report ->> 'errors_total')::bigint, 0) = 0
                                 and not exists (select from imports same where same.kind = i.kind
                                                 and same.sha256 = i.sha256 and same.state = 'confirmed')) i"#,
                me,
                decides
            )
            .fetch_one(connection)
            .await?;
            Ok(worklist)
        })
    })
    .await
}

/// The feed of every reserve account.
///
/// # Errors
/// `Forbidden` outside the institution.
pub async fn feeds(db: &Db, context: &Context) -> Result<Vec<FeedRow>, Error<Never>> {
    context.operator::<Never>(INSTITUTION)?;
    db.read(context, |connection| {
        Box::pin(async move {
            let rows = sqlx::query_as!(
                FeedRow,
                r#"select r.account_no, r.name as account_name, f.read_at as "read_at?"
                   from reserve_accounts r left join bank_feeds f on f.reserve_account_id = r.id order by r.account_no"#
            )
            .fetch_all(connection)
            .await?;
            Ok(rows)
        })
    })
    .await
}

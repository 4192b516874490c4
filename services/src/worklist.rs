//! What waits for the institution's people.

use domain::{id::UserId, role::Role};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{Context, Db, Error, calendar::missing, context::INSTITUTION, error::Never};

/// How far the bank's feed of a reserve account was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedRow {
    pub account_no: String,
    pub account_name: String,
    /// When it was last read to its end, if it ever was.
    pub read_at: Option<OffsetDateTime>,
}

/// How much waits, of most things counted only so far, and since when.
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
    /// Debt transfers that both partners have confirmed and nobody has proposed.
    pub transfers_to_propose: i64,
    /// Files of commissions without an error that nobody has proposed.
    pub commissions_to_propose: i64,
    /// Jobs that the worker has given up.
    pub jobs_dead: i64,
    /// The year whose holidays the calendar lacks.
    pub calendar_missing: Option<i32>,
}

/// # Errors
/// `Forbidden` outside the institution.
pub async fn worklist(db: &Db, context: &Context) -> Result<Worklist, Error<Never>> {
    let person = context.operator::<Never>(INSTITUTION)?;
    let (me, decides) = (person.user, person.role == Role::OperatorChecker);
    db.read(context, move |connection| Box::pin(async move { Ok(count(connection, me, decides).await?) })).await
}

/// Of each a hundred at most: [`MOST`](crate::badge::MOST).
async fn count(connection: &mut PgConnection, me: UserId, decides: bool) -> Result<Worklist, sqlx::Error> {
    let row = sqlx::query!(
        r#"select d.open_on, v.others as "to_decide!", v.own as "proposed!",
                  (select count(*) from (select from bank_movements where state = 'unmatched' limit 100) n) as "unmatched!",
                  (select count(*) from (select from bank_movements where state = 'doubtful' limit 100) n) as "doubtful!",
                  (select count(*) from (select from breaks where state = 'open' limit 100) n) as "breaks!",
                  (select min(opened_at) from breaks where state = 'open') as oldest_break_at,
                  (select count(*) from (select from unread_lines where state = 'open' limit 100) n) as "unread!",
                  (select count(*) from (select from settlement_breaks where state = 'open' limit 100) n) as "settlement_breaks!",
                  (select count(*) from (select from stays_paid limit 100) n) as "stays_paid!",
                  (select count(*) from (select from payouts where state = 'requested' limit 100) n) as "requested!",
                  (select count(*) from (select from payouts where state = 'unknown' limit 100) n) as "unknown!",
                  (select count(*) from (select from payouts where state = 'sent' limit 100) n) as "unconfirmed!",
                  (select count(*) from (select from payouts where state in ('failed', 'sent_back') limit 100) n) as "failed!",
                  least((select min(sent_at) from payouts where state = 'unknown'),
                        (select min(sent_at) from payouts where state = 'sent')) as oldest_payout_at,
                  i.statements as "statements!", i.data as "data!",
                  (select count(*) from (select from debt_transfers t
                   where t.state = 'confirmed'
                     and not exists (select from approvals a where a.subject_id = t.id and a.state = 'proposed')
                   limit 100) n) as "transfers!",
                  (select count(*) from (select from carriers c join commission_files f on f.carrier_id = c.id
                   where f.state = 'draft' and (f.report ->> 'errors_total')::bigint = 0
                     and not exists (select from approvals a where a.subject_id = f.id and a.state = 'proposed')
                   limit 100) n) as "commissions!",
                  (select count(*) from (select from jobs where dead_at is not null limit 100) n) as "jobs_dead!",
                  array(select distinct extract(year from on_date)::int from calendar_days
                        where on_date >= d.open_on - 366) as "known_years!"
           from business_day d
           cross join (select count(*) filter (where $2 and proposed_by <> $1) as others,
                              count(*) filter (where proposed_by = $1) as own
                       from approvals where state = 'proposed') v
           cross join (select count(*) filter (where i.kind = 'bank_statement') as statements,
                              count(*) filter (where i.kind = 'operating_data') as data
                       from imports i where i.state = 'previewed'
                         and coalesce((i.report ->> 'errors_total')::bigint, 0) = 0
                         and not exists (select from imports same where same.kind = i.kind
                                         and same.sha256 = i.sha256 and same.state in ('recording', 'confirmed'))) i"#,
        me.0,
        decides
    )
    .fetch_one(connection)
    .await?;
    Ok(Worklist {
        business_date: row.open_on,
        approvals_to_decide: row.to_decide,
        approvals_proposed: row.proposed,
        unmatched_movements: row.unmatched,
        doubtful_movements: row.doubtful,
        open_breaks: row.breaks,
        unread_lines: row.unread,
        oldest_break_at: row.oldest_break_at,
        settlement_breaks: row.settlement_breaks,
        stays_paid: row.stays_paid,
        payouts_requested: row.requested,
        payouts_unknown: row.unknown,
        payouts_unconfirmed: row.unconfirmed,
        payouts_failed: row.failed,
        oldest_payout_at: row.oldest_payout_at,
        statements_to_confirm: row.statements,
        data_to_confirm: row.data,
        transfers_to_propose: row.transfers,
        commissions_to_propose: row.commissions,
        jobs_dead: row.jobs_dead,
        calendar_missing: missing(|year| row.known_years.contains(&year), row.open_on),
    })
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

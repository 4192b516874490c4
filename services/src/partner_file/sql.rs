use domain::{
    Amount,
    id::{PartnerFileId, PartnerId},
};
use futures_util::TryStreamExt;
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{FileRow, Totals};
use crate::page::{Added, Bounds, PageRequest, Sort, Total, bounded, by_time_or_amount};

/// A journal that has to do with a partner.
pub struct Line {
    pub journal: Uuid,
    pub event: String,
    /// The number of what it records; of its loan where that has none; empty where there is none at all.
    pub reference: String,
    pub value_on: Date,
    pub payable_fen: i64,
    pub receivable_fen: i64,
    pub claim_fen: i64,
    pub revenue_share_fen: i64,
}

/// The dates whose files are not made, in order.
pub async fn list_missing(connection: &mut PgConnection, partner: PartnerId) -> Result<Vec<Date>, sqlx::Error> {
    sqlx::query_scalar!(
        "select d.business_date from partners p join closed_days d on d.business_date >= p.files_from
         where p.id = $1 and d.business_date > coalesce((select max(business_date) from partner_files where partner_id = $1), '-infinity')
         order by d.business_date",
        partner.0
    )
    .fetch_all(connection)
    .await
}

/// Gives what was posted on a date in a partner's own accounts, journal by journal, in the order in which it was, and holds one at a time.
pub async fn each_line(
    connection: &mut PgConnection,
    partner: PartnerId,
    on: Date,
    mut give: impl FnMut(&Line) + Send,
) -> Result<(), sqlx::Error> {
    let mut lines = sqlx::query_as!(
        Line,
        r#"select j.id as "journal!", j.event_kind as "event!", j.value_on as "value_on!",
                  coalesce(d.reference, r.reference, p.reference, t.reference, f.reference, b.number, q.number, l.reference, '') as "reference!",
                  m.payable_fen as "payable_fen!", m.receivable_fen as "receivable_fen!", m.claim_fen as "claim_fen!",
                  coalesce((select -sum(w.amount_fen) from entries w join accounts x on x.id = w.account_id
                            where w.journal_id = j.id and x.kind = 'revenue_share_withheld'), 0)::bigint as "revenue_share_fen!"
           from (select e.journal_id,
                        coalesce(-sum(e.amount_fen) filter (where a.kind = 'partner_payable'), 0)::bigint as payable_fen,
                        coalesce(sum(e.amount_fen) filter (where a.kind = 'partner_receivable'), 0)::bigint as receivable_fen,
                        coalesce(-sum(e.amount_fen) filter (where a.kind = 'claim'), 0)::bigint as claim_fen
                 from accounts a join entries e on e.account_id = a.id and e.business_date = $2
                 where a.owner_id = $1 and a.kind in ('partner_payable', 'partner_receivable', 'claim')
                 group by e.journal_id) m
           join journals j on j.id = m.journal_id
           left join draws d on d.id = j.event_id
           left join repayments r on r.id = j.event_id
           left join payouts p on p.id = j.event_id
           left join debits t on t.id = case j.event_kind when 'agreement.charged' then j.corrects else j.event_id end
           left join refunds f on f.id = j.event_id
           left join debts b on b.id = j.event_id
           left join outside_payments q on q.id = j.event_id
           left join loans l on l.id = j.loan_id
           order by j.recorded_at, j.id"#,
        partner.0,
        on
    )
    .fetch(connection);
    while let Some(line) = lines.try_next().await? {
        give(&line);
    }
    Ok(())
}

pub async fn insert(
    connection: &mut PgConnection,
    partner: PartnerId,
    row: &FileRow,
    content: &[u8],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into partner_files (id, partner_id, business_date, lines, payable_fen, receivable_fen, claim_fen, revenue_share_fen,
                                    content, digest, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        row.id.0,
        partner.0,
        row.business_date,
        i64::try_from(row.lines).unwrap_or(i64::MAX),
        row.totals.payable.fen(),
        row.totals.receivable.fen(),
        row.totals.claim.fen(),
        row.totals.revenue_share.fen(),
        content,
        row.digest,
        row.made_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A statement about a partner's files, by their dates and by what was payable on them, that `$bounds` narrow: what it selects, and what
/// else it says from `$7` on. A text is a part of the date or of the digest.
macro_rules! listed {
    ($row:ident, $what:literal, [$($then:tt)*], $partner:expr, $bounds:expr $(, $value:expr)*) => {
        bounded!(
            query_as of $row,
            [$what],
            " from partner_files p where p.partner_id = $6",
            [$($then)*],
            on "p.business_date",
            said "p.business_date::text, encode(p.digest, 'hex')",
            fen "p.payable_fen",
            $bounds,
            $partner
            $(, $value)*
        )
    };
}

struct RawFile {
    id: Uuid,
    business_date: Date,
    lines: i64,
    payable_fen: i64,
    receivable_fen: i64,
    claim_fen: i64,
    revenue_share_fen: i64,
    digest: Vec<u8>,
    made_at: OffsetDateTime,
}

/// A page of a partner's files.
pub async fn list(
    connection: &mut PgConnection,
    partner: PartnerId,
    (bounds, sort): (&Bounds, Sort),
    page: PageRequest,
) -> Result<Vec<FileRow>, sqlx::Error> {
    let partner = partner.0;
    let rows = by_time_or_amount!(
        listed!(
            RawFile,
            r#"select p.id as "id!", p.business_date as "business_date!", p.lines as "lines!", p.payable_fen as "payable_fen!",
                      p.receivable_fen as "receivable_fen!", p.claim_fen as "claim_fen!",
                      p.revenue_share_fen as "revenue_share_fen!", p.digest as "digest!", p.made_at as "made_at!""#;
            partner, bounds
        ),
        ("p.business_date", "p.payable_fen", "p.id", "select payable_fen, id from partner_files where id = "),
        ("$7", "($8::timestamptz at time zone 'utc')::date", "$9", "$10"),
        sort,
        page
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|row| FileRow {
        id: PartnerFileId(row.id),
        business_date: row.business_date,
        lines: usize::try_from(row.lines).unwrap_or(usize::MAX),
        totals: Totals {
            payable: Amount::from_fen(row.payable_fen),
            receivable: Amount::from_fen(row.receivable_fen),
            claim: Amount::from_fen(row.claim_fen),
            revenue_share: Amount::from_fen(row.revenue_share_fen),
        },
        digest: row.digest,
        made_at: row.made_at,
    });
    Ok(rows.collect())
}

/// How many of them there are as they are asked for, and what was payable on their dates.
pub async fn add(connection: &mut PgConnection, partner: PartnerId, bounds: &Bounds) -> Result<Total, sqlx::Error> {
    let partner = partner.0;
    let added = listed!(
        Added,
        r#"select count(*) as "count!", coalesce(sum(p.payable_fen), 0)::bigint as "fen!""#,
        [""],
        partner,
        bounds
    )
    .fetch_one(connection)
    .await?;
    Ok(added.into())
}

pub async fn find(
    connection: &mut PgConnection,
    partner: PartnerId,
    id: PartnerFileId,
) -> Result<Option<(Date, Vec<u8>)>, sqlx::Error> {
    let row = sqlx::query!(
        "select business_date, content from partner_files where partner_id = $1 and id = $2",
        partner.0,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.business_date, row.content)))
}

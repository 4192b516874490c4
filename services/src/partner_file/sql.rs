use domain::{
    Amount,
    id::{PartnerFileId, PartnerId},
};
use futures_util::TryStreamExt;
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{FileRow, Totals};
use crate::page::PageRequest;

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

pub async fn list(
    connection: &mut PgConnection,
    partner: PartnerId,
    page: PageRequest,
) -> Result<Vec<FileRow>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, business_date, lines, payable_fen, receivable_fen, claim_fen, revenue_share_fen, digest, made_at
         from partner_files where partner_id = $1 and business_date < $2 order by business_date desc limit $3",
        partner.0,
        page.newest_first().day(),
        page.rows_to_read(),
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

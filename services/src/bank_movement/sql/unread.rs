//! Lines of the feed that were put aside.

use domain::{
    bank_movement::UnreadReason,
    id::{UnreadLineId, UserId},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, bank_movement::UnreadLineRow, error::Never, page::PageRequest};

/// False when the line was put aside before.
pub async fn insert(
    connection: &mut PgConnection,
    id: UnreadLineId,
    account: Uuid,
    (text, reason): (&str, UnreadReason),
    at: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let inserted = sqlx::query!(
        "insert into unread_lines (id, reserve_account_id, text, reason, state, recorded_at)
         values ($1, $2, $3, $4, 'open', $5) on conflict do nothing",
        id.0,
        account,
        text,
        reason.code(),
        at,
    )
    .execute(connection)
    .await?;
    Ok(inserted.rows_affected() > 0)
}

pub async fn list_open(connection: &mut PgConnection, page: PageRequest) -> Result<Vec<UnreadLineRow>, Error<Never>> {
    let from = page.oldest_first();
    let rows = sqlx::query!(
        "select u.id, r.account_no, u.text, u.reason, u.recorded_at
         from unread_lines u join reserve_accounts r on r.id = u.reserve_account_id
         where u.state = 'open' and (u.recorded_at, u.id) > ($1, $2)
         order by u.recorded_at, u.id limit $3",
        from.at,
        from.id,
        page.rows_to_read(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(UnreadLineRow {
                id: UnreadLineId(row.id),
                account_no: row.account_no,
                text: row.text,
                reason: row.reason.parse().map_err(Error::defect)?,
                recorded_at: row.recorded_at,
            })
        })
        .collect()
}

/// Whether the line still waits, locked.
pub async fn lock_open(connection: &mut PgConnection, id: UnreadLineId) -> Result<Option<bool>, sqlx::Error> {
    sqlx::query_scalar!(r#"select state = 'open' as "open!" from unread_lines where id = $1 for update"#, id.0)
        .fetch_optional(connection)
        .await
}

pub async fn update_settled(
    connection: &mut PgConnection,
    id: UnreadLineId,
    note: &str,
    (by, at): (UserId, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update unread_lines set state = 'settled', note = $2, settled_by = $3, settled_at = $4 where id = $1",
        id.0,
        note,
        by.0,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

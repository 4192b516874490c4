//! Statements about codes that are sent to mobile numbers.

use domain::{
    id::{OneTimeCodeId, UserId},
    one_time_code::OneTimeCode,
};
use sqlx::PgConnection;
use time::OffsetDateTime;

pub struct NewCode {
    pub id: OneTimeCodeId,
    pub mobile_index: Vec<u8>,
    pub network_hash: Vec<u8>,
    pub user: Option<UserId>,
    pub code_hash: Vec<u8>,
    /// Sealed.
    pub message: Option<Vec<u8>>,
    pub at: OffsetDateTime,
}

/// Whose number it is.
pub async fn find_by_mobile(connection: &mut PgConnection, index: &[u8]) -> Result<Option<UserId>, sqlx::Error> {
    let id = sqlx::query_scalar!("select id from users where mobile_index = $1", index).fetch_optional(connection);
    Ok(id.await?.map(UserId))
}

pub async fn update_mobile(
    connection: &mut PgConnection,
    user: UserId,
    index: &[u8],
    masked: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set mobile_index = $2, mobile_masked = $3 where id = $1", user.0, index, masked)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn update_password(connection: &mut PgConnection, user: UserId, hash: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set password_hash = $2 where id = $1", user.0, hash).execute(connection).await?;
    Ok(())
}

/// When codes were sent to a number and when a network asked for some, after `since`, the newest first.
pub async fn list_sendings(
    connection: &mut PgConnection,
    mobile_index: &[u8],
    network_hash: &[u8],
    since: OffsetDateTime,
) -> Result<(Vec<OffsetDateTime>, Vec<OffsetDateTime>), sqlx::Error> {
    let to_number = sqlx::query_scalar!(
        "select sent_at from one_time_codes where mobile_index = $1 and sent_at > $2 order by sent_at desc",
        mobile_index,
        since
    )
    .fetch_all(&mut *connection)
    .await?;
    let to_network = sqlx::query_scalar!(
        "select sent_at from one_time_codes where network_hash = $1 and sent_at > $2 order by sent_at desc",
        network_hash,
        since
    )
    .fetch_all(connection)
    .await?;
    Ok((to_number, to_network))
}

pub async fn insert_code(connection: &mut PgConnection, code: &NewCode) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into one_time_codes (id, mobile_index, network_hash, user_id, code_hash, message, sent_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        code.id.0,
        code.mobile_index,
        code.network_hash,
        code.user.map(|id| id.0),
        code.code_hash,
        code.message,
        code.at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The last code of a number after `since`, and whose the number is.
pub async fn find_newest_code(
    connection: &mut PgConnection,
    mobile_index: &[u8],
    since: OffsetDateTime,
) -> Result<Option<(OneTimeCodeId, Option<UserId>)>, sqlx::Error> {
    let row = sqlx::query!(
        "select id, user_id from one_time_codes where mobile_index = $1 and sent_at > $2 order by sent_at desc limit 1",
        mobile_index,
        since
    );
    let row = row.fetch_optional(connection).await?;
    Ok(row.map(|row| (OneTimeCodeId(row.id), row.user_id.map(UserId))))
}

/// A code with its digest.
pub async fn lock_code(
    connection: &mut PgConnection,
    id: OneTimeCodeId,
) -> Result<(OneTimeCode, Vec<u8>), sqlx::Error> {
    let row =
        sqlx::query!("select code_hash, tries, sent_at, used_at from one_time_codes where id = $1 for update", id.0)
            .fetch_one(connection)
            .await?;
    let code = OneTimeCode {
        sent_at: row.sent_at,
        tries: u32::try_from(row.tries).unwrap_or(u32::MAX),
        used: row.used_at.is_some(),
    };
    Ok((code, row.code_hash))
}

pub async fn update_code_missed(connection: &mut PgConnection, id: OneTimeCodeId) -> Result<(), sqlx::Error> {
    sqlx::query!("update one_time_codes set tries = least(tries + 1, 100) where id = $1", id.0)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn update_code_used(
    connection: &mut PgConnection,
    id: OneTimeCodeId,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update one_time_codes set used_at = $2 where id = $1", id.0, at).execute(connection).await?;
    Ok(())
}

/// What waits to be sent of a code that was asked for after `since`.
pub async fn find_message(
    connection: &mut PgConnection,
    id: OneTimeCodeId,
    since: OffsetDateTime,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    let message = sqlx::query_scalar!(
        r#"select message as "message!" from one_time_codes
           where id = $1 and sent_at > $2 and used_at is null and message is not null"#,
        id.0,
        since
    );
    message.fetch_optional(connection).await
}

pub async fn update_message_sent(connection: &mut PgConnection, id: OneTimeCodeId) -> Result<(), sqlx::Error> {
    sqlx::query!("update one_time_codes set message = null where id = $1", id.0).execute(connection).await?;
    Ok(())
}

/// Those that are counted no more go, and what was not sent of those that are no good.
pub async fn delete_codes(
    connection: &mut PgConnection,
    counted: OffsetDateTime,
    good: OffsetDateTime,
) -> Result<u64, sqlx::Error> {
    sqlx::query!("update one_time_codes set message = null where message is not null and sent_at <= $1", good)
        .execute(&mut *connection)
        .await?;
    let gone = sqlx::query!("delete from one_time_codes where sent_at <= $1", counted).execute(connection).await?;
    Ok(gone.rows_affected())
}

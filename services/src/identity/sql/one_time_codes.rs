//! Statements about codes that are sent to mobile numbers.

use domain::{
    id::{OneTimeCodeId, UserId},
    one_time_code::OneTimeCode,
};
use sqlx::PgConnection;
use time::OffsetDateTime;

/// Who is counted as asking.
#[derive(Clone)]
pub struct Asker {
    pub hash: Vec<u8>,
    /// A device or a session of the number's holder.
    pub known: bool,
}

pub struct NewCode {
    pub id: OneTimeCodeId,
    pub mobile_index: Vec<u8>,
    pub asker: Asker,
    pub bound_to: Vec<u8>,
    pub user: Option<UserId>,
    pub code_hash: Vec<u8>,
    /// Sealed.
    pub message: Option<Vec<u8>>,
    pub at: OffsetDateTime,
}

/// A code as it is stored.
pub struct FoundCode {
    pub id: OneTimeCodeId,
    pub user: Option<UserId>,
    pub hash: Vec<u8>,
    pub code: OneTimeCode,
}

/// Whose number it is, and whether a device is known as that person's.
pub async fn find_by_mobile(
    connection: &mut PgConnection,
    index: &[u8],
    device_hash: &[u8],
) -> Result<Option<(UserId, bool)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id, exists (select from known_devices d where d.user_id = u.id and d.token_hash = $2) as "known!"
           from users u where mobile_index = $1"#,
        index,
        device_hash
    );
    Ok(row.fetch_optional(connection).await?.map(|row| (UserId(row.id), row.known)))
}

/// Somebody's number: masked, and sealed.
pub async fn find_mobile(
    connection: &mut PgConnection,
    user: UserId,
) -> Result<Option<(String, Option<Vec<u8>>)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select mobile_masked as "masked!", mobile_sealed from users where id = $1 and mobile_masked is not null"#,
        user.0
    );
    Ok(row.fetch_optional(connection).await?.map(|row| (row.masked, row.mobile_sealed)))
}

/// A number as it is registered.
pub struct Mobile {
    pub index: Vec<u8>,
    pub masked: String,
    pub sealed: Vec<u8>,
}

pub async fn update_mobile(connection: &mut PgConnection, user: UserId, mobile: &Mobile) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set mobile_index = $2, mobile_masked = $3, mobile_sealed = $4 where id = $1",
        user.0,
        mobile.index,
        mobile.masked,
        mobile.sealed
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_password(connection: &mut PgConnection, user: UserId, hash: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set password_hash = $2 where id = $1", user.0, hash).execute(connection).await?;
    Ok(())
}

/// When codes were sent to a number, as they are counted for the asker, and when it asked for some, after `since`, the newest first.
pub async fn list_sendings(
    connection: &mut PgConnection,
    mobile_index: &[u8],
    asker: &Asker,
    since: OffsetDateTime,
) -> Result<(Vec<OffsetDateTime>, Vec<OffsetDateTime>), sqlx::Error> {
    let to_number = sqlx::query_scalar!(
        "select sent_at from one_time_codes
         where mobile_index = $1 and sent_at > $2 and asker_known = $3 and (not $3 or asker_hash = $4)
         order by sent_at desc",
        mobile_index,
        since,
        asker.known,
        asker.hash
    )
    .fetch_all(&mut *connection)
    .await?;
    let of_asker = sqlx::query_scalar!(
        "select sent_at from one_time_codes where asker_hash = $1 and sent_at > $2 order by sent_at desc limit 100",
        asker.hash,
        since
    )
    .fetch_all(connection)
    .await?;
    Ok((to_number, of_asker))
}

pub async fn insert_code(connection: &mut PgConnection, code: &NewCode) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into one_time_codes
             (id, mobile_index, asker_hash, asker_known, bound_to, user_id, code_hash, message, sent_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        code.id.0,
        code.mobile_index,
        code.asker.hash,
        code.asker.known,
        code.bound_to,
        code.user.map(|id| id.0),
        code.code_hash,
        code.message,
        code.at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

struct CodeRow {
    id: uuid::Uuid,
    user_id: Option<uuid::Uuid>,
    code_hash: Vec<u8>,
    tries: i16,
    sent_at: OffsetDateTime,
    used_at: Option<OffsetDateTime>,
}

impl CodeRow {
    fn found(self) -> FoundCode {
        FoundCode {
            id: OneTimeCodeId(self.id),
            user: self.user_id.map(UserId),
            hash: self.code_hash,
            code: OneTimeCode {
                sent_at: self.sent_at,
                tries: u32::try_from(self.tries).unwrap_or(u32::MAX),
                used: self.used_at.is_some(),
            },
        }
    }
}

/// The last code that was asked for, for this and there, after `since`. Those who try one take turns.
pub async fn lock_newest_code(
    connection: &mut PgConnection,
    bound_to: &[u8],
    since: OffsetDateTime,
) -> Result<Option<FoundCode>, sqlx::Error> {
    let row = sqlx::query_as!(
        CodeRow,
        "select id, user_id, code_hash, tries, sent_at, used_at from one_time_codes
         where bound_to = $1 and sent_at > $2 order by sent_at desc limit 1 for update",
        bound_to,
        since
    );
    Ok(row.fetch_optional(connection).await?.map(CodeRow::found))
}

pub async fn lock_code(connection: &mut PgConnection, id: OneTimeCodeId) -> Result<FoundCode, sqlx::Error> {
    let row = sqlx::query_as!(
        CodeRow,
        "select id, user_id, code_hash, tries, sent_at, used_at from one_time_codes where id = $1 for update",
        id.0
    );
    Ok(row.fetch_one(connection).await?.found())
}

/// Whether a code was sent to the number that its person has now.
pub async fn is_of_holder(connection: &mut PgConnection, id: OneTimeCodeId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from one_time_codes c join users u on (u.id, u.mobile_index) = (c.user_id, c.mobile_index)
                          where c.id = $1) as "is!""#,
        id.0
    )
    .fetch_one(connection)
    .await
}

/// When the last code was sent, for this and there, after `since`; none once it was used.
pub async fn find_sent(
    connection: &mut PgConnection,
    bound_to: &[u8],
    since: OffsetDateTime,
) -> Result<Option<OffsetDateTime>, sqlx::Error> {
    let sent = sqlx::query_scalar!(
        "select case when used_at is null then sent_at end from one_time_codes
         where bound_to = $1 and sent_at > $2 order by sent_at desc limit 1",
        bound_to,
        since
    );
    Ok(sent.fetch_optional(connection).await?.flatten())
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

/// What waits to be sent of a code that was asked for after `since`, and of which no newer one has been.
pub async fn find_message(
    connection: &mut PgConnection,
    id: OneTimeCodeId,
    since: OffsetDateTime,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    let message = sqlx::query_scalar!(
        r#"select message as "message!" from one_time_codes c
           where id = $1 and sent_at > $2 and used_at is null and message is not null
             and not exists (select from one_time_codes n where n.bound_to = c.bound_to and n.sent_at > c.sent_at)"#,
        id.0,
        since
    );
    message.fetch_optional(connection).await
}

pub async fn update_message_sent(connection: &mut PgConnection, id: OneTimeCodeId) -> Result<(), sqlx::Error> {
    sqlx::query!("update one_time_codes set message = null where id = $1", id.0).execute(connection).await?;
    Ok(())
}

/// What was not sent of codes that are no good goes, and codes that are counted no more, but for those of an account on which somebody
/// missed: these are filed first.
pub async fn delete_codes(
    connection: &mut PgConnection,
    counted: OffsetDateTime,
    good: OffsetDateTime,
) -> Result<u64, sqlx::Error> {
    sqlx::query!("update one_time_codes set message = null where message is not null and sent_at <= $1", good)
        .execute(&mut *connection)
        .await?;
    let gone =
        sqlx::query!("delete from one_time_codes where sent_at <= $1 and (tries = 0 or user_id is null)", counted)
            .execute(connection)
            .await?;
    Ok(gone.rows_affected())
}

/// Some of those to whose codes somebody missed, up to `until`.
pub async fn list_missed_accounts(
    connection: &mut PgConnection,
    until: OffsetDateTime,
) -> Result<Vec<UserId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        r#"select distinct user_id as "user_id!" from one_time_codes
           where tries > 0 and user_id is not null and sent_at <= $1 limit 100"#,
        until
    );
    Ok(ids.fetch_all(connection).await?.into_iter().map(UserId).collect())
}

/// How many wrong codes were typed for somebody's, and of how many codes, up to `until`.
pub async fn delete_missed_codes(
    connection: &mut PgConnection,
    user: UserId,
    until: OffsetDateTime,
) -> Result<(i64, i64), sqlx::Error> {
    let gone = sqlx::query!(
        r#"with gone as (delete from one_time_codes where tries > 0 and user_id = $1 and sent_at <= $2 returning tries)
           select coalesce(sum(tries), 0) as "guesses!", count(*) as "codes!" from gone"#,
        user.0,
        until
    );
    let gone = gone.fetch_one(connection).await?;
    Ok((gone.guesses, gone.codes))
}

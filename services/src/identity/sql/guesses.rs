//! Statements about guesses that missed, and the devices that those of others do not lock out.

use domain::{
    id::UserId,
    identity::{DEVICES_KNOWN, Failures},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

/// Attempts under one name take turns, whether anybody has it or not.
pub async fn lock_name(connection: &mut PgConnection, name_hash: &[u8]) -> Result<(), sqlx::Error> {
    let key = name_hash.iter().take(4).fold(0i32, |value, byte| value << 8 | i32::from(*byte));
    sqlx::query!("select pg_advisory_xact_lock(4052, $1)", key).fetch_one(connection).await?;
    Ok(())
}

/// The same for two names at once, always in one order.
pub async fn lock_names(connection: &mut PgConnection, names: [&Vec<u8>; 2]) -> Result<(), sqlx::Error> {
    let [mut first, mut second] = names;
    if first > second {
        (first, second) = (second, first);
    }
    lock_name(connection, first).await?;
    lock_name(connection, second).await
}

/// Where attempts come from: a device that signed in under the name before, or the network of a stranger.
pub struct Place {
    pub hash: Vec<u8>,
    pub known_device: bool,
}

/// What is known of a device.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Device {
    Unknown,
    /// Somebody signed in from it.
    OfAnotherName,
    OfThisName,
}

pub async fn find_device(
    connection: &mut PgConnection,
    token_hash: &[u8],
    username: &str,
) -> Result<Device, sqlx::Error> {
    let own = sqlx::query_scalar!(
        r#"select bool_or(u.username = $2) as own from known_devices d join users u on u.id = d.user_id
           where d.token_hash = $1"#,
        token_hash,
        username
    )
    .fetch_one(connection)
    .await?;
    Ok(match own {
        None => Device::Unknown,
        Some(false) => Device::OfAnotherName,
        Some(true) => Device::OfThisName,
    })
}

/// Somebody signed in from a device: it is known from now on, and of the person's others the last ones.
pub async fn keep_device(
    connection: &mut PgConnection,
    user: UserId,
    token_hash: &[u8],
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into known_devices (user_id, token_hash, seen_at) values ($1, $2, $3)
         on conflict (user_id, token_hash) do update set seen_at = excluded.seen_at",
        user.0,
        token_hash,
        at
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from known_devices where user_id = $1 and token_hash not in
             (select token_hash from known_devices where user_id = $1 order by seen_at desc, token_hash limit $2)",
        user.0,
        DEVICES_KNOWN
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn delete_devices_of(connection: &mut PgConnection, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from known_devices where user_id = $1", user.0).execute(connection).await?;
    Ok(())
}

pub async fn delete_devices(connection: &mut PgConnection, before: OffsetDateTime) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!("delete from known_devices where seen_at < $1", before).execute(connection).await?;
    Ok(deleted.rows_affected())
}

/// The failures under a name after `since` that count at a place.
pub async fn list_failures(
    connection: &mut PgConnection,
    name_hash: &[u8],
    place: &Place,
    since: OffsetDateTime,
) -> Result<Failures, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select failed_at, origin_hash = $2 as "here!", not known_device as "stranger!" from sign_in_failures
           where name_hash = $1 and failed_at > $4 and (origin_hash = $2 or not ($3 or known_device))
           order by failed_at desc"#,
        name_hash,
        place.hash,
        place.known_device,
        since
    )
    .fetch_all(connection)
    .await?;
    let here = rows.iter().filter(|row| row.here).map(|row| row.failed_at).collect();
    let strangers = rows.iter().filter(|row| row.stranger && !place.known_device).map(|row| row.failed_at).collect();
    Ok(Failures { here, strangers })
}

pub struct Failure<'f> {
    pub name_hash: &'f [u8],
    pub place: &'f Place,
    /// Whose name it is, if anybody's.
    pub user: Option<UserId>,
    pub at: OffsetDateTime,
}

pub async fn insert_failure(connection: &mut PgConnection, failure: &Failure<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into sign_in_failures (name_hash, origin_hash, known_device, user_id, failed_at)
         values ($1, $2, $3, $4, $5)",
        failure.name_hash,
        failure.place.hash,
        failure.place.known_device,
        failure.user.map(|id| id.0),
        failure.at
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn delete_failures(
    connection: &mut PgConnection,
    name_hash: &[u8],
    place: &Place,
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from sign_in_failures where name_hash = $1 and origin_hash = $2", name_hash, place.hash)
        .execute(connection)
        .await?;
    Ok(())
}

/// Failures up to `until` under names that nobody has.
pub async fn delete_nobodys_failures(connection: &mut PgConnection, until: OffsetDateTime) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!("delete from sign_in_failures where user_id is null and failed_at <= $1", until)
        .execute(connection)
        .await?;
    Ok(deleted.rows_affected())
}

/// Some of those whose accounts have failures of before `before`.
pub async fn list_tried_accounts(
    connection: &mut PgConnection,
    before: OffsetDateTime,
) -> Result<Vec<UserId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        r#"select distinct user_id as "user_id!" from sign_in_failures
           where user_id is not null and failed_at <= $1 limit 100"#,
        before
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// How many guesses missed on an account, and from how many places.
pub async fn delete_failures_of(
    connection: &mut PgConnection,
    user: UserId,
    until: OffsetDateTime,
) -> Result<(i64, i64), sqlx::Error> {
    let gone = sqlx::query!(
        r#"with gone as (delete from sign_in_failures where user_id = $1 and failed_at <= $2 returning origin_hash)
           select count(*) as "guesses!", count(distinct origin_hash) as "places!" from gone"#,
        user.0,
        until
    )
    .fetch_one(connection)
    .await?;
    Ok((gone.guesses, gone.places))
}

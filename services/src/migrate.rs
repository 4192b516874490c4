//! Brings a database to the present schema.

use std::str::FromStr;

use sqlx::{ConnectOptions, Connection, postgres::PgConnectOptions};

static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// What tells this set of migrations from every other: the checksums of all.
#[must_use]
pub fn checksums() -> Vec<u8> {
    MIGRATOR.iter().flat_map(|migration| migration.checksum.iter().copied()).collect()
}

/// Creates the application's role, which migrations only grant to, and applies the migrations that are missing. Several
/// processes may do this at once: they take turns.
///
/// # Errors
/// When the database cannot be reached, or a migration fails.
pub async fn migrate(url: &str) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut connection = PgConnectOptions::from_str(url)?.connect().await?;
    // Roles belong to the whole cluster, so that two databases being migrated at once could both find it missing.
    sqlx::raw_sql(
        "begin;
         select pg_advisory_xact_lock(4051, 1);
         do $$ begin
             if not exists (select from pg_roles where rolname = 'lianrong_app') then
                 create role lianrong_app nologin;
             end if;
         exception when duplicate_object or unique_violation then null;
         end $$;
         commit;",
    )
    .execute(&mut connection)
    .await?;
    MIGRATOR.run(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

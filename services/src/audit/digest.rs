//! What was filed on a business date, as its close keeps it.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

/// The digests of rows that were filed on a date, in the order of their identifiers.
pub(crate) struct Filed(BTreeMap<Uuid, Vec<u8>>);

impl Filed {
    /// Hashes what there is. Others go on writing.
    pub async fn so_far(connection: &mut PgConnection, on: Date) -> Result<Self, sqlx::Error> {
        let rows =
            sqlx::query!(r#"select id, digest_of_audit_row(a) as "digest!" from audit a where business_date = $1"#, on)
                .fetch_all(connection)
                .await?;
        Ok(Self(rows.into_iter().map(|row| (row.id, row.digest)).collect()))
    }

    /// Hashes what has come since, once nobody writes any more, and gives the digest of all: SHA-256 over those of the rows.
    pub async fn digest(mut self, connection: &mut PgConnection, on: Date) -> Result<Vec<u8>, sqlx::Error> {
        let ids = sqlx::query_scalar!(
            r#"select coalesce(array_agg(id), '{}') as "ids!" from audit where business_date = $1"#,
            on
        )
        .fetch_one(&mut *connection)
        .await?;
        let new: Vec<Uuid> = ids.into_iter().filter(|id| !self.0.contains_key(id)).collect();
        let rows =
            sqlx::query!(r#"select id, digest_of_audit_row(a) as "digest!" from audit a where id = any($1)"#, &new)
                .fetch_all(connection)
                .await?;
        self.0.extend(rows.into_iter().map(|row| (row.id, row.digest)));
        let mut all = Sha256::new();
        for digest in self.0.values() {
            all.update(digest);
        }
        Ok(all.finalize().to_vec())
    }
}

//! How the invariants that are queries are asked.

use sqlx::{AssertSqlSafe, Executor, PgConnection, Row};

use super::Invariant;
use crate::{Error, error::Never, verdict::Verdict};

impl Invariant {
    /// One row of what it comes to: how many rows it examines, and the first that offend, as JSON.
    fn question(&self) -> String {
        let Self { examined, offending, .. } = self;
        format!(
            "select ({examined}) as examined, (
                select coalesce(json_agg(told), '[]')::text
                from (select to_jsonb(o)::text as told from ({offending}) o limit 20) t) as offending"
        )
    }
}

/// What they come to, of one moment and in one round trip: each is planned for what the tables hold now, and none of them stays among
/// the connection's prepared statements, which are for what is done again and again.
pub async fn judge(connection: &mut PgConnection, invariants: &[&Invariant]) -> Result<Vec<Verdict>, Error<Never>> {
    // It reads everything, so it takes as long as the book is large.
    let mut statements = vec!["set local statement_timeout = 0".to_owned()];
    statements.extend(invariants.iter().map(|invariant| invariant.question()));
    let rows = connection.fetch_all(sqlx::raw_sql(AssertSqlSafe(statements.join(";\n")))).await?;
    if rows.len() != invariants.len() {
        return Err(sqlx::Error::RowNotFound.into());
    }
    let verdicts = rows.iter().zip(invariants).map(|(row, invariant)| -> Result<Verdict, Error<Never>> {
        let offending: String = row.try_get("offending")?;
        Ok(Verdict {
            name: invariant.name,
            examined: row.try_get("examined")?,
            offending: serde_json::from_str(&offending)?,
        })
    });
    verdicts.collect()
}

//! The books of a day that ends.

use sha2::{Digest, Sha256};
use time::Date;

use crate::{Write, audit::Filed};

/// Writes the closing balance of every account that moved on `on`, the totals of each kind, and the digests of the balances and of
/// what was filed in the audit trail, chained to those of the date before, for ever.
pub(crate) async fn close(write: &mut Write, on: Date, filed: Filed) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into closing_totals select $1, kind, accounts, debit_fen, credit_fen from kind_balances() where accounts <> 0",
        on
    )
    .execute(write.connection())
    .await?;
    let balances = sqlx::query!(
        r#"insert into closing_balances (account_id, business_date, balance_fen)
           select moved.account_id, $1,
                  moved.amount_fen + coalesce((select c.balance_fen from closing_balances c
                                               where c.account_id = moved.account_id
                                               order by c.business_date desc limit 1), 0)
           from (select account_id, sum(amount_fen)::bigint as amount_fen
                 from entries where business_date = $1 group by account_id) as moved
           returning account_id, balance_fen"#,
        on
    )
    .fetch_all(write.connection())
    .await?;
    let mut rows: Vec<String> =
        balances.iter().map(|row| format!("{} {}\n", row.account_id, row.balance_fen)).collect();
    rows.sort_unstable();
    let digest = Sha256::digest(rows.concat()).to_vec();
    let last = sqlx::query_scalar!("select chain from closed_days order by business_date desc limit 1")
        .fetch_optional(write.connection())
        .await?;
    let audit = filed.digest(write.connection(), on).await?;
    let chain = Sha256::new().chain_update(last.unwrap_or_default()).chain_update(on.to_string());
    let chain = chain.chain_update(&digest).chain_update(&audit);
    let at = write.at;
    sqlx::query!(
        "insert into closed_days (business_date, closed_at, digest, audit_digest, chain) values ($1, $2, $3, $4, $5)",
        on,
        at,
        digest,
        audit,
        chain.finalize().to_vec(),
    )
    .execute(write.connection())
    .await?;
    Ok(())
}

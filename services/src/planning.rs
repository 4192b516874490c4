//! How the server plans statements: each mode with all that it sets.

use sqlx::{AssertSqlSafe, Executor, PgConnection};

/// What a connection is opened with, for writes. They look things up by key, so that their plans are made once and kept: planning
/// anew for each set of values cost more than running them. A kept plan outlives the size that it was made for: made over an empty
/// table, it would read that table from end to end long after it has grown. So they use indexes whatever the size, and what is looked
/// up by an array of keys is found one by one.
pub const WRITES: [(&str, &str); 4] = [
    ("plan_cache_mode", "force_generic_plan"),
    ("enable_seqscan", "off"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
];

/// What a transaction that only reads undoes of that, besides how plans are kept.
const READS: [(&str, &str); 3] = [("enable_seqscan", "on"), ("enable_hashjoin", "on"), ("enable_mergejoin", "on")];

/// What statements want, in either, that are planned for their values and for what the tables hold now.
const ANEW: [(&str, &str); 3] =
    [("plan_cache_mode", "force_custom_plan"), ("enable_hashjoin", "on"), ("enable_mergejoin", "on")];

/// The settings as what a `select` reads: they hold to the end of the transaction.
fn local(settings: &[(&str, &str)]) -> String {
    let calls: Vec<String> =
        settings.iter().map(|(name, value)| format!("set_config('{name}', '{value}', true)")).collect();
    calls.join(", ")
}

/// What reads set, as what a `select` reads. Where `own` holds they keep their plans, as writes do: whatever a shop reads is its own, and is
/// found by whose it is. With the policies of what it joins, planning cost ten times what running did.
pub fn for_reads(own: &str) -> String {
    format!(
        "set_config('plan_cache_mode', case when {own} then 'force_generic_plan' else 'auto' end, true), {}",
        local(&READS)
    )
}

/// Has statements planned for what the tables hold now, to the end of the transaction. A plan that is kept was made for what
/// they held when the connection first needed it: over an empty table any index is as good as another, and a statement that
/// holds many lines against a table would then go through all of it for each.
pub async fn plan_anew(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    connection.execute(sqlx::raw_sql(AssertSqlSafe(format!("select {}", local(&ANEW))))).await?;
    Ok(())
}

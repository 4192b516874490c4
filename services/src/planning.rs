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

/// What a transaction that only reads sets instead.
const READS: [&str; 4] = ["auto", "on", "on", "on"];

/// What statements want, in either, that are planned for their values and for what the tables hold now.
const ANEW: [(&str, &str); 3] =
    [("plan_cache_mode", "force_custom_plan"), ("enable_hashjoin", "on"), ("enable_mergejoin", "on")];

/// What reads set, as what a `select` reads, to the end of the transaction. Where `own` holds they are planned as writes are: whatever a shop reads is its own, and is found
/// by whose it is. With the policies of what it joins, planning it anew cost ten times what running did.
pub fn for_reads(own: &str) -> String {
    let set = WRITES.iter().zip(READS).map(|((name, kept), read)| {
        format!("set_config('{name}', case when {own} then '{kept}' else '{read}' end, true)")
    });
    set.collect::<Vec<_>>().join(", ")
}

/// Has statements planned for what the tables hold now, to the end of the transaction. A plan that is kept was made for what
/// they held when the connection first needed it: over an empty table any index is as good as another, and a statement that
/// holds many lines against a table would then go through all of it for each.
pub async fn plan_anew(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let set = ANEW.map(|(name, value)| format!("set_config('{name}', '{value}', true)")).join(", ");
    connection.execute(sqlx::raw_sql(AssertSqlSafe(format!("select {set}")))).await?;
    Ok(())
}

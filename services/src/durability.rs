//! What a database has to keep to before money is kept in it.

use domain::role::Party;

use crate::{
    claim::begin_for,
    transaction::{Pool, Transaction},
};

/// Money is not kept in a database that may forget it.
pub(crate) async fn refuse_without_durability(pool: &Pool) -> Result<(), sqlx::Error> {
    let (mut transaction, _) = Transaction::begin(pool, begin_for("READ ONLY", Party::Nobody)).await?;
    let unsafe_setting = sqlx::query_scalar!(
        r#"select name as "name!" from pg_settings
           where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting = 'off'"#
    )
    .fetch_optional(&mut *transaction)
    .await?;
    transaction.rollback().await?;
    match unsafe_setting {
        Some(name) => Err(sqlx::Error::Configuration(format!("the database runs with {name} = off").into())),
        None => Ok(()),
    }
}

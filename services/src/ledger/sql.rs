use domain::ledger::Account;
use sqlx::PgConnection;
use uuid::Uuid;

pub async fn insert_account(connection: &mut PgConnection, account: Account, owner: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into accounts (id, book, kind, owner_id) values ($1, $2, $3, $4) on conflict do nothing",
        account.id.0,
        account.kind.book().code(),
        account.kind.code(),
        owner,
    )
    .execute(connection)
    .await?;
    Ok(())
}

//! Statements about sealed contacts, and who saw them unmasked.

use domain::{
    Reference,
    id::{ApplicationId, PartnerId, UserId},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::Error;

/// How many applications with the same number are named.
const NAMED: i64 = 5;

pub struct NewUnmasking<'a> {
    pub id: Uuid,
    pub application: ApplicationId,
    pub funder: PartnerId,
    pub person: UserId,
    pub reason: &'a str,
    pub ends_at: OffsetDateTime,
}

/// Keeps a contact as it was sealed, and nothing of it in clear.
pub async fn update_contact(
    connection: &mut PgConnection,
    application: ApplicationId,
    sealed: Option<&[u8]>,
    phone_index: Option<&[u8]>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update applications
         set contact = $2, contact_phone_index = $3,
             form = form - array['contact_name', 'contact_phone', 'business_address']
         where id = $1",
        application.0,
        sealed,
        phone_index
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn find_contact(
    connection: &mut PgConnection,
    application: ApplicationId,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!("select contact from applications where id = $1", application.0).fetch_one(connection).await
}

pub async fn insert_unmasking(connection: &mut PgConnection, new: &NewUnmasking<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into unmaskings (id, application_id, funder_id, user_id, reason, ends_at)
         values ($1, $2, $3, $4, $5, $6)",
        new.id,
        new.application.0,
        new.funder.0,
        new.person.0,
        new.reason,
        new.ends_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn find_unmasked_until(
    connection: &mut PgConnection,
    application: ApplicationId,
    person: UserId,
    now: OffsetDateTime,
) -> Result<Option<OffsetDateTime>, sqlx::Error> {
    sqlx::query_scalar!(
        "select max(ends_at) from unmaskings where application_id = $1 and user_id = $2 and ends_at > $3",
        application.0,
        person.0,
        now
    )
    .fetch_one(connection)
    .await
}

/// Other shops' applications to the same funder with the same mobile number, while their consent holds; newest first.
pub async fn list_with_same_phone<R>(
    connection: &mut PgConnection,
    application: ApplicationId,
) -> Result<Vec<(ApplicationId, Reference)>, Error<R>> {
    let rows = sqlx::query!(
        r#"select other.id, other.reference as "reference!"
           from applications a
           join applications other on other.funder_id = a.funder_id
            and other.contact_phone_index = a.contact_phone_index and other.agent_id <> a.agent_id
           where a.id = $1 and other.submitted_at is not null and consented(other)
           order by other.submitted_at desc limit $2"#,
        application.0,
        NAMED
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(|row| Ok((ApplicationId(row.id), row.reference.parse().map_err(Error::defect)?))).collect()
}

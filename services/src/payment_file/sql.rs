use std::collections::HashMap;

use domain::{
    Amount, Reference,
    id::{DrawId, PartnerId, PaymentFileId},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, party::ReceivingAccount};

pub struct NewPaymentFile {
    pub id: PaymentFileId,
    pub funder: PartnerId,
    pub number: String,
    pub payee: ReceivingAccount,
    pub made_by: String,
    pub at: OffsetDateTime,
}

/// One of these draws that is in a file, and the newest file that it is in.
pub async fn find_earlier<R>(
    connection: &mut PgConnection,
    draws: &[Uuid],
) -> Result<Option<(Reference, String)>, Error<R>> {
    let row = sqlx::query!(
        "select d.reference, f.number
         from payment_file_draws i join payment_files f on f.id = i.file_id join draws d on d.id = i.draw_id
         where i.draw_id = any($1) order by f.made_at desc, f.id desc, d.reference limit 1",
        draws
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some((row.reference.parse().map_err(Error::defect)?, row.number)))
}

pub async fn next_number(connection: &mut PgConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(r#"select nextval('payment_file_numbers') as "number!""#).fetch_one(connection).await
}

/// Inserts a file and what it pays, in the order of the draws.
pub async fn insert(connection: &mut PgConnection, new: &NewPaymentFile, draws: &[Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into payment_files (id, funder_id, number, payee_name, payee_account_no, payee_branch, made_by, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        new.id.0,
        new.funder.0,
        new.number,
        new.payee.name,
        new.payee.account_no,
        new.payee.branch,
        new.made_by,
        new.at,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into payment_file_draws (file_id, draw_id, place)
         select $1, t.id, t.place from unnest($2::uuid[]) with ordinality as t (id, place)",
        new.id.0,
        draws,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A draw that a bank speaks of.
#[derive(Clone, Debug)]
pub struct KnownDraw {
    pub id: DrawId,
    pub amount: Amount,
    /// The funder's number of its payment, as it was reported, or registered to be released.
    pub payment_reference: Option<String>,
}

/// The funder's draws of these references.
pub async fn list_draws(
    connection: &mut PgConnection,
    funder: PartnerId,
    references: &[String],
) -> Result<HashMap<String, KnownDraw>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select reference, id, amount_fen, coalesce(instruction_reference, prepared_reference) as payment_reference
           from draws where funder_id = $1 and reference = any($2)"#,
        funder.0,
        references
    )
    .fetch_all(connection)
    .await?;
    let known =
        |id, fen, payment_reference| KnownDraw { id: DrawId(id), amount: Amount::from_fen(fen), payment_reference };
    Ok(rows.into_iter().map(|row| (row.reference, known(row.id, row.amount_fen, row.payment_reference))).collect())
}

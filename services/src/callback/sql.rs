use domain::{
    Amount, Reference,
    agreement_debit::DebitState,
    callback::CallbackOutcome,
    id::{CallbackId, CardId, RefundId, SigningId},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{Error, network::Callback, settlement::Taken};

/// What an order to sign is of.
pub enum Ordered {
    Signing(SigningId),
    Card(CardId),
}

/// Keeps a callback once, and gives what came of it before. `None` where its number was told with another content.
pub async fn keep<R>(
    connection: &mut PgConnection,
    callback: &Callback,
    at: OffsetDateTime,
) -> Result<Option<Option<CallbackOutcome>>, Error<R>> {
    let kept = sqlx::query_scalar!(
        "insert into callbacks (number, kind, serial, result, amount_fen, received_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (number) do update set times = callbacks.times + 1
         where (callbacks.kind, callbacks.serial, callbacks.result) = (excluded.kind, excluded.serial, excluded.result)
           and callbacks.amount_fen is not distinct from excluded.amount_fen
         returning outcome",
        callback.number,
        callback.kind.code(),
        callback.serial,
        callback.result,
        callback.amount.map(Amount::fen),
        at
    )
    .fetch_optional(connection)
    .await?;
    kept.map(|outcome| outcome.map(|code| code.parse().map_err(Error::defect)).transpose()).transpose()
}

pub async fn update_outcome(
    connection: &mut PgConnection,
    number: &str,
    outcome: CallbackOutcome,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update callbacks set outcome = $2 where number = $1", number, outcome.code())
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn find_refund<R>(
    connection: &mut PgConnection,
    serial: &str,
) -> Result<Option<(Taken, DebitState, Amount)>, Error<R>> {
    let row = sqlx::query!("select id, state, amount_fen from refunds where reference = $1", serial)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        let state = row.state.parse().map_err(Error::defect)?;
        Ok((Taken::Refund(RefundId(row.id)), state, Amount::from_fen(row.amount_fen)))
    })
    .transpose()
}

pub async fn find_ordered(
    connection: &mut PgConnection,
    reference: &Reference,
) -> Result<Option<Ordered>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id!", is_card as "is_card!"
           from (select id, false as is_card from signings where reference = $1
                 union all select id, true from cards where reference = $1) as ordered"#,
        reference.as_str()
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| if row.is_card { Ordered::Card(CardId(row.id)) } else { Ordered::Signing(SigningId(row.id)) }))
}

pub async fn find_id(connection: &mut PgConnection, number: &str) -> Result<CallbackId, sqlx::Error> {
    sqlx::query_scalar!("select id from callbacks where number = $1", number)
        .fetch_one(connection)
        .await
        .map(CallbackId)
}

/// The network's number of an agreement that has to end, sealed; none once it has ended.
pub async fn find_agreement(connection: &mut PgConnection, id: CallbackId) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!("select agreement_no from callbacks where id = $1", id.0).fetch_one(connection).await
}

pub async fn update_agreement(
    connection: &mut PgConnection,
    id: CallbackId,
    sealed: Option<&[u8]>,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update callbacks set agreement_no = $2 where id = $1", id.0, sealed).execute(connection).await?;
    Ok(())
}

/// Agreements that were not sealed under the newest master key.
pub async fn list_sealed_before(
    connection: &mut PgConnection,
    newest: &[u8],
) -> Result<Vec<(CallbackId, Vec<u8>)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, agreement_no as "agreement_no!" from callbacks
           where substring(agreement_no from 1 for 5) <> $1 limit 100 for update"#,
        newest
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (CallbackId(row.id), row.agreement_no)).collect())
}

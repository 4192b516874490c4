use domain::{
    Amount, Reference,
    id::{PartnerId, PayoutId},
    payout::{Payout, PayoutState},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, bank::Order};

/// A payout with all that sending it needs.
pub struct PayoutRow {
    pub id: PayoutId,
    pub reference: Reference,
    pub partner: PartnerId,
    pub amount: Amount,
    pub account_no: String,
    pub account_name: String,
    pub payout: Payout,
    pub sent_at: Option<OffsetDateTime>,
}

impl PayoutRow {
    /// The order of one attempt. The bank's statement repeats the remittance text, by which the payout is found again.
    pub fn order(&self, serial: i16) -> Order {
        Order {
            order_no: self.reference.clone(),
            serial,
            amount: self.amount,
            account_no: self.account_no.clone(),
            account_name: self.account_name.clone(),
            remittance: format!("代付 {}", self.reference),
        }
    }
}

/// Reads a payout's state back from its columns.
pub fn state_of<R>(state: &str, attempt: i32) -> Result<Payout, Error<R>> {
    match (PayoutState::from_code(state), i16::try_from(attempt)) {
        (Some(state), Ok(attempt)) => Ok(Payout { state, attempt }),
        _ => Err(Error::defect(format!("a payout is {state} in attempt {attempt}"))),
    }
}

struct RawPayout {
    id: Uuid,
    reference: String,
    partner_id: Uuid,
    amount_fen: i64,
    account_no: String,
    account_name: String,
    state: String,
    attempt: i32,
    sent_at: Option<OffsetDateTime>,
}

impl RawPayout {
    fn into_row<R>(self) -> Result<PayoutRow, Error<R>> {
        Ok(PayoutRow {
            id: PayoutId(self.id),
            reference: self.reference.parse().map_err(Error::defect)?,
            partner: PartnerId(self.partner_id),
            amount: Amount::from_fen(self.amount_fen),
            account_no: self.account_no,
            account_name: self.account_name,
            payout: state_of(&self.state, self.attempt)?,
            sent_at: self.sent_at,
        })
    }
}

pub async fn list_requested(connection: &mut PgConnection) -> Result<Vec<PayoutId>, sqlx::Error> {
    let ids =
        sqlx::query_scalar!("select id from payouts where state = 'requested' order by requested_at, id limit 200")
            .fetch_all(connection)
            .await?;
    Ok(ids.into_iter().map(PayoutId).collect())
}

/// The payouts whose result is not known, the one that was sent longest ago first.
pub async fn list_unknown<R>(connection: &mut PgConnection) -> Result<Vec<PayoutRow>, Error<R>> {
    sqlx::query_as!(
        RawPayout,
        "select id, reference, partner_id, amount_fen, account_no, account_name, state, attempt, sent_at
         from payouts where state = 'unknown' order by sent_at, id limit 200"
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(RawPayout::into_row)
    .collect()
}

/// A payout that is to be sent, locked, unless it is no longer or somebody else has it.
pub async fn lock_requested<R>(connection: &mut PgConnection, id: PayoutId) -> Result<Option<PayoutRow>, Error<R>> {
    sqlx::query_as!(
        RawPayout,
        "select id, reference, partner_id, amount_fen, account_no, account_name, state, attempt, sent_at
         from payouts where id = $1 and state = 'requested' for update skip locked",
        id.0
    )
    .fetch_optional(connection)
    .await?
    .map(RawPayout::into_row)
    .transpose()
}

pub async fn lock_payout<R>(connection: &mut PgConnection, id: PayoutId) -> Result<Option<PayoutRow>, Error<R>> {
    sqlx::query_as!(
        RawPayout,
        "select id, reference, partner_id, amount_fen, account_no, account_name, state, attempt, sent_at
         from payouts where id = $1 for update",
        id.0
    )
    .fetch_optional(connection)
    .await?
    .map(RawPayout::into_row)
    .transpose()
}

pub async fn update_payout(connection: &mut PgConnection, id: PayoutId, after: Payout) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update payouts set state = $2, attempt = $3 where id = $1",
        id.0,
        after.state.code(),
        i32::from(after.attempt),
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_sent_at(
    connection: &mut PgConnection,
    id: PayoutId,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update payouts set sent_at = $2 where id = $1", id.0, at).execute(connection).await?;
    Ok(())
}

pub async fn update_confirmed_at(
    connection: &mut PgConnection,
    id: PayoutId,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update payouts set confirmed_at = $2 where id = $1", id.0, at).execute(connection).await?;
    Ok(())
}

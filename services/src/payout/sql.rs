use domain::{
    Amount, Reference,
    id::{BankMovementId, PartnerId, PayoutId},
    ledger::{Account, AccountKind},
    payout::{Payout, PayoutState},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, bank::Order, ledger};

/// Whose money a payout sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// What is payable to a partner.
    Partner(PartnerId),
    /// A movement's, which goes back to its payer.
    Receipt { movement: BankMovementId, reserve_account: Uuid },
}

impl Source {
    /// The account that the money leaves when it is sent, and comes back to when that fails.
    pub fn account(self) -> Account {
        match self {
            Self::Partner(partner) => ledger::account(AccountKind::PartnerPayable, partner.0),
            Self::Receipt { reserve_account, .. } => ledger::account(AccountKind::UnmatchedReceipts, reserve_account),
        }
    }

    pub const fn partner(self) -> Option<PartnerId> {
        match self {
            Self::Partner(partner) => Some(partner),
            Self::Receipt { .. } => None,
        }
    }
}

/// A payout with all that sending it needs.
pub struct PayoutRow {
    pub id: PayoutId,
    pub reference: Reference,
    pub source: Source,
    pub amount: Amount,
    pub account_no: String,
    pub account_name: String,
    pub payout: Payout,
    pub sent_at: Option<OffsetDateTime>,
}

impl PayoutRow {
    /// The order of one attempt. The bank's statement repeats the remittance text, by which the payout is found again.
    pub fn order(&self, serial: i16) -> Order {
        let what = match self.source {
            Source::Partner(_) => "代付",
            Source::Receipt { .. } => "退回",
        };
        Order {
            order_no: self.reference.clone(),
            serial,
            amount: self.amount,
            account_no: self.account_no.clone(),
            account_name: self.account_name.clone(),
            remittance: format!("{what} {}", self.reference),
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
    partner_id: Option<Uuid>,
    movement_id: Option<Uuid>,
    reserve_account_id: Option<Uuid>,
    amount_fen: i64,
    account_no: String,
    account_name: String,
    state: String,
    attempt: i32,
    sent_at: Option<OffsetDateTime>,
}

impl RawPayout {
    fn into_row<R>(self) -> Result<PayoutRow, Error<R>> {
        let source = match (self.partner_id, self.movement_id, self.reserve_account_id) {
            (Some(partner), None, None) => Source::Partner(PartnerId(partner)),
            (None, Some(movement), Some(reserve_account)) => {
                Source::Receipt { movement: BankMovementId(movement), reserve_account }
            }
            other => return Err(Error::defect(format!("a payout has the source {other:?}"))),
        };
        Ok(PayoutRow {
            id: PayoutId(self.id),
            reference: self.reference.parse().map_err(Error::defect)?,
            source,
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
        r#"select o.id, o.reference, o.partner_id, o.movement_id, m.reserve_account_id as "reserve_account_id?", o.amount_fen,
                  o.account_no, o.account_name, o.state, o.attempt, o.sent_at
           from payouts o left join bank_movements m on m.id = o.movement_id
           where o.state = 'unknown' order by o.sent_at, o.id limit 200"#
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(RawPayout::into_row)
    .collect()
}

/// A payout that is to be sent, locked, unless it is no longer, somebody else has it, or the bank's statement has an
/// unexplained debit of its number and amount: then it may have been paid, whatever the bank has said.
pub async fn lock_requested<R>(connection: &mut PgConnection, id: PayoutId) -> Result<Option<PayoutRow>, Error<R>> {
    sqlx::query_as!(
        RawPayout,
        r#"select o.id, o.reference, o.partner_id, o.movement_id, m.reserve_account_id as "reserve_account_id?", o.amount_fen,
                  o.account_no, o.account_name, o.state, o.attempt, o.sent_at
           from payouts o left join bank_movements m on m.id = o.movement_id
           where o.id = $1 and o.state = 'requested'
             and not exists (select from breaks b join bank_movements d on d.id = b.movement_id
                             where b.payout_id = o.id and b.state = 'open' and d.amount_fen = o.amount_fen)
           for update of o skip locked"#,
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
        r#"select o.id, o.reference, o.partner_id, o.movement_id, m.reserve_account_id as "reserve_account_id?", o.amount_fen,
                  o.account_no, o.account_name, o.state, o.attempt, o.sent_at
           from payouts o left join bank_movements m on m.id = o.movement_id
           where o.id = $1 for update of o"#,
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

/// Whether an unexplained debit has the payout's number and amount.
pub async fn find_unexplained(connection: &mut PgConnection, id: PayoutId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from breaks b join bank_movements d on d.id = b.movement_id
                          join payouts o on o.id = b.payout_id
                          where o.id = $1 and b.state = 'open' and d.amount_fen = o.amount_fen) as "exists!""#,
        id.0
    )
    .fetch_one(connection)
    .await
}

pub async fn next_payout_number(connection: &mut PgConnection) -> Result<u64, sqlx::Error> {
    let number = sqlx::query_scalar!(r#"select nextval('payout_numbers') as "number!""#).fetch_one(connection).await?;
    Ok(number.unsigned_abs())
}

/// The payout that sends a movement's money back.
pub struct NewReturn<'a> {
    pub id: PayoutId,
    pub reference: &'a Reference,
    pub movement: BankMovementId,
    pub amount: Amount,
    pub account_no: &'a str,
    pub account_name: &'a str,
    pub at: OffsetDateTime,
}

pub async fn insert_return(connection: &mut PgConnection, new: &NewReturn<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into payouts (id, reference, movement_id, amount_fen, account_no, account_name, state, requested_at)
         values ($1, $2, $3, $4, $5, $6, 'requested', $7)",
        new.id.0,
        new.reference.as_str(),
        new.movement.0,
        new.amount.fen(),
        new.account_no,
        new.account_name,
        new.at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_account(
    connection: &mut PgConnection,
    id: PayoutId,
    (account_no, account_name): (&str, &str),
) -> Result<(), sqlx::Error> {
    sqlx::query!("update payouts set account_no = $2, account_name = $3 where id = $1", id.0, account_no, account_name)
        .execute(connection)
        .await?;
    Ok(())
}

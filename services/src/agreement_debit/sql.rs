use domain::{
    Amount, Reference,
    agreement_debit::DebitState,
    id::{BindingId, DebitId, DebtId, PartnerId},
    role::PartnerKind,
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{Error, debt::LockedDebt};

/// A debit, locked.
pub struct LockedDebit {
    pub id: DebitId,
    pub reference: String,
    pub binding: BindingId,
    pub holder: PartnerId,
    pub holder_kind: PartnerKind,
    pub amount: Amount,
    pub state: DebitState,
    pub sent_at: Option<OffsetDateTime>,
}

/// What the network knows a binding by.
pub struct Agreement {
    pub payer_no: String,
    /// Sealed.
    pub agreement_no: Vec<u8>,
}

pub async fn next_number(connection: &mut PgConnection) -> Result<u64, sqlx::Error> {
    let number = sqlx::query_scalar!(r#"select nextval('debit_numbers') as "number!""#).fetch_one(connection).await?;
    Ok(number.unsigned_abs())
}

pub async fn insert_debit(
    connection: &mut PgConnection,
    (id, reference): (DebitId, &Reference),
    debt: &LockedDebt,
    amount: Amount,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into debits (id, reference, debt_id, binding_id, holder_id, card_index, amount_fen, state, accepted_at,
                             accepted_on)
         values ($1, $2, $3, $4, $5, $6, $7, 'accepted', $8, $9)",
        id.0,
        reference.as_str(),
        debt.id.0,
        debt.binding.0,
        debt.holder_id.0,
        debt.card_index,
        amount.fen(),
        at,
        domain::debt::day_of(at),
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn find_state<R>(connection: &mut PgConnection, id: DebitId) -> Result<Option<DebitState>, Error<R>> {
    let state = sqlx::query_scalar!("select state from debits where id = $1", id.0).fetch_optional(connection).await?;
    state.map(|code| code.parse().map_err(Error::defect)).transpose()
}

pub async fn find_reference<R>(connection: &mut PgConnection, id: DebitId) -> Result<String, Error<R>> {
    Ok(sqlx::query_scalar!("select reference from debits where id = $1", id.0).fetch_one(connection).await?)
}

pub async fn find_debt(connection: &mut PgConnection, id: DebitId) -> Result<Option<DebtId>, sqlx::Error> {
    let debt = sqlx::query_scalar!("select debt_id from debits where id = $1", id.0).fetch_optional(connection).await?;
    Ok(debt.map(DebtId))
}

pub async fn lock_debit<R>(connection: &mut PgConnection, id: DebitId) -> Result<Option<LockedDebit>, Error<R>> {
    let row = sqlx::query!(
        "select d.reference, d.binding_id, d.holder_id, d.amount_fen, d.state, d.sent_at, p.kind
         from debits d join partners p on p.id = d.holder_id where d.id = $1 for update of d",
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(LockedDebit {
            id,
            reference: row.reference,
            binding: BindingId(row.binding_id),
            holder: PartnerId(row.holder_id),
            holder_kind: row.kind.parse().map_err(Error::defect)?,
            amount: Amount::from_fen(row.amount_fen),
            state: row.state.parse().map_err(Error::defect)?,
            sent_at: row.sent_at,
        })
    })
    .transpose()
}

/// A binding's agreement, locked so that nobody ends it meanwhile.
pub async fn lock_agreement(connection: &mut PgConnection, id: BindingId) -> Result<Agreement, sqlx::Error> {
    sqlx::query_as!(
        Agreement,
        "select s.payer_no, b.agreement_no from bindings b join signings s on s.id = b.signing_id where b.id = $1
         for share of b",
        id.0
    )
    .fetch_one(connection)
    .await
}

pub async fn update_sent(connection: &mut PgConnection, id: DebitId, at: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!("update debits set state = 'unknown', sent_at = $2 where id = $1", id.0, at)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn update_decided(
    connection: &mut PgConnection,
    id: DebitId,
    state: DebitState,
    failure: Option<&str>,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update debits set state = $2, failure = $3, decided_at = $4 where id = $1",
        id.0,
        state.code(),
        failure,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

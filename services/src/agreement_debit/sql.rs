use domain::{
    Amount, Reference,
    agreement_debit::DebitState,
    binding::BindingState,
    id::{BindingId, DebitId, DebtId, DebtTransferId, PartnerId},
    network::ReturnReason,
    role::PartnerKind,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

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
    /// Since when the network has known nothing of it.
    pub absent_since: Option<OffsetDateTime>,
}

/// What the network knows a binding by.
pub struct Agreement {
    pub state: BindingState,
    pub payer_no: String,
    /// Sealed.
    pub agreement_no: Vec<u8>,
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

/// A debit as the worker finds it.
pub struct FoundDebit {
    pub reference: String,
    pub state: DebitState,
    /// The network knew nothing of it when it was asked last.
    pub absent: bool,
}

pub async fn find_debit<R>(connection: &mut PgConnection, id: DebitId) -> Result<Option<FoundDebit>, Error<R>> {
    let row = sqlx::query!("select reference, state, absent_since from debits where id = $1", id.0)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        let state = row.state.parse().map_err(Error::defect)?;
        Ok(FoundDebit { reference: row.reference, state, absent: row.absent_since.is_some() })
    })
    .transpose()
}

pub async fn find_debt(connection: &mut PgConnection, id: DebitId) -> Result<Option<DebtId>, sqlx::Error> {
    let debt = sqlx::query_scalar!("select debt_id from debits where id = $1", id.0).fetch_optional(connection).await?;
    Ok(debt.map(DebtId))
}

pub async fn lock_debit<R>(connection: &mut PgConnection, id: DebitId) -> Result<Option<LockedDebit>, Error<R>> {
    let row = sqlx::query!(
        "select d.reference, d.binding_id, d.holder_id, d.amount_fen, d.state, d.absent_since, p.kind
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
            absent_since: row.absent_since,
        })
    })
    .transpose()
}

/// The agreement that a debit goes to, with its share and its card: until the end of the transaction nobody ends either, and
/// nobody else counts how often the card was tried.
pub async fn lock_agreement<R>(connection: &mut PgConnection, id: DebitId) -> Result<Agreement, Error<R>> {
    let row = sqlx::query!(
        "select b.id, b.state, b.card_index, s.payer_no, b.agreement_no
         from debits d join bindings b on b.id = d.binding_id join signings s on s.id = b.signing_id where d.id = $1
         for share of b",
        id.0
    )
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query!("select from shares where binding_id = $1 for share", row.id).fetch_optional(&mut *connection).await?;
    hold_tries(connection, &row.card_index).await?;
    let state = row.state.parse().map_err(Error::defect)?;
    Ok(Agreement { state, payer_no: row.payer_no, agreement_no: row.agreement_no })
}

/// Until the end of the transaction nobody else counts how often a card was tried.
pub async fn hold_tries(connection: &mut PgConnection, card_index: &[u8]) -> Result<(), sqlx::Error> {
    let card = domain::hexadecimal::text(card_index);
    sqlx::query!("select pg_advisory_xact_lock(4056, hashtext($1))", card).fetch_one(connection).await?;
    Ok(())
}

/// Since when the network has known nothing of a debit.
pub async fn update_absent(
    connection: &mut PgConnection,
    id: DebitId,
    since: Option<OffsetDateTime>,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update debits set absent_since = $2 where id = $1", id.0, since).execute(connection).await?;
    Ok(())
}

/// Whether the network's settlement file of the day on which a debit or a top-up was sent is there, and no file has a line of it.
pub async fn is_in_no_file(connection: &mut PgConnection, id: Uuid) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from settlements t
                          where t.settled_on = (d.sent_at at time zone 'Asia/Shanghai')::date and t.state = 'compared')
                  and not exists (select from settlement_lines l where l.order_no = d.reference) as "absent!"
           from network_debits d where d.id = $1"#,
        id
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

/// Whether the network has given a debit back to its payer, or something of it went back or may.
pub async fn is_given_back(connection: &mut PgConnection, id: DebitId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from returned_debits where debit_id = $1)
                  or exists (select from refunds where debit_id = $1 and state <> 'failed') as "given_back!""#,
        id.0
    )
    .fetch_one(connection)
    .await
}

/// Whether a payout has what a debit made payable. Until the end of the transaction none takes it.
pub async fn hold_payable(connection: &mut PgConnection, id: DebitId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select payout_id is not null as "taken!" from payables where id = $1 for update"#, id.0)
        .fetch_one(connection)
        .await
}

pub async fn insert_returned(
    connection: &mut PgConnection,
    (debit, debt): (&LockedDebit, DebtId),
    reason: ReturnReason,
    owed_back: bool,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into returned_debits (debit_id, debt_id, holder_id, amount_fen, reason, owed_back, returned_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        debit.id.0,
        debt.0,
        debit.holder.0,
        debit.amount.fen(),
        reason.code(),
        owed_back,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The transfer that waits for a debit.
pub async fn find_waiting(connection: &mut PgConnection, id: DebitId) -> Result<Option<DebtTransferId>, sqlx::Error> {
    let transfer = sqlx::query_scalar!(
        "select i.transfer_id from debt_transfer_items i join debits d on d.debt_id = i.debt_id
         where d.id = $1 and i.state = 'frozen'",
        id.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(transfer.map(DebtTransferId))
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

use domain::{
    Amount, Reference,
    agreement_debit::DebitState,
    binding::BindingState,
    id::{BindingId, DebitId, DebtId, DebtTransferId, PartnerId, PayoutId},
    network::ReturnReason,
    role::PartnerKind,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, Write, debt::LockedDebt, network::Payee, payout};

/// A debit, locked.
pub struct LockedDebit {
    pub id: DebitId,
    pub reference: String,
    pub binding: BindingId,
    pub holder: PartnerId,
    pub holder_kind: PartnerKind,
    pub amount: Amount,
    pub state: DebitState,
    /// What it has brought: its amount once it has succeeded, or what two people have booked of it although it had failed.
    pub taken: Option<Amount>,
    /// Who was paid of it: the holder, or whoever held the debt when it was booked.
    pub payee: PartnerId,
    /// Since when the network has known nothing of it.
    pub absent_since: Option<OffsetDateTime>,
}

/// What the network knows a binding by.
pub struct Agreement {
    pub state: BindingState,
    pub payer_no: String,
    /// Sealed.
    pub agreement_no: Vec<u8>,
    /// Whoever debits, with the account that is registered now.
    pub payee: Payee,
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
        r#"select d.reference, d.binding_id, d.holder_id, d.amount_fen, d.state, d.absent_since, p.kind,
                  a.holder_id as "adopted_by?", a.amount_fen as "adopted_fen?"
           from debits d join partners p on p.id = d.holder_id left join adopted_debits a on a.debit_id = d.id
           where d.id = $1 for update of d"#,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let state: DebitState = row.state.parse().map_err(Error::defect)?;
        let (amount, adopted) = (Amount::from_fen(row.amount_fen), row.adopted_fen.map(Amount::from_fen));
        Ok(LockedDebit {
            id,
            reference: row.reference,
            binding: BindingId(row.binding_id),
            holder: PartnerId(row.holder_id),
            holder_kind: row.kind.parse().map_err(Error::defect)?,
            amount,
            taken: if state == DebitState::Succeeded { Some(amount) } else { adopted },
            payee: PartnerId(row.adopted_by.unwrap_or(row.holder_id)),
            state,
            absent_since: row.absent_since,
        })
    })
    .transpose()
}

/// The agreement that a debit goes to, with its share and its card: until the end of the transaction nobody ends either, and
/// nobody else counts how often the card was tried.
pub async fn lock_agreement<R>(connection: &mut PgConnection, id: DebitId) -> Result<Agreement, Error<R>> {
    let row = sqlx::query!(
        "select b.id, b.state, b.card_index, s.payer_no, b.agreement_no, p.bank_account_no, p.name
         from debits d join bindings b on b.id = d.binding_id join signings s on s.id = b.signing_id
              join partners p on p.id = d.holder_id
         where d.id = $1
         for share of b",
        id.0
    )
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query!("select from shares where binding_id = $1 for share", row.id).fetch_optional(&mut *connection).await?;
    hold_tries(connection, &row.card_index).await?;
    let state = row.state.parse().map_err(Error::defect)?;
    let payee = Payee { account_no: row.bank_account_no, name: row.name };
    Ok(Agreement { state, payer_no: row.payer_no, agreement_no: row.agreement_no, payee })
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
    sqlx::query!("update debits set absent_since = $2 where id = $1 and absent_since is distinct from $2", id.0, since)
        .execute(connection)
        .await?;
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

/// What of a locked debit has not gone back to its payer.
pub async fn find_left(connection: &mut PgConnection, debit: &LockedDebit) -> Result<Amount, sqlx::Error> {
    let back = sqlx::query_scalar!(
        r#"select (coalesce((select sum(amount_fen - beyond_fen) from refunds
                             where debit_id = $1 and state = 'succeeded' and not late), 0)
                   + coalesce((select amount_fen from returned_debits where debit_id = $1), 0))::bigint as "back!""#,
        debit.id.0
    )
    .fetch_one(connection)
    .await?;
    Ok(debit.taken.unwrap_or_default().less(Amount::from_fen(back)))
}

/// Whether what a debit made payable was paid out, of which so much goes back. A payout that has it and has not left pays so much
/// less. Until the end of the transaction none takes it.
pub async fn hold_payable<R>(write: &mut Write, id: DebitId, amount: Amount, actor: &str) -> Result<bool, Error<R>> {
    payout::lock_of_payables(write.connection(), &[id.0]).await?;
    let payout = sqlx::query_scalar!("select payout_id from payables where id = $1 for update", id.0)
        .fetch_one(write.connection())
        .await?;
    match payout {
        Some(payout) => Ok(!payout::pay_less(write, PayoutId(payout), amount, actor).await?),
        None => Ok(false),
    }
}

pub async fn insert_returned(
    connection: &mut PgConnection,
    (debit, debt): (&LockedDebit, DebtId),
    (amount, reason): (Amount, ReturnReason),
    owed_back: bool,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into returned_debits (debit_id, debt_id, holder_id, amount_fen, reason, owed_back, returned_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        debit.id.0,
        debt.0,
        debit.payee.0,
        amount.fen(),
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

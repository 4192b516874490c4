use std::collections::{BTreeMap, HashMap};

use domain::{
    Amount,
    binding::BindingState,
    debt::{DebtStanding, Holder},
    id::{BindingId, DebitId, DebtId, PartnerId},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::RegisterDebtCommand;
use crate::Error;

/// A debt, locked, with what decides about it.
pub struct LockedDebt {
    pub id: DebtId,
    pub funder: PartnerId,
    pub facilitator: Option<PartnerId>,
    pub holder_id: PartnerId,
    pub binding: BindingId,
    pub card_index: Vec<u8>,
    pub transfers: i16,
    pub standing: DebtStanding,
}

/// The state of a binding, if it is this funder's, which it keeps until the end of the transaction.
pub async fn hold_own_binding<R>(
    connection: &mut PgConnection,
    id: BindingId,
    funder: PartnerId,
) -> Result<Option<BindingState>, Error<R>> {
    let state =
        sqlx::query_scalar!("select state from bindings where id = $1 and funder_id = $2 for share", id.0, funder.0)
            .fetch_optional(connection)
            .await?;
    state.map(|code| code.parse().map_err(Error::defect)).transpose()
}

/// The funder's bindings of these aliases.
pub async fn list_bindings(
    connection: &mut PgConnection,
    funder: PartnerId,
    aliases: &[String],
) -> Result<HashMap<String, BindingId>, sqlx::Error> {
    let rows =
        sqlx::query!("select alias, id from bindings where funder_id = $1 and alias = any($2)", funder.0, aliases)
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().map(|row| (row.alias, BindingId(row.id))).collect())
}

/// What was registered under these of the funder's numbers.
pub async fn list_registered(
    connection: &mut PgConnection,
    funder: PartnerId,
    numbers: &[String],
) -> Result<HashMap<String, (BindingId, Amount, Date)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select number, binding_id, amount_fen, due_on from debts where funder_id = $1 and number = any($2)",
        funder.0,
        numbers
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.number, (BindingId(row.binding_id), Amount::from_fen(row.amount_fen), row.due_on)))
        .collect())
}

pub async fn insert_debt(
    connection: &mut PgConnection,
    id: DebtId,
    funder: PartnerId,
    command: &RegisterDebtCommand,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into debts (id, funder_id, number, binding_id, amount_fen, outstanding_fen, due_on, holder, holder_id,
                            registered_at)
         values ($1, $2, $3, $4, $5, $5, $6, 'funder', $2, $7)",
        id.0,
        funder.0,
        command.number.trim(),
        command.binding.0,
        command.amount.fen(),
        command.due_on,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps the bindings of debts and their shares as they are until the end of the transaction: before the debts are locked.
pub async fn hold_bindings(connection: &mut PgConnection, debts: &[Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select from bindings where id in (select binding_id from debts where id = any($1)) order by id for share",
        debts
    )
    .fetch_all(&mut *connection)
    .await?;
    sqlx::query!(
        "select from shares where binding_id in (select binding_id from debts where id = any($1)) order by id for share",
        debts
    )
    .fetch_all(connection)
    .await?;
    Ok(())
}

/// Debts, locked in the order of their ids, as they stand at an instant. `but_for` is a debit that does not count as in flight.
pub async fn lock_debts<R>(
    connection: &mut PgConnection,
    ids: &[Uuid],
    but_for: Option<DebitId>,
    today: Date,
) -> Result<BTreeMap<DebtId, LockedDebt>, Error<R>> {
    let locked = sqlx::query!(
        r#"select id, funder_id, facilitator_id, holder_id, binding_id, outstanding_fen, due_on, holder, transfers,
                  complaint_at is not null as "complaint!"
           from debts where id = any($1) order by id for update"#,
        ids
    )
    .fetch_all(&mut *connection)
    .await?;
    // After the lock, with a snapshot of its own: what the one before us has committed counts.
    let told = sqlx::query!(
        r#"select d.id, b.state as "binding_state!", b.card_index as "card_index!", b.share_state,
                  c.tries as "tries!", c.most_tries as "most_tries!", c.limit_reached as "limit_reached!", c.taken_fen as "taken_fen!",
                  c.waiting_fen as "waiting_fen!",
                  b.suspended_for, card_refusal(b.card_index, d.binding_id) as card_refusal,
                  debit_in_flight(d.id, $2) as "in_flight!", p.status = 'suspended' as "suspended!"
           from debts d cross join lateral binding_of_debt(d.binding_id) b
           cross join lateral card_tries(b.card_index, $3) c join partners p on p.id = d.holder_id
           where d.id = any($1)"#,
        ids,
        but_for.map(|id| id.0),
        today
    )
    .fetch_all(connection)
    .await?;
    let mut debts = BTreeMap::new();
    for row in locked {
        let Some(told) = told.iter().find(|told| told.id == row.id) else { continue };
        let standing = DebtStanding {
            holder: row.holder.parse().map_err(Error::defect)?,
            outstanding: Amount::from_fen(row.outstanding_fen),
            due_on: row.due_on,
            binding: told.binding_state.parse().map_err(Error::defect)?,
            suspension: told.suspended_for.as_deref().map(|code| code.parse().map_err(Error::defect)).transpose()?,
            share: told.share_state.as_deref().map(|code| code.parse().map_err(Error::defect)).transpose()?,
            in_flight: told.in_flight,
            tried_today: told.tries,
            most_tries: told.most_tries,
            // Before one is sent, what else waits to be sent has no part yet: its own turn comes.
            taken_today: Amount::from_fen(told.taken_fen + if but_for.is_none() { told.waiting_fen } else { 0 }),
            limit_reached_today: told.limit_reached,
            card_refused: told.card_refusal.as_deref().map(|code| code.parse().map_err(Error::defect)).transpose()?,
            suspended: told.suspended,
            complaint: row.complaint,
            marked: false,
        };
        debts.insert(
            DebtId(row.id),
            LockedDebt {
                id: DebtId(row.id),
                funder: PartnerId(row.funder_id),
                facilitator: row.facilitator_id.map(PartnerId),
                holder_id: PartnerId(row.holder_id),
                binding: BindingId(row.binding_id),
                card_index: told.card_index.clone(),
                transfers: row.transfers,
                standing,
            },
        );
    }
    Ok(debts)
}

/// So many debts of a funder that are collected with another binding from now on.
pub struct Moved {
    pub funder: PartnerId,
    pub binding: BindingId,
    pub alias: String,
    pub debts: i64,
}

/// What the card of a binding has left behind with its bindings that are over, locked in the order of their ids, whoever holds it and
/// whatever is owed of it: who is about to change either is waited for.
pub async fn lock_left_behind(connection: &mut PgConnection, id: BindingId) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select d.id from bindings n
         join bindings b on b.funder_id = n.funder_id and b.settlement_id = n.settlement_id and b.card_index = n.card_index
         join debts d on d.binding_id = b.id
         where n.id = $1 and b.state in ('unsigned', 'invalid') order by d.id for update of d",
        id.0
    )
    .fetch_all(connection)
    .await
}

/// Has debts that are owed and whose binding is over collected with the one in force of their card, where that is their holder's: their
/// funder's always, and the facilitator's with which it is shared.
pub async fn move_to_bindings_in_force(
    connection: &mut PgConnection,
    debts: &[Uuid],
) -> Result<Vec<Moved>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"with moved as (
               update debts d set binding_id = n.id
               from bindings b
               join bindings n on n.funder_id = b.funder_id and n.settlement_id = b.settlement_id
                    and n.card_index = b.card_index and n.state in ('active', 'unsigning')
               left join shares s on s.binding_id = n.id and s.state = 'shared'
               where d.id = any ($1) and d.outstanding_fen > 0 and b.id = d.binding_id and b.state in ('unsigned', 'invalid')
                 and d.holder_id in (d.funder_id, s.facilitator_id)
               returning d.funder_id, n.id, n.alias)
           select funder_id as "funder_id!", id as "id!", alias as "alias!", count(*) as "debts!"
           from moved group by funder_id, id, alias order by id"#,
        debts
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Moved {
            funder: PartnerId(row.funder_id),
            binding: BindingId(row.id),
            alias: row.alias,
            debts: row.debts,
        })
        .collect())
}

pub async fn update_outstanding(
    connection: &mut PgConnection,
    id: DebtId,
    outstanding: Amount,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update debts set outstanding_fen = $2 where id = $1", id.0, outstanding.fen())
        .execute(connection)
        .await?;
    Ok(())
}

/// Since when a complaint keeps everybody from debiting for a debt; not any more. It is newer than what was proposed about the one before.
pub async fn update_complaint(
    connection: &mut PgConnection,
    id: DebtId,
    since: Option<OffsetDateTime>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update debts set complaint_at = case when $2::timestamptz is not null then greatest($2, (
             select proposed_at + interval '1 microsecond' from approvals where subject_id = $1 and state = 'proposed')) end
         where id = $1",
        id.0,
        since
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The number by which the funder knows a debt.
pub async fn find_number(connection: &mut PgConnection, id: DebtId) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!("select number from debts where id = $1", id.0).fetch_one(connection).await
}

/// Who holds a debt from now on, and which facilitator may know of it.
pub async fn update_holder(
    connection: &mut PgConnection,
    id: DebtId,
    (holder, holder_id): (Holder, PartnerId),
    facilitator: PartnerId,
    transfers: i16,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update debts set holder = $2, holder_id = $3, facilitator_id = $4, transfers = $5 where id = $1",
        id.0,
        holder.code(),
        holder_id.0,
        facilitator.0,
        transfers
    )
    .execute(connection)
    .await?;
    Ok(())
}

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Amount,
    debt::DebtRefusal,
    debt_transfer::{DebtTransfer, Declined, Item, ItemState, TransferState},
    id::{DebtTransferId, PartnerId},
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::SubmitTransferCommand;
use crate::{Error, loan};

/// The debts and the loans among items.
pub fn parts(items: &[Item]) -> (Vec<Uuid>, Vec<Uuid>) {
    let debts = items.iter().filter_map(|item| item.debt()).map(|id| id.0).collect();
    (debts, items.iter().filter_map(|item| item.loan()).map(|id| id.0).collect())
}

/// A transfer, locked.
pub struct LockedTransfer {
    pub id: DebtTransferId,
    pub funder: PartnerId,
    pub facilitator: PartnerId,
    pub transfer: DebtTransfer,
}

/// Which facilitator shares the binding of each debt.
pub async fn facilitators_of(
    connection: &mut PgConnection,
    debts: &[Uuid],
) -> Result<BTreeMap<Uuid, Uuid>, sqlx::Error> {
    let rows = sqlx::query!(
        "select d.id, s.facilitator_id from debts d join shares s on s.binding_id = d.binding_id where d.id = any($1)",
        debts
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.facilitator_id)).collect())
}

/// Which of some items are in a transfer that is not over.
pub async fn list_in_open_transfer(
    connection: &mut PgConnection,
    items: &[Item],
) -> Result<BTreeSet<Item>, sqlx::Error> {
    let (debts, loans) = parts(items);
    let rows = sqlx::query!(
        "select debt_id, loan_id from debt_transfer_items
         where (debt_id = any($1) or loan_id = any($2)) and state in ('pending', 'frozen')",
        &debts,
        &loans
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Item::from_parts(row.debt_id, row.loan_id)).collect())
}

pub async fn insert_transfer(
    connection: &mut PgConnection,
    id: DebtTransferId,
    (funder, facilitator): (PartnerId, PartnerId),
    command: &SubmitTransferCommand,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into debt_transfers (id, funder_id, facilitator_id, back, state, legal_basis, document, effective_from,
                                     submitted_at)
         values ($1, $2, $3, $4, 'submitted', $5, $6, $7, $8)",
        id.0,
        funder.0,
        facilitator.0,
        command.back,
        command.legal_basis.code(),
        command.document.trim(),
        command.effective_from,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The debts and loans of a transfer, each with its place: with a reason those that do not take part.
pub async fn insert_items(
    connection: &mut PgConnection,
    id: DebtTransferId,
    items: &[(i32, Item, Option<DebtRefusal>)],
) -> Result<(), sqlx::Error> {
    let places: Vec<i32> = items.iter().map(|(place, ..)| *place).collect();
    let debts: Vec<Option<Uuid>> = items.iter().map(|(_, item, _)| item.debt().map(|id| id.0)).collect();
    let loans: Vec<Option<Uuid>> = items.iter().map(|(_, item, _)| item.loan().map(|id| id.0)).collect();
    let reasons: Vec<Option<&str>> =
        items.iter().map(|(_, _, refusal)| refusal.as_ref().map(DebtRefusal::code)).collect();
    sqlx::query!(
        "insert into debt_transfer_items (transfer_id, place, debt_id, loan_id, state, reason)
         select $1, place, debt, loan, case when reason is null then $6 else $7 end, reason
         from unnest($2::int[], $3::uuid[], $4::uuid[], $5::text[]) as t (place, debt, loan, reason)",
        id.0,
        &places,
        &debts as &[Option<Uuid>],
        &loans as &[Option<Uuid>],
        &reasons as &[Option<&str>],
        ItemState::Pending.code(),
        ItemState::Declined.code(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What a transfer was submitted with that is not its funder's or named again, each with its place.
pub async fn insert_strange(
    connection: &mut PgConnection,
    id: DebtTransferId,
    strange: &[(i32, Item, Option<i32>)],
) -> Result<(), sqlx::Error> {
    let places: Vec<i32> = strange.iter().map(|(place, ..)| *place).collect();
    let debts: Vec<Option<Uuid>> = strange.iter().map(|(_, item, _)| item.debt().map(|id| id.0)).collect();
    let loans: Vec<Option<Uuid>> = strange.iter().map(|(_, item, _)| item.loan().map(|id| id.0)).collect();
    let twins: Vec<Option<i32>> = strange.iter().map(|(.., twin_of)| *twin_of).collect();
    sqlx::query!(
        "insert into debt_transfer_strange_items (transfer_id, place, debt_id, loan_id, twin_of)
         select $1, place, debt, loan, twin
         from unnest($2::int[], $3::uuid[], $4::uuid[], $5::int[]) as t (place, debt, loan, twin)",
        id.0,
        &places,
        &debts as &[Option<Uuid>],
        &loans as &[Option<Uuid>],
        &twins as &[Option<i32>],
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The approved transfers that may count on a date.
pub async fn list_of_day(connection: &mut PgConnection, on: Date) -> Result<Vec<DebtTransferId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select id from debt_transfers
         where state = 'approved'
           and (effective_from is null or (effective_from at time zone 'Asia/Shanghai')::date <= $1) order by id",
        on
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(DebtTransferId).collect())
}

/// The approved transfers of which nobody has shown that the debtors were notified, and which were approved by an instant.
pub async fn list_without_notice(
    connection: &mut PgConnection,
    approved_until: OffsetDateTime,
) -> Result<Vec<DebtTransferId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select id from debt_transfers
         where state = 'approved' and notified_on is null and approved_at <= $1 order by id",
        approved_until
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(DebtTransferId).collect())
}

pub async fn lock_transfer<R>(
    connection: &mut PgConnection,
    id: DebtTransferId,
) -> Result<Option<LockedTransfer>, Error<R>> {
    let row = sqlx::query!(
        "select funder_id, facilitator_id, back, state, notified_on, effective_from, approved_at from debt_transfers
         where id = $1 for update",
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(LockedTransfer {
            id,
            funder: PartnerId(row.funder_id),
            facilitator: PartnerId(row.facilitator_id),
            transfer: DebtTransfer {
                state: row.state.parse().map_err(Error::defect)?,
                back: row.back,
                notified_on: row.notified_on,
                effective_from: row.effective_from,
                approved_at: row.approved_at,
            },
        })
    })
    .transpose()
}

/// From now on the facilitator may know of these items.
pub async fn name_facilitator(
    connection: &mut PgConnection,
    items: &[Item],
    facilitator: PartnerId,
) -> Result<(), sqlx::Error> {
    let (debts, loans) = parts(items);
    sqlx::query!("update debts set facilitator_id = $2 where id = any($1)", &debts, facilitator.0)
        .execute(&mut *connection)
        .await?;
    loan::name_facilitator(connection, &loans, facilitator).await
}

/// The items of a transfer that are in a state.
pub async fn list_items(
    connection: &mut PgConnection,
    id: DebtTransferId,
    state: ItemState,
) -> Result<Vec<Item>, sqlx::Error> {
    let rows = sqlx::query!(
        "select debt_id, loan_id from debt_transfer_items where transfer_id = $1 and state = $2 order by item_id",
        id.0,
        state.code()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Item::from_parts(row.debt_id, row.loan_id)).collect())
}

/// The frozen items of a transfer of which a debit or a refund is on its way, or may be.
pub async fn list_in_flight(connection: &mut PgConnection, id: DebtTransferId) -> Result<Vec<Item>, sqlx::Error> {
    let rows = sqlx::query!(
        "select debt_id, loan_id from debt_transfer_items
         where transfer_id = $1 and state = 'frozen'
           and (debit_in_flight(debt_id, null) or loan_debit_in_flight(loan_id, null)) order by item_id",
        id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Item::from_parts(row.debt_id, row.loan_id)).collect())
}

/// Another transfer under the same document, with what the one before is known by, to which frozen items of that go.
pub async fn insert_follow_up(
    connection: &mut PgConnection,
    id: DebtTransferId,
    before: DebtTransferId,
    items: &[Item],
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let items: Vec<Uuid> = items.iter().map(|item| item.uuid()).collect();
    sqlx::query!(
        "update debt_transfer_items set state = 'declined', reason = $3 where transfer_id = $1 and item_id = any($2)",
        before.0,
        &items,
        Declined::FollowedUp.code()
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into debt_transfers (id, funder_id, facilitator_id, back, state, legal_basis, document, effective_from,
                                     submitted_at, notified_on, evidence, evidence_by, approved_at, follows)
         select $1, funder_id, facilitator_id, back, state, legal_basis, document, effective_from, $3, notified_on, evidence,
                evidence_by, approved_at, coalesce(follows, id)
         from debt_transfers where id = $2",
        id.0,
        before.0,
        at
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into debt_transfer_items (transfer_id, place, debt_id, loan_id, state)
         select $1, place, debt_id, loan_id, 'frozen' from debt_transfer_items where transfer_id = $2 and item_id = any($3)",
        id.0,
        before.0,
        &items
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_state(
    connection: &mut PgConnection,
    id: DebtTransferId,
    state: TransferState,
    (reason, at): (&str, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update debt_transfers set state = $2, end_reason = $3, effective_at = $4, approved_at = coalesce(approved_at, $5)
         where id = $1",
        id.0,
        state.code(),
        reason,
        (state == TransferState::Effective).then_some(at),
        (state == TransferState::Approved).then_some(at),
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_notice(
    connection: &mut PgConnection,
    id: DebtTransferId,
    (notified_on, evidence): (Date, &str),
    actor: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update debt_transfers set notified_on = $2, evidence = $3, evidence_by = $4 where id = $1",
        id.0,
        notified_on,
        evidence,
        actor
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn update_item(
    connection: &mut PgConnection,
    id: DebtTransferId,
    item: Item,
    state: ItemState,
    amount: Option<Amount>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update debt_transfer_items set state = $3, amount_fen = $4 where transfer_id = $1 and item_id = $2",
        id.0,
        item.uuid(),
        state.code(),
        amount.map(Amount::fen)
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn decline_item(
    connection: &mut PgConnection,
    id: DebtTransferId,
    item: Item,
    refusal: &DebtRefusal,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update debt_transfer_items set state = 'declined', reason = $3 where transfer_id = $1 and item_id = $2",
        id.0,
        item.uuid(),
        refusal.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What has not taken part does not any more, because the transfer is over.
pub async fn end_items(
    connection: &mut PgConnection,
    id: DebtTransferId,
    over: TransferState,
) -> Result<(), sqlx::Error> {
    let reason = if over == TransferState::Rejected { Declined::Rejected } else { Declined::Cancelled };
    sqlx::query!(
        "update debt_transfer_items set state = 'declined', reason = $2
         where transfer_id = $1 and state in ('pending', 'frozen')",
        id.0,
        reason.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

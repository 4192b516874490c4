//! Transfers of debts and loans between a funder and a facilitator: submitted by the one, confirmed by the other, approved by two people of
//! the institution, and effective when the debtors were notified and nothing is in flight.

mod document;
mod effect;
mod item;
mod report;
mod sql;

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    approval::ApprovalRefusal,
    debt::DebtRefusal,
    debt_transfer::{DebtTransfer, ITEMS_LIMIT, Item, ItemState, LegalBasis, TransferRefusal, TransferState},
    event::PartnerEvent,
    id::{DebtTransferId, PartnerId},
    job::Job,
    reason::is_reason,
    role::{PartnerKind, Party, Role},
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime};

use crate::{Context, Db, Error, Write, partner};

pub use document::{AddDocumentCommand, DocumentRow, add_document};
pub(crate) use document::{open_documents, reseal_documents};
pub(crate) use effect::{end_without_notice, follow, follow_of_day};
use item::{LockedItem, hold_bindings, lock_items};
pub use report::{
    TransferDetail, TransferFilter, TransferItem, TransferOfItem, TransferRow, to_confirm, transfer, transfers,
    transfers_of,
};

/// Who submits and confirms transfers for a funder.
const FUNDERS: &[Role] = &[Role::FunderTreasurer, Role::FunderApprover];
/// And for a facilitator.
const FACILITATORS: &[Role] = &[Role::FacilitatorApprover];

/// The funder transfers debts and loans to the facilitator that shares the bindings of their debtors, or (`back`) buys them back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SubmitTransferCommand {
    pub items: Vec<Item>,
    pub back: bool,
    pub legal_basis: LegalBasis,
    /// The document on which it rests.
    pub document: String,
    /// As soon as everything is there, if it says nothing.
    pub effective_from: Option<OffsetDateTime>,
}

/// Evidence that the debtors were notified.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NotifyCommand {
    pub transfer: DebtTransferId,
    pub notified_on: Date,
    pub evidence: String,
}

/// A transfer is taken back or not taken on, for a reason.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EndTransferCommand {
    pub transfer: DebtTransferId,
    pub reason: String,
}

/// Submits a transfer. What cannot be transferred is declined, each for its reason, and the others go on.
///
/// # Errors
/// `NotFound` when all that is named is not the funder's; refused when none is left, the document is missing, or either side is
/// suspended.
pub async fn submit_transfer(
    db: &Db,
    context: &Context,
    command: SubmitTransferCommand,
) -> Result<DebtTransferId, Error<TransferRefusal>> {
    let funder = context.funder(FUNDERS)?;
    let actor = context.actor_name();
    db.write(context, "transfer.submit", &command.clone(), move |write| {
        Box::pin(async move {
            check(&command, write.at).map_err(Error::Refused)?;
            let today = write.business_date;
            let mut locked = lock_items(write.connection(), &command.items, command.back, today).await?;
            locked.retain(|_, item| item.funder == funder);
            let elsewhere = sql::list_in_open_transfer(write.connection(), &command.items).await?;
            let Sorted { own, strange, to } = sort(&command.items, &locked, &elsewhere);
            let Some(facilitator) = to else {
                let first = own.into_iter().find_map(|(_, _, refusal)| refusal);
                return Err(first.map_or(Error::NotFound, |why| Error::Refused(TransferRefusal::NoneLeft(why))));
            };
            check_partners(write, funder, facilitator).await?.map_err(Error::Refused)?;
            let (id, at) = (DebtTransferId(write.id()), write.at);
            sql::insert_transfer(write.connection(), id, (funder, facilitator), &command, at).await?;
            sql::insert_items(write.connection(), id, &own).await?;
            sql::insert_strange(write.connection(), id, &strange).await?;
            let named: Vec<Item> = own.iter().filter(|(_, _, no)| no.is_none()).map(|(_, item, _)| *item).collect();
            sql::name_facilitator(write.connection(), &named, facilitator).await?;
            write.envelope.about(id);
            write.envelope.moved(id, ("", TransferState::Submitted.code()), &actor, "");
            let debts = named.len();
            write.envelope.tell(facilitator, id, &PartnerEvent::TransferSubmitted { debts })?;
            write.envelope.changed(&(), &command)?;
            Ok(id)
        })
    })
    .await
}

/// What a transfer is submitted with, each with its place, from 1.
struct Sorted {
    /// The funder's own, with why one takes no part.
    own: Vec<(i32, Item, Option<DebtRefusal>)>,
    /// What is another's or nothing, and what is named again, with the place of the row that counts.
    strange: Vec<(i32, Item, Option<i32>)>,
    /// All go to one facilitator: that of the first that can go.
    to: Option<PartnerId>,
}

/// Sorts what is named by what becomes of it, where these are the funder's, and these in another transfer.
fn sort(named: &[Item], locked: &BTreeMap<Item, LockedItem>, elsewhere: &BTreeSet<Item>) -> Sorted {
    let mut sorted = Sorted { own: Vec::new(), strange: Vec::new(), to: None };
    let mut places = BTreeMap::new();
    for (place, item) in (1..).zip(named) {
        let first: i32 = *places.entry(*item).or_insert(place);
        let Some(locked) = locked.get(item).filter(|_| first == place) else {
            sorted.strange.push((place, *item, (first < place).then_some(first)));
            continue;
        };
        let (facilitator, to) = (locked.facilitator, sorted.to);
        let free = if elsewhere.contains(item) { Err(DebtRefusal::InOtherTransfer) } else { Ok(()) };
        let refusal = free.and_then(|()| locked.may_transfer.clone()).err().or_else(|| {
            (facilitator.is_none() || to.is_some_and(|to| Some(to) != facilitator)).then_some(DebtRefusal::NotShared)
        });
        if refusal.is_none() {
            sorted.to = to.or(facilitator);
        }
        sorted.own.push((place, *item, refusal));
    }
    sorted
}

/// Nothing new is begun with a partner that is suspended.
async fn check_partners<R>(
    write: &mut Write,
    funder: PartnerId,
    facilitator: PartnerId,
) -> Result<Result<(), TransferRefusal>, Error<R>> {
    let suspended = partner::any_suspended(write.connection(), &[funder, facilitator]).await?;
    Ok(if suspended { Err(TransferRefusal::Suspended) } else { Ok(()) })
}

fn check(command: &SubmitTransferCommand, at: OffsetDateTime) -> Result<(), TransferRefusal> {
    if command.items.is_empty() || command.items.len() > ITEMS_LIMIT {
        return Err(TransferRefusal::Items);
    }
    if !is_reason(&command.document) {
        return Err(TransferRefusal::DocumentMissing);
    }
    if command.effective_from.is_some_and(|from| from < at) {
        return Err(TransferRefusal::InThePast);
    }
    Ok(())
}

/// The facilitator confirms a transfer.
///
/// # Errors
/// `NotFound` when it is another's; refused unless it was submitted, and while either side is suspended.
pub async fn confirm_transfer(db: &Db, context: &Context, id: DebtTransferId) -> Result<(), Error<TransferRefusal>> {
    let facilitator = context.facilitator(FACILITATORS)?;
    let actor = context.actor_name();
    db.write(context, "transfer.confirm", &id, move |write| {
        Box::pin(async move {
            let row = sql::lock_transfer(write.connection(), id).await?;
            let row = row.filter(|row| row.facilitator == facilitator).ok_or(Error::NotFound)?;
            let after = row.transfer.confirm().map_err(Error::Refused)?;
            check_partners(write, row.funder, row.facilitator).await?.map_err(Error::Refused)?;
            change(write, &row, after, (&actor, "")).await?;
            write.envelope.tell(row.funder, id, &PartnerEvent::TransferConfirmed {})
        })
    })
    .await
}

/// The facilitator will not have a transfer.
///
/// # Errors
/// As [`confirm_transfer`]; refused once the debts are frozen, and without a reason.
pub async fn reject_transfer(
    db: &Db,
    context: &Context,
    command: EndTransferCommand,
) -> Result<(), Error<TransferRefusal>> {
    let facilitator = context.facilitator(FACILITATORS)?;
    let actor = context.actor_name();
    db.write(context, "transfer.reject", &command.clone(), move |write| {
        Box::pin(async move {
            let row = sql::lock_transfer(write.connection(), command.transfer).await?;
            let row = row.filter(|row| row.facilitator == facilitator).ok_or(Error::NotFound)?;
            let after = row.transfer.reject().map_err(Error::Refused)?;
            let reason = command.reason.trim().to_owned();
            end(write, &row, after, (&actor, &reason)).await?;
            write.envelope.tell(row.funder, row.id, &PartnerEvent::TransferRejected { reason })
        })
    })
    .await
}

/// The funder takes a transfer back; frozen debts thaw.
///
/// # Errors
/// `NotFound` when it is another's; refused once it is effective or over, and without a reason.
pub async fn cancel_transfer(
    db: &Db,
    context: &Context,
    command: EndTransferCommand,
) -> Result<(), Error<TransferRefusal>> {
    let funder = context.funder(FUNDERS)?;
    let actor = context.actor_name();
    db.write(context, "transfer.cancel", &command.clone(), move |write| {
        Box::pin(async move {
            let row = sql::lock_transfer(write.connection(), command.transfer).await?;
            let row = row.filter(|row| row.funder == funder).ok_or(Error::NotFound)?;
            let after = row.transfer.cancel().map_err(Error::Refused)?;
            let reason = command.reason.trim().to_owned();
            end(write, &row, after, (&actor, &reason)).await?;
            write.envelope.tell(row.facilitator, row.id, &PartnerEvent::TransferCancelled { reason })
        })
    })
    .await
}

/// Either side says when the debtors were notified, and what shows it.
///
/// # Errors
/// `NotFound` when it is another's; refused without evidence, twice, and of a day that has not come.
pub async fn notify_debtors(db: &Db, context: &Context, command: NotifyCommand) -> Result<(), Error<TransferRefusal>> {
    let partner = match context.party() {
        Party::Funder(_) => context.funder(FUNDERS)?,
        _ => context.facilitator(FACILITATORS)?,
    };
    let actor = context.actor_name();
    db.write(context, "transfer.notify", &command.clone(), move |write| {
        Box::pin(async move {
            let row = sql::lock_transfer(write.connection(), command.transfer).await?;
            let row = row.filter(|row| row.funder == partner || row.facilitator == partner).ok_or(Error::NotFound)?;
            write.envelope.about(row.id);
            if !is_reason(&command.evidence) {
                return Err(Error::Refused(TransferRefusal::EvidenceMissing));
            }
            let after = row.transfer.notify(command.notified_on, write.business_date).map_err(Error::Refused)?;
            let evidence = command.evidence.trim();
            sql::update_notice(write.connection(), row.id, (command.notified_on, evidence), &actor).await?;
            if after.state == TransferState::Approved {
                write.enqueue(Job::FollowTransfer(row.id), Duration::ZERO);
            }
            let other = if partner == row.funder { row.facilitator } else { row.funder };
            let told = PartnerEvent::TransferNotified { notified_on: command.notified_on };
            write.envelope.tell(other, row.id, &told)?;
            write.envelope.changed(&(), &command)
        })
    })
    .await
}

/// Whether two people may decide about a transfer.
pub(crate) async fn check_approve(
    connection: &mut PgConnection,
    id: DebtTransferId,
) -> Result<(), Error<ApprovalRefusal>> {
    let row = sql::lock_transfer(connection, id).await?.ok_or(Error::NotFound)?;
    approved(connection, &row).await.map(|_| ())
}

/// A transfer as it is approved: whoever gives the debts away has brought what it rests on.
async fn approved(
    connection: &mut PgConnection,
    row: &sql::LockedTransfer,
) -> Result<DebtTransfer, Error<ApprovalRefusal>> {
    let files = document::count(connection, row.id, Some(side(row.transfer.gives(), row))).await?;
    row.transfer.approve(files).map_err(|refusal| Error::Refused(refusal.into()))
}

/// Two people have approved a transfer: its items are frozen. One that is paid or gone meanwhile is declined.
pub(crate) async fn approve(write: &mut Write, id: DebtTransferId, actor: &str) -> Result<(), Error<ApprovalRefusal>> {
    let row = sql::lock_transfer(write.connection(), id).await?.ok_or(Error::NotFound)?;
    let after = approved(write.connection(), &row).await?;
    check_partners(write, row.funder, row.facilitator).await?.map_err(|refusal| Error::Refused(refusal.into()))?;
    let (back, today) = (row.transfer.back, write.business_date);
    let items = sql::list_items(write.connection(), id, ItemState::Pending).await?;
    hold_bindings(write.connection(), &items).await?;
    for locked in lock_items(write.connection(), &items, back, today).await?.into_values() {
        // A card may have been bound anew meanwhile, and be shared with somebody else.
        let may = locked.may_transfer.clone().and_then(|()| locked.check_shared(row.facilitator, back));
        match may.and_then(|()| locked.holder.freeze()) {
            Ok(frozen) => {
                locked.keep(write, frozen, row.facilitator, (actor, "")).await?;
                sql::update_item(write.connection(), id, locked.item, ItemState::Frozen, None).await?;
            }
            Err(reason) => sql::decline_item(write.connection(), id, locked.item, &reason).await?,
        }
    }
    change(write, &row, after, (actor, "")).await?;
    write.enqueue(Job::FollowTransfer(id), Duration::ZERO);
    for partner in [row.funder, row.facilitator] {
        write.envelope.tell(partner, id, &PartnerEvent::TransferApproved {})?;
    }
    Ok(())
}

/// Keeps a transfer's new state.
async fn change<R>(
    write: &mut Write,
    row: &sql::LockedTransfer,
    after: DebtTransfer,
    (actor, reason): (&str, &str),
) -> Result<(), Error<R>> {
    let at = write.at;
    sql::update_state(write.connection(), row.id, after.state, (reason, at)).await?;
    write.envelope.about(row.id);
    write.envelope.moved(row.id, (row.transfer.state.code(), after.state.code()), actor, reason);
    write.envelope.changed(&row.transfer.state, &after.state)
}

/// Ends a transfer without effect: whatever was frozen is the holder's again, and may be transferred anew.
async fn end(
    write: &mut Write,
    row: &sql::LockedTransfer,
    after: DebtTransfer,
    (actor, reason): (&str, &str),
) -> Result<(), Error<TransferRefusal>> {
    if !is_reason(reason) {
        return Err(Error::Refused(TransferRefusal::ReasonMissing));
    }
    let items = sql::list_items(write.connection(), row.id, ItemState::Frozen).await?;
    let (back, today) = (row.transfer.back, write.business_date);
    for locked in lock_items(write.connection(), &items, back, today).await?.into_values() {
        locked.keep(write, locked.holder.thaw(false), row.facilitator, (actor, reason)).await?;
    }
    sql::end_items(write.connection(), row.id, after.state).await?;
    change(write, row, after, (actor, reason)).await
}

/// Whose a debt is, by the side.
pub(crate) const fn side(kind: PartnerKind, row: &sql::LockedTransfer) -> PartnerId {
    match kind {
        PartnerKind::Funder => row.funder,
        PartnerKind::Facilitator => row.facilitator,
    }
}

//! What changes hands, as a transfer needs it, whether a debt or a loan.

use std::collections::BTreeMap;

use domain::{
    Amount,
    debt::{DebtRefusal, Holder},
    debt_transfer::Item,
    id::PartnerId,
    ledger::{AccountKind, Event, EventKind, Journal, JournalError},
};
use sqlx::PgConnection;
use time::Date;

use super::sql::{self, parts};
use crate::{Error, Write, debt, ledger, loan};

/// A debt or a loan, locked.
pub struct LockedItem {
    pub item: Item,
    pub funder: PartnerId,
    pub holder: Holder,
    pub holder_id: PartnerId,
    /// With which it is shared.
    pub facilitator: Option<PartnerId>,
    /// How often it has changed hands.
    pub transfers: i16,
    /// What is owed of it; of a loan the principal.
    pub outstanding: Amount,
    /// Whether a transfer of it, there or back, may be asked for.
    pub may_transfer: Result<(), DebtRefusal>,
    /// Whether it changes hands once it is frozen.
    pub may_change_hands: Result<(), DebtRefusal>,
}

impl LockedItem {
    /// Whether it is shared with the facilitator that it would go to; back it comes from whoever has it.
    ///
    /// # Errors
    /// When it is not.
    pub fn check_shared(&self, facilitator: PartnerId, back: bool) -> Result<(), DebtRefusal> {
        if back || self.facilitator == Some(facilitator) { Ok(()) } else { Err(DebtRefusal::NotShared) }
    }

    /// Keeps that it is frozen or thawed. Whether a loan is, its transfer says.
    pub async fn keep(
        &self,
        write: &mut Write,
        after: Holder,
        facilitator: PartnerId,
        (actor, reason): (&str, &str),
    ) -> Result<(), sqlx::Error> {
        if let Item::Debt(id) = self.item {
            let whose = (after, self.holder_id);
            debt::update_holder(write.connection(), id, whose, facilitator, self.transfers).await?;
            write.envelope.moved(id, (self.holder.code(), after.code()), actor, reason);
        }
        Ok(())
    }

    /// Keeps that it is another's from now on.
    pub async fn hand_over(
        &self,
        write: &mut Write,
        (after, to): (Holder, PartnerId),
        facilitator: PartnerId,
        actor: &str,
    ) -> Result<(), sqlx::Error> {
        match self.item {
            Item::Debt(id) => {
                let transfers = self.transfers.saturating_add(1);
                debt::update_holder(write.connection(), id, (after, to), facilitator, transfers).await?;
                write.envelope.moved(id, (self.holder.code(), after.code()), actor, "");
                Ok(())
            }
            Item::Loan(id) => {
                let on = write.business_date;
                loan::update_holder(write.connection(), id, to, on).await
            }
        }
    }

    /// The claim goes to another. There is no journal where no principal is outstanding: what is owed beside it stands in no book.
    ///
    /// # Errors
    /// Never of what a transfer is made of.
    pub fn journal(&self, to: PartnerId, on: Date) -> Result<Option<Journal>, JournalError> {
        let event = Event { kind: EventKind::DebtTransferred, id: self.item.uuid(), leg: self.transfers };
        let journal = Journal::of(event, on);
        let journal = match self.item {
            Item::Debt(_) => journal,
            Item::Loan(id) => journal.about(id),
        };
        let claim = |partner: PartnerId| ledger::account(AccountKind::Claim, partner.0);
        Ok(journal.transfer(claim(self.holder_id), claim(to), self.outstanding)?.finish().ok())
    }
}

/// Keeps the bindings that items are collected with as they are until the end of the transaction, and their shares: before the items
/// are locked.
pub async fn hold_bindings(connection: &mut PgConnection, items: &[Item]) -> Result<(), sqlx::Error> {
    let (debts, loans) = parts(items);
    debt::hold_bindings(connection, &debts).await?;
    loan::hold_bindings(connection, &loans).await
}

/// Items, locked: debts, then loans.
pub async fn lock_items<R>(
    connection: &mut PgConnection,
    items: &[Item],
    back: bool,
    today: Date,
) -> Result<BTreeMap<Item, LockedItem>, Error<R>> {
    let (debts, loans) = parts(items);
    let mut locked = BTreeMap::new();
    let held = debt::lock_debts(connection, &debts, None, today).await?;
    let shared = sql::facilitators_of(connection, &debts).await?;
    for debt in held.into_values() {
        let item = Item::Debt(debt.id);
        locked.insert(
            item,
            LockedItem {
                item,
                funder: debt.funder,
                holder: debt.standing.holder,
                holder_id: debt.holder_id,
                facilitator: shared.get(&debt.id.0).copied().map(PartnerId),
                transfers: debt.transfers,
                outstanding: debt.standing.outstanding,
                may_transfer: debt.standing.may_transfer(back, today),
                may_change_hands: debt.standing.may_change_hands(back),
            },
        );
    }
    for loan in loan::lock_transferred(connection, &loans).await? {
        let item = Item::Loan(loan.id);
        locked.insert(
            item,
            LockedItem {
                item,
                funder: loan.funder,
                holder: loan.standing.holder,
                holder_id: loan.holder_id,
                facilitator: loan.facilitator,
                transfers: loan.transfers,
                outstanding: loan.outstanding,
                may_transfer: loan.standing.may_transfer(back),
                may_change_hands: loan.standing.may_change_hands(back),
            },
        );
    }
    Ok(locked)
}

//! Debts that bound cards pay: a funder registers what its customer owes; whoever holds it may collect it.

mod follow;
mod import;
mod report;
mod sql;

use domain::{
    Amount,
    debt::{DebtRefusal, check_number},
    event::PartnerEvent,
    id::{BindingId, DebtId},
    ledger::{AccountKind, EventKind, Journal},
};
use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    Context, Db, Error,
    context::SIGNERS,
    error::violated_constraint,
    ledger::{self, NewAccount},
    partner,
};

pub(crate) use follow::{follow_bindings, owe_again, take_left_behind};
pub use import::{DebtImport, RefusedRow, import_debts};
pub use report::{DebtFilter, DebtRow, debt, debts};
pub(crate) use sql::{
    LockedDebt, find_number, hold_bindings, lock_debts, update_complaint, update_holder, update_outstanding,
};

/// What a customer owes a funder.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RegisterDebtCommand {
    /// The funder's own number.
    pub number: String,
    pub binding: BindingId,
    pub amount: Amount,
    pub due_on: Date,
}

/// Registers a debt: from now on it can be collected with the binding by whoever holds it, which is the funder.
///
/// # Errors
/// `NotFound` when the binding is not the funder's; refused when it is over, the number is taken or none, or the amount is not
/// positive.
pub async fn register_debt(
    db: &Db,
    context: &Context,
    command: RegisterDebtCommand,
) -> Result<DebtId, Error<DebtRefusal>> {
    let funder = context.funder(SIGNERS)?;
    let actor = context.actor_name();
    db.write(context, "debt.register", &command.clone(), move |write| {
        Box::pin(async move {
            let id = DebtId(write.id());
            let binding = sql::hold_own_binding(write.connection(), command.binding, funder).await?;
            let binding = binding.ok_or(Error::NotFound)?;
            if partner::any_suspended(write.connection(), &[funder]).await? {
                return Err(Error::Refused(DebtRefusal::Suspended));
            }
            check_number(&command.number).map_err(Error::Refused)?;
            if !command.amount.is_positive() || command.amount > Amount::MAX {
                return Err(Error::Refused(DebtRefusal::AmountNotPositive));
            }
            if binding != domain::binding::BindingState::Active {
                return Err(Error::Refused(DebtRefusal::BindingEnded { state: binding }));
            }
            let at = write.at;
            let saved = sql::insert_debt(write.connection(), id, funder, &command, at).await;
            saved.map_err(|error| match violated_constraint(&error) {
                Some("debt_number_is_taken") => Error::Refused(DebtRefusal::NumberTaken),
                _ => error.into(),
            })?;
            // Where what its debits bring stands, until the network settles.
            ledger::open_account(write.connection(), AccountKind::ChannelReceivable, uuid::Uuid::nil()).await?;
            let account = ledger::account(AccountKind::DebtPrincipal, id.0);
            let journal = Journal::of(EventKind::DebtRegistered.of(id.0), write.business_date)
                .transfer(account, ledger::account(AccountKind::Claim, funder.0), command.amount)
                .and_then(Journal::finish)
                .map_err(Error::defect)?;
            write.envelope.change(NewAccount { account, owner: id.0 });
            write.envelope.post(journal);
            write.envelope.about(id);
            write.envelope.moved(id, ("", domain::debt::Holder::Funder.code()), &actor, "");
            let number = command.number.trim().to_owned();
            write.envelope.tell(funder, id, &PartnerEvent::DebtRegistered { number })?;
            write.envelope.changed(&(), &command)?;
            Ok(id)
        })
    })
    .await
}

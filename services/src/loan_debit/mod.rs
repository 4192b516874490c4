//! Debits for a loan: its holder collects what is overdue with the card that its borrower has bound. What the card gives is the wallet's,
//! and pays the loan in the same transaction. A debit is a top-up with a loan in it ([`crate::top_up`]), which sends it and files what comes
//! of it.

mod borrower;
mod report;
mod sql;
mod stays_paid;

use domain::{
    Amount, Reference,
    agreement_debit::DebitState,
    debt::{DebitLimits, DebtRefusal, day_of},
    id::{LoanId, TopUpId, WalletId},
    job::Job,
    ledger::AccountKind,
    reference::ReferenceKind,
    repayment::RepaymentCause,
    role::{PartnerKind, Party},
};
use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Context, Db, Error, Write,
    agreement_debit::{FACILITATORS, FUNDERS},
    error::{Never, violated_constraint},
    ledger,
    network::ACTOR,
    reference::next_reference,
    repayment::lock_payers_of,
};

pub use borrower::{OwnLoanDebitRow, own_loan_debit, own_loan_debits};
pub use report::{LoanDebitFilter, LoanDebitRow, has_card, loan_debits};
use sql::LockedLoan;
pub(crate) use sql::{OfLoan, find_owed_back, lock_agreement, lock_loan};
pub use stays_paid::{StaysPaidRow, stays_paid};

/// Take this much of what is overdue of a loan. Who is paid follows from the loan, and is no choice.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DebitLoanCommand {
    pub loan: LoanId,
    pub amount: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedLoanDebit {
    pub top_up: TopUpId,
    pub reference: Reference,
}

/// Accepts a debit for a loan by its holder.
///
/// # Errors
/// `NotFound` to whom the loan was never named; refused by the one rule that decides who may debit what ([`domain::debt`]).
pub async fn debit_loan(
    db: &Db,
    context: &Context,
    limits: DebitLimits,
    command: DebitLoanCommand,
) -> Result<AcceptedLoanDebit, Error<DebtRefusal>> {
    let (kind, partner) = match context.party() {
        Party::Funder(_) => (PartnerKind::Funder, context.funder(FUNDERS)?),
        _ => (PartnerKind::Facilitator, context.facilitator(FACILITATORS)?),
    };
    let actor = context.actor_name();
    db.write(context, "top_up.accept", &command.clone(), move |write| {
        Box::pin(async move {
            let (on, at) = (write.business_date, write.at);
            let locked = sql::lock_loan(write.connection(), command.loan, None, (on, day_of(at))).await?;
            let named = |locked: &LockedLoan| locked.funder == partner || locked.facilitator == Some(partner);
            let locked = locked.filter(named).ok_or(Error::NotFound)?;
            write.envelope.about(command.loan);
            locked.standing.may_debit(kind, command.amount, (on, at), limits).map_err(Error::Refused)?;
            let (binding, card) = locked.binding.as_ref().ok_or(Error::Refused(DebtRefusal::NotShared))?;
            // Of a funder who has registered no debt there may be none yet.
            ledger::open_account(write.connection(), AccountKind::ChannelReceivable, Uuid::nil()).await?;
            let id = TopUpId(write.id());
            let reference = next_reference(write, ReferenceKind::Debit).await?;
            let of = OfLoan { loan: command.loan, holder: partner, binding: *binding };
            let whose = (locked.agent, of, card.as_slice());
            let saved = sql::insert_loan_debit(write.connection(), (id, &reference), whose, command.amount, at).await;
            saved.map_err(|error| match violated_constraint(&error) {
                Some("one_loan_debit_in_flight") => Error::Refused(DebtRefusal::InFlight),
                _ => error.into(),
            })?;
            write.enqueue(Job::FollowTopUp(id), Duration::ZERO);
            write.envelope.moved(id, ("", DebitState::Accepted.code()), &actor, "");
            write.envelope.changed(&(), &(&reference, command.amount))?;
            Ok(AcceptedLoanDebit { top_up: id, reference })
        })
    })
    .await
}

impl LockedLoan {
    /// Whether a debit that was accepted may be sent: the same question as then, of the same holder and the same binding.
    ///
    /// # Errors
    /// Why not.
    pub fn may_send(
        &self,
        of: OfLoan,
        amount: Amount,
        when: (Date, OffsetDateTime),
        limits: DebitLimits,
    ) -> Result<(), DebtRefusal> {
        let kind = if of.holder == self.funder { PartnerKind::Funder } else { PartnerKind::Facilitator };
        self.standing.may_debit(kind, amount, when, limits)?;
        if self.holder != of.holder {
            return Err(DebtRefusal::NotHeld);
        }
        let same = self.binding.as_ref().is_some_and(|(binding, _)| *binding == of.binding);
        if same { Ok(()) } else { Err(DebtRefusal::NotShared) }
    }
}

/// Pays a loan with the money that its card has brought into the wallet, whatever freezes keep there. What is not owed any more stays.
///
/// # Errors
/// When the database fails, or holds what contradicts itself.
pub(crate) async fn pay(
    write: &mut Write,
    (id, given): (TopUpId, Amount),
    loan: LoanId,
    wallet: WalletId,
) -> Result<(), Error<Never>> {
    let on = write.business_date;
    let Some(mut payer) = lock_payers_of(write, &[wallet.0], &[loan.0], on).await?.remove(&wallet.0) else {
        return Ok(());
    };
    let found = payer.debts.iter().enumerate().find(|(_, debt)| debt.loan_id == loan);
    let Some((place, owed)) = found.map(|(place, debt)| (place, debt.loan.position.quote(on).payoff_total())) else {
        return Ok(());
    };
    let standing = payer.standing(write).await?;
    let (amount, held) = (given.min(owed), payer.wallet.held);
    if !amount.is_positive() {
        return Ok(());
    }
    payer.wallet = payer.wallet.passed_by(given);
    let how = (None, RepaymentCause::Debited, ACTOR);
    let paid = payer.pay(write, place, amount, how).map_err(Error::into_defect)?;
    payer.wallet.held = held;
    payer.free_if_clear(write, standing, ACTOR)?;
    payer.keep(write);
    write.flush().await?;
    Ok(sql::update_repayment(write.connection(), id, paid.repayment).await?)
}

//! A payment of a locked debt: what it changes, and what it leaves behind.

use domain::{
    Amount, Reference,
    event::PartnerEvent,
    id::{QuoteId, RepaymentId},
    ledger::{Account, AccountKind, EventKind, Journal, JournalError},
    position::Allocation,
    reference::ReferenceKind,
    repayment::{RepaymentCause, RepaymentRefusal},
    wallet::{Purpose, Wallet},
};
use time::Date;

use super::{
    Repaid,
    sql::{Debt, NewRepayment, Payer},
};
use crate::{
    Error, Write,
    freeze::{self, Standing},
    ledger,
    loan::sql::LoanChange,
    payable::NewPayable,
    revenue_share::withhold,
    wallet::WalletChange,
};

impl Payer {
    /// Takes `amount` out of the wallet for one of its debts. What changes of wallet and lines stays here until [`Self::keep`];
    /// everything else waits in the envelope.
    ///
    /// # Errors
    /// Refused when the wallet has less than that available, or the debt takes no such payment.
    pub fn pay(
        &mut self,
        write: &mut Write,
        place: usize,
        amount: Amount,
        (quote, cause, actor): (Option<QuoteId>, RepaymentCause, &str),
    ) -> Result<Repaid, Error<RepaymentRefusal>> {
        let on = write.business_date;
        let wallet = self.wallet.debit(amount, Purpose::Debt).map_err(|refusal| Error::Refused(refusal.into()))?;
        let debt = self.debts.get_mut(place).ok_or_else(|| Error::defect("a payer has no such debt"))?;
        let line = self.lines.get_mut(&debt.line_id).ok_or_else(|| Error::defect("a debt has no line"))?;
        let (loan, allocation) = debt.loan.pay(on, amount).map_err(|refusal| Error::Refused(refusal.into()))?;
        let after = line.now.repay(allocation.principal).map_err(Error::defect)?;
        let id = RepaymentId(write.id());
        let reference = Reference::new(ReferenceKind::Repayment, on, debt.number);
        let from = ledger::wallet_account(self.wallet_id.0, wallet);
        // What others hold is not the funder's interest.
        let own = debt.loan.holder == debt.funder;
        let share = if own { withhold(write, debt.funder, &allocation) } else { None };
        let withheld = share.map(|share| share.amount).unwrap_or_default();
        let parts = (amount.less(withheld), withheld, allocation.principal);
        write.envelope.post(journal(id, (from, debt), parts, on).map_err(Error::defect)?);
        let (was, is) = (debt.loan.state(on), loan.state(on));
        if was != is {
            write.envelope.moved(debt.loan_id, (was.code(), is.code()), actor, "");
        }
        let Allocation { fee, penalty, interest, principal, .. } = allocation;
        let (named, revenue_share) = (reference.clone(), share.map(|share| share.amount));
        let told = PartnerEvent::LoanRepaid { reference: named, fee, penalty, interest, principal, revenue_share };
        write.envelope.tell(loan.holder, debt.loan_id, &told)?;
        write.envelope.change(NewPayable {
            id: id.0,
            payee: loan.holder,
            agent: Some(self.agent),
            amount: amount.less(withheld),
            at: write.at,
        });
        write.envelope.change(NewRepayment {
            id,
            reference: reference.clone(),
            loan: debt.loan_id,
            agent: self.agent,
            funder: debt.funder,
            holder: loan.holder,
            quote,
            cause,
            amount,
            allocation: allocation.clone(),
            share,
            on,
            at: write.at,
            version: loan.version,
        });
        write.envelope.change(LoanChange { id: debt.loan_id, after: loan.clone(), on });
        debt.loan = loan;
        line.now = after;
        line.end_with(write, is, actor)?;
        self.wallet = wallet;
        Ok(Repaid { repayment: id, reference, allocation })
    }

    /// What keeps the wallet frozen beside the debts. It is read before anything is paid.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn standing<R>(&self, write: &mut Write) -> Result<Standing, Error<R>> {
        let loans: Vec<_> = self.debts.iter().map(|debt| debt.loan_id.0).collect();
        freeze::standing(write, (self.wallet_id, self.wallet), self.agent, &loans).await
    }

    /// Ends the freeze for what is overdue, once the debts leave no reason for it; the line lends again.
    ///
    /// # Errors
    /// When what is told cannot be written.
    pub(crate) fn free_if_clear<R>(
        &mut self,
        write: &mut Write,
        standing: Standing,
        actor: &str,
    ) -> Result<(), Error<R>> {
        let loans = self.debts.iter().map(|debt| &debt.loan);
        if !standing.free_if_clear(write, &mut self.wallet, loans, actor) {
            return Ok(());
        }
        for line in self.lines.values_mut() {
            line.now = line.now.resume();
        }
        let Some(debt) = self.debts.first() else { return Ok(()) };
        let told = PartnerEvent::WalletFreed { freed_on: write.business_date };
        write.envelope.tell(debt.funder, self.wallet_id, &told)
    }

    /// Keeps wallet and lines as they are now, with the envelope.
    pub fn keep(self, write: &mut Write) {
        let id = self.wallet_id;
        let after = self.keep_lines(write);
        write.envelope.change(WalletChange { id, after });
    }

    /// Keeps the lines, and gives the wallet to whoever keeps that.
    pub(crate) fn keep_lines(self, write: &mut Write) -> Wallet {
        for line in self.lines.into_values() {
            line.keep(write);
        }
        self.wallet
    }

    /// The balance, and what is outstanding on the lines of the debts: for the audit trail.
    #[must_use]
    pub fn owed(&self) -> (Amount, Amount) {
        (self.wallet.balance, self.lines.values().map(|line| line.now.outstanding).sum())
    }
}

/// What the holder gets, what is withheld of it, and the principal in both.
type Parts = (Amount, Amount, Amount);

fn journal(
    id: RepaymentId,
    (wallet, debt): (Account, &Debt),
    (payable, withheld, principal): Parts,
    on: Date,
) -> Result<Journal, JournalError> {
    let holder = debt.loan.holder.0;
    Journal::of(EventKind::LoanRepaid.of(id.0), on)
        .about(debt.loan_id)
        .transfer(wallet, ledger::account(AccountKind::PartnerPayable, holder), payable)?
        .transfer(wallet, ledger::revenue_share_withheld(), withheld)?
        .transfer(
            ledger::account(AccountKind::Claim, holder),
            ledger::account(AccountKind::DebtPrincipal, debt.loan_id.0),
            principal,
        )?
        .finish()
}

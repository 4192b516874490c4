//! What a wallet pays by standing orders, out of a commission that has just come.

use domain::{Amount, repayment::RepaymentCause, standing_order::StandingOrderState};

use super::sql::Payer;
use crate::{
    Error, Write,
    standing_order::{self, Ordered},
};

impl Payer {
    /// Pays orders one after the other as far as the money reaches, and ends those that are over. What changes of wallet and lines
    /// stays here; no other change of these loans may wait in the envelope.
    ///
    /// # Errors
    /// When what is found contradicts itself.
    pub(crate) fn pay_ordered<R>(
        &mut self,
        write: &mut Write,
        orders: Vec<Ordered>,
        mut money: Amount,
        actor: &str,
    ) -> Result<(), Error<R>> {
        let on = write.business_date;
        for Ordered { id, loan, mut order, number } in orders {
            let Some(place) = self.debts.iter().position(|debt| debt.loan_id == loan) else {
                standing_order::keep(write, id, order, StandingOrderState::Settled, actor);
                continue;
            };
            let debt = self.debts.get_mut(place).ok_or_else(|| Error::defect("a payer has no such debt"))?;
            // The sweep may have used the debt's own.
            debt.number = number;
            let amount = order.left(&debt.loan.position, on).min(money);
            if amount.is_positive() {
                let how = (None, RepaymentCause::Commission, actor);
                self.pay(write, place, amount, how).map_err(Error::into_defect)?;
                order = order.after(amount);
                money = money.less(amount);
            }
            let debt = self.debts.get(place).ok_or_else(|| Error::defect("a payer has no such debt"))?;
            let state = order.state(&debt.loan.position, on);
            if amount.is_positive() || state != StandingOrderState::Standing {
                standing_order::keep(write, id, order, state, actor);
            }
        }
        Ok(())
    }
}

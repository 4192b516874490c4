//! What paying ahead of the plan saves.

use time::Date;

use super::{AllocationRefusal, InstalmentPosition, Position};
use crate::Amount;

impl Position {
    /// The interest that a payment saves against keeping to the plan from now on, in fen; zero for a payment of what is
    /// due. An early fee is not taken off: it is told by itself.
    ///
    /// 50,000.00 at 0.144 and `act_360` for 14 days costs 280.00; settled on its 7th day it costs 140.00, which saves
    /// 140.00.
    ///
    /// # Errors
    /// As [`Position::allocate`].
    pub fn saved_by(&self, on: Date, amount: Amount) -> Result<Amount, AllocationRefusal> {
        let (after, allocation) = self.pay(on, amount)?;
        let still_costs = allocation.interest.plus(after.interest_to_come());
        Ok(self.interest_to_come().less(still_costs))
    }

    fn interest_to_come(&self) -> Amount {
        self.instalments().iter().map(InstalmentPosition::interest_unpaid).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::DueDates;
    use crate::terms::{DayCount, LoanTerms, RepaymentMethod, Tenor};
    use time::macros::date;

    fn position(method: RepaymentMethod, tenor: Tenor) -> Position {
        let terms = LoanTerms::new("0.144".parse().unwrap(), DayCount::Act360, method, tenor);
        Position::open(Amount::from_fen(5_000_000), &terms, &DueDates::unmoved(&terms, date!(2026 - 11 - 20)).unwrap())
            .unwrap()
    }

    #[test]
    fn settling_early_saves_the_rest_of_the_interest() {
        let bullet = position(RepaymentMethod::Bullet, Tenor::Days(14));
        let on = date!(2026 - 11 - 27);
        let payoff = bullet.quote(on).payoff_total();
        assert_eq!(bullet.saved_by(on, payoff), Ok(Amount::from_fen(14_000)));
    }

    #[test]
    fn a_part_saves_the_interest_on_itself() {
        // 10,140.00 pays 140.00 interest and 10,000.00 ahead: seven days of interest on them are 28.00.
        let bullet = position(RepaymentMethod::Bullet, Tenor::Days(14));
        assert_eq!(bullet.saved_by(date!(2026 - 11 - 27), Amount::from_fen(1_014_000)), Ok(Amount::from_fen(2_800)));
    }

    #[test]
    fn paying_what_is_due_saves_nothing() {
        let monthly = position(RepaymentMethod::EqualPrincipal, Tenor::Months(3));
        let on = date!(2026 - 12 - 20);
        let due = monthly.quote(on).due_total();
        assert_eq!(monthly.saved_by(on, due), Ok(Amount::ZERO));
    }
}

//! A loan: what its position makes of it on a business date, and whom it is owed to.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    Amount,
    calendar::days_between,
    id::PartnerId,
    position::{Allocation, AllocationRefusal, Position},
    schedule::{DueDates, MathError},
    terms::LoanTerms,
};

/// What keeps everybody from debiting a card for a loan, beside its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoanMark {
    /// Its borrower says that it is not owed so.
    Disputed,
    /// A court decides about it.
    InLitigation,
}

codes!(LoanMark {
    Disputed => "disputed",
    InLitigation => "in_litigation",
});

/// Where a loan stands on a business date. Nothing but its position decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoanState {
    Active,
    /// Enough of what fell due before the date is unpaid, and for longer than is borne with; the oldest of it since then.
    Overdue {
        since: Date,
    },
    /// Nothing is owed, and nothing ever will be.
    Settled,
}

impl LoanState {
    #[must_use]
    pub fn of(position: &Position, on: Date) -> Self {
        match position.overdue_since(on) {
            Some(since) => Self::Overdue { since },
            None if position.settled() => Self::Settled,
            None => Self::Active,
        }
    }

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Overdue { .. } => "overdue",
            Self::Settled => "settled",
        }
    }

    /// The state of a code and of the date that only an overdue loan has.
    #[must_use]
    pub fn from_parts(code: &str, overdue_since: Option<Date>) -> Option<Self> {
        match (code, overdue_since) {
            ("active", None) => Some(Self::Active),
            ("overdue", Some(since)) => Some(Self::Overdue { since }),
            ("settled", None) => Some(Self::Settled),
            _ => None,
        }
    }

    #[must_use]
    pub const fn overdue_since(self) -> Option<Date> {
        match self {
            Self::Overdue { since } => Some(since),
            Self::Active | Self::Settled => None,
        }
    }

    /// How many days it is overdue on a date; none where it is not. The same in every report, list and notice.
    #[must_use]
    pub fn days_overdue(self, on: Date) -> u32 {
        self.overdue_since().map_or(0, |since| days_between(since, on))
    }
}

/// A loan as it is kept: what is stored beside its position follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loan {
    pub position: Position,
    /// Whom it is owed to: its funder, until the debt is transferred.
    pub holder: PartnerId,
    /// Counts what was recorded of it: payments and other facts.
    pub version: i64,
}

impl Loan {
    /// The loan on the day of its credit.
    ///
    /// # Errors
    /// As [`Position::open`].
    pub fn open(principal: Amount, terms: &LoanTerms, dates: &DueDates, holder: PartnerId) -> Result<Self, MathError> {
        Ok(Self { position: Position::open(principal, terms, dates)?, holder, version: 0 })
    }

    /// The loan after a payment, and what the payment paid.
    ///
    /// # Errors
    /// As [`Position::pay`].
    pub fn pay(&self, on: Date, amount: Amount) -> Result<(Self, Allocation), AllocationRefusal> {
        let (position, allocation) = self.position.pay(on, amount)?;
        Ok((Self { position, holder: self.holder, version: self.version.saturating_add(1) }, allocation))
    }

    /// Where it stands on a date.
    #[must_use]
    pub fn state(&self, on: Date) -> LoanState {
        LoanState::of(&self.position, on)
    }

    /// The date of its oldest unpaid instalment with what is unpaid of that, in the order of lists: what is overdue the
    /// longest leads.
    #[must_use]
    pub fn next_due(&self) -> Option<(Date, Amount)> {
        self.position.first_unpaid()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use uuid::Uuid;

    use super::*;
    use crate::schedule::DueDates;
    use crate::terms::{DayCount, RepaymentMethod};

    fn loan() -> Loan {
        let (rate, tenor) = ("0.12".parse().unwrap(), "3m".parse().unwrap());
        let terms = LoanTerms::new(rate, DayCount::Act360, RepaymentMethod::EqualPrincipal, tenor);
        let dates = DueDates::unmoved(&terms, date!(2026 - 11 - 20)).unwrap();
        Loan::open("30000".parse().unwrap(), &terms, &dates, PartnerId(Uuid::nil())).unwrap()
    }

    #[test]
    fn a_loan_is_overdue_from_the_day_after_its_oldest_unpaid_due_date_until_that_is_paid() {
        let loan = loan();
        let (first, second) = (date!(2026 - 12 - 20), date!(2027 - 01 - 20));
        assert_eq!(loan.state(first), LoanState::Active);
        for late in [date!(2026 - 12 - 21), date!(2027 - 01 - 21), date!(2028 - 01 - 01)] {
            assert_eq!(loan.state(late), LoanState::Overdue { since: first });
        }
        let due = loan.position.quote(first).due_total();
        let (paid, _) = loan.pay(first, due).unwrap();
        assert_eq!(paid.state(date!(2026 - 12 - 21)), LoanState::Active);
        assert_eq!(paid.state(date!(2027 - 01 - 21)), LoanState::Overdue { since: second });
        let (settled, _) = paid.pay(second, paid.position.quote(second).payoff_total()).unwrap();
        assert_eq!(settled.state(date!(2028 - 01 - 01)), LoanState::Settled);
        assert_eq!((loan.version, paid.version, settled.version), (0, 1, 2));
        assert_eq!(
            [&loan, &paid, &settled].map(|loan| loan.next_due().map(|(on, _)| on)),
            [Some(first), Some(second), None]
        );
    }

    #[test]
    fn a_state_is_read_back_from_its_parts_and_from_no_other() {
        let since = date!(2026 - 12 - 20);
        for state in [LoanState::Active, LoanState::Overdue { since }, LoanState::Settled] {
            assert_eq!(LoanState::from_parts(state.code(), state.overdue_since()), Some(state));
        }
        for (code, since) in [("active", Some(since)), ("overdue", None), ("settled", Some(since)), ("", None)] {
            assert_eq!(LoanState::from_parts(code, since), None, "{code}");
        }
    }
}

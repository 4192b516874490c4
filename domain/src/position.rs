//! [`Position`]: the whole financial state of one loan, and what a payment does to it.
//!
//! Interest is a pure function of principal and time. A position keeps principal × time as a whole number (fen ×
//! twelfths of a day), carries it forward at each payment, and rounds only where an amount is owed: what is owed is
//! always round(everything accrued) − everything paid, so that no number of partial payments can make a fen drift.

mod allocation;
mod moving;
mod quote;
mod saving;
mod text;
mod waiving;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    Amount,
    calendar::{add_days, iso_date},
    schedule::{self, DueDates, Instalment, MathError, plan, time_between, weigh},
    terms::{LoanTerms, is_usual},
};

pub use allocation::{Allocation, AllocationRefusal, Part};
pub use moving::MovedDueDate;
pub use quote::{Item, Quote};
pub use text::PositionError;
pub use waiving::{Waivable, WaiverRefusal};

/// One instalment, what was paid of it, and what it has accrued up to the position's `accrued_to`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstalmentPosition {
    pub planned: Instalment,
    pub penalty_paid: Amount,
    pub interest_paid: Amount,
    pub principal_paid: Amount,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub penalty_waived: Amount,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub interest_waived: Amount,
    /// Interest-bearing principal × time of the period so far, in fen × twelfths of a day, while it is not due.
    accrued: i64,
    /// Overdue principal × time since the due date, in fen × twelfths of a day.
    overdue: i64,
}

impl InstalmentPosition {
    fn new(planned: Instalment) -> Self {
        let nothing = Amount::ZERO;
        Self {
            planned,
            penalty_paid: nothing,
            interest_paid: nothing,
            principal_paid: nothing,
            penalty_waived: nothing,
            interest_waived: nothing,
            accrued: 0,
            overdue: 0,
        }
    }

    #[must_use]
    pub fn principal_unpaid(&self) -> Amount {
        self.planned.principal.less(self.principal_paid)
    }

    #[must_use]
    pub fn interest_unpaid(&self) -> Amount {
        self.planned.interest.less(self.interest_paid).less(self.interest_waived)
    }

    fn overdue_until(&self, accrued_to: Date, on: Date) -> i64 {
        let time = time_between(self.planned.due_on.max(accrued_to), on);
        self.overdue.saturating_add(weigh(self.principal_unpaid(), time))
    }
}

/// A loan after the payments made so far: replaying the same payments gives the same position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    terms: LoanTerms,
    #[serde(with = "iso_date")]
    credited_on: Date,
    /// The business date of the last payment or waiver of principal, or of the credit.
    #[serde(with = "iso_date")]
    accrued_to: Date,
    /// Principal paid before it was due, in all.
    prepaid: Amount,
    early_fee_paid: Amount,
    #[serde(default, skip_serializing_if = "is_usual")]
    early_fee_waived: Amount,
    /// Principal that is owed no more without having been paid, in all.
    #[serde(default, skip_serializing_if = "is_usual")]
    principal_waived: Amount,
    /// One for each period of the first plan, those too that a new plan leaves empty: the next one begins from all of
    /// them, so that prepaying in parts equals prepaying at once.
    instalments: Vec<InstalmentPosition>,
}

impl Position {
    /// The position of a loan on the day of its credit.
    ///
    /// # Errors
    /// As [`plan`].
    pub fn open(principal: Amount, terms: &LoanTerms, dates: &DueDates) -> Result<Self, MathError> {
        let credited_on = dates.credited_on();
        let instalments = plan(principal, terms, dates)?.into_iter().map(InstalmentPosition::new).collect();
        let mut position = Self {
            terms: terms.clone(),
            credited_on,
            accrued_to: credited_on,
            prepaid: Amount::ZERO,
            early_fee_paid: Amount::ZERO,
            early_fee_waived: Amount::ZERO,
            principal_waived: Amount::ZERO,
            instalments,
        };
        // The minimum days are earned at once. Time runs on from their end, so that no day is charged twice.
        let earned_to = position.earned_to(credited_on);
        if let Some(first) = position.instalments.first_mut() {
            first.accrued = weigh(principal, first.planned.time_to(terms, earned_to));
        }
        Ok(position)
    }

    #[must_use]
    pub const fn terms(&self) -> &LoanTerms {
        &self.terms
    }

    #[must_use]
    pub const fn credited_on(&self) -> Date {
        self.credited_on
    }

    /// The business date of the last payment or waiver of principal, or of the credit when there was none.
    #[must_use]
    pub const fn accrued_to(&self) -> Date {
        self.accrued_to
    }

    /// Oldest first. After a prepayment their principal and interest are those of the new plan, which ends where the
    /// money is repaid; waived principal is in none.
    #[must_use]
    pub fn instalments(&self) -> &[InstalmentPosition] {
        let end = schedule::carrying(&self.instalments, |part| part.planned.total());
        self.instalments.get(..end).unwrap_or_default()
    }

    /// Principal that was paid before it was due, in all.
    #[must_use]
    pub const fn prepaid(&self) -> Amount {
        self.prepaid
    }

    /// Principal that was waived, in all.
    #[must_use]
    pub const fn principal_waived(&self) -> Amount {
        self.principal_waived
    }

    #[must_use]
    pub fn outstanding_principal(&self) -> Amount {
        self.instalments.iter().map(InstalmentPosition::principal_unpaid).sum()
    }

    /// Whether it is called overdue on the date: [`Self::overdue_since`]. (An instalment's penalty interest is paid
    /// before its principal, so none is left where the principal is paid.)
    #[must_use]
    pub fn is_overdue(&self, on: Date) -> bool {
        self.overdue_since(on).is_some()
    }

    /// The oldest due date before the given one on which something is still unpaid, once its days of grace are over and as much
    /// as makes a loan overdue is unpaid, of all that fell due and without penalty interest. What reaches that amount later is
    /// overdue since the due date all the same.
    #[must_use]
    pub fn overdue_since(&self, on: Date) -> Option<Date> {
        let unpaid = |part: &InstalmentPosition| part.principal_unpaid().plus(part.interest_unpaid());
        let oldest = self.due_before(on).find(|part| unpaid(part).is_positive())?.planned.due_on;
        let grace_over = add_days(oldest, self.terms.grace_days).is_some_and(|last| last < on);
        let enough = self.due_before(on).map(unpaid).sum::<Amount>() >= self.terms.minimum_overdue;
        (grace_over && enough).then_some(oldest)
    }

    fn due_before(&self, on: Date) -> impl Iterator<Item = &InstalmentPosition> {
        self.instalments.iter().take_while(move |part| part.planned.due_on < on)
    }

    /// The first due date on or after the given one on which something is still to be paid, with that amount. What is
    /// overdue is not part of it.
    #[must_use]
    pub fn next_due(&self, on: Date) -> Option<(Date, Amount)> {
        self.unpaid().find(|(due_on, _)| *due_on >= on)
    }

    /// The due dates on which something is unpaid, whether they have passed or are to come, each with that amount, without penalty
    /// interest.
    pub fn unpaid(&self) -> impl Iterator<Item = (Date, Amount)> {
        self.instalments
            .iter()
            .map(|part| (part.planned.due_on, part.principal_unpaid().plus(part.interest_unpaid())))
            .filter(|(_, amount)| amount.is_positive())
    }

    /// The first due date on which something is unpaid, whether it has passed or is to come, with that amount. Nothing when
    /// everything is paid. It does not depend on the day on which it is asked.
    #[must_use]
    pub fn first_unpaid(&self) -> Option<(Date, Amount)> {
        self.unpaid().next()
    }

    /// Nothing is owed, and nothing ever will be.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.instalments.iter().all(|part| part.principal_unpaid().plus(part.interest_unpaid()).is_zero())
    }

    /// Everything owed on a date, not earlier than the last payment.
    ///
    /// 50,000.00 at 0.144 and `act_360` for 14 days owes on its 20th day 50,000.00 principal, 280.00 interest and
    /// 50,000.00 × 0.144 × 1.5 × 6 / 360 = 180.00 penalty interest; on its 7th day 140.00 interest.
    #[must_use]
    pub fn quote(&self, on: Date) -> Quote {
        let open_principal = self.open_principal(on);
        let open_interest = self.open_instalment(on).map_or(Amount::ZERO, |part| {
            let accrued = self.interest_on(self.accrued_until(part, on)).min(part.planned.interest);
            accrued.less(part.interest_paid).less(part.interest_waived)
        });
        let early_fee = if open_principal.is_zero() {
            Amount::ZERO
        } else {
            let fee = self.early_fee_on(self.prepaid.plus(open_principal));
            // Less principal than the fee was waived for may be left.
            fee.less(self.early_fee_paid).less(self.early_fee_waived).max(Amount::ZERO)
        };
        Quote { on, due: self.due_items(on), open_interest, open_principal, early_fee }
    }

    /// The penalty interest of all instalments is rounded once. Each takes what it adds to the rounded sum: this never
    /// takes back what was paid, because an instalment's penalty is paid only after all older principal, when the sum
    /// of the older ones stands still. What was waived may be a fen more than that for a while.
    fn due_items(&self, on: Date) -> Vec<Item> {
        let (mut weight, mut charged) = (0_i64, Amount::ZERO);
        let mut items = Vec::new();
        for part in self.instalments.iter().take_while(|part| part.planned.due_on <= on) {
            weight = weight.saturating_add(part.overdue_until(self.accrued_to, on));
            let sum = schedule::interest_on(weight, self.terms.penalty_rate(), self.terms.day_count);
            let item = Item {
                instalment: part.planned.number,
                due_on: part.planned.due_on,
                penalty: sum.less(charged).less(part.penalty_paid).less(part.penalty_waived),
                interest: part.interest_unpaid(),
                principal: part.principal_unpaid(),
            };
            charged = sum;
            if item.total().is_positive() {
                items.push(item);
            }
        }
        items
    }

    /// The running period: the first that is not due.
    fn open_instalment(&self, on: Date) -> Option<&InstalmentPosition> {
        self.instalments.iter().find(|part| part.planned.due_on > on)
    }

    /// Principal that is not due: what the running period bears interest on.
    fn open_principal(&self, on: Date) -> Amount {
        let open = self.instalments.iter().filter(|part| part.planned.due_on > on);
        open.map(InstalmentPosition::principal_unpaid).sum()
    }

    /// Until when interest is earned on a date: the date itself, or the end of the minimum days.
    fn earned_to(&self, on: Date) -> Date {
        add_days(self.credited_on, self.terms.min_days).map_or(on, |minimum| minimum.max(on))
    }

    fn accrued_until(&self, part: &InstalmentPosition, on: Date) -> i64 {
        let before = part.planned.time_to(&self.terms, self.earned_to(self.accrued_to));
        let time = part.planned.time_to(&self.terms, self.earned_to(on)).saturating_sub(before);
        part.accrued.saturating_add(weigh(self.open_principal(on), time))
    }

    fn interest_on(&self, weight: i64) -> Amount {
        schedule::interest_on(weight, self.terms.annual_rate.fraction(), self.terms.day_count)
    }

    fn early_fee_on(&self, prepaid: Amount) -> Amount {
        let fee = prepaid.to_decimal().saturating_mul(self.terms.early_fee_rate.fraction());
        Amount::round_half_up(fee).unwrap_or(Amount::MAX)
    }
}

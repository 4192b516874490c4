//! [`Allocation`]: how a payment is split, and what it does to a [`Position`].

use serde::{Deserialize, Serialize};
use time::Date;

use super::{InstalmentPosition, Position};
use crate::{
    Amount,
    schedule::{self, MathError, weigh},
    terms::AllocationOrder,
};

/// What a payment does for one instalment or, without a number, ahead of the schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub instalment: Option<u32>,
    pub fee: Amount,
    pub penalty: Amount,
    pub interest: Amount,
    pub principal: Amount,
}

impl Part {
    #[must_use]
    pub fn total(&self) -> Amount {
        self.fee.plus(self.penalty).plus(self.interest).plus(self.principal)
    }
}

/// How a payment is split. The parts add up to the amount paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// In the order in which they are paid: due instalments oldest first, then what is paid ahead.
    pub parts: Vec<Part>,
    pub fee: Amount,
    pub penalty: Amount,
    pub interest: Amount,
    pub principal: Amount,
    /// Nothing is owed any more.
    pub settled: bool,
}

impl Allocation {
    fn new(parts: Vec<Part>, settled: bool) -> Self {
        let sum = |of: fn(&Part) -> Amount| parts.iter().map(of).sum();
        let (fee, penalty) = (sum(|part| part.fee), sum(|part| part.penalty));
        let (interest, principal) = (sum(|part| part.interest), sum(|part| part.principal));
        Self { parts, fee, penalty, interest, principal, settled }
    }

    /// Of a payment when nothing is owed.
    pub(crate) fn none() -> Self {
        Self::new(Vec::new(), true)
    }

    /// Of principal that is waived.
    pub(crate) fn of_principal(principal: Amount, settled: bool) -> Self {
        let nothing = Amount::ZERO;
        let part = Part { instalment: None, fee: nothing, penalty: nothing, interest: nothing, principal };
        Self::new(vec![part], settled)
    }

    #[must_use]
    pub fn total(&self) -> Amount {
        self.fee.plus(self.penalty).plus(self.interest).plus(self.principal)
    }
}

/// Why a payment is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AllocationRefusal {
    #[error("a payment is more than nothing")]
    NotPositive,
    #[error("the loan is settled with {payoff}")]
    AbovePayoff { payoff: Amount },
    #[error("a payment of {last_paid_on} was taken already")]
    BeforeLastPayment { last_paid_on: Date },
    #[error(transparent)]
    Math(#[from] MathError),
}

impl AllocationRefusal {
    /// The stable code of the refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotPositive => "allocation.not_positive",
            Self::AbovePayoff { .. } => "allocation.above_payoff",
            Self::BeforeLastPayment { .. } => "allocation.before_last_payment",
            Self::Math(error) => error.code(),
        }
    }
}

impl Position {
    /// Splits a payment without making it: oldest due instalment first, inside it in the order of its terms; then ahead of the
    /// schedule all interest up to the date, then principal with the early fee on it.
    ///
    /// # Errors
    /// When the amount is not positive or above the payoff, or the date is before the last payment.
    pub fn allocate(&self, on: Date, amount: Amount) -> Result<Allocation, AllocationRefusal> {
        if on < self.accrued_to {
            return Err(AllocationRefusal::BeforeLastPayment { last_paid_on: self.accrued_to });
        }
        if !amount.is_positive() {
            return Err(AllocationRefusal::NotPositive);
        }
        let quote = self.quote(on);
        let payoff = quote.payoff_total();
        if amount > payoff {
            return Err(AllocationRefusal::AbovePayoff { payoff });
        }
        let mut left = amount;
        let mut take = |owed: Amount| {
            let taken = owed.min(left);
            left = left.less(taken);
            taken
        };
        let mut parts = Vec::new();
        for item in &quote.due {
            let (penalty, interest) = match self.terms.allocation_order {
                AllocationOrder::PenaltyFirst => (take(item.penalty), take(item.interest)),
                AllocationOrder::InterestFirst => {
                    let interest = take(item.interest);
                    (take(item.penalty), interest)
                }
            };
            let principal = take(item.principal);
            parts.push(Part { instalment: Some(item.instalment), fee: Amount::ZERO, penalty, interest, principal });
        }
        let interest = take(quote.open_interest);
        let principal = self.prepayable(left, quote.open_principal);
        let fee = left.less(principal);
        parts.push(Part { instalment: None, fee, penalty: Amount::ZERO, interest, principal });
        parts.retain(|part| part.total().is_positive());
        Ok(Allocation::new(parts, amount == payoff))
    }

    /// The principal that `amount` prepays; the rest of it is the early fee. The fee is rounded on everything prepaid
    /// so far, so that several prepayments cost what one would. No amount fits where the fee steps up: at 0.03, 17.67
    /// prepays 17.16 with 0.51 and 17.69 prepays 17.17 with 0.52, so that of 17.68 the odd fen is fee paid ahead.
    fn prepayable(&self, amount: Amount, open_principal: Amount) -> Amount {
        let limit = self.prepaid.plus(open_principal);
        let paid = self.prepaid.plus(self.early_fee_paid).plus(self.early_fee_waived).plus(amount);
        let fits = |prepaid: Amount| prepaid.plus(self.early_fee_on(prepaid)) <= paid;
        // The fee grows with the principal, so the largest principal that fits is found by halving.
        let (mut low, mut high) = (self.prepaid.fen(), limit.min(paid).min(self.prepaid.plus(amount)).fen());
        while low < high {
            let middle = high.saturating_sub(high.saturating_sub(low) / 2);
            if fits(Amount::from_fen(middle)) {
                low = middle;
            } else {
                high = middle.saturating_sub(1);
            }
        }
        Amount::from_fen(low).less(self.prepaid)
    }

    /// Makes a payment: the position after it, and how it was split as [`Position::allocate`] foretells.
    ///
    /// # Errors
    /// As [`Position::allocate`].
    pub fn pay(&self, on: Date, amount: Amount) -> Result<(Self, Allocation), AllocationRefusal> {
        let allocation = self.allocate(on, amount)?;
        let mut next = self.clone();
        next.accrue_to(on);
        for part in &allocation.parts {
            let paid_of = |instalment: &&mut InstalmentPosition| match part.instalment {
                Some(number) => instalment.planned.number == number,
                None => instalment.planned.due_on > on,
            };
            if let Some(instalment) = next.instalments.iter_mut().find(paid_of) {
                instalment.penalty_paid = instalment.penalty_paid.plus(part.penalty);
                instalment.interest_paid = instalment.interest_paid.plus(part.interest);
                if part.instalment.is_some() {
                    instalment.principal_paid = instalment.principal_paid.plus(part.principal);
                }
            }
            if part.instalment.is_none() {
                next.prepay(on, part.principal, part.fee)?;
            }
        }
        Ok((next, allocation))
    }

    /// Carries everything that time adds forward to a date.
    pub(super) fn accrue_to(&mut self, on: Date) {
        let accrued = self.open_instalment(on).map(|part| (part.planned.number, self.accrued_until(part, on)));
        let accrued_to = self.accrued_to;
        for part in &mut self.instalments {
            part.overdue = part.overdue_until(accrued_to, on);
            if let Some((number, weight)) = accrued
                && number == part.planned.number
            {
                part.accrued = weight;
            }
        }
        self.accrued_to = on;
    }

    /// Takes principal off that is paid before it is due, with its fee.
    fn prepay(&mut self, on: Date, principal: Amount, fee: Amount) -> Result<(), MathError> {
        self.early_fee_paid = self.early_fee_paid.plus(fee);
        if principal.is_zero() {
            return Ok(());
        }
        self.prepaid = self.prepaid.plus(principal);
        self.take_off(on, principal)
    }

    /// Takes principal off before it is due and plans the rest anew over the same due dates.
    ///
    /// The running period keeps what it has accrued, and adds the rest of its time on the lower principal. Both parts
    /// make the whole period, whatever the days of its month: the equal methods charge a twelfth of a year for it.
    /// 10,000.00 at 0.144 and `act_360` that prepays 4,000.00 on the 10th of 30 days costs
    /// 10,000.00 × 0.144 × 10 / 360 + 6,000.00 × 0.144 × 20 / 360 = 40.00 + 48.00; in equal parts that is so in
    /// February too, of which 18 days are left.
    pub(super) fn take_off(&mut self, on: Date, principal: Amount) -> Result<(), MathError> {
        let outstanding = self.open_principal(on).less(principal);
        let earned_to = self.earned_to(on);
        let (terms, rate) = (&self.terms, self.terms.annual_rate.fraction());
        let open = self.instalments.iter_mut().filter(|part| part.planned.due_on > on);
        let (mut planned, accrued): (Vec<_>, Vec<_>) = open.map(|part| (&mut part.planned, part.accrued)).unzip();
        schedule::amortise(outstanding, terms, &mut planned)?;
        if let (Some(running), Some(accrued)) = (planned.first_mut(), accrued.first()) {
            let rest = running.whole_time(terms).saturating_sub(running.time_to(terms, earned_to));
            let weight = accrued.saturating_add(weigh(outstanding, rest));
            running.interest = schedule::interest_on(weight, rate, terms.day_count);
        }
        // Of one that was moved on when it was due, a part may be paid.
        for part in self.instalments.iter_mut().filter(|part| part.planned.due_on > on) {
            part.planned.principal = part.planned.principal.plus(part.principal_paid);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::DueDates;
    use crate::terms::{DayCount, LoanTerms, RepaymentMethod};
    use time::macros::date;

    fn terms(method: RepaymentMethod, rate: &str, tenor: &str) -> LoanTerms {
        LoanTerms::new(rate.parse().unwrap(), DayCount::Act360, method, tenor.parse().unwrap())
    }

    fn yuan(text: &str) -> Amount {
        text.parse().unwrap()
    }

    fn bullet() -> Position {
        let terms = terms(RepaymentMethod::Bullet, "0.144", "30d");
        Position::open(yuan("10000"), &terms, &DueDates::unmoved(&terms, date!(2026 - 11 - 01)).unwrap()).unwrap()
    }

    #[test]
    fn a_payment_is_refused_by_its_reason() {
        let (paid, _) = bullet().pay(date!(2026 - 11 - 11), yuan("1")).unwrap();
        let (settled, _) = paid.pay(date!(2026 - 11 - 11), yuan("10039")).unwrap();
        for (position, on, amount, refused) in [
            (&paid, date!(2026 - 11 - 11), "0", "allocation.not_positive"),
            (&paid, date!(2026 - 11 - 11), "-1", "allocation.not_positive"),
            (&paid, date!(2026 - 11 - 11), "10039.01", "allocation.above_payoff"),
            (&paid, date!(2026 - 11 - 10), "1", "allocation.before_last_payment"),
            (&settled, date!(2026 - 11 - 12), "0.01", "allocation.above_payoff"),
        ] {
            let refusal = position.allocate(on, yuan(amount)).unwrap_err();
            assert_eq!(refusal.code(), refused, "{amount} {on}");
            assert_eq!(position.pay(on, yuan(amount)), Err(refusal));
        }
        let payoff = yuan("10039");
        assert_eq!(paid.allocate(date!(2026 - 11 - 11), yuan("99999")), Err(AllocationRefusal::AbovePayoff { payoff }));
    }

    #[test]
    fn a_bullet_that_prepays_bears_interest_on_the_rest() {
        let (position, allocation) = bullet().pay(date!(2026 - 11 - 11), yuan("4040")).unwrap();
        assert_eq!((allocation.interest, allocation.principal), (yuan("40"), yuan("4000")));
        assert_eq!(position.instalments()[0].planned.interest, yuan("88"));
        assert_eq!(position.next_due(date!(2026 - 12 - 01)), Some((date!(2026 - 12 - 01), yuan("6048"))));
    }

    #[test]
    fn minimum_days_are_charged_once() {
        let terms = LoanTerms { min_days: 7, ..terms(RepaymentMethod::Bullet, "0.144", "30d") };
        let open =
            Position::open(yuan("10000"), &terms, &DueDates::unmoved(&terms, date!(2026 - 11 - 01)).unwrap()).unwrap();
        let (position, allocation) = open.pay(date!(2026 - 11 - 03), yuan("5028")).unwrap();
        assert_eq!((allocation.interest, allocation.principal), (yuan("28"), yuan("5000")));
        assert_eq!(position.quote(date!(2026 - 11 - 08)).open_interest, Amount::ZERO);
        assert_eq!(position.quote(date!(2026 - 11 - 09)).open_interest, yuan("2"));
        assert_eq!(position.instalments()[0].planned.interest, yuan("74"));
    }

    #[test]
    fn penalty_stands_in_for_interest_and_is_paid_before_it() {
        let position = bullet();
        assert!(!position.is_overdue(date!(2026 - 12 - 01)));
        assert!(position.is_overdue(date!(2026 - 12 - 02)));
        assert_eq!(position.overdue_since(date!(2026 - 12 - 01)), None);
        assert_eq!(position.overdue_since(date!(2027 - 06 - 30)), Some(date!(2026 - 12 - 01)));
        let (position, allocation) = position.pay(date!(2026 - 12 - 11), yuan("1180")).unwrap();
        // 10,000.00 × 0.216 × 10 / 360 = 60.00, then 120.00 interest, then principal.
        assert_eq!((allocation.penalty, allocation.interest), (yuan("60"), yuan("120")));
        assert_eq!(position.quote(date!(2026 - 12 - 21)).payoff_total(), yuan("9054"));
        assert_eq!(position.quote(date!(2026 - 12 - 21)).overdue_total(), yuan("9054"));
        assert_eq!(position.next_due(date!(2026 - 12 - 11)), None);
    }

    #[test]
    fn the_order_of_the_terms_decides_what_a_part_payment_pays_and_the_oldest_comes_first_all_the_same() {
        let usual = terms(RepaymentMethod::EqualPrincipal, "0.12", "3m");
        let other = LoanTerms { allocation_order: AllocationOrder::InterestFirst, ..usual.clone() };
        let today = date!(2026 - 03 - 20);
        let [usual, other] = [usual, other].map(|terms| {
            let dates = DueDates::unmoved(&terms, date!(2026 - 01 - 10)).unwrap();
            Position::open(yuan("300000"), &terms, &dates).unwrap()
        });
        // The first of two that are due: 3,000.00 interest, and 38 days of 100,000.00 at 0.18.
        let owed = usual.quote(today);
        assert_eq!((owed.due[0].interest, owed.due[0].penalty), (yuan("3000"), yuan("1900")));
        assert_eq!(owed, other.quote(today));
        for (amount, penalty, interest, principal) in [
            ("1000", ["1000", "0"], ["0", "1000"], "0"),
            ("3500", ["1900", "500"], ["1600", "3000"], "0"),
            ("5000", ["1900", "1900"], ["3000", "3000"], "100"),
        ] {
            for (place, position) in [&usual, &other].into_iter().enumerate() {
                let (after, split) = position.pay(today, yuan(amount)).unwrap();
                assert_eq!(split.parts.len(), 1, "the second waits");
                assert_eq!((split.penalty, split.interest), (yuan(penalty[place]), yuan(interest[place])), "{amount}");
                assert_eq!(split.principal, yuan(principal));
                assert_eq!(after.quote(today).payoff_total(), owed.payoff_total().less(yuan(amount)));
            }
        }
    }

    #[test]
    fn what_is_unpaid_longest_stays_first_until_it_is_paid() {
        let terms = terms(RepaymentMethod::EqualPrincipal, "0.12", "3m");
        let open =
            Position::open(yuan("300"), &terms, &DueDates::unmoved(&terms, date!(2026 - 01 - 10)).unwrap()).unwrap();
        assert_eq!(open.first_unpaid().map(|(on, _)| on), Some(date!(2026 - 02 - 10)));
        // Two are overdue, and the last is to come.
        let today = date!(2026 - 03 - 20);
        assert_eq!(open.next_due(today).map(|(on, _)| on), Some(date!(2026 - 04 - 10)));
        let due = open.quote(today).due[0].total();
        let (position, _) = open.pay(today, due).unwrap();
        assert_eq!(position.first_unpaid().map(|(on, _)| on), Some(date!(2026 - 03 - 10)));
        let (settled, _) = position.pay(today, position.quote(today).payoff_total()).unwrap();
        assert_eq!(settled.first_unpaid(), None);
    }

    #[test]
    fn equal_principal_re_amortises_over_the_dates_that_remain() {
        let terms = terms(RepaymentMethod::EqualPrincipal, "0.12", "3m");
        let open =
            Position::open(yuan("300"), &terms, &DueDates::unmoved(&terms, date!(2026 - 01 - 10)).unwrap()).unwrap();
        // 20 days on 300.00 are 2.00; then 150.00 in three, the rest of January's twelfth of a year on 150.00.
        let (position, _) = open.pay(date!(2026 - 01 - 30), yuan("152")).unwrap();
        let parts: Vec<_> =
            position.instalments().iter().map(|part| (part.planned.principal, part.planned.interest)).collect();
        assert_eq!(parts, [(yuan("50"), yuan("2.50")), (yuan("50"), yuan("1")), (yuan("50"), yuan("0.50"))]);
    }

    #[test]
    fn a_prepayment_on_a_due_date_leaves_whole_months() {
        let terms = terms(RepaymentMethod::EqualInstalments, "0.12", "3m");
        let open =
            Position::open(yuan("300"), &terms, &DueDates::unmoved(&terms, date!(2026 - 01 - 10)).unwrap()).unwrap();
        let due = open.quote(date!(2026 - 02 - 10)).due_total();
        let (position, _) = open.pay(date!(2026 - 02 - 10), due.plus(yuan("100.99"))).unwrap();
        let outstanding = position.outstanding_principal();
        let second = &position.instalments()[1].planned;
        assert_eq!(
            second.interest,
            Amount::round_half_up(outstanding.to_decimal() / rust_decimal::Decimal::ONE_HUNDRED).unwrap()
        );
        assert_eq!(position.instalments()[2].planned.total().fen() - second.total().fen(), 0);
    }

    #[test]
    fn an_early_fee_and_its_principal_use_up_every_fen() {
        let terms = LoanTerms { early_fee_rate: "0.03".parse().unwrap(), ..terms(RepaymentMethod::Bullet, "0", "30d") };
        let open =
            Position::open(yuan("100"), &terms, &DueDates::unmoved(&terms, date!(2026 - 01 - 10)).unwrap()).unwrap();
        assert_eq!(open.quote(date!(2026 - 01 - 10)).payoff_total(), yuan("103"));
        for (amount, principal, fee) in
            [("17.67", "17.16", "0.51"), ("17.68", "17.16", "0.52"), ("17.69", "17.17", "0.52"), ("103", "100", "3")]
        {
            let allocation = open.allocate(date!(2026 - 01 - 10), yuan(amount)).unwrap();
            assert_eq!((allocation.principal, allocation.fee), (yuan(principal), yuan(fee)), "{amount}");
        }
    }
}

//! Standing orders: an agent has its coming commissions repay a loan, before they are free in its wallet.
//!
//! An order pays once what is overdue was paid and a carrier has taken back what it is owed, as any early repayment does: what is due,
//! then interest to the day, then principal with the early fee. What it is for may be paid by another way, too: it never pays more than
//! that.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    Amount,
    position::{InstalmentPosition, Item, Position},
};

/// How much commissions are to repay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderChoice {
    /// What is due, or else what falls due next.
    Due,
    /// As much as the agent says.
    Part(Amount),
}

/// How far a standing order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandingOrderState {
    Standing,
    /// Its agent has ended it.
    Revoked,
    /// What it was for is paid.
    Paid,
    /// Nothing is owed on its loan any more.
    Settled,
}

codes!(StandingOrderState {
    Standing => "standing",
    Revoked => "revoked",
    Paid => "paid",
    Settled => "settled",
});

/// What commissions are to repay of a loan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingOrder {
    /// In all, however many commissions it takes.
    pub amount: Amount,
    /// The last instalment that it is for; none where the agent named an amount.
    pub instalment: Option<u32>,
    /// What commissions have paid of it.
    pub paid: Amount,
}

/// Why a standing order is not set or ended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum StandingOrderRefusal {
    #[error("the amount must be more than zero")]
    AmountNotPositive,
    #[error("no more than {most} is owed")]
    AboveOwed { most: Amount },
    #[error("the loan is settled")]
    Settled,
    #[error("an order for the loan stands")]
    Stands,
    #[error("no order for the loan stands")]
    Over,
}

impl StandingOrderRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AmountNotPositive => "amount.not_positive",
            Self::AboveOwed { .. } => "standing_order.above_owed",
            Self::Settled => "standing_order.settled",
            Self::Stands => "standing_order.stands",
            Self::Over => "standing_order.over",
        }
    }
}

impl StandingOrder {
    /// The order as it is set on a date.
    ///
    /// # Errors
    /// When nothing is owed, or the amount is not positive or more than could ever be paid.
    pub fn set(choice: OrderChoice, position: &Position, on: Date) -> Result<Self, StandingOrderRefusal> {
        let all = up_to(position, on, u32::MAX);
        let order = |amount, instalment| Self { amount, instalment, paid: Amount::ZERO };
        match choice {
            _ if position.settled() => Err(StandingOrderRefusal::Settled),
            OrderChoice::Part(amount) if !amount.is_positive() => Err(StandingOrderRefusal::AmountNotPositive),
            OrderChoice::Part(amount) => {
                // Paid today, a fee may come on top; paid later, more interest.
                let most = all.max(position.quote(on).payoff_total());
                if amount > most { Err(StandingOrderRefusal::AboveOwed { most }) } else { Ok(order(amount, None)) }
            }
            OrderChoice::Due => {
                let last = next(position, on);
                Ok(order(up_to(position, on, last), Some(last)))
            }
        }
    }

    /// What a commission of this date would pay of it, if it were large enough: 10,600.00 that fall due in ten days are 10,400.00 now,
    /// if that settles the loan.
    #[must_use]
    pub fn left(&self, position: &Position, on: Date) -> Amount {
        let open = self.amount.less(self.paid).min(position.quote(on).payoff_total());
        self.instalment.map_or(open, |last| open.min(up_to(position, on, last)))
    }

    /// The order after a commission has paid so much of it.
    #[must_use]
    pub fn after(self, amount: Amount) -> Self {
        Self { paid: self.paid.plus(amount), ..self }
    }

    /// How far it is, unless its agent has ended it.
    #[must_use]
    pub fn state(&self, position: &Position, on: Date) -> StandingOrderState {
        if position.settled() {
            StandingOrderState::Settled
        } else if self.left(position, on).is_positive() {
            StandingOrderState::Standing
        } else {
            StandingOrderState::Paid
        }
    }
}

/// The last instalment that is due, or else the first that is not paid.
fn next(position: &Position, on: Date) -> u32 {
    let ahead = |part: &&InstalmentPosition| part.principal_unpaid().plus(part.interest_unpaid()).is_positive();
    let due = position.quote(on).due.last().map(|item| item.instalment);
    due.or_else(|| position.instalments().iter().find(ahead).map(|part| part.planned.number)).unwrap_or(u32::MAX)
}

/// What is unpaid of the instalments up to one: of those that are due with penalty interest, of the others as they are planned.
fn up_to(position: &Position, on: Date, last: u32) -> Amount {
    let due: Amount = position.quote(on).due.iter().filter(|item| item.instalment <= last).map(Item::total).sum();
    let ahead: Amount = position
        .instalments()
        .iter()
        .filter(|part| part.planned.due_on > on && part.planned.number <= last)
        .map(|part| part.principal_unpaid().plus(part.interest_unpaid()))
        .sum();
    due.plus(ahead)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::{Duration, macros::date};

    use super::*;
    use crate::{
        schedule::DueDates,
        terms::{DayCount, LoanTerms, RepaymentMethod},
    };

    const CREDITED: Date = date!(2026 - 01 - 10);

    fn yuan(text: &str) -> Amount {
        text.parse().unwrap()
    }

    fn position(principal: &str, method: RepaymentMethod, tenor: &str) -> Position {
        let terms = LoanTerms::new("0.12".parse().unwrap(), DayCount::Act360, method, tenor.parse().unwrap());
        Position::open(yuan(principal), &terms, &DueDates::unmoved(&terms, CREDITED).unwrap()).unwrap()
    }

    /// 300.00, of which 100.00 and interest fall due on 10 February, March and April.
    fn instalments() -> Position {
        position("300", RepaymentMethod::EqualPrincipal, "3m")
    }

    #[test]
    fn an_order_is_refused_by_its_reason() {
        let open = position("100", RepaymentMethod::Bullet, "30d");
        let on = date!(2026 - 01 - 20);
        let part =
            |text| StandingOrder::set(OrderChoice::Part(yuan(text)), &open, on).map_err(|refusal| refusal.code());
        assert_eq!(part("0"), Err("amount.not_positive"));
        assert_eq!(part("-1"), Err("amount.not_positive"));
        assert_eq!(part("101.01"), Err("standing_order.above_owed"), "it owes 101.00 when it falls due");
        assert!(part("101").is_ok());
        let (settled, _) = open.pay(on, open.quote(on).payoff_total()).unwrap();
        for choice in [OrderChoice::Due, OrderChoice::Part(yuan("1"))] {
            assert_eq!(StandingOrder::set(choice, &settled, on), Err(StandingOrderRefusal::Settled));
        }
    }

    #[test]
    fn what_falls_due_next_is_what_is_due_or_the_first_instalment_that_is_not_paid() {
        let open = instalments();
        for (on, last, amount) in [
            (CREDITED, 1, "103"),
            (date!(2026 - 02 - 10), 1, "103"),
            // A month of 100.00 at one and a half times the rate, to the day: 28 days.
            (date!(2026 - 03 - 10), 2, "206.40"),
        ] {
            let order = StandingOrder::set(OrderChoice::Due, &open, on).unwrap();
            assert_eq!((order.instalment, order.amount), (Some(last), yuan(amount)), "{on}");
        }
    }

    #[test]
    fn a_whole_due_in_several_commissions_ends_when_it_is_paid() {
        let (open, on) = (instalments(), date!(2026 - 01 - 20));
        let order = StandingOrder::set(OrderChoice::Due, &open, on).unwrap();
        assert_eq!(order.left(&open, on), yuan("103"));
        let (paid, _) = open.pay(on, yuan("40")).unwrap();
        let order = order.after(yuan("40"));
        // What was paid ahead has made the instalment smaller; the order pays no more than it was set for.
        assert!(order.left(&paid, on) <= yuan("63"));
        assert_eq!(order.state(&paid, on), StandingOrderState::Standing);
        let left = order.left(&paid, on);
        let (paid, _) = paid.pay(on, left).unwrap();
        assert_eq!(order.after(yuan("63")).state(&paid, on), StandingOrderState::Paid);
    }

    #[test]
    fn what_was_paid_by_another_way_is_not_paid_again() {
        let (open, due) = (instalments(), date!(2026 - 02 - 10));
        let order = StandingOrder::set(OrderChoice::Due, &open, date!(2026 - 01 - 20)).unwrap();
        let (debited, _) = open.pay(due, open.quote(due).due_total()).unwrap();
        assert_eq!(order.state(&debited, due), StandingOrderState::Paid);
        let part = StandingOrder::set(OrderChoice::Part(yuan("150")), &open, due).unwrap();
        assert_eq!((part.left(&debited, due), part.state(&debited, due)), (yuan("150"), StandingOrderState::Standing));
        let (settled, _) = debited.pay(due, debited.quote(due).payoff_total()).unwrap();
        assert_eq!((part.left(&settled, due), part.state(&settled, due)), (Amount::ZERO, StandingOrderState::Settled));
    }

    #[test]
    fn before_its_day_a_bullet_is_settled_for_less_than_falls_due() {
        let open = position("100", RepaymentMethod::Bullet, "30d");
        let order = StandingOrder::set(OrderChoice::Due, &open, CREDITED).unwrap();
        assert_eq!(order.amount, yuan("101"));
        let on = date!(2026 - 01 - 25);
        assert_eq!(order.left(&open, on), yuan("100.50"));
        let (settled, _) = open.pay(on, yuan("100.50")).unwrap();
        assert_eq!(order.after(yuan("100.50")).state(&settled, on), StandingOrderState::Settled);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn commissions_of_any_size_pay_an_order_to_its_end_and_never_more(
            part in prop::option::of(1i64..30_000),
            commissions in prop::collection::vec((1i64..20_000, 0i64..30), 1..12),
        ) {
            let mut position = instalments();
            let choice = part.map_or(OrderChoice::Due, |fen| OrderChoice::Part(Amount::from_fen(fen)));
            let mut order = StandingOrder::set(choice, &position, CREDITED).unwrap();
            let mut on = CREDITED;
            for (fen, days) in commissions {
                on += Duration::days(days);
                let amount = order.left(&position, on).min(Amount::from_fen(fen));
                if amount.is_zero() {
                    continue;
                }
                // What is left can always be paid.
                position = position.pay(on, amount).unwrap().0;
                order = order.after(amount);
                prop_assert!(order.paid <= order.amount);
                let over = order.left(&position, on).is_zero();
                prop_assert_eq!(over, order.state(&position, on) != StandingOrderState::Standing);
            }
        }
    }
}

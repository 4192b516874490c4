//! Repaying a loan: what may be refused, and which amount a choice stands for.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    Amount,
    position::{AllocationRefusal, Position},
    sweep::{Claimed, share_out},
    wallet::WalletRefusal,
};

/// What the agent wants to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepaymentChoice {
    /// What is due on or before today.
    Due,
    /// Everything: the loan is settled.
    All,
    /// As much as the agent says.
    Part(Amount),
}

/// What a payment came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepaymentCause {
    /// The agent asked for it.
    Asked,
    /// The wallet paid what fell due at the close of its day.
    Due,
    /// Money came in while something was overdue.
    Swept,
    /// A commission came that the agent had ordered to repay the loan.
    Commission,
    /// Its holder debited a card that the agent has bound.
    Debited,
}

codes!(RepaymentCause {
    Asked => "asked",
    Due => "due",
    Swept => "swept",
    Commission => "commission",
    Debited => "debited",
});

/// Where a repayment stands with its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepaymentState {
    Debited,
    /// The holder has found the money on its account.
    PartnerConfirmed,
}

codes!(RepaymentState {
    Debited => "debited",
    PartnerConfirmed => "partner_confirmed",
});

impl RepaymentChoice {
    /// How much each of an agent's loans gets, by their places: what is overdue of any first, as a sweep pays it, the longest overdue
    /// leading; the rest goes to the one that is named, which stands last. The loans are in the order of their numbers.
    ///
    /// # Errors
    /// Refused when the loan named owes nothing, or nothing that is due where that was chosen, and when the amount is not positive, or
    /// more than what is overdue of the others and all of the loan named.
    pub fn split(self, loans: &[&Position], named: usize, on: Date) -> Result<Vec<(usize, Amount)>, RepaymentRefusal> {
        let of_others = |money| -> Vec<(usize, Amount)> {
            let shares = share_out(loans, on, money, Claimed::Overdue).into_iter().enumerate();
            shares.filter(|(place, share)| *place != named && share.is_positive()).collect()
        };
        let sum = |parts: &[(usize, Amount)]| parts.iter().map(|(_, share)| *share).sum::<Amount>();
        let own = loans.get(named).filter(|own| !own.settled()).ok_or(RepaymentRefusal::Settled)?.quote(on);
        let first = sum(&of_others(Amount::MAX));
        let payoff = first.plus(own.payoff_total());
        let amount = match self {
            Self::Due if own.due_total().is_zero() => return Err(RepaymentRefusal::NothingDue),
            Self::Due => first.plus(own.due_total()),
            Self::All => payoff,
            Self::Part(amount) => amount,
        };
        if !amount.is_positive() {
            return Err(RepaymentRefusal::AmountNotPositive);
        }
        if amount > payoff {
            return Err(RepaymentRefusal::AbovePayoff { payoff });
        }
        let mut parts = of_others(amount);
        parts.sort_by_key(|(place, _)| loans.get(*place).and_then(|loan| loan.overdue_since(on)));
        let rest = amount.less(sum(&parts));
        if rest.is_positive() {
            parts.push((named, rest));
        }
        Ok(parts)
    }
}

/// Why a repayment is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum RepaymentRefusal {
    #[error("the amount must be more than zero")]
    AmountNotPositive,
    #[error("nothing is due")]
    NothingDue,
    #[error("no more than {payoff} is owed")]
    AbovePayoff { payoff: Amount },
    #[error("the wallet holds {available}, {requested} is needed")]
    InsufficientBalance { available: Amount, requested: Amount },
    #[error("the quote has expired")]
    QuoteExpired,
    #[error("what is owed has changed meanwhile, so the quote no longer holds")]
    QuoteStale,
    #[error("the quote was paid already")]
    QuoteUsed,
    #[error("the loan is settled")]
    Settled,
    #[error("a payment of {last_paid_on} was taken already")]
    BeforeLastPayment { last_paid_on: String },
    #[error("the figures leave the range of exact arithmetic")]
    OutOfRange,
}

impl RepaymentRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AmountNotPositive => "amount.not_positive",
            Self::NothingDue => "repayment.nothing_due",
            Self::AbovePayoff { .. } => "repayment.above_payoff",
            Self::InsufficientBalance { .. } => "wallet.insufficient_balance",
            Self::QuoteExpired => "repayment.quote_expired",
            Self::QuoteStale => "repayment.quote_stale",
            Self::QuoteUsed => "repayment.quote_used",
            Self::Settled => "repayment.settled",
            Self::BeforeLastPayment { .. } => "repayment.before_last_payment",
            Self::OutOfRange => "math.out_of_range",
        }
    }
}

impl From<AllocationRefusal> for RepaymentRefusal {
    fn from(refusal: AllocationRefusal) -> Self {
        match refusal {
            AllocationRefusal::NotPositive => Self::AmountNotPositive,
            AllocationRefusal::AbovePayoff { payoff } => Self::AbovePayoff { payoff },
            AllocationRefusal::BeforeLastPayment { last_paid_on } => {
                Self::BeforeLastPayment { last_paid_on: last_paid_on.to_string() }
            }
            AllocationRefusal::Math(_) => Self::OutOfRange,
        }
    }
}

impl From<WalletRefusal> for RepaymentRefusal {
    fn from(refusal: WalletRefusal) -> Self {
        match refusal {
            WalletRefusal::InsufficientBalance { available, requested } => {
                Self::InsufficientBalance { available, requested }
            }
            // A freeze lets debts be paid.
            WalletRefusal::AmountNotPositive | WalletRefusal::Frozen => Self::AmountNotPositive,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::{Duration, macros::date};

    use super::*;
    use crate::{
        schedule::DueDates,
        terms::{DayCount, LoanTerms, RepaymentMethod, Tenor},
    };

    const ON: Date = date!(2026 - 12 - 22);

    fn yuan(text: &str) -> Amount {
        text.parse().unwrap()
    }

    /// A bullet of 30 days at 14.4 %.
    fn loan(principal: &str, on: Date) -> Position {
        let terms =
            LoanTerms::new("0.144".parse().unwrap(), DayCount::Act360, RepaymentMethod::Bullet, Tenor::Days(30));
        Position::open(yuan(principal), &terms, &DueDates::unmoved(&terms, on).unwrap()).unwrap()
    }

    /// On the 22nd of December: 10,000.00 that fell due on the 20th owes 120.00 of interest and 12.00 of penalty interest; 5,000.00
    /// that fell due on the 21st 60.00 and 3.00; 20,000.00 that is 7 days old 56.00. In the order of their numbers.
    fn loans() -> [Position; 3] {
        [("20000", date!(2026 - 12 - 15)), ("5000", date!(2026 - 11 - 21)), ("10000", date!(2026 - 11 - 20))]
            .map(|(principal, on)| loan(principal, on))
    }

    fn split(choice: RepaymentChoice, named: usize) -> Result<Vec<(usize, Amount)>, RepaymentRefusal> {
        let loans = loans();
        choice.split(&loans.iter().collect::<Vec<_>>(), named, ON)
    }

    fn part(amount: &str) -> RepaymentChoice {
        RepaymentChoice::Part(yuan(amount))
    }

    #[test]
    fn what_is_overdue_comes_first_and_the_rest_goes_to_the_loan_named() {
        for (choice, named, expected) in [
            (part("800"), 0, vec![(2, "800")]),
            (part("10132"), 0, vec![(2, "10132")]),
            (part("10132.01"), 0, vec![(2, "10132"), (1, "0.01")]),
            (part("15195"), 0, vec![(2, "10132"), (1, "5063")]),
            (part("15195.01"), 0, vec![(2, "10132"), (1, "5063"), (0, "0.01")]),
            (part("16000"), 0, vec![(2, "10132"), (1, "5063"), (0, "805")]),
            (RepaymentChoice::All, 0, vec![(2, "10132"), (1, "5063"), (0, "20056")]),
            // One that is late itself is paid in its turn, and of another that fell due before it first.
            (part("10132.01"), 1, vec![(2, "10132"), (1, "0.01")]),
            (RepaymentChoice::Due, 1, vec![(2, "10132"), (1, "5063")]),
            (part("10132"), 2, vec![(2, "10132")]),
            (part("10132.01"), 2, vec![(1, "0.01"), (2, "10132")]),
            (RepaymentChoice::All, 2, vec![(1, "5063"), (2, "10132")]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|(place, amount)| (place, yuan(amount))).collect();
            assert_eq!(split(choice, named), Ok(expected), "{choice:?} of {named}");
        }
    }

    #[test]
    fn what_is_overdue_of_an_instalment_loan_comes_first_and_what_is_to_come_of_it_does_not() {
        let on = date!(2026 - 01 - 10);
        let terms = LoanTerms::new(
            "0.12".parse().unwrap(),
            DayCount::Act360,
            RepaymentMethod::EqualPrincipal,
            Tenor::Months(3),
        );
        // 300.00 in three parts: 100.00 with 3.00 of interest fell due ten days ago.
        let late = Position::open(yuan("300"), &terms, &DueDates::unmoved(&terms, on).unwrap()).unwrap();
        let other = loan("500", date!(2026 - 02 - 10));
        let today = date!(2026 - 02 - 20);
        let overdue = late.quote(today).overdue_total();
        // 100.00 × 0.12 × 1.5 × 10 / 360.
        assert_eq!(overdue, yuan("103.50"));
        let split = |choice: RepaymentChoice| choice.split(&[&late, &other], 1, today).unwrap();
        assert_eq!(split(part("200")), [(0, overdue), (1, yuan("96.50"))]);
        // 500.00 × 0.144 × 10 / 360 are 2.00.
        assert_eq!(split(RepaymentChoice::All), [(0, overdue), (1, yuan("502"))]);
    }

    #[test]
    fn where_nothing_else_is_overdue_all_of_it_pays_the_loan_named() {
        let [own, ..] = loans();
        let split = |choice: RepaymentChoice| choice.split(&[&own], 0, ON);
        assert_eq!(split(part("100")), Ok(vec![(0, yuan("100"))]));
        assert_eq!(split(RepaymentChoice::All), Ok(vec![(0, yuan("20056"))]));
        assert_eq!(split(RepaymentChoice::Due), Err(RepaymentRefusal::NothingDue));
        let due = date!(2027 - 01 - 14);
        // What falls due today is not overdue: it waits for what was named.
        let other = loan("1000", date!(2026 - 12 - 15));
        assert_eq!(part("100").split(&[&other, &own], 1, due), Ok(vec![(1, yuan("100"))]));
        assert_eq!(RepaymentChoice::Due.split(&[&other, &own], 1, due), Ok(vec![(1, yuan("20240"))]));
    }

    #[test]
    fn nothing_and_more_than_everything_is_refused_with_what_is_owed() {
        for amount in ["0", "-1"] {
            assert_eq!(split(part(amount), 0), Err(RepaymentRefusal::AmountNotPositive));
        }
        let above = RepaymentRefusal::AbovePayoff { payoff: yuan("35251") };
        assert_eq!(split(part("35251.01"), 0), Err(above));
        assert_eq!(split(part("35251"), 0), split(RepaymentChoice::All, 0));
        assert_eq!(split(RepaymentChoice::Due, 0), Err(RepaymentRefusal::NothingDue));
        assert_eq!(split(part("1"), 3), Err(RepaymentRefusal::Settled), "there is no such loan");
        let (settled, _) = loan("10", ON).pay(ON, loan("10", ON).quote(ON).payoff_total()).unwrap();
        assert_eq!(RepaymentChoice::All.split(&[&settled], 0, ON), Err(RepaymentRefusal::Settled));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn every_fen_goes_somewhere_and_none_past_what_is_overdue(
            loans in prop::collection::vec((100i64..5_000_000, 0i64..50), 1..6),
            named in 0usize..6,
            share in 1i64..=100,
        ) {
            let first = date!(2026 - 11 - 01);
            let loans: Vec<Position> = loans.into_iter()
                .map(|(fen, days)| loan(&Amount::from_fen(fen).to_string(), first + Duration::days(days)))
                .collect();
            let (named, borrowed) = (named % loans.len(), loans.iter().collect::<Vec<_>>());
            let overdue = |place: usize| if loans[place].is_overdue(ON) { loans[place].quote(ON).overdue_total() } else { Amount::ZERO };
            let all = RepaymentChoice::All.split(&borrowed, named, ON).unwrap();
            let most: Amount = all.iter().map(|(_, amount)| *amount).sum();
            let amount = Amount::from_fen((most.fen() * share / 100).max(1));
            let parts = RepaymentChoice::Part(amount).split(&borrowed, named, ON).unwrap();
            prop_assert_eq!(parts.iter().map(|(_, amount)| *amount).sum::<Amount>(), amount);
            for (place, amount) in &parts {
                prop_assert!(loans[*place].pay(ON, *amount).is_ok());
                prop_assert!(*place == named || *amount <= overdue(*place));
            }
            // What is not overdue is paid only when all that is has been.
            let own = parts.iter().find(|(place, _)| *place == named).map_or(Amount::ZERO, |(_, amount)| *amount);
            if own > overdue(named) {
                for place in (0..loans.len()).filter(|place| *place != named) {
                    let paid = parts.iter().find(|(paid, _)| *paid == place).map_or(Amount::ZERO, |(_, amount)| *amount);
                    prop_assert_eq!(paid, overdue(place));
                }
            }
        }
    }
}

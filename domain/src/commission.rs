//! Commissions: what a carrier pays its agents every month, through the institution.
//!
//! The carrier tells each agent's commission of a month in a file, and pays for all of them at once. A file is distributed as
//! soon as the carrier's money covers all that it gives, and never in part. A file that corrects a month brings the difference:
//! what is less than before is taken back, as far as an agent's free money reaches, and the rest stays open until money comes.

use serde::{Deserialize, Serialize};

use crate::{Amount, wallet::Wallet};

/// How far a file of commissions is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommissionFileState {
    /// Read, and not released by two people.
    Draft,
    /// It waits for its carrier's money.
    Released,
    Distributing,
    /// What it gives was given; of what it takes back, something may be open.
    Distributed,
    /// Two people have discarded the draft.
    Discarded,
}

codes!(CommissionFileState {
    Draft => "draft",
    Released => "released",
    Distributing => "distributing",
    Distributed => "distributed",
    Discarded => "discarded",
});

impl CommissionFileState {
    /// Whether it is a draft, of which everything can still be decided.
    ///
    /// # Errors
    /// When it was released or discarded.
    pub const fn draft(self) -> Result<(), CommissionRefusal> {
        match self {
            Self::Draft => Ok(()),
            Self::Discarded => Err(CommissionRefusal::Discarded),
            Self::Released | Self::Distributing | Self::Distributed => Err(CommissionRefusal::AlreadyReleased),
        }
    }
}

/// How far an agent's commission of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommissionState {
    /// Its file is not distributed.
    Waiting,
    /// In the wallet.
    Given,
    /// To be taken back, and not all of it was there.
    Open,
    /// Taken back, all of it.
    Taken,
}

codes!(CommissionState {
    Waiting => "waiting",
    Given => "given",
    Open => "open",
    Taken => "taken",
});

/// Why a file of commissions is not released.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CommissionRefusal {
    #[error("{errors} cells are wrong")]
    HasErrors { errors: usize },
    #[error("another file of the month was released since it was read")]
    Stale,
    #[error("it tells what was told before")]
    NothingNew,
    #[error("it was released already")]
    AlreadyReleased,
    #[error("it was discarded")]
    Discarded,
    #[error("an earlier file of the month is not distributed")]
    EarlierOpen,
    #[error("it is being distributed, or was never released")]
    NotRecallable,
}

impl CommissionRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::HasErrors { .. } => "commission.has_errors",
            Self::Stale => "commission.stale",
            Self::NothingNew => "commission.nothing_new",
            Self::AlreadyReleased => "commission.already_released",
            Self::Discarded => "commission.discarded",
            Self::EarlierOpen => "commission.earlier_open",
            Self::NotRecallable => "commission.not_recallable",
        }
    }
}

/// What an agent's commission of a month is by a new file, less what it was by those before: 1,000.00 after 1,200.00 takes back
/// 200.00.
#[must_use]
pub fn difference(told: Amount, before: Amount) -> Amount {
    told.plus(before.negated())
}

/// What a carrier's money misses of what a file gives: the pool holds 900.00 of which 100.00 are promised to another file that
/// is being distributed, so that a file of 1,000.00 misses 200.00.
#[must_use]
pub fn missing(pool: Amount, promised: Amount, gives: Amount) -> Amount {
    gives.plus(promised).less(pool).max(Amount::ZERO)
}

/// What may be taken back from a wallet now: what the agent may dispose of, but for the proceeds of the date's draws.
#[must_use]
pub fn free(wallet: Wallet, proceeds: Amount) -> Amount {
    wallet.withdrawable().less(proceeds).max(Amount::ZERO)
}

/// A commission or a top-up that is taken back, with what was there of it so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenBack {
    /// What is to be taken back, as a positive amount.
    pub amount: Amount,
    pub taken: Amount,
    /// How often something was taken.
    pub takings: i16,
}

impl TakenBack {
    #[must_use]
    pub fn open(self) -> Amount {
        self.amount.less(self.taken)
    }

    #[must_use]
    pub fn state(self) -> CommissionState {
        if self.open().is_positive() { CommissionState::Open } else { CommissionState::Taken }
    }

    /// Takes what is free, and no more than is open. Gives how much that is.
    #[must_use]
    pub fn take(self, free: Amount) -> (Self, Amount) {
        let taking = free.min(self.open()).max(Amount::ZERO);
        let takings = self.takings.saturating_add(i16::from(taking.is_positive()));
        (Self { taken: self.taken.plus(taking), takings, ..self }, taking)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn yuan(yuan: i64) -> Amount {
        Amount::from_fen(yuan * 100)
    }

    fn wallet(balance: i64, held: i64, frozen: bool) -> Wallet {
        Wallet { balance: yuan(balance), version: 0, frozen, held: yuan(held) }
    }

    #[test]
    fn a_corrected_month_brings_the_difference() {
        assert_eq!(difference(yuan(1_000), yuan(1_200)), yuan(-200));
        assert_eq!(difference(yuan(1_000), yuan(0)), yuan(1_000));
        assert_eq!(difference(yuan(-500), yuan(0)), yuan(-500));
    }

    #[test]
    fn a_file_that_the_pool_does_not_cover_says_what_it_misses() {
        assert_eq!(missing(yuan(900), yuan(0), yuan(1_000)), yuan(100));
        assert_eq!(missing(yuan(900), yuan(100), yuan(1_000)), yuan(200));
        assert_eq!(missing(Amount::from_fen(100_001), yuan(0), yuan(1_000)), yuan(0));
        assert_eq!(missing(yuan(0), yuan(0), yuan(0)), yuan(0));
    }

    #[test]
    fn what_is_free_is_neither_frozen_nor_a_court_s_nor_lent_today() {
        assert_eq!(free(wallet(120, 0, false), yuan(0)), yuan(120));
        assert_eq!(free(wallet(120, 100, false), yuan(0)), yuan(20));
        assert_eq!(free(wallet(700, 0, true), yuan(0)), yuan(0));
        assert_eq!(free(wallet(700, 0, false), yuan(650)), yuan(50));
        assert_eq!(free(wallet(50, 100, false), yuan(0)), yuan(0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn takings_never_come_to_more_than_is_taken_back_nor_than_is_free(
            amount in 1i64..100_000, frees in prop::collection::vec(-10i64..50_000, 0..12)
        ) {
            let mut item = TakenBack { amount: Amount::from_fen(amount), taken: Amount::ZERO, takings: 0 };
            let mut sum = Amount::ZERO;
            for free in frees {
                let (after, taking) = item.take(Amount::from_fen(free));
                prop_assert!(!taking.is_negative() && taking.fen() <= free.max(0));
                prop_assert_eq!(after.takings, item.takings + i16::from(taking.is_positive()));
                sum = sum.plus(taking);
                item = after;
            }
            prop_assert_eq!(item.taken, sum);
            prop_assert!(item.taken <= item.amount);
            prop_assert_eq!(item.state() == CommissionState::Taken, sum == item.amount);
        }
    }
}

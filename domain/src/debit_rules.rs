//! [`DebitRules`]: how often a card is tried on a day, and when again after it was refused. Two people of the institution decide it.

use serde::{Deserialize, Serialize};

use crate::network::Reason;

/// The most tries of a day that can be allowed.
pub const MOST_TRIES: i64 = 10;

/// What a debit is refused for, of which it is decided when the card is tried again. After others it may be at once: whether an
/// agreement has ended the network is asked, and codes are of no debit.
pub const REASONS: [Reason; 8] = [
    Reason::InsufficientFunds,
    Reason::LimitExceeded,
    Reason::Risk,
    Reason::Other,
    Reason::PayerMismatch,
    Reason::CardInvalid,
    Reason::CardExpired,
    Reason::NotSupported,
];

/// When a card may be debited again after it was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// At once, as often as a card is tried on a day.
    Today,
    Tomorrow,
    /// Not by this binding: the card has to be bound anew.
    Never,
}

codes!(Retry {
    Today => "today",
    Tomorrow => "tomorrow",
    Never => "never",
});

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebitRules {
    /// How often a card is tried on a day, whoever tries.
    pub tries: i64,
    /// Refused for one of these, it is tried again on another day.
    pub tomorrow: Vec<Reason>,
    /// Refused for one of these, not before it is bound anew.
    pub never: Vec<Reason>,
}

/// There are no tries or too many, or a reason is of two kinds or of none that is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("these are no rules")]
pub struct DebitRulesInvalid;

impl Default for DebitRules {
    fn default() -> Self {
        Self {
            tries: 3,
            tomorrow: vec![Reason::LimitExceeded, Reason::Risk],
            never: vec![Reason::PayerMismatch, Reason::CardInvalid, Reason::CardExpired, Reason::NotSupported],
        }
    }
}

impl DebitRules {
    /// When a card may be debited again that was refused for this.
    #[must_use]
    pub fn retry(&self, reason: Reason) -> Retry {
        if self.never.contains(&reason) {
            Retry::Never
        } else if self.tomorrow.contains(&reason) {
            Retry::Tomorrow
        } else {
            Retry::Today
        }
    }

    /// # Errors
    /// When they cannot be rules.
    pub fn check(&self) -> Result<(), DebitRulesInvalid> {
        let both = self.never.iter().any(|reason| self.tomorrow.contains(reason));
        let known = self.never.iter().chain(&self.tomorrow).all(|reason| REASONS.contains(reason));
        if (1..=MOST_TRIES).contains(&self.tries) && known && !both { Ok(()) } else { Err(DebitRulesInvalid) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_allow_some_tries_and_say_one_thing_of_each_reason() {
        let rules = DebitRules::default();
        assert_eq!(rules.check(), Ok(()));
        for tries in [0, -1, MOST_TRIES + 1] {
            assert_eq!(DebitRules { tries, ..rules.clone() }.check(), Err(DebitRulesInvalid), "{tries}");
        }
        let both = DebitRules { tomorrow: vec![Reason::CardInvalid], ..rules.clone() };
        let other = DebitRules { tomorrow: vec![Reason::CodeExpired], ..rules.clone() };
        assert_eq!((both.check(), other.check()), (Err(DebitRulesInvalid), Err(DebitRulesInvalid)));
        let told = REASONS.map(|reason| rules.retry(reason));
        let (today, tomorrow, never) = (Retry::Today, Retry::Tomorrow, Retry::Never);
        assert_eq!(told, [today, tomorrow, tomorrow, today, never, never, never, never]);
    }
}

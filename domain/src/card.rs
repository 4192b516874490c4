//! [`CardState`]: an agent's own bank card, from the order to bind it to its end, and what may be taken from it into the agent's
//! wallet.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{
    Amount,
    debt::DebitHours,
    freeze::FreezeReason,
    network::{AgreementStanding, Reason},
    signing::{SigningRefusal, SigningState},
};

/// How many cards an agent has bound, or is binding.
pub const MOST_CARDS: i64 = 5;
/// How many bindings an agent begins within a day: each has a message sent to somebody.
pub const ORDERS_A_DAY: i32 = 10;
/// The most that one top-up takes: 50,000.00.
pub const MOST_AT_ONCE: Amount = Amount::from_fen(5_000_000);

/// Where a card stands: with its signing until that is decided, and then with the agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardState {
    /// Written down before the network is asked to send a code; its answer is not known.
    Created,
    CodeSent,
    /// Written down before the code is given to the network; its answer is not known.
    Confirming,
    Failed,
    /// No code was typed in time.
    Expired,
    Active,
    /// The agent wants nothing to be taken for now.
    Paused,
    /// The network was asked to end the agreement; nothing is taken any more.
    Unsigning,
    Unsigned,
    /// The card's owner has ended it at the bank, or the bank or the network has.
    Invalid,
}

codes!(CardState {
    Created => "created",
    CodeSent => "code_sent",
    Confirming => "confirming",
    Failed => "failed",
    Expired => "expired",
    Active => "active",
    Paused => "paused",
    Unsigning => "unsigning",
    Unsigned => "unsigned",
    Invalid => "invalid",
});

impl CardState {
    /// What a card is whose signing stands so.
    #[must_use]
    pub const fn of(signing: SigningState) -> Self {
        match signing {
            SigningState::Created => Self::Created,
            SigningState::CodeSent => Self::CodeSent,
            SigningState::Confirming => Self::Confirming,
            SigningState::Succeeded => Self::Active,
            SigningState::Failed => Self::Failed,
            SigningState::Expired => Self::Expired,
        }
    }

    /// How the signing of such a card stands.
    #[must_use]
    pub const fn signing(self) -> SigningState {
        match self {
            Self::Created => SigningState::Created,
            Self::CodeSent => SigningState::CodeSent,
            Self::Confirming => SigningState::Confirming,
            Self::Failed => SigningState::Failed,
            Self::Expired => SigningState::Expired,
            Self::Active | Self::Paused | Self::Unsigning | Self::Unsigned | Self::Invalid => SigningState::Succeeded,
        }
    }

    /// Nothing is taken from now on, until the agent resumes.
    ///
    /// # Errors
    /// Unless something could be taken.
    pub const fn pause(self) -> Result<Self, CardRefusal> {
        match self {
            Self::Active => Ok(Self::Paused),
            _ => Err(CardRefusal::State { state: self }),
        }
    }

    /// Money may be taken again.
    ///
    /// # Errors
    /// Unless it is paused.
    pub const fn resume(self) -> Result<Self, CardRefusal> {
        match self {
            Self::Paused => Ok(Self::Active),
            _ => Err(CardRefusal::State { state: self }),
        }
    }

    /// The agreement is to end.
    ///
    /// # Errors
    /// When there is none, or it is being ended.
    pub const fn revoke(self) -> Result<Self, CardRefusal> {
        match self {
            Self::Active | Self::Paused => Ok(Self::Unsigning),
            _ => Err(CardRefusal::State { state: self }),
        }
    }

    /// What the network's word on its agreement makes of it. What could not be ended is paused: its agent wants nothing taken.
    #[must_use]
    pub const fn told(self, standing: AgreementStanding) -> Self {
        match (self, standing) {
            (Self::Unsigning, AgreementStanding::Ended) => Self::Unsigned,
            (Self::Unsigning, AgreementStanding::Signed) => Self::Paused,
            (Self::Active | Self::Paused, AgreementStanding::Ended) => Self::Invalid,
            (other, _) => other,
        }
    }
}

/// Why a card is not bound, or nothing done with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CardRefusal {
    #[error(transparent)]
    Signing(#[from] SigningRefusal),
    #[error("the card is not the agent's own")]
    NotOwn,
    #[error("no further card can be bound")]
    TooMany,
    #[error("too many bindings were begun within a day; another can be from {again_at}")]
    TooManyOrders { again_at: OffsetDateTime },
    #[error("the card is {}", state.code())]
    State { state: CardState },
}

impl CardRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Signing(refusal) => refusal.code(),
            Self::NotOwn => "card.not_own",
            Self::TooMany => "card.too_many",
            Self::TooManyOrders { .. } => "card.too_many_orders",
            Self::State { .. } => "card.state",
        }
    }
}

/// All that decides whether money may be taken from a card, read under its locks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardStanding {
    pub state: CardState,
    /// Why the agent's wallet is frozen, whole or in part: the freeze that has stood longest.
    pub frozen: Option<FreezeReason>,
    /// Whether a top-up is on its way, or may be.
    pub in_flight: bool,
    /// How often the card was tried today, for whatever and whomever.
    pub tried_today: i64,
    /// And how often it may be.
    pub most_tries: i64,
    /// Whether the card's bank said today that it lets nothing more be taken.
    pub limit_reached_today: bool,
}

impl CardStanding {
    /// Decides whether `amount` may be taken at an instant: asked when a top-up is ordered, and again before it is sent. Its agent
    /// asks for it at whatever hour. Nothing is taken for a frozen wallet: the card's owner could have its bank take a debit back after it
    /// has paid a debt, which a transfer cannot be.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn may_take(&self, amount: Amount, at: OffsetDateTime) -> Result<(), TopUpRefusal> {
        let next_at = DebitHours::ALWAYS.next_day(at);
        if self.state != CardState::Active {
            return Err(TopUpRefusal::NotUsable { state: self.state });
        }
        if let Some(reason) = self.frozen {
            return Err(TopUpRefusal::Frozen { reason });
        }
        if self.in_flight {
            return Err(TopUpRefusal::InFlight);
        }
        if !amount.is_positive() {
            return Err(TopUpRefusal::AmountNotPositive);
        }
        if amount > MOST_AT_ONCE {
            return Err(TopUpRefusal::TooMuch);
        }
        if self.tried_today >= self.most_tries {
            return Err(TopUpRefusal::TriedTooOften { next_at });
        }
        if self.limit_reached_today {
            return Err(TopUpRefusal::LimitReached { next_at });
        }
        Ok(())
    }
}

/// Why a top-up has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopUpFailure {
    /// By the network, or by the card's bank.
    Refused(Reason),
    /// Something had changed since it was ordered, so that it was never sent: what is kept is the code of a [`TopUpRefusal`].
    NotSent,
}

impl TopUpFailure {
    /// What a code says that is kept of a top-up.
    #[must_use]
    pub fn read(code: &str) -> Self {
        code.parse().map_or(Self::NotSent, Self::Refused)
    }
}

/// Why nothing is taken from a card.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum TopUpRefusal {
    #[error("the card is {}", state.code())]
    NotUsable { state: CardState },
    #[error("the wallet is frozen: {}", reason.code())]
    Frozen { reason: FreezeReason },
    #[error("a top-up is on its way")]
    InFlight,
    #[error("the amount must be more than zero")]
    AmountNotPositive,
    #[error("more than is taken at once")]
    TooMuch,
    #[error("the card was tried too often today, and may be again at {next_at}")]
    TriedTooOften {
        #[serde(with = "time::serde::rfc3339")]
        next_at: OffsetDateTime,
    },
    #[error("the card's bank lets nothing more be taken today: it may be tried again at {next_at}")]
    LimitReached {
        #[serde(with = "time::serde::rfc3339")]
        next_at: OffsetDateTime,
    },
}

impl TopUpRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotUsable { .. } => "top_up.card_not_usable",
            Self::Frozen { .. } => "top_up.frozen",
            Self::InFlight => "top_up.in_flight",
            Self::AmountNotPositive => "amount.not_positive",
            Self::TooMuch => "top_up.too_much",
            Self::TriedTooOften { .. } => "top_up.tried_too_often",
            Self::LimitReached { .. } => "top_up.limit_reached",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_top_up_has_failed_by_the_network_or_was_never_sent() {
        assert_eq!(TopUpFailure::read("risk"), TopUpFailure::Refused(Reason::Risk));
        assert_eq!(TopUpFailure::read(TopUpRefusal::InFlight.code()), TopUpFailure::NotSent);
    }

    #[test]
    fn a_card_is_its_signing_until_that_has_succeeded() {
        for signing in SigningState::ALL {
            assert_eq!(CardState::of(signing).signing(), signing);
        }
        for state in CardState::ALL {
            let bound = state.signing() == SigningState::Succeeded;
            assert_eq!(CardState::of(state.signing()) == state, !bound || state == CardState::Active, "{state:?}");
        }
    }

    #[test]
    fn only_what_can_be_used_is_paused_and_only_what_is_bound_is_revoked() {
        for state in CardState::ALL {
            let refused = Err(CardRefusal::State { state });
            let (pause, resume, revoke) = match state {
                CardState::Active => (Ok(CardState::Paused), refused, Ok(CardState::Unsigning)),
                CardState::Paused => (refused, Ok(CardState::Active), Ok(CardState::Unsigning)),
                _ => (refused.clone(), refused.clone(), refused),
            };
            assert_eq!((state.pause(), state.resume(), state.revoke()), (pause, resume, revoke), "{state:?}");
        }
    }

    #[test]
    fn only_the_network_s_word_ends_an_agreement_and_what_could_not_be_ended_rests() {
        use AgreementStanding::{Ended, Signed, Unknown};
        for state in CardState::ALL {
            let after = [Signed, Ended, Unknown].map(|standing| state.told(standing));
            let expected = match state {
                CardState::Active | CardState::Paused => [state, CardState::Invalid, state],
                CardState::Unsigning => [CardState::Paused, CardState::Unsigned, CardState::Unsigning],
                other => [other; 3],
            };
            assert_eq!(after, expected, "{state:?}");
        }
    }

    #[test]
    fn whatever_is_missing_takes_nothing() {
        let standing = CardStanding {
            state: CardState::Active,
            frozen: None,
            in_flight: false,
            tried_today: 0,
            most_tries: 3,
            limit_reached_today: false,
        };
        let of = |standing: CardStanding, fen| {
            let may = standing.may_take(Amount::from_fen(fen), datetime!(2026-11-20 23:59 +8));
            may.as_ref().map_or_else(TopUpRefusal::code, |()| "may")
        };
        assert_eq!((of(standing, 1), of(standing, MOST_AT_ONCE.fen())), ("may", "may"));
        for state in CardState::ALL.into_iter().filter(|state| *state != CardState::Active) {
            assert_eq!(of(CardStanding { state, ..standing }, 1), "top_up.card_not_usable", "{state:?}");
        }
        for reason in FreezeReason::ALL {
            assert_eq!(of(CardStanding { frozen: Some(reason), ..standing }, 1), "top_up.frozen", "{reason:?}");
        }
        assert_eq!(of(CardStanding { in_flight: true, ..standing }, 1), "top_up.in_flight");
        assert_eq!((of(standing, 0), of(standing, -1)), ("amount.not_positive", "amount.not_positive"));
        assert_eq!(of(standing, MOST_AT_ONCE.fen() + 1), "top_up.too_much");
        assert_eq!(of(CardStanding { tried_today: 3, ..standing }, 1), "top_up.tried_too_often");
        assert_eq!(of(CardStanding { tried_today: 3, most_tries: 4, ..standing }, 1), "may");
        assert_eq!(of(CardStanding { limit_reached_today: true, ..standing }, 1), "top_up.limit_reached");
    }

    #[test]
    fn a_card_that_gives_no_more_today_may_be_tried_again_when_the_next_day_begins_in_china() {
        let standing = CardStanding {
            state: CardState::Active,
            frozen: None,
            in_flight: false,
            tried_today: 3,
            most_tries: 3,
            limit_reached_today: true,
        };
        let (amount, next_at) = (Amount::from_fen(1), datetime!(2026-11-21 00:00 +8));
        for at in [datetime!(2026-11-20 00:00 +8), datetime!(2026-11-20 15:59 UTC)] {
            assert_eq!(standing.may_take(amount, at), Err(TopUpRefusal::TriedTooOften { next_at }));
            let limited = CardStanding { tried_today: 0, ..standing };
            assert_eq!(limited.may_take(amount, at), Err(TopUpRefusal::LimitReached { next_at }));
        }
    }
}

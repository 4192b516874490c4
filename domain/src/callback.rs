//! [`CallbackOutcome`]: what came of what the network told by itself, without having been asked.

use crate::{agreement_debit::DebitState, network::Meaning, signing::SigningState};

/// What the network tells by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallbackKind {
    /// What became of a code that a payer has typed.
    Signing,
    /// A payer or a bank has ended an agreement.
    Ending,
    /// What became of a debit or a top-up.
    Payment,
    Refund,
    /// It has given a payment back to its payer.
    Return,
}

codes!(CallbackKind {
    Signing => "signing",
    Ending => "ending",
    Payment => "payment",
    Refund => "refund",
    Return => "return",
});

impl CallbackKind {
    /// By the network's category.
    #[must_use]
    pub fn of(category: &str) -> Option<Self> {
        Some(match category {
            "0202" => Self::Signing,
            "0205" => Self::Ending,
            "0301" => Self::Payment,
            "0302" => Self::Refund,
            "0303" => Self::Return,
            _ => return None,
        })
    }
}

/// What came of a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallbackOutcome {
    /// It was filed as the answer to a question would have been.
    Filed,
    /// It says what was known already.
    Known,
    /// It says something else than what is known, which stays.
    Contradicts,
    /// It is of a number that was never sent.
    NotOurs,
    /// It decides nothing.
    Undecided,
}

codes!(CallbackOutcome {
    Filed => "filed",
    Known => "known",
    Contradicts => "contradicts",
    NotOurs => "not_ours",
    Undecided => "undecided",
});

impl CallbackOutcome {
    /// Of an order that moves money: where it stood, where it stands, and what was told of it.
    #[must_use]
    pub const fn of_money(before: DebitState, after: DebitState, told: Meaning) -> Self {
        match (before, after, told) {
            (DebitState::Accepted, ..) => Self::NotOurs,
            (DebitState::Unknown, DebitState::Succeeded, Meaning::Done)
            | (DebitState::Unknown, DebitState::Failed, Meaning::Refused(_)) => Self::Filed,
            (_, DebitState::Succeeded, Meaning::Done) | (_, DebitState::Failed, Meaning::Refused(_)) => Self::Known,
            (_, DebitState::Succeeded, Meaning::Refused(_)) | (_, DebitState::Failed, Meaning::Done) => {
                Self::Contradicts
            }
            _ => Self::Undecided,
        }
    }

    /// Of a code that a payer has typed, in the same way.
    #[must_use]
    pub const fn of_signing(before: SigningState, after: SigningState, told: Meaning) -> Self {
        match (before, after, told) {
            (SigningState::Succeeded, _, Meaning::Done) | (SigningState::Failed, _, Meaning::Refused(_)) => Self::Known,
            (_, SigningState::Succeeded, Meaning::Done) | (_, SigningState::Failed, Meaning::Refused(_)) => Self::Filed,
            (_, _, Meaning::Done) | (_, SigningState::Succeeded, Meaning::Refused(_)) => Self::Contradicts,
            _ => Self::Undecided,
        }
    }
}

/// What the network says of an order: its answer, where it is asked and decides something, and else what it has told. `None` where
/// neither decides anything.
#[must_use]
pub const fn word(answered: Meaning, told: Meaning) -> Option<Meaning> {
    match (answered, told) {
        (Meaning::Done | Meaning::Refused(_), _) => Some(answered),
        (_, Meaning::Done | Meaning::Refused(_)) => Some(told),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Reason;

    const NO: Meaning = Meaning::Refused(Reason::InsufficientFunds);
    const OPEN: [Meaning; 3] = [Meaning::Unknown, Meaning::WrongCode, Meaning::NotFound];

    #[test]
    fn each_category_is_known_and_no_other() {
        let known = ["0202", "0205", "0301", "0302", "0303"].map(CallbackKind::of);
        assert_eq!(known, CallbackKind::ALL.map(Some));
        for other in ["", "0201", "0203", "301"] {
            assert_eq!(CallbackKind::of(other), None, "{other}");
        }
    }

    #[test]
    fn what_was_open_is_filed_what_was_decided_stays_and_what_was_never_sent_is_not_ours() {
        use CallbackOutcome::{Contradicts, Filed, Known, NotOurs, Undecided};
        use DebitState::{Accepted, Failed, Succeeded, Unknown};
        for (before, after, done, refused) in [
            (Accepted, Accepted, NotOurs, NotOurs),
            (Unknown, Unknown, Undecided, Undecided),
            (Unknown, Succeeded, Filed, Contradicts),
            (Unknown, Failed, Contradicts, Filed),
            (Succeeded, Succeeded, Known, Contradicts),
            (Failed, Failed, Contradicts, Known),
        ] {
            let of = |told| CallbackOutcome::of_money(before, after, told);
            assert_eq!((of(Meaning::Done), of(NO)), (done, refused), "{before:?} {after:?}");
            let open = if before == Accepted { NotOurs } else { Undecided };
            assert_eq!(OPEN.map(of), [open; 3], "{before:?} {after:?}");
        }
    }

    #[test]
    fn a_code_that_signed_is_filed_unless_the_signing_is_over() {
        use CallbackOutcome::{Contradicts, Filed, Known, Undecided};
        use SigningState::{CodeSent, Confirming, Expired, Failed, Succeeded};
        for (before, after, done, refused) in [
            (Confirming, Succeeded, Filed, Contradicts),
            (Confirming, Failed, Contradicts, Filed),
            (CodeSent, CodeSent, Contradicts, Undecided),
            (Succeeded, Succeeded, Known, Contradicts),
            (Failed, Failed, Contradicts, Known),
            (Expired, Expired, Contradicts, Undecided),
        ] {
            let of = |told| CallbackOutcome::of_signing(before, after, told);
            assert_eq!((of(Meaning::Done), of(NO)), (done, refused), "{before:?} {after:?}");
            assert_eq!(OPEN.map(of), [Undecided; 3], "{before:?} {after:?}");
        }
    }

    #[test]
    fn an_answer_counts_before_what_was_told() {
        for (answered, told, is) in [
            (Meaning::Done, NO, Some(Meaning::Done)),
            (NO, Meaning::Done, Some(NO)),
            (Meaning::Unknown, Meaning::Done, Some(Meaning::Done)),
            (Meaning::NotFound, NO, Some(NO)),
            (Meaning::Unknown, Meaning::Unknown, None),
            (Meaning::NotFound, Meaning::WrongCode, None),
        ] {
            assert_eq!(word(answered, told), is, "{answered:?} {told:?}");
        }
    }
}

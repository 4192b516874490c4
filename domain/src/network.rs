//! What the agreement payment network's codes mean. A code that is not known decides nothing.

use serde::{Deserialize, Serialize};

/// What an answer of the network comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Done as asked.
    Done,
    /// The code that the payer typed is not the one that was sent.
    WrongCode,
    /// It will never be done.
    Refused(Reason),
    /// It may be done or not: ask again.
    Unknown,
    /// The network does not know the number that was asked about, or not yet.
    NotFound,
}

/// What the network says of an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgreementStanding {
    Signed,
    /// Whoever has ended it.
    Ended,
    Unknown,
}

/// Why the network or the payer's bank refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Name, identity number, card and mobile number do not belong together.
    PayerMismatch,
    CardInvalid,
    CardExpired,
    /// The bank does not take part, or the card may not be bound.
    NotSupported,
    InsufficientFunds,
    /// Above what the bank lets a day or a payment take.
    LimitExceeded,
    /// The payer or the bank has ended the agreement.
    AgreementEnded,
    /// The bank suspects that somebody else pays.
    Risk,
    /// The code was not typed in time.
    CodeExpired,
    TooManyCodes,
    /// The network says no more than that.
    Other,
}

codes!(Reason {
    PayerMismatch => "payer_mismatch",
    CardInvalid => "card_invalid",
    CardExpired => "card_expired",
    NotSupported => "not_supported",
    InsufficientFunds => "insufficient_funds",
    LimitExceeded => "limit_exceeded",
    AgreementEnded => "agreement_ended",
    Risk => "risk",
    CodeExpired => "code_expired",
    TooManyCodes => "too_many_codes",
    Other => "other",
});

/// Why the network gives a payer back what a debit had taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnReason {
    /// The payer says that it has not agreed to it.
    Unauthorised,
    /// It was taken twice.
    Duplicate,
    /// The network says no more than that.
    Other,
}

codes!(ReturnReason {
    Unauthorised => "unauthorised",
    Duplicate => "duplicate",
    Other => "other",
});

impl ReturnReason {
    /// What the network's code of a return means. One that is not known says no more than that something was given back.
    #[must_use]
    pub fn told(code: &str) -> Self {
        match code {
            "PB013001" => Self::Unauthorised,
            "PB013002" => Self::Duplicate,
            _ => Self::Other,
        }
    }
}

impl Meaning {
    /// The meaning of the two codes of an answer: the system's, which says whether the message was looked at, and the
    /// business', which says what came of it. Only a business code is definitive.
    #[must_use]
    pub fn of(system: &str, business: &str) -> Self {
        match (system, business) {
            ("00000000", "00000000") => Self::Done,
            ("00000000", "PB010001") => Self::WrongCode,
            ("00000000", "PB009001") => Self::NotFound,
            ("00000000", business) => Self::refusal(business).map_or(Self::Unknown, Self::Refused),
            _ => Self::Unknown,
        }
    }

    fn refusal(business: &str) -> Option<Reason> {
        Some(match business {
            "PB010002" => Reason::CodeExpired,
            "PB010003" => Reason::TooManyCodes,
            "PB011001" => Reason::PayerMismatch,
            "PB011002" => Reason::CardInvalid,
            "PB011003" => Reason::CardExpired,
            "PB011004" => Reason::NotSupported,
            "PB012001" => Reason::InsufficientFunds,
            "PB012002" => Reason::LimitExceeded,
            "PB012003" => Reason::AgreementEnded,
            "PB012004" => Reason::Risk,
            "PB019999" => Reason::Other,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_known_business_code_decides_anything() {
        let ok = "00000000";
        for (system, business, meaning) in [
            (ok, ok, Meaning::Done),
            (ok, "PB010001", Meaning::WrongCode),
            (ok, "PB010002", Meaning::Refused(Reason::CodeExpired)),
            (ok, "PB010003", Meaning::Refused(Reason::TooManyCodes)),
            (ok, "PB011001", Meaning::Refused(Reason::PayerMismatch)),
            (ok, "PB011002", Meaning::Refused(Reason::CardInvalid)),
            (ok, "PB011003", Meaning::Refused(Reason::CardExpired)),
            (ok, "PB011004", Meaning::Refused(Reason::NotSupported)),
            (ok, "PB012001", Meaning::Refused(Reason::InsufficientFunds)),
            (ok, "PB012002", Meaning::Refused(Reason::LimitExceeded)),
            (ok, "PB012003", Meaning::Refused(Reason::AgreementEnded)),
            (ok, "PB012004", Meaning::Refused(Reason::Risk)),
            (ok, "PB019999", Meaning::Refused(Reason::Other)),
            (ok, "PB009001", Meaning::NotFound),
            // Accepted, being looked at, and whatever nobody has told us of.
            (ok, "PB000001", Meaning::Unknown),
            (ok, "PB777777", Meaning::Unknown),
            (ok, "", Meaning::Unknown),
            // The message was not looked at, as far as is known: no business code counts.
            ("PS500001", ok, Meaning::Unknown),
            ("PS500001", "PB012001", Meaning::Unknown),
            ("", "", Meaning::Unknown),
        ] {
            assert_eq!(Meaning::of(system, business), meaning, "{system} {business}");
        }
    }

    #[test]
    fn whatever_the_code_of_a_return_it_is_one() {
        let told = ["PB013001", "PB013002", "00000000", ""].map(ReturnReason::told);
        assert_eq!(
            told,
            [ReturnReason::Unauthorised, ReturnReason::Duplicate, ReturnReason::Other, ReturnReason::Other]
        );
    }
}

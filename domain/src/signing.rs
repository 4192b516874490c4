//! [`Signing`]: the order to bind a payer's card for agreement payment. The network sends the payer a code, and the code
//! signs; what the network says only later is asked for until it is known.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::{
    Reference,
    mapping::MappingRefusal,
    network::{Meaning, Reason},
    payer::PayerField,
    standing::StandingRefusal,
};

/// For how long a code can be typed.
pub const CODE_MINUTES: i64 = 10;
/// How often the payer may mistype.
pub const TRIES: i16 = 5;
/// How often a code is sent.
const SENDINGS: i16 = 5;
/// How long nobody can ask for another code.
const SENDING_SECONDS: i64 = 60;
/// After how long an order that the network does not know was never there.
pub const NEVER_THERE: Duration = Duration::minutes(10);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SigningState {
    /// Written down before the network is asked to send a code; its answer is not known.
    Created,
    CodeSent,
    /// Written down before the code is given to the network; its answer is not known.
    Confirming,
    Succeeded,
    Failed,
    /// No code was typed in time.
    Expired,
}

codes!(SigningState {
    Created => "created",
    CodeSent => "code_sent",
    Confirming => "confirming",
    Succeeded => "succeeded",
    Failed => "failed",
    Expired => "expired",
});

impl SigningState {
    /// Whether nothing becomes of it any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Expired)
    }
}

/// A signing as far as its rules go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signing {
    pub state: SigningState,
    /// How often the network was asked to send a code; the serial of its orders.
    pub sendings: i16,
    /// How many codes were given to it.
    pub tries: i16,
    /// When it was asked last.
    pub asked_at: OffsetDateTime,
    pub failure: Option<Reason>,
}

impl Signing {
    /// A new order.
    #[must_use]
    pub const fn begin(at: OffsetDateTime) -> Self {
        Self { state: SigningState::Created, sendings: 1, tries: 0, asked_at: at, failure: None }
    }

    /// By which the network knows the order with this number: a code that is sent again is another order.
    #[must_use]
    pub fn serial(&self, reference: &Reference) -> String {
        format!("{}-{}", reference.as_str(), self.sendings)
    }

    /// Until when the code can be typed.
    #[must_use]
    pub fn code_ends_at(&self) -> OffsetDateTime {
        self.asked_at.saturating_add(Duration::minutes(CODE_MINUTES))
    }

    /// The network's word on the order to send a code.
    #[must_use]
    pub fn sent(self, meaning: Meaning, at: OffsetDateTime) -> Self {
        match (self.state, meaning) {
            (SigningState::Created, Meaning::Done) => Self { state: SigningState::CodeSent, ..self },
            (SigningState::Created, Meaning::Refused(reason)) => self.fail(reason),
            (SigningState::Created, Meaning::NotFound) if at >= self.asked_at.saturating_add(NEVER_THERE) => {
                self.fail(Reason::Other)
            }
            _ => self,
        }
    }

    /// Has another code sent, in the place of the one before.
    ///
    /// # Errors
    /// While there is nothing to type, too soon, and too often.
    pub fn send_again(self, at: OffsetDateTime) -> Result<Self, SigningRefusal> {
        self.expect(SigningState::CodeSent)?;
        if at < self.asked_at.saturating_add(Duration::seconds(SENDING_SECONDS)) {
            return Err(SigningRefusal::TooSoon);
        }
        if self.sendings >= SENDINGS {
            return Err(SigningRefusal::TooManyCodes);
        }
        Ok(Self { state: SigningState::Created, sendings: self.sendings.saturating_add(1), asked_at: at, ..self })
    }

    /// Gives the code to the network.
    ///
    /// # Errors
    /// Unless a code was sent that can still be typed.
    pub fn confirm(self, at: OffsetDateTime) -> Result<Self, SigningRefusal> {
        self.expect(SigningState::CodeSent)?;
        if at >= self.code_ends_at() {
            return Err(SigningRefusal::CodeExpired);
        }
        Ok(Self { state: SigningState::Confirming, tries: self.tries.saturating_add(1), ..self })
    }

    /// The network's word on the code, which may come after we thought that the code had not got there.
    #[must_use]
    pub fn confirmed(self, meaning: Meaning, at: OffsetDateTime) -> Self {
        match (self.state, meaning) {
            (SigningState::Confirming, Meaning::Done) => Self { state: SigningState::Succeeded, ..self },
            (SigningState::CodeSent | SigningState::Created, Meaning::Done) if self.tries > 0 => {
                Self { state: SigningState::Succeeded, ..self }
            }
            (SigningState::Confirming, Meaning::NotFound) if at >= self.code_ends_at().saturating_add(NEVER_THERE) => {
                self.fail(Reason::Other)
            }
            (SigningState::Confirming, Meaning::WrongCode) if self.tries < TRIES => {
                Self { state: SigningState::CodeSent, ..self }
            }
            (SigningState::Confirming, Meaning::WrongCode) => self.fail(Reason::TooManyCodes),
            (SigningState::Confirming, Meaning::Refused(reason)) => self.fail(reason),
            _ => self,
        }
    }

    /// Ends what waits for a code that nobody typed. Unchanged before that.
    #[must_use]
    pub fn expire(self, at: OffsetDateTime) -> Self {
        if self.state == SigningState::CodeSent && at >= self.code_ends_at() {
            Self { state: SigningState::Expired, ..self }
        } else {
            self
        }
    }

    const fn fail(self, reason: Reason) -> Self {
        Self { state: SigningState::Failed, failure: Some(reason), ..self }
    }

    fn expect(&self, state: SigningState) -> Result<(), SigningRefusal> {
        if self.state == state { Ok(()) } else { Err(SigningRefusal::State { state: self.state }) }
    }
}

/// Why a signing is not ordered, or a step of it not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum SigningRefusal {
    #[error(transparent)]
    SettlementId(MappingRefusal),
    #[error(transparent)]
    Standing(#[from] StandingRefusal),
    #[error("no mapping of the settlement id is in force")]
    NotMapped,
    #[error("{field} is missing or wrong")]
    Payer { field: PayerField },
    #[error("the payer has not agreed to the binding")]
    ConsentMissing,
    #[error("the card is bound already, or being bound")]
    AlreadyBound,
    #[error("the signing is {}", state.code())]
    State { state: SigningState },
    #[error("the code can no longer be typed")]
    CodeExpired,
    #[error("a code has four to eight digits")]
    CodeInvalid,
    #[error("another code was asked for a moment ago")]
    TooSoon,
    #[error("no further code is sent")]
    TooManyCodes,
    #[error("the funder has no such line")]
    LineUnknown,
    #[error("the payer is not the borrower's legal person")]
    NotTheBorrower,
}

impl SigningRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SettlementId(refusal) => refusal.code(),
            Self::Standing(refusal) => refusal.code(),
            Self::NotMapped => "mapping.not_in_force",
            Self::Payer { .. } => "signing.payer_invalid",
            Self::ConsentMissing => "signing.consent_missing",
            Self::AlreadyBound => "signing.already_bound",
            Self::State { .. } => "signing.state",
            Self::CodeExpired => "signing.code_expired",
            Self::CodeInvalid => "signing.code_invalid",
            Self::TooSoon => "signing.too_soon",
            Self::TooManyCodes => "signing.too_many_codes",
            Self::LineUnknown => "signing.line_unknown",
            Self::NotTheBorrower => "signing.not_the_borrower",
        }
    }
}

/// Checks a code before it leaves us. It is given to the network and kept nowhere.
///
/// # Errors
/// When it cannot be one.
pub fn check_code(code: &str) -> Result<(), SigningRefusal> {
    if (4..=8).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(())
    } else {
        Err(SigningRefusal::CodeInvalid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const AT: OffsetDateTime = datetime!(2026-11-20 10:00 +8);

    fn signing(state: SigningState) -> Signing {
        Signing { state, ..Signing::begin(AT) }
    }

    #[test]
    fn each_state_takes_the_words_that_it_waits_for_and_no_others() {
        use Meaning::{Done, NotFound, Refused, Unknown, WrongCode};
        use SigningState::{CodeSent, Confirming, Created, Failed, Succeeded};
        let meanings = [Done, WrongCode, Refused(Reason::Risk), NotFound, Unknown];
        for state in SigningState::ALL {
            let sent = meanings.map(|meaning| signing(state).sent(meaning, AT).state);
            let confirmed = meanings.map(|meaning| signing(state).confirmed(meaning, AT).state);
            let (as_sent, as_confirmed) = match state {
                Created => ([CodeSent, Created, Failed, Created, Created], [Created; 5]),
                Confirming => ([Confirming; 5], [Succeeded, CodeSent, Failed, Confirming, Confirming]),
                other => ([other; 5], [other; 5]),
            };
            assert_eq!((sent, confirmed), (as_sent, as_confirmed), "{state:?}");
            let waits = state == CodeSent;
            assert_eq!(signing(state).confirm(AT).is_ok(), waits, "{state:?}");
            assert_eq!(signing(state).send_again(AT + Duration::MINUTE).is_ok(), waits, "{state:?}");
            let late = signing(state).expire(AT + Duration::minutes(CODE_MINUTES)).state;
            assert_eq!(late, if waits { SigningState::Expired } else { state });
        }
    }

    #[test]
    fn what_the_network_does_not_know_has_failed_only_after_a_while() {
        let created = signing(SigningState::Created);
        let nearly = AT + NEVER_THERE - Duration::SECOND;
        assert_eq!(created.sent(Meaning::NotFound, nearly), created);
        assert_eq!(created.sent(Meaning::NotFound, AT + NEVER_THERE).state, SigningState::Failed);
        let confirming = signing(SigningState::Confirming);
        let late = confirming.code_ends_at() + NEVER_THERE;
        assert_eq!(confirming.confirmed(Meaning::NotFound, late - Duration::SECOND), confirming);
        assert_eq!(confirming.confirmed(Meaning::NotFound, late).state, SigningState::Failed);
    }

    #[test]
    fn what_was_signed_although_the_code_seemed_lost_is_signed() {
        for state in [SigningState::CodeSent, SigningState::Created] {
            let tried = Signing { tries: 1, ..signing(state) };
            assert_eq!(tried.confirmed(Meaning::Done, AT).state, SigningState::Succeeded);
            assert_eq!(signing(state).confirmed(Meaning::Done, AT), signing(state), "no code was given");
        }
    }

    #[test]
    fn a_code_ends_and_so_do_tries_and_sendings() {
        let sent = signing(SigningState::CodeSent);
        let end = AT + Duration::minutes(CODE_MINUTES);
        assert!(sent.confirm(end - Duration::SECOND).is_ok());
        assert_eq!(sent.confirm(end), Err(SigningRefusal::CodeExpired));
        assert_eq!(sent.expire(end - Duration::SECOND), sent);
        let mistyped = (0..TRIES).fold(sent, |signing, _| {
            signing.confirm(AT).map_or(signing, |confirming| confirming.confirmed(Meaning::WrongCode, AT))
        });
        assert_eq!((mistyped.state, mistyped.failure), (SigningState::Failed, Some(Reason::TooManyCodes)));
        assert_eq!(sent.send_again(AT + Duration::seconds(59)), Err(SigningRefusal::TooSoon));
        let again = sent.send_again(end).unwrap();
        assert_eq!((again.state, again.sendings), (SigningState::Created, 2));
        assert_eq!(again.code_ends_at(), end + Duration::minutes(CODE_MINUTES), "another code, another ten minutes");
        let often = Signing { sendings: SENDINGS, ..sent };
        assert_eq!(often.send_again(end), Err(SigningRefusal::TooManyCodes));
    }

    #[test]
    fn a_code_is_digits() {
        for (code, is) in [("1234", true), ("12345678", true), ("123", false), ("123456789", false), ("12 34", false)] {
            assert_eq!(check_code(code).is_ok(), is, "{code}");
        }
    }
}

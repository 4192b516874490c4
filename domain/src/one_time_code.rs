//! Codes that are sent to a mobile number, and prove for a few minutes that somebody has it.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::{amount::Amount, id::ApplicationId, mobile::is_mobile, width::bare};

/// How long a code is good.
pub const CODE_LIFE: Duration = Duration::minutes(5);
/// How many wrong codes are looked at before the right one is no good either.
pub const TRIES: u32 = 5;
/// How long a number waits for its next code.
pub const PAUSE: Duration = Duration::minutes(1);
/// The time over which codes are counted.
pub const COUNTED_FOR: Duration = Duration::days(1);
/// How many codes a number gets within an hour and within a day: from each device of its holder, and from all strangers together.
const CODES_AN_HOUR: usize = 5;
const CODES_A_DAY: usize = 10;
/// How many codes strangers of one network ask for within an hour, to whatever numbers.
const CODES_OF_NETWORK: usize = 30;
/// The shortest password, in characters.
pub const PASSWORD_LEAST: usize = 8;

/// Why a code is not sent, or proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CodeRefusal {
    #[error("that is no mobile number")]
    MobileInvalid,
    /// To the number, or to the network that asks.
    #[error("a code was sent already; wait until {until}")]
    TooSoon { until: OffsetDateTime },
    #[error("the code that was sent is needed")]
    Missing,
    #[error("the code that was sent is another one")]
    Mistyped,
    /// Too late, used before, wrong too often, or asked for elsewhere or for something else.
    #[error("the code is no good any more")]
    Over,
    #[error("no mobile number is registered")]
    NoMobile,
    #[error("the mobile number is another account's")]
    MobileTaken,
}

impl CodeRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::MobileInvalid => "code.mobile_invalid",
            Self::TooSoon { .. } => "code.too_soon",
            Self::Missing => "code.missing",
            Self::Mistyped => "code.mistyped",
            Self::Over => "code.over",
            Self::NoMobile => "code.no_mobile",
            Self::MobileTaken => "code.mobile_taken",
        }
    }
}

/// What somebody who is signed in confirms with a code. The code is good for this and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirms {
    Contract(ApplicationId),
    /// A draw whose cost was shown, by the hash of what was shown.
    Draw {
        amount: Amount,
        disclosure_hash: String,
    },
}

/// What has to be confirmed with a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodePolicy {
    pub contracts: bool,
    /// Draws of more than this.
    pub draws_above: Option<Amount>,
}

impl CodePolicy {
    #[must_use]
    pub fn asks(self, confirms: &Confirms) -> bool {
        match confirms {
            Confirms::Contract(_) => self.contracts,
            Confirms::Draw { amount, .. } => self.draws_above.is_some_and(|most| *amount > most),
        }
    }
}

/// Reads a mobile number of mainland China, in whatever width and with whatever blanks it was typed.
///
/// # Errors
/// When it is none.
pub fn read_mobile(typed: &str) -> Result<String, CodeRefusal> {
    let number = bare(typed);
    if is_mobile(&number) { Ok(number) } else { Err(CodeRefusal::MobileInvalid) }
}

/// Whether a number may be sent a code, by when it was sent others and the asking network asked for some, within [`COUNTED_FOR`],
/// the newest first.
///
/// # Errors
/// Says when it may.
pub fn may_send(
    to_number: &[OffsetDateTime],
    of_network: &[OffsetDateTime],
    at: OffsetDateTime,
) -> Result<(), CodeRefusal> {
    let after = |sent: Option<&OffsetDateTime>, rest: Duration| sent.and_then(|sent| sent.checked_add(rest));
    let nth = |sent: &[OffsetDateTime], count: usize, rest| after(sent.get(count.saturating_sub(1)), rest);
    let until = after(to_number.first(), PAUSE)
        .max(nth(to_number, CODES_AN_HOUR, Duration::HOUR))
        .max(nth(to_number, CODES_A_DAY, COUNTED_FOR))
        .max(nth(of_network, CODES_OF_NETWORK, Duration::HOUR));
    match until.filter(|until| *until > at) {
        Some(until) => Err(CodeRefusal::TooSoon { until }),
        None => Ok(()),
    }
}

/// A code that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OneTimeCode {
    pub sent_at: OffsetDateTime,
    /// How often a wrong one was typed.
    pub tries: u32,
    pub used: bool,
}

impl OneTimeCode {
    /// Whether what was typed proves anything.
    ///
    /// # Errors
    /// When it is wrong, and when no code would be right any more.
    pub fn check(self, right: bool, at: OffsetDateTime) -> Result<(), CodeRefusal> {
        let over = self.good_until().is_none_or(|end| at >= end);
        if self.used || over || self.tries >= TRIES {
            return Err(CodeRefusal::Over);
        }
        if right { Ok(()) } else { Err(CodeRefusal::Mistyped) }
    }

    /// When it ends, if nothing ends it before.
    #[must_use]
    pub fn good_until(self) -> Option<OffsetDateTime> {
        self.sent_at.checked_add(CODE_LIFE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const AT: OffsetDateTime = datetime!(2026-11-20 10:00 +8);

    #[test]
    fn a_number_is_read_as_people_type_it() {
        for typed in ["13900000001", " 139 0000 0001 ", "１３９０００００００１"] {
            assert_eq!(read_mobile(typed).as_deref(), Ok("13900000001"), "{typed}");
        }
        for typed in ["", "1390000000", "139000000011", "23900000001", "1390000000a", "+8613900000001"] {
            assert_eq!(read_mobile(typed), Err(CodeRefusal::MobileInvalid), "{typed}");
        }
    }

    #[test]
    fn codes_come_a_minute_apart_five_an_hour_and_ten_a_day_to_a_number_and_thirty_an_hour_to_a_network() {
        let ago = |seconds: i64| AT - Duration::seconds(seconds);
        let until = |number: &[OffsetDateTime], network: &[OffsetDateTime]| match may_send(number, network, AT) {
            Err(CodeRefusal::TooSoon { until }) => Some((until - AT).whole_seconds()),
            other => other.map(|()| None).unwrap_or_default(),
        };
        assert_eq!(until(&[], &[]), None);
        assert_eq!((until(&[ago(59)], &[]), until(&[ago(60)], &[])), (Some(1), None));
        let five: Vec<_> = [60, 120, 180, 240, 300].map(ago).to_vec();
        assert_eq!((until(&five[..4], &[]), until(&five, &[])), (None, Some(3_300)));
        let day: Vec<_> = (1..=10).map(|hours| ago(hours * 7_200)).collect();
        assert_eq!((until(&day[..9], &[]), until(&day, &[])), (None, Some(14_400)));
        let many: Vec<_> = (1..=30).map(ago).collect();
        assert_eq!((until(&[], &many[..29]), until(&[], &many)), (None, Some(3_570)));
    }

    #[test]
    fn a_code_is_good_once_for_five_minutes_and_five_tries() {
        let code = OneTimeCode { sent_at: AT, tries: 0, used: false };
        let later = |seconds: i64| AT + Duration::seconds(seconds);
        assert_eq!(code.check(true, later(299)), Ok(()));
        assert_eq!(code.check(false, later(299)), Err(CodeRefusal::Mistyped));
        for (code, at) in [
            (code, later(300)),
            (OneTimeCode { tries: TRIES, ..code }, later(1)),
            (OneTimeCode { used: true, ..code }, later(1)),
        ] {
            for right in [true, false] {
                assert_eq!(code.check(right, at), Err(CodeRefusal::Over), "{code:?}");
            }
        }
        assert_eq!(OneTimeCode { tries: TRIES - 1, ..code }.check(true, later(1)), Ok(()));
    }

    #[test]
    fn contracts_and_draws_above_the_limit_are_confirmed_where_that_is_wanted() {
        let (contract, draw) = (Confirms::Contract(ApplicationId(uuid::Uuid::nil())), |fen| Confirms::Draw {
            amount: Amount::from_fen(fen),
            disclosure_hash: String::new(),
        });
        let policy = CodePolicy { contracts: true, draws_above: Some(Amount::from_fen(5_000_000)) };
        assert!(policy.asks(&contract) && policy.asks(&draw(5_000_001)) && !policy.asks(&draw(5_000_000)));
        let nothing = CodePolicy::default();
        assert!(!nothing.asks(&contract) && !nothing.asks(&draw(i64::MAX)));
    }
}

//! Codes that are sent to a mobile number, and prove for a few minutes that somebody has it.

use time::{Duration, OffsetDateTime};

use crate::{identity::SignInRefusal, mobile::is_mobile, width::bare};

/// How long a code is good.
pub const CODE_LIFE: Duration = Duration::minutes(5);
/// How many wrong codes are looked at before the right one is no good either.
pub const TRIES: u32 = 5;
/// How long a number waits for its next code.
pub const PAUSE: Duration = Duration::minutes(1);
/// The time over which codes are counted, and how many of them a number and a network get.
pub const COUNTED_FOR: Duration = Duration::hours(1);
pub const CODES_OF_NUMBER: usize = 5;
pub const CODES_OF_NETWORK: usize = 30;
/// The shortest password, in characters.
pub const PASSWORD_LEAST: usize = 8;

/// Reads a mobile number of mainland China, in whatever width and with whatever blanks it was typed.
///
/// # Errors
/// When it is none.
pub fn read_mobile(typed: &str) -> Result<String, SignInRefusal> {
    let number = bare(typed);
    if is_mobile(&number) { Ok(number) } else { Err(SignInRefusal::MobileInvalid) }
}

/// Whether a number may be sent a code, by when it and the asking network were sent others within [`COUNTED_FOR`], the newest
/// first.
///
/// # Errors
/// Says when it may.
pub fn may_send(
    to_number: &[OffsetDateTime],
    to_network: &[OffsetDateTime],
    at: OffsetDateTime,
) -> Result<(), SignInRefusal> {
    let after = |sent: Option<&OffsetDateTime>, rest: Duration| sent.and_then(|sent| sent.checked_add(rest));
    let until = after(to_number.first(), PAUSE)
        .max(after(to_number.get(CODES_OF_NUMBER.saturating_sub(1)), COUNTED_FOR))
        .max(after(to_network.get(CODES_OF_NETWORK.saturating_sub(1)), COUNTED_FOR));
    match until.filter(|until| *until > at) {
        Some(until) => Err(SignInRefusal::CodeTooSoon { until }),
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
    pub fn check(self, right: bool, at: OffsetDateTime) -> Result<(), SignInRefusal> {
        let over = self.sent_at.checked_add(CODE_LIFE).is_none_or(|end| at >= end);
        if self.used || over || self.tries >= TRIES {
            return Err(SignInRefusal::CodeEnded);
        }
        if right { Ok(()) } else { Err(SignInRefusal::SentCodeWrong) }
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
            assert_eq!(read_mobile(typed), Err(SignInRefusal::MobileInvalid), "{typed}");
        }
    }

    #[test]
    fn codes_come_a_minute_apart_and_five_an_hour_to_a_number_and_thirty_to_a_network() {
        let ago = |seconds: i64| AT - Duration::seconds(seconds);
        let until = |number: &[OffsetDateTime], network: &[OffsetDateTime]| match may_send(number, network, AT) {
            Err(SignInRefusal::CodeTooSoon { until }) => Some((until - AT).whole_seconds()),
            other => other.map(|()| None).unwrap_or_default(),
        };
        assert_eq!(until(&[], &[]), None);
        assert_eq!((until(&[ago(59)], &[]), until(&[ago(60)], &[])), (Some(1), None));
        let five: Vec<_> = [60, 120, 180, 240, 300].map(ago).to_vec();
        assert_eq!((until(&five[..4], &[]), until(&five, &[])), (None, Some(3_300)));
        let many: Vec<_> = (1..=30).map(ago).collect();
        assert_eq!((until(&[], &many[..29]), until(&[], &many)), (None, Some(3_570)));
    }

    #[test]
    fn a_code_is_good_once_for_five_minutes_and_five_tries() {
        let code = OneTimeCode { sent_at: AT, tries: 0, used: false };
        let later = |seconds: i64| AT + Duration::seconds(seconds);
        assert_eq!(code.check(true, later(299)), Ok(()));
        assert_eq!(code.check(false, later(299)), Err(SignInRefusal::SentCodeWrong));
        for (code, at) in [
            (code, later(300)),
            (OneTimeCode { tries: TRIES, ..code }, later(1)),
            (OneTimeCode { used: true, ..code }, later(1)),
        ] {
            for right in [true, false] {
                assert_eq!(code.check(right, at), Err(SignInRefusal::CodeEnded), "{code:?}");
            }
        }
        assert_eq!(OneTimeCode { tries: TRIES - 1, ..code }.check(true, later(1)), Ok(()));
    }
}

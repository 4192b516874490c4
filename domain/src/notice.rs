//! How a notice is delivered to a partner's endpoint: when it is tried, what acknowledges it, and what is signed.
//!
//! A delivery is `waiting` until the endpoint acknowledges it, and `dead` when it is not tried any more, until somebody has it sent
//! again. Whatever becomes of it, nothing else changes.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::code::CodeError;

/// How long an endpoint has for everything: its address, the connection, and its answer to the end.
pub const PATIENCE: std::time::Duration = std::time::Duration::from_secs(15);
/// How many bytes of an answer are read.
pub const ANSWER_LIMIT: usize = 1_024;

/// How long after each attempt that failed the next one follows. The first attempt is made at once.
const RESTS: [Duration; 9] = [
    Duration::seconds(15),
    Duration::minutes(1),
    Duration::minutes(5),
    Duration::minutes(30),
    Duration::hours(2),
    Duration::hours(5),
    Duration::hours(10),
    Duration::hours(24),
    Duration::hours(48),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// To be tried, for the first time or again.
    Waiting,
    /// Acknowledged.
    Delivered,
    /// Not tried any more.
    Dead,
}

codes!(DeliveryState {
    Waiting => "waiting",
    Delivered => "delivered",
    Dead => "dead",
});

/// Why a delivery is dead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadReason {
    /// Nobody acknowledged it, as often as it was tried.
    Exhausted,
    /// The partner had no endpoint in force when it was told.
    NoEndpoint,
    /// Its endpoint was disabled while it waited.
    EndpointDisabled,
}

codes!(DeadReason {
    Exhausted => "exhausted",
    NoEndpoint => "no_endpoint",
    EndpointDisabled => "endpoint_disabled",
});

/// What one attempt came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// An answer, with as much of its body as is read, and after how many seconds it wants to be asked again, if it says so.
    Answered { status: u16, body: Vec<u8>, ended: bool, retry_after: Option<u32> },
    /// The address is none that may be called.
    NotPublic,
    /// No answer within [`PATIENCE`].
    TimedOut,
    /// No connection, or one that broke.
    NoAnswer,
}

/// What an attempt means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Acknowledged,
    /// Not acknowledged, and not before so many seconds, if the endpoint says so.
    Failed {
        retry_after: Option<u32>,
    },
    /// The endpoint wants nothing any more.
    Gone,
}

impl Attempt {
    /// Any 2xx acknowledges, and nothing else does. Who `wants_success` acknowledges with the body `SUCCESS` besides, blanks
    /// around it cut. 410 disables. Redirects are not followed.
    #[must_use]
    pub fn verdict(&self, wants_success: bool) -> Verdict {
        let Self::Answered { status, body, ended, retry_after } = self else {
            return Verdict::Failed { retry_after: None };
        };
        match status {
            410 => Verdict::Gone,
            200..=299 if !wants_success || (*ended && body.trim_ascii() == b"SUCCESS") => Verdict::Acknowledged,
            _ => Verdict::Failed { retry_after: *retry_after },
        }
    }

    /// What is kept of it.
    #[must_use]
    pub const fn outcome(&self) -> AttemptOutcome {
        match self {
            Self::Answered { status, .. } => AttemptOutcome::Status(*status),
            Self::NotPublic => AttemptOutcome::Unanswered(Unanswered::NotPublic),
            Self::TimedOut => AttemptOutcome::Unanswered(Unanswered::TimedOut),
            Self::NoAnswer => AttemptOutcome::Unanswered(Unanswered::NoAnswer),
        }
    }
}

/// Why an attempt had no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// As [`Attempt::NotPublic`].
    NotPublic,
    /// As [`Attempt::TimedOut`].
    TimedOut,
    /// As [`Attempt::NoAnswer`].
    NoAnswer,
    /// The notice itself could not be written.
    Unwritable,
}

codes!(Unanswered {
    NotPublic => "endpoint_not_public",
    TimedOut => "timed_out",
    NoAnswer => "no_answer",
    Unwritable => "unwritable",
});

/// What came of an attempt. Its text form is the status of the answer, or a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum AttemptOutcome {
    Status(u16),
    Unanswered(Unanswered),
}

impl fmt::Display for AttemptOutcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(formatter, "{status}"),
            Self::Unanswered(why) => formatter.write_str(why.code()),
        }
    }
}

impl FromStr for AttemptOutcome {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        match text.parse::<u16>() {
            Ok(status) => Ok(Self::Status(status)),
            Err(_) => text.parse().map(Self::Unanswered),
        }
    }
}

impl TryFrom<String> for AttemptOutcome {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl From<AttemptOutcome> for String {
    fn from(outcome: AttemptOutcome) -> Self {
        outcome.to_string()
    }
}

/// When a delivery is tried again that was tried `tries` times, the last time at `at`: after its rest and up to a tenth of it more,
/// `dice` of 256 parts, so that what failed together does not come together; not before the endpoint wants, unless that is
/// longer than the rest after the next two. Nothing when it has been tried often enough.
#[must_use]
pub fn next_attempt(tries: u32, at: OffsetDateTime, retry_after: Option<u32>, dice: u8) -> Option<OffsetDateTime> {
    let index = usize::try_from(tries).unwrap_or(usize::MAX).checked_sub(1)?;
    let rest = *RESTS.get(index)?;
    let jitter = rest / 10 * i32::from(dice) / 256;
    let wanted = retry_after.map(|seconds| Duration::seconds(i64::from(seconds)));
    let latest = RESTS.get(index.saturating_add(2)).or(RESTS.last()).copied().unwrap_or(rest);
    let rest = wanted.filter(|wanted| *wanted > rest && *wanted <= latest).unwrap_or(rest);
    at.checked_add(rest.checked_add(jitter)?)
}

/// What is signed of a notice: `id.timestamp.body`, the timestamp in seconds since 1970.
#[must_use]
pub fn signed_text(id: &str, timestamp: i64, body: &[u8]) -> Vec<u8> {
    [id.as_bytes(), b".", timestamp.to_string().as_bytes(), b".", body].concat()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const AT: OffsetDateTime = datetime!(2026-11-20 10:00 UTC);

    #[test]
    fn what_came_of_an_attempt_is_read_as_it_is_written() {
        let answered = Attempt::Answered { status: 503, body: Vec::new(), ended: true, retry_after: None };
        for (attempt, text) in [
            (answered, "503"),
            (Attempt::NotPublic, "endpoint_not_public"),
            (Attempt::TimedOut, "timed_out"),
            (Attempt::NoAnswer, "no_answer"),
        ] {
            assert_eq!(attempt.outcome().to_string(), text);
            assert_eq!(text.parse(), Ok(attempt.outcome()));
        }
        assert!("".parse::<AttemptOutcome>().is_err());
    }

    fn seconds(tries: u32, retry_after: Option<u32>, dice: u8) -> Option<i64> {
        next_attempt(tries, AT, retry_after, dice).map(|next| (next - AT).whole_seconds())
    }

    #[test]
    fn a_delivery_is_tried_ten_times_within_four_days_and_never_at_the_same_moment_as_all_others() {
        let rests: Vec<Option<i64>> = (1..=11).map(|tries| seconds(tries, None, 0)).collect();
        let hour = 3_600;
        let schedule = [15, 60, 300, 1_800, 2 * hour, 5 * hour, 10 * hour, 24 * hour, 48 * hour];
        assert_eq!(rests[..9], schedule.map(Some));
        assert_eq!(rests[9..], [None, None]);
        assert_eq!(seconds(0, None, 0), None, "before it was tried there is nothing to try again");
        assert!((300..330).contains(&seconds(3, None, 255).unwrap()));
        assert!(seconds(3, None, 255) > seconds(3, None, 0));
    }

    #[test]
    fn an_endpoint_that_says_when_is_believed_within_the_schedule() {
        assert_eq!(seconds(1, Some(45), 0), Some(45));
        assert_eq!(seconds(1, Some(90), 0), Some(90));
        assert_eq!(seconds(1, Some(300), 0), Some(300));
        assert_eq!(seconds(1, Some(301), 0), Some(15));
        assert_eq!(seconds(2, Some(99_999_999), 0), Some(60));
        assert_eq!(seconds(3, Some(1), 0), Some(300), "never sooner");
        assert_eq!(seconds(9, Some(200_000), 0), Some(172_800));
    }
}

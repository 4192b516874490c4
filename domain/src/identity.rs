//! Who may sign in, and how long a session lives.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::{
    one_time_code::{CodeRefusal, PASSWORD_LEAST},
    role::Role,
};

/// How many failures under one name from one place are answered before that place has to wait.
pub const FAILURES_ALLOWED: usize = 5;
/// How many failures under one name from all strangers together: those who have many places do not guess on for ever.
/// Many more than one place has, so that whoever wants to lock somebody out needs as many places.
pub const STRANGERS_FAILURES_ALLOWED: usize = 100;
/// How long a failure counts.
pub const FAILURE_WINDOW: Duration = Duration::minutes(15);
/// How many devices of one person are known, the last ones that signed in.
pub const DEVICES_KNOWN: i64 = 10;
/// How long a device is known after it signed in last.
pub const DEVICE_KNOWN_FOR: Duration = Duration::days(400);
/// The longest password, in characters: hashing is paid for by its length.
pub const PASSWORD_LIMIT: usize = 200;

/// Whether somebody may choose this password.
#[must_use]
pub fn may_be_password(password: &str) -> bool {
    (PASSWORD_LEAST..=PASSWORD_LIMIT).contains(&password.chars().count())
}

/// Why somebody may not sign in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum SignInRefusal {
    /// One answer for an unknown name and a wrong password: it must not tell which names exist.
    #[error("the name or the password is wrong")]
    WrongCredentials,
    #[error("too many attempts; wait until {until}")]
    TooManyAttempts { until: OffsetDateTime },
    #[error("the account is disabled")]
    Disabled,
    #[error("a demonstration account cannot do this here")]
    DemonstrationAccount,
    #[error("staff need a second factor, and none is set up")]
    SecondFactorMissing,
    #[error("the code of the second factor is needed")]
    CodeNeeded,
    #[error("the code is wrong")]
    CodeWrong,
    #[error("the code was used before; wait for the next")]
    CodeUsed,
    #[error("no second factor waits for its confirmation")]
    NothingToConfirm,
    #[error("the password is too short or too long")]
    PasswordInvalid,
    #[error(transparent)]
    #[serde(untagged)]
    Code(#[from] CodeRefusal),
}

impl SignInRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongCredentials => "identity.wrong_credentials",
            Self::TooManyAttempts { .. } => "identity.too_many_attempts",
            Self::Disabled => "identity.disabled",
            Self::DemonstrationAccount => "identity.demonstration_account",
            Self::SecondFactorMissing => "identity.second_factor_missing",
            Self::CodeNeeded => "identity.code_needed",
            Self::CodeWrong => "identity.code_wrong",
            Self::CodeUsed => "identity.code_used",
            Self::NothingToConfirm => "identity.nothing_to_confirm",
            Self::PasswordInvalid => "identity.password_invalid",
            Self::Code(refusal) => refusal.code(),
        }
    }

    /// Whether it is a guess that missed, and so counts towards the wait.
    #[must_use]
    pub const fn is_failed_guess(&self) -> bool {
        matches!(self, Self::WrongCredentials | Self::CodeWrong)
    }
}

/// What decides about an account whose password was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInAccount {
    pub role: Role,
    pub disabled: bool,
    /// One of the accounts of the demonstration, whose password everybody knows.
    pub demonstration: bool,
    /// The last time step whose code was used, when a second factor is set up.
    pub last_step: Option<i64>,
}

/// How the code that was given compares with the account's second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenCode {
    None,
    Wrong,
    /// It is the code of this time step.
    OfStep(i64),
}

impl SignInAccount {
    /// Decides whether a session may begin, and which time step its code uses up. `demonstration_mode` lets the
    /// accounts of the demonstration in, and staff without a second factor.
    ///
    /// # Errors
    /// Says what is missing or wrong.
    pub fn sign_in(self, code: GivenCode, demonstration_mode: bool) -> Result<Option<i64>, SignInRefusal> {
        self.be_in(demonstration_mode)?;
        self.use_code(code)
    }

    /// Decides whether the account may have a session, also one that began under another mode. `demonstration_mode` as
    /// for [`Self::sign_in`].
    ///
    /// # Errors
    /// Says what forbids it.
    pub const fn be_in(self, demonstration_mode: bool) -> Result<(), SignInRefusal> {
        if self.disabled {
            return Err(SignInRefusal::Disabled);
        }
        if self.demonstration && !demonstration_mode {
            return Err(SignInRefusal::DemonstrationAccount);
        }
        if self.role.is_staff() && self.last_step.is_none() && !demonstration_mode {
            return Err(SignInRefusal::SecondFactorMissing);
        }
        Ok(())
    }

    /// Decides whether a second factor may be set up: by its holder, who proves the present one when there is one.
    /// Never on a demonstration account: whoever came first would lock everybody else out.
    ///
    /// # Errors
    /// Says what is missing or wrong.
    pub fn enrol(self, code: GivenCode) -> Result<Option<i64>, SignInRefusal> {
        if self.disabled {
            return Err(SignInRefusal::Disabled);
        }
        if self.demonstration {
            return Err(SignInRefusal::DemonstrationAccount);
        }
        self.use_code(code)
    }

    fn use_code(self, code: GivenCode) -> Result<Option<i64>, SignInRefusal> {
        match (self.last_step, code) {
            (None, _) => Ok(None),
            (Some(_), GivenCode::None) => Err(SignInRefusal::CodeNeeded),
            (Some(_), GivenCode::Wrong) => Err(SignInRefusal::CodeWrong),
            (Some(last), GivenCode::OfStep(step)) if step <= last => Err(SignInRefusal::CodeUsed),
            (Some(_), GivenCode::OfStep(step)) => Ok(Some(step)),
        }
    }
}

/// The failures under one name, newest first, that count for one attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// From where the attempt comes.
    pub here: Vec<OffsetDateTime>,
    /// From all strangers. None for a device that signed in under the name before: what others do is nothing to it.
    pub strangers: Vec<OffsetDateTime>,
}

impl Failures {
    /// Until when the attempt has to wait: with five failures from here within a quarter of an hour, the oldest of those
    /// five must be a quarter of an hour old before the next attempt is looked at; and so with a hundred of strangers.
    #[must_use]
    pub fn locked_until(&self, at: OffsetDateTime) -> Option<OffsetDateTime> {
        let until = |failures: &[OffsetDateTime], allowed: usize| {
            let oldest = failures.get(allowed.saturating_sub(1))?;
            oldest.checked_add(FAILURE_WINDOW).filter(|until| *until > at)
        };
        until(&self.here, FAILURES_ALLOWED).max(until(&self.strangers, STRANGERS_FAILURES_ALLOWED))
    }
}

/// How long sessions of a role live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLifetime {
    /// From the last sign of life.
    pub idle: Duration,
    /// From the beginning, whatever happens.
    pub absolute: Duration,
}

impl SessionLifetime {
    /// Staff: 30 minutes idle and 12 hours in all. Agents, on their own phones: 7 and 30 days.
    #[must_use]
    pub const fn of(role: Role) -> Self {
        if role.is_staff() {
            Self { idle: Duration::minutes(30), absolute: Duration::hours(12) }
        } else {
            Self { idle: Duration::days(7), absolute: Duration::days(30) }
        }
    }

    /// Whether a session that was last seen at `seen_at` and ends at `ends_at` is alive.
    #[must_use]
    pub fn is_alive(self, seen_at: OffsetDateTime, ends_at: OffsetDateTime, at: OffsetDateTime) -> bool {
        at < ends_at && seen_at.checked_add(self.idle).is_some_and(|idle_until| at < idle_until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const AGENT: SignInAccount =
        SignInAccount { role: Role::Agent, disabled: false, demonstration: false, last_step: None };
    const STAFF: SignInAccount = SignInAccount { role: Role::OperatorMaker, last_step: Some(10), ..AGENT };

    #[test]
    fn every_account_gets_the_answer_that_its_state_asks_for() {
        use GivenCode as Code;
        let table = [
            (AGENT, Code::None, false, "in"),
            (AGENT, Code::Wrong, false, "in"),
            (SignInAccount { disabled: true, ..AGENT }, Code::None, true, "identity.disabled"),
            (SignInAccount { demonstration: true, ..AGENT }, Code::None, false, "identity.demonstration_account"),
            (SignInAccount { demonstration: true, ..AGENT }, Code::None, true, "in"),
            (SignInAccount { last_step: None, ..STAFF }, Code::None, false, "identity.second_factor_missing"),
            (SignInAccount { last_step: None, ..STAFF }, Code::None, true, "in"),
            (STAFF, Code::None, false, "identity.code_needed"),
            (STAFF, Code::None, true, "identity.code_needed"),
            (STAFF, Code::Wrong, false, "identity.code_wrong"),
            (STAFF, Code::OfStep(10), false, "identity.code_used"),
            (STAFF, Code::OfStep(11), false, "in"),
            (SignInAccount { disabled: true, ..STAFF }, Code::OfStep(11), false, "identity.disabled"),
        ];
        for (account, code, demonstration_mode, expected) in table {
            let answer = account.sign_in(code, demonstration_mode);
            let answer = answer.as_ref().map_or_else(SignInRefusal::code, |_| "in");
            assert_eq!(answer, expected, "{account:?} {code:?} {demonstration_mode}");
            // Whoever may not begin a session may not go on with one either; a code is only for the beginning.
            let stays = account.be_in(demonstration_mode).is_ok();
            assert_eq!(stays, expected == "in" || expected.starts_with("identity.code_"), "{account:?}");
        }
    }

    #[test]
    fn a_second_factor_is_replaced_only_with_the_present_one_and_never_on_a_shared_account() {
        assert_eq!(SignInAccount { last_step: None, ..STAFF }.enrol(GivenCode::None), Ok(None));
        assert_eq!(STAFF.enrol(GivenCode::None), Err(SignInRefusal::CodeNeeded));
        assert_eq!(STAFF.enrol(GivenCode::OfStep(11)), Ok(Some(11)));
        let shared = SignInAccount { demonstration: true, ..AGENT };
        assert_eq!(shared.enrol(GivenCode::None), Err(SignInRefusal::DemonstrationAccount));
        assert_eq!(SignInAccount { disabled: true, ..AGENT }.enrol(GivenCode::None), Err(SignInRefusal::Disabled));
    }

    #[test]
    fn five_failures_from_one_place_or_a_hundred_from_strangers_make_it_wait() {
        let start = datetime!(2026-11-20 10:00 UTC);
        let minutes = |minute| start + Duration::minutes(minute);
        let here = |minutes: &[OffsetDateTime]| Failures { here: minutes.to_vec(), strangers: Vec::new() };
        let five = [minutes(4), minutes(3), minutes(2), minutes(1), minutes(0)];
        assert_eq!(here(&five[..4]).locked_until(minutes(5)), None);
        assert_eq!(here(&five).locked_until(minutes(5)), Some(minutes(15)));
        assert_eq!(here(&five).locked_until(minutes(15)), None);

        let strangers = |count| Failures { here: five[..4].to_vec(), strangers: vec![minutes(1); count] };
        assert_eq!(strangers(STRANGERS_FAILURES_ALLOWED - 1).locked_until(minutes(5)), None);
        assert_eq!(strangers(STRANGERS_FAILURES_ALLOWED).locked_until(minutes(5)), Some(minutes(16)));
        let both = Failures { here: five.to_vec(), strangers: vec![minutes(1); STRANGERS_FAILURES_ALLOWED] };
        assert_eq!(both.locked_until(minutes(5)), Some(minutes(16)), "the longer of two waits");
    }

    #[test]
    fn a_session_ends_when_idle_and_at_its_absolute_end() {
        let start = datetime!(2026-11-20 10:00 UTC);
        for (role, idle, absolute) in [
            (Role::Auditor, Duration::minutes(30), Duration::hours(12)),
            (Role::Agent, Duration::days(7), Duration::days(30)),
        ] {
            let life = SessionLifetime::of(role);
            let (ends, moment) = (start + absolute, Duration::SECOND);
            assert!(life.is_alive(start, ends, start + idle - moment), "{role}");
            assert!(!life.is_alive(start, ends, start + idle), "{role}");
            assert!(life.is_alive(ends - moment, ends, ends - moment), "{role}");
            assert!(!life.is_alive(ends - moment, ends, ends), "{role}");
        }
    }
}

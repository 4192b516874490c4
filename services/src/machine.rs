//! What comes from the machine itself: the time and chance. Programs hand both to [`Db`](crate::Db), tests others.

use std::sync::Arc;

use crate::db::{Clock, Randomness};

/// The computer's clock.
#[must_use]
pub fn clock() -> Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the real clock enters")]
    Arc::new(time::OffsetDateTime::now_utc)
}

/// The system's randomness.
///
/// # Panics
/// When the system has none: nothing safe can be done then.
#[must_use]
pub fn randomness() -> Randomness {
    Arc::new(|buffer| getrandom::fill(buffer).expect("the system has randomness"))
}

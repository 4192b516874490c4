//! What comes from the machine itself: the time, chance, and the addresses of names. Programs hand them on, tests others.

use std::sync::Arc;

use tokio::net::lookup_host;

use crate::{
    db::{Clock, Randomness},
    notice::Lookup,
};

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

/// The system's resolver.
#[must_use]
pub fn lookup() -> Lookup {
    Arc::new(|name| Box::pin(async move { Ok(lookup_host((name, 0)).await?.map(|address| address.ip()).collect()) }))
}

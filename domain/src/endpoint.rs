//! [`Endpoint`]: where a partner's system is told of what happens. One is in force at a time: another address is another endpoint,
//! which takes over when two people of the partner want it and it has acknowledged a test.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::notice::AttemptOutcome;

/// The longest address, in characters.
pub const URL_LIMIT: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndpointState {
    /// By one person, or the partner's system; it has to acknowledge a test, and a second person has to approve it.
    Registered,
    /// It is told.
    InForce,
    /// Another one is in force instead.
    Replaced,
    /// It was put out of force, by people or by its own answer 410.
    Disabled,
    /// It was never in force.
    Withdrawn,
}

codes!(EndpointState {
    Registered => "registered",
    InForce => "in_force",
    Replaced => "replaced",
    Disabled => "disabled",
    Withdrawn => "withdrawn",
});

/// Why an endpoint was put out of force by nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// It has answered 410.
    Gone,
}

codes!(EndReason {
    Gone => "gone",
});

/// Why an endpoint is not what somebody wants it to be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum EndpointRefusal {
    /// The same for every reason: who asks learns nothing of what is behind an address.
    #[error("the address is not https, or not public")]
    NotPublic,
    #[error("another endpoint is registered and waits")]
    AlreadyRegistered,
    #[error("it is in another state")]
    WrongState,
    #[error("it has not acknowledged a test")]
    NotTested,
    #[error("it did not acknowledge the test: {outcome}")]
    TestFailed { outcome: AttemptOutcome },
    #[error("whoever registered it does not approve it")]
    SamePerson,
    #[error("no endpoint is in force")]
    NoneInForce,
}

impl EndpointRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotPublic => "endpoint.not_public",
            Self::AlreadyRegistered => "endpoint.already_registered",
            Self::WrongState => "endpoint.state",
            Self::NotTested => "endpoint.not_tested",
            Self::TestFailed { .. } => "endpoint.test_failed",
            Self::SamePerson => "endpoint.same_person",
            Self::NoneInForce => "endpoint.none_in_force",
        }
    }
}

/// An endpoint's state, and what it takes to move it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    pub state: EndpointState,
    /// As audit rows name actors.
    pub registered_by: String,
    pub tested_at: Option<OffsetDateTime>,
}

impl Endpoint {
    /// # Errors
    /// Unless it is registered, by somebody else, and has acknowledged a test.
    pub fn approve(&self, by: &str) -> Result<EndpointState, EndpointRefusal> {
        match self.state {
            EndpointState::Registered if self.registered_by == by => Err(EndpointRefusal::SamePerson),
            EndpointState::Registered if self.tested_at.is_none() => Err(EndpointRefusal::NotTested),
            EndpointState::Registered => Ok(EndpointState::InForce),
            _ => Err(EndpointRefusal::WrongState),
        }
    }

    /// Ends it: what is in force is disabled, what is registered withdrawn.
    ///
    /// # Errors
    /// When it has ended.
    pub const fn end(&self) -> Result<EndpointState, EndpointRefusal> {
        match self.state {
            EndpointState::Registered => Ok(EndpointState::Withdrawn),
            EndpointState::InForce => Ok(EndpointState::Disabled),
            _ => Err(EndpointRefusal::WrongState),
        }
    }

    /// Whether it may be tried out.
    #[must_use]
    pub const fn can_be_tested(&self) -> bool {
        matches!(self.state, EndpointState::Registered | EndpointState::InForce)
    }
}

/// What of an endpoint's address may stand in a list: its host. Its path can be a secret.
#[must_use]
pub fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Whether everybody on the internet means the same host by an address. Everything that carries another address inside, such as
/// NAT64 or 6to4, is not public: what it leads to is decided elsewhere.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

const fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18..=19, _)
            | (198, 51, 100)
            | (203, 0, 113)
            | (224.., _, _)
    )
}

/// Of the global unicast space 2000::/3, all but what has a purpose of its own.
const fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // 2001::/23 is for protocols (Teredo among them), 2001:db8::/32 and 3fff::/20 for documents, 2002::/16 carries IPv4 addresses.
    a & 0xe000 == 0x2000 && !matches!((a, b), (0x2001, 0..=0x1ff | 0xdb8) | (0x2002, _) | (0x3fff, 0..=0xfff))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn the_host_is_all_that_a_list_shows() {
        for url in [
            "https://hooks.example:8443/x/s3cret?token=1",
            "https://hooks.example:8443",
            "https://hooks.example:8443?a/b",
        ] {
            assert_eq!(host(url), "hooks.example:8443");
        }
    }

    #[test]
    fn two_people_and_a_test_put_an_endpoint_in_force() {
        let at = datetime!(2026-11-20 10:00 +8);
        let registered =
            Endpoint { state: EndpointState::Registered, registered_by: "user:one".into(), tested_at: Some(at) };
        assert_eq!(registered.approve("user:two"), Ok(EndpointState::InForce));
        assert_eq!(registered.approve("user:one"), Err(EndpointRefusal::SamePerson));
        let untested = Endpoint { tested_at: None, ..registered.clone() };
        assert_eq!(untested.approve("user:two"), Err(EndpointRefusal::NotTested));
        for (state, end) in [
            (EndpointState::Registered, Ok(EndpointState::Withdrawn)),
            (EndpointState::InForce, Ok(EndpointState::Disabled)),
            (EndpointState::Replaced, Err(EndpointRefusal::WrongState)),
            (EndpointState::Disabled, Err(EndpointRefusal::WrongState)),
            (EndpointState::Withdrawn, Err(EndpointRefusal::WrongState)),
        ] {
            let endpoint = Endpoint { state, ..registered.clone() };
            assert_eq!((endpoint.end(), endpoint.can_be_tested()), (end.clone(), end.is_ok()));
            if state != EndpointState::Registered {
                assert_eq!(endpoint.approve("user:two"), Err(EndpointRefusal::WrongState));
            }
        }
    }
}

//! [`Key`]: a public key, or a shared secret, by which a partner's system is known. Two people of the partner let it count. Several
//! count at once, so that a system changes its key without a pause; one that has ended never counts again.

use serde::{Deserialize, Serialize};

/// How many keys of a partner count at once.
pub const MOST_LIVE: usize = 5;
/// The longest text in which a key is given, in bytes.
pub const TEXT_LIMIT: usize = 2_000;

/// What a key signs with, which is what everything is signed with that its partner is answered and told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyAlgorithm {
    #[default]
    Ed25519,
    /// SM2 with SM3 (国密).
    Sm2,
    /// HMAC-SHA256, with a secret that both sides have.
    Hmac,
}

codes!(KeyAlgorithm {
    Ed25519 => "ed25519",
    Sm2 => "sm2",
    Hmac => "hmac",
});

impl KeyAlgorithm {
    /// As people write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ed25519 => "Ed25519",
            Self::Sm2 => "SM2",
            Self::Hmac => "HMAC-SHA256",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// By one person; a second one has to approve it.
    Registered,
    /// What it signs counts.
    Live,
    /// It counted.
    Ended,
    /// It never counted.
    Withdrawn,
}

codes!(KeyState {
    Registered => "registered",
    Live => "live",
    Ended => "ended",
    Withdrawn => "withdrawn",
});

impl KeyState {
    /// The state of a key that was let count, or not, and has ended, or not.
    #[must_use]
    pub const fn of(approved: bool, ended: bool) -> Self {
        match (approved, ended) {
            (false, false) => Self::Registered,
            (true, false) => Self::Live,
            (true, true) => Self::Ended,
            (false, true) => Self::Withdrawn,
        }
    }
}

/// Why a key is not what somebody wants it to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum KeyRefusal {
    #[error("this is no Ed25519 or SM2 public key in one of the forms in which it is taken")]
    Unreadable,
    #[error("this is an SM2 public key without the 04 before its 64 bytes")]
    NoPrefix,
    #[error("this is a private key")]
    Private,
    #[error("signatures of this key prove nothing")]
    Weak,
    #[error("the key was registered before")]
    Known,
    #[error("another key is registered and waits")]
    AlreadyRegistered,
    #[error("as many keys count as may")]
    TooMany,
    #[error("it is in another state")]
    WrongState,
    #[error("whoever registered it does not approve it")]
    SamePerson,
    #[error("no other key counts")]
    Last,
}

impl KeyRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "key.unreadable",
            Self::NoPrefix => "key.no_prefix",
            Self::Private => "key.private",
            Self::Weak => "key.weak",
            Self::Known => "key.known",
            Self::AlreadyRegistered => "key.already_registered",
            Self::TooMany => "key.too_many",
            Self::WrongState => "key.state",
            Self::SamePerson => "key.same_person",
            Self::Last => "key.last",
        }
    }
}

/// A key's state, and what it takes to move it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub state: KeyState,
    /// As audit rows name actors.
    pub registered_by: String,
}

impl Key {
    /// Lets it count beside those that do.
    ///
    /// # Errors
    /// Unless it is registered, by somebody else, and fewer count than may.
    pub fn approve(&self, by: &str, live: usize) -> Result<KeyState, KeyRefusal> {
        match self.state {
            KeyState::Registered if self.registered_by == by => Err(KeyRefusal::SamePerson),
            KeyState::Registered => may_add(live).map(|()| KeyState::Live),
            _ => Err(KeyRefusal::WrongState),
        }
    }

    /// Ends it: what counts has ended, what is registered is withdrawn. `others`: how many count besides, as far as that matters to
    /// whoever ends it: a system does not end its last one.
    ///
    /// # Errors
    /// When it has ended, and when it is the last that counts.
    pub const fn end(&self, others: usize) -> Result<KeyState, KeyRefusal> {
        match self.state {
            KeyState::Registered => Ok(KeyState::Withdrawn),
            KeyState::Live if others == 0 => Err(KeyRefusal::Last),
            KeyState::Live => Ok(KeyState::Ended),
            KeyState::Ended | KeyState::Withdrawn => Err(KeyRefusal::WrongState),
        }
    }
}

/// Whether one more may count beside those that do.
///
/// # Errors
/// When as many count as may.
pub const fn may_add(live: usize) -> Result<(), KeyRefusal> {
    if live < MOST_LIVE { Ok(()) } else { Err(KeyRefusal::TooMany) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_what_was_approved_and_what_has_ended() {
        let states = [(false, false), (true, false), (true, true), (false, true)];
        assert_eq!(states.map(|(approved, ended)| KeyState::of(approved, ended)), KeyState::ALL);
    }

    #[test]
    fn two_people_let_a_key_count_and_one_ends_it() {
        let registered = Key { state: KeyState::Registered, registered_by: "user:one".into() };
        assert_eq!(registered.approve("user:one", 0), Err(KeyRefusal::SamePerson));
        assert_eq!(registered.approve("user:two", MOST_LIVE - 1), Ok(KeyState::Live));
        assert_eq!(registered.approve("user:two", MOST_LIVE), Err(KeyRefusal::TooMany));
        for (state, end) in [
            (KeyState::Registered, Ok(KeyState::Withdrawn)),
            (KeyState::Live, Ok(KeyState::Ended)),
            (KeyState::Ended, Err(KeyRefusal::WrongState)),
            (KeyState::Withdrawn, Err(KeyRefusal::WrongState)),
        ] {
            let key = Key { state, ..registered.clone() };
            assert_eq!(key.end(1), end);
            assert_eq!(key.end(0), if state == KeyState::Live { Err(KeyRefusal::Last) } else { end });
            if state != KeyState::Registered {
                assert_eq!(key.approve("user:two", 0), Err(KeyRefusal::WrongState));
            }
        }
    }
}

//! A payer's card that is bound for agreement payment, and the facilitator's share of that.

use serde::{Deserialize, Serialize};

use crate::network::AgreementStanding;

/// Where a binding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BindingState {
    Active,
    /// The network was asked to end it; nobody debits with it any more.
    Unsigning,
    Unsigned,
    /// The payer, the bank or the network has ended it.
    Invalid,
}

codes!(BindingState {
    Active => "active",
    Unsigning => "unsigning",
    Unsigned => "unsigned",
    Invalid => "invalid",
});

impl BindingState {
    /// Decides that a binding may be ended.
    ///
    /// # Errors
    /// When it is being ended, or over.
    pub const fn unsign(self) -> Result<Self, BindingRefusal> {
        match self {
            Self::Active => Ok(Self::Unsigning),
            _ => Err(BindingRefusal::State { state: self }),
        }
    }

    /// Decides that a binding may be suspended, or (`suspend` is false) that this may be lifted.
    ///
    /// # Errors
    /// When it is over, suspended already, or not suspended.
    pub const fn may_suspend(self, suspended: bool, suspend: bool) -> Result<(), BindingRefusal> {
        match (self, suspended, suspend) {
            (Self::Active, true, true) => Err(BindingRefusal::Suspended),
            (Self::Active, false, false) => Err(BindingRefusal::NotSuspended),
            (Self::Active, _, _) => Ok(()),
            _ => Err(BindingRefusal::State { state: self }),
        }
    }

    /// What the network's word on its agreement makes of it. One that could not be ended is what it was.
    #[must_use]
    pub const fn told(self, standing: AgreementStanding) -> Self {
        match (self, standing) {
            (Self::Unsigning, AgreementStanding::Ended) => Self::Unsigned,
            (Self::Unsigning, AgreementStanding::Signed) => Self::Active,
            (Self::Active, AgreementStanding::Ended) => Self::Invalid,
            (other, _) => other,
        }
    }
}

/// Why nothing is debited with a binding for a while, by whomever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suspension {
    /// Two people of the institution suspect something, until two of them lift it.
    Risk,
    /// They have stopped it for another reason of their own, until two of them lift it.
    Operations,
    /// The card was refused for good, as one that has expired is: until it is bound anew, which is another binding. Nothing stores
    /// it: it follows from the debits.
    CardRefused,
    /// Two people have blocked what the facilitator of its mapping debits, until two of them let it go on. The funder debits on.
    MappingBlocked,
}

codes!(Suspension {
    Risk => "risk",
    Operations => "operations",
    CardRefused => "card_refused",
    MappingBlocked => "mapping_blocked",
});

/// What a facilitator has of a binding. Whether it may debit is no state: it follows from the debts that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareState {
    /// The signing is not decided.
    Pending,
    /// It knows of the binding, by its own alias.
    Shared,
    /// It never came to be: the signing has failed, or the mapping was disabled meanwhile.
    Void,
    /// The facilitator has given it back.
    Released,
    /// The funder has taken it back, or the binding is over.
    Revoked,
}

codes!(ShareState {
    Pending => "pending",
    Shared => "shared",
    Void => "void",
    Released => "released",
    Revoked => "revoked",
});

/// What a facilitator can do with a share now. Nothing stores or sets it: it follows from the share, and from the debts that the
/// facilitator holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareUse {
    Pending,
    /// It knows of the binding and debits nothing with it: it holds no debt that the binding pays.
    Locked,
    /// It debits for the debts that it holds, as far as they are due.
    Enabled,
    /// It debits nothing for a while, whatever it holds: the binding is suspended.
    Suspended,
    /// It never came to be.
    Void,
    Over,
}

codes!(ShareUse {
    Pending => "pending",
    Locked => "locked",
    Enabled => "enabled",
    Suspended => "suspended",
    Void => "void",
    Over => "over",
});

impl ShareState {
    /// What it is good for, where the facilitator holds or does not hold a debt of the binding that it may collect, and the binding
    /// is or is not suspended.
    #[must_use]
    pub const fn usable(self, holds_debts: bool, suspended: bool) -> ShareUse {
        match self {
            Self::Pending => ShareUse::Pending,
            Self::Shared if suspended => ShareUse::Suspended,
            Self::Shared if holds_debts => ShareUse::Enabled,
            Self::Shared => ShareUse::Locked,
            Self::Void => ShareUse::Void,
            Self::Released | Self::Revoked => ShareUse::Over,
        }
    }

    /// What becomes of it when the signing has succeeded, failed, or expired.
    #[must_use]
    pub const fn decided(self, shared: bool) -> Self {
        match self {
            Self::Pending if shared => Self::Shared,
            Self::Pending => Self::Void,
            other => other,
        }
    }

    /// What becomes of it when its binding is over, whatever was collected with it.
    #[must_use]
    pub const fn over(self) -> Self {
        match self {
            Self::Shared => Self::Revoked,
            other => other,
        }
    }

    /// Ends it: `released` by the facilitator, otherwise by the funder.
    ///
    /// # Errors
    /// Unless it is shared. While the facilitator holds a debt of the binding the funder cannot take it back.
    pub const fn end(self, released: bool, holds_debts: bool) -> Result<Self, BindingRefusal> {
        match self {
            Self::Shared if holds_debts => Err(BindingRefusal::DebtsHeld),
            Self::Shared if released => Ok(Self::Released),
            Self::Shared => Ok(Self::Revoked),
            _ => Err(BindingRefusal::ShareState { state: self }),
        }
    }
}

/// Why nothing is done with a binding or its share.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum BindingRefusal {
    #[error("the binding is {}", state.code())]
    State { state: BindingState },
    #[error("the share is {}", state.code())]
    ShareState { state: ShareState },
    #[error("the facilitator holds debts that are collected with it")]
    DebtsHeld,
    #[error("a reason is needed, of at most 500 characters")]
    ReasonMissing,
    #[error("the binding is suspended already")]
    Suspended,
    #[error("the binding is not suspended")]
    NotSuspended,
}

impl BindingRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::State { .. } => "binding.state",
            Self::ShareState { .. } => "share.state",
            Self::DebtsHeld => "share.debts_held",
            Self::ReasonMissing => "binding.reason_missing",
            Self::Suspended => "binding.suspended",
            Self::NotSuspended => "binding.not_suspended",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_active_binding_is_ended() {
        for state in BindingState::ALL {
            let ended = state.unsign();
            match state {
                BindingState::Active => assert_eq!(ended, Ok(BindingState::Unsigning)),
                other => assert_eq!(ended, Err(BindingRefusal::State { state: other })),
            }
        }
    }

    #[test]
    fn only_an_active_binding_is_suspended_once_and_resumed_once() {
        for state in BindingState::ALL {
            let outcomes = [(false, true), (true, false), (true, true), (false, false)]
                .map(|(suspended, suspend)| state.may_suspend(suspended, suspend));
            let over = Err(BindingRefusal::State { state });
            match state {
                BindingState::Active => assert_eq!(
                    outcomes,
                    [Ok(()), Ok(()), Err(BindingRefusal::Suspended), Err(BindingRefusal::NotSuspended)]
                ),
                _ => assert_eq!(outcomes, [over.clone(), over.clone(), over.clone(), over]),
            }
        }
    }

    #[test]
    fn only_the_network_s_word_ends_a_binding_and_what_is_over_stays_so() {
        use AgreementStanding::{Ended, Signed, Unknown};
        for (state, after) in [
            (BindingState::Active, [BindingState::Active, BindingState::Invalid, BindingState::Active]),
            (BindingState::Unsigning, [BindingState::Active, BindingState::Unsigned, BindingState::Unsigning]),
            (BindingState::Unsigned, [BindingState::Unsigned; 3]),
            (BindingState::Invalid, [BindingState::Invalid; 3]),
        ] {
            assert_eq!([Signed, Ended, Unknown].map(|standing| state.told(standing)), after, "{state:?}");
        }
    }

    #[test]
    fn a_share_is_decided_once_and_ended_only_without_debts() {
        for state in ShareState::ALL {
            let enabled = state.usable(true, false) == ShareUse::Enabled;
            assert_eq!(enabled, state == ShareState::Shared, "{state:?}");
            assert_ne!(state.usable(false, false), ShareUse::Enabled, "{state:?}");
            let suspended = state.usable(true, true) == ShareUse::Suspended;
            assert_eq!(suspended, state == ShareState::Shared, "{state:?}");
            let pending = state == ShareState::Pending;
            assert_eq!(state.decided(true), if pending { ShareState::Shared } else { state });
            assert_eq!(state.decided(false), if pending { ShareState::Void } else { state });
            assert_eq!(state.over(), if state == ShareState::Shared { ShareState::Revoked } else { state });
            if state == ShareState::Shared {
                assert_eq!(state.end(true, false), Ok(ShareState::Released));
                assert_eq!(state.end(false, false), Ok(ShareState::Revoked));
                assert_eq!(state.end(false, true), Err(BindingRefusal::DebtsHeld));
            } else {
                assert_eq!(state.end(false, false), Err(BindingRefusal::ShareState { state }));
            }
        }
    }
}

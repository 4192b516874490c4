//! Who may act: roles of people, and the party in whose name an operation runs.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::id::{AgentId, PartnerId};

/// The role of a person who signs in. One person has one role; two-person rules need two people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Agent,
    FunderReviewer,
    FunderApprover,
    FunderTreasurer,
    OperatorMaker,
    OperatorChecker,
    Auditor,
}

impl Role {
    pub const ALL: [Self; 7] = [
        Self::Agent,
        Self::FunderReviewer,
        Self::FunderApprover,
        Self::FunderTreasurer,
        Self::OperatorMaker,
        Self::OperatorChecker,
        Self::Auditor,
    ];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::FunderReviewer => "funder_reviewer",
            Self::FunderApprover => "funder_approver",
            Self::FunderTreasurer => "funder_treasurer",
            Self::OperatorMaker => "operator_maker",
            Self::OperatorChecker => "operator_checker",
            Self::Auditor => "auditor",
        }
    }

    /// The path of the portal in which the role works.
    #[must_use]
    pub const fn portal(self) -> &'static str {
        match self {
            Self::Agent => "/agent",
            Self::FunderReviewer | Self::FunderApprover | Self::FunderTreasurer => "/funder",
            Self::OperatorMaker | Self::OperatorChecker | Self::Auditor => "/admin",
        }
    }

    /// Staff need a second factor; agents do not.
    #[must_use]
    pub const fn is_staff(self) -> bool {
        !matches!(self, Self::Agent)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

/// The text names no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a role")]
pub struct RoleError;

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, RoleError> {
        Self::ALL.into_iter().find(|role| role.code() == text).ok_or(RoleError)
    }
}

/// In whose name an operation runs: what row-level policies compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    Institution,
    Agent(AgentId),
    Partner(PartnerId),
    /// Not signed in: sees nothing that belongs to anybody.
    Nobody,
}

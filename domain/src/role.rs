//! Who may act: roles of people, and the party in whose name an operation runs.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::{AgentId, PartnerId};

/// The role of a person who signs in. One person has one role; two-person rules need two people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The owner of a shop.
    Agent,
    /// Somebody who works in the shop: looks at everything of it, tops up, and changes nothing else.
    AgentClerk,
    FunderReviewer,
    FunderApprover,
    FunderTreasurer,
    FacilitatorOperator,
    FacilitatorApprover,
    OperatorMaker,
    OperatorChecker,
    Auditor,
}

codes!(Role {
    Agent => "agent",
    AgentClerk => "agent_clerk",
    FunderReviewer => "funder_reviewer",
    FunderApprover => "funder_approver",
    FunderTreasurer => "funder_treasurer",
    FacilitatorOperator => "facilitator_operator",
    FacilitatorApprover => "facilitator_approver",
    OperatorMaker => "operator_maker",
    OperatorChecker => "operator_checker",
    Auditor => "auditor",
});

impl Role {
    /// The path of the portal in which the role works.
    #[must_use]
    pub const fn portal(self) -> &'static str {
        match self {
            Self::Agent | Self::AgentClerk => "/agent",
            Self::FunderReviewer | Self::FunderApprover | Self::FunderTreasurer => "/funder",
            Self::FacilitatorOperator | Self::FacilitatorApprover => "/facilitator",
            Self::OperatorMaker | Self::OperatorChecker | Self::Auditor => "/admin",
        }
    }

    /// Staff need a second factor; the people of a shop do not.
    #[must_use]
    pub const fn is_staff(self) -> bool {
        !matches!(self, Self::Agent | Self::AgentClerk)
    }

    /// Whether the role changes nothing of its party's.
    #[must_use]
    pub const fn only_looks(self) -> bool {
        matches!(self, Self::AgentClerk)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

/// In whose name an operation runs: what row-level policies compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    Institution,
    Agent(AgentId),
    Funder(PartnerId),
    Facilitator(PartnerId),
    /// Not signed in: sees nothing that belongs to anybody.
    Nobody,
}

impl Party {
    /// The partner, of whichever kind.
    #[must_use]
    pub const fn partner(self) -> Option<PartnerId> {
        match self {
            Self::Funder(id) | Self::Facilitator(id) => Some(id),
            Self::Institution | Self::Agent(_) | Self::Nobody => None,
        }
    }
}

/// What a partner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartnerKind {
    /// Lends to agents, and bears the risk.
    Funder,
    /// Shares bindings, and takes over debts that are overdue.
    Facilitator,
}

codes!(PartnerKind {
    Funder => "funder",
    Facilitator => "facilitator",
});

impl PartnerKind {
    /// The party that a partner of this kind is.
    #[must_use]
    pub const fn party(self, id: PartnerId) -> Party {
        match self {
            Self::Funder => Party::Funder(id),
            Self::Facilitator => Party::Facilitator(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clerk_is_of_the_shop_as_its_owner_is_and_only_looks() {
        for role in [Role::Agent, Role::AgentClerk] {
            assert_eq!((role.portal(), role.is_staff()), ("/agent", false), "{role}");
        }
        assert!(Role::AgentClerk.only_looks() && !Role::Agent.only_looks());
        assert_eq!("agent_clerk".parse(), Ok(Role::AgentClerk));
    }
}

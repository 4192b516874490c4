//! [`Standing`]: whether an agent and a funder may take on anything new together.

use serde::{Deserialize, Serialize};
use time::Date;

/// Whether a partner does business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartnerState {
    Active,
    /// It takes on nothing new.
    Suspended,
}

codes!(PartnerState {
    Active => "active",
    Suspended => "suspended",
});

/// Why an agent takes on nothing new any more, as long as it has not come back. It departs only while it owes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Departure {
    /// It leaves the platform.
    Leaves,
    /// Its carrier pays its commissions to another account than the wallet that is the lenders' security.
    CommissionsElsewhere,
}

codes!(Departure {
    Leaves => "leaves",
    CommissionsElsewhere => "commissions_elsewhere",
});

/// What new business depends on beside its own terms. It is looked at again at each step that takes on a risk, from the
/// offer to the acceptance of a draw: what held when a step was asked for may have ended before the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub funder_active: bool,
    /// The last day on which the funder's licence holds.
    pub funder_licensed_until: Date,
    /// The last day on which the agent's business licence holds.
    pub agent_licensed_until: Date,
    pub agent_departed: bool,
}

/// Why nothing new is taken on. What was taken on before goes its way to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum StandingRefusal {
    #[error("the funder does no new business")]
    FunderSuspended,
    #[error("the funder's licence has expired")]
    FunderLicenceExpired,
    #[error("the business licence has expired")]
    AgentLicenceExpired,
    #[error("the agent has departed")]
    AgentDeparted,
}

impl StandingRefusal {
    /// The stable code of the refusal.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FunderSuspended => "partner.suspended",
            Self::FunderLicenceExpired => "partner.licence_expired",
            Self::AgentLicenceExpired => "agent.licence_expired",
            Self::AgentDeparted => "agent.departed",
        }
    }
}

impl Standing {
    /// # Errors
    /// The first reason why nothing new may be taken on today.
    pub fn check(self, today: Date) -> Result<(), StandingRefusal> {
        match self {
            Self { funder_active: false, .. } => Err(StandingRefusal::FunderSuspended),
            _ if self.funder_licensed_until < today => Err(StandingRefusal::FunderLicenceExpired),
            _ if self.agent_licensed_until < today => Err(StandingRefusal::AgentLicenceExpired),
            Self { agent_departed: true, .. } => Err(StandingRefusal::AgentDeparted),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_licence_holds_on_its_last_day_and_not_on_the_next() {
        let (last, next) = (date!(2026 - 11 - 20), date!(2026 - 11 - 21));
        let good = Standing {
            funder_active: true,
            funder_licensed_until: next,
            agent_licensed_until: next,
            agent_departed: false,
        };
        let funder = Standing { funder_licensed_until: last, ..good };
        let agent = Standing { agent_licensed_until: last, ..good };
        for (standing, told) in [
            (good, None),
            (funder, Some("partner.licence_expired")),
            (agent, Some("agent.licence_expired")),
            (Standing { funder_active: false, ..funder }, Some("partner.suspended")),
            (Standing { agent_departed: true, ..good }, Some("agent.departed")),
        ] {
            assert_eq!(standing.check(next).err().map(StandingRefusal::code), told);
        }
        assert_eq!((funder.check(last), agent.check(last)), (Ok(()), Ok(())));
    }
}

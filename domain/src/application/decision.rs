//! What a reviewer proposes and an approver confirms.

use serde::{Deserialize, Serialize};

use super::{ApplicationRefusal, ApplicationStep};
use crate::Amount;

/// What a reviewer proposes: a decision, with the opinion on which it rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    pub decision: Decision,
    /// For the funder's own people; empty where it was proposed before opinions were asked for.
    pub opinion: String,
}

/// The decision about an application. It counts when a second person has confirmed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Decision {
    Approve { limit: Amount },
    Reject { reasons: Vec<RejectReason> },
}

/// Why an application is rejected, in words that the agent may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// Too few months of operating data.
    ShortHistory,
    LowIncome,
    UnstableIncome,
    /// What was filled in contradicts the data or itself.
    Inconsistent,
    /// A document is missing or has expired.
    Documents,
    /// Other debts are too high.
    OtherDebts,
    /// The funder's policy excludes this kind of business or use.
    Policy,
}

codes!(RejectReason {
    ShortHistory => "short_history",
    LowIncome => "low_income",
    UnstableIncome => "unstable_income",
    Inconsistent => "inconsistent",
    Documents => "documents",
    OtherDebts => "other_debts",
    Policy => "policy",
});

impl Decision {
    /// Checks a decision before it is proposed: no more is granted than was offered, and a rejection has reasons.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(&self, offered: Amount) -> Result<(), ApplicationRefusal> {
        match self {
            Self::Approve { limit } if !limit.is_positive() => Err(ApplicationRefusal::AmountNotPositive),
            Self::Approve { limit } if *limit > offered => Err(ApplicationRefusal::LimitRaised { offered }),
            Self::Reject { reasons } if reasons.is_empty() => Err(ApplicationRefusal::ReasonMissing),
            Self::Approve { .. } | Self::Reject { .. } => Ok(()),
        }
    }

    /// The step that it is, once confirmed, for an agent that asked for a limit of `asked`: approval gives that or less,
    /// on the terms that were offered. More, up to what was offered, is a counter-offer.
    #[must_use]
    pub fn step(&self, asked: Amount) -> ApplicationStep {
        match self {
            Self::Approve { limit } if *limit > asked => ApplicationStep::CounterOffer,
            Self::Approve { .. } => ApplicationStep::Approve,
            Self::Reject { .. } => ApplicationStep::Reject,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_lowers_the_limit_or_has_reasons() {
        let offered = Amount::from_fen(100);
        let approve = |fen| Decision::Approve { limit: Amount::from_fen(fen) };
        let reject = |reasons: &[RejectReason]| Decision::Reject { reasons: reasons.to_vec() };
        for (decision, result) in [
            (approve(100), Ok(())),
            (approve(1), Ok(())),
            (approve(101), Err("application.limit_raised")),
            (approve(0), Err("amount.not_positive")),
            (reject(&RejectReason::ALL), Ok(())),
            (reject(&[]), Err("reason.missing")),
        ] {
            assert_eq!(decision.check(offered).map_err(|refusal| refusal.code()), result, "{decision:?}");
        }
    }

    #[test]
    fn more_than_was_asked_for_is_a_counter_offer() {
        let step = |fen| Decision::Approve { limit: Amount::from_fen(fen) }.step(Amount::from_fen(100));
        assert_eq!(
            [1, 100, 101].map(step),
            [ApplicationStep::Approve, ApplicationStep::Approve, ApplicationStep::CounterOffer]
        );
    }

    #[test]
    fn a_proposal_is_stored_as_the_migration_writes_it() {
        let stored = serde_json::json!({ "decision": { "reject": { "reasons": ["policy"] } }, "opinion": "" });
        let decision = Decision::Reject { reasons: vec![RejectReason::Policy] };
        let proposal = Proposal { decision, opinion: String::new() };
        assert_eq!(serde_json::to_value(&proposal).unwrap(), stored);
        assert_eq!(serde_json::from_value::<Proposal>(stored).unwrap(), proposal);
    }

    #[test]
    fn codes_are_the_text_form() {
        for reason in RejectReason::ALL {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.code());
            assert_eq!(RejectReason::from_code(reason.code()), Some(reason));
        }
    }
}

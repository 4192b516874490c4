//! A draw, as its agent and its funder see it.

use domain::{Amount, draw::DrawPhase};

use super::instant;

/// A draw with both flows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawView {
    pub id: String,
    pub reference: String,
    pub agent: String,
    pub agent_name: String,
    pub agent_number: String,
    pub funder: String,
    pub funder_name: String,
    pub payer_account: String,
    pub amount: Amount,
    pub tenor: String,
    pub annual_rate: domain::Rate,
    pub purpose: String,
    pub disclosure: String,
    pub phase: DrawPhase,
    pub refusal_reason: String,
    pub requested_at: String,
    pub instruction_reference: String,
    /// Empty until the information flow is there.
    pub instruction_at: String,
    pub funds: Amount,
    /// Empty until the funds flow is there.
    pub funds_at: String,
    pub credited_at: String,
    pub loan: Option<String>,
}

impl DrawView {
    pub fn of(row: services::draw::DrawRow) -> Self {
        let refusal_reason = match &row.state {
            domain::draw::DrawState::Refused { reason } => reason.clone(),
            _ => String::new(),
        };
        let at = |at: Option<time::OffsetDateTime>| at.map(instant).unwrap_or_default();
        Self {
            id: row.id.to_string(),
            reference: row.reference.to_string(),
            agent: row.agent.to_string(),
            agent_name: row.agent_name,
            agent_number: row.agent_number,
            funder: row.funder.to_string(),
            funder_name: row.funder_name,
            payer_account: row.payer_account,
            amount: row.amount,
            tenor: row.tenor.to_string(),
            annual_rate: row.terms.annual_rate,
            purpose: row.purpose,
            disclosure: row.disclosure,
            phase: row.state.phase(),
            refusal_reason,
            requested_at: instant(row.requested_at),
            instruction_reference: row.instruction_reference.unwrap_or_default(),
            instruction_at: at(row.instruction_at),
            funds: row.funds,
            funds_at: at(row.funds_at),
            credited_at: at(row.credited_at),
            loan: row.loan.map(|loan| loan.to_string()),
        }
    }
}

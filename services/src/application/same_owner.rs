//! The exposure of one owner: what a funder has granted to other shops that are, or may be, the applicant's.

use domain::{Amount, Reference, credit_line::CreditLineState, id::AgentId};

/// A line of the same funder with another shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerLine {
    pub reference: Reference,
    pub agent: AgentId,
    pub shop_name: String,
    pub state: CreditLineState,
    pub limit: Amount,
    pub outstanding: Amount,
    /// The shops have one licence number. If not, their legal persons have one name, and may be two people.
    pub same_licence: bool,
}

/// The lines of the same funder that are not closed, and what they come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnerExposure {
    pub lines: i64,
    pub limit: Amount,
    pub outstanding: Amount,
    /// The first of them.
    pub named: Vec<OwnerLine>,
}

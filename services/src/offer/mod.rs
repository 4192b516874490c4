//! Pre-credit: products, rounds, the funders' answers, and the agent's choice.

mod answer;
mod capacity;
mod choose;
mod product;
mod round;
mod sql;
mod withdraw;

use domain::{
    id::{OfferId, PartnerId},
    offer::{ContractKind, OfferState, OfferTerms},
    operating_data::OperatingRow,
};
use time::OffsetDateTime;

pub use answer::{Answer, AnswerOfferCommand, answer_offer};
pub use capacity::{SetCapacityCommand, set_capacity};
pub(crate) use capacity::{check_capacity_of_offer, take_capacity};
pub(crate) use choose::{check_open, lock_of_agent, lock_open, pass_over, select};
pub use choose::{offers, open_limits};
pub use product::{
    ProductDetail, ProductProposalDetail, ProductProposalRow, ProductRow, ProductVersionRow, ProposeProductCommand,
    PublishedProduct, product, product_proposal, product_proposals, products, products_of, propose_product,
    publish_product, withdraw_product,
};
pub use round::{OpenRoundCommand, OpenedRound, open_round, rounds_to_answer};
pub(crate) use sql::{list_months, lock_agent};
pub use withdraw::withdraw_offer;

/// How many of the latest months funders are shown.
pub(crate) const MONTHS_SHOWN: i64 = 24;

/// What a funder is asked: data under a pseudonym, and by when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedOffer {
    pub offer: OfferId,
    /// Another one for every funder and round, so that nobody can join them.
    pub pseudonym: uuid::Uuid,
    pub asked_at: OffsetDateTime,
    pub deadline_at: OffsetDateTime,
    /// Oldest first.
    pub months: Vec<OperatingRow>,
}

/// What a funder did lately: its newest 500 answers and 500 decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunderRecord {
    /// `None` when it never answered.
    pub median_answer_seconds: Option<i64>,
    /// From the submission of an application to the decision; `None` when it never decided.
    pub median_decision_seconds: Option<i64>,
    pub decided: i64,
    pub approved: i64,
}

impl FunderRecord {
    /// Of a hundred decided applications, how many were approved, rounded down: 2 of 3 are 66. `None` when it never
    /// decided.
    #[must_use]
    pub const fn approval_percent(&self) -> Option<i64> {
        self.approved.saturating_mul(100).checked_div(self.decided)
    }
}

/// An offer as the agent sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferRow {
    pub offer: OfferId,
    pub funder: PartnerId,
    pub funder_name: String,
    /// With time reckoned in: what has expired says so.
    pub state: OfferState,
    /// Of an offer; none while it is pending or was declined.
    pub offered: Option<Offered>,
    pub decline_reason: Option<String>,
    /// An application with it was submitted, so that it cannot be taken again.
    pub used: bool,
    pub asked_at: OffsetDateTime,
    /// By when the funder has to answer.
    pub deadline_at: OffsetDateTime,
    pub answered_at: Option<OffsetDateTime>,
    pub record: FunderRecord,
}

impl OfferRow {
    /// Whether the agent may still choose it.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        use OfferState::{NotChosen, Offered, Selected, Viewed};
        !self.used && matches!(self.state, Offered | Viewed | Selected | NotChosen)
    }
}

/// What an offer promises, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    pub product_name: String,
    pub contract_kind: ContractKind,
    pub terms: OfferTerms,
    pub valid_until: OffsetDateTime,
}

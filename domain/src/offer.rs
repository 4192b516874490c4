//! Pre-credit: what funders offer on an agent's pseudonymous data, and which one the agent takes.

mod compare;

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::{
    Amount, Rate,
    capacity::CapacityRefusal,
    cost::within_cap,
    standing::StandingRefusal,
    terms::{LoanTerms, RepaymentMethod, Tenor},
};

pub use compare::{Compared, Misfit, OwnCost, compare};

/// How long funders have to answer a round, in minutes.
pub const ROUND_MINUTES: i64 = 10;
/// The longest that an offer stays valid, in days.
const LONGEST_VALIDITY_DAYS: u32 = 90;
/// The most tenors that one product or offer has.
pub(crate) const MOST_TENORS: usize = 24;
/// The longest reason of a declined request, in characters.
pub const REASON_LIMIT: usize = 200;

/// Where one funder's answer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferState {
    /// Asked and not answered.
    Pending,
    Offered,
    /// The agent has seen it.
    Viewed,
    Selected,
    Declined,
    /// The deadline passed.
    NoAnswer,
    /// Its validity passed.
    Expired,
    /// The same funder made a newer offer.
    Superseded,
    /// The agent took another. While that is only a draft, this one may still be taken.
    NotChosen,
    /// Its funder took it back.
    Withdrawn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferStep {
    Offer,
    Decline,
    View,
    Select,
    /// The agent took another, or gave up the draft.
    PassOver,
    Supersede,
    Withdraw,
}

codes!(OfferState {
    Pending => "pending",
    Offered => "offered",
    Viewed => "viewed",
    Selected => "selected",
    Declined => "declined",
    NoAnswer => "no_answer",
    Expired => "expired",
    Superseded => "superseded",
    NotChosen => "not_chosen",
    Withdrawn => "withdrawn",
});

impl OfferState {
    /// The state once time is reckoned with. `until` is the round's deadline while it is pending, and the end of the
    /// offer's validity later; the instant itself is too late.
    #[must_use]
    pub fn at(self, now: OffsetDateTime, until: OffsetDateTime) -> Self {
        match self {
            Self::Pending if now >= until => Self::NoAnswer,
            Self::Offered | Self::Viewed | Self::NotChosen if now >= until => Self::Expired,
            state => state,
        }
    }

    /// The state after a step.
    ///
    /// # Errors
    /// When the step does not exist from here.
    pub fn after(self, step: OfferStep) -> Result<Self, OfferRefusal> {
        use OfferStep as Step;
        match (self, step) {
            (Self::Pending, Step::Offer) => Ok(Self::Offered),
            (Self::Pending, Step::Decline) => Ok(Self::Declined),
            (Self::Offered, Step::View) => Ok(Self::Viewed),
            (Self::Offered | Self::Viewed | Self::NotChosen, Step::Select) => Ok(Self::Selected),
            (Self::Offered | Self::Viewed | Self::Selected, Step::PassOver) => Ok(Self::NotChosen),
            (Self::Offered | Self::Viewed | Self::NotChosen, Step::Supersede) => Ok(Self::Superseded),
            (Self::Offered | Self::Viewed | Self::NotChosen, Step::Withdraw) => Ok(Self::Withdrawn),
            (Self::NoAnswer, Step::Offer | Step::Decline) => Err(OfferRefusal::TooLate),
            (Self::Expired, Step::Select | Step::Withdraw) => Err(OfferRefusal::Expired),
            _ => Err(OfferRefusal::WrongState { state: self }),
        }
    }
}

/// Why no round is opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum RoundRefusal {
    #[error("there is no operating data to ask with")]
    NoOperatingData,
    #[error("the business licence has expired")]
    LicenceExpired,
    #[error("the agent has departed")]
    AgentDeparted,
    #[error("a round is open until {deadline_at}")]
    RoundOpen {
        #[serde(with = "time::serde::rfc3339")]
        deadline_at: OffsetDateTime,
    },
    #[error("no funder lends in this region")]
    NoFunder,
}

impl RoundRefusal {
    /// The stable code of the refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoOperatingData => "round.no_operating_data",
            Self::LicenceExpired => "agent.licence_expired",
            Self::AgentDeparted => "agent.departed",
            Self::RoundOpen { .. } => "round.open",
            Self::NoFunder => "round.no_funder",
        }
    }
}

/// Why an answer is not taken, or an offer not selected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum OfferRefusal {
    #[error("the offer is {}, so this cannot be done", state.code())]
    WrongState { state: OfferState },
    #[error("the deadline has passed")]
    TooLate,
    #[error("the offer has expired")]
    Expired,
    #[error("an application was made from this offer before")]
    Used,
    #[error("another application or line is live")]
    SlotTaken,
    #[error("the agent has withdrawn its consent")]
    ConsentWithdrawn,
    #[error("the product version is not one of the funder's")]
    UnknownProduct,
    #[error("the limit must lie between {min} and {max}")]
    LimitOutOfRange { min: Amount, max: Amount },
    #[error("the product is repaid by another method")]
    MethodDiffers { method: RepaymentMethod },
    #[error("the tenor {tenor} is not one of the product's")]
    TenorNotInProduct { tenor: Tenor },
    #[error("one to 24 different tenors are needed")]
    TenorCount,
    #[error("the validity is 1 to {longest} days")]
    ValidDays { longest: u32 },
    #[error("the terms break the rule {rule}")]
    TermsInvalid { rule: String },
    #[error("the all-in cost is above the cap {cap}")]
    AboveCap { cap: Rate },
    #[error("{field} is missing")]
    FieldMissing { field: String },
    #[error("{field} is too long")]
    FieldTooLong { field: String },
    #[error(transparent)]
    #[serde(untagged)]
    Standing(#[from] StandingRefusal),
    #[error(transparent)]
    #[serde(untagged)]
    Capacity(#[from] CapacityRefusal),
}

impl OfferRefusal {
    /// The stable code of the refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongState { .. } => "offer.wrong_state",
            Self::TooLate => "offer.too_late",
            Self::Expired => "offer.expired",
            Self::Used => "offer.used",
            Self::SlotTaken => "application.slot_taken",
            Self::ConsentWithdrawn => "offer.consent_withdrawn",
            Self::UnknownProduct => "offer.unknown_product",
            Self::LimitOutOfRange { .. } => "offer.limit_out_of_range",
            Self::MethodDiffers { .. } => "offer.method_differs",
            Self::TenorNotInProduct { .. } => "offer.tenor_not_in_product",
            Self::TenorCount => "offer.tenor_count",
            Self::ValidDays { .. } => "offer.valid_days",
            Self::TermsInvalid { .. } => "offer.terms_invalid",
            Self::AboveCap { .. } => "offer.above_cap",
            Self::FieldMissing { .. } => "field.missing",
            Self::FieldTooLong { .. } => "field.too_long",
            Self::Standing(refusal) => refusal.code(),
            Self::Capacity(refusal) => refusal.code(),
        }
    }
}

/// What the debt is, in law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContractKind {
    /// 借款
    Loan,
    /// 保理预付款: an advance on receivables.
    FactoringAdvance,
}

codes!(ContractKind {
    Loan => "loan",
    FactoringAdvance => "factoring_advance",
});

/// What one version of a product prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductTerms {
    pub limit_min: Amount,
    pub limit_max: Amount,
    /// With any of the tenors; the others take its place.
    pub terms: LoanTerms,
    pub tenors: Vec<Tenor>,
}

/// What a funder answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quotation {
    pub limit: Amount,
    pub annual_rate: Rate,
    pub method: RepaymentMethod,
    /// Some of the product's.
    pub tenors: Vec<Tenor>,
    pub valid_days: u32,
}

/// What an offer promises: copied to the application, the line and each loan, unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferTerms {
    pub limit: Amount,
    /// With the first of the tenors; the one that is chosen takes its place at the draw.
    pub terms: LoanTerms,
    pub tenors: Vec<Tenor>,
}

impl ProductTerms {
    /// Makes an offer of a funder's quotation. What it does not name is the product's.
    ///
    /// # Errors
    /// When it does not fit the product, or costs more than the cap.
    pub fn offer(&self, quotation: &Quotation, cap: Rate, on: Date) -> Result<OfferTerms, OfferRefusal> {
        if quotation.limit < self.limit_min || quotation.limit > self.limit_max {
            return Err(OfferRefusal::LimitOutOfRange { min: self.limit_min, max: self.limit_max });
        }
        if quotation.method != self.terms.method {
            return Err(OfferRefusal::MethodDiffers { method: self.terms.method });
        }
        if let Some(tenor) = quotation.tenors.iter().find(|tenor| !self.tenors.contains(tenor)) {
            return Err(OfferRefusal::TenorNotInProduct { tenor: *tenor });
        }
        if quotation.valid_days == 0 || quotation.valid_days > LONGEST_VALIDITY_DAYS {
            return Err(OfferRefusal::ValidDays { longest: LONGEST_VALIDITY_DAYS });
        }
        let tenor = quotation.tenors.first().copied().ok_or(OfferRefusal::TenorCount)?;
        let terms = LoanTerms { annual_rate: quotation.annual_rate, tenor, ..self.terms.clone() };
        check_terms(&terms, &quotation.tenors, quotation.limit, (cap, on))?;
        Ok(OfferTerms { limit: quotation.limit, terms, tenors: quotation.tenors.clone() })
    }
}

/// Checks the terms with each tenor, for a loan of the whole limit.
fn check_terms(
    terms: &LoanTerms,
    tenors: &[Tenor],
    limit: Amount,
    (cap, on): (Rate, Date),
) -> Result<(), OfferRefusal> {
    let distinct =
        tenors.iter().enumerate().all(|(index, tenor)| !tenors.iter().take(index).any(|other| other == tenor));
    if tenors.is_empty() || tenors.len() > MOST_TENORS || !distinct {
        return Err(OfferRefusal::TenorCount);
    }
    for tenor in tenors {
        let terms = LoanTerms { tenor: *tenor, ..terms.clone() };
        let invalid = |rule: &str| OfferRefusal::TermsInvalid { rule: rule.to_owned() };
        terms.validate(cap).map_err(|refusal| invalid(refusal.code()))?;
        if !within_cap(&terms, limit, on, cap).map_err(|error| invalid(error.code()))? {
            return Err(OfferRefusal::AboveCap { cap });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;

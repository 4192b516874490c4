//! [`ProductDraft`]: a version of a product as a person of its funder fills it in, what is wrong with it field by field, and how a second
//! person publishes it.

mod form;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    Amount, Rate,
    amount::AmountError,
    cost::within_cap,
    offer::{ContractKind, MOST_TENORS, ProductTerms},
    terms::{LARGEST_MINIMUM_OVERDUE, LoanTerms, MAX_DAYS, MAX_GRACE_DAYS, MAX_MONTHS, RepaymentMethod, TermsRefusal},
};

pub use form::{read_product, usual};

/// The longest name of a product, in characters.
const NAME_LIMIT: usize = 60;

/// A field of the form, in the order in which they stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductField {
    Name,
    ContractKind,
    AnnualRate,
    DayCount,
    MinDays,
    EarlyFee,
    LimitMin,
    LimitMax,
    Method,
    Tenors,
    HolidayRule,
    GraceDays,
    MinimumOverdue,
    PenaltyMultiplier,
    AllocationOrder,
    UnfreezeWhen,
}

codes!(ProductField {
    Name => "name",
    ContractKind => "contract_kind",
    AnnualRate => "annual_rate",
    DayCount => "day_count",
    MinDays => "min_days",
    EarlyFee => "early_fee",
    LimitMin => "limit_min",
    LimitMax => "limit_max",
    Method => "method",
    Tenors => "tenors",
    HolidayRule => "holiday_rule",
    GraceDays => "grace_days",
    MinimumOverdue => "minimum_overdue",
    PenaltyMultiplier => "penalty_multiplier",
    AllocationOrder => "allocation_order",
    UnfreezeWhen => "unfreeze_when",
});

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProductFault {
    Missing,
    TooLong {
        most: usize,
    },
    Unprintable,
    /// None of what can be chosen.
    Unknown,
    Amount(AmountError),
    /// No percentage from 0 to 1000 with at most four decimals.
    Percentage,
    /// No whole number.
    Number,
    /// No number from 1 to 10 with at most four decimals.
    Multiplier,
    OutOfRange {
        least: String,
        most: String,
    },
    /// Below the lowest limit.
    BelowLowest,
    Tenor {
        text: String,
    },
    /// In months where the method runs for days, or the other way round.
    TenorUnit,
    TenorTwice,
    TooManyTenors {
        most: usize,
    },
    RateAboveCap {
        cap: Rate,
    },
    PenaltyAboveCap {
        rate: Decimal,
        cap: Rate,
    },
    /// The internal rate of what is paid, mandatory fees among it.
    CostAboveCap {
        cap: Rate,
    },
}

/// What is wrong with each field that is: the first fault of each.
pub type ProductFaults = BTreeMap<ProductField, ProductFault>;

/// Why a product is not published, or not proposed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ProductRefusal {
    #[error("{} fields are wrong", faults.len())]
    Invalid { faults: ProductFaults },
    #[error("nothing differs from the newest version")]
    Unchanged,
    #[error("another version of the product is proposed and waits")]
    AlreadyProposed,
    #[error("it was decided before")]
    WrongState,
    #[error("whoever proposed it does not publish it")]
    SamePerson,
}

impl ProductRefusal {
    /// The stable code of the refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Invalid { .. } => "product.invalid",
            Self::Unchanged => "product.unchanged",
            Self::AlreadyProposed => "product.already_proposed",
            Self::WrongState => "product.state",
            Self::SamePerson => "product.same_person",
        }
    }

    /// What is wrong with a field of the form.
    #[must_use]
    pub fn fault(&self, field: ProductField) -> Option<&ProductFault> {
        match self {
            Self::Invalid { faults } => faults.get(&field),
            _ => None,
        }
    }
}

/// A product, or a further version of one, as somebody proposes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductDraft {
    /// With the kind, what a product is: both stay as they were first published.
    pub name: String,
    pub contract_kind: ContractKind,
    pub terms: ProductTerms,
}

impl ProductDraft {
    /// Whether it may be published: it has a name, and every loan that it allows stays within the cap.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn check(&self, cap: Rate, on: Date) -> Result<(), ProductRefusal> {
        let mut faults = self.terms.faults(cap, on);
        if let Err(fault) = check_name(&self.name) {
            faults.insert(ProductField::Name, fault);
        }
        if faults.is_empty() { Ok(()) } else { Err(ProductRefusal::Invalid { faults }) }
    }
}

fn check_name(name: &str) -> Result<(), ProductFault> {
    match name.chars().count() {
        0 => Err(ProductFault::Missing),
        _ if name.chars().any(char::is_control) => Err(ProductFault::Unprintable),
        1..=NAME_LIMIT => Ok(()),
        _ => Err(ProductFault::TooLong { most: NAME_LIMIT }),
    }
}

impl ProductTerms {
    /// What keeps them from being published, at the field that breaks the rule, whichever tenor is chosen of a loan of the highest limit.
    #[must_use]
    pub fn faults(&self, cap: Rate, on: Date) -> ProductFaults {
        let mut faults = ProductFaults::new();
        let usable = |limit: Amount| limit.is_positive() && limit <= Amount::MAX;
        for (field, limit) in [(ProductField::LimitMin, self.limit_min), (ProductField::LimitMax, self.limit_max)] {
            if !usable(limit) {
                faults.insert(field, amounts(Amount::MAX));
            }
        }
        if faults.is_empty() && self.limit_max < self.limit_min {
            faults.insert(ProductField::LimitMax, ProductFault::BelowLowest);
        }
        if let Err(fault) = check_tenors(self) {
            faults.insert(ProductField::Tenors, fault);
        }
        for tenor in &self.tenors {
            let terms = LoanTerms { tenor: *tenor, ..self.terms.clone() };
            let broken = match terms.validate(cap) {
                Err(refusal) => Some(fault_of(&refusal, terms.method)),
                Ok(()) if !usable(self.limit_max) => None,
                Ok(()) if within_cap(&terms, self.limit_max, on, cap) == Ok(true) => None,
                Ok(()) => Some((dear(&terms), ProductFault::CostAboveCap { cap })),
            };
            if let Some((field, fault)) = broken {
                faults.entry(field).or_insert(fault);
            }
        }
        faults
    }
}

fn check_tenors(terms: &ProductTerms) -> Result<(), ProductFault> {
    let tenors = &terms.tenors;
    if tenors.is_empty() {
        return Err(ProductFault::Missing);
    }
    if tenors.len() > MOST_TENORS {
        return Err(ProductFault::TooManyTenors { most: MOST_TENORS });
    }
    let twice = tenors.iter().enumerate().any(|(index, tenor)| tenors.iter().take(index).any(|other| other == tenor));
    if twice { Err(ProductFault::TenorTwice) } else { Ok(()) }
}

/// Where a loan that costs too much is told: at its early fee, if it has one that nobody has to pay.
fn dear(terms: &LoanTerms) -> ProductField {
    if terms.early_fee_rate.fraction().is_zero() { ProductField::AnnualRate } else { ProductField::EarlyFee }
}

fn range(least: u32, most: u32) -> ProductFault {
    ProductFault::OutOfRange { least: least.to_string(), most: most.to_string() }
}

/// From one fen on.
fn amounts(most: Amount) -> ProductFault {
    ProductFault::OutOfRange { least: Amount::from_fen(1).grouped(), most: most.grouped() }
}

/// The longest tenor of a method, in its unit.
const fn longest(method: RepaymentMethod) -> u32 {
    if matches!(method, RepaymentMethod::Bullet) { MAX_DAYS } else { MAX_MONTHS }
}

fn fault_of(refusal: &TermsRefusal, method: RepaymentMethod) -> (ProductField, ProductFault) {
    match refusal {
        TermsRefusal::TenorUnit => (ProductField::Tenors, ProductFault::TenorUnit),
        TermsRefusal::TenorLength => (ProductField::Tenors, range(1, longest(method))),
        TermsRefusal::MinDays { longest } => (ProductField::MinDays, range(0, *longest)),
        TermsRefusal::RateOutOfRange => (ProductField::AnnualRate, ProductFault::Percentage),
        TermsRefusal::PenaltyMultiplier => (ProductField::PenaltyMultiplier, ProductFault::Multiplier),
        TermsRefusal::GraceDays => (ProductField::GraceDays, range(0, MAX_GRACE_DAYS)),
        TermsRefusal::MinimumOverdue => {
            (ProductField::MinimumOverdue, amounts(Amount::from_fen(LARGEST_MINIMUM_OVERDUE)))
        }
        TermsRefusal::RateAboveCap { cap, .. } => (ProductField::AnnualRate, ProductFault::RateAboveCap { cap: *cap }),
        TermsRefusal::PenaltyRateAboveCap { rate, cap } => {
            (ProductField::PenaltyMultiplier, ProductFault::PenaltyAboveCap { rate: *rate, cap: *cap })
        }
    }
}

/// Where it stands what one person of a funder proposes of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductProposalState {
    Proposed,
    /// It is a version, as it was proposed.
    Published,
    /// It is not; something else may be proposed.
    Withdrawn,
}

codes!(ProductProposalState {
    Proposed => "proposed",
    Published => "published",
    Withdrawn => "withdrawn",
});

impl ProductProposalState {
    /// The state once `by` publishes what `proposed_by` has proposed; both as audit rows name actors.
    ///
    /// # Errors
    /// When it was decided before, and to whoever proposed it.
    pub fn publish(self, proposed_by: &str, by: &str) -> Result<Self, ProductRefusal> {
        match self {
            Self::Proposed if proposed_by == by => Err(ProductRefusal::SamePerson),
            Self::Proposed => Ok(Self::Published),
            Self::Published | Self::Withdrawn => Err(ProductRefusal::WrongState),
        }
    }

    /// The state once somebody of the funder withdraws it.
    ///
    /// # Errors
    /// When it was decided before.
    pub const fn withdraw(self) -> Result<Self, ProductRefusal> {
        match self {
            Self::Proposed => Ok(Self::Withdrawn),
            Self::Published | Self::Withdrawn => Err(ProductRefusal::WrongState),
        }
    }
}

#[cfg(test)]
mod tests;

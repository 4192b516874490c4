//! [`LoanTerms`]: what a loan costs and how it is repaid, copied unchanged from offer to line to loan.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{Amount, Rate};

/// The longest bullet loan, in days.
pub const MAX_DAYS: u32 = 1095;
/// The longest loan repaid by months.
pub(crate) const MAX_MONTHS: u32 = 36;
/// What has to be unpaid for a loan to be overdue, unless its terms say otherwise: one yuan.
pub const USUAL_MINIMUM_OVERDUE: Amount = Amount::from_fen(100);
/// The most days of grace.
pub(crate) const MAX_GRACE_DAYS: u32 = 30;
/// The largest amount that may stay unpaid without being overdue, in fen.
pub(crate) const LARGEST_MINIMUM_OVERDUE: i64 = 100_000;
/// No month is shorter, so that minimum days up to here always fit into a first month.
const SHORTEST_MONTH: u32 = 28;

/// How principal and interest come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepaymentMethod {
    /// 到期还本付息: everything at the end.
    Bullet,
    /// 先息后本: interest by the month, principal at the end.
    InterestMonthly,
    /// 等额本息: the same payment each month.
    EqualInstalments,
    /// 等额本金: the same principal each month.
    EqualPrincipal,
}

codes!(RepaymentMethod {
    Bullet => "bullet",
    InterestMonthly => "interest_monthly",
    EqualInstalments => "equal_instalments",
    EqualPrincipal => "equal_principal",
});

impl RepaymentMethod {
    /// Whether a full period costs a twelfth of the yearly rate, however many days it has.
    pub(crate) const fn charges_whole_months(self) -> bool {
        matches!(self, Self::EqualInstalments | Self::EqualPrincipal)
    }
}

/// How many days make the year that a yearly rate is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DayCount {
    #[serde(rename = "act_360")]
    Act360,
    #[serde(rename = "act_365")]
    Act365,
}

codes!(DayCount {
    Act360 => "act_360",
    Act365 => "act_365",
});

impl DayCount {
    /// In days.
    #[must_use]
    pub const fn basis(self) -> u32 {
        match self {
            Self::Act360 => 360,
            Self::Act365 => 365,
        }
    }
}

/// How long a loan runs. Text form `30d` or `6m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tenor {
    Days(u32),
    Months(u32),
}

/// The text is no tenor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a tenor is a number of days or months, such as 30d or 6m")]
pub struct TenorError;

impl fmt::Display for Tenor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => write!(formatter, "{days}d"),
            Self::Months(months) => write!(formatter, "{months}m"),
        }
    }
}

impl FromStr for Tenor {
    type Err = TenorError;

    fn from_str(text: &str) -> Result<Self, TenorError> {
        let (count, tenor): (&str, fn(u32) -> Self) = match (text.strip_suffix('d'), text.strip_suffix('m')) {
            (Some(count), _) => (count, Self::Days),
            (_, Some(count)) => (count, Self::Months),
            _ => return Err(TenorError),
        };
        if !count.bytes().all(|byte| byte.is_ascii_digit()) || (count.len() > 1 && count.starts_with('0')) {
            return Err(TenorError);
        }
        count.parse().map(tenor).map_err(|_| TenorError)
    }
}

impl Serialize for Tenor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Tenor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// The price and the method of one loan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoanTerms {
    pub annual_rate: Rate,
    pub day_count: DayCount,
    pub method: RepaymentMethod,
    pub tenor: Tenor,
    /// Interest is charged for at least so many days, once per loan.
    #[serde(default = "default_min_days")]
    pub min_days: u32,
    /// What the rate is multiplied by on overdue principal.
    #[serde(default = "default_penalty_multiplier")]
    pub penalty_multiplier: Decimal,
    /// Charged once on principal that is paid before its due date, as a fraction of that principal.
    #[serde(default)]
    pub early_fee_rate: Rate,
    /// So many days after a due date nothing is called overdue yet. Penalty interest counts from the due date all the same.
    #[serde(default)]
    pub grace_days: u32,
    /// Less than this unpaid of what fell due, without penalty interest, is not called overdue.
    #[serde(default = "usual_minimum_overdue")]
    pub minimum_overdue: Amount,
    #[serde(default)]
    pub unfreeze_when: UnfreezeWhen,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub holiday_rule: HolidayRule,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub allocation_order: AllocationOrder,
}

/// In what order a payment pays what a due instalment owes. The oldest comes first, and principal last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllocationOrder {
    /// Penalty interest, interest, principal.
    #[default]
    PenaltyFirst,
    /// Interest, penalty interest, principal.
    InterestFirst,
}

codes!(AllocationOrder {
    PenaltyFirst => "penalty_first",
    InterestFirst => "interest_first",
});

/// What becomes of a due date on a day that is not worked. Days that bear interest by their number are counted to where it is
/// moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayRule {
    #[default]
    Stays,
    /// 顺延: to the next working day, unless the line has ended by then; back in that case.
    MovesOn,
    /// 提前: to the working day before.
    MovesBack,
}

/// Whether a value is what it is unless somebody says otherwise: then it is not written, so that what was written before it was there
/// stays as it is.
pub(crate) fn is_usual<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

codes!(HolidayRule {
    Stays => "stays",
    MovesOn => "moves_on",
    MovesBack => "moves_back",
});

/// When the freeze of a wallet for an overdue debt lifts by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnfreezeWhen {
    /// As soon as nothing is overdue.
    #[default]
    OverdueCleared,
    /// Only when nothing is owed any more. What is not due is not taken before.
    AllSettled,
}

codes!(UnfreezeWhen {
    OverdueCleared => "overdue_cleared",
    AllSettled => "all_settled",
});

impl UnfreezeWhen {
    /// What has to be paid of a loan so that it keeps no wallet frozen.
    ///
    /// Of 100.00 that are overdue and 500.00 that settle it, the first or the second.
    #[must_use]
    pub const fn clears(self, overdue: Amount, payoff: Amount) -> Amount {
        match self {
            Self::OverdueCleared => overdue,
            Self::AllSettled => payoff,
        }
    }
}

const fn usual_minimum_overdue() -> Amount {
    USUAL_MINIMUM_OVERDUE
}

fn default_min_days() -> u32 {
    1
}

fn default_penalty_multiplier() -> Decimal {
    Decimal::new(15, 1)
}

/// Why terms cannot be offered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermsRefusal {
    #[error("a bullet loan runs for days, any other for months")]
    TenorUnit,
    #[error("a tenor is 1 to 1095 days or 1 to 36 months")]
    TenorLength,
    #[error("the minimum days may not exceed {longest}, the first period")]
    MinDays { longest: u32 },
    #[error("a rate is between 0 and 1000 %")]
    RateOutOfRange,
    #[error("the penalty multiplier is between 1 and 10 with at most four decimals")]
    PenaltyMultiplier,
    #[error("at most {MAX_GRACE_DAYS} days of grace")]
    GraceDays,
    #[error("the smallest overdue amount is between 0.01 and 1,000.00")]
    MinimumOverdue,
    #[error("the annual rate {rate} is above the cap {cap}")]
    RateAboveCap { rate: Rate, cap: Rate },
    #[error("the penalty rate {rate} is above the cap {cap}")]
    PenaltyRateAboveCap { rate: Decimal, cap: Rate },
}

impl TermsRefusal {
    /// The stable code of the refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TenorUnit => "terms.tenor_unit",
            Self::TenorLength => "terms.tenor_length",
            Self::MinDays { .. } => "terms.min_days",
            Self::RateOutOfRange => "terms.rate_out_of_range",
            Self::PenaltyMultiplier => "terms.penalty_multiplier",
            Self::GraceDays => "terms.grace_days",
            Self::MinimumOverdue => "terms.minimum_overdue",
            Self::RateAboveCap { .. } => "terms.rate_above_cap",
            Self::PenaltyRateAboveCap { .. } => "terms.penalty_rate_above_cap",
        }
    }
}

impl LoanTerms {
    /// Terms with one minimum day, one and a half times the rate when overdue, and no early fee.
    #[must_use]
    pub fn new(annual_rate: Rate, day_count: DayCount, method: RepaymentMethod, tenor: Tenor) -> Self {
        Self {
            annual_rate,
            day_count,
            method,
            tenor,
            min_days: default_min_days(),
            penalty_multiplier: default_penalty_multiplier(),
            early_fee_rate: Rate::ZERO,
            grace_days: 0,
            minimum_overdue: USUAL_MINIMUM_OVERDUE,
            unfreeze_when: UnfreezeWhen::OverdueCleared,
            holiday_rule: HolidayRule::Stays,
            allocation_order: AllocationOrder::PenaltyFirst,
        }
    }

    /// The yearly rate on overdue principal: 0.144 × 1.5 = 0.216.
    #[must_use]
    pub fn penalty_rate(&self) -> Decimal {
        self.annual_rate.fraction().saturating_mul(self.penalty_multiplier)
    }

    /// Whether a loan can run on these terms at all, whatever the cap.
    ///
    /// # Errors
    /// The first of the bounds that does not hold.
    pub fn check(&self) -> Result<(), TermsRefusal> {
        let (length, longest, first_period) = match (self.method, self.tenor) {
            (RepaymentMethod::Bullet, Tenor::Days(days)) => (days, MAX_DAYS, days),
            (RepaymentMethod::Bullet, Tenor::Months(_)) | (_, Tenor::Days(_)) => return Err(TermsRefusal::TenorUnit),
            (_, Tenor::Months(months)) => (months, MAX_MONTHS, SHORTEST_MONTH),
        };
        if length == 0 || length > longest {
            return Err(TermsRefusal::TenorLength);
        }
        if self.min_days > first_period {
            return Err(TermsRefusal::MinDays { longest: first_period });
        }
        for rate in [self.annual_rate, self.early_fee_rate] {
            Rate::new(rate.fraction()).map_err(|_| TermsRefusal::RateOutOfRange)?;
        }
        let multiplier = self.penalty_multiplier.normalize();
        if multiplier < Decimal::ONE || multiplier > Decimal::TEN || multiplier.scale() > 4 {
            return Err(TermsRefusal::PenaltyMultiplier);
        }
        if self.grace_days > MAX_GRACE_DAYS {
            return Err(TermsRefusal::GraceDays);
        }
        if !(1..=LARGEST_MINIMUM_OVERDUE).contains(&self.minimum_overdue.fen()) {
            return Err(TermsRefusal::MinimumOverdue);
        }
        Ok(())
    }

    /// [`LoanTerms::check`], and both the rate and the penalty rate within the legal cap. What the scheduled flows
    /// cost is the affair of [`crate::cost::within_cap`], which knows the amount.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn validate(&self, cap: Rate) -> Result<(), TermsRefusal> {
        self.check()?;
        if self.annual_rate > cap {
            return Err(TermsRefusal::RateAboveCap { rate: self.annual_rate, cap });
        }
        let rate = self.penalty_rate();
        if rate > cap.fraction() { Err(TermsRefusal::PenaltyRateAboveCap { rate, cap }) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(text: &str) -> Rate {
        text.parse().unwrap()
    }

    fn terms(method: RepaymentMethod, tenor: &str) -> LoanTerms {
        LoanTerms::new(rate("0.144"), DayCount::Act360, method, tenor.parse().unwrap())
    }

    #[test]
    fn a_wallet_is_free_once_what_is_overdue_is_paid_or_all_that_is_owed() {
        let (overdue, payoff) = (Amount::from_fen(10_000), Amount::from_fen(50_000));
        assert_eq!(UnfreezeWhen::OverdueCleared.clears(overdue, payoff), overdue);
        assert_eq!(UnfreezeWhen::AllSettled.clears(overdue, payoff), payoff);
    }

    #[test]
    fn codes_are_the_text_form() {
        for method in RepaymentMethod::ALL {
            assert_eq!(serde_json::to_value(method).unwrap(), method.code());
        }
        for day_count in DayCount::ALL {
            assert_eq!(serde_json::to_value(day_count).unwrap(), day_count.code());
        }
    }

    #[test]
    fn a_tenor_is_read_as_it_is_written() {
        for (text, tenor) in [("30d", Tenor::Days(30)), ("6m", Tenor::Months(6))] {
            assert_eq!(text.parse(), Ok(tenor));
            assert_eq!(tenor.to_string(), text);
        }
        for text in ["", "d", "m", "30", "+3d", "-3d", "3.5m", "6y", "99999999999d", "6 m", "030d", "３0d"] {
            assert_eq!(text.parse::<Tenor>(), Err(TenorError), "{text}");
        }
    }

    #[test]
    fn an_order_is_written_only_where_it_is_not_the_usual_one() {
        let usual = terms(RepaymentMethod::Bullet, "30d");
        let other = LoanTerms { allocation_order: AllocationOrder::InterestFirst, ..usual.clone() };
        assert_eq!(serde_json::to_value(&usual).unwrap().get("allocation_order"), None);
        let written = serde_json::to_value(&other).unwrap();
        assert_eq!(written["allocation_order"], "interest_first");
        assert_eq!(serde_json::from_value::<LoanTerms>(written).unwrap(), other);
    }

    #[test]
    fn terms_have_defaults_and_refuse_unknown_fields() {
        let plain = r#"{"annual_rate":"0.144","day_count":"act_360","method":"bullet","tenor":"30d"}"#;
        assert_eq!(serde_json::from_str::<LoanTerms>(plain).unwrap(), terms(RepaymentMethod::Bullet, "30d"));
        let typo = plain.replace("tenor", "tenour");
        assert!(serde_json::from_str::<LoanTerms>(&typo).is_err());
        let extra = plain.replace('{', r#"{"colour":"red","#);
        assert!(serde_json::from_str::<LoanTerms>(&extra).is_err());
    }

    #[test]
    fn a_bullet_runs_for_days_and_the_others_for_months() {
        for method in RepaymentMethod::ALL {
            let (right, wrong) = if method == RepaymentMethod::Bullet { ("30d", "1m") } else { ("1m", "30d") };
            assert_eq!(terms(method, right).check(), Ok(()));
            assert_eq!(terms(method, wrong).check(), Err(TermsRefusal::TenorUnit));
        }
        for (method, tenor, result) in [
            (RepaymentMethod::Bullet, "0d", Err(TermsRefusal::TenorLength)),
            (RepaymentMethod::Bullet, "1d", Ok(())),
            (RepaymentMethod::Bullet, "1095d", Ok(())),
            (RepaymentMethod::Bullet, "1096d", Err(TermsRefusal::TenorLength)),
            (RepaymentMethod::EqualPrincipal, "0m", Err(TermsRefusal::TenorLength)),
            (RepaymentMethod::EqualPrincipal, "36m", Ok(())),
            (RepaymentMethod::EqualPrincipal, "37m", Err(TermsRefusal::TenorLength)),
        ] {
            assert_eq!(terms(method, tenor).check(), result, "{tenor}");
        }
    }

    #[test]
    fn each_bound_is_refused_by_its_name() {
        let bullet = terms(RepaymentMethod::Bullet, "7d");
        let monthly = terms(RepaymentMethod::InterestMonthly, "6m");
        let rate_of = |text: &str| serde_json::from_value::<Rate>(text.into()).unwrap();
        for (broken, code) in [
            (LoanTerms { min_days: 8, ..bullet.clone() }, "terms.min_days"),
            (LoanTerms { min_days: 29, ..monthly }, "terms.min_days"),
            (LoanTerms { penalty_multiplier: Decimal::new(99, 2), ..bullet.clone() }, "terms.penalty_multiplier"),
            (LoanTerms { penalty_multiplier: Decimal::new(101, 1), ..bullet.clone() }, "terms.penalty_multiplier"),
            (
                LoanTerms { penalty_multiplier: Decimal::new(1_000_010, 6), ..bullet.clone() },
                "terms.penalty_multiplier",
            ),
            (LoanTerms { grace_days: 31, ..bullet.clone() }, "terms.grace_days"),
            (LoanTerms { minimum_overdue: Amount::ZERO, ..bullet.clone() }, "terms.minimum_overdue"),
            (LoanTerms { minimum_overdue: Amount::from_fen(100_001), ..bullet.clone() }, "terms.minimum_overdue"),
            (LoanTerms { annual_rate: rate("0.25"), ..bullet.clone() }, "terms.rate_above_cap"),
            (LoanTerms { annual_rate: rate("0.160001"), ..bullet.clone() }, "terms.penalty_rate_above_cap"),
        ] {
            assert_eq!(broken.validate(rate_of("0.24")).map_err(|refusal| refusal.code()), Err(code));
        }
        let at_the_cap = LoanTerms { annual_rate: rate("0.16"), min_days: 7, ..bullet };
        assert_eq!(at_the_cap.validate(rate_of("0.24")), Ok(()));
    }
}

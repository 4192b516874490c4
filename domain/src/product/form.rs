//! The form of a product: its fields as they are typed, and back.

use std::{collections::BTreeMap, str::FromStr};

use rust_decimal::Decimal;

use super::{
    ProductDraft, ProductFault, ProductFaults, ProductField, ProductRefusal, amounts, check_name, longest, range,
};
use crate::{
    Amount, Rate,
    offer::{MOST_TENORS, ProductTerms},
    terms::{LARGEST_MINIMUM_OVERDUE, LoanTerms, MAX_DAYS, MAX_GRACE_DAYS, RepaymentMethod, Tenor},
    width::{bare, half, is_blank},
};

/// How much of a tenor that cannot be read is told.
const SHOWN: usize = 20;

/// What stands in a field of a new product before anybody types.
#[must_use]
pub const fn usual(field: ProductField) -> &'static str {
    match field {
        ProductField::ContractKind => "loan",
        ProductField::DayCount => "act_360",
        ProductField::MinDays => "1",
        ProductField::EarlyFee | ProductField::GraceDays => "0",
        ProductField::Method => "bullet",
        ProductField::HolidayRule => "stays",
        ProductField::MinimumOverdue => "1.00",
        ProductField::PenaltyMultiplier => "1.5",
        ProductField::AllocationOrder => "penalty_first",
        ProductField::UnfreezeWhen => "overdue_cleared",
        ProductField::Name
        | ProductField::AnnualRate
        | ProductField::LimitMin
        | ProductField::LimitMax
        | ProductField::Tenors => "",
    }
}

impl ProductDraft {
    /// What the form says of a field, so that reading it gives the same.
    #[must_use]
    pub fn written(&self, field: ProductField) -> String {
        let (terms, of_loan) = (&self.terms, &self.terms.terms);
        let percent = |rate: Rate| rate.percent().trim_end_matches('%').to_owned();
        match field {
            ProductField::Name => self.name.clone(),
            ProductField::ContractKind => self.contract_kind.code().to_owned(),
            ProductField::AnnualRate => percent(of_loan.annual_rate),
            ProductField::DayCount => of_loan.day_count.code().to_owned(),
            ProductField::MinDays => of_loan.min_days.to_string(),
            ProductField::EarlyFee => percent(of_loan.early_fee_rate),
            ProductField::LimitMin => terms.limit_min.grouped(),
            ProductField::LimitMax => terms.limit_max.grouped(),
            ProductField::Method => of_loan.method.code().to_owned(),
            ProductField::Tenors => {
                let count = |tenor: &Tenor| match tenor {
                    Tenor::Days(count) | Tenor::Months(count) => count.to_string(),
                };
                terms.tenors.iter().map(count).collect::<Vec<_>>().join(", ")
            }
            ProductField::HolidayRule => of_loan.holiday_rule.code().to_owned(),
            ProductField::GraceDays => of_loan.grace_days.to_string(),
            ProductField::MinimumOverdue => of_loan.minimum_overdue.grouped(),
            ProductField::PenaltyMultiplier => of_loan.penalty_multiplier.normalize().to_string(),
            ProductField::AllocationOrder => of_loan.allocation_order.code().to_owned(),
            ProductField::UnfreezeWhen => of_loan.unfreeze_when.code().to_owned(),
        }
    }
}

/// The fields as they were typed, and what was found wrong with them.
struct Form<'a> {
    typed: &'a BTreeMap<String, String>,
    faults: ProductFaults,
}

impl Form<'_> {
    fn read<T>(&mut self, field: ProductField, read: impl FnOnce(&str) -> Result<T, ProductFault>) -> Option<T> {
        let text = self.typed.get(field.code()).map(|text| text.trim()).unwrap_or_default();
        let read = if text.chars().all(is_blank) { Err(ProductFault::Missing) } else { read(text) };
        read.map_err(|fault| self.faults.insert(field, fault)).ok()
    }
}

/// Reads what was typed, by the codes of the fields.
///
/// # Errors
/// What is wrong with each field that cannot be read. Whether they fit together is the affair of [`ProductDraft::check`].
pub fn read_product(typed: &BTreeMap<String, String>) -> Result<ProductDraft, ProductRefusal> {
    let mut form = Form { typed, faults: ProductFaults::new() };
    let read = read_fields(&mut form);
    read.ok_or(ProductRefusal::Invalid { faults: form.faults })
}

fn read_fields(form: &mut Form<'_>) -> Option<ProductDraft> {
    let small = Amount::from_fen(LARGEST_MINIMUM_OVERDUE);
    let name = form.read(ProductField::Name, |text| check_name(text).map(|()| text.to_owned()));
    let contract_kind = form.read(ProductField::ContractKind, chosen);
    let annual_rate = form.read(ProductField::AnnualRate, percentage);
    let day_count = form.read(ProductField::DayCount, chosen);
    let min_days = form.read(ProductField::MinDays, |text| whole(text, MAX_DAYS));
    let early_fee_rate = form.read(ProductField::EarlyFee, percentage);
    let limit_min = form.read(ProductField::LimitMin, |text| amount(text, Amount::MAX));
    let limit_max = form.read(ProductField::LimitMax, |text| amount(text, Amount::MAX));
    let method = form.read(ProductField::Method, chosen);
    // Without a method nobody knows whether they are days or months.
    let tenors = method.and_then(|method| form.read(ProductField::Tenors, |text| tenors(text, method)));
    let holiday_rule = form.read(ProductField::HolidayRule, chosen);
    let grace_days = form.read(ProductField::GraceDays, |text| whole(text, MAX_GRACE_DAYS));
    let minimum_overdue = form.read(ProductField::MinimumOverdue, |text| amount(text, small));
    let penalty_multiplier = form.read(ProductField::PenaltyMultiplier, multiplier);
    let allocation_order = form.read(ProductField::AllocationOrder, chosen);
    let unfreeze_when = form.read(ProductField::UnfreezeWhen, chosen);
    let tenors = tenors?;
    let terms = LoanTerms {
        annual_rate: annual_rate?,
        day_count: day_count?,
        method: method?,
        tenor: tenors.first().copied()?,
        min_days: min_days?,
        penalty_multiplier: penalty_multiplier?,
        early_fee_rate: early_fee_rate?,
        grace_days: grace_days?,
        minimum_overdue: minimum_overdue?,
        unfreeze_when: unfreeze_when?,
        holiday_rule: holiday_rule?,
        allocation_order: allocation_order?,
    };
    let terms = ProductTerms { limit_min: limit_min?, limit_max: limit_max?, terms, tenors };
    Some(ProductDraft { name: name?, contract_kind: contract_kind?, terms })
}

fn chosen<T: FromStr>(text: &str) -> Result<T, ProductFault> {
    text.parse().map_err(|_| ProductFault::Unknown)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Digits, perhaps with a point and digits: `Decimal` itself also takes signs and underscores.
fn decimal(text: &str) -> Option<Decimal> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if is_digits(whole) && is_digits(fraction) { text.parse().ok() } else { None }
}

fn percentage(text: &str) -> Result<Rate, ProductFault> {
    let text = bare(text);
    let number = decimal(text.strip_suffix('%').unwrap_or(&text));
    let fraction = number.and_then(|percent| percent.checked_div(Decimal::ONE_HUNDRED));
    fraction.and_then(|fraction| Rate::new(fraction).ok()).ok_or(ProductFault::Percentage)
}

fn multiplier(text: &str) -> Result<Decimal, ProductFault> {
    let fits = |number: &Decimal| (Decimal::ONE..=Decimal::TEN).contains(number) && number.scale() <= 4;
    decimal(&bare(text)).map(|number| number.normalize()).filter(fits).ok_or(ProductFault::Multiplier)
}

/// A number from zero on.
fn whole(text: &str, most: u32) -> Result<u32, ProductFault> {
    let text = bare(text);
    if !is_digits(text.strip_prefix('-').unwrap_or(&text)) {
        return Err(ProductFault::Number);
    }
    text.parse().ok().filter(|number| *number <= most).ok_or_else(|| range(0, most))
}

fn amount(text: &str, most: Amount) -> Result<Amount, ProductFault> {
    let amount: Amount = text.parse().map_err(ProductFault::Amount)?;
    if amount.is_positive() && amount <= most { Ok(amount) } else { Err(amounts(most)) }
}

/// `7、14、30`, with commas or blanks as well, the shortest first. The unit is the method's, and may be written behind a number.
fn tenors(text: &str, method: RepaymentMethod) -> Result<Vec<Tenor>, ProductFault> {
    let text: String = text.chars().map(half).collect();
    let mut found = Vec::new();
    let apart = |letter: char| is_blank(letter) || matches!(letter, ',' | '、' | ';' | '/');
    for word in text.split(apart).filter(|word| !word.is_empty()) {
        let tenor = tenor(word, method)?;
        if found.contains(&tenor) {
            return Err(ProductFault::TenorTwice);
        }
        if found.len() == MOST_TENORS {
            return Err(ProductFault::TooManyTenors { most: MOST_TENORS });
        }
        found.push(tenor);
    }
    found.sort();
    if found.is_empty() { Err(ProductFault::Missing) } else { Ok(found) }
}

fn tenor(word: &str, method: RepaymentMethod) -> Result<Tenor, ProductFault> {
    let unreadable = || ProductFault::Tenor { text: word.chars().take(SHOWN).collect() };
    let number = word.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    let by_days = method == RepaymentMethod::Bullet;
    let in_days = match word.strip_prefix(number).unwrap_or_default() {
        "" => by_days,
        "天" | "日" | "d" => true,
        "个月" | "月" | "m" => false,
        _ => return Err(unreadable()),
    };
    if !is_digits(number) {
        return Err(unreadable());
    }
    if in_days != by_days {
        return Err(ProductFault::TenorUnit);
    }
    let most = longest(method);
    let count: Option<u32> = number.parse().ok();
    let count = count.filter(|count| (1..=most).contains(count)).ok_or_else(|| range(1, most))?;
    Ok(if by_days { Tenor::Days(count) } else { Tenor::Months(count) })
}

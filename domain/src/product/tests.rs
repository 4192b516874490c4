use time::macros::date;

use super::*;
use crate::terms::{AllocationOrder, DayCount, HolidayRule, Tenor, UnfreezeWhen};

const TODAY: Date = date!(2026 - 11 - 20);

fn rate(text: &str) -> Rate {
    text.parse().unwrap()
}

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

/// The usual product, with a name, a price, limits and tenors.
fn typed(changes: &[(ProductField, &str)]) -> BTreeMap<String, String> {
    let own = [
        (ProductField::Name, " 备货贷 "),
        (ProductField::AnnualRate, "14.4"),
        (ProductField::LimitMin, "10,000"),
        (ProductField::LimitMax, "500000.00"),
        (ProductField::Tenors, "30、60，90"),
    ];
    let usual = ProductField::ALL.map(|field| (field, usual(field)));
    let all = usual.iter().chain(&own).chain(changes);
    all.map(|(field, text)| (field.code().to_owned(), (*text).to_owned())).collect()
}

fn draft(changes: &[(ProductField, &str)]) -> ProductDraft {
    read_product(&typed(changes)).unwrap()
}

fn faults(refused: Result<(), ProductRefusal>) -> Vec<(ProductField, ProductFault)> {
    match refused {
        Err(ProductRefusal::Invalid { faults }) => faults.into_iter().collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_form_with_the_usual_is_a_product_with_the_usual_terms() {
    let tenors = vec![Tenor::Days(30), Tenor::Days(60), Tenor::Days(90)];
    let terms = LoanTerms::new(rate("0.144"), DayCount::Act360, RepaymentMethod::Bullet, Tenor::Days(30));
    let terms = ProductTerms { limit_min: amount("10000"), limit_max: amount("500000"), terms, tenors };
    let read = draft(&[]);
    assert_eq!(read, ProductDraft { name: "备货贷".to_owned(), contract_kind: ContractKind::Loan, terms });
    assert_eq!(read.check(rate("0.24"), TODAY), Ok(()));
}

#[test]
fn what_is_written_into_the_form_is_read_as_it_was() {
    let read = draft(&[
        (ProductField::ContractKind, "factoring_advance"),
        (ProductField::AnnualRate, "９．１２３４％"),
        (ProductField::DayCount, "act_365"),
        (ProductField::MinDays, "７"),
        (ProductField::EarlyFee, "0.5 %"),
        (ProductField::Method, "equal_principal"),
        (ProductField::Tenors, "12 3个月；6m"),
        (ProductField::HolidayRule, "moves_on"),
        (ProductField::GraceDays, "2"),
        (ProductField::MinimumOverdue, "￥１０"),
        (ProductField::PenaltyMultiplier, "1.2500"),
        (ProductField::AllocationOrder, "interest_first"),
        (ProductField::UnfreezeWhen, "all_settled"),
    ]);
    let terms = &read.terms.terms;
    assert_eq!((terms.annual_rate, terms.early_fee_rate), (rate("0.091234"), rate("0.005")));
    assert_eq!((terms.min_days, terms.grace_days, terms.minimum_overdue), (7, 2, amount("10")));
    assert_eq!((terms.holiday_rule, terms.unfreeze_when), (HolidayRule::MovesOn, UnfreezeWhen::AllSettled));
    assert_eq!(terms.allocation_order, AllocationOrder::InterestFirst);
    assert_eq!(read.terms.tenors, [Tenor::Months(3), Tenor::Months(6), Tenor::Months(12)]);
    let written: Vec<(ProductField, String)> =
        ProductField::ALL.into_iter().map(|field| (field, read.written(field))).collect();
    let again: Vec<(ProductField, &str)> = written.iter().map(|(field, text)| (*field, text.as_str())).collect();
    assert_eq!(draft(&again), read);
}

#[test]
fn each_field_that_cannot_be_read_is_told_by_what_is_wrong_with_it() {
    use ProductField as Field;
    let out = |least: &str, most: &str| ProductFault::OutOfRange { least: least.to_owned(), most: most.to_owned() };
    let no_tenor = |text: &str| ProductFault::Tenor { text: text.to_owned() };
    let (long, digits) = ("长".repeat(61), "9".repeat(30_000));
    let many = (1..=25).map(|days| days.to_string()).collect::<Vec<_>>().join(",");
    for (field, text, fault) in [
        (Field::Name, " 　", ProductFault::Missing),
        (Field::Name, &long, ProductFault::TooLong { most: 60 }),
        (Field::Name, "备\t货", ProductFault::Unprintable),
        (Field::ContractKind, "gift", ProductFault::Unknown),
        (Field::AnnualRate, "", ProductFault::Missing),
        (Field::AnnualRate, "-1", ProductFault::Percentage),
        (Field::AnnualRate, "abc", ProductFault::Percentage),
        (Field::AnnualRate, "1_4", ProductFault::Percentage),
        (Field::AnnualRate, "14.40001", ProductFault::Percentage),
        (Field::AnnualRate, "1001", ProductFault::Percentage),
        (Field::AnnualRate, &digits, ProductFault::Percentage),
        (Field::DayCount, "act_366", ProductFault::Unknown),
        (Field::MinDays, "1.5", ProductFault::Number),
        (Field::MinDays, "-1", out("0", "1095")),
        (Field::MinDays, &digits, out("0", "1095")),
        (Field::LimitMin, "0", out("0.01", "100,000,000,000.00")),
        (Field::LimitMin, "-5", out("0.01", "100,000,000,000.00")),
        (Field::LimitMin, "1.005", ProductFault::Amount(AmountError::FinerThanFen)),
        (Field::LimitMax, &digits, ProductFault::Amount(AmountError::TooLarge)),
        (Field::LimitMax, "many", ProductFault::Amount(AmountError::NotANumber)),
        (Field::Tenors, "、，", ProductFault::Missing),
        (Field::Tenors, "30, x", no_tenor("x")),
        (Field::Tenors, "-30", no_tenor("-30")),
        (Field::Tenors, "30 年", no_tenor("年")),
        (Field::Tenors, "30, 1个月", ProductFault::TenorUnit),
        (Field::Tenors, "30, ３０", ProductFault::TenorTwice),
        (Field::Tenors, "0", out("1", "1095")),
        (Field::Tenors, &digits, out("1", "1095")),
        (Field::Tenors, &many, ProductFault::TooManyTenors { most: 24 }),
        (Field::GraceDays, "31", out("0", "30")),
        (Field::MinimumOverdue, "1000.01", out("0.01", "1,000.00")),
        (Field::PenaltyMultiplier, "0.99", ProductFault::Multiplier),
        (Field::PenaltyMultiplier, "10.1", ProductFault::Multiplier),
        (Field::PenaltyMultiplier, "1.50001", ProductFault::Multiplier),
        (Field::HolidayRule, "", ProductFault::Missing),
        (Field::UnfreezeWhen, "never", ProductFault::Unknown),
    ] {
        let refused = read_product(&typed(&[(field, text)])).map(drop);
        assert_eq!(faults(refused), [(field, fault)], "{field:?} {:?}", text.get(..20).unwrap_or(text));
    }
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let empty = read_product(&BTreeMap::new()).map(drop);
    let wrong: Vec<ProductField> = faults(empty).into_iter().map(|(field, _)| field).collect();
    let all = ProductField::ALL.into_iter().filter(|field| *field != ProductField::Tenors);
    assert_eq!(wrong, all.collect::<Vec<_>>(), "without a method nobody knows the unit of a tenor");
    let several = read_product(&typed(&[(ProductField::GraceDays, "x"), (ProductField::Tenors, "0")])).map(drop);
    let wrong: Vec<ProductField> = faults(several).into_iter().map(|(field, _)| field).collect();
    assert_eq!(wrong, [ProductField::Tenors, ProductField::GraceDays]);
}

#[test]
fn what_does_not_fit_together_or_could_break_the_cap_is_told_at_its_field() {
    use ProductField as Field;
    let cap = rate("0.24");
    let out = |most: &str| ProductFault::OutOfRange { least: "0".to_owned(), most: most.to_owned() };
    for (changes, field, fault) in [
        (vec![(Field::LimitMax, "9999.99")], Field::LimitMax, ProductFault::BelowLowest),
        (vec![(Field::MinDays, "31")], Field::MinDays, out("30")),
        (
            vec![(Field::Method, "interest_monthly"), (Field::Tenors, "3"), (Field::MinDays, "29")],
            Field::MinDays,
            out("28"),
        ),
        (vec![(Field::AnnualRate, "24.0001")], Field::AnnualRate, ProductFault::RateAboveCap { cap }),
        (
            vec![(Field::PenaltyMultiplier, "2")],
            Field::PenaltyMultiplier,
            ProductFault::PenaltyAboveCap { rate: "0.288".parse().unwrap(), cap },
        ),
        (vec![(Field::EarlyFee, "2")], Field::EarlyFee, ProductFault::CostAboveCap { cap }),
        // The rate itself is not above it, but days are counted against 360 and paid in 365.
        (
            vec![(Field::AnnualRate, "24"), (Field::PenaltyMultiplier, "1")],
            Field::AnnualRate,
            ProductFault::CostAboveCap { cap },
        ),
    ] {
        assert_eq!(faults(draft(&changes).check(cap, TODAY)), [(field, fault)], "{changes:?}");
    }
}

#[test]
fn terms_that_no_form_has_read_are_held_against_the_same_rules() {
    let cap = rate("0.24");
    let (good, beyond) = (draft(&[]), Amount::MAX.plus(Amount::from_fen(1)));
    let fields = |terms: ProductTerms, name: &str| {
        let draft = ProductDraft { terms, name: name.to_owned(), ..good.clone() };
        faults(draft.check(cap, TODAY)).into_iter().map(|(field, _)| field).collect::<Vec<_>>()
    };
    let of_loan = |change: fn(&mut LoanTerms)| {
        let mut terms = good.terms.clone();
        change(&mut terms.terms);
        terms
    };
    for (terms, field) in [
        (ProductTerms { limit_min: Amount::ZERO, ..good.terms.clone() }, ProductField::LimitMin),
        (ProductTerms { limit_max: beyond, ..good.terms.clone() }, ProductField::LimitMax),
        (ProductTerms { tenors: Vec::new(), ..good.terms.clone() }, ProductField::Tenors),
        (ProductTerms { tenors: vec![Tenor::Months(3)], ..good.terms.clone() }, ProductField::Tenors),
        (ProductTerms { tenors: vec![Tenor::Days(30), Tenor::Days(30)], ..good.terms.clone() }, ProductField::Tenors),
        (of_loan(|terms| terms.grace_days = 31), ProductField::GraceDays),
        (of_loan(|terms| terms.minimum_overdue = Amount::ZERO), ProductField::MinimumOverdue),
        (of_loan(|terms| terms.penalty_multiplier = Decimal::ZERO), ProductField::PenaltyMultiplier),
    ] {
        assert_eq!(fields(terms.clone(), "备货贷"), [field], "{terms:?}");
    }
    assert_eq!(fields(good.terms.clone(), ""), [ProductField::Name]);
    let refused = ProductRefusal::Invalid { faults: [(ProductField::Name, ProductFault::Missing)].into() };
    let kept = serde_json::to_value(&refused).unwrap();
    // As a form that is sent back keeps it.
    assert_eq!(serde_json::from_value::<ProductRefusal>(kept).unwrap(), refused);
    assert_eq!(refused.fault(ProductField::Name), Some(&ProductFault::Missing));
    assert_eq!(ProductRefusal::Unchanged.fault(ProductField::Name), None);
}

#[test]
fn what_one_person_proposes_another_one_publishes_once() {
    use ProductProposalState::{Proposed, Published, Withdrawn};
    assert_eq!(Proposed.publish("user:one", "user:two"), Ok(Published));
    assert_eq!(Proposed.publish("user:one", "user:one"), Err(ProductRefusal::SamePerson));
    assert_eq!(Proposed.withdraw(), Ok(Withdrawn));
    for decided in [Published, Withdrawn] {
        assert_eq!(decided.publish("user:one", "user:two"), Err(ProductRefusal::WrongState));
        assert_eq!(decided.withdraw(), Err(ProductRefusal::WrongState));
    }
}

use proptest::prelude::*;
use time::macros::{date, datetime};

use super::*;
use crate::{cost::cost, terms::DayCount};

const TODAY: Date = date!(2026 - 11 - 20);

fn rate(text: &str) -> Rate {
    text.parse().unwrap()
}

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

fn tenors(texts: &[&str]) -> Vec<Tenor> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

fn terms(method: RepaymentMethod, annual_rate: &str, tenor: &str) -> LoanTerms {
    LoanTerms::new(rate(annual_rate), DayCount::Act360, method, tenor.parse().unwrap())
}

fn product() -> ProductTerms {
    ProductTerms {
        limit_min: amount("10000"),
        limit_max: amount("500000"),
        terms: terms(RepaymentMethod::Bullet, "0.144", "30d"),
        tenors: tenors(&["30d", "60d", "90d"]),
    }
}

fn quotation() -> Quotation {
    Quotation {
        limit: amount("200000"),
        annual_rate: rate("0.12"),
        method: RepaymentMethod::Bullet,
        tenors: tenors(&["60d", "30d"]),
        valid_days: 7,
    }
}

fn offer(limit: &str, terms: LoanTerms, lengths: &[&str]) -> OfferTerms {
    OfferTerms { limit: amount(limit), terms, tenors: tenors(lengths) }
}

#[test]
fn every_state_answers_every_step() {
    use OfferStep as Step;
    let steps = [Step::Offer, Step::Decline, Step::View, Step::Select, Step::PassOver, Step::Supersede, Step::Withdraw];
    let table = [
        ("pending", ["offered", "declined", "-", "-", "-", "-", "-"]),
        ("offered", ["-", "-", "viewed", "selected", "not_chosen", "superseded", "withdrawn"]),
        ("viewed", ["-", "-", "-", "selected", "not_chosen", "superseded", "withdrawn"]),
        ("selected", ["-", "-", "-", "-", "not_chosen", "-", "-"]),
        ("declined", ["-"; 7]),
        ("no_answer", ["-"; 7]),
        ("expired", ["-"; 7]),
        ("superseded", ["-"; 7]),
        ("not_chosen", ["-", "-", "-", "selected", "-", "superseded", "withdrawn"]),
        ("withdrawn", ["-"; 7]),
    ];
    for (state, (code, row)) in OfferState::ALL.into_iter().zip(table) {
        assert_eq!(state.code(), code);
        assert_eq!(OfferState::from_code(code), Some(state));
        assert_eq!(serde_json::to_value(state).unwrap(), code);
        for (step, want) in steps.into_iter().zip(row) {
            assert_eq!(state.after(step).map_or("-", OfferState::code), want, "{code} {step:?}");
        }
    }
}

#[test]
fn time_alone_ends_what_is_open() {
    let until = datetime!(2026-11-20 10:00 UTC);
    let before = datetime!(2026-11-20 09:59:59 UTC);
    for (state, late) in [
        (OfferState::Pending, OfferState::NoAnswer),
        (OfferState::Offered, OfferState::Expired),
        (OfferState::Viewed, OfferState::Expired),
        (OfferState::NotChosen, OfferState::Expired),
        (OfferState::Selected, OfferState::Selected),
        (OfferState::Declined, OfferState::Declined),
        (OfferState::Superseded, OfferState::Superseded),
    ] {
        assert_eq!(state.at(before, until), state);
        assert_eq!(state.at(until, until), late, "{state:?}");
    }
    assert_eq!(OfferState::NoAnswer.after(OfferStep::Offer), Err(OfferRefusal::TooLate));
    assert_eq!(OfferState::Expired.after(OfferStep::Select), Err(OfferRefusal::Expired));
}

#[test]
fn an_offer_takes_its_price_from_the_quotation_and_the_rest_from_the_product() {
    let made = product().offer(&quotation(), rate("0.24"), TODAY).unwrap();
    assert_eq!(made, offer("200000", terms(RepaymentMethod::Bullet, "0.12", "60d"), &["60d", "30d"]));
}

fn quoted(change: impl FnOnce(&mut Quotation)) -> Quotation {
    let mut changed = quotation();
    change(&mut changed);
    changed
}

#[test]
fn a_quotation_that_does_not_fit_is_refused_by_its_rule() {
    for (wrong, code) in [
        (quoted(|quoted| quoted.limit = amount("9999.99")), "offer.limit_out_of_range"),
        (quoted(|quoted| quoted.limit = amount("500000.01")), "offer.limit_out_of_range"),
        (quoted(|quoted| quoted.method = RepaymentMethod::EqualPrincipal), "offer.method_differs"),
        (quoted(|quoted| quoted.tenors = tenors(&["30d", "45d"])), "offer.tenor_not_in_product"),
        (quoted(|quoted| quoted.tenors = Vec::new()), "offer.tenor_count"),
        (quoted(|quoted| quoted.tenors = tenors(&["30d", "30d"])), "offer.tenor_count"),
        (quoted(|quoted| quoted.valid_days = 0), "offer.valid_days"),
        (quoted(|quoted| quoted.valid_days = 91), "offer.valid_days"),
        (quoted(|quoted| quoted.annual_rate = rate("0.25")), "offer.terms_invalid"),
        (quoted(|quoted| quoted.annual_rate = rate("0.17")), "offer.terms_invalid"),
    ] {
        let refused = product().offer(&wrong, rate("0.24"), TODAY).map_err(|refusal| refusal.code());
        assert_eq!(refused, Err(code), "{wrong:?}");
    }
    let with_fee = LoanTerms { early_fee_rate: rate("0.02"), ..product().terms };
    let dear = ProductTerms { terms: with_fee, ..product() };
    assert_eq!(dear.offer(&quotation(), rate("0.24"), TODAY), Err(OfferRefusal::AboveCap { cap: rate("0.24") }));
}

#[test]
fn offers_are_compared_by_what_they_cost_for_my_amount_and_days() {
    let bullet = |annual: &str| terms(RepaymentMethod::Bullet, annual, "30d");
    let with_fee = LoanTerms { early_fee_rate: rate("0.01"), ..bullet("0.144") };
    let offers = [
        offer("40000", bullet("0.01"), &["30d"]),
        offer("50000", with_fee, &["30d", "60d"]),
        offer("50000", bullet("0.15"), &["60d", "14d"]),
        offer("50000", bullet("0.02"), &["7d"]),
        offer("90000", bullet("0.144"), &["30d"]),
    ];
    let compared = compare(&offers, amount("50000"), 14, TODAY);
    let seen: Vec<(usize, String)> = compared
        .iter()
        .map(|entry| {
            let fit = entry.fit.as_ref();
            (
                entry.index,
                fit.map_or_else(|misfit| misfit.code().to_owned(), |own| format!("{} {}", own.tenor, own.cost.total)),
            )
        })
        .collect();
    let expected = [
        (4, "30d 280.00"),
        (2, "14d 291.67"),
        (1, "30d 780.00"),
        (0, "offer.limit_too_low"),
        (3, "offer.tenor_too_short"),
    ];
    assert_eq!(seen, expected.map(|(index, text)| (index, text.to_owned())));
}

#[test]
fn nothing_for_no_days_or_beyond_the_calendar_is_no_comparison() {
    let offers = [offer("50000", terms(RepaymentMethod::Bullet, "0.144", "30d"), &["30d"])];
    for (wanted, days) in [(Amount::ZERO, 30), (amount("-1"), 30), (amount("1"), 0), (amount("1"), u32::MAX)] {
        let compared = compare(&offers, wanted, days, TODAY);
        assert_eq!(compared.first().map(|entry| entry.fit.clone()), Some(Err(Misfit::OutOfRange)), "{wanted} {days}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn keeping_a_loan_for_its_whole_tenor_costs_what_its_plan_costs(
        fen in 1_000_000i64..=50_000_000, method in 0usize..4, length in 1u32..=12, ten_thousandths in 1i64..=1600
    ) {
        let method = RepaymentMethod::ALL[method];
        let tenor = if method == RepaymentMethod::Bullet { Tenor::Days(length * 7) } else { Tenor::Months(length) };
        let annual_rate = Rate::new(rust_decimal::Decimal::new(ten_thousandths, 4)).unwrap();
        let terms = LoanTerms::new(annual_rate, DayCount::Act360, method, tenor);
        let wanted = Amount::from_fen(fen);
        let dates = crate::schedule::DueDates::unmoved(&terms, TODAY).unwrap();
        let planned = cost(wanted, &terms, &dates).unwrap();
        let ends_on = crate::schedule::plan(wanted, &terms, &dates).unwrap().last().unwrap().due_on;
        let days = crate::calendar::days_between(TODAY, ends_on);
        let offers = [OfferTerms { limit: wanted, terms, tenors: vec![tenor] }];
        let compared = compare(&offers, wanted, days, TODAY);
        prop_assert_eq!(compared[0].fit.as_ref().map(|own| &own.cost), Ok(&planned));
    }

    #[test]
    fn a_shorter_time_never_costs_more(fen in 1_000_000i64..=50_000_000, method in 0usize..4, days in 1u32..=179) {
        let method = RepaymentMethod::ALL[method];
        let tenor = if method == RepaymentMethod::Bullet { "180d" } else { "6m" };
        let offers = [offer("500000", terms(method, "0.144", tenor), &[tenor])];
        let of = |days| compare(&offers, Amount::from_fen(fen), days, TODAY)[0].fit.clone().unwrap().cost.total;
        prop_assert!(of(days) <= of(days + 1));
    }
}

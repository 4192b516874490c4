//! Loans whose figures were worked out independently, in exact fractions: kinds at which other software went wrong.

use std::{fs, path::Path};

use domain::{
    Amount,
    cost::{cost, scheduled_interest},
    position::Position,
    schedule::{DueDates, plan},
    terms::LoanTerms,
};
use serde::{Deserialize, de::DeserializeOwned};
use time::{Date, format_description::well_known::Iso8601};

/// A loan, and what is expected of it beside.
#[derive(Deserialize)]
struct Case<T> {
    principal: Amount,
    credited_on: String,
    terms: LoanTerms,
    #[serde(flatten)]
    expected: T,
}

impl<T> Case<T> {
    fn dates(&self) -> DueDates {
        DueDates::unmoved(&self.terms, date(&self.credited_on)).expect("due dates")
    }

    fn open(&self) -> Position {
        Position::open(self.principal, &self.terms, &self.dates()).expect("a position")
    }
}

#[derive(Deserialize)]
struct Planned {
    plan: Vec<Row>,
    interest: Amount,
    effective_annual_rate: String,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Row {
    due_on: String,
    principal: Amount,
    interest: Amount,
}

#[derive(Deserialize)]
struct Prepaid {
    paid_on: String,
    paid: Amount,
    principal_paid: Amount,
    first_interest_after: Amount,
}

#[derive(Deserialize)]
struct Paid {
    steps: Vec<Step>,
}

#[derive(Debug, Deserialize)]
struct Step {
    on: String,
    payoff_before: Amount,
    pay: Amount,
    interest: Amount,
    principal: Amount,
    payoff_after: Amount,
}

#[derive(Deserialize)]
struct Quoted {
    due_on: String,
    quotes: Vec<Payoff>,
}

#[derive(Debug, Deserialize)]
struct Payoff {
    on: String,
    penalty: Amount,
    payoff: Amount,
}

fn date(text: &str) -> Date {
    Date::parse(text, &Iso8601::DATE).expect("a date")
}

fn cases<T: DeserializeOwned>(file: &str) -> Vec<Case<T>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases").join(file).with_extension("json");
    serde_json::from_str(&fs::read_to_string(path).expect("the file is there")).expect("its cases")
}

fn every_plan_is_the_independent_one(file: &str, count: usize) {
    let cases = cases::<Planned>(file);
    assert_eq!(cases.len(), count);
    for case in cases {
        let terms = &case.terms;
        let plan = plan(case.principal, terms, &case.dates()).expect("a plan");
        let row = |(part, number): (&domain::schedule::Instalment, u32)| {
            assert_eq!(part.number, number);
            Row { due_on: part.due_on.to_string(), principal: part.principal, interest: part.interest }
        };
        let rows: Vec<Row> = plan.iter().zip(1..).map(row).collect();
        assert_eq!(rows, case.expected.plan, "{} {terms:?}", case.principal);
        assert_eq!(scheduled_interest(&plan), case.expected.interest, "{terms:?}");
        let effective = cost(case.principal, terms, &case.dates()).expect("a cost").effective_annual_rate;
        assert_eq!(format!("{effective:.6}"), case.expected.effective_annual_rate, "{terms:?}");
    }
}

#[test]
fn the_last_instalment_takes_the_rounding() {
    every_plan_is_the_independent_one("plans_whose_last_instalment_takes_the_rounding", 3);
}

#[test]
fn a_principal_too_small_for_its_instalments_is_repaid_in_fewer() {
    every_plan_is_the_independent_one("plans_of_principals_too_small_for_their_instalments", 7);
}

#[test]
fn a_leap_day_is_a_day_and_the_basis_stays() {
    every_plan_is_the_independent_one("plans_over_a_leap_day", 6);
}

#[test]
fn interest_is_charged_on_what_is_owed_before_the_instalment() {
    every_plan_is_the_independent_one("plans_whose_interest_falls_with_the_principal", 2);
}

#[test]
fn what_is_prepaid_saves_the_interest_on_itself_in_months_of_every_length() {
    let cases = cases::<Prepaid>("prepayments_in_months_of_every_length");
    assert_eq!(cases.len(), 48);
    for case in cases {
        let expected = &case.expected;
        let name = format!("{} {:?} {}", case.credited_on, case.terms, expected.paid_on);
        let (position, on) = (case.open(), date(&expected.paid_on));
        let (after, allocation) = position.pay(on, expected.paid).expect("a payment");
        assert_eq!(allocation.principal, expected.principal_paid, "{name}");
        assert_eq!(after.instalments()[0].planned.interest, expected.first_interest_after, "{name}");
        if expected.principal_paid == Amount::from_fen(1) {
            assert_eq!(position.saved_by(on, expected.paid), Ok(Amount::ZERO), "{name}");
        }
    }
}

#[test]
fn a_later_payment_of_the_day_finds_what_the_earlier_one_left() {
    for case in cases::<Paid>("payments_on_one_day") {
        let mut position = case.open();
        for step in &case.expected.steps {
            let on = date(&step.on);
            assert_eq!(position.quote(on).payoff_total(), step.payoff_before, "{step:?}");
            let (after, allocation) = position.pay(on, step.pay).expect("a payment");
            assert_eq!((allocation.interest, allocation.principal), (step.interest, step.principal), "{step:?}");
            assert_eq!(after.quote(on).payoff_total(), step.payoff_after, "{step:?}");
            position = after;
        }
        assert!(position.settled());
    }
}

#[test]
fn penalty_begins_the_day_after_the_due_date_whatever_day_that_is() {
    for case in cases::<Quoted>("penalty_begins_the_day_after_a_due_date_on_a_holiday") {
        let position = case.open();
        assert_eq!(position.instalments()[0].planned.due_on, date(&case.expected.due_on));
        for expected in &case.expected.quotes {
            let quote = position.quote(date(&expected.on));
            assert_eq!((quote.penalty(), quote.payoff_total()), (expected.penalty, expected.payoff), "{expected:?}");
        }
    }
}

#[test]
fn a_penalty_rate_may_reach_the_cap_and_not_pass_it() {
    #[derive(Deserialize)]
    struct Checked {
        cap: domain::Rate,
        given: Vec<serde_json::Map<String, serde_json::Value>>,
        expected: Vec<String>,
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases-terms/22-penalty-rate-at-the-cap.json");
    let case: Checked = serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("a case");
    assert_eq!(case.given.len(), 6);
    for (given, expected) in case.given.iter().zip(&case.expected) {
        let mut terms = serde_json::json!({ "day_count": "act_365", "method": "bullet", "tenor": "30d" });
        terms.as_object_mut().expect("an object").extend(given.clone());
        let terms: LoanTerms = serde_json::from_value(terms).expect("terms");
        let product = domain::offer::ProductTerms {
            limit_min: Amount::from_fen(100),
            limit_max: Amount::from_fen(10_000_000),
            tenors: vec![terms.tenor],
            terms,
        };
        let told = if product.faults(case.cap, date("2026-12-01")).is_empty() { "accepted" } else { "refused" };
        assert_eq!(told, expected, "{given:?}");
    }
}

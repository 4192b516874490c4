//! Every row of worked schedules that an independent implementation computed.

use std::{collections::BTreeMap, path::Path};

use domain::{
    Amount,
    cost::cost,
    position::Position,
    schedule::{DueDates, Instalment, plan},
    terms::LoanTerms,
};
use time::{Date, format_description::well_known::Iso8601};

type Row = BTreeMap<String, String>;

struct Case {
    principal: Amount,
    terms: LoanTerms,
    credited_on: Date,
    rows: Vec<Row>,
}

impl Case {
    fn dates(&self) -> DueDates {
        DueDates::unmoved(&self.terms, self.credited_on).expect("due dates")
    }
}

fn rows(file: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/schedules").join(file);
    let mut reader = csv::Reader::from_path(path).expect("the file is there");
    reader.deserialize().map(|row| row.expect("a row of text")).collect()
}

fn date(text: &str) -> Date {
    Date::parse(text, &Iso8601::DATE).expect("a date")
}

fn amount(text: &str) -> Amount {
    text.parse().expect("an amount")
}

fn cases() -> BTreeMap<String, Case> {
    let mut cases = BTreeMap::new();
    for row in rows("instalments.csv") {
        let terms = serde_json::json!({
            "annual_rate": row["annual_rate"], "day_count": row["day_count"], "method": row["method"], "tenor": row["tenor"],
        });
        let case = cases.entry(row["case"].clone()).or_insert_with(|| Case {
            principal: amount(&row["principal"]),
            terms: serde_json::from_value(terms).expect("terms"),
            credited_on: date(&row["credited_on"]),
            rows: Vec::new(),
        });
        case.rows.push(row);
    }
    cases
}

#[test]
fn every_instalment_is_the_independent_one() {
    let (mut loans, mut compared) = (0, 0);
    for (name, case) in cases() {
        let plan = plan(case.principal, &case.terms, &case.dates()).expect("a plan");
        assert_eq!(plan.len(), case.rows.len(), "{name}");
        let mut outstanding = case.principal;
        let mut opens_on = case.credited_on;
        for (instalment, row) in plan.iter().zip(&case.rows) {
            let expected = Instalment {
                number: row["instalment"].parse().expect("a number"),
                opens_on,
                due_on: date(&row["due_on"]),
                principal: amount(&row["principal_part"]),
                interest: amount(&row["interest_part"]),
            };
            assert_eq!(instalment, &expected, "{name}");
            outstanding = outstanding.less(instalment.principal);
            assert_eq!(outstanding, amount(&row["outstanding_after"]), "{name}");
            opens_on = instalment.due_on;
            compared += 1;
        }
        loans += 1;
    }
    assert_eq!((loans, compared), (40, 240));
}

#[test]
fn every_payoff_is_the_independent_one_and_settles_the_loan() {
    let cases = cases();
    let payoffs = rows("payoff.csv");
    assert_eq!(payoffs.len(), 260);
    for row in payoffs {
        let case = &cases[&row["case"]];
        let on = date(&row["settle_on"]);
        let position = Position::open(case.principal, &case.terms, &case.dates()).expect("a position");
        let quote = position.quote(on);
        assert_eq!(quote.principal(), amount(&row["principal_due"]), "{row:?}");
        assert_eq!(quote.interest(), amount(&row["interest_due"]), "{row:?}");
        assert_eq!(quote.penalty(), amount(&row["penalty_due"]), "{row:?}");
        assert_eq!(quote.payoff_total(), amount(&row["total"]), "{row:?}");
        let (after, allocation) = position.pay(on, quote.payoff_total()).expect("a payment");
        assert!(after.settled() && allocation.settled, "{row:?}");
    }
}

#[test]
fn every_cost_is_the_independent_one() {
    let cases = cases();
    let costs = rows("cost.csv");
    assert_eq!(costs.len(), 40);
    for row in costs {
        let case = &cases[&row["case"]];
        let cost = cost(case.principal, &case.terms, &case.dates()).expect("a cost");
        assert_eq!(cost.interest, amount(&row["total_interest"]), "{row:?}");
        assert_eq!(format!("{:.6}", cost.effective_annual_rate), row["effective_annual_rate"], "{row:?}");
    }
}

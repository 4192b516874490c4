//! Worked cases over time, played on a database: each line of `data/cases-time` is something on which other people's software
//! went wrong. (Moved dates are tried in `domain`; what is in flight at a freeze, which the files tell in another order than the close
//! does, in `cases_in_flight`.)

use std::collections::BTreeMap;

use domain::{
    Amount,
    approval::Action,
    correction::{Correction, RightWallet},
    freeze::{FreezeOrder, FreezeReason},
    id::{BankMovementId, LoanFactId, LoanId, RepaymentId},
    loan::LoanState,
    position::{Position, Waivable},
    repayment::RepaymentChoice,
    revenue_share::{Billing, RevenueShare},
    role::Role,
    terms::LoanTerms,
};
use serde::Deserialize;
use serde_json::Value;
use services::{
    freeze, loan,
    repayment::{self, QuoteCommand, RepaymentFilter},
};
use sqlx::AssertSqlSafe;
use time::{Date, macros::format_description};

use crate::{
    approval::{approve, propose, refusal, two_people},
    bank::spend,
    cases_in_flight::{Line, beside, posted, told},
    commission::{fund, released},
    harness::{FIRST, World, yuan},
    repayment::{lend_for, sweep::top_up},
};

#[derive(Deserialize)]
struct Case {
    case: String,
    scenarios: Vec<Scenario>,
}

#[derive(Deserialize)]
struct Scenario {
    name: String,
    loans: Vec<Borrowed>,
    wallet: Opening,
    /// What is withheld for the institution.
    share: Option<Agreed>,
    events: Vec<Event>,
    expected: Vec<Expected>,
    /// All that has left the wallet since, with what it did to claims.
    #[serde(default)]
    journals: Vec<Line>,
}

#[derive(Deserialize)]
struct Agreed {
    rate: String,
}

#[derive(Deserialize)]
struct Opening {
    opening: String,
}

#[derive(Deserialize)]
struct Borrowed {
    loan: String,
    principal: String,
    credited_on: String,
    terms: serde_json::Map<String, Value>,
}

#[derive(Deserialize)]
struct Event {
    on: String,
    kind: String,
    #[serde(default)]
    amount: String,
    #[serde(default)]
    loan: String,
    #[serde(default)]
    value_on: String,
}

#[derive(Deserialize)]
struct Expected {
    on: String,
    what: String,
    #[serde(default)]
    loan: String,
    after: Option<i64>,
    #[serde(default)]
    closing: bool,
    instalment: Option<u32>,
    value: Value,
}

fn date(text: &str) -> Date {
    Date::parse(text, format_description!("[year]-[month]-[day]")).unwrap()
}

fn terms(given: &serde_json::Map<String, Value>) -> LoanTerms {
    let mut whole = serde_json::json!({
        "annual_rate": "0.12", "day_count": "act_360", "method": "bullet", "tenor": "30d", "grace_days": 0,
        "minimum_overdue": "1.00", "unfreeze_when": "overdue_cleared"
    });
    for (name, value) in given {
        whole[name] = value.clone();
    }
    serde_json::from_value(whole).unwrap()
}

/// A scenario that is being played, by agent 1.
struct Play {
    world: World,
    loans: BTreeMap<String, LoanId>,
    /// How many payments of each loan were there before the last event.
    seen: BTreeMap<String, usize>,
    refused: Option<&'static str>,
}

impl Play {
    async fn begin(scenario: &Scenario) -> Self {
        let world = World::new().await;
        let first = scenario.loans.iter().map(|loan| date(&loan.credited_on)).min().unwrap();
        services::business_day::open_first_day(&world.db, &world.system(), first).await.unwrap();
        let one = terms(&scenario.loans[0].terms);
        world.open_line(1, yuan("1000000"), one, &["30d"]).await;
        let far = "update credit_lines set matures_on = '2030-01-01'";
        assert_eq!(world.as_owner(far).await, None);
        if let Some(Agreed { rate }) = &scenario.share {
            let (rate, billing) = (rate.parse().unwrap(), Billing::Withheld);
            let share = RevenueShare { rate, penalty: false, elsewhere: false, billing };
            two_people(&world, Action::ShareRevenue { partner: world.funders[0], share }).await;
        }
        Self { world, loans: BTreeMap::new(), seen: BTreeMap::new(), refused: None }
    }

    async fn turn_to(&self, on: Date) {
        if services::business_day::business_date(&self.world.db, &self.world.agent(1)).await.unwrap() < on {
            self.world.turn_to(on).await;
        }
    }

    /// Each loan is of its own terms, whatever the line's are.
    async fn borrow(&mut self, borrowed: &Borrowed) {
        self.turn_to(date(&borrowed.credited_on)).await;
        let terms = terms(&borrowed.terms);
        let tenor = terms.tenor.to_string();
        for agreed in ["update credit_lines set terms = $1, tenors = $2", "update offers set terms = $1, tenors = $2"] {
            sqlx::query(agreed)
                .bind(sqlx::types::Json(&terms))
                .bind([tenor.as_str(), "30d", "3m"])
                .execute(&self.world.owner)
                .await
                .unwrap();
        }
        let id = lend_for(&self.world, 1, &borrowed.principal, &tenor).await;
        spend(&self.world, 1).await;
        self.loans.insert(borrowed.loan.clone(), id);
    }

    /// `leaves`: the money goes to another wallet with the next event.
    async fn happens(&mut self, number: usize, event: &Event, leaves: bool) {
        for loan in self.loans.keys().cloned().collect::<Vec<_>>() {
            self.seen.insert(loan.clone(), self.payments(&loan).await.len());
        }
        let on = date(&event.on);
        // Payments are listed by their instants.
        self.world.set_now(self.world.now() + time::Duration::minutes(1));
        self.turn_to(on).await;
        match event.kind.as_str() {
            "end_of_day" => self.turn_to(on.next_day().unwrap()).await,
            "top_up" => top_up(&self.world, &format!("T{number}"), &event.amount).await,
            "commission" => {
                // A month of its own for each.
                let month = format!("2020-{:02}", number + 1);
                released(&self.world, &month, &format!("A0001,{}\n", event.amount)).await;
                fund(&self.world, &format!("C{number}"), &event.amount).await;
            }
            "repay" => {
                let command =
                    QuoteCommand { loan: self.loans[&event.loan], choice: RepaymentChoice::Part(yuan(&event.amount)) };
                let quoted = repayment::quote(&self.world.db, &self.world.agent(1), command).await.unwrap();
                repayment::repay(&self.world.db, &self.world.agent(1), quoted.id).await.unwrap();
            }
            "freeze" => {
                let order =
                    FreezeOrder { reason: FreezeReason::Risk, amount: None, expires_on: None, asked_by: String::new() };
                two_people(&self.world, Action::Freeze { wallet: self.world.agents[0].wallet, order }).await;
            }
            "unfreeze" => {
                let standing = freeze::own_freezes(&self.world.db, &self.world.agent(1)).await.unwrap();
                let risk = standing.iter().find(|row| row.reason == FreezeReason::Risk).unwrap().id;
                two_people(&self.world, Action::Unfreeze { freeze: risk }).await;
            }
            "waive_penalty" => {
                let waived = Correction::Waive { part: Waivable::Penalty, amount: yuan(&event.amount) };
                self.correct(&event.loan, waived).await;
            }
            "cancel_waiver" => {
                let fact = self.fact(&event.loan, "waived").await;
                self.correct(&event.loan, Correction::Undo { fact }).await;
            }
            "reported_elsewhere" => {
                let received = Correction::Receive { amount: yuan(&event.amount), on: date(&event.value_on) };
                self.correct(&event.loan, received).await;
            }
            "redate" => {
                let fact = self.fact(&event.loan, "received").await;
                self.correct(&event.loan, Correction::Redate { fact, on: date(&event.value_on) }).await;
            }
            "reverse_repayment" => {
                let paid = "select id from repayments where loan_id = $1 and debited_on = $2";
                let query = sqlx::query_scalar(paid).bind(self.loans[&event.loan].0).bind(date(&event.value_on));
                let repayment = RepaymentId(query.fetch_one(&self.world.owner).await.unwrap());
                let right_wallet = if leaves { Some(self.right_wallet().await) } else { None };
                self.correct(&event.loan, Correction::Reverse { repayment, right_wallet }).await;
            }
            // With the reversal before it.
            "leave_wallet" => {}
            other => panic!("{other} is not played"),
        }
    }

    /// Agent 2's, for the only top-up.
    async fn right_wallet(&self) -> RightWallet {
        let movement = sqlx::query_scalar("select id from bank_movements where bank_reference like 'T%'");
        let wallet: String = sqlx::query_scalar("select reference from wallets order by reference offset 1 limit 1")
            .fetch_one(&self.world.owner)
            .await
            .unwrap();
        RightWallet {
            movement: BankMovementId(movement.fetch_one(&self.world.owner).await.unwrap()),
            wallet: wallet.parse().unwrap(),
        }
    }

    /// By two people, if it is not refused at once.
    async fn correct(&mut self, loan: &str, correction: Correction) {
        let action = Action::Correct { loan: self.loans[loan], correction };
        match propose(&self.world, action).await {
            Ok(proposed) => approve(&self.world, proposed).await.unwrap(),
            Err(refused) => self.refused = Some(refusal::<()>(Err(refused))),
        }
    }

    async fn fact(&self, loan: &str, kind: &str) -> LoanFactId {
        let query = sqlx::query_scalar("select id from loan_facts where loan_id = $1 and kind = $2");
        LoanFactId(query.bind(self.loans[loan].0).bind(kind).fetch_one(&self.world.owner).await.unwrap())
    }

    /// Of one loan, the oldest first: fee, penalty, interest, principal.
    async fn payments(&self, loan: &str) -> Vec<[Amount; 4]> {
        let funder = self.world.funder_person('a', Role::FunderReviewer);
        let filter = RepaymentFilter::Loan(self.loans[loan]);
        let rows = repayment::repayments(&self.world.db, &funder, filter, FIRST).await.unwrap().rows;
        rows.iter().rev().map(|row| [row.fee, row.penalty, row.interest, row.principal]).collect()
    }

    async fn position(&self, loan: &str) -> Position {
        loan::loan(&self.world.db, &self.world.agent(1), self.loans[loan]).await.unwrap().position
    }

    async fn answer(&self, asked: &Expected) -> Value {
        match asked.what.as_str() {
            "wallet" => {
                let fen = self.world.number("select balance_fen from wallets order by reference limit 1").await;
                return Amount::from_fen(fen).to_string().into();
            }
            "withheld" => {
                let fen = self.world.number("select withheld_fen from revenue_share_withholdings").await;
                return Amount::from_fen(fen).to_string().into();
            }
            "refused" => {
                return match self.refused {
                    Some("waiver.above_owed") => "waiver_above_penalty".into(),
                    other => panic!("{other:?}"),
                };
            }
            "penalty_paid" | "interest_paid" => {
                let column = if asked.what == "penalty_paid" { "penalty_fen" } else { "interest_fen" };
                let sum = format!(
                    "select (coalesce((select sum({column}) from repayments where loan_id = $1), 0)
                             + coalesce((select sum({column}) from corrections where loan_id = $1), 0))::bigint"
                );
                let query = sqlx::query_scalar(AssertSqlSafe(sum)).bind(self.loans[&asked.loan].0);
                return Amount::from_fen(query.fetch_one(&self.world.owner).await.unwrap()).to_string().into();
            }
            "frozen" => {
                let standing = freeze::own_freezes(&self.world.db, &self.world.agent(1)).await.unwrap();
                let mut reasons: Vec<&str> = standing.iter().map(|row| row.reason.code()).collect();
                reasons.sort_unstable();
                return reasons.into();
            }
            "line" => {
                let query = sqlx::query_scalar::<_, String>("select state from credit_lines");
                return query.fetch_one(&self.world.owner).await.unwrap().into();
            }
            "split" => {
                let new = self.payments(&asked.loan).await.split_off(self.seen[&asked.loan]);
                let sum = |part: usize| new.iter().map(|parts| parts[part]).sum::<Amount>().to_string();
                return serde_json::json!({
                    "fee": sum(0), "penalty": sum(1), "interest": sum(2), "principal": sum(3)
                });
            }
            _ => {}
        }
        let (position, on) = (self.position(&asked.loan).await, date(&asked.on));
        let seen_on = if asked.closing { on.next_day().unwrap() } else { on };
        let (state, quote) = (LoanState::of(&position, seen_on), position.quote(on));
        let due: Amount = quote.due.iter().map(|item| item.interest).sum();
        match asked.what.as_str() {
            "state" => state.code().into(),
            "overdue_since" => state.overdue_since().map(|since| since.to_string()).into(),
            "days_overdue" => state.days_overdue(on).into(),
            "penalty" => quote.penalty().to_string().into(),
            "interest" => due.plus(quote.open_interest).to_string().into(),
            "open_interest" => quote.open_interest.to_string().into(),
            "principal" => quote.principal().to_string().into(),
            "payoff" => quote.payoff_total().to_string().into(),
            "due_total" => quote.due_total().to_string().into(),
            "overdue_total" => quote.overdue_total().to_string().into(),
            "due_on" => {
                let number = asked.instalment.unwrap();
                let found = position.instalments().iter().find(|part| part.planned.number == number);
                found.unwrap().planned.due_on.to_string().into()
            }
            other => panic!("{other} is not answered"),
        }
    }
}

/// The journals of a scenario are there from its first event on, and no other has taken anything out of a wallet.
async fn compare_journals(world: &World, case: &str, scenario: &Scenario) {
    if scenario.journals.is_empty() {
        return;
    }
    let others = beside(posted(world, date(&scenario.events[0].on)).await, told(&scenario.journals));
    assert!(others.iter().all(|(_, _, debit, ..)| debit != "wallet"), "{case}, {}: {others:?}", scenario.name);
}

async fn play(case: &str, scenario: &Scenario) -> usize {
    let mut play = Play::begin(scenario).await;
    let begins = scenario.events.first().map(|event| date(&event.on));
    let mut answered = 0;
    let mut loans: Vec<&Borrowed> = scenario.loans.iter().collect();
    loans.sort_by_key(|loan| loan.credited_on.clone());
    let mut waiting = loans.into_iter().peekable();
    let mut filled = false;
    let last = i64::try_from(scenario.events.len()).unwrap() - 1;
    for (number, event) in scenario.events.iter().enumerate() {
        while waiting.peek().is_some_and(|loan| date(&loan.credited_on) <= date(&event.on)) {
            play.borrow(waiting.next().unwrap()).await;
        }
        if !filled && Some(date(&event.on)) == begins {
            play.turn_to(date(&event.on)).await;
            if yuan(&scenario.wallet.opening).is_positive() {
                play.world.fill_wallet(1, yuan(&scenario.wallet.opening)).await;
            }
            filled = true;
        }
        let leaves = scenario.events.get(number + 1).is_some_and(|next| next.kind == "leave_wallet");
        play.happens(number, event, leaves).await;
        let number = i64::try_from(number).unwrap();
        for asked in scenario.expected.iter().filter(|asked| asked.after.unwrap_or(last) == number) {
            let told = play.answer(asked).await;
            assert_eq!(
                told, asked.value,
                "{case}, {}: {} of {} on {}",
                scenario.name, asked.what, asked.loan, asked.on
            );
            answered += 1;
        }
    }
    compare_journals(&play.world, case, scenario).await;
    let agreed = "the terms of a draw and its loan are those of the offer chosen";
    let rates = scenario.loans.iter().map(|loan| loan.terms.get("annual_rate")).collect::<Vec<_>>();
    let of_one_offer = rates.iter().all(|rate| *rate == rates[0]);
    let broken = if of_one_offer { Vec::new() } else { vec![agreed] };
    play.world.finish_but_for(&broken).await;
    answered
}

/// Every case, scenario by scenario.
#[tokio::test]
async fn worked_cases_over_time_come_out_to_the_fen() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases-time");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut answered = 0;
    for file in &files {
        let case: Case = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        for scenario in &case.scenarios {
            answered += play(&case.case, scenario).await;
        }
    }
    assert!(files.len() >= 23 && answered >= 98, "{} files, {answered} answers", files.len());
}

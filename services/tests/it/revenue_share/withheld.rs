//! The share that is withheld of each payment: summed over all of a funder's loans, rounded once, and given back with what was none.

use std::collections::BTreeMap;

use domain::{
    Amount,
    approval::Action,
    correction::Correction,
    id::{QuoteId, RepaymentId},
    repayment::RepaymentChoice,
    revenue_share::{Billing, RevenueShare},
    role::Role,
};
use serde::Deserialize;
use services::{
    repayment::{self, QuoteCommand, RepaymentFilter, RepaymentRow},
    revenue_share,
};
use time::macros::date;
use tokio::task::JoinSet;

use super::{agree, november, pay, share};
use crate::{
    approval::two_people,
    bank::{FakeBank, send_payouts, spend},
    harness::{FIRST, World, bullet_terms, yuan},
    repayment::lend,
};

fn withheld(rate: &str) -> RevenueShare {
    RevenueShare { billing: Billing::Withheld, ..share(rate, false) }
}

/// Of all that was paid, less what went back.
async fn in_all(world: &World) -> Amount {
    Amount::from_fen(world.number("select withheld_fen from revenue_share_withholdings").await)
}

async fn only_repayment(world: &World) -> RepaymentRow {
    let funder = world.funder_person('a', Role::FunderReviewer);
    let mut rows = repayment::repayments(&world.db, &funder, RepaymentFilter::All, FIRST).await.unwrap().rows;
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

#[derive(Deserialize)]
struct Case {
    scenarios: Vec<Scenario>,
}

/// Payments of interest, or payments and reversals by their names, and what is withheld of each.
#[derive(Deserialize)]
struct Scenario {
    rate: String,
    #[serde(default)]
    interest: Vec<String>,
    #[serde(default)]
    events: Vec<Vec<String>>,
    withheld: Vec<Amount>,
}

impl Scenario {
    fn events(&self) -> Vec<Vec<String>> {
        let paid = self.interest.iter().enumerate();
        let paid = paid.map(|(place, amount)| vec!["pay".to_owned(), format!("p{place}"), amount.clone()]);
        paid.chain(self.events.iter().cloned()).collect()
    }
}

async fn play(scenario: &Scenario) {
    let (world, loan) = november().await;
    agree(&world, withheld(&scenario.rate)).await;
    // 100.00 of interest are open: whatever is paid of that is interest.
    world.turn_to(date!(2026 - 11 - 06)).await;
    let mut paid: BTreeMap<String, RepaymentId> = BTreeMap::new();
    let (mut before, events) = (Amount::ZERO, scenario.events());
    assert_eq!(events.len(), scenario.withheld.len());
    for (event, expected) in events.iter().zip(&scenario.withheld) {
        match event.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["pay", name, amount] => {
                paid.insert((*name).to_owned(), pay(&world, loan, amount).await);
            }
            ["reverse", name] => {
                let correction = Correction::Reverse { repayment: paid[*name], right_wallet: None };
                two_people(&world, Action::Correct { loan, correction }).await;
            }
            other => panic!("{other:?} is not played"),
        }
        let after = in_all(&world).await;
        assert_eq!(after.plus(before.negated()), *expected, "{event:?}");
        before = after;
    }
    let left = "select (select sum(amount_fen - returned_fen) from payables)::bigint
                       - (select sum(amount_fen) from repayments)::bigint
                       + (select coalesce(sum(excess_fen), 0) from corrections)::bigint";
    assert_eq!(world.number(left).await, before.negated().fen(), "the funder has exactly the rest");
    world.finish().await;
}

#[tokio::test]
async fn many_small_payments_and_reversals_come_to_one_share() {
    for text in [
        include_str!("../../data/cases-share/42-many-small-payments-one-share.json"),
        include_str!("../../data/cases-share/43-share-of-a-reversed-payment.json"),
    ] {
        let case: Case = serde_json::from_str(text).unwrap();
        assert_eq!(case.scenarios.len(), 2);
        for scenario in &case.scenarios {
            play(scenario).await;
        }
    }
}

/// A quote of 1.25 of the interest that is open on a loan of this agent's own.
async fn quoted(world: &World, agent: usize) -> QuoteId {
    world.open_line(agent, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(world, agent, "50000").await;
    let command = QuoteCommand { loan, choice: RepaymentChoice::Part(yuan("1.25")) };
    repayment::quote(&world.db, &world.agent(agent), command).await.unwrap().id
}

#[tokio::test]
async fn payments_of_all_of_a_funder_s_loans_at_once_come_to_one_share() {
    let world = World::new().await;
    agree(&world, withheld("0.1")).await;
    let mut tasks = JoinSet::new();
    for agent in 1..=5 {
        let (quote, db, context) = (quoted(&world, agent).await, world.db.clone(), world.agent(agent));
        tasks.spawn(async move { repayment::repay(&db, &context, quote).await.unwrap() });
    }
    assert_eq!(tasks.join_all().await.len(), 5);
    // 12.5 fen of each, rounded once: each by itself would be 13.
    assert_eq!(in_all(&world).await, Amount::from_fen(63));
    world.finish().await;
}

#[tokio::test]
async fn a_funder_is_paid_the_rest_and_owes_only_that_back() {
    let (world, loan) = november().await;
    agree(&world, withheld("0.2")).await;
    world.turn_to(date!(2026 - 11 - 21)).await;
    let repayment = pay(&world, loan, "10000").await;
    let paid = only_repayment(&world).await;
    assert_eq!((paid.amount, paid.interest, paid.share), (yuan("10000"), yuan("400"), yuan("80")));
    let lines =
        "select count(*) from entries e join journals j on j.id = e.journal_id where j.event_kind = 'loan.repaid'";
    assert_eq!(world.number(lines).await, 5, "one leaves the wallet, for two");
    let own = repayment::repayment(&world.db, &world.agent(1), RepaymentFilter::One(repayment)).await.unwrap();
    assert_eq!(own.share, Amount::ZERO, "what its funder has agreed is not the agent's business");

    services::payout::drain_payables(&world.db).await.unwrap();
    send_payouts(&world.db, &FakeBank::accepting()).await;
    assert_eq!(only_repayment(&world).await.payout.unwrap().amount, yuan("9920"));
    let correction = Correction::Reverse { repayment, right_wallet: None };
    two_people(&world, Action::Correct { loan, correction }).await;
    let paid = only_repayment(&world).await;
    assert_eq!((paid.returned, paid.owed_back, paid.share), (yuan("10000"), yuan("9920"), Amount::ZERO));
    assert_eq!(world.number("select balance_fen from wallets order by reference limit 1").await, 1_000_000);
    assert_eq!(in_all(&world).await, Amount::ZERO);
    world.finish().await;
}

#[tokio::test]
async fn what_a_correction_leaves_too_much_is_made_up_for_by_the_next_payment() {
    let (world, loan) = november().await;
    agree(&world, withheld("0.2")).await;
    world.turn_to(date!(2026 - 11 - 21)).await;
    pay(&world, loan, "10000").await;
    assert_eq!(in_all(&world).await, yuan("80"));
    // The funder had received 2,000.00 on the 11th: of what was paid on the 21st 194.00 are interest, and no more.
    let correction = Correction::Receive { amount: yuan("2000"), on: date!(2026 - 11 - 11) };
    two_people(&world, Action::Correct { loan, correction }).await;
    assert_eq!(in_all(&world).await, yuan("80"), "nothing is given back of what was paid before");
    // Not even all of ten days' interest is enough for that, and nothing is withheld of it.
    world.turn_to(date!(2026 - 12 - 01)).await;
    pay(&world, loan, "10").await;
    assert_eq!(in_all(&world).await, yuan("80"));
    world.turn_to(date!(2026 - 12 - 11)).await;
    pay(&world, loan, "10000").await;
    let exact = "select round(exact_fen)::bigint - withheld_fen from revenue_share_withholdings";
    assert_eq!(world.number(exact).await, 0, "it is even again");
    world.finish().await;
}

#[tokio::test]
async fn an_invoice_tells_what_was_withheld_and_does_not_ask_for_it() {
    let (world, loan) = november().await;
    agree(&world, share("0.2", false)).await;
    world.turn_to(date!(2026 - 11 - 11)).await;
    pay(&world, loan, "200").await;
    agree(&world, withheld("0.2")).await;
    world.turn_to(date!(2026 - 11 - 21)).await;
    pay(&world, loan, "200").await;
    world.turn_to(date!(2026 - 12 - 01)).await;
    let auditor = world.operator(Role::Auditor);
    let rows = revenue_share::invoices(&world.db, &auditor, world.funders[0], FIRST).await.unwrap().rows;
    let told: Vec<_> = rows.iter().map(|row| (row.lines, row.counted, row.due, row.withheld)).collect();
    assert_eq!(told, [(1, yuan("200"), yuan("40"), yuan("40"))]);
    let agreed = revenue_share::revenue_share_of(&world.db, &auditor, world.funders[0]).await.unwrap();
    assert_eq!(agreed, Some(withheld("0.2")));
    // Invoiced again, nothing more is withheld.
    agree(&world, share("0.2", false)).await;
    pay(&world, loan, "100").await;
    assert_eq!(in_all(&world).await, yuan("40"));
    world.finish().await;
}

#[tokio::test]
async fn of_a_wallet_that_pays_by_itself_it_is_withheld_too() {
    let world = World::new().await;
    agree(&world, withheld("0.2")).await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    lend(&world, 1, "30000").await;
    spend(&world, 1).await;
    world.turn_to(date!(2026 - 12 - 20)).await;
    world.fill_wallet(1, yuan("400")).await;
    // 360.00 of it are interest.
    world.turn_to(date!(2026 - 12 - 21)).await;
    let paid = only_repayment(&world).await;
    assert_eq!((paid.amount, paid.interest, paid.share), (yuan("400"), yuan("360"), yuan("72")));
    world.finish().await;
}

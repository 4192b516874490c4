//! Every invariant holds over a world in which there is something to look at, and each is broken by a planted row.

mod planted;

use domain::{
    approval::Action,
    correction::Correction,
    freeze::{FreezeOrder, FreezeReason},
    id::{LoanId, RepaymentId, SettlementBreakId},
    matching::Direction,
    network::ReturnReason,
    repayment::RepaymentChoice,
    revenue_share::{Billing, RevenueShare},
    standing_order::OrderChoice,
};
use services::{
    bank::PayAnswer,
    bank_movement::MovementFacts,
    repayment::{self, QuoteCommand},
    standing_order::{self, SetCommand},
};

use time::macros::date;

use planted::PLANTED;

use crate::{
    approval::{movements::unknown, two_people},
    bank::{FakeBank, send_payouts, spend},
    bank_movement::{fed, feed, import, requested_payout},
    binding::network::TestNetwork,
    commission::{fund, released},
    draw::{instruct, request, request_for},
    harness::{World, bullet_terms, yuan},
    notice::{
        deliver, happen, in_force,
        receiver::{Answer, Receiver},
    },
    offer::answered_round,
    settlement::{fetched, file, paid},
};

async fn repay(world: &World, amount: &str) {
    let loan = LoanId(
        sqlx::query_scalar("select id from loans order by principal_fen desc").fetch_one(&world.owner).await.unwrap(),
    );
    let command = QuoteCommand { loan, choice: RepaymentChoice::Part(yuan(amount)) };
    let quote = repayment::quote(&world.db, &world.agent(1), command).await.unwrap();
    repayment::repay(&world.db, &world.agent(1), quote.id).await.unwrap();
}

/// Has what is requested sent, and confirmed by the statement.
async fn pay_out(world: &World, number: &str) {
    let bank = FakeBank::accepting();
    send_payouts(&world.db, &bank).await;
    let order = bank.orders.lock().unwrap()[0].clone();
    feed(world, vec![fed(number, Direction::Debit, &order.amount.to_string(), &order.remittance)]).await;
}

/// Money out of cards, and a funder whose system has a key and is told.
async fn collected_and_told(world: &World, network: &TestNetwork) {
    let debt = crate::debt::collected(world, network).await;
    crate::card::filled(world, network).await;
    crate::debt::given_back_of_another(world, network, debt).await;
    crate::debt::outside::paid(world, debt, "50").await;
    let receiver = Receiver::answering([Answer::status(200)]).await;
    in_force(world, 'a', &receiver).await;
    crate::key::live(world, 1).await;
    happen(world, world.funders[0], 1).await;
    deliver(world).await;
}

/// Debits and a top-up are given back to their payers, of whom one had got a part before.
async fn given_back(world: &World, network: &TestNetwork) {
    let (number, _) = network.paid().remove(0);
    for (number, amount) in network.paid() {
        network.give_back(date!(2026 - 12 - 01), &number, amount, ReturnReason::Unauthorised);
    }
    let (partly, _) = network.paid().pop().unwrap();
    let line = format!("D|R1|{partly}|return|100.00|00000000");
    network.settle(
        date!(2026 - 11 - 30),
        &format!("H|STL2026113000000001|2026-11-30|31050161364000005678\n{line}\nT|1|0.00|100.00|-100.00\n"),
    );
    network.settle(date!(2026 - 11 - 20), &file(date!(2026 - 11 - 20), &[(&number, "4000", "00000000")]));
    fetched(world, network).await;
    let beyond = "select id from settlement_breaks where kind = 'beyond_taken'";
    let difference = SettlementBreakId(sqlx::query_scalar(beyond).fetch_one(&world.owner).await.unwrap());
    two_people(world, Action::SettleBeyond { difference, charged: true }).await;
}

/// A court holds something of agent 3, who withdraws of the rest. What agent 1 withdraws waits, too.
async fn withdraw(world: &World) {
    let (amount, expires_on) = (Some(yuan("5")), Some(date!(2027 - 06 - 30)));
    let order =
        FreezeOrder {
            reason: FreezeReason::Court, amount, expires_on, asked_by: "（2026）川01执188号".to_owned()
        };
    two_people(world, Action::Freeze { wallet: world.agents[2].wallet, order }).await;
    services::payout::withdraw(&world.db, &world.agent(3), yuan("10")).await.unwrap();
    services::payout::withdraw(&world.db, &world.agent(1), yuan("100")).await.unwrap();
}

/// A bank's file of one line.
async fn confirmed_file(world: &World) {
    let file = "Account: 4000021029200123456\nCurrency: CNY\n\
                Date,Credit,Debit,Balance,Counterparty,Counterparty account,Description,Reference\n\
                2026-11-20,0.03,,,,,,";
    import(world, file.as_bytes()).await;
}

/// A loan that is partly repaid, payouts in every state, money on its way back and returned, a break, and a closed day.
async fn story() -> World {
    let world = World::new().await;
    confirmed_file(&world).await;
    // A carrier pays agent 3, and takes back from agents 4 and 5, of whom one has something.
    world.fill_wallet(4, yuan("20")).await;
    released(&world, "2026-10", "A0003,60\nA0004,-30\nA0005,-10\n").await;
    fund(&world, "C1", "70").await;
    // Agent 1 consents to being shown to funders.
    answered_round(&world).await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    requested_payout(&world, 1, "1000").await;
    pay_out(&world, "D1").await;
    repay(&world, "500").await;
    let rejecting = FakeBank::paying([PayAnswer::Rejected { reason: "户名不符".to_owned() }]);
    send_payouts(&world.db, &rejecting).await;
    repay(&world, "400").await;
    send_payouts(&world.db, &FakeBank::accepting()).await;
    let movement = unknown(&world, "70").await;
    two_people(&world, Action::Return { movement }).await;
    pay_out(&world, "D2").await;
    let movement = unknown(&world, "80").await;
    two_people(&world, Action::Return { movement }).await;
    // Agent 2 borrows for a day, spends it and will not be able to pay.
    world.open_line(2, yuan("100000"), bullet_terms(), &["1d"]).await;
    let short = request_for(&world, 2, yuan("1000"), "1d").await.unwrap();
    instruct(&world, short.draw, "1000").await.unwrap();
    world.record_receipt(short.draw, yuan("1000")).await;
    spend(&world, 2).await;
    // Of what is paid now the institution's share is withheld, until it is agreed otherwise.
    let billing = Billing::Withheld;
    let share = RevenueShare { rate: "0.2".parse().unwrap(), penalty: false, elsewhere: true, billing };
    two_people(&world, Action::ShareRevenue { partner: world.funders[0], share }).await;
    repay(&world, "300").await;
    world.fill_wallet(1, yuan("200")).await;
    let open = request(&world, 1, "10000").await.unwrap();
    instruct(&world, open.draw, "10000").await.unwrap();
    let balanced = MovementFacts {
        balance_after: Some(yuan("90000")),
        ..fed("B9", Direction::Credit, "10000.01", open.reference.as_str())
    };
    // Money of the network's comes before its file.
    feed(&world, vec![paid("B8", "4000", "STL2026112000000001")]).await;
    feed(&world, vec![balanced]).await;
    let network = TestNetwork::default();
    collected_and_told(&world, &network).await;
    // A repayment that was paid out was none, and another date of receipt turns out.
    let loan =
        LoanId(sqlx::query_scalar("select loan_id from repayments limit 1").fetch_one(&world.owner).await.unwrap());
    let paid_out = "select r.id from repayments r join payables p on p.id = r.id join payouts o on o.id = p.payout_id
                    where o.state = 'confirmed' limit 1";
    let repayment = RepaymentId(sqlx::query_scalar(paid_out).fetch_one(&world.owner).await.unwrap());
    let today = services::business_day::business_date(&world.db, &world.agent(1)).await.unwrap();
    for correction in
        [Correction::Reverse { repayment, right_wallet: None }, Correction::Receive { amount: yuan("50"), on: today }]
    {
        two_people(&world, Action::Correct { loan, correction }).await;
    }
    // What others gave back covers a commission, which repays the loan.
    let choice = OrderChoice::Part(yuan("5"));
    standing_order::set(&world.db, &world.agent(1), SetCommand { loan, choice }).await.unwrap();
    released(&world, "2026-11", "A0001,10\n").await;
    withdraw(&world).await;
    for _ in 0..2 {
        let today = services::business_day::business_date(&world.db, &world.agent(1)).await.unwrap();
        services::end_of_day::cut_off(&world.db, &world.system(), today).await.unwrap();
        services::partner_file::make(&world.db, world.funders[0]).await.unwrap();
    }
    // And the month ends, of whose interest the institution has a share.
    let share = RevenueShare { billing: Billing::Invoiced, ..share };
    two_people(&world, Action::ShareRevenue { partner: world.funders[0], share }).await;
    world.turn_to(date!(2026 - 12 - 01)).await;
    // The draw that had waited for so long has ended meanwhile; this one waits.
    let waiting = request(&world, 1, "2000").await.unwrap();
    instruct(&world, waiting.draw, "2000").await.unwrap();
    given_back(&world, &network).await;
    world
}

#[tokio::test]
async fn every_invariant_looks_at_something_and_is_broken_by_a_planted_row() {
    let world = story().await;
    let unspoilt = services::verify::verify(&world.db, &world.system()).await.unwrap();
    for verdict in &unspoilt {
        assert!(verdict.offending.is_empty(), "{}: {:?}", verdict.name, verdict.offending);
        assert!(verdict.examined > 0, "{} looked at nothing", verdict.name);
    }
    let names: Vec<&str> = unspoilt.iter().map(|verdict| verdict.name).collect();
    let planted: Vec<&str> = PLANTED.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, planted, "each invariant has its planted row");
    let told = world.spoilt(PLANTED.iter().copied()).await;
    let blind: Vec<&str> =
        told.iter().filter(|verdict| verdict.offending.is_empty()).map(|verdict| verdict.name).collect();
    assert!(blind.is_empty(), "not seen: {blind:#?}");
    world.finish().await;
}

#[tokio::test]
async fn an_entry_put_into_a_closed_date_is_seen_though_its_account_had_none_on_it() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("10")).await;
    world.turn_to(date!(2026 - 11 - 22)).await;
    let put_in = "insert into entries
                  select journal_id, 10 + line, book, account_id, date '2026-11-21', amount_fen, null from entries";
    let name = "a closed day has gained no entry";
    let told = world.spoilt([(name, "select 1"), (name, put_in)]).await;
    let offending = told.iter().map(|verdict| verdict.offending.len());
    assert_eq!(offending.collect::<Vec<_>>(), [0, 3], "of the reserve account, what is unmatched, and the wallet");
    world.finish().await;
}

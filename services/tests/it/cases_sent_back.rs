//! Worked cases of payouts to a funder that its bank sends back: 48 (a), as its words tell it, and 49, as its file does.

use domain::{
    Reference,
    approval::Action,
    id::{PayoutId, RepaymentId},
    loan::LoanState,
    matching::Direction,
    payout::PayoutState,
    role::Role,
};
use serde::Deserialize;
use services::{
    bank::Order,
    bank_movement::{self, MovementFacts},
    partner_file,
    payout::{self, PayoutDetail},
    repayment::{self, ConfirmRepaymentCommand},
};
use sqlx::{Connection, PgConnection};
use time::macros::date;

use crate::{
    approval::{numbered, propose, refusal, two_people},
    bank::{FakeBank, send_payouts},
    bank_movement::{fed, feed, requested_payout},
    cases_in_flight::{borrowed, posted},
    harness::{FIRST, World, bullet_terms, yuan},
    repayment::sweep::state,
};

/// A line with the amount of an order, and the account that it was paid to.
fn line(number: &str, direction: Direction, order: &Order, remittance: &str) -> MovementFacts {
    MovementFacts {
        amount: order.amount,
        counterparty_name: order.account_name.clone(),
        counterparty_account: order.account_no.clone(),
        ..fed(number, direction, "1", remittance)
    }
}

async fn seen(world: &World, reference: &Reference) -> PayoutDetail {
    let id = sqlx::query_scalar("select id from payouts where reference = $1").bind(reference.as_str());
    let id = PayoutId(id.fetch_one(&world.owner).await.unwrap());
    payout::payout(&world.db, &world.operator(Role::Auditor), id).await.unwrap()
}

/// The order of the payout that pays out the only repayment, which the bank has carried out and the funder has confirmed.
async fn paid_out(world: &World, bank: &FakeBank) -> Order {
    assert_eq!(send_payouts(&world.db, bank).await, 1);
    let order = bank.orders.lock().unwrap()[0].clone();
    feed(world, vec![line("D1", Direction::Debit, &order, &order.remittance)]).await;
    let repayment = sqlx::query_scalar("select id from repayments").fetch_one(&world.owner).await.unwrap();
    let command = ConfirmRepaymentCommand { repayment: RepaymentId(repayment), payment_reference: "JH-1".to_owned() };
    repayment::confirm_repayment(&world.db, &world.partner('a'), command).await.unwrap();
    order
}

#[tokio::test]
async fn what_a_funder_s_bank_sends_back_leaves_the_loan_settled_and_is_paid_to_an_account_that_is_right() {
    let world = World::new().await;
    let loan = borrowed(&world).await;
    world.turn_to(date!(2026 - 12 - 01)).await;
    world.fill_wallet(1, yuan("30360")).await;
    world.turn_to(date!(2026 - 12 - 02)).await;
    let bank = FakeBank::accepting();
    let order = paid_out(&world, &bank).await;
    assert_eq!((order.amount, state(&world, loan).await), (yuan("30360"), LoanState::Settled));

    let back = date!(2026 - 12 - 09);
    world.turn_to(back).await;
    let text = format!("退汇 账号已销户 {}", order.order_no);
    feed(&world, vec![line("R1", Direction::Credit, &order, &text)]).await;
    let told = seen(&world, &order.order_no).await;
    let reason = told.timeline.last().map(|step| step.reason.clone());
    assert_eq!((told.row.state, reason), (PayoutState::SentBack, Some(text)));
    let custody = |debit: &str, credit: &str| {
        (back.to_string(), "custody".to_owned(), debit.to_owned(), credit.to_owned(), yuan("30360").fen())
    };
    let expected = [custody("reserve_cash", "unmatched_receipts"), custody("unmatched_receipts", "partner_payable")];
    assert_eq!(posted(&world, back).await, expected);
    assert_eq!(state(&world, loan).await, LoanState::Settled);
    assert_eq!(world.number("select count(*) from repayments where partner_confirmed_at is not null").await, 0);
    let events =
        "select count(*) from outbox where event = 'payout.sent_back' and payload ->> 'reason' like '%账号已销户%'";
    assert_eq!(world.number(events).await, 1);
    assert_eq!(send_payouts(&world.db, &bank).await, 0, "nobody has said where to");

    let resend = Action::Resend {
        payout: told.row.id,
        account_no: "6222020299999999999".to_owned(),
        account_name: order.account_name.clone(),
    };
    two_people(&world, resend).await;
    assert_eq!(send_payouts(&world.db, &bank).await, 1);
    let again = bank.orders.lock().unwrap()[1].clone();
    assert_eq!((&again.order_no, again.serial, again.account_no.as_str()), (&order.order_no, 2, "6222020299999999999"));
    feed(&world, vec![line("D2", Direction::Debit, &again, &again.remittance)]).await;
    assert_eq!(seen(&world, &order.order_no).await.row.state, PayoutState::Confirmed);

    world.turn_to(date!(2026 - 12 - 10)).await;
    partner_file::make(&world.db, world.funders[0]).await.unwrap();
    let made = partner_file::files(&world.db, &world.partner('a'), (), FIRST).await.unwrap().rows;
    let of_that_day = made.iter().find(|row| row.business_date == back).unwrap().id;
    let (_, content) = partner_file::file(&world.db, &world.partner('a'), of_that_day).await.unwrap();
    let content = String::from_utf8(content).unwrap();
    assert!(content.contains(&format!(",payout.sent_back,{},2026-12-09,30360.00,", order.order_no)), "{content}");

    // That account is wrong too.
    let text = format!("退汇 户名不符 {}", order.order_no);
    feed(&world, vec![line("R2", Direction::Credit, &again, &text)]).await;
    assert_eq!(seen(&world, &order.order_no).await.row.state, PayoutState::SentBack);
    world.finish().await;
}

#[tokio::test]
async fn what_is_coming_back_is_not_confirmed_at_the_same_moment() {
    let world = World::new().await;
    borrowed(&world).await;
    world.turn_to(date!(2026 - 12 - 01)).await;
    world.fill_wallet(1, yuan("30360")).await;
    world.turn_to(date!(2026 - 12 - 02)).await;
    assert_eq!(send_payouts(&world.db, &FakeBank::accepting()).await, 1);
    // Whoever brings a payout back, or fails it, holds it.
    let mut rival = PgConnection::connect(&world.url).await.unwrap();
    let held = "begin; select from payouts where partner_id is not null for update";
    sqlx::raw_sql(held).execute(&mut rival).await.unwrap();
    let repayment = sqlx::query_scalar("select id from repayments").fetch_one(&world.owner).await.unwrap();
    let (db, funder) = (world.db.clone(), world.partner('a'));
    let command = ConfirmRepaymentCommand { repayment: RepaymentId(repayment), payment_reference: "JH-1".to_owned() };
    let confirming = tokio::spawn(async move { repayment::confirm_repayment(&db, &funder, command).await });
    let waiting =
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    while world.number(waiting).await == 0 && !confirming.is_finished() {}
    assert!(!confirming.is_finished(), "it waits for what becomes of the payout");
    sqlx::raw_sql("commit").execute(&mut rival).await.unwrap();
    confirming.await.unwrap().unwrap();
    rival.close().await.unwrap();
    world.finish().await;
}

/// Two payouts of 30,120.00 to one account, both confirmed: PAY-7 and PAY-8 of the case.
async fn two_paid() -> (World, [Order; 2]) {
    let world = World::new().await;
    for agent in 1..=2 {
        world.open_line(agent, yuan("100000"), bullet_terms(), &["30d"]).await;
        requested_payout(&world, agent, "30120").await;
    }
    let bank = FakeBank::accepting();
    assert_eq!(send_payouts(&world.db, &bank).await, 2);
    let mut orders = bank.orders.lock().unwrap().clone();
    orders.sort_by(|one, other| one.order_no.as_str().cmp(other.order_no.as_str()));
    for (number, order) in ["D7", "D8"].into_iter().zip(&orders) {
        feed(&world, vec![line(number, Direction::Debit, order, &order.remittance)]).await;
    }
    (world, orders.try_into().unwrap())
}

async fn unmatched(world: &World) -> i64 {
    world.number("select coalesce(sum(amount_fen), 0)::bigint from bank_movements where state = 'unmatched'").await
}

#[tokio::test]
async fn of_two_equal_payouts_the_one_comes_back_that_is_named_and_otherwise_two_people_say_which() {
    #[derive(Deserialize)]
    struct Case {
        expected: Vec<Expected>,
    }
    #[derive(Deserialize)]
    struct Expected {
        name: String,
        unmatched: String,
        freed: Vec<String>,
    }
    let case = include_str!("../data/cases-commands/49-two-payouts-of-one-amount-one-returned.json");
    let case: Case = serde_json::from_str(case).unwrap();
    for Expected { name, unmatched: left, freed } in case.expected {
        let (world, [seven, eight]) = two_paid().await;
        let text = if name == "b" { format!("退汇 {}", eight.order_no) } else { "退汇".to_owned() };
        feed(&world, vec![line("R1", Direction::Credit, &eight, &text)]).await;
        if name == "c" {
            feed(&world, vec![line("R2", Direction::Credit, &eight, &text)]).await;
        }
        assert_eq!(unmatched(&world).await, yuan(&left).fen(), "{name}");
        let mut back = Vec::new();
        for (known, order) in [("PAY-7", &seven), ("PAY-8", &eight)] {
            if seen(&world, &order.order_no).await.row.state == PayoutState::SentBack {
                back.push(known);
            }
        }
        assert_eq!(back, freed, "{name}");
        if name == "c" {
            two_people_say(&world, [&seven.order_no, &eight.order_no]).await;
        }
        world.finish().await;
    }
}

/// The last part of the case: one decision for each of the two.
async fn two_people_say(world: &World, [seven, eight]: [&Reference; 2]) {
    let (first, second) = (numbered(world, "R1").await, numbered(world, "R2").await);
    let shown = bank_movement::movement(&world.db, &world.operator(Role::Auditor), first).await.unwrap();
    assert_eq!(shown.fitting_payouts.len(), 2);
    two_people(world, Action::Match { movement: first, reference: eight.clone() }).await;
    let again = propose(world, Action::Match { movement: second, reference: eight.clone() }).await;
    assert_eq!(refusal(again), "match.wrong_direction", "it has come back");
    two_people(world, Action::Match { movement: second, reference: seven.clone() }).await;
    assert_eq!(world.number("select count(*) from payouts where state = 'sent_back'").await, 2);
    assert_eq!(unmatched(world).await, 0);
}

//! Corrections: what two people change of a loan's facts, and what follows from it.

mod waived;

use domain::{
    Amount, Reference,
    approval::Action,
    calendar::read_days,
    correction::{Correction, RightWallet},
    id::{BankMovementId, LoanFactId, LoanId, RepaymentId},
    loan::LoanState,
    matching::Direction,
    position::Waivable,
    repayment::{RepaymentChoice, RepaymentRefusal},
    role::Role,
    terms::{HolidayRule, LoanTerms},
};
use services::{
    Error,
    calendar::{ChangeCalendarCommand, change_calendar},
    correction::{LoanFactRow, correction_effect, loan_facts},
    loan,
    repayment::{self, QuoteCommand, RepaymentFilter, RepaymentRow},
};
use sqlx::AssertSqlSafe;
use time::macros::date;
use uuid::Uuid;

use crate::{
    approval::{numbered, propose, refusal, two_people},
    bank::{FakeBank, send_payouts, spend},
    bank_movement::{fed, feed},
    harness::{FIRST, World, bullet_terms, yuan},
    repayment::{
        lend, lend_for,
        sweep::{DUE, LATE, late, state, top_up},
    },
};

fn correct(loan: LoanId, correction: Correction) -> Action {
    Action::Correct { loan, correction }
}

async fn payments(world: &World, loan: LoanId) -> Vec<RepaymentRow> {
    let rows =
        repayment::repayments(&world.db, &world.agent(1), RepaymentFilter::Loan(loan), FIRST).await.unwrap().rows;
    rows.into_iter().rev().collect()
}

async fn facts(world: &World, loan: LoanId) -> Vec<LoanFactRow> {
    loan_facts(&world.db, &world.agent(1), loan).await.unwrap()
}

/// Of agent 1.
async fn balance(world: &World) -> i64 {
    world.number("select balance_fen from wallets order by reference limit 1").await
}

async fn pay(world: &World, loan: LoanId, amount: &str) -> RepaymentId {
    let command = QuoteCommand { loan, choice: RepaymentChoice::Part(yuan(amount)) };
    let quoted = repayment::quote(&world.db, &world.agent(1), command).await.unwrap();
    repayment::repay(&world.db, &world.agent(1), quoted.id).await.unwrap().repayment
}

#[tokio::test]
async fn a_waiver_taken_back_leaves_principal_owing_and_the_wallet_frozen() {
    let world = World::new().await;
    let loan = late(&world).await;
    // 50,000.00 × 0.144 × 1.5 × 2 / 360.
    let waive = |amount| correct(loan, Correction::Waive { part: Waivable::Penalty, amount: yuan(amount) });
    assert_eq!(refusal(propose(&world, waive("60.01")).await), "waiver.above_owed");
    two_people(&world, waive("60")).await;
    top_up(&world, "T1", "50600").await;
    assert_eq!((state(&world, loan).await, balance(&world).await), (LoanState::Settled, 0));
    let waived = facts(&world, loan).await[0].id;
    two_people(&world, correct(loan, Correction::Undo { fact: waived })).await;
    assert_eq!(state(&world, loan).await, LoanState::Overdue { since: DUE });
    let paid = &payments(&world, loan).await[0];
    assert_eq!((paid.penalty, paid.interest, paid.principal), (yuan("60"), yuan("600"), yuan("49940")));
    assert_eq!(world.number("select count(*) from freezes where lifted_on is null").await, 1);
    let told: Vec<bool> = facts(&world, loan).await.iter().map(|fact| fact.undone).collect();
    assert_eq!(told, [false, true]);
    let twice = propose(&world, correct(loan, Correction::Undo { fact: waived })).await;
    assert_eq!(refusal(twice), "correction.no_such_fact");
    world.finish().await;
}

#[tokio::test]
async fn a_wrong_debit_comes_back_and_the_debt_is_as_if_it_had_never_been_paid() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    world.turn_to(date!(2026 - 11 - 30)).await;
    let first = pay(&world, loan, "5000").await;
    world.turn_to(date!(2026 - 12 - 05)).await;
    world.set_now(world.now() + time::Duration::SECOND);
    pay(&world, loan, "10000").await;
    let before = balance(&world).await;
    // Of the second, 90.40 were interest on 45,200.00; without the first it is 300.00 on all of it.
    two_people(&world, correct(loan, Correction::Reverse { repayment: first, right_wallet: None })).await;
    let paid = payments(&world, loan).await;
    let told: Vec<_> = paid.iter().map(|row| (row.reversed, row.returned, row.interest, row.principal)).collect();
    let (nothing, five) = (Amount::ZERO, yuan("5000"));
    assert_eq!(told, [(true, five, nothing, nothing), (false, nothing, yuan("300"), yuan("9700"))]);
    assert_eq!(balance(&world).await - before, 500_000);
    assert_eq!(world.number("select outstanding_fen from credit_lines").await, 4_030_000);
    assert_eq!(world.number("select sum(amount_fen - returned_fen)::bigint from payables").await, 1_000_000);
    let posted = "select count(*) from journals where event_kind in ('loan.reversed', 'loan.corrected')
                  and corrects is not null and value_on < posted_on + (event_kind = 'loan.corrected')::int";
    assert_eq!(world.number(posted).await, 2);
    let again = propose(&world, correct(loan, Correction::Reverse { repayment: first, right_wallet: None })).await;
    assert_eq!(refusal(again), "correction.no_such_fact");
    // Only what is left is paid out.
    services::payout::drain_payables(&world.db).await.unwrap();
    assert_eq!(world.number("select sum(amount_fen)::bigint from payouts").await, 1_000_000);
    world.finish().await;
}

#[tokio::test]
async fn what_a_payout_has_that_has_not_left_is_not_paid_out_and_nobody_owes_it() {
    let world = World::new().await;
    let loan = late(&world).await;
    top_up(&world, "T1", "10000").await;
    services::payout::drain_payables(&world.db).await.unwrap();
    let swept = payments(&world, loan).await[0].id;
    two_people(&world, correct(loan, Correction::Reverse { repayment: swept, right_wallet: None })).await;
    assert_eq!(balance(&world).await, 1_000_000);
    assert_eq!(
        world.number("select count(*) from payouts where state = 'returned' and partner_id is not null").await,
        1
    );
    assert_eq!(world.number("select count(*) from receivables").await, 0);
    let bank = FakeBank::accepting();
    send_payouts(&world.db, &bank).await;
    assert!(bank.orders.lock().unwrap().is_empty());
    world.finish().await;
}

#[tokio::test]
async fn what_was_paid_out_already_its_funder_owes() {
    let world = World::new().await;
    let loan = late(&world).await;
    top_up(&world, "T1", "10000").await;
    services::payout::drain_payables(&world.db).await.unwrap();
    let swept = payments(&world, loan).await[0].id;
    send_payouts(&world.db, &FakeBank::accepting()).await;
    two_people(&world, correct(loan, Correction::Reverse { repayment: swept, right_wallet: None })).await;
    assert_eq!(balance(&world).await, 1_000_000, "it is not swept again");
    assert_eq!(state(&world, loan).await, LoanState::Overdue { since: DUE });
    let owed_back = async || {
        let funder = world.funder_person('a', Role::FunderReviewer);
        let rows = repayment::repayments(&world.db, &funder, RepaymentFilter::All, FIRST).await.unwrap().rows;
        rows.iter().map(|row| row.owed_back).sum::<Amount>()
    };
    assert_eq!(owed_back().await, yuan("10000"));
    let funder = world.funder_person('a', Role::FunderReviewer);
    let told = services::partner::repayments(&world.db, &funder, false, FIRST).await.unwrap().rows;
    let to = told.iter().find_map(|paid| Some((paid.owed_back, paid.pay_back_to.clone()?.account_no)));
    assert_eq!(to, Some((yuan("10000"), "4000021029200123456".to_owned())));
    let owed = "select amount_fen from receivables r join partners p on p.id = r.payer_id where settled_fen = 0";
    assert_eq!(world.number(owed).await, 1_000_000);
    let booked = "select account_balance(id)::bigint from accounts where kind = 'partner_receivable'";
    assert_eq!(world.number(booked).await, 1_000_000);
    // The next credit pays with it.
    top_up(&world, "T2", "1").await;
    assert_eq!(balance(&world).await, 0);

    // The funder gives it back: from its own account, all of it, with the repayment's number.
    let reversed = payments(&world, loan).await.into_iter().find(|row| row.reversed).unwrap();
    let reference = reversed.reference.to_string();
    let state = "select state from bank_movements where bank_reference = $1";
    for (number, amount, account, expected) in [
        ("R1", "10000.01", None, "broken"),
        ("R2", "10000", Some("6222020200998877665"), "broken"),
        ("R3", "4000", None, "matched"),
        ("R4", "6000.01", None, "broken"),
        ("R5", "6000", None, "matched"),
        ("R6", "10000", None, "unmatched"),
    ] {
        let mut line = fed(number, Direction::Credit, amount, &format!("退回 {reference}"));
        if let Some(account) = account {
            line.counterparty_account = account.to_owned();
        }
        feed(&world, vec![line]).await;
        let told: String = sqlx::query_scalar(state).bind(number).fetch_one(&world.owner).await.unwrap();
        assert_eq!(told, expected, "{number}");
    }
    assert_eq!(world.number(booked).await, 0);
    assert_eq!(owed_back().await, Amount::ZERO);
    world.finish().await;
}

#[tokio::test]
async fn a_reversal_that_clears_nothing_freezes_anew() {
    let world = World::new().await;
    let loan = late(&world).await;
    top_up(&world, "T1", "50660").await;
    let swept = payments(&world, loan).await[0].id;
    assert_eq!(world.number("select count(*) from freezes where lifted_on is null").await, 0);
    world.turn_to(date!(2026 - 12 - 24)).await;
    two_people(&world, correct(loan, Correction::Reverse { repayment: swept, right_wallet: None })).await;
    assert_eq!(state(&world, loan).await, LoanState::Overdue { since: DUE });
    let frozen = "select count(*) from freezes f join wallets w on w.id = f.wallet_id and w.frozen
                  where f.lifted_on is null and f.ordered_on = '2026-12-24'";
    assert_eq!((world.number(frozen).await, balance(&world).await), (1, 5_066_000));
    let line = "select count(*) from credit_lines where state = 'suspended' and outstanding_fen = 5000000";
    assert_eq!(world.number(line).await, 1);
    world.finish().await;
}

#[tokio::test]
async fn a_payment_received_outside_lowers_what_is_owed_and_what_is_too_much_is_the_wallets() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    world.fill_wallet(1, yuan("1000")).await;
    world.turn_to(date!(2026 - 11 - 30)).await;
    let all = payments(&world, loan).await;
    assert!(all.is_empty());
    // 200.00 interest for ten days.
    pay(&world, loan, "50200").await;
    assert_eq!((state(&world, loan).await, balance(&world).await), (LoanState::Settled, 80_000));
    let receive = |amount, on| correct(loan, Correction::Receive { amount: yuan(amount), on });
    for (action, refused) in [
        (receive("0", date!(2026 - 11 - 25)), "amount.not_positive"),
        (receive("1", date!(2026 - 11 - 19)), "correction.date_outside"),
        (receive("1", date!(2026 - 12 - 01)), "correction.date_outside"),
        (receive("1", date!(2026 - 11 - 30)), "correction.above_owed"),
        (receive("50100.01", date!(2026 - 11 - 25)), "correction.above_owed"),
    ] {
        assert_eq!(refusal(propose(&world, action).await), refused);
    }
    // On the 25th it pays 100.00 and 20,000.00: for five more days 30,000.00 bear 60.00.
    two_people(&world, receive("20100", date!(2026 - 11 - 25))).await;
    let paid = &payments(&world, loan).await[0];
    assert_eq!((paid.interest, paid.principal, paid.returned), (yuan("60"), yuan("30000"), yuan("20140")));
    assert_eq!(balance(&world).await, 80_000 + 2_014_000);
    assert_eq!(state(&world, loan).await, LoanState::Settled);
    // It came two days later, and then it was none: what went back to the wallet stays there.
    let fact = facts(&world, loan).await[0].id;
    let same = propose(&world, correct(loan, Correction::Redate { fact, on: date!(2026 - 11 - 25) })).await;
    assert_eq!(refusal(same), "correction.same_date");
    two_people(&world, correct(loan, Correction::Redate { fact, on: date!(2026 - 11 - 27) })).await;
    assert!(matches!(state(&world, loan).await, LoanState::Active), "24.00 more interest are not paid");
    let fact = facts(&world, loan).await[0].id;
    two_people(&world, correct(loan, Correction::Undo { fact })).await;
    assert_eq!(world.number("select outstanding_fen from loans").await, 5_000_000 - (3_006_000 - 20_000));
    world.finish().await;
}

#[tokio::test]
async fn what_a_funder_received_cannot_be_too_much() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    world.turn_to(date!(2026 - 11 - 30)).await;
    let receive = |amount, on| correct(loan, Correction::Receive { amount: yuan(amount), on });
    two_people(&world, receive("50200", date!(2026 - 11 - 30))).await;
    assert_eq!(state(&world, loan).await, LoanState::Settled);
    let earlier = propose(&world, receive("1000", date!(2026 - 11 - 21))).await;
    assert_eq!(refusal(earlier), "correction.excess_elsewhere");
    world.finish().await;
}

#[tokio::test]
async fn a_reversal_does_not_put_a_line_over_its_limit() {
    let world = World::new().await;
    world.open_line(1, yuan("60000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    world.fill_wallet(1, yuan("1000")).await;
    let all = pay(&world, loan, "50020").await;
    lend(&world, 1, "20000").await;
    let reverse = correct(loan, Correction::Reverse { repayment: all, right_wallet: None });
    assert_eq!(refusal(propose(&world, reverse).await), "limit_exceeded");
    world.finish().await;
}

#[tokio::test]
async fn corrections_are_two_peoples_and_facts_are_seen_by_whose_they_are() {
    let world = World::new().await;
    let loan = late(&world).await;
    let nobodys = LoanId(Uuid::nil());
    let waive = |loan| correct(loan, Correction::Waive { part: Waivable::Interest, amount: yuan("600") });
    assert!(matches!(propose(&world, waive(nobodys)).await, Err(Error::NotFound)));
    for fact in [
        Correction::Undo { fact: LoanFactId(Uuid::nil()) },
        Correction::Reverse { repayment: RepaymentId(Uuid::nil()), right_wallet: None },
    ] {
        assert_eq!(refusal(propose(&world, correct(loan, fact)).await), "correction.no_such_fact");
    }
    two_people(&world, waive(loan)).await;
    let fact = &facts(&world, loan).await[0];
    assert_eq!((fact.value_on, fact.evidence.as_str(), fact.undone), (LATE, "已与对方核实", false));
    for (context, seen) in [
        (world.agent(1), true),
        (world.funder_person('a', Role::FunderReviewer), true),
        (world.operator(Role::Auditor), true),
        (world.agent(2), false),
        (world.funder_person('b', Role::FunderReviewer), false),
    ] {
        assert_eq!(loan_facts(&world.db, &context, loan).await.is_ok(), seen, "{context:?}");
    }
    let told = "select count(*) from outbox o join partners p on p.id = o.partner_id and p.code = 'funder-a'
                where o.event = 'loan.corrected'";
    assert_eq!(world.number(told).await, 1);
    world.finish().await;
}

#[tokio::test]
async fn money_that_was_for_another_wallet_goes_there_with_the_reversal() {
    let world = World::new().await;
    let loan = late(&world).await;
    // Agent 2 is late too, with its own loan.
    world.open_line(2, yuan("100000"), bullet_terms(), &["1d"]).await;
    let others = lend_for(&world, 2, "9000", "1d").await;
    spend(&world, 2).await;
    world.turn_to(date!(2026 - 12 - 24)).await;
    top_up(&world, "T1", "10000").await;
    let swept = payments(&world, loan).await[0].id;
    let movement = numbered(&world, "T1").await;
    let wallet = |number: i64| format!("select reference from wallets order by reference offset {number} limit 1");
    let reference = async |number| -> Reference {
        let text: String = sqlx::query_scalar(AssertSqlSafe(wallet(number))).fetch_one(&world.owner).await.unwrap();
        text.parse().unwrap()
    };
    let reverse = |movement, wallet| {
        let right_wallet = Some(RightWallet { movement, wallet });
        correct(loan, Correction::Reverse { repayment: swept, right_wallet })
    };
    let (own, right) = (reference(0).await, reference(1).await);
    for (movement, wallet) in
        [(movement, own), (BankMovementId(Uuid::nil()), right.clone()), (movement, "WLT0009999999".parse().unwrap())]
    {
        assert_eq!(refusal(propose(&world, reverse(movement, wallet)).await), "correction.not_misplaced");
    }
    two_people(&world, reverse(movement, right.clone())).await;
    // 9,000.00 with 3.60 interest and 7.20 penalty interest: what is over stays in the other wallet.
    assert_eq!(balance(&world).await, 0, "nothing of it is swept again");
    assert_eq!(state(&world, loan).await, LoanState::Overdue { since: DUE });
    let settled = loan::loan(&world.db, &world.agent(2), others).await.unwrap().state;
    assert_eq!(settled, LoanState::Settled);
    let told = sqlx::query_scalar::<_, String>(
        "select string_agg(event_kind || ' ' || leg, ', ' order by event_kind, leg) from journals where event_id = $1",
    );
    let told = told.bind(movement.0).fetch_one(&world.owner).await.unwrap();
    assert_eq!(told, "receipt.recorded 0, top_up.matched 0, top_up.matched 1, top_up.unmatched 0");
    world.finish().await;
}

#[tokio::test]
async fn money_that_is_gone_is_not_given_to_another_wallet() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    spend(&world, 1).await;
    top_up(&world, "T1", "10000").await;
    let paid = pay(&world, loan, "4000").await;
    services::payout::withdraw(&world.db, &world.agent(1), yuan("1000")).await.unwrap();
    let movement = numbered(&world, "T1").await;
    let right: String = sqlx::query_scalar("select reference from wallets order by reference offset 1 limit 1")
        .fetch_one(&world.owner)
        .await
        .unwrap();
    let right_wallet = Some(RightWallet { movement, wallet: right.parse().unwrap() });
    let reverse = correct(loan, Correction::Reverse { repayment: paid, right_wallet });
    assert_eq!(refusal(propose(&world, reverse).await), "correction.money_gone");
    world.finish().await;
}

#[tokio::test]
async fn who_can_pay_what_a_correction_leaves_owing_is_not_frozen() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    spend(&world, 1).await;
    let receive = Correction::Receive { amount: yuan("50600"), on: DUE };
    world.turn_to(DUE).await;
    two_people(&world, correct(loan, receive)).await;
    world.turn_to(date!(2026 - 12 - 30)).await;
    assert_eq!(state(&world, loan).await, LoanState::Settled);
    top_up(&world, "T1", "500").await;
    let fact = facts(&world, loan).await[0].id;
    // Six days late: 50,000.00 × 0.144 × 1.5 × 6 / 360 = 180.00, and four days of penalty interest on as much principal, 0.43.
    two_people(&world, correct(loan, Correction::Redate { fact, on: date!(2026 - 12 - 26) })).await;
    assert_eq!(state(&world, loan).await, LoanState::Settled);
    assert_eq!(balance(&world).await, 50_000 - 18_043);
    assert_eq!(world.number("select count(*) from freezes").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn a_quote_for_another_loan_holds_no_longer_once_a_correction_has_made_something_overdue() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d", "90d"]).await;
    let first = lend(&world, 1, "40000").await;
    let other = lend_for(&world, 1, "10000", "90d").await;
    world.fill_wallet(1, yuan("50000")).await;
    world.turn_to(date!(2026 - 12 - 22)).await;
    assert_eq!(state(&world, first).await, LoanState::Settled);
    let debited = payments(&world, first).await[0].id;
    let choice = RepaymentChoice::Part(yuan("100"));
    let quoted = repayment::quote(&world.db, &world.agent(1), QuoteCommand { loan: other, choice }).await.unwrap();
    spend(&world, 1).await;
    two_people(&world, correct(first, Correction::Reverse { repayment: debited, right_wallet: None })).await;
    let refused = repayment::repay(&world.db, &world.agent(1), quoted.id).await;
    assert!(matches!(refused, Err(Error::Refused(RepaymentRefusal::QuoteStale))), "{refused:?}");
    world.finish().await;
}

#[tokio::test]
async fn what_is_owed_again_does_not_fall_due_on_a_day_that_became_a_holiday() {
    let world = World::new().await;
    let terms = LoanTerms { holiday_rule: HolidayRule::MovesOn, ..bullet_terms() };
    world.open_line(1, yuan("100000"), terms, &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    world.fill_wallet(1, yuan("1000")).await;
    // Due on Monday, 21 December, because the 20th is a Sunday; settled the same day, at one day's interest.
    let all = pay(&world, loan, "50020").await;
    let days = read_days("2026-12-21 off").unwrap();
    let command = ChangeCalendarCommand { days, plain: Vec::new() };
    let changed = change_calendar(&world.db, &world.operator(Role::OperatorMaker), command).await.unwrap();
    assert_eq!(changed, 0, "nothing of it is owed");
    two_people(&world, correct(loan, Correction::Reverse { repayment: all, right_wallet: None })).await;
    let due_on: time::Date = sqlx::query_scalar("select due_on from loans").fetch_one(&world.owner).await.unwrap();
    assert_eq!(due_on, date!(2026 - 12 - 22));
    world.finish().await;
}

#[tokio::test]
async fn what_a_correction_would_do_is_told_before_and_is_what_it_does() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    world.turn_to(date!(2026 - 11 - 30)).await;
    let repayment = pay(&world, loan, "5000").await;
    world.turn_to(date!(2026 - 12 - 05)).await;
    pay(&world, loan, "10000").await;
    send_payouts(&world.db, &FakeBank::accepting()).await;
    let reversal = Correction::Reverse { repayment, right_wallet: None };
    let rows = "select (select count(*) from journals) + (select count(*) from loan_facts) + (select sum(version) from loans)::bigint";
    let before = world.number(rows).await;
    let auditor = world.operator(Role::Auditor);
    let effect = correction_effect(&world.db, &auditor, loan, reversal.clone()).await.unwrap();
    assert_eq!(world.number(rows).await, before, "nothing is done");
    let told: Vec<_> =
        effect.payments.iter().map(|one| (one.by.interest, one.by.principal, one.by.excess, one.owed_back)).collect();
    let nothing = Amount::ZERO;
    // 200.00 of the first were interest, and 90.40 of the second, which pays 300.00 without the first. Its funder was paid both.
    let first = (yuan("-200"), yuan("-4800"), yuan("5000"), yuan("5000"));
    assert_eq!(told, [first, (yuan("209.60"), yuan("-209.60"), nothing, nothing)]);
    two_people(&world, correct(loan, reversal)).await;
    let after = loan::loan(&world.db, &world.agent(1), loan).await.unwrap();
    let position = &after.position;
    assert_eq!(effect.principal.1, position.outstanding_principal());
    assert_eq!(effect.payoff.1, position.quote(date!(2026 - 12 - 05)).payoff_total());
    assert_eq!((effect.state.1, after.state), (LoanState::Active, LoanState::Active));
    for stranger in [world.agent(1), world.funder_person('a', Role::FunderTreasurer)] {
        let undo = Correction::Waive { part: Waivable::Interest, amount: yuan("1") };
        let refused = correction_effect(&world.db, &stranger, loan, undo).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    }
    let too_much = Correction::Waive { part: Waivable::Penalty, amount: yuan("1") };
    let refused = correction_effect(&world.db, &auditor, loan, too_much).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    world.finish().await;
}

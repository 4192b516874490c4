//! The close of a day: what falls due is debited, what is unpaid is overdue and frozen, and a day that is closed stays so.

mod alone;
mod at_once;
mod barrier;
mod courts;
pub mod killed;
mod lapsed;
mod looked;
mod reminded;

use domain::{
    approval::Action,
    draw::DrawRefusal,
    freeze::{FreezeOrder, FreezeReason},
    job::JobKind,
    loan::LoanState,
    payout::PayoutState,
    repayment::{RepaymentCause, RepaymentChoice},
    role::Role,
    withdrawal::WithdrawalRefusal,
};
use services::{
    Error,
    bank::{Banks, PayAnswer},
    draw::lapse_waiting,
    end_of_day::{self, CloseDayRefusal, CloseDaysCommand, ClosedDayFilter},
    freeze,
    payout::{self, WithdrawalRow},
    repayment::{self, QuoteCommand},
    worker::Worker,
};
use time::{Date, macros::date};

use crate::{
    bank::{FakeBank, query_payouts, send_payouts, spend},
    draw::{instruct, request},
    harness::{FIRST, World, bullet_terms, yuan},
    repayment::{
        lend, pay_in,
        sweep::{DUE, LATE, balance, late, overdue, paid, state, top_up},
    },
};

const AFTER: Date = date!(2026 - 12 - 21);

async fn frozen(world: &World) -> bool {
    !freeze::own_freezes(&world.db, &world.agent(1)).await.unwrap().is_empty()
}

async fn figures(world: &World, on: Date) -> Vec<(&'static str, i64, i64)> {
    let days = end_of_day::closed_days(&world.db, &world.operator(Role::Auditor), ClosedDayFilter::All, FIRST)
        .await
        .unwrap()
        .rows;
    let day = days.into_iter().find(|day| day.on == on).unwrap();
    day.figures.iter().map(|row| (row.figure.code(), row.items, row.amount.fen())).collect()
}

#[tokio::test]
async fn who_can_pay_is_debited_at_the_close_and_never_late() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    world.fill_wallet(1, yuan("1000")).await;
    world.turn_to(DUE).await;
    assert_eq!(paid(&world, loan).await, [], "nothing is taken before its day");
    world.turn_to(AFTER).await;
    // 50,000.00 × 0.144 × 30 / 360.
    assert_eq!(paid(&world, loan).await, [(yuan("50600"), RepaymentCause::Due)]);
    assert_eq!((state(&world, loan).await, balance(&world).await), (LoanState::Settled, 40_000));
    assert!(!frozen(&world).await);
    assert_eq!(figures(&world, DUE).await, [("debited", 1, 5_060_000)]);
    assert_eq!(figures(&world, date!(2026 - 12 - 19)).await, []);
    world.finish().await;
}

#[tokio::test]
async fn who_cannot_is_overdue_and_frozen_until_it_is_paid() {
    let world = World::new().await;
    let loan = late(&world).await;
    assert!(frozen(&world).await);
    assert_eq!(figures(&world, DUE).await, [("overdue", 1, 5_063_000), ("frozen", 1, 0)]);
    assert_eq!(world.number("select count(*) from credit_lines where state = 'suspended'").await, 1);
    // Money comes in and goes to the debt; none goes out.
    top_up(&world, "T1", "100").await;
    assert_eq!(balance(&world).await, 0);
    let refused = payout::withdraw(&world.db, &world.agent(1), yuan("0.01")).await;
    assert!(matches!(refused, Err(Error::Refused(WithdrawalRefusal::Frozen))), "{refused:?}");
    let owed = overdue(&world, loan, LATE).await;
    top_up(&world, "T2", &owed.plus(yuan("5")).to_string()).await;
    assert_eq!((state(&world, loan).await, balance(&world).await), (LoanState::Settled, 500));
    assert!(!frozen(&world).await, "in the same transaction");
    assert_eq!(world.number("select count(*) from credit_lines where state = 'active'").await, 1);
    assert_eq!(world.number("select count(*) from outbox where event in ('loan.overdue', 'wallet.freed')").await, 2);
    payout::withdraw(&world.db, &world.agent(1), yuan("5")).await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn who_is_late_may_always_pay_by_hand_and_is_free_at_once() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    world.turn_to(date!(2026 - 11 - 25)).await;
    lend(&world, 1, "1000").await;
    spend(&world, 1).await;
    world.turn_to(LATE).await;
    // Money that a test puts in, past the sweep.
    world.fill_wallet(1, yuan("51000")).await;
    let command = QuoteCommand { loan, choice: RepaymentChoice::All };
    let quoted = repayment::quote(&world.db, &world.agent(1), command).await.unwrap();
    repayment::repay(&world.db, &world.agent(1), quoted.id).await.unwrap();
    assert_eq!(state(&world, loan).await, LoanState::Settled);
    assert!(!frozen(&world).await);
    assert_eq!(world.number("select count(*) from credit_lines where state = 'active'").await, 1);
    world.finish().await;
}

#[tokio::test]
async fn a_withdrawal_that_was_not_sent_pays_the_debt_and_one_that_was_stands_until_it_fails() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "30000").await;
    spend(&world, 1).await;
    world.turn_to(DUE).await;
    world.fill_wallet(1, yuan("8000")).await;
    payout::withdraw(&world.db, &world.agent(1), yuan("3000")).await.unwrap();
    // The bank says nothing yet.
    send_payouts(&world.db, &FakeBank::silent()).await;
    payout::withdraw(&world.db, &world.agent(1), yuan("2000")).await.unwrap();
    world.turn_to(AFTER).await;
    // 3,000.00 were there, and 2,000.00 came back.
    let due = RepaymentCause::Due;
    assert_eq!(paid(&world, loan).await, [(yuan("3000"), due), (yuan("2000"), due)]);
    assert_eq!(state(&world, loan).await, LoanState::Overdue { since: DUE });
    let told = figures(&world, DUE).await;
    // Of 30,360.00 are left 25,360.00, which owe a day's penalty interest of 15.22 on the day that begins.
    assert_eq!(
        told,
        [("debited", 2, 500_000), ("overdue", 1, 2_537_522), ("frozen", 1, 0), ("withdrawals_reversed", 1, 200_000)]
    );
    let rows = payout::withdrawals(&world.db, &world.agent(1), FIRST).await.unwrap().rows;
    let state_of = |rows: &[WithdrawalRow], amount| rows.iter().find(|row| row.amount == yuan(amount)).unwrap().state;
    let states = ["2000", "3000", "30000"].map(|amount| state_of(&rows, amount));
    assert_eq!(states, [PayoutState::Returned, PayoutState::Unknown, PayoutState::Sent]);
    world.turn_to(date!(2026 - 12 - 22)).await;
    world.set_now(world.now() + time::Duration::minutes(1));
    let refusing =
        FakeBank::silent().knowing([services::bank::QueryAnswer::Rejected { reason: "账户已注销".to_owned() }]);
    assert_eq!(query_payouts(&world.db, &refusing).await, 1);
    let rows = payout::withdrawals(&world.db, &world.agent(1), FIRST).await.unwrap().rows;
    assert_eq!(state_of(&rows, "3000"), PayoutState::Returned);
    assert_eq!(paid(&world, loan).await[2], (yuan("3000"), RepaymentCause::Swept));
    assert_eq!(balance(&world).await, 0);
    world.finish().await;
}

#[tokio::test]
async fn a_draw_on_its_way_ends_with_the_freeze_and_its_money_goes_back() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "30000").await;
    spend(&world, 1).await;
    world.turn_to(date!(2026 - 12 - 19)).await;
    world.set_now(world.now() + time::Duration::days(29));
    let open = request(&world, 1, "20000").await.unwrap();
    instruct(&world, open.draw, "20000").await.unwrap();
    world.turn_to(AFTER).await;
    assert_eq!(world.number("select count(*) from draws where state = 'lapsed'").await, 1);
    assert_eq!(world.number("select earmarked_fen from credit_lines").await, 0);
    assert!(figures(&world, DUE).await.contains(&("draws_ended", 1, 2_000_000)));
    assert_eq!(paid(&world, loan).await, []);
    world.finish().await;
}

#[tokio::test]
async fn a_draw_s_money_is_out_of_reach_on_its_day_and_a_draw_is_refused_while_today_s_debt_is_not_there() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "30000").await;
    spend(&world, 1).await;
    world.turn_to(date!(2026 - 12 - 20)).await;
    let refused = request(&world, 1, "10000").await;
    assert!(
        matches!(refused, Err(Error::Refused(DrawRefusal::DueToday { missing })) if missing == yuan("30360")),
        "{refused:?}"
    );
    world.fill_wallet(1, yuan("30360")).await;
    let open = request(&world, 1, "10000").await.unwrap();
    instruct(&world, open.draw, "10000").await.unwrap();
    pay_in(&world, open.draw, yuan("10000")).await;
    // The agent pays something else with it: what is left is the draw's money.
    payout::withdraw(&world.db, &world.agent(1), yuan("30000")).await.unwrap();
    send_payouts(&world.db, &FakeBank::accepting()).await;
    world.turn_to(AFTER).await;
    assert_eq!(
        paid(&world, loan).await,
        [(yuan("10360"), RepaymentCause::Due)],
        "of 10,360.00 none is a draw's any more"
    );
    world.finish().await;
}

#[tokio::test]
async fn a_court_s_amount_is_out_of_reach_of_the_debt_and_the_close_takes_the_rest() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "30000").await;
    let wallet = world.agents[0].wallet;
    let last = date!(2026 - 12 - 22);
    let order = FreezeOrder {
        reason: FreezeReason::Court,
        amount: Some(yuan("25000")),
        expires_on: Some(last),
        asked_by: "（2026）川01执188号".to_owned(),
    };
    crate::approval::two_people(&world, Action::Freeze { wallet, order }).await;
    let refused = payout::withdraw(&world.db, &world.agent(1), yuan("5000.01")).await;
    assert!(
        matches!(refused, Err(Error::Refused(WithdrawalRefusal::InsufficientBalance { available, .. })) if available == yuan("5000"))
    );
    world.turn_to(AFTER).await;
    assert_eq!(paid(&world, loan).await, [(yuan("5000"), RepaymentCause::Due)]);
    assert_eq!(balance(&world).await, 2_500_000);
    // Its last day is over: what it kept goes to the debt in the same close.
    world.turn_to(date!(2026 - 12 - 23)).await;
    assert_eq!((balance(&world).await, paid(&world, loan).await.len()), (0, 2));
    world.finish().await;
}

#[tokio::test]
async fn a_freeze_that_people_order_stays_when_the_debt_is_paid_and_two_of_them_lift_it() {
    let world = World::new().await;
    let loan = late(&world).await;
    let wallet = world.agents[0].wallet;
    let risk = || FreezeOrder { reason: FreezeReason::Risk, amount: None, expires_on: None, asked_by: String::new() };
    crate::approval::two_people(&world, Action::Freeze { wallet, order: risk() }).await;
    top_up(&world, "T1", "60000").await;
    assert_eq!(state(&world, loan).await, LoanState::Settled);
    let standing = freeze::own_freezes(&world.db, &world.agent(1)).await.unwrap();
    let reasons: Vec<_> = standing.iter().map(|row| row.reason).collect();
    assert_eq!(reasons, [FreezeReason::Risk]);
    let refused = payout::withdraw(&world.db, &world.agent(1), yuan("1")).await;
    assert!(matches!(refused, Err(Error::Refused(WithdrawalRefusal::Frozen))));
    let refused = request(&world, 1, "10000").await;
    assert!(matches!(refused, Err(Error::Refused(DrawRefusal::WalletFrozen))), "{refused:?}");
    let proposed = crate::approval::propose(&world, Action::Unfreeze { freeze: standing[0].id }).await.unwrap();
    crate::approval::approve(&world, proposed).await.unwrap();
    payout::withdraw(&world.db, &world.agent(1), yuan("1")).await.unwrap();
    let again = crate::approval::propose(&world, Action::Unfreeze { freeze: standing[0].id }).await;
    assert_eq!(crate::approval::refusal(again), "freeze.lifted");
    for (order, code) in [
        (FreezeOrder { reason: FreezeReason::Overdue, ..risk() }, "freeze.by_itself"),
        (FreezeOrder { amount: Some(yuan("1")), ..risk() }, "freeze.amount"),
        (FreezeOrder { reason: FreezeReason::Funder, ..risk() }, "freeze.asked_by"),
        (
            FreezeOrder {
                reason: FreezeReason::Court,
                amount: Some(yuan("1")),
                expires_on: None,
                asked_by: "（2026）川01执188号".to_owned(),
            },
            "freeze.expires_on",
        ),
    ] {
        assert_eq!(
            crate::approval::refusal(crate::approval::propose(&world, Action::Freeze { wallet, order }).await),
            code
        );
    }
    world.finish().await;
}

#[tokio::test]
async fn a_close_that_was_cut_short_goes_on_where_it_was() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    world.fill_wallet(1, yuan("1000")).await;
    world.turn_to(DUE).await;
    // As if the worker had died after the turn, before anybody was reminded.
    end_of_day::cut_off(&world.db, &world.system(), DUE).await.unwrap();
    let again = end_of_day::cut_off(&world.db, &world.system(), DUE).await;
    assert!(matches!(again, Err(Error::Refused(CloseDayRefusal::NotTheOpenDate { open_on })) if open_on == AFTER));
    // Who had read the date before it turned closes no other.
    let late = end_of_day::close(&world.db, DUE).await;
    assert!(matches!(late, Err(Error::Refused(CloseDayRefusal::NotTheOpenDate { open_on })) if open_on == AFTER));
    assert_eq!(paid(&world, loan).await.len(), 1);
    assert_eq!(end_of_day::close(&world.db, AFTER).await.unwrap(), LATE);
    assert_eq!(paid(&world, loan).await.len(), 1);
    world.finish().await;
}

#[tokio::test]
async fn days_are_closed_when_they_are_over_or_somebody_wants_it_in_the_demonstration() {
    let world = World::new().await;
    let maker = world.operator(Role::OperatorMaker);
    let today = date!(2026 - 11 - 20);
    // The clock says that the open date is today's.
    let early = end_of_day::close_days(&world.db, &maker, CloseDaysCommand { last: today }).await;
    assert!(matches!(early, Err(Error::Refused(CloseDayRefusal::NotOver))), "{early:?}");
    let checker = world.operator(Role::OperatorChecker);
    let command = CloseDaysCommand { last: today };
    assert!(matches!(end_of_day::close_days(&world.db, &checker, command).await, Err(Error::Forbidden)));
    let bank = FakeBank::paying([PayAnswer::Accepted]);
    let banks = Banks::one(&bank);
    let worker = |db| Worker::new(db, &banks);
    worker(&world.db).work_off(JobKind::EndDays).await.unwrap();
    assert_eq!(world.number("select count(*) from closed_days").await, 0);
    let demonstration = world.db.clone().on_the_business_date().await.unwrap();
    let command = CloseDaysCommand { last: date!(2026 - 11 - 29) };
    end_of_day::close_days(&demonstration, &world.operator(Role::OperatorMaker), command).await.unwrap();
    world.set_now(world.now() + time::Duration::seconds(2));
    worker(&demonstration).work_off(JobKind::EndDays).await.unwrap();
    let open = end_of_day::open_day(&world.db, &maker).await.unwrap();
    assert_eq!((open.open_on, open.closing_until), (date!(2026 - 11 - 30), None));
    let past =
        end_of_day::close_days(&demonstration, &world.operator(Role::OperatorMaker), CloseDaysCommand { last: today })
            .await;
    assert!(matches!(past, Err(Error::Refused(CloseDayRefusal::NotTheOpenDate { .. }))), "{past:?}");
    world.finish().await;
}

#[tokio::test]
async fn the_proceeds_of_a_draw_pay_nothing_on_their_day_and_are_ordinary_money_from_the_next() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "30000").await;
    spend(&world, 1).await;
    world.turn_to(date!(2026 - 12 - 19)).await;
    world.set_now(world.now() + time::Duration::days(29));
    let open = request(&world, 1, "10000").await.unwrap();
    instruct(&world, open.draw, "10000").await.unwrap();
    world.turn_to(DUE).await;
    world.fill_wallet(1, yuan("100")).await;
    pay_in(&world, open.draw, yuan("10000")).await;
    world.turn_to(AFTER).await;
    assert_eq!(paid(&world, loan).await, [(yuan("100"), RepaymentCause::Due)]);
    assert_eq!(balance(&world).await, 1_000_000);
    assert!(frozen(&world).await);
    // Payments are listed by their instants.
    world.set_now(world.now() + time::Duration::minutes(1));
    world.turn_to(LATE).await;
    assert_eq!(paid(&world, loan).await[1], (yuan("10000"), RepaymentCause::Due));
    assert_eq!(balance(&world).await, 0);
    world.finish().await;
}

#[tokio::test]
async fn who_repays_on_the_day_of_a_draw_is_no_less_solvent() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "500").await;
    spend(&world, 1).await;
    world.turn_to(DUE).await;
    // 500.00 × 0.144 × 30 / 360 are 6.00 of interest, and a day of 1,000.00 costs 0.40.
    world.fill_wallet(1, yuan("506.40")).await;
    let other = lend(&world, 1, "1000").await;
    let command = QuoteCommand { loan: other, choice: RepaymentChoice::All };
    let quoted = repayment::quote(&world.db, &world.agent(1), command).await.unwrap();
    repayment::repay(&world.db, &world.agent(1), quoted.id).await.unwrap();
    world.turn_to(AFTER).await;
    assert_eq!((state(&world, other).await, state(&world, loan).await), (LoanState::Settled, LoanState::Settled));
    assert!(!frozen(&world).await);
    world.finish().await;
}

#[tokio::test]
async fn a_court_s_amount_takes_back_what_was_not_sent() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("1000")).await;
    payout::withdraw(&world.db, &world.agent(1), yuan("300")).await.unwrap();
    payout::withdraw(&world.db, &world.agent(1), yuan("200")).await.unwrap();
    let order = FreezeOrder {
        reason: FreezeReason::Court,
        amount: Some(yuan("900")),
        expires_on: Some(date!(2026 - 12 - 22)),
        asked_by: "（2026）川01执188号".to_owned(),
    };
    let wallet = world.agents[0].wallet;
    crate::approval::two_people(&world, Action::Freeze { wallet, order }).await;
    assert_eq!(balance(&world).await, 100_000, "500.00 were there, and both came back");
    assert_eq!(world.number("select count(*) from payouts where state = 'returned'").await, 2);
    world.finish().await;
}

#[tokio::test]
async fn a_draw_that_was_asked_for_before_a_freeze_is_not_credited_into_it() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let open = request(&world, 1, "10000").await.unwrap();
    // As if the freeze had come just before the request was written.
    assert_eq!(world.as_owner("update wallets set frozen = true").await, None);
    let refused = instruct(&world, open.draw, "10000").await;
    assert!(matches!(refused, Err(Error::Refused(DrawRefusal::WalletFrozen))), "{refused:?}");
    assert_eq!(world.as_owner("update wallets set frozen = false").await, None);
    world.finish().await;
}

#[tokio::test]
async fn a_draw_does_not_free_what_a_court_holds() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "30000").await;
    spend(&world, 1).await;
    world.turn_to(date!(2026 - 12 - 19)).await;
    world.set_now(world.now() + time::Duration::days(29));
    let open = request(&world, 1, "1000").await.unwrap();
    instruct(&world, open.draw, "1000").await.unwrap();
    world.turn_to(DUE).await;
    world.fill_wallet(1, yuan("500")).await;
    let order = FreezeOrder {
        reason: FreezeReason::Court,
        amount: Some(yuan("500")),
        expires_on: Some(date!(2027 - 01 - 22)),
        asked_by: "（2026）川01执188号".to_owned(),
    };
    let wallet = world.agents[0].wallet;
    crate::approval::two_people(&world, Action::Freeze { wallet, order }).await;
    pay_in(&world, open.draw, yuan("1000")).await;
    world.turn_to(AFTER).await;
    assert_eq!(paid(&world, loan).await, [], "the draw's money is the agent's on its day, and the rest the court's");
    world.finish().await;
}

#[tokio::test]
async fn a_freeze_that_takes_a_withdrawal_back_is_in_the_wallet_s_trail() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("1000")).await;
    payout::withdraw(&world.db, &world.agent(1), yuan("300")).await.unwrap();
    let wallet = world.agents[0].wallet;
    let order = FreezeOrder { reason: FreezeReason::Risk, amount: None, expires_on: None, asked_by: String::new() };
    crate::approval::two_people(&world, Action::Freeze { wallet, order }).await;
    assert_eq!(
        world
            .number("select count(*) from audit where operation = 'approval.decide' and subject like 'wallet_%'")
            .await,
        1
    );
    world.finish().await;
}

#[tokio::test]
async fn what_has_waited_too_long_is_told_of_the_date_on_which_it_ended() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    request(&world, 1, "20000").await.unwrap();
    world.turn_to(date!(2026 - 11 - 27)).await;
    // During the day, before its close comes to it.
    for lapsed in [1, 0] {
        assert_eq!(lapse_waiting(&world.db).await.unwrap(), (lapsed, 0));
    }
    world.turn_to(date!(2026 - 11 - 28)).await;
    assert_eq!(figures(&world, date!(2026 - 11 - 27)).await, [("lapsed", 1, 0)]);
    world.finish().await;
}

#[tokio::test]
async fn a_line_matures_after_its_last_day_and_closes_once_nothing_is_owed() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    world.open_line(2, yuan("100000"), bullet_terms(), &["1d"]).await;
    let loan = lend(&world, 1, "50000").await;
    spend(&world, 1).await;
    let last =
        "update credit_lines set matures_on = case when agent_id = (select agent_id from loans) then date '2026-12-20'
                                                          else date '2026-11-21' end";
    assert_eq!(world.as_owner(last).await, None);
    let states = async || -> String {
        let told = "select string_agg(c.state || ' ' || a.slot_held, ', ' order by c.matures_on)
                    from credit_lines c join applications a on a.id = c.application_id";
        sqlx::query_scalar(told).fetch_one(&world.owner).await.unwrap()
    };
    world.turn_to(date!(2026 - 11 - 21)).await;
    assert_eq!(states().await, "active true, active true");
    world.turn_to(date!(2026 - 11 - 22)).await;
    assert_eq!(states().await, "closed false, active true", "nothing was owed on the one");
    world.turn_to(AFTER).await;
    assert_eq!(states().await, "closed false, matured true");
    assert_eq!(figures(&world, DUE).await.iter().filter(|(name, ..)| *name == "lines_matured").count(), 1);
    // It is late, and paid: no line lends again by that, and it closes with the day.
    top_up(&world, "T1", "50630").await;
    assert_eq!(
        (state(&world, loan).await, states().await),
        (LoanState::Settled, "closed false, matured true".to_owned())
    );
    world.turn_to(date!(2026 - 12 - 22)).await;
    assert_eq!(states().await, "closed false, closed false");
    let refused = request(&world, 1, "1000").await;
    assert!(refused.is_err(), "{refused:?}");
    world.finish().await;
}

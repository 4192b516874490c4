//! A payout that may have been paid is neither sent again nor failed before that is explained.

use domain::{approval::Action, bank_movement::UnreadReason, id::PayoutId};
use services::bank_movement::{MovementFacts, SettleUnreadCommand, UnreadLine, settle_unread, unread_lines};

use super::*;
use crate::{
    approval::{approve, numbered, propose, refusal, two_people},
    bank_movement::feed,
};

/// A world in which the only payout, of 1,000.00, was sent with an unknown result, so long ago that it may be sent again.
async fn unknown() -> (World, PayoutId) {
    let world = world().await;
    send_payouts(&world.db, &FakeBank::silent()).await;
    world.set_now(world.now() + Duration::minutes(6));
    let payout = only_payout(&world).await.id;
    (world, payout)
}

/// A debit that names nothing.
fn nameless(account: &str) -> MovementFacts {
    MovementFacts { counterparty_account: account.to_owned(), ..fed("D1", Direction::Debit, "1000", "转账") }
}

/// How many orders a bank is given that does not know the payout.
async fn sent_again(world: &World) -> usize {
    let bank = FakeBank::accepting().knowing([QueryAnswer::NotFound]);
    query_payouts(&world.db, &bank).await;
    bank.orders.lock().unwrap().len()
}

async fn rejected(world: &World) -> PayoutState {
    let bank = FakeBank::silent().knowing([QueryAnswer::Rejected { reason: "余额不足".to_owned() }]);
    query_payouts(&world.db, &bank).await;
    only_payout(world).await.state
}

#[tokio::test]
async fn an_unknown_payout_is_not_sent_again_while_a_debit_that_may_be_it_is_unexplained() {
    let ours = "6222020200112233445";
    let day_before = |days| MovementFacts { booked_on: date!(2026 - 11 - 20) - Duration::days(days), ..nameless(ours) };
    for (debit, orders) in [
        (nameless(ours), 0),
        (nameless(""), 0),
        (nameless("6222********3445"), 0),
        (day_before(1), 0),
        (day_before(2), 1),
        (nameless("6228480000000000001"), 1),
        (fed("D1", Direction::Debit, "1000.01", "转账"), 1),
        (fed("D1", Direction::Credit, "1000", "转账"), 1),
    ] {
        let (world, _) = unknown().await;
        let told = format!("{debit:?}");
        feed(&world, vec![debit]).await;
        assert_eq!(sent_again(&world).await, orders, "{told}");
        world.finish().await;
    }
}

#[tokio::test]
async fn a_debit_that_was_found_to_be_the_payout_confirms_it_and_one_that_names_another_holds_nothing() {
    let (world, id) = unknown().await;
    feed(&world, vec![nameless("")]).await;
    assert_eq!(sent_again(&world).await, 0);
    let row = only_payout(&world).await;
    assert!(payout::payout(&world.db, &world.operator(Role::Auditor), id).await.unwrap().unexplained);
    two_people(&world, Action::Match { movement: numbered(&world, "D1").await, reference: row.reference.clone() })
        .await;
    assert_eq!(only_payout(&world).await.state, PayoutState::Confirmed);
    // Another payout is not this one's debit, whatever it amounts to.
    world.open_line(2, yuan("100000"), bullet_terms(), &["30d"]).await;
    requested_payout(&world, 2, "1000").await;
    send_payouts(&world.db, &FakeBank::silent()).await;
    world.set_now(world.now() + Duration::minutes(6));
    feed(&world, vec![fed("D2", Direction::Debit, "1000", &format!("代付 {}", row.reference))]).await;
    assert_eq!(world.number("select count(*) from breaks where state = 'open'").await, 1);
    assert_eq!(sent_again(&world).await, 1);
    world.finish().await;
}

#[tokio::test]
async fn a_payout_does_not_fail_while_a_debit_that_may_be_it_is_unexplained() {
    for accepted in [true, false] {
        let world = world().await;
        let bank = if accepted { FakeBank::accepting() } else { FakeBank::silent() };
        send_payouts(&world.db, &bank).await;
        let before = only_payout(&world).await.state;
        feed(&world, vec![nameless("")]).await;
        world.set_now(world.now() + Duration::minutes(10));
        assert_eq!(rejected(&world).await, before);
        let row = only_payout(&world).await;
        two_people(&world, Action::Match { movement: numbered(&world, "D1").await, reference: row.reference }).await;
        assert_eq!(only_payout(&world).await.state, PayoutState::Confirmed);
        world.finish().await;
    }
}

#[tokio::test]
async fn a_payout_whose_arrival_the_funder_has_confirmed_does_not_fail() {
    let world = world().await;
    send_payouts(&world.db, &FakeBank::accepting()).await;
    let id: uuid::Uuid = sqlx::query_scalar("select id from repayments").fetch_one(&world.owner).await.unwrap();
    let command = ConfirmRepaymentCommand { repayment: RepaymentId(id), payment_reference: "JH-9".to_owned() };
    repayment::confirm_repayment(&world.db, &world.partner('a'), command).await.unwrap();
    world.set_now(world.now() + Duration::minutes(10));
    assert_eq!(rejected(&world).await, PayoutState::Sent);
    world.finish().await;
}

#[tokio::test]
async fn two_people_do_not_send_again_what_a_nameless_debit_may_have_paid() {
    let (world, payout) = unknown().await;
    assert_eq!(rejected(&world).await, PayoutState::Failed);
    let resend = |account_no: &str| Action::Resend {
        payout,
        account_no: account_no.to_owned(),
        account_name: "嘉禾小额贷款有限公司".to_owned(),
    };
    let proposed = propose(&world, resend("6222020299999999999")).await.unwrap();
    feed(&world, vec![nameless("6222020200112233445")]).await;
    assert_eq!(refusal(approve(&world, proposed).await), "payout.debit_unexplained");
    world.finish().await;
}

#[tokio::test]
async fn a_debit_to_the_account_of_an_earlier_attempt_holds_the_corrected_one_back() {
    let (world, payout) = unknown().await;
    assert_eq!(rejected(&world).await, PayoutState::Failed);
    let account_no = "6222020299999999999".to_owned();
    two_people(&world, Action::Resend { payout, account_no, account_name: "嘉禾小额贷款有限公司".to_owned() }).await;
    feed(&world, vec![nameless("6222020200112233445")]).await;
    let bank = FakeBank::accepting();
    assert_eq!(send_payouts(&world.db, &bank).await, 0);
    assert!(bank.orders.lock().unwrap().is_empty());
    world.finish().await;
}

#[tokio::test]
async fn a_line_of_the_feed_that_could_not_be_read_holds_back_what_was_sent_before_it() {
    let (world, _) = unknown().await;
    let line = UnreadLine { text: r#"{"id":"B9","amount":"?"}"#.to_owned(), reason: UnreadReason::AmountUnreadable };
    let command = bank_movement::RecordCommand { unread: vec![line], ..record_command(Vec::new()) };
    bank_movement::record(&world.db, &world.system(), command).await.unwrap();
    assert_eq!(sent_again(&world).await, 0);
    let auditor = world.operator(Role::Auditor);
    let line = unread_lines(&world.db, &auditor, FIRST).await.unwrap().rows.remove(0).id;
    let command = SettleUnreadCommand { line, note: "银行更正：手续费回单".to_owned() };
    settle_unread(&world.db, &world.operator(Role::OperatorMaker), command).await.unwrap();
    world.set_now(world.now() + Duration::minutes(1));
    assert_eq!(sent_again(&world).await, 1);
    world.finish().await;
}

//! What goes back of a debit to its payer, as whoever had debited has ordered.

use domain::{
    agreement_debit::DebitState,
    approval::Action,
    debt::{DebtRefusal, Holder},
    id::{DebitId, RefundId},
    job::JobKind,
    network::Meaning,
};
use services::{
    Error,
    refund::{AcceptedRefund, RefundCommand, refund},
};
use time::{Date, Duration, macros::date};

use super::{balance, collected, collector, debited, newest_debit, refusal, registered, seen, transferred};
use crate::{
    approval::{propose, refusal as refused, two_people},
    bank::{FakeBank, send_payouts},
    binding::{bound, follow, network::TestNetwork, treasurer},
    harness::{World, yuan},
    settlement::fetched,
};

const DAY: Date = date!(2026 - 11 - 20);

fn command(debit: DebitId, amount: &str) -> RefundCommand {
    RefundCommand { debit, amount: yuan(amount), reason: "重复扣款".to_owned() }
}

async fn given_back(world: &World, debit: DebitId, amount: &str) -> Result<AcceptedRefund, Error<DebtRefusal>> {
    refund(&world.db, &collector(world), command(debit, amount)).await
}

async fn states(world: &World) -> Vec<String> {
    sqlx::query_scalar("select state from refunds order by reference").fetch_all(&world.owner).await.unwrap()
}

async fn told(world: &World) -> i64 {
    world.number("select count(*) from outbox where event = 'debit.refunded'").await
}

/// Case 34.
#[tokio::test]
async fn two_refunds_at_once_come_to_no_more_than_the_debit() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = collected(&world, &network).await;
    let by = collector(&world);
    let debit = newest_debit(&world, &by).await.id;
    assert_eq!(refusal(given_back(&world, debit, "4000.01").await), "refund.exceeds", "more than was debited");
    let (one, two) = tokio::join!(given_back(&world, debit, "2400"), given_back(&world, debit, "2400"));
    let refused = if one.is_ok() { two } else { one };
    assert!(
        matches!(refused, Err(Error::Refused(DebtRefusal::RefundExceeds { refundable })) if refundable == yuan("1600")),
        "{refused:?}"
    );
    for amount in ["-1", "0"] {
        assert_eq!(refusal(given_back(&world, debit, amount).await), "debt.amount_not_positive");
    }
    let wordless = RefundCommand { reason: " ".to_owned(), ..command(debit, "1") };
    assert_eq!(refusal(refund(&world.db, &collector(&world), wordless).await), "refund.reason_missing");
    let stranger = refund(&world.db, &treasurer(&world), command(debit, "1")).await;
    assert!(matches!(stranger, Err(Error::NotFound)), "a debit is its holder's");
    given_back(&world, debit, "1600").await.unwrap();
    assert_eq!(newest_debit(&world, &by).await.refundable, yuan("0"));
    assert_eq!(refusal(debited(&world, &collector(&world), debt, "1").await), "debt.in_flight");

    follow(&world, &network, JobKind::FollowRefund).await;
    let row = newest_debit(&world, &by).await;
    assert_eq!((row.state, row.refunded, row.refund_owed_back), (DebitState::Succeeded, yuan("4000"), yuan("0")));
    assert_eq!(network.refunded().iter().map(|(_, amount)| *amount).sum::<domain::Amount>(), yuan("4000"));
    assert_eq!(seen(&world, &by, debt).await.outstanding, Some(yuan("10000")));
    for (kind, fen) in [("partner_payable", 0), ("claim", -1_000_000)] {
        assert_eq!(balance(&world, kind, "facilitator-1").await, fen, "{kind}");
    }
    assert_eq!((balance(&world, "channel_receivable", "").await, told(&world).await), (0, 2));
    world.finish().await;
}

/// Case 35.
#[tokio::test]
async fn an_unknown_refund_stays_spoken_for_and_one_that_is_told_twice_is_booked_once() {
    let world = World::new().await;
    let network = TestNetwork::default();
    collected(&world, &network).await;
    assert_eq!(send_payouts(&world.db, &FakeBank::accepting()).await, 1);
    let by = collector(&world);
    let debit = newest_debit(&world, &by).await.id;
    network.answer_refunds(Some(Meaning::Unknown));
    given_back(&world, debit, "3000").await.unwrap();
    for _ in 0..3 {
        follow(&world, &network, JobKind::FollowRefund).await;
        world.set_now(world.now() + Duration::hours(9));
    }
    assert_eq!(states(&world).await, ["unknown"], "no timer decides about money");
    assert_eq!(refusal(given_back(&world, debit, "1000.01").await), "refund.exceeds");
    // The file says what no answer did.
    let refund = "select reference from refunds";
    let refund: String = sqlx::query_scalar(refund).fetch_one(&world.owner).await.unwrap();
    let payment = newest_debit(&world, &by).await.reference;
    network.settle(
        DAY,
        &format!(
            "H|STL2026112000000001|{DAY}|31050161364000005678\nD|N1|{payment}|payment|4000.00|00000000\n\
             D|N2|{refund}|refund|3000.00|00000000\nT|2|4000.00|3000.00|1000.00\n"
        ),
    );
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    assert_eq!(states(&world).await, ["succeeded"]);
    // And so does the network, when it is asked again.
    network.answer_refunds(Some(Meaning::Done));
    world.set_now(world.now() + Duration::hours(9));
    follow(&world, &network, JobKind::FollowRefund).await;
    let row = newest_debit(&world, &by).await;
    assert_eq!((row.refunded, row.refund_owed_back, row.refundable), (yuan("3000"), yuan("3000"), yuan("1000")));
    assert_eq!(balance(&world, "partner_receivable", "facilitator-1").await, 300_000);
    assert_eq!(told(&world).await, 1);
    assert_eq!(world.number("select count(*) from settled_debits where kind = 'refund'").await, 1);
    assert_eq!(world.number("select count(*) from settlement_breaks").await, 0);
    world.finish().await;
}

/// Case 35, its second run.
#[tokio::test]
async fn of_a_refund_that_stays_unknown_two_people_decide_after_a_day_and_its_file() {
    for made in [true, false] {
        let world = World::new().await;
        let network = TestNetwork::default();
        let debt = collected(&world, &network).await;
        let by = collector(&world);
        let row = newest_debit(&world, &by).await;
        network.answer_refunds(Some(Meaning::Unknown));
        given_back(&world, row.id, "3000").await.unwrap();
        follow(&world, &network, JobKind::FollowRefund).await;
        let refund = sqlx::query_scalar("select id from refunds").fetch_one(&world.owner).await.unwrap();
        let decide = || Action::DecideRefund { refund: RefundId(refund), made };
        assert_eq!(refused(propose(&world, decide()).await), "refund.not_open", "it was sent just now");
        world.set_now(world.now() + Duration::hours(25));
        assert_eq!(refused(propose(&world, decide()).await), "refund.not_open", "its file is not there");
        let payment = format!("D|N1|{}|payment|4000.00|00000000", row.reference);
        network.settle(
            DAY,
            &format!("H|STL2026112000000001|{DAY}|31050161364000005678\n{payment}\nT|1|4000.00|0.00|4000.00\n"),
        );
        world.turn_to(date!(2026 - 11 - 21)).await;
        fetched(&world, &network).await;
        assert_eq!(states(&world).await, ["unknown"]);
        two_people(&world, decide()).await;
        assert_eq!(refused(propose(&world, decide()).await), "refund.not_open");
        // What the network says afterwards changes nothing.
        network.answer_refunds(Some(if made { Meaning::NotFound } else { Meaning::Done }));
        world.set_now(world.now() + Duration::hours(9));
        follow(&world, &network, JobKind::FollowRefund).await;
        let (state, owed, times) = if made { ("succeeded", "9000", 1) } else { ("failed", "6000", 0) };
        assert_eq!((states(&world).await, told(&world).await), (vec![state.to_owned()], times));
        assert_eq!(seen(&world, &by, debt).await.outstanding, Some(yuan(owed)));
        world.finish().await;
    }
}

#[tokio::test]
async fn a_debt_changes_hands_only_once_it_is_known_what_came_of_its_refund() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = registered(&world, bound(&world, &network).await.id, "D-1", "10000").await;
    let by = treasurer(&world);
    debited(&world, &by, debt, "4000").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    network.answer_refunds(Some(Meaning::Unknown));
    refund(&world.db, &by, command(newest_debit(&world, &by).await.id, "1000")).await.unwrap();
    follow(&world, &network, JobKind::FollowRefund).await;
    transferred(&world, &network, &[debt], false).await;
    assert_eq!(seen(&world, &by, debt).await.holder, Holder::InTransfer, "the refund is unknown");
    network.answer_refunds(Some(Meaning::Done));
    world.set_now(world.now() + Duration::hours(9));
    follow(&world, &network, JobKind::FollowRefund).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    // What the funder has given back goes with the debt.
    let row = seen(&world, &by, debt).await;
    assert_eq!((row.holder, row.outstanding), (Holder::Facilitator, Some(yuan("7000"))));
    for (code, payable, claim) in [("funder-a", -300_000, 0), ("facilitator-1", 0, -700_000)] {
        let held = (balance(&world, "partner_payable", code).await, balance(&world, "claim", code).await);
        assert_eq!(held, (payable, claim), "{code}");
    }
    world.finish().await;
}

#[tokio::test]
async fn what_the_network_refuses_to_give_back_can_be_ordered_again() {
    use domain::network::Reason;
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = collected(&world, &network).await;
    let by = collector(&world);
    let debit = newest_debit(&world, &by).await;
    network.answer_refunds(Some(Meaning::Refused(Reason::Other)));
    given_back(&world, debit.id, "4000").await.unwrap();
    follow(&world, &network, JobKind::FollowRefund).await;
    assert_eq!(states(&world).await, ["failed"]);
    assert_eq!(seen(&world, &by, debt).await.outstanding, Some(yuan("6000")));
    network.answer_refunds(None);
    given_back(&world, debit.id, "1000").await.unwrap();
    follow(&world, &network, JobKind::FollowRefund).await;
    assert_eq!(states(&world).await, ["failed", "succeeded"]);
    // Of what went back in part only the rest is owed again.
    network.give_back(DAY, debit.reference.as_str(), yuan("4000"), domain::network::ReturnReason::Other);
    fetched(&world, &network).await;
    assert_eq!(newest_debit(&world, &by).await.refundable, yuan("0"));
    assert_eq!(seen(&world, &by, debt).await.outstanding, Some(yuan("10000")));
    assert_eq!(
        (balance(&world, "channel_receivable", "").await, balance(&world, "claim", "facilitator-1").await),
        (0, -1_000_000)
    );
    world.finish().await;
}

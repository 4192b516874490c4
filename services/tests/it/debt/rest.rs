//! What the network gives back beside refunds, and while what was debited is on its way to whoever had debited.

use domain::{
    approval::Action,
    bank_movement::UnreadReason,
    id::{PayoutId, SettlementBreakId},
    job::JobKind,
    matching::Direction,
    network::{Meaning, Reason, ReturnReason::Unauthorised},
    payout::PayoutState,
    role::Role,
    settlement::SettlementBreak,
};
use services::{
    Error,
    bank::{PayAnswer, QueryAnswer},
    bank_movement::{
        MovementFacts, RecordCommand, SettleUnreadCommand, UnreadLine, record, settle_unread, unread_lines,
    },
    job::Outcome,
    payout,
    refund::{RefundCommand, refund},
    settlement::{DifferenceFilter, SettleBreakCommand, difference, settle_break, settlement_breaks},
};
use time::{Date, Duration, macros::date};

use super::{balance, collected, collector, debited, newest_debit, refusal, seen};
use crate::{
    approval::{numbered, only_payout, propose, refusal as refused, two_people},
    bank::{FakeBank, query_payouts, send_payouts},
    bank_movement::{fed, feed, record_command},
    binding::{follow, network::TestNetwork, told_codes},
    harness::{FIRST, World, yuan},
    settlement::fetched,
};

const DAY: Date = date!(2026 - 11 - 20);

/// The facilitator gives so much of its only debit back, and the network does what it was told to answer.
async fn given_back(world: &World, network: &TestNetwork, amount: &str) {
    let debit = newest_debit(world, &collector(world)).await.id;
    let command = RefundCommand { debit, amount: yuan(amount), reason: "重复扣款".to_owned() };
    refund(&world.db, &collector(world), command).await.unwrap();
    follow(world, network, JobKind::FollowRefund).await;
}

/// The network tells that it has given the debit back.
async fn returned(world: &World, network: &TestNetwork, amount: &str) {
    let reference = newest_debit(world, &collector(world)).await.reference.to_string();
    network.give_back(DAY, &reference, yuan(amount), Unauthorised);
    assert_eq!(fetched(world, network).await, [Outcome::Done]);
}

/// The file of the first day has the debit and these lines, of a kind, a number and an amount. Gives what differs.
async fn told_by_file(world: &World, network: &TestNetwork, lines: &[(&str, &str, &str)]) -> Vec<SettlementBreakId> {
    let debit = newest_debit(world, &collector(world)).await.reference;
    let back: domain::Amount = lines.iter().map(|line| yuan(line.2)).sum();
    let rows: String = lines
        .iter()
        .enumerate()
        .map(|(place, (kind, number, amount))| format!("D|R{place}|{number}|{kind}|{}|00000000\n", yuan(amount)))
        .collect();
    network.settle(
        DAY,
        &format!(
            "H|STL2026112000000001|{DAY}|31050161364000005678\nD|N1|{debit}|payment|4000.00|00000000\n{rows}T|{}|4000.00|{back}|{}\n",
            lines.len() + 1,
            yuan("4000").plus(back.negated())
        ),
    );
    world.set_now(world.now() + Duration::DAY);
    world.turn_to(date!(2026 - 11 - 21)).await;
    assert_eq!(fetched(world, network).await, [Outcome::Done]);
    let rows =
        settlement_breaks(&world.db, &world.operator(Role::Auditor), DifferenceFilter::All, FIRST).await.unwrap().rows;
    assert!(rows.iter().all(|row| row.kind == SettlementBreak::BeyondTaken && row.two_people), "{rows:?}");
    rows.into_iter().map(|row| row.id).collect()
}

async fn balances(world: &World) -> [i64; 4] {
    let mut balances = [0; 4];
    for (place, (kind, code)) in [
        ("partner_payable", "facilitator-1"),
        ("partner_receivable", "facilitator-1"),
        ("channel_receivable", ""),
        ("claim", "facilitator-1"),
    ]
    .into_iter()
    .enumerate()
    {
        let opened = "select count(*) from accounts a left join partners p on p.id = a.owner_id
                      where a.kind = $1 and ($2 = '' or p.code = $2)";
        let opened = sqlx::query_scalar::<_, i64>(opened).bind(kind).bind(code).fetch_one(&world.owner).await.unwrap();
        balances[place] = if opened > 0 { balance(world, kind, code).await } else { 0 };
    }
    balances
}

#[tokio::test]
async fn what_refunds_had_left_is_owed_again_and_what_goes_beyond_two_people_have_its_holder_owe() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = collected(&world, &network).await;
    assert_eq!(send_payouts(&world.db, &FakeBank::accepting()).await, 1);
    given_back(&world, &network, "1000").await;
    returned(&world, &network, "4000").await;
    let row = newest_debit(&world, &collector(&world)).await;
    assert_eq!(
        (row.returned.map(|(reason, _, owed)| (reason, owed)), row.refundable),
        (Some((Unauthorised, true)), yuan("0"))
    );
    assert_eq!(seen(&world, &collector(&world), debt).await.outstanding, Some(yuan("10000")));
    assert_eq!(refusal(debited(&world, &collector(&world), debt, "1").await), "debt.complaint");
    // The network keeps 1,000 too much of its next money.
    assert_eq!(balances(&world).await, [0, 400_000, 0, -1_000_000]);

    let reference = row.reference.to_string();
    let found = told_by_file(&world, &network, &[("return", &reference, "4000")]).await;
    let [difference_id] = found[..] else { panic!("{found:?}") };
    let alone = SettleBreakCommand { difference: difference_id, note: "已核实".to_owned() };
    let alone = settle_break(&world.db, &world.operator(Role::OperatorMaker), alone).await;
    assert!(matches!(alone, Err(Error::Refused(refusal)) if refusal.code() == "late_success.two_people"));
    let detail = difference(&world.db, &world.operator(Role::Auditor), difference_id).await.unwrap();
    assert_eq!((detail.amount, detail.choices.len(), detail.open), (yuan("1000"), 2, true));
    for other in [Action::AdoptLate { difference: difference_id }, Action::GiveBackLate { difference: difference_id }] {
        assert_eq!(refused(propose(&world, other).await), "late_success.none");
    }
    let charge = || Action::SettleBeyond { difference: difference_id, charged: true };
    two_people(&world, charge()).await;
    assert_eq!(refused(propose(&world, charge()).await), "late_success.none");
    assert_eq!(balances(&world).await, [0, 500_000, -100_000, -1_000_000]);
    assert_eq!(told_codes(&world, &collector(&world)).await.last(), Some(&"debit.returned"));
    world.finish().await;
}

#[tokio::test]
async fn a_return_that_comes_while_a_refund_is_on_its_way_counts_whole_and_the_refund_goes_beyond_if_it_is_made() {
    for made in [true, false] {
        let world = World::new().await;
        let network = TestNetwork::default();
        let debt = collected(&world, &network).await;
        network.answer_refunds(Some(Meaning::Unknown));
        given_back(&world, &network, "1000").await;
        returned(&world, &network, "4000").await;
        assert_eq!(seen(&world, &collector(&world), debt).await.outstanding, Some(yuan("10000")));
        network.answer_refunds(Some(if made { Meaning::Done } else { Meaning::Refused(Reason::Other) }));
        world.set_now(world.now() + Duration::hours(1));
        follow(&world, &network, JobKind::FollowRefund).await;
        assert_eq!(
            seen(&world, &collector(&world), debt).await.outstanding,
            Some(yuan("10000")),
            "it owes no more than it did"
        );
        assert_eq!(balances(&world).await, [0, 0, 0, -1_000_000]);

        let debit = newest_debit(&world, &collector(&world)).await.reference.to_string();
        let refund: String = sqlx::query_scalar("select reference from refunds").fetch_one(&world.owner).await.unwrap();
        let mut lines = vec![("return", debit.as_str(), "4000")];
        if made {
            lines.push(("refund", refund.as_str(), "1000"));
        }
        let found = told_by_file(&world, &network, &lines).await;
        assert_eq!(found.len(), usize::from(made));
        for difference in found {
            // It came with the money of another date.
            two_people(&world, Action::SettleBeyond { difference, charged: false }).await;
            assert_eq!(balances(&world).await, [0, 0, 0, -1_000_000], "nothing is booked");
        }
        world.finish().await;
    }
}

#[tokio::test]
async fn what_goes_back_before_its_payout_has_left_is_not_paid_out_and_owed_by_nobody() {
    let world = World::new().await;
    let network = TestNetwork::default();
    collected(&world, &network).await;
    payout::drain_payables(&world.db).await.unwrap();
    given_back(&world, &network, "1000").await;
    assert_eq!(balances(&world).await, [-300_000, 0, 300_000, -700_000]);
    // The bank refuses what is left.
    let bank = FakeBank::paying([PayAnswer::Rejected { reason: "户名不符".to_owned() }]);
    send_payouts(&world.db, &bank).await;
    assert_eq!(bank.orders.lock().unwrap()[0].amount, yuan("3000"));
    given_back(&world, &network, "500").await;
    assert_eq!(balances(&world).await, [-250_000, 0, 250_000, -750_000]);
    let id = only_payout(&world).await;
    let again = payout::payout(&world.db, &world.operator(Role::Auditor), id).await.unwrap().row;
    assert_eq!((again.state, again.amount), (PayoutState::Failed, yuan("2500")));
    returned(&world, &network, "4000").await;
    assert_eq!(state(&world, id).await, PayoutState::Returned);
    assert_eq!(balances(&world).await, [0, 0, 0, -1_000_000]);
    let resend = Action::Resend { payout: id, account_no: "6222".to_owned(), account_name: "融桥科技".to_owned() };
    assert_eq!(refused(propose(&world, resend).await), "payout.not_failed");
    world.finish().await;
}

/// The bank's word was not true: it had paid all of it.
#[tokio::test]
async fn what_went_back_of_a_payout_that_the_bank_had_refused_and_paid_is_owed_once_its_debit_is_found() {
    for all in [false, true] {
        let world = World::new().await;
        let network = TestNetwork::default();
        collected(&world, &network).await;
        payout::drain_payables(&world.db).await.unwrap();
        let bank = FakeBank::paying([PayAnswer::Rejected { reason: "户名不符".to_owned() }]);
        send_payouts(&world.db, &bank).await;
        if all {
            returned(&world, &network, "4000").await;
        } else {
            given_back(&world, &network, "1000").await;
        }
        let id = only_payout(&world).await;
        let before = if all { PayoutState::Returned } else { PayoutState::Failed };
        assert_eq!(state(&world, id).await, before);
        let debit = fed("D1", Direction::Debit, "4000", "转账");
        feed(&world, vec![MovementFacts { counterparty_account: String::new(), ..debit }]).await;
        let auditor = world.operator(Role::Auditor);
        let reference = payout::payout(&world.db, &auditor, id).await.unwrap().row.reference;
        two_people(&world, Action::Match { movement: numbered(&world, "D1").await, reference }).await;
        let row = payout::payout(&world.db, &auditor, id).await.unwrap().row;
        assert_eq!((row.state, row.amount), (PayoutState::Confirmed, yuan("4000")));
        let expected = if all { [0, 400_000, 0, -1_000_000] } else { [0, 100_000, 300_000, -700_000] };
        assert_eq!(balances(&world).await, expected);
        world.finish().await;
    }
}

#[tokio::test]
async fn what_goes_back_while_the_bank_may_have_paid_it_is_owed_back() {
    let world = World::new().await;
    let network = TestNetwork::default();
    collected(&world, &network).await;
    // The bank's answer is lost.
    send_payouts(&world.db, &FakeBank::silent()).await;
    returned(&world, &network, "4000").await;
    assert_eq!(state(&world, only_payout(&world).await).await, PayoutState::Unknown);
    assert_eq!(balances(&world).await, [0, 400_000, 0, -1_000_000]);
    world.finish().await;
}

/// The bank has refused a payout, and something unexplained may be it nevertheless: a debit, or a line that nobody can read.
#[tokio::test]
async fn what_is_owed_back_while_a_payout_may_have_been_paid_is_set_off_once_it_is_known_that_it_was_not() {
    for unread in [true, false] {
        let world = World::new().await;
        let network = TestNetwork::default();
        collected(&world, &network).await;
        let bank = FakeBank::paying([PayAnswer::Rejected { reason: "户名不符".to_owned() }]);
        send_payouts(&world.db, &bank).await;
        let id = only_payout(&world).await;
        if unread {
            let line = UnreadLine { text: "一行".to_owned(), reason: UnreadReason::AmountUnreadable };
            let command = RecordCommand { unread: vec![line], ..record_command(Vec::new()) };
            record(&world.db, &world.system(), command).await.unwrap();
        } else {
            let debit = fed("D1", Direction::Debit, "4000", "转账");
            feed(&world, vec![MovementFacts { counterparty_account: String::new(), ..debit }]).await;
        }
        returned(&world, &network, "4000").await;
        assert_eq!(state(&world, id).await, PayoutState::Failed);
        assert_eq!(balances(&world).await, [-400_000, 400_000, 0, -1_000_000]);
        if unread {
            let line = unread_lines(&world.db, &world.operator(Role::Auditor), FIRST).await.unwrap().rows[0].id;
            let command = SettleUnreadCommand { line, note: "与我方无关".to_owned() };
            settle_unread(&world.db, &world.operator(Role::OperatorMaker), command).await.unwrap();
        } else {
            world.fill_wallet(1, yuan("4000")).await;
            let withdrawn = payout::withdraw(&world.db, &world.agent(1), yuan("4000")).await.unwrap();
            assert_eq!(send_payouts(&world.db, &FakeBank::accepting()).await, 1);
            let (movement, reference) = (numbered(&world, "D1").await, withdrawn.reference);
            two_people(&world, Action::Match { movement, reference }).await;
        }
        assert_eq!(state(&world, id).await, PayoutState::Returned);
        assert_eq!(balances(&world).await, [0, 0, 0, -1_000_000]);
        world.finish().await;
    }
}

/// The money of a payout is ours again after it had gone back to the payer: nobody owes anybody, or only the rest.
#[tokio::test]
async fn what_a_payout_brings_back_is_set_off_against_what_its_partner_owes_back_of_it() {
    for whole in [true, false] {
        let world = World::new().await;
        let network = TestNetwork::default();
        collected(&world, &network).await;
        let bank = FakeBank::accepting();
        assert_eq!(send_payouts(&world.db, &bank).await, 1);
        let order = bank.orders.lock().unwrap()[0].clone();
        let line = |number, direction, remittance: &str| MovementFacts {
            counterparty_name: order.account_name.clone(),
            counterparty_account: order.account_no.clone(),
            ..fed(number, direction, "4000", remittance)
        };
        feed(&world, vec![line("D1", Direction::Debit, &order.remittance)]).await;
        if whole {
            returned(&world, &network, "4000").await;
            assert_eq!(balances(&world).await, [0, 400_000, 0, -1_000_000]);
        } else {
            given_back(&world, &network, "1000").await;
            assert_eq!(balances(&world).await, [0, 100_000, 300_000, -700_000]);
        }
        feed(&world, vec![line("R1", Direction::Credit, &format!("退汇 {}", order.order_no))]).await;
        let row =
            payout::payout(&world.db, &world.operator(Role::Auditor), only_payout(&world).await).await.unwrap().row;
        let told = told_codes(&world, &collector(&world)).await;
        for code in ["payout.sent_back", "receivable.settled"] {
            assert!(told.contains(&code), "{told:?}");
        }
        assert!(!newest_debit(&world, &collector(&world)).await.owes_back);
        if whole {
            assert_eq!(row.state, PayoutState::Returned);
            assert_eq!(balances(&world).await, [0, 0, 0, -1_000_000]);
        } else {
            assert_eq!((row.state, row.amount), (PayoutState::SentBack, yuan("3000")));
            assert_eq!(balances(&world).await, [-300_000, 0, 300_000, -700_000]);
            let (account_no, account_name) = (order.account_no.clone(), order.account_name.clone());
            two_people(&world, Action::Resend { payout: row.id, account_no, account_name }).await;
            send_payouts(&world.db, &bank).await;
            assert_eq!(bank.orders.lock().unwrap()[1].amount, yuan("3000"));
        }
        world.finish().await;
    }
}

/// Its bank sends the payout back in the moment in which it gives back what it owes of it.
#[tokio::test]
async fn what_a_partner_gives_back_beside_the_payout_that_it_had_of_it_is_left_to_people() {
    let world = World::new().await;
    let network = TestNetwork::default();
    collected(&world, &network).await;
    let bank = FakeBank::accepting();
    send_payouts(&world.db, &bank).await;
    let order = bank.orders.lock().unwrap()[0].clone();
    let line = |number, direction, remittance: &str| MovementFacts {
        counterparty_name: order.account_name.clone(),
        counterparty_account: order.account_no.clone(),
        ..fed(number, direction, "4000", remittance)
    };
    feed(&world, vec![line("D1", Direction::Debit, &order.remittance)]).await;
    returned(&world, &network, "4000").await;
    let debit = newest_debit(&world, &collector(&world)).await.reference;
    let back = line("R1", Direction::Credit, &format!("退汇 {}", order.order_no));
    let given = line("R2", Direction::Credit, &format!("归还 {debit}"));
    assert_eq!(feed(&world, vec![back, given]).await.new, 2);
    assert_eq!(state(&world, only_payout(&world).await).await, PayoutState::Returned);
    assert_eq!(balances(&world).await, [0, 0, 0, -1_000_000]);
    let open = "select count(*) from bank_movements where bank_reference = 'R2' and state = 'broken'";
    assert_eq!(world.number(open).await, 1);
    world.finish().await;
}

/// The bank refuses a payout after what it was to pay had gone back.
#[tokio::test]
async fn what_a_payout_did_not_pay_after_all_is_set_off_too_and_owed_again_if_it_was_paid_all_the_same() {
    let world = World::new().await;
    let network = TestNetwork::default();
    collected(&world, &network).await;
    let bank = FakeBank::silent().knowing([QueryAnswer::Rejected { reason: "户名不符".to_owned() }]);
    send_payouts(&world.db, &bank).await;
    returned(&world, &network, "4000").await;
    assert_eq!(balances(&world).await, [0, 400_000, 0, -1_000_000]);
    world.set_now(world.now() + Duration::minutes(1));
    query_payouts(&world.db, &bank).await;
    let id = only_payout(&world).await;
    assert_eq!(state(&world, id).await, PayoutState::Returned);
    assert_eq!(balances(&world).await, [0, 0, 0, -1_000_000]);
    let debit = fed("D1", Direction::Debit, "4000", "转账");
    feed(&world, vec![MovementFacts { counterparty_account: String::new(), ..debit }]).await;
    let reference = payout::payout(&world.db, &world.operator(Role::Auditor), id).await.unwrap().row.reference;
    two_people(&world, Action::Match { movement: numbered(&world, "D1").await, reference }).await;
    assert_eq!(state(&world, id).await, PayoutState::Confirmed);
    assert_eq!(balances(&world).await, [0, 400_000, 0, -1_000_000]);
    world.finish().await;
}

/// Ordered again, once it had failed here, and made meanwhile or not.
#[tokio::test]
async fn a_refund_that_had_failed_and_was_made_is_booked_by_two_people_and_one_that_was_made_twice_is_owed() {
    for again in [false, true] {
        let world = World::new().await;
        let network = TestNetwork::default();
        let debt = collected(&world, &network).await;
        network.answer_refunds(Some(Meaning::Refused(Reason::Other)));
        given_back(&world, &network, "4000").await;
        let late: String = sqlx::query_scalar("select reference from refunds").fetch_one(&world.owner).await.unwrap();
        if again {
            network.answer_refunds(None);
            given_back(&world, &network, "4000").await;
        }
        let difference = late_of(&world, &network, &late).await;
        let alone = SettleBreakCommand { difference, note: "已退".to_owned() };
        let alone = settle_break(&world.db, &world.operator(Role::OperatorMaker), alone).await;
        assert!(matches!(alone, Err(Error::Refused(refusal)) if refusal.code() == "late_success.two_people"));
        assert_eq!(refused(propose(&world, Action::GiveBackLate { difference }).await), "late_success.none");
        two_people(&world, Action::AdoptLate { difference }).await;
        assert_eq!(refused(propose(&world, Action::AdoptLate { difference }).await), "late_success.none");
        assert_eq!(seen(&world, &collector(&world), debt).await.outstanding, Some(yuan("10000")));
        let (owed, kept) = if again { (400_000, -400_000) } else { (0, 0) };
        assert_eq!(balances(&world).await, [0, owed, kept, -1_000_000]);
        assert_eq!(world.number("select count(*) from refunds where state = 'failed'").await, 0);
        world.finish().await;
    }
}

/// The only difference of the file of the first day, which has a refund that had failed here.
async fn late_of(world: &World, network: &TestNetwork, number: &str) -> SettlementBreakId {
    let debit = newest_debit(world, &collector(world)).await.reference;
    network.settle(
        DAY,
        &format!(
            "H|STL2026112000000001|{DAY}|31050161364000005678\nD|N1|{debit}|payment|4000.00|00000000\n\
             D|N2|{number}|refund|4000.00|00000000\nT|2|4000.00|4000.00|0.00\n"
        ),
    );
    world.set_now(world.now() + Duration::DAY);
    world.turn_to(date!(2026 - 11 - 21)).await;
    assert_eq!(fetched(world, network).await, [Outcome::Done]);
    let rows =
        settlement_breaks(&world.db, &world.operator(Role::Auditor), DifferenceFilter::All, FIRST).await.unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.kind).collect::<Vec<_>>(), [SettlementBreak::LateSuccess]);
    rows[0].id
}

async fn state(world: &World, id: PayoutId) -> PayoutState {
    payout::payout(&world.db, &world.operator(Role::Auditor), id).await.unwrap().row.state
}

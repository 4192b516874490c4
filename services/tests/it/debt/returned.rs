//! What the network gives back to a payer after a debit had succeeded.

use domain::{
    agreement_debit::DebitState,
    approval::Action,
    id::DebtId,
    job::JobKind,
    matching::Direction,
    network::ReturnReason::{self, Other, Unauthorised},
    role::Role,
};
use services::{
    complaint::{ComplaintFilter, complaints},
    job::Outcome,
    payout,
    settlement::{DifferenceFilter, SettlementFilter, SettlementRow, settlement_breaks, settlements},
};
use time::{Date, Duration, macros::date};

use super::{balance, collected, collector, debited, newest_debit, refusal, registered, seen, transferred};
use crate::{
    approval::{approve, give_back, propose, refusal as refused, two_people},
    bank::{FakeBank, send_payouts},
    bank_movement::{fed, feed},
    binding::{bound, follow, network::TestNetwork, treasurer},
    harness::{FIRST, World, yuan},
    settlement::fetched,
};

const DAY: Date = date!(2026 - 11 - 20);

/// A file of the first day: a debit, and so often that it was given back.
fn file(reference: &str, amount: &str, times: i64) -> String {
    let (amount, back) = (yuan(amount), yuan(amount).fen() * times);
    let back = domain::Amount::from_fen(back);
    let lines: String = (0..times).map(|n| format!("D|R{n}|{reference}|return|{amount}|00000000\n")).collect();
    format!(
        "H|STL2026112000000001|{DAY}|31050161364000005678\nD|N1|{reference}|payment|{amount}|00000000\n{lines}T|{}|{amount}|{back}|{}\n",
        times + 1,
        amount.plus(back.negated())
    )
}

async fn turned(world: &World, network: &TestNetwork) -> SettlementRow {
    world.set_now(world.now() + Duration::DAY);
    world.turn_to(date!(2026 - 11 - 21)).await;
    assert_eq!(fetched(world, network).await, [Outcome::Done]);
    settlements(&world.db, &world.operator(Role::Auditor), SettlementFilter::All, FIRST).await.unwrap().rows.remove(0)
}

async fn told(world: &World) -> Vec<String> {
    let told = "select p.code || ' ' || o.event from outbox o join partners p on p.id = o.partner_id
                where o.event in ('debit.returned', 'debt.complained', 'debt.complaint_settled') order by 1";
    sqlx::query_scalar(told).fetch_all(&world.owner).await.unwrap()
}

/// Case 31.
#[tokio::test]
async fn what_was_paid_out_and_is_given_back_is_owed_again_and_owed_back_once() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = collected(&world, &network).await;
    assert_eq!(send_payouts(&world.db, &FakeBank::accepting()).await, 1);
    let reference = newest_debit(&world, &collector(&world)).await.reference.to_string();
    // Told twice, and asked for as often as files are.
    for _ in 0..2 {
        network.give_back(DAY, &reference, yuan("4000"), Unauthorised);
        assert_eq!(fetched(&world, &network).await, [Outcome::Done]);
    }
    let row = newest_debit(&world, &collector(&world)).await;
    assert_eq!(row.state, DebitState::Succeeded, "what happened stays");
    assert_eq!(row.returned.map(|(reason, _, owed_back)| (reason, owed_back)), Some((Unauthorised, true)));
    assert!(row.owes_back);
    assert_eq!(seen(&world, &collector(&world), debt).await.outstanding, Some(yuan("10000")));
    assert_eq!(refusal(debited(&world, &collector(&world), debt, "1").await), "debt.complaint");
    assert_eq!(refusal(debited(&world, &treasurer(&world), debt, "1").await), "debt.not_held");
    let balances = [("partner_receivable", "facilitator-1"), ("channel_receivable", ""), ("claim", "facilitator-1")];
    for ((kind, code), fen) in balances.into_iter().zip([400_000, 0, -1_000_000]) {
        assert_eq!(balance(&world, kind, code).await, fen, "{kind}");
    }
    assert_eq!(told(&world).await, ["facilitator-1 debit.returned", "funder-a debt.complained"]);

    // And once more as a line of the file.
    network.settle(DAY, &file(&reference, "4000", 1));
    let settled = turned(&world, &network).await;
    assert_eq!((settled.lines, settled.settled, settled.open_breaks), (2, 2, 0));
    assert_eq!((balance(&world, "channel_receivable", "").await, told(&world).await.len()), (0, 2));

    // What was paid out comes back with the debit's number.
    let account = "select bank_account_no from partners where code = 'facilitator-1'";
    let account: String = sqlx::query_scalar(account).fetch_one(&world.owner).await.unwrap();
    let mut line = fed("G1", Direction::Credit, "4000", &format!("退回 {reference}"));
    line.counterparty_account = account;
    feed(&world, vec![line]).await;
    assert_eq!(balance(&world, "partner_receivable", "facilitator-1").await, 0);
    assert!(!newest_debit(&world, &collector(&world)).await.owes_back, "nothing is to be returned twice");

    two_people(&world, Action::SettleComplaint { debt }).await;
    assert_eq!(refused(propose(&world, Action::SettleComplaint { debt }).await), "complaint.none");
    debited(&world, &collector(&world), debt, "1").await.unwrap();
    assert_eq!(told(&world).await.len(), 4);
    world.finish().await;
}

#[tokio::test]
async fn what_only_a_file_tells_is_taken_back_before_it_is_paid_out_and_a_second_line_differs() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = collected(&world, &network).await;
    let reference = newest_debit(&world, &collector(&world)).await.reference.to_string();
    network.settle(DAY, &file(&reference, "4000", 2));
    let settled = turned(&world, &network).await;
    assert_eq!((settled.lines, settled.settled, settled.open_breaks), (3, 2, 1));
    let auditor = world.operator(Role::Auditor);
    let differs = settlement_breaks(&world.db, &auditor, DifferenceFilter::All, FIRST).await.unwrap().rows;
    assert_eq!(differs[0].kind, domain::settlement::SettlementBreak::Repeated);
    let row = newest_debit(&world, &collector(&world)).await;
    assert_eq!(row.returned.map(|(reason, _, owed_back)| (reason, owed_back)), Some((Other, false)));
    assert_eq!(payout::drain_payables(&world.db).await.unwrap(), 0, "nothing is payable any more");
    assert_eq!(balance(&world, "partner_payable", "facilitator-1").await, 0);
    assert_eq!(seen(&world, &collector(&world), debt).await.outstanding, Some(yuan("10000")));
    world.finish().await;
}

#[tokio::test]
async fn a_complaint_is_not_settled_by_what_was_proposed_before_the_next_return() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = collected(&world, &network).await;
    let first = newest_debit(&world, &collector(&world)).await.reference.to_string();
    let second = debited(&world, &collector(&world), debt, "1000").await.unwrap().reference.to_string();
    follow(&world, &network, JobKind::FollowDebit).await;
    network.give_back(DAY, &first, yuan("4000"), Unauthorised);
    fetched(&world, &network).await;
    let proposed = propose(&world, Action::SettleComplaint { debt }).await.unwrap();
    network.give_back(DAY, &second, yuan("1000"), Unauthorised);
    fetched(&world, &network).await;
    assert_eq!(refused(approve(&world, proposed).await), "complaint.renewed");
    assert_eq!(refusal(debited(&world, &collector(&world), debt, "1").await), "debt.complaint");
    give_back(&world, proposed, "又有一笔退回").await.unwrap();
    two_people(&world, Action::SettleComplaint { debt }).await;
    debited(&world, &collector(&world), debt, "1").await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn what_was_settled_stays_so_when_another_debit_of_the_debt_is_given_back() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = collected(&world, &network).await;
    let first = newest_debit(&world, &collector(&world)).await.reference.to_string();
    network.give_back(DAY, &first, yuan("4000"), Unauthorised);
    fetched(&world, &network).await;
    world.set_now(world.now() + Duration::minutes(1));
    two_people(&world, Action::SettleComplaint { debt }).await;
    world.set_now(world.now() + Duration::minutes(1));
    let second = debited(&world, &collector(&world), debt, "1000").await.unwrap().reference.to_string();
    follow(&world, &network, JobKind::FollowDebit).await;
    network.give_back(DAY, &second, yuan("1000"), Unauthorised);
    fetched(&world, &network).await;
    let auditor = world.operator(Role::Auditor);
    let listed = async |filter| {
        let rows = complaints(&world.db, &auditor, filter, FIRST).await.unwrap().rows;
        rows.into_iter().map(|row| (row.reference.to_string(), row.open)).collect::<Vec<_>>()
    };
    let (open, settled) = ((second, true), (first, false));
    assert_eq!(listed(ComplaintFilter::Open).await, std::slice::from_ref(&open));
    assert_eq!(listed(ComplaintFilter::Settled).await, std::slice::from_ref(&settled));
    assert_eq!(listed(ComplaintFilter::All).await, [open, settled]);
    world.finish().await;
}

/// A debt that was transferred since, and a number that nobody has sent.
#[tokio::test]
async fn what_a_former_holder_had_debited_is_owed_to_the_present_one() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt: DebtId = registered(&world, binding.id, "D-1", "10000").await;
    debited(&world, &treasurer(&world), debt, "3000").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    transferred(&world, &network, &[debt], false).await;
    let reference = newest_debit(&world, &treasurer(&world)).await.reference.to_string();
    let reason = ReturnReason::Duplicate;
    network.give_back(DAY, "DBT2026112099999999", yuan("3000"), reason);
    network.give_back(DAY, &reference, yuan("2999.99"), reason);
    assert_eq!(fetched(&world, &network).await, [Outcome::Done]);
    assert!(told(&world).await.is_empty(), "what does not fit changes nothing");
    network.give_back(DAY, &reference, yuan("3000"), reason);
    assert_eq!(fetched(&world, &network).await, [Outcome::Done]);
    assert_eq!(balance(&world, "claim", "facilitator-1").await, -1_000_000);
    assert_eq!(
        (balance(&world, "claim", "funder-a").await, balance(&world, "partner_payable", "funder-a").await),
        (0, 0)
    );
    assert_eq!(told(&world).await, ["facilitator-1 debt.complained", "funder-a debit.returned"]);
    world.finish().await;
}

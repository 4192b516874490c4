//! What happens to debts when their binding, their share or the network's word changes under them.

use domain::{
    agreement_debit::{DebitFailure, DebitState, NEVER_THERE, NotSent},
    binding::ShareState,
    debit_rules::{DebitRules, Retry},
    debt::{DebtRefusal, Holder},
    debt_transfer::{Declined, ItemState, TransferState, Waiting},
    job::JobKind,
    network::{Meaning, Reason},
    role::Role,
};
use services::{
    Error,
    agreement_debit::{DebitFilter, debits},
    binding::{UnsignCommand, unsign},
    debit_rules::debit_rules,
    debt::{RegisterDebtCommand, register_debt},
    debt_transfer::{EndTransferCommand, reject_transfer, transfer},
    signing::{OrderSigningCommand, order_signing},
};
use sqlx::{Connection, PgConnection};
use time::{Date, Duration, macros::date};

use super::{
    approved, collector, debited, facilitator_approver, newest_debit, notified, refusal, registered, seen, submitted,
    transfer::code, transferred,
};
use crate::{
    binding::{
        bound, confirmed, follow, network::CODE, network::TestNetwork, order, ordered, shares_of, told_codes, treasurer,
    },
    harness::{FIRST, World, yuan},
    mapping::published,
};

/// The payer wants it: nobody asks who collects what with it.
pub async fn ended_by_the_payer(world: &World, network: &TestNetwork, binding: domain::id::BindingId) {
    let command = UnsignCommand { binding, at_payers_wish: true, reason: "客户要求".to_owned() };
    unsign(&world.db, &treasurer(world), command).await.unwrap();
    follow(world, network, JobKind::FollowBinding).await;
}

#[tokio::test]
async fn the_payer_s_wish_ends_a_binding_whoever_holds_the_debt_and_a_new_one_collects_it() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    transferred(&world, &network, &[debt], false).await;
    let command = UnsignCommand { binding: binding.id, at_payers_wish: false, reason: "到期".to_owned() };
    let held = unsign(&world.db, &treasurer(&world), command).await;
    assert!(matches!(held, Err(services::Error::Refused(refusal)) if refusal.code() == "share.debts_held"));
    debited(&world, &collector(&world), debt, "1").await.unwrap();
    ended_by_the_payer(&world, &network, binding.id).await;
    assert_eq!(shares_of(&world, 1).await[0].state, ShareState::Revoked);
    // What was accepted before is not sent.
    follow(&world, &network, JobKind::FollowDebit).await;
    let ended = Some(DebitFailure::NotSent(NotSent::BindingEnded));
    assert_eq!(newest_debit(&world, &collector(&world)).await.failure, ended);
    assert!(network.paid().is_empty());
    assert_eq!(refusal(debited(&world, &collector(&world), debt, "1").await), "debt.binding_ended");

    let again = ordered(&world, &network, "JH-01").await;
    confirmed(&world, &network, again, CODE).await.unwrap();
    assert!(told_codes(&world, &world.partner('a')).await.contains(&"debt.moved"));
    debited(&world, &collector(&world), debt, "10000").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_eq!(seen(&world, &collector(&world), debt).await.outstanding, Some(yuan("0")));
    world.finish().await;
}

#[tokio::test]
async fn debts_that_move_are_locked_in_the_order_of_their_ids() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let now = world.now();
    // An id begins with its instant: the row that is written first has the later one.
    world.set_now(now + Duration::minutes(1));
    let later = registered(&world, binding.id, "D-1", "10000").await;
    world.set_now(now);
    let earlier = registered(&world, binding.id, "D-2", "10000").await;
    assert!(earlier < later);
    world.set_now(now + Duration::minutes(2));
    ended_by_the_payer(&world, &network, binding.id).await;
    let again = ordered(&world, &network, "JH-01").await;
    let mut rival = PgConnection::connect(&world.url).await.unwrap();
    sqlx::raw_sql("begin").execute(&mut rival).await.unwrap();
    sqlx::query("select from debts where id = $1 for update").bind(earlier.0).execute(&mut rival).await.unwrap();
    let looked = async {
        let waiting =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        while world.number(waiting).await == 0 {}
        let free = "select count(*) from (select from debts for update skip locked) d";
        let free: i64 = sqlx::query_scalar(free).fetch_one(&mut rival).await.unwrap();
        sqlx::raw_sql("commit").execute(&mut rival).await.unwrap();
        free
    };
    let (moved, free) = tokio::join!(confirmed(&world, &network, again, CODE), looked);
    moved.unwrap();
    assert_eq!(free, 2, "nothing is held while the first is waited for");
    rival.close().await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn a_frozen_debt_whose_share_is_gone_does_not_change_hands() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    let id = submitted(&world, &[debt], false).await.unwrap();
    approved(&world, id).await;
    ended_by_the_payer(&world, &network, binding.id).await;
    notified(&world, id).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    let detail = transfer(&world.db, &treasurer(&world), id).await.unwrap();
    assert_eq!(detail.row.transfer.state, TransferState::Effective);
    assert_eq!((detail.items[0].state, detail.items[0].reason), (ItemState::Declined, Some(Declined::NotShared)));
    let row = seen(&world, &treasurer(&world), debt).await;
    assert_eq!((row.holder, row.outstanding), (Holder::Funder, Some(yuan("10000"))));
    world.finish().await;
}

#[tokio::test]
async fn a_debt_whose_card_is_bound_anew_for_another_facilitator_does_not_go_to_the_first() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    let id = submitted(&world, &[debt], false).await.unwrap();
    ended_by_the_payer(&world, &network, binding.id).await;
    world.set_now(world.now() + Duration::minutes(1));
    published(&world, "JH-01", 2).await;
    let again = ordered(&world, &network, "JH-01").await;
    confirmed(&world, &network, again, CODE).await.unwrap();
    assert_eq!(shares_of(&world, 2).await[0].state, ShareState::Shared);
    approved(&world, id).await;
    let detail = transfer(&world.db, &treasurer(&world), id).await.unwrap();
    assert_eq!((detail.items[0].state, detail.items[0].reason), (ItemState::Declined, Some(Declined::NotShared)));
    assert_eq!(seen(&world, &treasurer(&world), debt).await.holder, Holder::Funder);
    world.finish().await;
}

#[tokio::test]
async fn a_card_that_is_bound_anew_collects_for_the_facilitator_only_if_its_payer_names_it_again() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let (held, kept) =
        (registered(&world, binding.id, "D-1", "10").await, registered(&world, binding.id, "D-2", "10").await);
    transferred(&world, &network, &[held], false).await;
    ended_by_the_payer(&world, &network, binding.id).await;
    let command = OrderSigningCommand { consents_to_share: false, ..order("JH-01") };
    let again = order_signing(&world.db, &network, &treasurer(&world), command).await.unwrap().signing;
    confirmed(&world, &network, again, CODE).await.unwrap();
    debited(&world, &treasurer(&world), kept, "1").await.unwrap();
    assert_eq!(refusal(debited(&world, &collector(&world), held, "1").await), "debt.binding_ended");
    assert_eq!(seen(&world, &collector(&world), held).await.holder, Holder::Facilitator);
    world.finish().await;
}

#[tokio::test]
async fn what_nobody_was_notified_of_thaws_after_two_weeks_and_both_are_told() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    let id = submitted(&world, &[debt], false).await.unwrap();
    approved(&world, id).await;
    let holder = async || seen(&world, &treasurer(&world), debt).await.holder;
    for (days, after) in [(0, Holder::InTransfer), (13, Holder::InTransfer), (1, Holder::Funder)] {
        world.set_now(world.now() + Duration::days(days));
        follow(&world, &network, JobKind::FollowTransfer).await;
        assert_eq!(holder().await, after, "{days}");
    }
    for told in [world.partner('a'), collector(&world)] {
        assert!(told_codes(&world, &told).await.contains(&"transfer.cancelled"));
    }
    assert!(submitted(&world, &[debt], false).await.is_ok(), "it may be transferred anew");
    world.finish().await;
}

#[tokio::test]
async fn who_holds_what_is_being_bought_back_can_leave_and_a_debit_s_end_calls_what_waits_for_it() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    transferred(&world, &network, &[debt], false).await;
    let back = submitted(&world, &[debt], true).await.unwrap();
    approved(&world, back).await;
    let command = EndTransferCommand { transfer: back, reason: "条件变化".to_owned() };
    reject_transfer(&world.db, &facilitator_approver(&world), command).await.unwrap();
    assert_eq!(seen(&world, &collector(&world), debt).await.holder, Holder::Facilitator);

    network.answer_payment(Meaning::Unknown);
    debited(&world, &collector(&world), debt, "10000").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    let back = submitted(&world, &[debt], true).await.unwrap();
    approved(&world, back).await;
    notified(&world, back).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    network.answer_query(Meaning::Refused(domain::network::Reason::InsufficientFunds));
    world.set_now(world.now() + Duration::minutes(1));
    follow(&world, &network, JobKind::FollowDebit).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    assert_eq!(seen(&world, &treasurer(&world), debt).await.holder, Holder::Funder);
    world.finish().await;
}

#[tokio::test]
async fn a_debt_in_another_transfer_is_declined_and_its_neighbours_go_on() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let first = registered(&world, binding.id, "D-1", "10").await;
    let second = registered(&world, binding.id, "D-2", "20").await;
    submitted(&world, &[first], false).await.unwrap();
    assert_eq!(code(submitted(&world, &[first], false).await), "transfer.none_left");
    let id = submitted(&world, &[first, second], false).await.unwrap();
    let items = transfer(&world.db, &treasurer(&world), id).await.unwrap().items;
    let states: Vec<_> = items.iter().map(|item| (item.item.debt(), item.state, item.reason)).collect();
    let (first, second) = (Some(first), Some(second));
    assert_eq!(
        states,
        [(first, ItemState::Declined, Some(Declined::InOtherTransfer)), (second, ItemState::Pending, None)]
    );
    world.finish().await;
}

#[tokio::test]
async fn when_a_card_is_tried_again_depends_on_why_it_was_refused() {
    let rules = DebitRules::default();
    for reason in Reason::ALL {
        let world = World::new().await;
        let network = TestNetwork::default();
        assert_eq!(debit_rules(&world.db, &world.operator(Role::Auditor)).await.unwrap(), rules, "until it is decided");
        let binding = bound(&world, &network).await.id;
        let debt = registered(&world, binding, "D-1", "10").await;
        network.answer_payment(Meaning::Refused(reason));
        debited(&world, &treasurer(&world), debt, "10").await.unwrap();
        follow(&world, &network, JobKind::FollowDebit).await;
        let again = async || match debited(&world, &treasurer(&world), debt, "10").await {
            Ok(_) => "accepted",
            Err(Error::Refused(refusal)) => refusal.code(),
            Err(error) => panic!("{error:?}"),
        };
        let (today, tomorrow) = match rules.retry(reason) {
            Retry::Today => ("accepted", "debt.in_flight"),
            Retry::Tomorrow => ("debt.limit_reached", "accepted"),
            Retry::Never => ("debt.card_refused", "debt.card_refused"),
        };
        assert_eq!(again().await, today, "{reason:?}");
        world.set_now(world.now() + Duration::DAY);
        assert_eq!(again().await, tomorrow, "{reason:?}");
        if rules.retry(reason) == Retry::Never {
            let told = seen(&world, &treasurer(&world), debt).await.may_collect;
            assert_eq!(told, Err(DebtRefusal::CardRefused { reason }), "the list says so before anybody tries");
            ended_by_the_payer(&world, &network, binding).await;
            let signing = ordered(&world, &network, "JH-01").await;
            confirmed(&world, &network, signing, CODE).await.unwrap();
            assert_eq!(again().await, "accepted", "the card was bound anew");
        }
        world.finish().await;
    }
}

#[tokio::test]
async fn a_card_is_tried_three_times_a_day_however_many_debts_it_pays() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    for number in 0..5 {
        let debt = registered(&world, binding.id, &format!("D-{number}"), "10").await;
        debited(&world, &treasurer(&world), debt, "10").await.unwrap();
    }
    follow(&world, &network, JobKind::FollowDebit).await;
    let page = debits(&world.db, &treasurer(&world), DebitFilter::All, FIRST).await;
    let failures: Vec<_> = page.unwrap().rows.into_iter().filter_map(|row| row.failure).collect();
    assert_eq!((network.paid().len(), failures), (3, vec![DebitFailure::NotSent(NotSent::TriedTooOften); 2]));
    world.finish().await;
}

/// Case 26, its second run.
#[tokio::test]
async fn a_debit_that_the_network_does_not_know_has_failed_only_after_a_day_of_not_knowing_and_by_no_file() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10").await;
    // The order is lost, and so is every answer of two days.
    network.answer_payment(Meaning::Unknown);
    debited(&world, &treasurer(&world), debt, "10").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    for (lost, later, after) in [
        (1, NEVER_THERE * 2, DebitState::Unknown),
        // It does not know it: for the first time, and then does not answer, which begins anew.
        (0, NEVER_THERE, DebitState::Unknown),
        (1, NEVER_THERE, DebitState::Unknown),
        (0, NEVER_THERE, DebitState::Unknown),
        // A day of not knowing, and the file of its date is not there yet.
        (0, NEVER_THERE, DebitState::Unknown),
    ] {
        network.lose_answers(lost);
        world.set_now(world.now() + later);
        follow(&world, &network, JobKind::FollowDebit).await;
        assert_eq!(newest_debit(&world, &treasurer(&world)).await.state, after, "{lost}");
    }
    let day = date!(2026 - 11 - 20);
    network.settle(day, &crate::settlement::file(day, &[]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    crate::settlement::fetched(&world, &network).await;
    world.set_now(world.now() + Duration::hours(7));
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_eq!(newest_debit(&world, &treasurer(&world)).await.state, DebitState::Failed);
    world.finish().await;
}

#[tokio::test]
async fn what_is_not_due_is_nobody_s_to_collect_and_says_so() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let due_on: Date = date!(2026 - 12 - 24);
    let command = RegisterDebtCommand { number: "D-1".to_owned(), binding: binding.id, amount: yuan("10"), due_on };
    let debt = register_debt(&world.db, &treasurer(&world), command).await.unwrap();
    let row = seen(&world, &treasurer(&world), debt).await;
    assert_eq!(row.may_collect, Err(domain::debt::DebtRefusal::NotDue { due_on }));
    assert_eq!(refusal(debited(&world, &treasurer(&world), debt, "1").await), "debt.not_due");
    world.finish().await;
}

#[tokio::test]
async fn what_was_sent_is_asked_for_and_booked_although_its_partner_is_suspended_and_what_was_not_stays() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let (sent, waiting) =
        (registered(&world, binding.id, "D-1", "10").await, registered(&world, binding.id, "D-2", "10").await);
    network.answer_payment(Meaning::Unknown);
    debited(&world, &treasurer(&world), sent, "10").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    world.set_now(world.now() + Duration::SECOND);
    debited(&world, &treasurer(&world), waiting, "10").await.unwrap();
    let suspended = "update partners set status = 'suspended' where code = 'funder-a'";
    assert_eq!(world.as_owner(suspended).await, None);
    network.answer_query(Meaning::Done);
    world.set_now(world.now() + Duration::minutes(1));
    follow(&world, &network, JobKind::FollowDebit).await;
    let rows = debits(&world.db, &treasurer(&world), DebitFilter::All, FIRST).await.unwrap().rows;
    let ends: Vec<_> = rows.into_iter().map(|row| (row.debt, row.state, row.failure.map(DebitFailure::code))).collect();
    let refused = (waiting, DebitState::Failed, Some("debt.partner_suspended"));
    assert_eq!(ends, [refused, (sent, DebitState::Succeeded, None)]);
    world.finish().await;
}

#[tokio::test]
async fn nothing_new_is_begun_with_who_is_suspended() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10").await;
    let id = submitted(&world, &[debt], false).await.unwrap();
    let suspend = async |status: &str| {
        let sql = format!("update partners set status = '{status}' where code = 'facilitator-1'");
        assert_eq!(world.as_owner(&sql).await, None);
    };
    suspend("suspended").await;
    let confirm = services::debt_transfer::confirm_transfer(&world.db, &facilitator_approver(&world), id).await;
    assert_eq!(code(confirm), "transfer.partner_suspended");
    let other = registered(&world, binding.id, "D-2", "10").await;
    assert_eq!(code(submitted(&world, &[other], false).await), "transfer.partner_suspended");
    suspend("active").await;
    approved(&world, id).await;
    // And what was approved before changes hands only once the suspension is over.
    suspend("suspended").await;
    notified(&world, id).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    assert_eq!(seen(&world, &treasurer(&world), debt).await.holder, Holder::InTransfer);
    let waiting = transfer(&world.db, &treasurer(&world), id).await.unwrap().row.waiting;
    assert_eq!(waiting, Some(Waiting::Partners));
    suspend("active").await;
    world.set_now(world.now() + Duration::minutes(11));
    follow(&world, &network, JobKind::FollowTransfer).await;
    assert_eq!(seen(&world, &treasurer(&world), debt).await.holder, Holder::Facilitator);
    world.finish().await;
}

//! How debts change hands, and what stands in the way.

use domain::{
    agreement_debit::{DebitFailure, DebitState, NotSent},
    binding::ShareUse,
    calendar::CHINA,
    debt::Holder,
    debt_transfer::{Declined, Item, ItemState, TransferRefusal, TransferState, Waiting},
    id::DebtId,
    job::JobKind,
    network::{Meaning, Reason},
    role::Role,
};
use services::{
    Error,
    binding::{ReleaseShareCommand, RevokeShareCommand, release_share, revoke_share},
    debt_transfer::{
        EndTransferCommand, NotifyCommand, cancel_transfer, confirm_transfer, notify_debtors, transfer, transfers_of,
    },
    end_of_day,
};
use time::{Duration, macros::date};
use uuid::Uuid;

use super::{
    approved, collector, debited, facilitator_approver, newest_debit, notified, refusal, registered, seen,
    submit_command, submitted, transferred,
};
use crate::{
    binding::{bound, follow, network::TestNetwork, shares_of, told, told_codes, treasurer},
    harness::{World, yuan},
};

pub fn code<T: std::fmt::Debug>(outcome: Result<T, Error<TransferRefusal>>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?} is no refusal"),
    }
}

#[tokio::test]
async fn a_batch_goes_on_with_what_can_be_transferred_and_says_why_the_rest_cannot() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let overdue = registered(&world, binding.id, "D-1", "10000").await;
    let paid = registered(&world, binding.id, "D-2", "100").await;
    debited(&world, &treasurer(&world), paid, "100").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    let not_yet = services::debt::RegisterDebtCommand {
        number: "D-3".to_owned(),
        binding: binding.id,
        amount: yuan("5"),
        due_on: date!(2026 - 11 - 20),
    };
    let not_yet = services::debt::register_debt(&world.db, &treasurer(&world), not_yet).await.unwrap();
    let may = async |debt| seen(&world, &treasurer(&world), debt).await.may_transfer;
    assert_eq!((may(overdue).await, may(paid).await, may(not_yet).await), (true, false, false));
    assert_eq!(code(submitted(&world, &[paid, not_yet], false).await), "transfer.none_left");
    assert_eq!(code(submitted(&world, &[], false).await), "transfer.items");
    let id = submitted(&world, &[overdue, paid, not_yet], false).await.unwrap();
    let detail = transfer(&world.db, &treasurer(&world), id).await.unwrap();
    let items: Vec<_> = detail.items.iter().map(|item| (item.number.as_str(), item.state, item.reason)).collect();
    assert_eq!(
        items,
        [
            ("D-1", ItemState::Pending, None),
            ("D-2", ItemState::Declined, Some(Declined::Settled)),
            ("D-3", ItemState::Declined, Some(Declined::NotOverdue)),
        ]
    );
    // The facilitator sees what is offered to it, and nothing of the rest.
    let offered = transfer(&world.db, &collector(&world), id).await.unwrap();
    assert_eq!(offered.items.len(), 1);
    assert!(transfer(&world.db, &world.facilitator(2, Role::FacilitatorOperator), id).await.is_err());
    // One open transfer of a debt; a new one when that is over.
    assert!(submitted(&world, &[overdue], false).await.is_err());
    let command = EndTransferCommand { transfer: id, reason: "协议未签".to_owned() };
    cancel_transfer(&world.db, &treasurer(&world), command).await.unwrap();
    submitted(&world, &[overdue], false).await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn of_rows_that_name_the_same_the_first_counts_and_the_others_say_whose_twins_they_are() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let one = registered(&world, binding.id, "D-1", "10000").await;
    let other = registered(&world, binding.id, "D-2", "100").await;
    let nothing = DebtId(Uuid::from_u128(7));
    let id = submitted(&world, &[one, nothing, one, other, nothing, one], false).await.unwrap();
    let detail = transfer(&world.db, &treasurer(&world), id).await.unwrap();
    let nothing = nothing.to_string();
    let items: Vec<_> =
        detail.items.iter().map(|item| (item.number.as_str(), item.state, item.reason, item.twin_of)).collect();
    let twin = Some(Declined::Twin);
    assert_eq!(
        items,
        [
            ("D-1", ItemState::Pending, None, None),
            (nothing.as_str(), ItemState::Declined, Some(Declined::NotFound), None),
            ("D-1", ItemState::Declined, twin, Some(1)),
            ("D-2", ItemState::Pending, None, None),
            (nothing.as_str(), ItemState::Declined, twin, Some(2)),
            ("D-1", ItemState::Declined, twin, Some(1)),
        ]
    );
    assert_eq!((detail.row.debts, detail.row.declined, detail.row.amount), (2, 4, yuan("10100")));
    let offered = transfer(&world.db, &collector(&world), id).await.unwrap();
    assert_eq!((offered.items.len(), offered.row.declined), (2, 0), "each once, and nothing of the rest");
    let told = told(&world, &collector(&world)).await;
    let submitted = told.iter().find(|event| event.kind.code() == "transfer.submitted").unwrap();
    assert_eq!(submitted.payload["debts"], serde_json::json!(2));
    world.finish().await;
}

#[tokio::test]
async fn a_frozen_debt_thaws_when_the_transfer_is_taken_back() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    let id = submitted(&world, &[debt], false).await.unwrap();
    approved(&world, id).await;
    assert_eq!(seen(&world, &treasurer(&world), debt).await.holder, Holder::InTransfer);
    let command = EndTransferCommand { transfer: id, reason: "客户异议".to_owned() };
    cancel_transfer(&world.db, &treasurer(&world), command).await.unwrap();
    assert_eq!(seen(&world, &treasurer(&world), debt).await.holder, Holder::Funder);
    debited(&world, &treasurer(&world), debt, "1").await.unwrap();
    assert_eq!(code(confirm_transfer(&world.db, &facilitator_approver(&world), id).await), "transfer.state");
    world.finish().await;
}

#[tokio::test]
async fn a_transfer_waits_for_a_debit_whose_result_is_not_known() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let (some, all) =
        (registered(&world, binding.id, "D-1", "10000").await, registered(&world, binding.id, "D-2", "500").await);
    network.lose_answers(4);
    debited(&world, &treasurer(&world), some, "4000").await.unwrap();
    debited(&world, &treasurer(&world), all, "500").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    let id = submitted(&world, &[some, all], false).await.unwrap();
    approved(&world, id).await;
    notified(&world, id).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    let state = async || transfer(&world.db, &treasurer(&world), id).await.unwrap().row.transfer.state;
    assert_eq!(state().await, TransferState::Approved);
    for _ in 0..3 {
        world.set_now(world.now() + Duration::minutes(30));
        follow(&world, &network, JobKind::FollowDebit).await;
    }
    follow(&world, &network, JobKind::FollowTransfer).await;
    assert_eq!(state().await, TransferState::Effective);
    // What was paid in full meanwhile did not change hands.
    let (some, all) = (seen(&world, &treasurer(&world), some).await, seen(&world, &treasurer(&world), all).await);
    assert_eq!((some.holder, some.outstanding), (Holder::Facilitator, Some(yuan("6000"))));
    assert_eq!((all.holder, all.outstanding), (Holder::Funder, Some(yuan("0"))));
    world.finish().await;
}

#[tokio::test]
async fn a_debit_that_stays_unknown_keeps_its_own_debt_which_goes_on_under_the_same_document() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let (quick, slow) =
        (registered(&world, binding.id, "D-1", "10000").await, registered(&world, binding.id, "D-2", "500").await);
    network.answer_payment(Meaning::Unknown);
    debited(&world, &treasurer(&world), slow, "200").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    let id = submitted(&world, &[quick, slow], false).await.unwrap();
    approved(&world, id).await;
    notified(&world, id).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    let detail = async |id| transfer(&world.db, &treasurer(&world), id).await.unwrap();
    assert_eq!(detail(id).await.row.waiting, Some(Waiting::Debits));
    world.set_now(world.now() + Duration::minutes(11));
    follow(&world, &network, JobKind::FollowTransfer).await;
    let first = detail(id).await;
    let items: Vec<_> = first.items.iter().map(|item| (item.state, item.reason)).collect();
    assert_eq!(items, [(ItemState::Effective, None), (ItemState::Declined, Some(Declined::FollowedUp))]);

    let of_slow = transfers_of(&world.db, &treasurer(&world), Item::Debt(slow)).await.unwrap();
    let next = detail(of_slow[0].transfer).await;
    assert_eq!((next.row.follows, first.row.follows), (Some(id), None));
    assert_eq!((next.row.transfer.state, next.row.waiting), (TransferState::Approved, Some(Waiting::Debits)));
    assert_eq!((&next.row.document, &next.documents), (&first.row.document, &first.documents));
    assert_eq!(next.documents.len(), 1);
    let holders = async || {
        (seen(&world, &treasurer(&world), quick).await.holder, seen(&world, &treasurer(&world), slow).await.holder)
    };
    assert_eq!(holders().await, (Holder::Facilitator, Holder::InTransfer));
    assert_eq!(refusal(debited(&world, &collector(&world), slow, "1").await), "debt.transfer_frozen");
    for told in [world.partner('a'), collector(&world)] {
        assert!(told_codes(&world, &told).await.contains(&"transfer.followed_up"));
    }

    // It is notified already, and waits for nothing but the debit.
    network.answer_query(Meaning::Refused(Reason::InsufficientFunds));
    world.set_now(world.now() + Duration::minutes(1));
    follow(&world, &network, JobKind::FollowDebit).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    assert_eq!(holders().await, (Holder::Facilitator, Holder::Facilitator));
    world.finish().await;
}

#[tokio::test]
async fn what_was_accepted_before_a_debt_froze_is_asked_again_before_it_is_sent() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    debited(&world, &treasurer(&world), debt, "4000").await.unwrap();
    let id = submitted(&world, &[debt], false).await.unwrap();
    approved(&world, id).await;
    follow(&world, &network, JobKind::FollowDebit).await;
    let row = newest_debit(&world, &treasurer(&world)).await;
    assert_eq!((row.state, row.failure), (DebitState::Failed, Some(DebitFailure::NotSent(NotSent::TransferFrozen))));
    assert!(network.paid().is_empty(), "the card was not tried");
    assert!(told_codes(&world, &world.partner('a')).await.contains(&"debit.failed"));
    world.finish().await;
}

#[tokio::test]
async fn a_time_in_the_future_is_waited_for_and_evidence_of_tomorrow_is_none() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    let mut command = submit_command(&[debt], false);
    command.effective_from = Some(world.now() + Duration::HOUR);
    let id = services::debt_transfer::submit_transfer(&world.db, &treasurer(&world), command).await.unwrap();
    let tomorrow = NotifyCommand { transfer: id, notified_on: date!(2026 - 11 - 21), evidence: "EMS".to_owned() };
    let refused = notify_debtors(&world.db, &collector(&world), tomorrow.clone()).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "an operator of the facilitator does not");
    assert_eq!(
        code(notify_debtors(&world.db, &facilitator_approver(&world), tomorrow).await),
        "transfer.notified_in_the_future"
    );
    approved(&world, id).await;
    notified(&world, id).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    assert_eq!(seen(&world, &treasurer(&world), debt).await.holder, Holder::InTransfer);
    world.set_now(world.now() + Duration::hours(2));
    follow(&world, &network, JobKind::FollowTransfer).await;
    assert_eq!(seen(&world, &treasurer(&world), debt).await.holder, Holder::Facilitator);
    world.finish().await;
}

/// Where somebody moves the date, too: the clocks of the machine stand still meanwhile.
#[tokio::test]
async fn a_transfer_counts_with_the_date_that_it_names_as_the_close_before_it_ends() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    let mut command = submit_command(&[debt], false);
    command.effective_from = Some(date!(2026 - 11 - 22).midnight().assume_offset(CHINA));
    let id = services::debt_transfer::submit_transfer(&world.db, &treasurer(&world), command).await.unwrap();
    approved(&world, id).await;
    notified(&world, id).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    let demonstration = world.db.clone().on_the_business_date().await.unwrap();
    for (on, holder) in [(date!(2026 - 11 - 20), Holder::InTransfer), (date!(2026 - 11 - 21), Holder::Facilitator)] {
        end_of_day::close(&demonstration, on).await.unwrap();
        assert_eq!(seen(&world, &treasurer(&world), debt).await.holder, holder, "after {on}");
    }
    let posted = "select count(*) from journals where event_kind = 'debt.transferred' and posted_on = '2026-11-22'";
    assert_eq!(world.number(posted).await, 1);
    let told = "select done from day_steps where step = 'transfer' and business_date = '2026-11-21'";
    assert_eq!(world.number(told).await, 1);
    world.finish().await;
}

#[tokio::test]
async fn a_share_stays_while_debts_are_collected_with_it() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    transferred(&world, &network, &[debt], false).await;
    let share = binding.share.unwrap().0;
    let command = || ReleaseShareCommand { share, reason: "到期".to_owned() };
    let revoke = RevokeShareCommand { share, at_payers_wish: false, reason: "到期".to_owned() };
    let held = |outcome: Result<(), Error<domain::binding::BindingRefusal>>| match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?}"),
    };
    assert_eq!(held(revoke_share(&world.db, &treasurer(&world), revoke).await), "share.debts_held");
    assert_eq!(held(release_share(&world.db, &facilitator_approver(&world), command()).await), "share.debts_held");
    debited(&world, &collector(&world), debt, "10000").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    release_share(&world.db, &facilitator_approver(&world), command()).await.unwrap();
    assert_eq!(refusal(debited(&world, &collector(&world), debt, "1").await), "debt.not_shared");
    world.finish().await;
}

#[tokio::test]
async fn a_payer_takes_back_its_word_on_the_share_whatever_the_facilitator_holds() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let (debt, kept) =
        (registered(&world, binding.id, "D-1", "100").await, registered(&world, binding.id, "D-2", "100").await);
    transferred(&world, &network, &[debt], false).await;
    debited(&world, &collector(&world), debt, "10").await.unwrap();
    let share = binding.share.unwrap().0;
    let command = RevokeShareCommand { share, at_payers_wish: true, reason: "客户撤回共享同意".to_owned() };
    revoke_share(&world.db, &treasurer(&world), command).await.unwrap();
    // What was accepted before is not sent.
    follow(&world, &network, JobKind::FollowDebit).await;
    let row = newest_debit(&world, &collector(&world)).await;
    assert_eq!((row.state, row.failure), (DebitState::Failed, Some(DebitFailure::NotSent(NotSent::NotShared))));
    assert!(network.paid().is_empty());
    assert_eq!(refusal(debited(&world, &collector(&world), debt, "1").await), "debt.not_shared");
    assert_eq!(seen(&world, &collector(&world), debt).await.holder, Holder::Facilitator, "it is owed all the same");
    for told in [world.partner('a'), collector(&world)] {
        assert!(told_codes(&world, &told).await.contains(&"share.revoked"));
    }
    // The binding is the funder's still, and what it buys back it collects.
    debited(&world, &treasurer(&world), kept, "10").await.unwrap();
    transferred(&world, &network, &[debt], true).await;
    debited(&world, &treasurer(&world), debt, "10").await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn a_share_is_enabled_by_what_its_facilitator_holds_and_by_nothing_else() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let row = bound(&world, &network).await;
    let stands = async || {
        let own = services::binding::binding(&world.db, &treasurer(&world), row.id).await.unwrap().collectors;
        (shares_of(&world, 1).await[0].usable, [own.funder, own.facilitator, own.nobody])
    };
    assert_eq!(stands().await, (ShareUse::Locked, [0, 0, 0]));
    let debt = registered(&world, row.id, "D-1", "10000").await;
    assert_eq!(stands().await, (ShareUse::Locked, [1, 0, 0]));
    let id = submitted(&world, &[debt], false).await.unwrap();
    approved(&world, id).await;
    assert_eq!(stands().await, (ShareUse::Locked, [0, 0, 1]), "it changes hands");
    notified(&world, id).await;
    follow(&world, &network, JobKind::FollowTransfer).await;
    assert_eq!(stands().await, (ShareUse::Enabled, [0, 1, 0]));
    transferred(&world, &network, &[debt], true).await;
    assert_eq!(stands().await, (ShareUse::Locked, [1, 0, 0]), "bought back");
    let share = row.share.unwrap().0;
    let command = RevokeShareCommand { share, at_payers_wish: false, reason: "到期".to_owned() };
    revoke_share(&world.db, &treasurer(&world), command).await.unwrap();
    assert_eq!(stands().await, (ShareUse::Over, [1, 0, 0]));
    world.finish().await;
}

//! A debt is collected with the binding in force of its card, once its holder has one.

use domain::{
    approval::Action,
    binding::BindingState,
    debt::Holder,
    id::{BindingId, DebtId},
    job::JobKind,
    network::ReturnReason,
};
use services::{
    binding::{BindingFilter, bindings},
    debt_transfer::{EndTransferCommand, cancel_transfer},
    outside_payment::{ReportPaymentCommand, report_payment},
    refund::{RefundCommand, refund},
    signing::{OrderSigningCommand, order_signing},
};
use sqlx::{Connection, PgConnection};
use time::{Duration, macros::date};

use super::{
    approved, collector, debited, edges::ended_by_the_payer, notified, refusal, registered, seen, submitted,
    transferred,
};
use crate::{
    approval::two_people,
    binding::{bound, confirmed, follow, network::CODE, network::TestNetwork, order, told_codes, treasurer},
    harness::{FIRST, World, yuan},
    settlement::fetched,
};

/// The card is bound anew, for the facilitator too if its payer says so. Gives the binding.
async fn bound_anew(world: &World, network: &TestNetwork, consents_to_share: bool) -> BindingId {
    world.set_now(world.now() + Duration::minutes(1));
    let command = OrderSigningCommand { consents_to_share, ..order("JH-01") };
    let id = order_signing(&world.db, network, &treasurer(world), command).await.unwrap().signing;
    confirmed(world, network, id, CODE).await.unwrap();
    let rows = bindings(&world.db, &treasurer(world), BindingFilter::All, FIRST).await.unwrap().rows;
    rows.into_iter().find(|row| row.state == BindingState::Active).unwrap().id
}

async fn binding_of(world: &World, debt: DebtId) -> BindingId {
    seen(world, &treasurer(world), debt).await.binding
}

async fn moved(world: &World) -> usize {
    let told = told_codes(world, &world.partner('a')).await;
    told.into_iter().filter(|code| *code == "debt.moved").count()
}

#[tokio::test]
async fn a_debt_that_is_bought_back_follows_to_the_binding_that_its_funder_has_now() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let old = bound(&world, &network).await.id;
    let debt = registered(&world, old, "D-1", "10000").await;
    transferred(&world, &network, &[debt], false).await;
    ended_by_the_payer(&world, &network, old).await;
    let anew = bound_anew(&world, &network, false).await;
    assert_eq!((binding_of(&world, debt).await, moved(&world).await), (old, 0), "it is not the facilitator's");
    transferred(&world, &network, &[debt], true).await;
    assert_eq!((binding_of(&world, debt).await, moved(&world).await), (anew, 1));
    debited(&world, &treasurer(&world), debt, "10000").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_eq!(seen(&world, &treasurer(&world), debt).await.outstanding, Some(yuan("0")));
    world.finish().await;
}

#[tokio::test]
async fn a_debt_on_its_way_to_a_facilitator_follows_to_what_its_funder_has_bound_and_goes_on_with_it_or_thaws() {
    for shared in [true, false] {
        let world = World::new().await;
        let network = TestNetwork::default();
        let old = bound(&world, &network).await.id;
        let debt = registered(&world, old, "D-1", "10000").await;
        let id = submitted(&world, &[debt], false).await.unwrap();
        approved(&world, id).await;
        ended_by_the_payer(&world, &network, old).await;
        let anew = bound_anew(&world, &network, shared).await;
        assert_eq!((binding_of(&world, debt).await, moved(&world).await), (anew, 1));
        assert_eq!(seen(&world, &treasurer(&world), debt).await.holder, Holder::InTransfer);
        if shared {
            notified(&world, id).await;
            follow(&world, &network, JobKind::FollowTransfer).await;
            assert_eq!(refusal(debited(&world, &treasurer(&world), debt, "1").await), "debt.not_held");
            debited(&world, &collector(&world), debt, "1").await.unwrap();
        } else {
            let command = EndTransferCommand { transfer: id, reason: "客户异议".to_owned() };
            cancel_transfer(&world.db, &treasurer(&world), command).await.unwrap();
            debited(&world, &treasurer(&world), debt, "1").await.unwrap();
        }
        world.finish().await;
    }
}

#[tokio::test]
async fn what_was_paid_follows_once_it_is_owed_again() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let old = bound(&world, &network).await.id;
    let returned = registered(&world, old, "D-1", "10").await;
    let refunded = registered(&world, old, "D-2", "20").await;
    let undone = registered(&world, old, "D-3", "30").await;
    let reference = debited(&world, &treasurer(&world), returned, "10").await.unwrap().reference.to_string();
    let debit = debited(&world, &treasurer(&world), refunded, "20").await.unwrap().debit;
    follow(&world, &network, JobKind::FollowDebit).await;
    let report = ReportPaymentCommand {
        debt: undone,
        number: "HK-1".to_owned(),
        amount: yuan("30"),
        paid_on: date!(2026 - 11 - 20),
        evidence: "银行回单 20261120-0007".to_owned(),
    };
    let payment = report_payment(&world.db, &treasurer(&world), report).await.unwrap().payment;
    ended_by_the_payer(&world, &network, old).await;
    let anew = bound_anew(&world, &network, true).await;
    for debt in [returned, refunded, undone] {
        let row = seen(&world, &treasurer(&world), debt).await;
        assert_eq!((row.binding, row.outstanding), (old, Some(yuan("0"))), "nothing is collected of it");
    }

    network.give_back(date!(2026 - 11 - 20), &reference, yuan("10"), ReturnReason::Unauthorised);
    fetched(&world, &network).await;
    let command = RefundCommand { debit, amount: yuan("20"), reason: "重复扣款".to_owned() };
    refund(&world.db, &treasurer(&world), command).await.unwrap();
    follow(&world, &network, JobKind::FollowRefund).await;
    two_people(&world, Action::UndoPayment { payment }).await;
    for (debt, owed) in [(returned, "10"), (refunded, "20"), (undone, "30")] {
        let row = seen(&world, &treasurer(&world), debt).await;
        assert_eq!((row.binding, row.outstanding), (anew, Some(yuan(owed))));
    }
    assert_eq!(moved(&world).await, 3);
    world.finish().await;
}

#[tokio::test]
async fn what_changes_hands_while_its_card_is_bound_anew_is_waited_for() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let old = bound(&world, &network).await.id;
    let debt = registered(&world, old, "D-1", "10000").await;
    transferred(&world, &network, &[debt], false).await;
    ended_by_the_payer(&world, &network, old).await;
    let mut rival = PgConnection::connect(&world.url).await.unwrap();
    sqlx::raw_sql("begin; update debts set holder = 'funder', holder_id = funder_id")
        .execute(&mut rival)
        .await
        .unwrap();
    let comes = async {
        let waiting =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        while world.number(waiting).await == 0 {}
        sqlx::raw_sql("commit").execute(&mut rival).await.unwrap();
    };
    let (anew, ()) = tokio::join!(bound_anew(&world, &network, false), comes);
    assert_eq!(binding_of(&world, debt).await, anew);
    rival.close().await.unwrap();
    // Nobody but the rival knows that the debt was bought back.
    world.db.drain().await;
    world.drop_database().await;
}

//! What a facilitator reads of a debt: how it stands while it is offered or held, and afterwards what had happened until then.

use domain::{
    approval::Action,
    debt::{DebtRefusal, Holder},
    evidence::Subject,
    id::DebtId,
    job::JobKind,
    role::Role,
};
use services::{
    Context, Error,
    debt::{DebtFilter, debt, debts},
    debt_transfer::{EndTransferCommand, confirm_transfer, reject_transfer},
    evidence::{Evidence, What, evidence},
    search::search,
};
use time::Duration;

use super::{
    DUE_ON, collected, collector, debited, documented, edges::ended_by_the_payer, facilitator_approver, registered,
    seen, submitted, transferred,
};
use crate::{
    approval::two_people,
    binding::{
        bound, confirmed, follow,
        network::{CODE, TestNetwork},
        ordered, treasurer,
    },
    harness::{FIRST, World, yuan},
    mapping::published,
};

async fn read(world: &World, context: &Context, id: DebtId) -> Evidence {
    evidence(&world.db, context, Subject::Debt(id)).await.unwrap()
}

/// The numbers of the debts that the facilitator finds in its list.
async fn listed(world: &World, filter: DebtFilter) -> Vec<String> {
    debts(&world.db, &collector(world), filter, FIRST).await.unwrap().rows.into_iter().map(|row| row.number).collect()
}

#[tokio::test]
async fn a_debt_that_was_only_offered_is_read_until_the_offer_is_over() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let id = registered(&world, binding.id, "D-1", "10000").await;
    let offer = submitted(&world, &[id], false).await.unwrap();
    let offered = seen(&world, &collector(&world), id).await;
    assert_eq!((offered.outstanding, offered.due_on, offered.holder), (Some(yuan("10000")), DUE_ON, Holder::Funder));
    assert_eq!(read(&world, &collector(&world), id).await.debts[0].outstanding, Some(yuan("10000")));
    assert_eq!(listed(&world, DebtFilter::All).await, ["D-1"]);
    assert_eq!(search(&world.db, &collector(&world), "D-1").await.unwrap().len(), 1);

    let command = EndTransferCommand { transfer: offer, reason: "资料不全".to_owned() };
    reject_transfer(&world.db, &facilitator_approver(&world), command).await.unwrap();
    assert!(matches!(debt(&world.db, &collector(&world), id).await, Err(Error::NotFound)));
    let told = evidence(&world.db, &collector(&world), Subject::Debt(id)).await;
    assert!(matches!(told, Err(Error::NotFound)), "{told:?}");
    let of_share = Subject::Share(binding.share.unwrap().0);
    assert!(evidence(&world.db, &collector(&world), of_share).await.unwrap().debts.is_empty());
    assert!(listed(&world, DebtFilter::All).await.is_empty());
    assert!(search(&world.db, &collector(&world), "D-1").await.unwrap().is_empty());
    assert_eq!(seen(&world, &treasurer(&world), id).await.outstanding, Some(yuan("10000")));
    world.finish().await;
}

#[tokio::test]
async fn of_a_debt_that_it_gave_back_a_facilitator_reads_what_had_happened_until_then() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = collected(&world, &network).await;
    world.set_now(world.now() + Duration::minutes(1));
    transferred(&world, &network, &[id], true).await;
    world.set_now(world.now() + Duration::minutes(1));
    debited(&world, &treasurer(&world), id, "6000").await.unwrap();
    let row = seen(&world, &collector(&world), id).await;
    assert_eq!((row.outstanding, row.holder, row.in_flight), (None, Holder::Funder, false));
    assert_eq!(row.may_collect, Err(DebtRefusal::NotHeld));
    follow(&world, &network, JobKind::FollowDebit).await;
    assert_eq!(listed(&world, DebtFilter::All).await, ["D-1"]);
    assert!(listed(&world, DebtFilter::Settled).await.is_empty(), "whether it is paid is the funder's to know");

    let funder = read(&world, &treasurer(&world), id).await;
    let own = read(&world, &collector(&world), id).await;
    assert_eq!((own.debts[0].outstanding, funder.debts[0].outstanding), (None, Some(yuan("0"))));
    assert_eq!(own.debits.iter().map(|debit| debit.amount).collect::<Vec<_>>(), [yuan("4000")]);
    assert!(own.steps.iter().any(|step| step.what == What::Debt(Holder::Funder)), "it knows that it gave it back");
    world.finish().await;
}

#[tokio::test]
async fn who_has_held_a_debt_reads_nothing_of_whom_it_goes_to_later() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = collected(&world, &network).await;
    let before = seen(&world, &treasurer(&world), id).await;
    world.set_now(world.now() + Duration::minutes(1));
    transferred(&world, &network, &[id], true).await;
    ended_by_the_payer(&world, &network, before.binding).await;
    world.set_now(world.now() + Duration::minutes(1));
    published(&world, "JH-01", 2).await;
    let again = ordered(&world, &network, "JH-01").await;
    confirmed(&world, &network, again, CODE).await.unwrap();
    let transfer = submitted(&world, &[id], false).await.unwrap();
    let other = |role| world.facilitator(2, role);
    documented(&world, transfer).await;
    confirm_transfer(&world.db, &other(Role::FacilitatorApprover), transfer).await.unwrap();
    two_people(&world, Action::Transfer { transfer }).await;

    let row = seen(&world, &collector(&world), id).await;
    assert_eq!((row.outstanding, row.holder, row.facilitator_name), (None, Holder::Funder, before.facilitator_name));
    let frozen = async |context: &Context| {
        let steps = read(&world, context, id).await.steps;
        steps.iter().filter(|step| step.what == What::Debt(Holder::InTransfer)).count()
    };
    assert_eq!((frozen(&collector(&world)).await, frozen(&treasurer(&world)).await), (1, 2));
    let offered = seen(&world, &other(Role::FacilitatorOperator), id).await;
    assert_eq!((offered.outstanding, offered.holder), (Some(yuan("6000")), Holder::InTransfer));
    world.finish().await;
}

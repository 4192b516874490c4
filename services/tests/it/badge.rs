//! What waits for whom, beside the links of the navigation.

use domain::{approval::Action, role::Role};
use services::{
    Error,
    badge::{FacilitatorBadges, FunderBadges, OperatorBadges, facilitator_badges, funder_badges, operator_badges},
    bank_movement,
    debt_transfer::confirm_transfer,
    draw::{InstructDrawCommand, prepare_payment},
    worklist::worklist,
};

use crate::{
    approval::{movements, propose},
    binding::{bound, network::TestNetwork},
    commission,
    debt::{documented, facilitator_approver, registered, submitted},
    draw::request,
    harness::{World, bullet_terms, yuan},
};

#[tokio::test]
async fn the_institution_sees_what_waits_for_the_person() {
    let world = World::new().await;
    let of = async |role| operator_badges(&world.db, &world.operator(role)).await.unwrap();
    let movement = movements::unknown(&world, "50").await;
    assert_eq!(of(Role::OperatorMaker).await, OperatorBadges { movements: 1, ..OperatorBadges::default() });
    assert_eq!(of(Role::OperatorChecker).await, OperatorBadges::default());
    propose(&world, Action::Return { movement }).await.unwrap();
    assert_eq!(of(Role::OperatorChecker).await, OperatorBadges { approvals: 1, ..OperatorBadges::default() });
    let sample = include_bytes!("../../../files/tests/data/statements/icbc-reserve-2026-11-20.gb18030.csv").to_vec();
    let maker = world.operator(Role::OperatorMaker);
    bank_movement::preview_statement(&world.db, &maker, "day.csv", sample, None).await.unwrap();
    assert_eq!(of(Role::OperatorChecker).await.statements, 1);
    assert_eq!(of(Role::OperatorMaker).await.statements, 0);
    assert_eq!(of(Role::Auditor).await, OperatorBadges::default());
    world.finish().await;
}

#[tokio::test]
async fn a_funder_and_a_facilitator_see_what_waits_for_the_person_and_nobody_elses() {
    let world = World::new().await;
    world.open_line(2, yuan("100000"), bullet_terms(), &["30d"]).await;
    let requested = request(&world, 2, "50000").await.unwrap();
    let of = async |funder, role| funder_badges(&world.db, &world.funder_person(funder, role)).await.unwrap();
    let one = FunderBadges { draws: 1, ..FunderBadges::default() };
    assert_eq!(of('a', Role::FunderTreasurer).await, one);
    assert_eq!(of('a', Role::FunderReviewer).await, FunderBadges::default());
    assert_eq!(of('b', Role::FunderTreasurer).await, FunderBadges::default());
    let command =
        InstructDrawCommand { draw: requested.draw, amount: yuan("50000"), payment_reference: "B-1".to_owned() };
    prepare_payment(&world.db, &world.funder_person('a', Role::FunderTreasurer), command).await.unwrap();
    assert_eq!(of('a', Role::FunderApprover).await, FunderBadges { payments: 1, ..FunderBadges::default() });
    assert_eq!(of('a', Role::FunderTreasurer).await, one);
    assert_eq!(of('b', Role::FunderApprover).await, FunderBadges::default());
    let none = facilitator_badges(&world.db, &world.facilitator(1, Role::FacilitatorApprover)).await.unwrap();
    assert_eq!(none, FacilitatorBadges::default());
    let (agent, treasurer) = (world.agent(2), world.funder_person('a', Role::FunderTreasurer));
    assert!(matches!(funder_badges(&world.db, &agent).await, Err(Error::Forbidden)));
    assert!(matches!(operator_badges(&world.db, &treasurer).await, Err(Error::Forbidden)));
    assert!(matches!(facilitator_badges(&world.db, &treasurer).await, Err(Error::Forbidden)));
    world.finish().await;
}

#[tokio::test]
async fn what_a_maker_has_to_propose_waits_on_the_overview_and_beside_the_navigation_until_it_is_proposed() {
    let world = World::new().await;
    let waits = async || {
        let maker = world.operator(Role::OperatorMaker);
        let badges = operator_badges(&world.db, &maker).await.unwrap();
        let told = worklist(&world.db, &maker).await.unwrap();
        assert_eq!(
            (badges.commissions, badges.transfers),
            (told.commissions_to_propose, told.transfers_to_propose),
            "the two say the same"
        );
        (badges.commissions, badges.transfers)
    };
    commission::upload(&world, "2026-10", "X,100.00\n").await;
    assert_eq!(waits().await, (0, 0), "a file with an error is nothing to propose");
    let file = commission::upload(&world, "2026-10", "A0001,100.00\n").await;
    assert_eq!(waits().await, (1, 0));
    propose(&world, Action::Distribute { file }).await.unwrap();
    assert_eq!(waits().await, (0, 0));

    let binding = bound(&world, &TestNetwork::default()).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    let transfer = submitted(&world, &[debt], false).await.unwrap();
    documented(&world, transfer).await;
    assert_eq!(waits().await, (0, 0), "the facilitator has not confirmed");
    confirm_transfer(&world.db, &facilitator_approver(&world), transfer).await.unwrap();
    assert_eq!(waits().await, (0, 1));
    propose(&world, Action::Transfer { transfer }).await.unwrap();
    assert_eq!(waits().await, (0, 0));
    world.finish().await;
}

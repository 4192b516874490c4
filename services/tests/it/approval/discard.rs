//! Files that nobody wants any more: where two people adopt one, two people discard it.

use domain::{
    approval::Action, bank_movement::StatementRefusal, commission::CommissionFileState, import::ImportState, role::Role,
};
use services::{Error, bank_movement, commission};

use super::{approve, give_back, propose, refusal, two_people};
use crate::{
    bank_movement::{ICBC, confirm, preview},
    commission::{released, upload},
    harness::World,
};

#[tokio::test]
async fn a_statement_is_discarded_by_two_people_and_recorded_by_nobody() {
    let world = World::new().await;
    let import = preview(&world, "a.csv", ICBC).await.unwrap().file.import;
    let proposed = propose(&world, Action::DiscardStatement { import }).await.unwrap();
    give_back(&world, proposed, "还需要").await.unwrap();
    world.set_now(world.now() + time::Duration::MINUTE);
    let again = propose(&world, Action::DiscardStatement { import }).await.unwrap();
    approve(&world, again).await.unwrap();
    let auditor = world.operator(Role::Auditor);
    let file = bank_movement::statement_file(&world.db, &auditor, import).await.unwrap();
    assert_eq!((file.state, file.decided_at), (ImportState::Discarded, None));
    let late = confirm(&world, import).await;
    assert!(matches!(late, Err(Error::Refused(StatementRefusal::AlreadyDecided))));
    let twice = propose(&world, Action::DiscardStatement { import }).await;
    assert_eq!(refusal(twice), "approval.already_decided");
    assert_eq!(world.number("select count(*) from bank_movements").await, 0);

    // What was adopted cannot be.
    let import = preview(&world, "b.csv", ICBC).await.unwrap().file.import;
    let open = propose(&world, Action::DiscardStatement { import }).await.unwrap();
    confirm(&world, import).await.unwrap();
    assert_eq!(refusal(approve(&world, open).await), "approval.already_decided");
    world.finish().await;
}

#[tokio::test]
async fn a_draft_of_commissions_is_discarded_and_a_released_file_is_not() {
    let world = World::new().await;
    let file = upload(&world, "2026-10", "A0001,1200\n").await;
    two_people(&world, Action::DiscardCommissions { file }).await;
    let seen = commission::commission_file(&world.db, &world.operator(Role::Auditor), file).await.unwrap();
    assert_eq!(seen.row.state, CommissionFileState::Discarded);
    assert_eq!(refusal(propose(&world, Action::Distribute { file }).await), "commission.discarded");
    assert_eq!(refusal(propose(&world, Action::DiscardCommissions { file }).await), "commission.discarded");

    let file = released(&world, "2026-10", "A0001,1200\n").await;
    assert_eq!(refusal(propose(&world, Action::DiscardCommissions { file }).await), "commission.already_released");
    world.finish().await;
}

//! The list of bank statements that were brought.

use domain::{bank_movement::LineOutcome, import::ImportState, role::Role};
use services::{
    Error,
    bank_movement::{
        DecideStatementCommand, ImportFilter, decide_statement, preview_statement, statement_file, statement_files,
    },
    identity,
};
use time::macros::date;

use super::{FIRST, World};

const SAMPLE: &[u8] = include_bytes!("../../../../files/tests/data/statements/icbc-reserve-2026-11-20.gb18030.csv");

#[tokio::test]
async fn a_file_is_told_from_the_others_and_knows_of_its_twin() {
    let world = World::new().await;
    let maker = || world.operator(Role::OperatorMaker);
    let first = preview_statement(&world.db, &maker(), "a.csv", SAMPLE.into(), None).await.unwrap();
    let second = preview_statement(&world.db, &maker(), "b.csv", SAMPLE.into(), None).await.unwrap();
    let listed = async || {
        statement_files(&world.db, &world.operator(Role::Auditor), ImportFilter::All, FIRST).await.unwrap().rows
    };
    let rows = listed().await;
    let of = |import| rows.iter().find(|row| row.import == import).unwrap();
    assert_eq!(of(first).same, Some((second, ImportState::Previewed)));
    let [account] = of(first).accounts.as_slice() else { panic!("one account") };
    assert_eq!(account.account_no, super::RESERVE);
    let file = statement_file(&world.db, &maker(), first).await.unwrap();
    assert_eq!((account.opening, account.closing), (file.statements[0].opening, file.statements[0].closing));
    assert_eq!(of(first).days, (Some(date!(2026 - 11 - 20)), Some(date!(2026 - 11 - 20))));
    assert_eq!(of(first).counts.iter().map(|counts| counts.of(LineOutcome::PassedOver)).sum::<u64>(), 1);
    let command = DecideStatementCommand { import: first, agree: true, note: "核对过".to_owned() };
    decide_statement(&world.db, &world.operator(Role::OperatorChecker), command).await.unwrap();
    let rows = listed().await;
    let same = |import| rows.iter().find(|row| row.import == import).unwrap().same;
    assert_eq!((same(first), same(second)), (None, Some((first, ImportState::Confirmed))));
    world.finish().await;
}

#[tokio::test]
async fn strangers_see_neither_the_files_nor_the_institution_s_people() {
    let world = World::new().await;
    for stranger in [world.agent(1), world.partner('a'), world.funder_person('a', Role::FunderApprover)] {
        let files = statement_files(&world.db, &stranger, ImportFilter::All, FIRST).await;
        assert!(matches!(files, Err(Error::Forbidden)), "{files:?}");
        let staff = identity::staff(&world.db, &stranger).await;
        assert!(matches!(staff, Err(Error::Forbidden)), "{staff:?}");
    }
    let staff = identity::staff(&world.db, &world.operator(Role::Auditor)).await.unwrap();
    assert!(staff.iter().all(|person| person.belongs_to.is_empty()), "{staff:?}");
    world.finish().await;
}

//! Debts from a spreadsheet: each row is registered by itself, and nothing twice.

use domain::{
    debt::{DebtRefusal, MOST_IN_A_FILE},
    job::JobKind,
    role::Role,
};
use services::{
    Context, Error,
    binding::{UnsignCommand, unsign},
    debt::{DebtFilter, DebtImport, debts, import_debts},
};

use super::{collector, facilitator_approver, registered};
use crate::{
    binding::{bound, follow, network::TestNetwork, treasurer},
    harness::{FIRST, World},
};

const HEADING: &str = "债权编号,协议别名,金额（元）,到期日\n";

async fn sent(world: &World, context: &Context, rows: &str) -> DebtImport {
    let file = format!("{HEADING}{rows}").into_bytes();
    import_debts(&world.db, context, "债权.csv", file).await.unwrap()
}

/// How many were registered, stood there already, and were not reached.
fn counts(import: &DebtImport) -> [usize; 3] {
    [import.registered, import.already, import.left]
}

/// Rows and codes of all that is wrong.
fn faults(import: &DebtImport) -> Vec<(usize, &str)> {
    let cells = import.errors.iter().map(|error| (error.row, error.code.as_str()));
    let rows = import.refused.iter().map(|refused| match &refused.error {
        Error::Refused(refusal) => (refused.row, refusal.code()),
        other => panic!("{other:?} is no refusal"),
    });
    cells.chain(rows).collect()
}

async fn stored(world: &World) -> Vec<(String, String)> {
    let rows = debts(&world.db, &treasurer(world), DebtFilter::All, FIRST).await.unwrap().rows;
    let mut found: Vec<_> = rows.into_iter().map(|row| (row.number, row.amount.to_string())).collect();
    found.sort();
    found
}

#[tokio::test]
async fn good_rows_are_registered_beside_wrong_ones_and_a_mended_file_registers_the_rest() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let alias = &binding.alias;
    registered(&world, binding.id, "D-0", "7").await;
    let rows = format!(
        "D-0,{alias},7.00,2026-11-10\nD-0,{alias},7.00,2026-11-10\nD-1,{alias},\"12,800.00\",2026年11月1日\n\
         D-2,NOBODY,1,2026-11-01\nD-3,{alias},0,2026-11-01\nD-4,{alias},4,2027-03-01\n"
    );
    let first = sent(&world, &treasurer(&world), &rows).await;
    assert_eq!(counts(&first), [2, 1, 0]);
    let wrong = [(3, "operating_data.duplicate"), (5, "debt.alias_unknown"), (6, "amount.not_positive")];
    assert_eq!(faults(&first), wrong);
    let text = |number: &str, amount: &str| (number.to_owned(), amount.to_owned());
    let all = [text("D-0", "7.00"), text("D-1", "12800.00"), text("D-4", "4.00")];
    assert_eq!(stored(&world).await, all);

    // The mended file: what stood there is told, what says something else is refused, and the rest is registered.
    let rows = format!("D-0,{alias},8,2026-11-10\nD-1,{alias},12800,2026-11-01\nD-2,{alias},1,2026-11-01\n");
    let mended = sent(&world, &treasurer(&world), &rows).await;
    assert_eq!((counts(&mended), faults(&mended)), ([1, 1, 0], vec![(2, "debt.number_taken")]));
    assert_eq!(stored(&world).await.len(), 4);
    assert_eq!(world.number("select count(*) from journals where event_kind = 'debt.registered'").await, 4);
    world.finish().await;
}

#[tokio::test]
async fn the_same_form_twice_and_at_once_registers_nothing_twice() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let alias = bound(&world, &network).await.alias;
    let rows: String = (1..=20).map(|number| format!("D-{number},{alias},{number},2026-11-01\n")).collect();
    let form = treasurer(&world);
    let (one, other) = tokio::join!(sent(&world, &form, &rows), sent(&world, &form, &rows));
    for import in [&one, &other] {
        // A row that the other form is just registering is told as one under way.
        let under_way = import.refused.iter().filter(|row| matches!(row.error, Error::Conflict(_))).count();
        assert_eq!((import.registered + import.already + under_way, import.left), (20, 0), "{import:?}");
    }
    let again = sent(&world, &treasurer(&world), &rows).await;
    assert_eq!((counts(&again), faults(&again)), ([0, 20, 0], vec![]));
    assert_eq!(world.number("select count(*) from debts").await, 20);
    world.finish().await;
}

#[tokio::test]
async fn what_ended_meanwhile_is_refused_row_by_row_and_nobody_else_sends_a_file() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await;
    let rows = format!("D-1,{},1,2026-11-01\n", binding.alias);
    let file = || format!("{HEADING}{rows}").into_bytes();
    for context in [
        collector(&world),
        facilitator_approver(&world),
        world.funder_person('a', Role::FunderApprover),
        world.operator(Role::OperatorMaker),
        world.agent(1),
    ] {
        let refused = import_debts(&world.db, &context, "债权.csv", file()).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{context:?}");
    }
    // Another funder does not know the alias.
    let strange = sent(&world, &world.funder_person('b', Role::FunderTreasurer), &rows).await;
    assert_eq!((counts(&strange), faults(&strange)), ([0, 0, 0], vec![(2, "debt.alias_unknown")]));

    let command = UnsignCommand { binding: binding.id, at_payers_wish: true, reason: "客户要求".to_owned() };
    unsign(&world.db, &treasurer(&world), command).await.unwrap();
    follow(&world, &network, JobKind::FollowBinding).await;
    let ended = sent(&world, &treasurer(&world), &rows).await;
    assert_eq!(faults(&ended), [(2, "debt.binding_ended")]);
    assert!(matches!(&ended.refused[0].error, Error::Refused(DebtRefusal::BindingEnded { .. })));
    assert_eq!(ended.refused[0].number, "D-1");
    world.finish().await;
}

#[tokio::test]
async fn a_file_that_is_no_table_registers_nothing() {
    let world = World::new().await;
    let many: String = (0..=MOST_IN_A_FILE).map(|row| format!("D-{row},A,1,2026-11-01\n")).collect();
    for (file, code) in [
        (Vec::new(), "file.empty"),
        (HEADING.as_bytes().to_vec(), "import.no_rows"),
        (b"%PDF-1.7".to_vec(), "file.unsupported"),
        (format!("{HEADING}{many}").into_bytes(), "import.too_many_rows"),
    ] {
        let refused = import_debts(&world.db, &treasurer(&world), "债权.csv", file).await;
        assert!(matches!(&refused, Err(Error::Refused(refusal)) if refusal.code() == code), "{code}: {refused:?}");
    }
    world.finish().await;
}

#[tokio::test]
async fn a_thousand_rows_each_wrong_in_another_way_are_told_one_by_one_and_register_nothing() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let alias = bound(&world, &network).await.alias;
    let wrong = |row: usize| match row % 8 {
        0 => format!(",{alias},{row}.00,2026-11-01\n"),
        1 => format!("{}{row},{alias},1,2026-11-01\n", "9".repeat(64)),
        2 => format!("D-{row},,1,2026-11-01\n"),
        3 => format!("D-{row},NOBODY-{row},1,2026-11-01\n"),
        4 => format!("D-{row},{alias},-{row}.00,2026-11-01\n"),
        5 => format!("D-{row},{alias},{row}.001,2026-11-01\n"),
        6 => format!("D-{row},{alias},1,2026-13-{row}\n"),
        // Each says something else of the same debt.
        _ => format!("D-0,{alias},{row},2026-11-01\n"),
    };
    let rows: String = (0..MOST_IN_A_FILE).map(wrong).collect();
    let import = sent(&world, &treasurer(&world), &rows).await;
    let told: std::collections::BTreeSet<usize> = faults(&import).into_iter().map(|(row, _)| row).collect();
    assert_eq!((told.len(), counts(&import)), (MOST_IN_A_FILE, [0, 0, 0]));
    assert_eq!(world.number("select count(*) from debts").await, 0);
    world.finish().await;
}

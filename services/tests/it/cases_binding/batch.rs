//! Cases of batches: each row is answered by itself and in its place, and a batch that is told again as it was the first time.

use domain::{
    debt_transfer::{Declined, Item, ItemState, TransferRefusal},
    id::{BindingId, DebtId},
    job::JobKind,
};
use serde::{Deserialize, de::DeserializeOwned};
use services::{
    Context, Error,
    binding::{BindingFilter, bindings},
    debt::{RegisterDebtCommand, register_debt},
    debt_transfer::{SubmitTransferCommand, TransferDetail, submit_transfer, transfer},
    outside_payment::{ReportPaymentCommand, report_payment},
    signing::{ConfirmSigningCommand, confirm_signing, order_signing},
};
use sqlx::{Connection, PgConnection};
use time::macros::date;
use uuid::Uuid;

use super::{absent, funder_b, published_of_b};
use crate::{
    binding::{
        bound, follow,
        network::{CODE, TestNetwork},
        order, told, treasurer,
    },
    debt::{approved, collector, debited, registered, submit_command},
    harness::{FIRST, World, yuan},
};

#[derive(Deserialize)]
struct Batch {
    items: Vec<Row>,
}

/// What it says of the debt's amount is said when the debt is registered here (decision 0026).
#[derive(Deserialize)]
struct Row {
    row: usize,
    debt_item: String,
}

fn read<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

/// A debt that falls due on the day of the case.
async fn not_due(world: &World, binding: BindingId, number: &str, amount: &str) -> DebtId {
    let due_on = date!(2026 - 11 - 20);
    let command = RegisterDebtCommand { number: number.to_owned(), binding, amount: yuan(amount), due_on };
    register_debt(&world.db, &treasurer(world), command).await.unwrap()
}

async fn seen(world: &World, context: &Context, command: &SubmitTransferCommand) -> TransferDetail {
    let id = submit_transfer(&world.db, context, command.clone()).await.unwrap();
    transfer(&world.db, context, id).await.unwrap()
}

/// The connection goes while the batch waits for a debt in its midst.
async fn cut_off(world: &World, context: &Context, command: &SubmitTransferCommand, midst: DebtId) {
    let mut holder = PgConnection::connect(&world.url).await.unwrap();
    sqlx::raw_sql("begin").execute(&mut holder).await.unwrap();
    sqlx::query("select from debts where id = $1 for update").bind(midst.0).execute(&mut holder).await.unwrap();
    let (db, context, command) = (world.db.clone(), context.clone(), command.clone());
    let cut = tokio::spawn(async move { submit_transfer(&db, &context, command).await });
    let killed = "select count(*) from (select pg_terminate_backend(pid) from pg_stat_activity
                  where datname = current_database() and wait_event_type = 'Lock') k";
    while world.number(killed).await == 0 {
        assert!(!cut.is_finished(), "the batch did not wait for the row");
    }
    let cut = cut.await.unwrap();
    assert!(matches!(cut, Err(Error::Failed(_))), "{cut:?}");
    sqlx::raw_sql("rollback").execute(&mut holder).await.unwrap();
    holder.close().await.unwrap();
    assert_eq!(world.number("select count(*) from debt_transfers").await, 0);
}

/// Ten of a transfer's debts are paid elsewhere, in full: the first, but for the one that does not exist.
async fn ten_are_paid(world: &World, debts: &[DebtId]) {
    for (at, debt) in debts[..11].iter().enumerate().filter(|(at, _)| *at != 6) {
        let amount = services::debt::debt(&world.db, &treasurer(world), *debt).await.unwrap().outstanding.unwrap();
        let (number, evidence) = (format!("HK-{at}"), "银行回单 20261120-0007".to_owned());
        let command = ReportPaymentCommand { debt: *debt, number, amount, paid_on: date!(2026 - 11 - 20), evidence };
        report_payment(&world.db, &treasurer(world), command).await.unwrap();
    }
}

/// Case 51, with the thousand rows of its file. The row whose amount the case finds wrong takes part: a row names a debt and says no
/// amount, and a transfer has no number of its own that a second one could take (decision 0026).
#[tokio::test]
async fn a_batch_of_a_thousand_told_again_is_answered_the_same_and_one_whose_rows_changed_places_is_another() {
    let batch: Batch = read(include_str!("../../data/cases-binding/51-batch.json"));
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await.id;
    let mut ids = Vec::with_capacity(batch.items.len());
    for Row { row, debt_item } in &batch.items {
        let amount = (1_000 + row).to_string();
        ids.push(match debt_item.as_str() {
            "D-ABSENT" => absent(),
            "D-NOTDUE" => not_due(&world, binding, debt_item, &amount).await,
            number => registered(&world, binding, number, &amount).await,
        });
    }
    let (context, command) = (treasurer(&world), submit_command(&ids, false));
    cut_off(&world, &context, &command, ids[600]).await;

    let first = seen(&world, &context, &command).await;
    let named: Vec<Item> = first.items.iter().map(|item| item.item).collect();
    assert_eq!(named, command.items, "as many as there were rows, each in its place");
    let declined = first.items.iter().zip(&batch.items).filter(|(item, _)| item.state == ItemState::Declined);
    let declined: Vec<_> = declined.map(|(item, row)| (row.row, item.reason)).collect();
    assert_eq!(declined, [(7, Some(Declined::NotFound)), (1_000, Some(Declined::NotOverdue))]);
    let row = &first.row;
    assert_eq!((row.debts, row.declined, row.amount), (998, 2, yuan("1495993").plus(yuan("1500"))));
    let heard = told(&world, &collector(&world)).await;
    let heard: Vec<_> = heard.iter().filter(|event| event.kind.code() == "transfer.submitted").collect();
    assert_eq!((heard.len(), &heard[0].payload["debts"]), (1, &serde_json::json!(998)));

    ten_are_paid(&world, &ids).await;
    approved(&world, row.id).await;
    let again = seen(&world, &context, &command).await;
    assert_eq!(again.row.id, row.id, "whatever has become of it since");
    assert_eq!((again.row.debts, again.row.declined), (988, 12));
    let mut swapped = ids.clone();
    swapped.swap(0, 1);
    let other = submit_transfer(&world.db, &context, submit_command(&swapped, false)).await;
    assert!(matches!(other, Err(Error::Conflict(_))), "{other:?}");
    ids.push(DebtId(Uuid::from_u128(1_001)));
    let refused = submit_transfer(&world.db, &treasurer(&world), submit_command(&ids, false)).await;
    assert!(matches!(refused, Err(Error::Refused(TransferRefusal::Items))), "{refused:?}");
    assert_eq!(world.number("select count(*) from debt_transfers").await, 1);
    assert_eq!(world.number("select count(*) from outbox where event = 'transfer.submitted'").await, 1);
    world.finish().await;
}

/// A debt of funder b's, of the same payer.
async fn debt_of_b(world: &World, network: &TestNetwork) -> DebtId {
    published_of_b(world, "SET-B-01").await;
    let context = || funder_b(world);
    let signing = order_signing(&world.db, network, &context(), order("SET-B-01")).await.unwrap().signing;
    let command = ConfirmSigningCommand { signing, code: CODE.to_owned() };
    confirm_signing(&world.db, network, &context(), command).await.unwrap();
    let binding = bindings(&world.db, &context(), BindingFilter::All, FIRST).await.unwrap().rows[0].id;
    let due_on = date!(2026 - 11 - 10);
    let command = RegisterDebtCommand { number: "D-1".to_owned(), binding, amount: yuan("100"), due_on };
    register_debt(&world.db, &context(), command).await.unwrap()
}

/// Case 53.
#[tokio::test]
async fn each_row_of_a_batch_is_answered_in_its_place_and_another_s_debt_as_one_that_does_not_exist() {
    #[derive(Deserialize)]
    struct Expected {
        result: String,
        code: Option<String>,
    }
    let batch: Batch = read(include_str!("../../data/cases-binding/53-batch.json"));
    let expected: Vec<Expected> = read(include_str!("../../data/cases-binding/53-expected.json"));
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await.id;
    let of_b = debt_of_b(&world, &network).await;
    let mut ids = Vec::new();
    for Row { debt_item, .. } in &batch.items {
        ids.push(match debt_item.as_str() {
            "D-ABSENT" => absent(),
            "D-OF-FUNDER-B" => of_b,
            "D-NOTDUE" => not_due(&world, binding, debt_item, "100").await,
            number => registered(&world, binding, number, "100").await,
        });
    }
    debited(&world, &treasurer(&world), ids[5], "100").await.unwrap();
    follow(&world, &network, JobKind::FollowDebit).await;

    let detail = seen(&world, &treasurer(&world), &submit_command(&ids, false)).await;
    let items: Vec<_> = detail.items.iter().map(|item| (item.item.debt(), item.state.code(), item.reason)).collect();
    let expected = ids.iter().zip(&expected).map(|(debt, row)| {
        let reason = row.code.as_deref().map(|code| match code {
            "not_found" => Declined::NotFound,
            "balance_zero" => Declined::Settled,
            "not_overdue" => Declined::NotOverdue,
            other => panic!("{other} is unknown"),
        });
        (Some(*debt), row.result.as_str(), reason)
    });
    assert_eq!(items, expected.collect::<Vec<_>>());
    for place in [1, 3] {
        let strange = &detail.items[place];
        assert_eq!((&strange.number, strange.amount, strange.due_on), (&ids[place].to_string(), None, None));
    }
    assert_eq!((detail.row.debts, detail.row.declined), (4, 4));
    let offered = transfer(&world.db, &collector(&world), detail.row.id).await.unwrap();
    assert_eq!((offered.items.len(), offered.row.declined), (4, 0), "nothing of the rest");
    for strange in [ids[0], absent()] {
        let outcome = submit_transfer(&world.db, &funder_b(&world), submit_command(&[strange], false)).await;
        assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
    }
    world.finish().await;
}

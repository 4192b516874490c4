//! How long the turn of a date keeps others from writing.

use std::sync::Arc;

use services::{Db, end_of_day};
use time::macros::date;

use crate::{
    harness::{START, World, bullet_terms, master_keys, yuan},
    repayment::lend,
    scale::{Cost, Meter},
};

/// Shops like the first one, each with a wallet, a line and a loan that does not fall due yet.
const SHOPS: [&str; 5] = [
    "insert into agents select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'g'),
         'number', 'N' || lpad(n::text, 8, '0')))).* from agents t, numbers n where t.number = (select min(number) from agents)",
    "insert into accounts (id, book, kind, owner_id) select copy_id(n, 'w'), 'custody', 'wallet', copy_id(n, 'q') from numbers n",
    "insert into wallets (id, reference, agent_id, account_id, balance_fen, version)
         select copy_id(n, 'q'), 'WLT' || lpad((n + 900)::text, 10, '0'), copy_id(n, 'g'), copy_id(n, 'w'), 0, 0 from numbers n",
    "insert into credit_lines select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'c'),
         'application_id', copy_id(n, 'y'), 'agent_id', copy_id(n, 'g'),
         'reference', 'LIN20261121' || lpad(n::text, 8, '0')))).* from credit_lines t, numbers n",
    "insert into loans select (jsonb_populate_record(t, jsonb_build_object('id', copy_id(n, 'l'), 'draw_id', copy_id(n, 'd'),
         'agent_id', copy_id(n, 'g'), 'credit_line_id', copy_id(n, 'c'), 'debt_account_id', copy_id(n, 'a'),
         'reference', 'DRW20261121' || lpad(n::text, 8, '0')))).* from loans t, numbers n",
];

/// What the program sends and gets back for the turn of a date in a book of so many loans.
async fn turn(loans: i32) -> Cost {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    lend(&world, 1, "50000").await;
    let copies = SHOPS.join(";\n").replace("numbers n", &format!("generate_series(1, {loans}) n"));
    let book = format!(
        "create function copy_id(n int, kind text) returns uuid language sql immutable
             return overlay(md5(kind || n) placing lpad(to_hex(n), 8, '0') from 1 for 8)::uuid;
         set session_replication_role = replica;
         {copies};
         set session_replication_role = default;
         analyze"
    );
    assert_eq!(world.as_owner(&book).await, None);
    // One connection and one thread, so that the meter hears of everything.
    let db = Db::connect(&world.url, 1, Arc::new(|| START), Arc::new(|_| ())).await.unwrap();
    let db = db.with_master_keys(master_keys(&["0"]));
    let meter = Meter::default();
    let listening = tracing::subscriber::set_default(meter.clone());
    meter.take();
    end_of_day::cut_off(&db, &world.system(), date!(2026 - 11 - 20)).await.unwrap();
    let cost = meter.take();
    drop(listening);
    db.drain().await;
    world.drop_database().await;
    cost
}

/// Whoever writes waits for one transaction at most, and that is as short in a large book as in a small one.
#[tokio::test]
async fn the_transaction_for_which_others_wait_does_not_grow_with_the_book() {
    let small = turn(3).await;
    assert!(small.statements > 0);
    assert_eq!(turn(4_000).await, small);
}

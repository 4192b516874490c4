//! `lianrong end-of-day` that is killed with SIGKILL: begun again, it ends as one that nobody has killed.

use std::process::Stdio;

use domain::{id::DrawId, role::Role};
use services::{
    draw::{self, InstructDrawCommand, RequestDrawCommand},
    payout,
};
use sha2::{Digest, Sha256};
use sqlx::{Connection, PgConnection};
use time::Duration;

use crate::{
    command,
    harness::{World, bullet_terms, yuan},
    lianrong, told,
};

/// The last date that is closed: after the last loan has fallen due, and after the end of a month.
const LAST: &str = "2026-12-02";
const KILLS: u64 = 10;
/// Of so many at least a process is killed: two that are written at once by two connections are one.
const KILLED_AT_LEAST: usize = 8;

/// Rows that a close writes are counted as they are written. At some of them the database keeps the writer waiting, in the middle of
/// its transaction, until whoever holds the gate lets go of it.
const GATE: &str = "
    create sequence written;
    create table gates (place bigint primary key);
    create function wait_at_the_gate() returns trigger language plpgsql security definer as $$
    declare reached bigint := nextval('written');
    begin
        if reached in (select place from gates) then perform pg_advisory_xact_lock_shared(20261202, 12); end if;
        return null; end $$;
    do $$ declare name text; begin
        foreach name in array array['day_steps', 'day_figures', 'closed_days', 'repayments', 'freezes', 'journals'] loop
            execute format('create trigger gate after insert or update on %I for each row execute function wait_at_the_gate()', name);
        end loop;
    end $$";
const WAITING: &str =
    "select count(*) from pg_locks where locktype = 'advisory' and not granted and classid = 20261202 and objid = 12
                       and database = (select oid from pg_database where datname = current_database())";
const BUSY: &str = "select count(*) from pg_stat_activity
                    where datname = current_database() and application_name = 'lianrong' and state <> 'idle'";

/// Five shops with three loans each, some of which can pay, and some of whose money is about to leave.
async fn borrowers() -> World {
    let world = World::new().await;
    for agent in 1..=world.agents.len() {
        world.open_line(agent, yuan("100000"), bullet_terms(), &["7d", "9d", "11d"]).await;
        for (amount, tenor) in [("10000", "7d"), ("8000", "9d"), ("5000", "11d")] {
            lend(&world, agent, amount, tenor).await;
        }
    }
    world.fill_wallet(1, yuan("500")).await;
    world.fill_wallet(2, yuan("30")).await;
    for (agent, amount) in [(3, "20000"), (4, "23000"), (5, "12000")] {
        payout::withdraw(&world.db, &world.agent(agent), yuan(amount)).await.unwrap();
    }
    // It waits for its money until a close ends it.
    request(&world, 4, "4000", "11d").await;
    assert_eq!(world.as_owner(GATE).await, None);
    world
}

async fn request(world: &World, agent: usize, amount: &str, tenor: &str) -> DrawId {
    world.set_now(world.now() + Duration::minutes(1));
    let (amount, tenor) = (yuan(amount), tenor.parse().unwrap());
    let preview = draw::preview_draw(&world.db, &world.agent(agent), amount, tenor).await.unwrap();
    let command = RequestDrawCommand { amount, tenor, purpose: "备货".to_owned(), disclosure_hash: preview.hash };
    draw::request_draw(&world.db, &world.agent(agent), command).await.unwrap().draw
}

async fn lend(world: &World, agent: usize, amount: &str, tenor: &str) {
    let draw = request(world, agent, amount, tenor).await;
    let amount = yuan(amount);
    let command = InstructDrawCommand { draw, amount, payment_reference: "JH-1".to_owned() };
    draw::instruct_draw(&world.db, &world.funder_person('a', Role::FunderTreasurer), command).await.unwrap();
    world.record_receipt(draw, amount).await;
}

/// The rows at which a process is killed, one in each part of all that are written.
fn places(written: u64) -> Vec<u64> {
    let part = written / KILLS;
    let thrown = |kill: u64| Sha256::digest(format!("kill {kill}")).iter().map(|byte| u64::from(*byte)).sum::<u64>();
    (0..KILLS).map(|kill| kill * part + 1 + thrown(kill) % part).collect()
}

/// Closes the dates in a process of its own. False when it was killed at a gate, and all of it is gone.
async fn close_or_be_killed(world: &World, gate: &mut PgConnection) -> bool {
    sqlx::query("select pg_advisory_lock(20261202, 12)").execute(&mut *gate).await.unwrap();
    let arguments = ["end-of-day", "--until", LAST];
    let mut process = command(world, true, &arguments).stdout(Stdio::null()).spawn().unwrap();
    let ended = loop {
        if let Some(status) = process.try_wait().unwrap() {
            assert!(status.success(), "{status}");
            break true;
        }
        if world.number(WAITING).await > 0 {
            process.kill().unwrap();
            process.wait().unwrap();
            break false;
        }
    };
    sqlx::query("select pg_advisory_unlock(20261202, 12)").execute(&mut *gate).await.unwrap();
    // What it was at is undone once the server has seen that it is gone.
    while world.number(BUSY).await > 0 {}
    ended
}

#[tokio::test]
async fn end_of_day_that_is_killed_and_begun_again_ends_as_one_that_nobody_has_killed() {
    let (whole, killed) = (borrowers().await, borrowers().await);
    let closed = lianrong(&whole, true, &["end-of-day", "--until", LAST]);
    assert!(told(&closed).last().unwrap().starts_with(LAST));
    let written = u64::try_from(whole.number("select last_value from written").await).unwrap();
    let places = places(written);
    for place in &places {
        assert_eq!(killed.as_owner(&format!("insert into gates values ({place})")).await, None);
    }
    let (mut gate, mut kills) = (PgConnection::connect(&killed.url).await.unwrap(), 0);
    while !close_or_be_killed(&killed, &mut gate).await {
        kills += 1;
    }
    gate.close().await.unwrap();
    assert!(kills >= KILLED_AT_LEAST, "{kills} of {places:?}");
    for (killed, whole) in killed.kept().await.iter().zip(&whole.kept().await) {
        assert_eq!(killed, whole, "{places:?} of {written}");
    }
    for (what, least) in [
        ("select count(*) from repayments where cause = 'due'", 10),
        ("select count(*) from freezes where reason = 'overdue'", 1),
        ("select count(*) from payouts where agent_id is not null and state = 'returned'", 1),
        ("select count(*) from day_steps where step = 'invoice'", 1),
    ] {
        let happened = whole.number(what).await;
        assert!(happened >= least, "{what}: {happened}");
    }
    for world in [whole, killed] {
        let verdict = lianrong(&world, true, &["verify"]);
        assert!(told(&verdict).last().unwrap().ends_with(" 0 are broken"));
        world.finish().await;
    }
}

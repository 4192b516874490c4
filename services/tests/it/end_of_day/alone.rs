//! What cannot be debited at the close loses only itself.

use domain::{
    end_of_day::{DayFailure, DayStep},
    id::LoanId,
    loan::LoanState,
    role::Role,
};
use services::{
    Error,
    end_of_day::{self, ClosedDayFilter},
    loan,
};

use crate::{
    bank::spend,
    harness::{FIRST, World, bullet_terms, yuan},
    repayment::{
        lend,
        sweep::{DUE, LATE},
    },
};

/// How each shop's loan stands.
async fn states(world: &World, loans: &[LoanId]) -> Vec<LoanState> {
    let mut states = Vec::new();
    for (loan, agent) in loans.iter().zip(1..) {
        states.push(loan::loan(&world.db, &world.agent(agent), *loan).await.unwrap().state);
    }
    states
}

/// What the institution is told of the second shop's wallet, which alone could not be debited.
async fn failures(world: &World) -> Vec<(DayStep, DayFailure, i32, bool)> {
    let auditor = world.operator(Role::Auditor);
    let report = end_of_day::day_report(&world.db, &auditor, Some(DUE)).await.unwrap();
    assert_eq!(report.on, DUE);
    assert!(report.failures.iter().all(|row| row.wallet == world.agents[1].wallet && row.failure.contains("poisoned")));
    report.failures.into_iter().map(|row| (row.step, row.kind, row.tries, row.mended)).collect()
}

/// Three shops with a loan that falls due and the money for it, of which the database does not take the second one's while `when` holds.
async fn poisoned(when: &str) -> (World, Vec<LoanId>) {
    let (world, mut loans) = (World::new().await, Vec::new());
    for agent in 1..=3 {
        world.open_line(agent, yuan("100000"), bullet_terms(), &["30d"]).await;
        loans.push(lend(&world, agent, &format!("5000{agent}")).await);
        spend(&world, agent).await;
    }
    world.turn_to(DUE).await;
    for agent in 1..=3 {
        world.fill_wallet(agent, yuan("51000")).await;
    }
    let poison = format!(
        "create function poison() returns trigger language plpgsql as $$ begin
             if new.principal_fen = 5000200 and {when} then raise exception 'poisoned'; end if; return new; end $$;
         create trigger poison before insert on repayments for each row execute function poison()"
    );
    assert_eq!(world.as_owner(&poison).await, None);
    (world, loans)
}

#[tokio::test]
async fn a_debit_that_the_database_refuses_keeps_no_other_waiting() {
    // In the close's first step, and where all is left to the turn of the date.
    for turn_only in [false, true] {
        let (world, loans) = poisoned("true").await;
        if turn_only {
            end_of_day::cut_off(&world.db, &world.system(), DUE).await.unwrap();
        } else {
            end_of_day::close(&world.db, DUE).await.unwrap();
            let auditor = world.operator(Role::Auditor);
            let told = end_of_day::closed_days(&world.db, &auditor, ClosedDayFilter::All, FIRST)
                .await
                .unwrap()
                .rows
                .remove(0)
                .steps;
            let failed = end_of_day::closed_days(&world.db, &auditor, ClosedDayFilter::Failed, FIRST).await.unwrap();
            assert_eq!(failed.rows.iter().map(|day| (day.on, day.failed)).collect::<Vec<_>>(), [(DUE, 1)]);
            let mut counts: Vec<_> = told.iter().map(|step| (step.step, step.done, step.failed)).collect();
            counts.sort_unstable();
            let expected = [
                (DayStep::Lapse, 0, 0),
                (DayStep::Debit, 2, 1),
                (DayStep::CutOff, 1, 1),
                (DayStep::Transfer, 0, 0),
                (DayStep::Remind, 0, 0),
                (DayStep::Reconcile, 0, 0),
                (DayStep::Verify, 4, 0),
            ];
            assert_eq!(counts, expected);
            assert!(told.iter().all(|step| step.ended_at >= Some(step.began_at)));
        }
        let tries = if turn_only { 1 } else { 3 };
        assert_eq!(failures(&world).await, [(DayStep::CutOff, DayFailure::Database, tries, false)]);
        let expected = [LoanState::Settled, LoanState::Overdue { since: DUE }, LoanState::Settled];
        assert_eq!(states(&world, &loans).await, expected, "{turn_only}");
        assert_eq!(world.number("select count(*) from freezes where reason = 'overdue'").await, 1);
        let due = "select count(*) from repayments where cause = 'due' and debited_on = '2026-12-20'";
        assert_eq!(world.number(due).await, 2);

        // Once nothing is in its way, the next close takes it.
        assert_eq!(world.as_owner("drop trigger poison on repayments").await, None);
        world.turn_to(LATE).await;
        assert_eq!(states(&world, &loans).await, [LoanState::Settled; 3]);
        world.finish().await;
    }
}

#[tokio::test]
async fn what_a_later_try_of_the_same_close_has_debited_is_told_so_and_how_far_the_step_had_come_meanwhile() {
    let turned = "not exists (select from day_steps where business_date = '2026-12-20' and step = 'cut_off')";
    let (world, loans) = poisoned(turned).await;
    let watch = "create table seen (place bigint generated always as identity, tried bigint, items bigint);
                 grant insert on seen to lianrong_app;
                 create function see() returns trigger language plpgsql as $$ begin
                     insert into seen (tried, items) values (new.tried, new.items); return new; end $$;
                 create trigger see after update of tried on day_steps for each row when (new.step = 'debit')
                     execute function see()";
    assert_eq!(world.as_owner(watch).await, None);
    end_of_day::close(&world.db, DUE).await.unwrap();
    assert_eq!(failures(&world).await, [(DayStep::Debit, DayFailure::Database, 2, true)]);
    assert_eq!(states(&world, &loans).await, [LoanState::Settled; 3]);
    assert_eq!(world.number("select count(*) from freezes").await, 0);
    let closed = end_of_day::closed_days(&world.db, &world.operator(Role::Auditor), ClosedDayFilter::All, FIRST)
        .await
        .unwrap()
        .rows;
    assert_eq!(closed.first().map(|day| (day.on, day.failed)), Some((DUE, 0)));
    let failed =
        end_of_day::closed_days(&world.db, &world.operator(Role::Auditor), ClosedDayFilter::Failed, FIRST).await;
    assert!(failed.unwrap().rows.is_empty());
    // Each wallet in turn, and the one that failed once more.
    let seen = "select string_agg(tried || '/' || items, ' ' order by place) from seen";
    let seen: String = sqlx::query_scalar(seen).fetch_one(&world.owner).await.unwrap();
    assert_eq!(seen, "0/3 1/3 2/3 3/3 3/4 4/4");
    for stranger in [world.agent(1), world.funder_person('a', Role::FunderTreasurer)] {
        assert!(matches!(end_of_day::day_report(&world.db, &stranger, Some(DUE)).await, Err(Error::Forbidden)));
    }
    assert_eq!(world.as_owner("drop table seen cascade; drop function see cascade").await, None);
    world.finish().await;
}

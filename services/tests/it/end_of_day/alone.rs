//! What cannot be debited at the close loses only itself.

use domain::{end_of_day::DayStep, id::LoanId, loan::LoanState, role::Role};
use services::{end_of_day, loan};

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

#[tokio::test]
async fn a_debit_that_the_database_refuses_keeps_no_other_waiting() {
    // In the close's first step, and where all is left to the turn of the date.
    for turn_only in [false, true] {
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
        let poison = "create function poison() returns trigger language plpgsql as $$ begin
                          if new.principal_fen = 5000200 then raise exception 'poisoned'; end if; return new; end $$;
                      create trigger poison before insert on repayments for each row execute function poison()";
        assert_eq!(world.as_owner(poison).await, None);
        if turn_only {
            end_of_day::cut_off(&world.db, &world.system(), DUE).await.unwrap();
        } else {
            end_of_day::close(&world.db, DUE).await.unwrap();
            let auditor = world.operator(Role::Auditor);
            let told = end_of_day::closed_days(&world.db, &auditor, FIRST).await.unwrap().rows.remove(0).steps;
            let mut counts: Vec<_> = told.iter().map(|step| (step.step, step.done, step.failed)).collect();
            counts.sort_unstable();
            assert_eq!(counts, [(DayStep::Debit, 2, 1), (DayStep::CutOff, 1, 0), (DayStep::Remind, 0, 0)]);
            assert!(told.iter().all(|step| step.ended_at >= Some(step.began_at)));
        }
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

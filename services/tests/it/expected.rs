//! What is to come in, and what past weeks have brought.

use domain::{
    Amount,
    role::Role,
    terms::{LoanTerms, RepaymentMethod, Tenor},
};
use services::{
    Error,
    loan::{self, DAYS_AHEAD, Expected, LoanFilter, due_days},
};
use time::{Date, Duration, macros::date};

use crate::{
    bank::spend,
    harness::{FIRST, World, bullet_terms, yuan},
    repayment::{
        lend_for,
        sweep::{DUE, LATE, overdue, top_up},
    },
};

async fn asked(world: &World) -> Expected {
    loan::expected(&world.db, &world.funder_person('a', Role::FunderTreasurer)).await.unwrap()
}

/// The days on which something falls due, with how much.
fn due(expected: &Expected) -> Vec<(Date, i64, Amount)> {
    let due = expected.days.iter().filter(|day| day.loans > 0);
    due.map(|day| (day.on, day.loans, day.amount)).collect()
}

#[tokio::test]
async fn a_loan_that_is_behind_counts_with_all_that_it_owes_each_on_its_day() {
    let world = World::new().await;
    let terms = LoanTerms { method: RepaymentMethod::EqualPrincipal, tenor: Tenor::Months(4), ..bullet_terms() };
    world.open_line(1, yuan("100000"), terms, &["4m"]).await;
    world.open_line(2, yuan("100000"), bullet_terms(), &["90d"]).await;
    let behind = lend_for(&world, 1, "40000", "4m").await;
    let bullet = lend_for(&world, 2, "1000", "90d").await;
    spend(&world, 1).await;
    spend(&world, 2).await;
    world.turn_to(date!(2027 - 01 - 22)).await;
    let unpaid = |loan| {
        let db = &world.db;
        let funder = world.funder_person('a', Role::FunderTreasurer);
        async move {
            let row = loan::loan(db, &funder, loan).await.unwrap();
            row.position.unpaid().collect::<Vec<_>>()
        }
    };
    let (owed, last) = (unpaid(behind).await, unpaid(bullet).await);
    let told = asked(&world).await;
    assert_eq!((told.today, told.days.len()), (date!(2027 - 01 - 22), usize::try_from(DAYS_AHEAD).unwrap()));
    // Two instalments of one loan are late and two are to come.
    assert_eq!(told.late, (1, owed[0].1.plus(owed[1].1)));
    let mut to_come = vec![(owed[2].0, 1, owed[2].1), (owed[3].0, 1, owed[3].1), (last[0].0, 1, last[0].1)];
    to_come.sort();
    assert_eq!(due(&told), to_come);
    // Each day leads to as many loans as it counts.
    let (funder, facilitator) =
        (world.funder_person('a', Role::FunderTreasurer), world.facilitator(1, Role::FacilitatorOperator));
    for (on, loans, _) in due(&told) {
        let rows = loan::falling_due(&world.db, &funder, on, FIRST).await.unwrap().rows;
        assert_eq!(i64::try_from(rows.len()).unwrap(), loans, "{on}");
        let others = loan::falling_due(&world.db, &world.funder_person('b', Role::FunderTreasurer), on, FIRST).await;
        assert!(others.unwrap().rows.is_empty(), "{on}");
    }
    // The next instalment, one after it, and none.
    for (on, id) in [(last[0].0, bullet), (owed[3].0, behind)] {
        let rows = loan::falling_due(&world.db, &funder, on, FIRST).await.unwrap().rows;
        assert!(rows.iter().any(|row| row.id == id), "{on}");
    }
    let never = loan::falling_due(&world.db, &funder, date!(2028 - 01 - 01), FIRST).await.unwrap();
    assert!(never.rows.is_empty(), "{never:?}");
    let outside = loan::falling_due(&world.db, &facilitator, last[0].0, FIRST).await;
    assert!(matches!(outside, Err(Error::Forbidden)), "{outside:?}");
    // An agent's page takes the same from the plans of its loans.
    for agent in [1, 2] {
        let context = world.agent(agent);
        let loans = loan::book(&world.db, &context, LoanFilter::Open, FIRST).await.unwrap().rows;
        let days = loan::expected(&world.db, &context).await.unwrap().days;
        let days: Vec<_> = days.into_iter().filter(|day| day.loans > 0).collect();
        assert_eq!(due_days(&loans, DAYS_AHEAD.into()), days);
        assert!(!days.is_empty() && due_days(&loans, 1).is_empty(), "nothing falls due today");
    }
    let institution = loan::expected(&world.db, &world.operator(Role::Auditor)).await.unwrap();
    assert_eq!(institution, told, "it is all of one funder");
    let other = loan::expected(&world.db, &world.funder_person('b', Role::FunderReviewer)).await.unwrap();
    assert_eq!((due(&other), other.late), (Vec::new(), (0, Amount::ZERO)));
    assert!(matches!(loan::expected(&world.db, &facilitator).await, Err(Error::Forbidden)));
    world.finish().await;
}

#[tokio::test]
async fn past_weeks_say_what_was_due_in_them_and_what_came() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend_for(&world, 1, "50000", "30d").await;
    spend(&world, 1).await;
    world.turn_to(LATE).await;
    let owed = overdue(&world, loan, LATE).await;
    top_up(&world, "T1", &owed.to_string()).await;
    let told = asked(&world).await;
    let of_week = |told: &Expected, weeks_ago: usize| {
        let week = told.past[told.past.len() - weeks_ago];
        (week.from, week.due, week.received)
    };
    assert_eq!(told.past.len(), 8);
    assert_eq!(of_week(&told, 1), (LATE - Duration::days(7), yuan("50600"), yuan("0")), "nothing of today");
    world.turn_to(DUE + Duration::days(7)).await;
    let told = asked(&world).await;
    assert_eq!(of_week(&told, 1), (DUE, yuan("50600"), owed));
    assert_eq!(of_week(&told, 2), (DUE - Duration::days(7), yuan("0"), yuan("0")));
    let other = loan::expected(&world.db, &world.funder_person('b', Role::FunderReviewer)).await.unwrap();
    assert!(other.past.iter().all(|week| week.due.is_zero() && week.received.is_zero()), "{other:?}");
    world.finish().await;
}

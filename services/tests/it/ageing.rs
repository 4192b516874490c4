//! Roll rates and vintages, of what the closes of dates have kept.

use domain::{ageing::Age, role::Role};
use services::{Error, loan};
use time::macros::date;

use crate::{
    bank::spend,
    harness::{World, bullet_terms, yuan},
    repayment::{
        lend_for,
        sweep::{overdue, top_up},
    },
};

/// 10,000.00 that are due on 12-20 and paid on 01-25, 36 days late, and 50,000.00 that fall due later. No end of a month saw the first more
/// than 30 days late.
async fn cured() -> World {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    world.open_line(2, yuan("100000"), bullet_terms(), &["90d"]).await;
    let late = lend_for(&world, 1, "10000", "30d").await;
    lend_for(&world, 2, "50000", "90d").await;
    spend(&world, 1).await;
    let paid_on = date!(2027 - 01 - 25);
    world.turn_to(paid_on).await;
    let owed = overdue(&world, late, paid_on).await;
    top_up(&world, "T1", &owed.to_string()).await;
    world.turn_to(date!(2027 - 02 - 02)).await;
    world
}

#[tokio::test]
async fn what_was_late_between_two_ends_of_months_was_late_for_ever() {
    let world = cured().await;
    let nothing = yuan("0");
    for who in [world.funder_person('a', Role::FunderReviewer), world.operator(Role::Auditor)] {
        let told = loan::vintages(&world.db, &who).await.unwrap().vintages;
        let [vintage] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!((vintage.month.to_string().as_str(), vintage.credited), ("2026-11", yuan("60000")));
        assert_eq!(vintage.ever, [nothing, nothing, yuan("10000")]);
        assert_eq!(vintage.now, [nothing, nothing, nothing]);
    }
    let other = loan::vintages(&world.db, &world.funder_person('b', Role::FunderReviewer)).await.unwrap();
    assert!(other.vintages.is_empty(), "{other:?}");
    let facilitator = world.facilitator(1, Role::FacilitatorOperator);
    assert!(matches!(loan::vintages(&world.db, &facilitator).await, Err(Error::Forbidden)));
    world.finish().await;
}

#[tokio::test]
async fn each_class_adds_up_and_what_is_lent_meanwhile_is_in_none() {
    let world = cured().await;
    let months = loan::roll_rates(&world.db, &world.funder_person('a', Role::FunderReviewer)).await.unwrap().months;
    let opening = |month: &loan::RollMonth| month.rolls.map(|roll| roll.opening.fen());
    let [january, december, november, ..] = months.as_slice() else { panic!("{months:?}") };
    let names = [january, december, november].map(|month| month.month.to_string());
    assert_eq!(names, ["2027-01", "2026-12", "2026-11"]);
    assert_eq!(opening(november), [0; 5], "the loans are of November");
    assert_eq!(opening(december), [6_000_000, 0, 0, 0, 0]);
    assert_eq!(december.rolls[0].to.map(domain::Amount::fen), [5_000_000, 1_000_000, 0, 0, 0]);
    assert_eq!(opening(january), [5_000_000, 1_000_000, 0, 0, 0]);
    let late = january.rolls[1];
    assert_eq!((late.age, late.repaid, late.rolled()), (Age::UpTo30, yuan("10000"), Some(yuan("0"))));
    let facilitator = world.facilitator(1, Role::FacilitatorOperator);
    assert!(matches!(loan::roll_rates(&world.db, &facilitator).await, Err(Error::Forbidden)));
    world.finish().await;
}

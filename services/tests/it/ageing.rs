//! Ageing of past days, roll rates and vintages, of what the closes of dates have kept.

use domain::{
    Amount,
    ageing::Age,
    approval::Action,
    correction::Correction,
    id::LoanId,
    loan::LoanState,
    role::Role,
    terms::{DayCount, LoanTerms, RepaymentMethod, Tenor},
    write_off::WriteOffRefusal,
};
use services::{
    Context, Error,
    business_day::open_first_day,
    loan::{self, WriteOffCommand},
};
use time::{Date, macros::date};

use crate::{
    approval::two_people,
    bank::spend,
    harness::{World, bullet_terms, yuan},
    repayment::{
        lend_for,
        sweep::{balance, late, overdue, state, top_up},
    },
};

/// What each class of funder A's loans had outstanding at a close.
async fn aged(world: &World, on: Date) -> [Amount; Age::ALL.len()] {
    let funder = world.funder_person('a', Role::FunderReviewer);
    loan::ageing_at(&world.db, &funder, on).await.unwrap().map(|row| row.outstanding)
}

/// Case 52: 60,000.00 due on 11-15, of which 5,000.00 are swept on 12-05, and 20,000.00 turn out on 12-10 to have been received
/// elsewhere on 11-25.
#[tokio::test]
async fn a_past_day_is_told_as_it_was_known_at_its_close() {
    let world = World::new().await;
    open_first_day(&world.db, &world.system(), date!(2026 - 10 - 16)).await.unwrap();
    let rate = "0.12".parse().unwrap();
    let terms = LoanTerms::new(rate, DayCount::Act360, RepaymentMethod::Bullet, Tenor::Days(30));
    world.open_line(1, yuan("100000"), terms, &["30d"]).await;
    assert_eq!(world.as_owner("update credit_lines set matures_on = '2030-01-01'").await, None);
    let loan = lend_for(&world, 1, "60000", "30d").await;
    spend(&world, 1).await;
    world.turn_to(date!(2026 - 12 - 05)).await;
    top_up(&world, "T1", "5000").await;
    world.turn_to(date!(2026 - 12 - 10)).await;
    let correction = Correction::Receive { amount: yuan("20000"), on: date!(2026 - 11 - 25) };
    two_people(&world, Action::Correct { loan, correction }).await;
    world.turn_to(date!(2026 - 12 - 20)).await;
    let [nothing, all] = ["0", "60000"].map(yuan);
    let left = loan::loan(&world.db, &world.agent(1), loan).await.unwrap().outstanding;
    assert!(left < yuan("40900"), "the payment and the sweep count now");
    for (on, expected) in [
        (date!(2026 - 10 - 15), [nothing; 5]),
        (date!(2026 - 11 - 14), [all, nothing, nothing, nothing, nothing]),
        // Unpaid at the close of its due date: overdue with no days.
        (date!(2026 - 11 - 15), [nothing, all, nothing, nothing, nothing]),
        (date!(2026 - 11 - 30), [nothing, all, nothing, nothing, nothing]),
        (date!(2026 - 12 - 15), [nothing, left, nothing, nothing, nothing]),
        (date!(2026 - 12 - 16), [nothing, nothing, left, nothing, nothing]),
    ] {
        assert_eq!(aged(&world, on).await, expected, "{on}");
    }
    let auditor = loan::ageing_at(&world.db, &world.operator(Role::Auditor), date!(2026 - 11 - 30)).await.unwrap();
    assert_eq!((auditor[1].age, auditor[1].loans, auditor[1].outstanding), (Age::UpTo30, 1, all));
    let other = world.funder_person('b', Role::FunderReviewer);
    let other = loan::ageing_at(&world.db, &other, date!(2026 - 11 - 30)).await.unwrap();
    assert!(other.iter().all(|row| row.loans == 0), "{other:?}");
    let facilitator = world.facilitator(1, Role::FacilitatorOperator);
    let refused = loan::ageing_at(&world.db, &facilitator, date!(2026 - 11 - 30)).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    // And what is open now: 35 days.
    let now = loan::portfolio(&world.db, &world.funder_person('a', Role::FunderReviewer)).await.unwrap();
    assert_eq!(now.ages.map(|row| row.outstanding), [nothing, nothing, left, nothing, nothing]);
    world.finish().await;
}

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
    assert_eq!(december.rolls[0].to.map(Amount::fen), [5_000_000, 1_000_000, 0, 0, 0]);
    assert_eq!(opening(january), [5_000_000, 1_000_000, 0, 0, 0]);
    assert_eq!(aged(&world, date!(2026 - 12 - 31)).await.map(Amount::fen), opening(january));
    let late = january.rolls[1];
    assert_eq!((late.age, late.repaid, late.rolled()), (Age::UpTo30, yuan("10000"), Some(yuan("0"))));
    let facilitator = world.facilitator(1, Role::FacilitatorOperator);
    assert!(matches!(loan::roll_rates(&world.db, &facilitator).await, Err(Error::Forbidden)));
    world.finish().await;
}

async fn write_off(world: &World, context: &Context, loan: LoanId) -> Result<(), Error<WriteOffRefusal>> {
    // Each is an instant of its own.
    world.set_now(world.now() + time::Duration::MINUTE);
    let command = WriteOffCommand { loan, reason: "经营地已搬空，联系不上".to_owned() };
    loan::write_off(&world.db, context, command).await
}

fn refusal(outcome: Result<(), Error<WriteOffRefusal>>) -> WriteOffRefusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_its_funder_has_written_off_is_in_no_class_from_that_day_on_and_owed_all_the_same() {
    let world = World::new().await;
    let id = late(&world).await;
    let approver = || world.funder_person('a', Role::FunderApprover);
    let reader = || world.funder_person('a', Role::FunderReviewer);
    for stranger in [reader(), world.agent(1), world.operator(Role::OperatorMaker)] {
        assert!(matches!(write_off(&world, &stranger, id).await, Err(Error::Forbidden)));
    }
    let rival = world.funder_person('b', Role::FunderApprover);
    assert!(matches!(write_off(&world, &rival, id).await, Err(Error::NotFound)));
    assert_eq!(refusal(loan::take_back_write_off(&world.db, &approver(), id).await), WriteOffRefusal::Unchanged);
    let (written_on, taken_back_on) = (date!(2027 - 01 - 15), date!(2027 - 02 - 02));
    world.turn_to(written_on).await;
    write_off(&world, &approver(), id).await.unwrap();
    assert_eq!(refusal(write_off(&world, &approver(), id).await), WriteOffRefusal::Unchanged);

    // It is owed as before: what comes in pays it, and the wallet stays frozen.
    let owed = overdue(&world, id, written_on).await;
    top_up(&world, "T1", "100").await;
    assert_eq!((overdue(&world, id, written_on).await, balance(&world).await), (owed.less(yuan("100")), 0));
    assert!(matches!(state(&world, id).await, LoanState::Overdue { .. }));

    world.turn_to(taken_back_on).await;
    let [nothing, all] = ["0", "50000"].map(yuan);
    let late = [nothing, all, nothing, nothing, nothing];
    assert_eq!(aged(&world, written_on.previous_day().unwrap()).await, late, "as it was known then");
    for on in [written_on, date!(2027 - 01 - 31), date!(2027 - 02 - 01)] {
        assert_eq!(aged(&world, on).await, [nothing; 5], "{on}");
    }
    let portfolio = async || loan::portfolio(&world.db, &reader()).await.unwrap().ages.map(|row| row.outstanding);
    assert_eq!(portfolio().await, [nothing; 5]);
    let months = loan::roll_rates(&world.db, &reader()).await.unwrap().months;
    let rolled = months[0].rolls[1];
    assert_eq!((months[0].month.to_string(), rolled.opening), ("2027-01".to_owned(), all));
    assert_eq!((rolled.written_off, rolled.repaid, rolled.transferred), (all, nothing, nothing));

    let row = loan::written_off(&world.db, &world.operator(Role::Auditor), id).await.unwrap().unwrap();
    assert_eq!((row.written_by.as_str(), row.written_on), ("funder-a-approver", written_on));
    assert_eq!(loan::written_off(&world.db, &rival, id).await.unwrap(), None);
    assert!(matches!(loan::written_off(&world.db, &world.agent(1), id).await, Err(Error::Forbidden)));

    loan::take_back_write_off(&world.db, &approver(), id).await.unwrap();
    assert_eq!(loan::written_off(&world.db, &reader(), id).await.unwrap(), None);
    assert_eq!(portfolio().await, [nothing, nothing, all, nothing, nothing]);
    assert_eq!(aged(&world, date!(2027 - 02 - 01)).await, [nothing; 5], "what was reported stays so");
    world.finish().await;
}

#[tokio::test]
async fn what_is_not_late_is_not_written_off() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let id = lend_for(&world, 1, "10000", "30d").await;
    let approver = world.funder_person('a', Role::FunderApprover);
    assert_eq!(refusal(write_off(&world, &approver, id).await), WriteOffRefusal::NotOverdue);
    world.finish().await;
}

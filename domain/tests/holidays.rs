//! Due dates on days that are not worked: the worked cases, and what holds for every move.

use domain::{
    Amount,
    calendar::{Calendar, DayKind, add_days, days_between},
    position::{MovedDueDate, Position},
    schedule::{DueDates, plan},
    terms::{DayCount, HolidayRule, LoanTerms, RepaymentMethod},
};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use time::{Date, macros::date, macros::format_description};

#[derive(Deserialize)]
struct Case {
    scenarios: Vec<Scenario>,
}

#[derive(Deserialize)]
struct Scenario {
    name: String,
    calendar: Days,
    loans: Vec<Borrowed>,
    expected: Vec<Expected>,
}

#[derive(Deserialize)]
struct Days {
    off: Vec<String>,
    working: Vec<String>,
}

#[derive(Deserialize)]
struct Borrowed {
    principal: Amount,
    credited_on: String,
    maturity: Option<String>,
    terms: serde_json::Map<String, Value>,
}

#[derive(Deserialize)]
struct Expected {
    what: String,
    instalment: Option<usize>,
    value: String,
}

fn date(text: &str) -> Date {
    Date::parse(text, format_description!("[year]-[month]-[day]")).unwrap()
}

#[test]
fn worked_cases_of_moved_dates_come_out_to_the_fen() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases-time");
    let mut answered = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let case: Case = serde_json::from_str(&std::fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
        for scenario in case.scenarios {
            let off = scenario.calendar.off.iter().map(|on| (date(on), DayKind::Off));
            let worked = scenario.calendar.working.iter().map(|on| (date(on), DayKind::Worked));
            let calendar: Calendar = off.chain(worked).collect();
            let loan = &scenario.loans[0];
            let mut terms = serde_json::json!({ "day_count": "act_360", "method": "bullet", "tenor": "30d" });
            terms.as_object_mut().unwrap().extend(loan.terms.clone());
            let terms: LoanTerms = serde_json::from_value(terms).unwrap();
            let last = loan.maturity.as_deref().map_or(Date::MAX, date);
            let dates = DueDates::of(&terms, date(&loan.credited_on), &calendar, last).unwrap();
            let plan = plan(loan.principal, &terms, &dates).unwrap();
            for asked in &scenario.expected {
                let instalment = &plan[asked.instalment.unwrap_or(1) - 1];
                let told = match asked.what.as_str() {
                    "due_on" => instalment.due_on.to_string(),
                    "planned_interest" => instalment.interest.to_string(),
                    "planned_principal" => instalment.principal.to_string(),
                    other => panic!("{other} is not answered"),
                };
                assert_eq!(told, asked.value, "{} {}", scenario.name, asked.what);
                answered += 1;
            }
        }
    }
    assert!(answered >= 17, "{answered}");
}

fn terms(method: RepaymentMethod, holiday_rule: HolidayRule) -> LoanTerms {
    let tenor = if method == RepaymentMethod::Bullet { "30d" } else { "3m" };
    let rate = "0.126".parse().unwrap();
    LoanTerms { holiday_rule, ..LoanTerms::new(rate, DayCount::Act360, method, tenor.parse().unwrap()) }
}

fn yuan(text: &str) -> Amount {
    text.parse().unwrap()
}

/// A week off from Friday the 5th.
fn spring() -> Calendar {
    (5..=11).map(|day| (Date::from_calendar_date(2027, time::Month::February, day).unwrap(), DayKind::Off)).collect()
}

#[test]
fn a_holiday_that_is_made_later_moves_a_due_date_on_and_never_back() {
    let credited_on = date!(2027 - 01 - 06);
    for rule in [HolidayRule::MovesOn, HolidayRule::MovesBack] {
        let terms = terms(RepaymentMethod::InterestMonthly, rule);
        // Nobody knew of the holidays, but of weekends: 6 February is a Saturday, 6 March too.
        let dates = DueDates::of(&terms, credited_on, &Calendar::default(), Date::MAX).unwrap();
        let agreed = Position::open(yuan("50000"), &terms, &dates).unwrap();
        let first = dates.due_on()[0];
        assert_eq!(first, if rule == HolidayRule::MovesOn { date!(2027 - 02 - 08) } else { date!(2027 - 02 - 05) });
        let span = (first, add_days(first, 7).unwrap());
        let move_on = agreed.due_date_to_move(span, &spring(), Date::MAX).unwrap();
        assert_eq!(move_on, MovedDueDate { from: first, to: date!(2027 - 02 - 12) });
        let moved = agreed.with_moved(move_on).unwrap();
        let parts: Vec<_> =
            moved.instalments().iter().map(|part| (part.planned.due_on, part.planned.interest)).collect();
        let third = date!(2027 - 04 - 06);
        // 50,000.00 × 0.126 × 37 / 360; the days of all three together are 90.
        assert_eq!(parts[0], (date!(2027 - 02 - 12), yuan("647.50")));
        assert_eq!(parts[2].0, third);
        assert_eq!(parts.iter().map(|(_, interest)| *interest).sum::<Amount>(), yuan("1575"));
        assert_eq!(moved.overdue_since(date!(2027 - 02 - 12)), None);
        assert_eq!(moved.overdue_since(date!(2027 - 02 - 13)), Some(date!(2027 - 02 - 12)));
        // What is interest on the way is what the days cost.
        assert_eq!(moved.quote(date!(2027 - 02 - 10)).open_interest, yuan("612.50"));
        // It was moved, and the next working day is one.
        assert_eq!(moved.due_date_to_move((first, date!(2027 - 02 - 12)), &spring(), Date::MAX), None);
        // The line has ended by then.
        assert_eq!(agreed.due_date_to_move(span, &spring(), date!(2027 - 02 - 11)), None);
    }
    let stays = terms(RepaymentMethod::Bullet, HolidayRule::Stays);
    let dates = DueDates::of(&stays, credited_on, &spring(), Date::MAX).unwrap();
    assert_eq!(dates.due_on(), [date!(2027 - 02 - 05)]);
    let position = Position::open(yuan("50000"), &stays, &dates).unwrap();
    assert_eq!(position.due_date_to_move((credited_on, Date::MAX), &spring(), Date::MAX), None);
}

#[test]
fn what_was_paid_whole_or_after_its_date_is_not_moved() {
    let terms = terms(RepaymentMethod::EqualPrincipal, HolidayRule::MovesOn);
    let dates = DueDates::unmoved(&terms, date!(2027 - 01 - 06)).unwrap();
    let open = Position::open(yuan("300"), &terms, &dates).unwrap();
    let on = dates.due_on()[0];
    let moved = MovedDueDate { from: on, to: date!(2027 - 02 - 12) };
    assert!(open.with_moved(moved).is_some());
    for (on, amount) in [(on, "103.15"), (on.next_day().unwrap(), "1")] {
        let (paid, _) = open.pay(on, yuan(amount)).unwrap();
        assert_eq!(paid.with_moved(moved), None, "{amount} on {on}");
    }
    for (from, to) in [(on, on), (on, dates.due_on()[1]), (date!(2027 - 02 - 07), date!(2027 - 02 - 12))] {
        assert_eq!(open.with_moved(MovedDueDate { from, to }), None, "{from} {to}");
    }
}

#[test]
fn what_was_paid_of_it_on_the_very_day_stays_paid_and_the_rest_moves_on() {
    let (credited_on, to) = (date!(2027 - 01 - 06), date!(2027 - 02 - 12));
    let of = |method, principal: &str, paid: &str| {
        let terms = terms(method, HolidayRule::MovesOn);
        let dates = DueDates::unmoved(&terms, credited_on).unwrap();
        let open = Position::open(yuan(principal), &terms, &dates).unwrap();
        let from = dates.due_on()[0];
        let (partly, _) = open.pay(from, yuan(paid)).unwrap();
        partly.with_moved(MovedDueDate { from, to }).unwrap()
    };
    // 525.00 of interest and 20,000.00 are paid on the 5th; 30,000.00 × 0.126 × 7 / 360 = 73.50.
    let moved = of(RepaymentMethod::Bullet, "50000", "20525");
    assert_eq!(moved.next_due(date!(2027 - 02 - 05)), Some((to, yuan("30073.50"))));
    assert_eq!((moved.outstanding_principal(), moved.overdue_since(to)), (yuan("30000"), None));
    let quote = moved.quote(date!(2027 - 02 - 07));
    assert_eq!((quote.due_total(), quote.open_interest, quote.open_principal), (yuan("0"), yuan("21"), yuan("30000")));
    // With 10,000.00 more ahead of it: 20,000.00 × 0.126 × 5 / 360 = 35.00.
    let (less, _) = moved.pay(date!(2027 - 02 - 07), yuan("10021")).unwrap();
    assert_eq!(less.quote(to).due_total(), yuan("20035"));
    let (settled, _) = less.pay(to, yuan("20035")).unwrap();
    assert!(settled.settled());
    // Late after that it bears penalty interest from its new date.
    let late = moved.quote(date!(2027 - 02 - 13));
    assert_eq!((late.overdue_total(), moved.quote(to).penalty()), (yuan("30073.50").plus(late.penalty()), yuan("0")));

    // 103.15 falls due on the 6th, of which 1.00 is paid; the equal methods cost nothing extra.
    let moved = of(RepaymentMethod::EqualPrincipal, "300", "1");
    assert_eq!(moved.next_due(date!(2027 - 02 - 06)), Some((to, yuan("102.15"))));
    assert_eq!(moved.quote(date!(2027 - 02 - 08)).open_interest, yuan("2.15"));
    // A part of the principal, and 50.00 ahead of the rest: what is planned anew still adds up.
    let moved = of(RepaymentMethod::EqualPrincipal, "300", "63.15");
    let (less, _) = moved.pay(date!(2027 - 02 - 08), yuan("50")).unwrap();
    assert_eq!((less.outstanding_principal(), less.quote(to).open_interest), (yuan("190"), yuan("0")));
}

#[test]
fn the_minimum_days_are_borne_however_a_date_moves() {
    let terms = LoanTerms {
        tenor: "7d".parse().unwrap(),
        min_days: 7,
        annual_rate: "0.144".parse().unwrap(),
        ..terms(RepaymentMethod::Bullet, HolidayRule::MovesBack)
    };
    // The seventh day is a Saturday: the Friday before would bear six days, so it moves on.
    let dates = DueDates::of(&terms, date!(2027 - 03 - 06), &Calendar::default(), Date::MAX).unwrap();
    assert_eq!(dates.due_on(), [date!(2027 - 03 - 15)]);
    let open =
        Position::open(yuan("50000"), &terms, &DueDates::kept(date!(2027 - 03 - 06), vec![date!(2027 - 03 - 12)]))
            .unwrap();
    assert_eq!(open.instalments()[0].planned.interest, yuan("120"));
    let moved = open.with_moved(MovedDueDate { from: date!(2027 - 03 - 12), to: date!(2027 - 03 - 15) }).unwrap();
    // 50,000.00 × 0.144 × 9 / 360.
    assert_eq!(moved.instalments()[0].planned.interest, yuan("180"));
}

#[test]
fn holidays_longer_than_a_period_keep_dates_in_their_order() {
    let terms = LoanTerms { tenor: "1d".parse().unwrap(), ..terms(RepaymentMethod::Bullet, HolidayRule::MovesBack) };
    // Back from Saturday would be the day of the credit itself: on, unless the line has ended by then.
    let of = |last| DueDates::of(&terms, date!(2027 - 01 - 08), &Calendar::default(), last).unwrap().due_on()[0];
    assert_eq!(of(Date::MAX), date!(2027 - 01 - 11));
    assert_eq!(of(date!(2027 - 01 - 10)), date!(2027 - 01 - 09));
    let monthly = self::terms(RepaymentMethod::InterestMonthly, HolidayRule::MovesOn);
    let off = std::iter::successors(Some(date!(2027 - 02 - 01)), |day| day.next_day()).take(60);
    let calendar: Calendar = off.map(|day| (day, DayKind::Off)).collect();
    let dates = DueDates::of(&monthly, date!(2027 - 01 - 06), &calendar, Date::MAX).unwrap();
    // On would be beyond the next: back.
    assert_eq!(dates.due_on(), [date!(2027 - 01 - 29), date!(2027 - 04 - 02), date!(2027 - 04 - 06)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    /// Dates stay in order and lie on working days; a move costs the days in between in the methods by days, nothing in the
    /// equal ones, and a payment before it does not change that.
    #[test]
    fn a_move_costs_what_its_days_cost(
        method in prop::sample::select(RepaymentMethod::ALL.to_vec()),
        rule in prop::sample::select(vec![HolidayRule::MovesOn, HolidayRule::MovesBack]),
        start in 0_u32..=700, fen in 100_000_i64..=100_000_000, paid in 0_i64..=50_000, early in 1_u32..=27, off in 1_u32..=9,
    ) {
        let credited_on = add_days(date!(2026 - 06 - 01), start).unwrap();
        let terms = terms(method, rule);
        let dates = DueDates::of(&terms, credited_on, &Calendar::default(), Date::MAX).unwrap();
        prop_assert!(dates.due_on().iter().all(|on| Calendar::default().is_worked(*on)));
        prop_assert!(dates.due_on().is_sorted());
        let mut position = Position::open(Amount::from_fen(fen), &terms, &dates).unwrap();
        let first = dates.due_on()[0];
        let on = add_days(credited_on, early).unwrap();
        if paid > 0 && on < first {
            position = position.pay(on, Amount::from_fen(paid)).unwrap().0;
        }
        let holidays = std::iter::successors(Some(first), |day| day.next_day()).take(usize::try_from(off).unwrap());
        let calendar: Calendar = holidays.map(|day| (day, DayKind::Off)).collect();
        let moved = position.due_date_to_move((first, first), &calendar, Date::MAX).unwrap();
        prop_assert!(calendar.is_worked(moved.to) && moved.from == first && moved.to > first);
        let after = position.with_moved(moved).unwrap();
        let interest = |position: &Position| position.instalments().iter().map(|part| part.planned.interest.fen()).collect::<Vec<_>>();
        let (before, then) = (interest(&position), interest(&after));
        if matches!(method, RepaymentMethod::EqualInstalments | RepaymentMethod::EqualPrincipal) {
            prop_assert_eq!(before, then);
        } else {
            let outstanding = position.outstanding_principal();
            let days = i64::from(days_between(first, moved.to));
            // A fen for each rounding.
            let costs = outstanding.fen() * 126 * days / 360_000;
            prop_assert!((then[0] - before[0] - costs).abs() <= 2, "{} {} {costs}", before[0], then[0]);
            if let (Some(second), Some(was)) = (then.get(1), before.get(1)) {
                prop_assert!((was - second - costs).abs() <= 2);
            }
        }
        prop_assert_eq!(position.outstanding_principal(), after.outstanding_principal());
        prop_assert_eq!(position.quote(first.previous_day().unwrap()).payoff_total(), after.quote(first.previous_day().unwrap()).payoff_total());
    }
}

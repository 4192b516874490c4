//! The calendar of working days: who changes it and how, and what it does to due dates.

use domain::{
    calendar::{CalendarRefusal, DayKind, read_days},
    id::LoanId,
    loan::LoanState,
    repayment::RepaymentChoice,
    role::Role,
    terms::{HolidayRule, LoanTerms, RepaymentMethod},
};
use services::{
    Context, Error,
    calendar::{CalendarFile, ChangeCalendarCommand, calendar, change_calendar, read_calendar_file},
    draw::preview_draw,
    loan,
    repayment::{self, QuoteCommand},
    worklist::worklist,
};
use time::{Date, macros::date};

use crate::{
    bank::spend,
    harness::{World, bullet_terms, yuan},
    repayment::lend_for,
};

async fn change(world: &World, context: &Context, days: &str) -> Result<usize, Error<CalendarRefusal>> {
    let command = ChangeCalendarCommand { days: read_days(days).unwrap(), plain: Vec::new() };
    change_calendar(&world.db, context, command).await
}

async fn due_dates(world: &World, id: LoanId) -> Vec<(Date, String)> {
    let loan = loan::loan(&world.db, &world.agent(1), id).await.unwrap();
    let parts = loan.position.instalments().iter();
    parts.map(|part| (part.planned.due_on, part.planned.interest.to_string())).collect()
}

fn moving(rule: HolidayRule) -> LoanTerms {
    LoanTerms { holiday_rule: rule, ..bullet_terms() }
}

#[tokio::test]
async fn a_loan_falls_due_on_a_working_day_as_it_was_disclosed() {
    let world = World::new().await;
    let maker = || world.operator(Role::OperatorMaker);
    // 20 December 2026 is a Sunday; the Monday after it becomes a holiday.
    change(&world, &maker(), "2026-12-21 off 元旦前").await.unwrap();
    world.open_line(1, yuan("100000"), moving(HolidayRule::MovesOn), &["30d"]).await;
    let tenor = "30d".parse().unwrap();
    let preview = preview_draw(&world.db, &world.agent(1), yuan("50000"), tenor).await.unwrap();
    let disclosed = &preview.disclosure.plan[0];
    // 50,000.00 × 0.144 × 32 / 360.
    assert_eq!((disclosed.due_on, disclosed.interest), (date!(2026 - 12 - 22), yuan("640")));
    assert!(preview.disclosure.text().contains("顺延至下一工作日"));
    let loan = lend_for(&world, 1, "50000", "30d").await;
    assert_eq!(due_dates(&world, loan).await, [(date!(2026 - 12 - 22), "640.00".to_owned())]);
    spend(&world, 1).await;
    world.turn_to(date!(2026 - 12 - 22)).await;
    let state = || async { loan::loan(&world.db, &world.agent(1), loan).await.unwrap().state };
    assert_eq!(state().await, LoanState::Active);
    world.turn_to(date!(2026 - 12 - 23)).await;
    assert_eq!(state().await, LoanState::Overdue { since: date!(2026 - 12 - 22) });
    world.finish().await;
}

#[tokio::test]
async fn holidays_that_are_published_later_move_due_dates_on_at_once() {
    let world = World::new().await;
    let maker = || world.operator(Role::OperatorMaker);
    let terms = LoanTerms {
        method: RepaymentMethod::InterestMonthly,
        tenor: "3m".parse().unwrap(),
        ..moving(HolidayRule::MovesBack)
    };
    world.open_line(1, yuan("100000"), terms, &["3m"]).await;
    let loan = lend_for(&world, 1, "50000", "3m").await;
    let fixed = {
        world.open_line(2, yuan("100000"), bullet_terms(), &["90d"]).await;
        lend_for(&world, 2, "50000", "90d").await
    };
    // Of the 20th, December's is a Sunday and February's a Saturday.
    let agreed = [date!(2026 - 12 - 18), date!(2027 - 01 - 20), date!(2027 - 02 - 19)];
    assert_eq!(due_dates(&world, loan).await.iter().map(|(on, _)| *on).collect::<Vec<_>>(), agreed);
    let quote = QuoteCommand { loan, choice: RepaymentChoice::All };
    let stale = repayment::quote(&world.db, &world.agent(1), quote).await.unwrap();

    let list = "2026-12-18,off\n2026-12-19,worked\n2027-02-19,off\n2027-02-22,off\n2026-12-07,off";
    assert_eq!(change(&world, &maker(), list).await.unwrap(), 2);
    let moved = due_dates(&world, loan).await;
    // On to a Saturday that is worked, and over a weekend and one more: never back, although the terms say so.
    let on = [date!(2026 - 12 - 19), date!(2027 - 01 - 20), date!(2027 - 02 - 23)];
    assert_eq!(moved.iter().map(|(on, _)| *on).collect::<Vec<_>>(), on);
    // 29, 32 and 34 days.
    assert_eq!(moved.iter().map(|(_, interest)| interest.as_str()).collect::<Vec<_>>(), ["580.00", "640.00", "680.00"]);
    assert_eq!(due_on(&world, loan).await, on[0]);
    let refused = repayment::repay(&world.db, &world.agent(1), stale.id).await;
    assert!(refused.is_err(), "{refused:?}");
    let told = world.number("select count(*) from outbox where event = 'loan.due_date_moved'").await;
    assert_eq!(told, 2);
    let kept = sqlx::query_scalar::<_, Date>(
        "select (position #>> '{instalments,0,planned,due_on}')::date from loans where id = $1",
    )
    .bind(fixed.0)
    .fetch_one(&world.owner)
    .await
    .unwrap();
    assert_eq!(kept, date!(2027 - 02 - 18), "terms that say nothing move nothing");

    // A day that is plain again moves nothing back.
    let command = ChangeCalendarCommand { days: Vec::new(), plain: vec![date!(2026 - 12 - 18)] };
    assert_eq!(change_calendar(&world.db, &maker(), command).await.unwrap(), 0);
    assert_eq!(due_on(&world, loan).await, on[0]);
    // The day to which it was moved is off too.
    assert_eq!(change(&world, &maker(), "2026-12-19 off").await.unwrap(), 1);
    assert_eq!(due_on(&world, loan).await, date!(2026 - 12 - 21));
    world.finish().await;
}

#[tokio::test]
async fn a_holiday_that_is_declared_on_the_due_date_itself_moves_what_is_unpaid_and_what_was_paid_stays_paid() {
    let world = World::new().await;
    let maker = || world.operator(Role::OperatorMaker);
    let (due, next) = (date!(2026 - 12 - 21), date!(2026 - 12 - 22));
    let mut loans = Vec::new();
    for agent in 1..=3 {
        world.open_line(agent, yuan("100000"), moving(HolidayRule::MovesOn), &["31d"]).await;
        loans.push(lend_for(&world, agent, "50000", "31d").await);
        spend(&world, agent).await;
    }
    world.turn_to(due).await;
    let pay = async |agent: usize, choice| {
        let command = QuoteCommand { loan: loans[agent - 1], choice };
        let quoted = repayment::quote(&world.db, &world.agent(agent), command).await.unwrap();
        repayment::repay(&world.db, &world.agent(agent), quoted.id).await.unwrap();
    };
    // 50,000.00 × 0.144 × 31 / 360 = 620.00 of interest: one has paid that and 10,000.00, one all of it, and one nothing.
    world.fill_wallet(1, yuan("10620")).await;
    pay(1, RepaymentChoice::Part(yuan("10620"))).await;
    world.fill_wallet(2, yuan("50620")).await;
    pay(2, RepaymentChoice::All).await;
    let closed = change(&world, &maker(), "2026-12-20 off").await;
    assert!(matches!(closed, Err(Error::Refused(CalendarRefusal::Past { .. }))), "{closed:?}");
    assert_eq!(change(&world, &maker(), "2026-12-21 off 台风").await.unwrap(), 2);
    assert_eq!((due_on(&world, loans[0]).await, due_on(&world, loans[2]).await), (next, next));
    world.turn_to(next).await;
    let state = async |agent: usize| loan::loan(&world.db, &world.agent(agent), loans[agent - 1]).await.unwrap().state;
    let states = [state(1).await, state(2).await, state(3).await];
    assert_eq!(states, [LoanState::Active, LoanState::Settled, LoanState::Active]);
    assert_eq!(world.number("select count(*) from freezes").await, 0);
    // A day more of 40,000.00 is 16.00; of all of it 20.00.
    world.fill_wallet(1, yuan("40016")).await;
    world.fill_wallet(3, yuan("50639")).await;
    world.turn_to(date!(2026 - 12 - 23)).await;
    assert_eq!((state(1).await, state(3).await), (LoanState::Settled, LoanState::Overdue { since: next }));
    assert_eq!(world.number("select outstanding_fen from loans where state = 'overdue'").await, 100);
    world.finish().await;
}

async fn due_on(world: &World, loan: LoanId) -> Date {
    sqlx::query_scalar("select due_on from loans where id = $1").bind(loan.0).fetch_one(&world.owner).await.unwrap()
}

#[tokio::test]
async fn the_calendar_is_changed_by_a_maker_and_only_ahead() {
    let world = World::new().await;
    let maker = || world.operator(Role::OperatorMaker);
    for context in [world.agent(1), world.operator(Role::OperatorChecker), world.operator(Role::Auditor)] {
        assert!(matches!(change(&world, &context, "2027-01-01 off").await, Err(Error::Forbidden)));
    }
    let code = |outcome: Result<usize, Error<CalendarRefusal>>| match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?}"),
    };
    for (days, refused) in [
        ("", "calendar.empty"),
        ("2026-11-19 off", "calendar.past"),
        ("2027-01-01 off 一二三四五六七八九十一二三四五六七八九十一", "calendar.name_too_long"),
        ("2027-01-04 worked", "calendar.worked_anyway"),
        ("2027-01-01 off\n2027-01-01 off", "calendar.twice"),
        ("2037-01-01 off", "calendar.too_far"),
    ] {
        assert_eq!(code(change(&world, &maker(), days).await), refused, "{days}");
    }
    let missing = || async {
        let told = calendar(&world.db, &maker()).await.unwrap().missing;
        assert_eq!(worklist(&world.db, &maker()).await.unwrap().calendar_missing, told);
        told
    };
    assert_eq!(missing().await, Some(2026));
    change(&world, &maker(), "2026-12-25 off").await.unwrap();
    assert_eq!(missing().await, Some(2027), "it is November");
    change(&world, &maker(), "2027-01-01,放假,元旦\n2027-01-02,上班").await.unwrap();
    assert!(matches!(calendar(&world.db, &world.agent(1)).await, Err(Error::Forbidden)));
    let row = calendar(&world.db, &world.operator(Role::Auditor)).await.unwrap();
    let days: Vec<_> = row.days.iter().map(|day| (day.on, day.kind, day.name.as_str())).collect();
    assert_eq!((row.missing, missing().await), (None, None));
    assert_eq!(
        days,
        [
            (date!(2027 - 01 - 02), DayKind::Worked, ""),
            (date!(2027 - 01 - 01), DayKind::Off, "元旦"),
            (date!(2026 - 12 - 25), DayKind::Off, ""),
        ]
    );
    world.finish().await;
}

#[tokio::test]
async fn a_file_of_days_is_read_row_by_row_and_changes_nothing_by_itself() {
    let world = World::new().await;
    let maker = || world.operator(Role::OperatorMaker);
    let read = async |bytes: &[u8]| read_calendar_file(&world.db, &maker(), "节假日.csv", bytes.to_vec()).await;
    let text = "日期,安排,名称\n2026-11-20,放假,台风\n2027-02-14,上班\n2026-11-19,放假\n2027-02-15,上班\n\
                2027-02-14,放假\n也许,放假\n2037-01-01,放假\n";
    let CalendarFile { days, refused } = read(text.as_bytes()).await.unwrap();
    let told: Vec<_> = days.iter().map(|day| (day.on, day.kind)).collect();
    assert_eq!(told, [(date!(2026 - 11 - 20), DayKind::Off), (date!(2027 - 02 - 14), DayKind::Worked)]);
    let told: Vec<_> = refused.iter().map(|row| (row.row, row.refusal.code())).collect();
    let expected = [
        (4, "calendar.past"),
        (5, "calendar.worked_anyway"),
        (6, "calendar.twice"),
        (7, "calendar.unreadable"),
        (8, "calendar.too_far"),
    ];
    assert_eq!(told, expected);
    let huge = vec![b' '; files::sheet::MAX_FILE_BYTES + 1];
    for (bytes, code) in [
        (b"".as_slice(), "file.empty"),
        (b"2027-02-05,\xFF\xFF".as_slice(), "file.encoding"),
        (huge.as_slice(), "file.too_large"),
    ] {
        match read(bytes).await {
            Err(Error::Refused(refusal)) => assert_eq!(refusal.code(), code),
            other => panic!("{other:?}"),
        }
    }
    for stranger in [world.agent(1), world.operator(Role::OperatorChecker), world.operator(Role::Auditor)] {
        let read = read_calendar_file(&world.db, &stranger, "节假日.csv", text.as_bytes().to_vec()).await;
        assert!(matches!(read, Err(Error::Forbidden)), "{read:?}");
    }
    assert_eq!(world.number("select count(*) from calendar_days").await, 0);
    world.finish().await;
}

//! A line that its agent asks to close lends no more, and ends with its last loan.

use domain::{
    application::ApplicationRefusal,
    approval::Action,
    correction::Correction,
    credit_line::{CreditLineRefusal, CreditLineState},
    draw::DrawRefusal,
    id::{ApplicationId, CreditLineId, LoanId, RepaymentId},
    repayment::RepaymentChoice,
    role::Role,
};
use services::{
    Error,
    application::{AgreeContractCommand, agree_contract},
    credit_line, draw,
    repayment::{self, QuoteCommand},
    timeline::{Doer, Event},
};
use time::{Duration, macros::date};
use uuid::Uuid;

use crate::{
    approval::two_people,
    draw::request,
    harness::{World, bullet_terms, yuan},
    repayment::{
        lend,
        sweep::{late, top_up},
    },
};

/// Another line of agent 1, as its first one was when that was opened.
const ANOTHER_LINE: &str = "
    insert into applications
    select (jsonb_populate_record(a, jsonb_build_object('id', '00000000-0000-0000-0000-000000000002', 'reference', 'APP-2',
                                                        'slot_held', true))).* from applications a;
    insert into credit_lines
    select (jsonb_populate_record(c, jsonb_build_object('id', '00000000-0000-0000-0000-000000000002', 'state', 'active',
                                                        'reference', 'LIN2026112000000001', 'application_id',
                                                        '00000000-0000-0000-0000-000000000002'))).* from credit_lines c";

/// How the line stands, and whether its agent's slot is held.
async fn standing(world: &World) -> String {
    let told =
        "select c.state || ' ' || a.slot_held from credit_lines c join applications a on a.id = c.application_id";
    sqlx::query_scalar(told).fetch_one(&world.owner).await.unwrap()
}

async fn close(world: &World) -> Result<bool, Error<CreditLineRefusal>> {
    credit_line::close(&world.db, &world.agent(1)).await
}

async fn settle(world: &World, loan: LoanId) -> RepaymentId {
    world.set_now(world.now() + Duration::minutes(1));
    let command = QuoteCommand { loan, choice: RepaymentChoice::All };
    let quoted = repayment::quote(&world.db, &world.agent(1), command).await.unwrap();
    repayment::repay(&world.db, &world.agent(1), quoted.id).await.unwrap().repayment
}

async fn told(world: &World) -> (i64, i64) {
    let closing = world.number("select count(*) from outbox where event = 'credit_line.closing'").await;
    (closing, world.number("select count(*) from outbox where event = 'credit_line.closed'").await)
}

#[tokio::test]
async fn a_line_of_which_nothing_is_owed_ends_at_once_but_not_while_a_draw_is_under_way() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let drawn = request(&world, 1, "10000").await.unwrap().draw;
    assert!(matches!(close(&world).await, Err(Error::Refused(CreditLineRefusal::DrawUnderWay))));
    draw::cancel_draw(&world.db, &world.agent(1), drawn).await.unwrap();
    assert!(matches!(credit_line::close(&world.db, &world.clerk(1)).await, Err(Error::Forbidden)));
    assert!(matches!(credit_line::close(&world.db, &world.agent(2)).await, Err(Error::NotFound)));
    assert!(close(&world).await.unwrap());
    assert_eq!((standing(&world).await.as_str(), told(&world).await), ("closed false", (0, 1)));
    assert!(matches!(close(&world).await, Err(Error::NotFound)));
    assert!(matches!(request(&world, 1, "10000").await, Err(Error::NotFound)));
    world.finish().await;
}

#[tokio::test]
async fn a_line_that_owes_lends_no_more_and_ends_in_the_commit_that_settles_its_last_loan() {
    let world = World::new().await;
    let line = CreditLineId(world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await);
    let (first, second) = (lend(&world, 1, "50000").await, lend(&world, 1, "20000").await);
    world.fill_wallet(1, yuan("1000")).await;
    world.set_now(world.now() + Duration::minutes(1));
    assert!(!close(&world).await.unwrap());
    assert_eq!((standing(&world).await.as_str(), told(&world).await), ("closing true", (1, 0)));
    assert!(matches!(close(&world).await, Err(Error::Refused(CreditLineRefusal::NotOpen))));
    assert!(matches!(request(&world, 1, "10000").await, Err(Error::Refused(DrawRefusal::LineNotActive))));
    settle(&world, first).await;
    assert_eq!(standing(&world).await, "closing true", "the other is owed");
    let repayment = settle(&world, second).await;
    assert_eq!((standing(&world).await.as_str(), told(&world).await), ("closed false", (1, 1)));

    let shown = credit_line::credit_line(&world.db, &world.operator(Role::Auditor), line).await.unwrap();
    let ends = shown.timeline.iter().filter(|step| matches!(step.event, Event::Line(_)));
    let agent = || Doer::Person("agent-1".to_owned());
    assert_eq!(
        ends.map(|step| (step.event, step.doer.clone())).collect::<Vec<_>>(),
        [(Event::Line(CreditLineState::Closing), agent()), (Event::Line(CreditLineState::Closed), agent())]
    );

    // What turns out not to be paid is owed again, and opens no line.
    let correction = Correction::Reverse { repayment, right_wallet: None };
    two_people(&world, Action::Correct { loan: second, correction }).await;
    assert_eq!(world.number("select outstanding_fen from credit_lines").await, 2_000_000);
    settle(&world, second).await;
    assert_eq!((standing(&world).await.as_str(), told(&world).await), ("closed false", (1, 1)));
    world.finish().await;
}

/// The line that the agent has by then is suspended for it, and lends again.
#[tokio::test]
async fn what_a_closed_line_owes_after_all_keeps_the_next_one_from_lending_until_it_is_paid() {
    let world = World::new().await;
    let loan = late(&world).await;
    assert!(!close(&world).await.unwrap());
    top_up(&world, "T1", "60000").await;
    assert_eq!(world.as_owner(ANOTHER_LINE).await, None);
    let states = "select string_agg(state, ' ' order by reference) from credit_lines";
    let states = async || sqlx::query_scalar::<_, String>(states).fetch_one(&world.owner).await.unwrap();
    assert_eq!(states().await, "closed active");

    world.set_now(world.now() + Duration::minutes(1));
    let swept = sqlx::query_scalar("select id from repayments").fetch_one(&world.owner).await.unwrap();
    let correction = Correction::Reverse { repayment: RepaymentId(swept), right_wallet: None };
    two_people(&world, Action::Correct { loan, correction }).await;
    assert_eq!(states().await, "closed suspended");
    world.set_now(world.now() + Duration::minutes(1));
    // With what came back.
    top_up(&world, "T2", "1").await;
    assert_eq!(states().await, "closed active");
    request(&world, 1, "10000").await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn no_contract_is_agreed_to_while_something_of_a_closed_line_is_overdue() {
    let world = World::new().await;
    let loan = late(&world).await;
    assert!(!close(&world).await.unwrap());
    top_up(&world, "T1", "60000").await;
    let approved = "insert into applications
                    select (jsonb_populate_record(a, jsonb_build_object('id', '00000000-0000-0000-0000-000000000002', 'state', 'approved',
                                                                        'reference', 'APP2026112000000999', 'slot_held', true))).* from applications a";
    assert_eq!(world.as_owner(approved).await, None);
    let version = world.number("select version from applications where reference = 'APP2026112000000999'").await;
    // The copy has no contract: once nothing is overdue it is something else that is missing.
    let overdue = async || {
        let application = ApplicationId(Uuid::from_u128(2));
        let command = AgreeContractCommand { application, version, contract_hash: String::new() };
        let agreed = agree_contract(&world.db, &world.agent(1), command).await;
        matches!(agreed, Err(Error::Refused(ApplicationRefusal::Overdue)))
    };
    assert!(!overdue().await);
    world.set_now(world.now() + Duration::minutes(1));
    let swept = sqlx::query_scalar("select id from repayments").fetch_one(&world.owner).await.unwrap();
    let correction = Correction::Reverse { repayment: RepaymentId(swept), right_wallet: None };
    two_people(&world, Action::Correct { loan, correction }).await;
    assert!(overdue().await);
    world.set_now(world.now() + Duration::minutes(1));
    top_up(&world, "T2", "1").await;
    assert!(!overdue().await);
    world.db.drain().await;
    world.drop_database().await;
}

#[tokio::test]
async fn a_line_ends_however_its_last_loan_is_settled() {
    // By what comes into a frozen wallet.
    let world = World::new().await;
    late(&world).await;
    assert_eq!(standing(&world).await, "suspended true");
    assert!(!close(&world).await.unwrap());
    top_up(&world, "T1", "60000").await;
    assert_eq!((standing(&world).await.as_str(), told(&world).await), ("closed false", (1, 1)));
    world.finish().await;

    // By what its funder has received elsewhere.
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    assert!(!close(&world).await.unwrap());
    let correction = Correction::Receive { amount: yuan("50020"), on: date!(2026 - 11 - 20) };
    two_people(&world, Action::Correct { loan, correction }).await;
    assert_eq!((standing(&world).await.as_str(), told(&world).await), ("closed false", (1, 1)));
    world.finish().await;
}

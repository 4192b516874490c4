//! Money that comes into a wallet while something is overdue.

use domain::{
    Amount, draw::DrawRefusal, id::LoanId, loan::LoanState, matching::Direction, repayment::RepaymentCause, role::Role,
};
use services::{Error, loan, repayment};
use time::{Date, macros::date};

use super::lend;
use crate::{
    bank::spend,
    bank_movement::{fed, feed},
    draw::request,
    harness::{FIRST, World, bullet_terms, yuan},
};

pub const DUE: Date = date!(2026 - 12 - 20);
pub const LATE: Date = date!(2026 - 12 - 22);

/// A transfer from agent 1's own account that names its wallet.
pub async fn top_up(world: &World, number: &str, amount: &str) {
    top_up_of(world, 1, number, yuan(amount)).await;
}

/// A transfer from an agent's own account that names its wallet.
pub async fn top_up_of(world: &World, agent: usize, number: &str, amount: Amount) {
    let (reference, name, account): (String, String, String) = sqlx::query_as(
        "select w.reference, a.bank_account_name, a.bank_account_no from wallets w join agents a on a.id = w.agent_id
         where a.id = $1",
    )
    .bind(world.agents[agent - 1].agent.0)
    .fetch_one(&world.owner)
    .await
    .unwrap();
    let mut line = fed(number, Direction::Credit, &amount.to_string(), &reference);
    (line.counterparty_name, line.counterparty_account) = (name, account);
    feed(world, vec![line]).await;
}

pub async fn state(world: &World, loan: LoanId) -> LoanState {
    loan::loan(&world.db, &world.agent(1), loan).await.unwrap().state
}

/// Agent 1 with a loan of 50,000 that fell due two days ago, and was spent.
pub async fn late(world: &World) -> LoanId {
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(world, 1, "50000").await;
    spend(world, 1).await;
    world.turn_to(DUE).await;
    assert_eq!(state(world, loan).await, LoanState::Active);
    world.turn_to(LATE).await;
    assert_eq!(state(world, loan).await, LoanState::Overdue { since: DUE });
    loan
}

pub async fn balance(world: &World) -> i64 {
    world.number("select balance_fen from wallets order by reference limit 1").await
}

pub async fn overdue(world: &World, loan: LoanId, on: Date) -> Amount {
    loan::loan(&world.db, &world.agent(1), loan).await.unwrap().position.quote(on).overdue_total()
}

/// What was paid of a loan, the oldest first, and what from.
pub async fn paid(world: &World, loan: LoanId) -> Vec<(Amount, RepaymentCause)> {
    let funder = world.funder_person('a', Role::FunderReviewer);
    let filter = repayment::RepaymentFilter::Loan(loan);
    let rows = repayment::repayments(&world.db, &funder, filter, FIRST).await.unwrap().rows;
    rows.iter().rev().map(|row| (row.amount, row.cause)).collect()
}

#[tokio::test]
async fn what_comes_in_pays_what_is_overdue_and_the_rest_stays() {
    let world = World::new().await;
    let loan = late(&world).await;
    let owed = overdue(&world, loan, LATE).await;
    top_up(&world, "T1", "60000").await;
    assert_eq!(state(&world, loan).await, LoanState::Settled);
    assert_eq!(balance(&world).await, yuan("60000").less(owed).fen());
    assert_eq!(paid(&world, loan).await, [(owed, RepaymentCause::Swept)]);
    assert_eq!(world.number("select count(*) from payables where payout_id is null").await, 1);
    assert_eq!(world.number("select outstanding_fen from credit_lines").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn what_is_not_enough_is_taken_whole() {
    let world = World::new().await;
    let loan = late(&world).await;
    let owed = overdue(&world, loan, LATE).await;
    top_up(&world, "T1", "10").await;
    assert_eq!((balance(&world).await, overdue(&world, loan, LATE).await), (0, owed.less(yuan("10"))));
    assert_eq!(state(&world, loan).await, LoanState::Overdue { since: DUE });
    world.set_now(world.now() + time::Duration::SECOND);
    top_up(&world, "T2", "20").await;
    let swept = RepaymentCause::Swept;
    assert_eq!(paid(&world, loan).await, [(yuan("10"), swept), (yuan("20"), swept)]);
    assert_eq!(balance(&world).await, 0);
    world.finish().await;
}

#[tokio::test]
async fn the_longest_overdue_is_paid_first_and_what_falls_due_today_waits() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let mut loans = Vec::new();
    for next in [date!(2026 - 11 - 21), date!(2026 - 11 - 22), date!(2026 - 12 - 22)] {
        loans.push(lend(&world, 1, "10000").await);
        spend(&world, 1).await;
        world.turn_to(next).await;
    }
    let today = date!(2026 - 12 - 22);
    let [first, second, third] = [loans[0], loans[1], loans[2]];
    let [one, two] = [overdue(&world, first, today).await, overdue(&world, second, today).await];
    assert_eq!(state(&world, third).await, LoanState::Active, "it falls due today");
    top_up(&world, "T1", "15000").await;
    let swept = RepaymentCause::Swept;
    assert_eq!(
        [paid(&world, first).await, paid(&world, second).await],
        [vec![(one, swept)], vec![(yuan("15000").less(one), swept)]]
    );
    assert_eq!(state(&world, second).await, LoanState::Overdue { since: date!(2026 - 12 - 21) });
    top_up(&world, "T2", "15000").await;
    assert_eq!([state(&world, first).await, state(&world, second).await], [LoanState::Settled; 2]);
    assert_eq!((paid(&world, third).await, state(&world, third).await), (Vec::new(), LoanState::Active));
    let left = yuan("30000").less(one).less(two);
    assert_eq!(balance(&world).await, left.fen());
    world.turn_to(date!(2026 - 12 - 23)).await;
    assert_eq!(paid(&world, third).await, [(left, RepaymentCause::Due)], "the rest is debited at the close of its day");
    world.finish().await;
}

#[tokio::test]
async fn nothing_is_lent_while_something_is_overdue_and_again_when_it_is_paid() {
    let world = World::new().await;
    let loan = late(&world).await;
    let refused = request(&world, 1, "10000").await;
    assert!(matches!(refused, Err(Error::Refused(DrawRefusal::Overdue))), "{refused:?}");
    top_up(&world, "T3", "60000").await;
    assert_eq!(state(&world, loan).await, LoanState::Settled);
    request(&world, 1, "10000").await.unwrap();
    world.finish().await;
}

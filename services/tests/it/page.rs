//! Lists in pages: whatever the size, every row once and in order, and the parts of a list are the whole.

use std::future::Future;

use domain::{
    Amount,
    id::{DrawId, LoanId},
    ledger::{AccountKind, Book},
    repayment::RepaymentChoice,
    role::Role,
    terms::{DayCount, LoanTerms, RepaymentMethod, Tenor},
};
use services::{
    Error, bank_movement,
    credit_line::{CreditLineFilter, credit_lines},
    draw::{self, AnswerDrawCommand, DrawAnswer, DrawFilter, OpenDraws},
    error::Never,
    ledger,
    loan::{self, LoanFilter},
    page::{Narrow, Narrowed, Page, PageRequest},
    payout::{self, PayoutFilter},
    repayment::{self, QuoteCommand},
};

use time::{Date, macros::date};

use crate::{
    bank::spend,
    draw::{instruct, request_for},
    harness::{FIRST, World, bullet_terms, yuan},
};

/// A list read in pages of two must be the list read at once.
pub async fn walk<T, F: Future<Output = Result<Page<T>, Error<Never>>>>(
    list: impl Fn(PageRequest) -> F,
    name: impl Fn(&T) -> String,
) -> Vec<String> {
    let whole = list(FIRST).await.unwrap();
    assert_eq!(whole.next, None);
    let (mut walked, mut after) = (Vec::new(), None);
    loop {
        let page = list(PageRequest::new(after, 2)).await.unwrap();
        assert!(page.rows.len() == 2 || page.next.is_none());
        walked.extend(page.rows.iter().map(&name));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(walked, whole.rows.iter().map(&name).collect::<Vec<_>>());
    walked
}

async fn draws(world: &World, filter: DrawFilter) -> Vec<String> {
    let treasurer = world.funder_person('a', Role::FunderTreasurer);
    walk(|page| draw::draws(&world.db, &treasurer, filter, page), |draw| draw.id.to_string()).await
}

async fn loans(world: &World, filter: LoanFilter) -> Vec<LoanId> {
    let reviewer = world.funder_person('a', Role::FunderReviewer);
    let ids = walk(|page| loan::book(&world.db, &reviewer, filter, page), |loan| loan.id.to_string()).await;
    ids.iter().map(|id| id.parse().unwrap()).collect()
}

/// A loan of agent 1 over 1,000.00.
async fn lend(world: &World, tenor: &str) -> LoanId {
    let drawn = request_for(world, 1, yuan("1000"), tenor).await.unwrap().draw;
    instruct(world, drawn, "1000").await.unwrap();
    world.record_receipt(drawn, yuan("1000")).await;
    draw::draw(&world.db, &world.agent(1), drawn).await.unwrap().loan.unwrap()
}

async fn repay(world: &World, loan: LoanId, choice: RepaymentChoice) {
    let quote = repayment::quote(&world.db, &world.agent(1), QuoteCommand { loan, choice }).await.unwrap();
    repayment::repay(&world.db, &world.agent(1), quote.id).await.unwrap();
}

#[tokio::test]
async fn draws_are_walked_by_state_and_counted_however_many_there_are() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let treasurer = world.funder_person('a', Role::FunderTreasurer);
    let mut made: Vec<(i64, DrawId)> = Vec::new();
    for place in 0..9 {
        // Three at once, so that the instant alone does not order them.
        world.set_now(crate::harness::START + time::Duration::minutes(place / 3));
        made.push((place / 3, request_for(&world, 1, yuan("1000"), "30d").await.unwrap().draw));
    }
    made.sort_by_key(|(minute, draw)| (*minute, draw.0));
    let made: Vec<DrawId> = made.into_iter().map(|(_, draw)| draw).collect();
    for draw in &made[..2] {
        let command = AnswerDrawCommand { draw: *draw, answer: DrawAnswer::Refuse { reason: "不放".to_owned() } };
        draw::answer_draw(&world.db, &world.funder_person('a', Role::FunderTreasurer), command).await.unwrap();
    }
    for draw in &made[2..5] {
        instruct(&world, *draw, "1000").await.unwrap();
    }
    let names = |draws: &[DrawId]| draws.iter().map(DrawId::to_string).collect::<Vec<_>>();
    let mut newest = made.clone();
    newest.reverse();
    assert_eq!(draws(&world, DrawFilter::All).await, names(&newest));
    assert_eq!(draws(&world, DrawFilter::Open).await, names(&newest[..7]));
    assert_eq!(draws(&world, DrawFilter::Awaiting).await, names(&newest[4..7]));
    assert_eq!(draws(&world, DrawFilter::Ended).await, names(&newest[7..]));
    assert!(draws(&world, DrawFilter::Credited).await.is_empty());
    let waiting = walk(|page| draw::draws_to_answer(&world.db, &treasurer, page), |draw| draw.id.to_string()).await;
    assert_eq!(waiting, names(&made[5..]));
    let counts = draw::count_open_draws(&world.db, &treasurer).await.unwrap();
    assert_eq!(counts, OpenDraws { requested: 4, awaiting: 3 });

    let stranger = world.funder_person('b', Role::FunderTreasurer);
    assert!(draw::draws_to_answer(&world.db, &stranger, FIRST).await.unwrap().rows.is_empty());
    let counts = draw::count_open_draws(&world.db, &stranger).await.unwrap();
    assert_eq!(counts, OpenDraws { requested: 0, awaiting: 0 });
    let agent = draw::draws_to_answer(&world.db, &world.agent(1), FIRST).await;
    assert!(matches!(agent, Err(Error::Forbidden)), "{agent:?}");
    world.finish().await;
}

#[tokio::test]
async fn loans_are_walked_by_what_is_due_first_and_settled_ones_apart() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["7d", "14d", "30d"]).await;
    let month = lend(&world, "30d").await;
    let week = lend(&world, "7d").await;
    let other_week = lend(&world, "7d").await;
    // Of one instant, so that the instant alone does not order them.
    let (week, other_week) = (week.min(other_week), week.max(other_week));
    let fortnight = lend(&world, "14d").await;
    let settled = lend(&world, "7d").await;
    world.fill_wallet(1, yuan("10")).await;
    repay(&world, settled, RepaymentChoice::All).await;
    assert_eq!(loans(&world, LoanFilter::Open).await, [week, other_week, fortnight, month]);
    assert_eq!(loans(&world, LoanFilter::Settled).await, [settled]);
    assert!(loans(&world, LoanFilter::Overdue).await.is_empty());

    spend(&world, 1).await;
    world.turn_to(time::macros::date!(2026 - 12 - 05)).await;
    assert_eq!(loans(&world, LoanFilter::Overdue).await, [week, other_week, fortnight]);
    assert_eq!(loans(&world, LoanFilter::Open).await, [week, other_week, fortnight, month]);

    let stranger =
        loan::book(&world.db, &world.funder_person('b', Role::FunderReviewer), LoanFilter::Open, FIRST).await;
    assert!(stranger.unwrap().rows.is_empty());
    let own = loan::book(&world.db, &world.agent(1), LoanFilter::Open, FIRST).await.unwrap().rows;
    assert_eq!(own.iter().map(|loan| loan.id).collect::<Vec<_>>(), [week, other_week, fortnight, month]);
    assert!(loan::book(&world.db, &world.agent(2), LoanFilter::Open, FIRST).await.unwrap().rows.is_empty());
    world.finish().await;
}

#[tokio::test]
async fn a_loan_is_as_old_as_its_oldest_unpaid_instalment() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let ages = [-8, -7, 0, 1, 30, 31, 60, 61, 90, 91, 400];
    let mut lent = Vec::new();
    for _ in ages {
        lent.push(lend(&world, "30d").await);
    }
    for (loan, age) in lent.into_iter().zip(ages) {
        // What fell due today is overdue when the day is closed, with no days.
        sqlx::query(
            "update loans set due_on = date '2026-11-20' - $2::int, state = case when $2 > 0 then 'overdue' else state end,
                              overdue_since = case when $2 > 0 then date '2026-11-20' - $2::int end
             where id = $1",
        )
        .bind(loan.0)
        .bind(age)
        .execute(&world.owner)
        .await
        .unwrap();
    }
    // Yesterday's is in its days of grace: not overdue, whatever is unpaid.
    let graced = "update loans set state = 'active', overdue_since = null where due_on = '2026-11-19'";
    sqlx::query(graced).execute(&world.owner).await.unwrap();
    let portfolio = loan::portfolio(&world.db, &world.funder_person('a', Role::FunderReviewer)).await.unwrap();
    let loans = portfolio.ages.map(|row| row.loans);
    assert_eq!(loans, [4, 1, 2, 2, 2]);
    assert_eq!(portfolio.ages[2].outstanding, yuan("2000"));
    // In seven days and today, each with the interest of thirty days at 14.4 %: 12.00.
    assert_eq!(portfolio.due_soon, (2, yuan("2024")));
    let verdicts = services::verify::verify(&world.db, &world.system()).await.unwrap();
    let broken = verdicts.iter().find(|verdict| verdict.name.starts_with("a loan is the pure function")).unwrap();
    assert_eq!(broken.offending.len(), ages.len(), "{broken:?}");
    world.drop_database().await;
}

/// What the migration that added the columns made of the loans that there were.
#[tokio::test]
async fn the_days_on_which_loans_fall_due_are_filled_in_as_a_position_has_them() {
    let world = World::new().await;
    let (rate, method) = ("0.12".parse().unwrap(), RepaymentMethod::EqualPrincipal);
    let terms = LoanTerms::new(rate, DayCount::Act360, method, Tenor::Months(12));
    world.open_line(1, yuan("100000"), terms, &["12m", "6m"]).await;
    let [paid, settled] = [lend(&world, "12m").await, lend(&world, "6m").await];
    lend(&world, "12m").await;
    world.fill_wallet(1, yuan("100")).await;
    repay(&world, paid, RepaymentChoice::Part(yuan("90"))).await;
    repay(&world, settled, RepaymentChoice::All).await;
    let migration = include_str!("../../../migrations/20261128150400_loan_due.sql");
    let fill = migration.split(';').find(|statement| statement.contains("update loans")).unwrap();
    sqlx::raw_sql(
        "alter table loans drop constraint loan_settled_owes_nothing; update loans set due_on = null, due_fen = null",
    )
    .execute(&world.owner)
    .await
    .unwrap();
    sqlx::query(sqlx::AssertSqlSafe(fill.to_owned())).execute(&world.owner).await.unwrap();
    assert_eq!(world.number("select count(*) from loans where due_on is null").await, 1);
    world.finish().await;
}

#[tokio::test]
async fn every_page_of_an_account_begins_with_the_balance_where_the_one_before_ended() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, "30d").await;
    for amount in ["11", "22", "33", "44"] {
        repay(&world, loan, RepaymentChoice::Part(yuan(amount))).await;
    }
    let auditor = world.operator(Role::Auditor);
    let mut accounts = Vec::new();
    for kind in AccountKind::ALL {
        let list = |page| ledger::accounts_of_kind(&world.db, &auditor, kind, page);
        accounts.extend(walk(list, |row| row.account.to_string()).await);
    }
    let kinds = ledger::trial_balance(&world.db, &auditor).await.unwrap();
    assert_eq!(kinds.iter().map(|kind| kind.accounts).sum::<i64>(), i64::try_from(accounts.len()).unwrap());
    for book in [Book::Custody, Book::Claims] {
        let own = kinds.iter().filter(|row| row.kind.book() == book);
        let (debit, credit): (Vec<_>, Vec<_>) = own.map(|row| (row.debit, row.credit)).unzip();
        let (debit, credit): (Amount, Amount) = (debit.into_iter().sum(), credit.into_iter().sum());
        assert!(debit == credit && debit.is_positive(), "{book:?}: {debit} and {credit}");
    }
    assert!(accounts.len() > 3);
    for account in accounts.into_iter().map(|id| id.parse::<uuid::Uuid>().unwrap()) {
        let entries = |page| {
            let (db, auditor) = (&world.db, &auditor);
            async move { ledger::account_statement(db, auditor, account, page).await.map(|statement| statement.entries) }
        };
        let lines = walk(entries, |entry| format!("{} {} {}", entry.journal, entry.amount, entry.balance)).await;
        assert!(!lines.is_empty());
    }
    world.finish().await;
}

#[tokio::test]
async fn the_other_lists_are_walked_too() {
    let world = World::new().await;
    for agent in 1..=5 {
        world.open_line(agent, yuan("100000"), bullet_terms(), &["30d"]).await;
    }
    let loan = lend(&world, "30d").await;
    for amount in ["11", "22", "33", "44", "55"] {
        repay(&world, loan, RepaymentChoice::Part(yuan(amount))).await;
    }
    let (auditor, reviewer) = (world.operator(Role::Auditor), world.funder_person('a', Role::FunderReviewer));
    let db = &world.db;
    let lines = walk(|page| credit_lines(db, &reviewer, CreditLineFilter::Open, page), |row| row.id.to_string()).await;
    assert_eq!(lines.len(), 5);
    let closed = walk(|page| credit_lines(db, &reviewer, CreditLineFilter::Closed, page), |row| row.id.to_string());
    assert!(closed.await.is_empty());
    for filter in [
        repayment::RepaymentFilter::All,
        repayment::RepaymentFilter::Unconfirmed,
        repayment::RepaymentFilter::Loan(loan),
    ] {
        let paid = walk(|page| repayment::repayments(db, &reviewer, filter, page), |row| row.id.to_string()).await;
        assert_eq!(paid.len(), 5, "{filter:?}");
    }
    payout::drain_payables(db).await.unwrap();
    let payouts = walk(|page| payout::payouts(db, &auditor, PayoutFilter::Open, page), |row| row.id.to_string()).await;
    assert_eq!(payouts.len(), 5);
    let found =
        walk(|page| loan::find_loans(db, &auditor, loan::FoundFilter::All, page), |row| row.id.to_string()).await;
    assert_eq!(found, [loan.to_string()]);
    assert!(bank_movement::breaks(db, &auditor, bank_movement::BreakFilter::All, FIRST).await.unwrap().rows.is_empty());
    world.finish().await;
}

#[tokio::test]
async fn an_account_is_narrowed_to_days_and_each_line_keeps_its_balance() {
    let world = World::new().await;
    let wallet: uuid::Uuid = sqlx::query_scalar("select account_id from wallets where agent_id = $1")
        .bind(world.agents[0].agent.0)
        .fetch_one(&world.owner)
        .await
        .unwrap();
    world.fill_wallet(1, yuan("10")).await;
    world.turn_to(date!(2026 - 11 - 25)).await;
    // Of one instant: either may stand first.
    world.fill_wallet(1, yuan("5")).await;
    world.fill_wallet(1, yuan("5")).await;
    world.turn_to(date!(2026 - 12 - 01)).await;
    world.fill_wallet(1, yuan("1")).await;
    let auditor = world.operator(Role::Auditor);
    for (from, to, expected) in [
        (None, None, vec!["21", "20", "15", "10"]),
        (None, Some(date!(2026 - 11 - 24)), vec!["10"]),
        (Some(date!(2026 - 11 - 25)), Some(date!(2026 - 11 - 30)), vec!["20", "15"]),
        (Some(date!(2026 - 11 - 26)), None, vec!["21"]),
        (Some(date!(2026 - 11 - 21)), Some(date!(2026 - 11 - 24)), vec![]),
        (Some(date!(2026 - 12 - 02)), Some(Date::MAX), vec![]),
    ] {
        let list = Narrowed { part: wallet, narrow: Narrow { from, to, ..Narrow::default() }, sort: None };
        let entries = |page| {
            let (db, auditor, list) = (&world.db, &auditor, list.clone());
            async move { ledger::account_statement(db, auditor, list, page).await.map(|statement| statement.entries) }
        };
        let total = entries(FIRST).await.unwrap().total.map(|total| total.count);
        let balances = walk(entries, |entry| entry.balance.negated().to_string()).await;
        let expected: Vec<_> = expected.into_iter().map(|balance| yuan(balance).to_string()).collect();
        assert_eq!(balances, expected, "{from:?} {to:?}");
        let narrowed = from.is_some() || to.is_some();
        assert_eq!(total, narrowed.then(|| i64::try_from(expected.len()).unwrap()), "{from:?} {to:?}");
    }
    world.finish().await;
}

//! Lists that are narrowed and sorted: each filter alone and with others, in pages, and nothing that is somebody else's.

#[path = "narrow/given_back.rs"]
mod given_back;
#[path = "narrow/items.rs"]
mod items;
#[path = "narrow/lines.rs"]
mod lines;
#[path = "narrow/partner.rs"]
mod partner;
#[path = "narrow/staff.rs"]
mod staff;

use std::{collections::BTreeSet, future::Future};

use domain::{
    id::{BankMovementId, DrawId, LoanId},
    matching::Direction,
    payout::PayoutState,
    repayment::RepaymentChoice,
    role::Role,
    search::Sought,
};
use services::{
    Context, Error,
    bank_movement::{self, MovementFilter},
    draw::{self, DrawFilter},
    error::Never,
    loan::{self, FoundFilter, LoanFilter},
    page::{Narrow, Narrowed, Page, PageRequest, Sort, Total},
    payout::{self, PayoutFilter},
    repayment::{self, QuoteCommand, RepaymentFilter},
};
use time::{Date, Duration, macros::date};

use crate::{
    bank_movement::{fed, feed},
    draw::request,
    harness::{FIRST, START, World, bullet_terms, yuan},
    page::walk,
    repayment::lend,
};

/// A part of a list, narrowed by a text.
pub fn by_text<Part>(part: Part, typed: &str) -> Narrowed<Part> {
    Narrowed { part, narrow: text(typed), sort: None }
}

fn text(typed: &str) -> Narrow {
    Narrow { text: Some(Sought::of(typed).unwrap()), ..Narrow::default() }
}

fn amounts(least: Option<&str>, most: Option<&str>) -> Narrow {
    Narrow { least: least.map(yuan), most: most.map(yuan), ..Narrow::default() }
}

fn days(from: Option<Date>, to: Option<Date>) -> Narrow {
    Narrow { from, to, ..Narrow::default() }
}

fn comes_to(count: i64, sum: &str) -> Option<Total> {
    Some(Total { count, sum: Some(yuan(sum)), outgo: None })
}

/// How many rows all pages have, and what they are said to come to.
async fn told<T, F: Future<Output = Result<Page<T>, Error<Never>>>>(
    list: impl Fn(PageRequest) -> F,
    name: impl Fn(&T) -> String,
) -> (usize, Option<Total>) {
    let total = list(FIRST).await.unwrap().total;
    (walk(&list, name).await.len(), total)
}

/// Four draws of two shops over three days, two of them of one amount.
async fn drawn(world: &World) -> Vec<DrawId> {
    let mut draws = Vec::new();
    for agent in [1, 2] {
        world.open_line(agent, yuan("100000"), bullet_terms(), &["30d"]).await;
    }
    // The third at the midnight of China, the fourth at the next.
    for (agent, amount, hours) in [(1, "2000", 0), (1, "1000", 1), (2, "2000", 14), (2, "3000", 38)] {
        world.set_now(START + Duration::hours(hours));
        draws.push(request(world, agent, amount).await.unwrap().draw);
    }
    draws
}

/// The draws that somebody is listed, by their places among `draws`, and what they come to.
async fn places(
    world: &World,
    who: &Context,
    draws: &[DrawId],
    list: Narrowed<DrawFilter>,
) -> (Vec<usize>, Option<Total>) {
    let pages = |page| draw::draws(&world.db, who, list.clone(), page);
    let total = pages(FIRST).await.unwrap().total;
    let ids = walk(pages, |draw| draw.id.to_string()).await;
    let place = |id: &String| draws.iter().position(|draw| draw.to_string() == *id).unwrap();
    (ids.iter().map(place).collect(), total)
}

#[tokio::test]
async fn draws_are_narrowed_by_day_amount_shop_and_number() {
    let world = World::new().await;
    let draws = drawn(&world).await;
    let treasurer = world.funder_person('a', Role::FunderTreasurer);
    let reference = draw::draw(&world.db, &treasurer, draws[0]).await.unwrap().reference.to_string();
    let (first, second) = (Some(date!(2026 - 11 - 20)), Some(date!(2026 - 11 - 21)));
    let both = Narrow { least: Some(yuan("2500")), from: second, ..text("第2通讯") };
    let cases: [(Narrow, &[usize], &str); 13] = [
        (days(second, None), &[3, 2], "5000"),
        (days(None, first), &[1, 0], "3000"),
        (days(second, second), &[2], "2000"),
        (amounts(Some("2000"), None), &[3, 2, 0], "7000"),
        (amounts(None, Some("1999.99")), &[1], "1000"),
        (amounts(Some("2000"), Some("2000")), &[2, 0], "4000"),
        (text("第2通讯"), &[3, 2], "5000"),
        (text("２通"), &[3, 2], "5000"),
        (text("A0001"), &[1, 0], "3000"),
        (text(&reference.to_lowercase()), &[0], "2000"),
        (both, &[3], "3000"),
        (Narrow { to: first, ..text("第2通讯") }, &[], "0"),
        (days(Some(date!(9999 - 12 - 31)), None), &[], "0"),
    ];
    for (narrow, expected, sum) in cases {
        let list = Narrowed { part: DrawFilter::All, narrow: narrow.clone(), sort: None };
        let count = i64::try_from(expected.len()).unwrap();
        let found = places(&world, &treasurer, &draws, list).await;
        assert_eq!(found, (expected.to_vec(), comes_to(count, sum)), "{narrow:?}");
    }
    // Plain characters, and names that nobody has.
    for typed in ["%", "_", "第_通讯", "第%", "通%", "店", "查无此店", "DRW2026112099999999"] {
        let list = Narrowed { part: DrawFilter::All, narrow: text(typed), sort: None };
        assert!(places(&world, &treasurer, &draws, list).await.0.is_empty(), "{typed}");
    }
    world.finish().await;
}

#[tokio::test]
async fn draws_are_sorted_either_way_and_are_nobody_elses() {
    let world = World::new().await;
    let draws = drawn(&world).await;
    let treasurer = world.funder_person('a', Role::FunderTreasurer);
    for (sort, expected) in [
        (Sort::Newest, [3, 2, 1, 0]),
        (Sort::Oldest, [0, 1, 2, 3]),
        (Sort::Largest, [3, 2, 0, 1]),
        (Sort::Smallest, [1, 0, 2, 3]),
    ] {
        for part in [DrawFilter::All, DrawFilter::Open, DrawFilter::Requested] {
            let list = Narrowed { part, narrow: Narrow::default(), sort: Some(sort) };
            assert_eq!(places(&world, &treasurer, &draws, list).await, (expected.to_vec(), None), "{sort:?}");
        }
    }
    let narrowed = |part| Narrowed { part, narrow: amounts(Some("2000"), None), sort: None };
    let waiting = places(&world, &treasurer, &draws, narrowed(DrawFilter::Requested)).await;
    assert_eq!(waiting, (vec![0, 2, 3], comes_to(3, "7000")), "the oldest first");
    assert_eq!(places(&world, &treasurer, &draws, narrowed(DrawFilter::Credited)).await, (vec![], comes_to(0, "0")));

    let stranger = world.funder_person('b', Role::FunderTreasurer);
    for narrow in [amounts(Some("0"), None), text("第1通讯"), days(None, Some(date!(2027 - 01 - 01)))] {
        for sort in [None, Some(Sort::Largest)] {
            let list = Narrowed { part: DrawFilter::All, narrow: narrow.clone(), sort };
            assert_eq!(places(&world, &stranger, &draws, list).await, (vec![], comes_to(0, "0")));
        }
    }
    let list = Narrowed { part: DrawFilter::All, narrow: text("第2通讯"), sort: None };
    let seen = places(&world, &world.agent(1), &draws, list).await.0;
    assert!(seen.is_empty(), "another's are not found by its name");
    // A place that is another's begins nothing.
    let after = draw::draws(&world.db, &treasurer, DrawFilter::All, PageRequest::new(None, 1)).await.unwrap().next;
    let list = Narrowed { part: DrawFilter::All, narrow: Narrow::default(), sort: Some(Sort::Smallest) };
    assert!(draw::draws(&world.db, &stranger, list, PageRequest::new(after, 1)).await.unwrap().rows.is_empty());
    world.finish().await;
}

/// Agent 1 pays a part of a loan.
async fn pay(world: &World, loan: LoanId, amount: &str) {
    let command = QuoteCommand { loan, choice: RepaymentChoice::Part(yuan(amount)) };
    let quote = repayment::quote(&world.db, &world.agent(1), command).await.unwrap();
    repayment::repay(&world.db, &world.agent(1), quote.id).await.unwrap();
}

/// Three loans of two shops, with three repayments of the first.
async fn lent(world: &World) -> LoanId {
    for agent in [1, 2] {
        world.open_line(agent, yuan("100000"), bullet_terms(), &["30d"]).await;
    }
    let loan = lend(world, 1, "1000").await;
    for agent in [2, 1] {
        lend(world, agent, "2000").await;
    }
    for amount in ["11", "22", "22"] {
        pay(world, loan, amount).await;
    }
    loan
}

#[tokio::test]
async fn loans_are_narrowed_for_their_funder_and_for_the_institution() {
    let world = World::new().await;
    lent(&world).await;
    let (reviewer, auditor) = (world.funder_person('a', Role::FunderReviewer), world.operator(Role::Auditor));
    let stranger = world.funder_person('b', Role::FunderReviewer);
    let (today, tomorrow) = (Some(date!(2026 - 11 - 20)), Some(date!(2026 - 11 - 21)));
    for (narrow, count, sum) in [
        (amounts(Some("2000"), None), 2, "4000"),
        (text("第1通讯"), 2, "3000"),
        (days(today, today), 3, "5000"),
        (days(tomorrow, None), 0, "0"),
        (Narrow { most: Some(yuan("1500")), to: today, ..text("第1通讯") }, 1, "1000"),
    ] {
        let rows = usize::try_from(count).unwrap();
        for sort in [None, Some(Sort::Newest), Some(Sort::Oldest), Some(Sort::Largest), Some(Sort::Smallest)] {
            let list = Narrowed { part: LoanFilter::Open, narrow: narrow.clone(), sort };
            let own = told(|page| loan::book(&world.db, &reviewer, list.clone(), page), |row| row.id.to_string()).await;
            assert_eq!(own, (rows, comes_to(count, sum)), "{narrow:?} {sort:?}");
            let other = told(|page| loan::book(&world.db, &stranger, list.clone(), page), |row| row.id.to_string());
            assert_eq!(other.await.0, 0);
            let list = Narrowed { part: FoundFilter::All, narrow: narrow.clone(), sort };
            let all = told(|page| loan::find_loans(&world.db, &auditor, list.clone(), page), |row| row.id.to_string());
            assert_eq!(all.await, (rows, comes_to(count, sum)), "{narrow:?} {sort:?}");
        }
    }
    // The institution's by their state, too.
    world.as_owner("update loans set state = 'overdue', overdue_since = due_on where principal_fen = 100000").await;
    let by_state = [(LoanFilter::Open, 3), (LoanFilter::Overdue, 1), (LoanFilter::Settled, 0)];
    for (part, count) in by_state {
        let rows = loan::find_loans(&world.db, &auditor, FoundFilter::Of(part), FIRST).await.unwrap().rows;
        assert_eq!(rows.len(), count, "{part:?}");
    }
    world.as_owner("update loans set state = 'active', overdue_since = null where state = 'overdue'").await;
    let list = Narrowed { part: LoanFilter::Settled, narrow: text("第1通讯"), sort: None };
    assert!(loan::book(&world.db, &reviewer, list, FIRST).await.unwrap().rows.is_empty());
    let list = Narrowed { part: LoanFilter::Open, narrow: Narrow::default(), sort: Some(Sort::Smallest) };
    let page = loan::book(&world.db, &reviewer, list, FIRST).await.unwrap();
    let principals: Vec<_> = page.rows.iter().map(|row| row.principal).collect();
    assert_eq!((principals, page.total), (["1000", "2000", "2000"].map(yuan).to_vec(), None));
    world.finish().await;
}

#[tokio::test]
async fn repayments_and_payouts_are_narrowed() {
    let world = World::new().await;
    let loan = lent(&world).await;
    payout::drain_payables(&world.db).await.unwrap();
    let one = |query: &'static str| sqlx::query_scalar::<_, String>(query).fetch_one(&world.owner);
    let of_loan = loan::loan(&world.db, &world.agent(1), loan).await.unwrap().reference.to_string();
    let paid = one("select reference from repayments where amount_fen = 1100").await.unwrap();
    let (reviewer, auditor) = (world.funder_person('a', Role::FunderReviewer), world.operator(Role::Auditor));
    let stranger = world.funder_person('b', Role::FunderReviewer);
    for (narrow, count, sum) in [
        (amounts(Some("20"), None), 2, "44"),
        (text("第1通讯"), 3, "55"),
        (text(&of_loan), 3, "55"),
        (text(&paid), 1, "11"),
        (days(None, Some(date!(2026 - 11 - 19))), 0, "0"),
    ] {
        for (part, sort) in [(RepaymentFilter::All, None), (RepaymentFilter::Unconfirmed, Some(Sort::Largest))] {
            let list = Narrowed { part, narrow: narrow.clone(), sort };
            let pages = |page| repayment::repayments(&world.db, &reviewer, list.clone(), page);
            let expected = (usize::try_from(count).unwrap(), comes_to(count, sum));
            assert_eq!(told(pages, |row| row.id.to_string()).await, expected, "{narrow:?} {sort:?}");
            let others = repayment::repayments(&world.db, &stranger, list.clone(), FIRST).await.unwrap();
            assert!(others.rows.is_empty() && others.total.is_none_or(|total| total.count == 0), "{narrow:?}");
        }
    }
    for (narrow, count, sum) in [
        (amounts(Some("20"), Some("22")), 2, "44"),
        (text("嘉禾"), 3, "55"),
        (text("第1通讯"), 0, "0"),
        (text(&paid), 1, "11"),
        (days(Some(date!(2026 - 11 - 20)), Some(date!(2026 - 11 - 20))), 3, "55"),
        (days(Some(date!(2026 - 11 - 21)), None), 0, "0"),
    ] {
        for sort in [None, Some(Sort::Oldest), Some(Sort::Largest), Some(Sort::Smallest)] {
            let list = Narrowed { part: PayoutFilter::Open, narrow: narrow.clone(), sort };
            let pages = |page| payout::payouts(&world.db, &auditor, list.clone(), page);
            let expected = (usize::try_from(count).unwrap(), comes_to(count, sum));
            assert_eq!(told(pages, |row| row.id.to_string()).await, expected, "{narrow:?} {sort:?}");
        }
    }
    for (state, count) in [(PayoutState::Requested, 3), (PayoutState::Unknown, 0), (PayoutState::Confirmed, 0)] {
        let listed = payout::payouts(&world.db, &auditor, PayoutFilter::Of(state), FIRST).await.unwrap();
        assert_eq!(listed.rows.len(), count, "{state:?}");
    }
    world.finish().await;
}

/// The movements that are listed, page after page, and what they come to.
async fn moved(world: &World, narrow: Narrow, sort: Option<Sort>) -> (Vec<(BankMovementId, i64)>, Option<Total>) {
    let auditor = world.operator(Role::Auditor);
    let (mut rows, mut part) = (Vec::new(), MovementFilter::default());
    loop {
        let list = Narrowed { part, narrow: narrow.clone(), sort };
        let page = bank_movement::movements(&world.db, &auditor, list).await.unwrap();
        rows.extend(page.rows.iter().map(|row| (row.id, row.amount.fen())));
        part.after = page.next;
        if part.after.is_none() {
            return (rows, page.total);
        }
    }
}

#[tokio::test]
async fn movements_are_narrowed_by_account_number_and_match_and_sorted_without_loss() {
    let world = World::new().await;
    lent(&world).await;
    let amount = |number: u32| ["1", "2"][usize::from(number.is_multiple_of(2))];
    let credits = (0..120).map(|number| fed(&format!("B{number}"), Direction::Credit, amount(number), "测试"));
    feed(&world, credits.chain([fed("C1", Direction::Debit, "7", "测试")]).collect()).await;
    let drawn: String = sqlx::query_scalar("select reference from draws order by reference limit 1")
        .fetch_one(&world.owner)
        .await
        .unwrap();
    let outgo = |count, income, outgo| Some(Total { count, sum: Some(yuan(income)), outgo: Some(yuan(outgo)) });
    for (narrow, total) in [
        (text("嘉禾"), outgo(121, "180", "7")),
        (text("3445"), outgo(121, "180", "7")),
        (text("B7"), outgo(1, "1", "0")),
        (text(&drawn), outgo(1, "1000", "0")),
        (text("B%"), outgo(0, "0", "0")),
        (amounts(Some("2"), Some("7")), outgo(61, "120", "7")),
        (Narrow { least: Some(yuan("2")), ..text("嘉禾") }, outgo(61, "120", "7")),
        (days(Some(date!(2026 - 11 - 21)), None), outgo(0, "0", "0")),
    ] {
        let (rows, told) = moved(&world, narrow.clone(), None).await;
        assert_eq!((told, i64::try_from(rows.len()).unwrap()), (total, total.unwrap().count), "{narrow:?}");
    }
    for sort in Sort::ALL {
        let (rows, _) = moved(&world, Narrow::default(), Some(sort)).await;
        let distinct: BTreeSet<_> = rows.iter().map(|(id, _)| *id).collect();
        assert_eq!((rows.len(), distinct.len()), (124, 124), "{sort:?}");
        let amounts: Vec<i64> = rows.iter().map(|(_, fen)| *fen).collect();
        match sort {
            Sort::Largest => assert!(amounts.is_sorted_by(|one, next| one >= next), "{amounts:?}"),
            Sort::Smallest => assert!(amounts.is_sorted(), "{amounts:?}"),
            Sort::Newest | Sort::Oldest => {}
        }
    }
    world.finish().await;
}

//! The lists of lines and of agents.

use domain::role::Role;
use services::{
    credit_line::{CreditLineFilter, credit_lines},
    page::{Narrowed, Sort},
    party::agents,
};
use time::macros::date;

use super::{amounts, by_text, comes_to, days, text, told};
use crate::{
    harness::{FIRST, World, bullet_terms, yuan},
    page::walk,
};

#[tokio::test]
async fn lines_are_narrowed_by_shop_number_day_and_limit_and_sorted_by_it() {
    let world = World::new().await;
    for (agent, limit) in [(1, "100000"), (2, "50000"), (3, "80000")] {
        world.open_line(agent, yuan(limit), bullet_terms(), &["30d"]).await;
    }
    let (open, day) = (CreditLineFilter::Open, date!(2026 - 11 - 20));
    let (own, rival) = (world.funder_person('a', Role::FunderReviewer), world.funder_person('b', Role::FunderReviewer));
    let second = credit_lines(&world.db, &own, by_text(open, "第2通讯"), FIRST).await.unwrap().rows.remove(0);
    for (narrow, count, sum) in [
        (text("第2通讯"), 1, "50000"),
        (text(&second.reference.to_string()), 1, "50000"),
        (amounts(Some("80000"), None), 2, "180000"),
        (amounts(None, Some("79999.99")), 1, "50000"),
        (days(Some(day), Some(day)), 3, "230000"),
        (days(None, day.previous_day()), 0, "0"),
    ] {
        let list = Narrowed { part: open, narrow: narrow.clone(), sort: None };
        let found = told(|page| credit_lines(&world.db, &own, list.clone(), page), |line| line.id.to_string()).await;
        assert_eq!(found, (count, comes_to(i64::try_from(count).unwrap(), sum)), "{narrow:?}");
        let found = told(|page| credit_lines(&world.db, &rival, list.clone(), page), |line| line.id.to_string()).await;
        assert_eq!(found.0, 0, "{narrow:?}");
    }
    let limits = async |sort| {
        let list = Narrowed { sort: Some(sort), ..Narrowed::from(open) };
        walk(|page| credit_lines(&world.db, &own, list.clone(), page), |line| line.line.limit.to_string()).await
    };
    assert_eq!(limits(Sort::Largest).await, ["100000.00", "80000.00", "50000.00"]);
    assert_eq!(limits(Sort::Smallest).await, ["50000.00", "80000.00", "100000.00"]);
    world.finish().await;
}

#[tokio::test]
async fn agents_are_narrowed_and_sorted_by_what_their_wallets_hold() {
    let world = World::new().await;
    world.fill_wallet(2, yuan("1234.50")).await;
    world.fill_wallet(1, yuan("100")).await;
    let auditor = world.operator(Role::Auditor);
    for (narrow, count, sum) in [
        (amounts(Some("100"), None), 2, "1334.50"),
        (amounts(Some("100.01"), None), 1, "1234.50"),
        (text("第2通讯"), 1, "1234.50"),
    ] {
        let list = Narrowed { part: (), narrow: narrow.clone(), sort: None };
        let found = told(|page| agents(&world.db, &auditor, list.clone(), page), |agent| agent.number.clone()).await;
        assert_eq!(found, (count, comes_to(i64::try_from(count).unwrap(), sum)), "{narrow:?}");
    }
    let list = Narrowed { sort: Some(Sort::Largest), ..Narrowed::from(()) };
    let sorted = walk(|page| agents(&world.db, &auditor, list.clone(), page), |agent| agent.shop_name.clone()).await;
    assert_eq!(sorted[..2], ["第2通讯", "第1通讯"]);
    world.finish().await;
}

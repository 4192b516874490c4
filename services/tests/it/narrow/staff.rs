//! The institution's lists of what people do.

use domain::{
    approval::{Action, ApprovalState},
    matching::{BreakKind, Direction},
    role::Role,
};
use services::{
    approval::{ApprovalFilter, approvals},
    bank_movement::{BreakFilter, breaks},
    page::{Narrow, Narrowed, Sort, Total},
};
use time::{Duration, macros::date};

use super::{amounts, days, text, told};
use crate::{
    approval::{approve, give_back, movements::unknown, propose},
    bank_movement::{fed, feed},
    draw::request,
    harness::{FIRST, World, bullet_terms, yuan},
};

#[tokio::test]
async fn proposals_are_narrowed_by_what_they_are_about_and_sorted_by_its_amount() {
    let world = World::new().await;
    let mut proposed = Vec::new();
    for amount in ["60", "50", "70"] {
        let movement = unknown(&world, amount).await;
        proposed.push(propose(&world, Action::Return { movement }).await.unwrap());
        world.set_now(world.now() + Duration::MINUTE);
    }
    give_back(&world, proposed[0], "再核实一次").await.unwrap();
    approve(&world, proposed[1]).await.unwrap();
    let auditor = world.operator(Role::Auditor);
    let today = Some(date!(2026 - 11 - 20));
    for (part, narrow, count) in [
        (ApprovalFilter::All, text("嘉禾"), 3),
        (ApprovalFilter::All, text("112233445"), 3),
        (ApprovalFilter::All, text("与对方核"), 3),
        (ApprovalFilter::All, text("查无此店"), 0),
        (ApprovalFilter::All, text("%"), 0),
        (ApprovalFilter::All, amounts(Some("60"), None), 2),
        (ApprovalFilter::All, Narrow { most: Some(yuan("50")), ..text("嘉禾") }, 1),
        (ApprovalFilter::All, days(today, today), 3),
        (ApprovalFilter::All, days(Some(date!(2026 - 11 - 21)), None), 0),
        (ApprovalFilter::Of(ApprovalState::Proposed), amounts(Some("0"), None), 1),
        (ApprovalFilter::Of(ApprovalState::GivenBack), text("嘉禾"), 1),
    ] {
        for sort in [None, Some(Sort::Oldest), Some(Sort::Largest), Some(Sort::Smallest)] {
            let list = Narrowed { part, narrow: narrow.clone(), sort };
            let found = told(|page| approvals(&world.db, &auditor, list.clone(), page), |row| row.id.to_string()).await;
            let total = Some(Total { count, sum: None, outgo: None });
            assert_eq!(found, (usize::try_from(count).unwrap(), total), "{narrow:?} {sort:?}");
        }
    }
    for (sort, expected) in [
        (Sort::Newest, ["70", "50", "60"]),
        (Sort::Oldest, ["60", "50", "70"]),
        (Sort::Largest, ["70", "60", "50"]),
        (Sort::Smallest, ["50", "60", "70"]),
    ] {
        let list = Narrowed { part: ApprovalFilter::All, narrow: Narrow::default(), sort: Some(sort) };
        let page = approvals(&world.db, &auditor, list, FIRST).await.unwrap();
        let listed: Vec<_> = page.rows.iter().filter_map(|row| row.amount).collect();
        assert_eq!((listed, page.total), (expected.map(yuan).to_vec(), None), "{sort:?}");
    }
    world.finish().await;
}

#[tokio::test]
async fn breaks_are_narrowed_by_their_movement_and_its_draw() {
    let world = World::new().await;
    let mut draws = Vec::new();
    for (agent, amount) in [(1, "20000"), (2, "10000")] {
        world.open_line(agent, yuan("100000"), bullet_terms(), &["30d"]).await;
        let requested = request(&world, agent, amount).await.unwrap();
        // Money for a draw that its funder has not accepted.
        feed(&world, vec![fed(&format!("B{agent}"), Direction::Credit, amount, requested.reference.as_str())]).await;
        draws.push(requested.reference.to_string());
        world.set_now(world.now() + Duration::MINUTE);
    }
    let auditor = world.operator(Role::Auditor);
    for (part, narrow, count, income) in [
        (BreakFilter::All, text("嘉禾"), 2, "30000"),
        (BreakFilter::All, text(&draws[1]), 1, "10000"),
        (BreakFilter::All, text("b1"), 1, "20000"),
        (BreakFilter::All, text("查无此店"), 0, "0"),
        (BreakFilter::All, amounts(Some("15000"), None), 1, "20000"),
        (BreakFilter::All, days(None, Some(date!(2026 - 11 - 19))), 0, "0"),
        (BreakFilter::Of(BreakKind::FundsOnly), text("嘉禾"), 2, "30000"),
        (BreakFilter::Of(BreakKind::AmountDiffers), text("嘉禾"), 0, "0"),
    ] {
        for sort in [None, Some(Sort::Newest), Some(Sort::Largest), Some(Sort::Smallest)] {
            let list = Narrowed { part, narrow: narrow.clone(), sort };
            let found = told(|page| breaks(&world.db, &auditor, list.clone(), page), |row| row.id.to_string()).await;
            let total = Some(Total { count, sum: Some(yuan(income)), outgo: Some(yuan("0")) });
            assert_eq!(found, (usize::try_from(count).unwrap(), total), "{narrow:?} {sort:?}");
        }
    }
    for (sort, expected) in [(None, ["20000", "10000"]), (Some(Sort::Smallest), ["10000", "20000"])] {
        let list = Narrowed { part: BreakFilter::All, narrow: Narrow::default(), sort };
        let page = breaks(&world.db, &auditor, list, FIRST).await.unwrap();
        let listed: Vec<_> = page.rows.iter().map(|row| row.amount).collect();
        assert_eq!((listed, page.total), (expected.map(yuan).to_vec(), None), "{sort:?}");
    }
    world.finish().await;
}

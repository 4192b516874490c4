//! The institution's lists of what people do.

use domain::{
    approval::{Action, ApprovalState},
    commission::CommissionFileState,
    import::ImportState,
    matching::{BreakKind, Direction},
    role::Role,
};
use services::{
    approval::{ApprovalFilter, approvals},
    bank_movement::{BreakFilter, ImportFilter, breaks, preview_statement, statement_files},
    commission::{CommissionFilter, commission_files},
    page::{Narrow, Narrowed, Sort, Total},
};
use time::{Duration, macros::date};

use super::{amounts, comes_to, days, text, told};
use crate::{
    approval::{approve, give_back, movements::unknown, propose},
    bank_movement::{ICBC, fed, feed},
    commission::upload,
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

#[tokio::test]
async fn statements_are_narrowed_by_name_state_and_day() {
    let world = World::new().await;
    let maker = world.operator(Role::OperatorMaker);
    for name in ["工行.csv", "工行二.csv"] {
        let maker = world.operator(Role::OperatorMaker);
        preview_statement(&world.db, &maker, name, ICBC.into(), None).await.unwrap();
        world.set_now(world.now() + Duration::MINUTE);
    }
    for (part, narrow, count) in [
        (ImportFilter::All, text("工行"), 2),
        (ImportFilter::All, text("行二.CSV"), 1),
        (ImportFilter::All, text("%"), 0),
        (ImportFilter::Of(ImportState::Previewed), days(None, Some(date!(2026 - 11 - 20))), 2),
        (ImportFilter::Of(ImportState::Confirmed), text("工行"), 0),
        (ImportFilter::All, days(Some(date!(2026 - 11 - 21)), None), 0),
    ] {
        for sort in [None, Some(Sort::Oldest)] {
            let list = Narrowed { part, narrow: narrow.clone(), sort };
            let files = |page| statement_files(&world.db, &maker, list.clone(), page);
            let total = Some(Total { count, sum: None, outgo: None });
            let expected = (usize::try_from(count).unwrap(), total);
            assert_eq!(told(files, |row| row.import.to_string()).await, expected, "{narrow:?} {sort:?}");
        }
    }
    world.finish().await;
}

#[tokio::test]
async fn files_of_commissions_are_narrowed_and_sorted_by_what_they_give() {
    let world = World::new().await;
    for (month, rows) in [("2026-09", "A0001,400\n"), ("2026-10", "A0001,300\nA0002,300\n")] {
        upload(&world, month, rows).await;
        world.set_now(world.now() + Duration::MINUTE);
    }
    let auditor = world.operator(Role::Auditor);
    for (part, narrow, count, sum) in [
        (CommissionFilter::All, text("2026-10"), 1, "600"),
        (CommissionFilter::All, text("华信"), 2, "1000"),
        (CommissionFilter::All, text("查无此店"), 0, "0"),
        (CommissionFilter::All, amounts(Some("500"), None), 1, "600"),
        (CommissionFilter::Of(CommissionFileState::Draft), amounts(None, Some("500")), 1, "400"),
        (CommissionFilter::Of(CommissionFileState::Released), text("华信"), 0, "0"),
        (CommissionFilter::All, days(None, Some(date!(2026 - 11 - 19))), 0, "0"),
    ] {
        for sort in [None, Some(Sort::Oldest), Some(Sort::Largest), Some(Sort::Smallest)] {
            let list = Narrowed { part, narrow: narrow.clone(), sort };
            let files = |page| commission_files(&world.db, &auditor, list.clone(), page);
            let expected = (usize::try_from(count).unwrap(), comes_to(count, sum));
            assert_eq!(told(files, |row| row.id.to_string()).await, expected, "{narrow:?} {sort:?}");
        }
    }
    world.finish().await;
}

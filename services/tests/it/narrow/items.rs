//! What a file of commissions, a settlement and an invoice tell line by line, and the dates that were closed.

use domain::{
    commission::CommissionState,
    revenue_share::LineKind,
    role::Role,
    settlement::{LineStanding, SettlementState},
};
use services::{
    commission::{ItemFilter, commissions_of_file},
    end_of_day::{ClosedDayFilter, closed_days},
    page::{Narrow, Narrowed, Sort, Total},
    revenue_share::{self, InvoiceRow, LineRow, invoice, invoices},
    settlement::{LineFilter, SettlementFilter, settlement_lines, settlements},
};
use time::macros::date;

use super::{amounts, comes_to, days, text, told};
use crate::{
    binding::network::TestNetwork,
    commission::{fund, released},
    harness::{FIRST, World, yuan},
    revenue_share::{agree, november, pay, share},
    settlement::{collected, fetched, file},
};

#[tokio::test]
async fn commissions_of_a_file_are_narrowed_by_shop_state_and_amount() {
    let world = World::new().await;
    let file = released(&world, "2026-10", "A0001,400\nA0002,300\nA0003,200\n").await;
    fund(&world, "C1", "900").await;
    let auditor = world.operator(Role::Auditor);
    let numbers = async |list: Narrowed<ItemFilter>, after: Option<&str>| {
        let after = after.map(str::to_owned);
        let page = commissions_of_file(&world.db, &auditor, file, list, after).await.unwrap();
        (page.rows.into_iter().map(|row| row.agent_no).collect::<Vec<_>>(), page.total)
    };
    let cases: [(ItemFilter, Narrow, &[&str], &str); 7] = [
        (ItemFilter::All, text("a000"), &["A0001", "A0002", "A0003"], "900"),
        (ItemFilter::All, text("A0002"), &["A0002"], "300"),
        (ItemFilter::All, text("第3"), &["A0003"], "200"),
        (ItemFilter::All, text("%"), &[], "0"),
        (ItemFilter::All, amounts(Some("200.01"), Some("399.99")), &["A0002"], "300"),
        (ItemFilter::Of(CommissionState::Given), amounts(Some("300"), None), &["A0001", "A0002"], "700"),
        (ItemFilter::Of(CommissionState::Waiting), text("A000"), &[], "0"),
    ];
    for (part, narrow, expected, sum) in cases {
        let count = i64::try_from(expected.len()).unwrap();
        let expected = expected.iter().map(|number| (*number).to_owned()).collect::<Vec<_>>();
        let list = Narrowed { part, narrow: narrow.clone(), sort: None };
        assert_eq!(numbers(list, None).await, (expected, comes_to(count, sum)), "{part:?} {narrow:?}");
    }
    for (sort, after, expected) in [
        (None, None, vec!["A0001", "A0002", "A0003"]),
        (None, Some("A0001"), vec!["A0002", "A0003"]),
        (Some(Sort::Largest), None, vec!["A0001", "A0002", "A0003"]),
        (Some(Sort::Largest), Some("A0002"), vec!["A0003"]),
        (Some(Sort::Smallest), None, vec!["A0003", "A0002", "A0001"]),
        (Some(Sort::Smallest), Some("A0002"), vec!["A0001"]),
    ] {
        let list = Narrowed { part: ItemFilter::All, narrow: Narrow::default(), sort };
        let expected = expected.into_iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(numbers(list, after).await, (expected, None), "{sort:?} {after:?}");
    }
    world.finish().await;
}

#[tokio::test]
async fn lines_of_a_settlement_are_narrowed_by_number_outcome_and_amount() {
    const DAY: time::Date = date!(2026 - 11 - 20);
    let world = World::new().await;
    let network = TestNetwork::default();
    let (_, numbers) = collected(&world, &network, &["100", "200"]).await;
    let [agreed, other] = &numbers[..] else { panic!("{numbers:?}") };
    let (ours, twisted) = ((agreed.as_str(), "100", "00000000"), (other.as_str(), "200.01", "00000000"));
    network.settle(DAY, &file(DAY, &[ours, twisted, ("DBT2026112099999998", "8", "PB012001")]));
    world.turn_to(date!(2026 - 11 - 21)).await;
    fetched(&world, &network).await;
    let auditor = world.operator(Role::Auditor);
    let compared = SettlementFilter::In(SettlementState::Compared);
    let settled = settlements(&world.db, &auditor, compared, FIRST).await.unwrap().rows.remove(0).id;
    let places = async |list: Narrowed<LineFilter>, after: Option<i32>| {
        let page = settlement_lines(&world.db, &auditor, settled, list, after).await.unwrap();
        (page.rows.iter().map(|row| row.place).collect::<Vec<_>>(), page.total)
    };
    let cases: [(LineFilter, Narrow, &[i32], &str); 8] = [
        (LineFilter::All, text("N2026"), &[1, 2, 3], "308.01"),
        (LineFilter::All, text(&other.to_lowercase()), &[2], "200.01"),
        (LineFilter::All, text("%"), &[], "0"),
        (LineFilter::All, amounts(Some("100"), Some("200")), &[1], "100"),
        (LineFilter::Of(LineStanding::Settles), text("DBT"), &[1], "100"),
        (LineFilter::Of(LineStanding::Differs), text("DBT"), &[2], "200.01"),
        (LineFilter::Of(LineStanding::Nothing), text("DBT"), &[3], "8"),
        (LineFilter::Of(LineStanding::Nothing), text(agreed), &[], "0"),
    ];
    for (part, narrow, expected, income) in cases {
        let count = i64::try_from(expected.len()).unwrap();
        let total = Some(Total { count, sum: Some(yuan(income)), outgo: Some(yuan("0")) });
        let list = Narrowed { part, narrow: narrow.clone(), sort: None };
        assert_eq!(places(list, None).await, (expected.to_vec(), total), "{part:?} {narrow:?}");
    }
    for (sort, after, expected) in [
        (None, Some(1), vec![2, 3]),
        (Some(Sort::Largest), None, vec![2, 1, 3]),
        (Some(Sort::Largest), Some(1), vec![3]),
        (Some(Sort::Smallest), None, vec![3, 1, 2]),
        (Some(Sort::Smallest), Some(1), vec![2]),
    ] {
        let list = Narrowed { part: LineFilter::All, narrow: Narrow::default(), sort };
        assert_eq!(places(list, after).await, (expected, None), "{sort:?} {after:?}");
    }
    world.finish().await;
}

#[tokio::test]
async fn lines_of_an_invoice_are_narrowed_by_loan_kind_day_and_what_counts() {
    let (world, loan) = november().await;
    agree(&world, share("0.2", false)).await;
    for (on, amount) in [(date!(2026 - 11 - 21), "10000"), (date!(2026 - 11 - 25), "5000")] {
        world.turn_to(on).await;
        pay(&world, loan, amount).await;
    }
    world.turn_to(date!(2026 - 12 - 01)).await;
    let auditor = world.operator(Role::Auditor);
    let row: InvoiceRow = invoices(&world.db, &auditor, world.funders[0], FIRST).await.unwrap().rows.remove(0);
    let all = revenue_share::LineFilter::All;
    let lines: Vec<LineRow> = invoice(&world.db, &auditor, row.id, all, FIRST).await.unwrap().lines.rows;
    let (more, less) = (lines[0].interest.to_string(), lines[1].interest.to_string());
    assert!(lines.len() == 2 && lines[0].interest > lines[1].interest, "{lines:?}");
    let (both, reference, id) = (row.counted.to_string(), lines[0].reference.to_string(), row.id);
    let (more, less, both) = (more.as_str(), less.as_str(), both.as_str());
    for (part, narrow, count, sum) in [
        (all, text(&reference.to_lowercase()), 2, both),
        (all, text("%"), 0, "0"),
        (all, amounts(Some(more), None), 1, more),
        (all, amounts(None, Some(less)), 1, less),
        (all, days(Some(date!(2026 - 11 - 22)), Some(date!(2026 - 11 - 25))), 1, less),
        (all, days(None, Some(date!(2026 - 11 - 20))), 0, "0"),
        (revenue_share::LineFilter::Of(LineKind::Repaid), text(&reference), 2, both),
        (revenue_share::LineFilter::Of(LineKind::Corrected), text(&reference), 0, "0"),
    ] {
        for sort in [None, Some(Sort::Newest), Some(Sort::Largest), Some(Sort::Smallest)] {
            let list = Narrowed { part, narrow: narrow.clone(), sort };
            let pages = |page| {
                let (db, auditor, list) = (&world.db, &auditor, list.clone());
                async move { invoice(db, auditor, id, list, page).await.map(|detail| detail.lines) }
            };
            let expected = (usize::try_from(count).unwrap(), comes_to(count, sum));
            assert_eq!(told(pages, |line| line.source.to_string()).await, expected, "{narrow:?} {sort:?}");
        }
    }
    world.finish().await;
}

#[tokio::test]
async fn closed_dates_are_narrowed_by_day_and_digest() {
    let world = World::new().await;
    world.turn_to(date!(2026 - 11 - 24)).await;
    let auditor = world.operator(Role::Auditor);
    let listed = closed_days(&world.db, &auditor, ClosedDayFilter::All, FIRST).await.unwrap().rows;
    let digest = listed[1].chain.clone();
    assert_eq!(
        listed.iter().map(|day| day.on).collect::<Vec<_>>()[..2],
        [date!(2026 - 11 - 23), date!(2026 - 11 - 22)]
    );
    for (part, narrow, count) in [
        (ClosedDayFilter::All, days(Some(date!(2026 - 11 - 21)), Some(date!(2026 - 11 - 23))), 3),
        (ClosedDayFilter::All, text("2026-11-2"), 4),
        (ClosedDayFilter::All, text(&digest.to_uppercase()[..12]), 1),
        (ClosedDayFilter::All, text("%"), 0),
        (ClosedDayFilter::Failed, text("2026"), 0),
    ] {
        for sort in [None, Some(Sort::Oldest)] {
            let list = Narrowed { part, narrow: narrow.clone(), sort };
            let pages = |page| closed_days(&world.db, &auditor, list.clone(), page);
            let expected = (usize::try_from(count).unwrap(), Some(Total { count, sum: None, outgo: None }));
            assert_eq!(told(pages, |day| day.on.to_string()).await, expected, "{narrow:?} {sort:?}");
        }
    }
    world.finish().await;
}

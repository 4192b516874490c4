//! The lists of what goes back of debits and is paid elsewhere, of mappings, of differences with the network, and of notices.

use domain::{
    agreement_debit::DebitState,
    approval::Action,
    id::{DebitId, DebtId},
    job::JobKind,
    mapping::MappingState,
    network::ReturnReason::Unauthorised,
    outside_payment::OutsidePaymentState,
    role::Role,
};
use services::{
    Error,
    complaint::{ComplaintFilter, complaints},
    job::Outcome,
    mapping::{MappingFilter, mappings},
    notice::{NoticeFilter, NoticeRow, SEARCHED, notices, notices_of},
    outside_payment::{OutsidePaymentFilter, ReportPaymentCommand, outside_payments, report_payment},
    page::{Narrow, Narrowed, Page, Sort, Total},
    refund::{RefundCommand, RefundFilter, refund, refunds},
};
use time::{Date, Duration, macros::date};

use super::{amounts, comes_to, days, text, told};
use crate::{
    approval::two_people,
    binding::{bound, follow, network::TestNetwork, treasurer},
    debt::{collector, debited, registered, transferred},
    harness::{FIRST, World, yuan},
    mapping::draft,
    notice::happen,
    settlement::fetched,
};

const DAY: Date = date!(2026 - 11 - 20);
const SORTS: [Option<Sort>; 4] = [None, Some(Sort::Oldest), Some(Sort::Largest), Some(Sort::Smallest)];

fn later(world: &World) {
    world.set_now(world.now() + Duration::MINUTE);
}

/// Two debts that the facilitator holds, with a debit of each.
async fn debited_of_two(world: &World, network: &TestNetwork) -> Vec<(DebtId, DebitId, String)> {
    let binding = bound(world, network).await;
    let mut debts = Vec::new();
    for number in ["D-1", "D-2"] {
        debts.push(registered(world, binding.id, number, "10000").await);
        later(world);
    }
    transferred(world, network, &debts, false).await;
    let mut debits = Vec::new();
    for (debt, amount) in debts.into_iter().zip(["400", "700"]) {
        let accepted = debited(world, &collector(world), debt, amount).await.unwrap();
        follow(world, network, JobKind::FollowDebit).await;
        debits.push((debt, accepted.debit, accepted.reference.to_string()));
        later(world);
    }
    debits
}

#[tokio::test]
async fn refunds_are_narrowed_by_number_reason_state_and_amount() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debits = debited_of_two(&world, &network).await;
    for ((_, debit, _), (amount, reason)) in debits.iter().zip([("100", "重复扣款"), ("300", "客户投诉")]) {
        let command = RefundCommand { debit: *debit, amount: yuan(amount), reason: reason.to_owned() };
        refund(&world.db, &collector(&world), command).await.unwrap();
        follow(&world, &network, JobKind::FollowRefund).await;
        later(&world);
    }
    let auditor = world.operator(Role::Auditor);
    for (part, narrow, count, sum) in [
        (RefundFilter::All, text("d-"), 2, "400"),
        (RefundFilter::All, text("重复"), 1, "100"),
        (RefundFilter::All, text(&debits[1].2), 1, "300"),
        (RefundFilter::All, text("%"), 0, "0"),
        (RefundFilter::All, amounts(Some("100.01"), None), 1, "300"),
        (RefundFilter::In(DebitState::Succeeded), text("D-1"), 1, "100"),
        (RefundFilter::In(DebitState::Failed), text("D-1"), 0, "0"),
        (RefundFilter::All, days(Some(DAY), Some(DAY)), 2, "400"),
        (RefundFilter::All, days(None, DAY.previous_day()), 0, "0"),
    ] {
        for sort in SORTS {
            let list = Narrowed { part, narrow: narrow.clone(), sort };
            let pages = |page| refunds(&world.db, &auditor, list.clone(), page);
            let expected = (usize::try_from(count).unwrap(), comes_to(count, sum));
            assert_eq!(told(pages, |row| row.id.to_string()).await, expected, "{narrow:?} {sort:?}");
        }
    }
    world.finish().await;
}

#[tokio::test]
async fn complaints_are_narrowed_by_number_partner_and_whether_they_are_open() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debits = debited_of_two(&world, &network).await;
    for ((_, _, reference), amount) in debits.iter().zip(["400", "700"]) {
        network.give_back(DAY, reference, yuan(amount), Unauthorised);
        assert_eq!(fetched(&world, &network).await, [Outcome::Done]);
        later(&world);
    }
    two_people(&world, Action::SettleComplaint { debt: debits[0].0 }).await;
    let auditor = world.operator(Role::Auditor);
    for (part, narrow, count, sum) in [
        (ComplaintFilter::All, text("D-2"), 1, "700"),
        (ComplaintFilter::All, text(&debits[0].2.to_lowercase()), 1, "400"),
        (ComplaintFilter::All, text("嘉禾"), 2, "1100"),
        (ComplaintFilter::All, text("_"), 0, "0"),
        (ComplaintFilter::Open, text("D-"), 1, "700"),
        (ComplaintFilter::Settled, text("D-"), 1, "400"),
        (ComplaintFilter::Open, amounts(None, Some("400")), 0, "0"),
        (ComplaintFilter::All, days(DAY.next_day(), None), 0, "0"),
    ] {
        for sort in SORTS {
            let list = Narrowed { part, narrow: narrow.clone(), sort };
            let pages = |page| complaints(&world.db, &auditor, list.clone(), page);
            let expected = (usize::try_from(count).unwrap(), comes_to(count, sum));
            assert_eq!(told(pages, |row| row.debit.to_string()).await, expected, "{narrow:?} {sort:?}");
        }
    }
    world.finish().await;
}

#[tokio::test]
async fn payments_elsewhere_are_narrowed_for_who_may_know_of_them() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let debt = registered(&world, bound(&world, &network).await.id, "D-1", "10000").await;
    for (number, amount, evidence) in [("HK-1", "3000", "银行回单 7"), ("HK-2", "700", "收据")] {
        let (number, evidence) = (number.to_owned(), evidence.to_owned());
        let command = ReportPaymentCommand { debt, number, amount: yuan(amount), paid_on: DAY, evidence };
        report_payment(&world.db, &treasurer(&world), command).await.unwrap();
        later(&world);
    }
    let (auditor, funder) = (world.operator(Role::Auditor), treasurer(&world));
    let stranger = world.funder_person('b', Role::FunderTreasurer);
    for (part, narrow, count, sum) in [
        (OutsidePaymentFilter::All, text("hk-"), 2, "3700"),
        (OutsidePaymentFilter::All, text("D-1"), 2, "3700"),
        (OutsidePaymentFilter::All, text("回单"), 1, "3000"),
        (OutsidePaymentFilter::All, text("%"), 0, "0"),
        (OutsidePaymentFilter::All, amounts(Some("701"), None), 1, "3000"),
        (OutsidePaymentFilter::Of(debt), amounts(None, Some("700")), 1, "700"),
        (OutsidePaymentFilter::In(OutsidePaymentState::Counted), text("HK-2"), 1, "700"),
        (OutsidePaymentFilter::In(OutsidePaymentState::Reported), text("HK-2"), 0, "0"),
        (OutsidePaymentFilter::All, days(DAY.next_day(), None), 0, "0"),
    ] {
        for sort in SORTS {
            let list = Narrowed { part, narrow: narrow.clone(), sort };
            let expected = (usize::try_from(count).unwrap(), comes_to(count, sum));
            for who in [&auditor, &funder] {
                let pages = |page| outside_payments(&world.db, who, list.clone(), page);
                assert_eq!(told(pages, |row| row.id.to_string()).await, expected, "{narrow:?} {sort:?}");
            }
            if part != OutsidePaymentFilter::Of(debt) {
                let pages = |page| outside_payments(&world.db, &stranger, list.clone(), page);
                assert_eq!(told(pages, |row| row.id.to_string()).await.0, 0, "{narrow:?} {sort:?}");
            }
        }
    }
    world.finish().await;
}

#[tokio::test]
async fn mappings_are_narrowed_by_what_they_are_now() {
    let world = World::new().await;
    let soon = world.now() + Duration::HOUR;
    let mut drafted = Vec::new();
    for (number, from) in [("QX-1", None), ("QX-2", None), ("QX-3", Some(soon)), ("QX-4", None)] {
        drafted.push(draft(&world, number, 1, from).await.unwrap());
        later(&world);
    }
    for mapping in &drafted[1..] {
        two_people(&world, Action::Publish { mapping: *mapping }).await;
    }
    later(&world);
    two_people(&world, Action::Disable { mapping: drafted[3] }).await;
    let auditor = world.operator(Role::Auditor);
    for (part, narrow, count) in [
        (MappingFilter::All, text("qx-"), 4),
        (MappingFilter::All, text("QX-3"), 1),
        (MappingFilter::All, text("嘉禾"), 4),
        (MappingFilter::In(MappingState::Draft), text("QX-"), 1),
        (MappingFilter::In(MappingState::InForce), text("QX-"), 1),
        (MappingFilter::In(MappingState::Scheduled), text("QX-"), 1),
        (MappingFilter::In(MappingState::Ended), text("QX-"), 1),
        (MappingFilter::All, days(DAY.next_day(), None), 0),
    ] {
        for sort in SORTS {
            let list = Narrowed { part, narrow: narrow.clone(), sort };
            let pages = |page| mappings(&world.db, &auditor, list.clone(), page);
            let expected = (usize::try_from(count).unwrap(), Some(Total { count, sum: None, outgo: None }));
            assert_eq!(told(pages, |row| row.id.to_string()).await, expected, "{part:?} {narrow:?} {sort:?}");
        }
    }
    for state in MappingState::ALL {
        let listed = mappings(&world.db, &auditor, MappingFilter::In(state), FIRST).await.unwrap();
        assert!(listed.rows.iter().all(|row| row.state == state), "{state:?}");
    }
    world.finish().await;
}

#[tokio::test]
async fn notices_are_narrowed_by_number_kind_and_day_for_their_partner() {
    let world = World::new().await;
    happen(&world, world.funders[0], 3).await;
    let auditor = world.operator(Role::Auditor);
    let ids = |page: &Page<NoticeRow, i64>| page.rows.iter().map(|row| row.event.id).collect::<Vec<_>>();
    let stranger = notices_of(&world.db, &treasurer(&world), world.funders[0], NoticeFilter::All, None).await;
    assert!(matches!(stranger, Err(Error::Forbidden)));
    let cases: [(NoticeFilter, Narrow, &[i64]); 7] = [
        (NoticeFilter::All, text("2"), &[2]),
        (NoticeFilter::All, text("Transfer."), &[3, 2, 1]),
        (NoticeFilter::Undelivered, text("approved"), &[3, 2, 1]),
        (NoticeFilter::All, text("signing"), &[]),
        (NoticeFilter::All, text("%"), &[]),
        (NoticeFilter::All, days(Some(DAY), Some(DAY)), &[3, 2, 1]),
        (NoticeFilter::All, days(None, DAY.previous_day()), &[]),
    ];
    for (part, narrow, expected) in cases {
        for sort in [None, Some(Sort::Oldest), Some(Sort::Largest)] {
            let list = Narrowed { part, narrow: narrow.clone(), sort };
            let page = notices(&world.db, &world.partner('a'), list.clone(), None).await.unwrap();
            let mut numbers: Vec<i64> = page.rows.iter().map(|row| row.event.number).collect();
            if sort == Some(Sort::Oldest) {
                numbers.reverse();
            }
            assert_eq!(numbers, expected, "{narrow:?} {sort:?}");
            let count = i64::try_from(expected.len()).unwrap();
            assert_eq!(page.total, Some(Total { count, sum: None, outgo: None }), "{narrow:?} {sort:?}");
            let seen = notices_of(&world.db, &auditor, world.funders[0], list.clone(), None).await.unwrap();
            assert_eq!(ids(&seen), ids(&page), "as the institution reads it");
            let others = notices(&world.db, &world.partner('b'), list, None).await.unwrap();
            assert!(others.rows.is_empty(), "{narrow:?}");
        }
    }
    let oldest = Narrowed { sort: Some(Sort::Oldest), ..Narrowed::from(NoticeFilter::All) };
    let behind = notices(&world.db, &world.partner('a'), oldest, Some(1)).await.unwrap();
    assert_eq!(behind.rows.iter().map(|row| row.event.number).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(behind.total, None, "nothing narrows it");

    // A text is looked for among the latest; a number is found however old it is.
    happen(&world, world.funders[0], 1_000).await;
    let count = async |narrow| {
        let list = Narrowed { part: NoticeFilter::All, narrow, sort: None };
        notices(&world.db, &world.partner('a'), list, None).await.unwrap().total.unwrap().count
    };
    assert_eq!(count(text("approved")).await, SEARCHED);
    assert_eq!(count(text("2")).await, 1);
    world.finish().await;
}

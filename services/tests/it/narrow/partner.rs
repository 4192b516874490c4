//! The lists of what bound cards pay, for its funder, its facilitator and the institution.

use domain::{
    agreement_debit::DebitState,
    binding::{BindingState, ShareState},
    debt_transfer::TransferState,
    id::DebtId,
    job::JobKind,
    role::Role,
    search::Found,
    signing::SigningState,
};
use services::{
    agreement_debit::{DebitFilter, debits},
    binding::{BindingFilter, BindingRow, ShareFilter, bindings, shares},
    debt::{DebtFilter, debts},
    debt_transfer::{TransferFilter, transfers},
    page::{Narrow, Narrowed, Sort, Total},
    search::search,
    signing::{SigningFilter, signings},
};
use time::{Duration, macros::date};

use super::{amounts, comes_to, days, text, told};
use crate::{
    binding::{bound, follow, network::TestNetwork, shares_of, treasurer},
    debt::{collector, debited, registered, transferred},
    harness::{FIRST, World, yuan},
};

/// Three debts of one binding, one after the other, of which the first two have been transferred.
async fn owed(world: &World, network: &TestNetwork) -> (BindingRow, Vec<DebtId>) {
    let binding = bound(world, network).await;
    let mut debts = Vec::new();
    for (number, amount) in [("D-1", "1000"), ("D-2", "3000"), ("D-3", "2000")] {
        debts.push(registered(world, binding.id, number, amount).await);
        world.set_now(world.now() + Duration::SECOND);
    }
    transferred(world, network, &debts[..2], false).await;
    (binding, debts)
}

/// The facilitator debits for the first two.
async fn collected(world: &World, network: &TestNetwork, debts: &[DebtId]) {
    for (debt, amount) in debts.iter().zip(["400", "700"]) {
        debited(world, &collector(world), *debt, amount).await.unwrap();
        follow(world, network, JobKind::FollowDebit).await;
        world.set_now(world.now() + Duration::SECOND);
    }
}

#[tokio::test]
async fn debts_are_narrowed_for_each_side_as_it_knows_them() {
    let world = World::new().await;
    let (binding, _) = owed(&world, &TestNetwork::default()).await;
    let shared = shares_of(&world, 1).await.remove(0).alias;
    let (funder, facilitator) = (treasurer(&world), collector(&world));
    let stranger = world.funder_person('b', Role::FunderTreasurer);
    let (today, tomorrow) = (Some(date!(2026 - 11 - 20)), Some(date!(2026 - 11 - 21)));
    for (who, part, narrow, count, sum) in [
        (&funder, DebtFilter::All, text("D-2"), 1, "3000"),
        (&funder, DebtFilter::All, text(&binding.alias.to_lowercase()), 3, "6000"),
        (&funder, DebtFilter::All, text("诸*"), 3, "6000"),
        (&funder, DebtFilter::All, text("诸"), 3, "6000"),
        (&funder, DebtFilter::All, text("3446"), 3, "6000"),
        (&funder, DebtFilter::All, text("facilitator-1"), 2, "4000"),
        (&funder, DebtFilter::All, amounts(Some("2000"), None), 2, "5000"),
        (&funder, DebtFilter::All, Narrow { most: Some(yuan("1000")), ..text("3446") }, 1, "1000"),
        (&funder, DebtFilter::All, days(today, today), 3, "6000"),
        (&funder, DebtFilter::All, days(tomorrow, None), 0, "0"),
        (&funder, DebtFilter::Held, days(today, None), 1, "2000"),
        (&funder, DebtFilter::Frozen, days(today, None), 0, "0"),
        (&funder, DebtFilter::Settled, days(today, None), 0, "0"),
        (&facilitator, DebtFilter::Held, text(&shared), 2, "4000"),
        (&facilitator, DebtFilter::All, text("嘉禾"), 2, "4000"),
        (&facilitator, DebtFilter::All, text("D-1"), 1, "1000"),
        (&facilitator, DebtFilter::All, text("3446"), 2, "4000"),
    ] {
        for sort in [None, Some(Sort::Oldest), Some(Sort::Largest), Some(Sort::Smallest)] {
            let list = Narrowed { part, narrow: narrow.clone(), sort };
            let found = told(|page| debts(&world.db, who, list.clone(), page), |row| row.number.clone()).await;
            assert_eq!(found, (usize::try_from(count).unwrap(), comes_to(count, sum)), "{narrow:?} {sort:?}");
            let others = debts(&world.db, &stranger, list, FIRST).await.unwrap();
            assert!(others.rows.is_empty(), "{narrow:?}");
        }
    }
    world.finish().await;
}

#[tokio::test]
async fn debts_are_not_found_by_what_is_sealed_or_the_other_side_s_and_are_sorted_either_way() {
    let world = World::new().await;
    let (binding, _) = owed(&world, &TestNetwork::default()).await;
    let shared = shares_of(&world, 1).await.remove(0).alias;
    let (funder, facilitator) = (treasurer(&world), collector(&world));
    // What only the other side knows, what is sealed, and what is no pattern.
    for (who, typed) in [
        (&funder, shared.as_str()),
        (&facilitator, binding.alias.as_str()),
        (&facilitator, "D-3"),
        (&funder, "诸葛亮"),
        (&funder, "6222020200112233446"),
        (&funder, "D%"),
        (&funder, "*"),
    ] {
        let list = Narrowed { part: DebtFilter::All, narrow: text(typed), sort: None };
        assert!(debts(&world.db, who, list, FIRST).await.unwrap().rows.is_empty(), "{typed}");
    }
    for (sort, numbers) in [
        (Sort::Newest, ["D-3", "D-2", "D-1"]),
        (Sort::Oldest, ["D-1", "D-2", "D-3"]),
        (Sort::Largest, ["D-2", "D-3", "D-1"]),
        (Sort::Smallest, ["D-1", "D-3", "D-2"]),
    ] {
        let list = Narrowed { part: DebtFilter::All, narrow: Narrow::default(), sort: Some(sort) };
        let page = debts(&world.db, &funder, list, FIRST).await.unwrap();
        let listed: Vec<_> = page.rows.iter().map(|row| row.number.as_str()).collect();
        assert_eq!((listed, page.total), (numbers.to_vec(), None), "{sort:?}");
    }
    world.finish().await;
}

#[tokio::test]
async fn debits_are_narrowed_for_their_holder_and_found_with_transfers_in_the_box() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let (_, owed) = owed(&world, &network).await;
    collected(&world, &network, &owed).await;
    let facilitator = collector(&world);
    let rows = debits(&world.db, &facilitator, DebitFilter::All, FIRST).await.unwrap().rows;
    let newest = rows[0].reference.to_string();
    for (part, narrow, count, sum) in [
        (DebitFilter::All, text(&newest.to_lowercase()), 1, "700"),
        (DebitFilter::All, text("D-1"), 1, "400"),
        (DebitFilter::All, text("3446"), 2, "1100"),
        (DebitFilter::All, text("D-3"), 0, "0"),
        (DebitFilter::All, amounts(Some("500"), None), 1, "700"),
        (DebitFilter::All, days(Some(date!(2026 - 11 - 21)), None), 0, "0"),
        (DebitFilter::In(DebitState::Succeeded), days(Some(date!(2026 - 11 - 20)), None), 2, "1100"),
        (DebitFilter::In(DebitState::Failed), amounts(Some("0"), None), 0, "0"),
        (DebitFilter::Of(owed[0]), amounts(Some("0"), None), 1, "400"),
    ] {
        for sort in [None, Some(Sort::Oldest), Some(Sort::Largest), Some(Sort::Smallest)] {
            let list = Narrowed { part, narrow: narrow.clone(), sort };
            let found = told(|page| debits(&world.db, &facilitator, list.clone(), page), |row| row.id.to_string());
            assert_eq!(found.await, (usize::try_from(count).unwrap(), comes_to(count, sum)), "{narrow:?} {sort:?}");
            let others = debits(&world.db, &treasurer(&world), list, FIRST).await.unwrap();
            assert!(others.rows.is_empty(), "{narrow:?}");
        }
    }
    let list = Narrowed { part: DebitFilter::All, narrow: Narrow::default(), sort: Some(Sort::Smallest) };
    let sorted = debits(&world.db, &facilitator, list, FIRST).await.unwrap().rows;
    assert_eq!(sorted.iter().map(|row| row.amount).collect::<Vec<_>>(), ["400", "700"].map(yuan));

    let stranger = world.facilitator(2, Role::FacilitatorOperator);
    for (typed, found) in [
        (newest.as_str(), Found::Debit),
        ("700.00", Found::Debit),
        ("2026-018", Found::Transfer),
        ("债权转让协议", Found::Transfer),
        ("D-2", Found::Debt),
    ] {
        let hits = search(&world.db, &facilitator, typed).await.unwrap();
        assert_eq!(hits.iter().map(|hit| hit.found).collect::<Vec<_>>(), [found], "{typed}");
        assert!(search(&world.db, &stranger, typed).await.unwrap().is_empty(), "{typed}");
    }
    world.finish().await;
}

#[tokio::test]
async fn transfers_are_narrowed_for_both_sides_and_the_institution() {
    let world = World::new().await;
    owed(&world, &TestNetwork::default()).await;
    let (funder, facilitator, auditor) = (treasurer(&world), collector(&world), world.operator(Role::Auditor));
    let stranger = world.facilitator(2, Role::FacilitatorOperator);
    for (part, narrow, count) in [
        (TransferFilter::All, text("2026-018"), 1),
        (TransferFilter::All, text("嘉禾"), 1),
        (TransferFilter::All, text("恒信"), 0),
        (TransferFilter::Of(TransferState::Effective), days(None, Some(date!(2026 - 11 - 20))), 1),
        (TransferFilter::Of(TransferState::Submitted), days(None, Some(date!(2026 - 11 - 20))), 0),
        (TransferFilter::All, days(Some(date!(2026 - 11 - 21)), None), 0),
    ] {
        for sort in [None, Some(Sort::Oldest)] {
            let list = Narrowed { part, narrow: narrow.clone(), sort };
            let total = comes_to(count, if count == 1 { "4000" } else { "0" });
            for who in [&funder, &facilitator, &auditor] {
                let found = told(|page| transfers(&world.db, who, list.clone(), page), |row| row.id.to_string()).await;
                assert_eq!(found, (usize::try_from(count).unwrap(), total), "{narrow:?}");
            }
            assert!(transfers(&world.db, &stranger, list, FIRST).await.unwrap().rows.is_empty(), "{narrow:?}");
        }
    }
    let by_debt = |number| Narrowed { part: TransferFilter::All, narrow: text(number), sort: None };
    for (number, count) in [("D-1", 1), ("D-3", 0)] {
        let found = transfers(&world.db, &funder, by_debt(number), FIRST).await.unwrap().rows;
        assert_eq!(found.len(), count, "{number}");
    }
    world.finish().await;
}

#[tokio::test]
async fn signings_bindings_and_shares_are_narrowed_by_what_is_shown_of_them() {
    let world = World::new().await;
    let binding = bound(&world, &TestNetwork::default()).await;
    let (funder, facilitator) = (treasurer(&world), collector(&world));
    let shared = shares_of(&world, 1).await.remove(0).alias;
    let today = Some(date!(2026 - 11 - 20));
    let counted = |count| Some(Total { count, sum: None, outgo: None });
    let reference = binding.signing_reference.to_string();
    for (narrow, signed, bound, held) in [
        (text("诸*"), 1, 1, 1),
        (text("3446"), 1, 1, 1),
        (text(&reference), 1, 1, 0),
        (text(&binding.alias), 0, 1, 0),
        (text(&shared), 0, 0, 1),
        (text("facilitator-1"), 1, 1, 0),
        (text("嘉禾"), 0, 0, 1),
        (text("诸葛亮"), 0, 0, 0),
        (days(today, today), 1, 1, 1),
        (days(None, Some(date!(2026 - 11 - 19))), 0, 0, 0),
    ] {
        for sort in [None, Some(Sort::Oldest)] {
            let list = Narrowed { part: SigningFilter::Of(SigningState::Succeeded), narrow: narrow.clone(), sort };
            let found = told(|page| signings(&world.db, &funder, list.clone(), page), |row| row.id.to_string()).await;
            assert_eq!(found, (usize::try_from(signed).unwrap(), counted(signed)), "{narrow:?}");
            let list = Narrowed { part: BindingFilter::Of(BindingState::Active), narrow: narrow.clone(), sort };
            let found = told(|page| bindings(&world.db, &funder, list.clone(), page), |row| row.id.to_string()).await;
            assert_eq!(found, (usize::try_from(bound).unwrap(), counted(bound)), "{narrow:?}");
            let list = Narrowed { part: ShareFilter::Of(ShareState::Shared), narrow: narrow.clone(), sort };
            let found = told(|page| shares(&world.db, &facilitator, list.clone(), page), |row| row.id.to_string());
            assert_eq!(found.await, (usize::try_from(held).unwrap(), counted(held)), "{narrow:?}");
        }
    }
    let signings = signings(&world.db, &funder, SigningFilter::Of(SigningState::Failed), FIRST).await.unwrap().rows;
    let bindings = bindings(&world.db, &funder, BindingFilter::Of(BindingState::Unsigned), FIRST).await.unwrap().rows;
    let shares = shares(&world.db, &facilitator, ShareFilter::Of(ShareState::Revoked), FIRST).await.unwrap().rows;
    assert_eq!((signings.len(), bindings.len(), shares.len()), (0, 0, 0));
    world.finish().await;
}

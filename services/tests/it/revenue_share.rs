//! The institution's share: invoiced for a month by what was posted in it, and never changed after.

mod withheld;

use domain::{
    Amount,
    approval::Action,
    correction::Correction,
    id::{LoanId, RepaymentId},
    revenue_share::{Billing, LineKind, RevenueShare},
    role::Role,
    terms::{DayCount, LoanTerms, RepaymentMethod},
};
use serde::Deserialize;
use services::{
    Error,
    repayment::{self, QuoteCommand},
    revenue_share::{self, InvoiceRow, LineFilter},
};
use time::macros::date;

use crate::{
    approval::{propose, refusal, two_people},
    bank::spend,
    harness::{FIRST, World, yuan},
    repayment::lend_for,
};

pub fn share(rate: &str, elsewhere: bool) -> RevenueShare {
    let billing = Billing::Invoiced;
    RevenueShare { rate: rate.parse().unwrap(), penalty: false, elsewhere, billing }
}

pub async fn agree(world: &World, share: RevenueShare) {
    two_people(world, Action::ShareRevenue { partner: world.funders[0], share }).await;
}

/// Of funder A, the oldest first: the month, what counts, and the share.
async fn invoices(world: &World) -> Vec<(String, Amount, Amount)> {
    let rows =
        revenue_share::invoices(&world.db, &world.operator(Role::Auditor), world.funders[0], FIRST).await.unwrap();
    // The test's clock stands: two months may be invoiced at one instant.
    let mut told: Vec<_> = rows.rows.iter().map(|row| (row.month.to_string(), row.counted, row.due)).collect();
    told.sort_unstable_by_key(|(month, ..)| month.clone());
    told
}

/// Agent 1's loan of 60,000.00 at 12 %, credited on 1 November, for two months.
pub async fn november() -> (World, LoanId) {
    let world = World::new().await;
    services::business_day::open_first_day(&world.db, &world.system(), date!(2026 - 11 - 01)).await.unwrap();
    let terms =
        LoanTerms::new("0.12".parse().unwrap(), DayCount::Act360, RepaymentMethod::Bullet, "60d".parse().unwrap());
    world.open_line(1, yuan("100000"), terms, &["60d"]).await;
    let loan = lend_for(&world, 1, "60000", "60d").await;
    spend(&world, 1).await;
    (world, loan)
}

pub async fn pay(world: &World, loan: LoanId, amount: &str) -> RepaymentId {
    world.fill_wallet(1, yuan(amount)).await;
    let command = QuoteCommand { loan, choice: domain::repayment::RepaymentChoice::Part(yuan(amount)) };
    let quoted = repayment::quote(&world.db, &world.agent(1), command).await.unwrap();
    repayment::repay(&world.db, &world.agent(1), quoted.id).await.unwrap().repayment
}

#[tokio::test]
async fn a_correction_of_november_that_is_posted_in_december_moves_no_invoice_of_november() {
    #[derive(Deserialize)]
    struct Case {
        expected: Expected,
    }
    #[derive(Deserialize)]
    struct Expected {
        share: Vec<(String, Amount)>,
        share_if_elsewhere_counts: Amount,
    }
    let text = include_str!("../data/cases-commands/64-correction-in-a-closed-month.json");
    let case: Case = serde_json::from_str(text).unwrap();
    for elsewhere in [false, true] {
        let (world, loan) = november().await;
        agree(&world, share("0.2", elsewhere)).await;
        world.turn_to(date!(2026 - 11 - 21)).await;
        pay(&world, loan, "10000").await;
        world.turn_to(date!(2026 - 12 - 03)).await;
        let correction = Correction::Receive { amount: yuan("20000"), on: date!(2026 - 11 - 11) };
        two_people(&world, Action::Correct { loan, correction }).await;
        assert_eq!(invoices(&world).await.len(), 1, "December is open");
        world.turn_to(date!(2027 - 01 - 01)).await;
        let more = if elsewhere { case.expected.share_if_elsewhere_counts } else { Amount::ZERO };
        let told: Vec<_> = invoices(&world).await.into_iter().map(|(month, _, due)| (month, due)).collect();
        // December's due date pays the rest of the interest too: none of that is in the case.
        let expected = &case.expected.share;
        assert_eq!(told[0], expected[0]);
        assert_eq!(told[1].0, expected[1].0);
        assert_eq!(told[1].1, expected[1].1.plus(more));
        world.finish().await;
    }
}

#[tokio::test]
async fn what_is_debited_at_the_close_of_a_month_is_in_its_invoice() {
    let world = World::new().await;
    services::business_day::open_first_day(&world.db, &world.system(), date!(2026 - 10 - 31)).await.unwrap();
    world.open_line(1, yuan("100000"), crate::harness::bullet_terms(), &["30d"]).await;
    let loan = lend_for(&world, 1, "30000", "30d").await;
    spend(&world, 1).await;
    agree(&world, share("0.20", false)).await;
    world.turn_to(date!(2026 - 11 - 30)).await;
    world.fill_wallet(1, yuan("30360")).await;
    world.turn_to(date!(2026 - 12 - 01)).await;
    // October's has nothing in it: a funder learns that too.
    let nothing = Amount::ZERO;
    let expected = [("2026-10".to_owned(), nothing, nothing), ("2026-11".to_owned(), yuan("360"), yuan("72"))];
    assert_eq!(invoices(&world).await, expected);
    // It is recomputed line by line.
    let auditor = world.operator(Role::Auditor);
    let rows = revenue_share::invoices(&world.db, &auditor, world.funders[0], FIRST).await.unwrap().rows;
    let row: InvoiceRow = rows.into_iter().max_by_key(|row| row.month.to_string()).unwrap();
    let detail = revenue_share::invoice(&world.db, &auditor, row.id, LineFilter::All, FIRST).await.unwrap();
    let lines = &detail.lines.rows;
    assert_eq!(
        (lines.len(), lines[0].kind, lines[0].loan, lines[0].interest),
        (1, LineKind::Repaid, loan, yuan("360"))
    );
    assert_eq!(row.share.of(lines.iter().map(|line| line.interest).sum()), row.due);
    for (context, seen) in [
        (world.funder_person('a', Role::FunderTreasurer), true),
        (world.partner('a'), true),
        (world.funder_person('b', Role::FunderTreasurer), false),
        (world.partner('b'), false),
    ] {
        let found = revenue_share::invoice(&world.db, &context, row.id, LineFilter::All, FIRST).await;
        assert_eq!(found.is_ok(), seen);
        assert!(seen || matches!(found, Err(Error::NotFound)));
        assert_eq!(revenue_share::invoices(&world.db, &context, world.funders[0], FIRST).await.is_ok(), seen);
    }
    for stranger in [world.agent(1), world.facilitator(1, Role::FacilitatorOperator)] {
        assert!(matches!(
            revenue_share::invoice(&world.db, &stranger, row.id, LineFilter::All, FIRST).await,
            Err(Error::Forbidden)
        ));
    }
    world.finish().await;
}

#[tokio::test]
async fn a_share_is_agreed_by_two_people_with_who_lends() {
    let world = World::new().await;
    for (partner, rate, code) in [
        (world.funders[0], "0", "revenue_share.rate"),
        (world.funders[0], "1.01", "revenue_share.rate"),
        (world.facilitators[0], "0.2", "revenue_share.no_funder"),
    ] {
        let proposed = propose(&world, Action::ShareRevenue { partner, share: share(rate, false) }).await;
        assert_eq!(refusal(proposed), code);
    }
    agree(&world, share("0.2", false)).await;
    world.set_now(world.now() + time::Duration::minutes(1));
    agree(&world, share("0.25", true)).await;
    let now = revenue_share::revenue_share_of(&world.db, &world.operator(Role::Auditor), world.funders[0]).await;
    assert_eq!(now.unwrap(), Some(share("0.25", true)));
    let own = revenue_share::revenue_share_of(&world.db, &world.partner('b'), world.funders[0]).await;
    assert!(matches!(own, Err(Error::NotFound)));
    world.finish().await;
}

//! A payment by hand while something is overdue: that first, and the rest to the loan that is named.

use domain::{
    Amount,
    id::{LoanId, QuoteId, RepaymentId},
    loan::LoanState,
    repayment::{RepaymentChoice, RepaymentRefusal},
};
use services::{
    Error, loan,
    repayment::{self, QuoteRow, Repay, RepaymentFilter},
};
use time::macros::date;

use super::{
    lend, quote, refusal, repay,
    sweep::{DUE, LATE, balance, state, top_up},
};
use crate::{
    bank::spend,
    harness::{FIRST, World, bullet_terms, yuan},
};

/// Agent 1 with 50,000.00 that fell due two days ago, and 1,000.00 that fall due in three days. The wallet is empty.
async fn one_late(world: &World) -> [LoanId; 2] {
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let late = lend(world, 1, "50000").await;
    world.turn_to(date!(2026 - 11 - 25)).await;
    let other = lend(world, 1, "1000").await;
    spend(world, 1).await;
    world.turn_to(LATE).await;
    assert_eq!(state(world, late).await, LoanState::Overdue { since: DUE });
    [late, other]
}

/// What a quote pays of loans that are overdue.
fn late_of(quote: &QuoteRow) -> Vec<(LoanId, Amount)> {
    quote.late.iter().map(|part| (part.loan, part.amount)).collect()
}

/// The repayments of the payment that one belongs to.
async fn payment(world: &World, repayment: RepaymentId) -> Vec<(LoanId, Amount)> {
    let rows = repayment::payment(&world.db, &world.agent(1), repayment).await.unwrap();
    rows.into_iter().map(|row| (row.loan, row.amount)).collect()
}

async fn frozen(world: &World) -> bool {
    world.number("select count(*) from freezes where lifted_on is null").await > 0
}

async fn repayments(world: &World) -> i64 {
    world.number("select count(*) from repayments").await
}

async fn part(world: &World, loan: LoanId, amount: &str) -> QuoteRow {
    quote(world, loan, RepaymentChoice::Part(yuan(amount))).await.unwrap()
}

#[tokio::test]
async fn what_is_overdue_and_the_loan_named_are_paid_together_and_the_wallet_is_free_at_once() {
    let world = World::new().await;
    let [late, other] = one_late(&world).await;
    // Money that a test puts in, past the sweep.
    world.fill_wallet(1, yuan("52000")).await;
    // 50,000.00 × 0.144 × 30 / 360 and × 0.216 × 2 / 360; 1,000.00 × 0.144 × 27 / 360.
    let all = quote(&world, other, RepaymentChoice::All).await.unwrap();
    assert_eq!((all.amount, late_of(&all)), (yuan("51670.80"), vec![(late, yuan("50660"))]));
    let above = refusal(quote(&world, other, RepaymentChoice::Part(yuan("51670.81"))).await);
    assert_eq!(above, RepaymentRefusal::AbovePayoff { payoff: yuan("51670.80") });
    assert_eq!(refusal(quote(&world, other, RepaymentChoice::Due).await), RepaymentRefusal::NothingDue);

    let quoted = part(&world, other, "51000").await;
    assert_eq!((quoted.amount, late_of(&quoted)), (yuan("51000"), vec![(late, yuan("50660"))]));
    let own = quoted.allocation.clone().unwrap();
    assert_eq!((own.interest, own.principal), (yuan("10.80"), yuan("329.20")));
    let shown = repayment::find_quote(&world.db, &world.agent(1), quoted.id).await.unwrap();
    assert_eq!(shown, quoted);

    let context = world.agent(1);
    let repaid = repayment::repay(&world.db, &context, quoted.id).await.unwrap();
    assert_eq!(repaid.allocation, own);
    assert_eq!(state(&world, late).await, LoanState::Settled);
    assert_eq!(balance(&world).await, 100_000);
    assert!(!frozen(&world).await, "in the same transaction");
    assert_eq!(world.number("select count(*) from credit_lines where state = 'active'").await, 1);
    assert_eq!(world.number("select outstanding_fen from credit_lines").await, 67_080);
    assert_eq!(world.number("select count(distinct xmin::text) from repayments").await, 1);
    assert_eq!(world.number("select count(*) from audit where operation = 'repayment.repay'").await, 1);
    assert_eq!(world.number("select count(*) from payables where payout_id is null").await, 2);
    assert_eq!(world.number("select count(*) from outbox where event in ('loan.repaid', 'wallet.freed')").await, 3);

    // One receipt lists both, whichever of them it is asked by.
    let both = vec![(late, yuan("50660")), (other, yuan("340"))];
    assert_eq!(payment(&world, repaid.repayment).await, both);
    let filter = RepaymentFilter::Loan(late);
    let first = repayment::repayments(&world.db, &world.agent(1), filter, FIRST).await.unwrap().rows.remove(0);
    assert_eq!(payment(&world, first.id).await, both);
    let strangers = repayment::payment(&world.db, &world.agent(2), first.id).await;
    assert!(matches!(strangers, Err(Error::NotFound)), "{strangers:?}");

    // The same number is answered the same, and another number finds the quote paid.
    assert_eq!(repayment::repay(&world.db, &context, quoted.id).await.unwrap(), repaid);
    assert_eq!(refusal(repay(&world, quoted.id).await), RepaymentRefusal::QuoteUsed);
    assert_eq!((repayments(&world).await, balance(&world).await), (2, 100_000));
    world.finish().await;
}

#[tokio::test]
async fn what_is_no_more_than_is_overdue_all_goes_there() {
    let world = World::new().await;
    let [late, other] = one_late(&world).await;
    world.fill_wallet(1, yuan("60000")).await;
    for amount in ["0.01", "659.99", "50000"] {
        let quoted = part(&world, other, amount).await;
        assert_eq!((late_of(&quoted), quoted.allocation.as_ref()), (vec![(late, yuan(amount))], None));
        let repaid = repay(&world, quoted.id).await.unwrap();
        assert_eq!(repaid.allocation.total(), yuan(amount));
        assert_eq!(payment(&world, repaid.repayment).await, [(late, yuan(amount))]);
        // The loan named has not changed, and the quote is paid all the same.
        assert_eq!(refusal(repay(&world, quoted.id).await), RepaymentRefusal::QuoteUsed);
        // What is paid at one instant has no order.
        world.set_now(world.now() + time::Duration::SECOND);
    }
    assert_eq!((state(&world, late).await, balance(&world).await), (LoanState::Settled, 934_000));
    assert!(!frozen(&world).await);
    let own = part(&world, other, "1").await;
    assert_eq!((own.late.len(), own.allocation.map(|allocation| allocation.total())), (0, Some(yuan("1"))));
    world.finish().await;
}

#[tokio::test]
async fn several_that_are_overdue_come_in_the_order_in_which_they_fell_due() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let mut loans = Vec::new();
    for (amount, next) in
        [("10000", date!(2026 - 11 - 21)), ("5000", date!(2026 - 12 - 15)), ("20000", date!(2026 - 12 - 16))]
    {
        loans.push(lend(&world, 1, amount).await);
        spend(&world, 1).await;
        world.turn_to(next).await;
    }
    world.turn_to(LATE).await;
    let [first, second, third] = [loans[0], loans[1], loans[2]];
    world.fill_wallet(1, yuan("40000")).await;
    // 10,132.00 since the 20th, 5,063.00 since the 21st, and 20,056.00 that are 7 days old.
    let quoted = part(&world, third, "10132.01").await;
    assert_eq!(late_of(&quoted), [(first, yuan("10132")), (second, yuan("0.01"))]);
    // The one that is named is late itself, and the other fell due before it.
    let quoted = part(&world, second, "10200").await;
    assert_eq!(late_of(&quoted), [(first, yuan("10132"))]);
    let repaid = repay(&world, quoted.id).await.unwrap();
    assert_eq!(payment(&world, repaid.repayment).await, [(first, yuan("10132")), (second, yuan("68"))]);
    assert!(frozen(&world).await, "the second is late still");
    let quoted = quote(&world, third, RepaymentChoice::All).await.unwrap();
    assert_eq!((quoted.amount, late_of(&quoted)), (yuan("25051"), vec![(second, yuan("4995"))]));
    repay(&world, quoted.id).await.unwrap();
    for loan in [first, second, third] {
        assert_eq!(state(&world, loan).await, LoanState::Settled);
    }
    assert!(!frozen(&world).await);
    assert_eq!(balance(&world).await, yuan("40000").less(yuan("35251")).fen());
    world.finish().await;
}

/// The quote is refused, and nothing is done.
async fn holds_no_longer(world: &World, quote: QuoteId) {
    let (rows, held) = (repayments(world).await, balance(world).await);
    assert_eq!(refusal(repay(world, quote).await), RepaymentRefusal::QuoteStale);
    assert_eq!((repayments(world).await, balance(world).await), (rows, held));
}

#[tokio::test]
async fn a_quote_holds_no_longer_when_anything_that_it_pays_was_paid_meanwhile() {
    let world = World::new().await;
    let [late, other] = one_late(&world).await;
    world.fill_wallet(1, yuan("52000")).await;
    // Something was paid of what is overdue, in the same ride.
    let [both, little, some] =
        [part(&world, other, "51000").await, part(&world, other, "1").await, part(&world, late, "100").await];
    let riders = [&some, &both].map(|quote| (world.agent(1), quote.id)).to_vec();
    let [paid, stale] = <[_; 2]>::try_from(world.db.ride_together::<Repay>(riders).await).unwrap();
    paid.unwrap();
    assert_eq!(refusal(stale), RepaymentRefusal::QuoteStale);
    assert_eq!(repayments(&world).await, 1);
    holds_no_longer(&world, both.id).await;
    holds_no_longer(&world, little.id).await;
    // Money came in, and has paid all that was overdue.
    let both = part(&world, other, "51000").await;
    world.set_now(world.now() + time::Duration::SECOND);
    top_up(&world, "T1", "100").await;
    assert!(!frozen(&world).await);
    holds_no_longer(&world, both.id).await;
    assert_eq!(state(&world, other).await, LoanState::Active);
    world.finish().await;
}

#[tokio::test]
async fn a_quote_holds_no_longer_when_the_loan_named_was_paid_meanwhile() {
    let world = World::new().await;
    let [_, other] = one_late(&world).await;
    world.fill_wallet(1, yuan("60000")).await;
    let [quoted, all] = [part(&world, other, "51000").await, quote(&world, other, RepaymentChoice::All).await.unwrap()];
    repay(&world, all.id).await.unwrap();
    holds_no_longer(&world, quoted.id).await;
    world.finish().await;
}

#[tokio::test]
async fn a_wallet_that_lacks_a_fen_of_the_whole_pays_no_part_of_it() {
    let world = World::new().await;
    let [late, other] = one_late(&world).await;
    world.fill_wallet(1, yuan("50999.99")).await;
    let quoted = part(&world, other, "51000").await;
    let lacks = RepaymentRefusal::InsufficientBalance { available: yuan("50999.99"), requested: yuan("51000") };
    assert_eq!(refusal(repay(&world, quoted.id).await), lacks);
    assert_eq!((repayments(&world).await, balance(&world).await), (0, 5_099_999));
    assert_eq!(state(&world, late).await, LoanState::Overdue { since: DUE });
    world.fill_wallet(1, yuan("0.01")).await;
    repay(&world, quoted.id).await.unwrap();
    assert_eq!((repayments(&world).await, balance(&world).await), (2, 0));
    world.finish().await;
}

#[tokio::test]
async fn sixteen_confirmations_of_one_quote_pay_both_loans_once() {
    let world = World::new().await;
    let [late, other] = one_late(&world).await;
    world.fill_wallet(1, yuan("110000")).await;
    let quoted = part(&world, other, "51000").await;
    let mut tasks = world.race().await;
    for _ in 0..16 {
        let (db, context, quote) = (world.db.clone(), world.agent(1), quoted.id);
        tasks.spawn(async move { repayment::repay(&db, &context, quote).await });
    }
    let paid = tasks.join_all().await.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!((paid, repayments(&world).await, balance(&world).await), (1, 2, 5_900_000));
    let outstanding = loan::loan(&world.db, &world.agent(1), other).await.unwrap().outstanding;
    assert_eq!((state(&world, late).await, outstanding), (LoanState::Settled, yuan("670.80")));
    world.finish().await;
}

//! Repayments: quotes that hold, every method settled exactly, and money that is on its way to the funder.

mod split;
pub mod sweep;

use domain::{
    Amount, Rate,
    id::{LoanId, QuoteId},
    loan::LoanState,
    repayment::{RepaymentChoice, RepaymentRefusal},
    role::Role,
    terms::{DayCount, LoanTerms, RepaymentMethod, Tenor},
};
use services::{
    Error, credit_line, draw, loan, party,
    repayment::{self, QuoteCommand, QuoteRow, Repaid},
};
use time::{Duration, macros::date};

use self::sweep::{LATE, state};
use crate::{
    bank::spend,
    draw::{instruct, request_for},
    harness::{FIRST, World, bullet_terms, yuan},
};

/// Money for a draw, as a movement on the reserve account would bring it.
pub async fn pay_in(world: &World, draw: domain::id::DrawId, amount: Amount) {
    world.record_receipt(draw, amount).await;
}

/// An agent with a credited loan.
pub async fn lend(world: &World, agent: usize, amount: &str) -> LoanId {
    lend_for(world, agent, amount, "30d").await
}

pub async fn lend_for(world: &World, agent: usize, amount: &str, tenor: &str) -> LoanId {
    let requested = request_for(world, agent, yuan(amount), tenor).await.unwrap();
    instruct(world, requested.draw, amount).await.unwrap();
    pay_in(world, requested.draw, yuan(amount)).await;
    draw::draw(&world.db, &world.agent(agent), requested.draw).await.unwrap().loan.expect("the draw is credited")
}

async fn quote(world: &World, loan: LoanId, choice: RepaymentChoice) -> Result<QuoteRow, Error<RepaymentRefusal>> {
    repayment::quote(&world.db, &world.agent(1), QuoteCommand { loan, choice }).await
}

async fn repay(world: &World, quote: QuoteId) -> Result<Repaid, Error<RepaymentRefusal>> {
    repayment::repay(&world.db, &world.agent(1), quote).await
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error<RepaymentRefusal>>) -> RepaymentRefusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_draw_becomes_a_loan_and_the_loan_is_repaid() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    assert_eq!(world.number("select balance_fen from wallets order by reference limit 1").await, 5_000_000);
    // One day at 14.4 % on 50,000.00 is 20.00, which the wallet does not hold.
    let all = quote(&world, loan, RepaymentChoice::All).await.unwrap();
    assert_eq!((all.amount, all.late.len()), (yuan("50020"), 0));
    assert_eq!(all.allocation.map(|allocation| allocation.interest), Some(yuan("20")));
    assert_eq!(
        refusal(repay(&world, all.id).await),
        RepaymentRefusal::InsufficientBalance { available: yuan("50000"), requested: yuan("50020") }
    );
    let part = quote(&world, loan, RepaymentChoice::Part(yuan("30020"))).await.unwrap();
    let repaid = repay(&world, part.id).await.unwrap();
    assert_eq!((repaid.allocation.interest, repaid.allocation.principal), (yuan("20"), yuan("30000")));
    assert_eq!(world.number("select outstanding_fen from credit_lines").await, 2_000_000);
    assert_eq!(world.number("select balance_fen from wallets order by reference limit 1").await, 1_998_000);
    assert_eq!(world.number("select count(*) from payables where payout_id is null and amount_fen = 3002000").await, 1);
    let shown = repayment::repayments(
        &world.db,
        &world.funder_person('a', Role::FunderReviewer),
        repayment::RepaymentFilter::Loan(loan),
        FIRST,
    )
    .await
    .unwrap()
    .rows;
    assert_eq!(shown.len(), 1);
    let funder = world.funder_person('a', Role::FunderReviewer);
    let exposure = credit_line::exposure(&world.db, &funder).await.unwrap();
    assert_eq!((exposure.lines, exposure.limit, exposure.outstanding), (1, yuan("100000"), yuan("20000")));
    assert_eq!((exposure.earmarked, exposure.available), (Amount::ZERO, yuan("80000")));
    let portfolio = loan::portfolio(&world.db, &funder).await.unwrap();
    assert_eq!((portfolio.ages[0].loans, portfolio.ages[0].outstanding), (1, yuan("20000")));
    let rival = world.funder_person('b', Role::FunderReviewer);
    assert_eq!(credit_line::exposure(&world.db, &rival).await.unwrap().lines, 0);
    assert_eq!(loan::portfolio(&world.db, &rival).await.unwrap().ages[0].loans, 0);
    let receiving = party::receiving_account(&world.db, &funder).await.unwrap().unwrap();
    assert_eq!(receiving.account_no, "4000021029200123456");
    // What is left falls due thirty days after the loan began, on that day and on no other.
    let expected = loan::expected(&world.db, &funder).await.unwrap();
    let due: Vec<_> = expected.days.iter().filter(|day| day.loans > 0).map(|day| (day.on, day.loans)).collect();
    assert_eq!((expected.days.len(), expected.late), (91, (0, Amount::ZERO)));
    assert_eq!(due, [(expected.today + time::Duration::days(30), 1)]);
    let due_fen = world.number("select due_fen from loans").await;
    assert_eq!(expected.days.iter().map(|day| day.amount).sum::<Amount>(), Amount::from_fen(due_fen));
    assert!(loan::expected(&world.db, &rival).await.unwrap().days.iter().all(|day| day.loans == 0));
    world.finish().await;
}

#[tokio::test]
async fn a_quote_is_paid_once_before_it_expires_and_while_it_is_true() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    let first = quote(&world, loan, RepaymentChoice::Part(yuan("100"))).await.unwrap();
    let second = quote(&world, loan, RepaymentChoice::Part(yuan("200"))).await.unwrap();
    repay(&world, first.id).await.unwrap();
    assert_eq!(refusal(repay(&world, first.id).await), RepaymentRefusal::QuoteUsed);
    assert_eq!(refusal(repay(&world, second.id).await), RepaymentRefusal::QuoteStale);
    let third = quote(&world, loan, RepaymentChoice::Part(yuan("300"))).await.unwrap();
    world.set_now(world.now() + Duration::minutes(16));
    assert_eq!(refusal(repay(&world, third.id).await), RepaymentRefusal::QuoteExpired);
    let fourth = quote(&world, loan, RepaymentChoice::Part(yuan("400"))).await.unwrap();
    world.turn_to(date!(2026 - 11 - 21)).await;
    assert_eq!(refusal(repay(&world, fourth.id).await), RepaymentRefusal::QuoteExpired);
    world.finish().await;
}

#[tokio::test]
async fn what_cannot_be_paid_is_refused_with_its_reason() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    assert_eq!(refusal(quote(&world, loan, RepaymentChoice::Due).await), RepaymentRefusal::NothingDue);
    for fen in [0, -1] {
        let choice = RepaymentChoice::Part(Amount::from_fen(fen));
        assert_eq!(refusal(quote(&world, loan, choice).await), RepaymentRefusal::AmountNotPositive);
    }
    let too_much = RepaymentChoice::Part(yuan("50020.01"));
    assert_eq!(refusal(quote(&world, loan, too_much).await), RepaymentRefusal::AbovePayoff { payoff: yuan("50020") });
    let strangers =
        repayment::quote(&world.db, &world.agent(2), QuoteCommand { loan, choice: RepaymentChoice::All }).await;
    assert!(matches!(strangers, Err(Error::NotFound)), "{strangers:?}");
    let own = quote(&world, loan, RepaymentChoice::Part(yuan("1"))).await.unwrap();
    let strangers = repayment::repay(&world.db, &world.agent(2), own.id).await;
    assert!(matches!(strangers, Err(Error::NotFound)), "{strangers:?}");
    world.finish().await;
}

#[tokio::test]
async fn the_late_loan_is_offered_first_and_paid_by_hand_at_any_time() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let late = lend(&world, 1, "50000").await;
    world.turn_to(date!(2026 - 11 - 25)).await;
    let other = lend(&world, 1, "1000").await;
    spend(&world, 1).await;
    world.turn_to(LATE).await;
    let offered = loan::book(&world.db, &world.agent(1), loan::LoanFilter::Open, FIRST).await.unwrap().rows;
    assert_eq!(offered.iter().map(|row| row.id).collect::<Vec<_>>(), [late, other]);
    // Money that a test puts in, past the sweep.
    world.fill_wallet(1, yuan("52000")).await;
    // A part leaves it late, and is taken all the same.
    let part = quote(&world, late, RepaymentChoice::Part(yuan("100"))).await.unwrap();
    repay(&world, part.id).await.unwrap();
    assert!(matches!(state(&world, late).await, LoanState::Overdue { .. }));
    for loan in [late, other] {
        let all = quote(&world, loan, RepaymentChoice::All).await.unwrap();
        repay(&world, all.id).await.unwrap();
        assert_eq!(state(&world, loan).await, LoanState::Settled);
    }
    world.finish().await;
}

#[tokio::test]
async fn sixteen_payments_of_one_quote_debit_the_wallet_once() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(&world, 1, "50000").await;
    let part = quote(&world, loan, RepaymentChoice::Part(yuan("1000"))).await.unwrap();
    let mut tasks = world.race().await;
    for _ in 0..16 {
        let (db, context, quote) = (world.db.clone(), world.agent(1), part.id);
        tasks.spawn(async move { repayment::repay(&db, &context, quote).await });
    }
    let paid = tasks.join_all().await.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(paid, 1);
    assert_eq!(world.number("select balance_fen from wallets order by reference limit 1").await, 4_900_000);
    world.finish().await;
}

#[tokio::test]
async fn every_method_is_repaid_over_its_life_to_the_last_fen() {
    for method in RepaymentMethod::ALL {
        let tenor = if method == RepaymentMethod::Bullet { Tenor::Days(30) } else { Tenor::Months(3) };
        let terms = LoanTerms::new("0.144".parse::<Rate>().unwrap(), DayCount::Act360, method, tenor);
        let world = World::new().await;
        world.open_line(1, yuan("100000"), terms, &[&tenor.to_string()]).await;
        let command = services::draw::RequestDrawCommand {
            amount: yuan("10000.01"),
            tenor,
            purpose: "备货".to_owned(),
            disclosure_hash: draw::preview_draw(&world.db, &world.agent(1), yuan("10000.01"), tenor)
                .await
                .unwrap()
                .hash,
        };
        let requested = draw::request_draw(&world.db, &world.agent(1), command).await.unwrap();
        instruct(&world, requested.draw, "10000.01").await.unwrap();
        pay_in(&world, requested.draw, yuan("10000.01")).await;
        world.fill_wallet(1, yuan("5000")).await;
        let loan_id = draw::draw(&world.db, &world.agent(1), requested.draw).await.unwrap().loan.unwrap();
        let mut today = date!(2026 - 11 - 20);
        while let Some((due_on, _)) =
            loan::loan(&world.db, &world.agent(1), loan_id).await.unwrap().position.next_due(today)
        {
            world.turn_to(due_on).await;
            today = due_on;
            let due = quote(&world, loan_id, RepaymentChoice::Due).await.unwrap();
            repay(&world, due.id).await.unwrap();
        }
        let settled = loan::loan(&world.db, &world.agent(1), loan_id).await.unwrap();
        assert_eq!((settled.state, settled.outstanding), (LoanState::Settled, Amount::ZERO), "{method:?}");
        assert_eq!(refusal(quote(&world, loan_id, RepaymentChoice::All).await), RepaymentRefusal::Settled);
        world.finish().await;
    }
}

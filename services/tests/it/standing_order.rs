//! Standing orders: a commission repays a loan before it is free, after what is overdue and what is taken back.

use domain::{
    Amount,
    approval::Action,
    freeze::{FreezeOrder, FreezeReason},
    id::{LoanId, StandingOrderId},
    loan::LoanState,
    repayment::{RepaymentCause, RepaymentChoice},
    role::Role,
    standing_order::{OrderChoice, StandingOrderRefusal},
    terms::{LoanTerms, RepaymentMethod, Tenor},
};
use services::{
    Context, Error, loan,
    repayment::{self, QuoteCommand},
    standing_order::{self, SetCommand, StandingOrderRow},
};
use time::{Date, macros::date};

use crate::{
    approval::two_people,
    bank::spend,
    commission::{fund, released},
    harness::{World, bullet_terms, yuan},
    repayment::{
        lend, lend_for,
        sweep::{LATE, balance, overdue, paid, state},
    },
};

const TODAY: Date = date!(2026 - 11 - 20);
const COMMISSION: RepaymentCause = RepaymentCause::Commission;

async fn set(
    world: &World,
    who: &Context,
    loan: LoanId,
    choice: OrderChoice,
) -> Result<StandingOrderId, Error<StandingOrderRefusal>> {
    // Orders are paid as they were set.
    world.set_now(world.now() + time::Duration::SECOND);
    standing_order::set(&world.db, who, SetCommand { loan, choice }).await
}

async fn order(world: &World, loan: LoanId, choice: OrderChoice) {
    set(world, &world.agent(1), loan, choice).await.unwrap();
}

async fn standing(world: &World) -> Vec<StandingOrderRow> {
    standing_order::standing_orders(&world.db, &world.agent(1)).await.unwrap()
}

/// How the orders that were set have ended, the first one first.
async fn states(world: &World) -> Vec<String> {
    sqlx::query_scalar("select state from standing_orders order by set_at").fetch_all(&world.owner).await.unwrap()
}

async fn payoff(world: &World, loan: LoanId, on: Date) -> Amount {
    loan::loan(&world.db, &world.agent(1), loan).await.unwrap().position.quote(on).payoff_total()
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error<StandingOrderRefusal>>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?}"),
    }
}

/// Agent 1 with a loan of 1,000.00 that was spent.
async fn lent(world: &World) -> LoanId {
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let loan = lend(world, 1, "1000").await;
    spend(world, 1).await;
    loan
}

#[tokio::test]
async fn commissions_repay_two_loans_one_after_the_other() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let (first, second) = (lend(&world, 1, "1000").await, lend(&world, 1, "2000").await);
    spend(&world, 1).await;
    order(&world, first, OrderChoice::Due).await;
    order(&world, second, OrderChoice::Part(yuan("500"))).await;
    let [whole, part]: [StandingOrderRow; 2] = standing(&world).await.try_into().unwrap();
    let settles = payoff(&world, first, TODAY).await;
    assert_eq!((whole.order.amount, whole.left), (yuan("1012"), settles), "12.00 of interest when it falls due");
    assert_eq!((part.order.amount, part.left), (yuan("500"), yuan("500")));
    released(&world, "2026-10", "A0001,1200\nA0002,10\n").await;
    fund(&world, "C1", "1210").await;
    let rest = yuan("1200").less(settles);
    assert_eq!(
        [paid(&world, first).await, paid(&world, second).await],
        [[(settles, COMMISSION)], [(rest, COMMISSION)]]
    );
    assert_eq!((state(&world, first).await, balance(&world).await), (LoanState::Settled, 0));
    let left = standing(&world).await;
    assert_eq!((left.len(), left[0].loan, left[0].order.paid), (1, second, rest));
    // The funder is told of each as of any repayment.
    assert_eq!(world.number("select count(*) from outbox where event = 'loan.repaid'").await, 2);
    world.set_now(world.now() + time::Duration::SECOND);
    released(&world, "2026-11", "A0001,1000\n").await;
    fund(&world, "C2", "1000").await;
    assert_eq!(paid(&world, second).await[1], (yuan("500").less(rest), COMMISSION));
    assert_eq!(Amount::from_fen(balance(&world).await), yuan("1000").less(yuan("500").less(rest)));
    assert_eq!((standing(&world).await, states(&world).await), (Vec::new(), vec!["settled".into(), "paid".into()]));
    world.finish().await;
}

#[tokio::test]
async fn what_is_overdue_is_paid_first_and_what_is_left_by_the_order() {
    let world = World::new().await;
    let first = lent(&world).await;
    world.turn_to(date!(2026 - 11 - 25)).await;
    let second = lend(&world, 1, "2000").await;
    spend(&world, 1).await;
    order(&world, second, OrderChoice::Due).await;
    world.turn_to(LATE).await;
    let owed = overdue(&world, first, LATE).await;
    released(&world, "2026-10", "A0001,500\n").await;
    fund(&world, "C1", "500").await;
    assert_eq!((paid(&world, second).await, balance(&world).await), (Vec::new(), 0), "a frozen wallet pays the sweep");
    world.set_now(world.now() + time::Duration::SECOND);
    released(&world, "2026-11", "A0001,1000\n").await;
    fund(&world, "C2", "1000").await;
    let (swept, late) = (RepaymentCause::Swept, owed.less(yuan("500")));
    assert_eq!(paid(&world, first).await, [(yuan("500"), swept), (late, swept)]);
    assert_eq!(paid(&world, second).await, [(yuan("1000").less(late), COMMISSION)]);
    assert_eq!(balance(&world).await, 0);
    world.finish().await;
}

/// One commission pays what is overdue of a loan, and more of the same loan by its order.
#[tokio::test]
async fn a_loan_that_is_swept_is_repaid_by_its_order_in_the_same_moment() {
    let world = World::new().await;
    let terms = LoanTerms { method: RepaymentMethod::EqualPrincipal, tenor: Tenor::Months(3), ..bullet_terms() };
    world.open_line(1, yuan("100000"), terms, &["3m"]).await;
    let loan = lend_for(&world, 1, "3000", "3m").await;
    spend(&world, 1).await;
    order(&world, loan, OrderChoice::Part(yuan("500"))).await;
    world.turn_to(LATE).await;
    let owed = overdue(&world, loan, LATE).await;
    released(&world, "2026-10", "A0001,2000\n").await;
    fund(&world, "C1", "2000").await;
    assert_eq!(paid(&world, loan).await, [(owed, RepaymentCause::Swept), (yuan("500"), COMMISSION)]);
    assert_eq!(Amount::from_fen(balance(&world).await), yuan("1500").less(owed));
    assert_eq!((state(&world, loan).await, states(&world).await), (LoanState::Active, vec!["paid".to_owned()]));
    world.finish().await;
}

#[tokio::test]
async fn a_frozen_wallet_pays_no_order_and_the_order_stands() {
    let world = World::new().await;
    let loan = lent(&world).await;
    order(&world, loan, OrderChoice::Due).await;
    let freeze = FreezeOrder { reason: FreezeReason::Risk, amount: None, expires_on: None, asked_by: String::new() };
    two_people(&world, Action::Freeze { wallet: world.agents[0].wallet, order: freeze }).await;
    released(&world, "2026-10", "A0001,300\n").await;
    fund(&world, "C1", "300").await;
    assert_eq!((balance(&world).await, paid(&world, loan).await), (30_000, Vec::new()));
    assert_eq!(standing(&world).await.len(), 1);
    world.finish().await;
}

#[tokio::test]
async fn a_carrier_takes_back_first_and_what_was_repaid_stays_repaid() {
    let world = World::new().await;
    let loan = lent(&world).await;
    released(&world, "2026-09", "A0001,-100\n").await;
    order(&world, loan, OrderChoice::Part(yuan("500"))).await;
    released(&world, "2026-10", "A0001,300\n").await;
    fund(&world, "C1", "300").await;
    assert_eq!((paid(&world, loan).await, balance(&world).await), (vec![(yuan("200"), COMMISSION)], 0));
    // The carrier corrects the month: what the commission has repaid is not undone, and the rest stays open.
    released(&world, "2026-10", "A0001,0\n").await;
    let open = "select (-amount_fen - taken_fen)::bigint from commissions where state = 'open'";
    assert_eq!((world.number(open).await, balance(&world).await), (30_000, 0));
    assert_eq!(standing(&world).await[0].left, yuan("300"));
    world.finish().await;
}

#[tokio::test]
async fn an_order_is_its_agent_s_to_set_and_to_end() {
    let world = World::new().await;
    let loan = lent(&world).await;
    let part = |text| OrderChoice::Part(yuan(text));
    assert!(matches!(set(&world, &world.agent(2), loan, part("1")).await, Err(Error::NotFound)));
    for stranger in
        [world.clerk(1), world.funder_person('a', Role::FunderTreasurer), world.operator(Role::OperatorMaker)]
    {
        assert!(matches!(set(&world, &stranger, loan, part("1")).await, Err(Error::Forbidden)));
        assert!(matches!(standing_order::end(&world.db, &stranger, loan).await, Err(Error::Forbidden)));
    }
    assert_eq!(refusal(set(&world, &world.agent(1), loan, part("0")).await), "amount.not_positive");
    assert_eq!(refusal(set(&world, &world.agent(1), loan, part("1012.01")).await), "standing_order.above_owed");
    assert_eq!(refusal(standing_order::end(&world.db, &world.agent(1), loan).await), "standing_order.over");
    let again = world.agent(1);
    let first = set(&world, &again, loan, part("10")).await.unwrap();
    assert_eq!(set(&world, &again, loan, part("10")).await.unwrap(), first, "the same request is one order");
    assert_eq!(refusal(set(&world, &world.agent(1), loan, part("10")).await), "standing_order.stands");
    assert!(matches!(standing_order::end(&world.db, &world.agent(2), loan).await, Err(Error::NotFound)));
    assert_eq!(standing_order::standing_orders(&world.db, &world.clerk(1)).await.unwrap().len(), 1, "a clerk sees it");
    standing_order::end(&world.db, &world.agent(1), loan).await.unwrap();
    released(&world, "2026-10", "A0001,30\n").await;
    fund(&world, "C1", "30").await;
    assert_eq!((balance(&world).await, paid(&world, loan).await), (3_000, Vec::new()));
    assert_eq!(states(&world).await, ["revoked"]);
    world.finish().await;
}

#[tokio::test]
async fn an_order_whose_loan_was_paid_by_hand_is_over() {
    let world = World::new().await;
    let loan = lent(&world).await;
    order(&world, loan, OrderChoice::Due).await;
    world.fill_wallet(1, yuan("1100")).await;
    let command = QuoteCommand { loan, choice: RepaymentChoice::All };
    let quote = repayment::quote(&world.db, &world.agent(1), command).await.unwrap();
    repayment::repay(&world.db, &world.agent(1), quote.id).await.unwrap();
    assert_eq!(standing(&world).await, []);
    let before = balance(&world).await;
    released(&world, "2026-10", "A0001,30\n").await;
    fund(&world, "C1", "30").await;
    assert_eq!((balance(&world).await - before, states(&world).await), (3_000, vec!["settled".to_owned()]));
    assert_eq!(refusal(set(&world, &world.agent(1), loan, OrderChoice::Due).await), "standing_order.settled");
    world.finish().await;
}

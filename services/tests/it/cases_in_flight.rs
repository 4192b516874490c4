//! Worked cases of money that is on its way when a wallet freezes or a sweep comes: told by their files, with every journal.

use std::collections::BTreeMap;

use domain::{
    Amount, approval::Action, card::TopUpRefusal, debt::DebtRefusal, id::LoanId, job::JobKind, loan::LoanState,
    matching::Direction, repayment::RepaymentCause,
};
use serde::{Deserialize, de::DeserializeOwned};
use services::{Error, bank::QueryAnswer, freeze, loan, payout};
use time::{Date, Duration, macros::date};

use crate::{
    approval::{numbered, two_people},
    bank::{FakeBank, query_payouts, send_payouts, spend},
    bank_movement::{fed, feed},
    binding::{follow, network::TestNetwork, treasurer},
    card::{bound, taken},
    commission::{fund, released},
    debt::loan::{bind, debited},
    draw::{instruct, request},
    harness::{World, bullet_terms, yuan},
    repayment::{
        lend,
        sweep::{balance, paid, state},
    },
};

/// The last day of the loan of every case here, and the days after it.
const DUE: Date = date!(2026 - 12 - 01);
const LATE: Date = date!(2026 - 12 - 02);
const LATER: Date = date!(2026 - 12 - 03);

/// A journal's two lines in one book.
#[derive(Deserialize)]
pub struct Line {
    on: String,
    book: String,
    debit: String,
    credit: String,
    amount: Amount,
}

/// A case of which the facts are its own.
#[derive(Deserialize)]
struct Case<Facts> {
    given: Vec<Given>,
    expected: Vec<Line>,
    facts: Facts,
}

#[derive(Deserialize)]
struct Given {
    #[serde(default)]
    amount: String,
}

/// Date, book, debited kind, credited kind, fen; in an order of their own, since a day's journals have none.
pub type Posted = Vec<(String, String, String, String, i64)>;

/// Whose account it is follows from the case.
fn kind(account: &str) -> String {
    account.split('(').next().unwrap().to_owned()
}

/// What the lines of a case say.
pub fn told(lines: &[Line]) -> Posted {
    let line =
        |line: &Line| (line.on.clone(), line.book.clone(), kind(&line.debit), kind(&line.credit), line.amount.fen());
    let mut lines: Posted = lines.iter().map(line).collect();
    lines.sort();
    lines
}

/// What was posted from a date on; where one account is debited for two, each of these with its own part.
pub async fn posted(world: &World, since: Date) -> Posted {
    let lines =
        "select d.business_date::text, d.book, da.kind, ca.kind, least(d.amount_fen, -c.amount_fen) from entries d
                 join accounts da on da.id = d.account_id
                 join entries c on (c.journal_id, c.book) = (d.journal_id, d.book) and c.amount_fen < 0
                 join accounts ca on ca.id = c.account_id
                 where d.amount_fen > 0 and d.business_date >= $1";
    let mut lines: Posted = sqlx::query_as(lines).bind(since).fetch_all(&world.owner).await.unwrap();
    lines.sort();
    lines
}

/// What is posted beside what is told, all of which is there.
pub fn beside(mut posted: Posted, told: Posted) -> Posted {
    for line in told {
        let Some(place) = posted.iter().position(|other| *other == line) else {
            panic!("{line:?} is not in {posted:?}")
        };
        posted.remove(place);
    }
    posted
}

/// Of all repayments, the first first.
async fn splits(world: &World) -> Vec<serde_json::Value> {
    let splits: Vec<(i64, i64, i64, i64)> =
        sqlx::query_as("select fee_fen, penalty_fen, interest_fen, principal_fen from repayments order by version")
            .fetch_all(&world.owner)
            .await
            .unwrap();
    let split = |(fee, penalty, interest, principal): (i64, i64, i64, i64)| {
        let [fee, penalty, interest, principal] =
            [fee, penalty, interest, principal].map(|fen| Amount::from_fen(fen).to_string());
        serde_json::json!({ "fee": fee, "penalty": penalty, "interest": interest, "principal": principal })
    };
    splits.into_iter().map(split).collect()
}

/// What the lines come to on each kind of account, a debit positive.
fn net(lines: Posted) -> BTreeMap<(String, String), i64> {
    let mut sums = BTreeMap::new();
    for (on, _, debit, credit, fen) in lines {
        *sums.entry((on.clone(), debit)).or_insert(0) += fen;
        *sums.entry((on, credit)).or_insert(0) -= fen;
    }
    sums.retain(|_, fen| *fen != 0);
    sums
}

fn read<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

/// Agent 1 has borrowed 30,000.00 on 1 November, which are due on 1 December, and has spent them.
pub async fn borrowed(world: &World) -> LoanId {
    services::business_day::open_first_day(&world.db, &world.system(), date!(2026 - 11 - 01)).await.unwrap();
    world.open_line(1, yuan("60000"), bullet_terms(), &["30d"]).await;
    let loan = lend(world, 1, "30000").await;
    spend(world, 1).await;
    loan
}

/// What settles the loan on a date.
async fn owed(world: &World, loan: LoanId, on: Date) -> Amount {
    loan::loan(&world.db, &world.agent(1), loan).await.unwrap().position.quote(on).payoff_total()
}

async fn frozen_for(world: &World) -> Vec<&'static str> {
    let standing = freeze::own_freezes(&world.db, &world.agent(1)).await.unwrap();
    standing.iter().map(|row| row.reason.code()).collect()
}

#[tokio::test]
async fn a_freeze_ends_a_draw_that_is_on_its_way_and_its_money_goes_back_unswept() {
    #[derive(Deserialize)]
    struct Facts {
        swept: Amount,
        earmarked_after: Amount,
        released_times: i64,
        owed_on_2026_12_02: Amount,
    }
    let case: Case<Facts> =
        read(include_str!("../data/cases-commands/28-a-draw-on-its-way-when-the-freeze-comes.json"));
    let amount = case.given[1].amount.as_str();
    let world = World::new().await;
    let loan = borrowed(&world).await;
    world.turn_to(date!(2026 - 11 - 30)).await;
    let open = request(&world, 1, amount).await.unwrap();
    instruct(&world, open.draw, amount).await.unwrap();
    world.turn_to(LATE).await;
    assert_eq!(frozen_for(&world).await, ["overdue"]);
    assert_eq!(world.number("select count(*) from credit_lines where state = 'suspended'").await, 1);
    feed(&world, vec![fed("B1", Direction::Credit, amount, open.reference.as_str())]).await;
    assert_eq!(
        world.number("select count(*) from breaks where kind = 'late_after_cancel' and state = 'open'").await,
        1
    );
    assert_eq!(owed(&world, loan, LATE).await, case.facts.owed_on_2026_12_02);
    two_people(&world, Action::Return { movement: numbered(&world, "B1").await }).await;
    let bank = FakeBank::accepting();
    send_payouts(&world.db, &bank).await;
    let order = bank.orders.lock().unwrap()[0].clone();
    world.turn_to(LATER).await;
    feed(&world, vec![fed("B2", Direction::Debit, amount, &order.remittance)]).await;

    assert_eq!(posted(&world, DUE).await, told(&case.expected));
    let swept: Amount = paid(&world, loan).await.iter().map(|(amount, _)| *amount).sum();
    assert_eq!((swept, balance(&world).await), (case.facts.swept, 0));
    let earmarked = world.number("select earmarked_fen from credit_lines").await;
    assert_eq!(earmarked, case.facts.earmarked_after.fen());
    let released = world.number("select count(*) from transitions where to_state = 'lapsed'").await;
    assert_eq!(released, case.facts.released_times);
    assert_eq!(world.number("select count(*) from outbox where event = 'draw.lapsed'").await, 1);
    assert_eq!(world.number("select outstanding_fen + earmarked_fen from credit_lines").await, 3_000_000);
    world.finish().await;
}

#[tokio::test]
async fn a_withdrawal_that_was_not_sent_pays_at_the_freeze_and_a_sent_one_when_it_fails() {
    #[derive(Deserialize)]
    struct Case {
        scenarios: Vec<Scenario>,
    }
    #[derive(Deserialize)]
    struct Scenario {
        wallet: Opening,
        events: Vec<Event>,
        expected: Vec<Expected>,
        journals: Vec<Line>,
    }
    #[derive(Deserialize)]
    struct Opening {
        opening: Amount,
    }
    #[derive(Deserialize)]
    struct Event {
        amount: Option<Amount>,
    }
    #[derive(Deserialize)]
    struct Expected {
        what: String,
        value: serde_json::Value,
    }
    let case: Case = read(include_str!("../data/cases-commands/30-withdrawals-in-flight-at-the-freeze.json"));
    let Scenario { wallet, events, expected, journals } = &case.scenarios[0];
    let asked =
        |what: &str| expected.iter().filter(|one| one.what == what).map(|one| one.value.clone()).collect::<Vec<_>>();
    let world = World::new().await;
    let loan = borrowed(&world).await;
    world.turn_to(date!(2026 - 11 - 30)).await;
    world.fill_wallet(1, wallet.opening).await;
    world.turn_to(DUE).await;
    payout::withdraw(&world.db, &world.agent(1), events[0].amount.unwrap()).await.unwrap();
    // The bank says nothing yet.
    send_payouts(&world.db, &FakeBank::silent()).await;
    payout::withdraw(&world.db, &world.agent(1), events[1].amount.unwrap()).await.unwrap();
    world.turn_to(LATE).await;
    assert_eq!(serde_json::json!(frozen_for(&world).await), asked("frozen")[0]);
    world.turn_to(LATER).await;
    world.set_now(world.now() + Duration::minutes(1));
    let refusing = FakeBank::silent().knowing([QueryAnswer::Rejected { reason: "账户已注销".to_owned() }]);
    assert_eq!(query_payouts(&world.db, &refusing).await, 1);

    assert_eq!(splits(&world).await, asked("split"));
    let position = loan::loan(&world.db, &world.agent(1), loan).await.unwrap().position;
    assert_eq!(serde_json::json!(position.outstanding_principal().to_string()), asked("principal")[0]);
    assert_eq!(serde_json::json!(Amount::from_fen(balance(&world).await).to_string()), asked("wallet")[0]);
    assert_eq!(posted(&world, DUE).await, told(journals));
    world.finish().await;
}

/// By the loan's holder, as the case has it, and out of the agent's own card. What either brings passes the wallet; each account has in
/// the end what the case says.
#[tokio::test]
async fn a_card_debit_that_a_sweep_has_overtaken_pays_what_is_left_and_the_rest_is_the_agent_s() {
    #[derive(Deserialize)]
    struct Facts {
        owed_on_2026_12_03: Amount,
    }
    let case: Case<Facts> =
        read(include_str!("../data/cases-commands/36-card-debit-in-flight-when-the-sweep-comes.json"));
    let (amount, commission) = (case.given[0].amount.as_str(), case.given[1].amount.as_str());
    for cause in [RepaymentCause::Debited, RepaymentCause::Swept] {
        let world = World::new().await;
        let network = TestNetwork::default();
        let loan = borrowed(&world).await;
        let card = bound(&world, &network).await;
        bind(&world, &network, false).await;
        // Out of the agent's own card nothing is taken once the wallet is frozen: it was sent on the day before.
        world.turn_to(if cause == RepaymentCause::Debited { LATE } else { DUE }).await;
        network.lose_answers(1);
        if cause == RepaymentCause::Debited {
            debited(&world, &treasurer(&world), loan, amount).await.unwrap();
        } else {
            taken(&world, card, amount).await.unwrap();
        }
        follow(&world, &network, JobKind::FollowTopUp).await;
        world.turn_to(LATE).await;
        released(&world, "2026-10", &format!("A0001,{commission}\n")).await;
        fund(&world, "C1", commission).await;
        let swept = (yuan(commission), RepaymentCause::Swept);
        assert_eq!(paid(&world, loan).await, [swept]);
        let second = taken(&world, card, "1").await;
        assert!(matches!(second, Err(Error::Refused(TopUpRefusal::Frozen { .. }))), "{second:?}");
        if cause == RepaymentCause::Debited {
            let second = debited(&world, &treasurer(&world), loan, "1").await;
            assert!(matches!(second, Err(Error::Refused(DebtRefusal::InFlight))), "{second:?}");
        }
        world.turn_to(LATER).await;
        let left = case.facts.owed_on_2026_12_03;
        assert_eq!(owed(&world, loan, LATER).await, left);
        world.set_now(world.now() + Duration::minutes(10));
        follow(&world, &network, JobKind::FollowTopUp).await;

        assert_eq!(net(posted(&world, LATER).await), net(told(&case.expected)));
        assert_eq!(paid(&world, loan).await, [swept, (left, cause)]);
        let rest = yuan(amount).less(left);
        assert_eq!((balance(&world).await, state(&world, loan).await), (rest.fen(), LoanState::Settled));
        assert!(frozen_for(&world).await.is_empty());
        payout::withdraw(&world.db, &world.agent(1), rest).await.unwrap();
        world.finish().await;
    }
}

/// The second agent of the case, whose withdrawal comes back with its number.
#[tokio::test]
async fn a_withdrawal_that_comes_back_a_week_after_it_was_confirmed_is_swept() {
    #[derive(Deserialize)]
    struct Case {
        scenarios: Vec<Scenario>,
    }
    #[derive(Deserialize)]
    struct Scenario {
        events: Vec<Event>,
        expected: Vec<Expected>,
        journals: Vec<Line>,
    }
    #[derive(Deserialize)]
    struct Event {
        #[serde(default)]
        amount: String,
    }
    #[derive(Deserialize)]
    struct Expected {
        value: serde_json::Value,
    }
    let case: Case = read(include_str!("../data/cases-commands/48-returned-a-week-after-it-was-confirmed.json"));
    let Scenario { events, expected, journals } = &case.scenarios[0];
    let amount = events[1].amount.as_str();
    let world = World::new().await;
    borrowed(&world).await;
    world.turn_to(date!(2026 - 11 - 29)).await;
    world.fill_wallet(1, yuan(amount)).await;
    payout::withdraw(&world.db, &world.agent(1), yuan(amount)).await.unwrap();
    let bank = FakeBank::accepting();
    send_payouts(&world.db, &bank).await;
    let order = bank.orders.lock().unwrap()[0].clone();
    let line = |number: &str, direction, remittance: &str| {
        let mut line = fed(number, direction, amount, remittance);
        (line.counterparty_name, line.counterparty_account) = (order.account_name.clone(), order.account_no.clone());
        line
    };
    feed(&world, vec![line("D1", Direction::Debit, &order.remittance)]).await;
    assert_eq!(world.number("select count(*) from payouts where state = 'confirmed'").await, 1);
    let back = date!(2026 - 12 - 09);
    world.turn_to(back).await;
    feed(&world, vec![line("R1", Direction::Credit, &format!("退汇 {}", order.order_no))]).await;

    assert_eq!(world.number("select count(*) from payouts where state = 'returned'").await, 1);
    assert_eq!(splits(&world).await, [expected[0].value.clone()]);
    assert_eq!(serde_json::json!(Amount::from_fen(balance(&world).await).to_string()), expected[1].value);
    let others = beside(posted(&world, back).await, told(journals));
    assert!(others.iter().all(|(_, _, debit, ..)| debit != "wallet"), "{others:?}");
    world.finish().await;
}

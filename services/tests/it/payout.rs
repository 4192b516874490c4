//! Payouts: written down before they are sent, never guessed, confirmed by the bank's own movement alone.

mod alone;
mod banks;
mod gathered;
mod held;
mod taken;

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration as Wait,
};

use domain::{
    id::{LoanId, RepaymentId},
    ledger::AccountKind,
    matching::Direction,
    payout::{ConfirmationRefusal, PayoutState},
    role::Role,
};
use services::{
    Error,
    bank::{Bank, HttpBank, Order, PayAnswer, QueryAnswer},
    bank_movement::{self, Recorded},
    ledger, machine,
    payout::{self, PayoutFilter, PayoutRow},
    repayment::{self, ConfirmRepaymentCommand},
    signed_line::{LineError, LineKeys, SIGNATURE, Signed, TIMESTAMP},
};
use time::{
    Duration,
    macros::{date, time},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::{
    bank::{FakeBank, query_payouts, send_payouts},
    bank_movement::{RESERVE, fed, record_command, requested_payout, sent_payout},
    harness::{FIRST, START, World, bullet_terms, yuan},
};

/// A world in which one payout of 1,000.00 is requested.
async fn world() -> World {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    requested_payout(&world, 1, "1000").await;
    world
}

async fn only_payout(world: &World) -> PayoutRow {
    let rows = payout::payouts(&world.db, &world.operator(Role::Auditor), PayoutFilter::All, FIRST).await.unwrap().rows;
    assert_eq!(rows.len(), 1);
    rows.into_iter().next().unwrap()
}

async fn debit(world: &World) -> Recorded {
    let row = only_payout(world).await;
    let line = fed("D1", Direction::Debit, "1000", &format!("代付 {}", row.reference));
    bank_movement::record(&world.db, &world.system(), record_command(vec![line])).await.unwrap()
}

async fn sent_journals(world: &World) -> i64 {
    world.number("select count(*) from journals where event_kind = 'payout.sent'").await
}

#[tokio::test]
async fn a_payout_is_sent_once_and_confirmed_by_its_movement_alone() {
    let world = world().await;
    let bank = FakeBank::accepting().knowing([QueryAnswer::Accepted]);
    assert_eq!(send_payouts(&world.db, &bank).await, 1);
    assert_eq!(send_payouts(&world.db, &bank).await, 0);
    assert_eq!(query_payouts(&world.db, &bank).await, 0);
    let row = only_payout(&world).await;
    assert_eq!((row.state, row.attempt, row.confirmed_at), (PayoutState::Sent, 1, None));
    let order = bank.orders.lock().unwrap()[0].clone();
    assert_eq!((&order.order_no, order.serial, order.amount), (&row.reference, 1, yuan("1000")));
    assert_eq!(
        (order.account_no.as_str(), order.account_name.as_str()),
        ("6222020200112233445", "嘉禾小额贷款有限公司")
    );
    assert_eq!(debit(&world).await, Recorded { new: 1, known: 0 });
    let row = only_payout(&world).await;
    assert_eq!((row.state, row.confirmed_at), (PayoutState::Confirmed, Some(world.now())));
    assert!(
        payout::payouts(&world.db, &world.operator(Role::Auditor), PayoutFilter::Open, FIRST)
            .await
            .unwrap()
            .rows
            .is_empty()
    );
    world.finish().await;
}

#[tokio::test]
async fn all_journals_of_a_loan_tell_where_its_money_came_from_and_went() {
    let world = world().await;
    send_payouts(&world.db, &FakeBank::accepting()).await;
    debit(&world).await;
    // Another loan's journals are not this one's.
    world.open_line(2, yuan("100000"), bullet_terms(), &["30d"]).await;
    requested_payout(&world, 2, "3000").await;
    let loan: uuid::Uuid = sqlx::query_scalar("select id from loans where agent_id = $1")
        .bind(world.agents[0].agent.0)
        .fetch_one(&world.owner)
        .await
        .unwrap();
    let auditor = world.operator(Role::Auditor);
    let rows = ledger::journals_of_loan(&world.db, &auditor, LoanId(loan)).await.unwrap();
    let mut events: Vec<&str> = rows.iter().map(|row| row.event.code()).collect();
    // All of it happened at one instant.
    events.sort_unstable();
    events.dedup();
    assert_eq!(events, ["draw.credited", "loan.repaid", "payout.confirmed", "payout.sent", "receipt.recorded"]);
    for (event, letters) in [("draw.credited", "DRW"), ("loan.repaid", "REP"), ("payout.sent", "PAY")] {
        let of = rows.iter().filter(|row| row.event.code() == event);
        assert!(of.map(|row| &row.about).all(|about| about.name.starts_with(letters)), "{event}");
    }
    let moved = |kind| rows.iter().filter(|row| row.kind == kind).map(|row| row.amount).sum::<domain::Amount>();
    assert_eq!(moved(AccountKind::ReserveCash), yuan("49000"), "what came less what was paid out");
    for settled in [AccountKind::UnmatchedReceipts, AccountKind::PartnerPayable, AccountKind::PayoutsInTransit] {
        assert!(moved(settled).is_zero(), "{settled}");
    }
    let absent = ledger::journals_of_loan(&world.db, &auditor, LoanId(uuid::Uuid::nil())).await;
    assert!(matches!(absent, Err(Error::NotFound)), "{absent:?}");
    world.finish().await;
}

#[tokio::test]
async fn two_workers_send_each_payout_once() {
    let world = world().await;
    let bank = std::sync::Arc::new(FakeBank::accepting());
    let mut tasks = world.race().await;
    for _ in 0..8 {
        let (db, bank) = (world.db.clone(), bank.clone());
        tasks.spawn(async move { send_payouts(&db, &*bank).await });
    }
    assert_eq!(tasks.join_all().await.into_iter().sum::<usize>(), 1);
    assert_eq!(bank.orders.lock().unwrap().len(), 1);
    assert_eq!(sent_journals(&world).await, 1);
    world.finish().await;
}

#[tokio::test]
async fn a_timeout_is_no_failure_and_the_bank_is_asked_later() {
    let world = world().await;
    send_payouts(&world.db, &FakeBank::silent()).await;
    assert_eq!(only_payout(&world).await.state, PayoutState::Unknown);
    assert_eq!(query_payouts(&world.db, &FakeBank::silent()).await, 0, "it was sent just now");
    world.set_now(world.now() + Duration::seconds(5));
    assert_eq!(query_payouts(&world.db, &FakeBank::silent()).await, 1);
    assert_eq!(only_payout(&world).await.state, PayoutState::Unknown);
    let bank = FakeBank::silent().knowing([QueryAnswer::Accepted]);
    assert_eq!(query_payouts(&world.db, &bank).await, 0, "it was asked about just now");
    world.set_now(world.now() + Duration::seconds(5));
    query_payouts(&world.db, &bank).await;
    assert_eq!(only_payout(&world).await.state, PayoutState::Sent);
    assert!(bank.orders.lock().unwrap().is_empty());
    world.finish().await;
}

#[tokio::test]
async fn an_order_that_the_bank_does_not_know_is_sent_again_under_the_same_number_and_serial() {
    let world = world().await;
    let lost = FakeBank::silent();
    send_payouts(&world.db, &lost).await;
    let bank = FakeBank::accepting().knowing([QueryAnswer::NotFound]);
    world.set_now(world.now() + Duration::minutes(5) - Duration::SECOND);
    query_payouts(&world.db, &bank).await;
    assert!(bank.orders.lock().unwrap().is_empty(), "it may still be on the line");
    world.set_now(world.now() + Duration::seconds(5));
    query_payouts(&world.db, &bank).await;
    assert_eq!(*bank.orders.lock().unwrap(), *lost.orders.lock().unwrap());
    let row = only_payout(&world).await;
    assert_eq!((row.state, row.attempt, row.sent_at), (PayoutState::Sent, 1, Some(world.now())));
    assert_eq!(sent_journals(&world).await, 1);
    world.finish().await;
}

#[tokio::test]
async fn an_order_sent_again_waits_again_before_a_third_time() {
    let world = world().await;
    send_payouts(&world.db, &FakeBank::silent()).await;
    let bank = FakeBank::silent().knowing([QueryAnswer::NotFound]);
    world.set_now(world.now() + Duration::minutes(5));
    for _ in 0..3 {
        query_payouts(&world.db, &bank).await;
        world.set_now(world.now() + Duration::minutes(1));
    }
    assert_eq!((bank.orders.lock().unwrap().len(), bank.queries.load(Ordering::Relaxed)), (1, 3));
    assert_eq!(only_payout(&world).await.state, PayoutState::Unknown);
    world.finish().await;
}

#[tokio::test]
async fn a_definitive_rejection_gives_the_money_back_to_be_paid() {
    let rejection = "账号不存在".to_owned();
    for at_once in [true, false] {
        let world = world().await;
        let (pay, query) =
            (PayAnswer::Rejected { reason: rejection.clone() }, QueryAnswer::Rejected { reason: rejection.clone() });
        let bank = if at_once { FakeBank::paying([pay]) } else { FakeBank::silent().knowing([query]) };
        send_payouts(&world.db, &bank).await;
        world.set_now(world.now() + Duration::seconds(5));
        query_payouts(&world.db, &bank).await;
        let row = only_payout(&world).await;
        assert_eq!((row.state, row.attempt), (PayoutState::Failed, 1));
        assert_eq!(send_payouts(&world.db, &bank).await, 0);
        let owed = world.number("select -account_balance(id) from accounts where kind = 'payouts_in_transit'").await;
        assert_eq!(owed, 0);
        let payable = world
            .number(
                "select -sum(e.amount_fen)::bigint from entries e join accounts a on a.id = e.account_id
                                    where a.kind = 'partner_payable'",
            )
            .await;
        assert_eq!(payable, 100_000);
        let told: String = sqlx::query_scalar("select reason from transitions where to_state = 'failed'")
            .fetch_one(&world.owner)
            .await
            .unwrap();
        assert_eq!(told, rejection);
        assert_eq!(debit(&world).await, Recorded { new: 1, known: 0 });
        assert_eq!(world.number("select count(*) from breaks where kind = 'unknown_payout'").await, 1);
        world.finish().await;
    }
}

#[tokio::test]
async fn the_movement_may_come_before_the_answer_and_no_answer_undoes_it() {
    let world = world().await;
    send_payouts(&world.db, &FakeBank::silent()).await;
    debit(&world).await;
    assert_eq!(only_payout(&world).await.state, PayoutState::Confirmed);
    let late = FakeBank::silent().knowing([QueryAnswer::Rejected { reason: "no".to_owned() }]);
    world.set_now(world.now() + Duration::minutes(10));
    query_payouts(&world.db, &late).await;
    assert_eq!(late.queries.load(Ordering::Relaxed), 0);
    assert_eq!(only_payout(&world).await.state, PayoutState::Confirmed);
    world.finish().await;
}

/// Answers one worker only after another has finished.
struct SlowBank<'a> {
    world: &'a World,
    answer: PayAnswer,
}

impl Bank for SlowBank<'_> {
    fn pay<'a>(&'a self, _: &'a Order) -> services::db::Work<'a, PayAnswer> {
        Box::pin(async move {
            debit(self.world).await;
            self.answer.clone()
        })
    }

    fn query<'a>(&'a self, _: &'a domain::Reference, _: i16) -> services::db::Work<'a, QueryAnswer> {
        Box::pin(std::future::ready(QueryAnswer::NotFound))
    }

    fn movements<'a>(
        &'a self,
        _: &'a str,
        _: &'a str,
    ) -> services::db::Work<'a, Result<services::bank::FeedPage, LineError>> {
        Box::pin(std::future::ready(Err(LineError::Status(404))))
    }
}

#[tokio::test]
async fn an_answer_that_contradicts_the_movement_changes_nothing() {
    for answer in [PayAnswer::Accepted, PayAnswer::Rejected { reason: "no".to_owned() }] {
        let world = world().await;
        let bank = SlowBank { world: &world, answer };
        assert_eq!(send_payouts(&world.db, &bank).await, 1);
        assert_eq!(only_payout(&world).await.state, PayoutState::Confirmed);
        world.finish().await;
    }
}

#[tokio::test]
async fn a_funder_confirms_its_own_repayment_once() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    requested_payout(&world, 1, "1000").await;
    let id: uuid::Uuid = sqlx::query_scalar("select id from repayments").fetch_one(&world.owner).await.unwrap();
    let command = |reference: &str| ConfirmRepaymentCommand {
        repayment: RepaymentId(id),
        payment_reference: reference.to_owned(),
    };
    let early = repayment::confirm_repayment(&world.db, &world.partner('a'), command("JH-9")).await;
    assert!(matches!(early, Err(Error::Refused(ConfirmationRefusal::NotPaidOut))), "{early:?}");
    send_payouts(&world.db, &FakeBank::accepting()).await;
    let stranger = repayment::confirm_repayment(&world.db, &world.partner('b'), command("JH-9")).await;
    assert!(matches!(stranger, Err(Error::NotFound)), "{stranger:?}");
    let nameless = repayment::confirm_repayment(&world.db, &world.partner('a'), command("  ")).await;
    assert!(matches!(nameless, Err(Error::Refused(ConfirmationRefusal::PaymentReferenceInvalid))), "{nameless:?}");
    let reviewer = world.funder_person('a', Role::FunderReviewer);
    for forbidden in [world.agent(1), world.operator(Role::OperatorMaker), reviewer] {
        let answer = repayment::confirm_repayment(&world.db, &forbidden, command("JH-9")).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "{answer:?}");
    }
    let context = world.partner('a');
    repayment::confirm_repayment(&world.db, &context, command(" JH-9 ")).await.unwrap();
    repayment::confirm_repayment(&world.db, &context, command(" JH-9 ")).await.unwrap();
    let again = repayment::confirm_repayment(&world.db, &world.partner('a'), command("JH-9")).await;
    assert!(matches!(again, Err(Error::Refused(ConfirmationRefusal::AlreadyConfirmed))), "{again:?}");
    world.finish().await;
}

#[tokio::test]
async fn payouts_are_seen_by_the_institution_alone() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    sent_payout(&world, 1, "1000").await;
    for stranger in
        [world.agent(1), world.partner('a'), world.funder_person('a', Role::FunderTreasurer), world.system()]
    {
        let answer = payout::payouts(&world.db, &stranger, PayoutFilter::All, FIRST).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "{stranger:?}");
    }
    world.finish().await;
}

/// Serves one canned response to each connection, in turn; then takes connections and never answers.
async fn serve(responses: Vec<(u16, &'static str)>) -> (HttpBank, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let mut heads = Vec::new();
        for (status, body) in responses {
            heads.push(answer(&listener, status, body).await);
        }
        heads
    });
    (http_bank(&base, Wait::from_secs(5)), server)
}

/// Answers one request, which it gives.
async fn answer(listener: &TcpListener, status: u16, body: &str) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut request = vec![0; 4096];
    let length = stream.read(&mut request).await.unwrap();
    let request = String::from_utf8_lossy(&request[..length]).into_owned();
    let head = format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n{}\r\n{body}",
        body.len(),
        signature(&request, status, body)
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    request
}

fn secrets() -> LineKeys {
    LineKeys::of(vec![[7; 32]])
}

fn http_bank(base: &str, wait: Wait) -> HttpBank {
    HttpBank::with_timeout((base, wait), secrets(), Arc::new(|| START), machine::randomness()).unwrap()
}

/// The lines with which the bank signs its answer to a request.
fn signature(request: &str, status: u16, body: &str) -> String {
    let mut words = request.split_whitespace();
    let (method, target) = (words.next().unwrap(), words.next().unwrap());
    let nonce = request.lines().find_map(|line| line.strip_prefix("x-bank-nonce: ")).unwrap();
    let signed = Signed { method, target, nonce };
    let (timestamp, signature) = signed.answer(&secrets(), START, status, body.as_bytes());
    format!("{TIMESTAMP}: {timestamp}\r\n{SIGNATURE}: {signature}\r\n")
}

fn order() -> Order {
    Order {
        order_no: "PAY2026112000000003".parse().unwrap(),
        serial: 1,
        amount: yuan("30120"),
        paying_account: RESERVE.to_owned(),
        account_no: "6222020200112233445".to_owned(),
        account_name: "嘉禾小额贷款有限公司".to_owned(),
        remittance: "代付 PAY2026112000000003".to_owned(),
    }
}

#[tokio::test]
async fn only_the_bank_s_own_word_is_an_answer() {
    let (bank, server) = serve(vec![
        (200, r#"{"result":"accepted"}"#),
        (200, r#"{"result":"rejected","reason":"户名不符"}"#),
        (200, r#"{"result":"processing"}"#),
        (500, r#"{"result":"rejected"}"#),
        (404, r#"{"result":"rejected"}"#),
        (302, ""),
        (200, "<html>"),
    ])
    .await;
    assert_eq!(bank.pay(&order()).await, PayAnswer::Accepted);
    assert_eq!(bank.pay(&order()).await, PayAnswer::Rejected { reason: "户名不符".to_owned() });
    for _ in 0..5 {
        let answer = bank.pay(&order()).await;
        assert!(matches!(answer, PayAnswer::Unknown(_)), "{answer:?}");
    }
    let requests = server.await.unwrap();
    assert!(requests[0].starts_with("POST /bank/payouts HTTP/1.1"), "{}", requests[0]);
    let body = r#"{"order_no":"PAY2026112000000003","serial":1,"amount":"30120.00","#;
    assert!(requests[0].contains(body), "{}", requests[0]);
    // Nobody listens there any more.
    let answer = bank.pay(&order()).await;
    assert!(matches!(answer, PayAnswer::Unknown(_)), "{answer:?}");
}

/// Whoever does not know the secret may say what it likes.
#[tokio::test]
async fn an_answer_that_the_bank_has_not_signed_is_none() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let other = LineKeys::of(vec![[8; 32]]);
    let bank = HttpBank::with_timeout((&base, Wait::from_secs(5)), other, Arc::new(|| START), machine::randomness());
    let (bank, pay) = (bank.unwrap(), order());
    let (told, _) = tokio::join!(bank.pay(&pay), answer(&listener, 200, r#"{"result":"rejected"}"#));
    assert_eq!(told, PayAnswer::Unknown("the answer is not signed with a secret that we share".to_owned()));
    let (feed, _) =
        tokio::join!(bank.movements(RESERVE, ""), answer(&listener, 200, r#"{"movements":[],"cursor":""}"#));
    assert_eq!(feed, Err(LineError::Unsigned));
}

#[tokio::test]
async fn a_bank_that_never_answers_is_given_up_on() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let bank = http_bank(&base, Wait::from_millis(100));
    let answer = bank.pay(&order()).await;
    assert!(matches!(answer, PayAnswer::Unknown(_)), "{answer:?}");
    let answer = bank.query(&order().order_no, 1).await;
    assert!(matches!(answer, QueryAnswer::Unknown(_)), "{answer:?}");
}

#[tokio::test]
async fn an_order_is_asked_for_by_number_and_serial() {
    let (bank, server) = serve(vec![
        (200, r#"{"result":"accepted"}"#),
        (200, r#"{"result":"paid"}"#),
        (200, r#"{"result":"rejected","reason":"x"}"#),
        (200, r#"{"result":"not_found"}"#),
        (404, ""),
    ])
    .await;
    let (number, mut answers) = (order().order_no, Vec::new());
    for _ in 0..5 {
        answers.push(bank.query(&number, 2).await);
    }
    let rejected = QueryAnswer::Rejected { reason: "x".to_owned() };
    assert_eq!(answers[..4], [QueryAnswer::Accepted, QueryAnswer::Accepted, rejected, QueryAnswer::NotFound]);
    assert!(matches!(answers[4], QueryAnswer::Unknown(_)), "a wrong address is not an unknown order");
    assert!(server.await.unwrap()[0].starts_with("GET /bank/payouts/PAY2026112000000003/2 HTTP/1.1"));
}

#[tokio::test]
async fn the_feed_is_read_in_china_s_time_and_a_senseless_line_is_put_aside_whole() {
    let line = r#"{"movements":[{"id":"B1","booked_at":"2026-11-19T16:02:11.5Z","direction":"credit","amount":"0.01",
        "balance_after":"1278768.89","counterparty_name":"𠮷田(重庆)商贸","counterparty_account":"6217 0037",
        "counterparty_bank":"","remittance":"测试"}],"cursor":"c 1"}"#;
    let (bank, server) = serve(vec![
        (200, line),
        (200, r#"{"movements":[],"cursor":"c 1"}"#),
        (
            200,
            r#"{"movements":[{"id":"B1","booked_at":"2026-11-19T16:02:11Z","direction":"credit","amount":"-1.00"},
            {"id":"B2","booked_at":"2026-11-19T16:02:11Z","direction":"credit","amount":"1.001"},
            {"id":" ","booked_at":"2026-11-19T16:02:11Z","direction":"credit","amount":"1.00"},
            {"id":"B4","booked_at":"19.11.2026","direction":"credit","amount":"1.00"},
            {"id":"B5","booked_at":"2026-11-19T16:02:11Z","direction":"sideways","amount":"1.00"}, null, "B7",
            {"id":"B8","booked_at":"2026-11-19T16:02:11Z","direction":"debit","amount":"8.00"}],"cursor":"c 8"}"#,
        ),
        (200, r#"{"movements":[]}"#),
        (503, ""),
    ])
    .await;
    let page = bank.movements(RESERVE, "").await.unwrap();
    let fact = &page.movements[0];
    assert_eq!((fact.booked_on, fact.booked_time), (date!(2026 - 11 - 20), Some(time!(00:02:11))));
    assert_eq!((fact.amount, fact.balance_after), (yuan("0.01"), Some(yuan("1278768.89"))));
    assert_eq!((fact.counterparty_name.as_str(), fact.counterparty_account.as_str()), ("𠮷田(重庆)商贸", "62170037"));
    assert_eq!(bank.movements(RESERVE, &page.cursor).await.unwrap().movements, []);
    let page = bank.movements(RESERVE, "").await.unwrap();
    assert_eq!((page.movements.len(), page.unread.len(), page.cursor.as_str()), (1, 7, "c 8"));
    assert_eq!(page.movements[0].bank_reference.as_deref(), Some("B8"));
    assert!(page.unread[0].text.contains(r#""amount":"-1.00""#), "{:?}", page.unread[0]);
    let endless = bank.movements(RESERVE, "").await;
    assert!(matches!(endless, Err(LineError::Unreadable(_))), "{endless:?}");
    assert_eq!(bank.movements(RESERVE, "").await, Err(LineError::Status(503)));
    let requests = server.await.unwrap();
    assert!(
        requests[1].starts_with("GET /bank/accounts/4000021029200123456/movements?after=c+1 HTTP/1.1"),
        "{}",
        requests[1]
    );
}

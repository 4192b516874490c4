//! Worked cases of bindings that are about the API itself: their own calls, as a partner's system makes them.

use std::sync::Arc;

use domain::{approval::Action, id::DebtTransferId, job::JobKind};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use services::{Db, Error, error::Never, network::Payee};
use sqlx::{Connection, PgConnection};
use tokio::{sync::oneshot, task::JoinSet};

use crate::{
    binding::{
        TakingBank, confirmed_with_a_document, mapped, network::TestNetwork, order, post, two_people, work_off,
        work_off_with,
    },
    client::{Answer, Call, Served, serve_with},
    harness::{START, yuan},
};

fn steps(case: &str) -> Vec<Value> {
    let case: Value = serde_json::from_str(case).unwrap();
    case["steps"].as_array().unwrap().clone()
}

/// What the facilitator holds of the cases' first debt, with the way there. Gives the debt's id.
async fn transferred(served: &Served, network: &TestNetwork) -> Value {
    mapped(&served.world).await;
    let (_, ordered) = post(served, 'a', "/signings", order("JH-01")).await;
    let confirmation = format!("/signings/{}/confirmation", ordered["id"].as_str().unwrap());
    let (_, signed) = post(served, 'a', &confirmation, json!({ "code": "824613" })).await;
    let debt = json!({ "number": "D1", "binding": signed["binding"], "amount": "30450.00", "due_on": "2026-11-01" });
    let (_, registered) = post(served, 'a', "/debts", debt).await;
    let form = json!({ "debts": [registered["id"]], "legal_basis": "assignment", "document": "协议 018" });
    let (_, submitted) = post(served, 'a', "/debt-transfers", form).await;
    let id: DebtTransferId = submitted["id"].as_str().unwrap().parse().unwrap();
    confirmed_with_a_document(served, &format!("/debt-transfers/{id}")).await;
    two_people(&served.world, Action::Transfer { transfer: id }).await;
    let notice = json!({ "notified_on": "2026-11-19", "evidence": "EMS 签收" });
    post(served, '1', &format!("/debt-transfers/{id}/notice"), notice).await;
    work_off(served, network, JobKind::FollowTransfer).await;
    registered["id"].clone()
}

/// The debit of a step for our debt: by whom, how much and under which number the case says. Numbers are longer here.
fn debit(served: &Served, step: &Value, debt: &Value) -> Call {
    let partner = if step["by"] == "funder-a" { 'a' } else { '1' };
    let call = served.post(partner, "/agreement-debits", &json!({ "debt": debt, "amount": step["body"]["amount"] }));
    match step["request_no"].as_str() {
        Some(number) => Call { request_no: Some(format!("case-{number}")), ..call },
        None => call,
    }
}

/// The same call once more, as a partner repeats it.
fn again(served: &Served, call: &Call) -> Call {
    Call { nonce: served.get('1', "").nonce, ..call.clone() }
}

async fn newest_state(served: &Served) -> Value {
    served.ok(served.get('1', "/agreement-debits")).await["debits"][0]["state"].clone()
}

/// Case 25.
#[tokio::test]
async fn who_is_paid_is_no_field_and_is_the_holder_as_it_is_registered() {
    let network = Arc::new(TestNetwork::default());
    let served = Served::with(network.clone()).await;
    let debt = transferred(&served, &network).await;
    let steps = steps(include_str!("../../../services/tests/data/cases-binding/25-scenario.json"));
    let mut named = json!({ "debt": debt, "amount": steps[0]["body"]["amount"] });
    named["payee_account"] = steps[0]["body"]["payee_account"].clone();
    let named = served.post('1', "/agreement-debits", &named);
    assert_eq!(served.problem(named).await, (400, "body.invalid".to_owned()));
    served.ok(debit(&served, &steps[1], &debt)).await;
    let moved = "update partners set bank_account_no = '6222020000000000010' where code = 'facilitator-1'";
    assert_eq!(served.world.as_owner(moved).await, None);
    work_off(&served, &network, JobKind::FollowDebit).await;
    let amounts: Vec<_> = network.paid().into_iter().map(|(_, amount)| amount).collect();
    assert_eq!(amounts, [yuan("10000.00")]);
    let payee =
        Payee { account_no: "6222020000000000010".to_owned(), name: "顺联助贷服务有限公司".to_owned() };
    assert_eq!(network.payees(), [Some(payee)], "as the debtor's bank shows it");

    services::payout::drain_payables(&served.world.db).await.unwrap();
    let bank = TakingBank::default();
    work_off_with(&served, (&*network, &bank), JobKind::SendPayout).await;
    let orders = bank.0.lock().unwrap().clone();
    let paid: Vec<_> = orders.iter().map(|order| (order.account_no.as_str(), order.account_name.as_str())).collect();
    assert_eq!(paid, [("6222020000000000010", "顺联助贷服务有限公司")]);
    assert_eq!(orders[0].amount, yuan("10000.00"));
    served.world.finish().await;
}

/// Case 38. What is told can be read, at once and as it was told.
#[tokio::test]
async fn whatever_is_told_of_a_debit_can_be_read_at_that_moment() {
    let network = Arc::new(TestNetwork::default());
    let served = Served::with(network.clone()).await;
    let debt = transferred(&served, &network).await;
    let steps = steps(include_str!("../../../services/tests/data/cases-binding/38-scenario.json"));
    // By whoever holds it here.
    let step = json!({ "body": steps[0]["body"] });
    let accepted = served.ok(debit(&served, &step, &debt)).await;
    let heard = async || {
        services::event::number_events(&served.world.db).await.unwrap();
        let told = served.ok(served.get('1', "/events")).await;
        told["events"].as_array().unwrap().last().cloned().unwrap()
    };
    assert_ne!(heard().await["type"], "debit.succeeded", "nothing has happened yet");
    work_off(&served, &network, JobKind::FollowDebit).await;
    let told = heard().await;
    assert_eq!((&told["type"], &told["data"]["reference"]), (&json!("debit.succeeded"), &accepted["reference"]));
    let read = served.ok(served.get('1', "/agreement-debits")).await["debits"][0].clone();
    assert_eq!((&read["reference"], &read["state"]), (&accepted["reference"], &json!("succeeded")));
    served.world.finish().await;
}

/// Case 49.
#[tokio::test]
async fn a_lost_reply_is_given_again_byte_for_byte_whatever_has_become_of_it_since() {
    let network = Arc::new(TestNetwork::default());
    let served = Served::with(network.clone()).await;
    let debt = transferred(&served, &network).await;
    let steps = steps(include_str!("../../../services/tests/data/cases-binding/49-scenario.json"));
    let call = debit(&served, &steps[0], &debt);
    let lost = served.send(&call).await;
    work_off(&served, &network, JobKind::FollowDebit).await;
    assert_eq!(newest_state(&served).await, "succeeded");
    let turned = format!(r#"{{"debt":{debt},"amount":{}}}"#, steps[4]["body"]["amount"]);
    for body in [call.body.clone(), turned.into_bytes()] {
        let given = served.send(&Call { body, ..again(&served, &call) }).await;
        assert!(given.is_replay(), "{given:?}");
        assert_eq!((given.status, &given.body), (StatusCode::OK, &lost.body));
    }
    let refund = served.post('1', "/agreement-debits/debit_x/refunds", &json!({ "amount": "1.00", "reason": "x" }));
    let refund = Call { request_no: call.request_no.clone(), ..refund };
    assert_eq!(served.problem(refund).await, (404, "not_found".to_owned()), "another operation");
    let funders = debit(&served, &steps[6], &debt);
    let refused = served.send(&funders).await;
    assert_eq!((refused.problem(), refused.is_replay()), ((422, "debt.not_held".to_owned()), false));
    let refused_again = served.send(&again(&served, &funders)).await;
    assert!(refused_again.is_replay(), "{refused_again:?}");
    assert_eq!(refused_again.body, refused.body);
    assert_eq!(network.paid().len(), 1);
    served.world.finish().await;
}

/// Of all that is sent at once: how many were done, while the others waited or were answered the same.
async fn twins(served: &Served, call: &Call, times: u64) -> usize {
    let mut tasks = JoinSet::new();
    for _ in 0..times {
        let (sender, call) = (served.sender.clone(), again(served, call));
        tasks.spawn(async move { sender.send(&call).await });
    }
    let answers: Vec<Answer> = tasks.join_all().await;
    for answer in answers.iter().filter(|answer| answer.status != StatusCode::OK) {
        assert_eq!(answer.problem(), (409, "still_running".to_owned()));
        assert!(answer.header("retry-after").is_some());
    }
    answers.iter().filter(|answer| answer.status == StatusCode::OK && !answer.is_replay()).count()
}

/// What a server answers whose only connection somebody else has for longer than it waits for one.
async fn without_a_connection(served: &Served, network: Arc<TestNetwork>, call: &Call) -> Answer {
    let randomness = Arc::new(|buffer: &mut [u8]| buffer.fill(0x80));
    let db = Db::connect(&served.world.url, 1, Arc::new(|| START), randomness).await.unwrap();
    let address = serve_with(db.clone(), network).await;
    let ((held, hold), (release, released)) = (oneshot::channel(), oneshot::channel::<()>());
    let (theirs, context) = (db.clone(), served.world.system());
    let holder = tokio::spawn(async move {
        let noted = theirs.note(&context, move |_| {
            Box::pin(async move {
                held.send(()).unwrap();
                released.await.unwrap();
                Ok::<_, Error<Never>>(())
            })
        });
        noted.await
    });
    hold.await.unwrap();
    let answer = served.send(&Call { address, ..again(served, call) }).await;
    release.send(()).unwrap();
    holder.await.unwrap().unwrap();
    db.drain().await;
    answer
}

/// What is answered where the database ends a deadlock by turning the request away.
async fn deadlocked(served: &Served, call: &Call) -> Answer {
    let turns_away = "create function deadlock() returns trigger language plpgsql as $$
                          begin raise 'deadlock detected' using errcode = 'deadlock_detected'; end $$;
                      create trigger deadlock before insert on debits for each row execute function deadlock()";
    assert_eq!(served.world.as_owner(turns_away).await, None);
    let answer = served.send(&again(served, call)).await;
    assert_eq!(served.world.as_owner("drop trigger deadlock on debits; drop function deadlock()").await, None);
    answer
}

/// Case 50. Its third run, in which the answer to a commit is lost, is `lost_answer` of the use cases.
#[tokio::test]
async fn thirty_two_twins_are_one_and_what_is_cut_off_leaves_nothing_behind() {
    let network = Arc::new(TestNetwork::default());
    let served = Served::with(network.clone()).await;
    let debt = transferred(&served, &network).await;
    let steps = steps(include_str!("../../../services/tests/data/cases-binding/50-scenario.json"));
    let call = debit(&served, &steps[0], &debt);
    assert_eq!(twins(&served, &call, steps[0]["times"].as_u64().unwrap()).await, 1);
    work_off(&served, &network, JobKind::FollowDebit).await;
    assert_eq!((newest_state(&served).await, network.paid().len()), (json!("succeeded"), 1));

    // The connection goes while the request waits for the debt.
    let call = debit(&served, &steps[2], &debt);
    let mut holder = PgConnection::connect(&served.world.url).await.unwrap();
    sqlx::raw_sql("begin; select * from debts for update").execute(&mut holder).await.unwrap();
    let cut = {
        let (sender, call) = (served.sender.clone(), call.clone());
        tokio::spawn(async move { sender.send(&call).await })
    };
    let killed = "select count(*) from (select pg_terminate_backend(pid) from pg_stat_activity
                  where datname = current_database() and wait_event_type = 'Lock') k";
    while served.world.number(killed).await == 0 {
        assert!(!cut.is_finished(), "the request did not wait for the row");
    }
    let cut = cut.await.unwrap();
    assert!(cut.status.is_server_error() && cut.json()["final"] == false, "{cut:?}");
    sqlx::raw_sql("rollback").execute(&mut holder).await.unwrap();
    holder.close().await.unwrap();
    let done = served.send(&again(&served, &call)).await;
    assert_eq!((done.status, done.is_replay()), (StatusCode::OK, false), "nothing was stored");
    work_off(&served, &network, JobKind::FollowDebit).await;
    assert_eq!(network.paid().len(), 2, "one for each number");

    // Nobody has a connection for it, and then others have locked what it needs the other way round.
    let call = debit(&served, &steps[4], &debt);
    let starved = without_a_connection(&served, network.clone(), &call).await;
    assert!(starved.status.is_server_error() && starved.json()["final"] == false, "{starved:?}");
    let turned_away = deadlocked(&served, &call).await;
    assert_eq!(turned_away.problem(), (409, "changed".to_owned()));
    assert_eq!((&turned_away.json()["final"], turned_away.header("retry-after").is_some()), (&json!(false), true));
    let stored = "select count(*) from audit where request_no = 'case-deb-50c'";
    assert_eq!(served.world.number(stored).await, 0);
    let done = served.send(&again(&served, &call)).await;
    assert_eq!((done.status, done.is_replay()), (StatusCode::OK, false), "{done:?}");
    work_off(&served, &network, JobKind::FollowDebit).await;
    assert_eq!(network.paid().len(), 3, "one for each number");
    served.world.finish().await;
}

const BODIES: [&[u8]; 8] = [
    include_bytes!("../../../services/tests/data/cases-binding/63-01.json"),
    include_bytes!("../../../services/tests/data/cases-binding/63-02.json"),
    include_bytes!("../../../services/tests/data/cases-binding/63-03.json"),
    include_bytes!("../../../services/tests/data/cases-binding/63-04.json"),
    include_bytes!("../../../services/tests/data/cases-binding/63-05.json"),
    include_bytes!("../../../services/tests/data/cases-binding/63-06.json"),
    include_bytes!("../../../services/tests/data/cases-binding/63-07.json"),
    include_bytes!("../../../services/tests/data/cases-binding/63-08.json"),
];

/// Case 63: to every operation that can be asked without knowing anything; and with fields that it has.
#[tokio::test]
async fn a_null_character_or_a_body_that_no_column_holds_is_refused_by_every_operation() {
    let served = Served::new().await;
    let document = served.document().await;
    let paths = document["paths"].as_object().unwrap().iter();
    let posts = paths.filter(|(path, methods)| !path.contains('{') && methods.get("post").is_some());
    let posts: Vec<&String> = posts.map(|(path, _)| path).collect();
    assert!(posts.len() > 5, "{posts:?}");
    for path in posts {
        for partner in ['a', '1'] {
            for body in BODIES {
                let call = Call { body: body.to_vec(), ..served.call(partner, Method::POST, path) };
                assert_eq!(served.problem(call).await, (400, "body.invalid".to_owned()), "{partner} {path} {body:?}");
            }
        }
    }
    let binding = "binding_00000000000000000000000007";
    for (path, body) in [
        ("/debts", json!({ "number": "D\u{0}1", "binding": binding, "amount": "1.00", "due_on": "2026-11-01" })),
        ("/agreement-debits", json!({ "debt": "debt_0\u{0}7", "amount": "1.00" })),
        ("/endpoints", json!({ "url": "https://a.example/\u{0}" })),
    ] {
        let answer = served.send(&served.post('a', path, &body)).await;
        assert!(answer.status.is_client_error(), "{path}: {answer:?}");
    }
    for target in ["/bindings/%00", "/debt-transfers/%00", "/events?after=%00", "/debts?cursor=%00"] {
        let status = served.send(&served.get('a', target)).await.status.as_u16();
        assert!(matches!(status, 400 | 404), "{target}: {status}");
    }
    let registered = "select count(*) from audit where outcome = 'done' and operation = 'debt.register'";
    assert_eq!(served.world.number(registered).await, 0);
    served.world.finish().await;
}

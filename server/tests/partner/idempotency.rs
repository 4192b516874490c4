//! The same request number: answered the same, once done.

use reqwest::StatusCode;
use serde_json::json;
use sqlx::{Connection, PgConnection};

use crate::{
    client::{Call, Served, key_named, register},
    draws::{instruction, requested, with_line},
};

/// The same request once more, as a partner repeats it: a new nonce, everything else as it was.
fn again(served: &Served, call: &Call) -> Call {
    Call { nonce: served.get('a', "").nonce, ..call.clone() }
}

#[tokio::test]
async fn a_repeated_request_is_answered_byte_for_byte_and_done_once() {
    let served = with_line().await;
    let draw = requested(&served.world, 1, "50000").await;
    let call = served.post('a', &format!("/draws/{draw}/instruction"), &instruction("50000.00"));
    let first = served.send(&call).await;
    assert_eq!((first.status, first.is_replay()), (StatusCode::OK, false));
    for _ in 0..3 {
        let repeated = served.send(&again(&served, &call)).await;
        assert!(repeated.is_replay());
        assert_eq!((repeated.status, repeated.body), (first.status, first.body.clone()));
    }
    let fresh = Call { request_no: Some("another-number".to_owned()), ..again(&served, &call) };
    assert_eq!(served.problem(fresh).await, (422, "draw.wrong_state".to_owned()));
    assert_eq!(
        served.world.number("select count(*) from audit where operation = 'draw.instruct' and outcome = 'done'").await,
        1
    );
    served.world.finish().await;
}

#[tokio::test]
async fn a_refusal_is_repeated_even_when_the_reason_is_gone() {
    let served = with_line().await;
    let draw = requested(&served.world, 1, "50000").await;
    let call = served.post('a', &format!("/draws/{draw}/instruction"), &instruction("1.00"));
    let first = served.send(&call).await;
    assert_eq!(first.problem(), (422, "draw.amount_differs".to_owned()));
    served.ok(served.post('a', &format!("/draws/{draw}/instruction"), &instruction("50000.00"))).await;
    let repeated = served.send(&again(&served, &call)).await;
    assert!(repeated.is_replay() && !first.is_replay());
    assert_eq!((repeated.status, repeated.body), (first.status, first.body));
    served.world.finish().await;
}

#[tokio::test]
async fn another_content_under_the_same_number_is_a_conflict() {
    let served = with_line().await;
    let draw = requested(&served.world, 1, "50000").await;
    let call = served.post('a', &format!("/draws/{draw}/acceptance"), &json!({}));
    served.ok(call.clone()).await;
    let other = Call {
        target: format!("/draws/{draw}/refusal"),
        body: br#"{"reason":"no"}"#.to_vec(),
        ..again(&served, &call)
    };
    let conflict = served.send(&other).await;
    assert_eq!(conflict.problem(), (409, "idempotency_conflict".to_owned()));
    assert_eq!((conflict.json()["final"].as_bool(), conflict.is_replay()), (Some(true), false));
    let instructed = served.post('a', &format!("/draws/{draw}/instruction"), &instruction("50000.00"));
    served.ok(Call { request_no: call.request_no.clone(), ..instructed }).await;
    served.world.finish().await;
}

#[tokio::test]
async fn numbers_belong_to_one_partner() {
    let served = with_line().await;
    let draw = requested(&served.world, 1, "50000").await;
    let call = served.post('a', &format!("/draws/{draw}/acceptance"), &json!({}));
    served.ok(call.clone()).await;
    let strangers = served.post('b', &format!("/draws/{draw}/acceptance"), &json!({}));
    let strangers = Call { request_no: call.request_no, ..strangers };
    assert_eq!(served.problem(strangers).await, (404, "not_found".to_owned()));
    served.world.finish().await;
}

#[tokio::test]
async fn a_request_is_repeated_across_a_change_of_keys() {
    let served = with_line().await;
    register(&served.world, served.world.funders[0], "funder-a-2").await;
    let draw = requested(&served.world, 1, "50000").await;
    let call = served.post('a', &format!("/draws/{draw}/acceptance"), &json!({}));
    let first = served.send(&call).await;
    let newer = Call { key_id: "funder-a-2".to_owned(), key: key_named("funder-a-2"), ..again(&served, &call) };
    let repeated = served.send(&newer).await;
    assert!(repeated.is_replay(), "{repeated:?}");
    assert_eq!(repeated.body, first.body);
    served.world.finish().await;
}

#[tokio::test]
async fn while_the_first_is_running_the_second_is_told_to_wait() {
    let served = with_line().await;
    let draw = requested(&served.world, 1, "50000").await;
    let call = served.post('a', &format!("/draws/{draw}/acceptance"), &json!({}));
    let mut holder = PgConnection::connect(&served.world.url).await.unwrap();
    sqlx::raw_sql("begin; select * from draws for update").execute(&mut holder).await.unwrap();
    let first = {
        let (sender, call) = (served.sender.clone(), call.clone());
        tokio::spawn(async move { sender.send(&call).await })
    };
    let waiting = "select count(*) from pg_stat_activity
                   where datname = current_database() and wait_event_type = 'Lock'";
    while served.world.number(waiting).await == 0 {
        assert!(!first.is_finished(), "the first request did not wait for the row");
    }
    let second = served.send(&again(&served, &call)).await;
    assert_eq!(second.problem(), (409, "still_running".to_owned()));
    assert_eq!((second.header("retry-after"), second.json()["final"].as_bool()), (Some("1"), Some(false)));
    sqlx::raw_sql("rollback").execute(&mut holder).await.unwrap();
    holder.close().await.unwrap();
    let first = first.await.unwrap();
    assert_eq!(first.status, StatusCode::OK);
    let third = served.send(&again(&served, &call)).await;
    assert!(third.is_replay());
    assert_eq!(third.body, first.body);
    served.world.finish().await;
}

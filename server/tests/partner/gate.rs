//! Who gets in: signatures, clocks, nonces, keys.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::role::Role;
use reqwest::{Method, StatusCode};
use serde_json::json;
use services::{
    Actor, Context, Db, partner,
    party::{approve_key, end_key, own_keys, register_own_key},
};
use time::Duration;
use tokio::task::JoinSet;

use crate::{
    client::{Call, Served, key_named, register, serve},
    draws::{instruction, requested, with_line},
    harness::START,
};

fn problem(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

#[tokio::test]
async fn nobody_gets_in_without_every_header() {
    let served = Served::new().await;
    for header in ["x-partner", "x-key-id", "x-timestamp", "x-nonce", "x-signature"] {
        let call = Call { left_out: Some(header), ..served.get('a', "/draws") };
        assert_eq!(served.problem(call).await, problem(401, "auth.incomplete"), "{header}");
    }
    let nowhere = Call { left_out: Some("x-signature"), ..served.get('a', "/no/such/path") };
    assert_eq!(served.problem(nowhere).await, problem(401, "auth.incomplete"));
    for malformed in [
        ("x-nonce", "short"),
        ("x-nonce", "sixteen chars !!"),
        ("x-nonce", "随机数随机数随机数"),
        ("x-timestamp", "now"),
        ("x-timestamp", "1795140000"),
        ("x-partner", "funder a"),
        ("x-key-id", "../funder-a"),
    ] {
        let call = Call { malformed: Some(malformed), ..served.get('a', "/draws") };
        assert_eq!(served.problem(call).await, problem(401, "auth.incomplete"), "{malformed:?}");
    }
    served.world.finish().await;
}

#[tokio::test]
async fn a_write_needs_a_request_number() {
    let served = Served::new().await;
    let acceptance = || served.post('a', "/draws/draw_x/acceptance", &json!({}));
    let none = Call { left_out: Some("x-request-no"), ..acceptance() };
    assert_eq!(served.problem(none).await, problem(400, "request_no.invalid"));
    for malformed in [
        "seven77",
        "eight 88",
        "编号编号编号",
        concat!("65_5555555_", "5555555555555555555555555555555555555555555555555555555"),
    ] {
        let call = Call { malformed: Some(("x-request-no", malformed)), ..acceptance() };
        assert_eq!(served.problem(call).await, problem(400, "request_no.invalid"), "{malformed}");
    }
    served.world.finish().await;
}

#[tokio::test]
async fn every_wrong_key_has_the_answer_of_a_wrong_signature() {
    let served = Served::new().await;
    register(&served.world, served.world.funders[0], "funder-a-revoked").await;
    register(&served.world, served.world.funders[0], "funder-a-later").await;
    for statement in [
        "update partner_keys set revoked_at = '2026-11-20 10:00 +8' where key_id = 'funder-a-revoked'",
        "update partner_keys set active_from = '2026-11-20 10:01 +8' where key_id = 'funder-a-later'",
    ] {
        sqlx::query(statement).execute(&served.world.owner).await.unwrap();
    }
    let right = || served.get('a', "/draws");
    let with_key = |key_id: &str| Call { key_id: key_id.to_owned(), key: key_named(key_id), ..right() };
    let tampered = {
        let call = right();
        Call { signature: Some(call.right_signature()), target: "/products".to_owned(), ..call }
    };
    let bodied = {
        let call = right();
        Call { signature: Some(call.right_signature()), body: b"{}".to_vec(), ..call }
    };
    let calls = [
        Call { key: key_named("somebody"), ..right() },
        Call { partner: "funder-z".to_owned(), ..right() },
        Call { partner: "funder-b".to_owned(), ..right() },
        Call { key_id: "funder-a-9".to_owned(), ..right() },
        Call { signature: Some("AAAA".to_owned()), ..right() },
        with_key("funder-a-revoked"),
        with_key("funder-a-later"),
        tampered,
        bodied,
    ];
    let mut bodies = Vec::new();
    for call in calls {
        let answer = served.send(&call).await;
        assert_eq!(answer.problem(), problem(401, "auth.signature"), "{call:?}");
        bodies.push(String::from_utf8(answer.body).unwrap().replace(&call.nonce, "NONCE"));
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    assert_eq!(served.send(&with_key("funder-a-1")).await.status, StatusCode::OK);
    served.world.finish().await;
}

#[tokio::test]
async fn two_keys_are_valid_at_once_and_one_of_them_later() {
    let served = Served::new().await;
    register(&served.world, served.world.funders[0], "funder-a-2").await;
    let newer = || Call { key_id: "funder-a-2".to_owned(), key: key_named("funder-a-2"), ..served.get('a', "/draws") };
    assert_eq!(served.send(&served.get('a', "/draws")).await.status, StatusCode::OK);
    assert_eq!(served.send(&newer()).await.status, StatusCode::OK);
    sqlx::query("update partner_keys set revoked_at = '2026-11-20 10:00 +8' where key_id = 'funder-a-1'")
        .execute(&served.world.owner)
        .await
        .unwrap();
    assert_eq!(served.problem(served.get('a', "/draws")).await, problem(401, "auth.signature"));
    assert_eq!(served.send(&newer()).await.status, StatusCode::OK);
    served.world.finish().await;
}

/// What its people have registered lets a partner's system in from the second person's approval on, until somebody ends it.
#[tokio::test]
async fn a_key_of_the_portal_lets_in_while_two_people_want_it() {
    let served = Served::new().await;
    let world = &served.world;
    let x = URL_SAFE_NO_PAD.encode(key_named("of the portal").verifying_key().as_bytes());
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": x }).to_string();
    let reviewer = || world.funder_person('a', Role::FunderReviewer);
    let id = register_own_key(&world.db, &reviewer(), &jwk).await.unwrap();
    let row = async || {
        let keys = own_keys(&world.db, &reviewer()).await.unwrap();
        keys.into_iter().find(|key| key.id == id).unwrap()
    };
    let key_id = row().await.key_id;
    let call = || Call { key_id: key_id.clone(), key: key_named("of the portal"), ..served.get('a', "/draws") };
    assert_eq!(served.problem(call()).await, problem(401, "auth.signature"));
    approve_key(&world.db, &world.funder_person('a', Role::FunderApprover), id).await.unwrap();
    assert_eq!(served.send(&call()).await.status, StatusCode::OK);
    assert!(row().await.last_used_at.is_some());
    end_key(&world.db, &reviewer(), id).await.unwrap();
    assert_eq!(served.problem(call()).await, problem(401, "auth.signature"));
    served.world.finish().await;
}

#[tokio::test]
async fn a_clock_may_be_five_minutes_off_and_no_more() {
    let served = Served::new().await;
    for (seconds, accepted) in [(0, true), (300, true), (-300, true), (301, false), (-301, false)] {
        let call = Call { at: START + Duration::seconds(seconds), ..served.get('a', "/draws") };
        let answer = served.send(&call).await;
        if accepted {
            assert_eq!(answer.status, StatusCode::OK, "{seconds}");
        } else {
            assert_eq!(answer.problem(), problem(401, "auth.stale"), "{seconds}");
        }
    }
    served.world.finish().await;
}

#[tokio::test]
async fn a_nonce_is_accepted_once_per_partner() {
    let served = Served::new().await;
    let call = served.get('a', "/draws");
    assert_eq!(served.send(&call).await.status, StatusCode::OK);
    assert_eq!(served.problem(call.clone()).await, problem(401, "auth.nonce_used"));
    let of_another = Call { nonce: call.nonce.clone(), ..served.get('b', "/draws") };
    assert_eq!(served.send(&of_another).await.status, StatusCode::OK);
    served.world.finish().await;
}

#[tokio::test]
async fn a_wrong_signature_uses_no_nonce_up() {
    let served = Served::new().await;
    let call = served.get('a', "/draws");
    let forged = Call { key: key_named("somebody"), ..call.clone() };
    assert_eq!(served.problem(forged).await, problem(401, "auth.signature"));
    assert_eq!(served.send(&call).await.status, StatusCode::OK);
    served.world.finish().await;
}

#[tokio::test]
async fn two_processes_accept_a_nonce_once() {
    let served = Served::new().await;
    let clock = Arc::new(|| START);
    let other = Db::connect(&served.world.url, 20, clock, Arc::new(|buffer: &mut [u8]| buffer.fill(7))).await.unwrap();
    let addresses = [served.address.clone(), serve(other.clone()).await];
    for _ in 0..8 {
        let call = served.get('a', "/draws");
        let mut tasks = JoinSet::new();
        for turn in 0..8 {
            let (sender, call) = (served.sender.clone(), Call { address: addresses[turn % 2].clone(), ..call.clone() });
            tasks.spawn(async move { sender.send(&call).await.status.as_u16() });
        }
        let mut answers = tasks.join_all().await;
        answers.sort_unstable();
        assert_eq!(answers, [200, 401, 401, 401, 401, 401, 401, 401]);
    }
    other.drain().await;
    served.world.finish().await;
}

#[tokio::test]
async fn nonces_are_kept_as_long_as_they_matter() {
    let served = Served::new().await;
    let world = &served.world;
    let ahead = Call { at: START + Duration::minutes(5), ..served.get('a', "/draws") };
    assert_eq!(served.send(&ahead).await.status, StatusCode::OK);
    world.set_now(START + Duration::minutes(10));
    assert_eq!(partner::forget_nonces(&world.db, &world.system()).await.unwrap(), 0);
    assert_eq!(served.problem(ahead.clone()).await, problem(401, "auth.nonce_used"));
    world.set_now(START + Duration::minutes(15) + Duration::SECOND);
    assert_eq!(served.problem(ahead).await, problem(401, "auth.stale"));
    assert_eq!(partner::forget_nonces(&world.db, &world.system()).await.unwrap(), 1);
    let nobody = Context::new(Actor::Nobody, String::new());
    assert!(matches!(partner::forget_nonces(&world.db, &nobody).await, Err(services::Error::Forbidden)));
    served.world.finish().await;
}

#[tokio::test]
async fn a_suspended_partner_does_no_new_business_but_ends_what_was_begun() {
    let served = with_line().await;
    let begun = requested(&served.world, 1, "20000").await;
    served.ok(served.post('a', &format!("/draws/{begun}/acceptance"), &json!({}))).await;
    let (new, refused) = (requested(&served.world, 1, "10000").await, requested(&served.world, 1, "5000").await);
    assert_eq!(served.world.as_owner("update partners set status = 'suspended' where code = 'funder-a'").await, None);
    for (target, body) in [("acceptance", json!({})), ("instruction", instruction("10000.00"))] {
        let call = served.post('a', &format!("/draws/{new}/{target}"), &body);
        assert_eq!(served.problem(call).await, problem(422, "partner.suspended"), "{target}");
    }
    for target in ["/draws", "/repayments", "/products", "/pre-credit-rounds"] {
        assert_eq!(served.send(&served.get('a', target)).await.status, StatusCode::OK, "{target}");
    }
    served.ok(served.post('a', &format!("/draws/{refused}/refusal"), &json!({ "reason": "暂停" }))).await;
    served.ok(served.post('a', &format!("/draws/{begun}/instruction"), &instruction("20000.00"))).await;
    let confirmation = "/repayments/repayment_00000000000000000000000007/confirmation";
    let confirmation = served.post('a', confirmation, &json!({ "payment_reference": "1" }));
    assert_eq!(served.problem(confirmation).await, problem(404, "not_found"));
    served.world.finish().await;
}

/// Every operation of the partner API, in the order of their addresses.
const OPERATIONS: [&str; 55] = [
    "GET /agreement-debits list_debits",
    "POST /agreement-debits debit",
    "POST /agreement-debits/{id}/refunds refund_debit",
    "GET /bindings list_bindings",
    "GET /bindings/{id} get_binding",
    "POST /bindings/{id}/unsigning unsign_binding",
    "GET /business-date get_business_date",
    "GET /debt-transfers list_transfers",
    "POST /debt-transfers submit_transfer",
    "GET /debt-transfers/{id} get_transfer",
    "POST /debt-transfers/{id}/cancellation cancel_transfer",
    "POST /debt-transfers/{id}/confirmation confirm_transfer",
    "POST /debt-transfers/{id}/documents add_transfer_document",
    "POST /debt-transfers/{id}/notice notify_debtors",
    "POST /debt-transfers/{id}/rejection reject_transfer",
    "GET /debts list_debts",
    "POST /debts register_debt",
    "GET /debts/{id}/payments list_outside_payments",
    "POST /debts/{id}/payments report_outside_payment",
    "GET /draws list_draws",
    "POST /draws/{id}/acceptance accept_draw",
    "POST /draws/{id}/instruction instruct_draw",
    "POST /draws/{id}/refusal refuse_draw",
    "GET /endpoints list_endpoints",
    "POST /endpoints register_endpoint",
    "POST /endpoints/{id}/test test_endpoint",
    "GET /events list_events",
    "GET /keys list_keys",
    "POST /keys register_key",
    "POST /keys/{id}/end end_key",
    "GET /loan-debits list_loan_debits",
    "POST /loan-debits debit_loan",
    "GET /loans list_loans",
    "POST /notices/redeliver redeliver_notices",
    "POST /outside-payments/{id}/confirmation confirm_outside_payment",
    "POST /outside-payments/{id}/rejection reject_outside_payment",
    "GET /pass-ons list_pass_ons",
    "POST /pass-ons/{id}/payment record_pass_on",
    "GET /pre-credit-rounds list_pre_credit_rounds",
    "POST /pre-credit-rounds/{id}/decline decline_pre_credit_round",
    "POST /pre-credit-rounds/{id}/offer offer_in_pre_credit_round",
    "POST /pre-credit-rounds/{id}/withdrawal withdraw_offer",
    "GET /products list_products",
    "GET /reconciliation-files list_reconciliation_files",
    "GET /reconciliation-files/{id} get_reconciliation_file",
    "GET /repayments list_repayments",
    "POST /repayments/{id}/confirmation confirm_repayment",
    "GET /shares list_shares",
    "POST /shares/{id}/release release_share",
    "POST /shares/{id}/revocation revoke_share",
    "POST /signings order_signing",
    "POST /signings/precheck precheck_signing",
    "GET /signings/{id} get_signing",
    "POST /signings/{id}/code send_code_again",
    "POST /signings/{id}/confirmation confirm_signing",
];

#[tokio::test]
async fn the_document_lists_every_operation_and_each_is_behind_the_gate() {
    let served = Served::new().await;
    let document = served.document().await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            operations.push(format!("{} {path} {}", method.to_uppercase(), operation["operationId"].as_str().unwrap()));
            let parameters = operation["parameters"].as_array();
            let numbered = parameters.is_some_and(|all| all.iter().any(|one| one["name"] == "X-Request-No"));
            assert_eq!(numbered, method == "post", "{path}");
            let target = path.replace("{id}", "draw_00000000000000000000000007");
            let method: Method = method.to_uppercase().parse().unwrap();
            let call = Call { key: key_named("somebody"), ..served.call('a', method.clone(), &target) };
            let call = if method == Method::GET { Call { request_no: None, ..call } } else { call };
            assert_eq!(served.problem(call).await, problem(401, "auth.signature"), "{path}");
        }
    }
    assert_eq!(operations, OPERATIONS);
    served.world.finish().await;
}

/// Its signature is right, and what is asked for is a funder's.
#[tokio::test]
async fn a_facilitator_is_let_in_and_may_nothing_that_funders_may() {
    let served = Served::new().await;
    let facilitator = "update partners set kind = 'facilitator' where code = 'funder-c'";
    sqlx::query(facilitator).execute(&served.world.owner).await.unwrap();
    for target in ["/draws", "/pre-credit-rounds", "/products"] {
        assert_eq!(served.problem(served.get('c', target)).await, problem(403, "forbidden"), "{target}");
    }
    // It may hold loans, and be paid.
    assert_eq!(served.send(&served.get('c', "/repayments")).await.status, StatusCode::OK);
    served.world.finish().await;
}

//! Keys by API: what a system may do to its own, and what takes a person of its partner. And SM2, from registration to the signed answer.

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{id::KeyId, partner_key::KeyAlgorithm, role::Role};
use ed25519_dalek::SigningKey;
use reqwest::StatusCode;
use serde_json::{Value, json};
use services::{
    party::{SharedSecret, approve_key},
    sm2_signature::Sm2Key,
};

use crate::client::{Call, Served, key_named};

/// An Ed25519 key as a system sends it: its DER in base 64.
fn sent(key: &SigningKey) -> Value {
    let der = [b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00".as_slice(), key.verifying_key().as_bytes()].concat();
    json!({ "public_key": STANDARD.encode(der) })
}

fn refused(code: &str) -> (u16, String) {
    (422, code.to_owned())
}

fn id_of(answer: &Value) -> KeyId {
    answer["id"].as_str().unwrap().parse().unwrap()
}

async fn approve(served: &Served, id: KeyId) {
    let world = &served.world;
    approve_key(&world.db, &world.funder_person('a', Role::FunderApprover), id).await.unwrap();
}

/// What funder `a` sees of one of its keys.
async fn seen(served: &Served, id: KeyId) -> Value {
    let keys = served.ok(served.get('a', "/keys")).await;
    let found = keys["keys"].as_array().unwrap().iter().find(|key| key["id"] == id.to_string()).cloned();
    found.unwrap()
}

/// A read of funder `a`, signed by a key that the portal has named.
fn signed_by(served: &Served, key_id: &Value, key: &SigningKey) -> Call {
    Call { key_id: key_id.as_str().unwrap().to_owned(), key: key.clone(), ..served.get('a', "/draws") }
}

#[tokio::test]
async fn a_system_registers_its_next_key_a_person_approves_it_and_the_system_ends_the_one_before() {
    let served = Served::new().await;
    let next = key_named("the next");
    let id = id_of(&served.ok(served.post('a', "/keys", &sent(&next))).await);
    let key = seen(&served, id).await;
    assert_eq!((&key["state"], &key["algorithm"]), (&"registered".into(), &"ed25519".into()));
    let by_next = || signed_by(&served, &key["key_id"], &next);
    assert_eq!(served.problem(by_next()).await, (401, "auth.signature".to_owned()), "nobody approved it yet");
    let another = served.post('a', "/keys", &sent(&key_named("one more")));
    assert_eq!(served.problem(another).await, refused("key.already_registered"));
    approve(&served, id).await;
    assert_eq!(served.send(&by_next()).await.status, StatusCode::OK);

    let keys = served.ok(served.get('a', "/keys")).await;
    let first = keys["keys"].as_array().unwrap().iter().find(|key| key["key_id"] == "funder-a-1").cloned().unwrap();
    let ending = |id: &Value| served.post('a', &format!("/keys/{}/end", id.as_str().unwrap()), &json!({}));
    served
        .ok(Call { key: next.clone(), key_id: key["key_id"].as_str().unwrap().to_owned(), ..ending(&first["id"]) })
        .await;
    assert_eq!(served.problem(served.get('a', "/draws")).await, (401, "auth.signature".to_owned()));
    // Case 61: the last one takes people.
    let last = Call { key: next.clone(), key_id: key["key_id"].as_str().unwrap().to_owned(), ..ending(&key["id"]) };
    assert_eq!(served.problem(last).await, refused("key.last"));
    assert_eq!(served.send(&by_next()).await.status, StatusCode::OK);
    served.world.finish().await;
}

#[tokio::test]
async fn what_a_system_registered_is_its_own_and_no_private_key_is_kept() {
    let served = Served::new().await;
    let id = id_of(&served.ok(served.post('a', "/keys", &sent(&key_named("the next")))).await);
    let end = format!("/keys/{id}/end");
    for stranger in ['b', '1'] {
        assert_eq!(served.problem(served.post(stranger, &end, &json!({}))).await, (404, "not_found".to_owned()));
        let keys = served.ok(served.get(stranger, "/keys")).await;
        assert_eq!(keys["keys"].as_array().unwrap().len(), 1, "{keys}");
    }
    // What never counted may be taken back while one key counts.
    served.ok(served.post('a', &end, &json!({}))).await;
    assert_eq!(seen(&served, id).await["state"], "withdrawn");
    assert_eq!(served.problem(served.post('a', &end, &json!({}))).await, refused("key.state"));
    assert_eq!(served.problem(served.post('a', "/keys", &sent(&key_named("the next")))).await, refused("key.known"));

    let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----";
    let private = served.post('a', "/keys", &json!({ "public_key": pem }));
    assert_eq!(served.problem(private).await, refused("key.private"));
    assert_eq!(
        served.problem(served.post('a', "/keys", &json!({ "public_key": "AA==" }))).await,
        refused("key.unreadable")
    );
    let more = served.post('a', "/keys", &json!({ "public_key": "AA==", "algorithm": "sm2" }));
    assert_eq!(served.problem(more).await, (400, "body.invalid".to_owned()));
    assert!(!served.world.dump().await.contains("INTuctv5E1hK"));
    served.world.finish().await;
}

/// Cases 54 and 57 over HTTP: who signs with SM2 is answered with SM2, and nobody else is.
#[tokio::test]
async fn who_signs_with_sm2_is_answered_with_sm2() {
    let served = Served::new().await;
    let pair = Sm2Key::beside(&[1; 32]);
    let without_prefix = STANDARD.encode(&pair.public_key()[1..]);
    let lacking = served.post('a', "/keys", &json!({ "public_key": without_prefix }));
    assert_eq!(served.problem(lacking).await, refused("key.no_prefix"));
    let point = STANDARD.encode(pair.public_key());
    let id = id_of(&served.ok(served.post('a', "/keys", &json!({ "public_key": point }))).await);
    let key = seen(&served, id).await;
    assert_eq!(key["algorithm"], "sm2");
    let key_id = key["key_id"].as_str().unwrap();
    let by_sm2 = |call: Call| Call { key_id: key_id.to_owned(), sm2_key: Some(pair.clone()), ..call };
    let early = served.send(&by_sm2(served.get('a', "/draws"))).await;
    assert_eq!((early.problem(), early.algorithm), ((401, "auth.signature".to_owned()), KeyAlgorithm::Ed25519));
    approve(&served, id).await;

    let read = by_sm2(served.get('a', "/draws?limit=1&state=awaiting"));
    let answer = served.send(&read).await;
    assert_eq!((answer.status, answer.algorithm), (StatusCode::OK, KeyAlgorithm::Sm2), "{answer:?}");
    let again = served.send(&read).await;
    assert_eq!((again.problem(), again.algorithm), ((401, "auth.nonce_used".to_owned()), KeyAlgorithm::Sm2));
    let absent = served.send(&by_sm2(served.post('a', "/draws/draw_x/acceptance", &json!({})))).await;
    assert_eq!((absent.problem(), absent.algorithm), ((404, "not_found".to_owned()), KeyAlgorithm::Sm2));
    let by_ed25519 = served.send(&served.get('a', "/draws")).await;
    assert_eq!((by_ed25519.status, by_ed25519.algorithm), (StatusCode::OK, KeyAlgorithm::Ed25519));
    assert_ne!(answer.header("x-key-id"), by_ed25519.header("x-key-id"));

    // Another pair, DER, and what Ed25519 signs are wrong signatures, answered like those of an unknown key.
    let right = STANDARD.decode(by_sm2(served.get('a', "/draws")).right_signature()).unwrap();
    let (r, s) = right.split_at(32);
    let der = [b"\x30\x44\x02\x20".as_slice(), r, b"\x02\x20", s].concat();
    for call in [
        Call { sm2_key: Some(Sm2Key::beside(&[2; 32])), ..by_sm2(served.get('a', "/draws")) },
        Call { signature: Some(STANDARD.encode(der)), ..by_sm2(served.get('a', "/draws")) },
        Call { sm2_key: None, ..by_sm2(served.get('a', "/draws")) },
    ] {
        let answer = served.send(&call).await;
        assert_eq!((answer.problem(), answer.algorithm), ((401, "auth.signature".to_owned()), KeyAlgorithm::Ed25519));
    }
    served.world.finish().await;
}

/// Case 58 over HTTP: a secret that is sealed where it lies signs requests, and their answers.
#[tokio::test]
async fn who_shares_a_secret_signs_and_is_answered_with_it() {
    let served = Served::new().await;
    let secret = "ISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0-P0A";
    let jwk = format!(r#"{{"kty":"oct","alg":"HS256","k":"{secret}"}}"#);
    let id = id_of(&served.ok(served.post('a', "/keys", &json!({ "public_key": jwk }))).await);
    let key = seen(&served, id).await;
    assert_eq!(key["algorithm"], "hmac");
    let key_id = key["key_id"].as_str().unwrap();
    let shared = SharedSecret::read(&jwk).unwrap();
    let by_secret = |call: Call| Call { key_id: key_id.to_owned(), secret: Some(shared.clone()), ..call };
    let early = served.send(&by_secret(served.get('a', "/draws"))).await;
    assert_eq!((early.problem(), early.algorithm), ((401, "auth.signature".to_owned()), KeyAlgorithm::Ed25519));
    approve(&served, id).await;
    let read = by_secret(served.get('a', "/draws"));
    let answer = served.send(&read).await;
    assert_eq!((answer.status, answer.algorithm), (StatusCode::OK, KeyAlgorithm::Hmac), "{answer:?}");
    assert_eq!(answer.header("x-key-id"), Some(key_id));
    let again = served.send(&read).await;
    assert_eq!((again.problem(), again.algorithm), ((401, "auth.nonce_used".to_owned()), KeyAlgorithm::Hmac));
    let other = SharedSecret::from_bytes(&[1; 32]).unwrap();
    let wrong = Call { secret: Some(other), ..by_secret(served.get('a', "/draws")) };
    assert_eq!(served.send(&wrong).await.problem(), (401, "auth.signature".to_owned()));
    assert!(!served.world.dump().await.contains("212223242526272829"), "sealed where it lies");
    served.world.finish().await;
}

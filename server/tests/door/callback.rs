//! What the network tells by itself comes in only with its signature, and the answer bears ours.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};
use server::{serve::Limits, state::AppState};
use services::{
    machine,
    network::HttpNetwork,
    signed_line::{LineKeys, NONCE, SIGNATURE, Signed, TIMESTAMP},
};

use crate::{harness::World, house::House};

const PATH: &str = "/network/callbacks";

fn secrets(secret: u8) -> LineKeys {
    LineKeys::of(vec![[secret; 32]])
}

/// Tells something with a secret, and gives the status and whether the answer is signed with ours.
async fn told(house: &House, secret: u8, body: &Value) -> (u16, bool) {
    let (body, nonce, now) = (body.to_string(), "8f0c1d2e3b4a5968", machine::clock());
    let signed = Signed { method: "POST", target: PATH, nonce };
    let (timestamp, signature) = signed.request(&secrets(secret), now(), body.as_bytes());
    let request = house.ask(Method::POST, PATH).header(TIMESTAMP, timestamp).header(NONCE, nonce);
    let answer = request.header(SIGNATURE, signature).body(body).send().await.unwrap();
    let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default();
    let (status, mark) = (answer.status().as_u16(), (header(TIMESTAMP), header(SIGNATURE)));
    (status, signed.is_answered(&secrets(7), now(), mark, (status, b"")))
}

#[tokio::test]
async fn a_callback_is_taken_with_the_network_s_signature_and_acknowledged_with_ours() {
    let network = HttpNetwork::new("http://127.0.0.1:1", secrets(7), machine::clock(), machine::randomness()).unwrap();
    let network = Arc::new(network);
    let house = House::of(World::new().await, Limits::default(), |state| AppState { network, ..state }).await;
    let callback = json!({ "callback_no": "CB1", "category": "0301", "serial": "DBT2026112000009999", "amount": "1.00",
        "system_code": "00000000", "business_code": "00000000" });
    let kept = async || house.world.number("select coalesce(sum(times), 0)::bigint from callbacks").await;
    assert_eq!((told(&house, 8, &callback).await, kept().await), ((401, false), 0), "forged");
    let unsigned = house.ask(Method::POST, PATH).body(callback.to_string()).send().await.unwrap();
    assert_eq!((unsigned.status().as_u16(), kept().await), (401, 0));
    for times in 1..=2 {
        assert_eq!((told(&house, 7, &callback).await, kept().await), ((204, true), times));
    }
    let mut changed = callback.clone();
    changed["business_code"] = json!("PB012001");
    assert_eq!(told(&house, 7, &changed).await, (409, true), "another content");
    changed["agreement_no"] = json!("NET1");
    assert_eq!(told(&house, 7, &changed).await, (400, false), "a secret in clear");
    assert_eq!(house.ask(Method::GET, PATH).send().await.unwrap().status(), 405);
    assert_eq!(kept().await, 2);
    house.close().await;
}

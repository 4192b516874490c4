//! The way out by itself: which addresses it takes, how it signs, and what it makes of answers. Tables of cases on which other people's
//! software went wrong.

use std::{
    collections::HashMap,
    io,
    net::IpAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::notice::{Attempt, Verdict};
use ed25519_dalek::{Signature, SigningKey, Verifier};
use serde::Deserialize;
use services::{
    notice::{Lookup, Message, Outbound, Reach, Secret},
    sm2_signature::{self, Sm2Key},
};
use time::OffsetDateTime;

use super::receiver::{Answer, Receiver};

const KEY: [u8; 32] = [7; 32];

fn cases(name: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases-binding");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// A resolver that knows these addresses of every name.
pub fn knowing(addresses: Vec<IpAddr>) -> Lookup {
    Arc::new(move |_| {
        let addresses = addresses.clone();
        Box::pin(async move { Ok(addresses) })
    })
}

pub fn loopback() -> Reach {
    Reach { loopback: true, own: Vec::new() }
}

fn way(reach: Reach, lookup: Lookup, at: i64) -> Outbound {
    let clock = Arc::new(move || OffsetDateTime::from_unix_timestamp(at).unwrap());
    Outbound::with_patience(Duration::from_millis(300), (reach, lookup), SigningKey::from_bytes(&KEY), clock).unwrap()
}

async fn attempt(receiver: &Receiver) -> Attempt {
    let way = way(loopback(), knowing(Vec::new()), 1_795_140_004);
    way.send(&Message { url: &receiver.url, id: "event_1", body: b"{}", secrets: &[], sm2: false }).await
}

#[derive(Deserialize)]
struct Address {
    url: String,
    resolves_to: String,
    verdict: String,
    why: String,
}

/// Case 46, at registration and at delivery, without and with the switch of development.
#[tokio::test]
async fn an_endpoint_is_on_the_public_internet_however_its_address_is_written() {
    let own: IpAddr = "203.0.114.9".parse().unwrap();
    let addresses: Vec<Address> = serde_json::from_str(&cases("46-addresses.json")).unwrap();
    assert_eq!(addresses.len(), 61);
    for address in addresses {
        let found: Vec<IpAddr> = match address.resolves_to.as_str() {
            "(an own public address of the institution)" => vec![own],
            text => text.split(", ").filter_map(|text| text.parse().ok()).collect(),
        };
        let allowed = address.verdict == "allowed";
        for development in [false, true] {
            let reach = Reach { loopback: development, own: vec![own] };
            let way = way(reach, knowing(found.clone()), 0);
            let (url, why) = (&address.url, &address.why);
            // The switch lets this machine be called, and nothing else.
            let is_loopback = |host: &str| {
                let literal: Option<IpAddr> = reqwest::Url::parse(url)
                    .ok()
                    .and_then(|url| url.host_str().map(|host| host.trim_matches(['[', ']']).to_owned()))
                    .and_then(|host| host.parse().ok());
                let all: Vec<IpAddr> = literal.map_or_else(|| found.clone(), |literal| vec![literal]);
                host.starts_with("https://") && !all.is_empty() && all.iter().all(IpAddr::is_loopback)
            };
            let expected = allowed || (development && is_loopback(url));
            assert_eq!(
                way.address(url).await.is_some(),
                expected,
                "{url} → {found:?} ({why}), development {development}"
            );
            if !expected {
                let sent = way.send(&Message { url, id: "event_1", body: b"{}", secrets: &[], sm2: false }).await;
                assert_eq!(sent, Attempt::NotPublic, "{url} ({why})");
            }
        }
    }
}

/// The check is not of the moment before: whoever answers otherwise to the connection is not called.
#[tokio::test]
async fn a_name_that_means_another_host_by_now_is_not_called() {
    let answers = Arc::new(Mutex::new(vec!["10.0.0.5".parse::<IpAddr>().unwrap(), "93.184.215.14".parse().unwrap()]));
    let lookup: Lookup = Arc::new(move |_| {
        let next = answers.lock().unwrap().pop();
        Box::pin(async move { next.map(|address| vec![address]).ok_or_else(|| io::Error::other("asked too often")) })
    });
    let way = way(Reach::default(), lookup, 0);
    let url = "https://hooks.partner.example/x";
    assert_eq!(way.address(url).await.as_deref(), Some(url));
    let sent = way.send(&Message { url, id: "event_1", body: b"{}", secrets: &[], sm2: false }).await;
    assert_eq!(sent, Attempt::NotPublic);
}

#[derive(Deserialize)]
struct Attempts {
    old_secret: String,
    new_secret: String,
    body: String,
    attempts: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    secrets_in_force: Vec<String>,
    headers: HashMap<String, String>,
}

/// Case 41: known answers of another implementation.
#[tokio::test]
async fn every_attempt_has_its_own_time_and_the_signatures_of_the_secrets_in_force() {
    let told: Attempts = serde_json::from_str(&cases("41-attempts.json")).unwrap();
    let secret =
        |text: &str| -> Secret { STANDARD.decode(text.strip_prefix("whsec_").unwrap()).unwrap().try_into().unwrap() };
    let receiver = Receiver::answering([Answer::status(503)]).await;
    let key = SigningKey::from_bytes(&KEY).verifying_key();
    for expected in &told.attempts {
        let secrets: Vec<Secret> = expected
            .secrets_in_force
            .iter()
            .map(|name| secret(if name == "old" { &told.old_secret } else { &told.new_secret }))
            .collect();
        let at = expected.headers["webhook-timestamp"].parse().unwrap();
        let (id, body) = (&expected.headers["webhook-id"], told.body.as_bytes());
        way(loopback(), knowing(Vec::new()), at)
            .send(&Message { url: &receiver.url, id, body, secrets: &secrets, sm2: true })
            .await;
        let received = receiver.received().pop().unwrap();
        assert_eq!(received.body, told.body.as_bytes());
        for name in ["webhook-id", "webhook-timestamp"] {
            assert_eq!(received.header(name), expected.headers[name]);
        }
        let (symmetric, own) = received.header("webhook-signature").rsplit_once(" v1a,").unwrap();
        assert_eq!(symmetric, expected.headers["webhook-signature"]);
        let (own, by_sm2) = own.split_once(" v1sm2,").unwrap();
        let own = Signature::from_slice(&STANDARD.decode(own).unwrap()).unwrap();
        let signed = format!("{id}.{at}.{}", told.body);
        assert!(key.verify(signed.as_bytes(), &own).is_ok());
        let public_key = Sm2Key::beside(&KEY).public_key();
        assert!(sm2_signature::verify(&public_key, signed.as_bytes(), &STANDARD.decode(by_sm2).unwrap()));
    }
    assert_eq!(receiver.received().len(), 4);
}

#[derive(Deserialize)]
struct Row {
    status: String,
    body: String,
    habit: String,
    result: String,
}

/// How the endpoint of a row answers, once for each status that the row names.
fn answers(row: &Row) -> Vec<Answer> {
    let body = row.body.replace("\\n", "\n");
    match row.status.as_str() {
        "429 with Retry-After: 90" => vec![Answer::of(429, "retry-after: 90\r\n", "")],
        "429 with Retry-After: 99999999" => vec![Answer::of(429, "retry-after: 99999999\r\n", "")],
        "103, then 200" => {
            vec![Answer::Says("HTTP/1.1 103 x\r\n\r\nHTTP/1.1 200 x\r\ncontent-length: 0\r\n\r\n".to_owned())]
        }
        "connection reset after the body was sent" => vec![Answer::Resets],
        "200 after 15.1 s" => vec![Answer::Hangs],
        "200, headers at 1 s, body one byte a second" => vec![Answer::Drips],
        "200 with 10 MB" => vec![Answer::of(200, "", &"SUCCESS ".repeat(10 << 17))],
        text => text
            .split(" / ")
            .map(|status| match status.parse() {
                Ok(status @ 300..=399) => {
                    Answer::of(status, "location: http://169.254.169.254/latest/meta-data/\r\n", &body)
                }
                Ok(status) => Answer::of(status, "", &body),
                Err(_) => panic!("{status}"),
            })
            .collect(),
    }
}

/// Case 43. What a certificate is worth stands in a test of its own.
#[tokio::test]
async fn what_counts_as_acknowledged_is_decided_row_by_row() {
    let rows: Vec<Row> = serde_json::from_str(&cases("43-answers.json")).unwrap();
    assert_eq!(rows.len(), 25);
    for row in rows.iter().filter(|row| !row.status.starts_with("certificate")) {
        for answer in answers(row) {
            let receiver = Receiver::answering([answer.clone()]).await;
            let attempt = attempt(&receiver).await;
            if let Attempt::Answered { body, .. } = &attempt {
                assert!(body.len() <= 1_024);
            }
            let (plain, habit) = match row.result.as_str() {
                "acknowledged" if row.habit == "habit" => (None, Some(true)),
                "acknowledged" if row.body == "FAIL" => (Some(true), None),
                "acknowledged" => (Some(true), Some(false)),
                result if result.starts_with("acknowledged (blanks") => (None, Some(true)),
                result if result.starts_with("acknowledged") => (Some(true), Some(false)),
                "disabled" => (Some(false), Some(false)),
                result if result.starts_with("failed") && row.habit == "habit" => (None, Some(false)),
                result if result.starts_with("failed") => (Some(false), Some(false)),
                result => panic!("{result}"),
            };
            for (wants_success, expected) in [(false, plain), (true, habit)] {
                let Some(expected) = expected else { continue };
                let verdict = attempt.verdict(wants_success);
                let told = format!("{} {:?} {wants_success}: {attempt:?}", row.status, row.body);
                assert_eq!(verdict == Verdict::Acknowledged, expected, "{told}");
                assert_eq!(verdict == Verdict::Gone, row.result == "disabled", "{told}");
            }
            assert_eq!(receiver.received().len(), 1, "nothing is followed, and nothing sent twice");
        }
    }
    let wanted = |seconds| Verdict::Failed { retry_after: Some(seconds) };
    let receiver = Receiver::answering([Answer::of(429, "retry-after: 90\r\n", "")]).await;
    assert_eq!(attempt(&receiver).await.verdict(false), wanted(90));
}

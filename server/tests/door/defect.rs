//! A defect that panics: an answer with words, and an alarm.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use domain::role::{Party, Role};
use ed25519_dalek::SigningKey;
use reqwest::Method;
use server::{partner::PartnerApi, serve::Limits};
use services::{Db, machine};

use crate::{
    harness::{START, World},
    house::{House, PASSWORD, open_account},
};

#[tokio::test]
async fn every_panic_is_an_answer_with_words_and_an_alarm() {
    let world = World::new().await;
    let broken = Arc::new(AtomicBool::new(false));
    let clock = {
        let broken = broken.clone();
        Arc::new(move || {
            assert!(!broken.load(Ordering::Relaxed), "the clock has stopped");
            START
        })
    };
    let db = Db::connect(&world.url, 3, clock, machine::randomness()).await.unwrap();
    let house = House::of(world, Limits::default(), |state| {
        let partner_api = PartnerApi::new(db.clone(), SigningKey::from_bytes(&[7; 32]));
        server::state::AppState { db, partner_api, ..state }
    })
    .await;
    let cookie = format!("__Host-session={}", "0".repeat(64));
    let page = || house.get("/agent").header("cookie", &cookie).send();
    assert_eq!(page().await.unwrap().status(), 303);

    broken.store(true, Ordering::Relaxed);
    let shown = page().await.unwrap();
    assert_eq!(shown.status(), 500);
    let text = shown.text().await.unwrap();
    assert!(text.contains("<h1") && text.contains("data-code=\"failed\""), "{text}");
    let told = house.ask(Method::GET, "/agent").header("cookie", &cookie).send().await.unwrap();
    assert_eq!(told.status(), 500);
    assert_eq!(told.json::<serde_json::Value>().await.unwrap()["code"], "failed");
    let problem = house.ask(Method::GET, "/api/v1/draws").send().await.unwrap();
    assert_eq!(
        (problem.status().as_u16(), &problem.headers()["content-type"]),
        (500, &"application/problem+json".parse().unwrap())
    );
    assert_eq!(problem.json::<serde_json::Value>().await.unwrap()["code"], "internal");

    broken.store(false, Ordering::Relaxed);
    assert_eq!(page().await.unwrap().status(), 303, "the server goes on");
    assert!(house.counted("lianrong_panics_total").await >= 3);
    house.close().await;
}

#[tokio::test]
async fn an_address_to_go_on_to_that_cannot_be_sent_is_none() {
    let house = House::open().await;
    let agent = Party::Agent(house.world.agents[0].agent);
    open_account(&house.world, "shop", Role::Agent, agent, false).await;
    for (next, leads_to) in [
        ("/agent/loans", "/agent/loans"),
        ("/agent/\u{1}", "/agent"),
        ("/agent\u{7f}", "/agent"),
        ("/agent\r\nset-cookie: x=y", "/agent"),
        ("/agent/店", "/agent"),
        ("/agent//evil.example", "/agent"),
        ("/admin", "/agent"),
    ] {
        let fields = [("username", "shop"), ("password", PASSWORD), ("code", ""), ("next", next)];
        let answer = house.post("/api/session/sign_in", "/sign-in", &fields).send().await.unwrap();
        assert!(answer.status().is_redirection(), "{next:?}: {answer:?}");
        assert_eq!(answer.headers()["location"], leads_to, "{next:?}");
        assert!(answer.headers()["set-cookie"].to_str().unwrap().starts_with("__Host-session="));
    }
    house.close().await;
}

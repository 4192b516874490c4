//! Guessing passwords over HTTP: whom it keeps out, and whom not.

use domain::role::{Party, Role};
use reqwest::Response;
use server::{serve::Limits, state::AppState};

use crate::{
    harness::World,
    house::{House, PASSWORD, cookies, location, open_account},
};

/// A server behind a proxy on this machine, with one account.
async fn behind_a_proxy() -> House {
    let world = World::new().await;
    open_account(&world, "shop", Role::Agent, Party::Agent(world.agents[0].agent), false).await;
    let trusted = vec!["127.0.0.0/8".parse().unwrap()];
    House::of(world, Limits::default(), |state| AppState { trusted_proxies: trusted.into(), ..state }).await
}

async fn sign_in(house: &House, from: &str, cookies: &str, password: &str) -> Response {
    let fields = [("username", "shop"), ("password", password), ("code", ""), ("next", "")];
    let asked = house.post("/api/session/sign_in", "/sign-in", &fields);
    asked.header("x-forwarded-for", from).header("cookie", cookies).send().await.unwrap()
}

#[tokio::test]
async fn five_guesses_keep_out_who_guesses_and_neither_others_nor_a_device_that_was_here_before() {
    let house = behind_a_proxy().await;
    let first = sign_in(&house, "203.0.113.7", "", PASSWORD).await;
    assert_eq!(location(&first), "/agent");
    let both = cookies(&first);
    let device = both.split("; ").find(|cookie| cookie.starts_with("__Host-device=")).unwrap();
    for _ in 0..5 {
        assert_eq!(location(&sign_in(&house, "198.51.100.1", "", "guess").await), "/sign-in");
    }
    for (from, cookie, leads_to) in [
        ("198.51.100.1", "", "/sign-in"),
        // What the guesser's own proxy, or the guesser, writes before it is nobody's word.
        ("203.0.113.8, 198.51.100.1", "", "/sign-in"),
        ("203.0.113.8", "", "/agent"),
        ("198.51.100.1", device, "/agent"),
    ] {
        assert_eq!(location(&sign_in(&house, from, cookie, PASSWORD).await), leads_to, "{from} {cookie}");
    }
    let addresses = sqlx::query_scalar::<_, String>(
        "select distinct address from sessions where address <> '127.0.0.1' order by 1",
    );
    let addresses = addresses.fetch_all(&house.world.owner).await.unwrap();
    assert_eq!(addresses, ["198.51.100.1", "203.0.113.7", "203.0.113.8"]);
    house.close().await;
}

#[tokio::test]
async fn nobody_is_believed_who_is_no_trusted_proxy() {
    let world = World::new().await;
    open_account(&world, "shop", Role::Agent, Party::Agent(world.agents[0].agent), false).await;
    let house = House::of(world, Limits::default(), |state| state).await;
    for guess in 0..5 {
        let from = format!("203.0.113.{guess}");
        assert_eq!(location(&sign_in(&house, &from, "", "guess").await), "/sign-in");
    }
    assert_eq!(location(&sign_in(&house, "203.0.113.9", "", PASSWORD).await), "/sign-in");
    house.close().await;
}

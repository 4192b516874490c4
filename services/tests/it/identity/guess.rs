//! Guesses that miss: who has to wait for them, and what they leave behind.

use domain::identity::{DEVICES_KNOWN, STRANGERS_FAILURES_ALLOWED, SignInRefusal};
use serde_json::{Value, json};
use services::{
    Error,
    forget::forget,
    identity::{Origin, SignInCommand, sign_in},
};
use time::Duration;

use super::{PASSWORD, answer, code_of, credentials, enter, shop};
use crate::harness::{START, World};

/// Tries from somewhere, and says how it went.
async fn from(world: &World, network: &str, device: Option<&str>, password: &str) -> &'static str {
    let origin = Origin { network: network.to_owned(), device: device.map(str::to_owned), session: None };
    code_of(
        enter(world, services::identity::Credentials { origin, ..credentials("shop", password, None) }, false).await,
    )
}

#[tokio::test]
async fn five_failures_make_a_name_wait_whether_anybody_has_it_or_not() {
    let world = World::new().await;
    shop(&world).await;
    for name in ["shop", "nobody"] {
        for minute in 0..5 {
            world.set_now(START + Duration::minutes(minute));
            assert_eq!(answer(&world, name, "wrong", None).await, "identity.wrong_credentials");
        }
        let refused = enter(&world, credentials(name, PASSWORD, None), false).await.err().unwrap();
        let until = START + Duration::minutes(15);
        assert!(matches!(refused, Error::Refused(SignInRefusal::TooManyAttempts { until: said }) if said == until));
    }
    world.set_now(START + Duration::minutes(15));
    assert_eq!(answer(&world, "shop", PASSWORD, None).await, "in");
    assert_eq!(answer(&world, "nobody", PASSWORD, None).await, "identity.wrong_credentials");
    world.finish().await;
}

#[tokio::test]
async fn success_forgets_the_failures_before_it() {
    let world = World::new().await;
    shop(&world).await;
    for _ in 0..3 {
        for _ in 0..4 {
            assert_eq!(answer(&world, "shop", "wrong", None).await, "identity.wrong_credentials");
        }
        assert_eq!(answer(&world, "shop", PASSWORD, None).await, "in");
    }
    world.finish().await;
}

#[tokio::test]
async fn guesses_at_once_are_not_more_than_guesses_in_turn() {
    let world = World::new().await;
    shop(&world).await;
    let mut tasks = world.race().await;
    for guess in 0..12 {
        let db = world.db.clone();
        tasks.spawn(async move {
            let command = SignInCommand {
                credentials: credentials("shop", &format!("guess {guess}"), None),
                address: String::new(),
                device: String::new(),
                demonstration: false,
            };
            code_of(sign_in(&db, command).await)
        });
    }
    let answers = tasks.join_all().await;
    let count = |code| answers.iter().filter(|answer| **answer == code).count();
    assert_eq!((count("identity.wrong_credentials"), count("identity.too_many_attempts")), (5, 7));
    assert_eq!(answer(&world, "shop", PASSWORD, None).await, "identity.too_many_attempts");
    world.finish().await;
}

#[tokio::test]
async fn whoever_guesses_elsewhere_locks_out_neither_another_network_nor_a_known_device() {
    let world = World::new().await;
    shop(&world).await;
    let device = enter(&world, credentials("shop", PASSWORD, None), false).await.unwrap().device_token;
    for _ in 0..5 {
        assert_eq!(from(&world, "198.51.100.1", None, "wrong").await, "identity.wrong_credentials");
    }
    assert_eq!(from(&world, "198.51.100.1", None, PASSWORD).await, "identity.too_many_attempts");
    let forged = "0".repeat(64);
    assert_eq!(from(&world, "198.51.100.1", Some(&forged), PASSWORD).await, "identity.too_many_attempts");
    assert_eq!(from(&world, "198.51.100.1", Some(&device), PASSWORD).await, "in", "behind the same proxy");
    assert_eq!(from(&world, "203.0.113.7", None, PASSWORD).await, "in", "elsewhere");

    // A net of machines guesses a hundred times and no more; the device that is known does not notice.
    for number in 5..STRANGERS_FAILURES_ALLOWED {
        assert_eq!(from(&world, &format!("net {}", number / 5), None, "wrong").await, "identity.wrong_credentials");
    }
    assert_eq!(from(&world, "203.0.113.8", None, PASSWORD).await, "identity.too_many_attempts");
    assert_eq!(from(&world, "203.0.113.8", Some(&device), PASSWORD).await, "in");
    // But on the device itself one guesses no more often than anywhere.
    for _ in 0..5 {
        assert_eq!(from(&world, "203.0.113.8", Some(&device), "wrong").await, "identity.wrong_credentials");
    }
    assert_eq!(from(&world, "203.0.113.9", Some(&device), PASSWORD).await, "identity.too_many_attempts");
    world.finish().await;
}

#[tokio::test]
async fn a_device_is_known_by_a_token_of_which_only_the_digest_is_kept_and_a_person_has_ten() {
    let world = World::new().await;
    shop(&world).await;
    let token = async |device: Option<String>| {
        let origin = Origin { network: "203.0.113.7".to_owned(), device, session: None };
        let given = services::identity::Credentials { origin, ..credentials("shop", PASSWORD, None) };
        enter(&world, given, false).await.unwrap().device_token
    };
    let first = token(None).await;
    assert_eq!(first.len(), 64);
    assert_eq!(token(Some(first.clone())).await, first, "a known device keeps its token");
    let forged = "0".repeat(64);
    assert_ne!(token(Some(forged.clone())).await, forged, "nobody chooses a token");
    assert_eq!(super::mentions(&world, &first).await, 0);
    let hashed: i64 =
        sqlx::query_scalar("select count(*) from known_devices where token_hash = sha256(convert_to($1, 'utf8'))")
            .bind(&first)
            .fetch_one(&world.owner)
            .await
            .unwrap();
    assert_eq!(hashed, 1);
    for minute in 1..=12 {
        world.set_now(START + Duration::minutes(minute));
        token(None).await;
    }
    assert_eq!(world.number("select count(*) from known_devices").await, DEVICES_KNOWN);
    assert_ne!(token(Some(first.clone())).await, first, "the oldest are forgotten");
    world.set_now(START + Duration::days(401));
    forget(&world.db).await.unwrap();
    assert_eq!(world.number("select count(*) from known_devices").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn guesses_leave_failures_that_are_swept_and_one_audit_row_of_an_account() {
    let world = World::new().await;
    let id = shop(&world).await;
    let rows = world.number("select count(*) from audit").await;
    for name in ["shop", "nobody", "somebody"] {
        for guess in 0..7 {
            world.set_now(START + Duration::minutes(guess));
            answer(&world, name, "wrong", None).await;
        }
    }
    assert_eq!(from(&world, "198.51.100.1", None, "wrong").await, "identity.wrong_credentials");
    assert_eq!(
        world.number("select count(*) from sign_in_failures").await,
        16,
        "five under each name and one from elsewhere"
    );
    assert_eq!(world.number("select count(*) from audit").await, rows);

    world.set_now(START + Duration::minutes(19) - Duration::SECOND);
    forget(&world.db).await.unwrap();
    assert_eq!(world.number("select count(*) from sign_in_failures where user_id is null").await, 2);
    assert_eq!(world.number("select count(*) from sign_in_failures").await, 8, "an account's wait for each other");
    for minute in [30, 31, 45] {
        world.set_now(START + Duration::minutes(minute));
        forget(&world.db).await.unwrap();
    }
    assert_eq!(world.number("select count(*) from sign_in_failures").await, 0);
    let filed: Vec<(String, Value)> =
        sqlx::query_as("select subject, after from audit where operation = 'identity.guesses_missed'")
            .fetch_all(&world.owner)
            .await
            .unwrap();
    assert_eq!(filed, [(id.to_string(), json!({ "guesses": 6, "places": 2, "codes_missed": 0 }))]);
    let not_ours = services::identity::forget(&world.db, &world.agent(1)).await;
    assert!(matches!(not_ours, Err(Error::Forbidden)));
    world.finish().await;
}

#[tokio::test]
async fn a_sign_in_says_how_many_guesses_had_missed_before_it() {
    let world = World::new().await;
    shop(&world).await;
    for _ in 0..3 {
        answer(&world, "shop", "wrong", None).await;
    }
    assert_eq!(answer(&world, "shop", PASSWORD, None).await, "in");
    let missed = "select (after->>'missed_before')::bigint from audit where operation = 'identity.sign_in'";
    assert_eq!(world.number(missed).await, 3);
    world.finish().await;
}

//! The second factor of staff.

use services::identity::{SignInCommand, confirm_second_factor, enrol_second_factor, sign_in};
use time::{Duration, OffsetDateTime};
use totp_rs::{Builder, Secret};

use super::{PASSWORD, answer, code_of, credentials, enter, mentions, person, staff};
use crate::harness::{START, World};

/// What an authenticator shows.
fn code(secret: &str, at: OffsetDateTime) -> String {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let letters = secret.bytes().map(|letter| ALPHABET.bytes().position(|other| other == letter).unwrap());
    let bits: Vec<u8> =
        letters.flat_map(|value| (0..5).rev().map(move |bit| u8::from(value >> bit & 1 == 1))).collect();
    let bytes: Vec<u8> = bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |value, bit| value << 1 | bit)).collect();
    let secret = Secret::new_stack(bytes.try_into().unwrap());
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(at.unix_timestamp()).unwrap()).to_string()
}

#[tokio::test]
async fn staff_enter_only_with_a_second_factor_whose_codes_work_once() {
    let world = World::new().await;
    staff(&world).await;
    assert_eq!(answer(&world, "staff", PASSWORD, None).await, "identity.second_factor_missing");
    let trial = enter(&world, credentials("staff", PASSWORD, None), true).await.unwrap();

    let enrolment = enrol_second_factor(&world.db, credentials("staff", PASSWORD, None)).await.unwrap();
    assert!(enrolment.uri.starts_with("otpauth://totp/Lianrong:staff?secret="), "{}", enrolment.uri);
    assert!(enrolment.uri.contains(&enrolment.secret));
    assert_eq!(answer(&world, "staff", PASSWORD, None).await, "identity.second_factor_missing");
    let confirm = |code: Option<String>| {
        let credentials = credentials("staff", PASSWORD, code.as_deref());
        let db = world.db.clone();
        async move { code_of(confirm_second_factor(&db, credentials).await) }
    };
    let first = code(&enrolment.secret, START);
    assert_eq!(confirm(None).await, "identity.code_needed");
    assert_eq!(confirm(Some("abcdef".to_owned())).await, "identity.code_wrong");
    assert_eq!(confirm(Some(first.clone())).await, "in");
    assert_eq!(confirm(Some(first.clone())).await, "identity.nothing_to_confirm");
    assert_eq!(person(&world, &trial.token).await, None, "a session from before has ended");

    assert_eq!(answer(&world, "staff", PASSWORD, None).await, "identity.code_needed");
    assert_eq!(answer(&world, "staff", PASSWORD, Some(&first)).await, "identity.code_used");
    assert_eq!(answer(&world, "staff", "wrong", Some(&first)).await, "identity.wrong_credentials");
    world.set_now(START + Duration::seconds(30));
    let second = code(&enrolment.secret, world.now());
    let typed = format!("{} {}", &second[..3], &second[3..]);
    assert_eq!(answer(&world, "staff", PASSWORD, Some(&typed)).await, "in");
    assert_eq!(answer(&world, "staff", PASSWORD, Some(&second)).await, "identity.code_used");
    world.set_now(START + Duration::minutes(10));
    assert_eq!(answer(&world, "staff", PASSWORD, Some(&second)).await, "identity.code_wrong");

    assert_eq!(mentions(&world, &enrolment.secret).await + mentions(&world, &second).await, 0);
    world.finish().await;
}

#[tokio::test]
async fn a_second_factor_is_replaced_with_the_present_one_only() {
    let world = World::new().await;
    staff(&world).await;
    let old = enrol_second_factor(&world.db, credentials("staff", PASSWORD, None)).await.unwrap().secret;
    let now = code(&old, START);
    confirm_second_factor(&world.db, credentials("staff", PASSWORD, Some(&now))).await.unwrap();
    let refused = enrol_second_factor(&world.db, credentials("staff", PASSWORD, None)).await;
    assert_eq!(code_of(refused), "identity.code_needed");
    world.set_now(START + Duration::minutes(1));
    let proof = code(&old, world.now());
    let new = enrol_second_factor(&world.db, credentials("staff", PASSWORD, Some(&proof))).await.unwrap().secret;
    assert_ne!(old, new);
    world.set_now(START + Duration::minutes(2));
    assert_eq!(answer(&world, "staff", PASSWORD, Some(&code(&old, world.now()))).await, "in", "not yet replaced");
    let confirmed = code(&new, world.now());
    confirm_second_factor(&world.db, credentials("staff", PASSWORD, Some(&confirmed))).await.unwrap();
    world.set_now(START + Duration::minutes(3));
    assert_eq!(answer(&world, "staff", PASSWORD, Some(&code(&old, world.now()))).await, "identity.code_wrong");
    assert_eq!(answer(&world, "staff", PASSWORD, Some(&code(&new, world.now()))).await, "in");
    world.finish().await;
}

#[tokio::test]
async fn guessing_codes_makes_the_name_wait() {
    let world = World::new().await;
    staff(&world).await;
    let secret = enrol_second_factor(&world.db, credentials("staff", PASSWORD, None)).await.unwrap().secret;
    confirm_second_factor(&world.db, credentials("staff", PASSWORD, Some(&code(&secret, START)))).await.unwrap();
    for _ in 0..5 {
        assert_eq!(answer(&world, "staff", PASSWORD, Some("wrong!")).await, "identity.code_wrong");
    }
    world.set_now(START + Duration::minutes(1));
    let right = code(&secret, world.now());
    assert_eq!(answer(&world, "staff", PASSWORD, Some(&right)).await, "identity.too_many_attempts");
    world.finish().await;
}

#[tokio::test]
async fn one_code_opens_one_session_however_many_come_with_it() {
    let world = World::new().await;
    staff(&world).await;
    let secret = enrol_second_factor(&world.db, credentials("staff", PASSWORD, None)).await.unwrap().secret;
    confirm_second_factor(&world.db, credentials("staff", PASSWORD, Some(&code(&secret, START)))).await.unwrap();
    world.set_now(START + Duration::minutes(1));
    let shown = code(&secret, world.now());
    let mut tasks = world.race().await;
    for _ in 0..4 {
        let (db, shown) = (world.db.clone(), shown.clone());
        tasks.spawn(async move {
            let command = SignInCommand {
                credentials: credentials("staff", PASSWORD, Some(&shown)),
                address: String::new(),
                device: String::new(),
                demonstration: false,
            };
            code_of(sign_in(&db, command).await)
        });
    }
    let mut answers = tasks.join_all().await;
    answers.sort_unstable();
    assert_eq!(answers, ["identity.code_used", "identity.code_used", "identity.code_used", "in"]);
    world.finish().await;
}

//! Codes that are sent to a mobile number.

use std::sync::Mutex;

use domain::{
    id::UserId,
    identity::SignInRefusal,
    job::JobKind,
    role::{Party, Role},
};
use services::{
    Error,
    bank::Banks,
    forget::forget,
    identity::{
        AskForCodeCommand, CodeSignInCommand, Origin, SessionToken, ask_for_code, register_mobile, sign_in_with_code,
    },
    job::Outcome,
    signed_line::LineError,
    sms::{Message, Sms},
    worker::Worker,
};
use time::Duration;

use super::{PASSWORD, answer, code_of, credentials, enter, mentions, open_account, person, shop, staff};
use crate::{
    bank::FakeBank,
    harness::{START, World},
};

pub(super) const MOBILE: &str = "13900000001";

/// A gateway that loses so many messages first, and remembers the others.
#[derive(Default)]
pub(super) struct Gateway {
    loses: Mutex<u32>,
    sent: Mutex<Vec<(String, String)>>,
}

impl Sms for Gateway {
    fn send<'a>(&'a self, message: &'a Message) -> services::db::Work<'a, Result<(), LineError>> {
        Box::pin(async move {
            let mut loses = self.loses.lock().unwrap();
            if *loses > 0 {
                *loses -= 1;
                return Err(LineError::NoAnswer("lost".to_owned()));
            }
            self.sent.lock().unwrap().push((message.mobile.clone(), message.code.clone()));
            Ok(())
        })
    }
}

impl Gateway {
    /// Sends what waits, and tells the last code.
    pub(super) async fn deliver(&self, world: &World) -> Option<String> {
        send(world, self).await;
        self.sent.lock().unwrap().last().map(|(_, code)| code.clone())
    }

    fn count(&self) -> usize {
        self.sent.lock().unwrap().len()
    }
}

async fn send(world: &World, gateway: &Gateway) -> Vec<Outcome> {
    let bank = FakeBank::default();
    let banks = Banks::one(&bank);
    let worker = Worker { sms: gateway, ..Worker::new(&world.db, &banks) };
    worker.work_off(JobKind::SendCode).await.unwrap()
}

fn origin(network: &str) -> Origin {
    Origin { network: network.to_owned(), device: None, session: None }
}

pub(super) async fn ask(world: &World, mobile: &str, network: &str) -> Result<(), Error<SignInRefusal>> {
    ask_in(world, &browser(mobile), mobile, origin(network)).await
}

/// What a browser keeps that was only ever asked for this number.
fn browser(mobile: &str) -> String {
    let digits: String = mobile.chars().filter(char::is_ascii_digit).collect();
    format!("{digits:0>64}")
}

async fn ask_in(world: &World, asked: &str, mobile: &str, origin: Origin) -> Result<(), Error<SignInRefusal>> {
    let command = AskForCodeCommand { mobile: mobile.to_owned(), asked: asked.to_owned(), origin };
    ask_for_code(&world.db, command).await
}

pub(super) async fn type_code(
    world: &World,
    mobile: &str,
    code: &str,
    new_password: Option<&str>,
) -> Result<SessionToken, Error<SignInRefusal>> {
    type_in(world, (&browser(mobile), None), code, new_password).await
}

/// In a browser with what it keeps of the asking, and of the device.
async fn type_in(
    world: &World,
    (asked, device): (&str, Option<&str>),
    code: &str,
    new_password: Option<&str>,
) -> Result<SessionToken, Error<SignInRefusal>> {
    let command = CodeSignInCommand {
        asked: asked.to_owned(),
        code: code.to_owned(),
        new_password: new_password.map(str::to_owned),
        origin: Origin { device: device.map(str::to_owned), ..origin("203.0.113.7") },
        address: "203.0.113.7".to_owned(),
        device: "a phone".to_owned(),
        demonstration: false,
    };
    sign_in_with_code(&world.db, command).await
}

pub(super) async fn registered(world: &World) -> UserId {
    let id = shop(world).await;
    register_mobile(&world.db, &world.system(), id, MOBILE).await.unwrap();
    id
}

/// Another than the right one.
pub(super) fn wrong(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

#[tokio::test]
async fn a_code_lets_its_holder_in_once_and_is_written_nowhere() {
    let world = World::new().await;
    let (id, gateway) = (registered(&world).await, Gateway::default());
    ask(&world, " 139 0000 0001", "203.0.113.7").await.unwrap();
    let code = gateway.deliver(&world).await.unwrap();
    assert_eq!(gateway.sent.lock().unwrap().as_slice(), [(MOBILE.to_owned(), code.clone())]);
    assert_eq!(code_of(type_code(&world, MOBILE, wrong(&code), None).await), "code.mistyped");
    let session = type_code(&world, MOBILE, &code, None).await.unwrap();
    let found = person(&world, &session.token).await.unwrap();
    assert_eq!((found.user, found.role), (id, Role::Agent));
    assert_eq!(code_of(type_code(&world, MOBILE, &code, None).await), "code.over");
    assert_eq!(mentions(&world, MOBILE).await + mentions(&world, &session.token).await, 0);
    let clear = "select count(*) from (select to_jsonb(c)::text as t from one_time_codes c
                 union all select to_jsonb(u)::text from users u union all select to_jsonb(a)::text from audit a) r
                 where t like '%13900000001%' or t like '%' || $1 || '%'";
    let clear: i64 = sqlx::query_scalar(clear).bind(format!("\"{code}\"")).fetch_one(&world.owner).await.unwrap();
    assert_eq!(clear, 0);
    world.finish().await;
}

#[tokio::test]
async fn five_wrong_codes_and_five_minutes_end_a_code_and_the_next_one_counts() {
    let world = World::new().await;
    registered(&world).await;
    let gateway = Gateway::default();
    ask(&world, MOBILE, "203.0.113.7").await.unwrap();
    let first = gateway.deliver(&world).await.unwrap();
    for _ in 0..5 {
        assert_eq!(code_of(type_code(&world, MOBILE, wrong(&first), None).await), "code.mistyped");
    }
    assert_eq!(code_of(type_code(&world, MOBILE, &first, None).await), "code.over");
    world.set_now(START + Duration::minutes(1));
    ask(&world, MOBILE, "203.0.113.7").await.unwrap();
    let second = gateway.deliver(&world).await.unwrap();
    // The one before is no good, even while it would not be over.
    if first != second {
        assert_eq!(code_of(type_code(&world, MOBILE, &first, None).await), "code.mistyped");
    }
    world.set_now(START + Duration::minutes(6));
    assert_eq!(code_of(type_code(&world, MOBILE, &second, None).await), "code.over");
    world.finish().await;
}

#[tokio::test]
async fn a_number_that_nobody_has_is_answered_alike_and_sent_nothing() {
    let world = World::new().await;
    registered(&world).await;
    // Staff have passwords and second factors, and no number.
    let theirs = staff(&world).await;
    assert!(register_mobile(&world.db, &world.system(), theirs, "13900000009").await.is_err());
    let gateway = Gateway::default();
    let nobodys = "13700000000";
    for mobile in [MOBILE, nobodys] {
        assert_eq!(code_of(type_code(&world, mobile, "000000", None).await), "code.over");
        ask(&world, mobile, "203.0.113.7").await.unwrap();
        assert_eq!(code_of(ask(&world, mobile, "203.0.113.7").await), "code.too_soon");
    }
    let code = gateway.deliver(&world).await.unwrap();
    assert_eq!(gateway.count(), 1);
    for mobile in [MOBILE, nobodys] {
        for place in 0..6 {
            let told = code_of(type_code(&world, mobile, wrong(&code), None).await);
            assert_eq!(told, if place < 5 { "code.mistyped" } else { "code.over" }, "{mobile}");
        }
    }
    world.finish().await;
}

#[tokio::test]
async fn codes_are_sent_five_an_hour_to_a_number_and_thirty_to_a_network() {
    let world = World::new().await;
    for minute in 0..5 {
        world.set_now(START + Duration::minutes(minute));
        ask(&world, MOBILE, &format!("203.0.113.{minute}")).await.unwrap();
    }
    world.set_now(START + Duration::minutes(10));
    assert_eq!(code_of(ask(&world, MOBILE, "203.0.113.99").await), "code.too_soon");
    for other in 0..30 {
        ask(&world, &format!("138000000{other:02}"), "198.51.100.7").await.unwrap();
    }
    assert_eq!(code_of(ask(&world, "13800000099", "198.51.100.7").await), "code.too_soon");
    assert_eq!(code_of(ask(&world, "1380000009", "203.0.113.7").await), "code.mobile_invalid");
    world.set_now(START + Duration::minutes(60));
    ask(&world, MOBILE, "203.0.113.99").await.unwrap();
    world.set_now(START + Duration::hours(26));
    assert!(forget(&world.db).await.unwrap() >= 36);
    assert_eq!(world.number("select count(*) from one_time_codes").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn a_message_is_handed_over_until_it_is_taken_and_not_once_it_is_of_no_use() {
    let world = World::new().await;
    registered(&world).await;
    let gateway = Gateway { loses: Mutex::new(2), ..Gateway::default() };
    ask(&world, MOBILE, "203.0.113.7").await.unwrap();
    for wait in [0, 2, 6] {
        world.set_now(START + Duration::seconds(wait));
        send(&world, &gateway).await;
    }
    assert_eq!(gateway.count(), 1);
    assert_eq!(world.number("select count(*) from jobs where kind = 'code.send'").await, 0);
    *gateway.loses.lock().unwrap() = 1;
    world.set_now(START + Duration::minutes(2));
    ask(&world, MOBILE, "203.0.113.7").await.unwrap();
    send(&world, &gateway).await;
    world.set_now(START + Duration::minutes(8));
    assert_eq!(send(&world, &gateway).await, [Outcome::Done]);
    assert_eq!(gateway.count(), 1);
    world.finish().await;
}

#[tokio::test]
async fn who_has_the_number_sets_a_new_password_and_every_other_session_ends() {
    let world = World::new().await;
    registered(&world).await;
    let before = enter(&world, credentials("shop", PASSWORD, None), false).await.unwrap();
    let gateway = Gateway::default();
    ask(&world, MOBILE, "203.0.113.7").await.unwrap();
    let code = gateway.deliver(&world).await.unwrap();
    for bad in ["short", &"长".repeat(201)] {
        assert_eq!(code_of(type_code(&world, MOBILE, &code, Some(bad)).await), "identity.password_invalid");
    }
    let session = type_code(&world, MOBILE, &code, Some("another horse 43")).await.unwrap();
    assert!(person(&world, &session.token).await.is_some());
    assert!(person(&world, &before.token).await.is_none());
    assert_eq!(answer(&world, "shop", PASSWORD, None).await, "identity.wrong_credentials");
    assert_eq!(answer(&world, "shop", "another horse 43", None).await, "in");
    assert_eq!(mentions(&world, "another horse 43").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn a_disabled_account_stays_out_and_its_code_is_not_used_up() {
    let world = World::new().await;
    let id = registered(&world).await;
    sqlx::query("update users set disabled_at = now() where id = $1").bind(id.0).execute(&world.owner).await.unwrap();
    let gateway = Gateway::default();
    ask(&world, MOBILE, "203.0.113.7").await.unwrap();
    let code = gateway.deliver(&world).await.unwrap();
    assert_eq!(code_of(type_code(&world, MOBILE, &code, None).await), "identity.disabled");
    assert_eq!(world.number("select count(*) from one_time_codes where used_at is not null").await, 0);
    let demonstration = open_account(&world, "shown", Role::Agent, Party::Agent(world.agents[1].agent), true).await;
    register_mobile(&world.db, &world.system(), demonstration, "13900000002").await.unwrap();
    ask(&world, "13900000002", "203.0.113.7").await.unwrap();
    let code = gateway.deliver(&world).await.unwrap();
    assert_eq!(code_of(type_code(&world, "13900000002", &code, None).await), "identity.demonstration_account");
    world.finish().await;
}

#[tokio::test]
async fn a_number_does_not_replace_a_second_factor() {
    let world = World::new().await;
    let id = registered(&world).await;
    let secret = "update users set totp_secret = '\\x01' where id = $1";
    sqlx::query(secret).bind(id.0).execute(&world.owner).await.unwrap();
    let gateway = Gateway::default();
    ask(&world, MOBILE, "203.0.113.7").await.unwrap();
    let code = gateway.deliver(&world).await.unwrap();
    for new_password in [None, Some("another horse 43")] {
        assert_eq!(code_of(type_code(&world, MOBILE, &code, new_password).await), "identity.code_needed");
    }
    // What stood there was no secret, and is not sealed.
    sqlx::query("update users set totp_secret = null").execute(&world.owner).await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn a_code_is_good_only_where_it_was_asked_for_and_others_misses_do_not_end_it() {
    let world = World::new().await;
    registered(&world).await;
    let gateway = Gateway::default();
    let (own, other) = ("1".repeat(64), "2".repeat(64));
    ask_in(&world, &own, MOBILE, origin("203.0.113.7")).await.unwrap();
    let code = gateway.deliver(&world).await.unwrap();
    world.set_now(START + Duration::minutes(1));
    ask_in(&world, &other, MOBILE, origin("198.51.100.1")).await.unwrap();
    let others = gateway.deliver(&world).await.unwrap();
    for _ in 0..6 {
        assert!(code_of(type_in(&world, (&other, None), wrong(&others), None).await).starts_with("code."));
    }
    assert_eq!(code_of(type_in(&world, (&other, None), &code, None).await), "code.over");
    for nobodys in ["3".repeat(64), String::new(), "1".repeat(65)] {
        assert_eq!(code_of(type_in(&world, (&nobodys, None), &code, None).await), "code.over");
    }
    assert_eq!(code_of(type_in(&world, (&own, None), &code, None).await), "in");
    world.finish().await;
}

#[tokio::test]
async fn strangers_get_ten_codes_a_day_for_a_number_and_a_known_device_its_own() {
    let world = World::new().await;
    registered(&world).await;
    let gateway = Gateway::default();
    ask(&world, MOBILE, "203.0.113.7").await.unwrap();
    let code = gateway.deliver(&world).await.unwrap();
    let session = type_code(&world, MOBILE, &code, None).await.unwrap();
    for hour in 1..10 {
        world.set_now(START + Duration::hours(hour));
        ask(&world, MOBILE, &format!("198.51.100.{hour}")).await.unwrap();
    }
    world.set_now(START + Duration::hours(11));
    assert_eq!(code_of(ask(&world, MOBILE, "203.0.113.99").await), "code.too_soon");
    let at_home = Origin { device: Some(session.device_token.clone()), ..origin("203.0.113.7") };
    ask_in(&world, &"5".repeat(64), MOBILE, at_home.clone()).await.unwrap();
    assert_eq!(code_of(ask_in(&world, &"6".repeat(64), MOBILE, at_home).await), "code.too_soon");
    let code = gateway.deliver(&world).await.unwrap();
    // The device goes on being the same; a new password makes it the only one.
    let device = session.device_token.as_str();
    let again = type_in(&world, (&"5".repeat(64), Some(device)), &code, None).await.unwrap();
    assert_eq!(again.device_token, device);
    assert_eq!(world.number("select count(*) from known_devices").await, 1);
    world.set_now(START + Duration::hours(25));
    enter(&world, credentials("shop", PASSWORD, None), false).await.unwrap();
    assert_eq!(world.number("select count(*) from known_devices").await, 2);
    ask(&world, MOBILE, "203.0.113.7").await.unwrap();
    let code = gateway.deliver(&world).await.unwrap();
    type_in(&world, (&browser(MOBILE), Some(device)), &code, Some("another horse 43")).await.unwrap();
    assert_eq!(world.number("select count(*) from known_devices").await, 1);
    world.finish().await;
}

#[tokio::test]
async fn two_people_with_one_phone_both_have_it_known() {
    let world = World::new().await;
    registered(&world).await;
    let theirs = "13900000002";
    let other = open_account(&world, "other", Role::Agent, Party::Agent(world.agents[1].agent), false).await;
    register_mobile(&world.db, &world.system(), other, theirs).await.unwrap();
    let gateway = Gateway::default();
    ask(&world, MOBILE, "203.0.113.7").await.unwrap();
    let code = gateway.deliver(&world).await.unwrap();
    let first = type_code(&world, MOBILE, &code, None).await.unwrap();
    world.set_now(START + Duration::minutes(1));
    ask(&world, theirs, "203.0.113.7").await.unwrap();
    let code = gateway.deliver(&world).await.unwrap();
    let phone = Some(first.device_token.as_str());
    let second = type_in(&world, (&browser(theirs), phone), &code, None).await.unwrap();
    assert_eq!(second.device_token, first.device_token);
    assert_eq!(world.number("select count(*) from known_devices").await, 2);
    world.finish().await;
}

#[tokio::test]
async fn what_missed_is_filed_once_a_day_and_leaves_the_same_rows_for_a_number_that_nobody_has() {
    let world = World::new().await;
    let id = registered(&world).await;
    let nobodys = "13700000000";
    let rows = "select count(*) from audit";
    let audited = world.number(rows).await;
    for mobile in [MOBILE, nobodys] {
        ask(&world, mobile, "203.0.113.7").await.unwrap();
        for _ in 0..3 {
            let told = code_of(type_code(&world, mobile, "no code", None).await);
            assert_eq!(told, "code.mistyped");
        }
    }
    assert_eq!(world.number(rows).await, audited);
    assert_eq!(world.number("select count(*) from jobs where kind = 'code.send'").await, 2);
    world.set_now(START + Duration::hours(25));
    forget(&world.db).await.unwrap();
    assert_eq!(world.number("select count(*) from one_time_codes").await, 0);
    let filed = "select count(*) from audit where operation = 'identity.guesses_missed' and subject = $1
                 and after = '{\"guesses\": 0, \"places\": 0, \"codes_missed\": 3}'";
    let filed: i64 = sqlx::query_scalar(filed).bind(id.to_string()).fetch_one(&world.owner).await.unwrap();
    assert_eq!((filed, world.number(rows).await), (1, audited + 1));
    world.finish().await;
}

#[tokio::test]
async fn a_message_that_a_newer_one_replaces_is_not_sent() {
    let world = World::new().await;
    registered(&world).await;
    let gateway = Gateway { loses: Mutex::new(1), ..Gateway::default() };
    ask(&world, MOBILE, "203.0.113.7").await.unwrap();
    send(&world, &gateway).await;
    world.set_now(START + Duration::minutes(1));
    ask(&world, MOBILE, "203.0.113.7").await.unwrap();
    send(&world, &gateway).await;
    assert_eq!(gateway.count(), 1);
    let code = gateway.deliver(&world).await.unwrap();
    assert_eq!((gateway.count(), code_of(type_code(&world, MOBILE, &code, None).await)), (1, "in"));
    world.finish().await;
}

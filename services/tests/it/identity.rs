//! Signing in.

mod code;
mod confirmation;
mod guess;
mod people;
mod second_factor;
mod session;

use domain::{
    id::UserId,
    identity::SignInRefusal,
    role::{Party, Role},
};
use services::{
    Error,
    error::Never,
    identity::{
        self, Credentials, NewUser, Origin, SessionToken, SignInCommand, enrol_second_factor, session_by_token, sign_in,
    },
};
use time::Duration;

use crate::harness::{START, World};

const PASSWORD: &str = "正确的密码 horse 42";

/// Opens an account with [`PASSWORD`].
async fn open_account(world: &World, username: &str, role: Role, party: Party, demonstration: bool) -> UserId {
    let password_hash = identity::hash_password(PASSWORD, [7; 32]).await.unwrap();
    let username = username.to_owned();
    world
        .db
        .write::<_, _, Never, _>(&world.system(), "test.insert_user", &username.clone(), move |write| {
            Box::pin(async move {
                let display_name = "王五".to_owned();
                let id = UserId(write.id());
                let opened_at = write.at;
                let user = NewUser { id, username, display_name, password_hash, role, party, demonstration, opened_at };
                identity::insert_user(write.connection(), &user).await?;
                Ok(id)
            })
        })
        .await
        .unwrap()
}

async fn shop(world: &World) -> UserId {
    open_account(world, "shop", Role::Agent, Party::Agent(world.agents[0].agent), false).await
}

async fn staff(world: &World) -> UserId {
    open_account(world, "staff", Role::OperatorMaker, Party::Institution, false).await
}

fn credentials(username: &str, password: &str, code: Option<&str>) -> Credentials {
    let origin = Origin { network: "203.0.113.7".to_owned(), device: None, session: None };
    Credentials { username: username.to_owned(), password: password.to_owned(), code: code.map(str::to_owned), origin }
}

async fn enter(
    world: &World,
    credentials: Credentials,
    demonstration: bool,
) -> Result<SessionToken, Error<SignInRefusal>> {
    let command =
        SignInCommand { credentials, address: "203.0.113.7".to_owned(), device: "a phone".to_owned(), demonstration };
    sign_in(&world.db, command).await
}

/// The code of what refused a sign-in, or that it went in.
async fn answer(world: &World, username: &str, password: &str, code: Option<&str>) -> &'static str {
    code_of(enter(world, credentials(username, password, code), false).await)
}

fn code_of<T>(answer: Result<T, Error<SignInRefusal>>) -> &'static str {
    match answer {
        Ok(_) => "in",
        Err(Error::Refused(refusal)) => refusal.code(),
        Err(error) => panic!("{error:?}"),
    }
}

async fn person(world: &World, token: &str) -> Option<services::context::SignedIn> {
    session_by_token(&world.db, token, true).await.unwrap()
}

/// How many rows, of every table that records what was asked, hold `needle` anywhere.
async fn mentions(world: &World, needle: &str) -> i64 {
    sqlx::query_scalar(
        "select count(*) from (
             select to_jsonb(a)::text as t from audit a
             union all select to_jsonb(o)::text from outbox o union all select to_jsonb(s)::text from sessions s
             union all select to_jsonb(f)::text from sign_in_failures f
         ) rows where position($1 in t) > 0",
    )
    .bind(needle)
    .fetch_one(&world.owner)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_token_names_who_signed_in_and_is_stored_nowhere() {
    let world = World::new().await;
    let id = shop(&world).await;
    let session = enter(&world, credentials(" SHOP ", PASSWORD, None), false).await.unwrap();
    assert_eq!((session.token.len(), session.role), (64, Role::Agent));
    assert_eq!(session.ends_at, START + Duration::days(30));
    let found = person(&world, &session.token).await.unwrap();
    assert_eq!((found.user, found.session), (id, session.session));
    assert_eq!((found.role, found.party), (Role::Agent, Party::Agent(world.agents[0].agent)));
    assert_eq!((found.address.as_str(), found.device.as_str()), ("203.0.113.7", "a phone"));
    assert_eq!(mentions(&world, &session.token).await + mentions(&world, PASSWORD).await, 0);
    assert!(mentions(&world, &id.to_string()).await > 0, "the audit trail names the account");

    let mut other = session.token.clone();
    other.replace_range(..1, if other.starts_with('0') { "1" } else { "0" });
    for token in [other.as_str(), "", "x", &session.token[1..]] {
        assert_eq!(person(&world, token).await, None);
    }
    let again = enter(&world, credentials("shop", PASSWORD, None), false).await.unwrap();
    assert_ne!(again.token, session.token);
    world.finish().await;
}

#[tokio::test]
async fn an_unknown_name_and_a_wrong_password_get_one_answer() {
    let world = World::new().await;
    shop(&world).await;
    for (username, password) in [
        ("shop", "wrong"),
        ("nobody", "wrong"),
        ("nobody", PASSWORD),
        ("", ""),
        ("shop\0", PASSWORD),
        ("shop' or true --", PASSWORD),
    ] {
        assert_eq!(answer(&world, username, password, None).await, "identity.wrong_credentials", "{username}");
    }
    assert_eq!(answer(&world, "shop", &"x".repeat(100_000), None).await, "identity.wrong_credentials");
    assert_eq!(world.number("select count(*) from sign_in_failures").await, 7);
    assert_eq!(world.number("select count(*) from audit where operation = 'identity.sign_in'").await, 0);
    assert_eq!(world.number("select count(*) from sessions where address = '203.0.113.7'").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn a_demonstration_account_is_let_in_where_the_demonstration_runs_and_nowhere_else() {
    let world = World::new().await;
    open_account(&world, "trial", Role::OperatorChecker, Party::Institution, true).await;
    assert_eq!(answer(&world, "trial", PASSWORD, None).await, "identity.demonstration_account");
    assert_eq!(code_of(enter(&world, credentials("trial", PASSWORD, None), true).await), "in");
    let refused = enrol_second_factor(&world.db, credentials("trial", PASSWORD, None)).await;
    assert_eq!(code_of(refused), "identity.demonstration_account");
    world.finish().await;
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once() {
    let world = World::new().await;
    let id = shop(&world).await;
    let session = enter(&world, credentials("shop", PASSWORD, None), false).await.unwrap();
    sqlx::query("update users set disabled_at = $2 where id = $1")
        .bind(id.0)
        .bind(START)
        .execute(&world.owner)
        .await
        .unwrap();
    assert_eq!(person(&world, &session.token).await, None);
    assert_eq!(answer(&world, "shop", PASSWORD, None).await, "identity.disabled");
    assert_eq!(answer(&world, "shop", "wrong", None).await, "identity.wrong_credentials");
    world.finish().await;
}

#[tokio::test]
async fn the_institution_knows_everybody_by_name_and_nobody_else_asks() {
    let world = World::new().await;
    let asked = vec!["funder-a-treasurer".to_owned(), "nobody".to_owned()];
    let named = identity::display_names(&world.db, &world.operator(Role::Auditor), asked.clone()).await.unwrap();
    let people: Vec<&str> = named.iter().map(|(username, _)| username.as_str()).collect();
    assert_eq!(people, ["funder-a-treasurer"]);
    assert!(!named[0].1.is_empty());
    let stranger = identity::display_names(&world.db, &world.agent(1), asked).await;
    assert!(matches!(stranger, Err(Error::Forbidden)), "{stranger:?}");
    world.finish().await;
}

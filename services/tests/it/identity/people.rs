//! The people of a shop: invited, joined, gone, and what a clerk may not.

use domain::{
    id::{ApplicationId, ConsentId, InvitationId, LoanId, QuoteId, UserId},
    invitation::{INVITATION_LIFE, InvitationRefusal, PEOPLE_MOST},
    repayment::RepaymentChoice,
    role::{Party, Role},
};
use services::{
    Actor, Context, Error,
    application::{self, AgreeContractCommand},
    consent,
    context::SignedIn,
    draw::{self, RequestDrawCommand},
    error::Never,
    identity::{
        self, InviteCommand, Invited, JoinCommand, Origin, PersonRow, SessionToken, invitation, invite, join, people,
        register_mobile, remove_person, revoke_invitation,
    },
    offer, payout,
    repayment::{self, QuoteCommand},
    wallet,
};
use time::Duration;
use uuid::Uuid;

use super::{PASSWORD, answer, mentions, person};
use crate::harness::{START, World, yuan};

type Answer<T> = Result<T, Error<InvitationRefusal>>;

fn told<T>(answer: Answer<T>) -> &'static str {
    match answer {
        Ok(_) => "done",
        Err(Error::Refused(refusal)) => refusal.code(),
        Err(Error::NotFound) => "not found",
        Err(Error::Forbidden) => "forbidden",
        Err(error) => panic!("{error:?}"),
    }
}

fn command(name: &str, mobile: &str) -> InviteCommand {
    InviteCommand { display_name: name.to_owned(), mobile: mobile.to_owned() }
}

/// The first shop invites somebody.
async fn invited(world: &World) -> Invited {
    invite(&world.db, &world.agent(1), command("李雷", "")).await.unwrap()
}

async fn joined(world: &World, token: &str, username: &str, password: &str) -> Answer<SessionToken> {
    let command = JoinCommand {
        token: token.to_owned(),
        username: username.to_owned(),
        password: password.to_owned(),
        origin: Origin::default(),
        address: "203.0.113.7".to_owned(),
        device: "a phone".to_owned(),
        demonstration: true,
    };
    join(&world.db, command).await
}

/// A clerk of the first shop.
async fn clerk(world: &World, username: &str) -> (SessionToken, SignedIn) {
    let session = joined(world, &invited(world).await.token, username, PASSWORD).await.unwrap();
    let found = person(world, &session.token).await.unwrap();
    (session, found)
}

async fn of_the_shop(world: &World) -> Vec<PersonRow> {
    people(&world.db, &world.agent(1)).await.unwrap().people
}

#[tokio::test]
async fn whoever_has_the_link_chooses_a_name_and_a_password_and_is_a_clerk() {
    let world = World::new().await;
    let context = world.agent(1);
    let made = invite(&world.db, &context, command(" 李雷 ", "139 0000 0077")).await.unwrap();
    // The form that is sent twice tells one link twice.
    let again = invite(&world.db, &context, command(" 李雷 ", "139 0000 0077")).await.unwrap();
    assert_eq!((made.token.len(), again.id, &again.token), (64, made.id, &made.token));
    let open = people(&world.db, &world.agent(1)).await.unwrap().invitations;
    assert_eq!((open.len(), open[0].mobile.as_deref()), (1, Some("139 **** 0077")));

    let shown = invitation(&world.db, &made.token, true).await.unwrap();
    assert_eq!((shown.shop_name.as_str(), shown.display_name.as_str()), ("第1通讯", "李雷"));
    assert_eq!(shown.good_until, START + INVITATION_LIFE);
    assert_eq!(told(invitation(&world.db, &made.token, false).await), "invitation.over", "of a demonstration account");

    let session = joined(&world, &made.token, " LI.Lei ", PASSWORD).await.unwrap();
    assert_eq!(session.role, Role::AgentClerk);
    let found = person(&world, &session.token).await.unwrap();
    assert_eq!((found.username.as_str(), found.display_name.as_str()), ("li.lei", "李雷"));
    assert_eq!((found.role, found.party), (Role::AgentClerk, Party::Agent(world.agents[0].agent)));
    let filed = "select count(*) from audit where operation = 'invitation.use' and actor = 'user:li.lei'";
    assert_eq!(world.number(filed).await, 1);
    for secret in [made.token.as_str(), PASSWORD, session.token.as_str(), "13900000077"] {
        assert_eq!(mentions(&world, secret).await, 0, "{secret}");
    }
    let rows = of_the_shop(&world).await;
    let listed: Vec<_> = rows.iter().map(|row| (row.username.as_str(), row.role, row.seen_at.is_some())).collect();
    assert_eq!(listed, [("agent-1", Role::Agent, true), ("li.lei", Role::AgentClerk, true)]);
    assert!(rows[1].opened_at.is_some());
    assert_eq!(people(&world.db, &world.agent(1)).await.unwrap().invitations, []);
    assert_eq!(people(&world.db, &world.agent(2)).await.unwrap().people.len(), 1, "another shop's are its own");

    // A number of one's own, as the owner's.
    register_mobile(&world.db, &world.system(), found.user, "13900000077").await.unwrap();
    assert_eq!(of_the_shop(&world).await[1].mobile.as_deref(), Some("139 **** 0077"));
    world.finish().await;
}

#[tokio::test]
async fn an_invitation_is_good_once_for_two_days_and_until_it_is_revoked() {
    let world = World::new().await;
    let used = invited(&world).await;
    assert_eq!(told(joined(&world, &used.token, "one", PASSWORD).await), "done");
    assert_eq!(told(joined(&world, &used.token, "two", PASSWORD).await), "invitation.over");

    let revoked = invited(&world).await;
    assert_eq!(told(revoke_invitation(&world.db, &world.agent(2), revoked.id).await), "not found");
    assert_eq!(told(revoke_invitation(&world.db, &world.clerk(1), revoked.id).await), "forbidden");
    assert_eq!(told(revoke_invitation(&world.db, &world.agent(1), revoked.id).await), "done");
    assert_eq!(told(revoke_invitation(&world.db, &world.agent(1), revoked.id).await), "invitation.over");
    assert_eq!(told(revoke_invitation(&world.db, &world.agent(1), used.id).await), "invitation.over");
    let absent = revoke_invitation(&world.db, &world.agent(1), InvitationId(Uuid::nil())).await;
    assert_eq!(told(absent), "not found");
    assert_eq!(told(joined(&world, &revoked.token, "two", PASSWORD).await), "invitation.over");

    let late = invited(&world).await;
    world.set_now(START + INVITATION_LIFE - Duration::SECOND);
    assert_eq!(told(invitation(&world.db, &late.token, true).await), "done");
    world.set_now(START + INVITATION_LIFE);
    assert_eq!(told(joined(&world, &late.token, "two", PASSWORD).await), "invitation.over");
    for token in ["", "x", &"0".repeat(64)] {
        assert_eq!(told(joined(&world, token, "two", PASSWORD).await), "invitation.over", "{token}");
    }
    assert_eq!(of_the_shop(&world).await.len(), 2);
    world.finish().await;
}

#[tokio::test]
async fn what_was_typed_is_checked_and_a_refused_joining_uses_nothing() {
    let world = World::new().await;
    let long = "长".repeat(21);
    for (name, mobile, refused) in [
        ("", "", "invitation.name_invalid"),
        (long.as_str(), "", "invitation.name_invalid"),
        ("李雷", "1390000", "invitation.mobile_invalid"),
    ] {
        let answer = invite(&world.db, &world.agent(1), command(name, mobile)).await;
        assert_eq!(told(answer), refused, "{name} {mobile}");
    }
    let made = invited(&world).await;
    for (username, password, refused) in [
        ("", PASSWORD, "invitation.username_invalid"),
        ("李雷", PASSWORD, "invitation.username_invalid"),
        ("li.lei", "short", "invitation.password_invalid"),
        ("agent-2", PASSWORD, "invitation.username_taken"),
        ("AGENT-2", PASSWORD, "invitation.username_taken"),
    ] {
        assert_eq!(told(joined(&world, &made.token, username, password).await), refused, "{username}");
    }
    assert_eq!(told(joined(&world, &made.token, "li.lei", PASSWORD).await), "done");
    for stranger in [world.clerk(1), world.operator(Role::OperatorChecker), world.partner('a'), world.system()] {
        assert_eq!(told(invite(&world.db, &stranger, command("韩梅梅", "")).await), "forbidden");
    }
    world.finish().await;
}

#[tokio::test]
async fn of_many_who_use_one_link_at_once_one_joins() {
    let world = World::new().await;
    let made = invited(&world).await;
    let mut tasks = world.race().await;
    for number in 0..4 {
        let (db, token) = (world.db.clone(), made.token.clone());
        tasks.spawn(async move {
            let (username, password) = (format!("clerk-{number}"), PASSWORD.to_owned());
            let (address, device) = (String::new(), String::new());
            let origin = Origin::default();
            let command = JoinCommand { token, username, password, origin, address, device, demonstration: true };
            told(join(&db, command).await)
        });
    }
    let mut answers = tasks.join_all().await;
    answers.sort_unstable();
    assert_eq!(answers, ["done", "invitation.over", "invitation.over", "invitation.over"]);
    assert_eq!(of_the_shop(&world).await.len(), 2);
    world.finish().await;
}

#[tokio::test]
async fn a_shop_has_ten_people_with_those_who_are_invited() {
    let world = World::new().await;
    let mut made = Vec::new();
    for _ in 1..PEOPLE_MOST {
        made.push(invited(&world).await);
    }
    let one_more = async || told(invite(&world.db, &world.agent(1), command("韩梅梅", "")).await);
    assert_eq!(one_more().await, "invitation.too_many_people");
    assert_eq!(told(joined(&world, &made[0].token, "li.lei", PASSWORD).await), "done");
    assert_eq!(one_more().await, "invitation.too_many_people", "who has joined is one of them");
    let li_lei = of_the_shop(&world).await[1].id;
    assert_eq!(told(remove_person(&world.db, &world.agent(1), li_lei).await), "done");
    assert_eq!(one_more().await, "done");
    assert_eq!(one_more().await, "invitation.too_many_people");
    world.set_now(START + INVITATION_LIFE);
    assert_eq!(one_more().await, "done", "those who came too late make room");
    world.finish().await;
}

#[tokio::test]
async fn who_is_let_go_is_out_at_once_and_the_owner_stays() {
    let world = World::new().await;
    let (session, found) = clerk(&world, "li.lei").await;
    register_mobile(&world.db, &world.system(), found.user, "13900000077").await.unwrap();
    let me = Context::new(Actor::User(found.clone()), world.request_no());
    assert_eq!(told(remove_person(&world.db, &me, found.user).await), "forbidden");
    assert_eq!(told(remove_person(&world.db, &world.agent(2), found.user).await), "not found");
    assert_eq!(told(remove_person(&world.db, &world.agent(1), UserId(Uuid::nil())).await), "not found");
    let owner = of_the_shop(&world).await[0].id;
    assert_eq!(told(remove_person(&world.db, &world.agent(1), owner).await), "invitation.owner_stays");
    assert!(person(&world, &session.token).await.is_some());

    for _ in 0..2 {
        assert_eq!(told(remove_person(&world.db, &world.agent(1), found.user).await), "done");
    }
    assert_eq!(person(&world, &session.token).await, None);
    assert_eq!(world.number("select count(*) from sessions where revoked_at is not null").await, 1);
    assert_eq!(answer(&world, "li.lei", PASSWORD, None).await, "identity.disabled");
    let gone = of_the_shop(&world).await.pop().unwrap();
    assert_eq!((gone.id, gone.disabled, gone.mobile), (found.user, true, None));
    // The number is free, and the name is not.
    let other = clerk(&world, "han.meimei").await.1;
    register_mobile(&world.db, &world.system(), other.user, "13900000077").await.unwrap();
    let made = invited(&world).await;
    assert_eq!(told(joined(&world, &made.token, "li.lei", PASSWORD).await), "invitation.username_taken");
    world.finish().await;
}

#[tokio::test]
async fn a_clerk_sees_the_shop_and_changes_nothing_of_it() {
    let world = World::new().await;
    let (db, clerk) = (&world.db, || world.clerk(1));
    let seen = wallet::wallet(db, &clerk(), None).await.unwrap();
    let owners = wallet::wallet(db, &world.agent(1), None).await.unwrap();
    assert_eq!((seen.reference, seen.pay_to), (owners.reference, owners.pay_to), "and where a top-up goes");
    assert_eq!(consent::consents(db, &clerk()).await.unwrap(), []);
    assert_eq!(offer::offers(db, &clerk()).await.unwrap(), []);
    assert!(application::newest_application(db, &clerk()).await.unwrap().is_none());
    assert_eq!(people(db, &clerk()).await.unwrap().people.len(), 1);
    assert!(matches!(people(db, &world.operator(Role::Auditor)).await, Err(Error::Forbidden)));

    let audited = world.number("select count(*) from audit").await;
    let nobodys = Uuid::nil();
    let tenor = "30d".parse().unwrap();
    let request =
        RequestDrawCommand { amount: yuan("1"), tenor, purpose: "备货".to_owned(), disclosure_hash: String::new() };
    assert!(matches!(draw::request_draw(db, &clerk(), request).await, Err(Error::Forbidden)));
    let quote = QuoteCommand { loan: LoanId(nobodys), choice: RepaymentChoice::All };
    assert!(matches!(repayment::quote(db, &clerk(), quote).await, Err(Error::Forbidden)));
    assert!(matches!(repayment::repay(db, &clerk(), QuoteId(nobodys)).await, Err(Error::Forbidden)));
    assert!(matches!(payout::withdraw(db, &clerk(), yuan("1")).await, Err(Error::Forbidden)));
    assert!(matches!(payout::prepay(db, &clerk(), yuan("1")).await, Err(Error::Forbidden)));
    let agreed = AgreeContractCommand { application: ApplicationId(nobodys), version: 1, contract_hash: String::new() };
    assert!(matches!(application::agree_contract(db, &clerk(), agreed).await, Err(Error::Forbidden)));
    assert!(matches!(consent::withdraw_consent(db, &clerk(), ConsentId(nobodys)).await, Err(Error::Forbidden)));
    assert_eq!(told(invite(db, &clerk(), command("韩梅梅", "")).await), "forbidden");
    // And what no use case has thought of: every change begins with a request.
    let anything =
        db.write::<_, (), Never, _>(&clerk(), "anything.at_all", &(), |_| Box::pin(async move { Ok(()) })).await;
    assert!(matches!(anything, Err(Error::Forbidden)));
    assert_eq!(world.number("select count(*) from audit").await, audited);
    world.finish().await;
}

#[tokio::test]
async fn a_clerk_ends_sessions_of_its_own() {
    let world = World::new().await;
    let (session, found) = clerk(&world, "li.lei").await;
    let me = Context::new(Actor::User(found), "sign out".to_owned());
    assert_eq!(identity::sessions(&world.db, &me).await.unwrap().len(), 1);
    identity::sign_out(&world.db, &me).await.unwrap();
    assert_eq!(person(&world, &session.token).await, None);
    world.finish().await;
}

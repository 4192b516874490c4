//! How sessions live and end, and who sees them.

use domain::{
    id::SessionId,
    role::{Party, Role},
};
use services::{
    Actor, Context, Db, Error,
    error::Never,
    identity::{self, UserFilter, session_by_token, session_of_page},
};
use time::Duration;

use super::{PASSWORD, credentials, enter, open_account, person, shop, staff};
use crate::{
    harness::{START, World},
    scale::Meter,
};

#[tokio::test]
async fn a_session_ends_when_idle_and_at_its_absolute_end() {
    let world = World::new().await;
    shop(&world).await;
    staff(&world).await;
    for (username, idle, absolute) in
        [("staff", Duration::minutes(30), Duration::hours(12)), ("shop", Duration::days(7), Duration::days(30))]
    {
        world.set_now(START);
        let idle_one = enter(&world, credentials(username, PASSWORD, None), true).await.unwrap().token;
        let busy_one = enter(&world, credentials(username, PASSWORD, None), true).await.unwrap().token;
        while world.now() + idle / 2 < START + absolute {
            world.set_now(world.now() + idle / 2);
            assert!(person(&world, &busy_one).await.is_some(), "{username} at {}", world.now());
        }
        world.set_now(START + idle);
        assert_eq!(person(&world, &idle_one).await, None, "{username} was idle");
        world.set_now(START + absolute);
        assert_eq!(person(&world, &busy_one).await, None, "{username} was busy till the end");
    }
    world.finish().await;
}

#[tokio::test]
async fn a_sign_of_life_is_written_down_once_a_minute() {
    let world = World::new().await;
    shop(&world).await;
    let token = enter(&world, credentials("shop", PASSWORD, None), false).await.unwrap().token;
    let seen = "select count(*) from sessions where seen_at > created_at";
    let audit = world.number("select count(*) from audit").await;
    for second in [0, 30, 59] {
        world.set_now(START + Duration::seconds(second));
        assert!(person(&world, &token).await.is_some());
    }
    assert_eq!(world.number(seen).await, 0);
    world.set_now(START + Duration::seconds(60));
    let mut tasks = world.race().await;
    for _ in 0..8 {
        let (db, token) = (world.db.clone(), token.clone());
        tasks.spawn(async move { session_by_token(&db, &token, true).await.unwrap().is_some() });
    }
    assert_eq!(tasks.join_all().await, [true; 8]);
    assert_eq!(world.number(seen).await, 1);
    assert_eq!(world.number("select count(*) from audit").await, audit, "a sign of life leaves nothing else behind");
    world.finish().await;
}

#[tokio::test]
async fn a_session_of_the_demonstration_ends_where_none_runs_and_so_does_one_of_staff_without_a_second_factor() {
    let world = World::new().await;
    shop(&world).await;
    staff(&world).await;
    let (agent, institution) = (Party::Agent(world.agents[1].agent), Party::Institution);
    open_account(&world, "trial-shop", Role::Agent, agent, true).await;
    open_account(&world, "trial-staff", Role::Auditor, institution, true).await;
    for (username, stays) in [("shop", true), ("staff", false), ("trial-shop", false), ("trial-staff", false)] {
        let token = enter(&world, credentials(username, PASSWORD, None), true).await.unwrap().token;
        assert!(session_by_token(&world.db, &token, true).await.unwrap().is_some(), "{username}");
        assert_eq!(session_by_token(&world.db, &token, false).await.unwrap().is_some(), stays, "{username}");
    }
    world.finish().await;
}

/// In whose name a statement is run, and how it is planned.
async fn acting(db: &Db, context: &Context) -> String {
    let acting = "select concat_ws(' ', acting_kind(), acting_parties()::text, current_setting('plan_cache_mode'))";
    db.read::<String, Never, _>(context, move |connection| {
        Box::pin(async move { Ok(sqlx::query_scalar(acting).fetch_one(connection).await?) })
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn a_page_begins_with_its_session_in_the_name_of_its_person() {
    let world = World::new().await;
    let meter = Meter::default();
    for (username, role, party) in [
        ("shop", Role::Agent, Party::Agent(world.agents[0].agent)),
        ("funder", Role::FunderReviewer, Party::Funder(world.funders[0])),
        ("facilitator", Role::FacilitatorOperator, Party::Facilitator(world.facilitators[0])),
        ("staff", Role::Auditor, Party::Institution),
    ] {
        open_account(&world, username, role, party, false).await;
        let token = enter(&world, credentials(username, PASSWORD, None), true).await.unwrap().token;
        let (one, page) = {
            let _listening = tracing::subscriber::set_default(meter.clone());
            session_of_page(&world.db, &token, true).await.unwrap().unwrap()
        };
        assert_eq!(Some(&one), person(&world, &token).await.as_ref());
        assert_eq!((one.role, one.party), (role, party));
        let context = Context::new(Actor::User(one), String::new());
        let (in_its_name, date, name) = {
            let _listening = tracing::subscriber::set_default(meter.clone());
            (
                acting(&page, &context).await,
                services::business_day::business_date(&page, &context).await.unwrap(),
                services::party::party_name(&page, &context).await.unwrap(),
            )
        };
        assert_eq!(meter.take().statements, 2, "{username}: how it begins, and what is asked");
        assert_eq!(in_its_name, acting(&world.db, &context).await);
        assert_eq!(date, services::business_day::business_date(&world.db, &context).await.unwrap());
        assert_eq!(name, services::party::party_name(&world.db, &context).await.unwrap());
        page.end_page().await;
    }
    world.finish().await;
}

#[tokio::test]
async fn a_page_holds_no_connection_of_a_session_that_has_ended_or_whose_sign_of_life_is_written_down() {
    let world = World::new().await;
    shop(&world).await;
    let token = enter(&world, credentials("shop", PASSWORD, None), false).await.unwrap().token;
    let other = enter(&world, credentials("shop", PASSWORD, None), false).await.unwrap().token;
    let held = || {
        let (open, idle) = world.db.connections();
        open - idle
    };
    let (one, page) = session_of_page(&world.db, &token, false).await.unwrap().unwrap();
    assert_eq!(held(), 1);
    page.end_page().await;
    assert_eq!(held(), 0);
    let seen = "select count(*) from sessions where seen_at > created_at";
    assert_eq!(world.number(seen).await, 0);
    world.set_now(START + Duration::minutes(1));
    let (_, page) = session_of_page(&world.db, &token, false).await.unwrap().unwrap();
    assert_eq!((world.number(seen).await, held()), (1, 0));
    let context = Context::new(Actor::User(one), "sign out".to_owned());
    services::party::party_name(&page, &context).await.unwrap();
    assert_eq!(held(), 1, "it begins by itself");
    page.end_page().await;
    identity::sign_out(&world.db, &context).await.unwrap();
    world.set_now(START + Duration::days(8));
    for token in [token.as_str(), other.as_str(), "x", &"0".repeat(64)] {
        assert!(session_of_page(&world.db, token, false).await.unwrap().is_none(), "{token}");
        assert_eq!(held(), 0);
    }
    world.finish().await;
}

#[tokio::test]
async fn signing_out_ends_this_session_and_no_other() {
    let world = World::new().await;
    shop(&world).await;
    let here = enter(&world, credentials("shop", PASSWORD, None), false).await.unwrap();
    let there = enter(&world, credentials("shop", PASSWORD, None), false).await.unwrap();
    let me = person(&world, &here.token).await.unwrap();
    let context = Context::new(Actor::User(me), "sign out".to_owned());
    let listed = identity::sessions(&world.db, &context).await.unwrap();
    let current: Vec<_> = listed.iter().filter(|row| row.current).map(|row| row.id).collect();
    assert_eq!((listed.len(), current), (2, vec![here.session]));
    for _ in 0..2 {
        identity::sign_out(&world.db, &context).await.unwrap();
    }
    assert_eq!(person(&world, &here.token).await, None);
    assert!(person(&world, &there.token).await.is_some());
    assert_eq!(identity::sessions(&world.db, &context).await.unwrap().len(), 1);
    world.finish().await;
}

#[tokio::test]
async fn a_session_is_revoked_by_its_holder_or_the_checker_and_nobody_else() {
    let world = World::new().await;
    let id = shop(&world).await;
    let session = enter(&world, credentials("shop", PASSWORD, None), false).await.unwrap();
    let revoke = |context| {
        let db = world.db.clone();
        async move { identity::revoke_session(&db, &context, session.session).await }
    };
    let strangers = [
        world.agent(1),
        world.agent(2),
        world.funder_person('a', Role::FunderApprover),
        world.operator(Role::OperatorMaker),
        world.operator(Role::Auditor),
    ];
    for context in strangers {
        assert!(matches!(revoke(context.clone()).await, Err(Error::NotFound)), "{}", context.actor_name());
    }
    assert!(matches!(revoke(world.partner('a')).await, Err(Error::Forbidden)));
    assert!(matches!(revoke(world.system()).await, Err(Error::Forbidden)));
    let unknown = SessionId(uuid::Uuid::nil());
    let absent = identity::revoke_session(&world.db, &world.operator(Role::OperatorChecker), unknown).await;
    assert!(matches!(absent, Err(Error::NotFound)));
    assert!(person(&world, &session.token).await.is_some());

    let seen = identity::sessions_of(&world.db, &world.operator(Role::OperatorChecker), id).await.unwrap();
    assert_eq!(seen.iter().map(|row| (row.id, row.current)).collect::<Vec<_>>(), [(session.session, false)]);
    let forbidden = identity::sessions_of(&world.db, &world.agent(1), id).await;
    assert!(matches!(forbidden, Err(Error::Forbidden)));
    revoke(world.operator(Role::OperatorChecker)).await.unwrap();
    assert_eq!(person(&world, &session.token).await, None);

    let own = enter(&world, credentials("shop", PASSWORD, None), false).await.unwrap();
    let me = person(&world, &own.token).await.unwrap();
    let context = Context::new(Actor::User(me), "revoke".to_owned());
    identity::revoke_session(&world.db, &context, own.session).await.unwrap();
    assert_eq!(person(&world, &own.token).await, None);
    world.finish().await;
}

#[tokio::test]
async fn a_team_sees_itself_and_the_institution_everybody() {
    let world = World::new().await;
    let names = |context: Context| {
        let db = world.db.clone();
        async move {
            let users = match context.party() {
                Party::Funder(_) => identity::team(&db, &context).await?,
                _ => identity::users(&db, &context, UserFilter::default()).await?.rows,
            };
            Ok::<_, Error<Never>>(users.into_iter().map(|user| user.username).collect::<Vec<_>>())
        }
    };
    for role in [Role::FunderReviewer, Role::FunderApprover, Role::FunderTreasurer] {
        let team = names(world.funder_person('b', role)).await.unwrap();
        assert_eq!(team, ["funder-b-approver", "funder-b-reviewer", "funder-b-treasurer"]);
    }
    let colleagues = identity::team(&world.db, &world.facilitator(2, Role::FacilitatorApprover)).await.unwrap();
    let colleagues: Vec<_> = colleagues.into_iter().map(|user| user.username).collect();
    assert_eq!(colleagues, ["facilitator-2-approver", "facilitator-2-operator"]);
    for role in [Role::OperatorMaker, Role::OperatorChecker, Role::Auditor] {
        let everybody = names(world.operator(role)).await.unwrap();
        assert_eq!((everybody.len(), everybody[0].as_str()), (21, "auditor"));
        assert_eq!(everybody[16..], ["agent-1", "agent-2", "agent-3", "agent-4", "agent-5"]);
    }
    for context in [world.agent(1), world.partner('b'), world.system()] {
        assert!(matches!(names(context).await, Err(Error::Forbidden)));
    }
    // What is left of the list behind one of its names, and only whose name or house has the text.
    let (db, auditor) = (&world.db, world.operator(Role::Auditor));
    let of = async |text: Option<&str>, after: Option<&str>| {
        let (text, after) = (text.map(str::to_owned), after.map(str::to_owned));
        let filter = UserFilter { text, after, ..UserFilter::default() };
        let page = identity::users(db, &auditor, filter).await.unwrap();
        page.rows.into_iter().map(|row| row.username).collect::<Vec<_>>()
    };
    assert_eq!(of(None, Some("agent-3")).await, ["agent-4", "agent-5"]);
    assert_eq!(of(None, Some("operator-maker")).await.len(), 5);
    assert_eq!(of(Some("第2通讯"), None).await, ["agent-2"]);
    assert_eq!(of(Some("CHECKER"), None).await, ["operator-checker"]);
    assert!(of(Some("\0"), None).await.is_empty());
    // By what they do, and who may not any more.
    sqlx::query("update users set disabled_at = now() where username = 'agent-3'").execute(&world.owner).await.unwrap();
    let of = async |role: Option<Role>, disabled: bool| {
        let filter = UserFilter { role, disabled, ..UserFilter::default() };
        let page = identity::users(db, &auditor, filter).await.unwrap();
        page.rows.into_iter().map(|row| row.username).collect::<Vec<_>>()
    };
    assert_eq!(of(Some(Role::OperatorChecker), false).await, ["operator-checker"]);
    assert_eq!(of(Some(Role::Agent), false).await.len(), 5);
    assert_eq!(of(None, true).await, ["agent-3"]);
    assert!(of(Some(Role::Auditor), true).await.is_empty());
    world.finish().await;
}

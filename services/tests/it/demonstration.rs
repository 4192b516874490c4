//! What only the making of the demonstration world needs: where the calendar and the numbers begin, and accounts.

use domain::{
    reference::ReferenceKind,
    role::{Party, Role},
};
use services::{
    Error,
    business_day::{OpenFirstDayRefusal, open_first_day},
    end_of_day::{CloseDayRefusal, cut_off},
    identity::{Credentials, OpenUserCommand, Origin, SignInCommand, open_user, session_by_token, sign_in},
    reference::{RestartNumbersRefusal, restart_numbers},
};
use time::macros::date;

use crate::harness::World;

#[tokio::test]
async fn the_first_day_is_opened_before_anything_was_posted_and_never_after() {
    let world = World::new().await;
    let operator = world.operator(Role::OperatorMaker);
    assert!(matches!(open_first_day(&world.db, &operator, date!(2026 - 08 - 03)).await, Err(Error::Forbidden)));
    open_first_day(&world.db, &world.system(), date!(2026 - 08 - 03)).await.unwrap();
    let outcome = cut_off(&world.db, &world.system(), date!(2026 - 11 - 20)).await;
    let open_on = date!(2026 - 08 - 03);
    assert!(
        matches!(outcome, Err(Error::Refused(CloseDayRefusal::NotTheOpenDate { open_on: told })) if told == open_on)
    );
    cut_off(&world.db, &world.system(), open_on).await.unwrap();
    let outcome = open_first_day(&world.db, &world.system(), date!(2026 - 08 - 03)).await;
    assert!(matches!(outcome, Err(Error::Refused(OpenFirstDayRefusal::AlreadyBegun))), "{outcome:?}");
    world.finish().await;
}

#[tokio::test]
async fn a_day_is_not_made_the_first_under_what_was_posted() {
    let world = World::new().await;
    world.fill_wallet(1, domain::Amount::from_fen(100)).await;
    let outcome = open_first_day(&world.db, &world.system(), date!(2026 - 08 - 03)).await;
    assert!(matches!(outcome, Err(Error::Refused(OpenFirstDayRefusal::AlreadyBegun))), "{outcome:?}");
    world.finish().await;
}

#[tokio::test]
async fn numbers_begin_again_only_where_none_was_given() {
    let world = World::new().await;
    let restart = async |kind, next| restart_numbers(&world.db, &world.system(), kind, next).await;
    // The world's five wallets have the numbers 1 to 5.
    let outcome = restart(ReferenceKind::Wallet, 5).await;
    let given = "WLT0000000005";
    assert!(matches!(&outcome, Err(Error::Refused(RestartNumbersRefusal::Given { given: told })) if told == given));
    restart(ReferenceKind::Wallet, 6).await.unwrap();
    restart(ReferenceKind::Draw, 17).await.unwrap();
    restart(ReferenceKind::Draw, 3).await.unwrap();
    let next: i64 = sqlx::query_scalar("select nextval('draw_numbers')").fetch_one(&world.owner).await.unwrap();
    assert_eq!(next, 3);
    assert!(matches!(restart(ReferenceKind::Signing, 1).await, Err(Error::Failed(_))), "nothing counts signings yet");
    let operator = world.operator(Role::OperatorChecker);
    let outcome = restart_numbers(&world.db, &operator, ReferenceKind::Draw, 9).await;
    assert!(matches!(outcome, Err(Error::Forbidden)));
    world.finish().await;
}

#[tokio::test]
async fn whoever_has_an_account_signs_in_with_its_password() {
    let world = World::new().await;
    let command = OpenUserCommand {
        username: "shop-1".to_owned(),
        display_name: "张三".to_owned(),
        password: "出门看天气 42".to_owned(),
        role: Role::Agent,
        party: Party::Agent(world.agents[0].agent),
        demonstration: false,
    };
    let operator = world.operator(Role::OperatorMaker);
    assert!(matches!(open_user(&world.db, &operator, command.clone()).await, Err(Error::Forbidden)));
    let user = open_user(&world.db, &world.system(), command.clone()).await.unwrap();
    let told: String = sqlx::query_scalar("select after::text from audit where operation = 'user.open'")
        .fetch_one(&world.owner)
        .await
        .unwrap();
    assert!(told.contains("shop-1") && !told.contains("天气"), "{told}");
    let credentials = Credentials {
        username: command.username.clone(),
        password: command.password.clone(),
        code: None,
        origin: Origin::default(),
    };
    let attempt = SignInCommand { credentials, address: String::new(), device: String::new(), demonstration: false };
    let session = sign_in(&world.db, attempt).await.unwrap();
    let person = session_by_token(&world.db, &session.token, true).await.unwrap().unwrap();
    assert_eq!((person.user, person.party), (user, command.party));
    assert!(matches!(open_user(&world.db, &world.system(), command).await, Err(Error::Failed(_))), "the name is taken");
    world.finish().await;
}

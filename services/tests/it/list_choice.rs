//! Columns that somebody wants to see: each person's own, in each list another, and no more of them than are kept.

use domain::role::Role;
use services::{
    Context, Error,
    list_choice::{choose_columns, choose_compact, shown_columns},
};

use crate::harness::World;

const LIST: &str = "/admin/payouts wpfww";

async fn shown(world: &World, context: &Context, list: &str) -> Option<Vec<i16>> {
    shown_columns(&world.db, context, list.to_owned()).await.unwrap()
}

async fn choose(world: &World, context: &Context, list: &str, shown: &[i16]) {
    choose_columns(&world.db, context, list.to_owned(), shown.to_vec()).await.unwrap();
}

#[tokio::test]
async fn a_choice_is_the_persons_own_and_another_in_each_list() {
    let world = World::new().await;
    let (maker, checker) = (world.operator(Role::OperatorMaker), world.operator(Role::OperatorChecker));
    assert_eq!(shown(&world, &maker, LIST).await, None);
    choose(&world, &maker, LIST, &[1, 3]).await;
    assert_eq!(shown(&world, &maker, LIST).await, Some(vec![1, 3]));
    assert_eq!(shown(&world, &checker, LIST).await, None);
    assert_eq!(shown(&world, &maker, "/admin/payouts wpfw").await, None, "the list has other columns");
    choose(&world, &maker, LIST, &[]).await;
    assert_eq!(shown(&world, &maker, LIST).await, Some(Vec::new()), "only the column that names the row");
    let operator = world.facilitator(1, Role::FacilitatorOperator);
    choose(&world, &operator, "/facilitator/shares wwwpw", &[2]).await;
    assert_eq!(shown(&world, &operator, "/facilitator/shares wwwpw").await, Some(vec![2]));
    let told: i64 = sqlx::query_scalar("select count(*) from audit where request_no = $1")
        .bind(&maker.request_no)
        .fetch_one(&world.owner)
        .await
        .unwrap();
    assert_eq!(told, 0, "it is nobody else's business");
    world.finish().await;
}

#[tokio::test]
async fn only_the_staff_chooses_and_no_more_is_kept_than_there_are_lists() {
    let world = World::new().await;
    for other in [world.agent(1), world.partner('a'), world.system()] {
        let read = shown_columns(&world.db, &other, LIST.to_owned()).await;
        assert!(matches!(read, Err(Error::Forbidden)), "{read:?}");
        let chosen = choose_columns(&world.db, &other, LIST.to_owned(), vec![1]).await;
        assert!(matches!(chosen, Err(Error::Forbidden)), "{chosen:?}");
        let chosen = choose_compact(&world.db, &other, true).await;
        assert!(matches!(chosen, Err(Error::Forbidden)), "{chosen:?}");
    }
    let maker = world.operator(Role::OperatorMaker);
    let compact = "select count(*) from users where compact";
    for (wants, people) in [(true, 1), (true, 1), (false, 0)] {
        choose_compact(&world.db, &maker, wants).await.unwrap();
        assert_eq!(world.number(compact).await, people);
    }
    for (list, columns) in [("x".repeat(201), 1), (LIST.to_owned(), 65)] {
        let chosen = choose_columns(&world.db, &maker, list, vec![1; columns]).await;
        assert!(matches!(chosen, Err(Error::NotFound)), "{chosen:?}");
    }
    for number in 0..104 {
        choose(&world, &maker, &format!("/admin/made_up/{number} w"), &[1]).await;
    }
    let kept: i64 = sqlx::query_scalar("select count(*) from list_choices").fetch_one(&world.owner).await.unwrap();
    assert_eq!(kept, 100);
    world.finish().await;
}

//! What has waited for too long ends on the date on which its time is over, however far somebody moves the date.

use domain::role::Role;
use services::{
    end_of_day::{self, CloseDaysCommand},
    job::Outcome,
};
use time::macros::date;

use crate::{
    application,
    binding::{bound, network::TestNetwork},
    debt::{approved, registered, submitted},
    draw::request,
    harness::{START, World, bullet_terms, yuan},
};

async fn told(world: &World, query: &str) -> String {
    let query = format!("select string_agg(told, ', ' order by told) from ({query}) as every (told)");
    sqlx::query_scalar(sqlx::AssertSqlSafe(query)).fetch_one(&world.owner).await.unwrap()
}

#[tokio::test]
async fn in_a_leap_of_a_month_each_lapse_is_done_and_told_on_its_own_date() {
    let world = World::new().await;
    application::submitted(&world).await;
    world.open_line(2, yuan("100000"), bullet_terms(), &["30d"]).await;
    request(&world, 2, "20000").await.unwrap();
    let binding = bound(&world, &TestNetwork::default()).await;
    let debt = registered(&world, binding.id, "D-1", "10000").await;
    let transfer = submitted(&world, &[debt], false).await.unwrap();
    approved(&world, transfer).await;
    // It is earlier in the day than when all of that happened: no instant of these dates is late enough by itself.
    let demonstration = world.db.clone().on_the_business_date().await.unwrap();
    world.set_now(START);
    let command = CloseDaysCommand { last: date!(2026 - 12 - 21) };
    end_of_day::close_days(&demonstration, &world.operator(Role::OperatorMaker), command).await.unwrap();
    assert_eq!(end_of_day::end_days(&demonstration).await, Outcome::Done);

    // A week, ten working days, and thirty days.
    let dates = "2026-11-27 1, 2026-12-04 1, 2026-12-20 1";
    for counted in [
        "select business_date || ' ' || done from day_steps where step = 'lapse' and done > 0",
        "select business_date || ' ' || items from day_figures where figure = 'lapsed' and items > 0",
    ] {
        assert_eq!(told(&world, counted).await, dates);
    }
    let events = "select distinct (recorded_at at time zone 'Asia/Shanghai')::date || ' ' || event from outbox
                  where event in ('draw.lapsed', 'transfer.cancelled', 'application.lapsed')";
    let expected = "2026-11-27 draw.lapsed, 2026-12-04 transfer.cancelled, 2026-12-20 application.lapsed";
    assert_eq!(told(&world, events).await, expected);
    assert_eq!(world.number("select sum(failed)::bigint from day_steps").await, 0);
    world.finish().await;
}

#[tokio::test]
async fn one_that_fails_keeps_no_other_waiting_and_ends_with_the_next_date() {
    let world = World::new().await;
    for agent in [1, 2] {
        world.open_line(agent, yuan("100000"), bullet_terms(), &["30d"]).await;
        request(&world, agent, &format!("2000{agent}")).await.unwrap();
    }
    let poison = "create function poison() returns trigger language plpgsql as $$ begin
                      if new.state = 'lapsed' and new.amount_fen = 2000100 then raise exception 'poisoned'; end if; return new; end $$;
                  create trigger poison before update on draws for each row execute function poison()";
    assert_eq!(world.as_owner(poison).await, None);
    world.turn_to(date!(2026 - 11 - 28)).await;
    let step = "select business_date || ' ' || done || ' ' || failed from day_steps where step = 'lapse' and done + failed > 0";
    assert_eq!(told(&world, step).await, "2026-11-27 1 1");
    assert_eq!(world.as_owner("drop trigger poison on draws").await, None);
    world.turn_to(date!(2026 - 11 - 29)).await;
    assert_eq!(told(&world, step).await, "2026-11-27 1 1, 2026-11-28 1 0");
    world.finish().await;
}

//! Sessions under the mode in which the server runs.

use domain::role::{Party, Role};
use server::{router::router, serve::Limits, state::AppState};
use tower::ServiceExt;

use crate::{
    harness::World,
    house::{House, open_account, state},
};

#[tokio::test]
async fn a_session_of_the_demonstration_is_none_where_none_runs() {
    let world = World::new().await;
    let agent = Party::Agent(world.agents[0].agent);
    for (username, role, party, demonstration) in [
        ("trial-shop", Role::Agent, agent, true),
        ("trial-staff", Role::OperatorChecker, Party::Institution, true),
        ("staff", Role::OperatorChecker, Party::Institution, false),
        ("shop", Role::Agent, agent, false),
    ] {
        open_account(&world, username, role, party, demonstration).await;
    }
    // Started again over the same database, without the demonstration.
    let again = router(state(&world));
    let house = House::of(world, Limits::default(), |state| AppState { demonstration: true, ..state }).await;
    for (username, portal, stays) in [
        ("trial-shop", "/agent", false),
        ("trial-staff", "/admin", false),
        ("staff", "/admin", false),
        ("shop", "/agent", true),
    ] {
        let cookies = house.enter(username).await;
        let here = house.get(portal).header("cookie", &cookies).send().await.unwrap();
        assert_eq!(here.status(), 200, "{username}");
        let asked =
            axum::http::Request::get(portal).header("cookie", &cookies).body(axum::body::Body::empty()).unwrap();
        let there = again.clone().oneshot(asked).await.unwrap();
        assert_eq!(there.status(), if stays { 200 } else { 303 }, "{username}");
        if !stays {
            assert!(there.headers()["location"].to_str().unwrap().starts_with("/sign-in"), "{username}");
        }
    }
    house.close().await;
}

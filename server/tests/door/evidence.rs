//! A pack of evidence is asked for by a form, and by nobody who is not signed in.

use domain::{
    id::DebtId,
    role::{Party, Role},
};
use server::{serve::Limits, state::AppState};
use uuid::Uuid;

use crate::{
    harness::World,
    house::{House, open_account},
};

#[tokio::test]
async fn a_pack_is_asked_for_by_a_form_and_what_is_not_there_leads_back_to_its_page() {
    let world = World::new().await;
    open_account(&world, "trial-funder", Role::FunderTreasurer, Party::Funder(world.funders[0]), true).await;
    let house = House::of(world, Limits::default(), |state| AppState { demonstration: true, ..state }).await;
    let page = format!("/funder/evidence/{}", DebtId(Uuid::from_u128(7)));
    let pack = format!("{page}/pack");
    let stranger = house.post(&pack, &page, &[]).send().await.unwrap();
    assert!(stranger.headers()["location"].to_str().unwrap().starts_with("/sign-in"), "{stranger:?}");

    let cookies = house.enter("trial-funder").await;
    let asked = house.post(&pack, &page, &[]).header("cookie", &cookies).send().await.unwrap();
    assert_eq!(asked.status(), 303);
    assert!(asked.headers()["location"].to_str().unwrap().contains(&page), "{asked:?}");
    let asked = house.get(&pack).header("cookie", &cookies).send().await.unwrap();
    assert_eq!((asked.status().as_u16(), asked.headers()["location"].to_str().unwrap()), (303, page.as_str()));
    let other = house.post(&pack, &page, &[]).header("cookie", &cookies).header("sec-fetch-site", "cross-site");
    assert_eq!(other.send().await.unwrap().status(), 403, "no other site makes one");
    assert_eq!(house.world.number("select count(*) from evidence_packs").await, 0);
    house.close().await;
}

//! The contract, and the line that it opens.

use domain::{
    application::ApplicationRefusal,
    id::{ApplicationId, CreditLineId},
};
use services::{
    Error,
    application::{self, AgreeContractCommand},
};

use super::{approve, approved, claimed, confirm, propose, refusal, reviewer, seen_by, withdraw};
use crate::harness::World;

async fn agree(
    world: &World,
    application: ApplicationId,
    version: i64,
    hash: &str,
) -> Result<CreditLineId, Error<ApplicationRefusal>> {
    let command = AgreeContractCommand { application, version, contract_hash: hash.to_owned() };
    application::agree_contract(&world.db, &world.agent(1), command).await
}

#[tokio::test]
async fn the_contract_that_was_shown_opens_a_line_on_the_offers_terms() {
    let world = World::new().await;
    let application = approved(&world).await;
    let shown = seen_by(&world, &world.agent(1), application).await.contract.unwrap();
    assert!(shown.text.contains("壹拾贰万元整") && shown.text.contains("第1通讯器材经营部"), "{}", shown.text);
    assert_eq!(refusal(agree(&world, application, 7, "00").await), "application.contract_stale");
    assert_eq!(refusal(agree(&world, application, 6, &shown.hash).await), "application.decided_meanwhile");
    let command = AgreeContractCommand { application, version: 7, contract_hash: shown.hash.clone() };
    let foreign = application::agree_contract(&world.db, &world.agent(2), command.clone()).await;
    assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");
    let (one, other) = (world.agent(1), world.agent(1));
    let (one, other) = tokio::join!(
        application::agree_contract(&world.db, &one, command.clone()),
        application::agree_contract(&world.db, &other, command)
    );
    assert_eq!([&one, &other].into_iter().filter(|outcome| outcome.is_ok()).count(), 1, "{one:?} {other:?}");
    let line = "select count(*) from credit_lines c join applications a on a.id = c.application_id
                join offers o on o.id = a.offer_id
                where c.terms = o.terms and c.tenors = o.tenors and c.limit_fen = 12000000 and c.state = 'active'
                  and c.reference = 'LIN2026112000000001' and c.matures_on = '2027-11-20' and c.opened_on = '2026-11-20'
                  and a.state = 'agreed' and a.slot_held and a.contract_hash = sha256(convert_to(a.contract, 'UTF8'))";
    assert_eq!(world.number(line).await, 1);
    let kept = seen_by(&world, &reviewer(&world), application).await.contract.unwrap();
    assert_eq!(kept, shown);
    assert_eq!(refusal(withdraw(&world, 1, application, 8).await), "application.wrong_state");
    world.finish().await;
}

#[tokio::test]
async fn a_suspended_funder_neither_approves_nor_opens_a_line() {
    let world = World::new().await;
    let application = claimed(&world).await;
    propose(&world, application, 5, approve("120000")).await.unwrap();
    assert_eq!(world.as_owner("update partners set status = 'suspended'").await, None);
    assert_eq!(refusal(confirm(&world, application, 6, true, "").await), "partner.suspended");
    assert_eq!(world.as_owner("update partners set status = 'active'").await, None);
    confirm(&world, application, 6, true, "").await.unwrap();
    let shown = seen_by(&world, &world.agent(1), application).await.contract.unwrap();
    assert_eq!(world.as_owner("update partners set status = 'suspended'").await, None);
    assert_eq!(refusal(agree(&world, application, 7, &shown.hash).await), "partner.suspended");
    world.finish().await;
}

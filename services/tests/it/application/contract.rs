//! The contract, and the line that it opens.

use domain::{
    application::{ApplicationRefusal, ApplicationState},
    capacity::{Capacity, CapacityRefusal},
    id::{ApplicationId, CreditLineId},
    offer::OfferRefusal,
    role::Role,
};
use services::{
    Context, Error,
    application::{self, AgreeContractCommand},
    offer::{self, SetCapacityCommand},
};
use time::macros::date;

use super::{
    accept, approve, approved, approver, claim, claimed, confirm, drafted, propose, refusal, reviewer, seen_by,
    submit_at, withdraw,
};
use crate::{
    harness::{World, yuan},
    suspension::{UNFIT, change_to},
};

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
async fn more_than_was_asked_for_is_no_approval_before_the_agent_has_accepted_it() {
    let world = World::new().await;
    let application = claimed(&world).await;
    // Asked for 150,000.00, offered 200,000.00.
    propose(&world, application, 5, approve("180000")).await.unwrap();
    assert_eq!(confirm(&world, application, 6, true, "").await.unwrap().state, ApplicationState::CounterOffered);
    let seen = seen_by(&world, &world.agent(1), application).await;
    assert_eq!((seen.approved_limit, &seen.contract), (Some(yuan("180000")), &None));
    assert!(seen.lapses_at.is_some(), "it does not wait for ever");
    let hash = seen_by(&world, &reviewer(&world), application).await.contract.map(|contract| contract.hash);
    assert_eq!(hash, None, "there is nothing to agree to yet");
    assert_eq!(refusal(agree(&world, application, 7, "00").await), "application.wrong_state");
    let foreign = accept(&world, 2, application, 7).await;
    assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");
    assert_eq!(refusal(accept(&world, 1, application, 6).await), "application.decided_meanwhile");
    let accepted = accept(&world, 1, application, 7).await.unwrap();
    assert_eq!((accepted.state, accepted.version), (ApplicationState::Approved, 8));
    assert_eq!(refusal(accept(&world, 1, application, 8).await), "application.wrong_state");
    let seen = seen_by(&world, &world.agent(1), application).await;
    let own: Vec<_> = seen.timeline.iter().filter(|step| step.to == "approved").map(|step| &step.actor).collect();
    assert_eq!(own, ["agent"], "whose step the acceptance is");
    let shown = seen.contract.unwrap();
    assert!(shown.text.contains("壹拾捌万元整"), "{}", shown.text);
    agree(&world, application, 8, &shown.hash).await.unwrap();
    assert_eq!(world.number("select limit_fen from credit_lines").await, 18_000_000);
    world.finish().await;
}

#[tokio::test]
async fn a_counter_offer_that_is_declined_or_lapses_frees_the_slot_and_no_other_line_begins() {
    for declined in [true, false] {
        let world = World::new().await;
        let application = claimed(&world).await;
        propose(&world, application, 5, approve("150000.01")).await.unwrap();
        confirm(&world, application, 6, true, "").await.unwrap();
        if declined {
            withdraw(&world, 1, application, 7).await.unwrap();
        } else {
            world.set_now(seen_by(&world, &world.agent(1), application).await.lapses_at.unwrap());
            assert_eq!(refusal(accept(&world, 1, application, 7).await), "application.lapsed");
            assert_eq!(application::lapse_overdue(&world.db, world.now()).await.unwrap(), (1, 0));
        }
        let left = "select count(*) filter (where slot_held) + (select count(*) from credit_lines) from applications";
        assert_eq!(world.number(left).await, 0);
        world.finish().await;
    }
}

#[tokio::test]
async fn nothing_new_is_begun_by_who_is_suspended_or_without_a_licence() {
    for (unfit, fit, code) in UNFIT {
        let world = World::new().await;
        let application = drafted(&world).await;
        change_to(&world, unfit).await;
        assert_eq!(refusal(submit_at(&world, application, 3).await), code);
        change_to(&world, fit).await;
        submit_at(&world, application, 3).await.unwrap();
        claim(&world, &reviewer(&world), application, 4).await.unwrap();
        propose(&world, application, 5, approve("180000")).await.unwrap();
        change_to(&world, unfit).await;
        assert_eq!(refusal(confirm(&world, application, 6, true, "").await), code);
        change_to(&world, fit).await;
        confirm(&world, application, 6, true, "").await.unwrap();
        change_to(&world, unfit).await;
        assert_eq!(refusal(accept(&world, 1, application, 7).await), code);
        change_to(&world, fit).await;
        accept(&world, 1, application, 7).await.unwrap();
        let shown = seen_by(&world, &world.agent(1), application).await.contract.unwrap();
        change_to(&world, unfit).await;
        assert_eq!(refusal(agree(&world, application, 8, &shown.hash).await), code);
        change_to(&world, fit).await;
        agree(&world, application, 8, &shown.hash).await.unwrap();
        world.finish().await;
    }
}

#[tokio::test]
async fn limits_are_granted_up_to_a_product_s_capacity_and_count_until_their_lines_close() {
    let world = World::new().await;
    let application = claimed(&world).await;
    let product = offer::products(&world.db, &reviewer(&world)).await.unwrap()[0].published.product;
    let bound = async |context: &Context, most: Option<&str>| {
        offer::set_capacity(&world.db, context, SetCapacityCommand { product, most: most.map(yuan) }).await
    };
    let capacity = async || offer::products(&world.db, &reviewer(&world)).await.unwrap()[0].capacity;
    assert!(matches!(bound(&reviewer(&world), None).await, Err(Error::Forbidden)));
    let foreign = bound(&world.funder_person('b', Role::FunderApprover), None).await;
    assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");

    propose(&world, application, 5, approve("120000")).await.unwrap();
    bound(&approver(&world), Some("119999.99")).await.unwrap();
    assert_eq!(refusal(confirm(&world, application, 6, true, "").await), "product.capacity_reached");
    bound(&approver(&world), Some("120000")).await.unwrap();
    confirm(&world, application, 6, true, "").await.unwrap();
    // What is approved is not granted before there is a contract.
    bound(&approver(&world), Some("119999.99")).await.unwrap();
    let shown = seen_by(&world, &world.agent(1), application).await.contract.unwrap();
    assert_eq!(refusal(agree(&world, application, 7, &shown.hash).await), "product.capacity_reached");
    bound(&approver(&world), Some("120000")).await.unwrap();
    agree(&world, application, 7, &shown.hash).await.unwrap();
    assert_eq!(capacity().await, Capacity { most: Some(yuan("120000")), granted: yuan("120000") });
    let granted = yuan("120000");
    let below = bound(&approver(&world), Some("119999.99")).await;
    let refused: Result<(), Error<OfferRefusal>> =
        Err(Error::Refused(OfferRefusal::Capacity(CapacityRefusal::BelowGranted { granted })));
    assert_eq!(format!("{below:?}"), format!("{refused:?}"));

    assert_eq!(world.as_owner("update credit_lines set matures_on = '2026-11-20'").await, None);
    world.turn_to(date!(2026 - 11 - 21)).await;
    assert_eq!(capacity().await.granted, yuan("0"));
    bound(&approver(&world), Some("0")).await.unwrap();
    world.finish().await;
}

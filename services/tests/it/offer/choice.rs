//! What the agent sees of its offers, and which one it takes.

use domain::{offer::OfferState, role::Role};
use services::{Error, application::select_offer, offer};
use time::Duration;

use super::{answer, answered_round, offers, open_round, quotation, refusal, select, states, tenors};
use crate::harness::{START, World, yuan};

#[tokio::test]
async fn offers_show_terms_records_and_what_time_made_of_them() {
    let world = World::new().await;
    let ids = answered_round(&world).await;
    let first = offers(&world, 1).await;
    let shown: Vec<_> = first.iter().map(|row| (row.offer, row.state)).collect();
    let expected = [(ids[0], OfferState::Offered), (ids[1], OfferState::Offered), (ids[2], OfferState::Pending)];
    assert_eq!(shown, expected);
    let offered = first[0].offered.as_ref().unwrap();
    assert_eq!((offered.terms.limit, offered.terms.tenors.clone()), (yuan("200000"), tenors(&["30d", "60d"])));
    assert_eq!(offered.terms.terms.annual_rate.to_string(), "0.12");
    assert_eq!(offered.valid_until, START + Duration::seconds(40) + Duration::days(7));
    assert_eq!(first[0].record.median_answer_seconds, Some(40));
    assert_eq!(first[0].record.approval_percent(), None);
    assert_eq!(first[0].record.median_decision_seconds, None);
    assert_eq!(first[2].record.median_answer_seconds, None);
    let viewed = [OfferState::Viewed, OfferState::Viewed, OfferState::Pending];
    assert_eq!(states(&world, 1).await, viewed, "having been told, they are viewed");
    assert!(offers(&world, 2).await.is_empty());
    world.set_now(START + Duration::minutes(10));
    assert_eq!(states(&world, 1).await, [OfferState::Viewed, OfferState::Viewed, OfferState::NoAnswer]);
    world.set_now(START + Duration::days(8));
    assert_eq!(states(&world, 1).await, [OfferState::Expired, OfferState::Expired, OfferState::NoAnswer]);
    assert_eq!(refusal(select(&world, 1, ids[0]).await), "offer.expired");
    let forbidden = offer::offers(&world.db, &world.funder_person('a', Role::FunderReviewer)).await;
    assert!(matches!(forbidden, Err(Error::Forbidden)));
    world.finish().await;
}

#[tokio::test]
async fn a_newer_offer_of_the_same_funder_supersedes_what_was_not_selected() {
    let world = World::new().await;
    let ids = answered_round(&world).await;
    select(&world, 1, ids[1]).await.unwrap();
    world.set_now(START + Duration::minutes(11));
    let newer = open_round(&world, 1).await.unwrap().offers;
    for (place, funder) in ['a', 'b'].into_iter().enumerate() {
        let version = offer::products(&world.db, &world.partner(funder)).await.unwrap()[0].published.version_id;
        answer(&world, funder, newer[place], version, quotation("100000", "0.1")).await.unwrap();
    }
    let rows = offers(&world, 1).await;
    let state = |id| rows.iter().find(|row| row.offer == id).map(|row| row.state);
    assert_eq!(state(ids[0]), None, "superseded, and of an older round");
    assert_eq!(state(ids[1]), Some(OfferState::Selected), "what the agent drafted from stays");
    assert_eq!(state(newer[0]), Some(OfferState::Offered));
    assert_eq!(refusal(select(&world, 1, ids[0]).await), "offer.wrong_state");
    world.finish().await;
}

#[tokio::test]
async fn one_offer_is_selected_and_may_be_changed_while_there_is_only_a_draft() {
    let world = World::new().await;
    let ids = answered_round(&world).await;
    assert!(matches!(select(&world, 2, ids[0]).await, Err(Error::NotFound)));
    assert_eq!(refusal(select(&world, 1, ids[2]).await), "offer.wrong_state");
    let draft = select(&world, 1, ids[0]).await.unwrap();
    assert_eq!(select(&world, 1, ids[0]).await.unwrap(), draft, "the same selection finds the same draft");
    assert_eq!(states(&world, 1).await[..2], [OfferState::Selected, OfferState::NotChosen]);
    let other = select(&world, 1, ids[1]).await.unwrap();
    assert_ne!(other, draft);
    assert_eq!(states(&world, 1).await[..2], [OfferState::NotChosen, OfferState::Selected]);
    assert_eq!(world.number("select count(*) from applications where state = 'draft'").await, 1);
    assert_eq!(world.number("select count(*) from applications where state = 'withdrawn'").await, 1);
    let (one, two) = (world.agent(1), world.agent(1));
    let (one, two) = tokio::join!(select_offer(&world.db, &one, ids[0]), select_offer(&world.db, &two, ids[1]));
    assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
    assert_eq!(world.number("select count(*) from applications where state = 'draft'").await, 1);
    assert_eq!(world.number("select count(*) from offers where state = 'selected'").await, 1);
    assert_eq!(world.as_owner("update partners set status = 'suspended'").await, None);
    let open = "select count(*) from offers where state = 'selected' and funder_id = (select funder_id from applications where state = 'draft')";
    assert_eq!(world.number(open).await, 1);
    let passed_over = if states(&world, 1).await[0] == OfferState::Selected { ids[1] } else { ids[0] };
    assert_eq!(refusal(select(&world, 1, passed_over).await), "partner.suspended");
    world.finish().await;
}

#[tokio::test]
async fn a_funder_takes_back_what_was_not_selected() {
    let world = World::new().await;
    let ids = answered_round(&world).await;
    let withdraw = async |funder, id| offer::withdraw_offer(&world.db, &world.partner(funder), id).await;
    let foreign = withdraw('b', ids[0]).await;
    assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");
    let person = offer::withdraw_offer(&world.db, &world.funder_person('a', Role::FunderApprover), ids[0]).await;
    assert!(matches!(person, Err(Error::Forbidden)), "{person:?}");
    assert_eq!(refusal(withdraw('c', ids[2]).await), "offer.wrong_state");
    assert_eq!(withdraw('a', ids[0]).await.unwrap(), OfferState::Withdrawn);
    assert_eq!(states(&world, 1).await[0], OfferState::Withdrawn);
    assert_eq!(refusal(select(&world, 1, ids[0]).await), "offer.wrong_state");
    assert_eq!(refusal(withdraw('a', ids[0]).await), "offer.wrong_state");
    select(&world, 1, ids[1]).await.unwrap();
    assert_eq!(refusal(withdraw('b', ids[1]).await), "offer.wrong_state");
    world.finish().await;
}

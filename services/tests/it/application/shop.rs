//! A shop as a funder knows it to which it has applied.

use domain::{document::DocumentKind, id::CreditLineId};
use services::{credit_line, draw, loan, repayment, search::search, timeline::Event};

use super::*;
use crate::{harness::bullet_terms, repayment::lend};

/// From now on the funder may not know who agent 1 is.
async fn consents_no_more(world: &World) {
    let given = consent::consents(&world.db, &world.agent(1)).await.unwrap();
    let data = given.iter().find(|row| row.purpose == ConsentPurpose::ApplicationData).unwrap();
    consent::withdraw_consent(&world.db, &world.agent(1), data.id).await.unwrap();
}

#[tokio::test]
async fn a_shop_is_known_to_the_funder_that_it_has_applied_to_while_it_consents() {
    let world = World::new().await;
    let shop = world.agents[0].agent;
    let draft = drafted(&world).await;
    let unknown = application::shop(&world.db, &reviewer(&world), shop).await;
    assert!(matches!(unknown, Err(Error::NotFound)), "a draft is the shop's own");
    world.set_now(START + Duration::minutes(5));
    submit_at(&world, draft, 3).await.unwrap();
    let seen = application::shop(&world.db, &reviewer(&world), shop).await.unwrap();
    assert_eq!(seen.name.as_deref(), Some("第1通讯"));
    assert_eq!(seen.known.map(|known| known.legal_person).as_deref(), Some("张三"));
    assert_eq!(seen.applications.iter().map(|row| row.id).collect::<Vec<_>>(), [draft]);
    let offered = seen.offers.iter().map(|offer| (offer.application, offer.limit.is_some()));
    assert_eq!(offered.collect::<Vec<_>>(), [(draft, true)]);
    assert!(!seen.timeline.is_empty());
    for (funder, id) in [('b', shop), ('a', world.agents[1].agent)] {
        let context = world.funder_person(funder, Role::FunderTreasurer);
        assert!(matches!(application::shop(&world.db, &context, id).await, Err(Error::NotFound)));
    }
    for stranger in [world.agent(1), world.operator(Role::Auditor)] {
        assert!(matches!(application::shop(&world.db, &stranger, shop).await, Err(Error::Forbidden)));
    }
    let number = seen.applications[0].reference.to_string();
    let found = async |text: &str| {
        let hits = search(&world.db, &reviewer(&world), text).await.unwrap();
        hits.into_iter().map(|hit| (hit.title, hit.note)).collect::<Vec<_>>()
    };
    for text in ["第1通讯", "A0001", &number] {
        assert_eq!(found(text).await, [(number.clone(), "第1通讯".to_owned())], "{text}");
    }
    consents_no_more(&world).await;
    for text in ["第1通讯", "A0001"] {
        assert_eq!(found(text).await, [], "{text}");
    }
    assert_eq!(found(&number).await, [(number.clone(), String::new())], "whose it is stands nowhere");
    let seen = application::shop(&world.db, &reviewer(&world), shop).await.unwrap();
    assert_eq!((seen.name, seen.known.is_none(), seen.applications.len()), (None, true, 1));
    world.finish().await;
}

#[tokio::test]
async fn a_shop_s_documents_stand_on_its_page_for_the_institution_and_for_the_funder_that_they_are_with() {
    let world = World::new().await;
    let (shop, auditor) = (world.agents[0].agent, world.operator(Role::Auditor));
    let draft = drafted(&world).await;
    let content = b"%PDF-1.7\n%%EOF\n".to_vec();
    let command = application::AttachCommand { application: draft, file_name: "执照.pdf".to_owned(), content };
    application::attach(&world.db, &world.agent(1), command).await.unwrap();
    let seen = services::party::agent(&world.db, &auditor, shop).await.unwrap().documents;
    assert!(seen.iter().all(|document| document.kind == DocumentKind::Consent), "a draft is the shop's own: {seen:?}");
    world.set_now(START + Duration::minutes(5));
    submit_at(&world, draft, 3).await.unwrap();
    let seen = services::party::agent(&world.db, &auditor, shop).await.unwrap().documents;
    let own = application::shop(&world.db, &reviewer(&world), shop).await.unwrap().documents;
    for (whose, documents) in [("the institution's", &seen), ("the funder's", &own)] {
        let file = documents.iter().find(|document| document.kind == DocumentKind::Attachment).unwrap();
        assert_eq!((file.name.as_str(), file.thing, file.partner), ("执照.pdf", draft.0, world.funders[0]), "{whose}");
        assert_eq!(file.sha256.len(), 64);
        for purpose in ConsentPurpose::FOR_APPLICATION {
            assert!(documents.iter().any(|document| document.purpose == Some(purpose)), "{whose}: {purpose:?}");
        }
    }
    assert!(own.iter().all(|document| document.partner == world.funders[0]), "{own:?}");
    // What a file is called may say whose it is.
    consents_no_more(&world).await;
    let own = application::shop(&world.db, &reviewer(&world), shop).await.unwrap().documents;
    assert!(own.iter().all(|document| document.kind == DocumentKind::Consent), "{own:?}");
    let seen = services::party::agent(&world.db, &auditor, shop).await.unwrap().documents;
    assert!(seen.iter().any(|document| document.kind == DocumentKind::Attachment), "{seen:?}");
    world.finish().await;
}

#[tokio::test]
async fn what_is_between_a_shop_and_its_funder_is_the_funder_s_alone() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let lent = lend(&world, 1, "50000").await;
    let (shop, own) = (world.agents[0].agent, reviewer(&world));
    let seen = application::shop(&world.db, &own, shop).await.unwrap();
    assert_eq!((seen.name.as_deref(), seen.known.is_none()), (Some("第1通讯"), true), "its loans name it");
    assert_eq!(credit_line::lines_of_shop(&world.db, &own, shop, 50).await.unwrap().len(), 1);
    assert_eq!(draw::draws_of_shop(&world.db, &own, shop, 50).await.unwrap()[0].loan, Some(lent));
    assert_eq!(loan::loans_of_shop(&world.db, &own, shop, 50).await.unwrap()[0].id, lent);
    assert!(repayment::repayments_of_shop(&world.db, &own, shop, 50).await.unwrap().is_empty());
    assert!(seen.documents.iter().any(|document| document.kind == DocumentKind::Disclosure), "of its draw");
    let auditor = world.operator(Role::Auditor);
    for reader in [&own, &auditor] {
        let rests_on = loan::documents(&world.db, reader, lent).await.unwrap();
        assert_eq!(rests_on.iter().map(|document| document.kind).collect::<Vec<_>>(), [DocumentKind::Disclosure]);
    }
    let of_line = credit_line::lines_of_shop(&world.db, &own, shop, 50).await.unwrap().remove(0).id;
    let drawn = draw::draws_of_line(&world.db, &auditor, of_line, 50).await.unwrap().remove(0);
    assert_eq!(drawn.loan, Some(lent));
    let of_shop = draw::draws_of_shop(&world.db, &auditor, shop, 50).await.unwrap();
    assert_eq!(of_shop.iter().map(|draw| draw.id).collect::<Vec<_>>(), [drawn.id]);
    let detail = draw::draw_detail(&world.db, &auditor, drawn.id).await.unwrap();
    assert_eq!((detail.line, detail.movements.len(), detail.movements[0].amount), (of_line, 1, yuan("50000")));
    let told = detail.timeline.iter().map(|step| step.event);
    assert!(told.clone().any(|event| event == Event::Arrived) && told.clone().any(|event| event == Event::Instructed));
    let line = credit_line::credit_line(&world.db, &auditor, of_line).await.unwrap();
    assert_eq!((line.line.agent, line.funder), (shop, world.funders[0]));
    assert!(line.timeline.iter().any(|step| step.event == Event::Arrived), "{:?}", line.timeline);
    assert!(matches!(draw::draw_detail(&world.db, &own, drawn.id).await, Err(Error::Forbidden)));
    assert!(matches!(draw::draws_of_line(&world.db, &own, of_line, 50).await, Err(Error::Forbidden)));
    assert!(matches!(credit_line::credit_line(&world.db, &own, of_line).await, Err(Error::Forbidden)));
    let nothing = credit_line::credit_line(&world.db, &auditor, CreditLineId(lent.0)).await;
    assert!(matches!(nothing, Err(Error::NotFound)));
    let rival = world.funder_person('b', Role::FunderReviewer);
    assert!(matches!(loan::documents(&world.db, &rival, lent).await, Err(Error::NotFound)));
    assert!(matches!(application::shop(&world.db, &rival, shop).await, Err(Error::NotFound)));
    assert!(credit_line::lines_of_shop(&world.db, &rival, shop, 50).await.unwrap().is_empty());
    assert!(draw::draws_of_shop(&world.db, &rival, shop, 50).await.unwrap().is_empty());
    assert!(loan::loans_of_shop(&world.db, &rival, shop, 50).await.unwrap().is_empty());
    let stranger = loan::loans_of_shop(&world.db, &world.operator(Role::Auditor), shop, 50).await;
    assert!(matches!(stranger, Err(Error::Forbidden)));
    world.finish().await;
}

//! Pre-credit over the API: what a funder is asked, and its answers.

use domain::{
    id::{OfferId, ProductVersionId},
    offer::{ContractKind, ProductTerms},
    product::ProductDraft,
    role::Role,
};
use serde_json::{Value, json};
use services::{
    consent::ConsentText,
    offer::{OpenRoundCommand, ProposeProductCommand, open_round, propose_product, publish_product},
};
use time::Duration;

use crate::{
    client::{Call, Served},
    harness::{START, World, bullet_terms, yuan},
};

async fn publish(world: &World, funder: char) -> ProductVersionId {
    let terms = ProductTerms {
        limit_min: yuan("10000"),
        limit_max: yuan("500000"),
        terms: bullet_terms(),
        tenors: vec!["30d".parse().unwrap(), "90d".parse().unwrap()],
    };
    let draft = ProductDraft { name: "循环贷".to_owned(), contract_kind: ContractKind::Loan, terms };
    let command = ProposeProductCommand { product: None, after: 0, draft };
    let reviewer = world.funder_person(funder, Role::FunderReviewer);
    let proposed = propose_product(&world.db, &reviewer, command).await.unwrap();
    let approver = world.funder_person(funder, Role::FunderApprover);
    publish_product(&world.db, &approver, proposed).await.unwrap().version_id
}

/// A world in which agent 1 asks funders A and B: with the offers that they are to make, and their products.
async fn asked() -> (Served, [OfferId; 2], [ProductVersionId; 2]) {
    let served = Served::new().await;
    let world = &served.world;
    let versions = [publish(world, 'a').await, publish(world, 'b').await];
    sqlx::query(
        "insert into operating_data
         select id, (date '2025-11-01' + m * interval '1 month')::date, 10000000, 20000000, 500000 + m
         from agents, generate_series(0, 11) m where number = 'A0001'",
    )
    .execute(&world.owner)
    .await
    .unwrap();
    let consent = ConsentText::of("1", "同意以匿名方式提供经营数据");
    let opened = open_round(&world.db, &world.agent(1), OpenRoundCommand { consent }).await.unwrap();
    let mut offers = Vec::new();
    for letter in ['a', 'b'] {
        let rounds = served.ok(served.get(letter, "/pre-credit-rounds")).await;
        offers.push(rounds["rounds"][0]["id"].as_str().unwrap().parse::<OfferId>().unwrap());
    }
    assert_eq!(opened.offers.len(), 2);
    let offers = [offers[0], offers[1]];
    (served, offers, versions)
}

fn offer(version: ProductVersionId) -> Value {
    json!({
        "product_version": version.to_string(), "limit": "100000.00", "annual_rate": "0.096", "method": "bullet",
        "tenors": ["30d"], "valid_days": 30,
    })
}

#[tokio::test]
async fn a_funder_is_asked_under_a_pseudonym_and_answers() {
    let (served, [of_a, of_b], [version_a, _]) = asked().await;
    let rounds = served.ok(served.get('a', "/pre-credit-rounds")).await;
    let round = &rounds["rounds"][0];
    assert_eq!(round["months"].as_array().unwrap().len(), 12);
    assert_eq!(
        round["months"][0],
        json!({ "month": "2025-11", "prepayments": "100000.00", "sales": "200000.00", "commissions": "5000.00" })
    );
    assert_eq!(round["deadline_at"], "2026-11-20T02:10:00Z");
    let text = rounds.to_string();
    for identity in ["通讯", "A0001", "agent_", "张三"] {
        assert!(!text.contains(identity), "{text}");
    }
    let pseudonym_for_b = served.ok(served.get('b', "/pre-credit-rounds")).await["rounds"][0]["pseudonym"].clone();
    assert_ne!(round["pseudonym"], pseudonym_for_b);

    let call = served.post('a', &format!("/pre-credit-rounds/{of_a}/offer"), &offer(version_a));
    assert_eq!(served.ok(call).await, json!({ "state": "offered" }));
    let decline = json!({ "reason": "经营时间不足" });
    let call = served.post('b', &format!("/pre-credit-rounds/{of_b}/decline"), &decline);
    assert_eq!(served.ok(call).await, json!({ "state": "declined" }));
    for letter in ['a', 'b'] {
        assert_eq!(served.ok(served.get(letter, "/pre-credit-rounds")).await, json!({ "rounds": [] }));
    }
    let seen = services::offer::offers(&served.world.db, &served.world.agent(1)).await.unwrap();
    let offered = seen.iter().find_map(|row| row.offered.as_ref()).unwrap();
    assert_eq!(
        (offered.terms.limit, offered.terms.terms.annual_rate.to_string()),
        (yuan("100000"), "0.096".to_owned())
    );
    served.world.finish().await;
}

#[tokio::test]
async fn an_answer_that_breaks_a_rule_is_refused_with_facts() {
    let (served, [of_a, _], [version_a, version_b]) = asked().await;
    let target = format!("/pre-credit-rounds/{of_a}/offer");
    for (change, status, code) in [
        (json!({ "limit": "9999.99" }), 422, "offer.limit_out_of_range"),
        (json!({ "annual_rate": "0.2401" }), 422, "offer.terms_invalid"),
        (json!({ "limit": "100000000000.00" }), 422, "offer.limit_out_of_range"),
        (json!({ "limit": "-10000.00" }), 422, "offer.limit_out_of_range"),
        (json!({ "annual_rate": "10" }), 422, "offer.terms_invalid"),
        (json!({ "method": "equal_principal" }), 422, "offer.method_differs"),
        (json!({ "tenors": ["60d"] }), 422, "offer.tenor_not_in_product"),
        (json!({ "tenors": [] }), 422, "offer.tenor_count"),
        (json!({ "tenors": ["30d", "30d"] }), 422, "offer.tenor_count"),
        (json!({ "valid_days": 0 }), 422, "offer.valid_days"),
        (json!({ "valid_days": 91 }), 422, "offer.valid_days"),
        (json!({ "product_version": version_b.to_string() }), 422, "offer.unknown_product"),
        (json!({ "annual_rate": 0.096 }), 400, "body.invalid"),
        (json!({ "valid_days": -1 }), 400, "body.invalid"),
        (json!({ "method": "balloon" }), 400, "body.invalid"),
        (json!({ "priority": 1 }), 400, "body.invalid"),
    ] {
        let mut body = offer(version_a);
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(served.problem(served.post('a', &target, &body)).await, (status, code.to_owned()), "{change}");
    }
    let decline = format!("/pre-credit-rounds/{of_a}/decline");
    for (reason, code) in [(String::new(), "field.missing"), ("长".repeat(201), "field.too_long")] {
        let call = served.post('a', &decline, &json!({ "reason": reason }));
        assert_eq!(served.problem(call).await, (422, code.to_owned()));
    }
    served.world.set_now(START + Duration::minutes(10));
    let late = Call { at: START + Duration::minutes(10), ..served.post('a', &target, &offer(version_a)) };
    assert_eq!(served.problem(late).await, (422, "offer.too_late".to_owned()));
    served.world.finish().await;
}

#[tokio::test]
async fn what_another_funder_was_asked_does_not_exist() {
    let (served, [_, of_b], [version_a, _]) = asked().await;
    for (operation, body) in [("offer", offer(version_a)), ("decline", json!({ "reason": "不合适" }))] {
        let mut answers = Vec::new();
        for id in [of_b.to_string(), "offer_00000000000000000000000007".to_owned(), "7".to_owned()] {
            let mut call = served.post('a', &format!("/pre-credit-rounds/{id}/{operation}"), &body);
            call.request_no = Some("the-same-number".to_owned());
            let answer = served.send(&call).await;
            assert_eq!(answer.problem(), (404, "not_found".to_owned()), "{id}");
            answers.push(answer.body);
        }
        answers.dedup();
        assert_eq!(answers.len(), 1);
    }
    served.world.finish().await;
}

#[tokio::test]
async fn a_funder_reads_its_own_products_in_their_newest_version() {
    let (served, _, [version_a, _]) = asked().await;
    let products = served.ok(served.get('a', "/products")).await;
    let [product] = products["products"].as_array().unwrap().as_slice() else { panic!("{products}") };
    assert_eq!(product["version_id"], version_a.to_string());
    assert_eq!(product["tenors"], json!(["30d", "90d"]));
    assert_eq!((&product["limit_min"], &product["limit_max"]), (&json!("10000.00"), &json!("500000.00")));
    assert_eq!(
        product["terms"],
        json!({
            "annual_rate": "0.144", "day_count": "act_360", "method": "bullet", "min_days": 1,
            "penalty_multiplier": "1.5", "early_fee_rate": "0",
            "grace_days": 0, "minimum_overdue": "1.00", "unfreeze_when": "overdue_cleared",
            "holiday_rule": "stays", "allocation_order": "penalty_first",
        })
    );
    assert_eq!(served.ok(served.get('c', "/products")).await, json!({ "products": [] }));
    served.world.finish().await;
}

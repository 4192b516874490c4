//! What a product prices: proposed by one person of its funder, published by another.

use domain::{
    id::ProductVersionId,
    offer::{ContractKind, ProductTerms},
    product::{ProductDraft, ProductFault, ProductField, ProductProposalState, ProductRefusal},
    role::Role,
    terms::LoanTerms,
};
use services::{
    Error,
    badge::funder_badges,
    error::Conflict,
    offer::{
        self, OfferRow, ProposeProductCommand, PublishedProduct, product_proposal, product_proposals, propose_product,
        publish_product, withdraw_product,
    },
};
use time::Duration;

use super::{answer, insert_data, offers, open_round, product, product_terms, publish, quotation};
use crate::harness::{START, World, yuan};

fn changed(change: impl FnOnce(&mut LoanTerms)) -> ProductTerms {
    let mut terms = product_terms();
    change(&mut terms.terms);
    terms
}

/// Another version of what was published.
fn version(published: PublishedProduct, terms: ProductTerms) -> ProposeProductCommand {
    ProposeProductCommand { product: Some(published.product), after: published.version, ..product(terms) }
}

async fn propose(world: &World, command: ProposeProductCommand) -> Result<ProductVersionId, Error<ProductRefusal>> {
    propose_product(&world.db, &world.funder_person('a', Role::FunderReviewer), command).await
}

async fn approve(world: &World, id: ProductVersionId) -> Result<PublishedProduct, Error<ProductRefusal>> {
    publish_product(&world.db, &world.funder_person('a', Role::FunderApprover), id).await
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error<ProductRefusal>>) -> ProductRefusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?} is no refusal"),
    }
}

#[tokio::test]
async fn a_version_is_proposed_by_one_person_and_published_by_another() {
    let world = World::new().await;
    let (reviewer, approver) = (Role::FunderReviewer, Role::FunderApprover);
    let first = publish(&world, 'a').await;
    assert_eq!(first.version, 1);
    let lenient = changed(|terms| terms.grace_days = 2);
    // By the approver, who cannot publish it then.
    let own = propose_product(&world.db, &world.funder_person('a', approver), version(first, lenient.clone())).await;
    let own = own.unwrap();
    assert_eq!(refusal(approve(&world, own).await), ProductRefusal::SamePerson);
    assert_eq!(refusal(propose(&world, version(first, lenient.clone())).await), ProductRefusal::AlreadyProposed);
    withdraw_product(&world.db, &world.funder_person('a', reviewer), own).await.unwrap();
    assert_eq!(refusal(approve(&world, own).await), ProductRefusal::WrongState);

    let proposed = propose(&world, version(first, lenient.clone())).await.unwrap();
    let waits = async |funder, role| {
        let who = world.funder_person(funder, role);
        funder_badges(&world.db, &who).await.unwrap().products
    };
    assert_eq!((waits('a', approver).await, waits('a', reviewer).await, waits('b', approver).await), (1, 0, 0));
    let newest = offer::products(&world.db, &world.partner('a')).await.unwrap();
    assert_eq!((newest.len(), newest[0].published), (1, first), "nothing holds yet");
    world.set_now(START + Duration::hours(1));
    let second = approve(&world, proposed).await.unwrap();
    assert_eq!((second.product, second.version_id, second.version), (first.product, proposed, 2));
    assert_eq!(waits('a', approver).await, 0);
    assert_eq!(refusal(approve(&world, proposed).await), ProductRefusal::WrongState);

    let treasurer = world.funder_person('a', Role::FunderTreasurer);
    let told = offer::product(&world.db, &treasurer, first.product).await.unwrap();
    assert_eq!((told.name.as_str(), told.contract_kind, told.waiting), ("循环贷", ContractKind::Loan, None));
    let versions: Vec<_> = told.versions.iter().map(|row| (row.version, row.terms.terms.grace_days)).collect();
    assert_eq!(versions, [(2, 2), (1, 0)]);
    assert_eq!(told.versions[0].published_at, START + Duration::hours(1));
    let who = [&told.versions[0].proposed_by, &told.versions[0].published_by].map(|who| who.as_deref());
    assert_eq!(who, [Some("user:funder-a-reviewer"), Some("user:funder-a-approver")]);
    let kept = product_proposal(&world.db, &world.funder_person('a', reviewer), proposed).await.unwrap();
    assert_eq!((kept.proposal.state, kept.before), (ProductProposalState::Published, Some(product_terms())));
    world.finish().await;
}

#[tokio::test]
async fn nothing_is_proposed_or_published_by_who_may_not_or_of_another_funder() {
    let world = World::new().await;
    let first = publish(&world, 'a').await;
    let lenient = || version(first, changed(|terms| terms.grace_days = 2));
    let proposed = propose(&world, lenient()).await.unwrap();
    for forbidden in [
        world.partner('a'),
        world.funder_person('a', Role::FunderTreasurer),
        world.operator(Role::OperatorMaker),
        world.agent(1),
    ] {
        let outcome = propose_product(&world.db, &forbidden, lenient()).await;
        assert!(matches!(outcome, Err(Error::Forbidden)), "{outcome:?}");
        let outcome = publish_product(&world.db, &forbidden, proposed).await;
        assert!(matches!(outcome, Err(Error::Forbidden)), "{outcome:?}");
        let outcome = withdraw_product(&world.db, &forbidden, proposed).await;
        assert!(matches!(outcome, Err(Error::Forbidden)), "{outcome:?}");
    }
    let by_reviewer = publish_product(&world.db, &world.funder_person('a', Role::FunderReviewer), proposed).await;
    assert!(matches!(by_reviewer, Err(Error::Forbidden)), "{by_reviewer:?}");
    let other = || world.funder_person('b', Role::FunderApprover);
    let outcomes = [
        propose_product(&world.db, &other(), lenient()).await.map(drop),
        publish_product(&world.db, &other(), proposed).await.map(drop),
        withdraw_product(&world.db, &other(), proposed).await,
    ];
    for outcome in outcomes {
        assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
    }
    assert!(product_proposals(&world.db, &other()).await.unwrap().is_empty());
    assert!(matches!(offer::product(&world.db, &other(), first.product).await, Err(Error::NotFound)));
    assert!(matches!(product_proposal(&world.db, &other(), proposed).await, Err(Error::NotFound)));
    world.finish().await;
}

#[tokio::test]
async fn two_who_propose_or_publish_at_once_do_it_once() {
    let world = World::new().await;
    let first = publish(&world, 'a').await;
    let lenient = || version(first, changed(|terms| terms.grace_days = 2));
    let (one, other) = tokio::join!(propose(&world, lenient()), propose(&world, lenient()));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let proposed = one.or(other).unwrap();
    let (one, other) = tokio::join!(approve(&world, proposed), approve(&world, proposed));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(one.or(other).unwrap().version, 2);
    // Who has filled the form in before that has not seen it.
    let stale = propose(&world, version(first, changed(|terms| terms.grace_days = 3))).await;
    assert!(matches!(stale, Err(Error::Conflict(Conflict::Changed))), "{stale:?}");
    let same = PublishedProduct { version: 2, ..first };
    let same = propose(&world, version(same, changed(|terms| terms.grace_days = 2))).await;
    assert_eq!(refusal(same), ProductRefusal::Unchanged);
    world.finish().await;
}

#[tokio::test]
async fn what_breaks_a_rule_is_not_even_proposed_and_a_name_is_given_once() {
    let world = World::new().await;
    let wrong = |terms: ProductTerms, name: &str| {
        let draft = ProductDraft { name: name.to_owned(), ..product(terms).draft };
        ProposeProductCommand { product: None, after: 0, draft }
    };
    let dear = changed(|terms| terms.early_fee_rate = "0.02".parse().unwrap());
    for (command, field) in
        [(wrong(dear, "循环贷"), ProductField::EarlyFee), (wrong(product_terms(), " "), ProductField::Name)]
    {
        let refused = refusal(propose(&world, command).await);
        assert!(refused.fault(field).is_some(), "{refused:?}");
    }
    let missing = refusal(propose(&world, wrong(product_terms(), "")).await);
    assert_eq!(missing, ProductRefusal::Invalid { faults: [(ProductField::Name, ProductFault::Missing)].into() });
    let first = publish(&world, 'a').await;
    let lenient = version(first, changed(|terms| terms.min_days = 3));
    let draft = ProductDraft {
        name: "别的名字".to_owned(),
        contract_kind: ContractKind::FactoringAdvance,
        ..lenient.draft.clone()
    };
    let renamed = propose(&world, ProposeProductCommand { draft, ..lenient }).await.unwrap();
    approve(&world, renamed).await.unwrap();
    let told = offer::products(&world.db, &world.partner('a')).await.unwrap();
    assert_eq!((told[0].name.as_str(), told[0].contract_kind), ("循环贷", ContractKind::Loan));
    assert_eq!((told[0].published.version, told[0].terms.terms.min_days), (2, 3));
    world.finish().await;
}

#[tokio::test]
async fn a_new_version_concerns_only_what_is_offered_after_it() {
    let world = World::new().await;
    insert_data(&world).await;
    let first = publish(&world, 'a').await;
    let before = open_round(&world, 1).await.unwrap().offers[0];
    answer(&world, 'a', before, first.version_id, quotation("200000", "0.12")).await.unwrap();
    let terms = changed(|terms| {
        terms.grace_days = 2;
        terms.minimum_overdue = yuan("10");
    });
    let proposed = propose(&world, version(first, terms)).await.unwrap();
    let second = approve(&world, proposed).await.unwrap();
    let after = open_round(&world, 2).await.unwrap().offers[0];
    answer(&world, 'a', after, second.version_id, quotation("200000", "0.12")).await.unwrap();
    let grace = |rows: Vec<OfferRow>| {
        let terms = rows[0].offered.as_ref().unwrap().terms.terms.clone();
        (terms.grace_days, terms.minimum_overdue)
    };
    assert_eq!(grace(offers(&world, 1).await), (0, yuan("1")));
    assert_eq!(grace(offers(&world, 2).await), (2, yuan("10")));
    world.finish().await;
}

//! Pre-credit: products, rounds and answers.

mod choice;
mod product;

use domain::{
    Amount, Rate,
    consent::{ConsentPurpose, ConsentRefusal},
    id::{ApplicationId, OfferId, ProductVersionId},
    offer::{ContractKind, OfferRefusal, OfferState, ProductTerms, Quotation, RoundRefusal},
    product::ProductDraft,
    role::Role,
    terms::{RepaymentMethod, Tenor},
};
use services::{
    Error, application,
    consent::{self, ConsentText},
    error::Conflict,
    offer::{
        self, Answer, AnswerOfferCommand, OfferRow, OpenRoundCommand, OpenedRound, ProposeProductCommand,
        PublishedProduct, SetCapacityCommand,
    },
};
use time::{Duration, macros::date};

use crate::{
    harness::{START, World, bullet_terms, yuan},
    suspension::{UNFIT, change_to},
};

pub fn tenors(texts: &[&str]) -> Vec<Tenor> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

fn product_terms() -> ProductTerms {
    ProductTerms {
        limit_min: yuan("10000"),
        limit_max: yuan("500000"),
        terms: bullet_terms(),
        tenors: tenors(&["30d", "60d", "90d"]),
    }
}

fn product(terms: ProductTerms) -> ProposeProductCommand {
    let draft = ProductDraft { name: "循环贷".to_owned(), contract_kind: ContractKind::Loan, terms };
    ProposeProductCommand { product: None, after: 0, draft }
}

pub async fn publish(world: &World, funder: char) -> PublishedProduct {
    let reviewer = world.funder_person(funder, Role::FunderReviewer);
    let proposed = offer::propose_product(&world.db, &reviewer, product(product_terms())).await.unwrap();
    let approver = world.funder_person(funder, Role::FunderApprover);
    offer::publish_product(&world.db, &approver, proposed).await.unwrap()
}

/// 24 months of data for every agent but the last, up to the month before the world begins.
pub async fn insert_data(world: &World) {
    sqlx::query(
        "insert into operating_data
         select a.id, (date '2024-11-01' + m * interval '1 month')::date, 10000000 + m, 20000000 + m, 500000 + m
         from agents a, generate_series(0, 23) m where a.number <> 'A0005'",
    )
    .execute(&world.owner)
    .await
    .unwrap();
}

pub async fn open_round(world: &World, agent: usize) -> Result<OpenedRound, Error<RoundRefusal>> {
    let command = OpenRoundCommand { consent: ConsentText::of("1", "同意以匿名方式提供经营数据") };
    offer::open_round(&world.db, &world.agent(agent), command).await
}

pub fn quotation(limit: &str, rate: &str) -> Quotation {
    Quotation {
        limit: yuan(limit),
        annual_rate: rate.parse::<Rate>().unwrap(),
        method: RepaymentMethod::Bullet,
        tenors: tenors(&["30d", "60d"]),
        valid_days: 7,
    }
}

async fn answer(
    world: &World,
    funder: char,
    offer: OfferId,
    version: ProductVersionId,
    quotation: Quotation,
) -> Result<OfferState, Error<OfferRefusal>> {
    let answer = Answer::Offer { product_version: version, quotation };
    offer::answer_offer(&world.db, &world.partner(funder), AnswerOfferCommand { offer, answer }).await
}

async fn decline(world: &World, funder: char, offer: OfferId, reason: &str) -> Result<OfferState, Error<OfferRefusal>> {
    let answer = Answer::Decline { reason: reason.to_owned() };
    offer::answer_offer(&world.db, &world.partner(funder), AnswerOfferCommand { offer, answer }).await
}

/// A round of agent 1, answered by funder `a` (200,000.00 at 0.12) and `b` (300,000.00 at 0.15); `c` is silent.
pub async fn answered_round(world: &World) -> Vec<OfferId> {
    insert_data(world).await;
    let mut versions = Vec::new();
    for funder in ['a', 'b', 'c'] {
        versions.push(publish(world, funder).await.version_id);
    }
    let offers = open_round(world, 1).await.unwrap().offers;
    world.set_now(START + Duration::seconds(40));
    answer(world, 'a', offers[0], versions[0], quotation("200000", "0.12")).await.unwrap();
    world.set_now(START + Duration::seconds(60));
    answer(world, 'b', offers[1], versions[1], quotation("300000", "0.15")).await.unwrap();
    offers
}

pub async fn select(world: &World, agent: usize, offer: OfferId) -> Result<ApplicationId, Error<OfferRefusal>> {
    application::select_offer(&world.db, &world.agent(agent), offer).await
}

async fn states(world: &World, agent: usize) -> Vec<OfferState> {
    offers(world, agent).await.iter().map(|row| row.state).collect()
}

async fn offers(world: &World, agent: usize) -> Vec<OfferRow> {
    offer::offers(&world.db, &world.agent(agent)).await.unwrap()
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error<OfferRefusal>>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?} is no refusal"),
    }
}

#[tokio::test]
async fn a_round_asks_every_funder_that_fits_under_a_pseudonym_of_its_own() {
    let world = World::new().await;
    insert_data(&world).await;
    for funder in ['a', 'b'] {
        publish(&world, funder).await;
    }
    let opened = open_round(&world, 1).await.unwrap();
    assert_eq!(opened.deadline_at, START + Duration::minutes(10));
    assert_eq!(opened.offers.len(), 2, "the funder without a product is not asked");
    let asked = offer::rounds_to_answer(&world.db, &world.partner('a')).await.unwrap();
    let other = offer::rounds_to_answer(&world.db, &world.partner('b')).await.unwrap();
    assert_eq!((asked.len(), other.len()), (1, 1));
    assert_eq!((asked[0].offer, asked[0].months.len()), (opened.offers[0], 24));
    assert_eq!(asked[0].months[0].month.first_day(), date!(2024 - 11 - 01));
    assert_eq!(asked[0].months[23].commissions, yuan("5000.23"));
    assert_ne!(asked[0].pseudonym, other[0].pseudonym);
    assert_eq!(asked[0].pseudonym.get_version_num(), 4, "an ordered pseudonym would tell who asked when");
    let told = format!("{asked:?}");
    let agent = world.agents[0].agent;
    assert!(!told.contains(&agent.to_string()) && !told.contains(&agent.0.to_string()) && !told.contains("通讯"));
    let events = "select count(*) from outbox where event = 'offer.requested' and payload::text not like '%agent%'";
    assert_eq!(world.number(events).await, 2);
    let consents = consent::consents(&world.db, &world.agent(1)).await.unwrap();
    assert!(consents.iter().all(|given| given.purpose == ConsentPurpose::PreCredit && given.withdrawn_at.is_none()));
    assert_eq!(consents.len(), 2);
    assert!(consent::consents(&world.db, &world.agent(2)).await.unwrap().is_empty());
    world.finish().await;
}

#[tokio::test]
async fn only_funders_whose_licence_and_region_fit_are_asked() {
    let world = World::new().await;
    insert_data(&world).await;
    for funder in ['a', 'b', 'c'] {
        publish(&world, funder).await;
    }
    let changes = [
        "update partners set regions = '{四川省}' where code = 'funder-a'",
        "update partners set licence_expires_on = '2026-11-19' where code = 'funder-b'",
        "update partners set status = 'suspended' where code = 'funder-c'",
    ];
    for change in changes {
        assert_eq!(world.as_owner(change).await, None);
    }
    assert!(matches!(open_round(&world, 1).await, Err(Error::Refused(RoundRefusal::NoFunder))));
    let back = "update partners set regions = '{四川省,重庆市}' where code = 'funder-a';
                update partners set licence_expires_on = '2026-11-20' where code = 'funder-b'";
    assert_eq!(world.as_owner(back).await, None);
    assert_eq!(open_round(&world, 1).await.unwrap().offers.len(), 2);
    world.finish().await;
}

#[tokio::test]
async fn no_offer_is_made_or_taken_by_who_is_suspended_or_without_a_licence() {
    for (unfit, fit, code) in UNFIT {
        let world = World::new().await;
        insert_data(&world).await;
        let version = publish(&world, 'a').await.version_id;
        let asked = open_round(&world, 1).await.unwrap().offers[0];
        change_to(&world, unfit).await;
        let made = answer(&world, 'a', asked, version, quotation("200000", "0.12")).await;
        assert!(matches!(&made, Err(Error::Refused(refusal)) if refusal.code() == code), "{made:?}");
        change_to(&world, fit).await;
        answer(&world, 'a', asked, version, quotation("200000", "0.12")).await.unwrap();
        change_to(&world, unfit).await;
        let taken = select(&world, 1, asked).await;
        assert!(matches!(&taken, Err(Error::Refused(refusal)) if refusal.code() == code), "{taken:?}");
        world.finish().await;
    }
}

#[tokio::test]
async fn a_round_needs_data_and_a_licence_and_is_one_at_a_time() {
    let world = World::new().await;
    insert_data(&world).await;
    let version = publish(&world, 'a').await.version_id;
    assert!(matches!(open_round(&world, 5).await, Err(Error::Refused(RoundRefusal::NoOperatingData))));
    assert_eq!(
        world.as_owner("update agents set licence_expires_on = '2026-11-19' where number = 'A0002'").await,
        None
    );
    assert!(matches!(open_round(&world, 2).await, Err(Error::Refused(RoundRefusal::LicenceExpired))));
    let command = || OpenRoundCommand { consent: ConsentText::of("1", "同意") };
    let (one, other) = (world.agent(1), world.agent(1));
    let (one, other) =
        tokio::join!(offer::open_round(&world.db, &one, command()), offer::open_round(&world.db, &other, command()));
    let refused = [&one, &other].into_iter().filter(|outcome| {
        matches!(outcome, Err(Error::Refused(RoundRefusal::RoundOpen { deadline_at })) if *deadline_at == START + Duration::minutes(10))
    });
    assert_eq!(refused.count(), 1, "{one:?} {other:?}");
    let asked = one.or(other).unwrap().offers[0];
    decline(&world, 'a', asked, "经营时间不足").await.unwrap();
    let second = open_round(&world, 1).await.expect("a round that everybody answered is over");
    world.set_now(START + Duration::minutes(10));
    open_round(&world, 1).await.expect("a round whose deadline passed is over");
    assert_eq!(
        refusal(answer(&world, 'a', second.offers[0], version, quotation("50000", "0.1")).await),
        "offer.too_late"
    );
    assert!(matches!(offer::open_round(&world.db, &world.partner('a'), command()).await, Err(Error::Forbidden)));
    world.finish().await;
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_refused_and_may_be_given_again() {
    let world = World::new().await;
    insert_data(&world).await;
    let PublishedProduct { product, version_id: version, .. } = publish(&world, 'a').await;
    let foreign = publish(&world, 'b').await.version_id;
    let asked = open_round(&world, 1).await.unwrap().offers[0];
    let not_asked = answer(&world, 'b', asked, foreign, quotation("200000", "0.12")).await;
    assert!(matches!(not_asked, Err(Error::NotFound)), "{not_asked:?}");
    for (version, quoted, code) in [
        (foreign, quotation("200000", "0.12"), "offer.unknown_product"),
        (version, quotation("200000", "0.17"), "offer.terms_invalid"),
        (version, quotation("500000.01", "0.1"), "offer.limit_out_of_range"),
    ] {
        assert_eq!(refusal(answer(&world, 'a', asked, version, quoted).await), code);
    }
    let bounded = async |most: Option<Amount>| {
        offer::set_capacity(&world.db, &world.partner('a'), SetCapacityCommand { product, most }).await.unwrap();
    };
    bounded(Some(yuan("199999.99"))).await;
    let beyond = answer(&world, 'a', asked, version, quotation("200000", "0.12")).await;
    assert_eq!(refusal(beyond), "product.capacity_reached");
    bounded(None).await;
    assert_eq!(refusal(decline(&world, 'a', asked, "  ").await), "field.missing");
    let product_version = version;
    let answer = Answer::Offer { product_version, quotation: quotation("200000", "0.12") };
    let command = AnswerOfferCommand { offer: asked, answer };
    let person = world.funder_person('a', Role::FunderReviewer);
    let by_hand = offer::answer_offer(&world.db, &person, command.clone()).await;
    assert!(matches!(by_hand, Err(Error::Forbidden)), "{by_hand:?}");
    let taken = offer::answer_offer(&world.db, &world.partner('a'), command).await.unwrap();
    assert_eq!(taken, OfferState::Offered);
    world.finish().await;
}

#[tokio::test]
async fn an_answer_is_taken_once_until_the_deadline() {
    let world = World::new().await;
    insert_data(&world).await;
    let product_version = publish(&world, 'a').await.version_id;
    publish(&world, 'b').await;
    let offers = open_round(&world, 1).await.unwrap().offers;
    let context = world.partner('a');
    let given = Answer::Offer { product_version, quotation: quotation("200000", "0.12") };
    let command = AnswerOfferCommand { offer: offers[0], answer: given };
    world.set_now(START + Duration::minutes(10) - Duration::seconds(1));
    for _ in 0..2 {
        let replayed = offer::answer_offer(&world.db, &context, command.clone()).await;
        assert_eq!(replayed.unwrap(), OfferState::Offered);
    }
    let reason = "不".to_owned();
    let other = AnswerOfferCommand { answer: Answer::Decline { reason }, ..command };
    let reused = offer::answer_offer(&world.db, &context, other).await;
    assert!(matches!(reused, Err(Error::Conflict(Conflict::OtherContent))), "{reused:?}");
    assert_eq!(refusal(decline(&world, 'a', offers[0], "反悔").await), "offer.wrong_state");
    assert_eq!(world.number("select count(*) from offers where state = 'offered'").await, 1);
    world.set_now(START + Duration::minutes(10));
    assert_eq!(refusal(decline(&world, 'b', offers[1], "太晚").await), "offer.too_late");
    let left = offer::rounds_to_answer(&world.db, &world.partner('b')).await.unwrap();
    assert!(left.is_empty(), "{left:?}");
    world.finish().await;
}

#[tokio::test]
async fn a_withdrawn_consent_stops_the_data_and_the_answer() {
    let world = World::new().await;
    insert_data(&world).await;
    let version = publish(&world, 'a').await.version_id;
    publish(&world, 'b').await;
    let offers = open_round(&world, 1).await.unwrap().offers;
    let given = consent::consents(&world.db, &world.agent(1)).await.unwrap();
    let to_a = given.iter().find(|given| given.partner == world.funders[0]).unwrap().id;
    let foreign = consent::withdraw_consent(&world.db, &world.agent(2), to_a).await;
    assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");
    consent::withdraw_consent(&world.db, &world.agent(1), to_a).await.unwrap();
    let again = consent::withdraw_consent(&world.db, &world.agent(1), to_a).await;
    assert!(matches!(again, Err(Error::Refused(ConsentRefusal::AlreadyWithdrawn))), "{again:?}");
    assert!(offer::rounds_to_answer(&world.db, &world.partner('a')).await.unwrap().is_empty());
    assert_eq!(offer::rounds_to_answer(&world.db, &world.partner('b')).await.unwrap().len(), 1);
    let answered = answer(&world, 'a', offers[0], version, quotation("200000", "0.12")).await;
    assert_eq!(refusal(answered), "offer.consent_withdrawn");
    world.finish().await;
}

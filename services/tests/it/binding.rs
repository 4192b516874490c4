//! A card is bound with the payer's code; the facilitator that the settlement id stands for shares it; both are told.

#[path = "binding/killed.rs"]
pub mod killed;
#[path = "binding/lost.rs"]
mod lost;
#[path = "binding/network.rs"]
pub mod network;
#[path = "binding/share.rs"]
mod share;
#[path = "binding/suspend.rs"]
mod suspend;

use domain::{
    binding::{BindingState, ShareState},
    id::SigningId,
    job::JobKind,
    network::{Meaning, Reason},
    role::Role,
    signing::{SigningRefusal, SigningState},
};
use serde_json::{Value, json};
use services::{
    Context, Error,
    binding::{BindingFilter, BindingRow, ShareFilter, ShareRow, bindings, shares},
    event::{EventRow, events_after, number_events},
    job::Outcome,
    network::Network,
    signing::{ConfirmSigningCommand, OrderSigningCommand, confirm_signing, order_signing, signing},
    worker::Worker,
};
use time::Duration;

use crate::{
    harness::{FIRST, World},
    mapping::{disabled, published},
};
use network::{CODE, TestNetwork};

/// Whose data must stand nowhere in clear.
pub const PAYER: [&str; 4] = ["诸葛亮", "11010519491231002X", "6222020200112233446", "13800001402"];

pub fn order(settlement_id: &str) -> OrderSigningCommand {
    let [name, id_number, card_number, mobile] = PAYER.map(str::to_owned);
    OrderSigningCommand {
        settlement_id: settlement_id.to_owned(),
        name,
        id_number,
        card_number,
        mobile,
        consents: true,
        consents_to_share: true,
        line: None,
    }
}

pub fn treasurer(world: &World) -> Context {
    world.funder_person('a', Role::FunderTreasurer)
}

pub async fn ordered(world: &World, network: &TestNetwork, settlement_id: &str) -> SigningId {
    order_signing(&world.db, network, &treasurer(world), order(settlement_id)).await.unwrap().signing
}

pub async fn confirmed(
    world: &World,
    network: &TestNetwork,
    id: SigningId,
    code: &str,
) -> Result<(), Error<SigningRefusal>> {
    let command = ConfirmSigningCommand { signing: id, code: code.to_owned() };
    confirm_signing(&world.db, network, &treasurer(world), command).await
}

/// A binding that facilitator 1 shares.
pub async fn bound(world: &World, network: &TestNetwork) -> BindingRow {
    published(world, "JH-01", 1).await;
    let id = ordered(world, network, "JH-01").await;
    confirmed(world, network, id, CODE).await.unwrap();
    bindings(&world.db, &treasurer(world), BindingFilter::All, FIRST).await.unwrap().rows.remove(0)
}

pub async fn state(world: &World, id: SigningId) -> (SigningState, Option<Reason>) {
    let row = signing(&world.db, &treasurer(world), id).await.unwrap().row;
    (row.state, row.failure)
}

pub async fn shares_of(world: &World, facilitator: usize) -> Vec<ShareRow> {
    let context = world.facilitator(facilitator, Role::FacilitatorOperator);
    shares(&world.db, &context, ShareFilter::All, FIRST).await.unwrap().rows
}

/// What a partner was told, in its order.
pub async fn told(world: &World, context: &Context) -> Vec<EventRow> {
    number_events(&world.db).await.unwrap();
    events_after(&world.db, context, 0, 100).await.unwrap()
}

pub async fn told_codes(world: &World, context: &Context) -> Vec<&'static str> {
    told(world, context).await.into_iter().map(|event| event.kind.code()).collect()
}

pub async fn follow(world: &World, network: &dyn Network, kind: JobKind) -> Vec<Outcome> {
    let bank = crate::bank::FakeBank::silent();
    let banks = services::bank::Banks::one(&bank);
    Worker { network, ..Worker::new(&world.db, &banks) }.work_off(kind).await.unwrap()
}

fn code<T: std::fmt::Debug>(outcome: Result<T, Error<SigningRefusal>>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?} is no refusal"),
    }
}

#[tokio::test]
async fn a_signing_binds_the_card_shares_it_and_tells_both_each_its_own_alias() {
    let world = World::new().await;
    let network = TestNetwork::default();
    published(&world, "JH-01", 1).await;
    let id = ordered(&world, &network, "JH-01").await;
    assert_eq!(state(&world, id).await.0, SigningState::CodeSent);
    assert!(shares_of(&world, 1).await.is_empty(), "what is not decided is not shown");
    confirmed(&world, &network, id, CODE).await.unwrap();
    assert_eq!(state(&world, id).await, (SigningState::Succeeded, None));

    let binding = bindings(&world.db, &treasurer(&world), BindingFilter::All, FIRST).await.unwrap().rows.remove(0);
    let share = shares_of(&world, 1).await.remove(0);
    assert_eq!((binding.state, share.state), (BindingState::Active, ShareState::Shared));
    assert_eq!((share.payer_masked.as_str(), share.card_masked.as_str()), ("诸*", "**** 3446"));
    assert_ne!(binding.alias, share.alias);
    assert!(shares_of(&world, 2).await.is_empty());

    let funder = told(&world, &world.partner('a')).await;
    let facilitator = told(&world, &world.facilitator(1, Role::FacilitatorApprover)).await;
    assert_eq!((funder.len(), facilitator.len()), (1, 1));
    assert_eq!((funder[0].number, funder[0].kind.code()), (1, "signing.succeeded"));
    assert_eq!(funder[0].payload["alias"], json!(binding.alias));
    assert_eq!((facilitator[0].number, facilitator[0].kind.code()), (1, "signing.succeeded"));
    assert_eq!(facilitator[0].payload, json!({ "settlement_id": "JH-01", "alias": share.alias }));
    assert!(told(&world, &world.facilitator(2, Role::FacilitatorApprover)).await.is_empty());

    // Neither the payer nor the network's number nor the code stands anywhere in clear.
    let dump = world.dump().await;
    for secret in PAYER.into_iter().chain([network.agreement_no().as_str(), CODE]) {
        assert!(!dump.contains(secret), "{secret} stands in the database");
    }
    world.finish().await;
}

#[tokio::test]
async fn a_wrong_code_can_be_typed_again_and_the_fifth_is_the_last() {
    let world = World::new().await;
    let network = TestNetwork::default();
    published(&world, "JH-01", 1).await;
    let id = ordered(&world, &network, "JH-01").await;
    for _ in 0..4 {
        confirmed(&world, &network, id, "000000").await.unwrap();
        assert_eq!(state(&world, id).await.0, SigningState::CodeSent);
    }
    confirmed(&world, &network, id, "000000").await.unwrap();
    assert_eq!(state(&world, id).await, (SigningState::Failed, Some(Reason::TooManyCodes)));
    assert_eq!(code(confirmed(&world, &network, id, CODE).await), "signing.state");
    assert_eq!(shares_of(&world, 1).await[0].state, ShareState::Void);
    let told = told(&world, &world.facilitator(1, Role::FacilitatorOperator)).await;
    assert_eq!(told[0].kind.code(), "signing.failed");
    assert_eq!(told[0].payload, json!({ "settlement_id": "JH-01", "failure": "too_many_codes" }), "and nobody's name");
    // The card can be bound anew.
    let again = ordered(&world, &network, "JH-01").await;
    confirmed(&world, &network, again, CODE).await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn what_is_not_mapped_not_agreed_to_or_bound_already_is_refused_and_no_code_is_sent() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let context = || treasurer(&world);
    let refused = async |command| code(order_signing(&world.db, &network, &context(), command).await);
    assert_eq!(refused(order("JH-01")).await, "mapping.not_in_force");
    let mapping = published(&world, "JH-01", 1).await;
    for text in ["JH 01", "ＪＨ０１", ""] {
        assert_eq!(refused(order(text)).await, "mapping.settlement_id_invalid", "{text}");
    }
    assert_eq!(refused(OrderSigningCommand { consents: false, ..order("JH-01") }).await, "signing.consent_missing");
    for wrong in [
        OrderSigningCommand { name: " ".to_owned(), ..order("JH-01") },
        OrderSigningCommand { id_number: "110105194912310021".to_owned(), ..order("JH-01") },
        OrderSigningCommand { card_number: "6222020200112233440".to_owned(), ..order("JH-01") },
        OrderSigningCommand { mobile: "138".to_owned(), ..order("JH-01") },
    ] {
        assert_eq!(refused(wrong).await, "signing.payer_invalid");
    }
    // The settlement id is funder a's.
    let other = world.funder_person('b', Role::FunderTreasurer);
    assert_eq!(code(order_signing(&world.db, &network, &other, order("JH-01")).await), "mapping.not_in_force");
    assert_eq!(network.sent(), 0);
    let id = ordered(&world, &network, "JH-01").await;
    assert_eq!(refused(order("JH-01")).await, "signing.already_bound");
    confirmed(&world, &network, id, CODE).await.unwrap();
    assert_eq!(refused(order("JH-01")).await, "signing.already_bound");
    disabled(&world, mapping).await;
    assert_eq!(refused(order("JH-01")).await, "mapping.not_in_force");
    assert_eq!(network.sent(), 1);
    let agent = order_signing(&world.db, &network, &world.agent(1), order("JH-01")).await;
    assert!(matches!(agent, Err(Error::Forbidden)));
    world.finish().await;
}

#[tokio::test]
async fn a_mapping_disabled_before_the_code_leaves_the_binding_to_the_funder_alone() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let mapping = published(&world, "JH-01", 1).await;
    let id = ordered(&world, &network, "JH-01").await;
    disabled(&world, mapping).await;
    confirmed(&world, &network, id, CODE).await.unwrap();
    assert_eq!(state(&world, id).await.0, SigningState::Succeeded);
    let share = shares_of(&world, 1).await.remove(0);
    assert_eq!((share.state, share.alias.as_str()), (ShareState::Void, ""));
    assert_eq!(told_codes(&world, &world.partner('a')).await, ["signing.succeeded"]);
    let facilitator = told(&world, &world.facilitator(1, Role::FacilitatorOperator)).await;
    assert_eq!(facilitator[0].kind.code(), "share.void");
    assert_eq!(facilitator[0].payload, json!({ "settlement_id": "JH-01" }));
    world.finish().await;
}

#[tokio::test]
async fn a_mapping_to_another_facilitator_is_for_new_signings_and_moves_nobody_s_share() {
    let world = World::new().await;
    let network = TestNetwork::default();
    bound(&world, &network).await;
    world.set_now(world.now() + Duration::minutes(1));
    let of_card = |card_number: &str| OrderSigningCommand { card_number: card_number.to_owned(), ..order("JH-01") };
    let command = of_card("6222020200112233552");
    let before = order_signing(&world.db, &network, &treasurer(&world), command).await.unwrap().signing;
    world.set_now(world.now() + Duration::minutes(1));
    published(&world, "JH-01", 2).await;
    // Ordered under the one before: the funder's alone, as the facilitator that its payer agreed to is told, and nobody else.
    confirmed(&world, &network, before, CODE).await.unwrap();
    let states: Vec<ShareState> = shares_of(&world, 1).await.iter().map(|share| share.state).collect();
    assert_eq!(states, [ShareState::Void, ShareState::Shared]);
    assert!(shares_of(&world, 2).await.is_empty());
    let facilitator = |number| world.facilitator(number, Role::FacilitatorOperator);
    assert_eq!(told_codes(&world, &facilitator(1)).await, ["signing.succeeded", "share.void"]);
    assert!(told(&world, &facilitator(2)).await.is_empty());
    world.finish().await;
}

#[tokio::test]
async fn without_the_payer_s_word_nothing_is_shared_and_the_facilitator_learns_nothing() {
    let world = World::new().await;
    let network = TestNetwork::default();
    published(&world, "JH-01", 1).await;
    let command = OrderSigningCommand { consents_to_share: false, ..order("JH-01") };
    let id = order_signing(&world.db, &network, &treasurer(&world), command).await.unwrap().signing;
    confirmed(&world, &network, id, CODE).await.unwrap();
    assert_eq!(state(&world, id).await.0, SigningState::Succeeded);
    assert!(shares_of(&world, 1).await.is_empty());
    assert!(told(&world, &world.facilitator(1, Role::FacilitatorOperator)).await.is_empty());
    let consent = signing(&world.db, &treasurer(&world), id).await.unwrap().consent;
    assert!(!consent.contains("顺联"), "{consent}");
    world.finish().await;
}

#[tokio::test]
async fn the_network_s_refusal_ends_it() {
    let world = World::new().await;
    let network = TestNetwork::default();
    published(&world, "JH-01", 1).await;
    network.answer(Meaning::Refused(Reason::PayerMismatch));
    let id = ordered(&world, &network, "JH-01").await;
    assert_eq!(state(&world, id).await, (SigningState::Failed, Some(Reason::PayerMismatch)));
    assert_eq!(told_codes(&world, &world.partner('a')).await, ["signing.failed"]);
    world.finish().await;
}

#[tokio::test]
async fn another_code_takes_the_place_of_the_one_before() {
    let world = World::new().await;
    let network = TestNetwork::default();
    published(&world, "JH-01", 1).await;
    let id = ordered(&world, &network, "JH-01").await;
    let too_soon = services::signing::send_code_again(&world.db, &network, &treasurer(&world), id).await;
    assert_eq!(code(too_soon), "signing.too_soon");
    world.set_now(world.now() + Duration::minutes(2));
    let context = treasurer(&world);
    services::signing::send_code_again(&world.db, &network, &context, id).await.unwrap();
    services::signing::send_code_again(&world.db, &network, &context, id).await.unwrap();
    assert_eq!(network.sent(), 2, "the same request number sends one");
    confirmed(&world, &network, id, CODE).await.unwrap();
    assert_eq!(state(&world, id).await.0, SigningState::Succeeded);
    world.finish().await;
}

#[tokio::test]
async fn a_code_that_nobody_types_expires_and_both_are_told() {
    let world = World::new().await;
    let network = TestNetwork::default();
    published(&world, "JH-01", 1).await;
    let id = ordered(&world, &network, "JH-01").await;
    world.set_now(world.now() + Duration::minutes(10));
    assert_eq!(code(confirmed(&world, &network, id, CODE).await), "signing.code_expired");
    follow(&world, &network, JobKind::FollowSigning).await;
    assert_eq!(state(&world, id).await.0, SigningState::Expired);
    assert_eq!(told_codes(&world, &world.partner('a')).await, ["signing.expired"]);
    let facilitator = world.facilitator(1, Role::FacilitatorOperator);
    assert_eq!(told_codes(&world, &facilitator).await, ["signing.expired"]);
    world.finish().await;
}

/// A value that no partner may be told.
pub fn assert_tells_no_payer(payload: &Value) {
    let text = payload.to_string();
    assert!(PAYER.iter().all(|secret| !text.contains(secret)), "{text}");
}

//! An agent's own card is bound with a code, fills the wallet, rests and ends; and what the network does not say is unknown.

#[path = "card/end.rs"]
mod end;
#[path = "card/killed.rs"]
mod killed;
#[path = "card/returned.rs"]
mod returned;
#[path = "card/top_up.rs"]
mod top_up;

use domain::{
    Amount,
    card::{CardRefusal, CardState, TopUpRefusal},
    card_bank::CardBank,
    id::CardId,
    job::JobKind,
    network::{Meaning, Reason},
    role::Role,
};
use services::{
    Error,
    card::{CardRow, ConfirmCardCommand, OrderCardCommand, card, cards, confirm_card, order_card, send_code_again},
    top_up::{OrderedTopUp, TopUpCommand, TopUpRow, top_ups},
};
use time::Duration;

use crate::{
    binding::{
        follow,
        network::{CODE, TestNetwork},
    },
    harness::{FIRST, World, yuan},
};

/// The legal person of every shop, and whose data but for the name must stand nowhere in clear.
const OWNER: [&str; 4] = ["张三", "11010519491231002X", "6222020200112233446", "13800001402"];

fn order() -> OrderCardCommand {
    let [name, id_number, card_number, mobile] = OWNER.map(str::to_owned);
    OrderCardCommand { name, id_number, card_number, mobile, consents: true }
}

async fn ordered(world: &World, network: &TestNetwork, agent: usize) -> CardId {
    order_card(&world.db, network, &world.agent(agent), order()).await.unwrap()
}

async fn confirmed(world: &World, network: &TestNetwork, id: CardId, code: &str) -> Result<(), Error<CardRefusal>> {
    let command = ConfirmCardCommand { card: id, code: code.to_owned() };
    confirm_card(&world.db, network, &world.agent(1), command).await
}

/// The card of agent 1, bound.
pub async fn bound(world: &World, network: &TestNetwork) -> CardId {
    let id = ordered(world, network, 1).await;
    confirmed(world, network, id, CODE).await.unwrap();
    id
}

async fn seen(world: &World, id: CardId) -> CardRow {
    card(&world.db, &world.agent(1), id).await.unwrap().row
}

pub async fn taken(world: &World, id: CardId, amount: &str) -> Result<OrderedTopUp, Error<TopUpRefusal>> {
    let command = TopUpCommand { card: id, amount: yuan(amount) };
    services::top_up::top_up(&world.db, &world.agent(1), command).await
}

async fn newest(world: &World, id: CardId) -> TopUpRow {
    top_ups(&world.db, &world.agent(1), id, FIRST).await.unwrap().rows.remove(0)
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error<TopUpRefusal>>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?} is no refusal"),
    }
}

fn code<T: std::fmt::Debug>(outcome: Result<T, Error<CardRefusal>>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?} is no refusal"),
    }
}

/// Agent 3 has a card, from which its wallet was filled.
pub async fn filled(world: &World, network: &TestNetwork) {
    let id = ordered(world, network, 3).await;
    let command = ConfirmCardCommand { card: id, code: CODE.to_owned() };
    confirm_card(&world.db, network, &world.agent(3), command).await.unwrap();
    let command = TopUpCommand { card: id, amount: yuan("25") };
    services::top_up::top_up(&world.db, &world.agent(3), command).await.unwrap();
    follow(world, network, JobKind::FollowTopUp).await;
}

#[tokio::test]
async fn a_code_binds_the_agent_s_own_card_and_nobody_else_sees_it() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let id = ordered(&world, &network, 1).await;
    assert_eq!(seen(&world, id).await.state, CardState::CodeSent);
    for wrong in ["000000", "111111"] {
        confirmed(&world, &network, id, wrong).await.unwrap();
    }
    assert_eq!((seen(&world, id).await.state, seen(&world, id).await.tries), (CardState::CodeSent, 2));
    confirmed(&world, &network, id, CODE).await.unwrap();
    let row = seen(&world, id).await;
    assert_eq!((row.state, row.bank, row.card_masked.as_str()), (CardState::Active, CardBank::Icbc, "**** 3446"));
    assert_eq!(row.payer_masked, "张*");
    let listed = cards(&world.db, &world.agent(1), FIRST).await.unwrap();
    assert_eq!((listed.page.rows.len(), listed.page.rows[0].id), (1, id));
    assert!(listed.consent.contains("WLT"), "{}", listed.consent);

    assert!(cards(&world.db, &world.agent(2), FIRST).await.unwrap().page.rows.is_empty());
    assert!(matches!(card(&world.db, &world.agent(2), id).await, Err(Error::NotFound)));
    let command = ConfirmCardCommand { card: id, code: CODE.to_owned() };
    assert!(matches!(confirm_card(&world.db, &network, &world.agent(2), command).await, Err(Error::NotFound)));
    let funder = world.funder_person('a', Role::FunderTreasurer);
    assert!(matches!(cards(&world.db, &funder, FIRST).await, Err(Error::Forbidden)));
    assert!(matches!(order_card(&world.db, &network, &funder, order()).await, Err(Error::Forbidden)));

    let dump = world.dump().await;
    for secret in OWNER[1..].iter().copied().chain([network.agreement_no().as_str(), CODE]) {
        assert!(!dump.contains(secret), "{secret} stands in the database");
    }
    world.finish().await;
}

#[tokio::test]
async fn what_is_not_one_s_own_not_agreed_to_or_bound_already_is_refused_and_no_code_is_sent() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let refused = async |command| code(order_card(&world.db, &network, &world.agent(1), command).await);
    assert_eq!(refused(OrderCardCommand { name: "李四".to_owned(), ..order() }).await, "card.not_own");
    assert_eq!(refused(OrderCardCommand { consents: false, ..order() }).await, "signing.consent_missing");
    for wrong in [
        OrderCardCommand { name: " ".to_owned(), ..order() },
        OrderCardCommand { id_number: "110105194912310021".to_owned(), ..order() },
        OrderCardCommand { card_number: "6222020200112233440".to_owned(), ..order() },
        OrderCardCommand { mobile: "138".to_owned(), ..order() },
    ] {
        assert_eq!(refused(wrong).await, "signing.payer_invalid");
    }
    assert_eq!(network.sent(), 0);
    let context = world.agent(1);
    let id = order_card(&world.db, &network, &context, order()).await.unwrap();
    let again = order_card(&world.db, &network, &context, order()).await.unwrap();
    assert_eq!((again, network.sent()), (id, 1), "the same request number sends one code");
    assert_eq!(refused(order()).await, "signing.already_bound");
    confirmed(&world, &network, id, CODE).await.unwrap();
    assert_eq!(refused(order()).await, "signing.already_bound");
    assert_eq!(network.sent(), 1);
    // Another shop of the same person binds the same card by itself.
    assert_ne!(ordered(&world, &network, 2).await, id);
    world.finish().await;
}

#[tokio::test]
async fn messages_to_numbers_that_somebody_typed_are_counted_also_when_two_ask_at_once() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let began = world.now();
    for second in 0..9 {
        world.set_now(began + Duration::seconds(second));
        network.answer(Meaning::Refused(Reason::PayerMismatch));
        let id = ordered(&world, &network, 1).await;
        let row = seen(&world, id).await;
        assert_eq!((row.state, row.failure), (CardState::Failed, Some(Reason::PayerMismatch)));
    }
    let (first, second) = (world.agent(1), world.agent(1));
    let (one, two) = tokio::join!(
        order_card(&world.db, &network, &first, order()),
        order_card(&world.db, &network, &second, order())
    );
    let (done, refused) = if one.is_ok() { (one, two) } else { (two, one) };
    assert!(done.is_ok(), "{done:?}");
    let Err(Error::Refused(CardRefusal::TooManyOrders { again_at })) = refused else { panic!("{refused:?}") };
    assert_eq!(again_at, began + Duration::DAY);
    world.set_now(again_at);
    assert_eq!(code(order_card(&world.db, &network, &world.agent(1), order()).await), "signing.already_bound");
    follow(&world, &network, JobKind::FollowCard).await;
    ordered(&world, &network, 1).await;
    world.finish().await;
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_and_a_code_that_nobody_types_ends_it() {
    let world = World::new().await;
    let network = TestNetwork::default();
    network.lose_answers(1);
    let id = ordered(&world, &network, 1).await;
    assert_eq!(seen(&world, id).await.state, CardState::Created);
    world.set_now(world.now() + Duration::minutes(1));
    follow(&world, &network, JobKind::FollowCard).await;
    assert_eq!(seen(&world, id).await.state, CardState::CodeSent);
    world.set_now(world.now() + Duration::minutes(10));
    assert_eq!(code(confirmed(&world, &network, id, CODE).await), "signing.code_expired");
    follow(&world, &network, JobKind::FollowCard).await;
    assert_eq!(seen(&world, id).await.state, CardState::Expired);

    let id = ordered(&world, &network, 1).await;
    assert_eq!(code(send_code_again(&world.db, &network, &world.agent(1), id).await), "signing.too_soon");
    world.set_now(world.now() + Duration::minutes(2));
    send_code_again(&world.db, &network, &world.agent(1), id).await.unwrap();
    network.lose_answers(1);
    confirmed(&world, &network, id, CODE).await.unwrap();
    assert_eq!(seen(&world, id).await.state, CardState::Confirming, "neither bound nor failed");
    world.set_now(world.now() + Duration::minutes(1));
    follow(&world, &network, JobKind::FollowCard).await;
    assert_eq!((seen(&world, id).await.state, network.sent()), (CardState::Active, 3));
    world.finish().await;
}

/// What stands on an account of a kind.
async fn balance(world: &World, kind: &str) -> Amount {
    let fen: i64 =
        sqlx::query_scalar("select coalesce(sum(account_balance(id)), 0)::bigint from accounts where kind = $1")
            .bind(kind)
            .fetch_one(&world.owner)
            .await
            .unwrap();
    Amount::from_fen(fen)
}

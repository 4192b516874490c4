//! The keys with which a partner's system signs: who lets one count, who ends it, and what is never written down.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use domain::{
    id::KeyId,
    partner_key::{KeyAlgorithm, KeyRefusal, KeyState, MOST_LIVE},
    role::Role,
};
use ed25519_dalek::SigningKey;
use services::{
    Context, Error, partner,
    party::{KeyRow, approve_key, end_key, own_keys, partners, register_key, register_own_key},
    sm2_signature::Sm2Key,
};
use time::Duration;

use crate::harness::World;

const APPROVER: Role = Role::FunderApprover;
const REVIEWER: Role = Role::FunderReviewer;
/// The example of RFC 8410.
const PRIVATE: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----";

/// A public key as a person pastes it.
fn pasted(seed: u8) -> String {
    let public_key = SigningKey::from_bytes(&[seed; 32]).verifying_key();
    let x = URL_SAFE_NO_PAD.encode(public_key.as_bytes());
    format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{x}"}}"#)
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error<KeyRefusal>>) -> KeyRefusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?} is no refusal"),
    }
}

async fn registered(world: &World, seed: u8) -> Result<KeyId, Error<KeyRefusal>> {
    register_own_key(&world.db, &world.funder_person('a', REVIEWER), &pasted(seed)).await
}

async fn approve(world: &World, id: KeyId) -> Result<(), Error<KeyRefusal>> {
    approve_key(&world.db, &world.funder_person('a', APPROVER), id).await
}

/// Has a key registered and approved, by two people of funder `a`.
pub async fn live(world: &World, seed: u8) -> KeyId {
    let id = registered(world, seed).await.unwrap();
    approve(world, id).await.unwrap();
    id
}

async fn row(world: &World, id: KeyId) -> KeyRow {
    let keys = own_keys(&world.db, &world.funder_person('a', REVIEWER)).await.unwrap();
    keys.into_iter().find(|key| key.id == id).unwrap()
}

/// Whether what a key signs counts.
async fn counts(world: &World, key_id: &str) -> bool {
    partner::find_key(&world.db, "funder-a", key_id).await.unwrap().is_some()
}

/// Case 61: what is ended counts no more from the next request on, since keys are read when signatures are checked.
#[tokio::test]
async fn two_people_let_a_key_count_and_either_ends_it_at_once() {
    let world = World::new().await;
    let id = registered(&world, 1).await.unwrap();
    let first = row(&world, id).await;
    assert!(first.key_id.starts_with("funder-a-"), "{}", first.key_id);
    assert_eq!((first.state, counts(&world, &first.key_id).await), (KeyState::Registered, false));
    approve(&world, id).await.unwrap();
    assert_eq!(row(&world, id).await.approved_by.as_deref(), Some("user:funder-a-approver"));
    assert!(counts(&world, &first.key_id).await);

    // Another one counts beside it, until it is ended.
    world.set_now(world.now() + Duration::SECOND);
    let next = live(&world, 2).await;
    let second = row(&world, next).await;
    assert!(counts(&world, &first.key_id).await && counts(&world, &second.key_id).await);
    end_key(&world.db, &world.funder_person('a', Role::FunderTreasurer), id).await.unwrap();
    assert!(!counts(&world, &first.key_id).await && counts(&world, &second.key_id).await);
    assert_eq!(refusal(end_key(&world.db, &world.funder_person('a', APPROVER), id).await), KeyRefusal::WrongState);
    assert_eq!(refusal(approve(&world, id).await), KeyRefusal::WrongState);
    assert_eq!(refusal(registered(&world, 1).await), KeyRefusal::Known, "it does not come back");
    let keys = own_keys(&world.db, &world.funder_person('a', REVIEWER)).await.unwrap();
    assert_eq!(keys.iter().map(|key| key.state).collect::<Vec<_>>(), [KeyState::Live, KeyState::Ended]);
    let told = "select string_agg(event, ' ' order by place) from outbox where event like 'key.%'";
    let told: String = sqlx::query_scalar(told).fetch_one(&world.owner).await.unwrap();
    assert_eq!(told, "key.approved key.approved key.ended");
    world.finish().await;
}

#[tokio::test]
async fn nobody_alone_lets_a_key_count_and_there_are_only_so_many() {
    let world = World::new().await;
    let own = world.funder_person('a', APPROVER);
    let id = register_own_key(&world.db, &own, &pasted(1)).await.unwrap();
    assert_eq!(refusal(approve(&world, id).await), KeyRefusal::SamePerson);
    assert_eq!(refusal(registered(&world, 2).await), KeyRefusal::AlreadyRegistered);
    end_key(&world.db, &world.funder_person('a', REVIEWER), id).await.unwrap();
    assert_eq!(row(&world, id).await.state, KeyState::Withdrawn);
    for seed in (2..).take(MOST_LIVE) {
        live(&world, seed).await;
    }
    assert_eq!(refusal(registered(&world, 99).await), KeyRefusal::TooMany);
    // What the institution registers meanwhile counts at once.
    let funder = world.funders[0];
    let one = own_keys(&world.db, &own).await.unwrap().into_iter().find(|key| key.state == KeyState::Live).unwrap();
    end_key(&world.db, &world.operator(Role::OperatorMaker), one.id).await.unwrap();
    let waiting = registered(&world, 99).await.unwrap();
    register_key(&world.db, &world.system(), funder, "funder-a-1".to_owned(), [7; 32]).await.unwrap();
    assert_eq!(refusal(approve(&world, waiting).await), KeyRefusal::TooMany);
    world.finish().await;
}

#[tokio::test]
async fn a_private_key_that_was_pasted_is_nowhere() {
    let world = World::new().await;
    let context = world.funder_person('a', REVIEWER);
    let pair = pasted(3).replace("\"x\"", "\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\",\"x\"");
    for text in [PRIVATE, &pair] {
        assert_eq!(refusal(register_own_key(&world.db, &context, text).await), KeyRefusal::Private);
    }
    assert_eq!(refusal(register_own_key(&world.db, &context, "ssh-ed25519 AAAA").await), KeyRefusal::Unreadable);
    let all = world.dump().await;
    assert!(!all.contains("INTuctv5E1hK") && !all.contains("nWGxne_9WmC6"));
    // The number is free: what was refused so was never asked for.
    register_own_key(&world.db, &context, &pasted(3)).await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn only_one_s_own_keys_are_seen_and_moved_but_by_the_institution() {
    let world = World::new().await;
    let id = registered(&world, 1).await.unwrap();
    let strangers: [Context; 2] = [world.funder_person('b', APPROVER), world.facilitator(1, Role::FacilitatorApprover)];
    for stranger in &strangers {
        assert!(matches!(approve_key(&world.db, stranger, id).await, Err(Error::NotFound)));
        assert!(own_keys(&world.db, stranger).await.unwrap().is_empty());
    }
    let other = world.funder_person('b', REVIEWER);
    assert!(matches!(end_key(&world.db, &other, id).await, Err(Error::NotFound)));
    let no_approver = world.funder_person('a', Role::FunderTreasurer);
    assert!(matches!(approve_key(&world.db, &no_approver, id).await, Err(Error::Forbidden)));
    assert!(matches!(approve_key(&world.db, &world.partner('a'), id).await, Err(Error::Forbidden)));
    assert!(matches!(end_key(&world.db, &world.partner('b'), id).await, Err(Error::NotFound)));
    for nobody in [world.agent(1), world.operator(Role::Auditor)] {
        assert!(matches!(register_own_key(&world.db, &nobody, &pasted(2)).await, Err(Error::Forbidden)));
        assert!(matches!(approve_key(&world.db, &nobody, id).await, Err(Error::Forbidden)));
        assert!(matches!(end_key(&world.db, &nobody, id).await, Err(Error::Forbidden)));
        assert!(matches!(own_keys(&world.db, &nobody).await, Err(Error::Forbidden)));
    }
    approve(&world, id).await.unwrap();
    end_key(&world.db, &world.operator(Role::OperatorChecker), id).await.unwrap();
    let listed = partners(&world.db, &world.operator(Role::Auditor)).await.unwrap();
    let key = listed.into_iter().flat_map(|partner| partner.keys).find(|key| key.id == id).unwrap();
    assert_eq!((key.state, key.ended_by.as_deref()), (KeyState::Ended, Some("user:operator-checker")));
    world.finish().await;
}

/// Two systems, each of which ends the other's key: one key stays.
#[tokio::test]
async fn a_partner_s_systems_do_not_end_its_last_key() {
    let world = World::new().await;
    let (first, second) = (live(&world, 1).await, live(&world, 2).await);
    let (one, other) = (world.partner('a'), world.partner('a'));
    let (one, other) = tokio::join!(end_key(&world.db, &one, first), end_key(&world.db, &other, second));
    let refused = [one, other].into_iter().filter_map(Result::err).map(|error| refusal::<()>(Err(error)));
    assert_eq!(refused.collect::<Vec<_>>(), [KeyRefusal::Last]);
    let keys = own_keys(&world.db, &world.partner('a')).await.unwrap();
    let left: Vec<KeyId> = keys.iter().filter(|key| key.state == KeyState::Live).map(|key| key.id).collect();
    let [left] = left[..] else { panic!("{left:?}") };
    // What a system registers waits for a person; and a person ends the last one too.
    let waiting = register_own_key(&world.db, &world.partner('a'), &pasted(3)).await.unwrap();
    assert_eq!(row(&world, waiting).await.registered_by, "key:funder-a-1");
    approve(&world, waiting).await.unwrap();
    end_key(&world.db, &world.partner('a'), left).await.unwrap();
    assert_eq!(refusal(end_key(&world.db, &world.partner('a'), waiting).await), KeyRefusal::Last);
    end_key(&world.db, &world.funder_person('a', REVIEWER), waiting).await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn an_sm2_key_is_kept_in_one_form_and_once() {
    let world = World::new().await;
    let point = Sm2Key::beside(&[1; 32]).public_key();
    let text = STANDARD.encode(&point);
    let id = register_own_key(&world.db, &world.funder_person('a', REVIEWER), &text).await.unwrap();
    let key = row(&world, id).await;
    assert_eq!((key.public_key.algorithm, &key.public_key.bytes), (KeyAlgorithm::Sm2, &point));
    approve(&world, id).await.unwrap();
    let found = partner::find_key(&world.db, "funder-a", &key.key_id).await.unwrap().unwrap();
    assert_eq!(found.public_key, key.public_key);
    let prefix = "3059301306072a8648ce3d020106082a811ccf5501822d034200";
    let der = [domain::hexadecimal::bytes::<26>(prefix).unwrap().as_slice(), &point].concat();
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der));
    let again = register_own_key(&world.db, &world.funder_person('a', REVIEWER), &pem).await;
    assert_eq!(refusal(again), KeyRefusal::Known, "the same key in its other form");
    world.finish().await;
}

/// Two approvers at once: one of them is too late.
#[tokio::test]
async fn two_who_move_a_key_at_once_move_it_once() {
    let world = World::new().await;
    let id = registered(&world, 1).await.unwrap();
    let ender = world.funder_person('a', REVIEWER);
    let (approved, ended) = tokio::join!(approve(&world, id), end_key(&world.db, &ender, id));
    ended.unwrap();
    let state = row(&world, id).await.state;
    match approved {
        Ok(()) => assert_eq!(state, KeyState::Ended),
        other => assert_eq!((refusal(other), state), (KeyRefusal::WrongState, KeyState::Withdrawn)),
    }
    world.finish().await;
}

#[tokio::test]
async fn the_use_of_a_key_is_noted_once_a_minute() {
    let world = World::new().await;
    register_key(&world.db, &world.system(), world.funders[0], "funder-a-1".to_owned(), [7; 32]).await.unwrap();
    let used = async || {
        let keys = own_keys(&world.db, &world.funder_person('a', REVIEWER)).await.unwrap();
        keys[0].last_used_at
    };
    assert_eq!(used().await, None);
    let began = world.now();
    for (seconds, nonce, first, noted) in
        [(0, "one", true, 0), (59, "two", true, 0), (60, "one", false, 60), (119, "three", true, 60)]
    {
        world.set_now(began + Duration::seconds(seconds));
        assert_eq!(partner::take_nonce(&world.db, &world.partner('a'), nonce).await.unwrap(), first, "{nonce}");
        assert_eq!(used().await, Some(began + Duration::seconds(noted)), "{nonce} at {seconds}");
    }
    world.finish().await;
}

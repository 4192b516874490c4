//! Notices over real HTTP: where they go, that they come until they are acknowledged, and what becomes of them when nobody does.

#[path = "notice/endpoint.rs"]
mod endpoint;
#[path = "notice/failing.rs"]
mod failing;
#[path = "notice/killed.rs"]
mod killed;
#[path = "notice/outbound.rs"]
mod outbound;
#[path = "notice/receiver.rs"]
pub mod receiver;

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{
    endpoint::EndpointRefusal,
    event::PartnerEvent,
    id::{EndpointId, PartnerId},
    job::JobKind,
    notice::{DeadReason, DeliveryState},
    role::Role,
};
use ed25519_dalek::SigningKey;
use services::{
    Error,
    bank::Banks,
    error::Never,
    event::number_events,
    job::Outcome,
    notice::{
        Again, NoticeFilter, NoticeRow, Outbound, RedeliverCommand, RegisterEndpointCommand, approve_endpoint,
        count_dead, notice, notices, notices_standing, redeliver, register_endpoint, test_endpoint,
    },
    party::{approve_key, end_key, register_own_key},
    sm2_signature::{self, Sm2Key},
    worker::Worker,
};

use sqlx::{Connection, PgConnection};

use self::{
    outbound::{knowing, loopback},
    receiver::{Answer, Receiver},
};
use crate::{bank::FakeBank, harness::World};

/// The way out to this machine, on the world's clock.
fn way(world: &World) -> Outbound {
    patient_way(world, Duration::from_millis(500))
}

fn patient_way(world: &World, patience: Duration) -> Outbound {
    let (db, key) = (world.db.clone(), SigningKey::from_bytes(&[7; 32]));
    let clock = Arc::new(move || db.true_now());
    let lookup = knowing(vec!["127.0.0.1".parse().unwrap()]);
    Outbound::with_patience(patience, (loopback(), lookup), key, clock).unwrap()
}

async fn registered(world: &World, funder: char, url: &str) -> Result<EndpointId, Error<EndpointRefusal>> {
    let command = RegisterEndpointCommand { url: url.to_owned(), wants_success: false };
    let reviewer = world.funder_person(funder, Role::FunderReviewer);
    register_endpoint(&world.db, &way(world), &reviewer, command).await
}

/// Puts an endpoint of a funder in force.
pub async fn in_force(world: &World, funder: char, receiver: &Receiver) -> EndpointId {
    let id = registered(world, funder, &receiver.url).await.unwrap();
    test_endpoint(&world.db, &way(world), &world.funder_person(funder, Role::FunderReviewer), id).await.unwrap();
    approve_endpoint(&world.db, &world.funder_person(funder, Role::FunderApprover), id).await.unwrap();
    id
}

/// Something happens so many times, and is numbered.
pub async fn happen(world: &World, partner: PartnerId, times: usize) {
    happen_to(world, vec![partner], times).await;
}

/// The same to each of several partners.
async fn happen_to(world: &World, partners: Vec<PartnerId>, times: usize) {
    world
        .db
        .write(&world.system(), "test.happen", &times, move |write| {
            Box::pin(async move {
                for partner in partners.iter().flat_map(|partner| std::iter::repeat_n(*partner, times)) {
                    let subject = write.id();
                    write.envelope.tell::<Never>(partner, subject, &PartnerEvent::TransferApproved {})?;
                }
                Ok::<_, Error<Never>>(())
            })
        })
        .await
        .unwrap();
    number_events(&world.db).await.unwrap();
}

/// Does the deliveries that are due.
pub async fn deliver(world: &World) -> Vec<Outcome> {
    deliver_by(world, &way(world)).await
}

async fn deliver_by(world: &World, outbound: &Outbound) -> Vec<Outcome> {
    let bank = FakeBank::silent();
    let banks = Banks::one(&bank);
    Worker { outbound, ..Worker::new(&world.db, &banks) }.work_off(JobKind::DeliverNotices).await.unwrap()
}

async fn standing(world: &World, number: i64) -> (DeliveryState, Option<DeadReason>, u32) {
    let page = notices(&world.db, &world.partner('a'), NoticeFilter::All, Some(number + 1)).await.unwrap();
    let NoticeRow { event, delivery } = page.rows.into_iter().next().unwrap();
    assert_eq!(event.number, number);
    (delivery.state, delivery.reason, delivery.tries)
}

/// As long as one of its keys that count is of SM2.
#[tokio::test]
async fn who_signs_with_sm2_is_told_with_sm2_too() {
    let world = World::new().await;
    let receiver = Receiver::answering([Answer::status(204)]).await;
    in_force(&world, 'a', &receiver).await;
    let versions = || {
        let received = receiver.received().pop().unwrap();
        let signatures = received.header("webhook-signature");
        signatures.split(' ').map(|one| one.split(',').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    happen(&world, world.funders[0], 1).await;
    deliver(&world).await;
    assert_eq!(versions(), ["v1", "v1a"]);

    let text = STANDARD.encode(Sm2Key::beside(&[1; 32]).public_key());
    let key = register_own_key(&world.db, &world.funder_person('a', Role::FunderReviewer), &text).await.unwrap();
    happen(&world, world.funders[0], 1).await;
    deliver(&world).await;
    assert_eq!(versions(), ["v1", "v1a"], "nobody approved it yet");
    approve_key(&world.db, &world.funder_person('a', Role::FunderApprover), key).await.unwrap();
    happen(&world, world.funders[0], 1).await;
    deliver(&world).await;
    assert_eq!(versions(), ["v1", "v1a", "v1sm2"]);
    let told = receiver.received().pop().unwrap();
    let signed =
        [format!("{}.{}.", told.header("webhook-id"), told.header("webhook-timestamp")).as_bytes(), &told.body]
            .concat();
    let (_, signature) = told.header("webhook-signature").rsplit_once("v1sm2,").unwrap();
    let ours = STANDARD.decode(way(&world).sm2_public_key().unwrap()).unwrap();
    assert!(sm2_signature::verify(&ours, &signed, &STANDARD.decode(signature).unwrap()));

    end_key(&world.db, &world.funder_person('a', Role::FunderReviewer), key).await.unwrap();
    happen(&world, world.funders[0], 1).await;
    deliver(&world).await;
    assert_eq!(versions(), ["v1", "v1a"]);
    world.finish().await;
}

#[tokio::test]
async fn what_happens_is_sent_once_to_its_own_partner_s_endpoint() {
    let world = World::new().await;
    let (first, second) =
        (Receiver::answering([Answer::status(204)]).await, Receiver::answering([Answer::status(200)]).await);
    in_force(&world, 'a', &first).await;
    in_force(&world, 'b', &second).await;
    happen(&world, world.funders[0], 20).await;
    happen(&world, world.funders[1], 1).await;
    assert_eq!(deliver(&world).await, [Outcome::Done, Outcome::Done]);
    // Each was tried out once.
    assert_eq!(first.numbers(), (0..=20).collect::<Vec<i64>>());
    assert_eq!(second.numbers(), [0, 1]);
    let ids: BTreeSet<String> =
        first.received().iter().map(|received| received.header("webhook-id").to_owned()).collect();
    assert_eq!(ids.len(), 21);
    let told = second.received().pop().unwrap();
    assert_eq!(told.header("webhook-id"), told.json()["id"].as_str().unwrap());
    assert_eq!((&told.json()["type"], &told.json()["data"]), (&"transfer.approved".into(), &serde_json::json!({})));
    assert_eq!(standing(&world, 20).await, (DeliveryState::Delivered, None, 1));
    assert!(deliver(&world).await.is_empty());
    world.finish().await;
}

#[tokio::test]
async fn what_is_not_acknowledged_comes_again_by_its_schedule_and_then_waits_for_somebody() {
    let world = World::new().await;
    let receiver = Receiver::answering([Answer::status(200), Answer::status(500)]).await;
    in_force(&world, 'a', &receiver).await;
    happen(&world, world.funders[0], 1).await;
    for tries in 1..=10 {
        assert_eq!(receiver.received().len(), tries);
        let outcomes = deliver(&world).await;
        let [outcome] = &outcomes[..] else { panic!("{outcomes:?}") };
        match outcome {
            Outcome::Again(at) if tries < 10 => {
                assert_eq!(standing(&world, 1).await, (DeliveryState::Waiting, None, tries.try_into().unwrap()));
                assert!(deliver(&world).await.is_empty(), "not before its time");
                world.set_now(*at);
            }
            Outcome::Done if tries == 10 => {}
            other => panic!("{tries}: {other:?}"),
        }
    }
    assert_eq!(standing(&world, 1).await, (DeliveryState::Dead, Some(DeadReason::Exhausted), 10));
    let received = receiver.received();
    let (_, sent) = received.split_first().unwrap();
    assert!(
        sent.iter().all(|one| (&one.body, one.header("webhook-id")) == (&sent[0].body, sent[0].header("webhook-id")))
    );
    let times: BTreeSet<&str> = sent.iter().map(|one| one.header("webhook-timestamp")).collect();
    assert_eq!(times.len(), 10, "each attempt has a time of its own");
    receiver.answers(Answer::status(200));
    let again = RedeliverCommand { from: 1, to: 9_999, again: Again::Dead };
    assert_eq!(redeliver(&world.db, &world.partner('a'), again).await.unwrap(), 1);
    deliver(&world).await;
    let last = receiver.received().pop().unwrap();
    assert_eq!(
        (&last.body, last.header("webhook-id")),
        (&sent[0].body, sent[0].header("webhook-id")),
        "the bytes of then"
    );
    assert_eq!(standing(&world, 1).await, (DeliveryState::Delivered, None, 1));
    let id = last.header("webhook-id").parse().unwrap();
    let (row, attempts) = notice(&world.db, &world.partner('a'), id).await.unwrap();
    assert_eq!((row.event.number, attempts.len()), (1, 11));
    assert!(matches!(notice(&world.db, &world.partner('b'), id).await, Err(Error::NotFound)), "another's");
    world.finish().await;
}

/// Case 44: only one's own, only what exists, and only to the endpoint in force.
#[tokio::test]
async fn only_one_s_own_is_sent_again_and_only_to_the_endpoint_in_force() {
    let world = World::new().await;
    happen(&world, world.funders[0], 3).await;
    assert_eq!(standing(&world, 3).await, (DeliveryState::Dead, Some(DeadReason::NoEndpoint), 0));
    let all = |from, to| RedeliverCommand { from, to, again: Again::All };
    let refused = redeliver(&world.db, &world.partner('a'), all(1, 3)).await;
    assert!(matches!(refused, Err(Error::Refused(EndpointRefusal::NoneInForce))), "{refused:?}");
    let (own, other) =
        (Receiver::answering([Answer::status(200)]).await, Receiver::answering([Answer::status(200)]).await);
    in_force(&world, 'a', &own).await;
    in_force(&world, 'b', &other).await;
    for none in [all(4, 9), all(3, 2), all(-5, 0)] {
        assert!(matches!(redeliver(&world.db, &world.partner('a'), none).await, Err(Error::NotFound)));
        assert!(
            matches!(redeliver(&world.db, &world.partner('b'), all(1, 3)).await, Err(Error::NotFound)),
            "another's"
        );
    }
    assert!(matches!(redeliver(&world.db, &world.agent(1), all(1, 3)).await, Err(Error::Forbidden)));
    assert_eq!(redeliver(&world.db, &world.partner('a'), all(2, i64::MAX)).await.unwrap(), 2);
    deliver(&world).await;
    assert_eq!((own.numbers(), other.numbers()), (vec![0, 2, 3], vec![0]));
    let page = notices(&world.db, &world.partner('a'), NoticeFilter::Undelivered, None).await.unwrap();
    assert_eq!(page.rows.iter().map(|row| row.event.number).collect::<Vec<_>>(), [1], "what is not delivered");
    world.finish().await;
}

#[tokio::test]
async fn an_endpoint_that_is_gone_is_told_nothing_more_and_another_gets_what_waited() {
    let world = World::new().await;
    let gone = Receiver::answering([Answer::status(200), Answer::status(410)]).await;
    in_force(&world, 'a', &gone).await;
    happen(&world, world.funders[0], 20).await;
    assert_eq!(deliver(&world).await, [Outcome::Done]);
    assert_eq!(gone.received().len(), 9, "a test, and as many as are sent at once");
    for number in [1, 20] {
        let (state, reason, _) = standing(&world, number).await;
        assert_eq!((state, reason), (DeliveryState::Dead, Some(DeadReason::EndpointDisabled)));
    }
    happen(&world, world.funders[0], 1).await;
    assert_eq!(standing(&world, 21).await, (DeliveryState::Dead, Some(DeadReason::NoEndpoint), 0));
    let next = Receiver::answering([Answer::status(200)]).await;
    in_force(&world, 'a', &next).await;
    assert!(deliver(&world).await.iter().all(|outcome| *outcome == Outcome::Done));
    assert_eq!(next.numbers(), [0], "nobody has asked for them");
    let again = RedeliverCommand { from: 1, to: i64::MAX, again: Again::Dead };
    let treasurer = world.funder_person('a', Role::FunderTreasurer);
    assert_eq!(count_dead(&world.db, &treasurer).await.unwrap(), 21);
    assert_eq!(redeliver(&world.db, &treasurer, again).await.unwrap(), 21);
    assert_eq!(count_dead(&world.db, &treasurer).await.unwrap(), 0);
    assert_eq!(count_dead(&world.db, &world.partner('b')).await.unwrap(), 0);
    deliver(&world).await;
    assert_eq!(next.numbers(), (0..=21).collect::<Vec<i64>>());
    world.finish().await;
}

/// Two workers, and a job that is begun again while it is done: each notice is with one sender at a time.
#[tokio::test]
async fn no_notice_is_on_its_way_twice() {
    let world = World::new().await;
    let receiver = Receiver::answering([Answer::status(200), Answer::Hangs]).await;
    in_force(&world, 'a', &receiver).await;
    happen(&world, world.funders[0], 3).await;
    let meanwhile = async {
        sent(&receiver, 4).await;
        // It is begun again by what happens meanwhile.
        happen(&world, world.funders[0], 2).await;
        deliver(&world).await
    };
    let (first, second) = tokio::join!(deliver(&world), meanwhile);
    assert_eq!((first.len(), second.len()), (1, 1));
    assert_eq!(receiver.numbers(), [0, 1, 2, 3, 4, 5]);
    assert_eq!(standing(&world, 1).await, (DeliveryState::Waiting, None, 1));
    world.finish().await;
}

/// Until an endpoint was sent so much.
async fn sent(receiver: &Receiver, count: usize) {
    while receiver.count() < count {
        tokio::task::yield_now().await;
    }
}

/// While as much is on its way as may be, the job rests instead of asking again and again.
#[tokio::test]
async fn who_finds_no_room_rests_until_there_may_be_some() {
    let world = World::new().await;
    let receiver = Receiver::answering([Answer::status(200), Answer::Hangs]).await;
    in_force(&world, 'a', &receiver).await;
    happen(&world, world.funders[0], 12).await;
    let no_room = async {
        sent(&receiver, 9).await;
        happen(&world, world.funders[0], 1).await;
        deliver(&world).await
    };
    tokio::select! {
        outcomes = deliver(&world) => panic!("{outcomes:?}"),
        outcomes = no_room => assert_eq!(outcomes, [Outcome::Again(world.now() + time::Duration::seconds(30))]),
    }
    world.drop_database().await;
}

/// What an attempt comes to that was under way when somebody had its notice sent again changes nothing of that.
#[tokio::test]
async fn an_attempt_under_way_has_no_say_once_its_notice_is_sent_again() {
    let world = World::new().await;
    let receiver = Receiver::answering([Answer::status(200), Answer::Hangs]).await;
    in_force(&world, 'a', &receiver).await;
    happen(&world, world.funders[0], 1).await;
    let again = async {
        sent(&receiver, 2).await;
        let command = RedeliverCommand { from: 1, to: 1, again: Again::All };
        assert_eq!(redeliver(&world.db, &world.partner('a'), command).await.unwrap(), 1);
        receiver.answers(Answer::status(200));
    };
    tokio::join!(deliver(&world), again);
    deliver(&world).await;
    assert_eq!(standing(&world, 1).await, (DeliveryState::Delivered, None, 1));
    world.finish().await;
}

/// Whoever waits while another endpoint is put in force finds that one, and not none.
#[tokio::test]
async fn what_waits_while_an_endpoint_is_replaced_goes_to_the_new_one() {
    let world = World::new().await;
    let (first, second) =
        (Receiver::answering([Answer::status(200)]).await, Receiver::answering([Answer::status(200)]).await);
    in_force(&world, 'a', &first).await;
    let next = registered(&world, 'a', &second.url).await.unwrap();
    test_endpoint(&world.db, &way(&world), &world.funder_person('a', Role::FunderReviewer), next).await.unwrap();
    happen(&world, world.funders[0], 1).await;
    let mut replacing = PgConnection::connect(&world.url).await.unwrap();
    let replaced = "begin; update endpoints set state = 'replaced', ended_at = now() where state = 'in_force';
        update endpoints set state = 'in_force', approved_by = 'user:other', approved_at = now() where state = 'registered'";
    sqlx::raw_sql(replaced).execute(&mut replacing).await.unwrap();
    let committed = async {
        let waits =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        while world.number(waits).await == 0 {
            tokio::task::yield_now().await;
        }
        sqlx::raw_sql("commit").execute(&mut replacing).await.unwrap();
    };
    tokio::join!(deliver(&world), committed);
    assert_eq!((first.numbers(), second.numbers()), (vec![0], vec![0, 1]));
    world.drop_database().await;
}

/// What a worker had that is gone is sent by another after a while, with the same identifier.
#[tokio::test]
async fn what_a_killed_worker_was_sending_is_sent_by_another() {
    let world = World::new().await;
    let receiver = Receiver::answering([Answer::status(200), Answer::Hangs, Answer::status(200)]).await;
    in_force(&world, 'a', &receiver).await;
    happen(&world, world.funders[0], 1).await;
    tokio::select! {
        outcomes = deliver(&world) => panic!("{outcomes:?}"),
        () = sent(&receiver, 2) => {}
    }
    world.set_now(world.now() + time::Duration::seconds(31));
    assert_eq!(deliver(&world).await, [Outcome::Done]);
    let received = receiver.received();
    assert_eq!(received[1].header("webhook-id"), received[2].header("webhook-id"));
    assert_eq!((received.len(), standing(&world, 1).await.0), (3, DeliveryState::Delivered));
    world.finish().await;
}

/// Case 40, small: an endpoint that hangs costs its own slots.
#[tokio::test]
async fn an_endpoint_that_hangs_keeps_nobody_else_waiting() {
    let world = World::new().await;
    let hanging = Receiver::answering([Answer::status(200), Answer::Hangs]).await;
    let healthy = Receiver::answering([Answer::status(200)]).await;
    in_force(&world, 'a', &hanging).await;
    in_force(&world, 'b', &healthy).await;
    happen(&world, world.funders[0], 50).await;
    happen(&world, world.funders[1], 50).await;
    tokio::select! {
        _ = deliver(&world) => panic!("one hangs"),
        () = sent(&healthy, 51) => {}
    }
    assert_eq!(hanging.received().len(), 9, "a test, and as many as are sent at once");
    world.drop_database().await;
}

#[tokio::test]
async fn the_institution_sees_how_a_partner_s_notices_stand() {
    let world = World::new().await;
    let auditor = || world.operator(Role::Auditor);
    let standing = async || notices_standing(&world.db, &auditor(), world.funders[0]).await.unwrap();
    happen(&world, world.funders[0], 2).await;
    let none = standing().await;
    assert_eq!(
        (none.url, none.waiting, none.failing, none.dead),
        (None, 0, 0, 0),
        "nobody is late who has no endpoint"
    );
    let receiver = Receiver::answering([Answer::status(200), Answer::status(500)]).await;
    in_force(&world, 'a', &receiver).await;
    happen(&world, world.funders[0], 1).await;
    deliver(&world).await;
    happen(&world, world.funders[0], 1).await;
    let now = standing().await;
    assert_eq!((now.url.as_deref(), now.waiting, now.failing, now.dead), (Some(receiver.url.as_str()), 2, 1, 0));
    receiver.answers(Answer::status(410));
    deliver(&world).await;
    assert_eq!(standing().await.dead, 2);
    let treasurer = world.funder_person('a', Role::FunderTreasurer);
    assert!(matches!(notices_standing(&world.db, &treasurer, world.funders[0]).await, Err(Error::Forbidden)));
    world.finish().await;
}

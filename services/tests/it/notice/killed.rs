//! What is committed is told, however often whoever tells it is killed between sending and noting the answer.

use std::collections::BTreeMap;

use services::event::events_after;
use time::Duration;

use super::{Answer, Receiver, deliver, happen, in_force, sent};
use crate::{dice::Dice, harness::World};

const KILLS: usize = 50;
/// How many notices an endpoint is sent at once, and for how long what was sent is nobody else's.
const AT_ONCE: u64 = 8;
const CLAIM: Duration = Duration::seconds(30);

#[tokio::test]
async fn what_is_committed_is_told_in_its_order_however_often_the_worker_is_killed() {
    let world = World::new().await;
    let receivers =
        [Receiver::answering([Answer::status(200)]).await, Receiver::answering([Answer::status(200)]).await];
    in_force(&world, 'a', &receivers[0]).await;
    in_force(&world, 'b', &receivers[1]).await;
    let mut dice = Dice(20_261_120);
    for _ in 0..KILLS {
        let place = usize::try_from(dice.roll(2)).unwrap();
        let events = 1 + dice.roll(12);
        happen(&world, world.funders[place], usize::try_from(events).unwrap()).await;
        // Of what is sent at once some is answered by then, and none of that noted.
        let some = usize::try_from(1 + dice.roll(events.min(AT_ONCE))).unwrap();
        let heard = receivers[place].count() + some;
        tokio::select! {
            outcomes = deliver(&world) => panic!("nobody was killed: {outcomes:?}"),
            () = sent(&receivers[place], heard) => {}
        }
        world.set_now(world.now() + CLAIM);
        if dice.one_in(3) {
            deliver(&world).await;
        }
    }
    while world.number("select count(*) from deliveries where state = 'waiting'").await > 0 {
        world.set_now(world.now() + CLAIM);
        deliver(&world).await;
    }
    assert_eq!(world.number("select count(*) from deliveries where state <> 'delivered'").await, 0);
    for (letter, receiver) in ['a', 'b'].into_iter().zip(&receivers) {
        let committed = events_after(&world.db, &world.partner(letter), 0, 1_000).await.unwrap();
        let committed: BTreeMap<i64, String> =
            committed.into_iter().map(|event| (event.number, event.id.to_string())).collect();
        assert_eq!(heard_by(receiver), committed, "each was heard, and nothing that was not committed");
    }
    world.finish().await;
}

/// What an endpoint was told, by number. What is sent at once may come in any order, and nothing comes earlier than that.
fn heard_by(receiver: &Receiver) -> BTreeMap<i64, String> {
    let mut heard: BTreeMap<i64, String> = BTreeMap::new();
    for received in receiver.received() {
        let (number, id) = (received.json()["number"].as_i64().unwrap(), received.header("webhook-id").to_owned());
        // It was tried out.
        if number == 0 {
            continue;
        }
        let ahead = i64::try_from(AT_ONCE).unwrap();
        assert!((1..=number - ahead).all(|earlier| heard.contains_key(&earlier)), "{number} came too early");
        assert_eq!(*heard.entry(number).or_insert_with(|| id.clone()), id, "{number} is one event");
    }
    heard
}

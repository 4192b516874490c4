//! Of many endpoints those that fail, hang or lead elsewhere keep no other waiting.

use std::{sync::Arc, time::Duration};

use domain::{id::PartnerId, role::PartnerKind};
use services::{
    job::Outcome,
    party::{NewPartner, register_partner},
};
use time::macros::date;
use tokio::{sync::Semaphore, time::timeout};

use super::{
    deliver_by, happen_to, patient_way,
    receiver::{Answer, Receiver},
    sent,
};
use crate::harness::{START, World};

const ENDPOINTS: usize = 100;
/// So many of them fail, so many hang, and so many lead elsewhere.
const OF_EACH: usize = 10;
/// More than are sent at once.
const NOTICES: usize = 9;
const AT_ONCE: usize = 8;

/// A partner with an endpoint in force that answers so.
async fn told(world: &World, place: usize, answer: Answer) -> (PartnerId, Receiver) {
    let partner = NewPartner {
        kind: PartnerKind::Facilitator,
        code: format!("facilitator-1{place:02}"),
        name: format!("第{place}助贷服务有限公司"),
        licence_no: format!("licence-1{place:02}"),
        licence_expires_on: date!(2030 - 12 - 31),
        regions: vec!["全国".to_owned()],
        bank_account_no: format!("62148300000123457{place:02}"),
        bank_name: "中国建设银行重庆分行".to_owned(),
    };
    let id = register_partner(&world.db, &world.system(), partner).await.unwrap();
    let receiver = Receiver::answering([answer]).await;
    sqlx::query(
        "insert into endpoints (id, partner_id, url, wants_success, state, registered_by, registered_at, tested_at, approved_by,
                                approved_at)
         values (gen_random_uuid(), $1, $2, false, 'in_force', 'user:one', $3, $3, 'user:two', $3)",
    )
    .bind(id.0)
    .bind(&receiver.url)
    .bind(START)
    .execute(&world.owner)
    .await
    .unwrap();
    (id, receiver)
}

#[tokio::test]
async fn thirty_of_a_hundred_endpoints_that_fail_hang_or_lead_elsewhere_keep_no_other_waiting() {
    let world = World::new().await;
    let released = Arc::new(Semaphore::new(0));
    let (mut partners, mut well, mut hanging, mut useless) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (elsewhere, target) = told(&world, 0, Answer::status(204)).await;
    let leads = Answer::of(302, &format!("location: {}\r\n", target.url), "");
    partners.push(elsewhere);
    well.push(target);
    for place in 1..ENDPOINTS {
        // Those that misbehave come first, so that nobody is told before them.
        let (answer, receivers) = match (place - 1) / OF_EACH {
            0 => (Answer::status(500), &mut useless),
            1 => (Answer::Waits(released.clone()), &mut hanging),
            2 => (leads.clone(), &mut useless),
            _ => (Answer::status(204), &mut well),
        };
        let (id, receiver) = told(&world, place, answer).await;
        partners.push(id);
        receivers.push(receiver);
    }
    happen_to(&world, partners.clone(), NOTICES).await;
    let way = patient_way(&world, Duration::from_secs(3_600));
    let all_but_those = async {
        for receiver in &well {
            sent(receiver, NOTICES).await;
        }
        // And so does what happens while they hang.
        happen_to(&world, partners, 1).await;
        deliver_by(&world, &way).await;
        for receiver in &well {
            sent(receiver, NOTICES + 1).await;
        }
        for receiver in &hanging {
            sent(receiver, AT_ONCE).await;
            assert_eq!(receiver.count(), AT_ONCE, "no more wait for whoever hangs");
        }
        released.close();
    };
    let all_but_those = timeout(Duration::from_secs(120), all_but_those);
    let (outcomes, others) = tokio::join!(deliver_by(&world, &way), all_but_those);
    others.expect("who hangs keeps others waiting");
    assert!(!outcomes.iter().any(|outcome| matches!(outcome, Outcome::Failed(_))), "{outcomes:?}");
    let all: Vec<i64> = (1..=10).collect();
    for receiver in well.iter().chain(&hanging).chain(&useless) {
        assert_eq!(receiver.numbers(), all, "each once, and nothing of what leads here");
    }
    let delivered = "select count(*) from deliveries where state = 'delivered'";
    assert_eq!(world.number(delivered).await, i64::try_from((well.len() + hanging.len()) * all.len()).unwrap());
    world.finish().await;
}

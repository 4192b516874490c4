//! The network, at which this program is killed; and cards that are bound once wherever that happens.

use std::sync::Mutex;

use domain::{
    job::JobKind,
    network::{AgreementStanding, Meaning, Reason},
    signing::{NEVER_THERE, SigningState},
};
use services::{
    db::Work,
    network::{Network, PayOrder, RefundOrder, ReturnedPayment, SignOrder, Signed, SigningStanding},
    signing::{ConfirmSigningCommand, SigningFilter, SigningRow, confirm_signing, order_signing, signings},
};
use time::{Date, Duration};
use tokio::sync::Notify;

use super::{CODE, TestNetwork, confirmed, follow, order, ordered, published, treasurer};
use crate::{
    dice::Dice,
    harness::{FIRST, World},
};

/// How often the program is killed at each point.
pub const KILLS: usize = 50;
/// For how long what a worker was at when it was killed is nobody else's.
pub const LEASE: Duration = Duration::seconds(30);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// What is to be asked is committed, and not sent.
    BeforeSending,
    /// The network has done what it was asked, and nobody has heard its answer.
    BeforeTheAnswer,
}

#[derive(Default)]
pub struct Mortal {
    pub network: TestNetwork,
    kills_at: Mutex<Option<Point>>,
    killed: Notify,
    goes_on: Notify,
    /// The numbers of the payments that it was given, each as often as it was.
    given: Mutex<Vec<String>>,
}

impl Mortal {
    /// Whoever has it do something next gets no further than this point.
    pub fn kill_at(&self, point: Point) {
        *self.kills_at.lock().unwrap() = Some(point);
    }

    /// Goes on with this until it is killed.
    pub async fn kills(&self, work: impl Future) {
        tokio::select! {
            _ = work => panic!("nobody was killed"),
            () = self.stopped() => {}
        }
    }

    /// Waits until somebody has got to where they are killed.
    pub async fn stopped(&self) {
        self.killed.notified().await;
    }

    /// Whoever was only stopped goes on.
    pub fn go_on(&self) {
        self.goes_on.notify_one();
    }

    async fn passes(&self, point: Point) {
        let dies = self.kills_at.lock().unwrap().take_if(|at| *at == point).is_some();
        if dies {
            self.killed.notify_one();
            self.goes_on.notified().await;
        }
    }

    async fn does<T>(&self, work: Work<'_, T>) -> T {
        self.passes(Point::BeforeSending).await;
        let done = work.await;
        self.passes(Point::BeforeTheAnswer).await;
        done
    }

    /// Each number was given once and taken once, and what was taken has succeeded here, and nothing else.
    pub async fn agrees(&self, world: &World) {
        let succeeded = "select reference, amount_fen from network_debits where state = 'succeeded'";
        let mut here: Vec<(String, i64)> = sqlx::query_as(succeeded).fetch_all(&world.owner).await.unwrap();
        let mut there: Vec<(String, i64)> =
            self.network.paid().into_iter().map(|(serial, amount)| (serial, amount.fen())).collect();
        here.sort_unstable();
        there.sort_unstable();
        assert_eq!(here, there);
        let mut given = self.given.lock().unwrap().clone();
        given.sort_unstable();
        assert_eq!(given, there.into_iter().map(|(serial, _)| serial).collect::<Vec<_>>());
    }
}

impl Network for Mortal {
    fn apply<'a>(&'a self, order: &'a SignOrder) -> Work<'a, Meaning> {
        Box::pin(self.does(self.network.apply(order)))
    }

    fn sign<'a>(&'a self, serial: &'a str, code: &'a str) -> Work<'a, Signed> {
        Box::pin(self.does(self.network.sign(serial, code)))
    }

    fn query<'a>(&'a self, serial: &'a str) -> Work<'a, SigningStanding> {
        self.network.query(serial)
    }

    fn unsign<'a>(&'a self, agreement_no: &'a str) -> Work<'a, Meaning> {
        self.network.unsign(agreement_no)
    }

    fn query_agreement<'a>(&'a self, agreement_no: &'a str) -> Work<'a, AgreementStanding> {
        self.network.query_agreement(agreement_no)
    }

    fn pay<'a>(&'a self, order: &'a PayOrder) -> Work<'a, Meaning> {
        let given: Work<'a, Meaning> = Box::pin(async move {
            self.given.lock().unwrap().push(order.serial.clone());
            self.network.pay(order).await
        });
        Box::pin(self.does(given))
    }

    fn query_pay<'a>(&'a self, serial: &'a str) -> Work<'a, Meaning> {
        self.network.query_pay(serial)
    }

    fn refund<'a>(&'a self, order: &'a RefundOrder) -> Work<'a, Meaning> {
        self.network.refund(order)
    }

    fn query_refund<'a>(&'a self, serial: &'a str) -> Work<'a, Meaning> {
        self.network.query_refund(serial)
    }

    fn settlement(&self, on: Date) -> Work<'_, Option<String>> {
        self.network.settlement(on)
    }

    fn returned(&self, on: Date) -> Work<'_, Vec<ReturnedPayment>> {
        self.network.returned(on)
    }
}

/// A worker is killed at a point of what is due of a kind, and another goes on once that is no longer the first one's.
pub async fn killed(world: &World, mortal: &Mortal, kind: JobKind, point: Point) {
    mortal.kill_at(point);
    mortal.kills(follow(world, mortal, kind)).await;
    world.set_now(world.now() + LEASE);
    follow(world, mortal, kind).await;
}

/// The newest signing, once the worker has asked for it after a while.
async fn asked(world: &World, mortal: &Mortal, later: Duration) -> SigningRow {
    world.set_now(world.now() + later);
    follow(world, mortal, JobKind::FollowSigning).await;
    signings(&world.db, &treasurer(world), SigningFilter::All, FIRST).await.unwrap().rows.remove(0)
}

/// Killed while the network is asked to send a code.
async fn killed_at_the_order(world: &World, mortal: &Mortal, settlement_id: &str, point: Point) {
    mortal.kill_at(point);
    mortal.kills(order_signing(&world.db, mortal, &treasurer(world), order(settlement_id))).await;
    let mut row = asked(world, mortal, Duration::MINUTE).await;
    if point == Point::BeforeSending {
        assert_eq!(row.state, SigningState::Created, "not there yet is not failed");
        row = asked(world, mortal, NEVER_THERE).await;
        assert_eq!((row.state, row.failure), (SigningState::Failed, Some(Reason::Other)));
        ordered(world, &mortal.network, settlement_id).await;
        row = asked(world, mortal, Duration::MINUTE).await;
    }
    assert_eq!(row.state, SigningState::CodeSent);
    confirmed(world, &mortal.network, row.id, CODE).await.unwrap();
}

/// Killed while the network is given the code.
async fn killed_at_the_code(world: &World, mortal: &Mortal, settlement_id: &str, point: Point) {
    let id = ordered(world, &mortal.network, settlement_id).await;
    mortal.kill_at(point);
    let command = ConfirmSigningCommand { signing: id, code: CODE.to_owned() };
    mortal.kills(confirm_signing(&world.db, mortal, &treasurer(world), command)).await;
    let row = asked(world, mortal, Duration::MINUTE).await;
    if point == Point::BeforeSending {
        assert_eq!(row.state, SigningState::CodeSent, "the code never came there, and can be typed again");
        confirmed(world, &mortal.network, id, CODE).await.unwrap();
    }
}

#[tokio::test]
async fn a_card_is_bound_once_wherever_its_signing_is_killed() {
    let world = World::new().await;
    let mortal = Mortal::default();
    let mut dice = Dice(20_261_120);
    for round in 0..KILLS {
        for point in [Point::BeforeSending, Point::BeforeTheAnswer] {
            let settlement_id = format!("JH-{round}-{point:?}");
            published(&world, &settlement_id, 1).await;
            if dice.one_in(2) {
                killed_at_the_order(&world, &mortal, &settlement_id, point).await;
            } else {
                killed_at_the_code(&world, &mortal, &settlement_id, point).await;
            }
            let row = asked(&world, &mortal, Duration::MINUTE).await;
            assert_eq!((row.settlement_id.as_str(), row.state), (settlement_id.as_str(), SigningState::Succeeded));
        }
    }
    let succeeded = "select reference || '-1' from signings where state = 'succeeded'";
    let mut here: Vec<String> = sqlx::query_scalar(succeeded).fetch_all(&world.owner).await.unwrap();
    let mut there = mortal.network.signed();
    here.sort_unstable();
    there.sort_unstable();
    assert_eq!(here, there);
    assert_eq!((there.len(), mortal.network.sent()), (2 * KILLS, 2 * KILLS), "one code for each, and none besides");
    // Whatever was decided, both were told.
    let decided = world.number("select count(*) from signings where state in ('succeeded', 'failed')").await;
    let told = world.number("select count(*) from outbox where event in ('signing.succeeded', 'signing.failed')").await;
    assert_eq!(told, 2 * decided);
    world.finish().await;
}

//! The bank, as tests want it.

use std::{
    collections::VecDeque,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use domain::{Amount, Reference, job::JobKind};
use services::{
    Db,
    bank::{Bank, Banks, FeedPage, Order, PayAnswer, QueryAnswer},
    bank_movement::{self, MovementFacts, UnreadLine},
    db::Work,
    job::Outcome,
    payout,
    signed_line::LineError,
    worker::Worker,
};
use uuid::Uuid;

use crate::harness::World;

/// Answers as it is told to, one answer after the other; the last one for ever.
#[derive(Default)]
pub struct FakeBank {
    pay: Mutex<VecDeque<PayAnswer>>,
    query: Mutex<VecDeque<QueryAnswer>>,
    feed: Option<Vec<Vec<MovementFacts>>>,
    unread: Vec<UnreadLine>,
    pub orders: Mutex<Vec<Order>>,
    pub queries: AtomicUsize,
}

fn next<T: Clone>(answers: &Mutex<VecDeque<T>>) -> Option<T> {
    let mut answers = answers.lock().unwrap();
    if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() }
}

impl FakeBank {
    pub fn accepting() -> Self {
        Self::paying([PayAnswer::Accepted])
    }

    /// Every question times out.
    pub fn silent() -> Self {
        Self::default()
    }

    pub fn paying(answers: impl Into<VecDeque<PayAnswer>>) -> Self {
        Self { pay: Mutex::new(answers.into()), ..Self::default() }
    }

    pub fn knowing(self, answers: impl Into<VecDeque<QueryAnswer>>) -> Self {
        Self { query: Mutex::new(answers.into()), ..self }
    }

    /// A feed of these pages; the cursor counts them.
    pub fn with_feed(self, pages: Vec<Vec<MovementFacts>>) -> Self {
        Self { feed: Some(pages), ..self }
    }

    /// The feed's first page has these lines besides.
    pub fn with_unread(self, unread: Vec<UnreadLine>) -> Self {
        Self { unread, ..self }
    }
}

impl Bank for FakeBank {
    fn pay<'a>(&'a self, order: &'a Order) -> Work<'a, PayAnswer> {
        self.orders.lock().unwrap().push(order.clone());
        let answer = next(&self.pay).unwrap_or_else(|| PayAnswer::Unknown("timeout".to_owned()));
        Box::pin(std::future::ready(answer))
    }

    fn query<'a>(&'a self, _: &'a Reference, _: i16) -> Work<'a, QueryAnswer> {
        self.queries.fetch_add(1, Ordering::Relaxed);
        let answer = next(&self.query).unwrap_or_else(|| QueryAnswer::Unknown("timeout".to_owned()));
        Box::pin(std::future::ready(answer))
    }

    fn movements<'a>(&'a self, _: &'a str, after: &'a str) -> Work<'a, Result<FeedPage, LineError>> {
        let page = self.feed.as_ref().map(|pages| {
            let read: usize = after.parse().unwrap_or(0);
            let movements = pages.get(read).cloned().unwrap_or_default();
            let unread = if read == 0 { self.unread.clone() } else { Vec::new() };
            FeedPage { movements, unread, cursor: pages.len().min(read + 1).to_string() }
        });
        Box::pin(std::future::ready(page.ok_or_else(|| LineError::NoAnswer("timeout".to_owned()))))
    }
}

/// Does the jobs of a kind that are due, with one bank for all accounts.
async fn work_off(db: &Db, bank: &dyn Bank, kind: JobKind) -> Vec<Outcome> {
    Worker::new(db, &Banks::one(bank)).work_off(kind).await.unwrap()
}

/// Pays out what is payable. Gives how many orders the bank was given.
pub async fn send_payouts(db: &Db, bank: &dyn Bank) -> usize {
    payout::drain_payables(db).await.unwrap();
    let outcomes = work_off(db, bank, JobKind::SendPayout).await;
    outcomes.into_iter().filter(|outcome| *outcome == Outcome::Done).count()
}

/// Asks the bank what became of the payouts that are to be asked about now. Gives their number.
pub async fn query_payouts(db: &Db, bank: &dyn Bank) -> usize {
    work_off(db, bank, JobKind::QueryPayout).await.len()
}

/// By their numbers.
pub async fn reserve_accounts(world: &World) -> Vec<Uuid> {
    let query = "select id from reserve_accounts order by account_no";
    sqlx::query_scalar(query).fetch_all(&world.owner).await.unwrap()
}

/// Reads the feed of every reserve account. Gives the number of new movements.
pub async fn read_feeds(world: &World, bank: &dyn Bank) -> usize {
    let mut new = 0;
    for account in reserve_accounts(world).await {
        new += bank_movement::read_feed(&world.db, &Banks::one(bank), account).await.unwrap();
    }
    new
}

/// An agent has all of its money paid to its own bank account, and the bank takes the order.
pub async fn spend(world: &World, agent: usize) {
    let query = sqlx::query_scalar("select balance_fen from wallets where id = $1");
    let fen: i64 = query.bind(world.agents[agent - 1].wallet.0).fetch_one(&world.owner).await.unwrap();
    payout::withdraw(&world.db, &world.agent(agent), Amount::from_fen(fen)).await.unwrap();
    send_payouts(&world.db, &FakeBank::accepting()).await;
}

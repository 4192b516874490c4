//! The bank, as tests want it.

use std::{
    collections::VecDeque,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use domain::Reference;
use services::{
    bank::{Bank, BankError, FeedPage, Order, PayAnswer, QueryAnswer},
    bank_movement::{MovementFacts, UnreadLine},
    db::Work,
};

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

    fn movements<'a>(&'a self, _: &'a str, after: &'a str) -> Work<'a, Result<FeedPage, BankError>> {
        let page = self.feed.as_ref().map(|pages| {
            let read: usize = after.parse().unwrap_or(0);
            let movements = pages.get(read).cloned().unwrap_or_default();
            let unread = if read == 0 { self.unread.clone() } else { Vec::new() };
            FeedPage { movements, unread, cursor: pages.len().min(read + 1).to_string() }
        });
        Box::pin(std::future::ready(page.ok_or_else(|| BankError::NoAnswer("timeout".to_owned()))))
    }
}

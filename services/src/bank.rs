//! The reserve accounts' bank, as an adapter: orders to pay, questions about them, and the feed of movements.

use std::{collections::BTreeMap, time::Duration};

use domain::{Amount, Reference, bank_movement::UnreadReason, calendar::CHINA, matching::Direction};
use reqwest::Method;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime, Time};

use crate::{
    db::{Clock, Randomness, Work},
    signed_line::{LineError, LineKeys, LineUrlError, SignedLine},
};

/// How long the bank has for an answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// What the bank says of one movement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovementFacts {
    /// The bank's booking date.
    pub booked_on: Date,
    pub booked_time: Option<Time>,
    pub direction: Direction,
    /// More than zero.
    pub amount: Amount,
    pub balance_after: Option<Amount>,
    pub counterparty_name: String,
    pub counterparty_account: String,
    pub counterparty_bank: String,
    /// What the payer wrote.
    pub remittance: String,
    /// The reference that the payer gave beside the text, and the banks passed on.
    pub end_to_end_reference: Option<String>,
    /// The bank's own number of the movement.
    pub bank_reference: Option<String>,
    /// Whether the bank took back an earlier movement.
    pub reversal: bool,
    /// The entry of which the bank tells this as a part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<Entry>,
}

/// A sum that the bank booked as one, and told in parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Which entry of its file it is: its parts have the same.
    pub place: u32,
    /// The bank's own number of the whole.
    pub number: Option<String>,
    /// Of the whole.
    pub amount: Amount,
}

/// The database takes no zero byte in a text, and no bank means one.
pub(crate) fn clean(text: &str) -> String {
    text.replace('\0', " ")
}

/// A line as the bank told it, and the code of why it could not be read or recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnreadLine {
    pub text: String,
    pub reason: UnreadReason,
}

/// An order to pay. The bank knows it by its number and serial, and carries the same two out at most once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub order_no: Reference,
    /// Counts the attempts, from 1.
    pub serial: i16,
    pub amount: Amount,
    /// Ours, which it is paid from.
    pub paying_account: String,
    pub account_no: String,
    pub account_name: String,
    /// What stands on both statements.
    pub remittance: String,
}

/// What the bank says to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayAnswer {
    /// It will be carried out.
    Accepted,
    /// It will never be.
    Rejected { reason: String },
    /// It may be, or may not. For the log: why the answer is not known.
    Unknown(String),
}

/// What the bank says of an order that it was given before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryAnswer {
    Accepted,
    Rejected {
        reason: String,
    },
    /// The bank does not know it, or not yet.
    NotFound,
    Unknown(String),
}

/// A piece of an account's feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedPage {
    pub movements: Vec<MovementFacts>,
    /// What else the piece has, and is no movement that can be understood.
    pub unread: Vec<UnreadLine>,
    /// Where the next piece begins.
    pub cursor: String,
}

pub trait Bank: Send + Sync {
    /// How many calls it takes at once: one, unless it says more.
    fn calls_at_once(&self) -> usize {
        1
    }
    fn pay<'a>(&'a self, order: &'a Order) -> Work<'a, PayAnswer>;
    fn query<'a>(&'a self, order_no: &'a Reference, serial: i16) -> Work<'a, QueryAnswer>;
    /// The account's movements behind a cursor; the empty one stands before the first.
    fn movements<'a>(&'a self, account_no: &'a str, after: &'a str) -> Work<'a, Result<FeedPage, LineError>>;
}

/// The banks that keep reserve accounts: one, or some of their own interface beside it.
pub struct Banks<'a> {
    every_other: &'a dyn Bank,
    named: BTreeMap<String, &'a dyn Bank>,
}

impl<'a> Banks<'a> {
    /// One for all accounts.
    #[must_use]
    pub const fn one(bank: &'a dyn Bank) -> Self {
        Self { every_other: bank, named: BTreeMap::new() }
    }

    /// With another one for the accounts of this bank.
    #[must_use]
    pub fn and(mut self, name: &str, bank: &'a dyn Bank) -> Self {
        self.named.insert(name.to_owned(), bank);
        self
    }

    /// The one that keeps an account, by the name that the account gives it.
    #[must_use]
    pub fn of(&self, name: &str) -> &'a dyn Bank {
        self.named.get(name).copied().unwrap_or(self.every_other)
    }

    /// How many calls they take at once, together.
    #[must_use]
    pub fn calls_at_once(&self) -> usize {
        self.named.values().map(|bank| bank.calls_at_once()).sum::<usize>() + self.every_other.calls_at_once()
    }
}

/// The bank's HTTP interface. Every request and every answer is signed.
pub struct HttpBank(SignedLine);

/// What became of an order, in the bank's own words.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Accepted,
    Paid,
    Rejected,
    NotFound,
    /// One that decides nothing.
    #[serde(untagged)]
    Other(String),
}

#[derive(Deserialize)]
struct Answer {
    result: Word,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize)]
struct Page {
    /// Each is read by itself: one that is not what it should be spoils no other.
    movements: Vec<serde_json::Value>,
    cursor: String,
}

#[derive(Deserialize)]
struct FedLine {
    id: String,
    #[serde(with = "time::serde::rfc3339")]
    booked_at: OffsetDateTime,
    direction: Direction,
    amount: Amount,
    balance_after: Option<Amount>,
    #[serde(default)]
    counterparty_name: String,
    #[serde(default)]
    counterparty_account: String,
    #[serde(default)]
    counterparty_bank: String,
    #[serde(default)]
    remittance: String,
}

impl FedLine {
    fn read(line: serde_json::Value) -> Result<MovementFacts, UnreadLine> {
        let text = line.to_string();
        let wrong = Self::what_is_wrong(&line);
        let read = serde_json::from_value(line).map_err(|error| {
            tracing::warn!(%error, "a line of the bank's feed cannot be read");
            wrong
        });
        read.and_then(Self::into_facts).map_err(|reason| UnreadLine { text, reason })
    }

    /// The first field that cannot be read.
    fn what_is_wrong(line: &serde_json::Value) -> UnreadReason {
        let field = |name: &str| line.get(name).unwrap_or(&serde_json::Value::Null);
        let fields = [
            (UnreadReason::IdMissing, field("id").is_string()),
            (UnreadReason::TimeUnreadable, time::serde::rfc3339::deserialize(field("booked_at")).is_ok()),
            (UnreadReason::DirectionUnreadable, Direction::deserialize(field("direction")).is_ok()),
            (UnreadReason::AmountUnreadable, Amount::deserialize(field("amount")).is_ok()),
            (UnreadReason::BalanceUnreadable, Option::<Amount>::deserialize(field("balance_after")).is_ok()),
        ];
        fields.into_iter().find(|(_, reads)| !reads).map_or(UnreadReason::TextUnreadable, |(reason, _)| reason)
    }

    fn into_facts(self) -> Result<MovementFacts, UnreadReason> {
        let id = self.id.trim();
        if id.is_empty() {
            return Err(UnreadReason::IdMissing);
        }
        if !self.amount.is_positive() {
            return Err(UnreadReason::AmountNotPositive);
        }
        if self.amount > Amount::MAX {
            return Err(UnreadReason::AmountTooLarge);
        }
        let booked_at = self.booked_at.to_offset(CHINA);
        let (hour, minute, second) = booked_at.time().as_hms();
        Ok(MovementFacts {
            booked_on: booked_at.date(),
            booked_time: Time::from_hms(hour, minute, second).ok(),
            direction: self.direction,
            amount: self.amount,
            balance_after: self.balance_after,
            counterparty_name: self.counterparty_name.trim().to_owned(),
            counterparty_account: self.counterparty_account.split_whitespace().collect(),
            counterparty_bank: self.counterparty_bank.trim().to_owned(),
            remittance: self.remittance.trim().to_owned(),
            end_to_end_reference: None,
            bank_reference: Some(id.to_owned()),
            reversal: false,
            entry: None,
        })
    }
}

impl HttpBank {
    /// # Errors
    /// When `base` is not an http url, or the client cannot be made.
    pub fn new(base: &str, keys: LineKeys, clock: Clock, randomness: Randomness) -> Result<Self, LineUrlError> {
        Self::with_timeout((base, TIMEOUT), keys, clock, randomness)
    }

    /// As [`new`](Self::new), with another time for an answer.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_timeout(
        (base, timeout): (&str, Duration),
        keys: LineKeys,
        clock: Clock,
        randomness: Randomness,
    ) -> Result<Self, LineUrlError> {
        Ok(Self(SignedLine::new((base, "bank", timeout), keys, clock, randomness)?))
    }

    /// With another number of calls at once.
    #[must_use]
    pub fn with_calls_at_once(self, calls_at_once: u16) -> Self {
        Self(self.0.with_calls_at_once(calls_at_once))
    }
}

impl Bank for HttpBank {
    fn calls_at_once(&self) -> usize {
        self.0.calls_at_once()
    }

    fn pay<'a>(&'a self, order: &'a Order) -> Work<'a, PayAnswer> {
        Box::pin(async move {
            let body = match serde_json::to_vec(order) {
                Ok(body) => body,
                Err(error) => return PayAnswer::Unknown(error.to_string()),
            };
            match self.0.ask::<Answer>(Method::POST, self.0.url(&["payouts"]), body).await {
                Ok(Answer { result: Word::Accepted, .. }) => PayAnswer::Accepted,
                Ok(Answer { result: Word::Rejected, reason }) => PayAnswer::Rejected { reason },
                Ok(Answer { result: Word::Paid | Word::NotFound, .. }) => {
                    PayAnswer::Unknown("the result is none of an order".to_owned())
                }
                Ok(Answer { result: Word::Other(word), .. }) => PayAnswer::Unknown(format!("the result is {word:?}")),
                Err(error) => PayAnswer::Unknown(error.to_string()),
            }
        })
    }

    fn query<'a>(&'a self, order_no: &'a Reference, serial: i16) -> Work<'a, QueryAnswer> {
        Box::pin(async move {
            let serial = serial.to_string();
            let url = self.0.url(&["payouts", order_no.as_str(), &serial]);
            match self.0.ask::<Answer>(Method::GET, url, Vec::new()).await {
                Ok(Answer { result: Word::Accepted | Word::Paid, .. }) => QueryAnswer::Accepted,
                Ok(Answer { result: Word::Rejected, reason }) => QueryAnswer::Rejected { reason },
                Ok(Answer { result: Word::NotFound, .. }) => QueryAnswer::NotFound,
                Ok(Answer { result: Word::Other(word), .. }) => QueryAnswer::Unknown(format!("the result is {word:?}")),
                Err(error) => QueryAnswer::Unknown(error.to_string()),
            }
        })
    }

    fn movements<'a>(&'a self, account_no: &'a str, after: &'a str) -> Work<'a, Result<FeedPage, LineError>> {
        Box::pin(async move {
            let mut url = self.0.url(&["accounts", account_no, "movements"]);
            url.query_pairs_mut().append_pair("after", after);
            let page: Page = self.0.ask(Method::GET, url, Vec::new()).await?;
            let mut read = FeedPage { movements: Vec::new(), unread: Vec::new(), cursor: page.cursor };
            for line in page.movements {
                match FedLine::read(line) {
                    Ok(facts) => read.movements.push(facts),
                    Err(line) => read.unread.push(line),
                }
            }
            Ok(read)
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_word_of_the_bank_that_nobody_knows_decides_nothing() {
        let word = |text: &str| serde_json::from_value::<Word>(json!(text)).unwrap_or(Word::Paid);
        assert!(matches!(word("accepted"), Word::Accepted));
        assert!(matches!(word("not_found"), Word::NotFound));
        assert!(matches!(word("Accepted"), Word::Other(text) if text == "Accepted"));
        assert!(serde_json::from_value::<Word>(json!(1)).is_err());
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_first_field() {
        let line = json!({
            "id": "B1", "booked_at": "2026-11-20T09:00:00+08:00", "direction": "credit", "amount": "12.50",
            "balance_after": null, "remittance": "测试",
        });
        assert!(FedLine::read(line.clone()).is_ok());
        for (field, value, reason) in [
            ("id", Value::Null, UnreadReason::IdMissing),
            ("id", json!(" "), UnreadReason::IdMissing),
            ("booked_at", json!("2026-11-20"), UnreadReason::TimeUnreadable),
            ("direction", json!("sideways"), UnreadReason::DirectionUnreadable),
            ("amount", json!(12.5), UnreadReason::AmountUnreadable),
            ("amount", json!("0.00"), UnreadReason::AmountNotPositive),
            ("amount", json!("90000000000000.00"), UnreadReason::AmountTooLarge),
            ("balance_after", json!("?"), UnreadReason::BalanceUnreadable),
            ("remittance", json!(7), UnreadReason::TextUnreadable),
        ] {
            let mut wrong = line.clone();
            wrong[field] = value;
            let text = wrong.to_string();
            assert_eq!(FedLine::read(wrong), Err(UnreadLine { text, reason }));
        }
        assert_eq!(FedLine::read(json!("?")).unwrap_err().reason, UnreadReason::IdMissing);
    }
}

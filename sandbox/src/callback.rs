//! What the network tells by itself of what it has done, and when.

use serde_json::{Map, Value, json};
use time::{Duration, OffsetDateTime};

use crate::{
    amount,
    network::{Done, OK, UNAUTHORISED},
    sealed_field::WrappingKeys,
    signing::hexadecimal,
};

/// How long after something was done it is told; each time that it is not taken, twice as long.
const REST: Duration = Duration::seconds(1);
/// How often it is told.
pub const TIMES: u32 = 8;
/// How much later it is told than it should be, where that is asked for.
const LATE: Duration = Duration::minutes(1);
/// What a callback says that contradicts what was done.
const NO_MONEY: &str = "PB012001";

/// What is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Callback {
    pub number: String,
    pub category: &'static str,
    pub serial: String,
    pub business_code: String,
    pub amount: Option<i64>,
    pub agreement_no: String,
    due: OffsetDateTime,
    told: u32,
}

impl Callback {
    /// What is told of what was done, if anything is; `taken` says how much a payment took.
    pub fn of(done: &Done, taken: impl Fn(&str) -> Option<i64>, now: OffsetDateTime) -> Option<Self> {
        let (category, serial, business_code, amount, agreement_no) = match done {
            Done::Signed { serial, agreement_no } => ("0202", serial.as_str(), OK, None, agreement_no.as_str()),
            Done::EndedThere { agreement_no, .. } => ("0205", "", OK, None, agreement_no.as_str()),
            Done::Paid { serial, amount, business_code, .. } => {
                ("0301", serial.as_str(), business_code.as_str(), Some(*amount), "")
            }
            Done::Refunded { serial, amount, business_code, .. } => {
                ("0302", serial.as_str(), business_code.as_str(), Some(*amount), "")
            }
            Done::Returned { serial, .. } => ("0303", serial.as_str(), UNAUTHORISED, taken(serial.as_str()), ""),
            Done::Applied { .. } | Done::Ended { .. } | Done::Settled { .. } => return None,
        };
        let mut random = [0; 8];
        getrandom::fill(&mut random).ok()?;
        Some(Self {
            number: format!("CB{}", hexadecimal(&random)),
            category,
            serial: serial.to_owned(),
            business_code: business_code.to_owned(),
            amount,
            agreement_no: agreement_no.to_owned(),
            due: now + REST,
            told: 0,
        })
    }

    pub fn late(self) -> Self {
        Self { due: self.due + LATE, ..self }
    }

    /// One that says the opposite.
    pub fn contrary(&self) -> Self {
        let business_code = if self.business_code == OK { NO_MONEY } else { OK }.to_owned();
        Self { number: format!("{}C", self.number), business_code, agreement_no: String::new(), ..self.clone() }
    }

    /// The next time, unless it was told often enough.
    pub fn again(self, now: OffsetDateTime) -> Option<Self> {
        let told = self.told + 1;
        (told < TIMES).then(|| Self { due: now + REST * 2_i32.pow(told), told, ..self })
    }

    pub fn is_due(&self, now: OffsetDateTime) -> bool {
        self.due <= now
    }

    pub fn body(&self, keys: &WrappingKeys, nonce: &str) -> Option<Value> {
        let mut body = json!({
            "callback_no": self.number, "category": self.category, "serial": self.serial, "system_code": OK,
            "business_code": self.business_code,
        });
        if let Some(fen) = self.amount {
            body["amount"] = json!(amount::text(fen));
        }
        if !self.agreement_no.is_empty() {
            let secret = Map::from_iter([("agreement_no".to_owned(), json!(self.agreement_no))]);
            body["sealed"] = keys.seal_callback((self.category, &self.serial), nonce, secret)?;
        }
        Some(body)
    }
}

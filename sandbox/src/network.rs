//! The agreement payment network, with the payers' banks behind it: it sends codes, signs with them, takes money, and settles
//! what it has taken.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use time::Date;

/// Where a message was looked at, and what came of it.
pub const OK: &str = "00000000";
const WRONG_CODE: &str = "PB010001";
const NOT_FOUND: &str = "PB009001";
const CARD_INVALID: &str = "PB011002";
const LIMIT_EXCEEDED: &str = "PB012002";
const AGREEMENT_ENDED: &str = "PB012003";
/// What a bank lets be taken at once, in fen.
const LIMIT: i64 = 5_000_000;
/// How agreements begin that were signed before the network was set up.
const SIGNED_BEFORE: &str = "SEED";

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Payer {
    pub name: String,
    pub id_number: String,
    pub card_number: String,
    pub mobile: String,
}

/// A message as it is sent. Fields that its category does not have are missing.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(tag = "category")]
pub enum Message {
    #[serde(rename = "0201")]
    Apply { serial: String, payer_no: String, payer: Payer },
    #[serde(rename = "0202")]
    Sign { serial: String, code: String },
    #[serde(rename = "0203")]
    Unsign { agreement_no: String },
    #[serde(rename = "0204")]
    Agreement { agreement_no: String },
    #[serde(rename = "0301")]
    Pay {
        serial: String,
        agreement_no: String,
        #[serde(with = "crate::amount")]
        amount: i64,
    },
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Answer {
    pub system_code: &'static str,
    pub business_code: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub standing: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub agreement_no: String,
    /// Of a settlement.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub file: String,
}

/// What the network has done. It remembers the mobile number that a code went to, and nothing else of a payer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "network", rename_all = "snake_case")]
pub enum Done {
    Applied {
        serial: String,
        payer_no: String,
        mobile: String,
        code: String,
        at: String,
        refused: Option<String>,
    },
    Signed {
        serial: String,
        agreement_no: String,
    },
    Ended {
        agreement_no: String,
    },
    Paid {
        serial: String,
        agreement_no: String,
        #[serde(with = "crate::amount")]
        amount: i64,
        business_code: String,
        /// When it is settled; records of before 2026-12 do not say, and are not.
        #[serde(default)]
        on: Option<Date>,
    },
    /// The file of a date, and what is paid for it.
    Settled {
        on: Date,
        file: String,
        #[serde(with = "crate::amount")]
        net: i64,
    },
}

/// A code that a payer got.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sms {
    pub mobile: String,
    pub code: String,
    /// What the message says that the code is for.
    #[serde(default)]
    pub purpose: String,
    pub at: String,
}

/// A debit with what came of it, as a settlement tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub order_no: String,
    pub amount: i64,
    pub result: String,
}

#[derive(Clone, Debug)]
struct Order {
    payer_no: String,
    code: String,
    refused: Option<String>,
    agreement_no: Option<String>,
}

#[derive(Clone, Debug)]
struct Payment {
    amount: i64,
    business_code: String,
    on: Option<Date>,
}

#[derive(Default)]
pub struct Network {
    orders: BTreeMap<String, Order>,
    ended: BTreeSet<String>,
    signed: BTreeSet<String>,
    payments: BTreeMap<String, Payment>,
    settled: BTreeMap<Date, (String, i64)>,
    messages: Vec<Sms>,
}

fn answer(business_code: &str) -> Answer {
    Answer { system_code: OK, business_code: business_code.to_owned(), ..Answer::default() }
}

/// With the file of a date, or that there is none yet.
pub fn with_file(file: Option<String>) -> Answer {
    file.map_or_else(|| answer(NOT_FOUND), |file| Answer { file, ..answer(OK) })
}

impl Network {
    /// What a message comes to, and what is done about it, which is nothing where it was done before.
    pub fn take(&self, message: Message, code: String, (at, on): (String, Date)) -> (Answer, Option<Done>) {
        match message {
            Message::Apply { serial, payer_no, payer } => {
                if let Some(order) = self.orders.get(&serial) {
                    return (answer(order.refused.as_deref().unwrap_or(OK)), None);
                }
                let refused = payer.card_number.ends_with("0000").then(|| CARD_INVALID.to_owned());
                let told = answer(refused.as_deref().unwrap_or(OK));
                (told, Some(Done::Applied { serial, payer_no, mobile: payer.mobile, code, at, refused }))
            }
            Message::Sign { serial, code } => self.sign(serial, &code),
            Message::Unsign { agreement_no } => (answer(OK), Some(Done::Ended { agreement_no })),
            Message::Agreement { agreement_no } => (self.agreement(&agreement_no), None),
            Message::Pay { serial, agreement_no, amount } => {
                if let Some(payment) = self.payments.get(&serial) {
                    return (answer(&payment.business_code), None);
                }
                let code = if self.agreement(&agreement_no).standing != "signed" {
                    AGREEMENT_ENDED
                } else if amount > LIMIT {
                    LIMIT_EXCEEDED
                } else {
                    OK
                };
                let business_code = code.to_owned();
                (answer(code), Some(Done::Paid { serial, agreement_no, amount, business_code, on: Some(on) }))
            }
        }
    }

    /// Whether an agreement is in force.
    fn agreement(&self, agreement_no: &str) -> Answer {
        if self.ended.contains(agreement_no) {
            Answer { standing: "ended", ..answer(OK) }
        } else if self.signed.contains(agreement_no) || agreement_no.starts_with(SIGNED_BEFORE) {
            Answer { standing: "signed", ..answer(OK) }
        } else {
            answer(NOT_FOUND)
        }
    }

    fn sign(&self, serial: String, code: &str) -> (Answer, Option<Done>) {
        match self.orders.get(&serial) {
            None => (answer(NOT_FOUND), None),
            Some(Order { refused: Some(code), .. }) => (answer(code), None),
            Some(Order { agreement_no: Some(agreement_no), .. }) => {
                (Answer { agreement_no: agreement_no.clone(), ..answer(OK) }, None)
            }
            Some(order) if order.code != code => (answer(WRONG_CODE), None),
            Some(order) => {
                let agreement_no =
                    format!("{}{}", order.payer_no.get(..8).unwrap_or_default(), serial.replace('-', ""));
                let told = Answer { agreement_no: agreement_no.clone(), ..answer(OK) };
                (told, Some(Done::Signed { serial, agreement_no }))
            }
        }
    }

    /// Notes what was done, be it now or read from the journal.
    pub fn note(&mut self, done: Done) {
        match done {
            Done::Applied { serial, payer_no, mobile, code, at, refused } => {
                if refused.is_none() {
                    self.messages.push(Sms { mobile, code: code.clone(), purpose: "银行卡签约".to_owned(), at });
                }
                self.orders.insert(serial, Order { payer_no, code, refused, agreement_no: None });
            }
            Done::Signed { serial, agreement_no } => {
                if let Some(order) = self.orders.get_mut(&serial) {
                    order.agreement_no = Some(agreement_no.clone());
                }
                self.signed.insert(agreement_no);
            }
            Done::Ended { agreement_no } => drop(self.ended.insert(agreement_no)),
            Done::Paid { serial, amount, business_code, on, .. } => {
                self.payments.insert(serial, Payment { amount, business_code, on });
            }
            Done::Settled { on, file, net } => {
                self.settled.insert(on, (file, net));
            }
        }
    }

    pub fn order(&self, serial: &str) -> Answer {
        match self.orders.get(serial) {
            None => answer(NOT_FOUND),
            Some(Order { refused: Some(code), .. }) => answer(code),
            Some(Order { agreement_no: Some(agreement_no), .. }) => {
                Answer { standing: "signed", agreement_no: agreement_no.clone(), ..answer(OK) }
            }
            Some(_) => Answer { standing: "code_sent", ..answer(OK) },
        }
    }

    pub fn payment(&self, serial: &str) -> Answer {
        self.payments.get(serial).map_or_else(|| answer(NOT_FOUND), |payment| answer(&payment.business_code))
    }

    /// What was taken, or not, on a date, in the order of the numbers.
    pub fn lines(&self, on: Date) -> Vec<Line> {
        let of_date = self.payments.iter().filter(|(_, payment)| payment.on == Some(on));
        let line = |(serial, payment): (&String, &Payment)| Line {
            order_no: serial.clone(),
            amount: payment.amount,
            result: payment.business_code.clone(),
        };
        of_date.map(line).collect()
    }

    /// The dates before today that have payments and no file.
    pub fn unsettled(&self, today: Date) -> BTreeSet<Date> {
        let dates = self.payments.values().filter_map(|payment| payment.on);
        dates.filter(|on| *on < today && !self.settled.contains_key(on)).collect()
    }

    /// The dates that have a file, and what is paid for each.
    pub fn settled(&self) -> impl Iterator<Item = (Date, i64)> {
        self.settled.iter().map(|(on, (_, net))| (*on, *net))
    }

    pub fn file(&self, on: Date) -> Option<String> {
        self.settled.get(&on).map(|(file, _)| file.clone())
    }

    /// The codes that payers got.
    pub fn messages(&self) -> impl Iterator<Item = &Sms> {
        self.messages.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ON: Date = time::macros::date!(2026 - 11 - 20);

    fn payer(card_number: &str) -> Payer {
        let text = |text: &str| text.to_owned();
        Payer {
            name: text("张三"), id_number: text("x"), card_number: text(card_number), mobile: text("13800001402")
        }
    }

    fn told(network: &mut Network, message: Message) -> Answer {
        let (told, done) = network.take(message, "123456".to_owned(), ("now".to_owned(), ON));
        done.into_iter().for_each(|done| network.note(done));
        told
    }

    #[test]
    fn a_code_signs_once_and_everything_is_answered_alike_again() {
        let mut network = Network::default();
        let apply = |serial: &str, card: &str| Message::Apply {
            serial: serial.to_owned(),
            payer_no: "0123456789".to_owned(),
            payer: payer(card),
        };
        let sign = |code: &str| Message::Sign { serial: "S-1".to_owned(), code: code.to_owned() };
        assert_eq!(told(&mut network, sign("123456")).business_code, NOT_FOUND);
        for _ in 0..2 {
            assert_eq!(told(&mut network, apply("S-1", "6222")).business_code, OK);
        }
        assert_eq!((network.messages().count(), network.order("S-1").standing), (1, "code_sent"));
        assert_eq!(told(&mut network, sign("000000")).business_code, WRONG_CODE);
        let signed = told(&mut network, sign("123456"));
        assert_eq!(told(&mut network, sign("123456")), signed);
        assert_eq!((network.order("S-1").standing, network.order("S-1").agreement_no), ("signed", signed.agreement_no));
        assert_eq!(told(&mut network, apply("S-2", "62220000")).business_code, CARD_INVALID);
        assert_eq!(network.messages().count(), 1);
    }

    #[test]
    fn money_is_taken_once_from_what_is_signed_and_not_ended() {
        let mut network = Network::default();
        let pay = |serial: &str, agreement: &str, amount| Message::Pay {
            serial: serial.to_owned(),
            agreement_no: agreement.to_owned(),
            amount,
        };
        assert_eq!(told(&mut network, pay("D1", "unknown", 1)).business_code, AGREEMENT_ENDED);
        for _ in 0..2 {
            assert_eq!(told(&mut network, pay("D2", "SEED1", 100)).business_code, OK);
        }
        assert_eq!(told(&mut network, pay("D3", "SEED1", LIMIT + 1)).business_code, LIMIT_EXCEEDED);
        assert_eq!(
            (network.payment("D2").business_code.as_str(), network.payment("D9").business_code.as_str()),
            (OK, NOT_FOUND)
        );
        let standing = |network: &mut Network, agreement: &str| {
            told(network, Message::Agreement { agreement_no: agreement.to_owned() }).standing
        };
        assert_eq!((standing(&mut network, "SEED1"), standing(&mut network, "unknown")), ("signed", ""));
        told(&mut network, Message::Unsign { agreement_no: "SEED1".to_owned() });
        assert_eq!(standing(&mut network, "SEED1"), "ended");
        assert_eq!(told(&mut network, pay("D4", "SEED1", 1)).business_code, AGREEMENT_ENDED);
        assert_eq!(network.payment("D2").business_code, OK, "what was taken stays taken");
        let told: Vec<(String, String)> =
            network.lines(ON).into_iter().map(|line| (line.order_no, line.result)).collect();
        let expected = [("D1", AGREEMENT_ENDED), ("D2", OK), ("D3", LIMIT_EXCEEDED), ("D4", AGREEMENT_ENDED)];
        assert_eq!(told, expected.map(|(serial, code)| (serial.to_owned(), code.to_owned())));
        assert!(network.unsettled(ON).is_empty(), "the date is not over");
        let tomorrow = ON.next_day().unwrap();
        assert_eq!(network.unsettled(tomorrow), BTreeSet::from([ON]));
        network.note(Done::Settled { on: ON, file: "a file".to_owned(), net: 100 });
        assert!(network.unsettled(tomorrow).is_empty());
        assert_eq!((network.file(ON).as_deref(), network.settled().next()), (Some("a file"), Some((ON, 100))));
    }
}

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
/// More is to go back than was taken.
const REFUSED: &str = "PB019999";
/// The payer says that it has not agreed to a payment.
pub const UNAUTHORISED: &str = "PB013001";
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
    #[serde(rename = "0302")]
    Refund {
        serial: String,
        payment: String,
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
    /// Of a date.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub returned: Vec<ToldReturn>,
    /// The agreements that payers have ended on it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ended: Vec<String>,
}

/// A payment that was given back to its payer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ToldReturn {
    pub serial: String,
    #[serde(with = "crate::amount")]
    pub amount: i64,
    pub code: &'static str,
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
    /// The payer has ended it at the bank.
    EndedThere {
        agreement_no: String,
        on: Date,
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
    /// So much of a payment went back, as was ordered, or did not.
    Refunded {
        serial: String,
        payment: String,
        #[serde(with = "crate::amount")]
        amount: i64,
        business_code: String,
        on: Date,
    },
    /// The payer has demanded a payment back, and got it.
    Returned {
        serial: String,
        on: Date,
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
    /// What the file calls it: `payment`, or `refund` or `return` for what went back.
    pub kind: &'static str,
}

impl Line {
    pub fn is_back(&self) -> bool {
        self.kind != "payment"
    }
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

#[derive(Clone, Debug)]
struct Refund {
    payment: String,
    amount: i64,
    business_code: String,
    on: Date,
}

#[derive(Default)]
pub struct Network {
    orders: BTreeMap<String, Order>,
    ended: BTreeSet<String>,
    /// When payers have ended agreements by themselves.
    ended_there: BTreeMap<String, Date>,
    signed: BTreeSet<String>,
    payments: BTreeMap<String, Payment>,
    settled: BTreeMap<Date, (String, i64)>,
    /// When payments were given back, and which of them no file has told yet.
    returned: BTreeMap<String, Date>,
    refunds: BTreeMap<String, Refund>,
    untold: BTreeSet<String>,
    messages: Vec<Sms>,
}

fn answer(business_code: &str) -> Answer {
    Answer { system_code: OK, business_code: business_code.to_owned(), ..Answer::default() }
}

/// What is asked about is not known here.
pub fn not_found() -> Answer {
    answer(NOT_FOUND)
}

/// With the file of a date, or that there is none yet.
pub fn with_file(file: Option<String>) -> Answer {
    file.map_or_else(not_found, |file| Answer { file, ..answer(OK) })
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
            Message::Refund { serial, payment, amount } => {
                if let Some(refund) = self.refunds.get(&serial) {
                    return (answer(&refund.business_code), None);
                }
                let business_code = if amount <= self.left_of(&payment) { OK } else { REFUSED }.to_owned();
                (answer(&business_code), Some(Done::Refunded { serial, payment, amount, business_code, on }))
            }
        }
    }

    /// What of a payment has not gone back.
    fn left_of(&self, payment: &str) -> i64 {
        let taken = self.payments.get(payment).filter(|taken| taken.business_code == OK);
        let taken = taken.filter(|_| !self.returned.contains_key(payment)).map_or(0, |taken| taken.amount);
        let back = self.refunds.values().filter(|refund| refund.payment == payment && refund.business_code == OK);
        taken - back.map(|refund| refund.amount).sum::<i64>()
    }

    pub fn refund(&self, serial: &str) -> Answer {
        self.refunds.get(serial).map_or_else(|| answer(NOT_FOUND), |refund| answer(&refund.business_code))
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
            Done::EndedThere { agreement_no, on } => {
                self.ended.insert(agreement_no.clone());
                self.ended_there.insert(agreement_no, on);
            }
            Done::Paid { serial, amount, business_code, on, .. } => {
                self.payments.insert(serial, Payment { amount, business_code, on });
            }
            Done::Refunded { serial, payment, amount, business_code, on } => {
                if business_code == OK {
                    self.untold.insert(serial.clone());
                }
                self.refunds.insert(serial, Refund { payment, amount, business_code, on });
            }
            Done::Returned { serial, on } => {
                self.untold.insert(serial.clone());
                self.returned.insert(serial, on);
            }
            Done::Settled { on, file, net } => {
                let told = |serial: &str, kind: &str| file.contains(&format!("|{serial}|{kind}|"));
                self.untold.retain(|serial| !told(serial, "return") && !told(serial, "refund"));
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
            kind: "payment",
        };
        of_date.map(line).collect()
    }

    /// What was given back and no file has told yet, as far as what is paid for a date covers it; the rest waits for a later one.
    pub fn lines_back(&self, on: Date, paid: i64) -> Vec<Line> {
        let mut left = paid;
        let due = self.untold.iter().filter_map(|serial| {
            let returned = self.returned.get(serial).zip(self.payments.get(serial));
            let returned = returned.map(|(back, payment)| (*back, payment.amount, "return"));
            let refunded = self.refunds.get(serial).map(|refund| (refund.on, refund.amount, "refund"));
            let (back, amount, kind) = returned.or(refunded)?;
            (back <= on).then_some((serial, amount, kind))
        });
        due.filter(|(_, amount, _)| {
            let covered = *amount <= left;
            left -= if covered { *amount } else { 0 };
            covered
        })
        .map(|(serial, amount, kind)| Line { order_no: serial.clone(), amount, result: OK.to_owned(), kind })
        .collect()
    }

    /// What is done when a payer ends an agreement at the bank: nothing where it is not in force.
    pub fn end_there(&self, agreement_no: &str, on: Date) -> Option<Done> {
        let signed = self.agreement(agreement_no).standing == "signed";
        signed.then(|| Done::EndedThere { agreement_no: agreement_no.to_owned(), on })
    }

    /// What payers have ended on a date.
    pub fn endings(&self, on: Date) -> Answer {
        let of_date = self.ended_there.iter().filter(|(_, ended)| **ended == on);
        Answer { ended: of_date.map(|(agreement_no, _)| agreement_no.clone()).collect(), ..answer(OK) }
    }

    /// The agreements that were signed here and are in force, the newest number first.
    pub fn in_force(&self) -> impl Iterator<Item = &String> {
        self.signed.iter().rev().filter(|agreement_no| !self.ended.contains(*agreement_no))
    }

    /// What is done when a payer demands a payment back: nothing where nothing was taken, or all of it was given back. Its bank does not
    /// know what was refunded in part, and gives back the whole.
    pub fn give_back(&self, serial: &str, on: Date) -> Option<Done> {
        (self.left_of(serial) > 0).then(|| Done::Returned { serial: serial.to_owned(), on })
    }

    /// How much was to be taken by a payment.
    pub fn amount_of(&self, serial: &str) -> Option<i64> {
        self.payments.get(serial).map(|payment| payment.amount)
    }

    /// What was given back on a date.
    pub fn returns(&self, on: Date) -> Answer {
        let of_date = self.returned.iter().filter(|(_, back)| **back == on);
        let told = of_date.filter_map(|(serial, _)| {
            let amount = self.payments.get(serial)?.amount;
            Some(ToldReturn { serial: serial.clone(), amount, code: UNAUTHORISED })
        });
        Answer { returned: told.collect(), ..answer(OK) }
    }

    /// The numbers and amounts of what was taken and not given back whole, the newest number first.
    pub fn taken(&self) -> impl Iterator<Item = (&String, i64)> {
        let taken = self.payments.iter().rev();
        taken.filter(|(serial, _)| self.left_of(serial) > 0).map(|(serial, payment)| (serial, payment.amount))
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
mod tests;

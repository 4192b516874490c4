//! A network in memory, that loses what it is told to lose.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use domain::{
    Amount,
    network::{AgreementStanding, Meaning, ReturnReason},
};
use services::{
    db::Work,
    network::{Network, PayOrder, Payee, RefundOrder, ReturnedPayment, SignOrder, Signed, SigningStanding},
};
use time::Date;

/// The code that it sends to everybody.
pub const CODE: &str = "824613";

struct Memory {
    /// Serials of orders, and of those that are signed.
    orders: Vec<String>,
    signed: Vec<String>,
    ended: Vec<String>,
    /// Serials of payments, with their amounts.
    paid: Vec<(String, Amount)>,
    /// Who was named in them.
    payees: Vec<Option<Payee>>,
    /// The files of what it settles.
    settlements: BTreeMap<Date, String>,
    /// Serials of refunds, with their amounts.
    refunded: Vec<(String, Amount)>,
    /// What the next order of a refund and every question about one is answered, instead of being carried out.
    refund: Option<Meaning>,
    /// The agreements that it tells have ended.
    ended_there: Vec<(Date, String)>,
    /// What it tells that it has given back.
    returned: BTreeMap<Date, Vec<ReturnedPayment>>,
    /// What the next payment is answered, instead of being made.
    pay: Option<Meaning>,
    /// What the next question about a payment is answered.
    query_pay: Option<Meaning>,
    /// What the next order is answered, instead of being carried out.
    answer: Option<Meaning>,
    /// Every signing is the same agreement.
    one_agreement: bool,
    /// What the next unsigning is answered.
    unsign: Option<Meaning>,
    /// What it says of every agreement.
    standing: AgreementStanding,
    /// What the next questions about orders are answered.
    standings: VecDeque<SigningStanding>,
    /// The next so many questions about orders are answered from before the code.
    behind: usize,
    /// The next so many answers are lost, after what was asked was done.
    lose: usize,
}

pub struct TestNetwork {
    memory: Mutex<Memory>,
    sent: AtomicUsize,
}

impl Default for TestNetwork {
    fn default() -> Self {
        let memory = Memory {
            orders: Vec::new(),
            signed: Vec::new(),
            ended: Vec::new(),
            paid: Vec::new(),
            payees: Vec::new(),
            settlements: BTreeMap::new(),
            refunded: Vec::new(),
            refund: None,
            ended_there: Vec::new(),
            returned: BTreeMap::new(),
            pay: None,
            query_pay: None,
            answer: None,
            one_agreement: false,
            unsign: None,
            standing: AgreementStanding::Signed,
            standings: VecDeque::new(),
            behind: 0,
            lose: 0,
        };
        Self { memory: Mutex::new(memory), sent: AtomicUsize::new(0) }
    }
}

impl TestNetwork {
    /// The next order is only answered.
    pub fn answer(&self, meaning: Meaning) {
        self.memory.lock().unwrap().answer = Some(meaning);
    }

    /// The next payment is only answered.
    pub fn answer_payment(&self, meaning: Meaning) {
        self.memory.lock().unwrap().pay = Some(meaning);
    }

    pub fn give_one_agreement(&self) {
        self.memory.lock().unwrap().one_agreement = true;
    }

    pub fn answer_query(&self, meaning: Meaning) {
        self.memory.lock().unwrap().query_pay = Some(meaning);
    }

    /// The next unsigning is answered so, and what is asked of an agreement from now on.
    pub fn answer_agreement(&self, unsign: Meaning, standing: AgreementStanding) {
        let mut memory = self.memory.lock().unwrap();
        (memory.unsign, memory.standing) = (Some(unsign), standing);
    }

    /// The file of a date, from now on.
    pub fn settle(&self, on: Date, file: &str) {
        self.memory.lock().unwrap().settlements.insert(on, file.to_owned());
    }

    /// It tells that an agreement has ended on a date, by nobody's doing here.
    pub fn tell_ended(&self, on: Date, agreement_no: &str) {
        self.memory.lock().unwrap().ended_there.push((on, agreement_no.to_owned()));
    }

    /// It tells that it has given a payment back on a date.
    pub fn give_back(&self, on: Date, serial: &str, amount: Amount, reason: ReturnReason) {
        let told = ReturnedPayment { serial: serial.to_owned(), amount, reason };
        self.memory.lock().unwrap().returned.entry(on).or_default().push(told);
    }

    /// Refunds are only answered from now on; or carried out again.
    pub fn answer_refunds(&self, meaning: Option<Meaning>) {
        self.memory.lock().unwrap().refund = meaning;
    }

    pub fn refunded(&self) -> Vec<(String, Amount)> {
        self.memory.lock().unwrap().refunded.clone()
    }

    pub fn paid(&self) -> Vec<(String, Amount)> {
        self.memory.lock().unwrap().paid.clone()
    }

    /// Who was named as paid, payment by payment.
    pub fn payees(&self) -> Vec<Option<Payee>> {
        self.memory.lock().unwrap().payees.clone()
    }

    pub fn lose_answers(&self, count: usize) {
        self.memory.lock().unwrap().lose = count;
    }

    pub fn answer_from_before(&self, count: usize) {
        self.memory.lock().unwrap().behind = count;
    }

    /// The next questions about orders are only answered.
    pub fn answer_orders(&self, standings: impl IntoIterator<Item = SigningStanding>) {
        self.memory.lock().unwrap().standings.extend(standings);
    }

    /// The serials of what is signed.
    pub fn signed(&self) -> Vec<String> {
        self.memory.lock().unwrap().signed.clone()
    }

    /// How many codes were sent.
    pub fn sent(&self) -> usize {
        self.sent.load(Ordering::Relaxed)
    }

    pub fn agreement_no(&self) -> String {
        format!("NET-AGREEMENT-{}", self.memory.lock().unwrap().signed[0])
    }

    pub fn ended(&self) -> Vec<String> {
        self.memory.lock().unwrap().ended.clone()
    }
}

impl Memory {
    fn loses(&mut self) -> bool {
        let loses = self.lose > 0;
        self.lose = self.lose.saturating_sub(1);
        loses
    }
}

impl Network for TestNetwork {
    fn apply<'a>(&'a self, order: &'a SignOrder) -> Work<'a, Meaning> {
        Box::pin(async move {
            let mut memory = self.memory.lock().unwrap();
            if let Some(answer) = memory.answer.take() {
                return answer;
            }
            let bank = &super::PAYER[2][..9];
            assert!(order.payer.card_number.starts_with(bank), "the payer is sealed, and opened for the network alone");
            self.sent.fetch_add(1, Ordering::Relaxed);
            memory.orders.push(order.serial.clone());
            if memory.loses() { Meaning::Unknown } else { Meaning::Done }
        })
    }

    fn sign<'a>(&'a self, serial: &'a str, code: &'a str) -> Work<'a, Signed> {
        Box::pin(async move {
            let mut memory = self.memory.lock().unwrap();
            let is_last = memory.orders.last().is_some_and(|last| last == serial);
            let (meaning, agreement_no) = if code == CODE && is_last {
                memory.signed.push(serial.to_owned());
                (Meaning::Done, format!("NET-AGREEMENT-{}", if memory.one_agreement { "ONE" } else { serial }))
            } else {
                (Meaning::WrongCode, String::new())
            };
            if memory.loses() {
                Signed { meaning: Meaning::Unknown, agreement_no: String::new() }
            } else {
                Signed { meaning, agreement_no }
            }
        })
    }

    fn query<'a>(&'a self, serial: &'a str) -> Work<'a, SigningStanding> {
        Box::pin(async move {
            let mut memory = self.memory.lock().unwrap();
            if let Some(standing) = memory.standings.pop_front() {
                standing
            } else if memory.loses() {
                SigningStanding::Unknown
            } else if memory.behind > 0 {
                memory.behind -= 1;
                SigningStanding::CodeSent
            } else if memory.signed.iter().any(|signed| signed == serial) {
                SigningStanding::Signed { agreement_no: format!("NET-AGREEMENT-{serial}") }
            } else if memory.orders.iter().any(|order| order == serial) {
                SigningStanding::CodeSent
            } else {
                SigningStanding::NotFound
            }
        })
    }

    fn unsign<'a>(&'a self, agreement_no: &'a str) -> Work<'a, Meaning> {
        Box::pin(async move {
            let mut memory = self.memory.lock().unwrap();
            memory.ended.push(agreement_no.to_owned());
            if memory.loses() { Meaning::Unknown } else { memory.unsign.take().unwrap_or(Meaning::Done) }
        })
    }

    fn query_agreement<'a>(&'a self, agreement_no: &'a str) -> Work<'a, AgreementStanding> {
        Box::pin(async move {
            assert!(agreement_no.starts_with("NET-AGREEMENT-"), "the network's own number");
            let mut memory = self.memory.lock().unwrap();
            if memory.loses() { AgreementStanding::Unknown } else { memory.standing }
        })
    }

    fn pay<'a>(&'a self, order: &'a PayOrder) -> Work<'a, Meaning> {
        Box::pin(async move {
            let mut memory = self.memory.lock().unwrap();
            if let Some(answer) = memory.pay.take() {
                return answer;
            }
            assert!(order.agreement_no.starts_with("NET-AGREEMENT-"), "the network's own number");
            if !memory.paid.iter().any(|(serial, _)| *serial == order.serial) {
                memory.paid.push((order.serial.clone(), order.amount));
                memory.payees.push(order.payee.clone());
            }
            if memory.loses() { Meaning::Unknown } else { Meaning::Done }
        })
    }

    fn query_pay<'a>(&'a self, serial: &'a str) -> Work<'a, Meaning> {
        Box::pin(async move {
            let mut memory = self.memory.lock().unwrap();
            if memory.loses() {
                Meaning::Unknown
            } else if let Some(answer) = memory.query_pay.take() {
                answer
            } else if memory.paid.iter().any(|(paid, _)| paid == serial) {
                Meaning::Done
            } else {
                Meaning::NotFound
            }
        })
    }

    fn refund<'a>(&'a self, order: &'a RefundOrder) -> Work<'a, Meaning> {
        Box::pin(async move {
            let mut memory = self.memory.lock().unwrap();
            if let Some(answer) = memory.refund {
                return answer;
            }
            let settled = memory.settlements.values().any(|file| file.contains(&order.payment));
            assert!(settled || memory.paid.iter().any(|(paid, _)| *paid == order.payment), "of what was taken");
            if !memory.refunded.iter().any(|(serial, _)| *serial == order.serial) {
                memory.refunded.push((order.serial.clone(), order.amount));
            }
            if memory.loses() { Meaning::Unknown } else { Meaning::Done }
        })
    }

    fn query_refund<'a>(&'a self, serial: &'a str) -> Work<'a, Meaning> {
        Box::pin(async move {
            let mut memory = self.memory.lock().unwrap();
            if memory.loses() {
                return Meaning::Unknown;
            }
            let known = memory.refunded.iter().any(|(refunded, _)| refunded == serial);
            memory.refund.unwrap_or(if known { Meaning::Done } else { Meaning::NotFound })
        })
    }

    fn settlement(&self, on: Date) -> Work<'_, Option<String>> {
        Box::pin(async move { self.memory.lock().unwrap().settlements.get(&on).cloned() })
    }

    fn ended(&self, on: Date) -> Work<'_, Vec<String>> {
        Box::pin(async move {
            let memory = self.memory.lock().unwrap();
            memory.ended_there.iter().filter(|(date, _)| *date == on).map(|(_, ended)| ended.clone()).collect()
        })
    }

    fn returned(&self, on: Date) -> Work<'_, Vec<ReturnedPayment>> {
        Box::pin(async move { self.memory.lock().unwrap().returned.get(&on).cloned().unwrap_or_default() })
    }
}

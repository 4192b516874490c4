//! The sandbox's memory: the bank, what the funders have found, and the mischief that was asked for. What it does is
//! written down before anybody is told.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    sync::{Mutex, MutexGuard, PoisonError},
};

use time::Date;

use crate::{
    bank::{Bank, Cause, Direction, Movement, PayoutOrder, PayoutResult, Receipt},
    callback::Callback,
    carrier::COMMISSIONS,
    clock,
    config::Arguments,
    journal::{Journal, Record},
    mischief::Mischief,
    network::{self, Answer, Message, Network, Sms},
    phone::{self, Phones},
    settlement,
};

pub struct Sandbox {
    pub account: String,
    memory: Mutex<Memory>,
}

struct Memory {
    journal: Journal,
    bank: Bank,
    network: Network,
    phones: Phones,
    /// The date on which the bank books, where that is the platform's.
    date: Option<Date>,
    found: BTreeMap<String, BTreeSet<String>>,
    mischief: BTreeMap<Mischief, u32>,
    /// What Lianrong is to be told. It asks for what a sandbox forgets that ends.
    callbacks: Vec<Callback>,
}

/// How an order ended, and how it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payout {
    Answered(PayoutResult),
    /// The same answer, too late.
    Late(PayoutResult),
    Lost,
    OtherContent,
    Failed,
}

impl Sandbox {
    pub fn open(arguments: &Arguments) -> io::Result<Self> {
        let (mut journal, mut records) = Journal::open(&arguments.journal_path())?;
        if records.is_empty() {
            let opened = Record::Opened { balance: arguments.opening_balance, at: clock::now() };
            journal.write(&opened)?;
            records.push(opened);
        }
        let Some(Record::Opened { balance, at }) = records.first().cloned() else {
            return Err(io::Error::other("the journal does not begin with the account's opening"));
        };
        let bank = Bank::new(format!("M{}", at.unix_timestamp()), balance);
        let date = arguments.date;
        let mut memory = Memory {
            journal,
            bank,
            network: Network::default(),
            phones: Phones::default(),
            date,
            found: BTreeMap::new(),
            mischief: BTreeMap::new(),
            callbacks: Vec::new(),
        };
        for record in records {
            memory.apply(record);
        }
        Ok(Self { account: arguments.account.clone(), memory: Mutex::new(memory) })
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        // Whoever panicked while it held the memory had written down what it did.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bank books on this date from now on, if its date does not follow the calendar; and the carrier pays what it has
    /// announced for it.
    pub fn follow(&self, date: Date) -> io::Result<()> {
        let mut memory = self.memory();
        if memory.date.is_some_and(|known| known != date) {
            tracing::info!(%date, "the bank books on another date");
            memory.date = Some(date);
        }
        let due = COMMISSIONS.iter().filter(|paid| memory.date.is_some_and(|date| date >= paid.on));
        for paid in due.collect::<Vec<_>>() {
            if !memory.bank.has_paid_commissions(paid.month) {
                let movement = memory.receive(paid.receipt(), Cause::Commissions { month: paid.month.to_owned() })?;
                tracing::info!(month = paid.month, movement = movement.id, "the carrier paid");
            }
        }
        Ok(())
    }

    pub fn misbehave(&self, mischief: Mischief, times: u32) {
        self.memory().mischief.insert(mischief, times);
    }

    /// What still goes wrong, and how often.
    pub fn mischief(&self) -> Vec<(Mischief, u32)> {
        self.memory().mischief.iter().filter(|(_, times)| **times > 0).map(|(what, times)| (*what, *times)).collect()
    }

    pub fn take_mischief(&self, mischief: Mischief) -> bool {
        self.memory().takes(mischief)
    }

    pub fn receive(&self, receipt: Receipt, cause: Cause) -> io::Result<Movement> {
        self.memory().receive(receipt, cause)
    }

    /// The bank of whoever was paid by an order sends it back; whether there is anything to send.
    pub fn send_back(&self, order_no: &str) -> io::Result<bool> {
        let mut memory = self.memory();
        match memory.bank.sent_back(order_no) {
            Some(receipt) => memory.receive(receipt, Cause::Received).map(|_| true),
            None => Ok(false),
        }
    }

    /// The newest orders that were paid and did not come back.
    pub fn paid_orders(&self) -> Vec<String> {
        let memory = self.memory();
        let mut orders: Vec<String> = Vec::new();
        for order_no in memory.bank.paid_orders() {
            if orders.len() == 20 {
                break;
            }
            // One that was paid a second time stands there once.
            if !orders.iter().any(|known| known == order_no) && memory.bank.sent_back(order_no).is_some() {
                orders.push(order_no.to_owned());
            }
        }
        orders
    }

    /// Answers an order: the same number and serial always alike.
    pub fn pay(&self, order: PayoutOrder) -> io::Result<Payout> {
        let mut memory = self.memory();
        if memory.takes(Mischief::PayoutError) {
            return Ok(Payout::Failed);
        }
        if memory.takes(Mischief::PayoutLost) {
            return Ok(Payout::Lost);
        }
        let late = memory.takes(Mischief::PayoutTimeout);
        let Ok(answered) = memory.bank.answered(&order) else {
            return Ok(Payout::OtherContent);
        };
        let result = match answered {
            Some(result) => result,
            None => memory.order(order)?,
        };
        Ok(if late { Payout::Late(result) } else { Payout::Answered(result) })
    }

    pub fn query(&self, order_no: &str, serial: u32) -> PayoutResult {
        self.memory().bank.query(order_no, serial)
    }

    /// What the network says to a message, and whether too late; `None` where it is lost.
    pub fn tell_network(&self, message: Message) -> io::Result<Option<(Answer, bool)>> {
        let mut memory = self.memory();
        if memory.takes(Mischief::NetworkLost) {
            return Ok(None);
        }
        let odd = |business_code: &str| Answer {
            system_code: network::OK,
            business_code: business_code.to_owned(),
            ..Answer::default()
        };
        if memory.takes(Mischief::NetworkOdd) {
            return Ok(Some((odd("PB777777"), false)));
        }
        if matches!(message, Message::Pay { .. }) {
            for (mischief, business_code) in
                [(Mischief::NetworkNoMoney, "PB012001"), (Mischief::NetworkExpired, "PB011003")]
            {
                if memory.takes(mischief) {
                    return Ok(Some((odd(business_code), false)));
                }
            }
        }
        if let Message::Pay { agreement_no, .. } = &message
            && memory.takes(Mischief::NetworkEnded)
        {
            let today = memory.today();
            if let Some(done) = memory.network.end_there(agreement_no, today) {
                memory.record(Record::Network { done })?;
            }
        }
        let says_no = matches!(message, Message::Pay { .. }) && memory.takes(Mischief::NetworkLate);
        let late = memory.takes(Mischief::NetworkTimeout);
        let moment = (clock::text(clock::now()), memory.today());
        let (told, done) = memory.network.take(message, six_digits()?, moment);
        if let Some(done) = done {
            memory.record(Record::Network { done })?;
        }
        Ok(Some((if says_no { odd("PB012001") } else { told }, late)))
    }

    pub fn network_order(&self, serial: &str) -> Answer {
        self.memory().told(|network| network.order(serial))
    }

    pub fn network_payment(&self, serial: &str) -> Answer {
        self.memory().told(|network| network.payment(serial))
    }

    pub fn network_refund(&self, serial: &str) -> Answer {
        self.memory().told(|network| network.refund(serial))
    }

    /// What the network has given back to payers on a date.
    pub fn network_returns(&self, on: Date) -> Answer {
        self.memory().network.returns(on)
    }

    /// A payer demands a payment back; whether there was one to give back.
    pub fn give_back(&self, serial: &str) -> io::Result<bool> {
        let mut memory = self.memory();
        let today = memory.today();
        match memory.network.give_back(serial, today) {
            Some(done) => memory.record(Record::Network { done }).map(|()| true),
            None => Ok(false),
        }
    }

    /// What Lianrong is to be told now, if anything is.
    pub fn due_callback(&self, now: time::OffsetDateTime) -> Option<Callback> {
        let mut memory = self.memory();
        let place = memory.callbacks.iter().position(|callback| callback.is_due(now))?;
        Some(memory.callbacks.remove(place))
    }

    pub fn call_back(&self, callback: Callback) {
        self.memory().callbacks.push(callback);
    }

    /// What payers have ended on a date.
    pub fn network_endings(&self, on: Date) -> Answer {
        self.memory().network.endings(on)
    }

    /// A payer ends an agreement at the bank; whether it was in force.
    pub fn end_there(&self, agreement_no: &str) -> io::Result<bool> {
        let mut memory = self.memory();
        let today = memory.today();
        match memory.network.end_there(agreement_no, today) {
            Some(done) => memory.record(Record::Network { done }).map(|()| true),
            None => Ok(false),
        }
    }

    /// The agreements that are in force, but for those from before.
    pub fn agreements(&self) -> Vec<String> {
        self.memory().network.in_force().take(20).cloned().collect()
    }

    /// The numbers and amounts of what was taken from cards and can be given back, the newest first.
    pub fn taken(&self) -> Vec<(String, i64)> {
        self.memory().network.taken().take(20).map(|(serial, amount)| (serial.clone(), amount)).collect()
    }

    /// The network's file of a date, once it is over.
    pub fn settlement(&self, on: Date) -> io::Result<Answer> {
        let mut memory = self.memory();
        memory.settle()?;
        if on >= memory.today() || memory.takes(Mischief::SettlementLate) {
            return Ok(network::with_file(None));
        }
        if memory.takes(Mischief::SettlementChanged) {
            let mut lines = memory.network.lines(on);
            lines.push(settlement::stranger(on));
            return Ok(network::with_file(Some(settlement::file(on, &lines).0)));
        }
        let file = memory.network.file(on).unwrap_or_else(|| settlement::file(on, &[]).0);
        Ok(network::with_file(Some(file)))
    }

    /// Sends a message; whether the answer comes too late, and `None` where both are lost.
    pub fn text(&self, message: phone::Message) -> io::Result<Option<bool>> {
        let mut memory = self.memory();
        if memory.takes(Mischief::SmsLost) {
            return Ok(None);
        }
        let late = memory.takes(Mischief::SmsTimeout);
        if let Some(texted) = memory.phones.take(message, clock::text(clock::now())) {
            memory.record(Record::Texted { texted })?;
        }
        Ok(Some(late))
    }

    /// The codes that people got, the newest first.
    pub fn messages(&self) -> Vec<Sms> {
        let memory = self.memory();
        let mut all: Vec<Sms> = memory.network.messages().chain(memory.phones.messages()).cloned().collect();
        all.sort_by(|one, other| other.at.cmp(&one.at));
        all
    }

    /// The feed after a cursor, with its next cursor. Accepted payouts are booked now, and what the network settles.
    pub fn movements(&self, cursor: &str) -> io::Result<(Vec<Movement>, String)> {
        let mut memory = self.memory();
        memory.book_payouts()?;
        memory.settle()?;
        if memory.takes(Mischief::LateFeed) {
            return Ok((Vec::new(), cursor.to_owned()));
        }
        let repeated = if memory.takes(Mischief::DuplicateFeed) { 3 } else { 0 };
        let movements = memory.bank.movements_after(cursor, repeated).to_vec();
        let next = movements.last().map_or_else(|| cursor.to_owned(), |movement| movement.id.clone());
        Ok((movements, next))
    }

    /// The amount and the movement with which an order was paid, once it stands on the account.
    pub fn paid(&self, order_no: &str) -> Option<(i64, String)> {
        self.memory().bank.paid(order_no).map(|movement| (movement.amount, movement.id.clone()))
    }

    /// Writes down, once per funder, which draws were reported as paid before it first looked.
    pub fn note_found(&self, funder: &str, draws: Vec<String>) -> io::Result<()> {
        let mut memory = self.memory();
        if memory.found.contains_key(funder) {
            return Ok(());
        }
        memory.record(Record::Found { funder: funder.to_owned(), draws })
    }

    /// Whether a funder's transfer is due: reported as paid since the funder first looked, and not made yet.
    pub fn owes_transfer(&self, funder: &str, draw: &str) -> bool {
        let memory = self.memory();
        let found_before = memory.found.get(funder).is_none_or(|draws| draws.contains(draw));
        !found_before && !memory.bank.has_paid_draw(draw)
    }
}

impl Memory {
    fn takes(&mut self, mischief: Mischief) -> bool {
        match self.mischief.get_mut(&mischief) {
            Some(times) if *times > 0 => {
                *times -= 1;
                tracing::info!(?mischief, left = *times, "misbehaving as asked");
                true
            }
            _ => false,
        }
    }

    /// What the network says to a question about an order.
    fn told(&mut self, of: impl FnOnce(&Network) -> Answer) -> Answer {
        if self.takes(Mischief::NetworkForgets) { network::not_found() } else { of(&self.network) }
    }

    fn record(&mut self, record: Record) -> io::Result<()> {
        self.journal.write(&record)?;
        if let Record::Network { done } = &record {
            self.call_back(done);
        }
        self.apply(record);
        Ok(())
    }

    /// Has Lianrong told what the network has done, or what was asked to go wrong instead.
    fn call_back(&mut self, done: &network::Done) {
        let Some(mut callback) = Callback::of(done, |serial| self.network.amount_of(serial), clock::now()) else {
            return;
        };
        if self.takes(Mischief::CallbackLost) {
            return;
        }
        if self.takes(Mischief::CallbackLate) {
            callback = callback.late();
        }
        if self.takes(Mischief::CallbackContrary) {
            self.callbacks.push(callback.contrary());
        }
        if self.takes(Mischief::CallbackTwice) {
            self.callbacks.push(callback.clone());
        }
        self.callbacks.push(callback);
    }

    fn apply(&mut self, record: Record) {
        match record {
            Record::Opened { .. } => {}
            Record::Ordered { order, rejected } => self.bank.order(order, rejected),
            Record::Booked { movement, cause } => self.bank.book(movement, cause),
            Record::Network { done } => self.network.note(done),
            Record::Texted { texted } => self.phones.note(texted),
            Record::Found { funder, draws } => {
                self.found.insert(funder, draws.into_iter().collect());
            }
        }
    }

    fn today(&self) -> Date {
        clock::now_on(self.date).date()
    }

    /// Settles the dates that are over: a file for each, and its money on the account.
    fn settle(&mut self) -> io::Result<()> {
        for on in self.network.unsettled(self.today()) {
            let mut lines = self.network.lines(on);
            let taken = lines.iter().filter(|line| line.result == network::OK).map(|line| line.amount).sum();
            let back = self.network.lines_back(on, taken);
            if self.takes(Mischief::SettlementMissing) {
                lines.pop();
            }
            if self.takes(Mischief::SettlementExtra) {
                lines.push(settlement::stranger(on));
            }
            if self.takes(Mischief::SettlementTwice) {
                lines.extend(lines.first().cloned());
            }
            if self.takes(Mischief::SettlementAmount)
                && let Some(line) = lines.first_mut()
            {
                line.amount += 1;
            }
            lines.extend(back);
            let (file, net) = settlement::file(on, &lines);
            self.record(Record::Network { done: network::Done::Settled { on, file, net } })?;
        }
        let unpaid = |(on, net): &(Date, i64)| *net > 0 && !self.bank.has_paid_settlement(*on);
        let due: Vec<(Date, i64)> = self.network.settled().filter(unpaid).collect();
        for (on, net) in due {
            let movement = self.receive(settlement::receipt(on, net), Cause::Settlement { on })?;
            tracing::info!(%on, movement = movement.id, "the network paid");
        }
        Ok(())
    }

    fn receive(&mut self, receipt: Receipt, cause: Cause) -> io::Result<Movement> {
        let booked_at = clock::text(clock::now_on(self.date));
        let movement = self.bank.draft(Direction::Credit, receipt, booked_at);
        let movement = movement.ok_or_else(|| io::Error::other("the account holds no more"))?;
        self.record(Record::Booked { movement: movement.clone(), cause })?;
        Ok(movement)
    }

    fn order(&mut self, order: PayoutOrder) -> io::Result<PayoutResult> {
        let rejected = if self.takes(Mischief::PayoutReject) {
            Some("收款账户状态异常".to_owned())
        } else if self.bank.covers(order.amount) {
            None
        } else {
            Some("余额不足".to_owned())
        };
        let (order_no, serial) = (order.order_no.clone(), order.serial);
        self.record(Record::Ordered { order, rejected })?;
        Ok(self.bank.query(&order_no, serial))
    }

    fn book_payouts(&mut self) -> io::Result<()> {
        let orders: Vec<PayoutOrder> = self.bank.to_book().cloned().collect();
        for order in orders {
            let receipt = Receipt {
                amount: order.amount,
                payer_account: order.account_no,
                payer_name: order.account_name,
                payer_bank: String::new(),
                remittance: order.remittance,
            };
            let movement = self.bank.draft(Direction::Debit, receipt, clock::text(clock::now_on(self.date)));
            let movement = movement.ok_or_else(|| io::Error::other("an accepted payout is not covered"))?;
            let cause = Cause::Payout { order_no: order.order_no, serial: order.serial };
            self.record(Record::Booked { movement, cause })?;
        }
        Ok(())
    }
}

/// A code as banks send them.
fn six_digits() -> io::Result<String> {
    let mut random = [0u8; 4];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    Ok(format!("{:06}", u32::from_le_bytes(random) % 1_000_000))
}

#[cfg(test)]
pub mod tests;

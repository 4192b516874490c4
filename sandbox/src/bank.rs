//! A bank with one account: the institution's reserve account, its movements, and payouts from it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Credit,
    Debit,
}

/// A line of the account, as the feed tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    pub id: String,
    /// RFC 3339.
    pub booked_at: String,
    pub direction: Direction,
    #[serde(with = "crate::amount")]
    pub amount: i64,
    #[serde(with = "crate::amount")]
    pub balance_after: i64,
    pub counterparty_name: String,
    pub counterparty_account: String,
    pub counterparty_bank: String,
    pub remittance: String,
}

/// Why there is a movement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    Payout {
        order_no: String,
        serial: u32,
    },
    /// A funder paid a draw.
    Draw {
        id: String,
    },
    /// The carrier paid the commissions of a month.
    Commissions {
        month: String,
    },
    /// The network paid what it had taken on a date.
    Settlement {
        on: Date,
    },
    /// Anybody paid anything.
    Received,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutOrder {
    pub order_no: String,
    pub serial: u32,
    #[serde(with = "crate::amount")]
    pub amount: i64,
    /// The one that it is paid from; orders of before 2026-12 do not say.
    #[serde(default)]
    pub paying_account: String,
    pub account_no: String,
    pub account_name: String,
    pub remittance: String,
}

/// Money that arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub amount: i64,
    pub payer_account: String,
    pub payer_name: String,
    pub payer_bank: String,
    pub remittance: String,
}

/// The bank's word on an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum PayoutResult {
    Accepted,
    Rejected { reason: String },
    NotFound,
}

#[derive(Clone, Debug)]
struct Ordered {
    order: PayoutOrder,
    rejected: Option<String>,
    booked: bool,
}

impl Ordered {
    fn result(&self) -> PayoutResult {
        self.rejected.clone().map_or(PayoutResult::Accepted, |reason| PayoutResult::Rejected { reason })
    }
}

/// The books of the bank. Nothing is decided twice: what happened is applied, be it now or read from the journal.
pub struct Bank {
    /// Begins every movement's id, so that a bank that was set up anew does not repeat them.
    series: String,
    balance: i64,
    movements: Vec<Movement>,
    causes: Vec<Cause>,
    payouts: BTreeMap<(String, u32), Ordered>,
}

impl Bank {
    pub const fn new(series: String, balance: i64) -> Self {
        Self { series, balance, movements: Vec::new(), causes: Vec::new(), payouts: BTreeMap::new() }
    }

    /// The next line of the account, not yet booked. `None` when a debit would overdraw it.
    pub fn draft(&self, direction: Direction, receipt: Receipt, booked_at: String) -> Option<Movement> {
        let balance_after = match direction {
            Direction::Credit => self.balance.checked_add(receipt.amount)?,
            Direction::Debit => self.balance.checked_sub(receipt.amount).filter(|left| *left >= 0)?,
        };
        Some(Movement {
            id: format!("{}-{:08}", self.series, self.movements.len() + 1),
            booked_at,
            direction,
            amount: receipt.amount,
            balance_after,
            counterparty_name: receipt.payer_name,
            counterparty_account: receipt.payer_account,
            counterparty_bank: receipt.payer_bank,
            remittance: receipt.remittance,
        })
    }

    pub fn book(&mut self, movement: Movement, cause: Cause) {
        if let Cause::Payout { order_no, serial } = &cause
            && let Some(ordered) = self.payouts.get_mut(&(order_no.clone(), *serial))
        {
            ordered.booked = true;
        }
        self.balance = movement.balance_after;
        self.movements.push(movement);
        self.causes.push(cause);
    }

    /// What was answered to this order before; `Err` when the number was used for another one.
    pub fn answered(&self, order: &PayoutOrder) -> Result<Option<PayoutResult>, ()> {
        match self.payouts.get(&(order.order_no.clone(), order.serial)) {
            None => Ok(None),
            Some(ordered) if ordered.order == *order => Ok(Some(ordered.result())),
            Some(_) => Err(()),
        }
    }

    pub fn order(&mut self, order: PayoutOrder, rejected: Option<String>) {
        let key = (order.order_no.clone(), order.serial);
        self.payouts.insert(key, Ordered { order, rejected, booked: false });
    }

    pub fn query(&self, order_no: &str, serial: u32) -> PayoutResult {
        self.payouts.get(&(order_no.to_owned(), serial)).map_or(PayoutResult::NotFound, Ordered::result)
    }

    /// Whether the account can pay this besides what it has accepted already.
    pub fn covers(&self, amount: i64) -> bool {
        let accepted: i64 = self.to_book().map(|order| order.amount).sum();
        self.balance >= accepted.saturating_add(amount)
    }

    /// Accepted payouts that do not stand on the account yet.
    pub fn to_book(&self) -> impl Iterator<Item = &PayoutOrder> {
        self.payouts
            .values()
            .filter(|ordered| !ordered.booked && ordered.rejected.is_none())
            .map(|ordered| &ordered.order)
    }

    /// The movements after the one with this id; all, where there is none such.
    pub fn movements_after(&self, cursor: &str, repeated: usize) -> &[Movement] {
        let start = self.movements.iter().position(|movement| movement.id == cursor).map_or(0, |place| place + 1);
        self.movements.get(start.saturating_sub(repeated)..).unwrap_or_default()
    }

    /// The debit with which an order was paid, whichever attempt it was.
    pub fn paid(&self, order_no: &str) -> Option<&Movement> {
        let place = self
            .causes
            .iter()
            .position(|cause| matches!(cause, Cause::Payout { order_no: paid, .. } if paid == order_no))?;
        self.movements.get(place)
    }

    /// What comes in when the bank of whoever was paid last by this order sends it back, unless it has.
    pub fn sent_back(&self, order_no: &str) -> Option<Receipt> {
        let times = |wanted: Direction| {
            let of_it = |movement: &&Movement| movement.direction == wanted && movement.remittance.contains(order_no);
            self.movements.iter().filter(of_it).count()
        };
        let place = self
            .causes
            .iter()
            .rposition(|cause| matches!(cause, Cause::Payout { order_no: paid, .. } if paid == order_no))?;
        let paid = self.movements.get(place).filter(|_| times(Direction::Debit) > times(Direction::Credit))?;
        Some(Receipt {
            amount: paid.amount,
            payer_account: paid.counterparty_account.clone(),
            payer_name: paid.counterparty_name.clone(),
            payer_bank: paid.counterparty_bank.clone(),
            remittance: format!("退汇 收款账户已销户 {order_no}"),
        })
    }

    /// The numbers of the orders that were paid, the newest first.
    pub fn paid_orders(&self) -> impl Iterator<Item = &str> {
        self.causes.iter().rev().filter_map(|cause| match cause {
            Cause::Payout { order_no, .. } => Some(order_no.as_str()),
            _ => None,
        })
    }

    pub fn has_paid_commissions(&self, of: &str) -> bool {
        self.causes.iter().any(|cause| matches!(cause, Cause::Commissions { month } if month == of))
    }

    pub fn has_paid_settlement(&self, of: Date) -> bool {
        self.causes.iter().any(|cause| matches!(cause, Cause::Settlement { on } if *on == of))
    }

    pub fn has_paid_draw(&self, draw: &str) -> bool {
        self.causes.iter().any(|cause| matches!(cause, Cause::Draw { id } if id == draw))
    }
}

//! The reserve account's bank, as the past saw it: it takes every order, and tells of every movement.

use domain::{Amount, Reference, matching::Direction, reference::ReferenceKind};
use services::{
    bank::{Bank, FeedPage, Order, PayAnswer, QueryAnswer},
    bank_movement::{MovementFacts, RecordCommand, record},
    db::Work,
    error::Failure,
    signed_line::LineError,
};
use time::{Date, Time};

use crate::{
    shops::Shop,
    stage::Told,
    world::{Funder, RESERVE_ACCOUNT_NO, World},
};

/// What a movement says of the other side, and why it came.
pub struct Counterparty {
    pub name: String,
    pub account_no: String,
    pub bank_name: String,
    pub remittance: String,
}

impl Counterparty {
    /// A funder, which pays a draw or is paid out to.
    pub fn funder(funder: &Funder, remittance: String) -> Self {
        Self {
            name: funder.facts.name.to_owned(),
            account_no: funder.facts.account_no.to_owned(),
            bank_name: funder.facts.bank_name.to_owned(),
            remittance,
        }
    }

    /// A shop that fills its wallet from its own account.
    pub fn shop(shop: &Shop) -> Self {
        let wallet = Reference::new(ReferenceKind::Wallet, Date::MIN, shop.facts.wallet_number.unwrap_or_default());
        Self {
            name: shop.facts.bank_account_name.clone(),
            account_no: shop.facts.bank_account_no.clone(),
            bank_name: format!("中国农业银行{}分行", shop.facts.region.trim_end_matches(['市', '省'])),
            remittance: format!("充值{wallet}"),
        }
    }

    /// A shop that has money paid to its own account.
    pub fn paid_out(shop: &Shop, payout: &Reference) -> Self {
        Self { remittance: format!("提现 {payout}"), ..Self::shop(shop) }
    }
}

/// The reserve account as its bank keeps it. It opens empty: everything on it came by the movements of the story.
#[derive(Default)]
pub struct ReserveAccount {
    pub balance: Amount,
    movements: u32,
}

impl ReserveAccount {
    /// Books a movement on the account, as the bank's feed will tell it.
    pub fn book(
        &mut self,
        (on, at): (Date, Time),
        direction: Direction,
        amount: Amount,
        other: Counterparty,
    ) -> MovementFacts {
        self.balance = match direction {
            Direction::Credit => self.balance.plus(amount),
            Direction::Debit => self.balance.less(amount),
        };
        self.movements += 1;
        MovementFacts {
            booked_on: on,
            booked_time: Some(at),
            direction,
            amount,
            balance_after: Some(self.balance),
            counterparty_name: other.name,
            counterparty_account: other.account_no,
            counterparty_bank: other.bank_name,
            remittance: other.remittance,
            end_to_end_reference: None,
            bank_reference: Some(format!("{}{:08}", on.to_string().replace('-', ""), self.movements)),
            reversal: false,
            entry: None,
        }
    }
}

impl World {
    /// The bank tells of movements; all of them are new.
    ///
    /// # Errors
    /// When one was recorded before under another request, or the database fails.
    pub async fn record(&self, step: &str, lines: Vec<MovementFacts>) -> Result<(), Failure> {
        let told = lines.len();
        let command =
            RecordCommand { account_no: RESERVE_ACCOUNT_NO.to_owned(), lines, unread: Vec::new(), cursor: None };
        let context = self.stage.system(&format!("movements/{step}"));
        let recorded = record(&self.stage.db, &context, command).await.told(step)?;
        if recorded.new == told { Ok(()) } else { Err(format!("{step}: {recorded:?} of {told} movements").into()) }
    }
}

/// A bank that takes every order to pay; what it does with it is told by movements.
pub struct PatientBank;

impl Bank for PatientBank {
    fn pay<'a>(&'a self, _order: &'a Order) -> Work<'a, PayAnswer> {
        Box::pin(async { PayAnswer::Accepted })
    }

    fn query<'a>(&'a self, _order_no: &'a Reference, _serial: i16) -> Work<'a, QueryAnswer> {
        Box::pin(async { QueryAnswer::Accepted })
    }

    fn movements<'a>(&'a self, _account_no: &'a str, after: &'a str) -> Work<'a, Result<FeedPage, LineError>> {
        Box::pin(async move { Ok(FeedPage { movements: Vec::new(), unread: Vec::new(), cursor: after.to_owned() }) })
    }
}

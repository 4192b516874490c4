//! The agent's wallet.

use domain::{Amount, ledger::EventKind};
use parts::api::{Answer, Told, db, instant, reader};

/// One line of the wallet's statement; money in is positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalletEntryView {
    pub version: i64,
    pub event: EventKind,
    pub amount: Amount,
    pub balance: Amount,
    pub value_on: String,
    pub recorded_at: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalletView {
    pub reference: String,
    pub balance: Amount,
    pub bank_account_name: String,
    pub reserve_account_no: String,
    pub reserve_account_name: String,
    pub entries: Vec<WalletEntryView>,
}

/// The agent's wallet with its statement, the entries before `before` or the newest.
pub async fn wallet(before: Option<i64>) -> Answer<WalletView> {
    let wallet = services::wallet::wallet(&db(), &reader()?, before).await.told()?;
    Ok(WalletView {
        reference: wallet.reference.to_string(),
        balance: wallet.balance,
        bank_account_name: wallet.bank_account_name,
        reserve_account_no: wallet.reserve_account_no,
        reserve_account_name: wallet.reserve_account_name,
        entries: wallet.entries.into_iter().map(entry).collect(),
    })
}

pub(super) fn entry(entry: services::wallet::WalletEntry) -> WalletEntryView {
    WalletEntryView {
        version: entry.version,
        event: entry.event,
        amount: entry.amount,
        balance: entry.balance,
        value_on: entry.value_on.to_string(),
        recorded_at: instant(entry.recorded_at),
    }
}

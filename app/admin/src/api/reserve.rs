//! Our books of each reserve account beside what its bank says.

use domain::{
    Amount,
    bank_movement::{DayDifference, Difference},
    id::AccountId,
};
use parts::api::{Answer, Told, date, db, reader};
use services::bank_movement::{BankBalance, DifferenceLine, Explained, ReserveBalance, ReserveDay};

/// A reserve account in our books and at its bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveView {
    pub account_no: String,
    /// The page of its cash in the ledger, and of each day's end; empty before anything was posted.
    pub page: String,
    pub name: String,
    pub currency: String,
    pub books: Amount,
    /// The last balance that its bank told.
    pub bank: Option<BankView<Difference>>,
}

/// A reserve account at the end of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveDayView {
    pub on: String,
    pub books: Amount,
    /// Of it: for nobody yet, and sent without having left.
    pub unmatched: Amount,
    pub in_transit: Amount,
    pub bank: Option<BankView<DayDifference>>,
}

/// A balance that a bank told, and why our books differ from it: ours less the bank's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankView<Reason> {
    pub balance: Amount,
    pub known_at: String,
    /// The file that tells it; none is the bank's feed.
    pub import: Option<String>,
    pub explained: Vec<Explained<Reason>>,
    /// The first lines of what explains the difference.
    pub lines: Vec<DifferenceView<Reason>>,
    /// What nothing explains.
    pub unexplained: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferenceView<Reason> {
    pub reason: Reason,
    pub movement: String,
    pub booked_on: String,
    pub counterparty_name: String,
    pub remittance: String,
    pub amount: Amount,
}

impl<Reason> BankView<Reason> {
    fn of(bank: BankBalance<Reason>, known_at: String) -> Self {
        let line = |line: DifferenceLine<Reason>| DifferenceView {
            reason: line.reason,
            movement: line.movement.to_string(),
            booked_on: line.booked_on.to_string(),
            counterparty_name: line.counterparty_name,
            remittance: line.remittance,
            amount: line.amount,
        };
        Self {
            balance: bank.balance,
            known_at,
            import: bank.import.map(|import| import.to_string()),
            explained: bank.explained,
            lines: bank.lines.into_iter().map(line).collect(),
            unexplained: bank.unexplained,
        }
    }
}

impl ReserveView {
    fn of(account: ReserveBalance) -> Self {
        let bank = account.bank.zip(account.known).map(|(bank, (on, time))| {
            BankView::of(bank, format!("{on} {}", super::bank_movement::time_of_day(Some(time))))
        });
        Self {
            account_no: account.account_no,
            page: page_of(account.cash),
            name: account.name,
            currency: account.currency,
            books: account.books,
            bank,
        }
    }
}

impl ReserveDayView {
    fn of(day: ReserveDay) -> Self {
        let on = day.on.to_string();
        let bank = day.bank.map(|bank| BankView::of(bank, on.clone()));
        Self { bank, on, books: day.books, unmatched: day.unmatched, in_transit: day.in_transit }
    }
}

/// The page of a reserve account's cash in the ledger; empty where there is none.
pub(super) fn page_of(cash: Option<AccountId>) -> String {
    cash.map(|cash| format!("/admin/ledger/accounts/{cash}")).unwrap_or_default()
}

/// All reserve accounts.
pub async fn reserves() -> Answer<Vec<ReserveView>> {
    let accounts = services::bank_movement::reserve_balances(&db(), &reader()?).await.told()?;
    Ok(accounts.into_iter().map(ReserveView::of).collect())
}

/// The end of a day of the reserve account with this cash; of the last that is over, if none is named.
pub async fn reserve_day(cash: AccountId, on: Option<String>) -> Answer<ReserveDayView> {
    let on = on.map(|on| date(&on)).transpose()?;
    let day = services::bank_movement::reserve_day(&db(), &reader()?, cash, on).await.told()?;
    Ok(ReserveDayView::of(day))
}

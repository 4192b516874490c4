//! Our books of each reserve account beside what its bank says.

use domain::{
    Amount,
    bank_movement::{DayDifference, Difference},
    id::AccountId,
};
use parts::api::{Answer, Told, date, db, reader};
use services::bank_movement::{ReserveBalance, ReserveDay};

/// A reserve account in our books and at its bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveView {
    pub account_no: String,
    pub name: String,
    pub currency: String,
    pub books: Amount,
    pub bank: Option<BankView>,
    pub explained: Vec<ExplainedView>,
    /// The first lines of what explains the difference.
    pub lines: Vec<DifferenceView>,
    /// What nothing explains.
    pub unexplained: Amount,
}

/// The last balance that a bank told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankView {
    pub balance: Amount,
    pub known_at: String,
    /// The file that tells it; none is the bank's feed.
    pub import: Option<String>,
}

/// A reason why our books differ, with the sum of its lines: ours less the bank's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedView {
    pub reason: Difference,
    pub count: i64,
    pub amount: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferenceView {
    pub reason: Difference,
    pub movement: String,
    pub booked_on: String,
    pub counterparty_name: String,
    pub remittance: String,
    pub amount: Amount,
}

impl ReserveView {
    fn of(account: ReserveBalance) -> Self {
        let (bank, explained, lines, unexplained) = match account.bank {
            None => (None, Vec::new(), Vec::new(), Amount::ZERO),
            Some(bank) => {
                let view = BankView {
                    balance: bank.balance,
                    known_at: format!("{} {}", bank.known_on, super::bank_movement::time_of_day(Some(bank.known_time))),
                    import: bank.import.map(|import| import.to_string()),
                };
                (Some(view), bank.explained, bank.lines, bank.unexplained)
            }
        };
        let explained =
            explained.into_iter().map(|one| ExplainedView { reason: one.reason, count: one.count, amount: one.amount });
        let lines = lines.into_iter().map(|line| DifferenceView {
            reason: line.reason,
            movement: line.movement.to_string(),
            booked_on: line.booked_on.to_string(),
            counterparty_name: line.counterparty_name,
            remittance: line.remittance,
            amount: line.amount,
        });
        Self {
            account_no: account.account_no,
            name: account.name,
            currency: account.currency,
            books: account.books,
            bank,
            explained: explained.collect(),
            lines: lines.collect(),
            unexplained,
        }
    }
}

pub async fn reserves() -> Answer<Vec<ReserveView>> {
    let accounts = services::bank_movement::reserve_balances(&db(), &reader()?).await.told()?;
    Ok(accounts.into_iter().map(ReserveView::of).collect())
}

/// A reserve account at the end of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveDayView {
    pub on: String,
    pub books: Amount,
    /// Of it: for nobody yet, and sent without having left.
    pub unmatched: Amount,
    pub in_transit: Amount,
    pub bank: Option<BankView>,
    pub explained: Vec<(DayDifference, i64, Amount)>,
    /// The first lines of what explains the difference.
    pub lines: Vec<DayLineView>,
    /// What nothing explains.
    pub unexplained: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayLineView {
    pub reason: DayDifference,
    pub movement: String,
    pub booked_on: String,
    pub counterparty_name: String,
    pub remittance: String,
    pub amount: Amount,
}

impl ReserveDayView {
    fn of(day: ReserveDay) -> Self {
        let on = day.on.to_string();
        let (bank, explained, lines, unexplained) = match day.bank {
            None => (None, Vec::new(), Vec::new(), Amount::ZERO),
            Some(bank) => {
                let import = bank.import.map(|import| import.to_string());
                let view = BankView { balance: bank.balance, known_at: on.clone(), import };
                (Some(view), bank.explained, bank.lines, bank.unexplained)
            }
        };
        let lines = lines.into_iter().map(|line| DayLineView {
            reason: line.reason,
            movement: line.movement.to_string(),
            booked_on: line.booked_on.to_string(),
            counterparty_name: line.counterparty_name,
            remittance: line.remittance,
            amount: line.amount,
        });
        Self {
            on,
            books: day.books,
            unmatched: day.unmatched,
            in_transit: day.in_transit,
            bank,
            explained,
            lines: lines.collect(),
            unexplained,
        }
    }
}

/// The end of a day of the reserve account with this cash; of the last that is over, if none is named.
pub async fn reserve_day(cash: AccountId, on: Option<String>) -> Answer<ReserveDayView> {
    let on = on.map(|on| date(&on)).transpose()?;
    let day = services::bank_movement::reserve_day(&db(), &reader()?, cash, on).await.told()?;
    Ok(ReserveDayView::of(day))
}

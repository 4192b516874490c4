//! The statement of a wallet over a month.

use domain::{Amount, operating_data::Month};
use parts::api::{Answer, RequestProblem, Told, bad_field, db, reader};

use super::wallet::{WalletEntryView, entry};

/// Where it is fetched as a workbook; its query names the month, and which entries.
pub const DOWNLOAD: &str = "/agent/wallet/statement.xlsx";

/// A month of the wallet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementView {
    /// The wallet's number, and the registered name of its owner.
    pub reference: String,
    pub owner: String,
    pub month: String,
    /// The months beside it; the later one is empty where it has not begun.
    pub before: String,
    pub after: String,
    pub opening: Amount,
    pub income: Amount,
    pub outgo: Amount,
    pub closing: Amount,
    /// The oldest first.
    pub entries: Vec<WalletEntryView>,
}

/// The statement of a month; of the open one where none is named.
pub async fn statement(month: &str) -> Answer<StatementView> {
    let (db, context) = (db(), reader()?);
    let today = services::business_day::business_date(&db, &context).await.told()?;
    let month = match month.trim() {
        "" => Month::containing(today),
        named => {
            let read = named.parse::<Month>().ok().filter(|month| *month <= Month::containing(today));
            read.ok_or_else(|| bad_field(RequestProblem::DateUnreadable))?
        }
    };
    let statement = services::wallet::statement(&db, &context, month).await.told()?;
    let side = |income: bool| -> Amount {
        let amounts = statement.entries.iter().map(|entry| entry.amount);
        amounts.filter(|amount| amount.is_positive() == income).map(|amount| amount.max(amount.negated())).sum()
    };
    let (before, after) = (month.before(), month.after());
    Ok(StatementView {
        reference: statement.reference.to_string(),
        owner: statement.owner,
        before: before.to_string(),
        after: if after > Month::containing(today) { String::new() } else { after.to_string() },
        month: month.to_string(),
        opening: statement.opening,
        income: side(true),
        outgo: side(false),
        closing: statement.closing,
        entries: statement.entries.into_iter().map(entry).collect(),
    })
}

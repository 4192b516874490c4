//! The statement of a wallet over a month, to be printed or kept as a workbook.

use domain::{Amount, operating_data::Month};
use parts::{
    api::{Answer, RequestProblem, Told, bad_field, db, reader},
    components::cell::Plain,
};

use super::wallet::{WalletEntryView, entry};
use crate::{pages::statement::table, texts::repayment::repayment};

/// Where it is fetched as a workbook; its query names the month.
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

/// The same as a workbook: its name and its content.
pub async fn statement_workbook(month: &str) -> Answer<(String, Vec<u8>)> {
    let view = statement(month).await?;
    let texts = repayment();
    let head = [
        (texts.statement(), Plain::Text(view.month.clone())),
        (texts.owner(), Plain::Text(view.owner.clone())),
        (texts.wallet(), Plain::Text(view.reference.clone())),
        (texts.opening(), Plain::Money(view.opening)),
        (texts.income(), Plain::Money(view.income)),
        (texts.outgo(), Plain::Money(view.outgo)),
        (texts.closing(), Plain::Money(view.closing)),
    ];
    let content = table().workbook(&head, &view.entries).told()?;
    Ok((format!("{}-{}.xlsx", view.reference, view.month), content))
}

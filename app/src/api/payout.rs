//! Money that leaves the reserve account.

use domain::Amount;
use services::{
    page::Page,
    payout::{PayoutFilter, PayoutRow},
};

use super::Answer;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutView {
    pub reference: String,
    pub partner_name: String,
    pub amount: Amount,
    pub account_no: String,
    pub account_name: String,
    pub state: &'static str,
    /// The serial of the last attempt; 0 before the first.
    pub attempt: i16,
    pub requested_at: String,
    /// Empty until it was sent.
    pub sent_at: String,
    /// Empty until it stands on a statement.
    pub confirmed_at: String,
    /// Empty when it pays no repayment.
    pub repayment_reference: String,
    pub loan: Option<String>,
}

/// A page of payouts, newest first.
pub async fn payouts(filter: PayoutFilter, after: Option<String>) -> Answer<Page<PayoutView>> {
    use super::server::{Told, db, instant, page, reader};
    let rows = services::payout::payouts(&db(), &reader()?, filter, page(after)).await.told()?;
    let at = |at: Option<time::OffsetDateTime>| at.map(instant).unwrap_or_default();
    let view = |row: PayoutRow| PayoutView {
        reference: row.reference.to_string(),
        partner_name: row.partner_name,
        amount: row.amount,
        account_no: row.account_no,
        account_name: row.account_name,
        state: row.state.code(),
        attempt: row.attempt,
        requested_at: instant(row.requested_at),
        sent_at: at(row.sent_at),
        confirmed_at: at(row.confirmed_at),
        repayment_reference: row.repayment_reference.map(|reference| reference.to_string()).unwrap_or_default(),
        loan: row.loan.map(|loan| loan.to_string()),
    };
    Ok(rows.map(view))
}

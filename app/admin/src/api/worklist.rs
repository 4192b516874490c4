//! What the institution's people see first: what waits, and what the books hold.

use domain::role::Role;
use parts::api::{Answer, Told, db, reader, role};

use super::{feed::FeedView, ledger::BookView, reserve::ReserveView};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorklistView {
    /// The visitor's.
    pub role: Role,
    pub business_date: String,
    /// Proposals of others for the visitor to decide, and the visitor's own that wait for somebody else.
    pub approvals_to_decide: i64,
    pub approvals_proposed: i64,
    pub unmatched_movements: i64,
    pub doubtful_movements: i64,
    pub open_breaks: i64,
    /// Lines of the bank's feed that could not be read.
    pub unread_lines: i64,
    /// Whole days since the oldest was opened.
    pub oldest_break_days: i64,
    /// What the network's settlements and our debits do not say alike.
    pub settlement_breaks: i64,
    /// Debits for loans that were given back while the loan stays paid.
    pub stays_paid: i64,
    pub payouts_requested: i64,
    pub payouts_unknown: i64,
    pub payouts_unconfirmed: i64,
    pub payouts_failed: i64,
    /// Whole days since the oldest unknown or unconfirmed one was sent.
    pub oldest_payout_days: i64,
    pub statements_to_confirm: i64,
    pub data_to_confirm: i64,
    /// Debt transfers and files of commissions that nobody has proposed.
    pub transfers_to_propose: i64,
    pub commissions_to_propose: i64,
    /// Jobs that were given up.
    pub jobs_dead: i64,
    /// The year whose holidays the calendar lacks.
    pub calendar_missing: Option<i32>,
    /// How far the feed of each reserve account was read.
    pub feeds: Vec<FeedView>,
    pub reserves: Vec<ReserveView>,
    /// The custody book, then the claims book.
    pub books: Vec<BookView>,
}

pub async fn worklist() -> Answer<WorklistView> {
    let (db, context) = (db(), reader()?);
    let waiting = services::worklist::worklist(&db, &context).await.told()?;
    let rows = services::ledger::trial_balance(&db, &context).await.told()?;
    let days = |since: Option<time::OffsetDateTime>| since.map_or(0, |since| (db.now() - since).whole_days());
    Ok(WorklistView {
        role: role(&context)?,
        business_date: waiting.business_date.to_string(),
        approvals_to_decide: waiting.approvals_to_decide,
        approvals_proposed: waiting.approvals_proposed,
        unmatched_movements: waiting.unmatched_movements,
        doubtful_movements: waiting.doubtful_movements,
        open_breaks: waiting.open_breaks,
        unread_lines: waiting.unread_lines,
        oldest_break_days: days(waiting.oldest_break_at),
        settlement_breaks: waiting.settlement_breaks,
        stays_paid: waiting.stays_paid,
        payouts_requested: waiting.payouts_requested,
        payouts_unknown: waiting.payouts_unknown,
        payouts_unconfirmed: waiting.payouts_unconfirmed,
        payouts_failed: waiting.payouts_failed,
        oldest_payout_days: days(waiting.oldest_payout_at),
        statements_to_confirm: waiting.statements_to_confirm,
        data_to_confirm: waiting.data_to_confirm,
        transfers_to_propose: waiting.transfers_to_propose,
        commissions_to_propose: waiting.commissions_to_propose,
        jobs_dead: waiting.jobs_dead,
        calendar_missing: waiting.calendar_missing,
        feeds: super::feed::feeds().await?,
        reserves: super::reserve::reserves().await?,
        books: super::ledger::books(&rows),
    })
}

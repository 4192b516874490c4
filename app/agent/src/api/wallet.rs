//! The agent's wallet.

use domain::{
    Amount,
    account_no::ending,
    ledger::EventKind,
    payout::{PayoutState, expected_by},
    repayment::RepaymentCause,
};
use leptos::prelude::*;
use parts::api::{Answer, Told, db, id, instant, new_request_no, reader, writer};
use services::{page::PageRequest, party::ReceivingAccount};
use time::OffsetDateTime;

use super::freeze::{FrozenView, frozen};

/// How many withdrawals are shown.
const WITHDRAWALS: u16 = 5;

/// One line of the wallet's statement; money in is positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalletEntryView {
    pub version: i64,
    pub event: EventKind,
    /// Of a repayment.
    pub cause: Option<RepaymentCause>,
    /// Of the loan that it concerns; empty where there is none.
    pub loan: String,
    pub loan_reference: String,
    /// The debit for a loan that it is of; empty where it is of none.
    pub debit: String,
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
    /// Where a top-up can go: into any of these, the first of them for want of a reason for another.
    pub pay_to: Vec<ReceivingAccount>,
    /// Whether a top-up from the shop's registered account needs no number.
    pub recognised: bool,
    pub entries: Vec<WalletEntryView>,
    pub frozen: Option<FrozenView>,
    pub withdrawable: Amount,
    /// The last four digits of the account that it goes to.
    pub bank_account: String,
    /// Whom the shop prepays, under which number, and the last four digits of that account; empty while it is not known.
    pub carrier_name: String,
    pub agent_no: String,
    pub carrier_account: String,
    /// The newest withdrawals and prepayments.
    pub withdrawals: Vec<WithdrawalView>,
    /// Of the forms with which money is withdrawn, and the carrier prepaid.
    pub request_no: String,
    pub prepay_no: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawalView {
    pub id: String,
    pub reference: String,
    pub amount: Amount,
    pub state: PayoutState,
    pub requested_at: String,
    /// Whether it goes to the carrier.
    pub prepays: bool,
    /// Whether it goes to a court.
    pub court: bool,
    /// To whom, and the last four digits of that account.
    pub account_name: String,
    pub account: String,
    /// Empty until the bank has paid, and once the money has come back.
    pub confirmed_at: String,
    /// By when it is told to be there; empty when that has passed.
    pub expected_by: String,
}

/// The agent's wallet with its statement, the entries before `before` or the newest.
pub async fn wallet(before: Option<i64>) -> Answer<WalletView> {
    let (db, context) = (db(), reader()?);
    let wallet = services::wallet::wallet(&db, &context, before).await.told()?;
    let withdrawals = services::payout::withdrawals(&db, &context, PageRequest::new(None, WITHDRAWALS)).await.told()?;
    Ok(WalletView {
        reference: wallet.reference.to_string(),
        balance: wallet.balance,
        bank_account_name: wallet.bank_account_name,
        pay_to: wallet.pay_to,
        recognised: wallet.recognised,
        entries: wallet.entries.into_iter().map(entry).collect(),
        frozen: frozen().await?,
        withdrawable: wallet.withdrawable,
        bank_account: ending(&wallet.bank_account_no),
        withdrawals: withdrawals.rows.into_iter().map(|row| WithdrawalView::of(row, db.now())).collect(),
        carrier_name: wallet.carrier_name,
        agent_no: wallet.agent_no,
        carrier_account: ending(&wallet.carrier_account_no),
        request_no: new_request_no(),
        prepay_no: new_request_no(),
    })
}

impl WithdrawalView {
    fn of(row: services::payout::WithdrawalRow, now: OffsetDateTime) -> Self {
        Self {
            id: row.id.to_string(),
            reference: row.reference.to_string(),
            amount: row.amount,
            state: row.state,
            requested_at: instant(row.requested_at),
            prepays: row.prepays,
            court: row.court,
            account: ending(&row.account_no),
            account_name: row.account_name,
            confirmed_at: row
                .confirmed_at
                .filter(|_| row.state == PayoutState::Confirmed)
                .map(instant)
                .unwrap_or_default(),
            expected_by: expected(row.requested_at, now),
        }
    }
}

/// By when what was ordered at an instant is told to be there; empty when that has passed.
pub(super) fn expected(ordered_at: OffsetDateTime, now: OffsetDateTime) -> String {
    Some(expected_by(ordered_at)).filter(|by| now <= *by).map(instant).unwrap_or_default()
}

/// One withdrawal or prepayment.
pub async fn withdrawal(payout: String) -> Answer<WithdrawalView> {
    let db = db();
    let row = services::payout::withdrawal(&db, &reader()?, id(&payout)?).await.told()?;
    Ok(WithdrawalView::of(row, db.now()))
}

/// Has money paid out to the agent's own bank account.
#[server(endpoint = "wallet/withdraw")]
pub async fn withdraw(request_no: String, amount: String) -> Answer<()> {
    let amount = parts::api::amount(&amount)?;
    let ordered = services::payout::withdraw(&db(), &writer(&request_no)?, amount).await.told()?;
    leptos_axum::redirect(&format!("/agent/withdrawals/{}", ordered.payout));
    Ok(())
}

/// Has money paid to the carrier, for the shop.
#[server(endpoint = "wallet/prepay")]
pub async fn prepay(request_no: String, amount: String) -> Answer<()> {
    let amount = parts::api::amount(&amount)?;
    let ordered = services::payout::prepay(&db(), &writer(&request_no)?, amount).await.told()?;
    leptos_axum::redirect(&format!("/agent/withdrawals/{}", ordered.payout));
    Ok(())
}

pub(super) fn entry(entry: services::wallet::WalletEntry) -> WalletEntryView {
    WalletEntryView {
        version: entry.version,
        event: entry.event,
        cause: entry.cause,
        loan: entry.loan_id.map(|loan| loan.to_string()).unwrap_or_default(),
        loan_reference: entry.loan.map(|loan| loan.to_string()).unwrap_or_default(),
        debit: entry.debit.map(|debit| debit.to_string()).unwrap_or_default(),
        amount: entry.amount,
        balance: entry.balance,
        value_on: entry.value_on.to_string(),
        recorded_at: instant(entry.recorded_at),
    }
}

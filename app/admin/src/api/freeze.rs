//! Freezes of wallets, which two people order and lift.

use domain::{
    Amount,
    approval::{Action, Subject},
    freeze::{Deduction, FreezeOrder, FreezeReason},
    id::{AgentId, FreezeId, WalletId},
};
use leptos::prelude::*;
use parts::api::{
    Answer, ApiError, Names, RequestProblem, Told, amount, bad_field, date, db, id, narrow::NarrowQuery,
    new_request_no, not_found, page, reader, role, writer,
};
use services::{approval::ProposeCommand, freeze::FreezeRow, page::Page};

use super::{
    approval::{ApprovalView, Duty, duty},
    staff::names,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreezeView {
    pub id: String,
    pub wallet: String,
    pub agent: String,
    pub agent_name: String,
    pub reason: FreezeReason,
    pub amount: Option<Amount>,
    /// What of it is there.
    pub held: Option<Amount>,
    pub evidence: String,
    /// The court with its case number, or the funder, that asked for it; may be empty.
    pub asked_by: String,
    /// Empty where it came by itself.
    pub ordered_by: String,
    pub ordered_on: String,
    /// Empty where it has none.
    pub expires_on: String,
    /// Empty while it stands.
    pub lifted_on: String,
    /// Whether all of it was paid to the court.
    pub deducted: bool,
}

impl FreezeView {
    fn of(row: FreezeRow, names: &Names) -> Self {
        let by_itself = row.reason == FreezeReason::Overdue;
        Self {
            id: row.id.to_string(),
            wallet: row.wallet.to_string(),
            agent: row.agent.to_string(),
            agent_name: row.agent_name,
            reason: row.reason,
            amount: row.amount,
            held: row.held,
            evidence: row.evidence,
            asked_by: row.asked_by,
            ordered_by: if by_itself { String::new() } else { names.or_recorded(&row.ordered_by) },
            ordered_on: row.ordered_on.to_string(),
            expires_on: row.expires_on.map(|on| on.to_string()).unwrap_or_default(),
            lifted_on: row.lifted_on.map(|on| on.to_string()).unwrap_or_default(),
            deducted: row.deducted,
        }
    }

    /// Whether something may be paid to the court that holds it.
    #[must_use]
    pub fn is_deducted_from(&self) -> bool {
        self.reason == FreezeReason::Court && self.held.is_some_and(Amount::is_positive)
    }

    /// Whether people lift it.
    #[must_use]
    pub fn is_lifted_by_people(&self) -> bool {
        self.lifted_on.is_empty() && self.reason != FreezeReason::Overdue
    }
}

/// A wallet with all its freezes, and what was proposed about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenWalletView {
    pub wallet: String,
    pub agent: String,
    pub agent_name: String,
    pub freezes: Vec<FreezeView>,
    /// Of the wallet and of its freezes that stand, the newest first.
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    pub request_no: String,
}

/// A page of the freezes that stand, as it is asked for.
pub async fn freezes(query: NarrowQuery, after: Option<String>) -> Answer<Page<FreezeView>> {
    let (list, context) = (query.read(())?, reader()?);
    let names = names().await?;
    let rows = services::freeze::freezes(&db(), &context, list, page(after)).await.told()?;
    Ok(rows.map(|row| FreezeView::of(row, &names)))
}

/// What has frozen the wallet of an agent, the newest first.
pub(super) async fn freezes_of(agent: AgentId) -> Answer<Vec<FreezeView>> {
    let names = names().await?;
    let rows = services::freeze::freezes_of_agent(&db(), &reader()?, agent).await.told()?;
    Ok(rows.into_iter().map(|row| FreezeView::of(row, &names)).collect())
}

/// A wallet by its identifier, or by that of one of its freezes.
pub async fn frozen_wallet(text: String) -> Answer<FrozenWalletView> {
    let (db, context) = (db(), reader()?);
    let wallet = match (text.parse::<WalletId>(), text.parse::<FreezeId>()) {
        (Ok(wallet), _) => wallet,
        (_, Ok(freeze)) => services::freeze::wallet_of(&db, &context, freeze).await.told()?,
        _ => return Err(not_found()),
    };
    let names = names().await?;
    let (agent, agent_name) = services::freeze::owner_of(&db, &context, wallet).await.told()?;
    let rows = services::freeze::freezes_of(&db, &context, wallet).await.told()?;
    let by_people = rows.iter().filter(|row| row.reason != FreezeReason::Overdue);
    let mut subjects: Vec<Subject> = by_people.map(|row| Subject::Freeze(row.id)).collect();
    subjects.push(Subject::Wallet(wallet));
    let approvals = services::approval::approvals_of_all(&db, &context, &subjects).await.told()?;
    Ok(FrozenWalletView {
        wallet: wallet.to_string(),
        agent: agent.to_string(),
        agent_name,
        duty: duty(role(&context)?, true, &approvals),
        approvals: approvals.into_iter().map(ApprovalView::of).collect(),
        freezes: rows.into_iter().map(|row| FreezeView::of(row, &names)).collect(),
        request_no: new_request_no(),
    })
}

/// Proposes to freeze a wallet, for a reason; a court's has an amount and a last day, and a court's and a funder's who asked for it.
#[server(endpoint = "freeze/order")]
pub async fn propose_freeze(
    request_no: String,
    wallet: String,
    reason: String,
    terms: std::collections::BTreeMap<String, String>,
    note: String,
) -> Answer<()> {
    let unknown = || -> ApiError { bad_field(RequestProblem::Unreadable) };
    let typed = |name: &str| terms.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
    let order = FreezeOrder {
        reason: FreezeReason::from_code(&reason).ok_or_else(unknown)?,
        amount: typed("amount").map(amount).transpose()?,
        expires_on: typed("expires_on").map(date).transpose()?,
        asked_by: typed("asked_by").unwrap_or_default().to_owned(),
    };
    let action = Action::Freeze { wallet: id(&wallet)?, order };
    services::approval::propose(&db(), &writer(&request_no)?, ProposeCommand { action, note }).await.told().map(|_| ())
}

/// Proposes to lift a freeze.
#[server(endpoint = "freeze/lift")]
pub async fn propose_lift(request_no: String, freeze: String, note: String) -> Answer<()> {
    let action = Action::Unfreeze { freeze: id(&freeze)? };
    services::approval::propose(&db(), &writer(&request_no)?, ProposeCommand { action, note }).await.told().map(|_| ())
}

/// Proposes to pay a court so much of what it holds.
#[server(endpoint = "freeze/deduct")]
pub async fn propose_deduction(
    request_no: String,
    freeze: String,
    terms: std::collections::BTreeMap<String, String>,
    note: String,
) -> Answer<()> {
    let typed = |name: &str| terms.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
    let (account_no, account_name) = (typed("account_no"), typed("account_name"));
    let deduction = Deduction { amount: amount(&typed("amount"))?, account_no, account_name };
    let action = Action::Deduct { freeze: id(&freeze)?, deduction };
    services::approval::propose(&db(), &writer(&request_no)?, ProposeCommand { action, note }).await.told().map(|_| ())
}

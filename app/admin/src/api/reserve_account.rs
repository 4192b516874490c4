//! The reserve accounts themselves, which two people register and end.

use std::collections::BTreeMap;

use domain::{
    Amount,
    approval::{Action, ApprovalRefusal, Subject},
    id::ReserveAccountId,
    reserve_account::{ReserveAccountChange, ReserveAccountFacts},
    role::Role,
};
use leptos::prelude::*;
use parts::api::{Answer, Told, bad_field, db, id, new_request_no, not_found, reader, role, writer};
use services::{approval::ProposeCommand, party::ReserveAccountRow};

use super::approval::{ApprovalView, Duty, duty};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveAccountView {
    pub id: String,
    pub account_no: String,
    pub name: String,
    pub currency: String,
    /// The name of its bank's interface.
    pub bank: String,
    pub branch: String,
    /// What names no partner is paid into it.
    pub is_default: bool,
    /// Whether money that names nothing is known by whose account it comes from.
    pub recognises: bool,
    pub partners: i64,
    pub books: Amount,
    /// Empty while it goes on.
    pub ended_on: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveAccountsView {
    pub accounts: Vec<ReserveAccountView>,
    /// Whether the visitor may propose one.
    pub may_propose: bool,
    pub request_no: String,
}

/// A reserve account with what may be done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveAccountPageView {
    /// None while it is only proposed.
    pub account: Option<ReserveAccountView>,
    /// The newest first.
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    pub request_no: String,
}

impl ReserveAccountView {
    fn of(row: ReserveAccountRow) -> Self {
        Self {
            id: row.id.to_string(),
            account_no: row.account_no,
            name: row.name,
            currency: row.currency,
            bank: row.bank,
            branch: row.branch,
            is_default: row.is_default,
            recognises: row.recognises,
            partners: row.partners,
            books: row.books,
            ended_on: row.ended_on.map(|on| on.to_string()).unwrap_or_default(),
        }
    }
}

/// All reserve accounts.
pub async fn reserve_accounts() -> Answer<ReserveAccountsView> {
    let (db, context) = (db(), reader()?);
    let rows = services::party::reserve_accounts(&db, &context).await.told()?;
    Ok(ReserveAccountsView {
        accounts: rows.into_iter().map(ReserveAccountView::of).collect(),
        may_propose: role(&context)? == Role::OperatorMaker,
        request_no: new_request_no(),
    })
}

/// One reserve account, or what is proposed to become one.
pub async fn reserve_account(account: String) -> Answer<ReserveAccountPageView> {
    let (db, context) = (db(), reader()?);
    let account: ReserveAccountId = id(&account)?;
    let rows = services::party::reserve_accounts(&db, &context).await.told()?;
    let approvals = services::approval::approvals_of(&db, &context, Subject::ReserveAccount(account)).await.told()?;
    let found = rows.into_iter().find(|row| row.id == account);
    if found.is_none() && approvals.is_empty() {
        return Err(not_found());
    }
    let goes_on = found.as_ref().is_some_and(|row| row.ended_on.is_none());
    Ok(ReserveAccountPageView {
        duty: duty(role(&context)?, goes_on, &approvals),
        account: found.map(ReserveAccountView::of),
        approvals: approvals.into_iter().map(ApprovalView::of).collect(),
        request_no: new_request_no(),
    })
}

/// Proposes to register a reserve account, and goes to its page. The facts are its `facts[account_no]`, `facts[name]`, `facts[bank]` and
/// `facts[branch]`.
#[server(endpoint = "reserve_account/propose")]
pub async fn propose_reserve_account(request_no: String, facts: BTreeMap<String, String>, note: String) -> Answer<()> {
    let context = writer(&request_no)?;
    let of = |name: &str| facts.get(name).map(String::as_str).unwrap_or_default();
    let facts = ReserveAccountFacts::read(of("account_no"), of("name"), of("bank"), of("branch"));
    let facts = facts.map_err(|refusal| bad_field(ApprovalRefusal::from(refusal)))?;
    let account = ReserveAccountId(services::party::registering(&context));
    let action = Action::ReserveAccount { account, change: ReserveAccountChange::Register(facts) };
    services::approval::propose(&db(), &context, ProposeCommand { action, note }).await.told()?;
    leptos_axum::redirect(&format!("/admin/reserve-accounts/{account}"));
    Ok(())
}

/// Proposes to end a reserve account.
#[server(endpoint = "reserve_account/propose_end")]
pub async fn propose_reserve_end(request_no: String, account: String, note: String) -> Answer<()> {
    let action = Action::ReserveAccount { account: id(&account)?, change: ReserveAccountChange::End };
    let command = ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}

/// Proposes that a reserve account recognises agents and carriers by the account that money comes from (`wanted` is `true`), or no longer.
#[server(endpoint = "reserve_account/propose_recognition")]
pub async fn propose_recognition(request_no: String, account: String, wanted: bool, note: String) -> Answer<()> {
    let action = Action::ReserveAccount { account: id(&account)?, change: ReserveAccountChange::Recognise(wanted) };
    let command = ProposeCommand { action, note };
    services::approval::propose(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}

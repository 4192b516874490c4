//! Carriers: what is registered of them, which two people change.

use std::collections::BTreeMap;

use domain::{
    Amount,
    approval::{Action, ApprovalRefusal, Subject},
    carrier::{CarrierChange, CarrierFacts},
    id::CarrierId,
    ledger::AccountKind,
    role::Role,
};
use leptos::prelude::*;
use parts::api::{Answer, Told, bad_field, db, id, new_request_no, not_found, reader, role, writer};
use services::{approval::ProposeCommand, commission::CarrierRow};

use super::approval::{ApprovalView, Duty, duty};

/// A carrier as it is registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredView {
    pub id: String,
    /// What its payments name.
    pub reference: String,
    pub name: String,
    /// Empty while it is not known.
    pub account_no: String,
    pub bank_name: String,
    pub agents: i64,
    pub pool: Amount,
    /// Of the pool, in the ledger.
    pub pool_account: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriersView {
    pub carriers: Vec<RegisteredView>,
    /// Whether the visitor may propose one.
    pub may_propose: bool,
    pub request_no: String,
}

/// A carrier with what may be done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarrierPageView {
    /// None while it is only proposed.
    pub carrier: Option<RegisteredView>,
    /// The newest first.
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    pub request_no: String,
}

impl RegisteredView {
    fn of(row: CarrierRow) -> Self {
        Self {
            pool_account: services::ledger::account(AccountKind::CommissionPool, row.id.0).id.to_string(),
            id: row.id.to_string(),
            reference: row.reference.to_string(),
            name: row.name,
            account_no: row.bank_account_no,
            bank_name: row.bank_name,
            agents: row.agents,
            pool: row.pool,
        }
    }
}

/// All carriers.
pub async fn carriers() -> Answer<CarriersView> {
    let (db, context) = (db(), reader()?);
    let rows = services::commission::carriers(&db, &context).await.told()?;
    Ok(CarriersView {
        carriers: rows.into_iter().map(RegisteredView::of).collect(),
        may_propose: role(&context)? == Role::OperatorMaker,
        request_no: new_request_no(),
    })
}

/// One carrier, or what is proposed to become one.
pub async fn carrier(carrier: String) -> Answer<CarrierPageView> {
    let (db, context) = (db(), reader()?);
    let carrier: CarrierId = id(&carrier)?;
    let rows = services::commission::carriers(&db, &context).await.told()?;
    let approvals = services::approval::approvals_of(&db, &context, Subject::Carrier(carrier)).await.told()?;
    let found = rows.into_iter().find(|row| row.id == carrier);
    if found.is_none() && approvals.is_empty() {
        return Err(not_found());
    }
    Ok(CarrierPageView {
        duty: duty(role(&context)?, found.is_some(), &approvals),
        carrier: found.map(RegisteredView::of),
        approvals: approvals.into_iter().map(ApprovalView::of).collect(),
        request_no: new_request_no(),
    })
}

/// Proposes to register a carrier, or (where one is named) to change what is registered of it, and goes to its page. The facts are its
/// `facts[name]`, `facts[account_no]` and `facts[bank_name]`.
#[server(endpoint = "carrier/propose")]
pub async fn propose_carrier(
    request_no: String,
    carrier: String,
    facts: BTreeMap<String, String>,
    note: String,
) -> Answer<()> {
    let context = writer(&request_no)?;
    let of = |name: &str| facts.get(name).map(String::as_str).unwrap_or_default();
    let facts = CarrierFacts::read(of("name"), of("account_no"), of("bank_name"));
    let facts = facts.map_err(|refusal| bad_field(ApprovalRefusal::from(refusal)))?;
    let (carrier, change) = match carrier.as_str() {
        "" => (CarrierId(services::party::registering(&context)), CarrierChange::Register(facts)),
        known => (id(known)?, CarrierChange::Change(facts)),
    };
    let command = ProposeCommand { action: Action::Carrier { carrier, change }, note };
    services::approval::propose(&db(), &context, command).await.told()?;
    leptos_axum::redirect(&format!("/admin/carriers/{carrier}"));
    Ok(())
}

//! Agents and partners, as the institution's people list them.

use domain::{Amount, hexadecimal, role::PartnerKind, standing::PartnerState};
use parts::api::{Answer, Told, db, instant, reader};
use services::page::Page;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentView {
    pub number: String,
    pub shop_name: String,
    pub legal_person: String,
    pub region: String,
    pub phone_masked: String,
    pub licence_expires_on: String,
    /// Whether the licence had expired on the open business date.
    pub licence_expired: bool,
    pub joined_on: String,
    pub wallet_reference: String,
    /// The wallet's account in the ledger.
    pub wallet_account: String,
    pub wallet_balance: Amount,
    /// The funder of its live line; empty without one.
    pub funder_name: String,
    pub outstanding: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnerView {
    pub code: String,
    pub kind: PartnerKind,
    pub name: String,
    pub licence_no: String,
    pub licence_expires_on: String,
    pub licence_expired: bool,
    pub regions: Vec<String>,
    pub bank_account_no: String,
    pub bank_name: String,
    pub state: PartnerState,
    pub keys: Vec<KeyView>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyView {
    pub key_id: String,
    /// In hexadecimal, whole: two people compare it on the telephone.
    pub public_key: String,
    pub active_from: String,
    /// Empty while it is accepted.
    pub revoked_at: String,
}

/// A page of agents, by number.
pub async fn agents(text: Option<String>, after: Option<String>) -> Answer<Page<AgentView, String>> {
    let (db, context) = (db(), reader()?);
    let today = services::business_day::business_date(&db, &context).await.told()?;
    let filter = services::party::AgentFilter { text, after };
    let page = services::party::agents(&db, &context, filter).await.told()?;
    let view = |row: services::party::AgentRow| AgentView {
        number: row.number,
        shop_name: row.shop_name,
        legal_person: row.legal_person,
        region: row.region,
        phone_masked: row.phone_masked,
        licence_expires_on: row.licence_expires_on.to_string(),
        licence_expired: row.licence_expires_on < today,
        joined_on: row.joined_on.to_string(),
        wallet_reference: row.wallet_reference.to_string(),
        wallet_account: row.wallet_account.to_string(),
        wallet_balance: row.wallet_balance,
        funder_name: row.funder_name.unwrap_or_default(),
        outstanding: row.outstanding,
    };
    Ok(page.map(view))
}

/// All partners with their keys.
pub async fn partners() -> Answer<Vec<PartnerView>> {
    let (db, context) = (db(), reader()?);
    let today = services::business_day::business_date(&db, &context).await.told()?;
    let rows = services::party::partners(&db, &context).await.told()?;
    let key = |key: services::party::KeyRow| KeyView {
        key_id: key.key_id,
        public_key: hexadecimal::text(&key.public_key),
        active_from: instant(key.active_from),
        revoked_at: key.revoked_at.map(instant).unwrap_or_default(),
    };
    let view = |row: services::party::PartnerRow| PartnerView {
        code: row.code,
        kind: row.kind,
        name: row.name,
        licence_no: row.licence_no,
        licence_expires_on: row.licence_expires_on.to_string(),
        licence_expired: row.licence_expires_on < today,
        regions: row.regions,
        bank_account_no: row.bank_account_no,
        bank_name: row.bank_name,
        state: row.state,
        keys: row.keys.into_iter().map(key).collect(),
    };
    Ok(rows.into_iter().map(view).collect())
}

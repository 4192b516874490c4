//! Agents and partners, as the institution's people list them.

use domain::{
    Amount,
    approval::Subject,
    endpoint::host,
    payout::PayoutSchedule,
    revenue_share::RevenueShare,
    role::{PartnerKind, Role},
    standing::PartnerState,
};
use partner::api::notice::NoticeView;
use parts::api::{
    Answer, Names, Told, db, id, instant,
    key::KeyView,
    narrow::NarrowQuery,
    new_request_no, page, reader,
    revenue_share::{InvoiceView, revenue_share},
    role,
};
use services::{notice::NoticeFilter, page::Page};

use super::{
    approval::{ApprovalView, Duty, duty},
    partner::{PartnerDetailView, partner_detail},
    staff::called,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentView {
    pub id: String,
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
    pub wallet: String,
    pub wallet_frozen: bool,
    /// The funder of its live line; empty without one.
    pub funder: String,
    pub funder_name: String,
    pub outstanding: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnerView {
    pub id: String,
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
    pub payouts: PayoutSchedule,
    pub keys: Vec<KeyView>,
}

/// A partner with what may be done about it.
#[derive(Clone, Debug)]
pub struct PartnerPageView {
    pub partner: PartnerView,
    pub detail: PartnerDetailView,
    /// The newest first.
    pub approvals: Vec<ApprovalView>,
    pub duty: Duty,
    /// The share of interest that is agreed with a funder, and its newest invoices.
    pub revenue_share: Option<(Option<RevenueShare>, Page<InvoiceView>)>,
    pub notices: NoticesView,
    /// Whether the visitor ends keys.
    pub ends_keys: bool,
    pub request_no: String,
}

/// How a partner's system is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticesView {
    /// Of its endpoint in force; empty when there is none.
    pub host: String,
    pub since: String,
    pub waiting: i64,
    /// Those of them that were tried.
    pub failing: i64,
    /// Not delivered, although there was an endpoint.
    pub dead: i64,
}

impl AgentView {
    pub(super) fn of(row: services::party::AgentRow, today: time::Date) -> Self {
        Self {
            id: row.id.to_string(),
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
            wallet: row.wallet.to_string(),
            wallet_frozen: row.wallet_frozen,
            funder: row.funder.map(|id| id.to_string()).unwrap_or_default(),
            funder_name: row.funder_name.unwrap_or_default(),
            outstanding: row.outstanding,
        }
    }
}

/// A page of agents, as it is asked for.
pub async fn agents(query: NarrowQuery, after: Option<String>) -> Answer<Page<AgentView>> {
    let (list, db, context) = (query.read(())?, db(), reader()?);
    let today = services::business_day::business_date(&db, &context).await.told()?;
    let rows = services::party::agents(&db, &context, list, page(after)).await.told()?;
    Ok(rows.map(|row| AgentView::of(row, today)))
}

/// Whoever has done something with the keys of these partners.
fn actors(rows: &[services::party::PartnerRow]) -> Vec<String> {
    let keys = rows.iter().flat_map(|row| &row.keys);
    let acted = keys.flat_map(|key| [Some(&key.registered_by), key.approved_by.as_ref(), key.ended_by.as_ref()]);
    acted.flatten().cloned().collect()
}

/// All partners with their keys.
pub async fn partners() -> Answer<Vec<PartnerView>> {
    let (db, context) = (db(), reader()?);
    let today = services::business_day::business_date(&db, &context).await.told()?;
    let rows = services::party::partners(&db, &context).await.told()?;
    let names = called(actors(&rows)).await?;
    Ok(rows.into_iter().map(|row| PartnerView::of(row, today, &names)).collect())
}

/// One partner.
pub async fn partner(partner: String) -> Answer<PartnerPageView> {
    let (db, context) = (db(), reader()?);
    let today = services::business_day::business_date(&db, &context).await.told()?;
    let id = id(&partner)?;
    let row = services::party::partner(&db, &context, id).await.told()?;
    let approvals = services::approval::approvals_of(&db, &context, Subject::Partner(id)).await.told()?;
    let open = row.kind == PartnerKind::Funder;
    let revenue_share = if open { Some(revenue_share(id, None).await?) } else { None };
    let detail = partner_detail(id, row.kind).await?;
    let notices = services::notice::notices_standing(&db, &context, id).await.told()?;
    let role = role(&context)?;
    let names = called(actors(std::slice::from_ref(&row))).await?;
    Ok(PartnerPageView {
        notices: NoticesView {
            host: notices.url.as_deref().map(host).unwrap_or_default().to_owned(),
            since: notices.in_force_since.map(instant).unwrap_or_default(),
            waiting: notices.waiting,
            failing: notices.failing,
            dead: notices.dead,
        },
        revenue_share,
        detail,
        partner: PartnerView::of(row, today, &names),
        duty: duty(role, open, &approvals),
        ends_keys: matches!(role, Role::OperatorMaker | Role::OperatorChecker),
        approvals: approvals.into_iter().map(ApprovalView::of).collect(),
        request_no: new_request_no(),
    })
}

/// A page of what a partner was told, as it is asked for, from behind a number; and what the partner is called.
pub async fn partner_notices(
    partner: String,
    filter: NoticeFilter,
    query: NarrowQuery,
    after: Option<String>,
) -> Answer<(String, Page<NoticeView, i64>)> {
    let (list, db, context, id) = (query.read(filter)?, db(), reader()?, id(&partner)?);
    let name = services::party::partner(&db, &context, id).await.told()?.name;
    let after = after.and_then(|text| text.parse().ok());
    let rows = services::notice::notices_of(&db, &context, id, list, after).await.told()?;
    Ok((name, rows.map(NoticeView::from)))
}

impl PartnerView {
    fn of(row: services::party::PartnerRow, today: time::Date, names: &Names) -> Self {
        let key = |key| KeyView::of(key, |actor| names.or_recorded(actor), "");
        Self {
            id: row.id.to_string(),
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
            payouts: row.payouts,
            keys: row.keys.into_iter().map(key).collect(),
        }
    }
}

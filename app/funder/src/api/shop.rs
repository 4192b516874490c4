//! A shop that has applied to the funder.

use domain::{
    Amount,
    operating_data::{OperatingRow, Summary},
};
use partner::api::document::DocumentView;
use parts::api::{Answer, Told, db, draw::DrawView, id, instant, loan::LoanView, reader, repayment::RepaymentView};
use services::timeline::TimelineStep;

use super::{
    credit_line::{GrantedLineView, granted},
    review::{ApplicationRowView, row},
};

/// The most draws, loans and repayments, each the newest.
const MOST: u16 = 50;
/// How many months are shown.
const MONTHS: usize = 12;

/// A shop, as much of it as the visitor's funder may see.
#[derive(Clone, Debug)]
pub struct ShopPageView {
    /// None where nothing was granted, and no consent lasts.
    pub name: Option<String>,
    /// Only while a consent lasts.
    pub known: Option<KnownShopView>,
    pub applications: Vec<ApplicationRowView>,
    /// The newest first.
    pub offers: Vec<ShopOfferView>,
    pub lines: Vec<GrantedLineView>,
    pub draws: Vec<DrawView>,
    pub loans: Vec<LoanView>,
    pub repayments: Vec<RepaymentView>,
    /// The newest first.
    pub documents: Vec<DocumentView>,
    /// The oldest first.
    pub timeline: Vec<TimelineStep>,
}

/// What the funder has offered, with the application that was made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShopOfferView {
    pub limit: Option<Amount>,
    pub asked_at: String,
    pub answered_at: String,
    pub valid_until: String,
    pub application: String,
    pub application_reference: String,
}

/// Who it is, with its business.
#[derive(Clone, Debug)]
pub struct KnownShopView {
    pub number: String,
    pub legal_person: String,
    pub licence_no: String,
    pub licence_expires_on: String,
    pub licence_expired: bool,
    pub region: String,
    pub carrier: String,
    pub phone_masked: String,
    pub joined_on: String,
    /// Oldest first.
    pub months: Vec<OperatingRow>,
    pub summary: Summary,
}

/// One shop.
pub async fn shop(shop: String) -> Answer<ShopPageView> {
    let (db, context, id) = (db(), reader()?, id(&shop)?);
    let me = context.person::<services::error::Never>().told()?.user;
    let found = services::application::shop(&db, &context, id).await.told()?;
    let today = services::business_day::business_date(&db, &context).await.told()?;
    let lines = services::credit_line::lines_of_shop(&db, &context, id, MOST).await.told()?;
    let draws = services::draw::draws_of_shop(&db, &context, id, MOST).await.told()?;
    let loans = services::loan::loans_of_shop(&db, &context, id, MOST).await.told()?;
    let repayments = services::repayment::repayments_of_shop(&db, &context, id, MOST).await.told()?;
    Ok(ShopPageView {
        name: found.name,
        known: found.known.map(|known| known_shop(known, today)),
        applications: found.applications.into_iter().map(|application| row(application, me)).collect(),
        offers: found.offers.into_iter().map(offer).collect(),
        lines: lines.into_iter().map(granted).collect(),
        draws: draws.into_iter().map(DrawView::of).collect(),
        loans: loans.into_iter().map(LoanView::of).collect(),
        repayments: repayments.into_iter().map(RepaymentView::of).collect(),
        documents: found.documents.into_iter().map(DocumentView::of).collect(),
        timeline: found.timeline,
    })
}

fn offer(row: services::application::ShopOffer) -> ShopOfferView {
    ShopOfferView {
        limit: row.limit,
        asked_at: instant(row.asked_at),
        answered_at: row.answered_at.map(instant).unwrap_or_default(),
        valid_until: row.valid_until.map(instant).unwrap_or_default(),
        application: row.application.to_string(),
        application_reference: row.application_reference,
    }
}

fn known_shop(known: services::application::Applicant, today: time::Date) -> KnownShopView {
    let summary = domain::operating_data::summary(&known.months);
    let before = known.months.len().saturating_sub(MONTHS);
    KnownShopView {
        number: known.number,
        legal_person: known.legal_person,
        licence_no: known.licence_no,
        licence_expires_on: known.licence_expires_on.to_string(),
        licence_expired: known.licence_expires_on < today,
        region: known.region,
        carrier: known.carrier,
        phone_masked: known.phone_masked,
        joined_on: known.joined_on.to_string(),
        months: known.months.into_iter().skip(before).collect(),
        summary,
    }
}

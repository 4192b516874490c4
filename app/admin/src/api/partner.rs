//! What is between a partner and everybody else.

use domain::{
    Amount, Rate, bank_movement::MovementState, id::PartnerId, offer::ContractKind, payout::PayoutState,
    role::PartnerKind,
};
use partner::api::partner_file::FileView;
use parts::api::{Answer, Told, db, instant, reader};
use services::{page::PageRequest, timeline::TimelineStep};

use super::{
    bank_movement::in_and_out,
    somebody::{SomebodyView, TraceView},
};

/// A partner's business, its people and its money: of each the newest.
#[derive(Clone, Debug)]
pub struct PartnerDetailView {
    /// Of a funder.
    pub lending: Option<LendingView>,
    pub people: Vec<SomebodyView>,
    pub payouts: Vec<PartnerPayoutView>,
    pub movements: Vec<PartnerMovementView>,
    pub owes_back: Amount,
    pub owed_back: Vec<OwedBackView>,
    /// The newest reconciliation files.
    pub files: Vec<FileView>,
    /// The oldest first.
    pub timeline: Vec<TimelineStep>,
    pub trail: Vec<TraceView>,
}

/// How many files are shown.
const FILES: u16 = 10;

/// What a funder offers, and what it has granted and lent.
#[derive(Clone, Debug)]
pub struct LendingView {
    pub products: Vec<OfferedView>,
    pub lines: i64,
    pub limit: Amount,
    pub loans: i64,
    pub outstanding: Amount,
    pub overdue_loans: i64,
    pub overdue: Amount,
}

/// The newest version of a product.
#[derive(Clone, Debug)]
pub struct OfferedView {
    pub name: String,
    pub contract_kind: ContractKind,
    pub version: i32,
    pub published_at: String,
    pub annual_rate: Rate,
    pub limits: (Amount, Amount),
}

#[derive(Clone, Debug)]
pub struct PartnerPayoutView {
    pub id: String,
    pub reference: String,
    pub amount: Amount,
    pub state: PayoutState,
    pub requested_at: String,
    /// Empty until it stands on a statement.
    pub confirmed_at: String,
}

/// Money to or from the partner's own account. One of `credit` and `debit` is zero.
#[derive(Clone, Debug)]
pub struct PartnerMovementView {
    pub id: String,
    pub booked_on: String,
    pub remittance: String,
    pub credit: Amount,
    pub debit: Amount,
    pub state: MovementState,
}

/// What a partner has to give back for a repayment or a debit.
#[derive(Clone, Debug)]
pub struct OwedBackView {
    pub reference: String,
    /// Of a repayment.
    pub loan: Option<String>,
    pub amount: Amount,
    pub recorded_at: String,
}

/// What is between a partner and everybody else.
pub(super) async fn partner_detail(partner: PartnerId, kind: PartnerKind) -> Answer<PartnerDetailView> {
    let (db, context) = (db(), reader()?);
    let detail = services::party::partner_detail(&db, &context, partner).await.told()?;
    let newest = PageRequest::new(None, FILES);
    let files = services::partner_file::files_of(&db, &context, partner, newest).await.told()?;
    let payout = |row: services::party::PartnerPayout| PartnerPayoutView {
        id: row.id.to_string(),
        reference: row.reference.to_string(),
        amount: row.amount,
        state: row.state,
        requested_at: instant(row.requested_at),
        confirmed_at: row.confirmed_at.map(instant).unwrap_or_default(),
    };
    let owed = |row: services::party::OwedBack| OwedBackView {
        reference: row.reference.to_string(),
        loan: row.loan.map(|loan| loan.to_string()),
        amount: row.amount,
        recorded_at: instant(row.recorded_at),
    };
    Ok(PartnerDetailView {
        lending: if kind == PartnerKind::Funder { Some(lending(partner).await?) } else { None },
        people: detail.people.into_iter().map(SomebodyView::of).collect(),
        payouts: detail.payouts.into_iter().map(payout).collect(),
        movements: detail.movements.into_iter().map(movement).collect(),
        owes_back: detail.owes_back,
        owed_back: detail.owed_back.into_iter().map(owed).collect(),
        timeline: detail.timeline,
        files: files.rows.into_iter().map(FileView::from).collect(),
        trail: detail.trail.into_iter().map(TraceView::of).collect(),
    })
}

fn movement(row: services::party::PartnerMovement) -> PartnerMovementView {
    let (credit, debit) = in_and_out(row.direction, row.amount);
    PartnerMovementView {
        id: row.id.to_string(),
        booked_on: row.booked_on.to_string(),
        remittance: row.remittance,
        credit,
        debit,
        state: row.state,
    }
}

async fn lending(funder: PartnerId) -> Answer<LendingView> {
    let (db, context) = (db(), reader()?);
    let products = services::offer::products_of(&db, &context, funder).await.told()?;
    let sums = services::party::partner_sums(&db, &context).await.told()?;
    let sum = sums.into_iter().find(|sum| sum.partner == funder);
    let product = |row: services::offer::ProductRow| OfferedView {
        name: row.name,
        contract_kind: row.contract_kind,
        version: row.published.version,
        published_at: instant(row.published_at),
        annual_rate: row.terms.terms.annual_rate,
        limits: (row.terms.limit_min, row.terms.limit_max),
    };
    Ok(LendingView {
        products: products.into_iter().map(product).collect(),
        lines: sum.map_or(0, |sum| sum.lines),
        limit: sum.map_or(Amount::ZERO, |sum| sum.limit),
        loans: sum.map_or(0, |sum| sum.loans),
        outstanding: sum.map_or(Amount::ZERO, |sum| sum.outstanding),
        overdue_loans: sum.map_or(0, |sum| sum.overdue_loans),
        overdue: sum.map_or(Amount::ZERO, |sum| sum.overdue),
    })
}

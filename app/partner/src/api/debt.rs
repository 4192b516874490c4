//! Debts, and who may collect them.

use domain::{
    Amount,
    debt::{DebitLimits, DebtRefusal, Holder},
    debt_transfer::{Item, ItemState, TransferState},
    evidence::Subject,
    role::Role,
};
use leptos::prelude::*;
use parts::api::{
    Answer, Told, batch, db, id, instant, narrow::NarrowQuery, new_request_no, page, reader, role, writer,
};
use services::{
    agreement_debit::DebitFilter,
    context::SIGNERS,
    debt::{DebtFilter, DebtRow},
    debt_transfer::TransferOfItem,
    outside_payment::OutsidePaymentFilter,
    page::Page,
};

use super::{agreement_debit::DebitView, evidence::EvidenceView, outside_payment::OutsidePaymentView};

/// Who has debts and loans change hands.
pub(super) const TRANSFERRERS: &[Role] = &[Role::FunderTreasurer, Role::FunderApprover];

/// A debt as its side sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DebtView {
    pub id: String,
    pub number: String,
    pub funder_name: String,
    /// Empty before its first transfer.
    pub facilitator_name: String,
    pub binding: String,
    pub alias: String,
    pub payer: String,
    pub card: String,
    pub amount: Amount,
    /// None to a facilitator that has held it and is nothing to it any more.
    pub outstanding: Option<Amount>,
    pub due_on: String,
    pub holder: Holder,
    pub may_collect: Result<(), DebtRefusal>,
    /// To the facilitator.
    pub may_transfer: bool,
    pub in_flight: bool,
    pub registered_at: String,
}

/// Debts, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DebtsView {
    pub page: Page<DebtView>,
    pub portal: &'static str,
    /// The number under which the visitor may send a file of them; none for who may not.
    pub import: Option<String>,
    /// And under which several change hands together.
    pub transfer: Option<String>,
}

/// A transfer that a debt or a loan is or was in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferOfDebtView {
    pub id: String,
    pub back: bool,
    pub state: TransferState,
    pub item: ItemState,
    pub amount: Option<Amount>,
    pub submitted_at: String,
}

/// One debt, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DebtPageView {
    pub debt: DebtView,
    pub transfers: Vec<TransferOfDebtView>,
    pub debits: Vec<DebitView>,
    pub payments: Vec<OutsidePaymentView>,
    pub evidence: EvidenceView,
    pub may_debit: bool,
    /// Whether the visitor may give back of what was debited.
    pub may_refund: bool,
    /// Whether the visitor may report what was paid elsewhere, and answer what the other side reports.
    pub may_report: bool,
    /// To the facilitator, or back.
    pub may_transfer: Option<bool>,
    pub today: String,
    pub portal: &'static str,
    pub request_no: String,
}

impl DebtView {
    #[must_use]
    pub fn of(row: DebtRow) -> Self {
        Self {
            id: row.id.to_string(),
            number: row.number,
            funder_name: row.funder_name,
            facilitator_name: row.facilitator_name,
            binding: row.binding.to_string(),
            alias: row.alias,
            payer: row.payer_masked,
            card: row.card_masked,
            amount: row.amount,
            outstanding: row.outstanding,
            due_on: row.due_on.to_string(),
            holder: row.holder,
            may_collect: row.may_collect,
            may_transfer: row.may_transfer,
            in_flight: row.in_flight,
            registered_at: instant(row.registered_at),
        }
    }
}

impl TransferOfDebtView {
    #[must_use]
    pub fn of(row: TransferOfItem) -> Self {
        Self {
            id: row.transfer.to_string(),
            back: row.back,
            state: row.state,
            item: row.item,
            amount: row.amount,
            submitted_at: instant(row.submitted_at),
        }
    }
}

/// A page of debts, as it is asked for, with the portal in which it is shown.
pub async fn debts(filter: DebtFilter, query: NarrowQuery, after: Option<String>) -> Answer<DebtsView> {
    let (list, context) = (query.read(filter)?, reader()?);
    let rows = services::debt::debts(&db(), &context, list, page(after)).await.told()?;
    let page = rows.map(DebtView::of);
    let (import, transfer) = (batch::offered_to(SIGNERS)?, batch::offered_to(TRANSFERRERS)?);
    Ok(DebtsView { page, portal: role(&context)?.portal(), import, transfer })
}

/// One debt.
pub async fn debt(debt: String) -> Answer<DebtPageView> {
    let (db, context) = (db(), reader()?);
    let role = role(&context)?;
    let id = id(&debt)?;
    let debt = DebtView::of(services::debt::debt(&db, &context, id).await.told()?);
    let moves = services::debt_transfer::transfers_of(&db, &context, Item::Debt(id)).await.told()?;
    let debits = services::agreement_debit::debits(&db, &context, DebitFilter::Of(id), page(None)).await.told()?;
    let of = OutsidePaymentFilter::Of(id);
    let payments = services::outside_payment::outside_payments(&db, &context, of, page(None)).await.told()?;
    let owed = debt.outstanding.is_some_and(Amount::is_positive);
    let collects = matches!(role, Role::FunderTreasurer | Role::FacilitatorOperator);
    let held = role == Role::FunderTreasurer || moves.iter().any(|row| row.item == ItemState::Effective);
    let transfers = TRANSFERRERS.contains(&role) && owed;
    Ok(DebtPageView {
        may_debit: collects && debt.may_collect.is_ok() && !debt.in_flight,
        may_refund: collects
            && match debt.holder {
                Holder::Funder => role == Role::FunderTreasurer,
                Holder::Facilitator => role == Role::FacilitatorOperator,
                Holder::InTransfer | Holder::BeingBoughtBack => false,
            },
        may_report: collects && held,
        may_transfer: match debt.holder {
            Holder::Funder if transfers => Some(false),
            Holder::Facilitator if transfers => Some(true),
            _ => None,
        },
        debt,
        transfers: moves.into_iter().map(TransferOfDebtView::of).collect(),
        debits: debits.rows.into_iter().map(DebitView::of).collect(),
        payments: payments.rows.into_iter().map(OutsidePaymentView::of).collect(),
        evidence: super::evidence::evidence(Subject::Debt(id)).await?,
        today: services::business_day::business_date(&db, &context).await.told()?.to_string(),
        portal: role.portal(),
        request_no: new_request_no(),
    })
}

/// Gives so much of a debit back to the card.
#[server(endpoint = "debt/refund")]
pub async fn refund_debit(request_no: String, debit: String, amount: String, reason: String) -> Answer<()> {
    use services::refund::{RefundCommand, refund};
    let command = RefundCommand { debit: id(&debit)?, amount: parts::api::amount(&amount)?, reason };
    refund(&db(), &writer(&request_no)?, command).await.told().map(|_| ())
}

/// Takes this much from the card.
#[server(endpoint = "debt/debit")]
pub async fn debit_card(request_no: String, debt: String, amount: String) -> Answer<()> {
    use services::agreement_debit::{DebitCommand, debit};
    let command = DebitCommand { debt: id(&debt)?, amount: parts::api::amount(&amount)? };
    debit(&db(), &writer(&request_no)?, expect_context::<DebitLimits>(), command).await.told().map(|_| ())
}

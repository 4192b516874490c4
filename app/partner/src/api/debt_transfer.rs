//! How debts change hands.

use std::collections::BTreeMap;

use domain::{
    Amount,
    code::Why,
    debt_transfer::{Declined, Item, ItemState, LegalBasis, TransferEnd, TransferState, Waiting},
    evidence::Subject,
    role::Role,
};
use leptos::prelude::*;
use parts::api::{
    Answer, Told, batch, date, db, id, instant, instant_in_china, narrow::NarrowQuery, new_request_no, not_found, page,
    reader, role, writer,
};
use services::{
    Context, Db,
    debt_transfer::{AddDocumentCommand, DocumentRow, EndTransferCommand, TransferFilter, TransferItem, TransferRow},
    page::{Narrow, Narrowed, Page, PageRequest, Sort},
};

use super::evidence::EvidenceView;

/// Where a file for a transfer is sent, by each side.
pub const FUNDER_DOCUMENT: &str = "/funder/files/transfers/{id}";
pub const FACILITATOR_DOCUMENT: &str = "/facilitator/files/transfers/{id}";

/// A file that is kept with a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentView {
    pub file_name: String,
    pub sha256: String,
    pub partner_name: String,
    pub added_at: String,
}

impl DocumentView {
    #[must_use]
    pub fn of(row: DocumentRow) -> Self {
        Self {
            file_name: row.file_name,
            sha256: row.sha256,
            partner_name: row.partner_name,
            added_at: instant(row.added_at),
        }
    }
}

/// A transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferView {
    pub id: String,
    /// The transfer that went on without these debts; empty, where it is none.
    pub follows: String,
    pub funder_name: String,
    pub facilitator_name: String,
    pub back: bool,
    pub state: TransferState,
    pub legal_basis: LegalBasis,
    pub document: String,
    pub evidence: String,
    pub notified_on: String,
    pub effective_from: String,
    pub submitted_at: String,
    pub effective_at: String,
    pub end_reason: Option<Why<TransferEnd>>,
    pub debts: i64,
    pub declined: i64,
    pub amount: Amount,
    pub waiting: Option<WaitingView>,
}

/// What an approved transfer waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitingView {
    Notice,
    Partners,
    Debits,
    Time(String),
}

/// One debt or loan of a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferItemView {
    pub item: Item,
    pub number: String,
    pub state: ItemState,
    /// None where it is no concern of the visitor's any more, nor is the day.
    pub amount: Option<Amount>,
    pub due_on: String,
    pub reason: Option<Declined>,
}

/// One transfer, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferPageView {
    pub transfer: TransferView,
    pub items: Vec<TransferItemView>,
    pub documents: Vec<DocumentView>,
    pub evidence: EvidenceView,
    pub may_confirm: bool,
    pub may_add_document: bool,
    pub may_notify: bool,
    pub may_end: bool,
    pub portal: &'static str,
    pub today: String,
    pub request_no: String,
}

impl TransferView {
    #[must_use]
    pub fn of(row: TransferRow) -> Self {
        Self {
            id: row.id.to_string(),
            follows: row.follows.map(|id| id.to_string()).unwrap_or_default(),
            funder_name: row.funder_name,
            facilitator_name: row.facilitator_name,
            back: row.transfer.back,
            state: row.transfer.state,
            legal_basis: row.legal_basis,
            document: row.document,
            evidence: row.evidence,
            notified_on: row.transfer.notified_on.map(|day| day.to_string()).unwrap_or_default(),
            effective_from: row.transfer.effective_from.map(instant).unwrap_or_default(),
            submitted_at: instant(row.submitted_at),
            effective_at: row.effective_at.map(instant).unwrap_or_default(),
            end_reason: row.end_reason,
            debts: row.debts,
            declined: row.declined,
            amount: row.amount,
            waiting: row.waiting.map(|waiting| match waiting {
                Waiting::Notice => WaitingView::Notice,
                Waiting::Partners => WaitingView::Partners,
                Waiting::Debits => WaitingView::Debits,
                Waiting::Time { until } => WaitingView::Time(instant(until)),
            }),
        }
    }
}

impl TransferItemView {
    #[must_use]
    pub fn of(row: TransferItem) -> Self {
        Self {
            item: row.item,
            number: row.number,
            state: row.state,
            amount: row.amount,
            due_on: row.due_on.map(|on| on.to_string()).unwrap_or_default(),
            reason: row.reason,
        }
    }
}

/// Transfers, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransfersView {
    pub page: Page<TransferView>,
    pub portal: &'static str,
    /// The number under which the visitor may confirm several, or propose them; none for who may not.
    pub request_no: Option<String>,
}

/// A page of transfers, as it is asked for, with the portal in which it is shown.
pub async fn transfers(filter: TransferFilter, query: NarrowQuery, after: Option<String>) -> Answer<TransfersView> {
    let (list, context) = (query.read(filter)?, reader()?);
    let rows = services::debt_transfer::transfers(&db(), &context, list, page(after)).await.told()?;
    let request_no = batch::offered_to(&[Role::FacilitatorApprover, Role::OperatorMaker])?;
    Ok(TransfersView { page: rows.map(TransferView::of), portal: role(&context)?.portal(), request_no })
}

/// The transfer that the facilitator's approver has to confirm next, besides this one.
pub async fn next_transfer(transfer: String) -> Answer<Option<TransferView>> {
    let context = reader()?;
    if role(&context)? != Role::FacilitatorApprover {
        return Ok(None);
    }
    let part = TransferFilter::Of(TransferState::Submitted);
    let list = Narrowed { part, narrow: Narrow::default(), sort: Some(Sort::Oldest) };
    let oldest = services::debt_transfer::transfers(&db(), &context, list, PageRequest::new(None, 2)).await.told()?;
    Ok(oldest.map(TransferView::of).rows.into_iter().find(|waiting| waiting.id != transfer))
}

/// One transfer.
pub async fn transfer(transfer: String) -> Answer<TransferPageView> {
    let (db, context) = (db(), reader()?);
    let role = role(&context)?;
    let id = id(&transfer)?;
    let detail = services::debt_transfer::transfer(&db, &context, id).await.told()?;
    let state = detail.row.transfer.state;
    let funder = matches!(role, Role::FunderTreasurer | Role::FunderApprover);
    let facilitator = role == Role::FacilitatorApprover;
    let begun = matches!(state, TransferState::Submitted | TransferState::Confirmed);
    let open = begun || state == TransferState::Approved;
    Ok(TransferPageView {
        may_confirm: facilitator && state == TransferState::Submitted,
        may_add_document: (funder || facilitator)
            && detail.row.transfer.may_add_document(detail.documents.len()).is_ok(),
        may_notify: (funder || facilitator) && open && detail.row.transfer.notified_on.is_none(),
        may_end: (funder && open) || (facilitator && (begun || (open && detail.row.transfer.back))),
        transfer: TransferView::of(detail.row),
        items: detail.items.into_iter().map(TransferItemView::of).collect(),
        documents: detail.documents.into_iter().map(DocumentView::of).collect(),
        evidence: super::evidence::evidence(Subject::Transfer(id)).await?,
        portal: role.portal(),
        today: services::business_day::business_date(&db, &context).await.told()?.to_string(),
        request_no: new_request_no(),
    })
}

/// Has debts and loans change hands together: to the facilitator, or (`back`) to the funder again. The terms are `legal_basis`, `document`
/// and `effective_from`.
#[server(endpoint = "transfer/submit")]
pub async fn submit_transfer(
    request_no: String,
    #[server(default)] items: Vec<String>,
    back: bool,
    terms: BTreeMap<String, String>,
) -> Answer<()> {
    let term = |name: &str| terms.get(name).cloned().unwrap_or_default();
    let named = batch::ticked(&items)?;
    let command = services::debt_transfer::SubmitTransferCommand {
        items: named
            .into_iter()
            .map(|(item, _)| item.parse().map_err(|_| not_found()))
            .collect::<Answer<Vec<Item>>>()?,
        back,
        legal_basis: term("legal_basis").parse().map_err(|_| not_found())?,
        document: term("document"),
        effective_from: instant_in_china(&term("effective_from"))?,
    };
    let context = writer(&request_no)?;
    let submitted = services::debt_transfer::submit_transfer(&db(), &context, command).await.told()?;
    leptos_axum::redirect(&format!("{}/transfers/{submitted}", role(&context)?.portal()));
    Ok(())
}

/// Keeps a file that was sent with a transfer.
pub async fn add_document(
    db: &Db,
    context: &Context,
    transfer: &str,
    (file_name, content): (String, Vec<u8>),
) -> Answer<()> {
    let command = AddDocumentCommand { transfer: id(transfer)?, file_name, content };
    services::debt_transfer::add_document(db, context, command).await.told().map(|_| ())
}

/// The facilitator confirms a transfer.
#[server(endpoint = "transfer/confirm")]
pub async fn confirm_transfer(request_no: String, transfer: String) -> Answer<()> {
    services::debt_transfer::confirm_transfer(&db(), &writer(&request_no)?, id(&transfer)?).await.told()
}

/// The facilitator confirms each of these transfers.
#[server(endpoint = "transfer/confirm_ticked")]
pub async fn confirm_transfers(request_no: String, #[server(default)] items: Vec<String>) -> Answer<()> {
    batch::each(&request_no, &items, async |context, transfer| {
        services::debt_transfer::confirm_transfer(&db(), &context, transfer).await.told()
    })
    .await
}

/// The funder takes a transfer back, or the facilitator will not have it.
#[server(endpoint = "transfer/end")]
pub async fn end_transfer(request_no: String, transfer: String, reason: String) -> Answer<()> {
    let (db, context) = (db(), writer(&request_no)?);
    let command = EndTransferCommand { transfer: id(&transfer)?, reason };
    if role(&context)? == Role::FacilitatorApprover {
        services::debt_transfer::reject_transfer(&db, &context, command).await.told()
    } else {
        services::debt_transfer::cancel_transfer(&db, &context, command).await.told()
    }
}

/// Says when the debtors were notified, and what shows it.
#[server(endpoint = "transfer/notify")]
pub async fn notify_debtors(request_no: String, transfer: String, notified_on: String, evidence: String) -> Answer<()> {
    let command =
        services::debt_transfer::NotifyCommand { transfer: id(&transfer)?, notified_on: date(&notified_on)?, evidence };
    services::debt_transfer::notify_debtors(&db(), &writer(&request_no)?, command).await.told()
}

//! Transfers of debts and loans: submitted by the funder, confirmed by the facilitator, with evidence by either.

use axum::Json;
use domain::{
    Amount,
    debt_transfer::{Declined, Item, LegalBasis, TransferRefusal},
    hexadecimal,
    id::{DebtId, DebtTransferId, LoanId, TransferDocumentId},
};
use serde::{Deserialize, Serialize};
use services::{
    debt_transfer::{
        AddDocumentCommand, DocumentRow, EndTransferCommand, NotifyCommand, SubmitTransferCommand, TransferDetail,
        TransferFilter, TransferRow, add_document, cancel_transfer, confirm_transfer, notify_debtors, reject_transfer,
        submit_transfer, transfer, transfers,
    },
    error::Never,
};
use sha2::{Digest, Sha256};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;

use super::{
    extract::{Asked, Caller, Form, Id, Words, from_base64, from_text},
    list::{PageQuery, page_view},
    problem::{Problem, ProblemView},
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferForm {
    /// Debts that you have registered; with `loans` 1 to 1,000. Of rows that name the same the first counts.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    debts: Vec<DebtId>,
    /// Overdue loans of the platform, of borrowers whose legal representative has bound a card that is shared.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    loans: Vec<LoanId>,
    /// From the facilitator to the funder.
    #[serde(default)]
    back: bool,
    /// `assignment`, `subrogation_after_compensation`, `npl_batch` or `court`.
    #[serde(deserialize_with = "from_text")]
    #[schema(value_type = String, example = "assignment")]
    legal_basis: LegalBasis,
    /// The document on which it rests. At most 500 characters.
    #[schema(value_type = String)]
    document: Words,
    /// As soon as everything is there, if it says nothing.
    #[serde(default, with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    effective_from: Option<OffsetDateTime>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeForm {
    #[schema(value_type = String, format = Date)]
    notified_on: Date,
    /// What shows it. At most 500 characters.
    #[schema(value_type = String)]
    evidence: Words,
}

/// A file on which the transfer rests, or that shows that its debtors were notified. A whole request has at most 1 MB: what is larger is
/// uploaded in the portal.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferDocumentForm {
    #[schema(value_type = String, example = "债权转让协议.pdf")]
    file_name: Words,
    /// A PDF, JPEG or PNG, in base 64.
    #[serde(deserialize_with = "from_base64")]
    #[schema(value_type = String)]
    content: Vec<u8>,
}

#[derive(Serialize, ToSchema)]
pub struct TransferDocumentAddedView {
    #[schema(value_type = String)]
    id: TransferDocumentId,
    /// Of the content, in hexadecimal.
    sha256: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferEndForm {
    /// The other side reads it.
    #[schema(value_type = String)]
    reason: Words,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferConfirmationForm {}

#[derive(Serialize, ToSchema)]
pub struct DebtTransferView {
    #[schema(value_type = String)]
    id: DebtTransferId,
    /// The transfer that has taken effect without these debts, because debits of them were on their way; its files are this one's, too.
    #[schema(value_type = String, required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    follows: Option<DebtTransferId>,
    back: bool,
    /// `submitted`, `confirmed`, `approved`, `effective`, `cancelled` or `rejected`.
    state: &'static str,
    document: String,
    #[schema(value_type = String, format = Date, required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    notified_on: Option<Date>,
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = DateTime, required = false)]
    effective_at: Option<OffsetDateTime>,
    /// As they were named: debts, then loans.
    items: Vec<TransferItemView>,
    /// The files that either side has brought. Without one of whoever gives the debts away nobody approves it.
    documents: Vec<TransferDocumentView>,
}

#[derive(Serialize, ToSchema)]
pub struct TransferDocumentView {
    file_name: String,
    /// Of the content, in hexadecimal.
    sha256: String,
    /// Who has brought it.
    brought_by: String,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    added_at: OffsetDateTime,
}

impl From<DocumentRow> for TransferDocumentView {
    fn from(row: DocumentRow) -> Self {
        let DocumentRow { file_name, sha256, partner_name, added_at } = row;
        Self { file_name, sha256, brought_by: partner_name, added_at }
    }
}

page_view! {
    /// Newest first.
    DebtTransfersView { transfers: TransferSummaryView of TransferRow }
}

#[derive(Serialize, ToSchema)]
pub struct TransferSummaryView {
    #[schema(value_type = String)]
    id: DebtTransferId,
    back: bool,
    /// `submitted`, `confirmed`, `approved`, `effective`, `cancelled` or `rejected`.
    state: &'static str,
    document: String,
    /// So many debts and loans take part, and so many do not.
    debts: i64,
    declined: i64,
    /// What is outstanding of those that take part, or was when they changed hands.
    #[schema(value_type = String, example = "12800.00")]
    amount: Amount,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    submitted_at: OffsetDateTime,
}

impl From<TransferRow> for TransferSummaryView {
    fn from(row: TransferRow) -> Self {
        Self {
            id: row.id,
            back: row.transfer.back,
            state: row.transfer.state.code(),
            document: row.document,
            debts: row.debts,
            declined: row.declined,
            amount: row.amount,
            submitted_at: row.submitted_at,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct TransferItemView {
    /// Unless it is a loan.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    debt: Option<DebtId>,
    /// Unless it is a debt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    loan: Option<LoanId>,
    /// The debt's number, or the loan's reference; of what is not yours as you have named it.
    number: String,
    /// `pending`, `frozen`, `effective` or `declined`.
    state: &'static str,
    /// The code of why it does not take part; `not_found` alike for what is another's and for what does not exist,
    /// `transfer.row_repeated` for what an earlier row names, and `transfer.followed_up` for what goes on in another transfer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    reason: Option<&'static str>,
    /// Of what is named again: which row, from 1, counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = i32, required = false)]
    twin_of: Option<i32>,
}

/// How the transfer and each of its debts stands is asked for.
#[derive(Serialize, ToSchema)]
pub struct TransferDoneView {
    #[schema(value_type = String)]
    id: DebtTransferId,
    /// `submitted`, `confirmed`, `rejected`, `cancelled` or `notified`.
    #[schema(example = "confirmed")]
    done: &'static str,
}

impl From<TransferDetail> for DebtTransferView {
    fn from(detail: TransferDetail) -> Self {
        let items = detail.items.into_iter().map(|item| TransferItemView {
            debt: item.item.debt(),
            loan: item.item.loan(),
            number: item.number,
            state: item.state.code(),
            reason: item.reason.map(Declined::code),
            twin_of: item.twin_of,
        });
        Self {
            id: detail.row.id,
            follows: detail.row.follows,
            back: detail.row.transfer.back,
            state: detail.row.transfer.state.code(),
            document: detail.row.document,
            notified_on: detail.row.transfer.notified_on,
            effective_at: detail.row.effective_at,
            items: items.collect(),
            documents: detail.documents.into_iter().map(TransferDocumentView::from).collect(),
        }
    }
}

/// A repeated request is answered the same, however far the transfer is by then.
fn done(id: DebtTransferId, done: &'static str) -> Json<TransferDoneView> {
    Json(TransferDoneView { id, done })
}

#[utoipa::path(get, path = "/debt-transfers", operation_id = "list_transfers", params(PageQuery),
    responses((status = 200, body = DebtTransfersView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list(caller: Caller, Asked(query): Asked<PageQuery>) -> Result<Json<DebtTransfersView>, Problem> {
    let rows = transfers(&caller.db, &caller.context, TransferFilter::All, query.page()).await;
    Ok(Json(rows.map_err(Problem::of(Never::code))?.into()))
}

#[utoipa::path(post, path = "/debt-transfers", operation_id = "submit_transfer",
    params(("X-Request-No" = String, Header)), request_body = TransferForm,
    responses((status = 200, body = TransferDoneView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn submit(caller: Caller, Form(form): Form<TransferForm>) -> Result<Json<TransferDoneView>, Problem> {
    let command = SubmitTransferCommand {
        items: form.debts.into_iter().map(Item::Debt).chain(form.loans.into_iter().map(Item::Loan)).collect(),
        back: form.back,
        legal_basis: form.legal_basis,
        document: form.document.into_string(),
        effective_from: form.effective_from,
    };
    let submitted = submit_transfer(&caller.db, &caller.context, command).await;
    Ok(done(submitted.map_err(Problem::of(TransferRefusal::code))?, "submitted"))
}

#[utoipa::path(get, path = "/debt-transfers/{id}", operation_id = "get_transfer", params(("id" = String, Path)),
    responses((status = 200, body = DebtTransferView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn get(caller: Caller, Id(id): Id<DebtTransferId>) -> Result<Json<DebtTransferView>, Problem> {
    let found = transfer(&caller.db, &caller.context, id).await.map_err(Problem::of(Never::code))?;
    Ok(Json(DebtTransferView::from(found)))
}

#[utoipa::path(post, path = "/debt-transfers/{id}/confirmation", operation_id = "confirm_transfer",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = TransferConfirmationForm,
    responses((status = 200, body = TransferDoneView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn confirm(
    caller: Caller,
    Id(id): Id<DebtTransferId>,
    Form(TransferConfirmationForm {}): Form<TransferConfirmationForm>,
) -> Result<Json<TransferDoneView>, Problem> {
    confirm_transfer(&caller.db, &caller.context, id).await.map_err(Problem::of(TransferRefusal::code))?;
    Ok(done(id, "confirmed"))
}

#[utoipa::path(post, path = "/debt-transfers/{id}/rejection", operation_id = "reject_transfer",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = TransferEndForm,
    responses((status = 200, body = TransferDoneView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn reject(
    caller: Caller,
    Id(id): Id<DebtTransferId>,
    Form(form): Form<TransferEndForm>,
) -> Result<Json<TransferDoneView>, Problem> {
    let command = EndTransferCommand { transfer: id, reason: form.reason.into_string() };
    reject_transfer(&caller.db, &caller.context, command).await.map_err(Problem::of(TransferRefusal::code))?;
    Ok(done(id, "rejected"))
}

#[utoipa::path(post, path = "/debt-transfers/{id}/cancellation", operation_id = "cancel_transfer",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = TransferEndForm,
    responses((status = 200, body = TransferDoneView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn cancel(
    caller: Caller,
    Id(id): Id<DebtTransferId>,
    Form(form): Form<TransferEndForm>,
) -> Result<Json<TransferDoneView>, Problem> {
    let command = EndTransferCommand { transfer: id, reason: form.reason.into_string() };
    cancel_transfer(&caller.db, &caller.context, command).await.map_err(Problem::of(TransferRefusal::code))?;
    Ok(done(id, "cancelled"))
}

#[utoipa::path(post, path = "/debt-transfers/{id}/notice", operation_id = "notify_debtors",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = NoticeForm,
    responses((status = 200, body = TransferDoneView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn notify(
    caller: Caller,
    Id(id): Id<DebtTransferId>,
    Form(form): Form<NoticeForm>,
) -> Result<Json<TransferDoneView>, Problem> {
    let command = NotifyCommand { transfer: id, notified_on: form.notified_on, evidence: form.evidence.into_string() };
    notify_debtors(&caller.db, &caller.context, command).await.map_err(Problem::of(TransferRefusal::code))?;
    Ok(done(id, "notified"))
}

#[utoipa::path(post, path = "/debt-transfers/{id}/documents", operation_id = "add_transfer_document",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = TransferDocumentForm,
    responses((status = 200, body = TransferDocumentAddedView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn add_file(
    caller: Caller,
    Id(id): Id<DebtTransferId>,
    Form(form): Form<TransferDocumentForm>,
) -> Result<Json<TransferDocumentAddedView>, Problem> {
    let sha256 = hexadecimal::text(&Sha256::digest(&form.content));
    let command = AddDocumentCommand { transfer: id, file_name: form.file_name.into_string(), content: form.content };
    let added = add_document(&caller.db, &caller.context, command).await;
    Ok(Json(TransferDocumentAddedView { id: added.map_err(Problem::of(TransferRefusal::code))?, sha256 }))
}

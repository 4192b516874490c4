//! Bindings: the cards that a funder's customers have bound, who may debit with each, and how one ends.

use axum::Json;
use domain::{
    binding::{BindingRefusal, Suspension},
    id::{BindingId, ShareId, SigningId},
};
use serde::{Deserialize, Serialize};
use services::{
    binding::{BindingFilter, BindingRow, UnsignCommand, binding, bindings, unsign},
    error::Never,
};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    extract::{Asked, Caller, Form, Id, Words},
    list::{PageQuery, page_view},
    problem::{Problem, ProblemView},
};

page_view! {
    /// Newest first.
    BindingsView { bindings: BindingView of BindingRow }
}

#[derive(Serialize, ToSchema)]
pub struct BindingView {
    #[schema(value_type = String)]
    id: BindingId,
    #[schema(value_type = String)]
    signing: SigningId,
    settlement_id: String,
    /// The funder's own.
    alias: String,
    payer_masked: String,
    card_masked: String,
    /// `active`, `unsigning`, `unsigned` or `invalid`.
    state: &'static str,
    /// Why nobody debits with it for a while: `risk` or `operations`, until the institution resumes it; `card_refused`, until its
    /// payer signs again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    suspended_for: Option<&'static str>,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    signed_at: OffsetDateTime,
    /// Where the payer agreed to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    share: Option<ShareId>,
    /// `pending`, `shared`, `void`, `released` or `revoked`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    share_state: Option<&'static str>,
    /// Of its unpaid debts and loans so many are collected by the funder, by the facilitator, and by nobody: those change hands, or their
    /// payer disputes them.
    debts_of_funder: i64,
    debts_of_facilitator: i64,
    debts_of_nobody: i64,
}

impl From<BindingRow> for BindingView {
    fn from(row: BindingRow) -> Self {
        Self {
            id: row.id,
            signing: row.signing,
            settlement_id: row.settlement_id.to_string(),
            alias: row.alias,
            payer_masked: row.payer_masked,
            card_masked: row.card_masked,
            state: row.state.code(),
            suspended_for: row.suspension.map(Suspension::code),
            signed_at: row.signed_at,
            share: row.share.map(|(id, _)| id),
            share_state: row.share.map(|(_, state)| state.code()),
            debts_of_funder: row.collectors.funder,
            debts_of_facilitator: row.collectors.facilitator,
            debts_of_nobody: row.collectors.nobody,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnsignForm {
    /// The payer wants it: then it ends whoever holds debts that it pays.
    #[serde(default)]
    at_payers_wish: bool,
    /// Both partners read it.
    #[schema(value_type = String)]
    reason: Words,
}

/// Nobody debits with it from now on. That the network has ended it is told as an event.
#[derive(Serialize, ToSchema)]
pub struct UnsigningView {
    #[schema(value_type = String)]
    id: BindingId,
    #[schema(example = "unsigning")]
    done: &'static str,
}

#[utoipa::path(get, path = "/bindings", operation_id = "list_bindings", params(PageQuery),
    responses((status = 200, body = BindingsView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list(caller: Caller, Asked(query): Asked<PageQuery>) -> Result<Json<BindingsView>, Problem> {
    let rows = bindings(&caller.db, &caller.context, BindingFilter::All, query.page()).await;
    Ok(Json(rows.map_err(Problem::of(Never::code))?.into()))
}

#[utoipa::path(get, path = "/bindings/{id}", operation_id = "get_binding", params(("id" = String, Path)),
    responses((status = 200, body = BindingView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn get(caller: Caller, Id(id): Id<BindingId>) -> Result<Json<BindingView>, Problem> {
    let found = binding(&caller.db, &caller.context, id).await.map_err(Problem::of(Never::code))?;
    Ok(Json(BindingView::from(found)))
}

#[utoipa::path(post, path = "/bindings/{id}/unsigning", operation_id = "unsign_binding",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = UnsignForm,
    responses((status = 200, body = UnsigningView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn end(
    caller: Caller,
    Id(id): Id<BindingId>,
    Form(form): Form<UnsignForm>,
) -> Result<Json<UnsigningView>, Problem> {
    let command = UnsignCommand { binding: id, at_payers_wish: form.at_payers_wish, reason: form.reason.into_string() };
    unsign(&caller.db, &caller.context, command).await.map_err(Problem::of(BindingRefusal::code))?;
    Ok(Json(UnsigningView { id, done: "unsigning" }))
}

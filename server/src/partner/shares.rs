//! Shares of bindings: what a facilitator knows, and how it gives one back.

use axum::Json;
use domain::{
    binding::{BindingRefusal, ShareState, Suspension},
    id::ShareId,
    search::Sought,
};
use serde::{Deserialize, Serialize};
use services::{
    binding::{ReleaseShareCommand, RevokeShareCommand, ShareFilter, ShareRow, release_share, revoke_share, shares},
    error::Never,
    page::{Narrow, Narrowed},
};
use utoipa::ToSchema;

use super::{
    extract::{Asked, Caller, Form, Id, Words},
    list::{page_query, page_view},
    problem::{Problem, ProblemView},
};

page_query!(SharesQuery {
    /// Those that are over, and those that never were, too.
    #[serde(default)]
    all: bool,
    /// The one of this alias, if there is one.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    alias: Option<Words>,
});

page_view! {
    /// Newest first.
    SharesView { shares: ShareView of ShareRow }
}

#[derive(Serialize, ToSchema)]
pub struct ShareView {
    #[schema(value_type = String)]
    id: ShareId,
    settlement_id: String,
    /// The facilitator's own; empty where there is nothing to know.
    alias: String,
    payer_masked: String,
    card_masked: String,
    /// `pending`, `shared`, `void`, `released` or `revoked`.
    state: &'static str,
    /// Of one that is shared: `enabled` while the facilitator holds a debt that the binding pays, `locked` until then, and
    /// `suspended` while nobody debits with the binding. Otherwise `pending`, `void` or `over`.
    usable: &'static str,
    /// Why it is suspended: `risk`, `operations` or `mapping_blocked`, until the institution resumes it; `card_refused`, until its payer
    /// signs again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    suspended_for: Option<&'static str>,
}

impl From<ShareRow> for ShareView {
    fn from(row: ShareRow) -> Self {
        Self {
            id: row.id,
            settlement_id: row.settlement_id.to_string(),
            alias: row.alias,
            payer_masked: row.payer_masked,
            card_masked: row.card_masked,
            state: row.state.code(),
            usable: row.usable.code(),
            suspended_for: row.suspension.map(Suspension::code),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndForm {
    /// Both partners read it.
    #[schema(value_type = String)]
    reason: Words,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeForm {
    /// Both partners read it.
    #[schema(value_type = String)]
    reason: Words,
    /// The payer takes back the word that it be shared: honoured even while the facilitator holds debts that are collected with it.
    #[serde(default)]
    at_payers_wish: bool,
}

#[derive(Serialize, ToSchema)]
pub struct EndedView {
    #[schema(value_type = String)]
    id: ShareId,
    #[schema(example = "released")]
    done: &'static str,
}

#[utoipa::path(get, path = "/shares", operation_id = "list_shares", params(SharesQuery),
    responses((status = 200, body = SharesView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list(caller: Caller, Asked(query): Asked<SharesQuery>) -> Result<Json<SharesView>, Problem> {
    let (part, page) = (if query.all { ShareFilter::All } else { ShareFilter::Of(ShareState::Shared) }, query.page());
    let alias = query.alias.map(Words::into_string);
    let narrow = Narrow { text: alias.as_deref().and_then(Sought::of), ..Narrow::default() };
    let rows = shares(&caller.db, &caller.context, Narrowed { part, narrow, sort: None }, page).await;
    let mut rows = rows.map_err(Problem::of(Never::code))?;
    if let Some(alias) = alias {
        // The text finds payers and cards, too.
        rows.rows.retain(|row| row.alias.eq_ignore_ascii_case(&alias));
        rows.next = None;
    }
    Ok(Json(rows.into()))
}

#[utoipa::path(post, path = "/shares/{id}/release", operation_id = "release_share",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = EndForm,
    responses((status = 200, body = EndedView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn release(
    caller: Caller,
    Id(share): Id<ShareId>,
    Form(form): Form<EndForm>,
) -> Result<Json<EndedView>, Problem> {
    let command = ReleaseShareCommand { share, reason: form.reason.into_string() };
    release_share(&caller.db, &caller.context, command).await.map_err(Problem::of(BindingRefusal::code))?;
    Ok(Json(EndedView { id: share, done: "released" }))
}

#[utoipa::path(post, path = "/shares/{id}/revocation", operation_id = "revoke_share",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = RevokeForm,
    responses((status = 200, body = EndedView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn revoke(
    caller: Caller,
    Id(share): Id<ShareId>,
    Form(form): Form<RevokeForm>,
) -> Result<Json<EndedView>, Problem> {
    let RevokeForm { reason, at_payers_wish } = form;
    let command = RevokeShareCommand { share, at_payers_wish, reason: reason.into_string() };
    revoke_share(&caller.db, &caller.context, command).await.map_err(Problem::of(BindingRefusal::code))?;
    Ok(Json(EndedView { id: share, done: "revoked" }))
}

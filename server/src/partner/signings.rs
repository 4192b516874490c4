//! Signings: a funder has a payer's card bound, and is told later what came of it.

use axum::Json;
use domain::{
    Reference,
    id::{BindingId, ShareId, SigningId},
    signing::SigningRefusal,
};
use serde::{Deserialize, Serialize};
use services::{
    error::Never,
    signing::{
        ConfirmSigningCommand, OrderSigningCommand, PrecheckSigningCommand, SigningRow, confirm_signing, order_signing,
        precheck_signing, send_code_again, signing,
    },
};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    extract::{Caller, Form, Id, Words},
    problem::{Problem, ProblemView},
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SigningForm {
    /// Which facilitator shares the binding. 1 to 32 letters, digits, `-` or `_`, as it is written.
    #[schema(example = "JH-RQ-01")]
    settlement_id: String,
    payer: PayerForm,
    /// The payer has agreed to the binding.
    consents: bool,
    /// The payer has agreed that the facilitator collects what is transferred to it. Without it nothing is shared.
    consents_to_share: bool,
    /// The number of your line of the borrower whose legal representative the payer is. With it, and with a share, that borrower's overdue
    /// loans can be transferred to the facilitator.
    #[serde(default)]
    #[schema(example = "LIN2026112000000003")]
    line: Option<String>,
}

/// It stands in no log, and in the database only sealed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayerForm {
    #[schema(value_type = String)]
    name: Words,
    /// Eighteen characters, the last of them a check.
    #[schema(value_type = String, example = "11010519491231002X")]
    id_number: Words,
    /// Thirteen to nineteen digits, the last of them a check.
    #[schema(value_type = String, example = "6222020200112233446")]
    card_number: Words,
    /// The one that the bank has, to which it sends the code.
    #[schema(value_type = String, example = "13800001402")]
    mobile: Words,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PrecheckForm {
    #[schema(example = "JH-RQ-01")]
    settlement_id: String,
    payer: PayerForm,
}

/// It can be ordered.
#[derive(Serialize, ToSchema)]
pub struct PrecheckedView {
    /// For which the settlement id stands.
    facilitator_name: String,
    /// The words that the payer agrees to by `consents`.
    consent: String,
    /// And by `consents_to_share` too.
    consent_to_share: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeForm {
    /// Four to eight digits. It is given to the network and kept nowhere.
    #[schema(value_type = String, example = "824613")]
    code: Words,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeAgainForm {}

#[derive(Serialize, ToSchema)]
pub struct OrderedView {
    #[schema(value_type = String, example = "signing_01jd2n8f4e6y7r8t9v0w1x2y3z")]
    id: SigningId,
    #[schema(value_type = String, example = "SGN2026112000000005")]
    reference: Reference,
}

#[derive(Serialize, ToSchema)]
pub struct SigningView {
    #[schema(value_type = String)]
    id: SigningId,
    #[schema(value_type = String)]
    reference: Reference,
    settlement_id: String,
    /// `created`, `code_sent`, `confirming`, `succeeded`, `failed` or `expired`.
    state: &'static str,
    /// Why it has failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    failure: Option<&'static str>,
    /// Until when the code can be given.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    code_ends_at: OffsetDateTime,
    /// Once it has succeeded.
    #[schema(value_type = String, required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    binding: Option<BindingId>,
    /// Where the payer agreed to one; what is taken back is named by it.
    #[schema(value_type = String, required = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<ShareId>,
}

impl From<SigningRow> for SigningView {
    fn from(row: SigningRow) -> Self {
        Self {
            id: row.id,
            reference: row.reference,
            settlement_id: row.settlement_id.to_string(),
            state: row.state.code(),
            failure: row.failure.map(domain::network::Reason::code),
            code_ends_at: row.code_ends_at,
            binding: row.binding,
            share: row.share,
        }
    }
}

/// Whether it could be ordered, and what the payer has to agree to. Nothing is kept, and no code is sent.
#[utoipa::path(post, path = "/signings/precheck", operation_id = "precheck_signing",
    params(("X-Request-No" = String, Header)), request_body = PrecheckForm,
    responses((status = 200, body = PrecheckedView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn precheck(caller: Caller, Form(form): Form<PrecheckForm>) -> Result<Json<PrecheckedView>, Problem> {
    let command = PrecheckSigningCommand {
        settlement_id: form.settlement_id,
        name: form.payer.name.into_string(),
        id_number: form.payer.id_number.into_string(),
        card_number: form.payer.card_number.into_string(),
        mobile: form.payer.mobile.into_string(),
    };
    let checked = precheck_signing(&caller.db, &caller.context, command).await;
    let checked = checked.map_err(Problem::of(SigningRefusal::code))?;
    Ok(Json(PrecheckedView {
        facilitator_name: checked.facilitator_name,
        consent: checked.consent,
        consent_to_share: checked.consent_to_share,
    }))
}

#[utoipa::path(post, path = "/signings", operation_id = "order_signing",
    params(("X-Request-No" = String, Header)), request_body = SigningForm,
    responses((status = 200, body = OrderedView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn order(caller: Caller, Form(form): Form<SigningForm>) -> Result<Json<OrderedView>, Problem> {
    let command = OrderSigningCommand {
        settlement_id: form.settlement_id,
        name: form.payer.name.into_string(),
        id_number: form.payer.id_number.into_string(),
        card_number: form.payer.card_number.into_string(),
        mobile: form.payer.mobile.into_string(),
        consents: form.consents,
        consents_to_share: form.consents_to_share,
        line: form.line,
    };
    let ordered = order_signing(&caller.db, &*caller.network, &caller.context, command).await;
    let ordered = ordered.map_err(Problem::of(SigningRefusal::code))?;
    Ok(Json(OrderedView { id: ordered.signing, reference: ordered.reference }))
}

#[utoipa::path(get, path = "/signings/{id}", operation_id = "get_signing", params(("id" = String, Path)),
    responses((status = 200, body = SigningView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn get(caller: Caller, Id(id): Id<SigningId>) -> Result<Json<SigningView>, Problem> {
    find(&caller, id).await
}

async fn find(caller: &Caller, id: SigningId) -> Result<Json<SigningView>, Problem> {
    let found = signing(&caller.db, &caller.context, id).await.map_err(Problem::of(Never::code))?;
    Ok(Json(SigningView::from(found.row)))
}

/// A repeated request is answered with how far the signing is by then.
#[utoipa::path(post, path = "/signings/{id}/code", operation_id = "send_code_again",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = CodeAgainForm,
    responses((status = 200, body = SigningView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn send_again(
    caller: Caller,
    Id(id): Id<SigningId>,
    Form(CodeAgainForm {}): Form<CodeAgainForm>,
) -> Result<Json<SigningView>, Problem> {
    let sent = send_code_again(&caller.db, &*caller.network, &caller.context, id).await;
    sent.map_err(Problem::of(SigningRefusal::code))?;
    find(&caller, id).await
}

/// A repeated request is answered with how far the signing is by then.
#[utoipa::path(post, path = "/signings/{id}/confirmation", operation_id = "confirm_signing",
    params(("id" = String, Path), ("X-Request-No" = String, Header)), request_body = CodeForm,
    responses((status = 200, body = SigningView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn confirm(
    caller: Caller,
    Id(id): Id<SigningId>,
    Form(form): Form<CodeForm>,
) -> Result<Json<SigningView>, Problem> {
    let command = ConfirmSigningCommand { signing: id, code: form.code.into_string() };
    let confirmed = confirm_signing(&caller.db, &*caller.network, &caller.context, command).await;
    confirmed.map_err(Problem::of(SigningRefusal::code))?;
    find(&caller, id).await
}

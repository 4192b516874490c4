//! The partner API: what partners' own systems do, signed. The router and its description come from one table, below.

pub(crate) mod api;
mod bindings;
mod business_date;
mod debt_transfers;
mod debts;
mod draws;
mod endpoints;
mod events;
mod extract;
mod guard;
mod keys;
mod list;
mod loan_debits;
mod loans;
mod notices;
mod outside_payments;
mod pre_credit_rounds;
pub(crate) mod problem;
mod products;
mod reconciliation_files;
mod repayments;
mod shares;
pub mod signing;
mod signings;
mod transfer;
mod webhooks;

use std::any::Any;

use axum::{
    Json, Router,
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{ApiKey, ApiKeyValue, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub use api::{MOUNTED_AT, PartnerApi};

use problem::Problem;

/// Every operation. A line here is a route, its entry in the `OpenAPI` document, and a line of the authorisation matrix.
fn operations() -> OpenApiRouter<PartnerApi> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(products::list))
        .routes(routes!(pre_credit_rounds::list))
        .routes(routes!(pre_credit_rounds::offer))
        .routes(routes!(pre_credit_rounds::decline))
        .routes(routes!(pre_credit_rounds::withdraw))
        .routes(routes!(draws::list))
        .routes(routes!(draws::accept))
        .routes(routes!(draws::refuse))
        .routes(routes!(draws::instruct))
        .routes(routes!(repayments::list))
        .routes(routes!(repayments::confirm))
        .routes(routes!(signings::precheck))
        .routes(routes!(signings::order))
        .routes(routes!(signings::get))
        .routes(routes!(signings::send_again))
        .routes(routes!(signings::confirm))
        .routes(routes!(bindings::list))
        .routes(routes!(bindings::get))
        .routes(routes!(bindings::end))
        .routes(routes!(shares::list))
        .routes(routes!(shares::release))
        .routes(routes!(shares::revoke))
        .routes(routes!(debts::list, debts::register))
        .routes(routes!(debt_transfers::list, debt_transfers::submit))
        .routes(routes!(debt_transfers::get))
        .routes(routes!(debt_transfers::confirm))
        .routes(routes!(debt_transfers::reject))
        .routes(routes!(debt_transfers::cancel))
        .routes(routes!(debt_transfers::notify))
        .routes(routes!(debt_transfers::add_file))
        .routes(routes!(debts::list_debits, debts::take))
        .routes(routes!(debts::give_back))
        .routes(routes!(loans::list))
        .routes(routes!(loan_debits::list, loan_debits::take))
        .routes(routes!(outside_payments::list, outside_payments::report))
        .routes(routes!(outside_payments::confirm))
        .routes(routes!(outside_payments::reject))
        .routes(routes!(outside_payments::list_pass_ons))
        .routes(routes!(outside_payments::pass_on))
        .routes(routes!(events::list))
        .routes(routes!(endpoints::list, endpoints::register))
        .routes(routes!(endpoints::test))
        .routes(routes!(notices::redeliver))
        .routes(routes!(keys::list, keys::register))
        .routes(routes!(keys::end))
        .routes(routes!(business_date::get))
        .routes(routes!(reconciliation_files::list))
        .routes(routes!(reconciliation_files::get))
}

/// The router, to be nested at [`MOUNTED_AT`].
pub fn router(api: PartnerApi) -> Router {
    let (router, document) = operations().split_for_parts();
    router
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"))
        .layer(CatchPanicLayer::custom(defect))
        .layer(middleware::from_fn_with_state(api.clone(), guard::guard))
        .layer(CatchPanicLayer::custom(bare_defect))
        .route("/openapi.json", get(async move || Json(document)))
        .with_state(api)
}

/// What answers where an operation panics: signed, as every answer of one.
fn defect(_: Box<dyn Any + Send>) -> Response {
    Problem::defect().into_response()
}

/// What answers where the gate itself panics.
fn bare_defect(_: Box<dyn Any + Send>) -> Response {
    Problem::defect().answer("")
}

/// The `OpenAPI` 3.1 document of every operation.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    operations().into_openapi()
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Lianrong partner API",
        version = "1",
        description = "For the systems of funders and facilitators. Every request is signed with Ed25519, SM2 or \
                       HMAC-SHA256, over seven lines, joined by a line feed: method, path with the query's pairs sorted \
                       by their bytes, X-Partner, X-Request-No (empty for a read), X-Timestamp (RFC 3339, within 5 \
                       minutes), X-Nonce (16 to 64 letters, digits, _ or -; accepted once) and the SHA-256 of the raw \
                       body in hexadecimal. X-Signature is the signature in base 64, X-Key-Id the name of the key. An \
                       answer is signed over the same lines with \
                       its own X-Timestamp and body and, as an eighth line, its status. With SM2 (GB/T 32918, user id \
                       1234567812345678) a signature is r and s, 64 bytes, and the seventh line is the SM3 of the body; \
                       the answer to what was signed so is signed so. With a secret that both sides have \
                       X-Signature is the HMAC-SHA256 of the lines, of the answer too. A write carries X-Request-No (8 \
                       to 64 letters, digits, _ or -): the same number with the same content is answered the same, with \
                        Idempotent-Replay: true, and nothing is done twice; only a signing is told as it is by then. \
                        Amounts are decimal strings in yuan with two places, rates decimal fractions as strings, times \
                        RFC 3339 with an offset. Where you have to pay, the answer names account, name, bank with branch, \
                        and the text that the transfer has to carry. Unknown fields are refused. What happens is told to \
                        the partner's endpoint as Standard Webhooks has it, at least once and in no particular order, and \
                        by GET /events in the order of its numbers; a notice may be quicker than the answer to the call \
                        that caused it."
    ),
    servers((url = "/api/v1")),
    modifiers(&Signature, &Webhooks),
    components(schemas(problem::ProblemView)),
    security(("signature" = []))
)]
struct Document;

struct Signature;

impl Modify for Signature {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(
            "X-Signature",
            "Ed25519, SM2 or HMAC-SHA256 over the seven lines, with X-Partner, X-Key-Id, X-Timestamp, X-Nonce and X-Request-No beside it.",
        )));
        document.components.get_or_insert_default().add_security_scheme("signature", scheme);
    }
}

struct Webhooks;

impl Modify for Webhooks {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        document.webhooks = Some(webhooks::all());
    }
}

//! The bank's protocol, and the controls of a test.

use std::{sync::Arc, time::Duration};

use axum::{
    Form, Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;

use crate::{
    amount,
    bank::{Cause, PayoutOrder, Receipt},
    config,
    guard::{Guard, guard},
    hook::{self, Hooks},
    mischief::Mischief,
    network::Message,
    page::page,
    phone,
    sealed_field::{WrappingKeys, sealed},
    state::{Payout, Sandbox},
};

/// Longer than any caller waits.
const TOO_LATE: Duration = Duration::from_secs(8);

/// Who is let in where.
pub struct Doors {
    pub bank: Arc<Guard>,
    pub network: Arc<Guard>,
    pub sms: Arc<Guard>,
}

pub fn router(sandbox: Arc<Sandbox>, hooks: Arc<Hooks>, doors: Doors) -> Router {
    let told = Router::new()
        .route("/hooks/{partner}", post(hook::take))
        .route("/control/hooks", get(notices))
        .route("/control/hooks/refuse", post(refuse))
        .with_state(hooks.clone());
    let bank = Router::new()
        .route("/bank/payouts", post(pay))
        .route("/bank/payouts/{order_no}/{serial}", get(query))
        .route("/bank/accounts/{account_no}/movements", get(movements))
        .layer(middleware::from_fn_with_state(doors.bank, guard));
    let keys = Arc::new(WrappingKeys::of(&doors.network));
    let network = Router::new()
        .route("/network/messages", post(tell_network))
        .route("/network/orders/{serial}", get(network_order))
        .route("/network/payments/{serial}", get(network_payment))
        .route("/network/settlements/{date}", get(network_settlement))
        .route("/network/returns/{date}", get(network_returns))
        .route("/network/endings/{date}", get(network_endings))
        .route("/network/refunds/{serial}", get(network_refund))
        .layer(middleware::from_fn_with_state(keys, sealed))
        .layer(middleware::from_fn_with_state(doors.network, guard));
    let sms = Router::new().route("/sms/messages", post(text)).layer(middleware::from_fn_with_state(doors.sms, guard));
    Router::new()
        .route("/", get(async move |State(sandbox): State<Arc<Sandbox>>| page(&sandbox, &hooks)))
        .route("/readyz", get(async || "ok"))
        .merge(bank)
        .merge(network)
        .merge(sms)
        .route("/control/sms", get(async |State(sandbox): State<Arc<Sandbox>>| Json(sandbox.messages())))
        .route("/control/misbehave", post(misbehave))
        .route("/control/mischief", post(misbehave_as_typed))
        .route("/control/return/{serial}", post(give_back))
        .route("/control/end/{agreement_no}", post(end_there))
        .route("/control/receive", post(receive))
        .route("/control/send_back/{order_no}", post(send_back))
        .with_state(sandbox)
        .merge(told)
}

fn failed(error: &std::io::Error) -> Response {
    tracing::error!(%error, "the journal cannot be written");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

async fn pay(State(sandbox): State<Arc<Sandbox>>, Json(order): Json<PayoutOrder>) -> Response {
    if order.amount == 0 || order.order_no.is_empty() || order.account_no.is_empty() {
        return StatusCode::BAD_REQUEST.into_response();
    }
    if order.paying_account != sandbox.account {
        return StatusCode::NOT_FOUND.into_response();
    }
    match sandbox.pay(order) {
        Ok(Payout::Answered(result)) => Json(result).into_response(),
        Ok(Payout::Late(result)) => {
            tokio::time::sleep(TOO_LATE).await;
            Json(result).into_response()
        }
        Ok(Payout::Lost) => {
            tokio::time::sleep(TOO_LATE).await;
            StatusCode::GATEWAY_TIMEOUT.into_response()
        }
        Ok(Payout::OtherContent) => StatusCode::CONFLICT.into_response(),
        Ok(Payout::Failed) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Err(error) => failed(&error),
    }
}

async fn query(State(sandbox): State<Arc<Sandbox>>, Path((order_no, serial)): Path<(String, u32)>) -> Response {
    Json(sandbox.query(&order_no, serial)).into_response()
}

async fn tell_network(State(sandbox): State<Arc<Sandbox>>, Json(message): Json<Message>) -> Response {
    match sandbox.tell_network(message) {
        Ok(Some((answer, false))) => Json(answer).into_response(),
        Ok(Some((answer, true))) => {
            tokio::time::sleep(TOO_LATE).await;
            Json(answer).into_response()
        }
        Ok(None) => {
            tokio::time::sleep(TOO_LATE).await;
            StatusCode::GATEWAY_TIMEOUT.into_response()
        }
        Err(error) => failed(&error),
    }
}

async fn text(State(sandbox): State<Arc<Sandbox>>, Json(message): Json<phone::Message>) -> Response {
    match sandbox.text(message) {
        Ok(Some(false)) => Json(json!({})).into_response(),
        Ok(_) => {
            tokio::time::sleep(TOO_LATE).await;
            StatusCode::GATEWAY_TIMEOUT.into_response()
        }
        Err(error) => failed(&error),
    }
}

async fn network_order(State(sandbox): State<Arc<Sandbox>>, Path(serial): Path<String>) -> Response {
    Json(sandbox.network_order(&serial)).into_response()
}

async fn network_payment(State(sandbox): State<Arc<Sandbox>>, Path(serial): Path<String>) -> Response {
    Json(sandbox.network_payment(&serial)).into_response()
}

async fn network_settlement(State(sandbox): State<Arc<Sandbox>>, Path(on): Path<String>) -> Response {
    let Ok(on) = config::date(&on) else { return StatusCode::BAD_REQUEST.into_response() };
    match sandbox.settlement(on) {
        Ok(answer) => Json(answer).into_response(),
        Err(error) => failed(&error),
    }
}

async fn network_refund(State(sandbox): State<Arc<Sandbox>>, Path(serial): Path<String>) -> Response {
    Json(sandbox.network_refund(&serial)).into_response()
}

async fn network_returns(State(sandbox): State<Arc<Sandbox>>, Path(on): Path<String>) -> Response {
    let Ok(on) = config::date(&on) else { return StatusCode::BAD_REQUEST.into_response() };
    Json(sandbox.network_returns(on)).into_response()
}

async fn network_endings(State(sandbox): State<Arc<Sandbox>>, Path(on): Path<String>) -> Response {
    let Ok(on) = config::date(&on) else { return StatusCode::BAD_REQUEST.into_response() };
    Json(sandbox.network_endings(on)).into_response()
}

async fn end_there(State(sandbox): State<Arc<Sandbox>>, Path(agreement_no): Path<String>) -> Response {
    match sandbox.end_there(&agreement_no) {
        Ok(true) => Redirect::to("/").into_response(),
        Ok(false) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

async fn give_back(State(sandbox): State<Arc<Sandbox>>, Path(serial): Path<String>) -> Response {
    match sandbox.give_back(&serial) {
        Ok(true) => Redirect::to("/").into_response(),
        Ok(false) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

async fn send_back(State(sandbox): State<Arc<Sandbox>>, Path(order_no): Path<String>) -> Response {
    match sandbox.send_back(&order_no) {
        Ok(true) => Redirect::to("/").into_response(),
        Ok(false) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

#[derive(Deserialize)]
struct Feed {
    #[serde(default)]
    after: String,
}

async fn movements(
    State(sandbox): State<Arc<Sandbox>>,
    Path(account_no): Path<String>,
    Query(feed): Query<Feed>,
) -> Response {
    if account_no != sandbox.account {
        return StatusCode::NOT_FOUND.into_response();
    }
    if sandbox.take_mischief(Mischief::FeedError) {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let (movements, cursor) = match sandbox.movements(&feed.after) {
        Ok(told) => told,
        Err(error) => return failed(&error),
    };
    let mut lines: Vec<_> = movements.iter().map(|movement| json!(movement)).collect();
    if sandbox.take_mischief(Mischief::GarbledFeed) {
        lines.push(json!({ "id": "garbled", "amount": "1,23", "remittance": "??" }));
    }
    Json(json!({ "movements": lines, "cursor": cursor })).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MisbehaveForm {
    what: Mischief,
    times: u32,
}

async fn misbehave(State(sandbox): State<Arc<Sandbox>>, Json(form): Json<MisbehaveForm>) -> Response {
    sandbox.misbehave(form.what, form.times);
    StatusCode::NO_CONTENT.into_response()
}

/// As the page's form asks for it.
async fn misbehave_as_typed(State(sandbox): State<Arc<Sandbox>>, Form(form): Form<MisbehaveForm>) -> Response {
    sandbox.misbehave(form.what, form.times);
    Redirect::to("/").into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RefuseForm {
    times: u32,
}

/// What partners' systems were told, as it came.
async fn notices(State(hooks): State<Arc<Hooks>>) -> Response {
    let bodies: Vec<String> = hooks.taken().into_iter().map(|taken| taken.body).collect();
    Json(bodies).into_response()
}

async fn refuse(State(hooks): State<Arc<Hooks>>, Json(form): Json<RefuseForm>) -> Response {
    hooks.refuse(form.times);
    StatusCode::NO_CONTENT.into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReceiveForm {
    #[serde(deserialize_with = "amount::deserialize")]
    amount: i64,
    payer_account: String,
    payer_name: String,
    #[serde(default)]
    payer_bank: String,
    remittance: String,
}

async fn receive(State(sandbox): State<Arc<Sandbox>>, Json(form): Json<ReceiveForm>) -> Response {
    if form.amount == 0 {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let receipt = Receipt {
        amount: form.amount,
        payer_account: form.payer_account,
        payer_name: form.payer_name,
        payer_bank: form.payer_bank,
        remittance: form.remittance,
    };
    match sandbox.receive(receipt, Cause::Received) {
        Ok(movement) => Json(movement).into_response(),
        Err(error) => failed(&error),
    }
}

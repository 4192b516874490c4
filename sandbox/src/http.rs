//! The bank's protocol, and the controls of a test.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    middleware,
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;

use crate::{
    amount,
    bank::{Cause, PayoutOrder, Receipt},
    config,
    guard::{Guard, guard},
    hook::{self, Hooks, Taken},
    network::{self, Message},
    phone,
    state::{Mischief, Payout, Sandbox},
};

/// Longer than any caller waits.
const TOO_LATE: Duration = Duration::from_secs(8);

/// How much of a kind the page shows.
const SHOWN: usize = 50;

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
    let network = Router::new()
        .route("/network/messages", post(tell_network))
        .route("/network/orders/{serial}", get(network_order))
        .route("/network/payments/{serial}", get(network_payment))
        .route("/network/settlements/{date}", get(network_settlement))
        .route("/network/returns/{date}", get(network_returns))
        .route("/network/refunds/{serial}", get(network_refund))
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
        .route("/control/return/{serial}", post(give_back))
        .route("/control/receive", post(receive))
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

async fn give_back(State(sandbox): State<Arc<Sandbox>>, Path(serial): Path<String>) -> Response {
    match sandbox.give_back(&serial) {
        Ok(true) => Redirect::to("/").into_response(),
        Ok(false) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

/// For whoever tries the product: the payers' phones with the codes that the network sent, what was taken from cards and can be
/// demanded back, and what partners' systems were told.
fn page(sandbox: &Sandbox, hooks: &Hooks) -> Html<String> {
    let told: String = hooks
        .taken()
        .iter()
        .take(SHOWN)
        .map(|Taken { partner, number, r#type, subject, timestamp, .. }| {
            format!("<tr><td>{timestamp}</td><td>{partner}</td><td>{number}</td><td><b>{type}</b></td><td>{subject}</td></tr>")
        })
        .collect();
    let rows: String = sandbox
        .messages()
        .iter()
        .take(SHOWN)
        .map(|network::Sms { mobile, code, purpose, at }| {
            format!("<tr><td>{at}</td><td>{mobile}</td><td>{purpose}</td><td><b>{code}</b></td></tr>")
        })
        .collect();
    let taken: String = sandbox
        .taken()
        .iter()
        .map(|(serial, fen)| {
            let amount = amount::text(*fen);
            format!(
                "<tr><td>{serial}</td><td>{amount}</td><td><form method=\"post\" action=\"/control/return/{serial}\">\
                 <button>客户要求退回</button></form></td></tr>"
            )
        })
        .collect();
    Html(format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>沙箱</title><h1>沙箱短信</h1><p>发给客户和代理商的短信验证码，最新的在前。请刷新查看。</p>\
         <table><thead><tr><th>时间</th><th>手机号</th><th>用途</th><th>验证码</th></tr></thead><tbody>{rows}</tbody></table>\
         <h1>银行卡扣款</h1><p>客户可以通过银行要求退回已成功的扣款。</p>\
         <table><thead><tr><th>扣款编号</th><th>金额（元）</th><th></th></tr></thead><tbody>{taken}</tbody></table>\
         <h1>合作机构收到的通知</h1><p>在门户中启用接收地址 /hooks/funder-a（或其他合作机构的地址）后，通知会显示在这里。</p>\
         <table><thead><tr><th>发生时间</th><th>合作机构</th><th>编号</th><th>事项</th><th>对象</th></tr></thead>\
         <tbody>{told}</tbody></table></html>"
    ))
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

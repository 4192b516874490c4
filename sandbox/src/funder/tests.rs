//! The funder against a platform of canned answers, which takes nothing that is not rightly signed.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use ed25519_dalek::SigningKey;
use serde_json::Value;

use super::*;
use crate::{
    signing::{Signed, sign, verify},
    state::tests::Folder,
};

const INSTRUCTED_LATER: &str = "2999-01-01T00:00:00Z";

/// What the platform answers to reads, and what it was told.
struct Canned {
    key: SigningKey,
    funder_s_key: [u8; 32],
    reads: Mutex<HashMap<String, Value>>,
    /// How often it was asked.
    asked: AtomicUsize,
    writes: Mutex<Vec<(String, String, Value)>>,
    refusal: Mutex<Option<(u16, Value)>>,
    forged: bool,
}

impl Canned {
    fn read(&self, target: &str, answer: Value) {
        self.reads.lock().unwrap().insert(target.to_owned(), answer);
    }

    fn written(&self) -> Vec<(String, String, Value)> {
        std::mem::take(&mut self.writes.lock().unwrap())
    }

    fn answer(&self, method: &Method, target: &str, request_no: &str, body: &[u8]) -> (u16, Value) {
        if method == Method::GET {
            self.asked.fetch_add(1, Ordering::SeqCst);
            return (200, self.reads.lock().unwrap().get(target).cloned().unwrap_or_else(|| panic!("no {target}")));
        }
        if let Some(refusal) = self.refusal.lock().unwrap().clone() {
            return refusal;
        }
        let body = serde_json::from_slice(body).unwrap();
        self.writes.lock().unwrap().push((target.to_owned(), request_no.to_owned(), body));
        (200, json!({}))
    }
}

async fn canned(
    State(platform): State<Arc<Canned>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let (target, request_no) = (uri.to_string(), header("x-request-no"));
    let (partner, timestamp, nonce) = (header("x-partner"), header("x-timestamp"), header("x-nonce"));
    let signed = Signed {
        method: method.as_str(),
        target: &target,
        partner: &partner,
        request_no: &request_no,
        timestamp: &timestamp,
        nonce: &nonce,
    };
    assert!(verify(&platform.funder_s_key, signed.request_text(&body), &header("x-signature")));
    let (status, answer) = platform.answer(&method, target.strip_prefix("/api/v1").unwrap(), &request_no, &body);
    let answer = answer.to_string();
    let text =
        signed.answer_text("2026-11-20T10:00:00Z", status, if platform.forged { b"" } else { answer.as_bytes() });
    let headers = [("x-timestamp", "2026-11-20T10:00:00Z".to_owned()), ("x-signature", sign(&platform.key, &text))];
    (StatusCode::from_u16(status).unwrap(), headers, answer).into_response()
}

struct Stage {
    platform: Arc<Canned>,
    funder: Funder,
    sandbox: Arc<Sandbox>,
    arguments: Arguments,
    _folder: Folder,
}

impl Stage {
    async fn new(name: &str, letter: char, forged: bool) -> Self {
        let folder = Folder::new(name);
        let mut arguments = folder.arguments();
        keys::create_missing(&arguments.keys).unwrap();
        let key = SigningKey::from_bytes(&[9; 32]);
        let public = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, key.verifying_key().as_bytes());
        std::fs::write(arguments.platform_key_path(), public).unwrap();
        let platform = Arc::new(Canned {
            key,
            funder_s_key: keys::load(&arguments.keys, letter).unwrap().verifying_key().to_bytes(),
            reads: Mutex::default(),
            asked: AtomicUsize::new(0),
            writes: Mutex::default(),
            refusal: Mutex::default(),
            forged,
        });
        platform.read("/business-date", json!({ "business_date": "2026-11-20" }));
        platform.read("/pre-credit-rounds", json!({ "rounds": [] }));
        platform.read("/draws?limit=200&state=awaiting", json!({ "draws": [], "next": null }));
        platform.read("/repayments?limit=200&unconfirmed=true", json!({ "repayments": [], "next": null }));
        platform.read(
            "/products",
            json!({ "products": [{
            "version_id": "version_1", "limit_min": "5000.00", "limit_max": "300000.00", "tenors": ["30d", "90d"],
            "terms": { "method": "bullet", "annual_rate": "0.144" },
        }] }),
        );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        arguments.platform_url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(canned).with_state(platform.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let sandbox = Arc::new(Sandbox::open(&arguments).unwrap());
        let funder = Funder::open(letter, &arguments, sandbox.clone()).unwrap();
        Self { platform, funder, sandbox, arguments, _folder: folder }
    }

    fn restart(&mut self, letter: char) {
        self.sandbox = Arc::new(Sandbox::open(&self.arguments).unwrap());
        self.funder = Funder::open(letter, &self.arguments, self.sandbox.clone()).unwrap();
    }

    fn draws(&self, draws: &[Value]) {
        self.platform.read("/draws?limit=200&state=awaiting", json!({ "draws": draws, "next": null }));
    }

    fn feed(&self) -> Vec<crate::bank::Movement> {
        self.sandbox.movements("").unwrap().0
    }
}

fn draw(id: &str, funds: &str, instruction_at: Option<&str>) -> Value {
    json!({
        "id": id, "reference": "DRW2026112000000033", "amount": "50000.00", "funds": funds,
        "instruction_at": instruction_at, "payer": { "account_no": "6222", "account_name": "嘉禾小额贷款有限公司" },
    })
}

#[tokio::test]
async fn a_round_is_answered_once_by_the_funder_s_model() {
    let mut stage = Stage::new("rounds", 'b', false).await;
    let month = json!({ "month": "2026-10", "prepayments": "0.00", "sales": "0.00", "commissions": "15000.00" });
    let round = json!({ "id": "offer_1", "pseudonym": "p", "months": vec![month; 12] });
    let short = json!({ "id": "offer_2", "pseudonym": "q", "months": [] });
    stage.platform.read("/pre-credit-rounds", json!({ "rounds": [round, short] }));
    stage.funder.step().await.unwrap();
    let offered = json!({
        "product_version": "version_1", "limit": "45000.00", "annual_rate": "0.1200", "method": "bullet",
        "tenors": ["30d", "90d"], "valid_days": 15,
    });
    assert_eq!(
        stage.platform.written(),
        [
            ("/pre-credit-rounds/offer_1/offer".to_owned(), "answer-offer_1".to_owned(), offered),
            (
                "/pre-credit-rounds/offer_2/decline".to_owned(),
                "answer-offer_2".to_owned(),
                json!({ "reason": "经营数据不足 3 个月" })
            ),
        ]
    );
    stage.funder.step().await.unwrap();
    assert_eq!(stage.platform.written(), []);
}

#[tokio::test]
async fn a_draw_is_paid_once_after_it_was_reported() {
    let mut stage = Stage::new("draws", 'a', false).await;
    stage.draws(&[draw("draw_1", "0.00", None)]);
    stage.funder.step().await.unwrap();
    assert_eq!(stage.feed(), []);
    stage.draws(&[draw("draw_1", "0.00", Some(INSTRUCTED_LATER))]);
    stage.funder.step().await.unwrap();
    stage.funder.step().await.unwrap();
    stage.restart('a');
    stage.funder.step().await.unwrap();
    let feed = stage.feed();
    let [movement] = feed.as_slice() else { panic!("{feed:?}") };
    assert_eq!((movement.amount, movement.direction), (5_000_000, crate::bank::Direction::Credit));
    assert_eq!(
        (movement.remittance.as_str(), movement.counterparty_account.as_str()),
        ("放款 DRW2026112000000033", "6222")
    );
}

#[tokio::test]
async fn what_was_reported_before_the_sandbox_or_has_money_is_not_paid() {
    let mut stage = Stage::new("found", 'a', false).await;
    let found = draw("draw_1", "0.00", Some(INSTRUCTED_LATER));
    stage.draws(std::slice::from_ref(&found));
    stage.funder.step().await.unwrap();
    let has_money = draw("draw_2", "0.01", Some(INSTRUCTED_LATER));
    stage.draws(&[found, has_money]);
    stage.funder.step().await.unwrap();
    stage.restart('a');
    stage.funder.step().await.unwrap();
    assert_eq!(stage.feed(), []);
}

#[tokio::test]
async fn a_funder_pays_too_little_or_twice_when_asked_to() {
    let mut stage = Stage::new("transfers", 'a', false).await;
    stage.funder.step().await.unwrap();
    stage.sandbox.misbehave(Mischief::TransferShort, 1);
    stage.draws(&[draw("draw_1", "0.00", Some(INSTRUCTED_LATER))]);
    stage.funder.step().await.unwrap();
    stage.sandbox.misbehave(Mischief::TransferTwice, 1);
    stage.draws(&[draw("draw_2", "0.00", Some(INSTRUCTED_LATER))]);
    stage.funder.step().await.unwrap();
    let amounts: Vec<i64> = stage.feed().iter().map(|movement| movement.amount).collect();
    assert_eq!(amounts, [4_999_999, 5_000_000, 5_000_000]);
}

#[tokio::test]
async fn a_repayment_is_confirmed_when_the_bank_has_paid_it() {
    let mut stage = Stage::new("repayments", 'a', false).await;
    let repayment = |amount: &str| {
        json!({
            "repayments": [{ "id": "repayment_1", "amount": "1.00", "payout_amount": amount, "payout_reference": "PAY2026112000000009" }],
            "next": null,
        })
    };
    let target = "/repayments?limit=200&unconfirmed=true";
    stage.platform.read(target, repayment("30120.00"));
    stage.funder.step().await.unwrap();
    let order = crate::bank::PayoutOrder {
        order_no: "PAY2026112000000009".to_owned(),
        serial: 1,
        amount: 3_012_000,
        paying_account: "4000021029200123456".to_owned(),
        account_no: "6222".to_owned(),
        account_name: "嘉禾小额贷款有限公司".to_owned(),
        remittance: "PAY2026112000000009".to_owned(),
    };
    stage.sandbox.pay(order).unwrap();
    stage.funder.step().await.unwrap();
    assert_eq!(stage.platform.written(), [], "it is accepted, and not on the account yet");
    let movement = stage.feed()[0].id.clone();
    stage.platform.read(target, repayment("30120.01"));
    stage.funder.step().await.unwrap();
    assert_eq!(stage.platform.written(), [], "it is of another amount");
    stage.platform.read(target, repayment("30120.00"));
    stage.funder.step().await.unwrap();
    stage.funder.step().await.unwrap();
    assert_eq!(
        stage.platform.written(),
        [(
            "/repayments/repayment_1/confirmation".to_owned(),
            "confirm-repayment_1".to_owned(),
            json!({ "payment_reference": movement })
        )]
    );
}

#[tokio::test]
async fn only_a_last_word_ends_the_trying() {
    let mut stage = Stage::new("refusals", 'c', false).await;
    stage.platform.read("/pre-credit-rounds", json!({ "rounds": [{ "id": "offer_1", "months": [] }] }));
    let problem =
        |code: &str, last_word: bool| json!({ "code": code, "facts": {}, "request_id": "", "final": last_word });
    *stage.platform.refusal.lock().unwrap() = Some((409, problem("still_running", false)));
    assert!(!stage.funder.step().await.unwrap_err().is_final());
    *stage.platform.refusal.lock().unwrap() = Some((422, problem("offer.too_late", true)));
    stage.funder.step().await.unwrap();
    *stage.platform.refusal.lock().unwrap() = None;
    stage.funder.step().await.unwrap();
    assert_eq!(stage.platform.written(), []);
}

#[tokio::test]
async fn an_answer_that_the_platform_did_not_sign_is_none() {
    let mut stage = Stage::new("forged", 'a', true).await;
    let error = stage.funder.step().await.unwrap_err();
    assert!(error.to_string().contains("not signed"), "{error}");
}

#[tokio::test]
async fn a_funder_looks_when_something_has_happened_and_while_it_thinks() {
    let mut stage = Stage::new("news", 'a', false).await;
    let happened = |stage: &Stage, after: u64, numbers: &[u64]| {
        let events: Vec<Value> = numbers.iter().map(|number| json!({ "number": number })).collect();
        stage.platform.read(&format!("/events?after={after}&limit=200"), json!({ "events": events }));
    };
    // A look is more than the one question.
    let mut looks = Vec::new();
    for (after, numbers) in [(0, vec![]), (0, vec![]), (0, vec![1, 2]), (2, vec![]), (2, vec![])] {
        happened(&stage, after, &numbers);
        let before = stage.platform.asked.load(Ordering::SeqCst);
        stage.funder.turn().await.unwrap();
        looks.push(stage.platform.asked.load(Ordering::SeqCst) - before > 1);
    }
    assert_eq!(looks, [true, false, true, false, false], "at first, and when something has happened");
    stage.platform.read("/pre-credit-rounds", json!({ "rounds": [{ "id": "offer_1", "months": [] }] }));
    happened(&stage, 2, &[3]);
    happened(&stage, 3, &[]);
    stage.funder.fast = false;
    for _ in 0..2 {
        let before = stage.platform.asked.load(Ordering::SeqCst);
        stage.funder.turn().await.unwrap();
        assert!(stage.platform.asked.load(Ordering::SeqCst) - before > 1, "it thinks");
    }
}

#[tokio::test]
async fn the_bank_books_on_the_platform_s_date() {
    let mut stage = Stage::new("date", 'a', false).await;
    stage.arguments.date = Some(time::macros::date!(2026 - 11 - 20));
    stage.restart('a');
    stage.platform.read("/business-date", json!({ "business_date": "2026-12-24" }));
    stage.funder.step().await.unwrap();
    let receipt = Receipt {
        amount: 1,
        payer_account: "6222".to_owned(),
        payer_name: "张三".to_owned(),
        payer_bank: String::new(),
        remittance: String::new(),
    };
    let booked = stage.sandbox.receive(receipt, Cause::Received).unwrap();
    assert!(booked.booked_at.starts_with("2026-12-24"), "{}", booked.booked_at);
}

#[test]
fn who_is_told_or_hears_of_nothing_asks_seldom() {
    for (waits, is_told, quiet_for, expected) in [
        (true, true, LATELY, EVERY),
        (true, false, LATELY, EVERY),
        (false, true, Duration::ZERO, NOW_AND_THEN),
        (false, false, Duration::ZERO, EVERY),
        (false, false, LATELY, SELDOM),
    ] {
        assert_eq!(rest(waits, is_told, quiet_for), expected, "{waits} {is_told} {quiet_for:?}");
    }
}

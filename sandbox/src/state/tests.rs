use std::path::{Path, PathBuf};

use clap::Parser;
use serde_json::{Value, json};

use super::*;

/// A folder that is gone when the test is over.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("lianrong-sandbox-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn arguments(&self) -> Arguments {
        let keys = self.0.join("keys");
        Arguments::parse_from(["sandbox", "--keys", keys.to_str().unwrap(), "--fast", "true"])
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The bank, served on a port of its own.
struct Served {
    address: String,
    client: reqwest::Client,
    guard: std::sync::Arc<crate::guard::Guard>,
}

impl Served {
    async fn new(folder: &Folder) -> Self {
        let sandbox = std::sync::Arc::new(Sandbox::open(&folder.arguments()).unwrap());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let guard = std::sync::Arc::new(crate::guard::tests::open(&[[7; 32]]));
        let trusted = crate::platform::PlatformKey::at(folder.arguments().platform_key_path());
        let hooks = std::sync::Arc::new(crate::hook::Hooks::new(trusted));
        let router = crate::http::router(
            sandbox,
            hooks,
            crate::http::Doors { bank: guard.clone(), network: guard.clone(), sms: guard.clone() },
        );
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let timeout = std::time::Duration::from_millis(300);
        Self { address, client: crate::platform::client(timeout).unwrap(), guard }
    }

    fn asked(&self, method: reqwest::Method, path: &str, body: Vec<u8>) -> reqwest::RequestBuilder {
        crate::guard::tests::signed(&self.guard, &self.client, (method, &self.address, path), body)
    }

    async fn get(&self, path: &str) -> Value {
        self.asked(reqwest::Method::GET, path, Vec::new()).send().await.unwrap().json().await.unwrap()
    }

    async fn feed(&self, after: &str) -> Value {
        self.get(&format!("/bank/accounts/4000021029200123456/movements?after={after}")).await
    }

    async fn post(&self, path: &str, body: &Value) -> reqwest::Result<reqwest::Response> {
        self.asked(reqwest::Method::POST, path, serde_json::to_vec(body).unwrap()).send().await
    }

    async fn pay(&self, order: &Value) -> (u16, Value) {
        let response = self.post("/bank/payouts", order).await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap_or_default())
    }

    async fn misbehave(&self, what: &str, times: u32) {
        let response = self.post("/control/misbehave", &json!({ "what": what, "times": times })).await.unwrap();
        assert_eq!(response.status().as_u16(), 204);
    }

    async fn receive(&self, amount: &str) -> u16 {
        let body = json!({
            "amount": amount, "payer_account": "6217", "payer_name": "第1通讯", "remittance": "充值WLT0000000042",
        });
        self.post("/control/receive", &body).await.unwrap().status().as_u16()
    }
}

fn order(order_no: &str, amount: &str) -> Value {
    json!({
        "order_no": order_no, "serial": 1, "amount": amount, "paying_account": "4000021029200123456", "account_no": "6222020200112233445",
        "account_name": "嘉禾小额贷款有限公司", "remittance": format!("还款 {order_no}"),
    })
}

fn ids(feed: &Value) -> Vec<&str> {
    feed["movements"].as_array().unwrap().iter().map(|movement| movement["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_accepted_payout_stands_on_the_next_feed_once() {
    let folder = Folder::new("payout");
    let bank = Served::new(&folder).await;
    assert_eq!(bank.get("/bank/payouts/PAY1/1").await, json!({ "result": "not_found" }));
    for _ in 0..3 {
        assert_eq!(bank.pay(&order("PAY1", "120.50")).await, (200, json!({ "result": "accepted" })));
    }
    assert_eq!(bank.get("/bank/payouts/PAY1/1").await, json!({ "result": "accepted" }));
    let feed = bank.feed("").await;
    let [movement] = feed["movements"].as_array().unwrap().as_slice() else { panic!("{feed}") };
    assert_eq!((&movement["direction"], &movement["amount"]), (&json!("debit"), &json!("120.50")));
    assert_eq!((&movement["balance_after"], &movement["remittance"]), (&json!("999879.50"), &json!("还款 PAY1")));
    assert_eq!(movement["counterparty_account"], "6222020200112233445");
    let cursor = feed["cursor"].as_str().unwrap();
    assert_eq!(bank.feed(cursor).await, json!({ "movements": [], "cursor": cursor }));
    assert_eq!(bank.pay(&order("PAY1", "120.51")).await.0, 409);
}

#[tokio::test]
async fn what_was_paid_is_sent_back_once_from_the_account_that_had_it() {
    let folder = Folder::new("sent-back");
    let bank = Served::new(&folder).await;
    let send_back = async || bank.post("/control/send_back/PAY1", &json!({})).await.unwrap().status().as_u16();
    assert_eq!(send_back().await, 404, "nothing was paid");
    bank.receive("100.00").await;
    bank.pay(&order("PAY1", "60.00")).await;
    bank.feed("").await;
    send_back().await;
    assert_eq!(send_back().await, 404, "it has come back");
    let feed = bank.feed("").await;
    let [_, debit, credit] = &feed["movements"].as_array().unwrap()[..] else { panic!("{feed}") };
    for told in ["amount", "counterparty_account", "counterparty_name"] {
        assert_eq!(debit[told], credit[told]);
    }
    assert_eq!((&credit["direction"], &credit["remittance"]), (&json!("credit"), &json!("退汇 收款账户已销户 PAY1")));
}

#[tokio::test]
async fn what_the_account_does_not_hold_is_rejected_for_good() {
    let folder = Folder::new("rejected");
    let bank = Served::new(&folder).await;
    assert_eq!(bank.pay(&order("PAY1", "600000.00")).await.1["result"], "accepted");
    let rejected = json!({ "result": "rejected", "reason": "余额不足" });
    assert_eq!(bank.pay(&order("PAY2", "400000.01")).await, (200, rejected.clone()));
    assert_eq!(bank.receive("500000.00").await, 200);
    assert_eq!(bank.pay(&order("PAY2", "400000.01")).await, (200, rejected.clone()));
    assert_eq!(bank.get("/bank/payouts/PAY2/1").await, rejected);
    let mut next_serial = order("PAY2", "400000.01");
    next_serial["serial"] = json!(2);
    assert_eq!(bank.pay(&next_serial).await.1["result"], "accepted");
}

#[tokio::test]
async fn everything_survives_a_restart_under_the_same_ids() {
    let folder = Folder::new("restart");
    let bank = Served::new(&folder).await;
    assert_eq!(bank.receive("10.00").await, 200);
    bank.pay(&order("PAY1", "120.50")).await;
    let before = bank.feed("").await;
    bank.pay(&order("PAY2", "1.00")).await;
    // The power fails in the middle of a line.
    let journal = folder.arguments().journal_path();
    let mut lines = std::fs::read(&journal).unwrap();
    lines.extend(b"{\"record\":\"booked\",\"mov");
    std::fs::write(&journal, lines).unwrap();
    let bank = Served::new(&folder).await;
    let after = bank.feed("").await;
    assert_eq!(ids(&after)[..2], ids(&before)[..]);
    assert_eq!(after["movements"][2]["balance_after"], "999888.50");
    assert_eq!(ids(&bank.feed(before["cursor"].as_str().unwrap()).await), ids(&after)[2..]);
    assert_eq!(bank.pay(&order("PAY1", "120.50")).await.1["result"], "accepted");
    assert_eq!(ids(&bank.feed("").await), ids(&after));
}

#[tokio::test]
async fn it_misbehaves_as_often_as_it_was_told() {
    let folder = Folder::new("mischief");
    let bank = Served::new(&folder).await;
    for what in ["payout_timeout", "payout_lost"] {
        bank.misbehave(what, 1).await;
        let error = bank.post("/bank/payouts", &order(what, "1.00")).await.unwrap_err();
        assert!(error.is_timeout(), "{error}");
    }
    assert_eq!(bank.get("/bank/payouts/payout_timeout/1").await["result"], "accepted");
    assert_eq!(bank.get("/bank/payouts/payout_lost/1").await["result"], "not_found");
    bank.misbehave("payout_error", 1).await;
    assert_eq!(bank.pay(&order("PAY1", "1.00")).await.0, 500);
    assert_eq!(bank.get("/bank/payouts/PAY1/1").await["result"], "not_found");
    bank.misbehave("payout_reject", 1).await;
    assert_eq!(bank.pay(&order("PAY2", "1.00")).await.1["result"], "rejected");
    assert_eq!(bank.pay(&order("PAY3", "1.00")).await.1["result"], "accepted");

    for _ in 0..4 {
        assert_eq!(bank.receive("1.00").await, 200);
    }
    let whole = bank.feed("").await;
    let cursor = whole["cursor"].as_str().unwrap();
    bank.misbehave("duplicate_feed", 1).await;
    assert_eq!(ids(&bank.feed(cursor).await), ids(&whole)[3..]);
    assert!(ids(&bank.feed(cursor).await).is_empty());
    bank.misbehave("late_feed", 1).await;
    assert_eq!(bank.feed("").await, json!({ "movements": [], "cursor": "" }));
    bank.misbehave("feed_error", 1).await;
    let response =
        bank.asked(reqwest::Method::GET, "/bank/accounts/4000021029200123456/movements", Vec::new()).send().await;
    assert_eq!(response.unwrap().status().as_u16(), 500);
    assert_eq!(bank.feed("").await, whole);
}

#[tokio::test]
async fn what_is_no_order_is_refused() {
    let folder = Folder::new("orders");
    let bank = Served::new(&folder).await;
    for (field, value) in [
        ("amount", json!("0.00")),
        ("amount", json!("-1.00")),
        ("amount", json!("1")),
        ("amount", json!(1)),
        ("serial", json!("one")),
        ("account_no", json!("")),
    ] {
        let mut wrong = order("PAY1", "1.00");
        wrong[field] = value;
        let (status, _) = bank.pay(&wrong).await;
        assert!(status == 400 || status == 422, "{wrong} got {status}");
    }
    assert_eq!(bank.get("/bank/payouts/PAY1/1").await["result"], "not_found");
    for amount in ["0.00", "1"] {
        assert_ne!(bank.receive(amount).await, 200, "{amount}");
    }
    let other = bank.asked(reqwest::Method::GET, "/bank/accounts/1/movements", Vec::new()).send().await.unwrap();
    assert_eq!(other.status().as_u16(), 404);
}

#[tokio::test]
async fn nobody_is_answered_without_the_secret_and_answers_are_signed() {
    let folder = Folder::new("guarded");
    let bank = Served::new(&folder).await;
    let feed = "/bank/accounts/4000021029200123456/movements";
    let bare = bank.client.get(format!("{}{feed}", bank.address)).send().await.unwrap();
    assert_eq!(bare.status().as_u16(), 401);
    let signed = bank.asked(reqwest::Method::GET, feed, Vec::new());
    let again = signed.try_clone().unwrap();
    let answer = signed.send().await.unwrap();
    assert!(answer.status().is_success() && answer.headers().contains_key("X-Bank-Signature"));
    assert_eq!(again.send().await.unwrap().status().as_u16(), 401, "told again");
    let order = bank.client.post(format!("{}/bank/payouts", bank.address)).json(&json!({})).send().await.unwrap();
    assert_eq!(order.status().as_u16(), 401);
}

#[test]
fn the_network_settles_a_date_that_is_over_once_with_a_file_and_its_money() {
    let folder = Folder::new("settlement");
    let (first, second) = (time::macros::date!(2026 - 11 - 20), time::macros::date!(2026 - 11 - 21));
    let arguments = Arguments { date: Some(first), ..folder.arguments() };
    let sandbox = Sandbox::open(&arguments).unwrap();
    for (serial, amount) in [("DBT2026112000000001", 300_000), ("DBT2026112000000002", 50)] {
        let (serial, agreement_no) = (serial.to_owned(), "SEED1".to_owned());
        sandbox.tell_network(Message::Pay { serial, agreement_no, amount }).unwrap();
    }
    assert_eq!(sandbox.settlement(first).unwrap().file, "", "it is not over");
    sandbox.misbehave(Mischief::SettlementLate, 1);
    sandbox.misbehave(Mischief::SettlementMissing, 1);
    sandbox.follow(second).unwrap();
    assert_eq!(sandbox.settlement(first).unwrap().file, "", "it is late");
    let told = sandbox.settlement(first).unwrap().file;
    assert!(told.ends_with("T|1|3000.00|0.00|3000.00\n"), "{told}");
    assert_eq!(sandbox.settlement(first).unwrap().file, told);
    sandbox.misbehave(Mischief::SettlementChanged, 1);
    assert_ne!(sandbox.settlement(first).unwrap().file, told);
    for again in [sandbox, Sandbox::open(&arguments).unwrap()] {
        let (movements, _) = again.movements("").unwrap();
        let paid: Vec<_> = movements.iter().map(|movement| (movement.amount, movement.remittance.as_str())).collect();
        assert_eq!(paid, [(300_000, "清算款 STL2026112000000001")]);
    }
}

#[tokio::test]
async fn what_shall_go_wrong_is_asked_for_on_the_page() {
    let folder = Folder::new("page");
    let bank = Served::new(&folder).await;
    let text = async |request: reqwest::RequestBuilder| request.send().await.unwrap().text().await.unwrap();
    let page = text(bank.client.get(&bank.address)).await;
    for what in Mischief::ALL {
        assert_eq!(serde_json::from_value::<Mischief>(json!(what.code())).unwrap(), what);
        assert!(page.contains(&format!("<option value=\"{}\">{}</option>", what.code(), what.words())), "{what:?}");
    }
    assert!(!page.contains("还有"), "nothing goes wrong unasked");
    let asked = |body: &'static str| {
        let form = bank.client.post(format!("{}/control/mischief", bank.address));
        form.header("content-type", "application/x-www-form-urlencoded").body(body)
    };
    assert!(text(asked("what=network_expired&times=2")).await.contains("银行卡已过期：还有 2 次"));
    assert!(!text(asked("what=network_expired&times=0")).await.contains("还有"));
    let unknown = asked("what=network_gone&times=1").send().await.unwrap();
    assert_eq!(unknown.status().as_u16(), 422);
}

#[test]
fn a_card_expires_an_order_is_forgotten_and_a_debit_stands_twice_in_the_file() {
    let folder = Folder::new("scenarios");
    let (first, second) = (time::macros::date!(2026 - 11 - 20), time::macros::date!(2026 - 11 - 21));
    let arguments = Arguments { date: Some(first), ..folder.arguments() };
    let sandbox = Sandbox::open(&arguments).unwrap();
    let pay = |serial: &str| {
        let (serial, agreement_no) = (serial.to_owned(), "SEED1".to_owned());
        let (told, late) = sandbox.tell_network(Message::Pay { serial, agreement_no, amount: 100 }).unwrap().unwrap();
        (told.business_code, late)
    };
    sandbox.misbehave(Mischief::NetworkExpired, 1);
    assert_eq!(pay("DBT2026112000000001"), ("PB011003".to_owned(), false));
    assert_eq!(pay("DBT2026112000000002"), (network::OK.to_owned(), false));
    sandbox.misbehave(Mischief::NetworkForgets, 1);
    assert_eq!(sandbox.network_payment("DBT2026112000000002"), network::not_found());
    assert_eq!(sandbox.network_payment("DBT2026112000000002").business_code, network::OK);
    sandbox.misbehave(Mischief::SettlementTwice, 1);
    sandbox.follow(second).unwrap();
    let told = sandbox.settlement(first).unwrap().file;
    assert_eq!(told.matches("|DBT2026112000000002|").count(), 2, "{told}");
    assert!(sandbox.mischief().is_empty());
}

/// What the network says to bytes on its door, and the bytes of its answer.
async fn answered(network: &Served, nonce: &str, method: reqwest::Method, path: &str, body: &Value) -> (Value, String) {
    let body = if body.is_null() { Vec::new() } else { serde_json::to_vec(body).unwrap() };
    let to = (method, network.address.as_str(), path);
    let request = crate::guard::tests::signed_as(&network.guard, &network.client, nonce, to, body);
    let text = request.send().await.unwrap().text().await.unwrap();
    (serde_json::from_str(&text).unwrap_or_default(), text)
}

#[tokio::test]
async fn the_network_opens_what_is_sealed_and_seals_what_it_answers() {
    use crate::sealed_field::tests::{message, told};
    let folder = Folder::new("sealed");
    let network = Served::new(&folder).await;
    let (apply, sign, serial) = (("0201", "SGN-1"), ("0202", "SGN-1"), "SGN-1");
    let say = async |nonce: &str, body: &Value| {
        answered(&network, nonce, reqwest::Method::POST, "/network/messages", body).await
    };
    let payer = json!({ "payer": {
        "name": "诸葛亮", "id_number": "11010519491231002X", "card_number": "6222020200112233446", "mobile": "13800001402",
    } });
    // What is not opened is not done: another version of the key, a field in clear, another message's seal.
    let strange = message(8, "a number once 01", apply, &payer);
    assert_eq!(say("a number once 01", &strange).await.0["system_code"], "PS400001");
    let replayed = message(7, "a number once 02", apply, &payer);
    assert_eq!(say("a number once 03", &replayed).await.0["system_code"], "PS400002");
    let mut clear = replayed.clone();
    clear["payer"] = payer["payer"].clone();
    assert_eq!(say("a number once 04", &clear).await.0["system_code"], "PS400003");
    assert_eq!(network.get("/network/orders/SGN-1").await["business_code"], "PB009001");
    // And then is, under the same serial: nothing was lost.
    let (applied, _) = say("a number once 05", &message(7, "a number once 05", apply, &payer)).await;
    assert_eq!((&applied["system_code"], &applied["business_code"]), (&json!("00000000"), &json!("00000000")));
    let messages = network.client.get(format!("{}/control/sms", network.address)).send().await.unwrap();
    let messages: Value = messages.json().await.unwrap();
    assert_eq!((messages.as_array().unwrap().len(), &messages[0]["mobile"]), (1, &json!("13800001402")));

    let code = json!({ "code": messages[0]["code"] });
    let (signed, text) = say("a number once 06", &message(7, "a number once 06", sign, &code)).await;
    let agreement = told(7, "a number once 06", sign, &signed);
    let number = agreement["agreement_no"].as_str().unwrap();
    assert!(!number.is_empty() && !text.contains(number), "{text}");
    let path = format!("/network/orders/{serial}");
    let (order, text) = answered(&network, "a number once 07", reqwest::Method::GET, &path, &Value::Null).await;
    assert_eq!((&order["standing"], text.contains(number)), (&json!("signed"), false));
    assert_eq!(told(7, "a number once 07", ("orders", serial), &order), agreement);
}

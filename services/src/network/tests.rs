mod codes;

use std::sync::{Arc, Mutex};

use serde_json::json;
use time::{OffsetDateTime, macros::datetime};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::*;
use crate::{
    machine,
    signed_line::{NONCE, SIGNATURE, TIMESTAMP},
};

const NOW: OffsetDateTime = datetime!(2026-11-20 10:00 UTC);
const PAYER: [&str; 4] = ["诸葛亮", "11010519491231002X", "6222020200112233446", "13800001402"];
const CODE: &str = "824613";
const AGREEMENT: &str = "NET20261120000001";

fn secrets(secret: u8) -> LineKeys {
    LineKeys::of(vec![[secret; 32]])
}

fn wrapping(secret: u8) -> WrappingKeys {
    WrappingKeys::of(&secrets(secret), machine::randomness())
}

/// The other end of the line: it records what it is sent, byte by byte, and says what it is told to say.
struct Recorder {
    listener: TcpListener,
    recorded: Mutex<Vec<String>>,
}

/// A request with where it is to be answered.
struct Asked {
    stream: TcpStream,
    method: String,
    target: String,
    nonce: String,
    message: Value,
}

impl Recorder {
    async fn new() -> (Self, HttpNetwork) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let network = HttpNetwork::new(&base, secrets(7), Arc::new(|| NOW), machine::randomness()).unwrap();
        (Self { listener, recorded: Mutex::default() }, network)
    }

    async fn asked(&self) -> Asked {
        let (mut stream, _) = self.listener.accept().await.unwrap();
        let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
        let (head, body) = loop {
            let length = stream.read(&mut piece).await.unwrap();
            assert!(length > 0, "the request was cut off");
            bytes.extend_from_slice(&piece[..length]);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            let expected: usize = header(head, "content-length").map_or(0, |length| length.parse().unwrap());
            if body.len() == expected {
                break (head.to_owned(), body.to_owned());
            }
        };
        self.recorded.lock().unwrap().push(format!("{head}\r\n\r\n{body}"));
        let mut words = head.split_whitespace();
        let (method, target) = (words.next().unwrap().to_owned(), words.next().unwrap().to_owned());
        let nonce = header(&head, NONCE).unwrap();
        Asked { stream, method, target, nonce, message: serde_json::from_str(&body).unwrap_or_default() }
    }

    /// Says an answer, signed, and gives what was asked.
    async fn says(&self, answer: impl FnOnce(&Asked) -> Value) -> Asked {
        let mut asked = self.asked().await;
        let body = answer(&asked).to_string();
        let signed = crate::signed_line::Signed { method: &asked.method, target: &asked.target, nonce: &asked.nonce };
        let (timestamp, signature) = signed.answer(&secrets(7), NOW, 200, body.as_bytes());
        let head = format!(
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n{TIMESTAMP}: {timestamp}\r\n{SIGNATURE}: {signature}",
            body.len()
        );
        let answer = format!("{head}\r\n\r\n{body}");
        asked.stream.write_all(answer.as_bytes()).await.unwrap();
        self.recorded.lock().unwrap().push(answer);
        asked
    }

    fn assert_nothing_was_told(&self) {
        let recorded = self.recorded.lock().unwrap().join("\n");
        for secret in PAYER.into_iter().chain([CODE, AGREEMENT]) {
            assert!(!recorded.contains(secret), "{secret} is in {recorded}");
        }
    }
}

fn header(head: &str, name: &str) -> Option<String> {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
}

impl Asked {
    fn text(&self, field: &str) -> &str {
        self.message[field].as_str().unwrap_or_default()
    }

    /// What the network opens of it.
    fn opened(&self) -> Value {
        let bound = Bound {
            way: Way::Request,
            category: self.text("category"),
            serial: self.text("serial"),
            nonce: &self.nonce,
        };
        let sealed: Sealed = serde_json::from_value(self.message["sealed"].clone()).unwrap();
        Value::Object(wrapping(7).open(bound, &sealed).unwrap())
    }

    /// An answer to it with something sealed.
    fn sealing(&self, secret: u8, told: &Value) -> Value {
        let (category, serial) = match self.target.split('/').skip(2).collect::<Vec<_>>()[..] {
            [what, about] => (what, about),
            _ => (self.text("category"), self.text("serial")),
        };
        let bound = Bound { way: Way::Answer, category, serial, nonce: &self.nonce };
        let mut answer = done();
        answer["sealed"] = json!(wrapping(secret).seal(bound, told).unwrap());
        answer
    }
}

fn done() -> Value {
    json!({ "system_code": "00000000", "business_code": "00000000" })
}

fn order() -> SignOrder {
    let [name, id_number, card_number, mobile] = PAYER;
    let payer = Payer::read(name, id_number, card_number, mobile).unwrap();
    SignOrder { serial: "SGN2026112000000001-1".to_owned(), payer_no: "PN1".to_owned(), payer }
}

#[tokio::test]
async fn nothing_of_a_payer_is_in_the_bytes_on_the_wire_and_the_network_reads_it() {
    let (other, network) = Recorder::new().await;
    let order = order();
    let (applied, asked) = tokio::join!(network.apply(&order), other.says(|_| done()));
    assert_eq!(applied, Meaning::Done);
    assert_eq!((asked.text("category"), asked.text("serial"), asked.text("payer_no")), ("0201", &*order.serial, "PN1"));
    assert_eq!(asked.opened(), json!({ "payer": order.payer }));

    let agreement = json!({ "agreement_no": AGREEMENT });
    let answer = other.says(|asked| asked.sealing(7, &agreement));
    let (signed, asked) = tokio::join!(network.sign(&order.serial, CODE), answer);
    assert_eq!((signed.meaning, signed.agreement_no.as_str()), (Meaning::Done, AGREEMENT));
    assert_eq!(asked.opened(), json!({ "code": CODE }));

    let answer = other.says(|asked| {
        let mut answer = asked.sealing(7, &agreement);
        answer["standing"] = json!("signed");
        answer
    });
    let (standing, _) = tokio::join!(network.query(&order.serial), answer);
    assert!(matches!(standing, SigningStanding::Signed { agreement_no } if agreement_no == AGREEMENT));

    let on = time::macros::date!(2026 - 11 - 20);
    let (ended, _) =
        tokio::join!(network.ended(on), other.says(|asked| asked.sealing(7, &json!({ "ended": [AGREEMENT] }))));
    assert_eq!(ended, [AGREEMENT]);

    let (unsigned, asked) = tokio::join!(network.unsign(AGREEMENT), other.says(|_| done()));
    assert_eq!((unsigned, asked.opened()), (Meaning::Done, agreement.clone()));
    let (_, asked) = tokio::join!(network.query_agreement(AGREEMENT), other.says(|_| done()));
    assert_eq!(asked.opened(), agreement);
    let pay = PayOrder {
        serial: "DBT2026112000000001".to_owned(),
        payer_no: "PN1".to_owned(),
        agreement_no: AGREEMENT.to_owned(),
        amount: Amount::from_fen(100),
        payee: Some(Payee {
            account_no: "6214830000012345678".to_owned(), name: "顺联助贷服务有限公司".to_owned()
        }),
    };
    let (paid, asked) = tokio::join!(network.pay(&pay), other.says(|_| done()));
    assert_eq!((paid, asked.opened(), asked.text("amount")), (Meaning::Done, agreement, "1.00"));
    assert_eq!(asked.message["payee"], json!(pay.payee));
    other.assert_nothing_was_told();
}

/// An answer to a code with something wrong about what is sealed.
fn wrong(what: &str, asked: &Asked, earlier: &Value) -> Value {
    let mut answer = asked.sealing(7, &json!({ "agreement_no": AGREEMENT, "ended": [AGREEMENT] }));
    match what {
        "told before" => return earlier.clone(),
        "its key told before" => answer["sealed"]["key"] = earlier["sealed"]["key"].clone(),
        "another field" => answer["sealed"]["fields"]["agreement_no"] = answer["sealed"]["fields"]["ended"].clone(),
        "cut" => answer["sealed"]["fields"]["agreement_no"] = json!("AAAA"),
        "of another secret" => return asked.sealing(8, &json!({ "agreement_no": AGREEMENT })),
        _ => {
            answer = done();
            answer["agreement_no"] = json!(AGREEMENT);
        }
    }
    answer
}

/// What is not opened decides nothing: the network is asked again, and its word counts then.
#[tokio::test]
async fn an_answer_that_was_sealed_for_another_or_changed_or_is_in_clear_says_nothing() {
    let (other, network) = Recorder::new().await;
    let serial = order().serial;
    let agreement = json!({ "agreement_no": AGREEMENT });
    let earlier = Mutex::new(Value::Null);
    let answer = other.says(|asked| {
        let answer = asked.sealing(7, &agreement);
        *earlier.lock().unwrap() = answer.clone();
        answer
    });
    let (signed, _) = tokio::join!(network.sign(&serial, CODE), answer);
    assert_eq!(signed.meaning, Meaning::Done);
    let earlier = earlier.into_inner().unwrap();

    for what in ["told before", "its key told before", "another field", "cut", "of another secret", "in clear"] {
        let answer = other.says(|asked| wrong(what, asked, &earlier));
        let (signed, _) = tokio::join!(network.sign(&serial, CODE), answer);
        assert_eq!((signed.meaning, signed.agreement_no.as_str()), (Meaning::Unknown, ""), "{what}");
    }
    let (signed, _) = tokio::join!(network.sign(&serial, CODE), other.says(|asked| asked.sealing(7, &agreement)));
    assert_eq!((signed.meaning, signed.agreement_no.as_str()), (Meaning::Done, AGREEMENT));
}

#[tokio::test]
async fn a_message_that_the_network_has_not_opened_is_neither_done_nor_refused() {
    let (other, network) = Recorder::new().await;
    let order = order();
    for code in ["PS400001", "PS400002", "PS400003"] {
        assert!(not_looked_at(code).is_some());
        let refusal = json!({ "system_code": code, "business_code": "" });
        let (applied, _) = tokio::join!(network.apply(&order), other.says(|_| refusal));
        assert_eq!(applied, Meaning::Unknown, "{code}");
    }
    assert_eq!(not_looked_at("00000000"), None);
}

/// What a callback says, with its secret sealed under a number.
fn callback(secret: u8, nonce: &str) -> Value {
    let bound = Bound { way: Way::Callback, category: "0202", serial: "SGN2026112000000001-1", nonce };
    let sealed = wrapping(secret).seal(bound, &json!({ "agreement_no": AGREEMENT })).unwrap();
    let mut callback = json!({ "callback_no": "CB1", "category": "0202", "serial": "SGN2026112000000001-1" });
    callback["system_code"] = json!("00000000");
    callback["business_code"] = json!("00000000");
    callback["sealed"] = json!(sealed);
    callback
}

#[tokio::test]
async fn a_callback_is_believed_only_as_the_network_has_signed_and_sealed_it() {
    const USED: &str = "8f0c1d2e3b4a5968";
    let (_, network) = Recorder::new().await;
    let read = |secret: u8, at: OffsetDateTime, told: &Value| {
        let body = told.to_string().into_bytes();
        let signed = crate::signed_line::Signed { method: "POST", target: "/network/callbacks", nonce: USED };
        let (timestamp, signature) = signed.request(&secrets(secret), at, &body);
        let (method, target) = (signed.method, signed.target);
        let (timestamp, signature) = (timestamp.as_str(), signature.as_str());
        network.callback(&super::Asked { method, target, nonce: USED, timestamp, signature, body: &body })
    };
    let told = read(7, NOW, &callback(7, USED)).unwrap();
    assert_eq!(
        (told.number.as_str(), told.serial.as_str(), told.meaning),
        ("CB1", "SGN2026112000000001-1", Meaning::Done)
    );
    assert_eq!((told.agreement_no.as_str(), told.result.as_str(), told.amount), (AGREEMENT, "00000000", None));
    let no = |secret, at, told: &Value| read(secret, at, told).err();
    assert_eq!(no(8, NOW, &callback(7, USED)), Some(CallbackError::Unsigned), "forged");
    assert_eq!(no(7, NOW - time::Duration::minutes(6), &callback(7, USED)), Some(CallbackError::Unsigned), "too old");
    assert_eq!(no(7, NOW, &callback(8, USED)), Some(CallbackError::Unreadable), "sealed with another secret");
    assert_eq!(no(7, NOW, &callback(7, "another")), Some(CallbackError::Unreadable), "sealed for another message");
    for (field, value) in [
        ("agreement_no", json!(AGREEMENT)),
        ("category", json!("0301")),
        ("category", json!("0999")),
        ("serial", json!("SGN2026112000000001-2")),
        ("callback_no", json!("")),
        ("callback_no", json!("a b")),
        ("business_code", json!("0".repeat(65))),
        ("amount", json!("a lot")),
    ] {
        let mut changed = callback(7, USED);
        changed[field] = value;
        assert_eq!(no(7, NOW, &changed), Some(CallbackError::Unreadable), "{changed}");
    }
}

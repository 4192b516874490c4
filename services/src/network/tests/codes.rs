//! What each answer to a payment comes to: only a known business code in a signed answer decides anything.

use super::*;

const TABLE: &str = include_str!("../../../tests/data/cases-binding/27-codes.json");

#[derive(Debug, Deserialize)]
struct Row {
    transport: String,
    system_code: String,
    business_code: String,
    #[serde(rename = "state")]
    ends: String,
}

/// Our network's code for what a row calls by words.
fn code(words: &str) -> &str {
    match words {
        "processing code" => "PB000001",
        "insufficient balance" => "PB012001",
        "over single limit" | "over day limit" => "PB012002",
        "order already paid" => "PB009002",
        "duplicate serial" => "PB009003",
        "a code that is in no table" => "PB777777",
        "system busy" => "PS500001",
        "message format wrong" => "PS400009",
        "(absent)" => "",
        other => other,
    }
}

fn payment() -> PayOrder {
    PayOrder {
        serial: "DBT2026112000000001".to_owned(),
        payer_no: "PN1".to_owned(),
        agreement_no: AGREEMENT.to_owned(),
        amount: Amount::from_fen(100),
        payee: None,
    }
}

/// Answers what it is asked with these bytes, and with a signature of other secrets where there is a body.
async fn unsigned(other: &Recorder, status: &str, body: &str) {
    let mut asked = other.asked().await;
    let signed = crate::signed_line::Signed { method: &asked.method, target: &asked.target, nonce: &asked.nonce };
    let (timestamp, signature) = signed.answer(&secrets(8), NOW, 200, body.as_bytes());
    let head = format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n{TIMESTAMP}: {timestamp}\r\n{SIGNATURE}: {signature}",
        body.len()
    );
    asked.stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes()).await.unwrap();
}

/// A network by whose address nobody answers as a network does.
fn network_at(base: &str, timeout: Duration) -> HttpNetwork {
    HttpNetwork::with_timeout((base, timeout), secrets(7), Arc::new(|| NOW), machine::randomness()).unwrap()
}

async fn told(row: &Row) -> Meaning {
    let (other, network) = Recorder::new().await;
    let (pay, address) = (payment(), other.listener.local_addr().unwrap());
    match row.transport.as_str() {
        "HTTP 200, signature good" => {
            let (system, business) = (code(&row.system_code), code(&row.business_code));
            let answer = json!({ "system_code": system, "business_code": business });
            tokio::join!(network.pay(&pay), other.says(|_| answer)).0
        }
        "HTTP 200, signature **bad**" => {
            let done = done().to_string();
            tokio::join!(network.pay(&pay), unsigned(&other, "200 OK", &done)).0
        }
        "HTTP 502 with an HTML page" => {
            tokio::join!(network.pay(&pay), unsigned(&other, "502 Bad Gateway", "<html>502</html>")).0
        }
        "HTTP 404" => tokio::join!(network.pay(&pay), unsigned(&other, "404 Not Found", "")).0,
        "HTTP 200, empty body" => tokio::join!(network.pay(&pay), unsigned(&other, "200 OK", "")).0,
        "TCP refused before a byte was sent" => {
            drop(other);
            network.pay(&pay).await
        }
        "TLS failure" => {
            let secured = network_at(&format!("https://{address}"), TIMEOUT);
            let hangs_up = async { drop(other.listener.accept().await.unwrap()) };
            tokio::join!(secured.pay(&pay), hangs_up).0
        }
        "read time-out" => {
            let impatient = network_at(&format!("http://{address}"), Duration::from_millis(50));
            let silent = async {
                let _held = other.asked().await;
                std::future::pending::<()>().await;
            };
            tokio::select! {
                meaning = impatient.pay(&pay) => meaning,
                () = silent => unreachable!("it says nothing"),
            }
        }
        transport => panic!("{transport} is not tried"),
    }
}

/// Case 27. Its two rows of callbacks are tried where callbacks are.
#[tokio::test]
async fn only_a_definitive_answer_fails_a_debit_and_everything_else_is_asked_about() {
    let rows: Vec<Row> = serde_json::from_str(TABLE).unwrap();
    let (callbacks, rows): (Vec<Row>, Vec<Row>) =
        rows.into_iter().partition(|row| row.transport.starts_with("callback"));
    assert_eq!((callbacks.len(), rows.len()), (2, 18));
    for row in rows {
        let expected = match row.ends.as_str() {
            "succeeded" => Meaning::Done,
            "failed(insufficient_balance)" => Meaning::Refused(Reason::InsufficientFunds),
            "failed(limit_single)" | "failed(limit_day)" => Meaning::Refused(Reason::LimitExceeded),
            state if state == "processing" || state.starts_with("unknown") => Meaning::Unknown,
            state => panic!("{state}"),
        };
        assert_eq!(told(&row).await, expected, "{row:?}");
    }
}

use super::*;
use crate::guard::tests::open;

const NONCE: &str = "8f0c1d2e3b4a5968";

pub fn keys(secrets: &[u8]) -> WrappingKeys {
    WrappingKeys::of(&open(&secrets.iter().map(|secret| [*secret; 32]).collect::<Vec<_>>()))
}

/// A message as the adapter of Lianrong sends it: its category and serial, and what of it is a secret.
pub fn message(secret: u8, nonce: &str, (category, serial): (&str, &str), told: &Value) -> Value {
    let bound =
        Bound { way: "request", category: category.to_owned(), serial: serial.to_owned(), nonce: nonce.to_owned() };
    let sealed = keys(&[secret]).seal(&bound, told.as_object().unwrap().clone()).unwrap();
    json!({ "category": category, "serial": serial, "payer_no": "PN1", "sealed": sealed })
}

/// What Lianrong opens of an answer.
pub fn told(secret: u8, nonce: &str, (category, serial): (&str, &str), answer: &Value) -> Value {
    let bound =
        Bound { way: "answer", category: category.to_owned(), serial: serial.to_owned(), nonce: nonce.to_owned() };
    let sealed: Sealed = serde_json::from_value(answer["sealed"].clone()).unwrap();
    Value::Object(keys(&[secret]).open(&bound, &sealed).unwrap())
}

fn opened(keys: &WrappingKeys, message: &Value) -> Result<Value, Refusal> {
    keys.opened(NONCE, message.as_object().unwrap().clone()).map(|(_, message)| message)
}

fn not_this(name: &str) -> Result<Value, Refusal> {
    Err(Refusal::NotThis(name.to_owned()))
}

/// The adapter's own vector: both sides agree without having a line in common.
#[test]
fn what_lianrong_publishes_is_opened() {
    let message = json!({
        "category": "0202", "serial": "SGN-1",
        "sealed": {
            "key_version": "6c330d26",
            "key": "AQEBAQEBAQEBAQEBW73nI0rM2A6iWaLcvZspRCylzGDSIBZknJjdxRLKaWtLBiN3lc3OzndflMMxHZ4k",
            "fields": { "code": "AgICAgICAgICAgICsx85ujntDkgX8SsHTLGzgxNurvoulY5J" },
        },
    });
    let expected = json!({ "category": "0202", "serial": "SGN-1", "code": "824613" });
    assert_eq!(opened(&keys(&[7]), &message), Ok(expected.clone()));
    assert_eq!(opened(&keys(&[8, 7]), &message), Ok(expected));
    let unknown = opened(&keys(&[8]), &message).unwrap_err();
    assert_eq!((unknown.code(), &unknown), ("PS400001", &Refusal::VersionUnknown("6c330d26".to_owned())));
    assert!(unknown.to_string().contains("6c330d26"), "{unknown}");
}

#[test]
fn what_was_changed_swapped_replayed_or_sent_in_clear_is_not_looked_at() {
    let keys = keys(&[7]);
    let secret = json!({ "code": "824613", "payer": { "name": "诸葛亮" } });
    let sent = message(7, NONCE, ("0202", "SGN-1"), &secret);
    assert_eq!(opened(&keys, &sent).unwrap()["payer"]["name"], "诸葛亮");
    assert!(!sent.to_string().contains("824613") && !sent.to_string().contains("诸葛亮"), "{sent}");
    let with = |change: &dyn Fn(&mut Value)| {
        let mut changed = sent.clone();
        change(&mut changed);
        opened(&keys, &changed)
    };
    let other = message(7, NONCE, ("0202", "SGN-2"), &secret);
    let tag = |text: &Value| {
        let mut bytes = STANDARD.decode(text.as_str().unwrap()).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        json!(STANDARD.encode(bytes))
    };
    let code = |changed: &mut Value, value: Value| changed["sealed"]["fields"]["code"] = value;
    assert_eq!(with(&|changed| code(changed, tag(&sent["sealed"]["fields"]["code"]))), not_this("code"));
    assert_eq!(with(&|changed| code(changed, sent["sealed"]["fields"]["payer"].clone())), not_this("code"));
    assert_eq!(with(&|changed| code(changed, other["sealed"]["fields"]["code"].clone())), not_this("code"));
    assert_eq!(with(&|changed| code(changed, json!("824613"))), not_this("code"));
    for key in [&other["sealed"]["key"], &tag(&sent["sealed"]["key"]), &json!("")] {
        assert_eq!(with(&|changed| changed["sealed"]["key"] = key.clone()), not_this("key"), "{key}");
    }
    assert_eq!(with(&|changed| changed["sealed"] = other["sealed"].clone()), not_this("key"));
    for field in ["category", "serial"] {
        assert_eq!(with(&|changed| changed[field] = json!("another")), not_this("key"), "{field}");
    }
    let again = keys.opened("another number 16", sent.as_object().unwrap().clone()).err();
    assert_eq!(again, Some(Refusal::NotThis("key".to_owned())), "under another number");
    for missing in [Value::Null, json!("?"), json!({})] {
        assert_eq!(with(&|changed| changed["sealed"] = missing.clone()), not_this("sealed"), "{missing}");
    }
    for field in ASKED {
        assert_eq!(with(&|changed| changed[field] = json!("824613")), Err(Refusal::InClear(field)), "{field}");
    }
}

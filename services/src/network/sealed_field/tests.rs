use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

use serde_json::json;

use super::*;

/// Bytes that differ from call to call.
fn randomness() -> Randomness {
    let calls = AtomicU8::new(1);
    Arc::new(move |buffer: &mut [u8]| buffer.fill(calls.fetch_add(1, Ordering::Relaxed)))
}

fn keys(secrets: &[u8]) -> WrappingKeys {
    WrappingKeys::of(&LineKeys::of(secrets.iter().map(|secret| [*secret; 32]).collect()), randomness())
}

const BOUND: Bound<'static> = Bound { way: Way::Request, category: "0202", serial: "SGN-1", nonce: "8f0c1d2e3b4a5968" };

fn secret() -> Value {
    json!({ "code": "824613", "payer": { "name": "诸葛亮" } })
}

fn not_this(name: &str) -> Option<OpenError> {
    Some(OpenError::NotThis(name.to_owned()))
}

/// The network's side has the same vector.
#[test]
fn what_is_published_is_opened() {
    let sealed: Sealed = serde_json::from_value(json!({
        "key_version": "6c330d26",
        "key": "AQEBAQEBAQEBAQEBW73nI0rM2A6iWaLcvZspRCylzGDSIBZknJjdxRLKaWtLBiN3lc3OzndflMMxHZ4k",
        "fields": { "code": "AgICAgICAgICAgICsx85ujntDkgX8SsHTLGzgxNurvoulY5J" },
    }))
    .unwrap();
    assert_eq!(Value::Object(keys(&[7]).open(BOUND, &sealed).unwrap()), json!({ "code": "824613" }));
}

#[test]
fn what_was_sealed_is_opened_by_whoever_has_the_secret_and_is_never_sealed_alike() {
    let keys = keys(&[7]);
    let (one, other) = (keys.seal(BOUND, &secret()).unwrap(), keys.seal(BOUND, &secret()).unwrap());
    assert_eq!(Value::Object(keys.open(BOUND, &one).unwrap()), secret());
    assert!(one.key != other.key && one.fields["code"] != other.fields["code"]);
    let sent = serde_json::to_string(&one).unwrap();
    assert!(!sent.contains("824613") && !sent.contains("诸葛亮"), "{sent}");
    assert!(keys.seal(BOUND, &"824613").is_err(), "only fields are sealed");
}

#[test]
fn what_is_part_of_another_message_is_not_opened() {
    let keys = keys(&[7]);
    let sealed = keys.seal(BOUND, &secret()).unwrap();
    for other in [
        Bound { way: Way::Answer, ..BOUND },
        Bound { category: "0201", ..BOUND },
        Bound { serial: "SGN-2", ..BOUND },
        Bound { nonce: "8f0c1d2e3b4a5969", ..BOUND },
    ] {
        assert_eq!(keys.open(other, &sealed).err(), not_this("key"));
        // The key of one message with the fields of the other: neither way.
        let replayed = Sealed { key: keys.seal(other, &secret()).unwrap().key, ..sealed.clone() };
        assert_eq!(keys.open(other, &replayed).err(), not_this("code"));
        assert_eq!(keys.open(BOUND, &replayed).err(), not_this("key"));
    }
}

#[test]
fn fields_that_were_swapped_changed_or_cut_are_named() {
    let keys = keys(&[7]);
    let sealed = keys.seal(BOUND, &secret()).unwrap();
    let with = |name: &str, value: &str| {
        let mut changed = sealed.clone();
        changed.fields.insert(name.to_owned(), value.to_owned());
        keys.open(BOUND, &changed).err()
    };
    assert_eq!(with("code", &sealed.fields["payer"]), not_this("code"));
    assert_eq!(with("payer", &sealed.fields["code"]), not_this("payer"));
    assert_eq!(with("agreement_no", &sealed.fields["code"]), not_this("agreement_no"));
    assert_eq!(with("code", &sealed.key), not_this("code"));
    for wrong in ["", "824613", "?", "AAAAAAAAAAAAAAAA"] {
        assert_eq!(with("code", wrong), not_this("code"), "{wrong}");
    }
    let whole = STANDARD.decode(&sealed.fields["code"]).unwrap();
    for place in 0..whole.len() {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        assert_eq!(with("code", &STANDARD.encode(&changed)), not_this("code"), "byte {place}");
        assert_eq!(with("code", &STANDARD.encode(&whole[..place])), not_this("code"), "cut at {place}");
    }
}

#[test]
fn an_older_secret_still_opens_and_a_version_that_is_not_known_is_said() {
    let sealed = keys(&[7]).seal(BOUND, &secret()).unwrap();
    let both = keys(&[8, 7]);
    assert_eq!(Value::Object(both.open(BOUND, &sealed).unwrap()), secret());
    let newer = both.seal(BOUND, &secret()).unwrap();
    let unknown = keys(&[7]).open(BOUND, &newer).unwrap_err();
    assert_eq!(unknown, OpenError::VersionUnknown(newer.key_version.clone()));
    assert!(unknown.to_string().contains(&newer.key_version), "{unknown}");
    // Another version's name on it does not help.
    let renamed = Sealed { key_version: sealed.key_version, ..newer };
    assert_eq!(keys(&[7]).open(BOUND, &renamed).err(), not_this("key"));
}

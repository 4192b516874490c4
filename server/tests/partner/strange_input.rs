//! Whatever is sent, it is the sender's mistake: no input makes the server fail.

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use reqwest::Method;
use serde_json::json;

use crate::{
    client::{Call, Served},
    draws::{instruction, requested, with_line},
};

#[tokio::test]
async fn a_body_that_is_not_what_the_operation_takes_is_refused() {
    let served = with_line().await;
    let draw = requested(&served.world, 1, "50000").await;
    let instruct = |body: &[u8]| Call {
        body: body.to_vec(),
        ..served.post('a', &format!("/draws/{draw}/instruction"), &json!(null))
    };
    for body in [
        &b""[..],
        b"{",
        b"null",
        b"[]",
        b"\xff\xfe",
        br#"{"amount":"50000.00"}"#,
        br#"{"amount":50000,"payment_reference":"1"}"#,
        br#"{"amount":"5e4","payment_reference":"1"}"#,
        br#"{"amount":"500,00","payment_reference":"1"}"#,
        br#"{"amount":"50,000.00","payment_reference":"1"}"#,
        br#"{"amount":"20,00,00.00","payment_reference":"1"}"#,
        br#"{"amount":"50000","payment_reference":"1"}"#,
        br#"{"amount":" 50000.00","payment_reference":"1"}"#,
        r#"{"amount":"５００００.00","payment_reference":"1"}"#.as_bytes(),
        r#"{"amount":"￥5_0_000,.00","payment_reference":"1"}"#.as_bytes(),
        br#"{"amount":"100000000000.01","payment_reference":"1"}"#,
        br#"{"amount":"99999999999999999999999999","payment_reference":"1"}"#,
        br#"{"amount":"50000.00","payment_reference":"1","extra":1}"#,
        br#"{"amount":"50000.00","amount":"50000.00","payment_reference":"1"}"#,
        br#"{"amount":"50000.00","payment_reference":"a\u0000b"}"#,
        br#"{"amount":"50000.00","payment_reference":"\ud800"}"#,
        format!(r#"{{"amount":"50000.00","payment_reference":"{}"}}"#, "长".repeat(501)).as_bytes(),
        br#"{"amount":"50000.00","payment_reference":{}} trailing"#,
        &[b'['; 10_000],
    ] {
        let answer = served.send(&instruct(body)).await;
        assert_eq!(answer.problem(), (400, "body.invalid".to_owned()), "{body:?}");
    }
    let right = instruction("50000.00").to_string();
    for content_type in [None, Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("application/jsonx")]
    {
        let call = Call { content_type, ..instruct(right.as_bytes()) };
        assert_eq!(served.problem(call).await, (415, "body.content_type".to_owned()), "{content_type:?}");
    }
    // Case 58: what is signed is what is read.
    let packed = Call { malformed: Some(("content-encoding", "gzip")), ..instruct(right.as_bytes()) };
    assert_eq!(served.problem(packed).await, (415, "body.content_encoding".to_owned()));
    served.ok(Call { content_type: Some("Application/JSON; charset=utf-8"), ..instruct(right.as_bytes()) }).await;
    served.world.finish().await;
}

#[tokio::test]
async fn a_body_is_one_mebibyte_at_most() {
    let served = Served::new().await;
    let sized =
        |bytes: usize| Call { body: vec![b' '; bytes], ..served.post('a', "/draws/draw_x/acceptance", &json!(null)) };
    assert_eq!(served.problem(sized(1_048_577)).await, (413, "body.too_large".to_owned()));
    assert_eq!(served.problem(sized(1_048_576)).await, (404, "not_found".to_owned()));
    served.world.finish().await;
}

#[tokio::test]
async fn paths_and_methods_that_do_not_exist_are_problems_too() {
    let served = Served::new().await;
    for (method, target, expected) in [
        (Method::GET, "/nothing", (404, "not_found")),
        (Method::GET, "/draws/", (404, "not_found")),
        (Method::GET, "/draws/draw_x/acceptance", (405, "method_not_allowed")),
        (Method::DELETE, "/draws", (405, "method_not_allowed")),
        (Method::PUT, "/products", (405, "method_not_allowed")),
    ] {
        let call = served.call('a', method.clone(), target);
        let call = if method == Method::GET { Call { request_no: None, ..call } } else { call };
        let (status, code) = expected;
        assert_eq!(served.problem(call).await, (status, code.to_owned()), "{method} {target}");
    }
    served.world.finish().await;
}

/// Pieces that mean something to the server, and pieces that mean nothing to anybody.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "null",
        "-1",
        "1e999",
        "0.01",
        "\"amount\"",
        "\"reason\"",
        "\"limit\"",
        "\"payment_reference\"",
        "\"product_version\"",
        "\"annual_rate\"",
        "\"method\"",
        "\"tenors\"",
        "\"valid_days\"",
        "\"50000.00\"",
        "\"0.144\"",
        "\"bullet\"",
        "\"30d\"",
        "\"\\u0000\"",
        "\"\\ud83d\"",
        "\"额度\"",
        "\"version_00000000000000000000000007\"",
        "4294967296",
        "18446744073709551616",
    ])
    .prop_map(|text| text.as_bytes().to_vec());
    let noise = prop::collection::vec(any::<u8>(), 0..12);
    prop::collection::vec(prop_oneof![4 => known, 1 => noise], 0..24).prop_map(|parts| parts.concat())
}

/// Bodies with every field of an operation, each of any kind.
fn forms() -> impl Strategy<Value = Vec<u8>> {
    let value = prop_oneof![
        "\\PC{0,40}".prop_map(|text| json!(text)),
        any::<i64>().prop_map(|number| json!(number)),
        any::<f64>().prop_map(|number| json!(number)),
        prop::sample::select(vec![
            json!(null),
            json!([]),
            json!({}),
            json!(["30d", "30d"]),
            json!(["0d", "4294967295m"]),
            json!("-0.01"),
            json!("100000000000.00"),
            json!("79228162514264337593543950335"),
            json!("bullet"),
            json!("0.24"),
            json!("version_00000000000000000000000007"),
            json!(0),
            json!(4_294_967_295u32),
        ]),
    ];
    let fields = [
        "amount",
        "payment_reference",
        "reason",
        "product_version",
        "limit",
        "annual_rate",
        "method",
        "tenors",
        "valid_days",
    ];
    prop::collection::vec((prop::sample::subsequence(fields.to_vec(), 0..=fields.len()), value), 1..6).prop_map(
        |parts| {
            let mut form = serde_json::Map::new();
            for (names, value) in parts {
                form.extend(names.into_iter().map(|name| (name.to_owned(), value.clone())));
            }
            serde_json::Value::Object(form).to_string().into_bytes()
        },
    )
}

fn targets(draw: String) -> impl Strategy<Value = String> {
    let id = prop_oneof![
        Just(draw),
        "[a-z]{1,10}_[0-9a-z]{26}",
        "[A-Za-z0-9!$*+,;:=@._~()-]{1,40}",
        prop::sample::select(vec!["%00".to_owned(), "%F0%9F".to_owned(), "%2F..%2F".to_owned(), "draw_".to_owned()]),
    ];
    let operation = prop::sample::select(vec![
        "draws/ID/acceptance",
        "draws/ID/refusal",
        "draws/ID/instruction",
        "repayments/ID/confirmation",
        "pre-credit-rounds/ID/offer",
        "pre-credit-rounds/ID/decline",
        "draws",
        "repayments",
        "products",
        "pre-credit-rounds",
        "draws?cursor=ID",
        "draws?state=ID",
        "repayments?limit=ID",
        "draws?cursor=253402300800000000_00000000000000000000000000000007",
    ]);
    (operation, id).prop_map(|(operation, id)| format!("/{}", operation.replace("ID", &id)))
}

#[tokio::test]
async fn no_input_makes_the_server_fail() {
    let served = with_line().await;
    let draw = requested(&served.world, 1, "50000").await.to_string();
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), rng);
    let inputs = (any::<bool>(), targets(draw), prop_oneof![pieces(), forms()], any::<bool>());
    let mut statuses = std::collections::BTreeMap::<u16, u32>::new();
    for _ in 0..600 {
        let (read, target, body, mislabelled) = inputs.new_tree(&mut runner).unwrap().current();
        let method = if read { Method::GET } else { Method::POST };
        let call = served.call('a', method, &target);
        let request_no = call.request_no.clone().filter(|_| !read);
        let content_type = if mislabelled && body.len() % 7 == 0 { Some("text/html") } else { call.content_type };
        let call = Call { request_no, content_type, body, ..call };
        let answer = served.send(&call).await;
        assert!(answer.status.as_u16() < 500, "{call:?} got {answer:?}");
        *statuses.entry(answer.status.as_u16()).or_default() += 1;
    }
    // The inputs are of use only if they get past the first check.
    for status in [200, 400, 404, 405] {
        assert!(statuses.contains_key(&status), "{statuses:?}");
    }
    served.world.finish().await;
}

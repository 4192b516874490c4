//! What partners are told is what the document says.

use domain::event::PartnerEventKind;
use serde_json::{Value, json};
use services::event::number_events;

use crate::{
    client::Served,
    draws::{instruction, requested, with_line},
    harness::yuan,
};

/// Checks a value against as much of JSON Schema as the document uses.
fn check(schema: &Value, value: &Value, place: &str) {
    match schema["type"].as_str().unwrap_or_else(|| panic!("{place} has no type: {schema}")) {
        "object" => {
            let fields = value.as_object().unwrap_or_else(|| panic!("{place} is no object: {value}"));
            let none = serde_json::Map::new();
            let known = schema["properties"].as_object().unwrap_or(&none);
            for (name, field) in fields {
                let schema = known.get(name).unwrap_or_else(|| panic!("{place}.{name} is not in the document"));
                check(schema, field, &format!("{place}.{name}"));
            }
            for name in schema["required"].as_array().into_iter().flatten() {
                assert!(fields.contains_key(name.as_str().unwrap()), "{place} lacks {name}: {value}");
            }
        }
        "array" => value.as_array().unwrap().iter().for_each(|item| check(&schema["items"], item, place)),
        "integer" => assert!(value.is_i64(), "{place}: {value}"),
        "string" => {
            let text = value.as_str().unwrap_or_else(|| panic!("{place} is no text: {value}"));
            let has_form = match schema["format"].as_str() {
                Some("date") => text.len() == 10,
                Some("date-time") => text.len() >= 20 && text.contains('T'),
                _ if schema.get("pattern").is_some() => text.split_once('.').is_some_and(|(_, fen)| fen.len() == 2),
                _ => true,
            };
            assert!(has_form, "{place}: {text}");
        }
        other => panic!("{place}: {other}"),
    }
    if let Some(allowed) = schema.get("enum") {
        assert!(allowed.as_array().unwrap().contains(value), "{place}: {value} is none of {allowed}");
    }
}

/// The schema of an event's webhook.
fn schema<'d>(document: &'d Value, code: &str) -> &'d Value {
    &document["webhooks"][code]["post"]["requestBody"]["content"]["application/json"]["schema"]
}

/// The kinds of what a partner was told, each as the document has it.
pub async fn told(served: &Served, partner: char) -> Vec<String> {
    number_events(&served.world.db).await.unwrap();
    let document = served.document().await;
    let told = served.ok(served.get(partner, "/events")).await;
    let events = told["events"].as_array().unwrap();
    for (number, event) in (1..).zip(events) {
        let code = event["type"].as_str().unwrap();
        check(schema(&document, code), event, code);
        assert_eq!(event["number"], json!(number));
    }
    events.iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn every_event_has_a_webhook_and_is_told_as_it_says() {
    let served = with_line().await;
    let document = served.document().await;
    assert_eq!(document["webhooks"].as_object().unwrap().len(), PartnerEventKind::ALL.len());
    for kind in PartnerEventKind::ALL {
        let schema = schema(&document, kind.code());
        assert_eq!(schema["required"].as_array().unwrap().len(), 7, "{}", kind.code());
        assert_eq!(schema["properties"]["type"]["enum"], json!([kind.code()]));
    }
    let draw = requested(&served.world, 1, "50000").await;
    served.ok(served.post('a', &format!("/draws/{draw}/instruction"), &instruction("50000.00"))).await;
    served.world.record_receipt(draw, yuan("50000")).await;
    assert_eq!(told(&served, 'a').await, ["draw.requested", "draw.instructed", "loan.credited"]);
    assert_eq!(told(&served, 'b').await, [""; 0]);
    served.world.finish().await;
}

/// Case 62. That no answer has a null is asserted of each ([`Served::ok`]).
#[tokio::test]
async fn what_may_be_absent_is_described_as_absent_and_not_as_null() {
    let served = with_line().await;
    let document = served.document().await;
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let views: Vec<_> = schemas.iter().filter(|(name, _)| name.ends_with("View")).collect();
    assert!(views.len() > 30, "{} views", views.len());
    for (name, view) in views {
        assert!(!view.to_string().contains("\"null\""), "{name}: {view}");
    }
    for (name, field) in [("DebtView", "why_not"), ("DebitView", "returned"), ("DrawView", "credited_at")] {
        let (required, described) = (&schemas[name]["required"], &schemas[name]["properties"][field]);
        assert!(!required.as_array().unwrap().contains(&json!(field)), "{name}.{field}");
        assert_eq!(described["type"], "string", "{name}.{field}");
    }
    requested(&served.world, 1, "50000").await;
    let asked = served.ok(served.get('a', "/draws")).await;
    assert!(asked["draws"][0].get("credited_at").is_none() && asked.get("next").is_none(), "{asked}");
    served.world.finish().await;
}

/// No endpoint can be reached from here; who may be told where is tried in the use cases' own tests.
#[tokio::test]
async fn an_endpoint_that_is_not_public_is_refused_and_nothing_is_sent_again_without_one() {
    let served = with_line().await;
    requested(&served.world, 1, "50000").await;
    assert_eq!(told(&served, 'a').await, ["draw.requested"]);
    for body in [json!({ "url": "https://10.0.0.5/" }), json!({ "url": "", "wants_success": true })] {
        let refused = served.problem(served.post('a', "/endpoints", &body)).await;
        assert_eq!(refused, (422, "endpoint.not_public".to_owned()));
    }
    for body in [json!({}), json!({ "url": 7 }), json!({ "url": "https://a.example/", "to_url": "https://b.example/" })]
    {
        assert_eq!(served.problem(served.post('a', "/endpoints", &body)).await, (400, "body.invalid".to_owned()));
    }
    assert_eq!(served.ok(served.get('a', "/endpoints")).await, json!({ "endpoints": [] }));
    let again = |body: Value| served.post('a', "/notices/redeliver", &body);
    let none = served.problem(again(json!({ "from": 1, "to": 9_999 }))).await;
    assert_eq!(none, (422, "endpoint.none_in_force".to_owned()));
    for body in [json!({ "from": -1, "to": 1 }), json!({ "from": 1, "to": 1, "to_url": "https://b.example/" })] {
        assert_eq!(served.problem(again(body)).await, (400, "body.invalid".to_owned()));
    }
    served.world.finish().await;
}

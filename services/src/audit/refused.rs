//! What stays of a command that was refused: which things it names, and its amounts, dates and choices. What a person wrote
//! stays nowhere but where it belongs, and a refusal is no such place.

use domain::{Amount, Reference};
use serde_json::Value;

/// How many items of a list are kept.
const ITEMS: usize = 20;
/// In the place of a text.
const LEFT_OUT: &str = "…";

/// The first thing of ours that the content names, in the order in which it was written.
pub fn first_subject(content: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(content).ok()?;
    text.split('"').find(|part| is_id(part)).map(str::to_owned)
}

/// The command of a request's content, which is who asks and what for.
pub fn command(content: &[u8]) -> Option<Value> {
    let (_, command): (Value, Value) = serde_json::from_slice(content).ok()?;
    Some(kept(command))
}

fn kept(value: Value) -> Value {
    match value {
        Value::String(text) if is_ours(&text) => Value::String(text),
        Value::String(_) => Value::String(LEFT_OUT.to_owned()),
        Value::Array(items) => Value::Array(items.into_iter().take(ITEMS).map(kept).collect()),
        Value::Object(fields) => fields.into_iter().map(|(name, field)| (name, kept(field))).collect(),
        plain => plain,
    }
}

/// Whether a text has a form that only we give out, or that says nothing of a person.
fn is_ours(text: &str) -> bool {
    let is_amount = text.parse::<Amount>().is_ok_and(|amount| amount.to_string() == text);
    let is_date = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    is_id(text) || is_amount || is_date || text.parse::<Reference>().is_ok()
}

/// `loan_01j…`: a concept, an underscore, and 26 characters.
fn is_id(text: &str) -> bool {
    text.split_once('_').is_some_and(|(concept, id)| {
        !concept.is_empty()
            && concept.bytes().all(|byte| byte.is_ascii_lowercase())
            && id.len() == 26
            && id.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use domain::id::{LoanId, QuoteId};
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_a_person_wrote_is_left_out_and_what_it_was_about_stays() {
        let (quote, loan) = (QuoteId(Uuid::from_u128(7)).to_string(), LoanId(Uuid::from_u128(8)).to_string());
        let given = json!(["user:agent-1", {
            "z_quote": quote, "a_loan": loan, "amount": "1234.50", "on": "2026-11-20", "reference": "DRW2026112000000017",
            "agree": true, "days": 30, "phone": "13800001402", "password": "correct_horse", "note": "张三 500103199001011234",
            "months": [1, "二"], "nothing": null,
        }]);
        let content = serde_json::to_vec(&given).unwrap();
        assert_eq!(
            command(&content),
            Some(json!({
                "z_quote": quote, "a_loan": loan, "amount": "1234.50", "on": "2026-11-20",
                "reference": "DRW2026112000000017", "agree": true, "days": 30, "phone": "…", "password": "…", "note": "…",
                "months": [1, "…"], "nothing": null,
            }))
        );
    }

    #[test]
    fn the_first_thing_that_is_named_is_what_it_was_about() {
        let (quote, loan) = (QuoteId(Uuid::from_u128(7)).to_string(), LoanId(Uuid::from_u128(8)).to_string());
        let content = format!(r#"["user:agent-1",{{"note":"a \"{loan}\" b","z_quote":"{quote}","a_loan":"{loan}"}}]"#);
        assert_eq!(first_subject(content.as_bytes()), Some(quote));
        assert_eq!(first_subject(br#"["user:agent-1",{"amount":"1.00"}]"#), None);
    }
}

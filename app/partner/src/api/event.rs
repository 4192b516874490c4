//! What a partner was told.

use parts::api::{Answer, Told, db, instant, reader};
use serde_json::Value;
use services::page::Page;

/// Something that happened, as this partner is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventView {
    pub number: i64,
    pub code: String,
    pub subject: String,
    /// What it says: the names of its facts, and what they are. One without a name has an empty one.
    pub facts: Vec<(String, String)>,
    pub at: String,
}

/// A page of what the visitor's side was told, the newest first; of what was told before a number.
pub async fn events(before: Option<String>) -> Answer<Page<EventView, i64>> {
    let before = before.and_then(|text| text.parse().ok());
    let rows = services::event::newest_events(&db(), &reader()?, before).await.told()?;
    Ok(rows.map(|row| EventView {
        number: row.number,
        code: row.code,
        subject: row.subject,
        facts: facts(&row.payload),
        at: instant(row.at),
    }))
}

/// What a person can read of a payload.
fn facts(payload: &Value) -> Vec<(String, String)> {
    let fact = |name: &str, value: &Value| {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        Some((name.to_owned(), text))
    };
    match payload {
        Value::Object(fields) => fields.iter().filter_map(|(name, value)| fact(name, value)).collect(),
        Value::Array(values) => values.iter().filter_map(|value| fact("", value)).collect(),
        value => fact("", value).into_iter().collect(),
    }
}

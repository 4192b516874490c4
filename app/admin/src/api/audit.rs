//! The audit trail: who did what to what, with what it was and has become.

use std::collections::BTreeMap;

use domain::audit::Outcome;
use parts::api::{Answer, RequestProblem, Told, bad_field, date, db, instant, page, reader};
use serde_json::Value;
use services::{audit::AuditFilter, page::Page};

/// Which part of the trail; what is none does not narrow it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    pub subject: Option<String>,
    pub actor: Option<String>,
    pub operation: Option<String>,
    /// Days: `2026-11-20`.
    pub from: Option<String>,
    pub to: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRowView {
    pub recorded_at: String,
    pub actor: String,
    /// Empty for what has no name of its own.
    pub actor_name: String,
    pub operation: String,
    pub subject: String,
    /// Its number or name; empty where it has none.
    pub subject_name: String,
    pub refused: bool,
    /// What it changed; of what was refused, what was asked for.
    pub changes: Vec<ChangeView>,
}

/// One fact that differs. None is one that was not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeView {
    /// Where it stands: `terms.annual_rate`.
    pub path: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A page of the trail, newest first.
pub async fn audit_trail(query: AuditQuery, after: Option<String>) -> Answer<Page<AuditRowView>> {
    let context = reader()?;
    let day = |text: Option<String>| text.map(|text| date(&text)).transpose();
    let AuditQuery { subject, actor, operation, from, to } = query;
    let filter = AuditFilter { subject, actor, operation, from: day(from)?, to: day(to)? };
    if filter.from.zip(filter.to).is_some_and(|(from, to)| from > to) {
        return Err(bad_field(RequestProblem::DatesReversed));
    }
    let rows = services::audit::audit_trail(&db(), &context, filter, page(after)).await.told()?;
    let view = |row: services::audit::AuditRow| AuditRowView {
        recorded_at: instant(row.recorded_at),
        actor: row.actor,
        actor_name: row.actor_name.unwrap_or_default(),
        operation: row.operation,
        subject: row.subject,
        subject_name: row.subject_name,
        refused: row.outcome == Outcome::Refused,
        changes: differences(row.before.as_ref(), row.after.or(row.command).as_ref()),
    };
    Ok(rows.map(view))
}

/// Every fact that was changed, came or went, by its path.
fn differences(before: Option<&Value>, after: Option<&Value>) -> Vec<ChangeView> {
    let (before, after) = (facts(before), facts(after));
    let mut paths: Vec<&String> = before.keys().chain(after.keys()).collect();
    paths.sort();
    paths.dedup();
    let change = |path: &String| ChangeView {
        path: path.clone(),
        before: before.get(path).cloned(),
        after: after.get(path).cloned(),
    };
    paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).map(change).collect()
}

fn facts(value: Option<&Value>) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    if let Some(value) = value {
        flatten("", value, &mut facts);
    }
    facts
}

fn flatten(path: &str, value: &Value, facts: &mut BTreeMap<String, String>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Null => {}
        Value::Object(fields) => fields.iter().for_each(|(name, field)| flatten(&below(name), field, facts)),
        Value::Array(items) => {
            (1..).zip(items).for_each(|(place, item): (usize, _)| flatten(&below(&place.to_string()), item, facts));
        }
        Value::String(text) => {
            facts.insert(path.to_owned(), text.clone());
        }
        Value::Bool(_) | Value::Number(_) => {
            facts.insert(path.to_owned(), value.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_is_told_with_its_path() {
        let before = json!({ "state": "requested", "funds": "0.00", "terms": { "days": [7, 30] }, "gone": 1 });
        let after = json!({ "state": "awaiting", "funds": "0.00", "terms": { "days": [7, 60] }, "new": true });
        let told: Vec<_> = differences(Some(&before), Some(&after))
            .into_iter()
            .map(|change| (change.path, change.before.unwrap_or_default(), change.after.unwrap_or_default()))
            .collect();
        let expected =
            [("gone", "1", ""), ("new", "", "true"), ("state", "requested", "awaiting"), ("terms.days.2", "30", "60")];
        assert_eq!(told, expected.map(|(path, from, to)| (path.to_owned(), from.to_owned(), to.to_owned())));
    }

    #[test]
    fn what_came_into_being_has_nothing_before() {
        let told = differences(Some(&json!(null)), Some(&json!({ "file_name": "a.csv" })));
        assert_eq!(told, [ChangeView { path: "file_name".to_owned(), before: None, after: Some("a.csv".to_owned()) }]);
        assert_eq!(differences(None, None), []);
    }
}

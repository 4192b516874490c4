//! What the pages of agents and partners share: their people, and their newest rows of the trail.

use parts::api::instant;

/// One of a party's people.
#[derive(Clone, Debug)]
pub struct SomebodyView {
    pub id: String,
    pub name: String,
    pub username: String,
    pub disabled: bool,
}

/// A row of the trail.
#[derive(Clone, Debug)]
pub struct TraceView {
    pub at: String,
    pub operation: String,
    pub actor: String,
    pub subject: String,
    /// Its number or name; empty where it has none.
    pub subject_name: String,
    pub refused: bool,
}

impl SomebodyView {
    pub(super) fn of(row: services::party::Somebody) -> Self {
        let services::party::Somebody { id, name, username, disabled } = row;
        Self { id: id.to_string(), name, username, disabled }
    }
}

impl TraceView {
    pub(super) fn of(row: services::party::Trace) -> Self {
        Self {
            at: instant(row.at),
            operation: row.operation,
            actor: row.actor,
            subject: row.subject,
            subject_name: row.subject_name,
            refused: row.outcome == domain::audit::Outcome::Refused,
        }
    }
}

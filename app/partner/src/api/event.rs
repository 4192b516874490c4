//! What a partner was told.

use parts::api::{Answer, Told, db, instant, reader};
use services::page::Page;

/// Something that happened, as this partner is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventView {
    pub number: i64,
    pub code: String,
    pub subject: String,
    /// What it says, as a system gets it.
    pub payload: String,
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
        payload: row.payload.to_string(),
        at: instant(row.at),
    }))
}

//! The bank's feed of the reserve accounts: how far it was read, and what in it could not be.

use domain::bank_movement::UnreadReason;
use leptos::prelude::*;
use parts::api::{Answer, Told, db, id, instant, new_request_no, page, reader, role, writer};
use services::page::Page;

/// How far the feed of one account was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedView {
    pub account_no: String,
    pub account_name: String,
    /// When it was last read to its end; empty where it never was.
    pub read_at: String,
    /// Whole minutes since then.
    pub age_minutes: i64,
}

/// A line that could not be read or recorded, and waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadLineView {
    pub id: String,
    pub account_no: String,
    /// As the bank told it.
    pub text: String,
    pub reason: UnreadReason,
    pub recorded_at: String,
    /// Of the form with which the visitor may say what became of it; empty when the visitor may not.
    pub request_no: String,
}

/// The feed of every reserve account.
pub async fn feeds() -> Answer<Vec<FeedView>> {
    let db = db();
    let rows = services::worklist::feeds(&db, &reader()?).await.told()?;
    let view = |row: services::worklist::FeedRow| FeedView {
        account_no: row.account_no,
        account_name: row.account_name,
        read_at: row.read_at.map(instant).unwrap_or_default(),
        age_minutes: row.read_at.map_or(0, |at| (db.now() - at).whole_minutes()),
    };
    Ok(rows.into_iter().map(view).collect())
}

/// The first of the lines that could not be read.
pub async fn unread_lines() -> Answer<Page<UnreadLineView>> {
    let context = reader()?;
    let rows = services::bank_movement::unread_lines(&db(), &context, page(None)).await.told()?;
    let settles = role(&context)? == domain::role::Role::OperatorMaker;
    Ok(rows.map(|row| UnreadLineView {
        id: row.id.to_string(),
        account_no: row.account_no,
        text: row.text,
        reason: row.reason,
        recorded_at: instant(row.recorded_at),
        request_no: if settles { new_request_no() } else { String::new() },
    }))
}

/// Says what became of a line.
#[server(endpoint = "feed/settle")]
pub async fn settle_unread(request_no: String, line: String, note: String) -> Answer<()> {
    let command = services::bank_movement::SettleUnreadCommand { line: id(&line)?, note };
    services::bank_movement::settle_unread(&db(), &writer(&request_no)?, command).await.told()
}

//! Files that an agent attaches to its application.

use domain::id::ApplicationId;
use leptos::prelude::*;
use parts::api::{Answer, Told, db, id, instant, writer};
use services::{
    Context, Db,
    application::{AttachCommand, AttachmentRow},
};

/// Where they are sent.
pub const UPLOAD: &str = "/agent/files/attachment";

/// A file that is attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentView {
    pub id: String,
    pub file_name: String,
    /// In units of 1,024 bytes, begun ones counted.
    pub kilobytes: i32,
    pub uploaded_at: String,
}

impl AttachmentView {
    fn of(row: AttachmentRow) -> Self {
        Self {
            id: row.id.to_string(),
            file_name: row.file_name,
            kilobytes: row.size.saturating_add(1023) / 1024,
            uploaded_at: instant(row.uploaded_at),
        }
    }
}

/// The files of an application.
pub(super) async fn attachments(db: &Db, context: &Context, application: ApplicationId) -> Answer<Vec<AttachmentView>> {
    let rows = services::application::attachments(db, context, application).await.told()?;
    Ok(rows.into_iter().map(AttachmentView::of).collect())
}

/// Attaches a file that was sent.
pub async fn attach(
    db: &Db,
    context: &Context,
    application: ApplicationId,
    (file_name, content): (String, Vec<u8>),
) -> Answer<()> {
    let command = AttachCommand { application, file_name, content };
    services::application::attach(db, context, command).await.told().map(|_| ())
}

/// Removes a file from a draft.
#[server(endpoint = "attachment/remove")]
pub async fn remove_attachment(request_no: String, attachment: String) -> Answer<()> {
    let removed = services::application::remove_attachment(&db(), &writer(&request_no)?, id(&attachment)?).await;
    let application = removed.told()?;
    leptos_axum::redirect(&format!("/agent/applications/{application}?step=2"));
    Ok(())
}

//! Files that an agent attaches to its application.

use domain::id::ApplicationId;
use parts::api::{Answer, Told, db, id, instant, reader};
use services::{
    Context, Db,
    application::{AttachCommand, AttachmentRow},
};

/// Where the files of an application are sent, and removed, with what was typed beside them.
pub const UPLOAD: &str = "/agent/files/applications/{id}";
/// Where one is fetched.
pub const DOWNLOAD: &str = "/agent/files/attachments/{id}";

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
pub async fn remove(db: &Db, context: &Context, attachment: &str) -> Answer<()> {
    services::application::remove_attachment(db, context, id(attachment)?).await.told()
}

/// A file of the shop's own, with its name and what its content says that it is.
pub async fn own_file(attachment: &str) -> Answer<(String, &'static str, Vec<u8>)> {
    let file = services::application::download_attachment(&db(), &reader()?, id(attachment)?).await.told()?;
    Ok((file.file_name, file.media.media_type(), file.content))
}

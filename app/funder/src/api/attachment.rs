//! Files of an application, for the funder's people.

use parts::api::{Answer, Told, db, id, instant, new_request_no, writer};
use services::application::AttachmentRow;

/// Where one is fetched.
pub const DOWNLOAD: &str = "/funder/files/attachments/{id}";

/// A file that is attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentView {
    /// Its own path.
    pub path: String,
    pub file_name: String,
    /// In units of 1,024 bytes, begun ones counted.
    pub kilobytes: i32,
    /// The beginning of the SHA-256 of its content.
    pub hash: String,
    pub uploaded_at: String,
}

impl AttachmentView {
    pub(super) fn of(row: AttachmentRow) -> Self {
        Self {
            path: DOWNLOAD.replace("{id}", &row.id.to_string()),
            file_name: row.file_name,
            kilobytes: row.size.saturating_add(1023) / 1024,
            hash: row.sha256.chars().take(12).collect(),
            uploaded_at: instant(row.uploaded_at),
        }
    }
}

/// A file with its name and what its content says that it is. Each time is written down.
pub async fn file(attachment: &str) -> Answer<(String, &'static str, Vec<u8>)> {
    let context = writer(&new_request_no())?;
    let file = services::application::download_attachment(&db(), &context, id(attachment)?).await.told()?;
    Ok((file.file_name, file.media.media_type(), file.content))
}

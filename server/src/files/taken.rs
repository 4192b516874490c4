//! Files that are taken away.

use axum::{
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use parts::components::export::Format;

/// A list that is taken away.
pub(super) fn attachment(name: &str, format: Format, content: Vec<u8>) -> Response {
    taken(name, format.media_type(), content)
}

/// A file that is taken away. Its name is of ASCII letters, digits and signs that stand in a name.
pub(super) fn taken(name: &str, media_type: &str, content: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, media_type), (CONTENT_DISPOSITION, disposition.as_str())], content).into_response()
}

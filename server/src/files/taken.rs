//! Files that are taken away.

use axum::{
    http::{
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
        request::Parts,
    },
    response::{IntoResponse, Response},
};
use leptos::{
    prelude::provide_context,
    reactive::{computed::ScopedFuture, owner::Owner},
};
use parts::components::export::Format;
use services::Db;

/// Makes a file as a page is made: in the visitor's name and language.
pub(super) async fn made_as_page<T>(db: Db, request: Parts, file: impl Future<Output = T> + Send + 'static) -> T {
    let made = Owner::new_root(None).with(|| {
        provide_context(request);
        provide_context(db);
        ScopedFuture::new(file)
    });
    made.await
}

/// A list that is taken away.
pub(super) fn attachment(name: &str, format: Format, content: Vec<u8>) -> Response {
    taken(name, format.media_type(), content)
}

/// A file that is taken away. Its name is of ASCII letters, digits and signs that stand in a name.
pub(super) fn taken(name: &str, media_type: &str, content: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, media_type), (CONTENT_DISPOSITION, disposition.as_str())], content).into_response()
}

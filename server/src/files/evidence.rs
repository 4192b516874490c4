//! A pack of evidence. It is asked for by a form, because what is given out is written down.

use app::evidence::pack;
use axum::{
    extract::{Path, Request, State},
    http::Uri,
    response::{IntoResponse, Redirect, Response},
};
use services::Db;

use super::{
    taken::{made_as_page, taken},
    upload::back,
};

/// What the path has behind that of its page.
const BELOW: &str = "/pack";

/// Makes it as a page is made: in the visitor's name.
pub async fn download(State(db): State<Db>, Path(subject): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let path = parts.uri.path().to_owned();
    match made_as_page(db, parts, async move { pack(&subject).await }).await {
        Ok((name, content)) => taken(&name, "application/zip", content),
        Err(error) => back(path.trim_end_matches(BELOW), &path, error).into_response(),
    }
}

/// Who had to sign in before comes to the thing itself.
pub async fn page(uri: Uri) -> Redirect {
    Redirect::to(uri.path().trim_end_matches(BELOW))
}

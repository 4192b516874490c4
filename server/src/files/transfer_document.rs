//! A file for a transfer of debts, as either side sends it. It is given out with the evidence.

use app::transfer_document::add_document;
use axum::{
    Extension,
    extract::{Multipart, Path, State},
    http::Uri,
    response::Redirect,
};
use parts::api::{Answer, Visitor};
use services::Db;

use super::upload::{Upload, back};

/// Where somebody is led who had to sign in first.
pub const FUNDER_PAGE: &str = "/funder/transfers";
pub const FACILITATOR_PAGE: &str = "/facilitator/transfers";

/// Keeps the file, and leads back to the transfer.
pub async fn upload(
    State(db): State<Db>,
    Extension(visitor): Extension<Visitor>,
    Path(transfer): Path<String>,
    uri: Uri,
    form: Multipart,
) -> Redirect {
    // The page's path is that of the form, but for what says that it takes files.
    let page = uri.path().replacen("/files", "", 1);
    match kept(&db, visitor, &transfer, form).await {
        Ok(()) => Redirect::to(&page),
        Err(error) => back(&page, uri.path(), error),
    }
}

async fn kept(db: &Db, visitor: Visitor, transfer: &str, form: Multipart) -> Answer<()> {
    let upload = Upload::read(form).await?;
    let context = visitor.writer(&upload.request_no)?;
    add_document(db, &context, transfer, (upload.file_name, upload.bytes)).await
}

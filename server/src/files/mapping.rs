//! An operator's file of mappings.

use admin::api::mapping::{UPLOAD, import_mappings};
use axum::{
    Extension,
    extract::{Multipart, State},
    response::Redirect,
};
use parts::api::{Answer, Visitor};
use services::Db;

use super::upload::{Upload, back};

pub const PAGE: &str = "/admin/mappings";

pub async fn upload(State(db): State<Db>, Extension(visitor): Extension<Visitor>, form: Multipart) -> Redirect {
    match draft(&db, visitor, form).await {
        Ok(()) => Redirect::to(PAGE),
        Err(error) => back(PAGE, UPLOAD, error),
    }
}

async fn draft(db: &Db, visitor: Visitor, form: Multipart) -> Answer<()> {
    let upload = Upload::read(form).await?;
    let context = visitor.writer(&upload.request_no)?;
    import_mappings(db, &context, &upload.file_name, upload.bytes).await
}

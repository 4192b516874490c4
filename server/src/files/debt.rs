//! A funder's file of debts.

use axum::{
    Extension,
    extract::{Multipart, State},
    response::Redirect,
};
use parts::api::{
    Answer, Visitor,
    debt_import::{UPLOAD, import_debts},
};
use services::Db;

use super::upload::{Upload, back};

pub const PAGE: &str = "/funder/debts";

pub async fn upload(State(db): State<Db>, Extension(visitor): Extension<Visitor>, form: Multipart) -> Redirect {
    match register(&db, visitor, form).await {
        Ok(()) => Redirect::to(PAGE),
        Err(error) => back(PAGE, UPLOAD, error),
    }
}

async fn register(db: &Db, visitor: Visitor, form: Multipart) -> Answer<()> {
    let upload = Upload::read(form).await?;
    let context = visitor.writer(&upload.request_no)?;
    import_debts(db, &context, &upload.file_name, upload.bytes).await
}

//! A bank statement.

use admin::api::statement::UPLOAD;
use axum::{
    Extension,
    extract::{Multipart, State},
    response::Redirect,
};
use domain::id::ImportId;
use parts::api::{Answer, Told, Visitor};
use services::{Db, bank_movement};

use super::upload::{Upload, back};

pub const PAGE: &str = "/admin/statements";

pub async fn upload(State(db): State<Db>, Extension(visitor): Extension<Visitor>, form: Multipart) -> Redirect {
    match preview(&db, visitor, form).await {
        Ok(import) => Redirect::to(&format!("{PAGE}/{import}")),
        Err(error) => back(PAGE, UPLOAD, error),
    }
}

async fn preview(db: &Db, visitor: Visitor, form: Multipart) -> Answer<ImportId> {
    let upload = Upload::read(form).await?;
    let context = visitor.writer(&upload.request_no)?;
    let account_no = upload.account_no();
    bank_movement::preview_statement(db, &context, &upload.file_name, upload.bytes, account_no).await.told()
}

//! A bank statement.

use admin::api::statement::UPLOAD;
use axum::{
    Extension,
    extract::{Multipart, State},
    response::Response,
};
use parts::api::{Answer, Told, Visitor};
use services::{Db, bank_movement};

use super::upload::{Upload, taken_on};

pub const PAGE: &str = "/admin/statements";

pub async fn upload(State(db): State<Db>, Extension(visitor): Extension<Visitor>, form: Multipart) -> Response {
    taken_on((PAGE, UPLOAD), form, |upload| preview(&db, visitor, upload)).await
}

async fn preview(db: &Db, visitor: Visitor, upload: Upload) -> Answer<String> {
    let (context, account_no) = (visitor.writer(&upload.request_no)?, upload.account_no());
    let (name, bytes) = (&upload.file_name, upload.bytes);
    let import = bank_movement::preview_statement(db, &context, name, bytes, account_no).await.told()?;
    Ok(format!("{PAGE}/{import}"))
}

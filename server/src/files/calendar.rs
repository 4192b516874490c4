//! An operator's file of days that are not as their weekday.

use admin::api::calendar::{UPLOAD, import_calendar_file};
use axum::{
    Extension,
    extract::{Multipart, State},
    response::Redirect,
};
use parts::api::{Answer, Visitor};
use services::Db;

use super::upload::{Upload, back};

pub const PAGE: &str = "/admin/calendar";

pub async fn upload(State(db): State<Db>, Extension(visitor): Extension<Visitor>, form: Multipart) -> Redirect {
    match change(&db, visitor, form).await {
        Ok(()) => Redirect::to(PAGE),
        Err(error) => back(PAGE, UPLOAD, error),
    }
}

async fn change(db: &Db, visitor: Visitor, form: Multipart) -> Answer<()> {
    let upload = Upload::read(form).await?;
    let context = visitor.writer(&upload.request_no)?;
    import_calendar_file(db, &context, &upload.file_name, upload.bytes).await
}

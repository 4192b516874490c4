//! An operator's file of days that are not as their weekday.

use admin::api::calendar::{UPLOAD, import_calendar_file};
use axum::{
    Extension,
    extract::{Multipart, State},
    response::Redirect,
};
use parts::api::Visitor;
use services::Db;

use super::upload::counted;

pub const PAGE: &str = "/admin/calendar";

pub async fn upload(State(db): State<Db>, Extension(visitor): Extension<Visitor>, form: Multipart) -> Redirect {
    counted((PAGE, UPLOAD), (visitor, form), |context, upload| async move {
        import_calendar_file(&db, &context, &upload.file_name, upload.bytes).await
    })
    .await
}

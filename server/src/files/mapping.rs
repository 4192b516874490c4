//! An operator's file of mappings.

use admin::api::mapping::{UPLOAD, import_mappings};
use axum::{
    Extension,
    extract::{Multipart, State},
    response::Redirect,
};
use parts::api::Visitor;
use services::Db;

use super::upload::counted;

pub const PAGE: &str = "/admin/mappings";

pub async fn upload(State(db): State<Db>, Extension(visitor): Extension<Visitor>, form: Multipart) -> Redirect {
    counted((PAGE, UPLOAD), (visitor, form), |context, upload| async move {
        import_mappings(&db, &context, &upload.file_name, upload.bytes).await
    })
    .await
}

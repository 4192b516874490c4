//! A funder's file of debts.

use axum::{
    Extension,
    extract::{Multipart, State},
    response::Redirect,
};
use parts::api::{
    Visitor,
    debt_import::{UPLOAD, import_debts},
};
use services::Db;

use super::upload::counted;

pub const PAGE: &str = "/funder/debts";

pub async fn upload(State(db): State<Db>, Extension(visitor): Extension<Visitor>, form: Multipart) -> Redirect {
    counted((PAGE, UPLOAD), (visitor, form), |context, upload| async move {
        import_debts(&db, &context, &upload.file_name, upload.bytes).await
    })
    .await
}
